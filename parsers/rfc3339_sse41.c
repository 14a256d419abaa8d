/* rfc3339_sse41.c -- a timestamp read sixteen bytes at a time, on x86 with SSE4.1 */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_sse41.h"

#include "fulltime_inline.h"
#include "rfc3339_inline.h"

#if CPU_IS_X86

enum { HEAD_SIZE = 19, ZULU_SIZE = 20, LEAST_WITH_OFFSET = 25, OFFSET_HOUR = 20 };

/*
 * Nobody can guess where the next text that is refused is wrong, and a branch that guesses wrong
 * costs more than all that is done here, the more the later it is known. So what is wrong in the
 * head is found without any: every rule that is broken sets the bit of its byte, the lowest bit is
 * the first wrong byte, and a table says what it is refused for. Where that is 0 the plain reader
 * decides; it is what is seldom seen. What follows is told apart by its first byte, which is known
 * at once.
 */
enum {
    DIGIT = FUSEAU_ERR_DIGIT,
    MARK = FUSEAU_ERR_SEPARATOR,
    RANGE = FUSEAU_ERR_RANGE,
    DAY = FUSEAU_ERR_DAY,
    MORE = FUSEAU_ERR_TRAILING,
    END = FUSEAU_ERR_END,
};

/* By the place in the head, and by which digit stands there, 10 being for none. */
enum { NO_DIGIT = 10 };
static const uint8_t head_errors[HEAD_SIZE][16] = {
    [0] = {[NO_DIGIT] = DIGIT},
    [1] = {[NO_DIGIT] = DIGIT},
    [2] = {[NO_DIGIT] = DIGIT},
    [3] = {[NO_DIGIT] = DIGIT},
    [4] = {MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK},
    [5] = {0, 0, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, DIGIT},
    [6] = {RANGE, 0, 0, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, DIGIT},
    [7] = {MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK},
    [8] = {0, 0, 0, DAY, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, DIGIT},
    [9] = {RANGE, DAY, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, 0, 0}, /* 29 February */
    [10] = {MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK},
    [11] = {0, 0, 0, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, DIGIT},
    [12] = {0, 0, 0, 0, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, DIGIT},
    [13] = {MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK},
    [14] = {0, 0, 0, 0, 0, 0, RANGE, RANGE, RANGE, RANGE, DIGIT},
    [15] = {[NO_DIGIT] = DIGIT},
    [16] = {MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK},
    [17] = {0, 0, 0, 0, 0, 0, 0, RANGE, RANGE, RANGE, DIGIT}, /* 60 may be a leap second */
    [18] = {[NO_DIGIT] = DIGIT},
};

/* By the byte of "hh:mm", and the one behind it: no digit, a digit, and where the text ends. */
static const uint8_t offset_errors[3][6] = {
    {DIGIT, DIGIT, MARK, DIGIT, DIGIT, MORE},
    {RANGE, RANGE, MARK, RANGE, RANGE, MORE},
    {END, END, END, END, END, 0},
};

RULE uint32_t is_digit(char byte)
{
    return (uint32_t)(unsigned char)byte - '0' <= 9;
}

/* A bit for each byte that is 0. */
CPU_SSE41 RULE uint32_t zeros(__m128i bytes)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
}

