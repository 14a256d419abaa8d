/* SPDX-License-Identifier: MIT */
#include "decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decide_say.h"

/* How its variants are, taken together. */
struct whole {
    const struct ledger *ledger;
    struct decide_crash *crash;
    bool any_studied, all_gone;
};

static bool better(const struct store_variant *variant, const struct store_variant *best)
{
    return !best->studied || (variant->studied && variant->reproducibility < best->reproducibility);
}

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct whole *whole = context;
    struct decide_crash *crash = whole->crash;
    bool gone = false;
    for (size_t i = 0; i < whole->ledger->count; i++) {
        const struct ledger_tally *tally = &whole->ledger->tallies[i];
        if (strcmp(tally->variant, variant->id) == 0) {
            gone = gone || tally->gone;
            crash->times += tally->times;
            crash->ran = tally->gone && tally->ran > crash->ran ? tally->ran : crash->ran;
            (void)snprintf(crash->why, sizeof crash->why, "%s", tally->why);
        }
    }
    whole->all_gone = whole->all_gone && gone;
    whole->any_studied = whole->any_studied || variant->studied;
    if (crash->variant.id[0] == '\0' || better(variant, &crash->variant)) {
        crash->variant = *variant;
    }
    return true;
}

static bool gather(struct decide *decide, struct decide_crash *crash, struct fault *fault)
{
    struct whole whole = {.ledger = decide->ledger, .crash = crash, .all_gone = true};
    const struct store_crash *known = &crash->known;
    if (!store_each_variant(decide->ledger->store, known->id, take_variant, &whole, fault)) {
        return false;
    }
    /* What was not studied yet, for want of time or power, waits for the next night. */
    crash->life = (struct lifecycle_crash){
        .severity = known->severity,
        .reproducibility = crash->variant.reproducibility,
        .seen = known->seen,
        .gone = whole.all_gone,
        .pending = known->pending || !whole.any_studied,
        .filed = known->issue > 0,
        .open = known->open,
        .declined = known->declined,
        .mended = known->mended,
        .nights = known->nights,
    };
    return true;
}

struct crash_list {
    struct decide_crash *crashes;
    size_t count;
};

static bool take_crash(void *context, const struct store_crash *known)
{
    struct crash_list *list = context;
    struct decide_crash *crashes = realloc(list->crashes, (list->count + 1) * sizeof *crashes);
    if (crashes != NULL) {
        list->crashes = crashes;
        crashes[list->count++] = (struct decide_crash){.known = *known};
    }
    return crashes != NULL;
}

static bool judge(struct decide *decide, struct crash_list *list, struct fault *fault)
{
    struct lifecycle_crash *lives = calloc(list->count + 1, sizeof *lives);
    bool done = true;
    if (lives == NULL) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; done && i < list->count; i++) {
        done = gather(decide, &list->crashes[i], fault);
        lives[i] = list->crashes[i].life;
    }
    if (done) {
        lifecycle_decide(lives, list->count, decide->settings->issues - decide->filed);
    }
    for (size_t i = 0; done && i < list->count; i++) {
        list->crashes[i].life = lives[i];
        decide->filed += lives[i].step == LIFECYCLE_FILE;
    }
    free(lives);
    return done;
}

/* A crash that this night neither saw nor looked at in vain is not in its summary. */
static bool is_news(const struct decide_crash *crash)
{
    return crash->known.seen || crash->life.step != LIFECYCLE_NOTHING || crash->why[0] != '\0';
}

static enum lifecycle_fate older_fate(const struct decide *decide, const char *id,
                                      enum lifecycle_fate fate)
{
    for (size_t i = 0; i < decide->count; i++) {
        const struct decide_line *line = &decide->lines[i];
        if (strcmp(line->id, id) == 0) {
            bool says_more = line->fate == FATE_NEW || line->fate == FATE_RETURNED;
            return says_more ? line->fate : fate;
        }
    }
    return fate;
}

static struct decide_line line_of(const struct decide *decide, const struct decide_crash *crash)
{
    const struct store_crash *known = &crash->known;
    struct decide_line line = {.severity = known->severity,
                               .fate = older_fate(decide, known->id, crash->life.fate),
                               .issue = known->issue,
                               .seen = known->seen,
                               .times = crash->times,
                               .nights = known->nights};
    memcpy(line.id, known->id, sizeof line.id);
    memcpy(line.variant, crash->variant.id, sizeof line.variant);
    memcpy(line.title, known->title, sizeof line.title);
    memcpy(line.target, known->target, sizeof line.target);
    memcpy(line.note, crash->why, sizeof line.note);
    return line;
}

/* Over the lines of an earlier call, whose fates say more than those of a crash already filed. A
 * crash that was mended then is news no more, and keeps its line. */
static bool draw_lines(struct decide *decide, const struct crash_list *list, struct fault *fault)
{
    struct decide_line *lines = calloc(list->count + 1, sizeof *lines);
    size_t count = 0;
    for (size_t i = 0; lines != NULL && i < list->count; i++) {
        const struct decide_crash *crash = &list->crashes[i];
        bool had_line = false;
        for (size_t j = 0; j < decide->count; j++) {
            had_line = had_line || strcmp(decide->lines[j].id, crash->known.id) == 0;
        }
        if (had_line || is_news(crash)) {
            lines[count++] = line_of(decide, crash);
        }
    }
    if (lines == NULL) {
        return fault_set(fault, "out of memory");
    }
    free(decide->lines);
    decide->lines = lines;
    decide->count = count;
    return true;
}

bool decide_run(struct decide *decide)
{
    struct crash_list list = {0};
    struct fault fault = {""};
    struct ledger *ledger = decide->ledger;
    bool done = store_each_crash(ledger->store, ledger->night, take_crash, &list, &fault) &&
                judge(decide, &list, &fault) &&
                decide_say(decide, list.crashes, list.count, &fault) &&
                draw_lines(decide, &list, &fault);
    if (!done) {
        ledger_trouble(ledger, &fault);
    }
    free(list.crashes);
    return done;
}

void decide_free(struct decide *decide)
{
    free(decide->lines);
    decide->lines = NULL;
    decide->count = 0;
}
