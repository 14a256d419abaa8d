/* fulltime.c -- a time is read as the plain reader reads it, and is a partial-time and an offset */
/* SPDX-License-Identifier: MIT */
#include "fulltime.h"

#include "fuzz.h"
#include "oracle/slow.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return fuseau_fulltime_parse(text, size, (struct fuseau_fulltime *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return slow_fulltime(text, size, (struct fuseau_fulltime *)value);
}

static struct fuseau_result format(const void *value, char *text, size_t room)
{
    return fuseau_fulltime_format((const struct fuseau_fulltime *)value, FUSEAU_FRACTION_SHORTEST,
                                  text, room);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_fulltime((const struct fuseau_fulltime *)left,
                               (const struct fuseau_fulltime *)right);
}

static const struct fuzz_grammar full = {.name = "full-time",
                                         .value_size = sizeof(struct fuseau_fulltime),
                                         .parse = parse,
                                         .second = second,
                                         .format = format,
                                         .equal = equal};

static struct fuseau_result parse_partial(const void *options, const char *text, size_t size,
                                          void *value)
{
    (void)options;
    return fuseau_fulltime_parse_partial(text, size, (struct fuseau_time *)value);
}

static struct fuseau_result second_partial(const void *options, const char *text, size_t size,
                                           void *value)
{
    (void)options;
    return slow_fulltime_partial(text, size, (struct fuseau_time *)value);
}

static struct fuseau_result format_partial(const void *value, char *text, size_t room)
{
    return fuseau_fulltime_format_partial(*(const struct fuseau_time *)value,
                                          FUSEAU_FRACTION_SHORTEST, text, room);
}

static bool equal_partial(const void *left, const void *right)
{
    return slow_equal_time(*(const struct fuseau_time *)left, *(const struct fuseau_time *)right);
}

static const struct fuzz_grammar partial = {.name = "partial-time",
                                            .value_size = sizeof(struct fuseau_time),
                                            .parse = parse_partial,
                                            .second = second_partial,
                                            .format = format_partial,
                                            .equal = equal_partial};

/* Where the partial-time ends in a full-time, the offset begins. */
static void parts_agree(const char *text, size_t size, const struct fuseau_fulltime *value)
{
    struct fuseau_time time;
    struct fuseau_offset offset;
    const size_t middle = fuseau_fulltime_parse_partial(text, size, &time).at;
    const struct fuseau_result first = fuseau_fulltime_parse_partial(text, middle, &time);
    const struct fuseau_result last = fuseau_offset_parse(text + middle, size - middle, &offset);
    fuzz_require(first.error == FUSEAU_OK && last.error == FUSEAU_OK,
                 "a full-time of %zu bytes has a part, parted at %zu, that is refused: %s, %s",
                 size, middle, fuseau_error_name(first.error), fuseau_error_name(last.error));
    fuzz_require(slow_equal_time(value->time, time) && slow_equal_offset(value->offset, offset),
                 "the parts of a full-time have other values than the whole");
}

/* How many fraction digits the time needs. */
static int needed_digits(int32_t nanosecond)
{
    int digits = FUSEAU_FRACTION_MAX;
    for (; digits > 0 && nanosecond % 10 == 0; digits--) {
        nanosecond /= 10;
    }
    return digits;
}

/* Promise: with fewer digits than that nothing is written, and with more the value is the same. */
static void any_digits_hold(struct fuseau_time time)
{
    for (int digits = 0; digits <= FUSEAU_FRACTION_MAX; digits++) {
        char text[FUSEAU_PARTIALTIME_MAX_SIZE];
        struct fuseau_time again = {0};
        memset(text, FUZZ_UNTOUCHED, sizeof text);
        const struct fuseau_result result =
            fuseau_fulltime_format_partial(time, digits, text, sizeof text);
        if (digits < needed_digits(time.nanosecond)) {
            fuzz_require(result.error == FUSEAU_ERR_INEXACT && result.at == 0 &&
                             fuzz_is_untouched(text, sizeof text),
                         "%d ns in %d digits: %s at %zu, or written to", (int)time.nanosecond,
                         digits, fuseau_error_name(result.error), result.at);
            continue;
        }
        fuzz_require(result.error == FUSEAU_OK &&
                         fuseau_fulltime_parse_partial(text, result.at, &again).error == FUSEAU_OK,
                     "%d ns in %d digits: %s at %zu, or does not read back", (int)time.nanosecond,
                     digits, fuseau_error_name(result.error), result.at);
        fuzz_require(slow_equal_time(time, again) &&
                         result.at == 8 + (digits > 0 ? (size_t)digits + 1 : 0),
                     "%d ns in %d digits take %zu bytes, and read back as %d ns",
                     (int)time.nanosecond, digits, result.at, (int)again.nanosecond);
    }
}

/* Promise: cut to fewer digits, or with more at least, the time is that time, less what was cut. */
static void cut_digits_hold(struct fuseau_time time)
{
    int32_t unit = 1000000000;
    for (int digits = 0; digits <= FUSEAU_FRACTION_MAX; digits++, unit /= 10) {
        char text[FUSEAU_PARTIALTIME_MAX_SIZE];
        struct fuseau_time again = {0};
        struct fuseau_time less = time;
        less.nanosecond -= time.nanosecond % unit;
        struct fuseau_result result = fuseau_fulltime_format_partial(
            time, FUSEAU_FRACTION_TRUNCATE + digits, text, sizeof text);
        fuzz_require(
            result.error == FUSEAU_OK && result.at == 8 + (digits > 0 ? (size_t)digits + 1 : 0) &&
                fuseau_fulltime_parse_partial(text, result.at, &again).error == FUSEAU_OK &&
                slow_equal_time(less, again),
            "%d ns cut to %d digits: %s at %zu, or read back as %d ns", (int)time.nanosecond,
            digits, fuseau_error_name(result.error), result.at, (int)again.nanosecond);
        const int needed = needed_digits(time.nanosecond);
        const int written = needed > digits ? needed : digits;
        result = fuseau_fulltime_format_partial(time, FUSEAU_FRACTION_AT_LEAST + digits, text,
                                                sizeof text);
        fuzz_require(
            result.error == FUSEAU_OK && result.at == 8 + (written > 0 ? (size_t)written + 1 : 0) &&
                fuseau_fulltime_parse_partial(text, result.at, &again).error == FUSEAU_OK &&
                slow_equal_time(time, again),
            "%d ns in %d digits at least: %s at %zu, or read back as %d ns", (int)time.nanosecond,
            digits, fuseau_error_name(result.error), result.at, (int)again.nanosecond);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuseau_fulltime value;
    struct fuseau_time time;
    if (fuzz_read(&partial, (const char *)data, size, &time).error == FUSEAU_OK) {
        any_digits_hold(time);
        cut_digits_hold(time);
    }
    if (fuzz_read(&full, (const char *)data, size, &value).error == FUSEAU_OK) {
        parts_agree((const char *)data, size, &value);
    }
    return 0;
}
