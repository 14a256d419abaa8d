/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/process.h"
#include "base/progress.h"
#include "store/kept.h"

/* How many variants of a crash are kept, and replayed each night. */
#define VARIANTS_MOST 8

#define LOG_LIMIT ((size_t)64 << 20)

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

bool ledger_sighted(struct ledger *ledger, const struct signature *signature, const char *target)
{
    struct fault fault = {""};
    struct store_variant known;
    bool found = false;
    (void)pthread_mutex_lock(&ledger->lock);
    bool sighted = store_find_variant(ledger->store, signature->key, &known, &found, &fault) &&
                   found && known.studied;
    if (sighted) {
        if (count_once_more(ledger, known.id) == 1) {
            progress_say("%s: %s: seen again", target, signature->title);
        }
        (void)sight(ledger, known.crash, target, &fault);
    }
    unlock(ledger, &fault);
    return sighted;
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
    return true;
}

static bool keep(const struct ledger *ledger, const struct crash *crash, struct fault *fault)
{
    char directory[PATH_SIZE];
    return ledger_directory(ledger, crash->signature.id, directory, fault) &&
           kept_write(crash, directory, fault);
}

static bool remove_kept(const struct ledger *ledger, const struct signature *signature,
                        struct fault *fault)
{
    char directory[PATH_SIZE];
    return ledger_directory(ledger, signature->id, directory, fault) &&
           files_remove_tree(directory, fault);
}

/* Which crash a signature belongs to, and what the tracker knows of that crash. */

struct match {
    const struct signature *signature;
    char itself[17];             /* the crash that has this very signature; "": none */
    char crash[17], variant[17]; /* that crash, or a similar one and its variant; "": none */
};

static bool take_match(void *context, const struct store_variant *variant)
{
    struct match *match = context;
    if (strcmp(variant->id, match->signature->id) == 0) {
        memcpy(match->itself, variant->crash, sizeof match->itself);
        memcpy(match->crash, variant->crash, sizeof match->crash);
        return false;
    }
    /* Only a crash's first variant is compared: similarity is not transitive, and through its other
     * variants a crash would swallow one crash after another. */
    bool is_first = strcmp(variant->id, variant->crash) == 0;
    if (is_first && match->crash[0] == '\0' &&
        signature_similar(&variant->signature, match->signature)) {
        memcpy(match->crash, variant->crash, sizeof match->crash);
        memcpy(match->variant, variant->id, sizeof match->variant);
    }
    return true;
}

static bool find_match(const struct ledger *ledger, const struct signature *signature,
                       struct match *match, struct fault *fault)
{
    *match = (struct match){.signature = signature};
    return store_each_variant(ledger->store, NULL, take_match, match, fault);
}

/* A variant, not studied, of the crash that `of` names; where `of` is "", of a new crash that is
 * named after the variant. */
static void describe(const struct crash *crash, const char *of, struct store_variant *variant)
{
    memset(variant, 0, sizeof *variant);
    memcpy(variant->id, crash->signature.id, sizeof variant->id);
    memcpy(variant->crash, of[0] == '\0' ? crash->signature.id : of, sizeof variant->crash);
    variant->signature = crash->signature;
    (void)snprintf(variant->target, sizeof variant->target, "%s", crash->target->name);
    variant->tool = crash->report.tool;
    variant->replays = crash->replays;
    variant->reproduced = crash->reproduced;
    variant->reproducibility = crash->reproducibility;
}

/* Where the database was lost the tracker knows of issues that the store does not. */
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

/* A crash is entered. */

/* What is written of a crash in one transaction. */
struct entry {
    struct ledger *ledger;
    struct store_variant variant;
    const char *forgotten; /* the id of a variant that this one replaces; NULL: none */
    bool seen;             /* this night, and not only in the log of a former one */
};

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

static bool count_variant(void *context, const struct store_variant *variant)
{
    (void)variant;
    ++*(unsigned *)context;
    return true;
}

static enum ledger_arrival arrive(struct ledger *ledger, const struct crash *crash,
                                  struct fault *fault)
{
    struct match match;
    struct entry entry = {.ledger = ledger, .seen = true};
    unsigned variants = 0;
    if (!find_match(ledger, &crash->signature, &match, fault)) {
        return LEDGER_LOST;
    }
    bool another_variant = match.crash[0] != '\0' && match.itself[0] == '\0';
    if (another_variant &&
        !store_each_variant(ledger->store, match.crash, count_variant, &variants, fault)) {
        return LEDGER_LOST;
    }
    if (variants >= VARIANTS_MOST) {
        (void)count_once_more(ledger, match.variant);
        return sight(ledger, match.crash, crash->target->name, fault) ? LEDGER_COUNT : LEDGER_LOST;
    }
    describe(crash, match.crash, &entry.variant);
    if (!keep(ledger, crash, fault) ||
        !store_transaction(ledger->store, write_entry, &entry, fault) ||
        !learn_issue(ledger, entry.variant.crash, fault)) {
        return LEDGER_LOST;
    }
    (void)count_once_more(ledger, entry.variant.id);
    progress_say("%s: %s: %s", crash->target->name, crash->signature.title,
                 another_variant ? "another way of a crash that is known" : "found");
    return LEDGER_STUDY;
}

enum ledger_arrival ledger_arrive(struct ledger *ledger, const struct crash *crash)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    enum ledger_arrival arrival = arrive(ledger, crash, &fault);
    unlock(ledger, &fault);
    return arrival;
}

