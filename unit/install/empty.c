/* empty.c -- a program for a container that has nothing but this program */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "fuseau.h"

int main(void)
{
    struct fuseau_tzdb *db = fuseau_tzdb_default();
    const struct fuseau_zone *zone = NULL;
    if (!db) {
        puts("there is no database");
        return 1;
    }
    struct fuseau_result result =
        fuseau_tzdb_zone(db, "US/Eastern", 10, FUSEAU_TZDB_EXACT_CASE, &zone);
    if (result.error != FUSEAU_OK) {
        puts(fuseau_error_message(result.error));
        return 1;
    }
    printf("%s: %s\n", fuseau_zone_source(zone), fuseau_zone_at(zone, 1720660440)->designation);
    fuseau_zone_release(zone);
    return 0;
}
