/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <string.h>

#include "base/inert.h"
#include "outcome.h"

/* "8 new and 0 known crashes, 1 back, 2 mended." */
static void count_line(const struct report *report, struct buffer *into)
{
    static const struct {
        enum lifecycle_fate fate;
        const char *words;
    } others[] = {{FATE_RETURNED, "back"},     {FATE_DIGESTED, "in the digest"},
                  {FATE_FLAKY, "flaky"},       {FATE_MENDED, "mended"},
                  {FATE_DECLINED, "declined"}, {FATE_UNCONFIRMED, "not confirmed"}};
    /* FATE_NEW counts the crashes in the digest too, which have words of their own here. */
    buffer_format(into, "%zu new and %zu known crashes",
                  outcome_count(report, FATE_NEW) - outcome_count(report, FATE_DIGESTED),
                  outcome_count(report, FATE_KNOWN));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t count = outcome_count(report, others[i].fate);
        if (count > 0) {
            buffer_format(into, ", %zu %s", count, others[i].words);
        }
    }
    buffer_format(into, ". Issues: %s\n", report->issues);
}

static int widest_name(const struct report *report)
{
    int width = 6;
    for (size_t i = 0; i < report->target_count; i++) {
        int length = (int)strlen(report->targets[i].name);
        width = length > width ? length : width;
    }
    return width;
}

/* What keeps the crash from being filed or closed. */
static void note_text(const struct report_crash *crash, struct buffer *into)
{
    if (crash->unstudied) {
        buffer_text(into, "not studied yet");
    } else if (crash->fate == FATE_FLAKY) {
        buffer_format(into, "night %u of %d", crash->nights, LIFECYCLE_FLAKY_NIGHTS);
    } else if (!crash->seen && crash->note[0] != '\0') {
        buffer_text(into, crash->note);
    }
}

static void crash_text(const struct report_crash *crash, struct buffer *into)
{
    buffer_format(into, "%-8s %-7s %s  [%s]", lifecycle_fate_name(crash->fate),
                  signature_severity_name(crash->severity), crash->title, crash->target);
    if (crash->issue > 0) {
        buffer_format(into, "  issue %llu", (unsigned long long)crash->issue);
    } else if (crash->fate == FATE_NEW) {
        buffer_text(into, crash->waits ? "  waits to be filed" : "  not filed");
    }
    struct buffer note = {0};
    note_text(crash, &note);
    if (note.size > 0) {
        buffer_format(into, "  (%s)", note.data);
    }
    buffer_free(&note);
    buffer_text(into, "\n");
}

static void target_text(const struct report_target *target, int width, struct buffer *into)
{
    buffer_format(into, "%-*s %12llu %8.0f %7llu %7llu %8.1f  %s\n", width, target->name,
                  (unsigned long long)target->executions,
                  outcome_rate(target->executions, target->seconds),
                  (unsigned long long)target->edges, (unsigned long long)target->corpus,
                  target->seconds, target->ended);
}

static void write_text(const struct report *report, struct buffer *into)
{
    int width = widest_name(report);
    const struct store_night *night = outcome_tonight(report);
    buffer_format(into, "Night of %s, %s to %s: %zu %s, %.0f s of fuzzing asked for.\n\n",
                  night->date, night->started, night->ended, report->target_count,
                  report->target_count == 1 ? "target" : "targets", report->budget);
    buffer_format(into, "%-*s %12s %8s %7s %7s %8s  %s\n", width, "target", "executions", "exec/s",
                  "edges", "corpus", "seconds", "ended");
    for (size_t i = 0; i < report->target_count; i++) {
        target_text(&report->targets[i], width, into);
    }
    buffer_text(into, "\n");
    for (size_t i = 0; i < report->crash_count; i++) {
        crash_text(&report->crashes[i], into);
    }
    if (report->troubles[0] != '\0') {
        buffer_format(into, "\nCould not:\n%s\n", report->troubles);
    }
    if (report_notes(report)[0] != '\0') {
        buffer_format(into, "%sTo know:\n%s\n", report->troubles[0] == '\0' ? "\n" : "",
                      report_notes(report));
    }
    count_line(report, into);
    buffer_format(into, "%s. %s\n", outcome_name((int)report->outcome), report->sentence);
}

/* Troubles and notes quote what others wrote, and so may any other text: all of it is made inert at
 * once, which leaves alone what was so already. */
void report_text(const struct report *report, struct buffer *into)
{
    struct buffer plain = {0};
    write_text(report, &plain);
    inert_lines(into, plain.data == NULL ? "" : plain.data, plain.size);
    into->failed = into->failed || plain.failed;
    buffer_free(&plain);
}
