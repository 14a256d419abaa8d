/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static int __attribute__((noinline)) sign_before(const char *digits)
{
    return *(const volatile char *)(digits - 1);
}

int main(void)
{
    char *digits = calloc(1, 4);
    return sign_before(digits);
}
