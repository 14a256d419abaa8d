/* column_narrow.c -- (private) eight timestamps of one shape at once, with vectors of 16 bytes */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "column_inline.h"
#include "column_layout.h"

#if COLUMN_HAS_KERNELS

/*
 * The same as column_avx2.c with half its vectors. What the compiler's own vectors can say is said
 * with them; six steps are the processor's: SSE4.1's, or NEON's. Numbers that a wrong digit spoils
 * may be too large for a sum: where that can be, it is of unsigned numbers.
 */
typedef uint8_t bytes_16 __attribute__((vector_size(16)));
typedef uint16_t shorts_8 __attribute__((vector_size(16)));
typedef int32_t ints_4 __attribute__((vector_size(16)));
typedef uint32_t words_4 __attribute__((vector_size(16)));
typedef uint64_t words_2 __attribute__((vector_size(16)));

#if CPU_IS_X86

#define LANES static inline __attribute__((always_inline)) CPU_SSE41
#define ENTRY CPU_SSE41 __attribute__((noinline))

/* Byte n is that of `bytes` at places[n], or 0 where that is COLUMN_NOWHERE. */
LANES bytes_16 shuffle(bytes_16 bytes, bytes_16 places)
{
    return (bytes_16)_mm_shuffle_epi8((__m128i)bytes, (__m128i)places);
}

/* Each pair of neighbours: the first times its weight plus the second times its own. */
LANES ints_4 add_pairs(shorts_8 numbers, shorts_8 weights)
{
    return (ints_4)_mm_madd_epi16((__m128i)numbers, (__m128i)weights);
}

/* The first two of each, by turns; then the other two. */
LANES ints_4 zip_low(ints_4 left, ints_4 right)
{
    return (ints_4)_mm_unpacklo_epi32((__m128i)left, (__m128i)right);
}

LANES ints_4 zip_high(ints_4 left, ints_4 right)
{
    return (ints_4)_mm_unpackhi_epi32((__m128i)left, (__m128i)right);
}

/* The first two times `factor`, and the other two, which takes 64 bits. */
LANES words_2 multiply_low(ints_4 numbers, int32_t factor)
{
    __m128i wide = _mm_cvtepi32_epi64((__m128i)numbers);
    return (words_2)_mm_mul_epi32(wide, _mm_set1_epi64x(factor));
}

LANES words_2 multiply_high(ints_4 numbers, int32_t factor)
{
    return multiply_low((ints_4)_mm_srli_si128((__m128i)numbers, 8), factor);
}

#else

#define LANES static inline __attribute__((always_inline))
#define ENTRY __attribute__((noinline))

LANES bytes_16 shuffle(bytes_16 bytes, bytes_16 places)
{
    return (bytes_16)vqtbl1q_u8((uint8x16_t)bytes, (uint8x16_t)places);
}

LANES ints_4 add_pairs(shorts_8 numbers, shorts_8 weights)
{
    uint16x8_t n = (uint16x8_t)numbers;
    uint16x8_t w = (uint16x8_t)weights;
    uint32x4_t low = vmull_u16(vget_low_u16(n), vget_low_u16(w));
    return (ints_4)vpaddq_u32(low, vmull_high_u16(n, w));
}

LANES ints_4 zip_low(ints_4 left, ints_4 right)
{
    return (ints_4)vzip1q_s32((int32x4_t)left, (int32x4_t)right);
}

LANES ints_4 zip_high(ints_4 left, ints_4 right)
{
    return (ints_4)vzip2q_s32((int32x4_t)left, (int32x4_t)right);
}

LANES words_2 multiply_low(ints_4 numbers, int32_t factor)
{
    return (words_2)vmull_n_s32(vget_low_s32((int32x4_t)numbers), factor);
}

LANES words_2 multiply_high(ints_4 numbers, int32_t factor)
{
    return (words_2)vmull_high_n_s32((int32x4_t)numbers, factor);
}

#endif

LANES ints_4 all(int32_t value)
{
    return (ints_4){value, value, value, value};
}

