/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <string.h>

static void __attribute__((noinline)) shift(char *text)
{
    strcat(text, text + 2);
}

int main(void)
{
    char text[32] = "+05:30";
    shift(text);
    return text[0];
}
