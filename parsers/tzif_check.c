/* tzif_check.c -- the rules that the data of a zone file must keep (RFC 9636 s. 3.2) */
/* SPDX-License-Identifier: MIT */
#include "tzif_inline.h"

#include "civil_inline.h"

/* A byte of `size` at `at` that is not 0 or 1: where it stands, or `at` + `size`. */
static size_t first_not_boolean(const struct fuseau_tzif *tzif, size_t at, uint32_t size)
{
    size_t end = at + size;
    while (at < end && (uint8_t)tzif->bytes[at] <= 1) {
        at++;
    }
    return at;
}

static struct fuseau_result transition_times(const struct fuseau_tzif *tzif)
{
    for (uint32_t i = 1; i < tzif->transitions; i++) {
        if (tzif_transition_time(tzif, i) <= tzif_transition_time(tzif, i - 1)) {
            size_t at = tzif->transition_times_at + (size_t)i * tzif->time_size;
            return (struct fuseau_result){FUSEAU_ERR_TZIF_TRANSITION_ORDER, at};
        }
    }
    return cursor_accept(tzif->transition_types_at);
}

static struct fuseau_result transition_types(const struct fuseau_tzif *tzif)
{
    for (uint32_t i = 0; i < tzif->transitions; i++) {
        if (tzif_transition_type(tzif, i) >= tzif->types) {
            return (struct fuseau_result){FUSEAU_ERR_TZIF_TYPE_INDEX,
                                          tzif->transition_types_at + i};
        }
    }
    return cursor_accept(tzif->types_at);
}

/* A record that says where local time is, whether it is DST, and where its designation begins. */
static struct fuseau_result type(const struct fuseau_tzif *tzif, size_t at)
{
    const char *record = tzif->bytes + at;
    if (tzif_int32(record) == INT32_MIN) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_OFFSET, at};
    }
    if ((uint8_t)record[4] > 1) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_DST, at + 4};
    }
    if ((uint8_t)record[5] >= tzif->designations_size) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_DESIGNATION, at + 5};
    }
    return cursor_accept(at + TZIF_TYPE_SIZE);
}

static struct fuseau_result types(const struct fuseau_tzif *tzif)
{
    struct fuseau_result result = cursor_accept(tzif->types_at);
    while (result.error == FUSEAU_OK && result.at < tzif->designations_at) {
        result = type(tzif, result.at);
    }
    return result;
}

/* With a NUL at the end of the table, every designation has one, wherever it begins. */
static struct fuseau_result designations(const struct fuseau_tzif *tzif)
{
    size_t last = tzif->leaps_at - 1;
    if (tzif->bytes[last] != 0) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_TERMINATOR, last};
    }
    return cursor_accept(tzif->leaps_at);
}

int32_t tzif_first_correction_before(const struct fuseau_tzif *tzif)
{
    int32_t first = fuseau_tzif_leap(tzif, 0).correction;
    return first > 0 ? first - 1 : first + 1;
}

/*
 * Where a leap second can be. One that is inserted is the 23:59:60 before the month that begins at
 * `occurrence` less the correction before it. One that is left out is 23:59:59, so that the second
 * at which its correction begins is the month's first: `occurrence` less the correction after it.
 * The calendar repeats every 400 years; in one of them nothing overflows.
 */
static bool ends_month(struct fuseau_tzif_leap_second leap, bool inserted)
{
    const int64_t cycle_seconds = (int64_t)CIVIL_DAYS_PER_ERA * FUSEAU_SECONDS_PER_DAY;
    int64_t month = leap.occurrence % cycle_seconds - leap.correction + (inserted ? 1 : 0);
    return month % FUSEAU_SECONDS_PER_DAY == 0 &&
           fuseau_civil_from_day_number((int32_t)(month / FUSEAU_SECONDS_PER_DAY)).day == 1;
}

/* Version 4 lets the last of two records or more be the time from which the table knows nothing. */
static bool is_expiry(const struct fuseau_tzif *tzif, uint32_t index, int64_t step)
{
    return index > 0 && index + 1 == tzif->leaps && step == 0;
}

