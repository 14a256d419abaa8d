/* column_avx2.c -- (private) eight timestamps of one shape at once, with AVX2 */
/* SPDX-License-Identifier: MIT */
#include "column_inline.h"
#include "column_layout.h"

#if CPU_IS_X86

/* ---- vectors ---- */

#define LANES static inline __attribute__((always_inline)) CPU_AVX2

LANES __m256i all(int32_t value)
{
    return _mm256_set1_epi32(value);
}

LANES __m256i twice(const uint8_t bytes[COLUMN_WINDOW])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)bytes));
}

LANES bool is_zero(__m256i vector)
{
    return _mm256_testz_si256(vector, vector);
}

/* A window of two records. */
LANES __m256i load(const char *low, const char *high)
{
    __m128i first = _mm_loadu_si128((const __m128i *)(const void *)low);
    __m128i second = _mm_loadu_si128((const __m128i *)(const void *)high);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
}

/* A layout's constants in registers. */
struct lanes {
    __m256i flip[COLUMN_WINDOWS], limit[COLUMN_WINDOWS], stamp[COLUMN_WINDOWS],
        tail[COLUMN_WINDOWS];
};

LANES struct lanes lanes_of(const struct column_layout *layout)
{
    struct lanes lanes;
    for (int i = 0; i < COLUMN_WINDOWS; i++) {
        lanes.flip[i] = twice(layout->flip[i]);
        lanes.limit[i] = twice(layout->limit[i]);
        lanes.stamp[i] = twice(layout->stamp[i]);
        lanes.tail[i] = twice(layout->tail[i]);
    }
    return lanes;
}

/* A group as its fields, eight of each: record n is number n. */
struct group {
    __m256i wrong;                                   /* 0: all bytes are what they should be */
    __m256i year, month_day, hour_minute, second;    /* month * 256 + day; the third in seconds */
    __m256i first_four, second_four, ninth_and_sign; /* the fraction's digits; + 16 * the sign */
    __m256i offset;                                  /* in seconds, without the sign */
};

/* Four rows, each with four numbers of one record and then of another, become four columns. */
LANES void transpose(const __m256i rows[4], __m256i *first, __m256i *second, __m256i *third,
                     __m256i *fourth)
{
    __m256i low0 = _mm256_unpacklo_epi32(rows[0], rows[1]);
    __m256i low1 = _mm256_unpacklo_epi32(rows[2], rows[3]);
    __m256i high0 = _mm256_unpackhi_epi32(rows[0], rows[1]);
    __m256i high1 = _mm256_unpackhi_epi32(rows[2], rows[3]);
    *first = _mm256_unpacklo_epi64(low0, low1);
    *second = _mm256_unpackhi_epi64(low0, low1);
    *third = _mm256_unpacklo_epi64(high0, high1);
    *fourth = _mm256_unpackhi_epi64(high0, high1);
}

