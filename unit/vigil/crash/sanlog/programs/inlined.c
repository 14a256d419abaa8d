/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

static inline __attribute__((always_inline)) int digit(const char *text, int at)
{
    return (text[at] + 0x7fffffff) & 1;
}

static inline __attribute__((always_inline)) int read_digits(const char *text, int at)
{
    return digit(text, at) * 10;
}

static int __attribute__((noinline)) read_date(const char *text, int at)
{
    return read_digits(text, at);
}

int main(void)
{
    volatile int at = 4;
    char *text = calloc(1, 4);
    return read_date(text, at);
}
