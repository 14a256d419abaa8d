/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/process.h"
#include "base/progress.h"
#include "match.h"
#include "store/kept.h"

/* How many variants of a crash are kept, and replayed each night. */
#define VARIANTS_MOST 8

/* How many further inputs of a variant that is known one night keeps. */
#define KEPT_A_NIGHT 2

/* Troubles. */

static void add_trouble(struct ledger *ledger, const struct fault *fault)
{
    progress_say("vigil: %s", fault->text);
    buffer_format(&ledger->troubles, "%s\n", fault->text);
}

/* Ends a call that took the lock. A fault means that the call failed, which is a trouble. */
static void unlock(struct ledger *ledger, const struct fault *fault)
{
    if (fault->text[0] != '\0') {
        add_trouble(ledger, fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

void ledger_trouble(struct ledger *ledger, const struct fault *fault)
{
    (void)pthread_mutex_lock(&ledger->lock);
    unlock(ledger, fault);
}

void ledger_note(struct ledger *ledger, const struct fault *fault)
{
    (void)pthread_mutex_lock(&ledger->lock);
    progress_say("%s", fault->text);
    buffer_format(&ledger->notes, "%s\n", fault->text);
    (void)pthread_mutex_unlock(&ledger->lock);
}

void ledger_trouble_if_any(struct ledger *ledger, const struct fault *fault)
{
    if (fault->text[0] != '\0' && !process_interrupted()) {
        ledger_trouble(ledger, fault);
    }
}

/* What this night saw. */

struct ledger_tally *ledger_tally(const struct ledger *ledger, const char *variant)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->tallies[i].variant, variant) == 0) {
            return &ledger->tallies[i];
        }
    }
    return NULL;
}

bool ledger_is_gone(const struct ledger_tally *tally)
{
    return tally != NULL && tally->gone && tally->why[0] == '\0';
}

/* The variant's tally, made where there is none. NULL when memory runs out, which is a trouble. */
static struct ledger_tally *tally_of(struct ledger *ledger, const char *variant)
{
    struct ledger_tally *tally = ledger_tally(ledger, variant);
    if (tally != NULL) {
        return tally;
    }
    tally = list_add(&ledger->tallies, &ledger->count, sizeof *tally);
    if (tally == NULL) {
        add_trouble(ledger, &(struct fault){"out of memory: a crash is missing in the summary"});
    } else {
        (void)snprintf(tally->variant, sizeof tally->variant, "%s", variant);
    }
    return tally;
}

/* Returns how often it crashed by now; 0 where that cannot be counted. */
static unsigned count_once_more(struct ledger *ledger, const char *variant)
{
    struct ledger_tally *tally = tally_of(ledger, variant);
    return tally == NULL ? 0 : ++tally->times;
}

/* A variant was studied and is another one, which may have been seen this night as well. */
static void move_tally(struct ledger *ledger, const char *from, const char *to)
{
    struct ledger_tally *moved = ledger_tally(ledger, from), *other = ledger_tally(ledger, to);
    if (moved != NULL && other == NULL) {
        (void)snprintf(moved->variant, sizeof moved->variant, "%s", to);
    } else if (moved != NULL && moved != other) {
        other->times += moved->times;
        *moved = ledger->tallies[--ledger->count];
    }
}

static bool sight(struct ledger *ledger, const char *crash, const char *target, struct fault *fault)
{
    char now[CLOCK_SIZE];
    clock_now(now);
    return store_sight(ledger->store, ledger->night, crash, target, now, ledger->revision, fault);
}

/* A studied variant crashed again, as `witness` did. */
static bool see(struct ledger *ledger, const struct store_variant *variant,
                const struct crash *witness, struct fault *fault)
{
    const char *target = witness->target->name;
    if (count_once_more(ledger, variant->id) == 1) {
        progress_say("%s: %s: seen again", target, variant->signature.title);
    }
    return sight(ledger, variant->crash, target, fault) &&
           store_set_place(ledger->store, ledger->night, variant->id, &witness->signature, fault);
}

