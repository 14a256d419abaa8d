/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static int __attribute__((noinline)) by_name(const void *left, const void *right)
{
    return *(const int *)left - *((const int *)right + 9);
}

static void *__attribute__((noinline)) find_rule(int *rules)
{
    int key = 3;
    return bsearch(&key, rules, 4, sizeof *rules, by_name);
}

int main(void)
{
    return find_rule(calloc(4, sizeof(int))) != NULL;
}
