/* SPDX-License-Identifier: MIT */
#include "gather_crash.h"

#include <stdlib.h>
#include <string.h>

#include "report/source_lines.h"
#include "rfc3339.h"
#include "triage/replay.h"

void gather_outline(struct gather *gather, size_t at)
{
    const struct decide_line *line = &gather->decide->lines[at];
    struct report_crash *crash = &gather->crashes[at];
    *crash = (struct report_crash){.severity = line->severity,
                                   .fate = line->fate,
                                   .seen = line->seen,
                                   .times = line->times,
                                   .nights = line->nights,
                                   .issue = line->issue,
                                   .marks = "",
                                   .command = ""};
    memcpy(crash->id, line->id, sizeof crash->id);
    memcpy(crash->title, line->title, sizeof crash->title);
    memcpy(crash->target, line->target, sizeof crash->target);
    memcpy(crash->note, line->note, sizeof crash->note);
}

static void link_issue(const struct gather *gather, uint64_t issue, char link[600])
{
    struct tracker *tracker = gather->decide->ledger->outbox->tracker;
    link[0] = '\0';
    if (issue > 0) {
        tracker->link(tracker, issue, link);
    }
}

/* What an earlier start on this date found is new to whoever reads the date's report. */
static bool is_new_today(const struct report_crash *crash, const struct store_crash *known)
{
    return crash->fate == FATE_KNOWN && crash->seen && known->filed;
}

static void complete(struct gather *gather, const struct store_crash *known)
{
    for (size_t i = 0; i < gather->report.crash_count; i++) {
        struct report_crash *crash = &gather->crashes[i];
        if (strcmp(crash->id, known->id) == 0) {
            crash->class = known->class;
            crash->fate = is_new_today(crash, known) ? FATE_NEW : crash->fate;
            crash->withheld = gather->settings->withhold && known->class == CLASS_MEMORY &&
                              known->severity != SEVERITY_LOW;
            memcpy(crash->owner, known->owner, sizeof crash->owner);
            memcpy(crash->first_seen, known->first_seen, sizeof crash->first_seen);
            memcpy(crash->last_seen, known->last_seen, sizeof crash->last_seen);
            memcpy(crash->first_bad, known->first_bad, sizeof crash->first_bad);
            memcpy(crash->handle, known->handle, sizeof crash->handle);
            link_issue(gather, crash->issue, crash->issue_link);
            return;
        }
    }
}

static double age(const struct gather *gather, const char *since)
{
    struct fuseau_rfc3339 when;
    struct fuseau_result result = fuseau_rfc3339_parse(since, strlen(since), NULL, &when);
    return result.error == FUSEAU_OK && when.instant.seconds < gather->now
               ? (double)(gather->now - when.instant.seconds)
               : 0;
}

static struct report_waiting *room_for_one(struct gather *gather)
{
    if (gather->report.waiting_count == gather->waiting_room) {
        size_t room = gather->waiting_room * 2 + 8;
        struct report_waiting *waiting = realloc(gather->waiting, room * sizeof *waiting);
        if (waiting == NULL) {
            return NULL;
        }
        gather->waiting = waiting;
        gather->report.waiting = waiting;
        gather->waiting_room = room;
    }
    return &gather->waiting[gather->report.waiting_count++];
}

static bool wait_for_review(struct gather *gather, const struct store_crash *known)
{
    struct report_waiting *waiting = room_for_one(gather);
    if (waiting == NULL) {
        return false;
    }
    *waiting = (struct report_waiting){.issue = known->issue,
                                       .severity = known->severity,
                                       .age_seconds = age(gather, known->first_seen),
                                       .triaged = known->triaged};
    memcpy(waiting->title, known->title, sizeof waiting->title);
    memcpy(waiting->owner, known->owner, sizeof waiting->owner);
    link_issue(gather, known->issue, waiting->link);
    gather->open[known->severity]++;
    if (!known->triaged && waiting->age_seconds > gather->untriaged_seconds) {
        gather->untriaged_seconds = waiting->age_seconds;
    }
    return true;
}

static bool take_crash(void *context, const struct store_crash *known)
{
    struct gather *gather = context;
    complete(gather, known);
    return known->issue == 0 || !known->open || wait_for_review(gather, known);
}

static int by_age(const void *left, const void *right)
{
    const struct report_waiting *one = left, *other = right;
    return (one->age_seconds < other->age_seconds) - (one->age_seconds > other->age_seconds);
}

bool gather_known(struct gather *gather, struct fault *fault)
{
    const struct ledger *ledger = gather->decide->ledger;
    gather->report.waiting_count = 0;
    memset(gather->open, 0, sizeof gather->open);
    gather->untriaged_seconds = 0;
    if (!store_each_crash(ledger->store, ledger->night, take_crash, gather, fault)) {
        return false;
    }
    if (gather->report.waiting_count > 0) {
        qsort(gather->waiting, gather->report.waiting_count, sizeof *gather->waiting, by_age);
    }
    return true;
}

struct wanted {
    const char *id;
    struct store_variant variant;
    bool found;
};

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct wanted *wanted = context;
    wanted->found = strcmp(variant->id, wanted->id) == 0;
    if (wanted->found) {
        wanted->variant = *variant;
    }
    return !wanted->found;
}

static const char *variant_of(const struct gather *gather, const char *crash)
{
    for (size_t i = 0; i < gather->decide->count; i++) {
        if (strcmp(gather->decide->lines[i].id, crash) == 0) {
            return gather->decide->lines[i].variant;
        }
    }
    return "";
}

/* The target as it is tonight; of one that is no more there is no command. */
static const struct target *target_of(const struct gather *gather, const char *name)
{
    for (size_t i = 0; i < gather->targets->count; i++) {
        if (strcmp(gather->targets->targets[i].name, name) == 0) {
            return &gather->targets->targets[i];
        }
    }
    return NULL;
}

static void show(struct gather *gather, size_t at, struct crash *loaded, const char *directory)
{
    struct report_crash *crash = &gather->crashes[at];
    struct buffer file = {0};
    crash->crash = loaded;
    crash->marks = loaded->marks.data == NULL ? "" : loaded->marks.data;
    crash->source_count = source_lines_read(gather->settings->source, &loaded->report, crash->sources);
    buffer_format(&file, "%s/minimized", directory);
    if (loaded->target != NULL && !file.failed) {
        replay_command(loaded->target, file.data, &gather->commands[at]);
    }
    crash->command = gather->commands[at].data == NULL ? "" : gather->commands[at].data;
    buffer_free(&file);
}

bool gather_files(struct gather *gather, size_t at, struct fault *fault)
{
    const struct ledger *ledger = gather->decide->ledger;
    struct report_crash *crash = &gather->crashes[at];
    struct crash *loaded = &gather->loaded[at];
    struct wanted *wanted = calloc(1, sizeof *wanted);
    char directory[PATH_SIZE];
    struct fault ignored;
    if (wanted == NULL) {
        return fault_set(fault, "out of memory");
    }
    wanted->id = variant_of(gather, crash->id);
    const struct store_variant *variant = &wanted->variant;
    bool done = store_each_variant(ledger->store, crash->id, take_variant, wanted, fault);
    if (done && wanted->found && ledger_directory(ledger, wanted->id, directory, &ignored) &&
        triage_load(target_of(gather, variant->target), directory, &variant->signature, loaded,
                    &ignored)) {
        loaded->replays = variant->replays;
        loaded->reproduced = variant->reproduced;
        loaded->reproducibility = variant->reproducibility;
        show(gather, at, loaded, directory);
    }
    free(wanted);
    return done;
}
