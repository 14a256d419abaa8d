/* testlog.h -- pure: tests read from JUnit XML, as test runners write it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_TESTLOG_H
#define VIGIL_VERDICT_TESTLOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "verdict.h"

#define TESTLOG_SIZE_MOST    (64 << 20) /* bytes of a file */
#define TESTLOG_MESSAGE_MOST 8192       /* of a message; of a longer one its beginning */
#define TESTLOG_DEPTH_MOST   32         /* elements within each other */

/* Starts as {0}. Its texts are UTF-8 and hostile; they are copies, which the log owns. */
struct testlog {
    struct verdict_test *tests;
    size_t count;
};

/*
 * Adds the tests of a file, in the file's order. The file is a document whose root is <testsuites>
 * or <testsuite>, or several such documents on end, as cmocka prints one for each group.
 *
 * - Failed is what holds a <failure> or an <error>, also outside of a test (a fixture: it has no
 *   name), and what ctest calls "fail". The message is what these say; where they say nothing, the
 *   end of what the test printed.
 * - Skipped is what holds <skipped>, and what is "disabled" or (googletest) "notrun". But a test
 *   that ctest could not start, for want of its program, a file or its fixture, failed: ctest
 *   writes it as skipped, and ends with a failure.
 * - The suite is the name of the innermost <testsuite>, else the class; "" where there is neither
 *   (ctest's, without a name of the build). The class is kept where it says more than the suite.
 *
 * Refuses, with a fault that names the line, a file that is not well-formed, of another kind or cut
 * short, that has a test within a test or without a name or a document type (so there are no
 * entities to grow, and nothing is fetched), or that goes beyond the limits above. Then the log is
 * as it was. To be freed in any case.
 */
bool testlog_read(const char *text, size_t size, struct testlog *log, struct fault *fault);
void testlog_free(struct testlog *log);

#endif
