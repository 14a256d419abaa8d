/* slow_tzif.c -- the plain reader of zone files: one field after the other */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_tzif.h"

#include <string.h>

#include "oracle/slow_posixtz.h"

/* A file, how far it was read, and what is wrong there. */
struct reader {
    const char *bytes;
    size_t size;
    size_t at;
    enum fuseau_error error;
    bool readable; /* whether it need only be that, and not valid */
};

/* The counts of a header, and where it stands. */
struct counts {
    size_t at;
    int64_t ut, standard, leaps, transitions, types, chars;
};

static bool stop(struct reader *reader, size_t at, enum fuseau_error error)
{
    reader->at = at;
    reader->error = error;
    return false;
}

/* What a file that is readable may have. */
static bool forgive(struct reader *reader, struct fuseau_tzif *tzif, unsigned what)
{
    if (reader->readable) {
        tzif->tolerated |= what;
    }
    return reader->readable;
}

/* The file ends too soon. */
static bool stop_at_end(struct reader *reader)
{
    return stop(reader, reader->size, FUSEAU_ERR_END);
}

int64_t slow_tzif_number(const char *bytes, size_t at, size_t size)
{
    int64_t number = (unsigned char)bytes[at] >= 128 ? -1 : 0;
    for (size_t i = 0; i < size; i++) {
        number = number * 256 + (unsigned char)bytes[at + i];
    }
    return number;
}

/* The next number that has no sign. */
static bool count(struct reader *reader, int64_t *out)
{
    if (reader->size - reader->at < 4) {
        return stop_at_end(reader);
    }
    *out = slow_tzif_number(reader->bytes, reader->at, 4);
    *out += *out < 0 ? INT64_C(4294967296) : 0;
    reader->at += 4;
    return true;
}

static bool skip(struct reader *reader, int64_t records, size_t record_size)
{
    if (records > (int64_t)((reader->size - reader->at) / record_size)) {
        return stop_at_end(reader);
    }
    reader->at += (size_t)records * record_size;
    return true;
}

static bool magic(struct reader *reader)
{
    const size_t there = reader->size - reader->at < 4 ? reader->size - reader->at : 4;
    if (memcmp(reader->bytes + reader->at, "TZif", there) != 0) {
        return stop(reader, reader->at, FUSEAU_ERR_TZIF_MAGIC);
    }
    return skip(reader, 4, 1);
}

static bool version(struct reader *reader, char first, char *out)
{
    static const char spelled[] = {0, '\0', '2', '3', '4'};
    if (reader->at == reader->size) {
        return stop_at_end(reader);
    }
    for (char number = 1; number <= 4; number++) {
        if (reader->bytes[reader->at] == spelled[(int)number] && (!first || first == number)) {
            *out = number;
            return skip(reader, 1, 1);
        }
    }
    return stop(reader, reader->at, FUSEAU_ERR_TZIF_VERSION);
}

static bool header(struct reader *reader, char first, char *number, struct counts *out)
{
    out->at = reader->at;
    return magic(reader) && version(reader, first, number) && skip(reader, 15, 1) &&
           count(reader, &out->ut) && count(reader, &out->standard) && count(reader, &out->leaps) &&
           count(reader, &out->transitions) && count(reader, &out->types) &&
           count(reader, &out->chars);
}

static bool counts_agree(struct reader *reader, const struct counts *counts)
{
    if (counts->ut != 0 && counts->ut != counts->types) {
        return stop(reader, counts->at + 20, FUSEAU_ERR_TZIF_UT_COUNT);
    }
    if (counts->standard != 0 && counts->standard != counts->types) {
        return stop(reader, counts->at + 24, FUSEAU_ERR_TZIF_STANDARD_COUNT);
    }
    if (counts->types == 0) {
        return stop(reader, counts->at + 36, FUSEAU_ERR_TZIF_TYPE_COUNT);
    }
    return counts->chars > 0 || stop(reader, counts->at + 40, FUSEAU_ERR_TZIF_CHAR_COUNT);
}

/* Goes over a block, and notes where its parts are. */
static bool block(struct reader *reader, const struct counts *counts, struct fuseau_tzif *out)
{
    out->transition_times_at = reader->at;
    bool whole = skip(reader, counts->transitions, out->time_size);
    out->transition_types_at = reader->at;
    whole = whole && skip(reader, counts->transitions, 1);
    out->types_at = reader->at;
    whole = whole && skip(reader, counts->types, 6);
    out->designations_at = reader->at;
    whole = whole && skip(reader, counts->chars, 1);
    out->leaps_at = reader->at;
    whole = whole && skip(reader, counts->leaps, (size_t)out->time_size + 4);
    out->standard_at = counts->standard > 0 ? reader->at : 0;
    whole = whole && skip(reader, counts->standard, 1);
    out->ut_at = counts->ut > 0 ? reader->at : 0;
    return whole && skip(reader, counts->ut, 1);
}

