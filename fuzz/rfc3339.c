/* rfc3339.c -- a timestamp is read as the plain reader and ICU read it, whatever is allowed */
/* SPDX-License-Identifier: MIT */
#include "rfc3339.h"

#include "fulldate.h"
#include "fuzz.h"
#include "oracle/icu.h"
#include "oracle/slow.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    return fuseau_rfc3339_parse(text, size, (const struct fuseau_rfc3339_options *)options,
                                (struct fuseau_rfc3339 *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    return slow_rfc3339(text, size, (const struct fuseau_rfc3339_options *)options,
                        (struct fuseau_rfc3339 *)value);
}

static struct fuseau_result format(const void *value, char *text, size_t room)
{
    return fuseau_rfc3339_format((const struct fuseau_rfc3339 *)value, FUSEAU_FRACTION_SHORTEST,
                                 text, room);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_rfc3339((const struct fuseau_rfc3339 *)left,
                              (const struct fuseau_rfc3339 *)right);
}

/* Promise: read with these options, as with any, the text keeps what fuzz_read promises. */
static struct fuseau_result read_with(const struct fuseau_rfc3339_options *options,
                                      const char *text, size_t size, struct fuseau_rfc3339 *value)
{
    const struct fuzz_grammar grammar = {.name = "rfc3339",
                                         .options = options,
                                         .value_size = sizeof(struct fuseau_rfc3339),
                                         .parse = parse,
                                         .second = second,
                                         .format = format,
                                         .equal = equal};
    return fuzz_read(&grammar, text, size, value);
}

/* Promise: the first ten bytes are a full-date, refused at the same byte for the same reason. */
static void begins_with_date(const char *text, size_t size, struct fuseau_result whole,
                             const struct fuseau_rfc3339 *value)
{
    enum { length = FUSEAU_FULLDATE_SIZE };
    struct fuseau_date date;
    const struct fuseau_result part =
        fuseau_fulldate_parse(text, size < length ? size : length, &date);
    const bool in_date = whole.at < length;
    fuzz_require(part.error == (in_date ? whole.error : FUSEAU_OK) &&
                     part.at == (in_date ? whole.at : length),
                 "the date-time gives %s at %zu, its full-date %s at %zu",
                 fuseau_error_name(whole.error), whole.at, fuseau_error_name(part.error), part.at);
    fuzz_require(whole.error != FUSEAU_OK || slow_equal_date(date, value->date),
                 "the full-date of a date-time has another value than in the whole");
}

/* Promise: what follows "T" is a full-time, but that a leap second is refused on most days. */
static void ends_with_time(const char *text, size_t size, struct fuseau_result whole,
                           const struct fuseau_rfc3339 *value)
{
    enum { start = FUSEAU_FULLDATE_SIZE + 1 };
    struct fuseau_fulltime clock;
    if (whole.at < start) {
        return;
    }
    const struct fuseau_result part = fuseau_fulltime_parse(text + start, size - start, &clock);
    const bool on_another_day =
        whole.error == FUSEAU_ERR_LEAP_SECOND && part.error == FUSEAU_OK && clock.time.second == 60;
    fuzz_require(on_another_day || (part.error == whole.error && part.at + start == whole.at),
                 "the date-time gives %s at %zu, its full-time %s at %zu",
                 fuseau_error_name(whole.error), whole.at, fuseau_error_name(part.error), part.at);
    fuzz_require(whole.error != FUSEAU_OK || (slow_equal_time(clock.time, value->time) &&
                                              slow_equal_offset(clock.offset, value->offset)),
                 "the full-time of a date-time has another value than in the whole");
}

/* Promise: ICU finds the same instant. (It has no leap seconds, and rolls them over as we do.) */
static void icu_agrees(const char *text, size_t size, const struct fuseau_rfc3339 *value)
{
    int64_t seconds = value->instant.seconds;
    fuzz_require(!icu_has_opinion() || icu_instant(text, size, &seconds),
                 "accepted, but ICU refuses it");
    fuzz_require(seconds == value->instant.seconds, "read as %lld s, which ICU says are %lld s",
                 (long long)value->instant.seconds, (long long)seconds);
}

/* Promise: the instant and the offset together are the whole timestamp, but for a leap second. */
static void instant_leads_back(const struct fuseau_rfc3339 *value)
{
    struct fuseau_rfc3339 back;
    if (value->leap != FUSEAU_LEAP_NONE) {
        return;
    }
    const struct fuseau_result result =
        fuseau_rfc3339_from_instant(value->instant, value->offset, &back);
    fuzz_require(result.error == FUSEAU_OK && slow_equal_rfc3339(value, &back),
                 "%lld s at offset %d s do not lead back to the timestamp: %s",
                 (long long)value->instant.seconds, (int)value->offset.seconds,
                 fuseau_error_name(result.error));
}

/* Promise: in UTC it is the same instant, and back at its offset the same timestamp. */
static void goes_to_utc_and_back(const struct fuseau_rfc3339 *value)
{
    const struct fuseau_offset zulu = {.seconds = 0, .kind = FUSEAU_OFFSET_ZULU};
    /* A leap second has the date of the second before it. */
    const int64_t dated = value->instant.seconds - (value->leap != FUSEAU_LEAP_NONE ? 1 : 0);
    const bool writable = INT64_C(-62167219200) <= dated && dated <= INT64_C(253402300799);
    struct fuseau_rfc3339 *const utc = (struct fuseau_rfc3339 *)fuzz_blank(sizeof *utc);
    const struct fuseau_result there = fuseau_rfc3339_at_offset(value, zulu, utc);
    fuzz_require(there.error == (writable ? FUSEAU_OK : FUSEAU_ERR_RANGE) &&
                     (writable || fuzz_is_untouched(utc, sizeof *utc)),
                 "%lld s taken to UTC: %s, or refused yet written to",
                 (long long)value->instant.seconds, fuseau_error_name(there.error));
    if (writable) {
        fuzz_require(utc->instant.seconds == value->instant.seconds && utc->leap == value->leap,
                     "in UTC it is another instant, or no longer the leap second it was");
        const struct fuseau_result back = fuseau_rfc3339_at_offset(utc, value->offset, utc);
        fuzz_require(back.error == FUSEAU_OK && slow_equal_rfc3339(utc, value),
                     "taken to UTC and back it is another timestamp: %s",
                     fuseau_error_name(back.error));
    }
    free(utc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const text = (const char *)data;
    struct fuseau_rfc3339 value;
    for (int leap = FUSEAU_LEAP_POSSIBLE; leap <= FUSEAU_LEAP_REFUSE; leap++) {
        const enum fuseau_leap_policy policy = (enum fuseau_leap_policy)leap;
        const struct fuseau_rfc3339_options strict = {.allow_space = false, .leap = policy};
        const struct fuseau_rfc3339_options space = {.allow_space = true, .leap = policy};
        read_with(&strict, text, size, &value);
        read_with(&space, text, size, &value);
    }
    const struct fuseau_result result = read_with(NULL, text, size, &value);
    begins_with_date(text, size, result, &value);
    ends_with_time(text, size, result, &value);
    if (result.error == FUSEAU_OK) {
        icu_agrees(text, size, &value);
        instant_leads_back(&value);
        goes_to_utc_and_back(&value);
    }
    return 0;
}
