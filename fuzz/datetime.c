/* datetime.c -- a date, a time or both is read as the plain readers of each kind read it */
/* SPDX-License-Identifier: MIT */
#include "datetime.h"

#include "fulldate.h"
#include "fuzz.h"
#include "oracle/slow.h"
#include "oracle/slow_datetime.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    return fuseau_datetime_parse(text, size, (const struct fuseau_datetime_options *)options,
                                 (struct fuseau_datetime *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    return slow_datetime(text, size, (const struct fuseau_datetime_options *)options,
                         (struct fuseau_datetime *)value);
}

static struct fuseau_result format(const void *value, char *text, size_t room)
{
    return fuseau_datetime_format((const struct fuseau_datetime *)value, FUSEAU_FRACTION_SHORTEST,
                                  text, room);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_datetime((const struct fuseau_datetime *)left,
                               (const struct fuseau_datetime *)right);
}

/* Promise: read with these options, as with any, the text keeps what fuzz_read promises. */
static struct fuseau_result read_with(const struct fuseau_datetime_options *options,
                                      const char *text, size_t size, struct fuseau_datetime *value)
{
    const struct fuzz_grammar grammar = {.name = "datetime",
                                         .options = options,
                                         .value_size = sizeof(struct fuseau_datetime),
                                         .parse = parse,
                                         .second = second,
                                         .format = format,
                                         .equal = equal};
    return fuzz_read(&grammar, text, size, value);
}

/* What the grammar of one kind alone says of the text, which has a value of that kind. */
static struct fuseau_result alone(enum fuseau_datetime_kind kind, const char *text, size_t size,
                                  struct fuseau_rfc3339 *out)
{
    if (kind == FUSEAU_DATETIME_DATE_TIME) {
        return fuseau_rfc3339_parse(text, size, NULL, out);
    }
    if (kind == FUSEAU_DATETIME_FULL_DATE) {
        return fuseau_fulldate_parse(text, size, &out->date);
    }
    struct fuseau_fulltime clock = {.offset = out->offset};
    size_t at = 0;
    if (kind == FUSEAU_DATETIME_LOCAL_DATE_TIME) {
        at = fuseau_fulldate_parse(text, FUSEAU_FULLDATE_SIZE, &out->date).at + 1;
    }
    const struct fuseau_result result =
        kind == FUSEAU_DATETIME_FULL_TIME
            ? fuseau_fulltime_parse(text, size, &clock)
            : fuseau_fulltime_parse_partial(text + at, size - at, &clock.time);
    out->time = clock.time;
    out->offset = clock.offset;
    return result;
}

/* Promise: a text means what it means to the grammar of its kind. */
static void means_the_same_alone(const char *text, size_t size, const struct fuseau_datetime *value)
{
    struct fuseau_rfc3339 other;
    memset(&other, 0, sizeof other);
    other.offset.kind = FUSEAU_OFFSET_UNKNOWN;
    const struct fuseau_result result = alone(value->kind, text, size, &other);
    if (value->kind != FUSEAU_DATETIME_DATE_TIME) {
        other.leap = value->timestamp.leap;
    }
    fuzz_require(result.error == FUSEAU_OK && slow_equal_rfc3339(&value->timestamp, &other),
                 "of kind %d, whose grammar says %s at %zu, or has another value", (int)value->kind,
                 fuseau_error_name(result.error), result.at);
}

/* Promise: what is of a kind is read wherever that is allowed, and nowhere else. */
static void is_of_one_kind(const char *text, size_t size, const struct fuseau_datetime *value)
{
    for (unsigned kinds = 1; kinds <= FUSEAU_DATETIME_ANY; kinds++) {
        const struct fuseau_datetime_options options = {.kinds = kinds};
        struct fuseau_datetime other;
        const struct fuseau_result result = fuseau_datetime_parse(text, size, &options, &other);
        const bool allowed = ((unsigned)value->kind & kinds) != 0;
        fuzz_require(allowed == (result.error == FUSEAU_OK) &&
                         (!allowed || slow_equal_datetime(value, &other)),
                     "of kind %d; with kinds %u it gives %s at %zu, or another value",
                     (int)value->kind, kinds, fuseau_error_name(result.error), result.at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned kinds[] = {
        0,
        FUSEAU_DATETIME_SPACE,
        FUSEAU_DATETIME_TOML,
        FUSEAU_DATETIME_JSON_SCHEMA,
        FUSEAU_DATETIME_DATE_TIME,
        FUSEAU_DATETIME_LOCAL_DATE_TIME,
        FUSEAU_DATETIME_FULL_DATE,
        FUSEAU_DATETIME_PARTIAL_TIME,
        FUSEAU_DATETIME_FULL_TIME,
        FUSEAU_DATETIME_DATE_TIME | FUSEAU_DATETIME_LOCAL_DATE_TIME | FUSEAU_DATETIME_SPACE,
        FUSEAU_DATETIME_PARTIAL_TIME | FUSEAU_DATETIME_FULL_TIME,
        FUSEAU_DATETIME_FULL_DATE | FUSEAU_DATETIME_FULL_TIME,
    };
    const char *const text = (const char *)data;
    struct fuseau_datetime value;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct fuseau_datetime_options options = {.kinds = kinds[i]};
        read_with(&options, text, size, &value);
    }
    for (int leap = FUSEAU_LEAP_KNOWN; leap <= FUSEAU_LEAP_REFUSE; leap++) {
        const struct fuseau_datetime_options options = {.leap = (enum fuseau_leap_policy)leap};
        read_with(&options, text, size, &value);
    }
    if (read_with(NULL, text, size, &value).error == FUSEAU_OK) {
        means_the_same_alone(text, size, &value);
        is_of_one_kind(text, size, &value);
    }
    return 0;
}