static bool enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control, struct fault *fault)
{
    struct match match;
    struct entry entry = {.ledger = ledger};
    const struct ledger_tally *tally = ledger_tally(ledger, arrived->id);
    bool renamed = strcmp(arrived->id, crash->signature.id) != 0;
    if (!find_match(ledger, &crash->signature, &match, fault)) {
        return false;
    }
    /* Where the new signature is similar to the one it arrived with, both are of one input, and not
     * two variants. */
    bool own = renamed && strcmp(match.crash, arrived->id) == 0;
    describe(crash, own ? "" : match.crash, &entry.variant);
    entry.variant.studied = true;
    entry.seen = crash->reproduced > 0 || (tally != NULL && tally->times > 0);
    entry.forgotten = renamed ? arrived->id : NULL;
    (void)snprintf(entry.variant.control, sizeof entry.variant.control, "%s", control);
    if (!keep(ledger, crash, fault) ||
        !store_transaction(ledger->store, write_entry, &entry, fault)) {
        return false;
    }
    move_tally(ledger, arrived->id, entry.variant.id);
    return learn_issue(ledger, entry.variant.crash, fault) &&
           (entry.seen || learn_mended(ledger, entry.variant.crash, fault)) &&
           (!renamed || remove_kept(ledger, arrived, fault));
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
    (void)pthread_mutex_lock(&ledger->lock);
    (void)(store_forget_variant(ledger->store, arrived->id, &fault) &&
           remove_kept(ledger, arrived, &fault));
    unlock(ledger, &fault);
}

/* What former nights left. */

bool ledger_known(struct ledger *ledger, const struct signature *signature,
                  struct store_variant *variant)
{
    struct fault fault = {""};
    bool found = false;
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_find_variant(ledger->store, signature->key, variant, &found, &fault);
    unlock(ledger, &fault);
    return done && found;
}

void ledger_set_control(struct ledger *ledger, const struct signature *signature,
                        const char *control)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    (void)store_set_control(ledger->store, signature->id, control, &fault);
    unlock(ledger, &fault);
}

struct past {
    const char *target; /* NULL: all */
    struct store_variant *variants;
    size_t count;
    bool failed;
};

static bool take_past(void *context, const struct store_variant *variant)
{
    struct past *past = context;
    if (!variant->declined &&
        (past->target == NULL || strcmp(variant->target, past->target) == 0)) {
        struct store_variant *taken = list_add(&past->variants, &past->count, sizeof *taken);
        past->failed = taken == NULL;
        if (!past->failed) {
            *taken = *variant;
        }
    }
    return !past->failed;
}

bool ledger_past(struct ledger *ledger, const char *target, struct store_variant **variants,
                 size_t *count, struct fault *fault)
{
    struct past past = {.target = target};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_each_variant(ledger->store, NULL, take_past, &past, fault) &&
                (!past.failed || fault_set(fault, "out of memory"));
    (void)pthread_mutex_unlock(&ledger->lock);
    *variants = past.variants;
    *count = past.count;
    return done;
}

/* Reads what was kept of a crash, as on the night it came. False where it is not whole: a killed
 * night left it half-written, and told nobody of it. */
static bool read_kept(const char *directory, struct target *target, struct crash *crash)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct buffer name = {0}, log = {0};
    bool whole = path_make(path, &ignored, "%s/target", directory) &&
                 files_read(path, sizeof target->name - 1, &name, &ignored) && name.size > 0 &&
                 path_make(path, &ignored, "%s/report.txt", directory) &&
                 files_read(path, LOG_LIMIT, &log, &ignored) && log.size > 0 &&
                 sanlog_read(log.data, log.size, &crash->report);
    if (whole) {
        (void)snprintf(target->name, sizeof target->name, "%s", name.data);
        crash->target = target;
        signature_make(&crash->report, target->name, &crash->signature);
    }
    buffer_free(&name);
    buffer_free(&log);
    return whole;
}

static bool recover(const struct ledger *ledger, const char *name, struct target *target,
                    struct crash *crash, struct fault *fault)
{
    char path[PATH_SIZE], now[CLOCK_SIZE];
    struct match match;
    struct store_variant variant;
    if (strlen(name) != 16 || strspn(name, "0123456789abcdef") != 16) {
        return true; /* no crash's id */
    }
    if (!ledger_directory(ledger, name, path, fault) || !temporary_sweep(path, fault)) {
        return false;
    }
    if (!read_kept(path, target, crash) || strcmp(crash->signature.id, name) != 0) {
        return true;
    }
    if (!find_match(ledger, &crash->signature, &match, fault)) {
        return false;
    }
    if (match.itself[0] != '\0') {
        return true; /* the store knows it */
    }
    clock_now(now);
    describe(crash, match.crash, &variant);
    progress_say("%s: %s: found among the crashes of a former night", variant.target,
                 crash->signature.title);
    return store_put_variant(ledger->store, &variant, now, fault) &&
           learn_issue(ledger, variant.crash, fault);
}

void ledger_recover(struct ledger *ledger)
{
    char path[PATH_SIZE];
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    struct target *target = calloc(1, sizeof *target);
    DIR *directory = path_make(path, &fault, "%s/crashes", ledger->state) ? opendir(path) : NULL;
    const struct dirent *entry;
    bool done = true;
    while (directory != NULL && crash != NULL && target != NULL && done &&
           (entry = readdir(directory)) != NULL) {
        done = recover(ledger, entry->d_name, target, crash, &fault);
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
    if (!done) {
        ledger_trouble(ledger, &fault);
    }
    free(crash);
    free(target);
}
