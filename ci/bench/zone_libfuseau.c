/* zone_libfuseau.c -- libfuseau, on the files of the system and on its built-in copy */
/* SPDX-License-Identifier: MIT */
#include "zone_libfuseau.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "tzdb.h"
#include "zone.h"
#include "zoned.h"

struct zones {
    struct fuseau_tzdb *db;
    const struct fuseau_zone *zone[];
};

/* A zone that cannot be opened becomes one that is nowhere right, and so it is counted. */
static const struct fuseau_zone *zone_or_wrong(struct fuseau_tzdb *db, const char *name)
{
    const struct fuseau_offset nowhere = {86340, FUSEAU_OFFSET_NUMERIC};
    const struct fuseau_zone *zone = NULL;
    if (fuseau_tzdb_zone(db, name, strlen(name), FUSEAU_TZDB_EXACT_CASE, &zone).error) {
        fuseau_zone_from_offset(nowhere, &zone);
    }
    return zone;
}

static void *open_zones(struct fuseau_tzdb *db, const char *const *names, size_t count)
{
    struct zones *zones = malloc(sizeof *zones + count * sizeof(void *));
    bool ready = zones != NULL;
    if (!ready) {
        fuseau_tzdb_close(db);
        return NULL;
    }
    zones->db = db;
    for (size_t i = 0; i < count; i++) {
        zones->zone[i] = zone_or_wrong(db, names[i]);
        ready = ready && zones->zone[i];
    }
    if (!ready) {
        libfuseau_close(zones, count);
        zones = NULL;
    }
    return zones;
}

void *libfuseau_open(const char *const *names, size_t count)
{
    struct fuseau_tzdb *db;
    return fuseau_tzdb_open(NULL, &db).error ? NULL : open_zones(db, names, count);
}

void *libfuseau_open_bundled(const char *const *names, size_t count)
{
    struct fuseau_tzdb *db;
    return fuseau_tzdb_open_bundled(&db).error ? NULL : open_zones(db, names, count);
}

bool libfuseau_has_bundled(void)
{
    struct fuseau_tzdb *db = NULL;
    bool has = fuseau_tzdb_open_bundled(&db).error == FUSEAU_OK;
    fuseau_tzdb_close(db);
    return has;
}

void libfuseau_close(void *opened, size_t count)
{
    struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        fuseau_zone_release(zones->zone[i]);
    }
    fuseau_tzdb_close(zones->db);
    free(zones);
}

void libfuseau_offsets(void *opened, const struct questions *questions, size_t count, int32_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        out[i] =
            fuseau_zone_at(zones->zone[questions->zone[i]], questions->seconds[i])->offset_seconds;
    }
}

static int64_t local_seconds(const struct civil *local)
{
    struct fuseau_date date = {local->year, local->month, local->day};
    struct fuseau_time time = {local->hour, local->minute, local->second, 0};
    return fuseau_civil_to_seconds(date, time);
}

void libfuseau_instants(void *opened, const struct questions *questions, size_t count, int64_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        struct fuseau_resolution resolution = fuseau_zone_resolve(
            zones->zone[questions->zone[i]], local_seconds(&questions->local[i]));
        fuseau_resolution_pick(&resolution, FUSEAU_PREFER_COMPATIBLE, &out[i]);
    }
}

void libfuseau_civils(void *opened, const struct questions *questions, size_t count,
                      struct civil *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        struct fuseau_zoned zoned = {0};
        fuseau_zoned_from_instant(zones->zone[questions->zone[i]],
                                  (struct fuseau_instant){questions->seconds[i], 0}, &zoned);
        out[i] = (struct civil){zoned.date.year,           zoned.date.month,  zoned.date.day,
                                zoned.time.hour,           zoned.time.minute, zoned.time.second,
                                zoned.type->offset_seconds};
    }
}

size_t libfuseau_stated(void *opened, size_t count)
{
    const struct zones *zones = opened;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += fuseau_zone_memory(zones->zone[i]);
    }
    return bytes;
}
