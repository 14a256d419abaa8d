/* SPDX-License-Identifier: MIT */
/* The two XML documents of a verdict, JUnit and Cobertura, written by libxml2 from hostile text. */
#include <libxml/xmlwriter.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "base/stages.h"
#include "fields.h"
#include "write.h"

#define COBERTURA_DTD  "http://cobertura.sourceforge.net/xml/coverage-04.dtd"
#define ATTRIBUTE_MOST 4000
#define CONTENT_MOST   64000

/* Once something failed, later calls do nothing, and xml_end says so. Texts are bounded, and what
 * XML cannot hold is shown as inert.h shows it: "\x01". */
struct xml {
    xmlBuffer *made;
    xmlTextWriter *writer;
    bool failed;
};

static void note(struct xml *xml, int outcome)
{
    xml->failed = xml->failed || outcome < 0;
}

static void xml_open(struct xml *xml, const char *element)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterStartElement(xml->writer, BAD_CAST element));
    }
}

/* `system`: of the document's DTD; NULL: it has none. */
static void xml_begin(struct xml *xml, const char *root, const char *system)
{
    *xml = (struct xml){.made = xmlBufferCreate()};
    xml->writer = xml->made == NULL ? NULL : xmlNewTextWriterMemory(xml->made, 0);
    if (xml->writer == NULL) {
        xml->failed = true;
        return;
    }
    note(xml, xmlTextWriterSetIndent(xml->writer, 1));
    note(xml, xmlTextWriterStartDocument(xml->writer, NULL, "UTF-8", NULL));
    if (system != NULL) {
        note(xml, xmlTextWriterWriteDTD(xml->writer, BAD_CAST root, NULL, BAD_CAST system, NULL));
    }
    xml_open(xml, root);
}

static void xml_close(struct xml *xml)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterEndElement(xml->writer));
    }
}

/* An attribute of the element that was opened last. */
static void xml_text(struct xml *xml, const char *name, const char *text)
{
    struct buffer inert = {0};
    field_line(&inert, text, ATTRIBUTE_MOST);
    xml->failed = xml->failed || inert.failed;
    if (!xml->failed) {
        note(xml, xmlTextWriterWriteAttribute(xml->writer, BAD_CAST name, BAD_CAST inert.data));
    }
    buffer_free(&inert);
}

static void xml_count(struct xml *xml, const char *name, uint64_t count)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)count);
    xml_text(xml, name, text);
}

/* "41.250" */
static void xml_seconds(struct xml *xml, const char *name, double seconds)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.3f", seconds > 0 ? fmin(seconds, 1e9) : 0.0);
    xml_text(xml, name, text);
}

static void xml_rate(struct xml *xml, const char *name, uint64_t part, uint64_t whole)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%.4f",
                   whole == 0 || part >= whole ? 1.0 : (double)part / (double)whole);
    xml_text(xml, name, text);
}

/* Content of the element that is open. */
static void xml_lines(struct xml *xml, const char *text)
{
    struct buffer inert = {0};
    field_lines(&inert, text, CONTENT_MOST);
    xml->failed = xml->failed || inert.failed;
    if (!xml->failed) {
        note(xml, xmlTextWriterWriteString(xml->writer, BAD_CAST inert.data));
    }
    buffer_free(&inert);
}

/* Closes what is open, adds the document to `into`, and frees what *xml has. A fault names `what`.
 */
static bool xml_end(struct xml *xml, struct buffer *into, const char *what, struct fault *fault)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterEndDocument(xml->writer));
        note(xml, xmlTextWriterFlush(xml->writer));
    }
    if (xml->writer != NULL) {
        xmlFreeTextWriter(xml->writer);
    }
    if (!xml->failed) {
        buffer_add(into, xmlBufferContent(xml->made), (size_t)xmlBufferLength(xml->made));
    }
    if (xml->made != NULL) {
        xmlBufferFree(xml->made);
    }
    return (!xml->failed && !into->failed) || fault_set(fault, "%s: out of memory", what);
}

/* JUnit. The doors and the crashes are test cases too, so that where only JUnit is looked at, a
 * gate that is shut is red all the same. */

