/* tzif.c -- compiled zone files: where the parts stand, and what is in them (RFC 9636 s. 3) */
/* SPDX-License-Identifier: MIT */
#include "tzif.h"

#include "tzif_inline.h"

enum { HEADER_SIZE = 44, VERSION_AT = 4, COUNTS_AT = 20, COUNT_SIZE = 4 };

/* The counts of a header, in the order in which they stand there. */
enum count { UT, STANDARD, LEAPS, TRANSITIONS, TYPES, DESIGNATIONS, COUNTS };

struct header {
    size_t at;
    uint8_t version;
    uint8_t time_size; /* of the block behind it */
    uint32_t counts[COUNTS];
};

/* magic: "TZif" */
static struct fuseau_result magic(struct cursor cursor, size_t at)
{
    static const unsigned char word[] = {'T', 'Z', 'i', 'f'};
    for (size_t i = 0; i < sizeof word; i++) {
        if (at + i == cursor.size) {
            return (struct fuseau_result){FUSEAU_ERR_END, cursor.size};
        }
        if (cursor_byte(cursor, at + i) != word[i]) {
            return (struct fuseau_result){FUSEAU_ERR_TZIF_MAGIC, at};
        }
    }
    return cursor_accept(at + sizeof word);
}

/* ver(sion): NUL, "2", "3", "4"; in the second header, what it is in the first (0 if this is it) */
static struct fuseau_result version(struct cursor cursor, size_t at, uint8_t first, uint8_t *out)
{
    unsigned char byte = cursor_byte(cursor, at);
    bool known = at < cursor.size && (byte == 0 || (byte >= '2' && byte <= '4'));
    *out = byte == 0 ? 1 : (uint8_t)(byte - '0');
    if (!known || (first != 0 && *out != first)) {
        return cursor_refuse(cursor, at, FUSEAU_ERR_TZIF_VERSION);
    }
    return cursor_accept(at + 1);
}

/* The header at `at`. Its reserved bytes may be anything; its counts are read, not judged. */
static struct fuseau_result header(struct cursor cursor, size_t at, uint8_t first_version,
                                   struct header *out)
{
    struct fuseau_result result = magic(cursor, at);
    if (result.error == FUSEAU_OK) {
        result = version(cursor, result.at, first_version, &out->version);
    }
    if (result.error != FUSEAU_OK) {
        return result;
    }
    if (cursor.size - at < HEADER_SIZE) {
        return (struct fuseau_result){FUSEAU_ERR_END, cursor.size};
    }
    out->at = at;
    out->time_size = first_version == 0 ? 4 : 8;
    for (size_t i = 0; i < COUNTS; i++) {
        out->counts[i] = tzif_uint32(cursor.text + at + COUNTS_AT + i * COUNT_SIZE);
    }
    return cursor_accept(at + HEADER_SIZE);
}

/* In 64 bits: six counts of 32 bits, times 12 at the most, cannot overflow them. */
static uint64_t block_size(const struct header *header)
{
    const uint32_t *counts = header->counts;
    uint64_t time_size = header->time_size;
    return counts[TRANSITIONS] * (time_size + 1) + counts[TYPES] * (uint64_t)TZIF_TYPE_SIZE +
           counts[DESIGNATIONS] + counts[LEAPS] * (time_size + TZIF_CORRECTION_SIZE) +
           counts[STANDARD] + counts[UT];
}

/* Where the block behind `header` ends, if the bytes up to there are present. */
static struct fuseau_result block(struct cursor cursor, const struct header *header)
{
    uint64_t size = block_size(header);
    if (size > cursor.size - header->at - HEADER_SIZE) {
        return (struct fuseau_result){FUSEAU_ERR_END, cursor.size};
    }
    return cursor_accept(header->at + HEADER_SIZE + (size_t)size);
}

