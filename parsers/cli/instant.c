/* instant.c -- (the program) what people give for an instant, and for a local time */
/* SPDX-License-Identifier: MIT */
#include "cli/instant.h"

#include <string.h>

#include "cli/outcome.h"
#include "fulldate.h"
#include "fulltime.h"

/* A decimal number that is being read; counted downwards, where int64_t reaches one further. */
struct decimal {
    const char *text;
    size_t size;
    size_t at;
    bool negative;
    int64_t minus_seconds;
    int32_t nanoseconds;
};

static bool at_digit(const struct decimal *decimal)
{
    return decimal->at < decimal->size && decimal->text[decimal->at] >= '0' &&
           decimal->text[decimal->at] <= '9';
}

static enum fuseau_error missing_digit(const struct decimal *decimal)
{
    return decimal->at < decimal->size ? FUSEAU_ERR_DIGIT : FUSEAU_ERR_END;
}

/* 1*DIGIT */
static enum fuseau_error whole(struct decimal *decimal)
{
    if (!at_digit(decimal)) {
        return missing_digit(decimal);
    }
    for (; at_digit(decimal); decimal->at++) {
        int64_t tens;
        int64_t digit = decimal->text[decimal->at] - '0';
        if (__builtin_mul_overflow(decimal->minus_seconds, 10, &tens) ||
            __builtin_sub_overflow(tens, digit, &decimal->minus_seconds) ||
            (!decimal->negative && decimal->minus_seconds == INT64_MIN)) {
            return FUSEAU_ERR_RANGE;
        }
    }
    return FUSEAU_OK;
}

/* [ "." 1*DIGIT ] */
static enum fuseau_error fraction(struct decimal *decimal)
{
    if (decimal->at == decimal->size || decimal->text[decimal->at] != '.') {
        return FUSEAU_OK;
    }
    decimal->at++;
    if (!at_digit(decimal)) {
        return missing_digit(decimal);
    }
    for (int32_t unit = 100000000; at_digit(decimal); decimal->at++, unit /= 10) {
        decimal->nanoseconds += unit * (decimal->text[decimal->at] - '0');
        if (decimal->minus_seconds == INT64_MIN && decimal->nanoseconds > 0) {
            return FUSEAU_ERR_RANGE;
        }
    }
    return FUSEAU_OK;
}

static struct fuseau_instant instant_of(const struct decimal *decimal)
{
    if (!decimal->negative) {
        return (struct fuseau_instant){-decimal->minus_seconds, decimal->nanoseconds};
    }
    bool borrow = decimal->nanoseconds > 0;
    return (struct fuseau_instant){decimal->minus_seconds - borrow,
                                   borrow ? 1000000000 - decimal->nanoseconds : 0};
}

/* "@" [ "+" / "-" ] 1*DIGIT [ "." 1*DIGIT ] */
static struct fuseau_result posix_seconds(const char *text, size_t size, struct fuseau_rfc3339 *out)
{
    struct decimal decimal = {.text = text, .size = size, .at = 1};
    if (size > 1 && (text[1] == '-' || text[1] == '+')) {
        decimal.negative = text[1] == '-';
        decimal.at++;
    }
    enum fuseau_error error = whole(&decimal);
    error = error == FUSEAU_OK ? fraction(&decimal) : error;
    if (error == FUSEAU_OK && decimal.at < size) {
        error = FUSEAU_ERR_TRAILING;
    }
    if (error == FUSEAU_OK) {
        *out = (struct fuseau_rfc3339){.instant = instant_of(&decimal), .leap = FUSEAU_LEAP_NONE};
    }
    return (struct fuseau_result){error, decimal.at};
}

struct fuseau_result cli_instant_parse(const char *text, size_t size,
                                       const struct fuseau_rfc3339_options *options,
                                       struct fuseau_rfc3339 *out)
{
    return size > 0 && text[0] == '@' ? posix_seconds(text, size, out)
                                      : fuseau_rfc3339_parse(text, size, options, out);
}

bool cli_instant_argument(const char *option, const char *text,
                          const struct fuseau_rfc3339_options *options, struct fuseau_instant *out)
{
    struct fuseau_rfc3339 value;
    size_t size = strlen(text);
    struct fuseau_result result = cli_instant_parse(text, size, options, &value);
    if (result.error != FUSEAU_OK) {
        cli_outcome_refuse_argument(option, text, size, result);
        return false;
    }
    *out = value.instant;
    return true;
}

struct fuseau_result cli_local_parse(const char *text, size_t size, bool allow_space,
                                     struct fuseau_date *date, struct fuseau_time *time)
{
    enum { SEPARATOR_AT = FUSEAU_FULLDATE_SIZE, CLOCK_AT };
    size_t date_size = size < SEPARATOR_AT ? size : SEPARATOR_AT;
    struct fuseau_result result = fuseau_fulldate_parse(text, date_size, date);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    if (size == SEPARATOR_AT) {
        return (struct fuseau_result){FUSEAU_ERR_END, SEPARATOR_AT};
    }
    char separator = text[SEPARATOR_AT];
    if (separator != 'T' && separator != 't' && !(separator == ' ' && allow_space)) {
        return (struct fuseau_result){FUSEAU_ERR_SEPARATOR, SEPARATOR_AT};
    }
    result = fuseau_fulltime_parse_partial(text + CLOCK_AT, size - CLOCK_AT, time);
    result.at += CLOCK_AT;
    return result;
}