struct tally {
    uint64_t tests, failures, errors, skipped;
    double seconds;
};

static void add_tally(struct tally *sum, const struct tally *part)
{
    sum->tests += part->tests;
    sum->failures += part->failures;
    sum->errors += part->errors;
    sum->skipped += part->skipped;
    sum->seconds += part->seconds;
}

static void counts(struct xml *xml, const char *name, const struct tally *tally)
{
    xml_text(xml, "name", name);
    xml_count(xml, "tests", tally->tests);
    xml_count(xml, "failures", tally->failures);
    xml_count(xml, "errors", tally->errors);
    xml_count(xml, "skipped", tally->skipped);
    xml_seconds(xml, "time", tally->seconds);
}

static void suite(struct xml *xml, const struct verdict *verdict, const char *name,
                  const struct tally *tally)
{
    char when[20];
    (void)snprintf(when, sizeof when, "%.19s", verdict->when); /* xs:dateTime without its zone */
    xml_open(xml, "testsuite");
    counts(xml, name, tally);
    xml_text(xml, "timestamp", when);
}

static void test_case(struct xml *xml, const char *class, const char *name, double seconds)
{
    xml_open(xml, "testcase");
    xml_text(xml, "classname", class);
    xml_text(xml, "name", name);
    xml_seconds(xml, "time", seconds);
}

/* <failure>, <error> or <skipped> of a test case, which then ends. */
static void outcome(struct xml *xml, const char *element, const char *type, const char *message,
                    const char *content)
{
    xml_open(xml, element);
    if (message[0] != '\0') {
        xml_text(xml, "message", message);
    }
    if (type[0] != '\0') {
        xml_text(xml, "type", type);
    }
    if (content[0] != '\0') {
        xml_lines(xml, content);
    }
    xml_close(xml);
}

static struct tally tally_doors(const struct verdict *verdict)
{
    struct tally tally = {.tests = DOORS};
    for (size_t i = 0; i < DOORS; i++) {
        tally.failures += verdict->doors[i].state == DOOR_BLOCKED;
        tally.errors += verdict->doors[i].state == DOOR_COULD_NOT;
        tally.skipped += verdict->doors[i].state == DOOR_NOT_REACHED;
        tally.seconds += verdict->doors[i].seconds > 0 ? verdict->doors[i].seconds : 0;
    }
    return tally;
}

static void door(struct xml *xml, enum door number, const struct door_result *door)
{
    test_case(xml, "vigil.gate", door_name(number), door->seconds);
    if (verdict_is_shut(door)) {
        outcome(xml, door->state == DOOR_BLOCKED ? "failure" : "error",
                door_state_name(door->state), door->sentence, door->details);
    } else if (door->state == DOOR_NOT_REACHED) {
        outcome(xml, "skipped", "", door->sentence, "");
    }
    xml_close(xml);
}

static struct tally tally_crashes(const struct verdict *verdict)
{
    struct tally tally = {.tests = verdict->crash_count};
    for (size_t i = 0; i < verdict->crash_count; i++) {
        tally.failures += verdict_blocks(&verdict->crashes[i]);
        tally.skipped += !verdict_blocks(&verdict->crashes[i]);
    }
    return tally;
}

/* A crash that does not block is written as skipped: it is no failure, and no test that passed. */
static void crash(struct xml *xml, const struct verdict_crash *crash)
{
    char class[256];
    (void)snprintf(class, sizeof class, "vigil.crash.%s", crash->target);
    test_case(xml, class, crash->title, 0);
    if (verdict_blocks(crash)) {
        struct buffer text = {0};
        verdict_place(&text, crash->path, crash->line);
        buffer_format(&text, "%s%s\n%s\n\n%s",
                      crash->function[0] == '\0' ? ""
                      : crash->path[0] == '\0'   ? "in "
                                                 : " in ",
                      crash->function, crash->command, crash->report);
        outcome(xml, "failure", signature_class_name(crash->class), crash->why,
                text.failed ? "" : text.data);
        xml->failed = xml->failed || text.failed;
        buffer_free(&text);
    } else {
        outcome(xml, "skipped", "", crash->why, "");
    }
    xml_close(xml);
}

