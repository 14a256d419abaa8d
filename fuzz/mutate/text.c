/* text.c -- fields of timestamps, offsets, zones and rules: numbers, signs, parts, words */
/* SPDX-License-Identifier: MIT */
#include "mutate/mutation.h"

#include <stdio.h>

/* What a target's grammar has that a byte at a time would take long to find. */
static const char *const timestamp_words[] = {"2024-02-29T23:59:60Z",
                                              "1972-06-30T23:59:60Z",
                                              "0000-01-01",
                                              "9999-12-31",
                                              "T00:00:00",
                                              ":60",
                                              "-00:00",
                                              "+00:00",
                                              "+23:59",
                                              "-12:34",
                                              "Z",
                                              "z",
                                              "t",
                                              " ",
                                              ".000000001",
                                              ".999999999999",
                                              NULL};
static const char *const suffix_words[] = {"[Europe/Paris]",
                                           "[!America/New_York]",
                                           "[+05:30]",
                                           "[!-00:00]",
                                           "[u-ca=hebrew]",
                                           "[!u-ca=gregory]",
                                           "[_foo=bar]",
                                           "[!knort=blargel]",
                                           "[",
                                           "]",
                                           "!",
                                           "=",
                                           "-",
                                           "/",
                                           ".",
                                           "..",
                                           "_",
                                           "[a-b=c-d]",
                                           "Etc/GMT+1",
                                           "00:00Z",
                                           NULL};
static const char *const rule_words[] = {"EST5EDT,M3.2.0,M11.1.0",
                                         "IST-1GMT0,M10.5.0,M3.5.0/1",
                                         "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                         "XXX3EDT4,0/0,J365/23",
                                         "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
                                         "UTC0",
                                         ",M10.5.0/3",
                                         ",M1.1.6",
                                         ",J1/0",
                                         ",J60",
                                         ",J365/24",
                                         ",0/0",
                                         ",365",
                                         "/-167",
                                         "/167:59:59",
                                         "/24",
                                         "/25",
                                         "<+03>",
                                         "<-0330>",
                                         "-24:59:59",
                                         "24",
                                         "ABC",
                                         NULL};

