/* gather.h -- (private) a night's report, of what it found and what the store knows */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_GATHER_H
#define VIGIL_NIGHT_GATHER_H

#include "decide.h"
#include "report/report.h"
#include "target_night.h"

struct gather {
    /* given, for as long as the report is used */
    const struct decide *decide;      /* no crashes: nothing was decided yet */
    const struct target_night *parts; /* one a target of decide->targets */
    const char *date;                 /* the night's; later ones are left out */
    /* found */
    struct report report;
    struct report_target *targets;
    struct store_night *nights;
    struct report_waiting *waiting;
    struct report_crash *crashes;
    struct crash *loaded; /* one a crash; empty where its files were not read */
    struct buffer *commands;
    unsigned open[3]; /* issues, by severity */
    double untriaged_seconds;
    struct buffer sentence;
};

/* Fills in targets, nights, waiting issues, filings and crashes of `report`; where `whole`, what
 * the crashes' files hold too. What concerns the night as a whole (budget, project, version,
 * revision, duty, toolchain, stages, troubles, issues) the caller has set before. False, with a
 * fault, where the store cannot be read. To be freed in any case. */
bool gather_report(struct gather *gather, bool whole, struct fault *fault);
void gather_free(struct gather *gather);

/* Renew the outcome and its sentence, after another trouble; and the nights, after the store was
 * told of the end of this one. */
void gather_outcome(struct gather *gather);
bool gather_nights(struct gather *gather, struct fault *fault);

#endif
