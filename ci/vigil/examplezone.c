/* SPDX-License-Identifier: MIT */
#include "examplezone.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "offset.h"
#include "posixtz.h"
#include "rfc9557.h"
#include "span.h"
#include "tzdb.h"
#include "zone.h"

/* "Z" and "-00:00" leave the local offset open; an example of one is an example of UTC. */
static enum examplezone_rank offset_is(struct fuseau_offset offset, char zone[EXAMPLEZONE_SIZE])
{
    char text[FUSEAU_OFFSET_MAX_SIZE];
    struct fuseau_result result = fuseau_offset_format(offset, text, sizeof text);
    if (result.error != FUSEAU_OK) {
        return EXAMPLEZONE_NONE;
    }
    span_copy(zone, EXAMPLEZONE_SIZE,
              offset.seconds == 0 ? (struct span){"UTC", 3} : (struct span){text, result.at});
    return EXAMPLEZONE_OFFSET;
}

/* Of what stands in brackets: the name need not be that of a zone, as in examples of refusals. */
static enum examplezone_rank suffix(const char *text, size_t size, char zone[EXAMPLEZONE_SIZE])
{
    struct fuseau_rfc9557 value;
    const struct fuseau_rfc9557_options options = {.timestamp = {.allow_space = true}};
    if (fuseau_rfc9557_parse(text, size, &options, &value).error != FUSEAU_OK ||
        value.zone == FUSEAU_RFC9557_NO_ZONE) {
        return EXAMPLEZONE_NONE;
    }
    if (value.zone == FUSEAU_RFC9557_ZONE_OFFSET) {
        (void)offset_is(value.zone_offset, zone);
    } else {
        span_copy(zone, EXAMPLEZONE_SIZE,
                  (struct span){text + value.zone_name.at, value.zone_name.size});
    }
    return EXAMPLEZONE_ZONE;
}

/* Where the timestamp before it is a macro: STAMP "[Europe/Paris]". */
static enum examplezone_rank suffix_alone(const char *text, size_t size,
                                          char zone[EXAMPLEZONE_SIZE])
{
    static const char stamp[] = "2000-01-01T00:00:00Z";
    char whole[sizeof stamp + 256];
    if (size == 0 || text[0] != '[' || size > 256) {
        return EXAMPLEZONE_NONE;
    }
    memcpy(whole, stamp, sizeof stamp - 1);
    memcpy(whole + sizeof stamp - 1, text, size);
    return suffix(whole, sizeof stamp - 1 + size, zone);
}

/* "Etc/UTC" and its like are UTC; what a file of the system's says of this machine is no zone. */
static enum examplezone_rank name(const char *text, size_t size, char zone[EXAMPLEZONE_SIZE])
{
    struct fuseau_tzdb *database = fuseau_tzdb_default();
    const struct fuseau_zone *found = NULL;
    struct span words = {text, size};
    if (database == NULL || span_is(words, "localtime") || span_is(words, "posixrules") ||
        fuseau_tzdb_zone(database, text, size, FUSEAU_TZDB_EXACT_CASE, &found).error != FUSEAU_OK) {
        return EXAMPLEZONE_NONE;
    }
    bool utc = fuseau_zone_is_fixed(found) && fuseau_zone_at(found, 0)->offset_seconds == 0;
    fuseau_zone_release(found);
    span_copy(zone, EXAMPLEZONE_SIZE, utc ? (struct span){"UTC", 3} : words);
    return EXAMPLEZONE_ZONE;
}

static enum examplezone_rank rule(const char *text, size_t size, char zone[EXAMPLEZONE_SIZE])
{
    struct fuseau_posixtz value;
    if (fuseau_posixtz_parse(text, size, &value).error != FUSEAU_OK) {
        return EXAMPLEZONE_NONE;
    }
    span_copy(zone, EXAMPLEZONE_SIZE, (struct span){text, size});
    return value.has_daylight ? EXAMPLEZONE_ZONE : EXAMPLEZONE_BARE;
}

/* An offset alone, or one behind a date or time, also where these are examples of refusals. */
static enum examplezone_rank offset(const char *text, size_t size, char zone[EXAMPLEZONE_SIZE])
{
    struct fuseau_offset value;
    if (fuseau_offset_parse(text, size, &value).error == FUSEAU_OK) {
        return offset_is(value, zone);
    }
    for (size_t tail = 1; tail < size && tail <= 6 && span_is_digit(text[0]); tail += 5) {
        if (fuseau_offset_parse(text + size - tail, tail, &value).error == FUSEAU_OK) {
            return offset_is(value, zone);
        }
    }
    return EXAMPLEZONE_NONE;
}

enum examplezone_rank examplezone(const char *text, size_t size, enum examplezone_rank least,
                                  char zone[EXAMPLEZONE_SIZE])
{
    enum examplezone_rank (*const readers[])(const char *, size_t, char[EXAMPLEZONE_SIZE]) = {
        suffix, suffix_alone, name, rule, offset};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        char said[EXAMPLEZONE_SIZE] = "";
        enum examplezone_rank rank = readers[i](text, size, said);
        if (rank != EXAMPLEZONE_NONE) {
            (void)snprintf(zone, rank > least ? EXAMPLEZONE_SIZE : 0, "%s", said);
            return rank;
        }
    }
    return EXAMPLEZONE_NONE;
}
