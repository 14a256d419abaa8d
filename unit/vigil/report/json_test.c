/* SPDX-License-Identifier: MIT */
/* A night as JSON, parsed back: every field. */
#include "rows.h"

#include <jansson.h>

#include "report/report.h"
#include "sample.h"

static json_t *parsed(const struct report *report)
{
    struct buffer text = {0};
    json_error_t error;
    report_json(report, &text);
    assert_false(text.failed);
    assert_true(text.size > 0 && text.data[text.size - 1] == '\n');
    for (size_t i = 0; i + 1 < text.size; i++) {
        assert_true((unsigned char)text.data[i] >= ' ' && text.data[i] != 0x7f);
    }
    json_t *object = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &error);
    if (object == NULL) {
        fail_msg("byte %d: %s", error.position, error.text);
    }
    buffer_free(&text);
    return object;
}

/* What stands at a place of the sample's JSON, as JSON. */
struct field_row {
    const char *place, *value;
};

static const struct field_row fields[] = {
    {"vigil", "\"0.1.0\""},
    {"project", "\"fuseau\""},
    {"revision", "\"665d88f6eb9f7df4480abc9385cbcc59b789d249\""},
    {"date", "\"2026-11-25\""},
    {"verdict", "\"could not\""},
    {"sentence", "\"Two new crashes, one of them high: heap-buffer-overflow WRITE 1 in "
                 "read_designation. One target did not run.\""},
    {"issues", "\"https://github.com/fuseau/fuseau/issues\""},
    {"budget_seconds", "14400.0"},
    {"counts", "{\"new\":2,\"back\":1,\"flaky\":1,\"known\":1,\"fixed\":1,\"declined\":0}"},
    {"filings", "{\"filed\":2,\"reopened\":1,\"closed\":1,\"refused\":0,\"waiting\":2}"},
    {"troubles.0", "\"tzif: it does not start: /out/tzif: cannot execute\""},
    {"troubles.1", "\"https://github.com: two comments wait for the next night\""},
    {"troubles.2", NULL},
    {"notes.0", "\"offset: was built without symbols\""},
    {"notes.1", NULL},
    {"crashes.0.title", "\"heap-buffer-overflow WRITE 1 in read_designation\""},
    {"crashes.0.target", "\"posixtz\""},
    {"crashes.0.severity", "\"high\""},
    {"crashes.0.class", "\"memory\""},
    {"crashes.0.fate", "\"new\""},
    {"crashes.0.seen", "true"},
    {"crashes.0.times", "41"},
    {"crashes.0.nights", "1"},
    {"crashes.0.issue", "231"},
    {"crashes.0.issue_link", "\"https://github.com/fuseau/fuseau/issues/231\""},
    {"crashes.0.owner", "\"asha-k\""},
    {"crashes.0.first_seen", "\"2026-11-25T01:14:00Z\""},
    {"crashes.0.last_seen", "\"2026-11-25T02:40:00Z\""},
    {"crashes.0.first_bad",
     "\"The first bad commit is 4f0c2d9e71ab (posixtz: take designations of any length).\""},
    {"crashes.0.author", "\"lucia-m\""},
    {"crashes.0.note", "null"},
    {"crashes.0.withheld", "false"},
    {"crashes.0.tool", "\"AddressSanitizer\""},
    {"crashes.0.kind", "\"heap-buffer-overflow\""},
    {"crashes.0.replays", "10"},
    {"crashes.0.reproduced", "10"},
    {"crashes.0.reproducibility", "\"reproducible\""},
    {"crashes.0.frames.0.stack", "1"},
    {"crashes.0.frames.0.function", "\"read_designation\""},
    {"crashes.0.frames.0.file", "\"parsers/posixtz.c\""},
    {"crashes.0.frames.0.line", "148"},
    {"crashes.0.frames.0.module", "null"},
    {"crashes.0.frames.0.own", "true"},
    {"crashes.0.frames.0.source.first", "145"},
    {"crashes.0.frames.0.source.line", "148"},
    {"crashes.0.frames.2.own", "false"},
    {"crashes.0.frames.2.source", "null"},
    {"crashes.0.frames.4.module", "\"fuzzer\""},
    {"crashes.0.frames.5", NULL},
    {"crashes.0.input.size", "17"},
    {"crashes.0.input.size_found", "50"},
    {"crashes.0.input.text", "\"<+0330>-3:30<+04\\\\n\""},
    {"crashes.0.input.base64", "\"PCswMzMwPi0zOjMwPCswNAo=\""},
    {"crashes.0.input.marks", "\"^^          ^^ ^ \""},
    {"crashes.2.withheld", "true"},
    {"crashes.2.input", "null"},
    {"crashes.2.log", "null"},
    {"crashes.2.frames.0.function", "\"zone_release\""},
    {"crashes.3.issue", "null"},
    {"crashes.3.owner", "null"},
    {"crashes.3.reproducibility", "\"flaky\""},
    {"crashes.3.input.marks", "null"},
    {"crashes.5.seen", "false"},
    {"crashes.5.note", "\"its target did not run, so nobody knows whether it is mended\""},
    {"crashes.0.studied", "true"},
    {"crashes.6.fate", "\"mended\""},
    {"crashes.6.input.text", "\"\""},
    {"targets.0.name", "\"offset\""},
    {"targets.0.executions", "91284410"},
    {"targets.0.edges", "214"},
    {"targets.0.corpus", "88"},
    {"targets.0.share_seconds", "1600.0"},
    {"targets.0.crashes", "0"},
    {"targets.0.ran", "true"},
    {"targets.0.ended", "\"finished\""},
    {"targets.7.ran", "false"},
    {"targets.7.executions_per_second", "0.0"},
    {"waiting.0.issue", "187"},
    {"waiting.0.link", "\"https://github.com/fuseau/fuseau/issues/187\""},
    {"waiting.0.title", "\"heap-use-after-free WRITE 8 in zone_release\""},
    {"waiting.0.owner", "\"tomas-h\""},
    {"waiting.0.severity", "\"high\""},
    {"waiting.0.age_seconds", "4682880.0"},
    {"waiting.0.triaged", "true"},
    {"duty.0.date", "\"2026-11-25\""},
    {"duty.0.reviewer", "\"Asha\""},
    {"duty.0.handle", "\"asha-k\""},
    {"duty.0.zone", "\"Asia/Kolkata\""},
    {"duty.0.local_start", "\"2026-11-25T11:30:00+05:30\""},
    {"duty.0.local_end", "\"2026-11-25T15:30:00+05:30\""},
    {"duty.3.date", "\"2026-11-28\""},
    {"duty.3.reviewer", "null"},
    {"duty.3.local_end", "null"},
    {"toolchain.mismatches", "1"},
    {"toolchain.items.0.name", "\"clang\""},
    {"toolchain.items.4.locked", "\"2026b\""},
    {"toolchain.items.4.found", "\"2026c\""},
    {"stages.0.name", "\"build\""},
    {"stages.0.target", "null"},
    {"stages.0.cached", "true"},
    {"stages.0.began_nanoseconds", "1795565100000000000"},
    {"stages.0.ended_nanoseconds", "1795565141000000000"},
    {"stages.3.target", "\"posixtz\""},
    {"stages.8.ended_nanoseconds", "null"},
    {"nights.33.date", "\"2026-11-25\""},
    {"nights.33.started", "\"2026-11-25T00:05:00Z\""},
    {"nights.33.ended", "\"2026-11-25T05:48:12Z\""},
    {"nights.33.verdict", "\"could not\""},
    {"nights.33.open", "{\"high\":2,\"medium\":4,\"low\":3}"},
    {"nights.33.late_seconds", "754.0"},
    {"nights.33.start_late_seconds", "372.0"},
    {"nights.33.untriaged_seconds", "302400.0"},
    {"nights.33.seconds", "14400.0"},
    {"nights.33.found", "7"},
    {"nights.33.filed", "0"},
    {"nights.11.ended", "null"},
    {"nights.11.verdict", "\"cut short\""},
};

