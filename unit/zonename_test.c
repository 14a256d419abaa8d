/* zonename_test.c -- what is accepted as a zone name, what is refused, at which byte and why */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "table.h"

#include "zonename.h"

static const struct row accepted[] = {
    {"a city", TEXT("Europe/Paris")},
    {"an underscore", TEXT("America/New_York")},
    {"three parts", EXAMPLE("America/Argentina/Buenos_Aires")},
    {"hyphens", TEXT("America/Port-au-Prince")},
    {"fourteen bytes in a part", TEXT("America/Indiana-Starke")},
    {"fourteen bytes in each part", TEXT("abcdefghijklmn/ABCDEFGHIJKLMN")},
    {"fifteen bytes", TEXT("abcdefghijklmno")},
    {"fifteen bytes behind", TEXT("a/abcdefghijklmno")},
    {"fifteen dots", TEXT("...............")},
    {"a name that was given up", TEXT("America/Fernando_de_Noronha")},
    {"another, given up in 2017", EXAMPLE("Canada/East-Saskatchewan")},
    {"a name of one's own", TEXT("Custom/MyVeryLongTimeZone")},
    {"one word", TEXT("UTC")},
    {"one letter", TEXT("Z")},
    {"a plus and a digit", EXAMPLE("Etc/GMT+12")},
    {"a minus and a digit", TEXT("Etc/GMT-14")},
    {"as POSIX has them", TEXT("EST5EDT")},
    {"lower case", TEXT("america/new_york")},
    {"an underscore alone", TEXT("_")},
    {"dots that are not alone", TEXT(".._x../.0+-")},
    {"three dots", TEXT("...")},
    {"a hidden file", TEXT(".profile")},
    {"dots behind", TEXT("a../b.")},
    {"a part like a flag", TEXT("a-/b+")},
};

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a slash at the end", TEXT("Europe/")}, FUSEAU_ERR_END, 7},
    {{"this directory", TEXT(".")}, FUSEAU_ERR_END, 1},
    {{"the directory above", TEXT("..")}, FUSEAU_ERR_END, 2},
    {{"up at the end", TEXT("a/..")}, FUSEAU_ERR_END, 4},
    {{"a space", EXAMPLE("Europe/Pa ris")}, FUSEAU_ERR_NAME, 9},
    {{"a slash in front", TEXT("/etc/passwd")}, FUSEAU_ERR_NAME, 0},
    {{"a slash alone", TEXT("/")}, FUSEAU_ERR_NAME, 0},
    {{"a digit in front", TEXT("5EST")}, FUSEAU_ERR_NAME, 0},
    {{"an offset", TEXT("+05:30")}, FUSEAU_ERR_NAME, 0},
    {{"a hyphen in front", TEXT("-rf")}, FUSEAU_ERR_NAME, 0},
    {{"a sign in front of a part", TEXT("Etc/+1")}, FUSEAU_ERR_NAME, 4},
    {{"a colon in front, as in TZ", TEXT(":Europe/Paris")}, FUSEAU_ERR_NAME, 0},
    {{"a POSIX rule", TEXT("EST5EDT,M3.2.0,M11.1.0")}, FUSEAU_ERR_NAME, 7},
    {{"a backslash", TEXT("a\\b")}, FUSEAU_ERR_NAME, 1},
    {{"up, with a backslash", TEXT("..\\etc")}, FUSEAU_ERR_NAME_PART, 2},
    {{"NUL behind", TEXT("UTC\0")}, FUSEAU_ERR_NAME, 3},
    {{"NUL, and then up", TEXT("UTC\0/../x")}, FUSEAU_ERR_NAME, 3},
    {{"NUL alone", TEXT("\0")}, FUSEAU_ERR_NAME, 0},
    {{"NUL behind dots", TEXT("..\0")}, FUSEAU_ERR_NAME_PART, 2},
    {{"a newline", TEXT("UTC\n")}, FUSEAU_ERR_NAME, 3},
    {{"a percent sign", TEXT("%2e%2e/etc")}, FUSEAU_ERR_NAME, 0},
    {{"a tilde", TEXT("~/x")}, FUSEAU_ERR_NAME, 0},
    {{"a letter that is not ASCII", TEXT("Asia/Cura\xc3\xa7"
                                         "ao")},
     FUSEAU_ERR_NAME,
     9},
    {{"a full-width dot", TEXT("a/\xef\xbc\x8e")}, FUSEAU_ERR_NAME, 2},
    {{"a suffix of RFC 9557", TEXT("Europe/Paris]")}, FUSEAU_ERR_NAME, 12},
    {{"up a directory", EXAMPLE("../etc")}, FUSEAU_ERR_NAME_PART, 2},
    {{"up in the middle", TEXT("a/../b")}, FUSEAU_ERR_NAME_PART, 4},
    {{"here", TEXT("./a")}, FUSEAU_ERR_NAME_PART, 1},
    {{"here in the middle", TEXT("a/./b")}, FUSEAU_ERR_NAME_PART, 3},
    {{"nothing in the middle", TEXT("a//b")}, FUSEAU_ERR_NAME_PART, 2},
    {{"nothing twice", TEXT("a///b")}, FUSEAU_ERR_NAME_PART, 2},
    {{"a space at byte fifteen", TEXT("abcdefghijklmn o")}, FUSEAU_ERR_NAME, 14},
    {{"a space behind fifteen bytes", TEXT("abcdefghijklmno p")}, FUSEAU_ERR_NAME, 15},
    {{"up behind a long part", TEXT("abcdefghijklmno/../etc")}, FUSEAU_ERR_NAME_PART, 18},
    {{"NUL behind a long part", TEXT("abcdefghijklmno\0/../x")}, FUSEAU_ERR_NAME, 15},
    {{"a slash behind a long part", TEXT("abcdefghijklmno/")}, FUSEAU_ERR_END, 16},
    {{"two slashes behind a long part", TEXT("abcdefghijklmno//b")}, FUSEAU_ERR_NAME_PART, 16},
};