void ledger_seen(struct ledger *ledger, const struct store_variant *variant,
                 const struct crash *witness)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    (void)see(ledger, variant, witness, &fault);
    unlock(ledger, &fault);
}

void ledger_gone(struct ledger *ledger, const struct store_variant *variant, unsigned ran)
{
    (void)pthread_mutex_lock(&ledger->lock);
    struct ledger_tally *tally = tally_of(ledger, variant->id);
    if (tally != NULL) {
        tally->gone = true;
        tally->ran = ran;
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

void ledger_clean(struct ledger *ledger, const struct store_variant *variant)
{
    (void)pthread_mutex_lock(&ledger->lock);
    struct ledger_tally *tally = tally_of(ledger, variant->id);
    if (tally != NULL) {
        tally->clean = true;
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

static void note_put_off(struct ledger *ledger, const char *variant, bool put_off)
{
    struct ledger_tally *tally =
        put_off ? tally_of(ledger, variant) : ledger_tally(ledger, variant);
    if (tally != NULL) {
        tally->put_off = put_off;
    }
}

void ledger_put_off(struct ledger *ledger, const struct signature *signature)
{
    char directory[PATH_SIZE];
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    note_put_off(ledger, signature->id, true);
    if (ledger_directory(ledger, signature->id, directory, &fault)) {
        (void)kept_set_unstudied(directory, &fault);
    }
    unlock(ledger, &fault);
}

void ledger_unsure(struct ledger *ledger, const struct store_variant *variant, const char *why)
{
    (void)pthread_mutex_lock(&ledger->lock);
    struct ledger_tally *tally = tally_of(ledger, variant->id);
    if (tally != NULL) {
        (void)snprintf(tally->why, sizeof tally->why, "%s", why);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

/* The files of a crash. */

bool ledger_directory(const struct ledger *ledger, const char *id, char path[PATH_SIZE],
                      struct fault *fault)
{
    return path_make(path, fault, "%s/crashes/%s", ledger->state, id);
}

bool ledger_load(const struct ledger *ledger, const struct store_variant *variant,
                 const struct target *target, struct crash *crash, char directory[PATH_SIZE],
                 struct fault *fault)
{
    if (!ledger_directory(ledger, variant->id, directory, fault) ||
        !kept_read(target, directory, &variant->signature, crash, fault)) {
        return false;
    }
    crash->replays = variant->replays;
    crash->reproduced = variant->reproduced;
    crash->reproducibility = variant->reproducibility;
    crash->unfinished = !variant->studied;
    return true;
}

static bool remove_kept(const struct ledger *ledger, const char *id, struct fault *fault)
{
    char directory[PATH_SIZE];
    return ledger_directory(ledger, id, directory, fault) && files_remove_tree(directory, fault);
}

static struct span input_of(const struct crash *crash)
{
    return (struct span){crash->input.data == NULL ? "" : crash->input.data, crash->input.size};
}

/* Keeps the input of a variant that is known beside the others. A night that sees it a thousand
 * times keeps the first few, so that those of other nights stay. */
static bool keep_beside(struct ledger *ledger, const struct store_variant *variant,
                        const struct crash *crash, struct fault *fault)
{
    char directory[PATH_SIZE];
    struct ledger_tally *tally = tally_of(ledger, variant->id);
    if (crash->inputless || tally == NULL || tally->kept >= KEPT_A_NIGHT) {
        return true;
    }
    tally->kept++;
    return ledger_directory(ledger, variant->id, directory, fault) &&
           kept_add(directory, crash->target->name, input_of(crash), fault);
}

/* What the tracker knows of a crash. Where the database was lost, that is more than the store
 * knows. */
static bool learn_issue(const struct ledger *ledger, const char *crash, struct fault *fault)
{
    const struct tracker_issue *issue = outbox_find_crash(ledger->outbox, crash);
    return issue == NULL || store_set_issue(ledger->store, crash, issue, fault);
}

/* Where the database was lost, a closed issue says that a crash no replay shows is mended. */
static bool learn_mended(const struct ledger *ledger, const char *crash, struct fault *fault)
{
    const struct tracker_issue *issue = outbox_find_crash(ledger->outbox, crash);
    char now[CLOCK_SIZE];
    clock_now(now);
    return issue == NULL || issue->open ||
           store_set_mended(ledger->store, crash, ledger->revision, now, fault);
}

/* Which crash a signature belongs to. */

static bool is_gone(const void *context, const char *variant)
{
    return ledger_is_gone(ledger_tally(context, variant));
}

static bool find_match(const struct ledger *ledger, const struct signature *signature,
                       const char *own, struct match *match, struct fault *fault)
{
    const struct match_night night = {ledger->store, ledger->date, is_gone, ledger};
    return match_find(&night, signature, own, match, fault);
}

/* A crash is entered. */

/* What is written of a crash in one transaction. */
struct entry {
    struct ledger *ledger;
    struct store_variant variant;
    const char *forgotten; /* the id of a variant that this one replaces; NULL: none */
    bool seen;             /* this night, and not only in the log of a former one */
};

/* A variant, not studied, of the crash that the match names; where it names none, of a new crash
 * that is named after the variant. */
static void describe(const struct crash *crash, const struct match *match,
                     struct store_variant *variant)
{
    memset(variant, 0, sizeof *variant);
    variant->signature = match->signature;
    memcpy(variant->id, match->signature.id, sizeof variant->id);
    memcpy(variant->crash, match->crash[0] == '\0' ? variant->id : match->crash,
           sizeof variant->crash);
    (void)snprintf(variant->target, sizeof variant->target, "%s", crash->target->name);
    variant->by_place = match->by_place;
    variant->inputless = crash->inputless;
    variant->tool = crash->report.tool;
    variant->replays = crash->replays;
    variant->reproduced = crash->reproduced;
    variant->reproducibility = crash->reproducibility;
}

static bool write_entry(void *context, struct fault *fault)
{
    const struct entry *entry = context;
    char now[CLOCK_SIZE];
    clock_now(now);
    return (entry->forgotten == NULL ||
            store_forget_variant(entry->ledger->store, entry->forgotten, fault)) &&
           store_put_variant(entry->ledger->store, &entry->variant, now, fault) &&
           (!entry->seen ||
            sight(entry->ledger, entry->variant.crash, entry->variant.target, fault));
}

/* The files before the store: what lies there and is not in the store, ledger_recover enters. */
static bool write_all(struct entry *entry, const struct crash *crash, struct fault *fault)
{
    char directory[PATH_SIZE];
    struct store_variant *variant = &entry->variant;
    if (entry->seen) {
        memcpy(variant->placed, entry->ledger->date, sizeof variant->placed);
    }
    return ledger_directory(entry->ledger, variant->id, directory, fault) &&
           files_make_directory(directory, fault) &&
           kept_set_crash(directory, strcmp(variant->crash, variant->id) == 0 ? "" : variant->crash,
                          fault) &&
           kept_write(crash, directory, fault) &&
           store_transaction(entry->ledger->store, write_entry, entry, fault);
}

/* A crash's variants, and of which of them one more is counted that joins it, too many to keep. */
struct counting {
    bool by_place;
    unsigned count;
    char counted[17];
};

static bool count_variant(void *context, const struct store_variant *variant)
{
    struct counting *counting = context;
    if (counting->count++ == 0 || (counting->by_place && variant->by_place)) {
        memcpy(counting->counted, variant->id, sizeof counting->counted);
    }
    return true;
}

/* A signature that is known and studied. */
static enum ledger_arrival arrive_again(struct ledger *ledger, const struct crash *crash,
                                        const struct match *match, struct fault *fault)
{
    const struct store_variant *known = &match->variant;
    if (!see(ledger, known, crash, fault) || !keep_beside(ledger, known, crash, fault)) {
        return LEDGER_LOST;
    }
    struct ledger_tally *tally = tally_of(ledger, known->id);
    if (tally == NULL || tally->studied || tally->put_off || crash->inputless ||
        (!tally->gone && !tally->clean && !known->inputless)) {
        return LEDGER_SEEN;
    }
    tally->studied = true;
    return LEDGER_STUDY;
}

static enum ledger_arrival arrive_anew(struct ledger *ledger, const struct crash *crash,
                                       const struct match *match, struct fault *fault)
{
    struct entry entry = {.ledger = ledger, .seen = true};
    struct counting variants = {.by_place = match->by_place};
    bool another_variant = match->crash[0] != '\0' && !match->known;
    if (another_variant &&
        !store_each_variant(ledger->store, match->crash, count_variant, &variants, fault)) {
        return LEDGER_LOST;
    }
    if (variants.count >= VARIANTS_MOST) {
        (void)count_once_more(ledger, variants.counted);
        return sight(ledger, match->crash, crash->target->name, fault) ? LEDGER_COUNT : LEDGER_LOST;
    }
    describe(crash, match, &entry.variant);
    if (!write_all(&entry, crash, fault) || !learn_issue(ledger, entry.variant.crash, fault)) {
        return LEDGER_LOST;
    }
    (void)count_once_more(ledger, entry.variant.id);
    progress_say("%s: %s: %s", crash->target->name, crash->signature.title,
                 another_variant ? "another way of a crash that is known" : "found");
    return LEDGER_STUDY;
}

enum ledger_arrival ledger_arrive(struct ledger *ledger, const struct crash *crash,
                                  struct signature *as)
{
    struct fault fault = {""};
    struct match match;
    (void)pthread_mutex_lock(&ledger->lock);
    enum ledger_arrival arrival = LEDGER_LOST;
    if (find_match(ledger, &crash->signature, "", &match, &fault)) {
        const struct ledger_tally *tally =
            match.known ? ledger_tally(ledger, match.variant.id) : NULL;
        *as = match.signature;
        /* What is put off is kept as it came first: a flood of it is not written anew each time. */
        arrival = match.known && (match.variant.studied || (tally != NULL && tally->put_off))
                      ? arrive_again(ledger, crash, &match, &fault)
                      : arrive_anew(ledger, crash, &match, &fault);
    }
    unlock(ledger, &fault);
    return arrival;
}

/* The former input is put aside, and it is noted that the issue is to be told, before anything is
 * written over: a night that is killed in between comes to the same end by the same way. */
static bool make_way(const struct ledger *ledger, const struct store_variant *former,
                     const char *directory, struct fault *fault)
{
    return former->inputless || (kept_put_aside(directory, fault) &&
                                 store_set_half(ledger->store, former->id, true, fault));
}

/* What was studied is the crash it was said to be. */
static bool enter_same(struct ledger *ledger, const struct crash *crash, const struct match *match,
                       struct entry *entry, struct fault *fault)
{
    char directory[PATH_SIZE];
    const struct store_variant *former = &match->variant;
    if (!ledger_directory(ledger, match->signature.id, directory, fault)) {
        return false;
    }
    const struct ledger_tally *tally = ledger_tally(ledger, match->signature.id);
    if (match->known && former->studied && tally != NULL && tally->studied) {
        struct store_variant *variant = &entry->variant;
        if (signature_is_exhaustion(&crash->report)) {
            /* It is not studied; the one replay that showed it had the machine to itself. */
            variant->replays = variant->reproduced = 1;
            variant->reproducibility = REPRODUCIBLE;
        }
        if (variant->reproduced == 0) {
            return true; /* its input is kept with the others */
        }
        if (crash->unfinished) {
            return true; /* so it is, and the next night asks again */
        }
        if (!make_way(ledger, former, directory, fault)) {
            return false;
        }
    }
    if (!write_all(entry, crash, fault)) {
        return false; /* it is shown with an input that runs clean, and stays noted as gone */
    }
    struct ledger_tally *shown = ledger_tally(ledger, match->signature.id);
    if (shown != NULL && entry->seen) {
        shown->gone = shown->clean = false;
    }
    return true;
}

/* No replay shows the crash that arrived, of which somebody was told: that is what the study came
 * to. */
static bool enter_as_unseen(const struct ledger *ledger, const struct crash *crash,
                            const struct store_variant *arrived, struct fault *fault)
{
    struct store_variant variant = *arrived;
    char now[CLOCK_SIZE];
    clock_now(now);
    variant.studied = true;
    variant.replays = crash->replays;
    variant.reproduced = 0;
    variant.reproducibility = FLAKY;
    return crash->unfinished || store_put_variant(ledger->store, &variant, now, fault);
}

/* The study showed another crash than the one that arrived, which is forgotten, unless it was
 * studied before, or somebody was told of it. */
static bool enter_other(struct ledger *ledger, const struct crash *crash, const struct match *match,
                        struct entry *entry, const struct store_variant *arrived, bool said,
                        struct fault *fault)
{
    bool forgets = !arrived->studied && !said;
    if (said && !arrived->studied && !enter_as_unseen(ledger, crash, arrived, fault)) {
        return false;
    }
    if (match->known && match->variant.studied) {
        return see(ledger, &match->variant, crash, fault) &&
               keep_beside(ledger, &match->variant, crash, fault) &&
               (!forgets || (store_forget_variant(ledger->store, arrived->id, fault) &&
                             remove_kept(ledger, arrived->id, fault)));
    }
    entry->forgotten = forgets ? arrived->id : NULL;
    if (!write_all(entry, crash, fault)) {
        return false;
    }
    if (forgets) {
        move_tally(ledger, arrived->id, entry->variant.id);
    } else {
        (void)count_once_more(ledger, entry->variant.id);
    }
    return !forgets || remove_kept(ledger, arrived->id, fault);
}

static bool enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control, struct fault *fault)
{
    struct match match;
    struct store_variant former;
    bool found = false;
    struct entry entry = {.ledger = ledger};
    const struct ledger_tally *tally = ledger_tally(ledger, arrived->id);
    bool said = false;
    if (!store_find_variant(ledger->store, arrived->key, &former, &found, fault) ||
        (found && !store_is_said(ledger->store, former.crash, &said, fault)) ||
        !find_match(ledger, &crash->signature, arrived->id, &match, fault)) {
        return false;
    }
    if (!found) {
        memset(&former, 0, sizeof former);
        memcpy(former.id, arrived->id, sizeof former.id);
    }
    bool renamed = strcmp(arrived->id, match.signature.id) != 0;
    /* Where the new signature is similar to the one it arrived with, both are of one input, and not
     * two variants. */
    if (renamed && !former.studied && strcmp(match.crash, arrived->id) == 0 && !match.known &&
        !said) {
        match.crash[0] = '\0';
        match.by_place = false;
    }
    describe(crash, &match, &entry.variant);
    entry.variant.studied = !crash->unfinished;
    entry.seen = crash->reproduced > 0 || (tally != NULL && tally->times > 0);
    (void)snprintf(entry.variant.control, sizeof entry.variant.control, "%s",
                   control[0] != '\0' || renamed ? control : former.control);
    bool done = renamed ? enter_other(ledger, crash, &match, &entry, &former, said, fault)
                        : enter_same(ledger, crash, &match, &entry, fault);
    note_put_off(ledger, entry.variant.id, crash->unfinished);
    return done && learn_issue(ledger, entry.variant.crash, fault) &&
           (entry.seen || learn_mended(ledger, entry.variant.crash, fault));
}

bool ledger_enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = enter(ledger, crash, arrived, control, &fault);
    unlock(ledger, &fault);
    return done;
}

void ledger_forget(struct ledger *ledger, const struct signature *arrived)
{
    struct fault fault = {""};
    struct store_variant known;
    bool found = false;
    (void)pthread_mutex_lock(&ledger->lock);
    (void)(store_find_variant(ledger->store, arrived->key, &known, &found, &fault) &&
           (!found || known.studied ||
            (store_forget_variant(ledger->store, arrived->id, &fault) &&
             remove_kept(ledger, arrived->id, &fault))));
    unlock(ledger, &fault);
}
