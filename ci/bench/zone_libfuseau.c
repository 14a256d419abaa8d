/* zone_libfuseau.c -- libfuseau as a keeper of zones: this tree's, or that of a revision */
/* SPDX-License-Identifier: MIT */
#include "zone_libfuseau.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "libfuseau.h"
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

static void close_zones(void *opened, size_t count)
{
    struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        fuseau_zone_release(zones->zone[i]);
    }
    fuseau_tzdb_close(zones->db);
    free(zones);
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
        close_zones(zones, count);
        zones = NULL;
    }
    return zones;
}

static void *open_system(const char *const *names, size_t count)
{
    struct fuseau_tzdb *db;
    return fuseau_tzdb_open(NULL, &db).error ? NULL : open_zones(db, names, count);
}

static void *open_bundled(const char *const *names, size_t count)
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

#if LIBFUSEAU_HAS_ZONE_OFFSET_AT

static int32_t offset_at(const struct fuseau_zone *zone, int64_t seconds)
{
    return fuseau_zone_offset_at(zone, seconds);
}

#else

static int32_t offset_at(const struct fuseau_zone *zone, int64_t seconds)
{
    return fuseau_zone_at(zone, seconds)->offset_seconds;
}

#endif

static void offsets(void *opened, const struct questions *questions, size_t count, int32_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        out[i] = offset_at(zones->zone[questions->zone[i]], questions->seconds[i]);
    }
}

#if LIBFUSEAU_HAS_ZONE_INSTANT

static void instant(const struct fuseau_zone *zone, int64_t local_seconds, int64_t *seconds)
{
    fuseau_zone_instant(zone, local_seconds, FUSEAU_PREFER_COMPATIBLE, seconds);
}

#else

static void instant(const struct fuseau_zone *zone, int64_t local_seconds, int64_t *seconds)
{
    struct fuseau_resolution resolution = fuseau_zone_resolve(zone, local_seconds);
    fuseau_resolution_pick(&resolution, FUSEAU_PREFER_COMPATIBLE, seconds);
}

#endif

static int64_t local_seconds(const struct civil *local)
{
    struct fuseau_date date = {local->year, local->month, local->day};
    struct fuseau_time time = {local->hour, local->minute, local->second, 0};
    return fuseau_civil_to_seconds(date, time);
}

static void instants(void *opened, const struct questions *questions, size_t count, int64_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        instant(zones->zone[questions->zone[i]], local_seconds(&questions->local[i]), &out[i]);
    }
}

static void instants_of_seconds(void *opened, const struct questions *questions, size_t count,
                                int64_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        instant(zones->zone[questions->zone[i]], questions->local_seconds[i], &out[i]);
    }
}

static void civils(void *opened, const struct questions *questions, size_t count, struct civil *out)
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

static void by_name(void *opened, const struct questions *questions, size_t count, uint8_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        const struct fuseau_zone *zone = NULL;
        fuseau_tzdb_zone(zones->db, questions->name[i], questions->name_size[i],
                         FUSEAU_TZDB_EXACT_CASE, &zone);
        out[i] = zone == zones->zone[questions->zone[i]];
        fuseau_zone_release(zone);
    }
}

static int64_t zoned_instant(struct fuseau_tzdb *db, const char *text, size_t size)
{
    const struct fuseau_zone *zone = NULL;
    struct fuseau_rfc9557 value;
    struct fuseau_zoned zoned;
    struct fuseau_result result = fuseau_rfc9557_parse(text, size, NULL, &value);
    if (!result.error) {
        result = fuseau_tzdb_zone(db, text + value.zone_name.at, value.zone_name.size,
                                  FUSEAU_TZDB_EXACT_CASE, &zone);
    }
    if (!result.error) {
        result = fuseau_zoned_from_rfc9557(zone, &value, FUSEAU_INCONSISTENT_REFUSE,
                                           FUSEAU_PREFER_COMPATIBLE, &zoned);
        fuseau_zone_release(zone);
    }
    return result.error ? INT64_MIN : zoned.instant.seconds;
}

static void zoned(void *opened, const struct questions *questions, size_t count, int64_t *out)
{
    const struct zones *zones = opened;
    for (size_t i = 0; i < count; i++) {
        out[i] = zoned_instant(zones->db, questions->text[i], questions->text_size[i]);
    }
}

static void dates(const int32_t *day_numbers, size_t count, struct civil *out)
{
    for (size_t i = 0; i < count; i++) {
        struct fuseau_date date = fuseau_civil_from_day_number(day_numbers[i]);
        out[i] = (struct civil){.year = date.year, .month = date.month, .day = date.day};
    }
}

static size_t stated(void *opened, size_t count)
{
    const struct zones *zones = opened;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += fuseau_zone_memory(zones->zone[i]);
    }
    return bytes;
}

#define CALLS_ASKED                                                                                \
    "fuseau_zone_offset_at, fuseau_zone_instant, fuseau_zoned_from_instant, fuseau_tzdb_zone, "    \
    "fuseau_rfc9557_parse, fuseau_zoned_from_rfc9557, fuseau_civil_from_day_number"

const struct keeper libfuseau_keeper = {
    {LIBFUSEAU_NAME, CALLS_ASKED, libfuseau_version},
    open_system,
    close_zones,
    offsets,
    instants,
    instants_of_seconds,
    civils,
    by_name,
    zoned,
    dates,
    stated,
};

const struct keeper libfuseau_keeper_bundled = {
    {"built-in", "the first, with the zones in the library", libfuseau_version},
    open_bundled,
    close_zones,
    offsets,
    instants,
    instants_of_seconds,
    civils,
    by_name,
    zoned,
    dates,
    stated,
};
