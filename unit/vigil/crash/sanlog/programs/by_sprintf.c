/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdio.h>

static void __attribute__((noinline)) write_offset(char *into, int hours)
{
    sprintf(into, "%+05d:%02d", hours, 0);
}

int main(void)
{
    volatile int hours = 12345;
    char into[6];
    write_offset(into, hours);
    return into[0];
}
