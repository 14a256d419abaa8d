/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <signal.h>

static volatile int left[4];

static void __attribute__((noinline)) count_down(int signal)
{
    left[signal - 6] = 0;
}

int main(void)
{
    signal(SIGUSR1, count_down);
    raise(SIGUSR1);
    return left[0];
}
