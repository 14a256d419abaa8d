/* SPDX-License-Identifier: MIT */
/* with: clang-memory-origins */
#include <stdio.h>
#include <stdlib.h>

static int __attribute__((noinline)) is_set(const int *flag)
{
    if (*flag == 3) {
        puts("set");
    }
    return 0;
}

int main(void)
{
    int *volatile flag = calloc(1, sizeof *flag);
    free(flag);
    return is_set(flag);
}