/* The head is wrong; its parts are passed so that they stay in registers. */
CPU_SSE41 __attribute__((noinline)) static struct fuseau_result
refuse_head(const char *text, size_t size, const struct fuseau_rfc3339_options *options,
            struct fuseau_rfc3339 *out, uint32_t day_of_year, __m128i over_first, __m128i over_last,
            __m128i pairs, __m128i numbers)
{
    enum { DAY_TENS = 8, DAY_ONES = 9, SEPARATOR = 10 };

    /* The month, from 1, and the hour are held against their limits, and put to their last byte. */
    const __m128i first_number = _mm_setr_epi16(0, 0, 1, 0, 0, 0, 0, 0);
    const __m128i last_number = _mm_setr_epi16(-1, -1, 11, -1, 23, -1, -1, -1);
    const __m128i of_number =
        _mm_setr_epi8(-1, -1, -1, -1, -1, -1, 4, -1, -1, -1, -1, -1, 8, -1, -1, -1);
    __m128i over = _mm_subs_epu16(_mm_sub_epi16(pairs, first_number), last_number);
    over_first = _mm_or_si128(over_first, _mm_shuffle_epi8(over, of_number));
    uint32_t wrong = (zeros(over_first) ^ 0xffff) | (zeros(over_last) << 3 ^ 0x7fff8);

    /* February has no day of 30 or more: the first digit is wrong, if the second is one. */
    uint32_t month_and_day = (uint32_t)_mm_extract_epi32(numbers, 1);
    uint32_t february_30 = month_and_day - (2 * RFC3339_SSE41_DAYS + 30) < 10;
    uint32_t no_ones = wrong >> 1 & 1U << DAY_TENS;
    wrong |= (day_of_year - 1) >> 31 << DAY_ONES | (february_30 << DAY_TENS & ~no_ones);

    size_t at = (size_t)__builtin_ctzll(wrong);
    size_t digit = (size_t)(unsigned char)text[at] - '0';
    digit = digit < NO_DIGIT ? digit : NO_DIGIT;
    uint32_t error = head_errors[at][digit];
    if (error == 0 || (options && at == SEPARATOR)) {
        return rfc3339_parse_plainly(text, size, options, out);
    }
    return (struct fuseau_result){(enum fuseau_error)error, at};
}

/* Behind a "+" or "-" that follows the seconds stands what is no offset, or more than that. */
CPU_SSE41 __attribute__((noinline)) static struct fuseau_result
refuse_offset(const char *text, size_t size, const struct fuseau_rfc3339_options *options,
              struct fuseau_rfc3339 *out)
{
    /* Eight bytes, NUL where there is none. Shifted by halves, as it may be by all 64 bits. */
    size_t end = size < OFFSET_HOUR + 8 ? size : OFFSET_HOUR + 8;
    size_t half = (OFFSET_HOUR + 8 - end) * 4;
    uint64_t word = cursor_load8(text + end - 8) >> half >> half;

