/* SPDX-License-Identifier: MIT */
/* with: clang-address-cutheader clang-address-cutframe clang-address-cutstack */
/* with: clang-address-cutend clang-address-crlf */
#include <stdlib.h>

static int __attribute__((noinline)) read_field(const volatile int *field, int at)
{
    return field[at];
}

int main(void)
{
    volatile int at = 4;
    int *field = malloc(16);
    free(field);
    return read_field(field, at);
}
