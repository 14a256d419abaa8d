/* SPDX-License-Identifier: MIT */
#include "testlog.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/list.h"
#include "base/span.h"

#define SECONDS_MOST 1e9
#define TEXTS        8

/* NOENT lets "&amp;" in an attribute be "&" and not "&#38;". There are no other entities. */
#define OPTIONS (XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

/* A test while its element is read. Texts have a NUL at their end from testcase_begin on, unless
 * memory ran out. */
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

/* Forgets the test before. */
static void testcase_begin(struct testcase *test)
{
    struct buffer *texts[TEXTS];
    texts_of(test, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        clear(texts[i]);
    }
    test->open = true;
    test->fixture = test->failed = test->skipped = test->lost = false;
}

/* Whether memory ran out. */
static bool testcase_broke(const struct testcase *test)
{
    return test->name.failed || test->class.failed || test->status.failed || test->seconds.failed ||
           test->said.failed || test->text.failed || test->reason.failed || test->output.failed;
}

static void testcase_free(struct testcase *test)
{
    struct buffer *texts[TEXTS];
    texts_of(test, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        buffer_free(texts[i]);
    }
}

/* Whether this byte goes on with a letter of UTF-8. */
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

/* The element with `said` and `text` ends. Many runners say the same as an attribute and as text;
 * then it is kept once. */
static void testcase_take_failure(struct testcase *test)
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

/* <skipped>, whose message is in `said`. Where the test asked to be skipped, ctest says
 * "SKIP_RETURN_CODE=77" or "SKIP_REGULAR_EXPRESSION_MATCHED"; where it says anything else ("Unable
 * to find executable"), the test could not be run. */
static void testcase_take_skipped(struct testcase *test)
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

static void testcase_take_output(struct testcase *test, const char *text, size_t size)
{
    buffer_add(&test->output, text, size);
    if (!test->output.failed && test->output.size > (size_t)TESTLOG_MESSAGE_MOST * 8) {
        keep_end(&test->output, (size_t)TESTLOG_MESSAGE_MOST * 2);
    }
}

/* The suite's own name is "" where it has none. Where its build has no name, ctest says "(empty)",
 * and repeats the test's name as its class. */
static const char *testcase_suite(const struct testcase *test, const struct buffer *suite)
{
    if (suite->size > 0 && strcmp(suite->data, "(empty)") != 0) {
        return suite->data;
    }
    return strcmp(test->class.data, test->name.data) == 0 ? "" : test->class.data;
}

static enum test_state testcase_state(const struct testcase *test)
{
    struct span status = {test->status.data, test->status.size};
    if (test->failed || test->lost || span_is(status, "fail")) {
        return TEST_FAILED;
    }
    return test->skipped || span_is(status, "disabled") || span_is(status, "notrun") ? TEST_SKIPPED
                                                                                     : TEST_PASSED;
}

/* "0.0159117", or "1,234.5", whose comma is left out; 0 for what is no number of seconds. */
static double testcase_seconds(const struct testcase *test)
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

/* What a test that failed says of itself; to be asked once. */
static const char *testcase_message(struct testcase *test)
{
    if (testcase_broke(test) || testcase_state(test) != TEST_FAILED) {
        return "";
    }
    trim(&test->output);
    keep_beginning(&test->reason, TESTLOG_MESSAGE_MOST);
    keep_end(&test->output, TESTLOG_MESSAGE_MOST);
    return test->reason.size > 0 ? test->reason.data : test->output.data;
}

/* Adds a copy of the test. One block holds its three texts; it begins where `suite` does. */
static bool keep_test(struct testlog *log, struct verdict_test test)
{
    size_t suite = strlen(test.suite) + 1, name = strlen(test.name) + 1;
    size_t message = strlen(test.message) + 1;
    char *block = malloc(suite + name + message);
    struct verdict_test *kept =
        block == NULL ? NULL : list_add(&log->tests, &log->count, sizeof *kept);
    if (kept == NULL) {
        free(block);
        return false;
    }
    memcpy(block, test.suite, suite);
    memcpy(block + suite, test.name, name);
    memcpy(block + suite + name, test.message, message);
    *kept =
        (struct verdict_test){block, block + suite, block + suite + name, test.state, test.seconds};
    return true;
}

/* Whose text the parser is in. */
enum place { ELSEWHERE, FAILURE, OUTPUT };

struct reading {
    struct testlog log; /* of this file alone */
    struct fault *fault;
    bool refused;
    xmlParserCtxtPtr parser;
    struct span document;                         /* and what follows it in the file */
    unsigned line;                                /* lines before it */
    size_t end;                                   /* of its root element, in bytes; 0: not seen */
    unsigned depth;                               /* elements that are open */
    struct buffer suites[TESTLOG_DEPTH_MOST + 1]; /* the suite's name at each depth */
    struct testcase test;
    enum place place;
    unsigned place_depth;
};

