/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>
#include <string.h>

static int __attribute__((noinline)) same_name(const char *left, const char *right, size_t size)
{
    return memcmp(left, right, size);
}

int main(void)
{
    volatile size_t size = 13;
    char *left = calloc(1, 8), right[16] = {0};
    return same_name(left, right, size);
}
