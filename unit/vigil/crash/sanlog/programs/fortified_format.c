/* SPDX-License-Identifier: MIT */
/* with: gcc-fortify */
#include <stdio.h>

static void __attribute__((noinline)) report(const char *format)
{
    int written;
    printf(format, &written);
}

int main(void)
{
    char format[16] = "x%n";
    report(format);
    return 0;
}
