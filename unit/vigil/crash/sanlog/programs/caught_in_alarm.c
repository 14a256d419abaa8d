/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile unsigned long turns;

static void __attribute__((noinline)) on_alarm(int signal)
{
    if (signal == SIGALRM) {
        abort();
    }
}

static void __attribute__((noinline)) mainloop(void)
{
    for (;;) {
        turns++;
    }
}

int main(void)
{
    signal(SIGALRM, on_alarm);
    alarm(1);
    mainloop();
    return 0;
}
