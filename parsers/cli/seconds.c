/* seconds.c -- (the program) POSIX seconds as text: "@1720660440", "@-0.25" */
/* SPDX-License-Identifier: MIT */
#include "cli/seconds.h"

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

/* In UTC, as far as RFC 3339 has such years; in others only what is the same at any offset. */
static struct fuseau_rfc3339 in_utc(struct fuseau_instant instant)
{
    static const struct fuseau_offset zulu = {0, FUSEAU_OFFSET_ZULU};
    struct fuseau_rfc3339 value = {.instant = instant,
                                   .time.nanosecond = instant.nanoseconds,
                                   .offset = zulu,
                                   .leap = FUSEAU_LEAP_NONE};
    fuseau_rfc3339_from_instant(instant, zulu, &value); /* or it leaves the value as it is */
    return value;
}

/* "@" [ "+" / "-" ] 1*DIGIT [ "." 1*DIGIT ] */
struct fuseau_result cli_seconds_parse(const char *text, size_t size, struct fuseau_rfc3339 *out)
{
    struct decimal decimal = {.text = text, .size = size, .at = 1};
    if (size == 0 || text[0] != '@') {
        return (struct fuseau_result){size == 0 ? FUSEAU_ERR_END : FUSEAU_ERR_DIGIT, 0};
    }
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
        *out = in_utc(instant_of(&decimal));
    }
    return (struct fuseau_result){error, decimal.at};
}
