/* slow_rfc9557_test.c -- what the plain reader of suffixes must say, and the fast one says too */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "agreement.h"

#include "oracle/slow_rfc9557.h"

/* ---- what it says of a text: the error, and the byte (OK stands at the end) ---- */

static const struct refused names[] = {
    {{"a name", TEXT("America/New_York")}, FUSEAU_OK, 16},
    {{"dots that are not alone", TEXT(".._x../.0+-")}, FUSEAU_OK, 11},
    {{"empty", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"cut at its slash", TEXT("Europe/")}, FUSEAU_ERR_END, 7},
    {{"up, cut", TEXT("..")}, FUSEAU_ERR_END, 2},
    {{"up", TEXT("../etc")}, FUSEAU_ERR_NAME_PART, 2},
    {{"two slashes", TEXT("a//b")}, FUSEAU_ERR_NAME_PART, 2},
    {{"a slash in front", TEXT("/etc")}, FUSEAU_ERR_NAME, 0},
    {{"a sign in front of a part", TEXT("Etc/+1")}, FUSEAU_ERR_NAME, 4},
    {{"a bracket", TEXT("UTC]")}, FUSEAU_ERR_NAME, 3},
    {{"nul", TEXT("UTC\0")}, FUSEAU_ERR_NAME, 3},
    {{"fifteen bytes", TEXT("abcdefghijklmno")}, FUSEAU_OK, 15},
    {{"up behind fifteen bytes", TEXT("abcdefghijklmno/../b")}, FUSEAU_ERR_NAME_PART, 18},
};

static void name_says(void **state)
{
    const struct refused *row = *state;
    row_expect(&row->row, slow_zonename(row->row.text, row->row.size), row->error, row->at);
}

static const struct refused suffixes[] = {
    {{"none", TEXT("2022-07-08T00:14:07Z")}, FUSEAU_OK, 20},
    {{"all of it", TEXT("2022-07-08T00:14:07Z[!Asia/Tokyo][a=1][!u-ca=b-c]")}, FUSEAU_OK, 49},
    {{"an offset", TEXT("2022-07-08T00:14:07Z[-03:30]")}, FUSEAU_OK, 28},
    {{"a bracket in the time", TEXT("2024-07-11T01:14[")}, FUSEAU_ERR_SEPARATOR, 16},
    {{"a byte behind", TEXT("2022-07-08T00:14:07Zx[UTC]")}, FUSEAU_ERR_TRAILING, 20},
    {{"a key or a zone, cut", TEXT("2022-07-08T00:14:07Z[u-ca")}, FUSEAU_ERR_END, 25},
    {{"nothing", TEXT("2022-07-08T00:14:07Z[]")}, FUSEAU_ERR_NAME, 21},
    {{"up", TEXT("2022-07-08T00:14:07Z[..]")}, FUSEAU_ERR_NAME_PART, 23},
    {{"a long zone", TEXT("2022-07-08T00:14:07Z[abcdefghijklmno]")}, FUSEAU_OK, 37},
    {{"a long key or zone", TEXT("2022-07-08T00:14:07Z[abcdefghijklmno")}, FUSEAU_ERR_END, 36},
    {{"hour 24", TEXT("2022-07-08T00:14:07Z[+24:00]")}, FUSEAU_ERR_RANGE, 23},
    {{"an offset's seconds", TEXT("2022-07-08T00:14:07Z[+01:00:00]")}, FUSEAU_ERR_SUFFIX, 27},
    {{"a zone in second place", TEXT("2022-07-08T00:14:07Z[a=b][UTC]")}, FUSEAU_ERR_SUFFIX, 26},
    {{"no value", TEXT("2022-07-08T00:14:07Z[a=]")}, FUSEAU_ERR_SUFFIX, 23},
    {{"an experiment", TEXT("2022-07-08T00:14:07Z[_a=b]")}, FUSEAU_ERR_EXPERIMENTAL, 21},
    {{"critical, unknown", TEXT("2022-07-08T00:14:07Z[!a=b]")}, FUSEAU_ERR_CRITICAL, 22},
    {{"a contradiction", TEXT("2022-07-08T00:14:07Z[u-ca=a][!u-ca=b]")}, FUSEAU_ERR_DUPLICATE, 30},
    {{"no contradiction", TEXT("2022-07-08T00:14:07Z[u-ca=a][!u-ca=a]")}, FUSEAU_OK, 37},
    {{"the leap second, judged last", TEXT("2022-07-08T00:14:60Z[a=]")}, FUSEAU_ERR_SUFFIX, 23},
    {{"the leap second, before tags", TEXT("2022-07-08T00:14:60Z[_a=b]")},
     FUSEAU_ERR_LEAP_SECOND,
     17},
};

static void suffix_says(void **state)
{
    const struct refused *row = *state;
    struct fuseau_rfc9557 value;
    row_expect(&row->row, slow_rfc9557(row->row.text, row->row.size, NULL, &value), row->error,
               row->at);
}

/* ---- what it reads ---- */

static const struct row values[] = {
    {"all that there is", TEXT("2022-07-08T00:14:07Z[!+08:45][x=1][!u-ca=b-c]")}};

