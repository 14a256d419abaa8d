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
#include "stray.h"

#define SECONDS_MOST 1e9
/* NOENT lets "&amp;" in an attribute be "&" and not "&#38;". There are no other entities. */
#define OPTIONS      (XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

/* The texts of a test: its attributes, up to SECONDS; of the <failure> or <skipped> that is open,
 * what it says as its message (SAID) and what it holds (HELD); what those before it said (REASON);
 * the end of what the test printed (OUTPUT). */
enum { NAME, CLASS, STATUS, SECONDS, SAID, HELD, REASON, OUTPUT, TEXTS };

/* A test while its element is read. Its texts end in a NUL unless memory ran out. */
struct testcase {
    bool open;
    bool fixture;         /* it is no test, but a fixture that failed */
    bool failed, skipped; /* it holds an element that says so */
    bool lost;            /* ctest could not start it */
    struct buffer texts[TEXTS];
};

static void clear(struct buffer *text)
{
    text->size = 0;
    buffer_text(text, "");
}

/* Begins a test, and forgets the one before. */
static void begin(struct testcase *test)
{
    test->open = true;
    test->fixture = test->failed = test->skipped = test->lost = false;
    for (size_t i = 0; i < TEXTS; i++) {
        clear(&test->texts[i]);
    }
}

static bool out_of_memory(const struct testcase *test)
{
    bool failed = false;
    for (size_t i = 0; i < TEXTS; i++) {
        failed = failed || test->texts[i].failed;
    }
    return failed;
}

/* Whether this byte continues a letter of UTF-8. */
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

static void trim(struct buffer *text)
{
    static const char blanks[] = " \n\t\r";
    size_t begin = 0;
    while (text->size > 0 && strchr(blanks, text->data[text->size - 1]) != NULL) {
        text->data[--text->size] = '\0';
    }
    while (begin < text->size && strchr(blanks, text->data[begin]) != NULL) {
        begin++;
    }
    drop(text, begin);
}

/* A <failure> ends. Many runners say the same as an attribute and as text; then it is kept once. */
static void take_failure(struct testcase *test)
{
    struct buffer *said = &test->texts[SAID], *held = &test->texts[HELD];
    struct buffer *reason = &test->texts[REASON];
    test->failed = true;
    if (out_of_memory(test)) {
        return;
    }
    trim(said);
    trim(held);
    const char *parts[2] = {strstr(held->data, said->data) == NULL ? said->data : "", held->data};
    for (size_t i = 0; i < 2; i++) {
        if (parts[i][0] != '\0') {
            buffer_text(reason, reason->size > 0 ? "\n" : "");
            buffer_text(reason, parts[i]);
        }
    }
    clear(said);
    clear(held);
}

/* <skipped>, whose message was read. Where the test asked to be skipped, ctest says
 * "SKIP_RETURN_CODE=77" or "SKIP_REGULAR_EXPRESSION_MATCHED"; where it says anything else ("Unable
 * to find executable"), the test could not be run. */
static void take_skipped(struct testcase *test)
{
    test->skipped = true;
    if (out_of_memory(test)) {
        return;
    }
    struct span said = {test->texts[SAID].data, test->texts[SAID].size};
    struct span status = {test->texts[STATUS].data, test->texts[STATUS].size};
    if (span_is(status, "notrun") && said.size > 0 && !span_take(&said, "SKIP_")) {
        test->lost = true;
        buffer_format(&test->texts[REASON], "not run: %s", test->texts[SAID].data);
    }
    clear(&test->texts[SAID]);
}

/* ctest repeats the test's name as its class. */
static const char *class_of(const struct testcase *test)
{
    const char *class = test->texts[CLASS].data;
    return strcmp(class, test->texts[NAME].data) == 0 ? "" : class;
}

/* The suite's own name is "" where it has none. Where its build has no name, ctest says "(empty)".
 */
static const char *suite_of(const struct testcase *test, const struct buffer *suite)
{
    bool named = suite->size > 0 && strcmp(suite->data, "(empty)") != 0;
    return named ? suite->data : class_of(test);
}