/* The group at `text`: record n is in the low half of a vector, record n + 4 in the high one. */
LANES struct group read_group(const struct column_layout *layout, const struct lanes *lanes,
                              const char *text, size_t size, struct column_parts parts)
{
    /* Each pair of digits as one number, then pairs of these. */
    const __m256i tens = _mm256_set1_epi16(0x010a);
    const __m256i stamp_weights =
        _mm256_broadcastsi128_si256(_mm_setr_epi16(100, 1, 256, 1, 3600, 60, 1, 0));
    const __m256i ninth = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(10, 1, 10, 1, 10, 1, 10, 1, 1, 0, 1, 0, 10, 1, 10, 1));
    const __m256i tail_weights =
        _mm256_broadcastsi128_si256(_mm_setr_epi16(100, 1, 100, 1, 1, 16, 3600, 60));
    struct group group = {.wrong = _mm256_setzero_si256()};
    __m256i stamps[4];
    __m256i tails[4];
    for (int i = 0; i < 4; i++) {
        const char *low = text + (size_t)i * size;
        const char *high = low + 4 * size;
        size_t middle = layout->begin[COLUMN_MIDDLE];
        size_t last = layout->begin[COLUMN_LAST];
        __m256i a = _mm256_xor_si256(load(low, high), lanes->flip[COLUMN_FIRST]);
        __m256i b = _mm256_xor_si256(load(low + middle, high + middle), lanes->flip[COLUMN_MIDDLE]);
        __m256i wrong = _mm256_or_si256(_mm256_subs_epu8(a, lanes->limit[COLUMN_FIRST]),
                                        _mm256_subs_epu8(b, lanes->limit[COLUMN_MIDDLE]));
        __m256i digits = _mm256_or_si256(_mm256_shuffle_epi8(a, lanes->stamp[COLUMN_FIRST]),
                                         _mm256_shuffle_epi8(b, lanes->stamp[COLUMN_MIDDLE]));
        stamps[i] = _mm256_madd_epi16(_mm256_maddubs_epi16(digits, tens), stamp_weights);
        if (parts.tail) {
            digits = _mm256_shuffle_epi8(b, lanes->tail[COLUMN_MIDDLE]);
        }
        if (parts.last) {
            __m256i c = _mm256_xor_si256(load(low + last, high + last), lanes->flip[COLUMN_LAST]);
            wrong = _mm256_or_si256(wrong, _mm256_subs_epu8(c, lanes->limit[COLUMN_LAST]));
            digits = _mm256_or_si256(digits, _mm256_shuffle_epi8(c, lanes->tail[COLUMN_LAST]));
        }
        if (parts.tail) {
            tails[i] = _mm256_madd_epi16(_mm256_maddubs_epi16(digits, ninth), tail_weights);
        }
        group.wrong = _mm256_or_si256(group.wrong, wrong);
    }
    transpose(stamps, &group.year, &group.month_day, &group.hour_minute, &group.second);
    if (parts.tail) {
        transpose(tails, &group.first_four, &group.second_four, &group.ninth_and_sign,
                  &group.offset);
    }
    return group;
}

/* ---- the calendar ---- */

/* Of numbers from -1 to 9999, the hundreds, rounded down. */
LANES __m256i hundreds(__m256i number)
{
    return _mm256_srai_epi32(_mm256_madd_epi16(number, all(5243)), 19);
}

/* 1 where it is February of a leap year, which is one that 4 divides, or 16 if 100 does. */
LANES __m256i leap_day(__m256i year, __m256i month)
{
    __m256i of_century = _mm256_mullo_epi16(hundreds(year), all(100));
    __m256i is_century = _mm256_cmpeq_epi32(of_century, year);
    __m256i divisor = _mm256_blendv_epi8(all(3), all(15), is_century);
    __m256i is_leap = _mm256_cmpeq_epi32(_mm256_and_si256(year, divisor), _mm256_setzero_si256());
    __m256i is_february = _mm256_cmpeq_epi32(month, all(2));
    return _mm256_and_si256(_mm256_and_si256(is_leap, is_february), all(1));
}

/*
 * What is wrong with month or day. One less than either is compared with its most: a byte from a
 * table by the month for the day, and from the last entry for the month, whose byte is the second.
 * Only a group that this refuses is asked for leap days.
 */
LANES __m256i wrong_date(const struct group *group, __m256i month)
{
    const __m256i most = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 30, 27, 30, 29, 30, 29, 30, 30, 29, 30, 29, 30, 0, 0, 11));
    __m256i from_zero = _mm256_sub_epi8(group->month_day, all(0x0101));
    __m256i limit = _mm256_shuffle_epi8(most, _mm256_or_si256(month, all((int)0x80800f00U)));
    __m256i wrong = _mm256_subs_epu8(from_zero, limit);
    if (!is_zero(wrong)) {
        limit = _mm256_add_epi8(limit, leap_day(group->year, month));
        wrong = _mm256_subs_epu8(from_zero, limit);
    }
    return wrong;
}

