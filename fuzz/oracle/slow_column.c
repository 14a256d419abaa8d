/* slow_column.c -- a column of lines read plainly, byte by byte */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_column.h"

/* 1677-09-21T00:12:43.145224192Z … 2262-04-11T23:47:16.854775807Z, which are the ends of int64_t */
static bool has_nanoseconds(struct fuseau_instant instant)
{
    const int64_t first = INT64_C(-9223372037);
    const int64_t last = INT64_C(9223372036);
    if (instant.seconds == first) {
        return instant.nanoseconds >= 145224192;
    }
    if (instant.seconds == last) {
        return instant.nanoseconds <= 854775807;
    }
    return instant.seconds > first && instant.seconds < last;
}

bool slow_column_value(const char *text, size_t size, const struct fuseau_column_options *options,
                       int64_t *out)
{
    static const struct fuseau_column_options by_default = {.unit = FUSEAU_COLUMN_NANOSECONDS};
    const struct fuseau_column_options *const wanted = options ? options : &by_default;
    struct fuseau_rfc3339 value;
    if (fuseau_rfc3339_parse(text, size, &wanted->text, &value).error != FUSEAU_OK) {
        return false;
    }
    int64_t units_per_second = 1;
    if (wanted->unit == FUSEAU_COLUMN_NANOSECONDS) {
        units_per_second = 1000000000;
    } else if (wanted->unit == FUSEAU_COLUMN_MICROSECONDS) {
        units_per_second = 1000000;
    } else if (wanted->unit == FUSEAU_COLUMN_MILLISECONDS) {
        units_per_second = 1000;
    }
    const int64_t nanoseconds = value.instant.nanoseconds;
    const int64_t unit = 1000000000 / units_per_second;
    if (!wanted->truncate && nanoseconds % unit != 0) {
        return false;
    }
    if (unit == 1 && !has_nanoseconds(value.instant)) {
        return false;
    }
    /* The arithmetic wraps around on the way, and is right at its end. */
    *out = (int64_t)((uint64_t)value.instant.seconds * (uint64_t)units_per_second +
                     (uint64_t)(nanoseconds / unit));
    return true;
}

struct fuseau_column slow_column_lines(const char *text, size_t size,
                                       const struct fuseau_column_options *options, int64_t *values,
                                       uint8_t *validity, size_t room)
{
    struct fuseau_column done = {.read = 0};
    while (done.read < room && done.consumed < size) {
        const char *const line = text + done.consumed;
        size_t length = 0;
        while (done.consumed + length < size && line[length] != '\n') {
            length++;
        }
        const bool ends = done.consumed + length < size;
        const bool returns = ends && length > 0 && line[length - 1] == '\r';
        int64_t value = INT64_MIN;
        const bool valid = slow_column_value(line, length - returns, options, &value);
        values[done.read] = valid ? value : INT64_MIN;
        if (validity && done.read % 8 == 0) {
            validity[done.read / 8] = 0;
        }
        if (validity && valid) {
            validity[done.read / 8] |= (uint8_t)(1U << (done.read % 8));
        }
        done.read++;
        done.refused += !valid;
        done.consumed += length + ends;
    }
    return done;
}
