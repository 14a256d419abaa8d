/* SPDX-License-Identifier: MIT */
/* with: clang-memory clang-memory-origins clang-memory-plain */
#include <stdio.h>
#include <stdlib.h>

static int __attribute__((noinline)) is_leap(const int *year)
{
    if (year[1] % 4 == 0) {
        puts("leap");
    }
    return 2;
}

static int *__attribute__((noinline)) new_year(void)
{
    return malloc(2 * sizeof(int));
}

int main(void)
{
    return is_leap(new_year());
}
