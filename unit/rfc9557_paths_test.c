/* rfc9557_paths_test.c -- the quick ways through names and suffixes say what the rules say */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700
#include "table.h"

#include <dirent.h>
#include <stdbool.h>

#include "oracle/slow_rfc9557.h"
#include "rfc9557_inline.h"
#include "zonename_inline.h"

/* ---- a text, and every text that differs from it in one byte or ends early ---- */

typedef void text_check(const char *text, size_t size);

/* Every byte in each place from `from` on; before that, those that decide something. */
static void check_all_bytes(char *text, size_t size, size_t from, text_check *check)
{
    static const char deciding[] = "019:.-+/_=!,[]@`{aAfTtzZ \x7f\x80\xff"; /* and NUL */
    for (size_t at = 0; at < size; at++) {
        const char byte = text[at];
        for (size_t other = 0; other < (at < from ? sizeof deciding : 256); other++) {
            text[at] = at < from ? deciding[other] : (char)other;
            check(text, size);
        }
        text[at] = byte;
    }
}

static void check_text_and_neighbours(const char *text, size_t size, size_t from, text_check *check)
{
    const struct row row = {"", text, size};
    char *copy = row_copy(&row);
    check_all_bytes(copy, size, from, check);
    row_release(copy);
    for (size_t short_size = 0; short_size <= size; short_size++) {
        const struct row short_row = {"", text, short_size};
        copy = row_copy(&short_row);
        check(copy, short_size);
        row_release(copy);
    }
}

/* ---- names ---- */

static bool has_dot_first(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '.' && (i == 0 || text[i - 1] == '/')) {
            return true;
        }
    }
    return false;
}

/* Behind and before what is no name: in the middle of a text, and at its end. */
static void name_agrees(const char *text, size_t size)
{
    const struct cursor cursor = {text, size};
    const struct row row = {"", text, size};
    struct fuseau_result rules = time_zone_name(cursor, 0);
    size_t end = rfc9557_name_end(cursor, 0);
    if (end > 0) {
        row_expect(&row, rules, FUSEAU_OK, end);
    } else if (CPU_IS_X86 && size >= 16 && rules.error == FUSEAU_OK) {
        assert_true(has_dot_first(text, rules.at)); /* the one kind that is left to the rules */
    }
    if (rules.error == FUSEAU_OK && rules.at < size) {
        rules.error = FUSEAU_ERR_NAME;
    }
    row_expect(&row, fuseau_zonename_parse(text, size), rules.error, rules.at);
}

/* Each size, with a "/" in each place, so that parts begin everywhere in a word. */
static void names_of_all_sizes(void **state)
{
    (void)state;
    static const char letters[] = "Ab3_defG-ijkl+nopQ.stuvwxyzABCDEFGHIJKLMNOP";
    char name[48];
    for (size_t size = 0; size <= 40; size += size < 14 || size > 34 ? 3 : 1) {
        for (size_t slash = 0; slash <= size; slash += size < 18 ? 1 : 3) {
            memcpy(name, letters, size);
            name[slash] = '/'; /* behind the end: none */
            const struct row row = {"", name, size};
            char *copy = row_copy(&row);
            check_all_bytes(copy, size, 0, name_agrees);
            name_agrees(copy, size);
            row_release(copy);
        }
    }
}

/* A name that begins in each place of a text, and ends in each. */
static void names_in_all_places(void **state)
{
    (void)state;
    const struct row row = {"", TEXT("Area/Location_a/Bb.c/D-0+/Eeeeeeeeeeeeeeeeeee/f")};
    for (size_t end = 0; end <= row.size; end++) {
        char *copy = row_copy(&row);
        if (end < row.size) {
            copy[end] = ']';
        }
        for (size_t at = 0; at < row.size; at++) {
            const struct cursor cursor = {copy, row.size};
            const struct fuseau_result rules = time_zone_name(cursor, at);
            const size_t found = rfc9557_name_end(cursor, at);
            const bool sure = rules.error == FUSEAU_OK && !has_dot_first(copy + at, rules.at - at);
            const size_t expected = sure && CPU_IS_X86 ? rules.at : at;
            if (found != expected) {
                fail_msg("\"%.*s\" from %zu: %zu, not %zu", (int)row.size, copy, at, found,
                         expected);
            }
        }
        row_release(copy);
    }
}

/* Two bytes that decide something, in any two places. */
static void names_with_two_such_bytes(void **state)
{
    (void)state;
    static const char bytes[] = "aZ0._-+/,[]=@`{:\x7f\x80\xff";
    const size_t count = sizeof bytes; /* with the NUL */
    char name[] = "abcdefghijklmnopqrs";
    for (size_t i = 0; i < sizeof name - 1; i++) {
        for (size_t j = 0; j < i; j++) {
            for (size_t k = 0; k < count * count; k++) {
                const char before[] = {name[i], name[j]};
                name[i] = bytes[k / count];
                name[j] = bytes[k % count];
                name_agrees(name, sizeof name - 1);
                name[i] = before[0];
                name[j] = before[1];
            }
        }
    }
}

/* ---- suffixes ---- */

/* A value that nothing has been written to. */
static struct fuseau_rfc9557 untouched;

