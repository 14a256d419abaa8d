/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
#include <stdbool.h>

static int __attribute__((noinline)) is_set(const bool *flag)
{
    return *flag ? 2 : 3;
}

int main(void)
{
    volatile unsigned char byte = 7;
    return is_set((const bool *)&byte);
}
