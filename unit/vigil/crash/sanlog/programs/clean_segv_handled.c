/* SPDX-License-Identifier: MIT */
/* with: clang-none */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void say(int signal)
{
    printf("signal %d was asked for: SEGV on unknown address is handled\n", signal);
}

int main(void)
{
    signal(SIGSEGV, say);
    raise(SIGSEGV);
    return 0;
}
