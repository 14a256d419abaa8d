/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "gate/hang.h"

/* What base ran. */
static struct verdict_test tests[] = {
    {"span_test", "", "hours", "", TEST_PASSED, 0},
    {"span_test", "", "hours_late", "", TEST_PASSED, 0},
    {"clock_test", "", "noon", "", TEST_PASSED, 0},
    {"clock_test", "Clock", "noon", "", TEST_PASSED, 0},
};
static const struct testlog known = {tests, sizeof tests / sizeof *tests};

struct row {
    const char *name, *log, *found;
    size_t left; /* so many of the tests have a result */
};

static const struct row rows[] = {
    {"cmocka", "[ RUN      ] noon\n[       OK ] noon\n[ RUN      ] hours\n", "hours", 0},
    {"cmocka, and what the test itself printed",
     "[ RUN      ] noon\n[       OK ] noon\n[ RUN      ] hours\n1\n2\n3\n", "hours", 0},
    {"googletest", "[ RUN      ] Span.hours_late\n", "hours_late", 0},
    {"ctest, several at once",
     "    Start 1: hours\n    Start 2: noon\n    Start 3: hours_late\n"
     "1/3 Test #3: hours_late ....   Passed    0.02 sec\n"
     "2/3 Test #1: hours .........***Failed    0.02 sec\n",
     "noon", 0},
    {"a line without its end", "test span::noon ... ok\ntest span::hours_late ... ", "hours_late",
     0},
    {"Go", "=== RUN   noon\n--- PASS: noon (0.00s)\n=== RUN   hours\n", "hours", 0},
    {"the name within another is none", "[ RUN      ] hours_later\n", NULL, 0},
    {"all ended", "[ RUN      ] noon\n[  FAILED  ] noon\n", NULL, 0},
    {"a runner that says nothing", "cc -o tests tests.c\n./tests\n", NULL, 0},
    {"no log", "", NULL, 0},
    {"one that begins and has a result", "noon\nhours\n", "noon", 1},
};

static void is_found(void **state)
{
    const struct row *row = *state;
    const struct testlog left = {tests, row->left};
    const char *found = hang_find(&known, &left, (struct span){row->log, strlen(row->log)});
    assert_string_equal(found == NULL ? "(none)" : found,
                        row->found == NULL ? "(none)" : row->found);
}

static void what_left_no_result_is_named(void **state)
{
    (void)state;
    size_t count = 9;
    assert_null(hang_missing(&known, &(struct testlog){0}, &count));
    assert_int_equal(count, 0);
    assert_string_equal(hang_missing(&known, &(struct testlog){tests, 1}, &count), "hours_late");
    assert_int_equal(count, 3);
    /* Two of one name in two classes are two. */
    assert_string_equal(hang_missing(&known, &(struct testlog){tests, 3}, &count), "noon");
    assert_int_equal(count, 1);
    assert_null(hang_missing(&known, &known, &count));
}

int main(void)
{
    struct CMUnitTest all[COUNT(rows) + 1] = {
        cmocka_unit_test(what_left_no_result_is_named),
    };
    size_t count = 1;
    ADD_ROWS(all, count, rows, is_found);
    return cmocka_run_group_tests_name("hang", all, NULL, NULL);
}