static const json_t *at(const json_t *value, const char *place)
{
    while (value != NULL && *place != '\0') {
        char key[64] = "";
        size_t size = strcspn(place, ".");
        memcpy(key, place, size < sizeof key ? size : sizeof key - 1);
        value = json_is_array(value) ? json_array_get(value, strtoul(key, NULL, 10))
                                     : json_object_get(value, key);
        place += size + (place[size] == '.');
    }
    return value;
}

static void a_field_is_there(void **state)
{
    const struct field_row *row = *state;
    struct report_sample sample;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    json_t *object = parsed(&sample.report);
    const json_t *value = at(object, row->place);
    char *text = value == NULL ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    if (row->value == NULL ? text != NULL : text == NULL || strcmp(text, row->value) != 0) {
        fail_msg("%s is %s, not %s", row->place, text, row->value);
    }
    free(text);
    json_decref(object);
    report_sample_free(&sample);
}

/* Every name that any object has, so that a new one has its row above, and its line in vigil(1). */
static void each_object_has_these_names(void **state)
{
    static const struct {
        const char *place;
        size_t count;
    } objects[] = {{"", 19},
                   {"crashes.0", 28},
                   {"crashes.0.frames.0", 7},
                   {"crashes.0.input", 5},
                   {"targets.0", 10},
                   {"waiting.0", 7},
                   {"duty.0", 6},
                   {"duty.3", 6},
                   {"toolchain", 2},
                   {"stages.0", 5},
                   {"nights.0", 14}};
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    json_t *object = parsed(&sample.report);
    for (size_t i = 0; i < COUNT(objects); i++) {
        size_t count = json_object_size(at(object, objects[i].place));
        if (count != objects[i].count) {
            fail_msg("\"%s\" has %zu names, not %zu", objects[i].place, count, objects[i].count);
        }
    }
    json_decref(object);
    report_sample_free(&sample);
}