static int64_t transition(const struct fuseau_tzif *tzif, size_t index)
{
    return slow_tzif_number(tzif->bytes, tzif->transition_times_at + index * tzif->time_size,
                            tzif->time_size);
}

static unsigned byte_at(const struct fuseau_tzif *tzif, size_t at)
{
    return (unsigned char)tzif->bytes[at];
}

static bool transitions(struct reader *reader, const struct fuseau_tzif *tzif)
{
    for (size_t i = 0; i + 1 < tzif->transitions; i++) {
        if (!(transition(tzif, i) < transition(tzif, i + 1))) {
            return stop(reader, tzif->transition_times_at + (i + 1) * tzif->time_size,
                        FUSEAU_ERR_TZIF_TRANSITION_ORDER);
        }
    }
    for (size_t at = tzif->transition_types_at; at < tzif->types_at; at++) {
        if (byte_at(tzif, at) > tzif->types - 1) {
            return stop(reader, at, FUSEAU_ERR_TZIF_TYPE_INDEX);
        }
    }
    return true;
}

static bool types(struct reader *reader, const struct fuseau_tzif *tzif)
{
    for (size_t at = tzif->types_at; at < tzif->designations_at; at += 6) {
        if (memcmp(tzif->bytes + at, "\x80\0\0", 4) == 0) {
            return stop(reader, at, FUSEAU_ERR_TZIF_OFFSET);
        }
        if (byte_at(tzif, at + 4) != 0 && byte_at(tzif, at + 4) != 1) {
            return stop(reader, at + 4, FUSEAU_ERR_TZIF_DST);
        }
        if (tzif->designations_at + byte_at(tzif, at + 5) >= tzif->leaps_at) {
            return stop(reader, at + 5, FUSEAU_ERR_TZIF_DESIGNATION);
        }
    }
    return byte_at(tzif, tzif->leaps_at - 1) == 0 ||
           stop(reader, tzif->leaps_at - 1, FUSEAU_ERR_TZIF_TERMINATOR);
}

static bool leaps(struct reader *reader, const struct counts *counts, struct fuseau_tzif *tzif)
{
    const size_t time_size = tzif->time_size;
    int64_t last = -1;
    int64_t correction = 0;
    for (int64_t i = 0; i < counts->leaps; i++) {
        const size_t at = tzif->leaps_at + (size_t)i * (time_size + 4);
        const int64_t time = slow_tzif_number(tzif->bytes, at, time_size);
        const int64_t now = slow_tzif_number(tzif->bytes, at + time_size, 4);
        if (i == 0) {
            correction = slow_tzif_start_of(now);
            tzif->leaps_truncated = correction != 0;
        }
        if (time <= last) {
            return stop(reader, at,
                        i == 0 ? FUSEAU_ERR_TZIF_LEAP_TIME : FUSEAU_ERR_TZIF_LEAP_ORDER);
        }
        tzif->leaps_expire = now == correction && i > 0 && i == counts->leaps - 1;
        const bool is_new = tzif->leaps_truncated || tzif->leaps_expire;
        if ((!tzif->leaps_expire && now != correction + 1 && now != correction - 1) ||
            (is_new && tzif->version < 4 &&
             !forgive(reader, tzif, FUSEAU_TZIF_TOLERATED_LEAP_VERSION))) {
            return stop(reader, at + time_size, FUSEAU_ERR_TZIF_LEAP_CORRECTION);
        }
        if (!tzif->leaps_expire && !slow_tzif_leap_ends_month(time, correction, now - correction) &&
            !forgive(reader, tzif, FUSEAU_TZIF_TOLERATED_LEAP_TIME)) {
            return stop(reader, at, FUSEAU_ERR_TZIF_LEAP_TIME);
        }
        last = time;
        correction = now;
    }
    return true;
}

static bool indicators(struct reader *reader, const struct counts *counts,
                       const struct fuseau_tzif *tzif)
{
    for (size_t i = 0; i < (size_t)counts->standard; i++) {
        if (byte_at(tzif, tzif->standard_at + i) >= 2) {
            return stop(reader, tzif->standard_at + i, FUSEAU_ERR_TZIF_INDICATOR);
        }
    }
    for (size_t i = 0; i < (size_t)counts->ut; i++) {
        const unsigned ut = byte_at(tzif, tzif->ut_at + i);
        if (ut >= 2) {
            return stop(reader, tzif->ut_at + i, FUSEAU_ERR_TZIF_INDICATOR);
        }
        if (ut == 1 && (counts->standard == 0 || byte_at(tzif, tzif->standard_at + i) == 0)) {
            return stop(reader, tzif->ut_at + i, FUSEAU_ERR_TZIF_UT_STANDARD);
        }
    }
    return true;
}

static bool is_extended(const struct fuseau_posixtz_rule *rule)
{
    return rule->seconds < 0 || rule->seconds / 3600 > 24;
}

