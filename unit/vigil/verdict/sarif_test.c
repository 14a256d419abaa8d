/* SPDX-License-Identifier: MIT */
/* A gate's SARIF: where each result lies, and how much it weighs. */
#include "rows.h"

#include <jansson.h>

#include "sample.h"
#include "verdict/write.h"

struct sarif_row {
    const char *name;
    size_t result;
    const char *rule, *level, *uri, *base, *state, *logical;
    int line, column, end;
};

static const struct sarif_row sarif_rows[] = {
    {"SARIF: a new crash lies in the project", 0, "crash-memory", "error", "parsers/offset.c",
     "%SRCROOT%", "new", "read_field", 88, 0, 0},
    {"SARIF: one nowhere known lies in its report", 1, "crash-exhaustion", "error",
     "crashes/1f3a5c7e9b1d2f41/report.txt", "VIGILOUT", "new", "rfc3339", 1, 0, 0},
    {"SARIF: one of base is a note", 2, "crash-leak", "note", "parsers/tzif.c", "%SRCROOT%",
     "unchanged", "tzif_read", 31, 0, 0},
    {"SARIF: a known one is a note", 3, "crash-functional", "note", "parsers/rfc9557.c",
     "%SRCROOT%", "unchanged", "suffix_value", 1, 0, 0},
    {"SARIF: one not confirmed is a warning", 4, "crash-race", "warning", "crashes/report.txt",
     "VIGILOUT", NULL, "zone", 1, 0, 0},
    {"SARIF: an uncovered line", 5, "uncovered-line", "warning", "parsers/offset.c", "%SRCROOT%",
     "new", NULL, 14, 0, 0},
    {"SARIF: a time-sensitive line", 8, "time-localtime", "note", "parsers/cli.c", "%SRCROOT%",
     "new", NULL, 44, 21, 30},
    {"SARIF: columns are characters", 9, "time-day-arithmetic", "note", "parsers/cli.c",
     "%SRCROOT%", "new", NULL, 51, 28, 33},
};

static void check_member(const json_t *object, const char *name, const char *expected)
{
    const char *value = json_string_value(json_object_get(object, name));
    if ((value == NULL) != (expected == NULL) || (value != NULL && strcmp(value, expected) != 0)) {
        fail_msg("%s: %s, and not %s", name, value == NULL ? "nothing" : value,
                 expected == NULL ? "nothing" : expected);
    }
}

static json_t *sarif_of(enum verdict_sample_kind kind, size_t attack)
{
    struct verdict_sample sample;
    struct buffer document = {0};
    struct fault fault = {""};
    verdict_sample_make(kind, attack, &sample);
    assert_true(verdict_sarif(&sample.verdict, &document, &fault));
    json_t *root = json_loadb(document.data, document.size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    verdict_sample_free(&sample);
    buffer_free(&document);
    return root;
}

static const json_t *run_of(const json_t *root)
{
    return json_array_get(json_object_get(root, "runs"), 0);
}

static void sarif_has_it(void **state)
{
    const struct sarif_row *row = *state;
    json_t *root = sarif_of(VERDICT_SAMPLE_BLOCKED, 0);
    const json_t *result = json_array_get(json_object_get(run_of(root), "results"), row->result);
    const json_t *location = json_array_get(json_object_get(result, "locations"), 0);
    const json_t *physical = json_object_get(location, "physicalLocation");
    const json_t *region = json_object_get(physical, "region");
    check_member(result, "ruleId", row->rule);
    check_member(result, "level", row->level);
    check_member(result, "baselineState", row->state);
    check_member(json_object_get(physical, "artifactLocation"), "uri", row->uri);
    check_member(json_object_get(physical, "artifactLocation"), "uriBaseId", row->base);
    check_member(json_array_get(json_object_get(location, "logicalLocations"), 0),
                 "fullyQualifiedName", row->logical);
    assert_int_equal(json_integer_value(json_object_get(region, "startLine")), row->line);
    assert_int_equal(json_integer_value(json_object_get(region, "startColumn")), row->column);
    assert_int_equal(json_integer_value(json_object_get(region, "endColumn")), row->end);
    json_decref(root);
}

/* Two lines that are equal are two alerts, and one crash is one wherever it moves. */
static void sarif_fingerprints(void **state)
{
    json_t *root = sarif_of(VERDICT_SAMPLE_BLOCKED, 0);
    const json_t *results = json_object_get(run_of(root), "results");
    (void)state;
    check_member(json_object_get(json_array_get(results, 0), "partialFingerprints"),
                 "primaryLocationLineHash", "0f3a5c7e9b1d2f40:1");
    const char *first = json_string_value(
        json_object_get(json_object_get(json_array_get(results, 9), "partialFingerprints"),
                        "primaryLocationLineHash"));
    const char *second = json_string_value(
        json_object_get(json_object_get(json_array_get(results, 10), "partialFingerprints"),
                        "primaryLocationLineHash"));
    assert_int_equal(strlen(first), 18);
    assert_memory_equal(first, second, 16);
    assert_string_equal(first + 16, ":1");
    assert_string_equal(second + 16, ":2");
    json_decref(root);
}

static void sarif_says_that_it_could_not(void **state)
{
    json_t *root = sarif_of(VERDICT_SAMPLE_COULD_NOT, 0);
    const json_t *invocation = json_array_get(json_object_get(run_of(root), "invocations"), 0);
    const json_t *told = json_object_get(invocation, "toolExecutionNotifications");
    (void)state;
    assert_true(json_is_false(json_object_get(invocation, "executionSuccessful")));
    assert_int_equal(json_array_size(told), 1);
    check_member(json_object_get(json_array_get(told, 0), "message"), "text",
                 "build and test: could not judge. Base 4f0c2d9e71ab does not build.");
    json_decref(root);
}

/* No brackets, which are links and placeholders there; no address but a relative one. */
static void check_sarif_result(const json_t *result)
{
    const char *message =
        json_string_value(json_object_get(json_object_get(result, "message"), "text"));
    const json_t *physical = json_object_get(
        json_array_get(json_object_get(result, "locations"), 0), "physicalLocation");
    const char *uri =
        json_string_value(json_object_get(json_object_get(physical, "artifactLocation"), "uri"));
    assert_non_null(message);
    assert_non_null(uri);
    if (strpbrk(message, "[]{}") != NULL) {
        fail_msg("a message that acts: %s", message);
    }
    if (strspn(uri, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%") !=
        strlen(uri)) {
        fail_msg("no relative reference: %s", uri);
    }
}

static void hostile_in_sarif(void **state)
{
    (void)state;
    for (size_t i = 0; i < verdict_sample_attacks(); i++) {
        json_t *root = sarif_of(VERDICT_SAMPLE_HOSTILE, i), *result;
        size_t at;
        json_array_foreach(json_object_get(run_of(root), "results"), at, result)
        {
            check_sarif_result(result);
        }
        json_decref(root);
    }
}

int main(void)
{
    static struct CMUnitTest tests[COUNT(sarif_rows) + 3];
    size_t count = 0;
    ADD_ROWS(tests, count, sarif_rows, sarif_has_it);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(sarif_fingerprints);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(sarif_says_that_it_could_not);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(hostile_in_sarif);
    return cmocka_run_group_tests_name("verdict_sarif", tests, NULL, NULL);
}
