/* SPDX-License-Identifier: MIT */
#include "gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gather_crash.h"
#include "report/outcome.h"

static bool add_target(struct gather *gather, size_t at, struct fault *fault)
{
    const struct target_night *watch = &gather->watches[at];
    const struct campaign *campaign = &watch->campaign;
    struct report_target *target = &gather->runs[at];
    struct store_run run;
    const struct ledger *ledger = gather->decide->ledger;
    if (!store_sum_runs(ledger->store, ledger->night, watch->target->name, &run, fault)) {
        return false;
    }
    *target = (struct report_target){.executions = run.executions,
                                     .edges = run.edges,
                                     .corpus = run.corpus_inputs,
                                     .seconds = run.seconds,
                                     .share = watch->share,
                                     .crashes = run.crashes,
                                     .ran = campaign->executions > 0};
    memcpy(target->name, watch->target->name, sizeof target->name);
    (void)snprintf(target->ended, sizeof target->ended, "%s",
                   campaign->runs == 0 ? "not run" : campaign_end_name(campaign->end));
    return true;
}

static bool add_targets(struct gather *gather, struct fault *fault)
{
    size_t count = gather->targets->count;
    bool done = true;
    gather->runs = calloc(count + 1, sizeof *gather->runs);
    if (gather->runs == NULL) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; done && i < count; i++) {
        done = add_target(gather, i, fault);
    }
    gather->report.targets = gather->runs;
    gather->report.target_count = count;
    return done;
}

static bool take_night(void *context, const struct store_night *night)
{
    struct gather *gather = context;
    if (strcmp(night->date, gather->date) <= 0) {
        gather->nights[gather->report.night_count++] = *night;
    }
    return true;
}

bool gather_nights(struct gather *gather, struct fault *fault)
{
    free(gather->nights);
    gather->nights = calloc(GATHER_NIGHTS, sizeof *gather->nights);
    gather->report.nights = gather->nights;
    gather->report.night_count = 0;
    return gather->nights == NULL ? fault_set(fault, "out of memory")
                                  : store_each_night(gather->decide->ledger->store, GATHER_NIGHTS,
                                                     take_night, gather, fault);
}

static int by_severity(const void *left, const void *right)
{
    static const int order[] = {
        [FATE_NEW] = 0,   [FATE_RETURNED] = 1, [FATE_DIGESTED] = 2,    [FATE_KNOWN] = 3,
        [FATE_FLAKY] = 4, [FATE_MENDED] = 5,   [FATE_UNCONFIRMED] = 6, [FATE_DECLINED] = 7,
    };
    const struct report_crash *one = left, *other = right;
    int place = order[one->fate] - order[other->fate];
    if (place == 0) {
        place = (int)other->severity - (int)one->severity;
    }
    return place != 0 ? place : strcmp(one->id, other->id);
}

static bool add_crashes(struct gather *gather, bool whole, struct fault *fault)
{
    size_t count = gather->decide->count;
    gather->crashes = calloc(count + 1, sizeof *gather->crashes);
    gather->loaded = calloc(count + 1, sizeof *gather->loaded);
    gather->commands = calloc(count + 1, sizeof *gather->commands);
    if (gather->crashes == NULL || gather->loaded == NULL || gather->commands == NULL) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        gather_outline(gather, i);
    }
    gather->report.crashes = gather->crashes;
    gather->report.crash_count = count;
    bool done = gather_known(gather, fault);
    /* Sorted before their files are read, so that those of the gravest are. */
    qsort(gather->crashes, count, sizeof *gather->crashes, by_severity);
    for (size_t i = 0; done && whole && i < count && i < GATHER_LOADED; i++) {
        done = gather_files(gather, i, fault);
    }
    return done;
}

/* Of a night that is not over the store knows neither. */
static void add_open(struct gather *gather)
{
    if (gather->report.night_count > 0) {
        struct store_night *tonight = &gather->nights[gather->report.night_count - 1];
        memcpy(tonight->open, gather->open, sizeof tonight->open);
        tonight->untriaged_seconds = gather->untriaged_seconds;
    }
}

void gather_judge(struct gather *gather)
{
    gather->report.outcome = outcome_of(&gather->report);
    gather->sentence.size = 0;
    outcome_sentence(&gather->report, &gather->sentence);
    gather->report.sentence = gather->sentence.data == NULL ? "" : gather->sentence.data;
}

bool gather_report(struct gather *gather, bool whole, struct fault *fault)
{
    const struct ledger *ledger = gather->decide->ledger;
    gather->now = stages_now() / 1000000000;
    bool done = add_targets(gather, fault) && gather_nights(gather, fault) &&
                add_crashes(gather, whole, fault) &&
                store_count_filings(ledger->store, ledger->night, &gather->report.filings, fault);
    add_open(gather);
    gather_judge(gather);
    return done;
}

void gather_free(struct gather *gather)
{
    for (size_t i = 0; i < gather->report.crash_count; i++) {
        for (size_t j = 0; j < gather->crashes[i].source_count; j++) {
            buffer_free(&gather->crashes[i].sources[j].text);
        }
        buffer_free(&gather->commands[i]);
        crash_free(&gather->loaded[i]);
    }
    free(gather->runs);
    free(gather->nights);
    free(gather->waiting);
    free(gather->crashes);
    free(gather->loaded);
    free(gather->commands);
    buffer_free(&gather->sentence);
    memset(gather, 0, sizeof *gather);
}
