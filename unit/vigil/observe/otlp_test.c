/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <jansson.h>
#include <math.h>

#include "observe/otel_environment.h"
#include "observe/otlp.h"
#include "observe_sample.h"

/* What observe_test.mjs checks of each field holds for the sample night; here is what differs from
 * night to night. */

static const struct otlp_resource plain = {"", "", "fuseau", "0.1.0"};

static json_t *read_back(struct buffer *text)
{
    json_error_t error;
    assert_false(text->failed);
    json_t *json = json_loadb(text->data, text->size, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL) {
        fail_msg("%s: %s", error.text, text->data);
    }
    buffer_free(text);
    return json;
}

static json_t *at(const json_t *list, size_t index)
{
    json_t *value = json_array_get(list, index);
    assert_non_null(value);
    return value;
}

/* message.resourceSpans[0].scopeSpans[0].spans */
static json_t *within(const json_t *message, const char *outer, const char *scope,
                      const char *inner)
{
    const json_t *part = at(json_object_get(message, outer), 0);
    part = at(json_object_get(part, scope), 0);
    json_t *list = json_object_get(part, inner);
    assert_true(json_is_array(list));
    return list;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static const char *attribute_of(const json_t *object, const char *key)
{
    const json_t *list = json_object_get(object, "attributes");
    const char *found = "";
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (strcmp(text_of(at(list, i), "key"), key) == 0) {
            assert_string_equal(found, ""); /* once */
            found = text_of(json_object_get(at(list, i), "value"), "stringValue");
        }
    }
    return found;
}

static json_t *traces_of(const struct report *report)
{
    struct buffer text = {0};
    otlp_traces(report, &plain, &text);
    return read_back(&text);
}

static int64_t nanoseconds(const json_t *span, const char *key)
{
    return strtoll(text_of(span, key), NULL, 10);
}

static const json_t *span_of(const json_t *spans, const char *id)
{
    for (size_t i = 0; i < json_array_size(spans); i++) {
        if (strcmp(text_of(at(spans, i), "spanId"), id) == 0) {
            return at(spans, i);
        }
    }
    fail_msg("no span %s", id);
    return NULL;
}

/* Beneath the night its stages, beneath those their targets, each within the time of the one above
 * and with an id of its own. */
static void the_spans_are_a_tree(void **state)
{
    static const char *const above[] = {"",     "night", "night", "night",
                                        "fuzz", "fuzz",  "night", "night"};
    (void)state;
    json_t *message = traces_of(&sample_report);
    const json_t *spans = within(message, "resourceSpans", "scopeSpans", "spans");
    assert_int_equal(json_array_size(spans), COUNT(above));
    for (size_t i = 0; i < COUNT(above); i++) {
        const json_t *span = at(spans, i);
        assert_ptr_equal(span_of(spans, text_of(span, "spanId")), span);
        if (i > 0) {
            const json_t *parent = span_of(spans, text_of(span, "parentSpanId"));
            assert_string_equal(text_of(parent, "name"), above[i]);
            assert_string_equal(attribute_of(parent, "vigil.target"), "");
            assert_true(nanoseconds(span, "startTimeUnixNano") >=
                        nanoseconds(parent, "startTimeUnixNano"));
            assert_true(nanoseconds(span, "endTimeUnixNano") <=
                        nanoseconds(parent, "endTimeUnixNano"));
        }
        assert_true(nanoseconds(span, "startTimeUnixNano") <= nanoseconds(span, "endTimeUnixNano"));
    }
    json_decref(message);
}

/* The build was before the night's start, and the last stage is still under way. */
static void the_night_spans_all_of_it(void **state)
{
    (void)state;
    json_t *message = traces_of(&sample_report);
    const json_t *spans = within(message, "resourceSpans", "scopeSpans", "spans");
    assert_true(nanoseconds(at(spans, 0), "startTimeUnixNano") == SAMPLE_AFTER(-3));
    assert_true(nanoseconds(at(spans, 0), "endTimeUnixNano") ==
                SAMPLE_BEGAN + 7170 * INT64_C(1000000000));
    assert_string_equal(text_of(at(spans, 7), "endTimeUnixNano"),
                        text_of(at(spans, 0), "endTimeUnixNano"));
    assert_true(nanoseconds(at(spans, 3), "startTimeUnixNano") == SAMPLE_AFTER(4));
    json_decref(message);
}

