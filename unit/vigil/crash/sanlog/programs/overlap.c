/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <string.h>

static void __attribute__((noinline)) shift(char *text, size_t size)
{
    memcpy(text + 1, text, size);
}

int main(void)
{
    volatile size_t size = 6;
    char text[8] = "+05:30";
    shift(text, size);
    return text[0];
}
