/* rows.h -- tables of named rows, each its own cmocka test */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_ROWS_H
#define VIGIL_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* One test a row; the first member of a row is its name, and the check gets the row as *state. */
#define ADD_ROWS(tests, count, rows, check)                                                        \
    for (size_t row_number = 0; row_number < COUNT(rows); row_number++) {                          \
        (tests)[(count)++] = (struct CMUnitTest){(rows)[row_number].name, (check), NULL, NULL,     \
                                                 (void *)(uintptr_t)((rows) + row_number)};        \
    }

/* The text on the heap at exactly its size, so that ASan sees one byte read too many. */
static inline char *exact_copy(const char *text, size_t size)
{
    char *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    if (size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

#endif
