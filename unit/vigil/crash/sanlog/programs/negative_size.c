/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <string.h>

static void __attribute__((noinline)) cut(char *text, long size)
{
    memmove(text, text + 1, (size_t)size);
}

int main(void)
{
    volatile long size = -1;
    char text[8] = "+05:30";
    cut(text, size);
    return text[0];
}
