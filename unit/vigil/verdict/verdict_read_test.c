/* SPDX-License-Identifier: MIT */
/* A verdict.json read back: what verdict_json writes is read whole and written the same again; with
 * one thing wrong in it, it is refused, and the fault names that thing. */
#include "rows.h"

#include <jansson.h>

#include "sample.h"
#include "verdict/verdict_read.h"
#include "verdict/write.h"
#include "verdict_read_rows.h"

static void write_sample(enum verdict_sample_kind kind, struct buffer *document)
{
    struct verdict_sample sample;
    struct fault fault = {""};
    verdict_sample_make(kind, 0, &sample);
    if (!verdict_json(&sample.verdict, document, &fault)) {
        fail_msg("%s", fault.text);
    }
    verdict_sample_free(&sample);
}

/* On a copy of its exact size. */
static bool read_copy(const char *text, size_t size, struct verdict_read *read, struct fault *fault)
{
    char *copy = exact_copy(text, size);
    bool done = verdict_read(copy, size, read, fault);
    free(copy);
    return done;
}

struct round_row {
    const char *name;
    enum verdict_sample_kind kind;
};

static const struct round_row round_rows[] = {
    {"round trip: passed", VERDICT_SAMPLE_PASSED},
    {"round trip: blocked", VERDICT_SAMPLE_BLOCKED},
    {"round trip: could not judge", VERDICT_SAMPLE_COULD_NOT},
};

static void comes_back(void **state)
{
    const struct round_row *row = *state;
    struct buffer once = {0}, twice = {0};
    struct verdict_read read;
    struct fault fault = {""};
    write_sample(row->kind, &once);
    if (!read_copy(once.data, once.size, &read, &fault) ||
        !verdict_json(&read.verdict, &twice, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_string_equal(twice.data, once.data);
    verdict_read_free(&read);
    buffer_free(&once);
    buffer_free(&twice);
}

/* Round trips prove nothing of a field that is neither written nor read. */
static void each_field_arrives(void **state)
{
    struct buffer document = {0};
    struct verdict_sample sample;
    struct verdict_read read;
    struct fault fault = {""};
    (void)state;
    verdict_sample_make(VERDICT_SAMPLE_BLOCKED, 0, &sample);
    write_sample(VERDICT_SAMPLE_BLOCKED, &document);
    assert_true(read_copy(document.data, document.size, &read, &fault));
    const struct verdict *was = &sample.verdict, *is = &read.verdict;
    assert_string_equal(is->head, was->head);
    assert_string_equal(is->handle, was->handle);
    assert_int_equal(is->seed, was->seed);
    assert_true(is->seconds == was->seconds);
    assert_int_equal(is->conclusion, was->conclusion);
    assert_int_equal(is->doors[DOOR_REVIEW].state, DOOR_NOT_REACHED);
    assert_string_equal(is->doors[DOOR_EXAMPLES].details, was->doors[DOOR_EXAMPLES].details);
    assert_int_equal(is->test_count, was->test_count);
    assert_int_equal(is->tests[4].state, TEST_FAILED);
    assert_string_equal(is->tests[4].message, was->tests[4].message);
    assert_true(is->coverage.known && is->coverage.base_known);
    assert_int_equal(is->coverage.base.covered, 3950);
    assert_int_equal(is->uncovered[2].line, 3);
    assert_string_equal(is->units[1].name, "fuseau_offset_parse");
    assert_string_equal(is->examples[0].name, "+05:30");
    assert_true(is->targets[3].base_edges == 519 && is->targets[3].affected);
    assert_false(is->targets[4].ran);
    assert_string_equal(is->crashes[0].id, was->crashes[0].id);
    assert_int_equal(is->crashes[2].fate, VERDICT_CRASH_ON_BASE);
    assert_int_equal(is->crashes[4].class, CLASS_RACE);
    assert_true(is->crashes[0].issue == 231);
    assert_int_equal(is->notes[1].column, 30);
    assert_true(is->stages[1].began == was->stages[1].began && is->stages[2].cached);
    assert_string_equal(is->stages[1].target, "offset");
    assert_null(is->lines);
    verdict_read_free(&read);
    verdict_sample_free(&sample);
    buffer_free(&document);
}

/* "crashes[2]" of the root, or the root for "". */
static json_t *find(json_t *root, const char *place, size_t size)
{
    json_t *at = root;
    for (size_t i = 0; i < size;) {
        char name[64];
        size_t length = strcspn(place + i, ".[");
        length = length < size - i ? length : size - i;
        (void)snprintf(name, sizeof name, "%.*s", (int)length, place + i);
        at = json_object_get(at, name);
        i += length;
        if (i < size && place[i] == '[') {
            at = json_array_get(at, strtoul(place + i + 1, NULL, 10));
            i += strcspn(place + i, "]") + 1;
        }
        i += i < size && place[i] == '.' ? 1 : 0;
    }
    return at;
}

static json_t *value_of(const struct refused_row *row)
{
    json_error_t error;
    json_t *value = json_loads(row->value, JSON_DECODE_ANY, &error);
    if (value == NULL) {
        fail_msg("the row's own value: %s", error.text);
    }
    return value;
}

static void change(json_t *root, const struct refused_row *row)
{
    const char *dot = strrchr(row->place, '.');
    json_t *parent = dot == NULL ? root : find(root, row->place, (size_t)(dot - row->place));
    const char *name = dot == NULL ? row->place : dot + 1;
    if (!json_is_object(parent)) {
        fail_msg("%s: the sample has nothing there", row->place);
    }
    if (row->value == NULL) {
        assert_int_equal(json_object_del(parent, name), 0);
    } else {
        assert_int_equal(json_object_set_new(parent, name, value_of(row)), 0);
    }
}

static void expect_fault(const char *text, size_t size, const char *words)
{
    struct verdict_read read;
    struct fault fault = {""};
    bool done = read_copy(text, size, &read, &fault);
    verdict_read_free(&read);
    if (done) {
        fail_msg("accepted; expected \"%s\"", words);
    }
    assert_string_equal(fault.text, words);
}

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    struct buffer document = {0};
    json_t *root;
    if (row->place[0] == '\0') {
        expect_fault(row->value, strlen(row->value), row->fault);
        return;
    }
    write_sample(row->kind, &document);
    root = json_loadb(document.data, document.size, 0, NULL);
    change(root, row);
    char *text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(15));
    expect_fault(text, strlen(text), row->fault);
    free(text);
    json_decref(root);
    buffer_free(&document);
}