/* One bracket, or two, in texts of each size. */
static void brackets_in_all_places(void **state)
{
    (void)state;
    char text[64];
    for (size_t size = 0; size < sizeof text; size++) {
        for (size_t i = 0; i <= size; i++) {
            for (size_t j = 0; j <= i; j++) {
                memset(text, 'x', sizeof text);
                text[i] = text[j] = '['; /* behind the end: none */
                const struct row row = {"", text, size};
                char *copy = row_copy(&row);
                const struct cursor cursor = {copy, size};
                const size_t plain = rfc9557_suffix_plain(cursor), quick = rfc9557_suffix(cursor);
                assert_int_equal(plain, j < size ? j : size);
                /* Of two of which one is too early for a suffix, the other will do as well. */
                assert_true(quick == plain || (j < 20 && i < size && quick == i));
                row_release(copy);
            }
        }
    }
}

/* Takes turns, so that each text is read in one way or the other, and its neighbours in both. */
static const struct fuseau_rfc9557_options *next_options(void)
{
    static const char *const known[] = {"knort", "_foo"};
    static const struct fuseau_rfc9557_options options = {
        .timestamp = {true, FUSEAU_LEAP_REFUSE}, .known_keys = known, .known_count = 2};
    static unsigned turn;
    return turn++ % 3 == 0 ? &options : NULL;
}

static void suffix_agrees(const char *text, size_t size)
{
    static struct fuseau_rfc9557 quick;
    const struct fuseau_rfc9557_options *options = next_options();
    const struct row row = {"", text, size};
    struct fuseau_rfc9557 plain;
    quick = untouched;
    struct fuseau_result rules = slow_rfc9557(text, size, options, &plain);
    row_expect(&row, fuseau_rfc9557_parse(text, size, options, &quick), rules.error, rules.at);
    if (rules.error != FUSEAU_OK) {
        assert_memory_equal(&quick, &untouched, sizeof quick);
    } else {
        assert_true(slow_equal_rfc9557(&quick, &plain));
    }
}

/* Date-times of all sizes; with the last digits of a fraction a bracket is where none is sought. */
static const struct row date_times[] = {
    {"Z", TEXT("2024-07-11T01:14:00Z")},
    {"offset", TEXT("2024-07-11T03:14:00+02:00")},
    {"a digit", TEXT("2024-07-11T01:14:00.5z")},
    {"nanoseconds", TEXT("2024-07-11t03:14:00.123456789-02:30")},
    {"ten digits", TEXT("2024-07-11T03:14:00.1234567891-02:30")},
    {"twenty digits", TEXT("2024-07-11T03:14:00.12345678912345678912Z")},
    {"a space", TEXT("2024-07-11 01:14:00Z")},
    {"a leap second", TEXT("2016-12-31T23:59:60Z")},
    {"no time", TEXT("2024-07-11")},
    {"a day too many", TEXT("2023-02-29T00:00:00Z")},
};

static const struct row suffixes[] = {
    {"none", TEXT("")},
    {"a letter", TEXT("[a]")},
    {"critical", TEXT("[!UTC]")},
    {"a name", TEXT("[Europe/Paris]")},
    {"dots", TEXT("[./..x/.]")},
    {"a long name", TEXT("[America/Argentina/ComodRivadavia]")},
    {"an offset", TEXT("[+02:00]")},
    {"a tag", TEXT("[u-ca=hebrew]")},
    {"a name and a tag", TEXT("[Asia/Tokyo][!knort=a]")},
    {"two names", TEXT("[A/b][A/b]")},
    {"nothing", TEXT("[]")},
    {"nothing, critical", TEXT("[!]")},
};

static void suffix_with_neighbours(void **state)
{
    const struct row *suffix = *state;
    memset(&untouched, 0xa5, sizeof untouched);
    for (size_t i = 0; i < sizeof date_times / sizeof *date_times; i++) {
        char text[128];
        memcpy(text, date_times[i].text, date_times[i].size);
        memcpy(text + date_times[i].size, suffix->text, suffix->size);
        const size_t size = date_times[i].size + suffix->size;
        /* All bytes behind one of each three date-times, or this takes too long. */
        check_text_and_neighbours(text, size, i % 3 == 0 ? date_times[i].size : size,
                                  suffix_agrees);
    }
}

/* ---- the corpus ---- */

/* Of a longer one the beginning. */
static void check_seed(const char *path)
{
    char text[256];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    check_text_and_neighbours(text, size, size, suffix_agrees);
}

static size_t check_seeds(const char *folder)
{
    char path[512];
    size_t count = 0;
    DIR *stream = opendir(folder);
    const struct dirent *entry;
    assert_non_null(stream);
    while ((entry = readdir(stream)) != NULL) {
        if (entry->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            check_seed(path);
            count++;
        }
    }
    closedir(stream);
    return count;
}

static void seeds_with_neighbours(void **state)
{
    (void)state;
    memset(&untouched, 0xa5, sizeof untouched);
    size_t count =
        check_seeds(FUSEAU_CORPUS "/rfc9557/accept") + check_seeds(FUSEAU_CORPUS "/rfc9557/reject");
    assert_true(count > 100);
}

int main(void)
{
    const struct table tables[] = {TABLE(suffixes, suffix_with_neighbours)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_all_sizes),     cmocka_unit_test(names_in_all_places),
        cmocka_unit_test(brackets_in_all_places), cmocka_unit_test(names_with_two_such_bytes),
        cmocka_unit_test(seeds_with_neighbours),
    };
    int failures = tables_run("rfc9557_paths", tables, 1);
    return failures + cmocka_run_group_tests_name("rfc9557_paths", tests, NULL, NULL);
}