static int by_suite(const void *left, const void *right)
{
    const struct verdict_test *const *one = left, *const *other = right;
    int order = strcmp((*one)->suite, (*other)->suite);
    return order != 0 ? order : (*one > *other) - (*one < *other); /* else as they stood */
}

static struct tally tally_tests(const struct verdict_test *const *tests, size_t count)
{
    struct tally tally = {.tests = count};
    for (size_t i = 0; i < count; i++) {
        tally.failures += tests[i]->state == TEST_FAILED;
        tally.skipped += tests[i]->state == TEST_SKIPPED;
        tally.seconds += tests[i]->seconds > 0 ? tests[i]->seconds : 0;
    }
    return tally;
}

static void test(struct xml *xml, const struct verdict_test *test)
{
    const char *class = test->class[0] == '\0' ? test->suite : test->class;
    test_case(xml, class, test->name, test->seconds);
    if (test->state == TEST_FAILED) {
        char line[400]; /* the first of the message stands beside the test's name */
        (void)snprintf(line, sizeof line, "%.*s", (int)strcspn(test->message, "\n"), test->message);
        outcome(xml, "failure", "failed", line, test->message);
    } else if (test->state == TEST_SKIPPED) {
        outcome(xml, "skipped", "", test->message, "");
    }
    xml_close(xml);
}

static void suites_of_tests(struct xml *xml, const struct verdict *verdict,
                            const struct verdict_test *const *tests, size_t count)
{
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count && strcmp(tests[next]->suite, tests[first]->suite) == 0) {
            next++;
        }
        struct tally tally = tally_tests(tests + first, next - first);
        suite(xml, verdict, tests[first]->suite, &tally);
        for (size_t i = first; i < next; i++) {
            test(xml, tests[i]);
        }
        xml_close(xml);
    }
}

static void junit(struct xml *xml, const struct verdict *verdict,
                  const struct verdict_test *const *tests)
{
    struct tally doors = tally_doors(verdict), crashes = tally_crashes(verdict), sum = {0};
    struct tally ran = tally_tests(tests, verdict->test_count);
    add_tally(&sum, &doors);
    add_tally(&sum, &crashes);
    add_tally(&sum, &ran);
    counts(xml, "vigil gate", &sum);
    suite(xml, verdict, "vigil gate: doors", &doors);
    for (int number = 0; number < DOORS; number++) {
        door(xml, (enum door)number, &verdict->doors[number]);
    }
    xml_close(xml);
    if (verdict->crash_count > 0) {
        suite(xml, verdict, "vigil gate: crashes", &crashes);
        for (size_t i = 0; i < verdict->crash_count; i++) {
            crash(xml, &verdict->crashes[i]);
        }
        xml_close(xml);
    }
    suites_of_tests(xml, verdict, tests, verdict->test_count);
}

bool verdict_junit(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    const struct verdict_test **tests =
        calloc(verdict->test_count + 1, sizeof(const struct verdict_test *));
    if (tests == NULL) {
        return fault_set(fault, "junit.xml: out of memory");
    }
    for (size_t i = 0; i < verdict->test_count; i++) {
        tests[i] = &verdict->tests[i];
    }
    qsort(tests, verdict->test_count, sizeof(const struct verdict_test *), by_suite);
    struct xml xml;
    xml_begin(&xml, "testsuites", NULL);
    junit(&xml, verdict, tests);
    free(tests);
    return xml_end(&xml, into, "junit.xml", fault);
}

/* Cobertura's coverage-04.dtd: a directory is a package, a file a class. Branches are not counted,
 * so there are none. */

static struct coverage_sum sum_of(const struct coverage_file *file)
{
    struct coverage_sum sum = {.lines = file->count};
    for (size_t i = 0; i < file->count; i++) {
        sum.covered += file->lines[i].hits > 0;
    }
    return sum;
}

static struct coverage_sum sum_of_all(const struct coverage_file *const *files, size_t count)
{
    struct coverage_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        struct coverage_sum part = sum_of(files[i]);
        sum.lines += part.lines;
        sum.covered += part.covered;
    }
    return sum;
}

