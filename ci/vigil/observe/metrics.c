/* SPDX-License-Identifier: MIT */
#include "metrics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "base/list.h"
#include "base/span.h"
#include "report/outcome.h"

/* A family, and the one of these four functions that gives it its points. */
struct family {
    struct metric metric;
    double (*of_night)(const struct report *report);
    double (*of_target)(const struct report_target *target);
    double (*of_severity)(const struct report *report, enum severity severity);
    void (*of_more)(const struct report *report, struct metrics *metrics, struct metric *into);
};

static struct metric_point *add_point(struct metrics *metrics, struct metric *into, double value)
{
    struct metric_point *point = list_add(&into->points, &into->count, sizeof *into->points);
    if (point == NULL) {
        metrics->failed = true;
        return NULL;
    }
    point->value = value;
    return point;
}

/* Its value is cut where it is too long, but not within a character. */
static void add_label(struct metric_point *point, const char *name, const char *value)
{
    struct buffer shown = {0};
    if (point == NULL) {
        return;
    }
    inert_line(&shown, value, strlen(value));
    struct metric_label *label = &point->labels[point->label_count++];
    size_t size = shown.failed ? 0 : text_fit(shown.data, shown.size, sizeof label->value - 1);
    label->name = name;
    if (size > 0) {
        memcpy(label->value, shown.data, size);
    }
    buffer_free(&shown);
}

static bool is_over(const struct report *report)
{
    return outcome_tonight(report)->ended[0] != '\0';
}

/* 0 where the text is no timestamp. */
static double unix_time(const char *text)
{
    return (double)stages_at(text) / 1e9;
}

static double night_start(const struct report *report)
{
    return unix_time(outcome_tonight(report)->started);
}

/* The end of the last night that has ended; while a night is under way it is that of an earlier
 * one.
 */
static double night_end(const struct report *report)
{
    double end = 0;
    for (size_t i = report->night_count; end <= 0 && i > 0; i--) {
        end = unix_time(report->nights[i - 1].ended);
    }
    return end;
}

static double night_date(const struct report *report)
{
    char midnight[40];
    (void)snprintf(midnight, sizeof midnight, "%.15sT00:00:00Z", outcome_tonight(report)->date);
    return unix_time(midnight);
}

static double night_status(const struct report *report)
{
    return is_over(report) ? (double)outcome_tonight(report)->status : -1;
}

static double report_lateness(const struct report *report)
{
    return outcome_tonight(report)->late_seconds;
}

static double start_lateness(const struct report *report)
{
    return outcome_tonight(report)->start_late_seconds;
}

static double oldest_untriaged(const struct report *report)
{
    return outcome_tonight(report)->untriaged_seconds;
}

/* 0 until the night is over, since a target may still get its turn. */
static double targets_not_run(const struct report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->target_count; i++) {
        count += is_over(report) && !report->targets[i].ran;
    }
    return (double)count;
}

static double count_lines(const char *text)
{
    size_t count = 0;
    for (; text != NULL && *text != '\0'; text++) {
        count += *text == '\n';
    }
    return (double)count;
}

static double troubles(const struct report *report)
{
    return count_lines(report->troubles);
}

static double notes(const struct report *report)
{
    return count_lines(report_notes(report));
}

static double mismatches(const struct report *report)
{
    return report->toolchain == NULL ? 0 : (double)report->toolchain->mismatches;
}

static double executions(const struct report_target *target)
{
    return (double)target->executions;
}

static double executions_per_second(const struct report_target *target)
{
    return outcome_rate(target->executions, target->seconds);
}

static double edges(const struct report_target *target)
{
    return (double)target->edges;
}

static double corpus(const struct report_target *target)
{
    return (double)target->corpus;
}

static double issues_open(const struct report *report, enum severity severity)
{
    return (double)outcome_tonight(report)->open[severity];
}

static double crashes(const struct report *report, enum severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += report->crashes[i].seen && report->crashes[i].severity == severity;
    }
    return (double)count;
}

static double declined(const struct report *report, enum severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += outcome_counts(&report->crashes[i], FATE_DECLINED) &&
                 report->crashes[i].severity == severity;
    }
    return (double)count;
}

static bool is_failure(const struct report_crash *crash)
{
    return crash->seen && (crash->fate == FATE_NEW || crash->fate == FATE_KNOWN ||
                           crash->fate == FATE_DIGESTED || crash->fate == FATE_RETURNED);
}

static double failures(const struct report *report, enum severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += is_failure(&report->crashes[i]) && report->crashes[i].severity == severity;
    }
    return (double)count;
}

