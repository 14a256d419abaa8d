/* SPDX-License-Identifier: MIT */
/* with: clang-memory */
#include <stdlib.h>

static int __attribute__((noinline)) is_leap(const int *year)
{
    if (*(const volatile int *)year % 4 == 0) {
        return 1;
    }
    return 2;
}

int main(void)
{
    int *year = malloc(sizeof *year);
    return year == NULL ? 0 : is_leap(year);
}
