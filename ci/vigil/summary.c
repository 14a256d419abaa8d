/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include <string.h>

#include "safetext.h"

/* Whether it is a finding of this night: not what was declined, nor a timeout that was none, nor
 * what is mended. */
static bool is_finding(const struct decide_line *crash)
{
    return crash->seen && crash->fate != FATE_DECLINED && crash->fate != FATE_UNCONFIRMED &&
           crash->fate != FATE_MENDED;
}

static size_t count_of(const struct summary *summary, enum lifecycle_fate fate)
{
    size_t count = 0;
    for (size_t i = 0; i < summary->crash_count; i++) {
        count += summary->crashes[i].fate == fate;
    }
    return count;
}

static size_t count_findings(const struct summary *summary)
{
    size_t count = 0;
    for (size_t i = 0; i < summary->crash_count; i++) {
        count += is_finding(&summary->crashes[i]);
    }
    return count;
}

enum verdict summary_verdict(const struct summary *summary)
{
    uint64_t executions = 0;
    for (size_t i = 0; i < summary->campaign_count; i++) {
        executions += summary->campaigns[i].executions;
    }
    if (summary->troubles[0] != '\0' || executions == 0) {
        return VERDICT_COULD_NOT;
    }
    return count_findings(summary) > 0 ? VERDICT_FINDINGS : VERDICT_CLEAN;
}

static const char *ended(const struct campaign *campaign)
{
    return campaign->runs == 0 ? "not run" : campaign_end_name(campaign->end);
}

static double rate(const struct campaign *campaign)
{
    return campaign->elapsed > 0 ? (double)campaign->executions / campaign->elapsed : 0;
}

/* "8 new and 0 known crashes, 1 back, 2 mended." */
static void count_line(const struct summary *summary, struct buffer *into)
{
    static const struct {
        enum lifecycle_fate fate;
        const char *words;
    } others[] = {{FATE_RETURNED, "back"},     {FATE_DIGESTED, "in the digest"},
                  {FATE_FLAKY, "flaky"},       {FATE_MENDED, "mended"},
                  {FATE_DECLINED, "declined"}, {FATE_UNCONFIRMED, "not confirmed"}};
    size_t known = 0;
    for (size_t i = 0; i < summary->crash_count; i++) {
        known += summary->crashes[i].fate == FATE_KNOWN && summary->crashes[i].seen;
    }
    buffer_format(into, "%zu new and %zu known crashes", count_of(summary, FATE_NEW), known);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t count = count_of(summary, others[i].fate);
        if (count > 0) {
            buffer_format(into, ", %zu %s", count, others[i].words);
        }
    }
    buffer_format(into, ". Issues: %s\n", summary->issues);
}

static void verdict_line(const struct summary *summary, struct buffer *into)
{
    count_line(summary, into);
    switch (summary_verdict(summary)) {
    case VERDICT_CLEAN:
        buffer_text(into, "Clean.\n");
        break;
    case VERDICT_FINDINGS:
        buffer_text(into, "Findings.\n");
        break;
    case VERDICT_COULD_NOT:
        buffer_text(into, count_findings(summary) > 0
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

/* Seen in vain so far, or looked at in vain: what keeps it from being filed or closed. */
static void note_text(const struct decide_line *crash, struct buffer *into)
{
    if (crash->fate == FATE_FLAKY) {
        buffer_format(into, "night %u of %d", crash->nights, LIFECYCLE_FLAKY_NIGHTS);
    } else if (!crash->seen && crash->note[0] != '\0') {
        buffer_text(into, crash->note);
    }
}

static void crash_text(const struct decide_line *crash, struct buffer *into)
{
    buffer_format(into, "%-8s %-7s %s  [%s]", lifecycle_fate_name(crash->fate),
                  signature_severity_name(crash->severity), crash->title, crash->target);
    if (crash->issue > 0) {
        buffer_format(into, "  issue %llu", (unsigned long long)crash->issue);
    } else if (crash->fate == FATE_NEW) {
        buffer_text(into, "  not filed");
    }
    struct buffer note = {0};
    note_text(crash, &note);
    if (note.size > 0) {
        buffer_format(into, "  (%s)", note.data);
    }
    buffer_free(&note);
    buffer_text(into, "\n");
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
    buffer_text(into, "\n| | severity | crash | target | times | issue | note |\n"
                      "|---|---|---|---|--:|--:|---|\n");
    for (size_t i = 0; i < summary->crash_count; i++) {
        const struct decide_line *crash = &summary->crashes[i];
        buffer_format(into, "| %s | %s | ", lifecycle_fate_name(crash->fate),
                      signature_severity_name(crash->severity));
        safetext_code(into, crash->title, strlen(crash->title));
        buffer_format(into, " | %s | %u | %llu | ", crash->target, crash->times,
                      (unsigned long long)crash->issue);
        struct buffer note = {0};
        note_text(crash, &note);
        if (note.size > 0) {
            safetext_code(into, note.data, note.size);
        }
        buffer_free(&note);
        buffer_text(into, " |\n");
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