static const char *const *words_of(const char *target)
{
    if (strcmp(target, "rfc9557") == 0) {
        return suffix_words;
    }
    return strcmp(target, "rfc3339") == 0 ? timestamp_words : rule_words;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_alphanumeric(uint8_t byte)
{
    return is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* A stretch of bytes, all of them digits, or all of one kind. */
struct part {
    size_t at, end;
};

/* The part of which the byte at `at` is one: digits and letters, or else a byte alone. */
static struct part part_around(const struct mutation *it, size_t at, struct part within,
                               bool (*is_of_part)(uint8_t))
{
    struct part part = {at, at + 1};
    if (!is_of_part(it->bytes[at])) {
        return part;
    }
    while (part.at > within.at && is_of_part(it->bytes[part.at - 1])) {
        part.at--;
    }
    while (part.end < within.end && is_of_part(it->bytes[part.end])) {
        part.end++;
    }
    return part;
}

/* A byte for which `is_wanted`, looked for from a random place on; false if there is none. */
static bool find(struct mutation *it, struct part within, bool (*is_wanted)(uint8_t), size_t *at)
{
    const size_t size = within.end - within.at;
    const size_t from = roll_below(it, size);
    for (size_t i = 0; i < size; i++) {
        *at = within.at + (from + i) % size;
        if (is_wanted(it->bytes[*at])) {
            return true;
        }
    }
    return false;
}

/* The digits from `at` to `end` become `number`, as many of its last digits as there were. */
static void put_number(struct mutation *it, struct part digits, uint64_t number)
{
    for (size_t at = digits.end; at > digits.at; at--) {
        it->bytes[at - 1] = (uint8_t)('0' + number % 10);
        number /= 10;
    }
}

static uint64_t number_of(const struct mutation *it, struct part digits)
{
    uint64_t number = 0;
    for (size_t at = digits.at; at < digits.end; at++) {
        number = number * 10 + (uint64_t)(it->bytes[at] - '0'); /* may wrap: any number will do */
    }
    return number;
}

/* A number becomes the next, the one before, or one at a limit of some field. */
static void change_number(struct mutation *it, struct part within)
{
    static const uint64_t limits[] = {0,   1,   4,   5,   6,   7,   12,  13,   23,   24,   25,
                                      28,  29,  30,  31,  32,  53,  59,  60,   61,   99,   100,
                                      167, 168, 365, 366, 367, 400, 999, 1969, 1970, 2000, 9999};
    size_t at = 0;
    if (!find(it, within, is_digit, &at)) {
        return;
    }
    const struct part digits = part_around(it, at, within, is_digit);
    const size_t choice = roll_below(it, 4);
    const uint64_t limit = limits[roll_below(it, sizeof limits / sizeof *limits)];
    char written[24];
    if (choice == 0) {
        put_number(it, digits, number_of(it, digits) + 1);
    } else if (choice == 1) {
        put_number(it, digits, number_of(it, digits) - 1);
    } else if (choice == 2) {
        put_number(it, digits, limit);
    } else {
        const int size = snprintf(written, sizeof written, "%llu", (unsigned long long)limit);
        splice(it, digits.at, digits.end, written, (size_t)size);
    }
}

static bool is_sign(uint8_t byte)
{
    return byte == '+' || byte == '-';
}

/* A sign is turned round; in front of a number without one, one is put. */
static void change_sign(struct mutation *it, struct part within)
{
    size_t at = 0;
    if (roll_below(it, 4) > 0 && find(it, within, is_sign, &at)) {
        it->bytes[at] = it->bytes[at] == '+' ? '-' : '+';
    } else if (find(it, within, is_digit, &at)) {
        const size_t begin = part_around(it, at, within, is_digit).at;
        splice(it, begin, begin, "-", 1);
    }
}

static struct part any_part(struct mutation *it, struct part within)
{
    const size_t at = within.at + roll_below(it, within.end - within.at);
    return part_around(it, at, within, is_alphanumeric);
}

enum { PART_MAX = 64 };

/* A part is doubled, dropped, or put behind another. */
static void change_parts(struct mutation *it, struct part within)
{
    uint8_t copy[PART_MAX];
    const struct part part = any_part(it, within);
    const struct part other = any_part(it, within);
    const size_t size = part.end - part.at < PART_MAX ? part.end - part.at : PART_MAX;
    memcpy(copy, it->bytes + part.at, size);
    switch (roll_below(it, 4)) {
    case 0:
        splice(it, part.end, part.end, copy, size);
        break;
    case 1:
        splice(it, part.at, part.end, NULL, 0);
        break;
    case 2:
        splice(it, other.at, other.end, copy, size);
        break;
    default:
        splice(it, other.end, other.end, copy, size);
    }
}

/* A word of the grammar in place of a part, or between two. */
static void put_word(struct mutation *it, const char *target, struct part within)
{
    const char *const *const words = words_of(target);
    size_t count = 0;
    while (words[count]) {
        count++;
    }
    const char *const word = words[roll_below(it, count)];
    struct part part = within;
    if (within.end > within.at) {
        part = any_part(it, within);
        part.end = roll_below(it, 2) == 0 ? part.at : part.end;
    }
    splice(it, part.at, part.end, word, strlen(word));
}

/* A letter the other way, a digit, or another of the bytes that separate. */
static void change_byte(struct mutation *it, struct part within)
{
    static const char bytes[] = "0123456789ABTZabtz+-:,./<>[]=!_ JM";
    const size_t at = within.at + roll_below(it, within.end - within.at);
    const bool letter = is_alphanumeric(it->bytes[at]) && !is_digit(it->bytes[at]);
    if (letter && roll_below(it, 2) == 0) {
        it->bytes[at] ^= 0x20;
    } else {
        it->bytes[at] = (uint8_t)bytes[roll_below(it, sizeof bytes - 1)];
    }
}

void mutate_text(struct mutation *it, const char *target, size_t at, size_t end)
{
    const struct part within = {at, end};
    const size_t choice = roll_below(it, 12);
    if (at == end || choice == 0) {
        put_word(it, target, within);
    } else if (choice < 6) {
        change_number(it, within);
    } else if (choice < 8) {
        change_sign(it, within);
    } else if (choice < 11) {
        change_parts(it, within);
    } else {
        change_byte(it, within);
    }
}
