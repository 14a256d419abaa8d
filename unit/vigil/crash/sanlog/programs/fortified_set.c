/* SPDX-License-Identifier: MIT */
/* with: gcc-fortify */
#include <sys/select.h>

static volatile int kept;

static void __attribute__((noinline)) watch(int file)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(file, &set);
    kept = FD_ISSET(file, &set);
}

int main(void)
{
    volatile int file = 5000;
    watch(file);
    return 0;
}
