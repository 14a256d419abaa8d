/* SPDX-License-Identifier: MIT */
/* The doors and the crashes are test cases too: where only JUnit is looked at, a gate that is shut
 * is red all the same. */
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "part.h"
#include "xml.h"

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

static void suite(struct xml *xml, const struct verdict *report, const char *name,
                  const struct tally *tally)
{
    char when[20];
    (void)snprintf(when, sizeof when, "%.19s", report->when); /* xs:dateTime without its zone */
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

static struct tally tally_doors(const struct verdict *report)
{
    struct tally tally = {.tests = DOORS};
    for (size_t i = 0; i < DOORS; i++) {
        tally.failures += report->doors[i].state == DOOR_BLOCKED;
        tally.errors += report->doors[i].state == DOOR_COULD_NOT;
        tally.skipped += report->doors[i].state == DOOR_NOT_REACHED;
        tally.seconds += report->doors[i].seconds > 0 ? report->doors[i].seconds : 0;
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

static struct tally tally_crashes(const struct verdict *report)
{
    struct tally tally = {.tests = report->crash_count};
    for (size_t i = 0; i < report->crash_count; i++) {
        tally.failures += verdict_blocks(&report->crashes[i]);
        tally.skipped += !verdict_blocks(&report->crashes[i]);
    }
    return tally;
}

static void crash_content(struct xml *xml, const struct verdict_crash *crash)
{
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
}

/* One that does not block is no failure, and is not to be taken for a test that passed either. */
static void crash(struct xml *xml, const struct verdict_crash *crash)
{
    char class[256];
    (void)snprintf(class, sizeof class, "vigil.crash.%s", crash->target);
    test_case(xml, class, crash->title, 0);
    if (verdict_blocks(crash)) {
        crash_content(xml, crash);
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

/* The first line of a test's message stands beside its name. */
static void failed(struct xml *xml, const struct verdict_test *test)
{
    char line[400];
    (void)snprintf(line, sizeof line, "%.*s", (int)strcspn(test->message, "\n"), test->message);
    outcome(xml, "failure", "failed", line, test->message);
}

static void test(struct xml *xml, const struct verdict_test *test)
{
    test_case(xml, test->suite, test->name, test->seconds);
    if (test->state == TEST_FAILED) {
        failed(xml, test);
    } else if (test->state == TEST_SKIPPED) {
        outcome(xml, "skipped", "", test->message, "");
    }
    xml_close(xml);
}

static void suites_of_tests(struct xml *xml, const struct verdict *report,
                            const struct verdict_test *const *tests, size_t count)
{
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count && strcmp(tests[next]->suite, tests[first]->suite) == 0) {
            next++;
        }
        struct tally tally = tally_tests(tests + first, next - first);
        suite(xml, report, tests[first]->suite, &tally);
        for (size_t i = first; i < next; i++) {
            test(xml, tests[i]);
        }
        xml_close(xml);
    }
}

static void document(struct xml *xml, const struct verdict *report,
                     const struct verdict_test *const *tests)
{
    struct tally doors = tally_doors(report), crashes = tally_crashes(report), sum = {0};
    struct tally ran = tally_tests(tests, report->test_count);
    add_tally(&sum, &doors);
    add_tally(&sum, &crashes);
    add_tally(&sum, &ran);
    counts(xml, "vigil gate", &sum);
    suite(xml, report, "vigil gate: doors", &doors);
    for (int number = 0; number < DOORS; number++) {
        door(xml, (enum door)number, &report->doors[number]);
    }
    xml_close(xml);
    if (report->crash_count > 0) {
        suite(xml, report, "vigil gate: crashes", &crashes);
        for (size_t i = 0; i < report->crash_count; i++) {
            crash(xml, &report->crashes[i]);
        }
        xml_close(xml);
    }
    suites_of_tests(xml, report, tests, report->test_count);
}

bool verdict_junit(const struct verdict *report, struct buffer *into, struct fault *fault)
{
    const struct verdict_test **tests =
        calloc(report->test_count + 1, sizeof(const struct verdict_test *));
    if (tests == NULL) {
        return fault_set(fault, "junit.xml: out of memory");
    }
    for (size_t i = 0; i < report->test_count; i++) {
        tests[i] = &report->tests[i];
    }
    qsort(tests, report->test_count, sizeof(const struct verdict_test *), by_suite);
    struct xml xml;
    xml_begin(&xml, "testsuites", NULL);
    document(&xml, report, tests);
    free(tests);
    return xml_end(&xml, into, "junit.xml", fault);
}
