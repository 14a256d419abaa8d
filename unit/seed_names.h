/* seed_names.h -- a seed's name says what is in it; these are the lies we know how to tell */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SEED_NAMES_H
#define FUSEAU_SEED_NAMES_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seed.h"

static const char *name_of(const struct seed *seed)
{
    return strrchr(seed->path, '/') + 1;
}

/* Where `words` stand in the name, whole: "minus" does, in "kabul-minus-0430", "us" does not. */
static const char *find_words(const char *name, const char *words)
{
    const size_t length = strlen(words);
    for (const char *at = strstr(name, words); at; at = strstr(at + 1, words)) {
        if ((at == name || at[-1] == '-') && (at[length] == '\0' || at[length] == '-')) {
            return at;
        }
    }
    return NULL;
}

/* The number that follows `words` in the name, as in "truncated-at-07"; -1 if none does. */
static int number_after(const char *name, const char *words)
{
    const char *const at = find_words(name, words);
    if (!at || at[strlen(words)] == '\0' || !isdigit((unsigned char)at[strlen(words) + 1])) {
        return -1;
    }
    return (int)strtol(at + strlen(words) + 1, NULL, 10);
}

static bool holds(const struct seed *seed, const char *bytes, size_t count)
{
    for (size_t i = 0; i + count <= seed->size; i++) {
        if (memcmp(seed->text + i, bytes, count) == 0) {
            return true;
        }
    }
    return false;
}

static bool holds_text(const struct seed *seed, const char *text)
{
    return holds(seed, text, strlen(text));
}

/* Whether a byte from `first` to `last` is in the seed. */
static bool holds_one_of(const struct seed *seed, unsigned char first, unsigned char last)
{
    for (size_t i = 0; i < seed->size; i++) {
        const unsigned char byte = (unsigned char)seed->text[i];
        if (first <= byte && byte <= last) {
            return true;
        }
    }
    return false;
}

/* The text from the time on: the hyphens of a date are no minus. */
static struct seed after_date(const struct seed *seed)
{
    struct seed rest = *seed;
    const char *const name = seed->grammar->name;
    const bool dated =
        strcmp(name, "rfc3339") == 0 || strcmp(name, "rfc9557") == 0 ||
        (strcmp(name, "datetime") == 0 && seed->size > 2 && isdigit((unsigned char)seed->text[2]));
    if (dated && seed->size > FUSEAU_FULLDATE_SIZE) {
        rest.text += FUSEAU_FULLDATE_SIZE;
        rest.size -= FUSEAU_FULLDATE_SIZE;
    }
    return rest;
}

/* After "plus" or "minus", "0545" says that the text holds the sign and "05:45". */
static bool sign_holds(const struct seed *seed, const char *word, char sign)
{
    const struct seed rest = after_date(seed);
    const char other = sign == '+' ? '-' : '+';
    const char *const figures = find_words(name_of(seed), word) + strlen(word) + 1;
    if (number_after(name_of(seed), word) < 0) {
        return holds(&rest, &sign, 1) && !holds(&rest, &other, 1);
    }
    const char offset[] = {sign, figures[0], figures[1], ':', figures[2], figures[3], '\0'};
    return holds_text(&rest, offset);
}

static bool says_plus(const struct seed *seed)
{
    return sign_holds(seed, "plus", '+');
}

static bool says_minus(const struct seed *seed)
{
    return holds_text(seed, "\u2212") || sign_holds(seed, "minus", '-');
}

static bool says_zulu(const struct seed *seed)
{
    return holds_text(seed, "Z") || holds_text(seed, "z");
}

static bool says_utc(const struct seed *seed)
{
    return says_zulu(seed) || holds_text(seed, "UTC");
}

static bool says_lower(const struct seed *seed)
{
    return holds_one_of(seed, 'a', 'z');
}

static bool says_upper(const struct seed *seed)
{
    return holds_one_of(seed, 'A', 'Z');
}

