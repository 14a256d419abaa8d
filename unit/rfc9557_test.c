/* rfc9557_test.c -- what is accepted as a timestamp with a suffix, what is refused, and why */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "rfc9557.h"

struct accepted {
    struct row row;
    const char *zone; /* "Europe/Paris", "!+08:45"; "" if there is none */
    const char *tags; /* "u-ca=hebrew", "!u-ca=a x=b-c"; in their order, with a space between */
};

/* Most suffixes are read behind the same date-time, whose 20 bytes end at the "Z". */
#define STAMP "2022-07-08T00:14:07Z"

/* RFC 9557's own examples, by section and order, that its grammar accepts. */
static const struct accepted examples[] = {
    {{"1.2 an offset time zone", EXAMPLE("2022-07-08T00:14:07+08:45[+08:45]")}, "+08:45", ""},
    /* inconsistent, which zoned.h says: the grammar has no zones */
    {{"3.3 an elective zone", TEXT("2022-07-08T00:14:07+01:00[Europe/Paris]")}, "Europe/Paris", ""},
    {{"3.3 as if it were", TEXT("2022-07-08T00:14:07+01:00")}, "", ""},
    {{"3.3 Z and a zone", TEXT(STAMP "[Europe/Paris]")}, "Europe/Paris", ""},
    {{"3.3 equivalent to", TEXT("2022-07-08T02:14:07+02:00[Europe/Paris]")}, "Europe/Paris", ""},
    {{"3.3 an unknown key", TEXT("2022-07-08T00:14:07+01:00[knort=blargel]")}, "", "knort=blargel"},
    /* erroneous, which zoned.h says: critical and inconsistent */
    {{"3.3 a critical zone", TEXT("2022-07-08T00:14:07+01:00[!Europe/Paris]")},
     "!Europe/Paris",
     ""},
    {{"3.3 elective duplicates", TEXT(STAMP "[u-ca=chinese][u-ca=japanese]")},
     "",
     "u-ca=chinese u-ca=japanese"},
    {{"3.3 the first of them", TEXT(STAMP "[u-ca=chinese]")}, "", "u-ca=chinese"},
    /* inconsistent both, which zoned.h says; the first must be acted on */
    {{"3.4 figure 1, critical", TEXT("2022-07-08T00:14:07+00:00[!Europe/London]")},
     "!Europe/London",
     ""},
    {{"3.4 figure 1, elective", TEXT("2022-07-08T00:14:07+00:00[Europe/London]")},
     "Europe/London",
     ""},
    {{"3.4 figure 2, critical", TEXT(STAMP "[!Europe/London]")}, "!Europe/London", ""},
    {{"3.4 figure 2, elective", TEXT(STAMP "[Europe/London]")}, "Europe/London", ""},
    {{"4.2 figure 4", TEXT("1996-12-19T16:39:57-08:00")}, "", ""},
    {{"4.2 figure 4, in UTC", TEXT("1996-12-20T00:39:57Z")}, "", ""},
    {{"4.2 figure 5", TEXT("1996-12-19T16:39:57-08:00[America/Los_Angeles]")},
     "America/Los_Angeles",
     ""},
    {{"4.2 figure 6", EXAMPLE("1996-12-19T16:39:57-08:00[America/Los_Angeles][u-ca=hebrew]")},
     "America/Los_Angeles",
     "u-ca=hebrew"},
};

/* And those that are refused: as erroneous, or because the grammar says other than the prose. */
static const struct refused wrong_examples[] = {
    /* the seconds are missing: date-time has them */
    {{"1.2 a zone by its name", TEXT("2020-01-01T00:00+01:00[Europe/Paris]")},
     FUSEAU_ERR_SEPARATOR,
     16},
    {{"1.2 a zone by its offset", TEXT("2020-01-01T00:00+01:00[+01:00]")},
     FUSEAU_ERR_SEPARATOR,
     16},
    {{"3.3 critical, then elective", TEXT(STAMP "[!u-ca=chinese][u-ca=japanese]")},
     FUSEAU_ERR_DUPLICATE,
     36},
    {{"3.3 elective, then critical", TEXT(STAMP "[u-ca=chinese][!u-ca=japanese]")},
     FUSEAU_ERR_DUPLICATE,
     36},
    {{"3.3 critical and unknown", TEXT(STAMP "[!knort=blargel]")}, FUSEAU_ERR_CRITICAL, 22},
    /* s. 3.2 over s. 4.2: refused unless the caller takes part in the experiment */
    {{"4.2 figure 7", TEXT("1996-12-19T16:39:57-08:00[_foo=bar][_baz=bat]")},
     FUSEAU_ERR_EXPERIMENTAL,
     26},
};

