/* SPDX-License-Identifier: MIT */
/* What lies in STATE/crashes and is not in the store. */
#include "ledger.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/progress.h"
#include "crash/ignore.h"
#include "match.h"
#include "store/kept.h"

#define LOG_LIMIT ((size_t)64 << 20)

struct recovery {
    struct ledger *ledger;
    bool ways; /* it is the turn of those that are noted to be another way of a crash */
    struct crash crash;
    struct target target;
};

/* Reads what was kept of a crash, as on the night it came. False where it is not whole: a killed
 * night left it half-written, and told nobody of it. */
static bool read_kept(struct recovery *recovery, const char *directory)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct buffer name = {0}, log = {0};
    struct crash *crash = &recovery->crash;
    struct target *target = &recovery->target;
    bool whole = path_make(path, &ignored, "%s/target", directory) &&
                 files_read(path, sizeof target->name - 1, &name, &ignored) && name.size > 0 &&
                 path_make(path, &ignored, "%s/report.txt", directory) &&
                 files_read(path, LOG_LIMIT, &log, &ignored) && log.size > 0 &&
                 sanlog_read(log.data, log.size, &crash->report);
    if (whole) {
        (void)snprintf(target->name, sizeof target->name, "%s", name.data);
        crash->target = target;
        ignore_mark(target->ignore, &crash->report);
        signature_make(&crash->report, target->name, &crash->signature);
    }
    buffer_free(&name);
    buffer_free(&log);
    return whole;
}

/* A directory is named after its crash's key, and where that was another's, after what told the two
 * apart. */
static bool is_named(struct signature *signature, const char *name)
{
    if (strcmp(signature->id, name) != 0) {
        signature_tell_apart(signature);
    }
    return strcmp(signature->id, name) == 0;
}

static bool take_any(void *context, const struct store_variant *variant)
{
    (void)variant;
    *(bool *)context = true;
    return false;
}

/* The crash it is a way of: as noted, where the store has that one, else by likeness. */
static bool find_crash(const struct recovery *recovery, const char *noted,
                       struct store_variant *variant, struct fault *fault)
{
    const struct ledger *ledger = recovery->ledger;
    char similar[17];
    bool there = false;
    if (!match_similar(ledger->store, &variant->signature, similar, fault) ||
        !store_each_variant(ledger->store, noted, take_any, &there, fault)) {
        return false;
    }
    const char *crash = there ? noted : similar[0] != '\0' ? similar : variant->id;
    memcpy(variant->crash, crash, sizeof variant->crash);
    variant->by_place = there && strcmp(noted, similar) != 0;
    return true;
}

static bool enter(struct recovery *recovery, const char *noted, const char *directory,
                  struct fault *fault)
{
    char now[CLOCK_SIZE], runs[PATH_SIZE];
    struct store_variant variant = {.tool = recovery->crash.report.tool};
    const struct ledger *ledger = recovery->ledger;
    struct buffer ignored_text = {0};
    struct fault ignored;
    clock_now(now);
    variant.signature = recovery->crash.signature;
    memcpy(variant.id, variant.signature.id, sizeof variant.id);
    memcpy(variant.target, recovery->target.name, sizeof variant.target);
    variant.inputless = path_make(runs, &ignored, "%s/runs", directory) &&
                        files_read(runs, 64, &ignored_text, &ignored);
    buffer_free(&ignored_text);
    if (!find_crash(recovery, noted, &variant, fault)) {
        return false;
    }
    progress_say("%s: %s: found among the crashes of a former night", variant.target,
                 variant.signature.title);
    const struct tracker_issue *issue = outbox_find_crash(ledger->outbox, variant.crash);
    return store_put_variant(ledger->store, &variant, now, fault) &&
           (issue == NULL || store_set_issue(ledger->store, variant.crash, issue, fault)) &&
           (!kept_is_unstudied(directory) || store_set_bare(ledger->store, variant.id, fault));
}

static bool recover(struct recovery *recovery, const char *name, struct fault *fault)
{
    char path[PATH_SIZE], more[PATH_SIZE], noted[17];
    struct store_variant known;
    bool found = false;
    if (strlen(name) != 16 || strspn(name, "0123456789abcdef") != 16) {
        return true; /* no crash's id */
    }
    if (!ledger_directory(recovery->ledger, name, path, fault) ||
        !path_make(more, fault, "%s/more", path)) {
        return false;
    }
    /* One that is known, as nearly all are, is not read. */
    if (!store_has_variant(recovery->ledger->store, name, &found, fault) ||
        (!recovery->ways && (!temporary_sweep(path, fault) || !temporary_sweep(more, fault)))) {
        return false;
    }
    if (found) {
        return true;
    }
    kept_crash(path, noted);
    if ((noted[0] != '\0') != recovery->ways) {
        return true;
    }
    if (!read_kept(recovery, path) || !is_named(&recovery->crash.signature, name)) {
        return true;
    }
    return store_find_variant(recovery->ledger->store, recovery->crash.signature.key, &known,
                              &found, fault) &&
           (found || enter(recovery, noted, path, fault));
}

static bool recover_each(struct recovery *recovery, const char *path, struct fault *fault)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    bool done = true;
    while (directory != NULL && done && (entry = readdir(directory)) != NULL) {
        done = recover(recovery, entry->d_name, fault);
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
    return done;
}

/* In two turns: a way is entered when the crash that it is a way of is. */
void ledger_recover(struct ledger *ledger)
{
    char path[PATH_SIZE];
    struct fault fault = {""};
    struct recovery *recovery = calloc(1, sizeof *recovery);
    bool done = recovery != NULL && path_make(path, &fault, "%s/crashes", ledger->state);
    for (int turn = 0; done && turn < 2; turn++) {
        recovery->ledger = ledger;
        recovery->target.ignore = ledger->ignore;
        recovery->ways = turn == 1;
        done = recover_each(recovery, path, &fault);
    }
    if (!done) {
        ledger_trouble(ledger, recovery == NULL ? &(struct fault){"out of memory"} : &fault);
    }
    free(recovery);
}