static void value_is(void **state)
{
    const struct row *row = *state;
    struct fuseau_rfc9557 value;
    row_expect(row, slow_rfc9557(row->text, row->size, NULL, &value), FUSEAU_OK, row->size);
    const struct fuseau_rfc9557 expected = {
        .timestamp = {{1657239247, 0}, {2022, 7, 8}, {0, 14, 7, 0}, {0, FUSEAU_OFFSET_ZULU}, 0},
        .zone = FUSEAU_RFC9557_ZONE_OFFSET,
        .zone_critical = true,
        .zone_name = {22, 6},
        .zone_offset = {31500, FUSEAU_OFFSET_NUMERIC},
        .tag_count = 2,
        .tags = {{{30, 1}, {32, 1}, false}, {{36, 4}, {41, 3}, true}},
    };
    assert_true(slow_equal_rfc9557(&value, &expected));
    value.tags[1].critical = false;
    assert_false(slow_equal_rfc9557(&value, &expected));
}

/* ---- whether the fast readers agree, on every text one byte away from these ---- */

static bool is_same(struct fuseau_result left, struct fuseau_result right)
{
    return left.error == right.error && left.at == right.at;
}

static bool name_agrees(const char *text, size_t size)
{
    return is_same(fuseau_zonename_parse(text, size), slow_zonename(text, size));
}

static bool suffix_agrees_with(const char *text, size_t size,
                               const struct fuseau_rfc9557_options *options)
{
    struct fuseau_rfc9557 fast;
    struct fuseau_rfc9557 slow;
    const struct fuseau_result result = fuseau_rfc9557_parse(text, size, options, &fast);
    return is_same(result, slow_rfc9557(text, size, options, &slow)) &&
           (result.error != FUSEAU_OK || slow_equal_rfc9557(&fast, &slow));
}

static bool suffix_agrees(const char *text, size_t size)
{
    static const char *const known[] = {"knort", "_foo"};
    static const struct fuseau_rfc9557_options options[] = {
        {.known_keys = known, .known_count = 2, .allow_experimental = true},
        {.known_keys = known, .timestamp = {true, FUSEAU_LEAP_REFUSE}},
    };
    return suffix_agrees_with(text, size, NULL) && suffix_agrees_with(text, size, &options[0]) &&
           suffix_agrees_with(text, size, &options[1]);
}

static const struct agreement_row near_misses[] = {
    {{"a name", TEXT("America/Argentina/Buenos_Aires")}, name_agrees},
    {{"a name of dots", TEXT(".../..a/.b")}, name_agrees},
    {{"a name of long parts", TEXT("abcdefghijklmnop/ABCDEFGHIJKLMNOP")}, name_agrees},
    {{"no suffix", TEXT("2022-07-08T00:14:07+01:00")}, suffix_agrees},
    {{"a zone", TEXT("2022-07-08T00:14:07Z[!Europe/Paris]")}, suffix_agrees},
    {{"a zone like a key", TEXT("2022-07-08T00:14:07Z[a-zone_like-0]")}, suffix_agrees},
    {{"an offset", TEXT("2022-07-08T00:14:07Z[!+05:30]")}, suffix_agrees},
    {{"a tag", TEXT("2022-07-08T00:14:07Z[u-ca=islamic-civil]")}, suffix_agrees},
    {{"a long key", TEXT("2022-07-08T00:14:07Z[a-very_long-key=x]")}, suffix_agrees},
    {{"a zone like a long key", TEXT("2022-07-08T00:14:07Z[a-very_long-zone]")}, suffix_agrees},
    {{"a zone and a tag", TEXT("2022-07-08T00:14:07Z[a/b][u-ca=a]")}, suffix_agrees},
    {{"duplicates", TEXT("2022-07-08T00:14:07Z[!u-ca=ab][u-ca=ab]")}, suffix_agrees},
    {{"an experiment", TEXT("2022-07-08T00:14:07Z[!_foo=a][_foo=b]")}, suffix_agrees},
    {{"a leap second", TEXT("2016-12-31T23:59:60Z[!knort=a]")}, suffix_agrees},
};

/* ---- every text of a few bytes that decide something, in brackets and as a name ---- */

static const struct agreement_row short_texts[] = {
    {{"names", TEXT("")}, name_agrees},
    {{"the first bracket", TEXT("2022-07-08T00:14:07Z[")}, suffix_agrees},
    {{"the second bracket", TEXT("2022-07-08T00:14:07Z[u-ca=a][")}, suffix_agrees},
};

static void short_texts_agree(void **state)
{
    static const char bytes[] = "aZ0._-/=!+[]";
    enum { base = sizeof bytes - 1, longest = 4 };
    const struct agreement_row *row = *state;
    char text[64];
    memcpy(text, row->row.text, row->row.size);
    for (size_t size = 1, count = base; size <= longest; size++, count *= base) {
        for (size_t number = 0; number < count; number++) {
            size_t rest = number;
            for (size_t i = 0; i < size; i++, rest /= base) {
                text[row->row.size + i] = bytes[rest % base];
            }
            expect_agreement(row, text, row->row.size + size);
        }
    }
}

int main(void)
{
    const struct table tables[] = {
        TABLE(names, name_says),
        TABLE(suffixes, suffix_says),
        TABLE(values, value_is),
        TABLE(near_misses, near_misses_agree),
        TABLE(short_texts, short_texts_agree),
    };
    return tables_run("slow_rfc9557", tables, sizeof tables / sizeof tables[0]);
}
