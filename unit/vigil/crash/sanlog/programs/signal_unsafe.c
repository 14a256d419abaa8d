/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <signal.h>
#include <stdlib.h>

static void *volatile kept;

static void __attribute__((noinline)) on_alarm(int signal)
{
    kept = malloc((size_t)signal);
}

int main(void)
{
    signal(SIGUSR1, on_alarm);
    raise(SIGUSR1);
    free(kept);
    return 0;
}