static const struct accepted accepted[] = {
    {{"-00:00 and a zone", TEXT("2022-07-08T00:14:07-00:00[Europe/Paris]")}, "Europe/Paris", ""},
    {{"lower case before", TEXT("2022-07-08t00:14:07z[UTC]")}, "UTC", ""},
    {{"a fraction before", TEXT("2022-07-08T00:14:07.5Z[UTC]")}, "UTC", ""},
    {{"a leap second before", TEXT("2016-12-31T23:59:60Z[UTC]")}, "UTC", ""},
    {{"a critical offset", TEXT(STAMP "[!-03:30]")}, "!-03:30", ""},
    {{"the westernmost offset", TEXT(STAMP "[-23:59]")}, "-23:59", ""},
    {{"an offset of -00:00", TEXT(STAMP "[-00:00]")}, "-00:00", ""},
    {{"Z is a name in brackets", TEXT(STAMP "[Z]")}, "Z", ""},
    {{"a name like a key", TEXT(STAMP "[u-ca]")}, "u-ca", ""},
    {{"a name like an experiment", TEXT(STAMP "[_]")}, "_", ""},
    {{"a name of dots and signs", TEXT(STAMP "[.._x../.0+-]")}, ".._x../.0+-", ""},
    {{"a part of fourteen bytes", TEXT(STAMP "[America/Indiana-Starke]")},
     "America/Indiana-Starke",
     ""},
    {{"a part of fourteen, all of a key", TEXT(STAMP "[indiana-starke]")}, "indiana-starke", ""},
    {{"a long part", TEXT("2024-07-11T01:14:00Z[Custom/MyVeryLongTimeZone]")},
     "Custom/MyVeryLongTimeZone",
     ""},
    {{"a part of fifteen bytes", TEXT(STAMP "[Fernando_de_Noronha]")}, "Fernando_de_Noronha", ""},
    {{"fifteen, where no key goes on", TEXT(STAMP "[abcdefghijklmnO]")}, "abcdefghijklmnO", ""},
    {{"fifteen, where a key goes on", TEXT(STAMP "[abcdefghijklmno]")}, "abcdefghijklmno", ""},
    {{"a long part before a slash", TEXT(STAMP "[abcdefghijklmno/b]")}, "abcdefghijklmno/b", ""},
    {{"a long key", TEXT(STAMP "[a-very-long-key=x]")}, "", "a-very-long-key=x"},
    {{"a tag and no zone", TEXT(STAMP "[u-ca=hebrew]")}, "", "u-ca=hebrew"},
    {{"a critical tag that is known", TEXT(STAMP "[!u-ca=hebrew]")}, "", "!u-ca=hebrew"},
    {{"values", TEXT(STAMP "[u-ca=islamic-civil]")}, "", "u-ca=islamic-civil"},
    {{"values of all kinds", TEXT(STAMP "[k=A1-b2-9-Z]")}, "", "k=A1-b2-9-Z"},
    {{"a key of all kinds", TEXT(STAMP "[a_0-z9--=x]")}, "", "a_0-z9--=x"},
    {{"a key of one letter", TEXT(STAMP "[z=x]")}, "", "z=x"},
    {{"all of it", TEXT(STAMP "[!Asia/Tokyo][a=1][!u-ca=b][c=d-e]")},
     "!Asia/Tokyo",
     "a=1 !u-ca=b c=d-e"},
    {{"the same said twice", TEXT(STAMP "[u-ca=a][u-ca=a]")}, "", "u-ca=a u-ca=a"},
    {{"the same, once critical", TEXT(STAMP "[u-ca=a][!u-ca=a]")}, "", "u-ca=a !u-ca=a"},
    {{"the same, twice critical", TEXT(STAMP "[!u-ca=a][!u-ca=a]")}, "", "!u-ca=a !u-ca=a"},
    {{"a contradiction that is elective, beside a critical tag", TEXT(STAMP "[x=a][!u-ca=a][x=b]")},
     "",
     "x=a !u-ca=a x=b"},
    {{"sixteen tags", TEXT(STAMP "[UTC][a=1][b=1][c=1][d=1][e=1][f=1][g=1][h=1]"
                                 "[i=1][j=1][k=1][l=1][m=1][n=1][o=1][p=1]")},
     "UTC",
     "a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1 l=1 m=1 n=1 o=1 p=1"},
};