/* The header that counts: of the data in 64 bits where there are such. */
static struct fuseau_result last_header(struct cursor cursor, struct header *out)
{
    struct fuseau_result result = header(cursor, 0, 0, out);
    if (result.error == FUSEAU_OK && out->version > 1) {
        result = block(cursor, out);
        if (result.error == FUSEAU_OK) {
            result = header(cursor, result.at, out->version, out);
        }
    }
    return result;
}

/* Which count cannot be, and where it stands. */
static struct fuseau_result check_counts(const struct header *header)
{
    const uint32_t *counts = header->counts;
    const struct {
        enum count which;
        bool kept;
        enum fuseau_error error;
    } rules[] = {
        {UT, counts[UT] == 0 || counts[UT] == counts[TYPES], FUSEAU_ERR_TZIF_UT_COUNT},
        {STANDARD, counts[STANDARD] == 0 || counts[STANDARD] == counts[TYPES],
         FUSEAU_ERR_TZIF_STANDARD_COUNT},
        {TYPES, counts[TYPES] != 0, FUSEAU_ERR_TZIF_TYPE_COUNT},
        {DESIGNATIONS, counts[DESIGNATIONS] != 0, FUSEAU_ERR_TZIF_CHAR_COUNT},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (!rules[i].kept) {
            size_t at = header->at + COUNTS_AT + rules[i].which * (size_t)COUNT_SIZE;
            return (struct fuseau_result){rules[i].error, at};
        }
    }
    return cursor_accept(header->at + HEADER_SIZE);
}

/* Where the parts of the block stand; it is known to be there whole. */
static struct fuseau_tzif layout(struct cursor cursor, const struct header *header)
{
    const uint32_t *counts = header->counts;
    struct fuseau_tzif tzif = {.bytes = cursor.text,
                               .version = (char)header->version,
                               .time_size = header->time_size,
                               .transitions = counts[TRANSITIONS],
                               .types = counts[TYPES],
                               .leaps = counts[LEAPS],
                               .designations_size = counts[DESIGNATIONS]};
    size_t time_size = header->time_size;
    tzif.transition_times_at = header->at + HEADER_SIZE;
    tzif.transition_types_at = tzif.transition_times_at + counts[TRANSITIONS] * time_size;
    tzif.types_at = tzif.transition_types_at + counts[TRANSITIONS];
    tzif.designations_at = tzif.types_at + counts[TYPES] * (size_t)TZIF_TYPE_SIZE;
    tzif.leaps_at = tzif.designations_at + counts[DESIGNATIONS];
    size_t standard_at = tzif.leaps_at + counts[LEAPS] * (time_size + TZIF_CORRECTION_SIZE);
    tzif.standard_at = counts[STANDARD] ? standard_at : 0;
    tzif.ut_at = counts[UT] ? standard_at + counts[STANDARD] : 0;
    return tzif;
}

/* The two marks of a leap-second table of version 4, or of one that is read as if it were. */
static void mark_leaps(struct fuseau_tzif *tzif)
{
    uint32_t leaps = tzif->leaps;
    tzif->leaps_truncated = leaps > 0 && tzif_first_correction_before(tzif) != 0;
    tzif->leaps_expire = leaps > 1 && fuseau_tzif_leap(tzif, leaps - 1).correction ==
                                          fuseau_tzif_leap(tzif, leaps - 2).correction;
}

static struct fuseau_result file(struct cursor cursor, unsigned allowed, struct fuseau_tzif *out)
{
    struct header header;
    struct fuseau_result result = last_header(cursor, &header);
    if (result.error == FUSEAU_OK) {
        result = check_counts(&header);
    }
    if (result.error == FUSEAU_OK) {
        result = block(cursor, &header);
    }
    if (result.error != FUSEAU_OK) {
        return result;
    }
    *out = layout(cursor, &header);
    size_t end = result.at;
    result = tzif_check(out, allowed);
    if (result.error == FUSEAU_OK && out->version > 1) {
        result = tzif_footer(cursor, end, allowed, out);
    }
    return result;
}

static struct fuseau_result read_file(struct cursor cursor, unsigned allowed,
                                      struct fuseau_tzif *out)
{
    struct fuseau_tzif tzif;
    struct fuseau_result result = file(cursor, allowed, &tzif);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    mark_leaps(&tzif);
    *out = tzif;
    return cursor_accept(cursor.size);
}