static enum test_state state_of(const struct testcase *test)
{
    struct span status = {test->texts[STATUS].data, test->texts[STATUS].size};
    if (test->failed || test->lost || span_is(status, "fail")) {
        return TEST_FAILED;
    }
    return test->skipped || span_is(status, "disabled") || span_is(status, "notrun") ? TEST_SKIPPED
                                                                                     : TEST_PASSED;
}

/* "0.0159117", or "1,234.5", whose comma is left out; 0 for what is no number of seconds. */
static double seconds_of(const struct testcase *test)
{
    const struct buffer *text = &test->texts[SECONDS];
    char digits[48];
    size_t used = 0;
    for (size_t i = 0; i < text->size && used < sizeof digits - 1; i++) {
        digits[used] = text->data[i];
        used += digits[used] != ',' ? 1 : 0;
    }
    digits[used] = '\0';
    char *end = digits;
    double seconds = strtod(digits, &end);
    bool read = end != digits && *end == '\0' && isfinite(seconds);
    return read && seconds > 0 && seconds <= SECONDS_MOST ? seconds : 0;
}

/* What a test that failed says of itself; to be asked once. */
static const char *message_of(struct testcase *test)
{
    struct buffer *reason = &test->texts[REASON], *output = &test->texts[OUTPUT];
    if (state_of(test) != TEST_FAILED) {
        return "";
    }
    trim(reason);
    trim(output);
    keep_beginning(reason, TESTLOG_MESSAGE_MOST);
    keep_end(output, TESTLOG_MESSAGE_MOST);
    return reason->size > 0 ? reason->data : output->data;
}

/* Adds a copy of the test. One block holds its texts; it begins where `suite` does. */
static bool keep_test(struct testlog *log, struct verdict_test test)
{
    size_t suite = strlen(test.suite) + 1, class = strlen(test.class) + 1;
    size_t name = strlen(test.name) + 1, message = strlen(test.message) + 1;
    char *block = malloc(suite + class + name + message);
    struct verdict_test *kept =
        block == NULL ? NULL : list_add(&log->tests, &log->count, sizeof *kept);
    if (kept == NULL) {
        free(block);
        return false;
    }
    memcpy(block, test.suite, suite);
    char *class_text = block + suite, *name_text = class_text + class;
    char *message_text = name_text + name;
    memcpy(class_text, test.class, class);
    memcpy(name_text, test.name, name);
    memcpy(message_text, test.message, message);
    *kept =
        (struct verdict_test){block, class_text, name_text, message_text, test.state, test.seconds};
    return true;
}

/* Whose text the parser is in. */
enum place { ELSEWHERE, FAILURE, OUTPUT_OF_TEST };

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
    begin(test);
    (void)attribute(attributes, "classname", &test->texts[CLASS]);
    (void)attribute(attributes, "status", &test->texts[STATUS]);
    (void)attribute(attributes, "time", &test->texts[SECONDS]);
    if (!attribute(attributes, "name", &test->texts[NAME])) {
        refuse(reading, "a <testcase> without a name");
    }
}

static void end_test(struct reading *reading)
{
    struct testcase *test = &reading->test;
    const struct buffer *suite = &reading->suites[reading->depth];
    test->open = false;
    if (out_of_memory(test) || suite->failed) {
        refuse(reading, "out of memory");
        return;
    }
    struct verdict_test made = {suite_of(test, suite), class_of(test), test->texts[NAME].data,
                                message_of(test),      state_of(test), seconds_of(test)};
    made.class = strcmp(made.class, made.suite) == 0 ? "" : made.class;
    if (!keep_test(&reading->log, made)) {
        refuse(reading, "out of memory");
    }
}

