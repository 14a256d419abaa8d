/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address clang-none */
#include <stdlib.h>

static void __attribute__((noinline)) free_zone(void *zone)
{
    free(zone);
}

int main(void)
{
    void *volatile zone = malloc(2000);
    void *volatile other = malloc(2000);
    free_zone(zone);
    free_zone(zone);
    free(other);
    return 0;
}
