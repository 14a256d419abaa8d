/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdlib.h>
#include <string.h>

static void __attribute__((noinline)) clear(char *into, size_t size)
{
    memset(into, 0, size);
}

int main(void)
{
    volatile size_t size = 13;
    char *into = malloc(8);
    clear(into, size);
    return 0;
}