static void the_same_night_has_the_same_ids(void **state)
{
    struct report other = sample_report, later = sample_report;
    struct store_night nights[2];
    (void)state;
    memcpy(nights, sample_nights, sizeof nights);
    memcpy(nights[1].date, "2026-11-26", sizeof "2026-11-26");
    later.nights = nights;
    other.project = "fuseaux";
    json_t *first = traces_of(&sample_report), *second = traces_of(&sample_report);
    assert_true(json_equal(first, second));
    const struct report *others[] = {&other, &later};
    const json_t *spans = within(first, "resourceSpans", "scopeSpans", "spans");
    for (size_t i = 0; i < 2; i++) {
        json_t *message = traces_of(others[i]);
        const json_t *theirs = within(message, "resourceSpans", "scopeSpans", "spans");
        assert_string_not_equal(text_of(at(spans, 0), "traceId"),
                                text_of(at(theirs, 0), "traceId"));
        assert_string_not_equal(text_of(at(spans, 1), "spanId"), text_of(at(theirs, 1), "spanId"));
        json_decref(message);
    }
    json_decref(first);
    json_decref(second);
}

static void only_a_night_that_failed_has_a_status(void **state)
{
    struct report report = sample_report;
    (void)state;
    for (int outcome = OUTCOME_CLEAN; outcome <= OUTCOME_COULD_NOT; outcome++) {
        report.outcome = (enum outcome)outcome;
        report.sentence = "It\xff\x1b is so.";
        json_t *message = traces_of(&report);
        const json_t *spans = within(message, "resourceSpans", "scopeSpans", "spans");
        const json_t *status = json_object_get(at(spans, 0), "status");
        if (outcome == OUTCOME_CLEAN) {
            assert_null(status);
        } else {
            assert_int_equal(json_integer_value(json_object_get(status, "code")), 2);
            assert_string_equal(text_of(status, "message"), "It\\xff\\x1b is so.");
        }
        assert_null(json_object_get(at(spans, 1), "status"));
        json_decref(message);
    }
}

static void a_night_of_which_nothing_is_known_is_a_span(void **state)
{
    const struct report report = {.project = "", .revision = "", .version = "", .sentence = ""};
    (void)state;
    json_t *message = traces_of(&report);
    const json_t *spans = within(message, "resourceSpans", "scopeSpans", "spans");
    assert_int_equal(json_array_size(spans), 1);
    assert_int_equal(strlen(text_of(at(spans, 0), "traceId")), 32);
    json_decref(message);
}

struct resource_row {
    const char *name, *service, *attributes, *instance;
    const char *key, *value; /* "": is not there */
};

static const struct resource_row resources[] = {
    {"nothing said", "", "", "fuseau", "service.name", "vigil"},
    {"a service", "nights", "", "fuseau", "service.name", "nights"},
    {"a service in the list", "", "service.name=list", "fuseau", "service.name", "list"},
    {"a service in both", "nights", "service.name=list", "fuseau", "service.name", "nights"},
    {"the project", "", "", "fuseau", "service.instance.id", "fuseau"},
    {"a project of any bytes", "", "", "a\xff", "service.instance.id", "a\\xff"},
    {"another instance", "", "service.instance.id=i", "fuseau", "service.instance.id", "i"},
    {"the version", "", "", "fuseau", "service.version", "0.1.0"},
    {"encoded", "", "team=a%2Cb%3d%20c", "fuseau", "team", "a,b= c"},
    {"twice", "", "team=a,team=b", "fuseau", "team", "a"},
    {"one of them is none, so none is taken", "", "team=a,b", "fuseau", "team", ""},
    {"no UTF-8", "", "team=a,b=%ff", "fuseau", "b", "\\xff"},
};

static void resource_is(void **state)
{
    const struct resource_row *row = *state;
    const struct otlp_resource resource = {row->service, row->attributes, row->instance, "0.1.0"};
    const struct metrics none = {0};
    struct buffer text = {0};
    otlp_metrics(&none, &resource, 1, 2, &text);
    json_t *message = read_back(&text);
    const json_t *part = at(json_object_get(message, "resourceMetrics"), 0);
    assert_string_equal(attribute_of(json_object_get(part, "resource"), row->key), row->value);
    json_decref(message);
}

struct value_row {
    const char *name;
    double value;
    bool whole;
    const char *json;
};

static const struct value_row values[] = {
    {"a count", 7, true, "\"asInt\":\"7\""},
    {"a large count", 9007199254740992.0, true, "\"asInt\":\"9007199254740992\""},
    {"a status", -1, true, "\"asInt\":\"-1\""},
    {"a rate", 2.5, false, "\"asDouble\":2.5"},
    {"zero seconds", 0, false, "\"asDouble\":0.0"},
    {"no number", NAN, false, "\"asDouble\":\"NaN\""},
    {"too large", INFINITY, false, "\"asDouble\":\"Infinity\""},
    {"too small", -INFINITY, false, "\"asDouble\":\"-Infinity\""},
};

