/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
/* flags: -fsanitize=undefined */
/* options: UBSAN_OPTIONS=halt_on_error=0:print_stacktrace=1 */
#include <stdlib.h>

static int __attribute__((noinline)) sum(const int *days, int month)
{
    return days[month] + 0x7fffffff;
}

int main(void)
{
    volatile int month = 0;
    int *days = calloc(12, sizeof *days);
    days[0] = 1;
    month = sum(days, month) == 0 ? 13 : 12;
    return sum(days, month);
}