struct text_row {
    const char *name, *text;
    size_t size;
    const char *fault;
};
#define TEXT(literal) (literal), sizeof(literal) - 1

static const struct text_row text_rows[] = {
    {"nothing", TEXT(""), "the document: no JSON (line 1, column 0)"},
    {"a word", TEXT("passed"), "the document: no JSON (line 1, column 6)"},
    {"cut short", TEXT("{\"project\": \"f"), "the document: no JSON (line 1, column 14)"},
    {"two documents", TEXT("{} {}"), "the document: no JSON (line 1, column 4)"},
    {"a NUL in a text", TEXT("{\"project\": \"a\\u0000b\"}"),
     "the document: no JSON (line 1, column 21)"},
    {"not UTF-8", TEXT("{\"project\": \"\xff\"}"), "the document: no JSON (line 1, column 13)"},
    {"a field twice", TEXT("{\"project\": \"a\", \"project\": \"b\"}"),
     "the document: no JSON (line 1, column 26)"},
    {"half a surrogate", TEXT("{\"project\": \"\\ud800\"}"),
     "the document: no JSON (line 1, column 20)"},
};

static void text_is_refused(void **state)
{
    const struct text_row *row = *state;
    struct verdict_read read;
    struct fault fault = {""};
    bool done = read_copy(row->text, row->size, &read, &fault);
    verdict_read_free(&read);
    assert_false(done);
    /* The column is Jansson's to say. */
    if (strncmp(fault.text, row->fault, strcspn(row->fault, "(")) != 0) {
        fail_msg("\"%s\", and not \"%s\"", fault.text, row->fault);
    }
}

/* Lists and texts at their greatest, and one beyond. */
struct long_row {
    const char *name, *place;
    size_t most;
};

