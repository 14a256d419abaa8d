/* rfc3339_sse41.h -- (private) a timestamp read sixteen bytes at a time, on x86 with SSE4.1 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RFC3339_SSE41_H
#define FUSEAU_RFC3339_SSE41_H

#include "civil_inline.h"
#include "cpu.h"
#include "cursor.h"
#include "rfc3339.h"

#if CPU_IS_X86

enum {
    RFC3339_SSE41_LEAST = 19, /* bytes in "2024-07-11T01:14:00" */
    RFC3339_SSE41_MOST = FUSEAU_RFC3339_MAX_SIZE,
};

/*
 * The shapes of a timestamp. Its size and whether a "Z" ends it say where everything stands, and
 * the last sixteen bytes hold all that follows the seconds: so each shape has one shuffle that
 * brings these bytes to fixed places. From each is then taken the least that may stand there, which
 * leaves 0 of a separator and the value of a digit.
 */
struct rfc3339_sse41_shape {
    uint8_t places[16]; /* nine digits of a fraction, its ".", then ":", sign and "hhmm" */
    uint8_t least[16];
};

/* Which of them: by size, first those that end in "Z", up to 30 bytes; then those that do not. */
enum { RFC3339_SSE41_NUMERIC = 12 };

static const struct rfc3339_sse41_shape rfc3339_sse41_shapes[29] = {
    /* 128 is for a byte that the shape lacks. No text has the shape {.least = {1}}. */
    [0] = {.least = {1}},
    [1] = {{128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128},
           {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    [2] = {.least = {1}},
    [3] = {{14, 128, 128, 128, 128, 128, 128, 128, 128, 13, 128, 128, 128, 128, 128, 128},
           {'0', 0, 0, 0, 0, 0, 0, 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [4] = {{13, 14, 128, 128, 128, 128, 128, 128, 128, 12, 128, 128, 128, 128, 128, 128},
           {'0', '0', 0, 0, 0, 0, 0, 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [5] = {{12, 13, 14, 128, 128, 128, 128, 128, 128, 11, 128, 128, 128, 128, 128, 128},
           {'0', '0', '0', 0, 0, 0, 0, 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [6] = {{11, 12, 13, 14, 128, 128, 128, 128, 128, 10, 128, 128, 128, 128, 128, 128},
           {'0', '0', '0', '0', 0, 0, 0, 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [7] = {{10, 11, 12, 13, 14, 128, 128, 128, 128, 9, 128, 128, 128, 128, 128, 128},
           {'0', '0', '0', '0', '0', 0, 0, 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [8] = {{9, 10, 11, 12, 13, 14, 128, 128, 128, 8, 128, 128, 128, 128, 128, 128},
           {'0', '0', '0', '0', '0', '0', 0, 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [9] = {{8, 9, 10, 11, 12, 13, 14, 128, 128, 7, 128, 128, 128, 128, 128, 128},
           {'0', '0', '0', '0', '0', '0', '0', 0, 0, '.', 0, 0, 0, 0, 0, 0}},
    [10] = {{7, 8, 9, 10, 11, 12, 13, 14, 128, 6, 128, 128, 128, 128, 128, 128},
            {'0', '0', '0', '0', '0', '0', '0', '0', 0, '.', 0, 0, 0, 0, 0, 0}},
    [11] = {{6, 7, 8, 9, 10, 11, 12, 13, 14, 5, 128, 128, 128, 128, 128, 128},
            {'0', '0', '0', '0', '0', '0', '0', '0', '0', '.', 0, 0, 0, 0, 0, 0}},
    [12] = {.least = {1}},
    [13] = {.least = {1}},
    [14] = {.least = {1}},
    [15] = {.least = {1}},
    [16] = {.least = {1}},
    [17] = {.least = {1}},
    [18] = {{128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 13, 10, 11, 12, 14, 15},
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '+', '0', '0', '0', '0'}},
    [19] = {.least = {1}},
    [20] = {{9, 128, 128, 128, 128, 128, 128, 128, 128, 8, 13, 10, 11, 12, 14, 15},
            {'0', 0, 0, 0, 0, 0, 0, 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [21] = {{8, 9, 128, 128, 128, 128, 128, 128, 128, 7, 13, 10, 11, 12, 14, 15},
            {'0', '0', 0, 0, 0, 0, 0, 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [22] = {{7, 8, 9, 128, 128, 128, 128, 128, 128, 6, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', 0, 0, 0, 0, 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [23] = {{6, 7, 8, 9, 128, 128, 128, 128, 128, 5, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', '0', 0, 0, 0, 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [24] = {{5, 6, 7, 8, 9, 128, 128, 128, 128, 4, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', '0', '0', 0, 0, 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [25] = {{4, 5, 6, 7, 8, 9, 128, 128, 128, 3, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', '0', '0', '0', 0, 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [26] = {{3, 4, 5, 6, 7, 8, 9, 128, 128, 2, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', '0', '0', '0', '0', 0, 0, '.', ':', '+', '0', '0', '0', '0'}},
    [27] = {{2, 3, 4, 5, 6, 7, 8, 9, 128, 1, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', '0', '0', '0', '0', '0', 0, '.', ':', '+', '0', '0', '0', '0'}},
    [28] = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 13, 10, 11, 12, 14, 15},
            {'0', '0', '0', '0', '0', '0', '0', '0', '0', '.', ':', '+', '0', '0', '0', '0'}},
};

/*
 * By month and day: which day it is of a year that begins on 1 March, from 1; 0 for what is none,
 * or not in every year. Days have two digits, the first up to 3. More than ten bits of an index are
 * not looked at, so that no bytes lead out of the table.
 */
enum { RFC3339_SSE41_DAYS = 40 };
static const uint16_t rfc3339_sse41_days[26][RFC3339_SSE41_DAYS] = {
    [1] = {0,   307, 308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321,
           322, 323, 324, 325, 326, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337},
    [2] = {0,   338, 339, 340, 341, 342, 343, 344, 345, 346, 347, 348, 349, 350, 351,
           352, 353, 354, 355, 356, 357, 358, 359, 360, 361, 362, 363, 364, 365},
    [3] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
           16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31},
    [4] = {0,  32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
           47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61},
    [5] = {0,  62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76,
           77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92},
    [6] = {0,   93,  94,  95,  96,  97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 107,
           108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122},
    [7] = {0,   123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137,
           138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153},
    [8] = {0,   154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168,
           169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184},
    [9] = {0,   185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198, 199,
           200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214},
    [10] = {0,   215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229,
            230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245},
    [11] = {0,   246, 247, 248, 249, 250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260,
            261, 262, 263, 264, 265, 266, 267, 268, 269, 270, 271, 272, 273, 274, 275},
    [12] = {0,   276, 277, 278, 279, 280, 281, 282, 283, 284, 285, 286, 287, 288, 289, 290,
            291, 292, 293, 294, 295, 296, 297, 298, 299, 300, 301, 302, 303, 304, 305, 306},
};

/* "yyyy-mm-ddThh:mm:ss" in two pieces that overlap, bytes 0 to 15 and bytes 3 to 18. */
struct rfc3339_sse41_head {
    __m128i over[2];      /* 0 where a byte may stand, by itself */
    __m128i pairs;        /* numbers of 16 bits: century, year of it, month, day, hour and so on */
    __m128i numbers;      /* numbers of 32 bits, the first of them the year */
    uint32_t year;        /* from March to February, plus 400 */
    uint32_t day_of_year; /* as above */
    uint32_t second_of_day;
};

/* Reads them; rfc3339_sse41_head_wrong says whether they are a date and a time. */
CPU_SSE41 RULE struct rfc3339_sse41_head rfc3339_sse41_head(const char *text)
{
    struct rfc3339_sse41_head head;
    __m128i first = _mm_loadu_si128((const __m128i *)(const void *)text);
    __m128i last = _mm_loadu_si128((const __m128i *)(const void *)(text + 3));

    /* From each byte the least that may stand there, so that a digit gives its value. */
    const __m128i lower = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0);
    const __m128i first_least = _mm_setr_epi8('0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 't',
                                              '0', '0', ':', '0', '0');
    const __m128i first_most = _mm_setr_epi8(9, 9, 9, 9, 0, 1, 9, 0, 3, 9, 0, 2, 9, 0, 5, 9);
    const __m128i last_least = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '0', '0');
    const __m128i last_most =
        _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 5, 9);
    first = _mm_sub_epi8(_mm_or_si128(first, lower), first_least);
    last = _mm_sub_epi8(last, last_least);
    head.over[0] = _mm_subs_epu8(first, first_most);
    head.over[1] = _mm_subs_epu8(last, last_most);

    /* The digits brought together, and numbers made of two of them, then of four. */
    const __m128i of_first = _mm_setr_epi8(0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, -1, -1, -1, -1);
    const __m128i of_last =
        _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 14, 15, -1, -1);
    __m128i digits =
        _mm_or_si128(_mm_shuffle_epi8(first, of_first), _mm_shuffle_epi8(last, of_last));
    const __m128i tens = _mm_setr_epi8(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 0, 0);
    head.pairs = _mm_maddubs_epi16(digits, tens);
    head.numbers =
        _mm_madd_epi16(head.pairs, _mm_setr_epi16(100, 1, RFC3339_SSE41_DAYS, 1, 3600, 60, 1, 0));

    uint64_t date = (uint64_t)_mm_cvtsi128_si64(head.numbers);
    uint64_t clock = (uint64_t)_mm_extract_epi64(head.numbers, 1);
    uint32_t month_and_day = (uint32_t)(date >> 32) & 1023; /* also where they are no digits */
    head.year = (uint32_t)date + 400 - (month_and_day < 3 * RFC3339_SSE41_DAYS);
    head.day_of_year = (&rfc3339_sse41_days[0][0])[month_and_day];
    head.second_of_day = (uint32_t)clock + (uint32_t)(clock >> 32);
    return head;
}

/* The top bit is set if `seconds` are a day or more, and less than 2^31. */
RULE uint32_t rfc3339_sse41_beyond_day(uint32_t seconds)
{
    return seconds + (UINT32_C(0x80000000) - FUSEAU_SECONDS_PER_DAY);
}

/*
 * What is wrong, 0 if nothing is: the low sixteen bits are of bytes, the top one is of a number, if
 * no byte is wrong.
 */
CPU_SSE41 RULE uint32_t rfc3339_sse41_head_wrong(const struct rfc3339_sse41_head *head)
{
    __m128i right = _mm_cmpeq_epi8(_mm_or_si128(head->over[0], head->over[1]), _mm_setzero_si128());
    uint32_t beyond = (head->day_of_year - 1) | rfc3339_sse41_beyond_day(head->second_of_day);
    return ((uint32_t)_mm_movemask_epi8(right) ^ 0xffff) | (beyond & UINT32_C(0x80000000));
}

/* civil_seconds of it. */
CPU_SSE41 RULE int64_t rfc3339_sse41_head_seconds(const struct rfc3339_sse41_head *head)
{
    uint32_t century = head->year / 100;
    uint32_t days = 1461 * head->year / 4 - century + century / 4 + head->day_of_year;
    const int64_t days_to_1970 = 719469 + CIVIL_DAYS_PER_ERA;
    return ((int64_t)days - days_to_1970) * FUSEAU_SECONDS_PER_DAY + head->second_of_day;
}

/* What follows the seconds. */
struct rfc3339_sse41_tail {
    uint32_t wrong; /* 0 if nothing is */
    uint32_t nanoseconds;
    int32_t offset_seconds;
    enum fuseau_offset_kind offset_kind;
};

/*
 * Reads it; the text has RFC3339_SSE41_LEAST to RFC3339_SSE41_MOST bytes, and `zulu` says whether a
 * "Z" is the last.
 */
CPU_SSE41 RULE struct rfc3339_sse41_tail rfc3339_sse41_tail(const char *text, size_t size,
                                                            bool zulu)
{
    /* As arithmetic: where shapes are mixed, a branch would be guessed wrong half of the time. */
    const size_t numeric = (size_t)RFC3339_SSE41_NUMERIC * !zulu;
    const struct rfc3339_sse41_shape *shape =
        &rfc3339_sse41_shapes[size - RFC3339_SSE41_LEAST + numeric];
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + size - 16));
    __m128i places = _mm_loadu_si128((const __m128i *)(const void *)shape->places);
    __m128i least = _mm_loadu_si128((const __m128i *)(const void *)shape->least);
    const __m128i most = _mm_setr_epi8(9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 2, 2, 9, 5, 9);
    bytes = _mm_sub_epi8(_mm_shuffle_epi8(bytes, places), least);
    __m128i right = _mm_cmpeq_epi8(_mm_subs_epu8(bytes, most), _mm_setzero_si128());

    /*
     * Digits 1 to 4 of the fraction, 5 to 8, the ninth, and the offset. To the ninth is added the
     * sign times 16: 0 of "+" or none, 2 of "-", and 1 of the "," between the two.
     */
    const __m128i tens = _mm_setr_epi8(10, 1, 10, 1, 10, 1, 10, 1, 1, 0, 0, 1, 10, 1, 10, 1);
    __m128i pairs = _mm_maddubs_epi16(bytes, tens);
    __m128i numbers = _mm_madd_epi16(pairs, _mm_setr_epi16(100, 1, 100, 1, 1, 16, 3600, 60));
    uint64_t fraction = (uint64_t)_mm_cvtsi128_si64(numbers);
    uint64_t rest = (uint64_t)_mm_extract_epi64(numbers, 1);
    uint32_t ninth_and_sign = (uint32_t)rest;
    uint32_t offset_size = (uint32_t)(rest >> 32);
    int32_t west = -(int32_t)(ninth_and_sign >> 5); /* 0 or -1: to change the sign by */
    bool unknown = (rest & ~UINT64_C(15)) == 32;    /* "-00:00" */
    return (struct rfc3339_sse41_tail){
        .wrong = ((uint32_t)_mm_movemask_epi8(right) ^ 0xffff) | (ninth_and_sign & 16) |
                 rfc3339_sse41_beyond_day(offset_size) >> 31,
        .nanoseconds =
            (uint32_t)fraction * 100000 + (uint32_t)(fraction >> 32) * 10 + (ninth_and_sign & 15),
        .offset_seconds = ((int32_t)offset_size ^ west) - west,
        .offset_kind = (enum fuseau_offset_kind)((unsigned)zulu + (unknown ? 2U : 0U)),
    };
}

CPU_SSE41 RULE void rfc3339_sse41_store(const struct rfc3339_sse41_head *head, int64_t seconds,
                                        uint32_t nanoseconds, struct fuseau_rfc3339 *out)
{
    _Static_assert(offsetof(struct fuseau_date, month) == 4 &&
                       offsetof(struct fuseau_date, day) == 5 && sizeof(struct fuseau_date) == 8,
                   "a date is stored at once");
    _Static_assert(offsetof(struct fuseau_time, hour) == 0 &&
                       offsetof(struct fuseau_time, minute) == 1 &&
                       offsetof(struct fuseau_time, second) == 2 &&
                       offsetof(struct fuseau_time, nanosecond) == 4,
                   "a time is stored at once");
    _Static_assert(offsetof(struct fuseau_rfc3339, time) ==
                       offsetof(struct fuseau_rfc3339, date) + sizeof(struct fuseau_date),
                   "a date and a time are stored at once");
    const __m128i stored =
        _mm_setr_epi8(-1, -1, -1, -1, 4, 6, -1, -1, 8, 10, 12, -1, -1, -1, -1, -1);
    __m128i date_and_time =
        _mm_blend_epi16(_mm_shuffle_epi8(head->pairs, stored), head->numbers, 3);
    _mm_storeu_si128((__m128i *)(void *)((char *)out + offsetof(struct fuseau_rfc3339, date)),
                     date_and_time);
    out->instant.seconds = seconds;
    out->instant.nanoseconds = (int32_t)nanoseconds;
    out->time.nanosecond = (int32_t)nanoseconds;
}

#endif
#endif
