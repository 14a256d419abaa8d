/* SPDX-License-Identifier: MIT */
/* The crashes and the targets of a gate, as Markdown. */
#include <string.h>

#include "base/inert.h"
#include "markdown.h"
#include "markdown_prose.h"
#include "part.h"
#include "report/outcome.h"

#define CRASHES_MOST 20
#define REPORT_MOST  ((size_t)6000)
#define WORDS_MOST   400

static void where(const struct verdict_crash *crash, struct buffer *into)
{
    struct buffer place = {0};
    verdict_place(&place, crash->path, crash->line);
    if (crash->path[0] != '\0') {
        verdict_code(into, place.failed ? "" : place.data, WORDS_MOST);
    } else {
        buffer_text(into, "No line of the project's own is known");
    }
    if (crash->function[0] != '\0') {
        buffer_text(into, ", in ");
        verdict_code(into, crash->function, WORDS_MOST);
    }
    buffer_free(&place);
}

static void evidence(const struct verdict_crash *crash, struct buffer *into)
{
    buffer_text(into, " Target ");
    verdict_code(into, crash->target, WORDS_MOST);
    buffer_format(into, "; %s, severity %s; %u of %u %s", signature_class_name(crash->class),
                  signature_severity_name(crash->severity), crash->reproduced, crash->replays,
                  crash->replays == 1 ? "replay" : "replays");
    if (crash->issue > 0) {
        buffer_text(into, "; issue ");
        verdict_issue(into, crash->issue, crash->issue_link);
    }
    if (crash->directory[0] != '\0') {
        buffer_text(into, "; input, minimized and report.txt are in ");
        verdict_code(into, crash->directory, WORDS_MOST);
    }
    buffer_text(into, ".\n");
}

static void new_crash(const struct verdict_crash *crash, struct buffer *into)
{
    buffer_text(into, "\n### New crash: ");
    verdict_prose(into, crash->title, WORDS_MOST);
    buffer_text(into, "\n\n");
    where(crash, into);
    buffer_text(into, ". ");
    verdict_prose(into, crash->why, 1000);
    evidence(crash, into);
    if (crash->command[0] != '\0') {
        buffer_text(into, "\n");
        inert_fenced(into, crash->command, strlen(crash->command));
    }
}

void verdict_markdown_new(const struct verdict *report, struct buffer *into)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += verdict_blocks(&report->crashes[i]);
        if (verdict_blocks(&report->crashes[i]) && count <= CRASHES_MOST) {
            new_crash(&report->crashes[i], into);
        }
    }
    if (count > CRASHES_MOST) {
        buffer_format(into, "\nAnd %zu new crashes more.\n", count - CRASHES_MOST);
    }
}

static void old_row(const struct verdict_crash *crash, struct buffer *into)
{
    struct buffer place = {0};
    verdict_place(&place, crash->path, crash->line);
    buffer_format(into, "| %s | ", verdict_crash_fate_name(crash->fate));
    verdict_prose(into, crash->title, WORDS_MOST);
    buffer_text(into, " | ");
    verdict_cell(into, place.failed ? "" : place.data, WORDS_MOST);
    buffer_text(into, " | ");
    verdict_cell(into, crash->target, WORDS_MOST);
    buffer_text(into, " | ");
    verdict_prose(into, crash->why, 1000);
    buffer_text(into, " | ");
    verdict_issue(into, crash->issue, crash->issue_link);
    buffer_text(into, " |\n");
    buffer_free(&place);
}

void verdict_markdown_old(const struct verdict *report, struct buffer *into)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        if (verdict_blocks(&report->crashes[i]) || ++count > CRASHES_MOST) {
            continue;
        }
        buffer_text(into, count > 1 ? ""
                                    : "\n### Crashes that do not block\n\n"
                                      "| | crash | line | target | why | issue |\n"
                                      "|---|---|---|---|---|--:|\n");
        old_row(&report->crashes[i], into);
    }
    if (count > CRASHES_MOST) {
        buffer_format(into, "\nAnd %zu more.\n", count - CRASHES_MOST);
    }
}

static void target_row(const struct verdict_target *target, struct buffer *into)
{
    buffer_text(into, "| ");
    verdict_cell(into, target->name, WORDS_MOST);
    buffer_text(into, " | ");
    outcome_digits(into, target->base_edges);
    buffer_text(into, " | ");
    outcome_digits(into, target->edges);
    buffer_text(into, " | ");
    verdict_prose(into, target->ended, WORDS_MOST);
    buffer_text(into, " |\n");
}

/* Of those that are well, the door's sentence has said enough. */
void verdict_markdown_targets(const struct verdict *report, struct buffer *into)
{
    for (size_t i = 0; i < report->target_count; i++) {
        const struct verdict_target *target = &report->targets[i];
        if (verdict_is_missing(target) || verdict_is_collapsed(target)) {
            buffer_text(into, into->size > 0
                                  ? ""
                                  : "\n### Targets that did not run, or reach less than half of "
                                    "base's edges\n\n| target | edges on base | edges | ended |\n"
                                    "|---|--:|--:|---|\n");
            target_row(target, into);
        }
    }
}

void verdict_markdown_reports(const struct verdict *report, struct buffer *into)
{
    for (size_t i = 0; i < report->crash_count && i < CRASHES_MOST; i++) {
        const struct verdict_crash *crash = &report->crashes[i];
        if (verdict_blocks(crash) && crash->report[0] != '\0') {
            buffer_text(into, "\n### Report: ");
            verdict_prose(into, crash->title, WORDS_MOST);
            buffer_text(into, "\n\n");
            (void)inert_fenced_within(into, crash->report, strlen(crash->report), REPORT_MOST);
        }
    }
}
