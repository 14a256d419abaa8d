/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-address-plain */
#include <stdlib.h>

static int __attribute__((noinline)) read_field(const char *field, int at)
{
    return field[at];
}

int main(void)
{
    volatile int size = 4;
    char *field = calloc(1, (size_t)size);
    return field == NULL ? 0 : read_field(field, size);
}
