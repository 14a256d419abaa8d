/* SPDX-License-Identifier: MIT */
#include "gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "report/outcome.h"
#include "report/source_lines.h"
#include "rfc3339.h"
#include "triage/replay.h"

#define NIGHTS_MOST 400 /* that plots and the index go back to */
#define LOADED_MOST 300 /* so many crashes have their files read; the others are only named */

static bool add_targets(struct gather *gather, struct fault *fault)
{
    const struct ledger *ledger = gather->decide->ledger;
    size_t count = gather->decide->targets->count;
    gather->targets = calloc(count + 1, sizeof *gather->targets);
    if (gather->targets == NULL) {
        return fault_set(fault, "out of memory");
    }
    gather->report.targets = gather->targets;
    gather->report.target_count = count;
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        const struct target_night *part = &gather->parts[i];
        const struct campaign *campaign = &part->campaign;
        struct report_target *target = &gather->targets[i];
        struct store_run run;
        done = store_sum_runs(ledger->store, ledger->night, part->target->name, &run, fault);
        if (done) {
            *target = (struct report_target){.executions = run.executions,
                                             .edges = run.edges,
                                             .corpus = run.corpus_inputs,
                                             .seconds = run.seconds,
                                             .share = part->share,
                                             .crashes = run.crashes,
                                             .ran = campaign->executions > 0};
            memcpy(target->name, part->target->name, sizeof target->name);
            (void)snprintf(target->ended, sizeof target->ended, "%s",
                           campaign->runs == 0 ? "not run" : campaign_end_name(campaign->end));
        }
    }
    return done;
}

bool gather_nights(struct gather *gather, struct fault *fault)
{
    struct report *report = &gather->report;
    free(gather->nights);
    bool done = store_list_nights(gather->decide->ledger->store, NIGHTS_MOST, &gather->nights,
                                  &report->night_count, fault);
    report->nights = gather->nights;
    while (report->night_count > 0 &&
           strcmp(gather->nights[report->night_count - 1].date, gather->date) > 0) {
        report->night_count--;
    }
    return done;
}

static void link_issue(const struct gather *gather, uint64_t issue, char link[600])
{
    struct tracker *tracker = gather->decide->ledger->outbox->tracker;
    if (issue > 0) {
        tracker->link(tracker, issue, link);
    }
}

/* Sets what is known of a crash without a look into its files. */
static void outline(const struct gather *gather, const struct decide_crash *decided,
                    struct report_crash *crash)
{
    const struct store_crash *known = &decided->known;
    enum lifecycle_fate fate = decided->life.fate;
    /* What an earlier start on this date found is new to whoever reads the date's report. */
    bool is_new_today = fate == FATE_KNOWN && known->seen && known->filed;
    *crash = (struct report_crash){
        .severity = known->severity,
        .class = known->class,
        .fate = is_new_today ? FATE_NEW : fate,
        .seen = known->seen,
        .times = decided->times,
        .nights = known->nights,
        .issue = known->issue,
        .waits = known->pending,
        .unstudied = decided->variant.id[0] != '\0' && !decided->variant.studied && known->seen,
        .withheld = decide_withholds(gather->decide, known->class == CLASS_MEMORY &&
                                                         known->severity != SEVERITY_LOW),
        .marks = "",
        .command = ""};
    memcpy(crash->id, known->id, sizeof crash->id);
    memcpy(crash->title, known->title, sizeof crash->title);
    memcpy(crash->target, known->target, sizeof crash->target);
    memcpy(crash->owner, known->owner, sizeof crash->owner);
    memcpy(crash->first_seen, known->first_seen, sizeof crash->first_seen);
    memcpy(crash->last_seen, known->last_seen, sizeof crash->last_seen);
    memcpy(crash->first_bad, known->first_bad, sizeof crash->first_bad);
    memcpy(crash->handle, known->handle, sizeof crash->handle);
    memcpy(crash->note, decided->why, sizeof crash->note);
    link_issue(gather, known->issue, crash->issue_link);
}

