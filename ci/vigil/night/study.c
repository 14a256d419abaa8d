/* SPDX-License-Identifier: MIT */
/* What was put off while the targets ran, and what needs a quiet machine. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "base/process.h"
#include "base/progress.h"
#include "intake.h"
#include "known.h"
#include "night.h"
#include "triage/verify.h"
#include "work.h"

/* The list of timeouts and memory hogs, which are looked at in turn (known.h). */
#define EXHAUSTIONS "exhaustions"

/* What was put off. */

/* One crash to be studied, and its place among those of its target. */
struct item {
    struct store_variant variant;
    const struct target *target;
    size_t of_target, place;
};

struct study {
    struct night *night;
    struct item *items;
    size_t count;
    double until, each; /* by process_clock(); and how many seconds one may take */
};

/* The gravest first; of equals one of each target, and then those that wait longest. */
static int by_turn(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    if (a->variant.signature.severity != b->variant.signature.severity) {
        return a->variant.signature.severity < b->variant.signature.severity ? 1 : -1;
    }
    if (a->of_target != b->of_target) {
        return a->of_target < b->of_target ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

static bool is_put_off(const struct night *night, const struct store_variant *variant)
{
    const struct ledger_tally *tally = ledger_tally(&night->ledger, variant->id);
    return tally != NULL && tally->put_off && !variant->studied;
}

static size_t count_before(const struct study *study, const struct store_variant *variant)
{
    size_t count = 0;
    for (size_t i = 0; i < study->count; i++) {
        const struct store_variant *other = &study->items[i].variant;
        count += strcmp(other->target, variant->target) == 0 &&
                 other->signature.severity == variant->signature.severity;
    }
    return count;
}

static bool find_items(struct study *study, struct fault *fault)
{
    struct night *night = study->night;
    struct store_variant *variants = NULL;
    size_t count = 0;
    bool done = ledger_past(&night->ledger, NULL, &variants, &count, fault);
    study->items = calloc(count + 1, sizeof *study->items);
    if (!done || study->items == NULL) {
        free(variants);
        return done ? fault_set(fault, "out of memory") : false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct target *target = decide_target(&night->decide, variants[i].target);
        if (is_put_off(night, &variants[i]) && target != NULL && target->fault.text[0] == '\0') {
            size_t before = count_before(study, &variants[i]);
            study->items[study->count] = (struct item){variants[i], target, before, i};
            study->count++;
        }
    }
    free(variants);
    return true;
}

/* In a directory of its own: of one target several may be studied at a time. */
static void study_one(void *context, size_t at)
{
    struct study *study = context;
    struct night *night = study->night;
    const struct item *item = &study->items[at];
    char work[PATH_SIZE];
    struct fault fault = {""};
    double now = process_clock();
    struct intake *intake = calloc(1, sizeof *intake);
    if (intake == NULL) {
        ledger_trouble(&night->ledger, &(struct fault){"out of memory: a crash is not studied"});
        return;
    }
    if (now < study->until && path_make(work, &fault, "%s/work/study-%zu", night->state, at) &&
        files_make_directory(work, &fault)) {
        struct fault ignored;
        intake_begin(intake, &night->ledger, &night->options->settings, item->target, work);
        intake->until = fmin(study->until, now + study->each);
        intake->content = at < night->options->jobs; /* else, one that is slow never ended */
        (void)intake_revisit(intake, &item->variant, &fault);
        (void)files_remove_tree(work, &ignored);
    }
    ledger_trouble_if_any(&night->ledger, &fault);
    free(intake);
}

/* What the targets took of the time is not there any more; they had one half of it. */
static double time_left(const struct night *night)
{
    double whole = night->options->settings.triage, spent = 0;
    for (size_t i = 0; i < night->targets.count; i++) {
        spent += night->parts[i].intake.spent;
    }
    return whole - fmin(spent, whole / 2);
}

void night_study(struct night *night)
{
    struct fault fault = {""};
    double left = time_left(night), now = process_clock();
    struct study study = {.night = night, .until = now + left * 3 / 4, .each = left / 2};
    night->triage_until = now + left;
    if (find_items(&study, &fault) && study.count > 0) {
        qsort(study.items, study.count, sizeof *study.items, by_turn);
        parallel_each(study.count, night->options->jobs, study_one, &study);
    }
    free(study.items);
    ledger_trouble_if_any(&night->ledger, &fault);
}

/* Whether no way of its crash is studied, and this is the first of them. */
static bool speaks_for_its_crash(const struct store_variant *variants, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++) {
        if (i != at && strcmp(variants[i].crash, variants[at].crash) == 0 &&
            (i < at || variants[i].studied)) {
            return false;
        }
    }
    return true;
}

void night_tell_unstudied(struct night *night)
{
    struct store_variant *variants = NULL;
    size_t count = 0, left = 0;
    struct fault fault = {""};
    bool done = ledger_past(&night->ledger, NULL, &variants, &count, &fault);
    for (size_t i = 0; done && i < count; i++) {
        left += is_put_off(night, &variants[i]) && speaks_for_its_crash(variants, count, i);
    }
    free(variants);
    if (left > 0 && !process_interrupted()) {
        struct fault text;
        fault_set(&text,
                  "%zu %s not studied to the end (replayed, minimised): the %.0f s that a night "
                  "has for it were used up ([night] triage); what is known is filed, and the next "
                  "night goes on",
                  left, left == 1 ? "crash is" : "crashes are", night->options->settings.triage);
        ledger_note(&night->ledger, &text);
    }
    ledger_trouble_if_any(&night->ledger, &fault);
}

/* Timeouts and memory hogs. */

/* Tries a timeout or a memory hog of this night again: other targets may have caused it. */
static void confirm_exhaustion(struct night *night, const char *work, const struct target *target,
                               const struct store_variant *variant)
{
    char directory[PATH_SIZE], control[CONTROL_ID_SIZE];
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        ledger_trouble(&night->ledger,
                       &(struct fault){"out of memory: a timeout is not confirmed"});
        return;
    }
    progress_say("%s: %s: tried again, alone and with twice the limit", target->name,
                 variant->signature.title);
    if (ledger_load(&night->ledger, variant, target, crash, directory, &fault) &&
        triage_confirm(crash, work, &fault) &&
        control_keep(night->state, target, control, &fault)) {
        /* The limits differ, but the crash is the same. */
        crash->signature = variant->signature;
        (void)ledger_enter(&night->ledger, crash, &variant->signature, control);
    }
    ledger_trouble_if_any(&night->ledger, &fault);
    crash_free(crash);
    free(crash);
}

