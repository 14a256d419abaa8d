/* seed.h -- a seed of the corpus, and the grammar that judges it */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SEED_H
#define FUSEAU_SEED_H

#include <stdbool.h>
#include <stddef.h>

#include "fuseau.h"

/* A grammar may be read in several ways; the first is the default. */
struct grammar {
    const char *name;
    int ways;
    struct fuseau_result (*read)(int way, const char *text, size_t size);
};

struct seed {
    char *path; /* below the corpus, such as "rfc3339/reject/hour-over" */
    const struct grammar *grammar;
    char *text; /* exactly `size` bytes */
    size_t size;
};

static struct fuseau_result read_offset(int way, const char *text, size_t size)
{
    struct fuseau_offset value;
    (void)way;
    return fuseau_offset_parse(text, size, &value);
}

static struct fuseau_result read_fulldate(int way, const char *text, size_t size)
{
    struct fuseau_date value;
    (void)way;
    return fuseau_fulldate_parse(text, size, &value);
}

static struct fuseau_result read_fulltime(int way, const char *text, size_t size)
{
    struct fuseau_fulltime value;
    struct fuseau_time time;
    return way == 0 ? fuseau_fulltime_parse(text, size, &value)
                    : fuseau_fulltime_parse_partial(text, size, &time);
}

static struct fuseau_result read_rfc3339(int way, const char *text, size_t size)
{
    static const struct fuseau_rfc3339_options options[] = {
        {false, FUSEAU_LEAP_POSSIBLE}, {false, FUSEAU_LEAP_KNOWN}, {false, FUSEAU_LEAP_REFUSE},
        {true, FUSEAU_LEAP_POSSIBLE},  {true, FUSEAU_LEAP_KNOWN},  {true, FUSEAU_LEAP_REFUSE},
    };
    struct fuseau_rfc3339 value;
    return fuseau_rfc3339_parse(text, size, &options[way], &value);
}

static struct fuseau_result read_datetime(int way, const char *text, size_t size)
{
    static const struct fuseau_datetime_options options[] = {
        {0, FUSEAU_LEAP_POSSIBLE},
        {FUSEAU_DATETIME_TOML | FUSEAU_DATETIME_FULL_TIME, FUSEAU_LEAP_POSSIBLE},
        {FUSEAU_DATETIME_JSON_SCHEMA, FUSEAU_LEAP_REFUSE},
    };
    struct fuseau_datetime value;
    return fuseau_datetime_parse(text, size, &options[way], &value);
}

static struct fuseau_result read_zonename(int way, const char *text, size_t size)
{
    (void)way;
    return fuseau_zonename_parse(text, size);
}

static struct fuseau_result read_rfc9557(int way, const char *text, size_t size)
{
    static const char *const known[] = {"u-ca", "knort", "_foo"};
    static const struct fuseau_rfc9557_options options[] = {
        {.known_keys = NULL},
        {.known_keys = known, .known_count = 0},
        {.known_keys = known, .known_count = 3},
        {.allow_experimental = true},
        {.known_keys = known, .known_count = 3, .allow_experimental = true},
        {.timestamp = {true, FUSEAU_LEAP_POSSIBLE}},
        {.timestamp = {false, FUSEAU_LEAP_KNOWN}},
        {.timestamp = {false, FUSEAU_LEAP_REFUSE}},
    };
    struct fuseau_rfc9557 value;
    return fuseau_rfc9557_parse(text, size, &options[way], &value);
}

static struct fuseau_result read_posixtz(int way, const char *text, size_t size)
{
    struct fuseau_posixtz value;
    (void)way;
    return fuseau_posixtz_parse(text, size, &value);
}

static struct fuseau_result read_tzif(int way, const char *text, size_t size)
{
    struct fuseau_tzif value;
    (void)way;
    return fuseau_tzif_parse(text, size, &value);
}

static const struct grammar grammars[] = {
    {"offset", 1, read_offset},   {"fulldate", 1, read_fulldate}, {"fulltime", 2, read_fulltime},
    {"rfc3339", 6, read_rfc3339}, {"datetime", 3, read_datetime}, {"zonename", 1, read_zonename},
    {"rfc9557", 8, read_rfc9557}, {"posixtz", 1, read_posixtz},   {"tzif", 1, read_tzif},
};

enum { grammar_count = sizeof grammars / sizeof *grammars };

static struct fuseau_result read_default(const struct seed *seed)
{
    return seed->grammar->read(0, seed->text, seed->size);
}

/* Every way of reading, on the bytes as they stand in the file. */
static int ways_that_accept(const struct seed *seed)
{
    int accepting = 0;
    for (int way = 0; way < seed->grammar->ways; way++) {
        const struct fuseau_result result = seed->grammar->read(way, seed->text, seed->size);
        accepting += result.error == FUSEAU_OK ? 1 : 0;
    }
    return accepting;
}

#endif
