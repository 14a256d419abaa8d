/* gather.h -- a night's report, put together from what the night found and what the store knows */
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

/* What is said of the whole night (budget, project, version, revision, duty, toolchain, stages,
 * troubles, issues) is the caller's to set in `report` before. Targets, nights, what waits, filings
 * and crashes are filled in; where `whole`, what the crashes' files hold is too. False, with a
 * fault, where the store cannot be read. To be freed in any case. */
bool gather_report(struct gather *gather, bool whole, struct fault *fault);
void gather_free(struct gather *gather);

/* Once more the outcome and its sentence, when a trouble came since; and the nights, when the store
 * was told of this one's end. */
void gather_outcome(struct gather *gather);
bool gather_nights(struct gather *gather, struct fault *fault);

#endif
