/* SPDX-License-Identifier: MIT */
/* with: clang-memory-origins */
#include <stdio.h>

static int __attribute__((noinline)) parse(int given)
{
    int fields[4];
    fields[given] = 1;
    if (fields[2] == 7) {
        puts("seven");
    }
    return 0;
}

int main(void)
{
    volatile int given = 1;
    return parse(given);
}
