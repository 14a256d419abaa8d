/* SPDX-License-Identifier: MIT */
/* with: clang-address */
#include <string.h>

static void __attribute__((noinline)) copy_rule(char *into, const char *from, unsigned long size)
{
    memcpy(into, from, size);
}

int main(void)
{
    char into[32];
    const char *volatile none = 0;
    volatile unsigned long size = 16;
    copy_rule(into, none, size);
    return into[0];
}