/* Confirms a timeout or a memory hog of this night, or of a night that was killed before it
 * replayed the crash; replays one of a former night that was not seen in this one as other crashes
 * are replayed. */
static void look_at_exhaustion(struct night *night, const char *work,
                               const struct store_variant *variant)
{
    struct fault fault = {""};
    const struct target *target = decide_target(&night->decide, variant->target);
    const struct ledger_tally *tally = ledger_tally(&night->ledger, variant->id);
    bool seen = tally != NULL && tally->times > 0;
    if (target == NULL || target->fault.text[0] != '\0' || !variant->studied) {
        return;
    }
    if (variant->reproducibility == UNCONFIRMED) {
        if (seen || variant->replays == 0) {
            confirm_exhaustion(night, work, target, variant);
        }
    } else if (!seen) {
        struct intake intake;
        intake_begin(&intake, &night->ledger, &night->options->settings, target, work);
        intake.until = night->triage_until;
        (void)intake_revisit(&intake, variant, &fault);
        ledger_trouble_if_any(&night->ledger, &fault);
    }
}

/* Whether it is to be looked at; where there is no time left, it stays as it was. */
static bool has_time(struct night *night, const struct store_variant *variant)
{
    if (process_clock() < night->triage_until) {
        return true;
    }
    if (!variant->mended) {
        ledger_unsure(&night->ledger, variant, VERIFY_NO_TIME);
    }
    return false;
}

void night_confirm(struct night *night)
{
    char work[PATH_SIZE];
    struct store_variant *variants = NULL;
    const struct store_variant *turn = NULL;
    size_t count = 0, first = 0;
    struct fault fault = {""};
    bool done = path_make(work, &fault, "%s/work", night->state) &&
                files_make_directory(work, &fault) &&
                ledger_past(&night->ledger, NULL, &variants, &count, &fault);
    first = done ? known_turn(&night->ledger, EXHAUSTIONS, variants, count) : 0;
    for (size_t i = 0; done && i < count && !process_interrupted(); i++) {
        const struct store_variant *variant = &variants[(first + i) % count];
        if (variant->signature.class != CLASS_EXHAUSTION) {
            continue;
        }
        if (has_time(night, variant)) {
            look_at_exhaustion(night, work, variant);
        } else if (turn == NULL) {
            turn = variant;
        }
    }
    if (done && !process_interrupted()) {
        known_set_turn(&night->ledger, EXHAUSTIONS, turn);
        if (turn != NULL) {
            ledger_note(&night->ledger,
                        &(struct fault){"not all timeouts and memory hogs were tried again: the "
                                        "time for that was used up ([night] triage); the next "
                                        "night begins with the others"});
        }
    }
    free(variants);
    ledger_trouble_if_any(&night->ledger, &fault);
}
