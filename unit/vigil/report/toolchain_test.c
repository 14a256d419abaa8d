/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "report/toolchain.h"

#define N63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define V95                                                                                        \
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890"             \
    "123456789012345"

struct compared_row {
    const char *name, *locked, *found;
    const char *items; /* "NAME LOCKED>FOUND;" of each */
    size_t mismatches;
};

static const struct compared_row compared[] = {
    {"nothing on both sides", "", "", "", 0},
    {"the same", "gcc 12\n", "gcc 12\n", "gcc 12>12;", 0},
    {"another", "gcc 12\n", "gcc 13\n", "gcc 12>13;", 1},
    {"not installed", "gcc 12\nclang 14\n", "gcc 12\n", "clang 14>;gcc 12>12;", 1},
    {"not locked", "gcc 12\n", "gcc 12\nclang 14\n", "clang >14;gcc 12>12;", 1},
    {"in another order", "b 1\na 2\n", "a 2\nb 1\n", "a 2>2;b 1>1;", 0},
    {"byte order", "a.b 1\nB 1\na-b 1\n", "", "B 1>;a-b 1>;a.b 1>;", 3},
    {"comments and blank lines", "# how it is made\n\n  \n  # so\ngcc 12\n", "gcc 12", "gcc 12>12;",
     0},
    {"no last line end", "gcc 12", "gcc 12", "gcc 12>12;", 0},
    {"line ends of two bytes", "gcc 12\r\n", "gcc 12\n", "gcc 12>12;", 0},
    {"blanks of any number", " gcc \t 12  \n", "gcc 12\n", "gcc 12>12;", 0},
    {"Debian's versions", "g 1:14.0-55.7~deb12u1+b2\n", "g 1:14.0-55.7~deb12u1\n",
     "g 1:14.0-55.7~deb12u1+b2>1:14.0-55.7~deb12u1;", 1},
    {"as long as can be", N63 " " V95, N63 " " V95, N63 " " V95 ">" V95 ";", 0},
};

static void is_compared(void **state)
{
    const struct compared_row *row = *state;
    struct toolchain toolchain;
    struct fault fault = {""};
    char shown[400] = "";
    char *locked = exact_copy(row->locked, strlen(row->locked));
    char *found = exact_copy(row->found, strlen(row->found));
    if (!toolchain_compare(locked, strlen(row->locked), found, strlen(row->found), &toolchain,
                           &fault)) {
        fail_msg("%s", fault.text);
    }
    for (size_t i = 0; i < toolchain.count; i++) {
        const struct toolchain_item *item = &toolchain.items[i];
        size_t used = strlen(shown);
        (void)snprintf(shown + used, sizeof shown - used, "%s %s>%s;", item->name, item->locked,
                       item->found);
    }
    assert_string_equal(shown, row->items);
    assert_int_equal(toolchain.mismatches, row->mismatches);
    toolchain_free(&toolchain);
    free(locked);
    free(found);
}

struct refused_row {
    const char *name, *locked, *found, *fault;
};

static const struct refused_row refused[] = {
    {"no version", "gcc 12\nclang\n", "", "locked, line 2: no version"},
    {"no version on the other side", "gcc 12\n", "\ngcc \n", "found, line 2: no version"},
    {"a name twice", "gcc 12\n#\ngcc 12\n", "", "locked, line 3: a name that stood there before"},
    {"a name twice, found", "gcc 12\n", "gcc 12\ngcc 13\n",
     "found, line 2: a name that stood there before"},
    {"a third word", "gcc 12 13\n", "", "locked, line 1: more than a name and a version"},
    {"a name that is too long", N63 "a 1\n", "", "locked, line 1: too long"},
    {"a version that is too long", "a 1\n", "a " V95 "6\n", "found, line 1: too long"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    struct toolchain toolchain;
    struct fault fault = {""};
    assert_false(toolchain_compare(row->locked, strlen(row->locked), row->found, strlen(row->found),
                                   &toolchain, &fault));
    assert_string_equal(fault.text, row->fault);
    toolchain_free(&toolchain);
    assert_int_equal(toolchain.count, 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(compared) + COUNT(refused)];
    size_t count = 0;
    ADD_ROWS(tests, count, compared, is_compared);
    ADD_ROWS(tests, count, refused, is_refused);
    return cmocka_run_group_tests_name("toolchain", tests, NULL, NULL);
}
