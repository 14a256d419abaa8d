/* SPDX-License-Identifier: MIT */
#include "confirm.h"

#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/progress.h"
#include "intake.h"
#include "ledger_past.h"
#include "triage/first_bad.h"

static const struct target *target_of(const struct confirm *judge, const char *name)
{
    for (size_t i = 0; i < judge->targets->count; i++) {
        const struct target *target = &judge->targets->targets[i];
        if (strcmp(target->name, name) == 0 && target->fault.text[0] == '\0') {
            return target;
        }
    }
    return NULL;
}

static void trouble(const struct confirm *judge, const struct fault *fault)
{
    if (fault->text[0] != '\0' && !process_interrupted()) {
        ledger_trouble(judge->ledger, fault);
    }
}

static bool was_seen(const struct ledger *ledger, const char *variant)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->tallies[i].variant, variant) == 0 && ledger->tallies[i].times > 0) {
            return true;
        }
    }
    return false;
}

static void confirm(struct confirm *judge, const struct target *target,
                    const struct store_variant *variant)
{
    char directory[PATH_SIZE], control[CONTROL_ID_SIZE];
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    progress_say("%s: %s: tried again, alone and with twice the limit", target->name,
                 variant->signature.title);
    bool done = crash != NULL && ledger_directory(judge->ledger, variant->id, directory, &fault) &&
                triage_load(target, directory, &variant->signature, crash, &fault) &&
                triage_confirm(crash, judge->work, &fault) &&
                control_keep(judge->ledger->state, target, control, &fault);
    if (done) {
        /* The limits differ, the crash is the same. */
        crash->signature = variant->signature;
        (void)ledger_enter(judge->ledger, crash, &variant->signature, control);
    }
    trouble(judge, &fault);
    if (crash != NULL) {
        crash_free(crash);
    }
    free(crash);
}

static void exhaustion(struct confirm *judge, const struct store_variant *variant)
{
    struct fault fault = {""};
    const struct target *target = target_of(judge, variant->target);
    struct intake intake = {judge->ledger, judge->settings, target, judge->work};
    if (target == NULL || !variant->studied) {
        return;
    }
    if (variant->reproducibility == UNCONFIRMED) {
        /* Or its night was killed before it came to this. */
        if (variant->replays == 0 || was_seen(judge->ledger, variant->id)) {
            confirm(judge, target, variant);
        }
    } else if (!was_seen(judge->ledger, variant->id)) {
        (void)intake_revisit(&intake, variant, &fault);
        trouble(judge, &fault);
    }
}

void confirm_exhaustions(struct confirm *judge)
{
    struct past past = {0};
    struct fault fault = {""};
    bool done = past_load(&past, judge->ledger, NULL, &fault);
    for (size_t i = 0; done && i < past.count && !process_interrupted(); i++) {
        if (past.variants[i].signature.class == CLASS_EXHAUSTION) {
            exhaustion(judge, &past.variants[i]);
        }
    }
    past_free(&past);
    trouble(judge, &fault);
}

struct crash_list {
    struct store_crash *crashes;
    size_t count;
};

/* New to the tracker, and not asked about yet. */
static bool take_unasked(void *context, const struct store_crash *crash)
{
    struct crash_list *list = context;
    if (!crash->seen || crash->issue > 0 || crash->first_bad[0] != '\0' ||
        crash->class == CLASS_EXHAUSTION) {
        return true;
    }
    struct store_crash *crashes = realloc(list->crashes, (list->count + 1) * sizeof *crashes);
    if (crashes != NULL) {
        list->crashes = crashes;
        crashes[list->count++] = *crash;
    }
    return crashes != NULL;
}

static int gravest_first(const void *left, const void *right)
{
    const struct store_crash *a = left, *b = right;
    return a->severity != b->severity ? (a->severity < b->severity ? 1 : -1)
                                      : strcmp(a->first_seen, b->first_seen);
}

static bool take_reproducible(void *context, const struct store_variant *variant)
{
    struct store_variant *found = context;
    if (variant->studied && variant->reproducibility == REPRODUCIBLE) {
        *found = *variant;
    }
    return found->id[0] == '\0';
}

/* The tracker may know whose account it is, where the commit's address does not say. */
static void find_handle(const struct confirm *judge, struct first_bad_answer *answer)
{
    struct tracker *tracker = judge->ledger->outbox->tracker;
    struct fault fault = {""};
    if (answer->end == BISECT_FOUND && answer->bad.handle[0] == '\0' && tracker->author != NULL &&
        tracker->author(tracker, answer->bad.id, answer->bad.handle, &fault) != TRACKER_DONE) {
        answer->bad.handle[0] = '\0';
        progress_say("vigil: %s", fault.text); /* the issue can do without */
    }
}

static bool ask(struct confirm *judge, struct first_bad *history, const struct store_crash *crash,
                struct fault *fault)
{
    char directory[PATH_SIZE], input[PATH_SIZE], sentence[800];
    struct store_variant variant = {.id = ""};
    struct first_bad_answer answer;
    struct ledger *ledger = judge->ledger;
    if (!store_each_variant(ledger->store, crash->id, take_reproducible, &variant, fault)) {
        return false;
    }
    const struct target *target = target_of(judge, variant.target);
    if (variant.id[0] == '\0' || target == NULL) {
        return true;
    }
    progress_say("%s: %s: looking for the first bad commit", target->name, crash->title);
    if (!ledger_directory(ledger, variant.id, directory, fault) ||
        !path_make(input, fault, "%s/minimized", directory) ||
        !first_bad_find(history, target, input, &variant.signature, &answer, fault)) {
        return false;
    }
    history->budget -= answer.seconds;
    find_handle(judge, &answer);
    first_bad_sentence(&answer, sentence, sizeof sentence);
    progress_say("%s: %s", target->name, sentence);
    bool found = answer.end == BISECT_FOUND;
    return process_interrupted() || store_set_first_bad(ledger->store, crash->id, sentence,
                                                        found ? answer.bad.handle : "", fault);
}

static bool open_history(const struct confirm *judge, struct first_bad *history,
                         struct fault *fault)
{
    const struct settings *settings = judge->settings;
    history->budget = settings->bisect;
    return settings->source[0] != '\0' && settings->build[0] != '\0' && settings->bisect > 0 &&
           path_make(history->source, fault, "%s", settings->source) &&
           path_make(history->work, fault, "%s/history", judge->ledger->state) &&
           memccpy(history->build, settings->build, '\0', sizeof history->build) != NULL &&
           commit_is_any(history->source);
}

void confirm_first_bad(struct confirm *judge)
{
    struct fault fault = {""};
    struct crash_list list = {0};
    struct first_bad *history = calloc(1, sizeof *history);
    struct ledger *ledger = judge->ledger;
    bool done = history != NULL && open_history(judge, history, &fault) &&
                store_each_crash(ledger->store, ledger->night, take_unasked, &list, &fault);
    if (done && list.count > 0) {
        qsort(list.crashes, list.count, sizeof *list.crashes, gravest_first);
    }
    for (size_t i = 0; done && i < list.count && history->budget > 0 && !process_interrupted();
         i++) {
        done = ask(judge, history, &list.crashes[i], &fault);
    }
    free(list.crashes);
    free(history);
    trouble(judge, &fault);
}
