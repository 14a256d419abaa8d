/* SPDX-License-Identifier: MIT */
#include "outcome.h"

#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"

#define NAMED_MOST 3   /* so many declined crashes are named in the sentence, … */
#define NAME_MOST  100 /* … each with so many bytes of its title */

bool outcome_is_finding(const struct report_crash *crash)
{
    return crash->seen && crash->fate != FATE_DECLINED && crash->fate != FATE_UNCONFIRMED &&
           crash->fate != FATE_MENDED;
}

static size_t count_findings(const struct report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += outcome_is_finding(&report->crashes[i]);
    }
    return count;
}

static size_t count_ran(const struct report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->target_count; i++) {
        count += report->targets[i].ran;
    }
    return count;
}

enum outcome outcome_of(const struct report *report)
{
    if (report->troubles[0] != '\0' || count_ran(report) == 0) {
        return OUTCOME_COULD_NOT;
    }
    return count_findings(report) > 0 ? OUTCOME_FINDINGS : OUTCOME_CLEAN;
}

static const char *worst(const struct report *report, enum lifecycle_fate fate)
{
    enum severity worst = SEVERITY_LOW;
    for (size_t i = 0; i < report->crash_count; i++) {
        const struct report_crash *crash = &report->crashes[i];
        worst = crash->fate == fate && crash->severity > worst ? crash->severity : worst;
    }
    return signature_severity_name(worst);
}

/* "2 new crashes, the worst of severity high; 1 is back; 3 known crashes still come" */
static void findings(const struct report *report, struct buffer *into)
{
    size_t made = outcome_count(report, FATE_NEW), back = outcome_count(report, FATE_RETURNED);
    size_t others = count_findings(report);
    others -= made + back < others ? made + back : others;
    const char *between = "";
    if (made > 0) {
        buffer_format(into,
                      made == 1 ? "%zu new crash, of severity %s"
                                : "%zu new crashes, the worst of severity %s",
                      made, worst(report, FATE_NEW));
        between = "; ";
    }
    if (back > 0) {
        buffer_format(into, "%s%zu %s back", between, back, back == 1 ? "is" : "are");
        between = "; ";
    }
    if (others > 0) {
        buffer_format(into, "%s%zu known %s", between, others,
                      others == 1 ? "crash still comes" : "crashes still come");
    }
}

static void name_crash(const struct report_crash *crash, struct buffer *into)
{
    size_t size = strlen(crash->title), fit = text_fit(crash->title, size, NAME_MOST);
    buffer_add(into, crash->title, fit);
    buffer_text(into, fit < size ? "…" : "");
    if (crash->issue > 0) {
        buffer_format(into, ", issue %llu", (unsigned long long)crash->issue);
    }
}

/* "2 declined crashes still come (abort in f, issue 3; deadlock in g, issue 7)" */
static void declined(const struct report *report, size_t count, struct buffer *into)
{
    size_t named = 0;
    buffer_format(into, "%zu declined %s (", count,
                  count == 1 ? "crash still comes" : "crashes still come");
    for (size_t i = 0; i < report->crash_count && named < NAMED_MOST; i++) {
        if (outcome_counts(&report->crashes[i], FATE_DECLINED)) {
            buffer_text(into, named++ > 0 ? "; " : "");
            name_crash(&report->crashes[i], into);
        }
    }
    if (named < count) {
        buffer_format(into, "; and %zu more", count - named);
    }
    buffer_text(into, ")");
}

static void ran_clean(const struct report *report, bool but, struct buffer *into)
{
    uint64_t executions = 0;
    for (size_t i = 0; i < report->target_count; i++) {
        executions += report->targets[i].executions;
    }
    buffer_format(into, "%s crashed: %zu %s ran %llu inputs",
                  but ? ", and nothing else" : "Nothing", report->target_count,
                  report->target_count == 1 ? "target" : "targets", (unsigned long long)executions);
}

static void shortfall(const struct report *report, struct buffer *into)
{
    size_t missing = report->target_count - count_ran(report);
    buffer_text(into, "Not all of the job could be done");
    if (missing > 0) {
        buffer_format(into, ": %zu of %zu targets did not run", missing, report->target_count);
    }
}

void outcome_sentence(const struct report *report, struct buffer *into)
{
    size_t others = outcome_count(report, FATE_DECLINED);
    enum outcome outcome = outcome_of(report);
    switch (outcome) {
    case OUTCOME_CLEAN:
        if (others > 0) {
            declined(report, others, into);
        }
        ran_clean(report, others > 0, into);
        break;
    case OUTCOME_FINDINGS:
        findings(report, into);
        break;
    case OUTCOME_COULD_NOT:
        shortfall(report, into);
        if (count_findings(report) > 0) {
            buffer_text(into, "; but there are findings: ");
            findings(report, into);
        }
        break;
    }
    if (others > 0 && outcome != OUTCOME_CLEAN) {
        buffer_text(into, "; ");
        declined(report, others, into);
    }
    buffer_text(into, ".");
}

/* Whether the text begins with an escape such as "\x40". */
static bool is_escape(const char *text)
{
    static const char digits[] = "0123456789abcdef";
    return strncmp(text, "\\x", 2) == 0 && text[2] != '\0' && strchr(digits, text[2]) != NULL &&
           text[3] != '\0' && strchr(digits, text[3]) != NULL;
}

/* "f\x40plt" would become "f\x5cx40plt". */
bool outcome_markdown(const char *text, size_t most, struct buffer *into)
{
    const char *end = text + strnlen(text, most);
    while (text < end) {
        bool escape = is_escape(text) && end - text >= 4;
        size_t run = escape ? 4 : 1 + strcspn(text + 1, "\\");
        run = run < (size_t)(end - text) ? run : (size_t)(end - text);
        if (escape) {
            buffer_add(into, text, run);
        } else {
            inert_title(into, text, run);
        }
        text += run;
    }
    return *end == '\0';
}

bool outcome_counts(const struct report_crash *crash, enum lifecycle_fate fate)
{
    if (fate == FATE_NEW) {
        return crash->fate == FATE_NEW || crash->fate == FATE_DIGESTED;
    }
    bool must_come = fate == FATE_KNOWN || fate == FATE_DECLINED;
    return crash->fate == fate && (!must_come || crash->seen);
}

size_t outcome_count(const struct report *report, enum lifecycle_fate fate)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += outcome_counts(&report->crashes[i], fate);
    }
    return count;
}

const struct store_night *outcome_tonight(const struct report *report)
{
    static const struct store_night none = {.status = -1};
    return report->night_count > 0 ? &report->nights[report->night_count - 1] : &none;
}

double outcome_rate(uint64_t executions, double seconds)
{
    return seconds > 0 ? (double)executions / seconds : 0;
}

const char *outcome_name(int status)
{
    switch (status) {
    case OUTCOME_CLEAN:
        return "Clean";
    case OUTCOME_FINDINGS:
        return "Findings";
    case OUTCOME_COULD_NOT:
        return "Not all done";
    default:
        return "Cut short";
    }
}
