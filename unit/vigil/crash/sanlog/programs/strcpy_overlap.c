/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <string.h>

static void __attribute__((noinline)) shift(char *text)
{
    strcpy(text + 1, text);
}

int main(void)
{
    char text[32] = "+05:30";
    shift(text);
    return text[0];
}