static bool rule(struct reader *reader, struct fuseau_tzif *tzif)
{
    const char *const text = tzif->bytes + tzif->footer_at;
    struct fuseau_result result = slow_posixtz(text, tzif->footer_size, &tzif->rule);
    if (result.error != FUSEAU_OK &&
        forgive(reader, tzif, FUSEAU_TZIF_TOLERATED_FOOTER_DESIGNATION)) {
        result = slow_posixtz_any(text, tzif->footer_size, &tzif->rule);
    }
    if (result.error != FUSEAU_OK) {
        return stop(reader, tzif->footer_at + result.at, FUSEAU_ERR_TZIF_FOOTER);
    }
    tzif->has_rule = true;
    const bool extended = is_extended(&tzif->rule.start) || is_extended(&tzif->rule.end);
    if (tzif->version == 2 && tzif->rule.has_daylight && extended &&
        !forgive(reader, tzif, FUSEAU_TZIF_TOLERATED_FOOTER_VERSION)) {
        return stop(reader, tzif->footer_at, FUSEAU_ERR_TZIF_FOOTER_VERSION);
    }
    return tzif->transitions == 0 || slow_tzif_footer_agrees(tzif) ||
           forgive(reader, tzif, FUSEAU_TZIF_TOLERATED_FOOTER_TYPE) ||
           stop(reader, tzif->footer_at, FUSEAU_ERR_TZIF_FOOTER_TYPE);
}

static bool footer(struct reader *reader, struct fuseau_tzif *tzif)
{
    if (reader->at == reader->size) {
        return stop_at_end(reader);
    }
    if (reader->bytes[reader->at] != '\n') {
        return stop(reader, reader->at, FUSEAU_ERR_TZIF_NEWLINE);
    }
    tzif->footer_at = reader->at + 1;
    for (size_t at = tzif->footer_at; at < reader->size; at++) {
        if (reader->bytes[at] == '\n') {
            tzif->footer_size = at - tzif->footer_at;
            return tzif->footer_size == 0 || rule(reader, tzif);
        }
    }
    return stop_at_end(reader);
}

static bool file(struct reader *reader, struct fuseau_tzif *tzif)
{
    struct counts counts;
    tzif->time_size = 4;
    if (!header(reader, 0, &tzif->version, &counts)) {
        return false;
    }
    if (tzif->version > 1) {
        if (!block(reader, &counts, tzif) ||
            !header(reader, tzif->version, &tzif->version, &counts)) {
            return false;
        }
        tzif->time_size = 8;
    }
    if (!counts_agree(reader, &counts) || !block(reader, &counts, tzif)) {
        return false;
    }
    const size_t behind = reader->at;
    tzif->transitions = (uint32_t)counts.transitions;
    tzif->types = (uint32_t)counts.types;
    tzif->leaps = (uint32_t)counts.leaps;
    tzif->designations_size = (uint32_t)counts.chars;
    if (!transitions(reader, tzif) || !types(reader, tzif) || !leaps(reader, &counts, tzif) ||
        !indicators(reader, &counts, tzif)) {
        return false;
    }
    reader->at = behind;
    return tzif->version == 1 || footer(reader, tzif);
}

static struct fuseau_result read_file(const char *bytes, size_t size, bool readable,
                                      struct fuseau_tzif *out)
{
    struct reader reader = {.bytes = bytes, .size = size, .readable = readable};
    struct fuseau_tzif tzif = {.bytes = bytes};
    if (!file(&reader, &tzif)) {
        return (struct fuseau_result){.error = reader.error, .at = reader.at};
    }
    *out = tzif;
    return (struct fuseau_result){.error = FUSEAU_OK, .at = size};
}

struct fuseau_result slow_tzif(const char *bytes, size_t size, struct fuseau_tzif *out)
{
    return read_file(bytes, size, false, out);
}

struct fuseau_result slow_tzif_read(const char *bytes, size_t size, struct fuseau_tzif *out)
{
    return read_file(bytes, size, true, out);
}

static bool equal_places(const struct fuseau_tzif *left, const struct fuseau_tzif *right)
{
    return left->transition_times_at == right->transition_times_at &&
           left->transition_types_at == right->transition_types_at &&
           left->types_at == right->types_at && left->designations_at == right->designations_at &&
           left->leaps_at == right->leaps_at && left->standard_at == right->standard_at &&
           left->ut_at == right->ut_at && left->footer_at == right->footer_at &&
           left->footer_size == right->footer_size;
}

bool slow_equal_tzif(const struct fuseau_tzif *left, const struct fuseau_tzif *right)
{
    return equal_places(left, right) && left->version == right->version &&
           left->time_size == right->time_size && left->transitions == right->transitions &&
           left->types == right->types && left->leaps == right->leaps &&
           left->designations_size == right->designations_size &&
           left->has_rule == right->has_rule &&
           (!left->has_rule || slow_equal_posixtz(&left->rule, &right->rule)) &&
           left->leaps_expire == right->leaps_expire &&
           left->leaps_truncated == right->leaps_truncated && left->tolerated == right->tolerated;
}
