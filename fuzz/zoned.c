/* zoned.c -- "RULE TIMESTAMP": what is written of an instant in a zone is read as that instant */
/* SPDX-License-Identifier: MIT */
#include "zoned.h"

#include "fuzz.h"
#include "tm.h"

enum { TEXT_ROOM = FUSEAU_RFC3339_MAX_SIZE + sizeof "[Zone/Name]", CHANGES = 3 };

static const char zone_name[] = "Zone/Name";

/* "PMT-0:09:21 1850-01-01T00:00:00.5Z": false if it is not that. */
static bool read(const char *text, size_t size, struct fuseau_posixtz *rule,
                 struct fuseau_instant *instant)
{
    const char *const space = (const char *)memchr(text, ' ', size);
    const size_t rule_size = space ? (size_t)(space - text) : size;
    struct fuseau_rfc3339 timestamp;
    if (!space || fuseau_posixtz_parse(text, rule_size, rule).error != FUSEAU_OK ||
        fuseau_rfc3339_parse(space + 1, size - rule_size - 1, NULL, &timestamp).error !=
            FUSEAU_OK) {
        return false;
    }
    *instant = timestamp.instant;
    return true;
}

/* 0000-01-01T00:00:00 to 9999-12-31T23:59:59 */
static bool has_four_digits(int64_t seconds)
{
    return seconds >= INT64_C(-62167219200) && seconds <= INT64_C(253402300799);
}

/* What is left of the nanoseconds in so many digits. */
static int32_t cut(int32_t nanoseconds, int digits)
{
    int32_t unit = 1000000000;
    for (int i = 0; i < digits; i++) {
        unit /= 10;
    }
    return nanoseconds - nanoseconds % unit;
}

/* Promise: with a name every instant has a text, which is read as that instant and no other. */
static void require_named(const struct fuseau_zoned *zoned, int digits, int32_t nanoseconds)
{
    char text[TEXT_ROOM];
    struct fuseau_rfc9557 value;
    struct fuseau_zoned back;
    const struct fuseau_result written =
        fuseau_zoned_format(zoned, zone_name, sizeof zone_name - 1, digits, text, sizeof text);
    if (written.error == FUSEAU_ERR_RANGE) {
        fuzz_require(!has_four_digits(zoned->instant.seconds) ||
                         !has_four_digits(zoned->instant.seconds + zoned->type->offset_seconds),
                     "zoned: %lld is out of range, in years that are not",
                     (long long)zoned->instant.seconds);
        return;
    }
    fuzz_require(written.error == FUSEAU_OK, "zoned: %lld in %d digits is not written: %s",
                 (long long)zoned->instant.seconds, digits, fuseau_error_name(written.error));
    struct fuseau_result result = fuseau_rfc9557_parse(text, written.at, NULL, &value);
    fuzz_require(result.error == FUSEAU_OK, "zoned: \"%.*s\" is refused with %s at %zu",
                 (int)written.at, text, fuseau_error_name(result.error), result.at);
    result = fuseau_zoned_from_rfc9557(zoned->zone, &value, FUSEAU_INCONSISTENT_REFUSE,
                                       FUSEAU_PREFER_REFUSE, &back);
    fuzz_require(result.error == FUSEAU_OK && back.instant.seconds == zoned->instant.seconds &&
                     back.instant.nanoseconds == nanoseconds && back.type == zoned->type,
                 "zoned: %lld.%09d is written \"%.*s\" and read with %s, or as another instant",
                 (long long)zoned->instant.seconds, (int)zoned->instant.nanoseconds,
                 (int)written.at, text, fuseau_error_name(result.error));
}

