/* table.h -- one cmocka test per row, on an exact-size copy */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_TABLE_H
#define UNIT_TABLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "result.h"

/* A string literal and its size, so that a row may hold NUL. */
#define TEXT(literal) (literal), sizeof(literal) - 1

/* The same, of a row that the docs show: ci/examples makes parsers/EXAMPLES.md of these. */
#define EXAMPLE(literal) TEXT(literal)

/* What each row of each table begins with. */
struct row {
    const char *name;
    const char *text;
    size_t size;
};

/* A row of a `refused` table. */
struct refused {
    struct row row;
    enum fuseau_error error;
    size_t at;
};

/* Rows that one function checks; the function gets the row as its *state. */
struct table {
    const char *name;
    const void *rows;
    size_t row_size;
    size_t count;
    void (*check)(void **state);
};

static inline struct table table_of(const char *name, const void *rows, size_t row_size,
                                    size_t size, void (*check)(void **state))
{
    return (struct table){name, rows, row_size, size / row_size, check};
}

#define TABLE(rows, check) table_of(#rows, rows, sizeof(rows)[0], sizeof(rows), check)

/*
 * The row's text on the heap, ending where its memory does, so that ASan sees one byte read too
 * many; of no bytes as well, since malloc(0) may give a byte that can be read.
 */
static inline char *row_copy(const struct row *row)
{
    char *block = malloc(row->size + 1);
    assert_non_null(block);
    memcpy(block + 1, row->text, row->size);
    return block + 1;
}

static inline void row_release(char *copy)
{
    free(copy - 1);
}

/* Fails the test, in words, unless `got` is `error` at `at`. */
static inline void row_expect(const struct row *row, struct fuseau_result got,
                              enum fuseau_error error, size_t at)
{
    if (got.error != error || got.at != at) {
        fail_msg("\"%.*s\": expected %s at byte %zu, got %s at byte %zu", (int)row->size, row->text,
                 fuseau_error_name(error), at, fuseau_error_name(got.error), got.at);
    }
}

/* The same for a number that was read. */
static inline void row_expect_number(const struct row *row, const char *what, int64_t got,
                                     int64_t expected)
{
    if (got != expected) {
        fail_msg("\"%.*s\": expected %s %lld, got %lld", (int)row->size, row->text, what,
                 (long long)expected, (long long)got);
    }
}

/* The name of a row's test: "accepted: india". Freed by tables_run. */
static inline char *row_test_name(const struct table *table, const struct row *row)
{
    size_t size = strlen(table->name) + strlen(row->name) + 3;
    char *name = malloc(size);
    if (name == NULL) {
        abort();
    }
    snprintf(name, size, "%s: %s", table->name, row->name);
    return name;
}

/* What cmocka carries to row_test. */
struct row_state {
    void (*check)(void **state);
    const void *row;
};

/*
 * cmocka is not built with MSan, so MSan knows nothing of the arguments that it passes: they count
 * as initialised here, and so in all that is called from here.
 */
#if defined(__clang__)
#define ARGUMENTS_ARE_INITIALISED __attribute__((no_sanitize("memory")))
#else
#define ARGUMENTS_ARE_INITIALISED
#endif

ARGUMENTS_ARE_INITIALISED static inline void row_test(void **state)
{
    const struct row_state *test = *state;
    void *row = (void *)(uintptr_t)test->row;
    test->check(&row);
}

/* Runs every row of every table as its own test. Returns the number of failures. */
static inline int tables_run(const char *group, const struct table *tables, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += tables[i].count;
    }
    struct CMUnitTest *tests = calloc(total, sizeof *tests);
    struct row_state *states = calloc(total, sizeof *states);
    if (tests == NULL || states == NULL) {
        abort();
    }
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < tables[i].count; j++) {
            const char *row = (const char *)tables[i].rows + j * tables[i].row_size;
            states[next] = (struct row_state){tables[i].check, row};
            tests[next].name = row_test_name(&tables[i], (const struct row *)row);
            tests[next].test_func = row_test;
            tests[next].initial_state = &states[next];
            next++;
        }
    }
    int failures = _cmocka_run_group_tests(group, tests, total, NULL, NULL);
    for (size_t i = 0; i < total; i++) {
        free((void *)(uintptr_t)tests[i].name);
    }
    free(states);
    free(tests);
    return failures;
}

#endif
