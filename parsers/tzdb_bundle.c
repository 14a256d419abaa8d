/* tzdb_bundle.c -- the copy of the zones that is built into the library */
/* SPDX-License-Identifier: MIT */
#include "tzdb_bundle.h"

#include <string.h>

#ifdef TZDB_NO_BUNDLE
/* What is there instead, where no copy was wanted. */
const unsigned char tzdb_bundle_bytes[1] = {0};
const struct tzdb_bundle_name tzdb_bundle_names[1] = {{0, 0}};
const struct tzdb_bundle_zone tzdb_bundle_zones[1] = {{0, 0}};
const uint32_t tzdb_bundle_count = 0;
const char tzdb_bundle_version[] = "unknown";
#endif

const char *tzdb_bundle_name(uint32_t index)
{
    return (const char *)tzdb_bundle_bytes + tzdb_bundle_names[index].at;
}

bool tzdb_bundle_find(const char *name, uint32_t *zone)
{
    uint32_t from = 0, to = tzdb_bundle_count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = strcmp(name, tzdb_bundle_name(middle));
        if (order == 0) {
            *zone = tzdb_bundle_names[middle].zone;
            return true;
        }
        if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return false;
}

const char *tzdb_bundle_zone(uint32_t zone, size_t *size)
{
    *size = tzdb_bundle_zones[zone].size;
    return (const char *)tzdb_bundle_bytes + tzdb_bundle_zones[zone].at;
}
