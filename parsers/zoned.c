/* zoned.c -- a timestamp brought together with its zone (RFC 9557 s. 3.4), read and written */
/* SPDX-License-Identifier: MIT */
#include "zoned.h"

#include <string.h>

#include "civil_inline.h"
#include "zone_inline.h"
#include "zonename.h"

enum { NANOSECONDS_MAX = 999999999 };

static struct fuseau_result answer(enum fuseau_error error)
{
    return (struct fuseau_result){error, 0};
}

/*
 * What clocks show at `instant`, when local time is of `type`. In a leap second that is the second
 * after the one before, whose offset still holds: ":60", but where the offset has seconds, and the
 * minute ends elsewhere.
 */
static inline struct fuseau_result show_type(const struct fuseau_zone *zone,
                                             const struct fuseau_local_type *type,
                                             struct fuseau_instant instant, bool leap,
                                             struct fuseau_zoned *out)
{
    /* One comparison for both ends: what is before the first second wraps around. */
    const uint64_t range = (uint64_t)FUSEAU_SECONDS_MAX - (uint64_t)FUSEAU_SECONDS_MIN;
    uint64_t local = (uint64_t)instant.seconds + (uint64_t)(int64_t)type->offset_seconds;
    if ((uint32_t)instant.nanoseconds > NANOSECONDS_MAX ||
        local - (uint64_t)FUSEAU_SECONDS_MIN > range) {
        return answer(FUSEAU_ERR_RANGE);
    }
    civil_from_seconds((int64_t)local - leap, &out->date, &out->time);
    out->time.second = (uint8_t)(out->time.second + leap);
    out->time.nanosecond = instant.nanoseconds;
    out->instant = instant;
    out->type = type;
    out->zone = zone;
    return answer(FUSEAU_OK);
}

/* The same, of the type that the zone has then. */
static struct fuseau_result show(const struct fuseau_zone *zone, struct fuseau_instant instant,
                                 bool leap, struct fuseau_zoned *out)
{
    const struct fuseau_local_type *type = zone_type(zone, instant.seconds - leap);
    return show_type(zone, type, instant, leap, out);
}

struct fuseau_result fuseau_zoned_from_instant(const struct fuseau_zone *zone,
                                               struct fuseau_instant instant,
                                               struct fuseau_zoned *out)
{
    return show_type(zone, zone_type(zone, instant.seconds), instant, false, out);
}

/* An offset as RFC 3339 can write it: to the nearest minute, half of one away from zero. */
static int32_t nearest_minute(int32_t seconds)
{
    int32_t rest = seconds % 60;
    return seconds - rest + (rest >= 30 ? 60 : rest <= -30 ? -60 : 0);
}

/*
 * Whether the zone has an offset at the timestamp's local time that was rounded to the timestamp's.
 * Then the local time is what was written down exactly, and gives the instant.
 */
static bool is_rounded(const struct fuseau_resolution *local, struct fuseau_offset offset,
                       int64_t *seconds)
{
    for (int i = 0; i < 2 && local->kind != FUSEAU_LOCAL_GAP; i++) {
        if (nearest_minute(local->types[i]->offset_seconds) == offset.seconds) {
            *seconds = local->seconds[i];
            return true;
        }
    }
    return false;
}

/* Whether the timestamp's offset is that of `type`, which the zone has then, or need not (s. 3.4).
 */
static bool is_consistent(const struct fuseau_rfc9557 *value, const struct fuseau_local_type *type)
{
    const struct fuseau_rfc3339 *timestamp = &value->timestamp;
    return value->zone == FUSEAU_RFC9557_NO_ZONE || !fuseau_offset_is_known(timestamp->offset) ||
           type->offset_seconds == timestamp->offset.seconds;
}

struct fuseau_result fuseau_zoned_from_rfc9557(const struct fuseau_zone *zone,
                                               const struct fuseau_rfc9557 *value,
                                               enum fuseau_inconsistent inconsistent,
                                               enum fuseau_prefer prefer, struct fuseau_zoned *out)
{
    const struct fuseau_rfc3339 *timestamp = &value->timestamp;
    struct fuseau_instant instant = timestamp->instant;
    bool leap = timestamp->leap != FUSEAU_LEAP_NONE;
    const struct fuseau_local_type *type = zone_type(zone, instant.seconds - leap);
    if (is_consistent(value, type)) {
        return show_type(zone, type, instant, leap, out);
    }
    struct fuseau_resolution local =
        fuseau_zone_resolve(zone, fuseau_civil_to_seconds(timestamp->date, timestamp->time));
    if (is_rounded(&local, timestamp->offset, &instant.seconds)) {
        return show(zone, instant, false, out);
    }
    if (inconsistent == FUSEAU_INCONSISTENT_KEEP_LOCAL) {
        struct fuseau_result picked = fuseau_resolution_pick(&local, prefer, &instant.seconds);
        return picked.error == FUSEAU_OK ? show(zone, instant, false, out) : picked;
    }
    if (inconsistent == FUSEAU_INCONSISTENT_REFUSE || value->zone_critical) {
        return answer(FUSEAU_ERR_INCONSISTENT);
    }
    return show(zone, instant, leap, out);
}

