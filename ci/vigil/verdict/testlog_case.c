/* SPDX-License-Identifier: MIT */
#include "testlog_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "testlog.h"

#define SECONDS_MOST 1e9
#define TEXTS        8

static void texts_of(struct testcase *test, struct buffer *texts[TEXTS])
{
    texts[0] = &test->name;
    texts[1] = &test->class;
    texts[2] = &test->status;
    texts[3] = &test->seconds;
    texts[4] = &test->said;
    texts[5] = &test->text;
    texts[6] = &test->reason;
    texts[7] = &test->output;
}

static void clear(struct buffer *text)
{
    text->size = 0;
    buffer_text(text, "");
}

void testcase_begin(struct testcase *test)
{
    struct buffer *texts[TEXTS];
    texts_of(test, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        clear(texts[i]);
    }
    test->open = true;
    test->fixture = test->failed = test->skipped = test->lost = false;
}

bool testcase_broke(const struct testcase *test)
{
    return test->name.failed || test->class.failed || test->status.failed || test->seconds.failed ||
           test->said.failed || test->text.failed || test->reason.failed || test->output.failed;
}

void testcase_free(struct testcase *test)
{
    struct buffer *texts[TEXTS];
    texts_of(test, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        buffer_free(texts[i]);
    }
}

/* Whether a letter of UTF-8 goes on here. */
static bool is_within_letter(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static void keep_beginning(struct buffer *text, size_t most)
{
    if (text->size > most) {
        text->size = most;
        while (text->size > 0 && is_within_letter(text->data[text->size])) {
            text->size--;
        }
        text->data[text->size] = '\0';
    }
}

static void drop(struct buffer *text, size_t bytes)
{
    text->size -= bytes;
    memmove(text->data, text->data + bytes, text->size + 1);
}

static void keep_end(struct buffer *text, size_t most)
{
    if (text->size > most) {
        size_t begin = text->size - most;
        while (begin < text->size && is_within_letter(text->data[begin])) {
            begin++;
        }
        drop(text, begin);
    }
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}

static void trim(struct buffer *text)
{
    size_t begin = 0;
    while (text->size > 0 && is_blank(text->data[text->size - 1])) {
        text->data[--text->size] = '\0';
    }
    while (begin < text->size && is_blank(text->data[begin])) {
        begin++;
    }
    drop(text, begin);
}

/* Many say the same as an attribute and as text; then once will do. */
void testcase_take_failure(struct testcase *test)
{
    test->failed = true;
    if (testcase_broke(test)) {
        return;
    }
    trim(&test->said);
    trim(&test->text);
    const char *parts[2] = {test->said.data, test->text.data};
    parts[0] = strstr(parts[1], parts[0]) == NULL ? parts[0] : "";
    for (size_t i = 0; i < 2; i++) {
        if (parts[i][0] != '\0') {
            buffer_text(&test->reason, test->reason.size > 0 ? "\n" : "");
            buffer_text(&test->reason, parts[i]);
        }
    }
    clear(&test->said);
    clear(&test->text);
}

/* ctest's own words are "SKIP_RETURN_CODE=77", "SKIP_REGULAR_EXPRESSION_MATCHED" where the test
 * asked for it; anything else, "Unable to find executable", nobody asked for. */
void testcase_take_skipped(struct testcase *test)
{
    test->skipped = true;
    if (testcase_broke(test)) {
        return;
    }
    struct span said = {test->said.data, test->said.size};
    struct span status = {test->status.data, test->status.size};
    if (span_is(status, "notrun") && said.size > 0 && !span_take(&said, "SKIP_")) {
        test->lost = true;
        buffer_format(&test->reason, "not run: %s", test->said.data);
    }
    clear(&test->said);
}

void testcase_take_output(struct testcase *test, const char *text, size_t size)
{
    buffer_add(&test->output, text, size);
    if (!test->output.failed && test->output.size > (size_t)TESTLOG_MESSAGE_MOST * 8) {
        keep_end(&test->output, (size_t)TESTLOG_MESSAGE_MOST * 2);
    }
}

/* ctest, where its build has no name, says "(empty)", and repeats the test's name as its class. */
const char *testcase_suite(const struct testcase *test, const struct buffer *suite)
{
    if (suite->size > 0 && strcmp(suite->data, "(empty)") != 0) {
        return suite->data;
    }
    return strcmp(test->class.data, test->name.data) == 0 ? "" : test->class.data;
}

enum test_state testcase_state(const struct testcase *test)
{
    struct span status = {test->status.data, test->status.size};
    if (test->failed || test->lost || span_is(status, "fail")) {
        return TEST_FAILED;
    }
    return test->skipped || span_is(status, "disabled") || span_is(status, "notrun") ? TEST_SKIPPED
                                                                                     : TEST_PASSED;
}

/* "0.0159117"; of "1,234.5" the comma goes. What is no number of seconds is none. */
double testcase_seconds(const struct testcase *test)
{
    char digits[48];
    size_t used = 0;
    for (size_t i = 0; i < test->seconds.size && used < sizeof digits - 1; i++) {
        digits[used] = test->seconds.data[i];
        used += digits[used] != ',' ? 1 : 0;
    }
    digits[used] = '\0';
    char *end = digits;
    double seconds = strtod(digits, &end);
    bool read = end != digits && *end == '\0' && isfinite(seconds);
    return read && seconds > 0 && seconds <= SECONDS_MOST ? seconds : 0;
}

const char *testcase_message(struct testcase *test)
{
    if (testcase_broke(test) || testcase_state(test) != TEST_FAILED) {
        return "";
    }
    trim(&test->output);
    keep_beginning(&test->reason, TESTLOG_MESSAGE_MOST);
    keep_end(&test->output, TESTLOG_MESSAGE_MOST);
    return test->reason.size > 0 ? test->reason.data : test->output.data;
}
