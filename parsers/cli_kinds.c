/* cli_kinds.c -- (the program) each grammar under its name, read into one shape */
/* SPDX-License-Identifier: MIT */
#include "cli_kinds.h"

#include <string.h>

#include "fulldate.h"

static struct fuseau_result read_date(const char *text, size_t size,
                                      const struct fuseau_rfc3339_options *options,
                                      struct fuseau_rfc3339 *value)
{
    (void)options;
    return fuseau_fulldate_parse(text, size, &value->date);
}

static struct fuseau_result read_time(const char *text, size_t size,
                                      const struct fuseau_rfc3339_options *options,
                                      struct fuseau_rfc3339 *value)
{
    (void)options;
    struct fuseau_fulltime clock;
    struct fuseau_result result = fuseau_fulltime_parse(text, size, &clock);
    if (result.error == FUSEAU_OK) {
        value->time = clock.time;
        value->offset = clock.offset;
        value->leap = clock.time.second == 60 ? FUSEAU_LEAP_UNLISTED : FUSEAU_LEAP_NONE;
    }
    return result;
}

static struct fuseau_result read_offset(const char *text, size_t size,
                                        const struct fuseau_rfc3339_options *options,
                                        struct fuseau_rfc3339 *value)
{
    (void)options;
    return fuseau_offset_parse(text, size, &value->offset);
}

const struct kind kinds[] = {
    {"rfc3339", "a timestamp: 2024-07-11T01:14:00.5Z",
     PART_DATE | PART_TIME | PART_OFFSET | PART_INSTANT, fuseau_rfc3339_parse},
    {"date", "an RFC 3339 full-date: 2024-07-11", PART_DATE, read_date},
    {"time", "an RFC 3339 full-time: 01:14:00.5Z", PART_TIME | PART_OFFSET, read_time},
    {"offset", "a UTC offset: +05:30", PART_OFFSET, read_offset},
    {NULL, NULL, 0, NULL},
};

const struct kind *kind_find(const char *name)
{
    for (const struct kind *kind = kinds; kind->name != NULL; kind++) {
        if (strcmp(kind->name, name) == 0) {
            return kind;
        }
    }
    return NULL;
}