/* And it lets the records before the first be missing. */
static bool is_cut(const struct fuseau_tzif *tzif, uint32_t index)
{
    return index == 0 && tzif_first_correction_before(tzif) != 0;
}

/* Whether it ends a month is asked last: that takes a correction to rely on. */
static struct fuseau_result leap(struct fuseau_tzif *tzif, uint32_t index, unsigned allowed)
{
    struct fuseau_tzif_leap_second before = {-1, tzif_first_correction_before(tzif)};
    struct fuseau_tzif_leap_second it = fuseau_tzif_leap(tzif, index);
    size_t at = tzif->leaps_at + index * ((size_t)tzif->time_size + TZIF_CORRECTION_SIZE);
    if (index > 0) {
        before = fuseau_tzif_leap(tzif, index - 1);
    }
    int64_t step = (int64_t)it.correction - before.correction;
    bool expiry = is_expiry(tzif, index, step);
    if (it.occurrence < 0 && index == 0) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_LEAP_TIME, at};
    }
    if (it.occurrence <= before.occurrence) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_LEAP_ORDER, at};
    }
    if ((!expiry && step != 1 && step != -1) ||
        (tzif->version < 4 && (expiry || is_cut(tzif, index)) &&
         !tzif_tolerates(tzif, allowed, FUSEAU_TZIF_TOLERATED_LEAP_VERSION))) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_LEAP_CORRECTION, at + tzif->time_size};
    }
    if (!expiry && !ends_month(it, step > 0) &&
        !tzif_tolerates(tzif, allowed, FUSEAU_TZIF_TOLERATED_LEAP_TIME)) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_LEAP_TIME, at};
    }
    return cursor_accept(at);
}

static struct fuseau_result leaps(struct fuseau_tzif *tzif, unsigned allowed)
{
    struct fuseau_result result = cursor_accept(tzif->leaps_at);
    for (uint32_t i = 0; i < tzif->leaps && result.error == FUSEAU_OK; i++) {
        result = leap(tzif, i, allowed);
    }
    return result;
}

static struct fuseau_result standard_indicators(const struct fuseau_tzif *tzif)
{
    uint32_t count = tzif->standard_at != 0 ? tzif->types : 0;
    size_t at = first_not_boolean(tzif, tzif->standard_at, count);
    if (at < tzif->standard_at + count) {
        return (struct fuseau_result){FUSEAU_ERR_TZIF_INDICATOR, at};
    }
    return cursor_accept(at);
}

/* A type marked UT is marked standard as well; where no such marks are, none is. */
static struct fuseau_result ut_indicators(const struct fuseau_tzif *tzif)
{
    uint32_t count = tzif->ut_at != 0 ? tzif->types : 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t at = tzif->ut_at + i;
        if ((uint8_t)tzif->bytes[at] > 1) {
            return (struct fuseau_result){FUSEAU_ERR_TZIF_INDICATOR, at};
        }
        if (fuseau_tzif_type_is_ut(tzif, i) && !fuseau_tzif_type_is_standard(tzif, i)) {
            return (struct fuseau_result){FUSEAU_ERR_TZIF_UT_STANDARD, at};
        }
    }
    return cursor_accept(tzif->ut_at + count);
}

struct fuseau_result tzif_check(struct fuseau_tzif *tzif, unsigned allowed)
{
    static struct fuseau_result (*const checks[])(const struct fuseau_tzif *) = {
        transition_times,
        transition_types,
        types,
        designations,
    };
    struct fuseau_result result = cursor_accept(tzif->transition_times_at);
    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && result.error == FUSEAU_OK; i++) {
        result = checks[i](tzif);
    }
    if (result.error == FUSEAU_OK) {
        result = leaps(tzif, allowed);
    }
    if (result.error == FUSEAU_OK) {
        result = standard_indicators(tzif);
    }
    return result.error == FUSEAU_OK ? ut_indicators(tzif) : result;
}