/* Day numbers from 1970, as civil_day_number counts them: years begin in March. */
LANES __m256i day_number(const struct group *group, __m256i month)
{
    enum { DAYS_BEFORE_1970 = 719469, ROUND = 18 - 979 * 3 };
    __m256i before_march = _mm256_cmpgt_epi32(all(3), month); /* -1 where it is */
    __m256i year = _mm256_add_epi32(group->year, before_march);
    __m256i century = hundreds(year);
    __m256i leap_days = _mm256_sub_epi32(_mm256_srai_epi32(century, 2), century);
    __m256i year_days = _mm256_srai_epi32(_mm256_madd_epi16(year, all(1461)), 2);
    __m256i later = _mm256_and_si256(before_march, all(979 * 12)); /* a year later, in months */
    __m256i months = _mm256_add_epi32(_mm256_madd_epi16(month, all(979)), later);
    __m256i month_days =
        _mm256_srai_epi32(_mm256_add_epi32(months, all(ROUND - 32 * DAYS_BEFORE_1970)), 5);
    __m256i day = _mm256_and_si256(group->month_day, all(0xff));
    return _mm256_add_epi32(_mm256_add_epi32(year_days, leap_days),
                            _mm256_add_epi32(month_days, day));
}

/* ---- units ---- */

/*
 * The fraction in the unit, of digits 1234, 5678 and 9; what it does not hold goes to `lost`, which
 * is 0 only if all of that is.
 */
LANES __m256i fraction_of(int32_t nanoseconds_per, __m256i first, __m256i second, __m256i ninth,
                          __m256i *lost)
{
    switch (nanoseconds_per) {
    case 1: {
        __m256i high = _mm256_mullo_epi32(first, all(100000));
        __m256i low = _mm256_madd_epi16(second, all(10));
        *lost = _mm256_setzero_si256();
        return _mm256_add_epi32(high, _mm256_add_epi32(low, ninth));
    }
    case 1000: {
        __m256i held = hundreds(second);
        __m256i rest = _mm256_sub_epi32(second, _mm256_madd_epi16(held, all(100)));
        *lost = _mm256_or_si256(rest, ninth);
        return _mm256_add_epi32(_mm256_madd_epi16(first, all(100)), held);
    }
    case 1000000: {
        __m256i held = _mm256_srli_epi32(_mm256_madd_epi16(first, all(6554)), 16);
        __m256i rest = _mm256_sub_epi32(first, _mm256_madd_epi16(held, all(10)));
        *lost = _mm256_or_si256(rest, _mm256_or_si256(second, ninth));
        return held;
    }
    default:
        *lost = _mm256_or_si256(first, _mm256_or_si256(second, ninth));
        return _mm256_setzero_si256();
    }
}

/* What follows the seconds: the fraction in units, and the seconds less the offset. */
LANES __m256i take_tail(struct group *group, const struct column_scale *scale, __m256i *seconds)
{
    const __m256i minus = all(COLUMN_SIGN_LIMIT << 4);
    __m256i sign = _mm256_and_si256(group->ninth_and_sign, all(0x70));
    __m256i ninth = _mm256_and_si256(group->ninth_and_sign, all(0x0f));
    __m256i is_minus = _mm256_cmpeq_epi32(sign, minus);
    __m256i is_plus = _mm256_cmpeq_epi32(sign, _mm256_setzero_si256());
    __m256i is_either = _mm256_or_si256(is_minus, is_plus);
    __m256i too_far = _mm256_cmpgt_epi32(group->offset, all(23 * 3600 + 59 * 60));
    __m256i lost;
    __m256i fraction =
        fraction_of(scale->nanoseconds_per, group->first_four, group->second_four, ninth, &lost);
    group->wrong = _mm256_or_si256(group->wrong, _mm256_xor_si256(is_either, all(-1)));
    group->wrong = _mm256_or_si256(group->wrong, too_far);
    if (!scale->truncate) {
        group->wrong = _mm256_or_si256(group->wrong, lost);
    }
    /* -x is (x ^ -1) - -1 */
    __m256i negated = _mm256_sub_epi32(_mm256_xor_si256(group->offset, is_minus), is_minus);
    *seconds = _mm256_sub_epi32(*seconds, negated);
    return fraction;
}

/* Four of eight: the days, seconds and fractions in the even places, as units. */
LANES __m256i units(const struct column_scale *scale, __m256i days, __m256i seconds)
{
    __m256i of_days = _mm256_mul_epi32(days, _mm256_set1_epi64x(scale->day));
    __m256i of_seconds = _mm256_mul_epi32(seconds, _mm256_set1_epi64x(scale->second));
    return _mm256_add_epi64(_mm256_sll_epi64(of_days, _mm_cvtsi32_si128(scale->shift)), of_seconds);
}

