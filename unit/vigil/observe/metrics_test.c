/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <math.h>

#include "observe/metrics.h"
#include "observe_sample.h"

/* Every family in its order, every label value, also at 0. */
static const char night[] = "\n"
                            "ci_build_duration_seconds{stage=\"build\",cached=\"true\"} 2\n"
                            "ci_build_duration_seconds{stage=\"replay\",cached=\"false\"} 5\n"
                            "ci_build_duration_seconds{stage=\"fuzz\",cached=\"false\"} 700\n"
                            "ci_test_failure_count{severity=\"low\"} 1\n"
                            "ci_test_failure_count{severity=\"medium\"} 0\n"
                            "ci_test_failure_count{severity=\"high\"} 1\n"
                            "ci_image_layer_hash_mismatch_total 2\n"
                            "ci_fuzz_executions{target=\"offset\"} 9007199254740992\n"
                            "ci_fuzz_executions{target=\"tz+if\"} 0\n"
                            "ci_fuzz_executions_per_second{target=\"offset\"} 15011998757901.654\n"
                            "ci_fuzz_executions_per_second{target=\"tz+if\"} 0\n"
                            "ci_fuzz_edges_covered{target=\"offset\"} 120\n"
                            "ci_fuzz_edges_covered{target=\"tz+if\"} 7\n"
                            "ci_fuzz_corpus_inputs{target=\"offset\"} 31\n"
                            "ci_fuzz_corpus_inputs{target=\"tz+if\"} 0\n"
                            "ci_fuzz_crashes{severity=\"low\"} 2\n"
                            "ci_fuzz_crashes{severity=\"medium\"} 0\n"
                            "ci_fuzz_crashes{severity=\"high\"} 1\n"
                            "ci_fuzz_crashes_declined{severity=\"low\"} 0\n"
                            "ci_fuzz_crashes_declined{severity=\"medium\"} 0\n"
                            "ci_fuzz_crashes_declined{severity=\"high\"} 0\n"
                            "ci_fuzz_crashes_unstudied 0\n"
                            "ci_fuzz_issues_open{severity=\"low\"} 4\n"
                            "ci_fuzz_issues_open{severity=\"medium\"} 0\n"
                            "ci_fuzz_issues_open{severity=\"high\"} 2\n"
                            "ci_fuzz_oldest_untriaged_age_seconds 86400.5\n"
                            "ci_fuzz_filings{result=\"filed\"} 1\n"
                            "ci_fuzz_filings{result=\"reopened\"} 0\n"
                            "ci_fuzz_filings{result=\"closed\"} 0\n"
                            "ci_fuzz_filings{result=\"refused\"} 0\n"
                            "ci_fuzz_filings{result=\"waiting\"} 3\n"
                            "ci_fuzz_report_lateness_seconds 0\n"
                            "ci_fuzz_start_lateness_seconds 90\n"
                            "ci_fuzz_targets_not_run 1\n"
                            "ci_fuzz_troubles 2\n"
                            "ci_fuzz_notes 1\n"
                            "ci_fuzz_night_status 1\n"
                            "ci_fuzz_night_date_timestamp_seconds 1795564800\n"
                            "ci_fuzz_night_start_timestamp_seconds 1795579200\n"
                            "ci_fuzz_night_end_timestamp_seconds 1795586370\n";

static void write_samples(const struct report *report, struct buffer *samples)
{
    struct metrics metrics;
    struct buffer text = {0};
    metrics_collect(report, &metrics);
    metrics_prometheus(&metrics, &text);
    assert_false(text.failed);
    buffer_text(samples, "\n");
    char *rest = text.data;
    for (char *line = strtok_r(rest, "\n", &rest); line != NULL;
         line = strtok_r(rest, "\n", &rest)) {
        if (line[0] != '#') {
            buffer_format(samples, "%s\n", line);
        }
    }
    metrics_free(&metrics);
    buffer_free(&text);
}

static void a_night_is_all_there(void **state)
{
    struct buffer samples = {0};
    (void)state;
    write_samples(&sample_report, &samples);
    assert_string_equal(samples.data, night);
    buffer_free(&samples);
}

static void a_night_under_way_takes_nothing_from_the_last(void **state)
{
    struct report report = sample_report;
    struct store_night nights[2];
    struct buffer samples = {0};
    (void)state;
    memcpy(nights, sample_nights, sizeof nights);
    nights[1].ended[0] = '\0';
    nights[1].status = -1;
    report.nights = nights;
    write_samples(&report, &samples);
    assert_non_null(strstr(samples.data, "\nci_fuzz_targets_not_run 0\nci_fuzz_troubles 2\n"
                                         "ci_fuzz_notes 1\nci_fuzz_night_status -1\n"));
    assert_non_null(strstr(samples.data, "\nci_fuzz_night_start_timestamp_seconds 1795579200\n"));
    assert_non_null(strstr(samples.data, "\nci_fuzz_night_end_timestamp_seconds 1795498200\n"));
    buffer_free(&samples);
}

