/* SPDX-License-Identifier: MIT */
#include "testlog.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "testlog_case.h"

/* Adds a copy of the test and of its texts. False when memory ran out. */
static bool testlog_keep(struct testlog *log, struct verdict_test test);

/* Moves the tests of `added` to the end of the log; without memory for that nothing is moved. */
static bool testlog_append(struct testlog *log, struct testlog *added);

/* NOENT lets "&amp;" in an attribute be "&" and not "&#38;". There are no other entities. */
#define OPTIONS (XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

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

/* The attribute's value instead of what `into` holds; false, and empty, where there is none. */
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
        !testlog_keep(&reading->log,
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

/* An element that says something, unless it stands within one that does. */
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

/* What is within a suite is of that suite. */
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

/* The parser's own last word, on one line. */
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

/* Where another document follows, it is the next to be read. */
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

/* Whether another is to be read. */
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

/* libxml2 would take a NUL for the end, and counts bytes in an int. */
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
    read = read && (testlog_append(log, &reading.log) || fault_set(fault, "line 1: out of memory"));
    testlog_free(&reading.log);
    return read;
}

static bool make_room(struct testlog *log, size_t more)
{
    size_t needed = log->count + more;
    if (needed <= log->room) {
        return true;
    }
    size_t room = needed > log->room * 2 ? needed + 16 : log->room * 2;
    struct verdict_test *tests =
        room > SIZE_MAX / sizeof *tests ? NULL : realloc(log->tests, room * sizeof *tests);
    if (tests == NULL) {
        return false;
    }
    log->tests = tests;
    log->room = room;
    return true;
}

/* One block holds its three texts; it begins where `suite` does. */
static bool testlog_keep(struct testlog *log, struct verdict_test test)
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

static bool testlog_append(struct testlog *log, struct testlog *added)
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
