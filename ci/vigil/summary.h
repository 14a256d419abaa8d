/* summary.h -- pure: what a night did, as text for a person and as Markdown */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SUMMARY_H
#define VIGIL_SUMMARY_H

#include <stddef.h>

#include "buffer.h"
#include "campaign.h"
#include "decide.h"

enum verdict {
    VERDICT_CLEAN = 0,    /* every target was fuzzed for its share and nothing crashed */
    VERDICT_FINDINGS = 1, /* something crashed that is to be worked on */
    VERDICT_COULD_NOT = 2 /* something was not done; findings may stand beside it */
};

struct summary {
    const char *started, *ended; /* RFC 3339, UTC */
    double budget;
    const struct campaign *campaigns; /* one a target; runs == 0: it was not fuzzed */
    size_t campaign_count;
    const struct decide_line *crashes;
    size_t crash_count;
    const char *troubles; /* a line each */
    const char *issues;   /* where they are */
};

enum verdict summary_verdict(const struct summary *summary);

/* Aligned, for a terminal. */
void summary_text(const struct summary *summary, struct buffer *into);

/* The same as tables, for STATE/report.md. */
void summary_markdown(const struct summary *summary, struct buffer *into);

#endif
