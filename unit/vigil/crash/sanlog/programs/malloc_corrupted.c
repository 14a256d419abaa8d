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
    volatile int size = 64;
    fill(malloc(24), size);
    return malloc(2000) == NULL;
}
