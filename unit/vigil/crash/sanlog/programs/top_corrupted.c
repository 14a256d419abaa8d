/* SPDX-License-Identifier: MIT */
/* with: gcc-none */
#include <stdlib.h>
#include <string.h>

static void __attribute__((noinline)) fill(char *into, int size)
{
    memset(into, 0, (size_t)size);
}

int main(void)
{
    volatile int size = 64;
    fill(malloc(24), size);
    return malloc(200000 / 2) == NULL;
}