static const struct refused refused[] = {
    /* the date-time */
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a suffix alone", TEXT("[UTC]")}, FUSEAU_ERR_DIGIT, 0},
    {{"a date alone", TEXT("2022-07-08")}, FUSEAU_ERR_END, 10},
    {{"a date and a zone", TEXT("2022-07-08[UTC]")}, FUSEAU_ERR_SEPARATOR, 10},
    {{"a cut time and a bracket", TEXT("2024-07-11T01:14[")}, FUSEAU_ERR_SEPARATOR, 16},
    {{"a cut hour and a bracket", TEXT("2024-07-11T0[")}, FUSEAU_ERR_DIGIT, 12},
    {{"no offset", EXAMPLE("2025-03-01T09:00:00[America/New_York]")}, FUSEAU_ERR_OFFSET, 19},
    {{"a fraction of nothing", TEXT("2025-03-01T09:00:00.[UTC]")}, FUSEAU_ERR_DIGIT, 20},
    {{"half an offset", TEXT("2025-03-01T09:00:00+05[UTC]")}, FUSEAU_ERR_SEPARATOR, 22},
    {{"a byte behind", TEXT("2024-07-11T01:14:00Zx")}, FUSEAU_ERR_TRAILING, 20},
    {{"a byte behind, and then a zone", TEXT(STAMP "x[UTC]")}, FUSEAU_ERR_TRAILING, 20},
    {{"a space before the zone", TEXT(STAMP " [UTC]")}, FUSEAU_ERR_TRAILING, 20},
    {{"NUL before the zone", TEXT(STAMP "\0[UTC]")}, FUSEAU_ERR_TRAILING, 20},
    {{"a day that is none", TEXT("2023-02-29T00:00:00Z[UTC]")}, FUSEAU_ERR_DAY, 9},
    {{"no leap second", TEXT("2022-07-08T00:14:60Z[UTC]")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"form before the leap second", TEXT("2022-07-08T00:14:60Z[UTC")}, FUSEAU_ERR_END, 24},
    {{"the leap second before the tags", TEXT("2022-07-08T00:14:60Z[!a=b]")},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    /* the first bracket, which may be a zone */
    {{"a bracket alone", TEXT(STAMP "[")}, FUSEAU_ERR_END, 21},
    {{"a critical bracket alone", TEXT(STAMP "[!")}, FUSEAU_ERR_END, 22},
    {{"nothing in brackets", TEXT(STAMP "[]")}, FUSEAU_ERR_NAME, 21},
    {{"nothing critical in brackets", TEXT(STAMP "[!]")}, FUSEAU_ERR_NAME, 22},
    {{"twice critical", TEXT(STAMP "[!!UTC]")}, FUSEAU_ERR_NAME, 22},
    {{"two brackets", TEXT(STAMP "[[UTC]]")}, FUSEAU_ERR_NAME, 21},
    {{"a digit", TEXT(STAMP "[5]")}, FUSEAU_ERR_NAME, 21},
    {{"no key", TEXT(STAMP "[=a]")}, FUSEAU_ERR_NAME, 21},
    {{"a zone cut", TEXT(STAMP "[Europe/Par")}, FUSEAU_ERR_END, 31},
    {{"a zone cut at its slash", TEXT(STAMP "[Europe/")}, FUSEAU_ERR_END, 28},
    {{"a key or a zone cut", TEXT(STAMP "[u-ca")}, FUSEAU_ERR_END, 25},
    {{"a space in a zone", TEXT(STAMP "[Europe/Pa ris]")}, FUSEAU_ERR_NAME, 30},
    {{"a space behind a zone", TEXT(STAMP "[UTC ]")}, FUSEAU_ERR_NAME, 24},
    {{"NUL in a zone", TEXT(STAMP "[UTC\0]")}, FUSEAU_ERR_NAME, 24},
    {{"a slash behind", TEXT(STAMP "[Europe/]")}, FUSEAU_ERR_NAME, 28},
    {{"a slash in front", TEXT(STAMP "[/etc/passwd]")}, FUSEAU_ERR_NAME, 21},
    {{"two slashes", TEXT(STAMP "[a//b]")}, FUSEAU_ERR_NAME_PART, 23},
    {{"up", TEXT(STAMP "[../etc]")}, FUSEAU_ERR_NAME_PART, 23},
    {{"up alone", TEXT(STAMP "[..]")}, FUSEAU_ERR_NAME_PART, 23},
    {{"up at the end", TEXT(STAMP "[Europe/..]")}, FUSEAU_ERR_NAME_PART, 30},
    {{"up, critical", TEXT(STAMP "[!a/../b]")}, FUSEAU_ERR_NAME_PART, 26},
    {{"up behind a long part", TEXT(STAMP "[abcdefghijklmno/../b]")}, FUSEAU_ERR_NAME_PART, 39},
    {{"a key no longer than its lower case", TEXT(STAMP "[abcdefghijklmnoP=b]")},
     FUSEAU_ERR_NAME,
     37},
    {{"a long key or zone, and a space", TEXT(STAMP "[abcdefghijklmno ]")}, FUSEAU_ERR_NAME, 36},
    {{"a long key in the second place", TEXT(STAMP "[UTC][a-very-long-key]")},
     FUSEAU_ERR_SUFFIX,
     41},
    {{"a long key or zone cut", TEXT(STAMP "[abcdefghijklmnopq")}, FUSEAU_ERR_END, 38},
    {{"a key in upper case", TEXT(STAMP "[U-CA=hebrew]")}, FUSEAU_ERR_NAME, 25},
    {{"a key with a dot", TEXT(STAMP "[u.ca=hebrew]")}, FUSEAU_ERR_NAME, 25},
    {{"a zone with an equals sign", TEXT(STAMP "[Europe/Paris=x]")}, FUSEAU_ERR_NAME, 33},
    /* an offset in brackets */
    {{"a sign alone", TEXT(STAMP "[+")}, FUSEAU_ERR_END, 22},
    {{"a sign in brackets", TEXT(STAMP "[+]")}, FUSEAU_ERR_DIGIT, 22},
    {{"hours alone", TEXT(STAMP "[+05]")}, FUSEAU_ERR_SEPARATOR, 24},
    {{"no colon", TEXT(STAMP "[+0530]")}, FUSEAU_ERR_SEPARATOR, 24},
    {{"hour 24", TEXT(STAMP "[+24:00]")}, FUSEAU_ERR_RANGE, 23},
    {{"hour 25", TEXT(STAMP "[+25:59]")}, FUSEAU_ERR_RANGE, 23},
    {{"minute 60", TEXT(STAMP "[-00:60]")}, FUSEAU_ERR_RANGE, 25},
    {{"seconds", TEXT(STAMP "[+00:19:32]")}, FUSEAU_ERR_SUFFIX, 27},
    {{"an offset cut", TEXT(STAMP "[+05:30")}, FUSEAU_ERR_END, 27},
    {{"an offset as a key", TEXT(STAMP "[+05:30=x]")}, FUSEAU_ERR_SUFFIX, 27},
    /* tags */
    {{"no value", TEXT(STAMP "[u-ca=]")}, FUSEAU_ERR_SUFFIX, 26},
    {{"no value, cut", TEXT(STAMP "[u-ca=")}, FUSEAU_ERR_END, 26},
    {{"a hyphen first", TEXT(STAMP "[u-ca=-a]")}, FUSEAU_ERR_SUFFIX, 26},
    {{"a hyphen last", TEXT(STAMP "[u-ca=a-]")}, FUSEAU_ERR_SUFFIX, 28},
    {{"two hyphens", TEXT(STAMP "[u-ca=a--b]")}, FUSEAU_ERR_SUFFIX, 28},
    {{"an underscore in a value", TEXT(STAMP "[u-ca=a_b]")}, FUSEAU_ERR_SUFFIX, 27},
    {{"two equals signs", TEXT(STAMP "[u-ca=a=b]")}, FUSEAU_ERR_SUFFIX, 27},
    {{"a slash in a value", TEXT(STAMP "[u-ca=a/b]")}, FUSEAU_ERR_SUFFIX, 27},
    {{"a value cut", TEXT(STAMP "[u-ca=hebrew")}, FUSEAU_ERR_END, 32},
    {{"NUL in a value", TEXT(STAMP "[u-ca=he\0]")}, FUSEAU_ERR_SUFFIX, 28},
    {{"NUL for the closing bracket", TEXT(STAMP "[UTC][u-ca=he\0")}, FUSEAU_ERR_SUFFIX, 33},
    {{"a value that is not ASCII", TEXT(STAMP "[k=\xc3\xa9]")}, FUSEAU_ERR_SUFFIX, 23},
    {{"no zone in the second place", TEXT(STAMP "[u-ca=a][Europe/Paris]")}, FUSEAU_ERR_SUFFIX, 29},
    {{"no offset in the second place", TEXT(STAMP "[u-ca=a][+01:00]")}, FUSEAU_ERR_SUFFIX, 29},
    {{"two zones", TEXT(STAMP "[Europe/Paris][Europe/London]")}, FUSEAU_ERR_SUFFIX, 35},
    {{"two zones, like keys", TEXT(STAMP "[utc][utc]")}, FUSEAU_ERR_SUFFIX, 29},
    {{"nothing in the second place", TEXT(STAMP "[UTC][]")}, FUSEAU_ERR_SUFFIX, 26},
    {{"a second bracket alone", TEXT(STAMP "[UTC][")}, FUSEAU_ERR_END, 26},
    {{"a second key cut", TEXT(STAMP "[UTC][!u-")}, FUSEAU_ERR_END, 29},
    {{"a byte behind the zone", TEXT(STAMP "[UTC]x")}, FUSEAU_ERR_TRAILING, 25},
    {{"a byte between the tags", TEXT(STAMP "[UTC] [a=b]")}, FUSEAU_ERR_TRAILING, 25},
    {{"a newline behind", TEXT(STAMP "[UTC]\n")}, FUSEAU_ERR_TRAILING, 25},
    {{"NUL behind", TEXT(STAMP "[UTC]\0")}, FUSEAU_ERR_TRAILING, 25},
    {{"a bracket too many", TEXT(STAMP "[UTC]]")}, FUSEAU_ERR_TRAILING, 25},
    {{"seventeen tags", TEXT(STAMP "[a=1][b=1][c=1][d=1][e=1][f=1][g=1][h=1]"
                                   "[i=1][j=1][k=1][l=1][m=1][n=1][o=1][p=1][q=1]")},
     FUSEAU_ERR_TAGS,
     100},
    {{"a seventeenth bracket", TEXT(STAMP "[UTC][a=1][b=1][c=1][d=1][e=1][f=1][g=1][h=1]"
                                          "[i=1][j=1][k=1][l=1][m=1][n=1][o=1][p=1][")},
     FUSEAU_ERR_TAGS,
     105},
    /* what the caller does not take, judged last and in order */
    {{"an experiment, critical", TEXT(STAMP "[!_foo=bar]")}, FUSEAU_ERR_EXPERIMENTAL, 22},
    {{"an experiment without a name", TEXT(STAMP "[_=a]")}, FUSEAU_ERR_EXPERIMENTAL, 21},
    {{"form before an experiment", TEXT(STAMP "[_foo=bar]x")}, FUSEAU_ERR_TRAILING, 30},
    {{"form before an unknown key", TEXT(STAMP "[!knort=a][b=]")}, FUSEAU_ERR_SUFFIX, 33},
    {{"unknown before experiment", TEXT(STAMP "[!a=b][_c=d]")}, FUSEAU_ERR_CRITICAL, 22},
    {{"experiment before unknown", TEXT(STAMP "[_c=d][!a=b]")}, FUSEAU_ERR_EXPERIMENTAL, 21},
    {{"a prefix of a known key", TEXT(STAMP "[!u-c=b]")}, FUSEAU_ERR_CRITICAL, 22},
    {{"a known key and more", TEXT(STAMP "[!u-cal=b]")}, FUSEAU_ERR_CRITICAL, 22},
    {{"contradicted by the last", TEXT(STAMP "[u-ca=a][u-ca=b][!u-ca=b]")},
     FUSEAU_ERR_DUPLICATE,
     38},
    {{"contradicted over another", TEXT(STAMP "[!u-ca=a][x=y][u-ca=b]")}, FUSEAU_ERR_DUPLICATE, 35},
    {{"values are case-sensitive", TEXT(STAMP "[!u-ca=a][u-ca=A]")}, FUSEAU_ERR_DUPLICATE, 30},
    {{"a value and more of it", TEXT(STAMP "[!u-ca=a][u-ca=a-b]")}, FUSEAU_ERR_DUPLICATE, 30},
};

static struct fuseau_result parse(const struct row *row,
                                  const struct fuseau_rfc9557_options *options,
                                  struct fuseau_rfc9557 *out)
{
    char *copy = row_copy(row);
    struct fuseau_result result = fuseau_rfc9557_parse(copy, row->size, options, out);
    row_release(copy);
    return result;
}

/* A text that is put together; the rows' are short. */
struct shown {
    char text[256];
    size_t size;
};

static void show(struct shown *shown, const char *text, size_t size)
{
    assert_true(size < sizeof shown->text - shown->size);
    memcpy(shown->text + shown->size, text, size);
    shown->size += size;
    shown->text[shown->size] = '\0';
}

static void show_span(struct shown *shown, const struct row *row, struct fuseau_span span)
{
    assert_true(span.at <= row->size && span.size <= row->size - span.at);
    show(shown, row->text + span.at, span.size);
}

static struct shown shown_zone(const struct row *row, const struct fuseau_rfc9557 *value)
{
    struct shown shown = {.size = 0};
    if (value->zone != FUSEAU_RFC9557_NO_ZONE) {
        show(&shown, "!", value->zone_critical);
        show_span(&shown, row, value->zone_name);
    }
    return shown;
}

static struct shown shown_tags(const struct row *row, const struct fuseau_rfc9557 *value)
{
    struct shown shown = {.size = 0};
    for (size_t i = 0; i < value->tag_count; i++) {
        show(&shown, " ", i > 0);
        show(&shown, "!", value->tags[i].critical);
        show_span(&shown, row, value->tags[i].key);
        show(&shown, "=", 1);
        show_span(&shown, row, value->tags[i].values);
    }
    return shown;
}

/* Which kind of zone the text of one is, and what it is as an offset. */
static void expect_zone(const struct accepted *expected, const struct fuseau_rfc9557 *value)
{
    const char *name = expected->zone + (expected->zone[0] == '!');
    struct fuseau_offset offset;
    if (expected->zone[0] == '\0') {
        assert_int_equal(value->zone, FUSEAU_RFC9557_NO_ZONE);
    } else if (name[0] == '+' || name[0] == '-') {
        assert_int_equal(value->zone, FUSEAU_RFC9557_ZONE_OFFSET);
        assert_int_equal(fuseau_offset_parse(name, strlen(name), &offset).error, FUSEAU_OK);
        row_expect_number(&expected->row, "offset", value->zone_offset.seconds, offset.seconds);
        assert_int_equal(value->zone_offset.kind, offset.kind);
    } else {
        assert_int_equal(value->zone, FUSEAU_RFC9557_ZONE_NAME);
    }
}

static void expect_read(const struct accepted *expected, const struct fuseau_rfc9557 *value)
{
    const struct row *row = &expected->row;
    struct fuseau_rfc3339 stamp;
    assert_string_equal(shown_zone(row, value).text, expected->zone);
    assert_string_equal(shown_tags(row, value).text, expected->tags);
    expect_zone(expected, value);
    size_t end = strcspn(row->text, "[");
    assert_int_equal(fuseau_rfc3339_parse(row->text, end, NULL, &stamp).error, FUSEAU_OK);
    row_expect_number(row, "seconds", value->timestamp.instant.seconds, stamp.instant.seconds);
    row_expect_number(row, "nanoseconds", value->timestamp.instant.nanoseconds,
                      stamp.instant.nanoseconds);
    row_expect_number(row, "offset", value->timestamp.offset.seconds, stamp.offset.seconds);
    assert_int_equal(value->timestamp.offset.kind, stamp.offset.kind);
    assert_int_equal(value->timestamp.leap, stamp.leap);
}

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    struct fuseau_rfc9557 value;
    row_expect(&expected->row, parse(&expected->row, NULL, &value), FUSEAU_OK, expected->row.size);
    expect_read(expected, &value);
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    struct fuseau_rfc9557 value, before;
    memset(&value, 0x5a, sizeof value);
    memset(&before, 0x5a, sizeof before);
    row_expect(&expected->row, parse(&expected->row, NULL, &value), expected->error, expected->at);
    assert_memory_equal(&value, &before, sizeof value);
}