LANES bytes_16 load(const void *from)
{
    bytes_16 bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

LANES bool is_zero(bytes_16 bytes)
{
    words_2 words = (words_2)bytes;
    return (words[0] | words[1]) == 0;
}

/* Each pair of digits as a number, by the weights of both, then pairs of these. */
LANES ints_4 add_digits(bytes_16 digits, shorts_8 first, shorts_8 second, shorts_8 weights)
{
    shorts_8 pairs = (shorts_8)digits;
    return add_pairs((pairs & 0xff) * first + (pairs >> 8) * second, weights);
}

/* Four records as their fields; as in column_avx2.c. */
struct four {
    bytes_16 wrong;
    ints_4 year, month_day, hour_minute, second;
    ints_4 first_four, second_four, ninth_and_sign;
    ints_4 offset;
};

LANES void transpose(const ints_4 rows[4], ints_4 *first, ints_4 *second, ints_4 *third,
                     ints_4 *fourth)
{
    ints_4 even0 = zip_low(rows[0], rows[2]);
    ints_4 odd0 = zip_low(rows[1], rows[3]);
    ints_4 even1 = zip_high(rows[0], rows[2]);
    ints_4 odd1 = zip_high(rows[1], rows[3]);
    *first = zip_low(even0, odd0);
    *second = zip_high(even0, odd0);
    *third = zip_low(even1, odd1);
    *fourth = zip_high(even1, odd1);
}

LANES struct four read_four(const struct column_layout *layout, const char *text, size_t size,
                            struct column_parts parts)
{
    const shorts_8 tens = {10, 10, 10, 10, 10, 10, 10, 10};
    const shorts_8 ones = {1, 1, 1, 1, 1, 1, 1, 1};
    const shorts_8 stamp_weights = {100, 1, 256, 1, 3600, 60, 1, 0};
    const shorts_8 tail_tens = {10, 10, 10, 10, 1, 1, 10, 10};
    const shorts_8 tail_ones = {1, 1, 1, 1, 0, 0, 1, 1};
    const shorts_8 tail_weights = {100, 1, 100, 1, 1, 16, 3600, 60};
    struct four four = {.wrong = {0}};
    ints_4 stamps[4];
    ints_4 tails[4];
    for (size_t i = 0; i < 4; i++) {
        const char *record = text + i * size;
        bytes_16 a = load(record) ^ load(layout->flip[COLUMN_FIRST]);
        bytes_16 b =
            load(record + layout->begin[COLUMN_MIDDLE]) ^ load(layout->flip[COLUMN_MIDDLE]);
        four.wrong |= (bytes_16)(a > load(layout->limit[COLUMN_FIRST]));
        four.wrong |= (bytes_16)(b > load(layout->limit[COLUMN_MIDDLE]));
        bytes_16 digits = shuffle(a, load(layout->stamp[COLUMN_FIRST])) |
                          shuffle(b, load(layout->stamp[COLUMN_MIDDLE]));
        stamps[i] = add_digits(digits, tens, ones, stamp_weights);
        if (parts.tail) {
            digits = shuffle(b, load(layout->tail[COLUMN_MIDDLE]));
        }
        if (parts.last) {
            bytes_16 c =
                load(record + layout->begin[COLUMN_LAST]) ^ load(layout->flip[COLUMN_LAST]);
            four.wrong |= (bytes_16)(c > load(layout->limit[COLUMN_LAST]));
            digits |= shuffle(c, load(layout->tail[COLUMN_LAST]));
        }
        if (parts.tail) {
            tails[i] = add_digits(digits, tail_tens, tail_ones, tail_weights);
        }
    }
    transpose(stamps, &four.year, &four.month_day, &four.hour_minute, &four.second);
    if (parts.tail) {
        transpose(tails, &four.first_four, &four.second_four, &four.ninth_and_sign, &four.offset);
    }
    return four;
}

/* ---- the calendar ---- */

LANES ints_4 hundreds(ints_4 number)
{
    return number * 5243 >> 19;
}

/* 1 where it is February of a leap year, which is one that 4 divides, or 16 if 100 does. */
LANES ints_4 leap_day(ints_4 year, ints_4 month)
{
    ints_4 is_century = hundreds(year) * 100 == year;
    ints_4 below = (is_century & 15) | (~is_century & 3);
    return ((year & below) == 0) & (month == 2) & 1;
}

/* What is wrong with month or day, as in column_avx2.c. */
LANES bytes_16 wrong_date(const struct four *four, ints_4 month)
{
    const bytes_16 most = {0, 30, 27, 30, 29, 30, 29, 30, 30, 29, 30, 29, 30, 0, 0, 11};
    bytes_16 from_zero = (bytes_16)four->month_day - (bytes_16)all(0x0101);
    bytes_16 limit = shuffle(most, (bytes_16)(month | all((int)0x80800f00U)));
    bytes_16 wrong = (bytes_16)(from_zero > limit);
    if (!is_zero(wrong)) {
        limit += (bytes_16)leap_day(four->year, month);
        wrong = (bytes_16)(from_zero > limit);
    }
    return wrong;
}

LANES ints_4 day_number(const struct four *four, ints_4 month)
{
    enum { DAYS_BEFORE_1970 = 719469, ROUND = 18 - 979 * 3 };
    ints_4 before_march = month < 3; /* -1 where it is */
    ints_4 year = four->year + before_march;
    ints_4 century = hundreds(year);
    ints_4 leap_days = (century >> 2) - century;
    ints_4 months = month * 979 + (before_march & 979 * 12);
    return (year * 1461 >> 2) + leap_days + ((months + (ROUND - 32 * DAYS_BEFORE_1970)) >> 5) +
           (four->month_day & 0xff);
}

/* ---- units ---- */

/* The fraction in the unit; what it does not hold goes to `lost`. */
LANES ints_4 fraction_of(int32_t nanoseconds_per, const struct four *four, ints_4 ninth,
                         ints_4 *lost)
{
    ints_4 held = {0};
    switch (nanoseconds_per) {
    case 1:
        *lost = held;
        return (ints_4)((words_4)four->first_four * 100000U + (words_4)four->second_four * 10U +
                        (words_4)ninth);
    case 1000:
        held = hundreds(four->second_four);
        *lost = (four->second_four - held * 100) | ninth;
        return four->first_four * 100 + held;
    case 1000000:
        held = four->first_four * 6554 >> 16;
        *lost = (four->first_four - held * 10) | four->second_four | ninth;
        return held;
    default:
        *lost = four->first_four | four->second_four | ninth;
        return held;
    }
}

/* What follows the seconds: the fraction in units, and the seconds less the offset. */
LANES ints_4 take_tail(struct four *four, const struct column_scale *scale, ints_4 *seconds)
{
    ints_4 sign = four->ninth_and_sign & 0x70;
    ints_4 is_minus = sign == COLUMN_SIGN_LIMIT << 4;
    ints_4 is_neither = ~(is_minus | (sign == 0));
    ints_4 too_far = four->offset > 23 * 3600 + 59 * 60;
    ints_4 lost;
    ints_4 fraction = fraction_of(scale->nanoseconds_per, four, four->ninth_and_sign & 0x0f, &lost);
    four->wrong |= (bytes_16)(is_neither | too_far);
    if (!scale->truncate) {
        four->wrong |= (bytes_16)lost;
    }
    *seconds -= (four->offset ^ is_minus) - is_minus; /* -x is (x ^ -1) - -1 */
    return fraction;
}

/* Four records' values. */
struct values {
    bytes_16 wrong;
    words_2 low, high;
};

LANES struct values take_four(const struct column_layout *layout, const struct column_scale *scale,
                              const char *text, size_t size, struct column_parts parts)
{
    struct four four = read_four(layout, text, size, parts);
    ints_4 month = four.month_day >> 8;
    ints_4 days = day_number(&four, month);
    ints_4 seconds = four.hour_minute + four.second;
    ints_4 fraction = {0};
    if (parts.tail) {
        fraction = take_tail(&four, scale, &seconds);
    }
    ints_4 late = four.hour_minute > 23 * 3600 + 59 * 60;
    ints_4 far = (days > scale->most_days) | (days < -scale->most_days);
    struct values values = {
        .wrong = four.wrong | (bytes_16)(late | far) | wrong_date(&four, month),
        .low = (multiply_low(days, scale->day) << (uint64_t)scale->shift) +
               multiply_low(seconds, scale->second),
        .high = (multiply_high(days, scale->day) << (uint64_t)scale->shift) +
                multiply_high(seconds, scale->second),
    };
    if (parts.tail) {
        values.low += multiply_low(fraction, 1);
        values.high += multiply_high(fraction, 1);
    }
    return values;
}

LANES size_t take_groups(const struct column_plan *plan, const struct column_shape *shape,
                         const char *text, size_t size, struct column_parts parts, int64_t *values,
                         size_t room)
{
    const struct column_layout layout = column_layout_of(shape);
    const struct column_scale scale = column_scale_of(plan);
    const size_t four = 4 * shape->size;
    size_t done = 0;
    while (size >= 2 * four && room - done >= COLUMN_GROUP) {
        struct values first = take_four(&layout, &scale, text, shape->size, parts);
        struct values second = take_four(&layout, &scale, text + four, shape->size, parts);
        if (!is_zero(first.wrong | second.wrong)) {
            break;
        }
        memcpy(values + done, &first.low, sizeof first.low);
        memcpy(values + done + 2, &first.high, sizeof first.high);
        memcpy(values + done + 4, &second.low, sizeof second.low);
        memcpy(values + done + 6, &second.high, sizeof second.high);
        done += COLUMN_GROUP;
        text += 2 * four;
        size -= 2 * four;
    }
    return done;
}

ENTRY static size_t take_seconds(const struct column_plan *plan, const struct column_shape *shape,
                                 const char *text, size_t size, int64_t *values, size_t room)
{
    return take_groups(plan, shape, text, size, (struct column_parts){0}, values, room);
}

ENTRY static size_t take_short(const struct column_plan *plan, const struct column_shape *shape,
                               const char *text, size_t size, int64_t *values, size_t room)
{
    return take_groups(plan, shape, text, size, (struct column_parts){.tail = true}, values, room);
}

ENTRY static size_t take_long(const struct column_plan *plan, const struct column_shape *shape,
                              const char *text, size_t size, int64_t *values, size_t room)
{
    return take_groups(plan, shape, text, size, (struct column_parts){.tail = true, .last = true},
                       values, room);
}

size_t column_narrow(const struct column_plan *plan, const struct column_shape *shape,
                     const char *text, size_t size, int64_t *values, size_t room)
{
    if (shape->size > COLUMN_TWO_WINDOWS) {
        return take_long(plan, shape, text, size, values, room);
    }
    bool has_tail = shape->digits > 0 || shape->has_offset;
    return (has_tail ? take_short : take_seconds)(plan, shape, text, size, values, room);
}

#endif
