/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined clang-undefined-minimal */
static int __attribute__((noinline)) next_year(int year)
{
    return year + 1;
}

int main(void)
{
    volatile int year = 0x7fffffff;
    return next_year(year) == 0;
}
