/* SPDX-License-Identifier: MIT */
/* with: clang-address clang-memory clang-undefined clang-none */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static int __attribute__((noinline)) read_field(const int *field, int at)
{
    return field[at];
}

int main(void)
{
    volatile int at = 4;
    int *field = malloc(16);
    fputs("reading the field ... ", stderr);
    if (read_field(field, at) * 3 / 2 == read_field(field, 0)) {
        at = 0;
    }
    assert(at == 0x7fffffff + (at >> 1));
    return at;
}