/* As SAX2 gives them: of each five pointers, its name, prefix and URI, and its value's two ends. */
struct attributes {
    const xmlChar **list;
    size_t count;
};

static void refuse(struct reading *reading, const char *reason)
{
    if (!reading->refused) {
        int line = xmlSAX2GetLineNumber(reading->parser);
        reading->refused = true;
        (void)fault_set(reading->fault, "line %u: %s",
                        reading->line + (line > 0 ? (unsigned)line : 1), reason);
        xmlStopParser(reading->parser);
    }
}

static bool is_named(const xmlChar *name, const char *word)
{
    return strcmp((const char *)name, word) == 0;
}

/* Sets `into` to the attribute's value; false, and "", where there is none. */
static bool attribute(struct attributes attributes, const char *name, struct buffer *into)
{
    into->size = 0;
    buffer_text(into, "");
    for (size_t i = 0; i < attributes.count; i++) {
        const xmlChar **field = attributes.list + i * 5;
        if (is_named(field[0], name)) {
            buffer_add(into, field[3], (size_t)(field[4] - field[3]));
            return true;
        }
    }
    return false;
}

static void begin_test(struct reading *reading, struct attributes attributes)
{
    struct testcase *test = &reading->test;
    if (test->open) {
        refuse(reading, "a <testcase> within another");
        return;
    }
    testcase_begin(test);
    (void)attribute(attributes, "classname", &test->class);
    (void)attribute(attributes, "status", &test->status);
    (void)attribute(attributes, "time", &test->seconds);
    if (!attribute(attributes, "name", &test->name)) {
        refuse(reading, "a <testcase> without a name");
    }
}

static void end_test(struct reading *reading)
{
    struct testcase *test = &reading->test;
    const struct buffer *suite = &reading->suites[reading->depth];
    test->open = false;
    const char *message = testcase_message(test);
    if (testcase_broke(test) || suite->failed ||
        !keep_test(&reading->log,
                   (struct verdict_test){testcase_suite(test, suite), test->name.data, message,
                                         testcase_state(test), testcase_seconds(test)})) {
        refuse(reading, "out of memory");
    }
}

static void begin_failure(struct reading *reading, struct attributes attributes)
{
    if (!reading->test.open) {
        testcase_begin(&reading->test);
        reading->test.fixture = true;
    }
    (void)attribute(attributes, "message", &reading->test.said);
    reading->place = FAILURE;
    reading->place_depth = reading->depth;
}

static void end_place(struct reading *reading)
{
    bool failure = reading->place == FAILURE;
    reading->place = ELSEWHERE;
    if (failure) {
        testcase_take_failure(&reading->test);
    }
    if (failure && reading->test.fixture) {
        end_test(reading);
    }
}

/* Elements within a <failure> or within what a test printed are passed over. */
static void begin_element(struct reading *reading, const xmlChar *name,
                          struct attributes attributes)
{
    struct testcase *test = &reading->test;
    if (is_named(name, "testsuite")) {
        (void)attribute(attributes, "name", &reading->suites[reading->depth]);
    } else if (is_named(name, "testcase")) {
        begin_test(reading, attributes);
    } else if (reading->place != ELSEWHERE) {
        return;
    } else if (is_named(name, "failure") || is_named(name, "error")) {
        begin_failure(reading, attributes);
    } else if (test->open && is_named(name, "skipped")) {
        (void)attribute(attributes, "message", &test->said);
        testcase_take_skipped(test);
    } else if (test->open && (is_named(name, "system-out") || is_named(name, "system-err"))) {
        reading->place = OUTPUT;
        reading->place_depth = reading->depth;
    }
}

/* An element is of the suite that it stands in. */
static void inherit_suite(struct reading *reading)
{
    struct buffer *suite = &reading->suites[reading->depth];
    suite->size = 0;
    buffer_text(suite, "");
    if (reading->depth > 1) {
        const struct buffer *outer = suite - 1;
        buffer_add(suite, outer->data, outer->size);
    }
}

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **list)
{
    struct reading *reading = context;
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted;
    if (reading->refused) {
        return;
    }
    if (reading->depth == 0 && !is_named(name, "testsuites") && !is_named(name, "testsuite")) {
        refuse(reading, "this is no JUnit XML: its root is neither <testsuites> nor <testsuite>");
    } else if (reading->depth == TESTLOG_DEPTH_MOST) {
        refuse(reading, "elements stand too deep within each other");
    } else {
        reading->depth++;
        inherit_suite(reading);
        begin_element(reading, name, (struct attributes){list, count > 0 ? (size_t)count : 0});
    }
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reading *reading = context;
    (void)prefix, (void)uri;
    if (reading->refused) {
        return;
    }
    if (reading->place != ELSEWHERE && reading->depth == reading->place_depth) {
        end_place(reading);
    } else if (is_named(name, "testcase")) {
        end_test(reading);
    }
    reading->depth--;
    long end = reading->depth == 0 ? xmlByteConsumed(reading->parser) : 0;
    reading->end = end > 0 ? (size_t)end : 0;
}

