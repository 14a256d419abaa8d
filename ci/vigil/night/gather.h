/* gather.h -- a night's report, put together from what the night found and what the store knows */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_GATHER_H
#define VIGIL_NIGHT_GATHER_H

#include "decide.h"
#include "report/report.h"
#include "target_night.h"

/* The nights that plots and the index go back to. */
#define GATHER_NIGHTS 400
/* So many crashes have their files read; the others are named. */
#define GATHER_LOADED 300

struct gather {
    /* given, for as long as the report is used */
    const struct decide *decide;        /* lines NULL: nothing was decided yet */
    const struct target_night *watches; /* one a target */
    const struct target_list *targets;
    const struct settings *settings;
    const char *date; /* the night's; later ones are left out */
    /* found */
    struct report report;
    struct report_target *runs;
    struct store_night *nights;
    struct report_waiting *waiting;
    struct report_crash *crashes;
    struct crash *loaded; /* those without files are empty */
    struct buffer *commands;
    size_t waiting_room;
    unsigned open[3];
    double untriaged_seconds;
    struct buffer sentence;
    int64_t now; /* Unix seconds, from which ages are counted */
};

/* What is said of the whole night before gather_report: budget, project, version, revision, duty,
 * toolchain, stages, troubles, issues are the caller's to set in `report`. Targets, nights, what
 * waits and filings are filled in; crashes, with their files where `whole`. False, with a fault,
 * where the store cannot be read. To be freed in any case. */
bool gather_report(struct gather *gather, bool whole, struct fault *fault);
void gather_free(struct gather *gather);

/* Once more the verdict and its sentence, when a trouble came since; and the nights, when the store
 * was told of this one's end. */
void gather_judge(struct gather *gather);
bool gather_nights(struct gather *gather, struct fault *fault);

#endif