/* Loads stack, inputs, sources and command; a crash whose files cannot be read goes without. */
static void load_files(struct gather *gather, size_t at)
{
    const struct decide *decide = gather->decide;
    struct report_crash *crash = &gather->crashes[at];
    struct crash *loaded = &gather->loaded[at];
    struct buffer *command = &gather->commands[at], file = {0};
    const struct decide_crash *decided = decide->crashes;
    char directory[PATH_SIZE];
    struct fault ignored;
    while (strcmp(decided->known.id, crash->id) != 0) {
        decided++;
    }
    /* The target as it is tonight; where there is none any more, there is no command. */
    const struct target *target = decide_target(decide, decided->variant.target);
    if (!ledger_load(decide->ledger, &decided->variant, target, loaded, directory, &ignored)) {
        return;
    }
    crash->crash = loaded;
    crash->marks = loaded->marks.data == NULL ? "" : loaded->marks.data;
    crash->source_count =
        source_lines_read(decide->settings->source, &loaded->report, crash->sources);
    buffer_format(&file, "%s/minimized", directory);
    if (target != NULL && !file.failed) {
        replay_command(target, file.data, command);
    }
    crash->command = command->data == NULL ? "" : command->data;
    buffer_free(&file);
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
        outline(gather, &gather->decide->crashes[i], &gather->crashes[i]);
    }
    gather->report.crashes = gather->crashes;
    gather->report.crash_count = count;
    /* Sorted before their files are read, so that those of the gravest are. */
    qsort(gather->crashes, count, sizeof *gather->crashes, by_severity);
    for (size_t i = 0; whole && i < count && i < LOADED_MOST; i++) {
        load_files(gather, i);
    }
    return true;
}

static double age(int64_t now, const char *since)
{
    struct fuseau_rfc3339 when;
    struct fuseau_result result = fuseau_rfc3339_parse(since, strlen(since), NULL, &when);
    return result.error == FUSEAU_OK && when.instant.seconds < now
               ? (double)(now - when.instant.seconds)
               : 0;
}

static int by_age(const void *left, const void *right)
{
    const struct report_waiting *one = left, *other = right;
    return (one->age_seconds < other->age_seconds) - (one->age_seconds > other->age_seconds);
}

/* Every issue that is open waits for a person. */
static bool add_waiting(struct gather *gather, struct fault *fault)
{
    const struct ledger *ledger = gather->decide->ledger;
    struct report *report = &gather->report;
    struct store_crash *crashes;
    size_t count;
    int64_t now = stages_now() / 1000000000;
    bool done = store_list_crashes(ledger->store, ledger->night, &crashes, &count, fault);
    for (size_t i = 0; done && i < count; i++) {
        const struct store_crash *known = &crashes[i];
        if (known->issue == 0 || !known->open) {
            continue;
        }
        struct report_waiting *waiting =
            list_add(&gather->waiting, &report->waiting_count, sizeof *waiting);
        if (waiting == NULL) {
            done = fault_set(fault, "out of memory");
            break;
        }
        waiting->issue = known->issue;
        waiting->severity = known->severity;
        waiting->age_seconds = age(now, known->first_seen);
        waiting->triaged = known->triaged;
        memcpy(waiting->title, known->title, sizeof waiting->title);
        memcpy(waiting->owner, known->owner, sizeof waiting->owner);
        link_issue(gather, known->issue, waiting->link);
        gather->open[known->severity]++;
        if (!known->triaged && waiting->age_seconds > gather->untriaged_seconds) {
            gather->untriaged_seconds = waiting->age_seconds;
        }
    }
    free(crashes);
    if (report->waiting_count > 0) {
        qsort(gather->waiting, report->waiting_count, sizeof *gather->waiting, by_age);
    }
    report->waiting = gather->waiting;
    return done;
}

void gather_outcome(struct gather *gather)
{
    gather->report.outcome = outcome_of(&gather->report);
    gather->sentence.size = 0;
    outcome_sentence(&gather->report, &gather->sentence);
    gather->report.sentence = gather->sentence.data == NULL ? "" : gather->sentence.data;
}

bool gather_report(struct gather *gather, bool whole, struct fault *fault)
{
    const struct ledger *ledger = gather->decide->ledger;
    bool done = add_targets(gather, fault) && gather_nights(gather, fault) &&
                add_crashes(gather, whole, fault) && add_waiting(gather, fault) &&
                store_count_filings(ledger->store, ledger->night, &gather->report.filings, fault);
    if (gather->report.night_count > 0) {
        /* Both are in the store only when the night is over. */
        struct store_night *tonight = &gather->nights[gather->report.night_count - 1];
        memcpy(tonight->open, gather->open, sizeof tonight->open);
        tonight->untriaged_seconds = gather->untriaged_seconds;
    }
    gather_outcome(gather);
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
    free(gather->targets);
    free(gather->nights);
    free(gather->waiting);
    free(gather->crashes);
    free(gather->loaded);
    free(gather->commands);
    buffer_free(&gather->sentence);
    memset(gather, 0, sizeof *gather);
}
