/* report.h -- one night's result, from which every output is made: page, Markdown, JSON, metrics */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_REPORT_H
#define VIGIL_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/stages.h"
#include "duty/duty.h"
#include "store/store.h"
#include "toolchain.h"
#include "tracker/lifecycle.h"
#include "triage/triage.h"

enum outcome {
    OUTCOME_CLEAN = 0,    /* every target was fuzzed for its share and nothing crashed */
    OUTCOME_FINDINGS = 1, /* something crashed that is to be worked on */
    OUTCOME_COULD_NOT = 2 /* something was not done; findings may stand beside it */
};

/* A few lines of the project's own source around an own frame, innermost frame first. */
#define REPORT_SOURCES 3
struct report_source {
    unsigned frame;       /* its place in crash->report.frames */
    unsigned first, line; /* numbers of the first line shown, and of the one the frame names */
    struct buffer text;   /* whole lines; hostile */
};

/* A crash that this night has something to say of. Text is hostile unless said otherwise. */
struct report_crash {
    char id[17];     /* ours */
    char title[280]; /* inert for Markdown and terminal, not for HTML */
    char target[128];
    enum severity severity;
    enum crash_class class;
    enum lifecycle_fate fate;
    bool seen;              /* this night */
    unsigned times, nights; /* how often this night; on how many nights */
    uint64_t issue;         /* 0: none (yet) */
    bool waits;             /* something is to be said of it that is not said yet */
    char issue_link[600];   /* "https://…", or a path of this machine; "" where there is none */
    char owner[64];         /* the addressee's handle; "": nobody */
    char first_seen[32], last_seen[32]; /* RFC 3339, UTC; ours */
    char first_bad[800], handle[64];    /* a sentence and its author's handle; "" */
    char note[300];                     /* why nobody can say whether it is mended; "" */
    bool unstudied;                     /* there was no time left to replay and minimise it */
    bool withheld;                      /* the input, and what shows it, is not for everybody */
    const struct crash *crash;          /* stack, inputs, log; NULL: its files cannot be read */
    const char *marks;   /* blame.h's, one for each byte of crash->minimised; "" unknown */
    const char *command; /* reproduces it; "" unknown */
    struct report_source sources[REPORT_SOURCES];
    size_t source_count;
};

/* A target and what came of it. Names are targets_find's: letters, digits, "_.+-". */
struct report_target {
    char name[128];
    uint64_t executions, edges, corpus;
    double seconds, share; /* of fuzzing: spent, and asked for */
    unsigned crashes;      /* artifacts, the same crash counted each time */
    bool ran;              /* it executed an input */
    char ended[32];        /* "finished"; "not run"; ours */
};

/* An open issue, for the reviewer on duty. */
struct report_waiting {
    uint64_t issue;
    char link[600], title[280], owner[64];
    enum severity severity;
    double age_seconds;
    bool triaged;
};

struct report {
    const char *project;  /* a name for titles; hostile */
    const char *revision; /* of the sources; "" */
    const char *version;  /* vigil's own */
    const char *issues;   /* where the issues are: a place or a link */
    double budget;
    enum outcome outcome;
    const char *sentence; /* the outcome as one sentence (outcome.h); inert but for HTML */
    const char *troubles; /* a line each; hostile; "" */
    const char *notes;    /* what else a reader has to know, likewise: a night can be clean with
                             notes. NULL is "" */
    const struct report_crash *crashes; /* new first, then what came back, by severity */
    size_t crash_count;
    const struct report_target *targets;
    size_t target_count;
    const struct store_night *nights; /* oldest first; the last is this one */
    size_t night_count;
    const struct report_waiting *waiting; /* oldest first */
    size_t waiting_count;
    struct store_filings filings;
    const struct duty *duty; /* from tonight's date on; reviewer NULL: nobody that day */
    size_t duty_count;
    const struct toolchain *toolchain; /* NULL: not asked for */
    const struct stage *stages;
    size_t stage_count;
};

/* As JSON, for machines: one object and a line end. Bytes that are no UTF-8, and controls, are
 * written as inert_line writes them; an input is there as base64 as well, unless it is withheld.
 * vigil(1) has the names. */
void report_json(const struct report *report, struct buffer *into);

/* As Markdown, for the summary of a CI job: the outcome, what could not be done, the crashes, the
 * targets, who is on duty. It shows nothing of inputs and logs. */
void report_markdown(const struct report *report, struct buffer *into);

/* The report's notes, "" where there are none. */
static inline const char *report_notes(const struct report *report)
{
    return report->notes == NULL ? "" : report->notes;
}

/* Aligned for a terminal: what each target did, the crashes, what could not be done, the outcome.
 */
void report_text(const struct report *report, struct buffer *into);

#endif
