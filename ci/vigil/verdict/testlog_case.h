/* testlog_case.h -- (private) one test while its element is read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_TESTLOG_CASE_H
#define VIGIL_VERDICT_TESTLOG_CASE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "verdict.h"

/* Texts have a NUL at their end from testcase_begin on, unless memory ran out. */
struct testcase {
    bool open;
    bool fixture;              /* no test, but what failed beside one */
    bool failed, skipped;      /* it holds an element that says so */
    bool lost;                 /* ctest could not start it */
    struct buffer name, class; /* attributes */
    struct buffer status, seconds;
    struct buffer said, text; /* of the <failure> that is open: its message, what it holds */
    struct buffer reason;     /* of those before it */
    struct buffer output;     /* the end of what it printed */
};

/* Forgets the one before. */
void testcase_begin(struct testcase *test);

/* The element with `said` and `text` ends. */
void testcase_take_failure(struct testcase *test);

/* <skipped>, whose message is in `said`. */
void testcase_take_skipped(struct testcase *test);

void testcase_take_output(struct testcase *test, const char *text, size_t size);

/* The suite's own name is "" where it has none. */
const char *testcase_suite(const struct testcase *test, const struct buffer *suite);
enum test_state testcase_state(const struct testcase *test);
double testcase_seconds(const struct testcase *test);

/* What a failed one says of itself; to be asked once. */
const char *testcase_message(struct testcase *test);

/* Whether memory ran out. */
bool testcase_broke(const struct testcase *test);
void testcase_free(struct testcase *test);

#endif
