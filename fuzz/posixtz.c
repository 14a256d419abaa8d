/* posixtz.c -- a TZ string is read and written as the plain reader does, its rules are followed */
/* SPDX-License-Identifier: MIT */
#include "posixtz.h"

#include "fuzz.h"
#include "oracle/slow_posixtz.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return fuseau_posixtz_parse(text, size, (struct fuseau_posixtz *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return slow_posixtz(text, size, (struct fuseau_posixtz *)value);
}

static struct fuseau_result format(const void *value, char *text, size_t room)
{
    return fuseau_posixtz_format((const struct fuseau_posixtz *)value, text, room);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_posixtz((const struct fuseau_posixtz *)left,
                              (const struct fuseau_posixtz *)right);
}

static const struct fuzz_grammar grammar = {.name = "posixtz",
                                            .value_size = sizeof(struct fuseau_posixtz),
                                            .parse = parse,
                                            .second = second,
                                            .format = format,
                                            .equal = equal,
                                            .free_width = true};

/* Promise: the shortest form is written. */
static void is_written_shortest(const struct fuseau_posixtz *value)
{
    char ours[FUSEAU_POSIXTZ_MAX_SIZE];
    char plain[FUSEAU_POSIXTZ_MAX_SIZE + 1];
    const size_t size = fuseau_posixtz_format(value, ours, sizeof ours).at;
    const size_t plain_size = slow_posixtz_text(value, plain);
    fuzz_require(size == plain_size && memcmp(ours, plain, size) == 0,
                 "posixtz: written as \"%.*s\", not as \"%s\"", (int)size, ours, plain);
}

enum { CYCLE = 400, BEFORE = SLOW_POSIXTZ_YEARS_BEFORE, AROUND = BEFORE + 4 };

/* Promise: around an instant, daylight saving time is what the rules of the years around it say. */
static void is_followed_around(const struct fuseau_posixtz *value, int64_t instant,
                               const struct slow_posixtz_year *years)
{
    for (int64_t seconds = instant - 1; seconds <= instant + 1; seconds++) {
        const bool ours = fuseau_posixtz_is_daylight(value, seconds);
        fuzz_require(ours == slow_posixtz_is_daylight(years, AROUND, seconds),
                     "posixtz: at %lld daylight saving time is%s in force, literally it is%s",
                     (long long)seconds, ours ? "" : " not", ours ? " not" : "");
    }
}

/* Promise: in `year`, which has BEFORE of the `years` before it, the rules strike when they say. */
static void is_followed_in(const struct fuseau_posixtz *value, int64_t year,
                           const struct slow_posixtz_year *years)
{
    const int64_t start = years[BEFORE].start;
    const int64_t end = years[BEFORE].end;
    fuzz_require(fuseau_posixtz_start(value, year) == start &&
                     fuseau_posixtz_end(value, year) == end,
                 "posixtz: of year %lld start and end are %lld and %lld, literally %lld and %lld",
                 (long long)year, (long long)fuseau_posixtz_start(value, year),
                 (long long)fuseau_posixtz_end(value, year), (long long)start, (long long)end);
    is_followed_around(value, start, years);
    is_followed_around(value, end, years);
    is_followed_around(value, start / 2 + end / 2, years);
    is_followed_around(value, end / 2 + years[BEFORE + 1].start / 2, years);
}

/* A few years that the text chooses: near ones, and ones as far away as there are. */
static void is_followed(const struct fuseau_posixtz *value, const uint8_t *data, size_t size)
{
    struct slow_posixtz_year years[AROUND];
    uint64_t choice = 0;
    for (size_t i = 0; i < size; i++) {
        choice = choice * 31 + data[i];
    }
    const int64_t farthest = INT64_C(1) << 38;
    const int64_t chosen[] = {1970 + (int64_t)(choice % CYCLE), 0, -(int64_t)(choice % 32767),
                              (int64_t)(choice % (uint64_t)farthest) - farthest,
                              farthest - (int64_t)(choice % CYCLE)};
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
        slow_posixtz_years(value, chosen[i] - BEFORE, AROUND, years);
        is_followed_in(value, chosen[i], years);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuseau_posixtz value;
    if (fuzz_read(&grammar, (const char *)data, size, &value).error == FUSEAU_OK) {
        is_written_shortest(&value);
        if (value.has_daylight) {
            is_followed(&value, data, size);
        }
    }
    return 0;
}
