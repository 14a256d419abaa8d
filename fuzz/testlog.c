/* testlog.c -- a test log that is read reads back the same when written twice in a row;
 * a fault names a line of the text, and leaves nothing of it */
/* SPDX-License-Identifier: MIT */
#include "verdict/testlog.h"
#include "base/buffer.h"
#include "fuzz.h"

static bool read_copy(const char *text, size_t size, struct testlog *log, struct fault *fault)
{
    char *copy = fuzz_copy(text, size);
    bool read = testlog_read(copy, size, log, fault);
    fuzz_release(copy);
    return read;
}

static void check_fault(const char *text, size_t size, const struct fault *fault)
{
    size_t lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' ? 1 : 0;
    }
    char *end = NULL;
    bool named = strncmp(fault->text, "line ", 5) == 0;
    unsigned long line = named ? strtoul(fault->text + 5, &end, 10) : 0;
    fuzz_require(line >= 1 && line <= lines && end[0] == ':', "of %zu lines none is named: %s",
                 lines, fault->text);
}

/* Every byte of ASCII as a reference, so that no parser makes a blank of a line's end. */
static void write_text(const char *text, struct buffer *into)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x80) {
            buffer_format(into, "&#%d;", *text);
        } else {
            buffer_add(into, text, 1);
        }
    }
}

static void write_test(const struct verdict_test *test, struct buffer *into)
{
    buffer_text(into, "<testsuite name=\"");
    write_text(test->suite, into);
    buffer_text(into, "\">\n<testcase classname=\"");
    write_text(test->class, into);
    buffer_text(into, "\" name=\"");
    write_text(test->name, into);
    buffer_format(into, "\" time=\"%.17g\">", test->seconds);
    if (test->state == TEST_FAILED) {
        buffer_text(into, "<failure message=\"");
        write_text(test->message, into);
        buffer_text(into, "\"/>");
    }
    buffer_text(into, test->state == TEST_SKIPPED ? "<skipped/>" : "");
    buffer_text(into, "</testcase></testsuite>\n");
}

static void write_log(const struct testlog *log, struct buffer *into)
{
    buffer_text(into, "<testsuites>");
    for (size_t i = 0; i < log->count; i++) {
        write_test(&log->tests[i], into);
    }
    buffer_text(into, "</testsuites>");
}

static void check_test(const struct verdict_test *test)
{
    fuzz_require(test->seconds >= 0 && test->seconds <= 1e9, "%g seconds", test->seconds);
    fuzz_require(strlen(test->message) <= TESTLOG_MESSAGE_MOST, "a message of %zu bytes",
                 strlen(test->message));
    fuzz_require(test->state == TEST_FAILED || test->message[0] == '\0',
                 "it did not fail, and says %s", test->message);
}

static void check_same(const struct verdict_test *one, const struct verdict_test *other)
{
    fuzz_require(strcmp(one->suite, other->suite) == 0 && strcmp(one->class, other->class) == 0 &&
                     strcmp(one->name, other->name) == 0,
                 "%s/%s/%s, and then %s/%s/%s", one->suite, one->class, one->name, other->suite,
                 other->class, other->name);
    fuzz_require(one->state == other->state && one->seconds == other->seconds &&
                     strcmp(one->message, other->message) == 0,
                 "%s: %d after %g s, %s; and then %d after %g s, %s", one->name, one->state,
                 one->seconds, one->message, other->state, other->seconds, other->message);
}

static void check_round_trip(const struct testlog *log)
{
    struct testlog twice = {0};
    struct buffer text = {0};
    struct fault fault = {""};
    write_log(log, &text);
    buffer_text(&text, "\n");
    write_log(log, &text);
    fuzz_require(read_copy(text.data, text.size, &twice, &fault), "written, and refused: %s\n%s",
                 fault.text, text.data);
    fuzz_require(twice.count == 2 * log->count, "%zu tests, and twice them %zu", log->count,
                 twice.count);
    for (size_t i = 0; i < log->count; i++) {
        check_same(&log->tests[i], &twice.tests[i]);
        check_same(&log->tests[i], &twice.tests[log->count + i]);
    }
    testlog_free(&twice);
    buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct testlog log = {0};
    struct fault fault = {""};
    const char *text = size == 0 ? "" : (const char *)data;
    if (read_copy(text, size, &log, &fault)) {
        for (size_t i = 0; i < log.count; i++) {
            check_test(&log.tests[i]);
        }
        check_round_trip(&log);
    } else {
        fuzz_require(log.count == 0, "refused, and %zu tests of it kept", log.count);
        check_fault(text, size, &fault);
    }
    testlog_free(&log);
    return 0;
}