static void what_cannot_be_read_is_null(void **state)
{
    static const char *const names[] = {
        "tool", "kind", "replays", "reproduced", "reproducibility", "frames", "input", "log"};
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_NIGHT, 0, &sample);
    sample.crashes[0].crash = NULL;
    sample.crashes[0].command = NULL;
    json_t *object = parsed(&sample.report);
    assert_int_equal(json_object_size(at(object, "crashes.0")), 28);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_true(json_is_null(json_object_get(at(object, "crashes.0"), names[i])));
    }
    assert_true(json_is_null(at(object, "crashes.0.command")));
    json_decref(object);
    report_sample_free(&sample);
}

static void hostile_text_is_json(void **state)
{
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_HOSTILE, 0, &sample);
    json_t *object = parsed(&sample.report);
    assert_int_equal(json_array_size(at(object, "crashes")), report_sample_attacks());
    json_decref(object);
    report_sample_free(&sample);
}

static void the_first_night_is_json(void **state)
{
    struct report_sample sample;
    (void)state;
    report_sample_make(SAMPLE_CLEAN, 0, &sample);
    json_t *object = parsed(&sample.report);
    assert_string_equal(json_string_value(at(object, "verdict")), "clean");
    assert_true(json_is_null(at(object, "toolchain")));
    assert_int_equal(json_array_size(at(object, "duty")), 0);
    json_decref(object);
    report_sample_free(&sample);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(fields) + 4];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(fields); i++) {
        tests[count++] = (struct CMUnitTest){fields[i].place, a_field_is_there, NULL, NULL,
                                             (void *)(uintptr_t)&fields[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(each_object_has_these_names);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_cannot_be_read_is_null);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(hostile_text_is_json);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_first_night_is_json);
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
