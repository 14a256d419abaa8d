/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include <string.h>

#include "safetext.h"

enum verdict summary_verdict(const struct summary *summary)
{
    uint64_t executions = 0;
    for (size_t i = 0; i < summary->campaign_count; i++) {
        executions += summary->campaigns[i].executions;
    }
    if (summary->troubles[0] != '\0' || executions == 0) {
        return VERDICT_COULD_NOT;
    }
    return summary->crash_count > 0 ? VERDICT_FINDINGS : VERDICT_CLEAN;
}

static size_t count_new(const struct summary *summary)
{
    size_t count = 0;
    for (size_t i = 0; i < summary->crash_count; i++) {
        count += summary->crashes[i].is_new;
    }
    return count;
}

static const char *ended(const struct campaign *campaign)
{
    return campaign->runs == 0 ? "not run" : campaign_end_name(campaign->end);
}

static double rate(const struct campaign *campaign)
{
    return campaign->elapsed > 0 ? (double)campaign->executions / campaign->elapsed : 0;
}

static void verdict_line(const struct summary *summary, struct buffer *into)
{
    size_t new = count_new(summary), known = summary->crash_count - new;
    buffer_format(into, "%zu new and %zu known crashes. Issues: %s\n", new, known, summary->issues);
    switch (summary_verdict(summary)) {
    case VERDICT_CLEAN:
        buffer_text(into, "Clean.\n");
        break;
    case VERDICT_FINDINGS:
        buffer_text(into, "Findings.\n");
        break;
    case VERDICT_COULD_NOT:
        buffer_text(into, summary->crash_count > 0
                              ? "Findings, and not all of the job could be done.\n"
                              : "The job could not be done: this night proves nothing.\n");
        break;
    }
}

static int widest_name(const struct summary *summary)
{
    int width = 6;
    for (size_t i = 0; i < summary->campaign_count; i++) {
        int length = (int)strlen(summary->campaigns[i].target->name);
        width = length > width ? length : width;
    }
    return width;
}

static void crash_text(const struct ledger_line *crash, struct buffer *into)
{
    buffer_format(into, "%-6s %-7s %s  [%s]", crash->is_new ? "new" : "known", crash->severity,
                  crash->title, crash->target);
    if (crash->issue == 0) {
        buffer_text(into, "  not filed\n");
    } else {
        buffer_format(into, "  issue %u%s\n", crash->issue, crash->open ? "" : ", which is closed");
    }
}

void summary_text(const struct summary *summary, struct buffer *into)
{
    int width = widest_name(summary);
    buffer_format(into, "Night of %s to %s: %zu targets, %.0f s of fuzzing asked for.\n\n",
                  summary->started, summary->ended, summary->campaign_count, summary->budget);
    buffer_format(into, "%-*s %12s %8s %7s %7s %8s  %s\n", width, "target", "executions", "exec/s",
                  "edges", "corpus", "seconds", "ended");
    for (size_t i = 0; i < summary->campaign_count; i++) {
        const struct campaign *campaign = &summary->campaigns[i];
        buffer_format(into, "%-*s %12llu %8.0f %7llu %7llu %8.1f  %s\n", width,
                      campaign->target->name, (unsigned long long)campaign->executions,
                      rate(campaign), (unsigned long long)campaign->edges,
                      (unsigned long long)campaign->corpus_inputs, campaign->elapsed,
                      ended(campaign));
    }
    buffer_text(into, "\n");
    for (size_t i = 0; i < summary->crash_count; i++) {
        crash_text(&summary->crashes[i], into);
    }
    if (summary->troubles[0] != '\0') {
        buffer_format(into, "\nCould not:\n%s\n", summary->troubles);
    }
    verdict_line(summary, into);
}

static void crashes_markdown(const struct summary *summary, struct buffer *into)
{
    if (summary->crash_count == 0) {
        return;
    }
    buffer_text(into,
                "\n| | severity | crash | target | times | issue |\n|---|---|---|---|--:|--:|\n");
    for (size_t i = 0; i < summary->crash_count; i++) {
        const struct ledger_line *crash = &summary->crashes[i];
        buffer_format(into, "| %s | %s | ", crash->is_new ? "new" : "known", crash->severity);
        safetext_code(into, crash->title, strlen(crash->title));
        buffer_format(into, " | %s | %u | %u%s |\n", crash->target, crash->times, crash->issue,
                      crash->open ? "" : " (closed)");
    }
}

void summary_markdown(const struct summary *summary, struct buffer *into)
{
    buffer_format(into, "# Night of %s\n\nEnded %s; %.0f s of fuzzing asked for.\n\n",
                  summary->started, summary->ended, summary->budget);
    verdict_line(summary, into);
    buffer_text(into, "\n| target | executions | exec/s | edges | corpus | seconds | ended |\n"
                      "|---|--:|--:|--:|--:|--:|---|\n");
    for (size_t i = 0; i < summary->campaign_count; i++) {
        const struct campaign *campaign = &summary->campaigns[i];
        buffer_format(into, "| %s | %llu | %.0f | %llu | %llu | %.1f | %s |\n",
                      campaign->target->name, (unsigned long long)campaign->executions,
                      rate(campaign), (unsigned long long)campaign->edges,
                      (unsigned long long)campaign->corpus_inputs, campaign->elapsed,
                      ended(campaign));
    }
    crashes_markdown(summary, into);
    if (summary->troubles[0] != '\0') {
        buffer_text(into, "\n## Could not\n\n");
        safetext_fenced(into, summary->troubles, strlen(summary->troubles));
    }
}