    /* As in rfc3339_sse41_tail. An hour that is over, 1 to 6 then, is put to its second byte. */
    const __m128i least = _mm_setr_epi8('0', '0', ':', '0', '0', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i most = _mm_setr_epi8(2, 9, 0, 5, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    const __m128i tens = _mm_setr_epi8(10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    __m128i bytes = _mm_sub_epi8(_mm_cvtsi64_si128((int64_t)word), least);
    __m128i hour = _mm_subs_epu16(_mm_maddubs_epi16(bytes, tens), _mm_set1_epi16(23));
    __m128i over = _mm_or_si128(_mm_subs_epu8(bytes, most), _mm_slli_epi16(hour, 8));
    uint32_t first = (uint32_t)__builtin_ctz((zeros(over) ^ 0xffff) | 1U << 5);
    size_t at = OFFSET_HOUR + first;
    uint32_t digit = is_digit((char)(word >> (8 * first)));
    uint32_t no_byte = at >= size;
    uint32_t row = digit | no_byte << 1;
    uint32_t error = offset_errors[row][first];
    return error ? (struct fuseau_result){(enum fuseau_error)error, at}
                 : rfc3339_parse_plainly(text, size, options, out);
}

/* The head is right, and what follows is a fraction that may be right or not. */
__attribute__((noinline)) static struct fuseau_result
refuse_fraction(const char *text, size_t size, const struct fuseau_rfc3339_options *options,
                struct fuseau_rfc3339 *out)
{
    struct cursor cursor = {text, size};
    struct fuseau_offset offset;
    int32_t nanosecond;
    struct fuseau_result result = time_secfrac(cursor, HEAD_SIZE, &nanosecond);
    if (result.error == FUSEAU_OK) {
        result = cursor_finish(cursor, time_offset(cursor, result.at, &offset));
    }
    return result.error == FUSEAU_OK ? rfc3339_parse_plainly(text, size, options, out) : result;
}

/* The head is right, what follows is not: or it is, but longer than the shapes are. */
__attribute__((noinline)) static struct fuseau_result
refuse_tail(const char *text, size_t size, const struct fuseau_rfc3339_options *options,
            struct fuseau_rfc3339 *out)
{
    /* Where the text ends here, it is the digit in front of that, which is no kind either. */
    unsigned char kind = (unsigned char)text[HEAD_SIZE - 1 + (size > HEAD_SIZE)];
    if (kind == '+' || kind == '-') {
        return refuse_offset(text, size, options, out);
    }
    if (kind == '.') {
        return refuse_fraction(text, size, options, out);
    }
    size_t zulu = (kind | 0x20U) == 'z';
    enum fuseau_error error = zulu ? FUSEAU_ERR_TRAILING : FUSEAU_ERR_OFFSET;
    size_t at = HEAD_SIZE + zulu;
    return (struct fuseau_result){at < size ? error : FUSEAU_ERR_END, at};
}

/*
 * Whether it begins with a digit and its size is that of a timestamp with up to nine digits that
 * ends as this text does: five bytes less where that is a "Z". A sum, since no branch could guess
 * it where shapes are mixed. The text is not empty.
 */
RULE bool has_shape(const char *text, size_t size)
{
    const size_t sizes = RFC3339_SSE41_MOST - LEAST_WITH_OFFSET;
    size_t zulu = ((unsigned char)text[size - 1] | 0x20U) == 'z';
    size_t with_offset = size + zulu * (LEAST_WITH_OFFSET - ZULU_SIZE);
    return (uint32_t)(with_offset - LEAST_WITH_OFFSET <= sizes) & is_digit(*text);
}

/*
 * Its size is that of no shape, or it begins with no digit: so it is refused, unless it has more
 * digits than the shapes.
 */
CPU_SSE41 __attribute__((noinline)) static struct fuseau_result
refuse_shape(const char *text, size_t size, const struct fuseau_rfc3339_options *options,
             struct fuseau_rfc3339 *out)
{
    if (!is_digit(*text)) {
        return (struct fuseau_result){FUSEAU_ERR_DIGIT, 0};
    }
    if (size < RFC3339_SSE41_LEAST) {
        return rfc3339_parse_plainly(text, size, options, out);
    }
    struct rfc3339_sse41_head head = rfc3339_sse41_head(text);
    if (rfc3339_sse41_head_wrong(&head)) {
        return refuse_head(text, size, options, out, head.day_of_year, head.over[0], head.over[1],
                           head.pairs, head.numbers);
    }
    return refuse_tail(text, size, options, out);
}

/* A text that has the size of one of the shapes but that of "2024-07-11T01:14:00Z". */
CPU_SSE41 __attribute__((noinline)) static struct fuseau_result
parse_longer(const char *text, size_t size, const struct fuseau_rfc3339_options *options,
             struct fuseau_rfc3339 *out)
{
    struct rfc3339_sse41_head head = rfc3339_sse41_head(text);
    if (rfc3339_sse41_head_wrong(&head)) {
        return refuse_head(text, size, options, out, head.day_of_year, head.over[0], head.over[1],
                           head.pairs, head.numbers);
    }
    struct rfc3339_sse41_tail tail =
        rfc3339_sse41_tail(text, size, ((unsigned char)text[size - 1] | 0x20U) == 'z');
    if (tail.wrong) {
        return refuse_tail(text, size, options, out);
    }
    rfc3339_sse41_store(&head, rfc3339_sse41_head_seconds(&head) - tail.offset_seconds,
                        tail.nanoseconds, out);
    out->offset.seconds = tail.offset_seconds;
    out->offset.kind = tail.offset_kind;
    out->leap = FUSEAU_LEAP_NONE;
    return cursor_accept(size);
}

CPU_SSE41 struct fuseau_result rfc3339_sse41_parse(const char *text, size_t size,
                                                   const struct fuseau_rfc3339_options *options,
                                                   struct fuseau_rfc3339 *out)
{
    if (size == 0) {
        return (struct fuseau_result){FUSEAU_ERR_END, 0};
    }
    if (size != ZULU_SIZE) {
        return has_shape(text, size) ? parse_longer(text, size, options, out)
                                     : refuse_shape(text, size, options, out);
    }
    struct rfc3339_sse41_head head = rfc3339_sse41_head(text);
    if (rfc3339_sse41_head_wrong(&head)) {
        return refuse_head(text, size, options, out, head.day_of_year, head.over[0], head.over[1],
                           head.pairs, head.numbers);
    }
    if (((unsigned char)text[HEAD_SIZE] | 0x20U) != 'z') {
        return refuse_tail(text, size, options, out);
    }
    rfc3339_sse41_store(&head, rfc3339_sse41_head_seconds(&head), 0, out);
    out->offset = (struct fuseau_offset){0, FUSEAU_OFFSET_ZULU};
    out->leap = FUSEAU_LEAP_NONE;
    return cursor_accept(size);
}

#endif
