/* tzif.c -- a zone file is judged as the plain reader does; no accessor leaves its bytes */
/* SPDX-License-Identifier: MIT */
#include "tzif.h"

#include "fuzz.h"
#include "oracle/slow_tzif.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return fuseau_tzif_parse(text, size, (struct fuseau_tzif *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return slow_tzif(text, size, (struct fuseau_tzif *)value);
}

static struct fuseau_result read(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return fuseau_tzif_read(text, size, (struct fuseau_tzif *)value);
}

static struct fuseau_result second_read(const void *options, const char *text, size_t size,
                                        void *value)
{
    (void)options;
    return slow_tzif_read(text, size, (struct fuseau_tzif *)value);
}

/* Nothing writes zone files, so where the two readers differ has no text either. */
static struct fuseau_result format(const void *value, char *text, size_t room)
{
    (void)value;
    (void)text;
    (void)room;
    return (struct fuseau_result){.error = FUSEAU_ERR_INEXACT, .at = 0};
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_tzif((const struct fuseau_tzif *)left, (const struct fuseau_tzif *)right);
}

static const struct fuzz_grammar grammar = {.name = "tzif",
                                            .value_size = sizeof(struct fuseau_tzif),
                                            .parse = parse,
                                            .second = second,
                                            .format = format,
                                            .equal = equal};

static const struct fuzz_grammar readable = {.name = "tzif, readable",
                                             .value_size = sizeof(struct fuseau_tzif),
                                             .parse = read,
                                             .second = second_read,
                                             .format = format,
                                             .equal = equal};

static void is_read_at(const struct fuseau_tzif *tzif, const char *what, int64_t got, size_t at,
                       size_t size)
{
    const int64_t there = slow_tzif_number(tzif->bytes, at, size);
    fuzz_require(got == there, "tzif: a %s is read as %lld, at %zu stands %lld", what,
                 (long long)got, at, (long long)there);
}

/* Promise: transitions ascend, and each is of a type that there is. */
static void transitions_are_sound(const struct fuseau_tzif *tzif)
{
    for (uint32_t i = 0; i < tzif->transitions; i++) {
        const int64_t time = fuseau_tzif_transition_time(tzif, i);
        is_read_at(tzif, "transition time", time,
                   tzif->transition_times_at + (size_t)i * tzif->time_size, tzif->time_size);
        fuzz_require(i == 0 || fuseau_tzif_transition_time(tzif, i - 1) < time,
                     "tzif: transition %u is not after the one before it", (unsigned)i);
        fuzz_require(fuseau_tzif_transition_type(tzif, i) < tzif->types,
                     "tzif: transition %u is of no type", (unsigned)i);
    }
}

/* Promise: a type can be negated, has a designation that ends, and is UT only if it is standard. */
static void types_are_sound(const struct fuseau_tzif *tzif)
{
    for (uint32_t i = 0; i < tzif->types; i++) {
        const struct fuseau_local_type type = fuseau_tzif_type(tzif, i);
        is_read_at(tzif, "UT offset", type.offset_seconds, tzif->types_at + (size_t)i * 6, 4);
        is_read_at(tzif, "DST flag", type.dst ? 1 : 0, tzif->types_at + (size_t)i * 6 + 4, 1);
        const size_t end = (size_t)(type.designation - tzif->bytes) + strlen(type.designation);
        fuzz_require(type.offset_seconds != INT32_MIN, "tzif: type %u is -2^31", (unsigned)i);
        fuzz_require(end < tzif->leaps_at, "tzif: the designation of type %u ends at %zu",
                     (unsigned)i, end);
        fuzz_require(fuseau_tzif_type_is_standard(tzif, i) || !fuseau_tzif_type_is_ut(tzif, i),
                     "tzif: type %u is UT, but not standard", (unsigned)i);
    }
}

static void leaps_are_sound(const struct fuseau_tzif *tzif)
{
    for (uint32_t i = 0; i < tzif->leaps; i++) {
        const struct fuseau_tzif_leap_second leap = fuseau_tzif_leap(tzif, i);
        const size_t at = tzif->leaps_at + (size_t)i * (tzif->time_size + 4U);
        is_read_at(tzif, "leap second", leap.occurrence, at, tzif->time_size);
        is_read_at(tzif, "correction", leap.correction, at + tzif->time_size, 4);
    }
}

/* Promise: bytes behind the end change nothing. */
static void is_the_same_longer(const char *text, size_t size)
{
    struct fuseau_tzif without;
    struct fuseau_tzif with;
    char *const longer = fuzz_copy(text, size);
    if (fuseau_tzif_parse(longer, size - 1, &without).error == FUSEAU_OK) {
        fuzz_require(fuseau_tzif_parse(longer, size, &with).error == FUSEAU_OK &&
                         slow_equal_tzif(&without, &with),
                     "tzif: a byte behind the end changes the verdict, or the value");
    }
    fuzz_release(longer);
}

static void is_sound(const char *text, size_t size)
{
    struct fuseau_tzif tzif;
    char *const copy = fuzz_copy(text, size);
    fuseau_tzif_read(copy, size, &tzif);
    transitions_are_sound(&tzif);
    types_are_sound(&tzif);
    leaps_are_sound(&tzif);
    fuzz_release(copy);
}

/* Promise: valid is what is readable and has nothing that would have to be tolerated. */
static void valid_is_readable(struct fuseau_result parsed, const struct fuseau_tzif *valid,
                              struct fuseau_result read, const struct fuseau_tzif *tolerant)
{
    const bool clean = read.error == FUSEAU_OK && tolerant->tolerated == 0;
    fuzz_require((parsed.error == FUSEAU_OK) == clean,
                 "tzif: parsed with %s, read with %s, tolerated %#x",
                 fuseau_error_name(parsed.error), fuseau_error_name(read.error),
                 read.error == FUSEAU_OK ? tolerant->tolerated : 0);
    fuzz_require(!clean || slow_equal_tzif(valid, tolerant), "tzif: parsed and read otherwise");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const text = (const char *)data;
    struct fuseau_tzif tzif;
    struct fuseau_tzif tolerant;
    const struct fuseau_result result = fuzz_parse(&grammar, text, size, &tzif);
    const struct fuseau_result read_result = fuzz_parse(&readable, text, size, &tolerant);
    fuzz_second_opinion(&grammar, text, size, result, &tzif);
    fuzz_second_opinion(&readable, text, size, read_result, &tolerant);
    valid_is_readable(result, &tzif, read_result, &tolerant);
    if (result.error != FUSEAU_OK) {
        fuzz_viable_prefix(&grammar, text, result);
    } else {
        is_the_same_longer(text, size);
    }
    if (read_result.error != FUSEAU_OK) {
        fuzz_viable_prefix(&readable, text, read_result);
    } else {
        is_sound(text, size);
    }
    return 0;
}
