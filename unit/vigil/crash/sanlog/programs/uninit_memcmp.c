/* SPDX-License-Identifier: MIT */
/* with: clang-memory */
#include <stdlib.h>
#include <string.h>

static int __attribute__((noinline)) same(const char *left, const char *right)
{
    return memcmp(left, right, 8);
}

int main(void)
{
    char *left = malloc(8), right[8] = {0};
    return same(left, right) == 7;
}