/* The first write of the first night: there is nothing to say yet, and each family is there. */
static void an_empty_night_has_every_family(void **state)
{
    const struct report report = {.project = "", .version = ""};
    struct metrics metrics, full;
    (void)state;
    metrics_collect(&report, &metrics);
    metrics_collect(&sample_report, &full);
    assert_int_equal(metrics.count, full.count);
    for (size_t i = 0; i < metrics.count; i++) {
        const struct metric *metric = &metrics.list[i];
        const char *by =
            full.list[i].points[0].label_count > 0 ? full.list[i].points[0].labels[0].name : "";
        bool open = strcmp(by, "target") == 0 || strcmp(by, "stage") == 0;
        assert_string_equal(metric->name, full.list[i].name);
        assert_int_equal(metric->count, open ? 0 : full.list[i].count);
    }
    metrics_free(&metrics);
    metrics_free(&full);
}

struct number_row {
    const char *name;
    double value;
    const char *text;
};

static const struct number_row numbers[] = {
    {"zero", 0, "0"},
    {"a tenth", 0.1, "0.1"},
    {"one that needs 17 digits", 0.1 + 0.2, "0.30000000000000004"},
    {"a count", 1e15, "1e+15"},
    {"below zero", -1, "-1"},
    {"no number", NAN, "NaN"},
    {"too large", INFINITY, "+Inf"},
    {"too small", -INFINITY, "-Inf"},
};

static void number_is(void **state)
{
    const struct number_row *row = *state;
    struct metric_point point = {.value = row->value};
    struct metric metric = {"n", "h", "", METRIC_GAUGE, false, &point, 1};
    struct buffer text = {0};
    char expected[80];
    metrics_prometheus(&(struct metrics){&metric, 1, false}, &text);
    (void)snprintf(expected, sizeof expected, "# HELP n h\n# TYPE n gauge\nn %s\n", row->text);
    assert_string_equal(text.data, expected);
    buffer_free(&text);
}

static void what_would_end_a_text_is_escaped(void **state)
{
    struct metric_point point = {{{"a", "\\ \" \n x"}, {"b", "\xc3\xa9"}, {"c", ""}}, 3, 1};
    struct metric metric = {"n", "h \\ \" \n x", "", METRIC_COUNTER, true, &point, 1};
    struct buffer text = {0};
    (void)state;
    metrics_prometheus(&(struct metrics){&metric, 1, false}, &text);
    assert_string_equal(text.data, "# HELP n h \\\\ \" \\n x\n# TYPE n counter\n"
                                   "n{a=\"\\\\ \\\" \\n x\",b=\"\xc3\xa9\",c=\"\"} 1\n");
    buffer_free(&text);
}

static void a_hostile_name_is_text(void **state)
{
    struct report_target target = {.name = "a\"} 1\nb{\xff\x1b", .ran = true};
    struct report report = sample_report;
    struct buffer samples = {0};
    (void)state;
    report.targets = &target;
    report.target_count = 1;
    write_samples(&report, &samples);
    assert_non_null(strstr(samples.data,
                           "\nci_fuzz_executions{target=\"a\\\"} 1\\\\x0ab{\\\\xff\\\\x1b\"} 0\n"));
    buffer_free(&samples);
}

static void a_long_name_is_cut_between_characters(void **state)
{
    struct report_target target = {.name = ""};
    struct report report = sample_report;
    struct metrics metrics;
    (void)state;
    memset(target.name, 'a', 126);
    target.name[125] = '\xc3';
    target.name[126] = '\xa9';
    report.targets = &target;
    report.target_count = 1;
    metrics_collect(&report, &metrics);
    const struct metric_point *point = metrics.list[3].points;
    assert_string_equal(point->labels[0].value, target.name);
    metrics_free(&metrics);
    target.name[125] = '\x1b'; /* four letters instead of one */
    target.name[126] = '\0';
    memcpy(target.name, "\xc3\xa9", 2);
    metrics_collect(&report, &metrics);
    point = metrics.list[3].points;
    assert_int_equal(strlen(point->labels[0].value), sizeof point->labels->value - 1);
    metrics_free(&metrics);
}

static void memory_that_ran_out_is_said(void **state)
{
    struct buffer text = {0};
    (void)state;
    metrics_prometheus(&(struct metrics){.failed = true}, &text);
    assert_true(text.failed);
    buffer_free(&text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(numbers) + 7] = {
        cmocka_unit_test(a_night_is_all_there),
        cmocka_unit_test(a_night_under_way_takes_nothing_from_the_last),
        cmocka_unit_test(an_empty_night_has_every_family),
        cmocka_unit_test(what_would_end_a_text_is_escaped),
        cmocka_unit_test(a_hostile_name_is_text),
        cmocka_unit_test(a_long_name_is_cut_between_characters),
        cmocka_unit_test(memory_that_ran_out_is_said),
    };
    size_t count = 7;
    ADD_ROWS(tests, count, numbers, number_is);
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
