/* SPDX-License-Identifier: MIT */
/* with: clang-thread gcc-thread */
#include <stdlib.h>

static long __attribute__((noinline)) zone_offset(const volatile long *zone)
{
    return *zone;
}

int main(void)
{
    long *volatile zone = calloc(1, 8);
    free(zone);
    return zone_offset(zone) == 3;
}