static bool says_leap_second(const struct seed *seed)
{
    return holds_text(seed, ":60");
}

static bool says_space(const struct seed *seed)
{
    return holds_text(seed, " ");
}

static bool says_tab(const struct seed *seed)
{
    return holds_text(seed, "\t");
}

static bool says_newline(const struct seed *seed)
{
    return holds_text(seed, "\n");
}

static bool says_carriage_return(const struct seed *seed)
{
    return holds_text(seed, "\r");
}

static bool says_nul(const struct seed *seed)
{
    return holds(seed, "", 1);
}

static bool says_comma(const struct seed *seed)
{
    return holds_text(seed, ",");
}

static bool says_unicode(const struct seed *seed)
{
    return holds_one_of(seed, 0x80, 0xff);
}

static bool says_empty(const struct seed *seed)
{
    return seed->size == 0;
}

/* "fraction-09-digits" says how many digits, too. */
static bool says_fraction(const struct seed *seed)
{
    const int digits = number_after(name_of(seed), "fraction");
    const char *const point = (const char *)memchr(seed->text, '.', seed->size);
    int found = 0;
    while (point && point + 1 + found < seed->text + seed->size &&
           isdigit((unsigned char)point[1 + found])) {
        found++;
    }
    return point && (digits < 0 || digits == found);
}

static bool says_trailing(const struct seed *seed)
{
    return read_default(seed).error == FUSEAU_ERR_TRAILING;
}

static bool says_over(const struct seed *seed)
{
    return read_default(seed).error == FUSEAU_ERR_RANGE;
}

static bool says_truncated_at(const struct seed *seed)
{
    return number_after(name_of(seed), "truncated-at") == (int)seed->size;
}

static bool says_no_digit_at(const struct seed *seed)
{
    const struct fuseau_result result = read_default(seed);
    return result.error == FUSEAU_ERR_DIGIT &&
           number_after(name_of(seed), "no-digit-at") == (int)result.at;
}

static bool says_no_separator_at(const struct seed *seed)
{
    const struct fuseau_result result = read_default(seed);
    return result.error == FUSEAU_ERR_SEPARATOR &&
           number_after(name_of(seed), "no-separator-at") == (int)result.at;
}

static bool says_year(const struct seed *seed)
{
    const int year = number_after(name_of(seed), "year");
    char digits[16];
    snprintf(digits, sizeof digits, "%04d", year);
    return year < 0 || (seed->size >= 4 && memcmp(seed->text, digits, 4) == 0);
}

static bool says_february(const struct seed *seed)
{
    const int day = number_after(name_of(seed), "february");
    char digits[16];
    snprintf(digits, sizeof digits, "-02-%02d", day);
    return day < 0 || holds_text(seed, digits);
}

static bool says_critical(const struct seed *seed)
{
    return holds_text(seed, "[!");
}

static bool says_experimental(const struct seed *seed)
{
    return holds_text(seed, "[_") || holds_text(seed, "[!_");
}

static bool says_dots(const struct seed *seed)
{
    return holds_text(seed, "..");
}

static bool says_backslash(const struct seed *seed)
{
    return holds_text(seed, "\\");
}

/* ---- of TZ strings ---- */

static bool read_rule(const struct seed *seed, struct fuseau_posixtz *value)
{
    return fuseau_posixtz_parse(seed->text, seed->size, value).error == FUSEAU_OK;
}

/* zic writes footers as the library does. In a zone file they may be anything. */
static bool says_footer(const struct seed *seed)
{
    struct fuseau_posixtz value;
    char written[FUSEAU_POSIXTZ_MAX_SIZE];
    return strcmp(seed->grammar->name, "tzif") == 0 ||
           (read_rule(seed, &value) &&
            fuseau_posixtz_format(&value, written, sizeof written).at == seed->size &&
            memcmp(written, seed->text, seed->size) == 0);
}

static bool says_quoted(const struct seed *seed)
{
    return holds_text(seed, "<");
}

