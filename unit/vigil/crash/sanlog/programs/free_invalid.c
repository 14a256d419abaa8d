/* SPDX-License-Identifier: MIT */
/* with: clang-none gcc-none */
#include <stdlib.h>

static void __attribute__((noinline)) release(char *text)
{
    free(text);
}

int main(void)
{
    char *text = malloc(64);
    release(text + 16);
    return 0;
}
