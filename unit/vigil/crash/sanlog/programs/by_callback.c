/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <stdlib.h>

static int __attribute__((noinline)) on_zone(const char *path)
{
    return path[4];
}

static int __attribute__((noinline)) for_each(int (*visit)(const char *), char *path)
{
    return visit(path) + 1;
}

int main(void)
{
    return for_each(on_zone, calloc(1, 4));
}