static double unstudied(const struct report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += report->crashes[i].unstudied;
    }
    return (double)count;
}

/* The point of this stage. A stage that was entered twice, by two starts on one date, has one. */
static struct metric_point *duration_of(const struct stage *stage, struct metrics *metrics,
                                        struct metric *into)
{
    const char *cached = stage->cached ? "true" : "false";
    for (size_t i = 0; i < into->count; i++) {
        struct metric_point *point = &into->points[i];
        if (strcmp(point->labels[0].value, stage->name) == 0 &&
            strcmp(point->labels[1].value, cached) == 0) {
            return point;
        }
    }
    struct metric_point *point = add_point(metrics, into, 0);
    add_label(point, "stage", stage->name);
    add_label(point, "cached", cached);
    return point;
}

static void durations(const struct report *report, struct metrics *metrics, struct metric *into)
{
    for (size_t i = 0; i < report->stage_count; i++) {
        const struct stage *stage = &report->stages[i];
        if (stage->target[0] == '\0' && stage->ended != 0) {
            struct metric_point *point = duration_of(stage, metrics, into);
            double seconds = (double)(stage->ended - stage->began) / 1e9;
            if (point != NULL) {
                point->value += seconds;
            }
        }
    }
}

static void filings(const struct report *report, struct metrics *metrics, struct metric *into)
{
    const struct {
        const char *name;
        unsigned count;
    } results[] = {{"filed", report->filings.filed},
                   {"reopened", report->filings.reopened},
                   {"closed", report->filings.closed},
                   {"refused", report->filings.refused},
                   {"waiting", report->filings.waiting}};
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        add_label(add_point(metrics, into, results[i].count), "result", results[i].name);
    }
}

#define GAUGE(name, help, unit, whole)                                                             \
    {                                                                                              \
        name, help, unit, METRIC_GAUGE, whole, NULL, 0                                             \
    }

static const struct family families[] = {
    {GAUGE("ci_build_duration_seconds", "What each stage of the night took.", "s", false),
     .of_more = durations},
    {{"ci_test_failure_count", "Crashes seen this night that are to be worked on.", "{failure}",
      METRIC_UNTYPED, true, NULL, 0},
     .of_severity = failures},
    {{"ci_image_layer_hash_mismatch_total",
      "Versions of tools and packages that are not those of ci/toolchain.lock, this night.",
      "{version}", METRIC_COUNTER, true, NULL, 0},
     .of_night = mismatches},
    {GAUGE("ci_fuzz_executions", "Inputs executed this night.", "{execution}", true),
     .of_target = executions},
    {GAUGE("ci_fuzz_executions_per_second", "Inputs executed in a second of fuzzing.",
           "{execution}/s", false),
     .of_target = executions_per_second},
    {GAUGE("ci_fuzz_edges_covered", "Edges of control flow that the corpus reaches.", "{edge}",
           true),
     .of_target = edges},
    {GAUGE("ci_fuzz_corpus_inputs", "Inputs in the corpus.", "{input}", true), .of_target = corpus},
    {GAUGE("ci_fuzz_crashes", "Crashes seen this night, flaky and declined ones too.", "{crash}",
           true),
     .of_severity = crashes},
    {GAUGE("ci_fuzz_crashes_declined",
           "Crashes seen this night that nobody is to work on, as a person said.", "{crash}", true),
     .of_severity = declined},
    {GAUGE("ci_fuzz_crashes_unstudied",
           "Crashes seen this night that there was no time left to replay and minimise.", "{crash}",
           true),
     .of_night = unstudied},
    {GAUGE("ci_fuzz_issues_open", "Issues open at the night's end.", "{issue}", true),
     .of_severity = issues_open},
    {GAUGE("ci_fuzz_oldest_untriaged_age_seconds",
           "Age of the oldest open issue that nobody triaged.", "s", false),
     .of_night = oldest_untriaged},
    {GAUGE("ci_fuzz_filings", "What became of what was to be said to the tracker this night.",
           "{filing}", true),
     .of_more = filings},
    {GAUGE("ci_fuzz_report_lateness_seconds", "The report, after the review window's start.", "s",
           false),
     .of_night = report_lateness},
    {GAUGE("ci_fuzz_start_lateness_seconds", "The start, after the time it was planned for.", "s",
           false),
     .of_night = start_lateness},
    {GAUGE("ci_fuzz_targets_not_run",
           "Targets that executed no input this night; 0 while it is under way.", "{target}", true),
     .of_night = targets_not_run},
    {GAUGE("ci_fuzz_troubles", "What could not be done this night, until now.", "{trouble}", true),
     .of_night = troubles},
    {GAUGE(
         "ci_fuzz_notes",
         "What else there is to know of this night: a target without symbols, seeds of no target.",
         "{note}", true),
     .of_night = notes},
    {GAUGE("ci_fuzz_night_status",
           "0 clean, 1 findings, 2 something could not be done, -1 under way.", "", true),
     .of_night = night_status},
    {GAUGE("ci_fuzz_night_date_timestamp_seconds",
           "Midnight, UTC, of the date that the last night reports on.", "s", false),
     .of_night = night_date},
    {GAUGE("ci_fuzz_night_start_timestamp_seconds", "When the last night began.", "s", false),
     .of_night = night_start},
    {GAUGE("ci_fuzz_night_end_timestamp_seconds", "When the last night that is over ended.", "s",
           false),
     .of_night = night_end},
};

