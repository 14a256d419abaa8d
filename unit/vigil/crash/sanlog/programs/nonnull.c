/* SPDX-License-Identifier: MIT */
/* with: clang-undefined gcc-undefined */
#include <string.h>

static void __attribute__((noinline)) copy_name(char *into, const char *name, unsigned long size)
{
    memcpy(into, name, size);
}

int main(void)
{
    char into[4];
    const char *volatile none = 0;
    volatile unsigned long size = 0;
    copy_name(into, none, size);
    return 0;
}