/* The suffix "[name]" put behind the `size` bytes of `timestamp`. */
static struct fuseau_result with_suffix(const char *timestamp, size_t size, const char *name,
                                        size_t name_size, char *text, size_t room)
{
    struct fuseau_result named = fuseau_zonename_parse(name, name_size);
    if (named.error != FUSEAU_OK) {
        return answer(named.error);
    }
    size_t whole = size + 1 + name_size + 1;
    if (whole > room) {
        return (struct fuseau_result){FUSEAU_ERR_ROOM, whole};
    }
    memcpy(text, timestamp, size);
    text[size] = '[';
    memcpy(text + size + 1, name, name_size);
    text[whole - 1] = ']';
    return (struct fuseau_result){FUSEAU_OK, whole};
}

/*
 * How an offset of zero is meant: the designation may say that local time is unknown. "-00" is that
 * of zic and tz; fuseau_zone_from_offset makes the others.
 */
static enum fuseau_offset_kind kind_of_zero(const char *designation)
{
    if (strcmp(designation, "-00") == 0 || strcmp(designation, "-00:00") == 0) {
        return FUSEAU_OFFSET_UNKNOWN;
    }
    return strcmp(designation, "Z") == 0 ? FUSEAU_OFFSET_ZULU : FUSEAU_OFFSET_NUMERIC;
}

/* The offset as it is written, if it can be. */
static struct fuseau_offset nearest_offset(const struct fuseau_local_type *type)
{
    return (struct fuseau_offset){
        .seconds = nearest_minute(type->offset_seconds),
        .kind = type->offset_seconds == 0 ? kind_of_zero(type->designation) : FUSEAU_OFFSET_NUMERIC,
    };
}

/* Whether the offset, which is of whole minutes, is one that RFC 3339 can write. */
static bool is_within_a_day(struct fuseau_offset offset)
{
    return offset.seconds > -FUSEAU_SECONDS_PER_DAY && offset.seconds < FUSEAU_SECONDS_PER_DAY;
}

/* Whether what is to be written, its zone's name behind it, is read as the instant of `value`. */
static bool reads_back(const struct fuseau_zoned *value, const struct fuseau_rfc3339 *written)
{
    if (value->zone == NULL || !is_within_a_day(written->offset)) {
        return false;
    }
    struct fuseau_rfc9557 read = {.timestamp = *written, .zone = FUSEAU_RFC9557_ZONE_NAME};
    read.timestamp.instant.seconds =
        fuseau_civil_to_seconds(written->date, written->time) - written->offset.seconds;
    struct fuseau_zoned back;
    struct fuseau_result result = fuseau_zoned_from_rfc9557(
        value->zone, &read, FUSEAU_INCONSISTENT_REFUSE, FUSEAU_PREFER_REFUSE, &back);
    return result.error == FUSEAU_OK && back.instant.seconds == value->instant.seconds;
}

/* What is written of `value`: local time, or that of UTC where local time would not tell it. */
static struct fuseau_result to_be_written(const struct fuseau_zoned *value, bool named,
                                          struct fuseau_rfc3339 *written)
{
    *written = (struct fuseau_rfc3339){
        .date = value->date,
        .time = value->time,
        .offset = nearest_offset(value->type),
    };
    bool rounded = written->offset.seconds != value->type->offset_seconds;
    if (!named) {
        return answer(rounded ? FUSEAU_ERR_OFFSET_SECONDS : FUSEAU_OK);
    }
    if ((rounded || !is_within_a_day(written->offset)) && !reads_back(value, written)) {
        struct fuseau_offset zulu = {0, FUSEAU_OFFSET_ZULU};
        return fuseau_rfc3339_from_instant(value->instant, zulu, written);
    }
    return answer(FUSEAU_OK);
}

struct fuseau_result fuseau_zoned_format(const struct fuseau_zoned *value, const char *name,
                                         size_t name_size, int digits, char *text, size_t room)
{
    struct fuseau_rfc3339 written;
    bool named = name != NULL && name_size > 0;
    struct fuseau_result result = to_be_written(value, named, &written);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    if (!named) {
        return fuseau_rfc3339_format(&written, digits, text, room);
    }
    char timestamp[FUSEAU_RFC3339_MAX_SIZE];
    result = fuseau_rfc3339_format(&written, digits, timestamp, sizeof timestamp);
    return result.error == FUSEAU_OK
               ? with_suffix(timestamp, result.at, name, name_size, text, room)
               : result;
}