#define FAMILIES (sizeof families / sizeof *families)

static void collect(const struct family *family, const struct report *report,
                    struct metrics *metrics, struct metric *into)
{
    if (family->of_night != NULL) {
        (void)add_point(metrics, into, family->of_night(report));
    }
    for (size_t i = 0; family->of_target != NULL && i < report->target_count; i++) {
        const struct report_target *target = &report->targets[i];
        add_label(add_point(metrics, into, family->of_target(target)), "target", target->name);
    }
    for (int i = SEVERITY_LOW; family->of_severity != NULL && i <= SEVERITY_HIGH; i++) {
        double value = family->of_severity(report, (enum severity)i);
        add_label(add_point(metrics, into, value), "severity",
                  signature_severity_name((enum severity)i));
    }
    if (family->of_more != NULL) {
        family->of_more(report, metrics, into);
    }
}

void metrics_collect(const struct report *report, struct metrics *metrics)
{
    *metrics = (struct metrics){.list = calloc(FAMILIES, sizeof *metrics->list)};
    metrics->failed = metrics->list == NULL;
    for (size_t i = 0; metrics->list != NULL && i < FAMILIES; i++) {
        struct metric *into = &metrics->list[metrics->count++];
        *into = families[i].metric;
        collect(&families[i], report, metrics, into);
    }
}

void metrics_free(struct metrics *metrics)
{
    for (size_t i = 0; i < metrics->count; i++) {
        free(metrics->list[i].points);
    }
    free(metrics->list);
    *metrics = (struct metrics){0};
}

/* Prometheus's exposition format, version 0.0.4. */

/* A line end would end the line, a quote the quoted text, and a backslash begins an escape. */
static void escaped(struct buffer *into, const char *text, bool quoted)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buffer_text(into, "\\n");
        } else if (*text == '\\' || (quoted && *text == '"')) {
            buffer_format(into, "\\%c", *text);
        } else {
            buffer_add(into, text, 1);
        }
    }
}

/* 15 digits, or 17 where 15 read back as another number. */
static void number(struct buffer *into, double value)
{
    char text[40];
    if (isnan(value) || isinf(value)) {
        buffer_text(into, isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
        return;
    }
    (void)snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) < value || strtod(text, NULL) > value) {
        (void)snprintf(text, sizeof text, "%.17g", value);
    }
    buffer_text(into, text);
}

static void sample(struct buffer *into, const char *name, const struct metric_point *point)
{
    buffer_text(into, name);
    for (size_t i = 0; i < point->label_count; i++) {
        buffer_format(into, "%s%s=\"", i == 0 ? "{" : ",", point->labels[i].name);
        escaped(into, point->labels[i].value, true);
        buffer_text(into, "\"");
    }
    buffer_text(into, point->label_count > 0 ? "} " : " ");
    number(into, point->value);
    buffer_text(into, "\n");
}

void metrics_prometheus(const struct metrics *metrics, struct buffer *into)
{
    static const char *const kinds[] = {"gauge", "counter", "untyped"};
    for (size_t i = 0; i < metrics->count; i++) {
        const struct metric *metric = &metrics->list[i];
        buffer_format(into, "# HELP %s ", metric->name);
        escaped(into, metric->help, false);
        buffer_format(into, "\n# TYPE %s %s\n", metric->name, kinds[metric->kind]);
        for (size_t j = 0; j < metric->count; j++) {
            sample(into, metric->name, &metric->points[j]);
        }
    }
    into->failed = into->failed || metrics->failed;
}