/* The day of a rule; elsewhere it is the calendar. */
static bool says_julian(const struct seed *seed)
{
    return strcmp(seed->grammar->name, "posixtz") != 0 || holds_text(seed, "J");
}

static bool says_southern(const struct seed *seed)
{
    struct fuseau_posixtz value;
    return read_rule(seed, &value) && value.has_daylight && fuseau_posixtz_spans_new_year(&value);
}

static bool says_negative_dst(const struct seed *seed)
{
    struct fuseau_posixtz value;
    return read_rule(seed, &value) && value.has_daylight &&
           value.daylight.offset_seconds < value.standard.offset_seconds;
}

static bool says_permanent_dst(const struct seed *seed)
{
    struct fuseau_posixtz value;
    bool permanent = read_rule(seed, &value) && value.has_daylight;
    for (int64_t year = 2000; permanent && year < 2400; year++) {
        permanent = fuseau_posixtz_start(&value, year + 1) <= fuseau_posixtz_end(&value, year);
    }
    return permanent;
}

static bool says_extended(const struct seed *seed)
{
    struct fuseau_posixtz value;
    return read_rule(seed, &value) && fuseau_posixtz_needs_extension(&value);
}

/* The words, what they promise, and for each a seed that lies and one that does not. */
static const struct promise {
    const char *words;
    bool (*kept)(const struct seed *seed);
    const char *lying_name;
    const char *lie;
    const char *honest_name;
    const char *truth;
} promises[] = {
    {"plus", says_plus, "rfc3339/accept/paris-plus-0100", "2023-10-05T07:30:00-01:00",
     "rfc3339/accept/paris-plus-0100", "2023-10-05T07:30:00+01:00"},
    {"plus", says_plus, "offset/accept/paris-plus-0100", "+02:00", "offset/accept/plus", "+02:00"},
    {"minus", says_minus, "offset/accept/kathmandu-minus-0545", "+05:45",
     "offset/accept/kathmandu-minus-0545", "-05:45"},
    {"minus", says_minus, "rfc3339/accept/minus", "2023-10-05T07:30:00Z", "rfc3339/accept/minus",
     "2023-10-05T07:30:00-00:00"},
    {"minus", says_minus, "offset/reject/unicode-minus", "\u00b105:30",
     "offset/reject/unicode-minus", "\u221205:30"},
    {"zulu", says_zulu, "offset/accept/zulu", "+00:00", "offset/accept/zulu", "z"},
    {"utc", says_utc, "offset/accept/utc", "+00:00", "offset/reject/word-utc", "UTC+1"},
    {"lower", says_lower, "offset/accept/lower", "Z", "offset/accept/lower", "z"},
    {"upper", says_upper, "offset/accept/upper", "z", "offset/accept/upper", "Z"},
    {"leap-second", says_leap_second, "fulltime/accept/leap-second", "23:59:59Z",
     "fulltime/accept/leap-second", "23:59:60Z"},
    {"space", says_space, "offset/reject/trailing-space", "Z\t", "offset/reject/trailing-space",
     "Z "},
    {"tab", says_tab, "offset/reject/tab", " Z", "offset/reject/tab", "\tZ"},
    {"newline", says_newline, "offset/reject/newline", "Z", "offset/reject/newline", "Z\n"},
    {"carriage-return", says_carriage_return, "offset/reject/carriage-return", "Z\n",
     "offset/reject/carriage-return", "Z\r"},
    {"nul", says_nul, "offset/reject/nul", "Z", NULL, NULL},
    {"comma", says_comma, "fulltime/reject/comma", "01:14:00.5Z", "fulltime/reject/comma",
     "01:14:00,5Z"},
    {"unicode", says_unicode, "offset/reject/unicode-digits", "+05:30",
     "offset/reject/unicode-digits", "+\u0660\u0665:30"},
    {"empty", says_empty, "offset/reject/empty", " ", "offset/reject/empty", ""},
    {"fraction", says_fraction, "fulltime/accept/fraction", "01:14:00Z", "fulltime/accept/fraction",
     "01:14:00.5Z"},
    {"fraction", says_fraction, "fulltime/accept/fraction-02-digits", "01:14:00.5Z",
     "fulltime/accept/fraction-02-digits", "01:14:00.25Z"},
    {"trailing", says_trailing, "offset/reject/trailing-digit", "0Z",
     "offset/reject/trailing-digit", "Z0"},
    {"over", says_over, "offset/reject/hour-over", "+23:59", "offset/reject/hour-over", "+24:00"},
    {"truncated-at", says_truncated_at, "offset/reject/truncated-at-03",
     "+05:", "offset/reject/truncated-at-03", "+05"},
    {"no-digit-at", says_no_digit_at, "offset/reject/no-digit-at-02", "+x5:30",
     "offset/reject/no-digit-at-02", "+0x:30"},
    {"no-separator-at", says_no_separator_at, "offset/reject/no-separator-at-03", "+05:x0",
     "offset/reject/no-separator-at-03", "+05x30"},
    {"year", says_year, "fulldate/accept/year-0000", "0001-01-01", "fulldate/accept/year-0000",
     "0000-01-01"},
    {"february", says_february, "fulldate/accept/february-29", "2024-01-29",
     "fulldate/accept/february-29", "2024-02-29"},
    {"minus", says_minus, "rfc9557/accept/minus", "2024-07-11T01:14:00+01:00",
     "rfc9557/accept/minus", "2024-07-11T01:14:00-01:00"},
    {"critical", says_critical, "rfc9557/accept/critical", "2024-07-11T01:14:00Z[UTC]",
     "rfc9557/accept/critical", "2024-07-11T01:14:00Z[!UTC]"},
    {"experimental", says_experimental, "rfc9557/either/experimental", "2024-07-11T01:14:00Z[a_=b]",
     "rfc9557/either/experimental", "2024-07-11T01:14:00Z[!_a=b]"},
    {"dots", says_dots, "zonename/reject/dots", "./a", "zonename/reject/dots", "../a"},
    {"backslash", says_backslash, "zonename/reject/backslash", "../a", "zonename/reject/backslash",
     "..\\a"},
    {"footer", says_footer, "posixtz/accept/footer-tokyo", "JST-09", "posixtz/accept/footer-tokyo",
     "JST-9"},
    {"quoted", says_quoted, "posixtz/accept/quoted", "EST5", "posixtz/accept/quoted", "<EST>5"},
    {"julian", says_julian, "posixtz/accept/julian", "XXX0YYY,1,2", "posixtz/accept/julian",
     "XXX0YYY,J1,2"},
    {"southern", says_southern, "posixtz/accept/southern", "XXX0YYY,J1,J2",
     "posixtz/accept/southern", "XXX0YYY,J2,J1"},
    {"negative-dst", says_negative_dst, "posixtz/accept/negative-dst", "XXX0YYY,J1,J2",
     "posixtz/accept/negative-dst", "XXX0YYY1,J1,J2"},
    {"permanent-dst", says_permanent_dst, "posixtz/accept/permanent-dst", "EST5EDT,0/0,J365/24",
     "posixtz/accept/permanent-dst", "EST5EDT,0/0,J365/25"},
    {"extended", says_extended, "posixtz/accept/extended", "XXX0YYY,J1,J2/24",
     "posixtz/accept/extended", "XXX0YYY,J1,J2/25"},
};

enum { promise_count = sizeof promises / sizeof *promises };

/* The first words in the name that the text contradicts, or NULL. */
static const char *lie_in(const struct seed *seed)
{
    for (size_t i = 0; i < promise_count; i++) {
        if (find_words(name_of(seed), promises[i].words) && !promises[i].kept(seed)) {
            return promises[i].words;
        }
    }
    return NULL;
}

#endif
