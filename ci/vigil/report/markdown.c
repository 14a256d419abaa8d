/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <string.h>

#include "base/inert.h"
#include "outcome.h"

static void cell(struct buffer *into, const char *text)
{
    if (text[0] != '\0') {
        inert_cell(into, text, strlen(text));
    }
    buffer_text(into, " | ");
}

/* The issue's number, and a link if the address is one of http or https in which no character could
 * end the link. */
static void issue(const struct report_crash *crash, struct buffer *into)
{
    const char *link = crash->issue_link;
    bool web = strncmp(link, "https://", 8) == 0 || strncmp(link, "http://", 7) == 0;
    if (crash->issue == 0) {
        buffer_text(into, " | ");
    } else if (web && strspn(link, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   "-._~:/?=%+") == strlen(link)) {
        buffer_format(into, "[%llu](%s) | ", (unsigned long long)crash->issue, link);
    } else {
        buffer_format(into, "%llu | ", (unsigned long long)crash->issue);
    }
}

static const char *note(const struct report_crash *crash)
{
    return crash->unstudied                    ? "not studied yet"
           : crash->note[0] != '\0'            ? crash->note
           : crash->fate == FATE_DIGESTED      ? "its issue waits for another night"
           : crash->waits && crash->issue == 0 ? "its issue waits to be filed"
                                               : "";
}

static void crash_row(const struct report_crash *crash, struct buffer *into)
{
    buffer_format(into, "| %s | %s | ", lifecycle_fate_name(crash->fate),
                  signature_severity_name(crash->severity));
    cell(into, crash->title);
    cell(into, crash->target);
    buffer_format(into, "%u | ", crash->times);
    issue(crash, into);
    cell(into, crash->owner);
    cell(into, crash->first_bad);
    cell(into, note(crash));
    buffer_text(into, "\n");
}

static void crashes(const struct report *report, struct buffer *into)
{
    if (report->crash_count == 0) {
        return;
    }
    buffer_text(into, "\n## Crashes\n\n"
                      "| | severity | crash | target | times | issue | owner | first bad commit | "
                      "note |\n|---|---|---|---|--:|--:|---|---|---|\n");
    for (size_t i = 0; i < report->crash_count; i++) {
        crash_row(&report->crashes[i], into);
    }
}

static void count_cell(struct buffer *into, uint64_t count)
{
    buffer_count(into, count);
    buffer_text(into, " | ");
}

static void targets(const struct report *report, struct buffer *into)
{
    buffer_text(into,
                "\n## Targets\n\n| target | executions | a second | edges | corpus | seconds | "
                "asked for | crashes | ended |\n|---|--:|--:|--:|--:|--:|--:|--:|---|\n");
    for (size_t i = 0; i < report->target_count; i++) {
        const struct report_target *target = &report->targets[i];
        buffer_text(into, "| ");
        cell(into, target->name);
        count_cell(into, target->executions);
        count_cell(into, (uint64_t)(outcome_rate(target->executions, target->seconds) + 0.5));
        count_cell(into, target->edges);
        count_cell(into, target->corpus);
        buffer_format(into, "%.1f | %.1f | ", target->seconds, target->share);
        count_cell(into, target->crashes);
        cell(into, target->ended);
        buffer_text(into, "\n");
    }
}

static void duty_row(const struct duty *duty, struct buffer *into)
{
    char date[16], start[40], end[40];
    duty_write_date(duty->day, date);
    buffer_format(into, "| %s | ", date);
    if (duty->reviewer == NULL) {
        buffer_text(into, "nobody | | | |\n");
        return;
    }
    duty_local(duty->reviewer, duty->start, start);
    duty_local(duty->reviewer, duty->end, end);
    cell(into, duty->reviewer->name);
    cell(into, duty->reviewer->handle);
    cell(into, start);
    cell(into, end);
    buffer_text(into, "\n");
}

static void on_duty(const struct report *report, struct buffer *into)
{
    if (report->duty_count == 0) {
        return;
    }
    buffer_text(into, "\n## On duty\n\n| date | reviewer | handle | from | to |\n"
                      "|---|---|---|---|---|\n");
    for (size_t i = 0; i < report->duty_count; i++) {
        duty_row(&report->duty[i], into);
    }
}

static void counts(const struct report *report, struct buffer *into)
{
    buffer_format(into,
                  "%s: %zu new, %zu back, %zu flaky, %zu known, %zu fixed, %zu declined. Issues "
                  "filed %u, "
                  "reopened %u, closed %u, refused %u, waiting %u.\n",
                  outcome_name((int)report->outcome), outcome_count(report, FATE_NEW),
                  outcome_count(report, FATE_RETURNED), outcome_count(report, FATE_FLAKY),
                  outcome_count(report, FATE_KNOWN), outcome_count(report, FATE_MENDED),
                  outcome_count(report, FATE_DECLINED), report->filings.filed,
                  report->filings.reopened, report->filings.closed, report->filings.refused,
                  report->filings.waiting);
}

void report_markdown(const struct report *report, struct buffer *into)
{
    buffer_text(into, "# ");
    (void)outcome_markdown(report->sentence, strlen(report->sentence), into);
    buffer_format(into, "\n\nThe night of %s. ", outcome_tonight(report)->date);
    counts(report, into);
    if (report->troubles[0] != '\0') {
        buffer_text(into, "\n## What could not be done\n\n");
        inert_fenced(into, report->troubles, strlen(report->troubles));
    }
    const char *notes = report_notes(report);
    if (notes[0] != '\0') {
        buffer_text(into, "\n## What else is to be known\n\n");
        inert_fenced(into, notes, strlen(notes));
    }
    crashes(report, into);
    targets(report, into);
    on_duty(report, into);
}
