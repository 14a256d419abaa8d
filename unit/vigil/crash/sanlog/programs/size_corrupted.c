/* SPDX-License-Identifier: MIT */
/* with: gcc-none */
#include <stdlib.h>
#include <string.h>

static void __attribute__((noinline)) fill(char *into, int size)
{
    memset(into, 65, (size_t)size);
}

int main(void)
{
    volatile int size = 48;
    char *volatile first = malloc(1500), *volatile second = malloc(1500),
                   *volatile third = malloc(24);
    fill(first + 1480, size);
    free(second);
    free(third);
    return 0;
}