struct fuseau_result fuseau_tzif_parse(const char *bytes, size_t size, struct fuseau_tzif *out)
{
    return read_file((struct cursor){bytes, size}, 0, out);
}

struct fuseau_result fuseau_tzif_read(const char *bytes, size_t size, struct fuseau_tzif *out)
{
    return read_file((struct cursor){bytes, size}, ~0U, out);
}

const char *fuseau_tzif_tolerated_name(unsigned bit)
{
    switch (bit) {
    case FUSEAU_TZIF_TOLERATED_FOOTER_TYPE:
        return "footer-type";
    case FUSEAU_TZIF_TOLERATED_FOOTER_DESIGNATION:
        return "footer-designation";
    case FUSEAU_TZIF_TOLERATED_FOOTER_VERSION:
        return "footer-version";
    case FUSEAU_TZIF_TOLERATED_LEAP_VERSION:
        return "leap-version";
    case FUSEAU_TZIF_TOLERATED_LEAP_TIME:
        return "leap-time";
    default:
        return NULL;
    }
}

int64_t fuseau_tzif_transition_time(const struct fuseau_tzif *tzif, uint32_t index)
{
    return tzif_transition_time(tzif, index);
}

uint8_t fuseau_tzif_transition_type(const struct fuseau_tzif *tzif, uint32_t index)
{
    return tzif_transition_type(tzif, index);
}

struct fuseau_local_type fuseau_tzif_type(const struct fuseau_tzif *tzif, uint32_t index)
{
    const char *record = tzif->bytes + tzif->types_at + (size_t)index * TZIF_TYPE_SIZE;
    size_t designation_at = tzif->designations_at + (uint8_t)record[5];
    return (struct fuseau_local_type){.offset_seconds = tzif_int32(record),
                                      .dst = record[4] != 0,
                                      .designation = tzif->bytes + designation_at};
}

struct fuseau_tzif_leap_second fuseau_tzif_leap(const struct fuseau_tzif *tzif, uint32_t index)
{
    size_t record_size = (size_t)tzif->time_size + TZIF_CORRECTION_SIZE;
    const char *record = tzif->bytes + tzif->leaps_at + index * record_size;
    return (struct fuseau_tzif_leap_second){.occurrence = tzif_time(record, tzif->time_size),
                                            .correction = tzif_int32(record + tzif->time_size)};
}

/* How many of the leap seconds are at or before `time`. */
static uint32_t leaps_passed(const struct fuseau_tzif *tzif, int64_t time)
{
    uint32_t passed = 0;
    uint32_t end = tzif->leaps;
    while (passed < end) {
        uint32_t middle = passed + (end - passed) / 2;
        if (fuseau_tzif_leap(tzif, middle).occurrence <= time) {
            passed = middle + 1;
        } else {
            end = middle;
        }
    }
    return passed;
}

int64_t fuseau_tzif_posix_seconds(const struct fuseau_tzif *tzif, int64_t time)
{
    if (tzif->leaps == 0) {
        return time;
    }
    uint32_t passed = leaps_passed(tzif, time);
    int64_t correction = passed > 0 ? fuseau_tzif_leap(tzif, passed - 1).correction
                                    : tzif_first_correction_before(tzif);
    int64_t seconds = 0;
    if (__builtin_sub_overflow(time, correction, &seconds)) {
        return time < 0 ? INT64_MIN : INT64_MAX;
    }
    return seconds;
}

bool fuseau_tzif_type_is_standard(const struct fuseau_tzif *tzif, uint32_t index)
{
    return tzif->standard_at != 0 && tzif->bytes[tzif->standard_at + index] != 0;
}

bool fuseau_tzif_type_is_ut(const struct fuseau_tzif *tzif, uint32_t index)
{
    return tzif->ut_at != 0 && tzif->bytes[tzif->ut_at + index] != 0;
}