static void value_is(void **state)
{
    const struct value_row *row = *state;
    struct metric_point point = {.value = row->value};
    struct metric metric = {"n", "h", "s", METRIC_GAUGE, row->whole, &point, 1};
    struct buffer text = {0};
    otlp_metrics(&(struct metrics){&metric, 1, false}, &plain, 1, 2, &text);
    if (strstr(text.data, row->json) == NULL) {
        fail_msg("%s is not in %s", row->json, text.data);
    }
    json_decref(read_back(&text));
}

struct answer_row {
    const char *name, *answer;
    int refused;
};

static const struct answer_row answers[] = {
    {"nothing", "", 0},
    {"all taken", "{}", 0},
    {"all taken, with a warning", "{\"partialSuccess\":{\"errorMessage\":\"old\"}}", 0},
    {"points", "{\"partialSuccess\":{\"rejectedDataPoints\":\"3\"}}", 3},
    {"points, as a number", "{\"partialSuccess\":{\"rejectedDataPoints\":3}}", 3},
    {"spans", "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"x\"}}", 1},
    {"fewer than none", "{\"partialSuccess\":{\"rejectedSpans\":\"-1\"}}", 0},
    {"no object", "[1]", 0},
    {"no part", "{\"partialSuccess\":null}", 0},
    {"no JSON", "<html>", 0},
};

static void answer_says(void **state)
{
    const struct answer_row *row = *state;
    char *copy = exact_copy(row->answer, strlen(row->answer));
    assert_int_equal(otlp_refused(copy, strlen(row->answer)), row->refused);
    free(copy);
}

struct list_row {
    const char *name, *list, *members; /* "key|value;" of each, "!" where it is none */
};

static const struct list_row lists[] = {
    {"nothing", "", ""},
    {"one", "a=b", "a|b;"},
    {"two", "a=b,c=d", "a|b;c|d;"},
    {"blanks", " a = b , c\t=d ", "a|b;c|d;"},
    {"empty members", ",,a=b,, ,", "a|b;"},
    {"an empty value", "a=,b=c", "a|;b|c;"},
    {"an equals sign in the value", "a=b=c", "a|b=c;"},
    {"encoded", "a=%42%2c%3d%25", "a|B,=%;"},
    {"encoded blanks stand", "a=%20b%20", "a| b ;"},
    {"a semicolon is part of the value", "a=b;c=d", "a|b;c=d;"},
    {"no equals sign", "a,b=c", "!b|c;"},
    {"no key", "=a,b=c", "!b|c;"},
    {"a key that is no token", "a b=c,d=e", "!d|e;"},
    {"a key with a colon", "a:b=c", "!"},
    {"half a byte", "a=%4", "!"},
    {"no digits", "a=%zz", "!"},
    {"a line end", "a=b%0d%0aHost:x", "!"},
    {"a NUL", "a=b%00c", "!"},
};

static void list_is(void **state)
{
    const struct list_row *row = *state;
    char *copy = exact_copy(row->list, strlen(row->list) + 1);
    const char *rest = copy;
    struct otel_member member;
    struct buffer shown = {0};
    buffer_text(&shown, "");
    while (otel_take(&rest, &member)) {
        if (member.key[0] != '\0') {
            buffer_format(&shown, "%s|%s;", member.key, member.value);
        } else {
            buffer_text(&shown, "!");
        }
    }
    assert_string_equal(shown.data, row->members);
    assert_int_equal(otel_is_list(copy), strchr(row->members, '!') == NULL);
    buffer_free(&shown);
    free(copy);
}

int main(void)
{
    struct CMUnitTest tests[5 + COUNT(resources) + COUNT(values) + COUNT(answers) + COUNT(lists)] =
        {
            cmocka_unit_test(the_spans_are_a_tree),
            cmocka_unit_test(the_night_spans_all_of_it),
            cmocka_unit_test(the_same_night_has_the_same_ids),
            cmocka_unit_test(only_a_night_that_failed_has_a_status),
            cmocka_unit_test(a_night_of_which_nothing_is_known_is_a_span),
        };
    size_t count = 5;
    ADD_ROWS(tests, count, resources, resource_is);
    ADD_ROWS(tests, count, values, value_is);
    ADD_ROWS(tests, count, answers, answer_says);
    ADD_ROWS(tests, count, lists, list_is);
    return cmocka_run_group_tests_name("otlp", tests, NULL, NULL);
}
