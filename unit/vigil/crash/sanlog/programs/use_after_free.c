/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stdlib.h>

struct zone {
    long offset;
};

static void __attribute__((noinline)) free_zone(struct zone *zone)
{
    free(zone);
}

static long __attribute__((noinline)) zone_offset(const struct zone *zone)
{
    return zone->offset;
}

int main(void)
{
    struct zone *zone = calloc(1, sizeof *zone);
    free_zone(zone);
    return (int)zone_offset(zone);
}
