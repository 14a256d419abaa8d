/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static int __attribute__((noinline)) by_year(const void *left, const void *right)
{
    return *((const int *)left + 4) - *(const int *)right;
}

static void __attribute__((noinline)) sort_rules(int *rules)
{
    qsort(rules, 4, sizeof *rules, by_year);
}

int main(void)
{
    sort_rules(calloc(4, sizeof(int)));
    return 0;
}
