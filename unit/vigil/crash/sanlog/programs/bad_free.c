/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static void __attribute__((noinline)) release(char *text)
{
    free(text);
}

int main(void)
{
    char *volatile text = malloc(8);
    release(text + 1);
    return 0;
}
