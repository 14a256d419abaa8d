/* SPDX-License-Identifier: MIT */
/* The first bad commits of this night's crashes. */
#include "bisect/first_bad.h"

#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/progress.h"
#include "night.h"
#include "work.h"

/* Whether no commit was looked for yet. */
static bool is_unasked(const struct store_crash *crash)
{
    return crash->seen && crash->first_bad[0] == '\0' && crash->class != CLASS_EXHAUSTION;
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

/* The tracker may know the author's account where the commit's address does not name it. An issue
 * can do without the account. */
static void find_handle(const struct night *night, struct first_bad_answer *answer)
{
    struct tracker *tracker = night->outbox.tracker;
    struct fault fault = {""};
    if (answer->end == BISECT_FOUND && answer->bad.handle[0] == '\0' && tracker->author != NULL &&
        tracker->author(tracker, answer->bad.id, answer->bad.handle, &fault) != TRACKER_DONE) {
        answer->bad.handle[0] = '\0';
        progress_say("vigil: %s", fault.text);
    }
}

/* Looks for the first bad commit of a crash. The time this takes is taken off search->budget. */
static bool ask(struct night *night, struct first_bad *search, const struct store_crash *crash,
                struct fault *fault)
{
    char directory[PATH_SIZE], input[PATH_SIZE], sentence[sizeof crash->first_bad];
    struct store_variant variant = {.id = ""};
    struct first_bad_answer answer;
    struct ledger *ledger = &night->ledger;
    if (!store_each_variant(ledger->store, crash->id, take_reproducible, &variant, fault)) {
        return false;
    }
    /* Of one that has its issue the tracker is told only where that was filed unstudied. */
    if (crash->issue > 0 && !variant.bare) {
        return true;
    }
    const struct target *target = decide_target(&night->decide, variant.target);
    if (variant.id[0] == '\0' || target == NULL || target->fault.text[0] != '\0' ||
        variant.inputless) {
        return true;
    }
    progress_say("%s: %s: looking for the first bad commit", target->name, crash->title);
    if (!ledger_directory(ledger, variant.id, directory, fault) ||
        !path_make(input, fault, "%s/minimized", directory) ||
        !first_bad_find(search, target, input, &variant.signature, &answer, fault)) {
        return false;
    }
    search->budget -= answer.seconds;
    find_handle(night, &answer);
    first_bad_sentence(&answer, sentence, sizeof sentence);
    progress_say("%s: %s", target->name, sentence);
    bool found = answer.end == BISECT_FOUND;
    return process_interrupted() || store_set_first_bad(ledger->store, crash->id, sentence,
                                                        found ? answer.bad.handle : "", fault);
}

void night_find_first_bad(struct night *night)
{
    struct fault fault = {""};
    struct store_crash *crashes = NULL;
    size_t count = 0;
    const struct settings *settings = &night->options->settings;
    struct first_bad *search = calloc(1, sizeof *search);
    bool done =
        search != NULL && settings->source[0] != '\0' && settings->build[0] != '\0' &&
        settings->bisect > 0 && path_make(search->source, &fault, "%s", settings->source) &&
        path_make(search->work, &fault, "%s/history", night->state) &&
        memccpy(search->build, settings->build, '\0', sizeof search->build) != NULL &&
        commit_is_any(search->source) &&
        store_list_crashes(night->ledger.store, night->ledger.night, &crashes, &count, &fault);
    if (done && count > 0) {
        search->budget = settings->bisect;
        search->ground = &night->build_ground;
        qsort(crashes, count, sizeof *crashes, gravest_first);
    }
    for (size_t i = 0; done && i < count && search->budget > 0 && !process_interrupted(); i++) {
        done = !is_unasked(&crashes[i]) || ask(night, search, &crashes[i], &fault);
    }
    free(crashes);
    free(search);
    ledger_trouble_if_any(&night->ledger, &fault);
}