static void begin_element(struct reading *reading, const xmlChar *name,
                          struct attributes attributes)
{
    struct testcase *test = &reading->test;
    if (is_named(name, "testsuite")) {
        (void)attribute(attributes, "name", &reading->suites[reading->depth]);
    } else if (is_named(name, "testcase")) {
        begin_test(reading, attributes);
    } else if (reading->place != ELSEWHERE) {
        return; /* within a <failure>, or within what a test printed */
    } else if (is_named(name, "failure") || is_named(name, "error")) {
        if (!test->open) {
            begin(test);
            test->fixture = true;
        }
        (void)attribute(attributes, "message", &test->texts[SAID]);
        reading->place = FAILURE;
        reading->place_depth = reading->depth;
    } else if (test->open && is_named(name, "skipped")) {
        (void)attribute(attributes, "message", &test->texts[SAID]);
        take_skipped(test);
    } else if (test->open && (is_named(name, "system-out") || is_named(name, "system-err"))) {
        reading->place = OUTPUT_OF_TEST;
        reading->place_depth = reading->depth;
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
        /* An element is of the suite that it stands in. */
        struct buffer *suite = &reading->suites[++reading->depth];
        clear(suite);
        if (reading->depth > 1) {
            buffer_add(suite, suite[-1].data, suite[-1].size);
        }
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
        bool failure = reading->place == FAILURE;
        reading->place = ELSEWHERE;
        if (failure) {
            take_failure(&reading->test);
        }
        if (failure && reading->test.fixture) {
            end_test(reading);
        }
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
    struct buffer *into = &reading->test.texts[reading->place == FAILURE ? HELD : OUTPUT];
    buffer_add(into, text, (size_t)size);
    if (reading->place == OUTPUT_OF_TEST && !into->failed &&
        into->size > (size_t)TESTLOG_MESSAGE_MOST * 8) {
        keep_end(into, (size_t)TESTLOG_MESSAGE_MOST * 2);
    }
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    refuse(context, "a document type is not read");
}

static unsigned lines_of(const char *text, size_t size)
{
    unsigned lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' ? 1 : 0;
    }
    return lines;
}

/* Refuses with the parser's own last error, on one line; but where a control character stands
 * before it, which XML does not have, with that and what can be done. Runners that copy what a test
 * prints leave its colours in it. */
static void refuse_for_form(struct reading *reading)
{
    const xmlError *error = xmlCtxtGetLastError(reading->parser);
    int line = error != NULL ? error->line : 0;
    unsigned at = reading->line + (line > 0 ? (unsigned)line : 1);
    size_t control = stray_find(reading->document);
    char reason[300];
    reading->refused = true;
    unsigned controlled = reading->line + 1 + lines_of(reading->document.text, control);
    if (control < reading->document.size && controlled <= at) {
        stray_describe(reading->document.text[control], reason, sizeof reason);
        (void)fault_set(reading->fault, "line %u: %s", controlled, reason);
        return;
    }
    const char *said = error != NULL && error->message != NULL ? error->message : "not well-formed";
    span_copy(reason, sizeof reason, (struct span){said, strcspn(said, "\n")});
    (void)fault_set(reading->fault, "line %u: not well-formed XML: %s", at, reason);
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

bool testlog_read(const char *text, size_t size, struct testlog *log, struct fault *fault)
{
    struct reading reading = {.fault = fault, .document = {text, size}};
    /* libxml2 counts bytes in an int, and would take a NUL for the end of the text. */
    if (size > TESTLOG_SIZE_MOST) {
        return fault_set(fault, "line 1: more than %d bytes", TESTLOG_SIZE_MOST);
    }
    const char *nul = size > 0 ? memchr(text, '\0', size) : NULL;
    if (nul != NULL) {
        return fault_set(fault, "line %u: a NUL stands there",
                         1 + lines_of(text, (size_t)(nul - text)));
    }
    while (read_document(&reading)) {}
    bool read = !reading.refused;
    for (size_t i = 0; i < TEXTS; i++) {
        buffer_free(&reading.test.texts[i]);
    }
    for (size_t i = 0; i <= TESTLOG_DEPTH_MOST; i++) {
        buffer_free(&reading.suites[i]);
    }
    /* Its tests go to the end of the log, all or none. */
    size_t before = log->count;
    for (size_t i = 0; read && i < reading.log.count; i++) {
        struct verdict_test *test = list_add(&log->tests, &log->count, sizeof *test);
        read = test != NULL || fault_set(fault, "line 1: out of memory");
        if (read) {
            *test = reading.log.tests[i];
        }
    }
    if (read) {
        reading.log.count = 0;
    } else {
        log->count = before;
    }
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