static void check_accepted(void **state)
{
    const struct row *row = *state;
    char *copy = row_copy(row);
    struct fuseau_result result = fuseau_zonename_parse(copy, row->size);
    row_release(copy);
    row_expect(row, result, FUSEAU_OK, row->size);
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_result result = fuseau_zonename_parse(copy, expected->row.size);
    row_release(copy);
    row_expect(&expected->row, result, expected->error, expected->at);
}

/* ---- what is accepted stays in the directory ---- */

/*
 * Whether "dir/" and the name, the dots and slashes resolved one step at a time as a system does,
 * is something below "dir": never "dir" itself, nor above it on the way.
 */
static bool is_inside(const char *name, size_t size)
{
    int depth = 0;
    size_t begin = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && name[i] != '/') {
            continue;
        }
        size_t length = i - begin;
        if (length == 2 && memcmp(name + begin, "..", 2) == 0) {
            depth--;
        } else if (length > 0 && !(length == 1 && name[begin] == '.')) {
            depth++;
        }
        if (depth < 0) {
            return false;
        }
        begin = i + 1;
    }
    return depth > 0 && name[0] != '/' && memchr(name, '\0', size) == NULL;
}

/* Whether the `size` bytes at `text`, behind a long part or alone, are a name; it must be inside.
 */
static bool is_name_inside(const char *text, size_t size, const char *before)
{
    char name[32];
    size_t length = (size_t)snprintf(name, sizeof name, "%s", before);
    memcpy(name + length, text, size);
    if (fuseau_zonename_parse(name, length + size).error != FUSEAU_OK) {
        return false;
    }
    assert_true(is_inside(name, length + size));
    return true;
}

/* Every text of up to eight bytes of those that make a path. */
static void accepted_names_stay_inside(void **state)
{
    static const char bytes[] = {'a', '.', '/', '-', '\0'};
    enum { base = sizeof bytes, longest = 8 };
    int accepting = 0;
    (void)state;
    for (int size = 1, count = base; size <= longest; size++, count *= base) {
        for (int number = 0; number < count; number++) {
            char text[longest];
            for (int i = 0, rest = number; i < size; i++, rest /= base) {
                text[i] = bytes[rest % base];
            }
            accepting += is_name_inside(text, (size_t)size, "");
            accepting += is_name_inside(text, (size_t)size, "abcdefghijklmno");
        }
    }
    assert_true(accepting > 1000);
    assert_false(is_inside("..", 2));
    assert_false(is_inside("a/../..", 7));
    assert_false(is_inside("a/..", 4));
    assert_false(is_inside("/a", 2));
    assert_true(is_inside("a/b", 3));
}

/* ---- every name there is ---- */

/* "Z NAME …" and "L TARGET NAME" in the zone data's own text form. */
static size_t expect_name_accepted(const char *line)
{
    char kind;
    char first[64] = "";
    char second[64] = "";
    if (sscanf(line, "%c %63s %63s", &kind, first, second) < 2 || (kind != 'Z' && kind != 'L')) {
        return 0;
    }
    const char *name = kind == 'Z' ? first : second;
    const struct row row = {"", name, strlen(name)};
    row_expect(&row, fuseau_zonename_parse(name, row.size), FUSEAU_OK, row.size);
    return 1;
}

static void names_of_the_zone_data_are_accepted(void **state)
{
    (void)state;
    FILE *data = fopen("/usr/share/zoneinfo/tzdata.zi", "r");
    if (data == NULL) {
        fail_msg("the zones of the tzdata package are not there");
    }
    char line[512];
    size_t count = 0;
    while (fgets(line, sizeof line, data) != NULL) {
        count += expect_name_accepted(line);
    }
    fclose(data);
    assert_true(count > 500);
}

static const struct row inside[] = {{"accepted names", TEXT("")}};
static const struct row whole[] = {{"names of the zone data", TEXT("")}};

int main(void)
{
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
        TABLE(inside, accepted_names_stay_inside),
        TABLE(whole, names_of_the_zone_data_are_accepted),
    };
    return tables_run("zonename", tables, sizeof tables / sizeof tables[0]);
}