/* ---- what options decide ---- */

static const char *const two_keys[] = {"knort", "u-ca"};
static const char *const experiment[] = {"_foo"};

struct optional {
    struct row row;
    struct fuseau_rfc9557_options options;
    enum fuseau_error error;
    size_t at;
};

static const struct optional optional[] = {
    {{"4.2 figure 7, in the experiment", TEXT("1996-12-19T16:39:57-08:00[_foo=bar][_baz=bat]")},
     {.allow_experimental = true},
     FUSEAU_OK,
     45},
    {{"3.3 critical and known", TEXT(STAMP "[!knort=blargel]")},
     {.known_keys = two_keys, .known_count = 2},
     FUSEAU_OK,
     36},
    {{"the second of the known", TEXT(STAMP "[!u-ca=hebrew]")},
     {.known_keys = two_keys, .known_count = 2},
     FUSEAU_OK,
     34},
    {{"no key known but the first", TEXT(STAMP "[!u-ca=hebrew]")},
     {.known_keys = two_keys, .known_count = 1},
     FUSEAU_ERR_CRITICAL,
     22},
    {{"no key known at all", TEXT(STAMP "[!u-ca=hebrew]")},
     {.known_keys = two_keys, .known_count = 0},
     FUSEAU_ERR_CRITICAL,
     22},
    {{"no key known, none critical", TEXT(STAMP "[u-ca=hebrew]")},
     {.known_keys = two_keys, .known_count = 0},
     FUSEAU_OK,
     33},
    {{"no list is the registered key", TEXT(STAMP "[!u-ca=hebrew]")},
     {.known_keys = NULL},
     FUSEAU_OK,
     34},
    {{"an experiment that is critical", TEXT(STAMP "[!_foo=bar]")},
     {.allow_experimental = true},
     FUSEAU_ERR_CRITICAL,
     22},
    {{"an experiment that is critical and known", TEXT(STAMP "[!_foo=bar]")},
     {.known_keys = experiment, .known_count = 1, .allow_experimental = true},
     FUSEAU_OK,
     31},
    {{"an experiment that is known, not allowed", TEXT(STAMP "[_foo=bar]")},
     {.known_keys = experiment, .known_count = 1},
     FUSEAU_ERR_EXPERIMENTAL,
     21},
    {{"a contradiction in what is known", TEXT(STAMP "[!knort=a][knort=b]")},
     {.known_keys = two_keys, .known_count = 2},
     FUSEAU_ERR_DUPLICATE,
     31},
    {{"a space", TEXT("2022-07-08 00:14:07Z[UTC]")},
     {.timestamp = {true, FUSEAU_LEAP_POSSIBLE}},
     FUSEAU_OK,
     25},
    {{"no space", TEXT("2022-07-08 00:14:07Z[UTC]")},
     {.timestamp = {false, FUSEAU_LEAP_POSSIBLE}},
     FUSEAU_ERR_SEPARATOR,
     10},
    {{"a known leap second", TEXT("2016-12-31T23:59:60Z[UTC]")},
     {.timestamp = {false, FUSEAU_LEAP_KNOWN}},
     FUSEAU_OK,
     25},
    {{"an unknown leap second", TEXT("2017-12-31T23:59:60Z[UTC]")},
     {.timestamp = {false, FUSEAU_LEAP_KNOWN}},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"a leap second refused", TEXT("2016-12-31T23:59:60Z[UTC]")},
     {.timestamp = {false, FUSEAU_LEAP_REFUSE}},
     FUSEAU_ERR_LEAP_SECOND,
     17},
};

static void check_optional(void **state)
{
    const struct optional *expected = *state;
    struct fuseau_rfc9557 value;
    row_expect(&expected->row, parse(&expected->row, &expected->options, &value), expected->error,
               expected->at);
}

/* ---- a text of no bytes may be at NULL ---- */

static const struct row nowhere[] = {{"no text", TEXT("")}};

static void check_nowhere(void **state)
{
    struct fuseau_rfc9557 value;
    row_expect(*state, fuseau_rfc9557_parse(NULL, 0, NULL, &value), FUSEAU_ERR_END, 0);
}

int main(void)
{
    const struct table tables[] = {
        TABLE(examples, check_accepted), TABLE(wrong_examples, check_refused),
        TABLE(accepted, check_accepted), TABLE(refused, check_refused),
        TABLE(optional, check_optional), TABLE(nowhere, check_nowhere),
    };
    return tables_run("rfc9557", tables, sizeof tables / sizeof tables[0]);
}
