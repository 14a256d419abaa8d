/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "triage/minimise.h"

/* A crash that needs these bytes, in this order, somewhere. */
struct parser {
    const char *needs;
    unsigned asked, stop_after;
};

static bool in_order(const unsigned char *data, size_t size, const char *needs)
{
    for (size_t i = 0; i < size && *needs != '\0'; i++) {
        needs += data[i] == (unsigned char)*needs;
    }
    return *needs == '\0';
}

static enum minimise_answer ask(void *context, const unsigned char *data, size_t size)
{
    struct parser *parser = context;
    if (parser->asked++ == parser->stop_after) {
        return MINIMISE_STOP;
    }
    return in_order(data, size, parser->needs) ? MINIMISE_SAME : MINIMISE_OTHER;
}

struct minimise_row {
    const char *name, *input, *needs, *left;
    unsigned questions, stop_after;
};

static const struct minimise_row rows[] = {
    {"one byte of many", "2024-07-11T01:14:00Z", "T", "T", 1000, 1000},
    {"bytes far apart", "2024-07-11T01:14:00Z", "27Z", "27Z", 1000, 1000},
    {"all of it", "abc", "abc", "abc", 1000, 1000},
    {"nothing is needed", "abc", "", "", 1000, 1000},
    {"nothing is there", "", "", "", 1000, 1000},
    {"one byte", "x", "x", "x", 1000, 1000},
    {"no question allowed", "abcT", "T", "abcT", 0, 1000},
    {"stopped at once", "abcT", "T", "abcT", 1000, 0},
};

static void is_left(void **state)
{
    const struct minimise_row *row = *state;
    struct parser parser = {.needs = row->needs, .stop_after = row->stop_after};
    size_t size = strlen(row->input);
    unsigned char *data = (unsigned char *)exact_copy(row->input, size);
    size = minimise(data, size, ask, &parser, row->questions);
    assert_int_equal(size, strlen(row->left));
    assert_memory_equal(data, row->left, size);
    assert_true(parser.asked <= row->questions);
    free(data);
}

/* Stopped anywhere, what is left still does the same. */
static void stays_true_wherever_it_stops(void **state)
{
    static const char input[] = "xxaxxxxbxxxxcxxxxxxxx";
    (void)state;
    for (unsigned stop = 0; stop < 120; stop++) {
        struct parser parser = {.needs = "abc", .stop_after = stop};
        unsigned char data[sizeof input];
        memcpy(data, input, sizeof input);
        size_t size = minimise(data, sizeof input - 1, ask, &parser, 1000);
        assert_true(in_order(data, size, "abc"));
    }
}

/* A crash that needs two bytes, the first a 'T' and the second any. */
static enum minimise_answer ask_two(void *context, const unsigned char *data, size_t size)
{
    (void)context;
    return size == 2 && data[0] == 'T' ? MINIMISE_SAME : MINIMISE_OTHER;
}

static void a_byte_that_only_must_be_there_becomes_a_zero(void **state)
{
    unsigned char data[] = "T\xff";
    (void)state;
    assert_int_equal(minimise(data, 2, ask_two, NULL, 1000), 2);
    assert_memory_equal(data, "T0", 2);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 2] = {
        cmocka_unit_test(stays_true_wherever_it_stops),
        cmocka_unit_test(a_byte_that_only_must_be_there_becomes_a_zero),
    };
    size_t count = 2;
    ADD_ROWS(tests, count, rows, is_left);
    return cmocka_run_group_tests_name("minimise", tests, NULL, NULL);
}