static struct span directory_of(const struct coverage_file *file)
{
    const char *slash = strrchr(file->path, '/');
    return slash == NULL ? (struct span){".", 1}
                         : (struct span){file->path, (size_t)(slash - file->path)};
}

static int compare(struct span one, struct span other)
{
    size_t shorter = one.size < other.size ? one.size : other.size;
    int order = memcmp(one.text, other.text, shorter);
    return order != 0 ? order : (one.size > other.size) - (one.size < other.size);
}

/* Files of one directory stand side by side: "a/b.c", "a/c.c", "a/b/d.c". */
static int by_directory(const void *left, const void *right)
{
    const struct coverage_file *const *one = left, *const *other = right;
    int order = compare(directory_of(*one), directory_of(*other));
    return order != 0 ? order : strcmp((*one)->path, (*other)->path);
}

static void rates(struct xml *xml, struct coverage_sum sum)
{
    xml_rate(xml, "line-rate", sum.covered, sum.lines);
    xml_text(xml, "branch-rate", "0");
    xml_text(xml, "complexity", "0");
}

static void class(struct xml *xml, const struct coverage_file *file)
{
    const char *slash = strrchr(file->path, '/');
    xml_open(xml, "class");
    xml_text(xml, "name", slash == NULL ? file->path : slash + 1);
    xml_text(xml, "filename", file->path);
    rates(xml, sum_of(file));
    xml_open(xml, "methods");
    xml_close(xml);
    xml_open(xml, "lines");
    for (size_t i = 0; i < file->count; i++) {
        xml_open(xml, "line");
        xml_count(xml, "number", file->lines[i].line);
        xml_count(xml, "hits", file->lines[i].hits);
        xml_text(xml, "branch", "false");
        xml_close(xml);
    }
    xml_close(xml);
    xml_close(xml);
}

static void package(struct xml *xml, const struct coverage_file *const *files, size_t count)
{
    struct span directory = directory_of(files[0]);
    struct buffer name = {0};
    buffer_add(&name, directory.text, directory.size);
    xml_open(xml, "package");
    xml_text(xml, "name", name.failed ? "" : name.data);
    rates(xml, sum_of_all(files, count));
    xml_open(xml, "classes");
    for (size_t i = 0; i < count; i++) {
        class(xml, files[i]);
    }
    xml_close(xml);
    xml_close(xml);
    xml->failed = xml->failed || name.failed;
    buffer_free(&name);
}

static void head(struct xml *xml, const struct verdict *verdict, struct coverage_sum sum)
{
    int64_t when = stages_at(verdict->when);
    rates(xml, sum);
    xml_count(xml, "lines-covered", sum.covered);
    xml_count(xml, "lines-valid", sum.lines);
    xml_text(xml, "branches-covered", "0");
    xml_text(xml, "branches-valid", "0");
    xml_text(xml, "version", verdict->version);
    xml_count(xml, "timestamp", when > 0 ? (uint64_t)(when / 1000000) : 0); /* milliseconds */
    xml_open(xml, "sources");
    xml_open(xml, "source");
    xml_lines(xml, ".");
    xml_close(xml);
    xml_close(xml);
}

static void cobertura(struct xml *xml, const struct verdict *verdict,
                      const struct coverage_file *const *files, size_t count)
{
    head(xml, verdict, sum_of_all(files, count));
    xml_open(xml, "packages");
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count &&
               compare(directory_of(files[next]), directory_of(files[first])) == 0) {
            next++;
        }
        package(xml, files + first, next - first);
    }
    xml_close(xml);
}

bool verdict_cobertura(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    size_t count = verdict->lines == NULL ? 0 : verdict->lines->count;
    const struct coverage_file **files = calloc(count + 1, sizeof(const struct coverage_file *));
    if (files == NULL) {
        return fault_set(fault, "cobertura.xml: out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        files[i] = &verdict->lines->files[i];
    }
    qsort(files, count, sizeof(const struct coverage_file *), by_directory);
    struct xml xml;
    xml_begin(&xml, "coverage", COBERTURA_DTD);
    cobertura(&xml, verdict, files, count);
    free(files);
    return xml_end(&xml, into, "cobertura.xml", fault);
}
