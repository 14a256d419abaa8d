/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-none */
#include <assert.h>

static int __attribute__((noinline)) check_month(int month)
{
    assert(month <= 12);
    return month;
}

int main(void)
{
    volatile int month = 13;
    return check_month(month);
}
