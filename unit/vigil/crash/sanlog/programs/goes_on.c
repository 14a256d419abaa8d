/* SPDX-License-Identifier: MIT */
/* with: clang-undefined-goon gcc-undefined-goon clang-undefined-goon-nostack */
#include <stdio.h>

static int __attribute__((noinline)) next_year(int year)
{
    return year + 1;
}

static int __attribute__((noinline)) bit(int at)
{
    return 1 << at;
}

int main(void)
{
    volatile int year = 0x7fffffff, at = 77;
    puts(next_year(year) + bit(at) == 0 ? "none" : "some");
    return 0;
}
