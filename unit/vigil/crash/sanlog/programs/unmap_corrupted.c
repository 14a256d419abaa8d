/* SPDX-License-Identifier: MIT */
/* with: gcc-none */
#include <stdlib.h>

static void __attribute__((noinline)) release(char *text)
{
    free(text);
}

int main(void)
{
    char *volatile big = malloc(1 << 20);
    release(big + 16);
    return 0;
}