/* Promise: without a name the offset tells it all, or nothing is written. */
static void require_bare(const struct fuseau_zoned *zoned)
{
    char text[FUSEAU_RFC3339_MAX_SIZE];
    const int64_t local = zoned->instant.seconds + zoned->type->offset_seconds;
    const int32_t offset = zoned->type->offset_seconds;
    struct fuseau_rfc3339 back = {.leap = FUSEAU_LEAP_NONE};
    const bool in_range = has_four_digits(local) && offset > -86400 && offset < 86400;
    const enum fuseau_error expected = offset % 60 != 0 ? FUSEAU_ERR_OFFSET_SECONDS
                                       : in_range       ? FUSEAU_OK
                                                        : FUSEAU_ERR_RANGE;
    const struct fuseau_result written =
        fuseau_zoned_format(zoned, NULL, 0, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    fuzz_require(written.error == expected, "zoned: %lld without a name gives %s, not %s",
                 (long long)zoned->instant.seconds, fuseau_error_name(written.error),
                 fuseau_error_name(expected));
    fuzz_require(expected != FUSEAU_OK ||
                     (fuseau_rfc3339_parse(text, written.at, NULL, &back).error == FUSEAU_OK &&
                      back.instant.seconds == zoned->instant.seconds &&
                      back.instant.nanoseconds == zoned->instant.nanoseconds),
                 "zoned: %lld without a name is read as %lld", (long long)zoned->instant.seconds,
                 (long long)back.instant.seconds);
}

/* Promise: a struct tm and a week date lead back to the date and time. */
static void require_tm(const struct fuseau_zoned *zoned)
{
    struct tm tm;
    struct fuseau_date date = {0};
    struct fuseau_time time = {0};
    const struct fuseau_week_date week = fuseau_civil_to_week_date(zoned->date);
    fuzz_require(fuseau_tm_from_zoned(zoned, &tm).error == FUSEAU_OK &&
                     fuseau_tm_to_civil(&tm, &date, &time).error == FUSEAU_OK &&
                     fuseau_civil_to_seconds(date, time) ==
                         zoned->instant.seconds + zoned->type->offset_seconds,
                 "zoned: the struct tm of %lld is of another time",
                 (long long)zoned->instant.seconds);
    fuzz_require(fuseau_civil_week_date_is_valid(week) &&
                     fuseau_civil_to_day_number(fuseau_civil_from_week_date(week)) ==
                         fuseau_civil_to_day_number(zoned->date),
                 "zoned: %d-W%02d-%d is of another day", (int)week.year, week.week, week.weekday);
}

static void require_all(const struct fuseau_zone *zone, struct fuseau_instant instant)
{
    struct fuseau_zoned zoned;
    if (fuseau_zoned_from_instant(zone, instant, &zoned).error != FUSEAU_OK) {
        return;
    }
    const int digits = (int)((uint64_t)instant.seconds % 10);
    require_named(&zoned, FUSEAU_FRACTION_SHORTEST, instant.nanoseconds);
    require_named(&zoned, FUSEAU_FRACTION_AT_LEAST + digits, instant.nanoseconds);
    require_named(&zoned, FUSEAU_FRACTION_TRUNCATE + digits, cut(instant.nanoseconds, digits));
    require_bare(&zoned);
    require_tm(&zoned);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuseau_posixtz rule;
    struct fuseau_instant instant;
    const struct fuseau_zone *zone = NULL;
    if (!read((const char *)data, size, &rule, &instant)) {
        return 0;
    }
    fuzz_require(fuseau_zone_from_posixtz(&rule, &zone).error == FUSEAU_OK,
                 "zoned: a rule that was read makes no zone");
    require_all(zone, instant);
    struct fuseau_transition next = {.seconds = instant.seconds - FUSEAU_SECONDS_PER_DAY};
    for (int i = 0; i < CHANGES && fuseau_zone_next(zone, next.seconds, &next); i++) {
        for (int64_t beside = -70; beside <= 70; beside += i == 0 ? 1 : 5) {
            instant.seconds = next.seconds + beside;
            require_all(zone, instant);
        }
    }
    fuseau_zone_release(zone);
    return 0;
}
