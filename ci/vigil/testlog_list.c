/* SPDX-License-Identifier: MIT */
#include "testlog_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(struct testlog *log, size_t more)
{
    size_t needed = log->count + more;
    if (needed <= log->room) {
        return true;
    }
    size_t room = needed > log->room * 2 ? needed + 16 : log->room * 2;
    struct gate_test *tests =
        room > SIZE_MAX / sizeof *tests ? NULL : realloc(log->tests, room * sizeof *tests);
    if (tests == NULL) {
        return false;
    }
    log->tests = tests;
    log->room = room;
    return true;
}

/* One block holds its three texts; it begins where `suite` does. */
bool testlog_keep(struct testlog *log, struct gate_test test)
{
    size_t suite = strlen(test.suite) + 1, name = strlen(test.name) + 1;
    size_t message = strlen(test.message) + 1;
    char *block = make_room(log, 1) ? malloc(suite + name + message) : NULL;
    if (block == NULL) {
        return false;
    }
    memcpy(block, test.suite, suite);
    memcpy(block + suite, test.name, name);
    memcpy(block + suite + name, test.message, message);
    test.suite = block;
    test.name = block + suite;
    test.message = block + suite + name;
    log->tests[log->count++] = test;
    return true;
}

bool testlog_append(struct testlog *log, struct testlog *added)
{
    if (!make_room(log, added->count)) {
        return false;
    }
    for (size_t i = 0; i < added->count; i++) {
        log->tests[log->count++] = added->tests[i];
    }
    added->count = 0;
    return true;
}

void testlog_free(struct testlog *log)
{
    for (size_t i = 0; i < log->count; i++) {
        free((void *)(uintptr_t)log->tests[i].suite);
    }
    free(log->tests);
    *log = (struct testlog){0};
}