static const struct long_row long_text_rows[] = {
    {"longest: sentence", "sentence", 2000},
    {"longest: report", "crashes[0].report", 32000},
    {"longest: command", "crashes[0].command", 20000},
    {"longest: details", "doors.test.details", 16000},
    {"longest: title", "crashes[0].title", 400},
    {"longest: name of a stage", "stages[0].name", 31},
};

static bool read_with(json_t *value, const char *place, struct fault *fault)
{
    struct buffer document = {0};
    struct verdict_read read;
    write_sample(VERDICT_SAMPLE_BLOCKED, &document);
    json_t *root = json_loadb(document.data, document.size, 0, NULL);
    const char *dot = strrchr(place, '.');
    json_t *parent = dot == NULL ? root : find(root, place, (size_t)(dot - place));
    assert_int_equal(json_object_set_new(parent, dot == NULL ? place : dot + 1, value), 0);
    char *text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(15));
    bool done = read_copy(text, strlen(text), &read, fault);
    verdict_read_free(&read);
    free(text);
    json_decref(root);
    buffer_free(&document);
    return done;
}

static json_t *text_of(size_t size)
{
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'x', size);
    text[size] = '\0';
    json_t *made = json_string(text);
    free(text);
    return made;
}

static void length_is_bounded(void **state)
{
    const struct long_row *row = *state;
    struct fault fault = {""};
    char expected[200];
    if (!read_with(text_of(row->most), row->place, &fault)) {
        fail_msg("%s", fault.text);
    }
    (void)snprintf(expected, sizeof expected, "%s: too long a text", row->place);
    assert_false(read_with(text_of(row->most + 1), row->place, &fault));
    assert_string_equal(fault.text, expected);
}

static json_t *list_of(size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:i}", "path", "a", "name", "b", "line", 1));
    }
    return list;
}

static void lists_are_bounded(void **state)
{
    struct fault fault = {""};
    (void)state;
    assert_true(read_with(list_of(5000), "units", &fault));
    assert_false(read_with(list_of(5001), "units", &fault));
    assert_string_equal(fault.text, "units: too long a list");
}

/* What a reader would refuse for its length is not written either, and that is said. */
static void what_is_written_is_read(void **state)
{
    static char words[50001];
    struct verdict_sample sample;
    struct verdict_read read;
    struct fault fault = {""};
    struct buffer once = {0}, twice = {0};
    (void)state;
    memset(words, '@', sizeof words - 1);
    verdict_sample_make(VERDICT_SAMPLE_BLOCKED, 0, &sample);
    struct verdict_unit *units = calloc(6000, sizeof *units);
    assert_non_null(units);
    for (size_t i = 0; i < 6000; i++) {
        units[i] = (struct verdict_unit){"a", "b", 1};
    }
    sample.verdict.units = units;
    sample.verdict.unit_count = 6000;
    sample.verdict.sentence = sample.crashes[0].title = sample.crashes[0].report = words;
    sample.verdict.seconds = -5;
    assert_true(verdict_json(&sample.verdict, &once, &fault));
    if (!read_copy(once.data, once.size, &read, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(read.verdict.unit_count, 5000);
    assert_non_null(strstr(read.verdict.troubles, "units: only the first 5000 of 6000"));
    assert_non_null(strstr(read.verdict.sentence, "bytes more)"));
    assert_true(read.verdict.seconds == 0);
    assert_true(verdict_json(&read.verdict, &twice, &fault));
    assert_string_equal(once.data, twice.data);
    verdict_read_free(&read);
    free(units);
    verdict_sample_free(&sample);
    buffer_free(&once);
    buffer_free(&twice);
}

int main(void)
{
    static struct CMUnitTest tests[COUNT(round_rows) + COUNT(refused_rows) + COUNT(text_rows) +
                                   COUNT(long_text_rows) + 3];
    size_t count = 0;
    ADD_ROWS(tests, count, round_rows, comes_back);
    ADD_ROWS(tests, count, refused_rows, is_refused);
    ADD_ROWS(tests, count, text_rows, text_is_refused);
    ADD_ROWS(tests, count, long_text_rows, length_is_bounded);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(each_field_arrives);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(lists_are_bounded);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_written_is_read);
    return cmocka_run_group_tests_name("verdict_read", tests, NULL, NULL);
}
