/* kinds.c -- (the program) each grammar under its name, read into one shape */
/* SPDX-License-Identifier: MIT */
#include "cli/kinds.h"

#include <string.h>

#include "datetime.h"
#include "fulldate.h"
#include "zonename.h"

static struct fuseau_result read_timestamp(const char *text, size_t size,
                                           const struct fuseau_rfc9557_options *options,
                                           struct cli_value *value)
{
    return fuseau_rfc3339_parse(text, size, &options->timestamp, &value->zoned.timestamp);
}

static struct fuseau_result read_zoned(const char *text, size_t size,
                                       const struct fuseau_rfc9557_options *options,
                                       struct cli_value *value)
{
    return fuseau_rfc9557_parse(text, size, options, &value->zoned);
}

static struct fuseau_result read_date(const char *text, size_t size,
                                      const struct fuseau_rfc9557_options *options,
                                      struct cli_value *value)
{
    (void)options;
    return fuseau_fulldate_parse(text, size, &value->zoned.timestamp.date);
}

static struct fuseau_result read_time(const char *text, size_t size,
                                      const struct fuseau_rfc9557_options *options,
                                      struct cli_value *value)
{
    (void)options;
    struct fuseau_fulltime clock;
    struct fuseau_rfc3339 *timestamp = &value->zoned.timestamp;
    struct fuseau_result result = fuseau_fulltime_parse(text, size, &clock);
    if (result.error == FUSEAU_OK) {
        timestamp->time = clock.time;
        timestamp->offset = clock.offset;
        timestamp->leap = clock.time.second == 60 ? FUSEAU_LEAP_UNLISTED : FUSEAU_LEAP_NONE;
    }
    return result;
}

static struct fuseau_result read_datetime(const char *text, size_t size,
                                          const struct fuseau_rfc9557_options *options,
                                          struct cli_value *value)
{
    static const struct {
        enum fuseau_datetime_kind kind;
        unsigned parts;
    } held[] = {
        {FUSEAU_DATETIME_DATE_TIME, PART_DATE | PART_TIME | PART_OFFSET | PART_INSTANT},
        {FUSEAU_DATETIME_LOCAL_DATE_TIME, PART_DATE | PART_TIME},
        {FUSEAU_DATETIME_FULL_DATE, PART_DATE},
        {FUSEAU_DATETIME_PARTIAL_TIME, PART_TIME},
        {FUSEAU_DATETIME_FULL_TIME, PART_TIME | PART_OFFSET},
    };
    const struct fuseau_datetime_options own = {
        .kinds = options->timestamp.allow_space ? FUSEAU_DATETIME_SPACE : 0,
        .leap = options->timestamp.leap,
    };
    struct fuseau_datetime read;
    struct fuseau_result result = fuseau_datetime_parse(text, size, &own, &read);
    if (result.error == FUSEAU_OK) {
        value->zoned.timestamp = read.timestamp;
        for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
            value->parts |= held[i].kind == read.kind ? held[i].parts : 0;
        }
    }
    return result;
}

static struct fuseau_result read_offset(const char *text, size_t size,
                                        const struct fuseau_rfc9557_options *options,
                                        struct cli_value *value)
{
    (void)options;
    return fuseau_offset_parse(text, size, &value->zoned.timestamp.offset);
}

static struct fuseau_result read_name(const char *text, size_t size,
                                      const struct fuseau_rfc9557_options *options,
                                      struct cli_value *value)
{
    (void)options;
    (void)value;
    return fuseau_zonename_parse(text, size);
}

static struct fuseau_result read_rule(const char *text, size_t size,
                                      const struct fuseau_rfc9557_options *options,
                                      struct cli_value *value)
{
    (void)options;
    return fuseau_posixtz_parse(text, size, &value->rule);
}

enum { TIMESTAMP = PART_DATE | PART_TIME | PART_OFFSET | PART_INSTANT };

const struct cli_kind cli_kinds[] = {
    {"rfc3339", "a timestamp: 2024-07-11T01:14:00.5Z", TIMESTAMP, read_timestamp},
    {"rfc9557", "a timestamp and its zone: 2024-07-11T01:14:00Z[Europe/Paris]",
     TIMESTAMP | PART_SUFFIX, read_zoned},
    {"datetime", "a timestamp, a local one, a date or a time: 2024-07-11T01:14:00", TIMESTAMP,
     read_datetime},
    {"date", "an RFC 3339 full-date: 2024-07-11", PART_DATE, read_date},
    {"time", "an RFC 3339 full-time: 01:14:00.5Z", PART_TIME | PART_OFFSET, read_time},
    {"offset", "a UTC offset: +05:30", PART_OFFSET, read_offset},
    {"zonename", "a zone name, whether there is such a zone or not: Europe/Paris", PART_NAME,
     read_name},
    {"posixtz", "a POSIX TZ string: EST5EDT,M3.2.0,M11.1.0", PART_RULE, read_rule},
    {NULL, NULL, 0, NULL},
};

const struct cli_kind *cli_kind_find(const char *name)
{
    for (const struct cli_kind *kind = cli_kinds; kind->name != NULL; kind++) {
        if (strcmp(kind->name, name) == 0) {
            return kind;
        }
    }
    return NULL;
}