LANES __m256i odd(__m256i vector)
{
    return _mm256_srli_epi64(vector, 32);
}

/* Reads a group; false, and nothing written, if one of its records is wrong or not for a kernel. */
LANES bool take_group(const struct column_layout *layout, const struct lanes *lanes,
                      const struct column_scale *scale, const char *text, size_t size,
                      struct column_parts parts, int64_t *values)
{
    struct group group = read_group(layout, lanes, text, size, parts);
    __m256i month = _mm256_srli_epi32(group.month_day, 8);
    __m256i days = day_number(&group, month);
    __m256i seconds = _mm256_add_epi32(group.hour_minute, group.second);
    __m256i fraction = _mm256_setzero_si256();
    if (parts.tail) {
        fraction = take_tail(&group, scale, &seconds);
    }
    __m256i late = _mm256_cmpgt_epi32(group.hour_minute, all(23 * 3600 + 59 * 60));
    __m256i far = _mm256_cmpgt_epi32(_mm256_abs_epi32(days), all(scale->most_days));
    __m256i wrong = _mm256_or_si256(_mm256_or_si256(late, far), wrong_date(&group, month));
    if (!is_zero(_mm256_or_si256(group.wrong, wrong))) {
        return false;
    }
    __m256i evens = units(scale, days, seconds);
    __m256i odds = units(scale, odd(days), odd(seconds));
    if (parts.tail) {
        evens = _mm256_add_epi64(evens, _mm256_blend_epi32(fraction, _mm256_setzero_si256(), 0xaa));
        odds = _mm256_add_epi64(odds, odd(fraction));
    }
    __m256i low = _mm256_unpacklo_epi64(evens, odds);  /* 0 1 4 5 */
    __m256i high = _mm256_unpackhi_epi64(evens, odds); /* 2 3 6 7 */
    _mm256_storeu_si256((__m256i *)(void *)values, _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256((__m256i *)(void *)(values + 4),
                        _mm256_permute2x128_si256(low, high, 0x31));
    return true;
}

LANES size_t take_groups(const struct column_plan *plan, const struct column_shape *shape,
                         const char *text, size_t size, struct column_parts parts, int64_t *values,
                         size_t room)
{
    const struct column_layout layout = column_layout_of(shape);
    const struct lanes lanes = lanes_of(&layout);
    const struct column_scale scale = column_scale_of(plan);
    const size_t group = (size_t)COLUMN_GROUP * shape->size;
    size_t done = 0;
    while (size >= group && room - done >= COLUMN_GROUP &&
           take_group(&layout, &lanes, &scale, text, shape->size, parts, values + done)) {
        done += COLUMN_GROUP;
        text += group;
        size -= group;
    }
    return done;
}

CPU_AVX2 static size_t take_seconds(const struct column_plan *plan,
                                    const struct column_shape *shape, const char *text, size_t size,
                                    int64_t *values, size_t room)
{
    return take_groups(plan, shape, text, size, (struct column_parts){0}, values, room);
}

CPU_AVX2 static size_t take_short(const struct column_plan *plan, const struct column_shape *shape,
                                  const char *text, size_t size, int64_t *values, size_t room)
{
    return take_groups(plan, shape, text, size, (struct column_parts){.tail = true}, values, room);
}

CPU_AVX2 static size_t take_long(const struct column_plan *plan, const struct column_shape *shape,
                                 const char *text, size_t size, int64_t *values, size_t room)
{
    return take_groups(plan, shape, text, size, (struct column_parts){.tail = true, .last = true},
                       values, room);
}

size_t column_avx2(const struct column_plan *plan, const struct column_shape *shape,
                   const char *text, size_t size, int64_t *values, size_t room)
{
    if (shape->size > COLUMN_TWO_WINDOWS) {
        return take_long(plan, shape, text, size, values, room);
    }
    bool has_tail = shape->digits > 0 || shape->has_offset;
    return (has_tail ? take_short : take_seconds)(plan, shape, text, size, values, room);
}

#endif