static void on_text(void *context, const xmlChar *text, int size)
{
    struct reading *reading = context;
    if (reading->refused || size <= 0 || reading->place == ELSEWHERE) {
        return;
    }
    if (reading->place == FAILURE) {
        buffer_add(&reading->test.text, text, (size_t)size);
    } else {
        testcase_take_output(&reading->test, (const char *)text, (size_t)size);
    }
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    refuse(context, "a document type is not read");
}

/* Refuses with the parser's own last error, on one line. */
static void refuse_for_form(struct reading *reading)
{
    const xmlError *error = xmlCtxtGetLastError(reading->parser);
    char reason[200];
    const char *said = error != NULL && error->message != NULL ? error->message : "not well-formed";
    span_copy(reason, sizeof reason, (struct span){said, strcspn(said, "\n")});
    int line = error != NULL ? error->line : 0;
    reading->refused = true;
    (void)fault_set(reading->fault, "line %u: not well-formed XML: %s",
                    reading->line + (line > 0 ? (unsigned)line : 1), reason);
}

static unsigned lines_of(const char *text, size_t size)
{
    unsigned lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' ? 1 : 0;
    }
    return lines;
}

/* Whether another document follows the one that was read; then it is the next to be read. */
static bool has_another(struct reading *reading)
{
    const xmlError *error = xmlCtxtGetLastError(reading->parser);
    struct span *document = &reading->document;
    size_t end = reading->end;
    if (error == NULL || error->code != XML_ERR_DOCUMENT_END || end == 0 || end >= document->size ||
        document->text[end - 1] != '>') {
        return false;
    }
    while (end < document->size && strchr(" \t\r\n", document->text[end]) != NULL) {
        end++;
    }
    reading->line += lines_of(document->text, end);
    span_skip(document, end);
    return true;
}

/* Returns whether there is another document to be read. */
static bool read_document(struct reading *reading)
{
    struct span document = reading->document;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) {
        reading->refused = true;
        return fault_set(reading->fault, "line %u: out of memory", reading->line + 1);
    }
    *parser->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                   .startElementNs = on_begin,
                                   .endElementNs = on_end,
                                   .characters = on_text,
                                   .cdataBlock = on_text,
                                   .internalSubset = on_document_type};
    parser->userData = reading;
    reading->parser = parser;
    reading->depth = 0;
    reading->end = 0;
    xmlDocPtr none =
        xmlCtxtReadMemory(parser, document.text, (int)document.size, NULL, NULL, OPTIONS);
    bool another = !reading->refused && parser->wellFormed == 0 && has_another(reading);
    if (!reading->refused && !another && (parser->wellFormed == 0 || reading->end == 0)) {
        refuse_for_form(reading);
    }
    xmlFreeDoc(none);
    xmlFreeParserCtxt(parser);
    return another;
}

/* libxml2 would take a NUL for the end of the text, and it counts bytes in an int. */
static bool is_fit(const char *text, size_t size, struct fault *fault)
{
    const char *nul = size > 0 ? memchr(text, '\0', size) : NULL;
    if (size > TESTLOG_SIZE_MOST) {
        return fault_set(fault, "line 1: more than %d bytes", TESTLOG_SIZE_MOST);
    }
    size_t before = nul == NULL ? 0 : (size_t)(nul - text);
    return nul == NULL ||
           fault_set(fault, "line %u: a NUL stands there", 1 + lines_of(text, before));
}

/* Moves the tests of `added` to the end of the log; without memory for that nothing is moved. */
static bool append(struct testlog *log, struct testlog *added)
{
    size_t before = log->count;
    for (size_t i = 0; i < added->count; i++) {
        struct verdict_test *test = list_add(&log->tests, &log->count, sizeof *test);
        if (test == NULL) {
            log->count = before;
            return false;
        }
        *test = added->tests[i];
    }
    added->count = 0;
    return true;
}

bool testlog_read(const char *text, size_t size, struct testlog *log, struct fault *fault)
{
    struct reading reading = {.fault = fault, .document = {text, size}};
    if (!is_fit(text, size, fault)) {
        return false;
    }
    while (read_document(&reading)) {}
    bool read = !reading.refused;
    testcase_free(&reading.test);
    for (size_t i = 0; i <= TESTLOG_DEPTH_MOST; i++) {
        buffer_free(&reading.suites[i]);
    }
    read = read && (append(log, &reading.log) || fault_set(fault, "line 1: out of memory"));
    testlog_free(&reading.log);
    return read;
}

void testlog_free(struct testlog *log)
{
    for (size_t i = 0; i < log->count; i++) {
        free((void *)(uintptr_t)log->tests[i].suite);
    }
    free(log->tests);
    *log = (struct testlog){0};
}
