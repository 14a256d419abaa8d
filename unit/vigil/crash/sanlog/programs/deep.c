/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static int __attribute__((noinline)) walk(const char *tree, int depth)
{
    return depth == 0 ? tree[4] : walk(tree, depth - 1) + 1;
}

int main(void)
{
    volatile int depth = 9;
    return walk(calloc(1, 4), depth);
}
