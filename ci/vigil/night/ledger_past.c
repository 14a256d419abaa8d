/* SPDX-License-Identifier: MIT */
#include "ledger_past.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/progress.h"
#include "ledger.h"
#include "ledger_kin.h"

/* What former nights left: crashes looked at again, and those that no database remembers. */

#define INPUT_LIMIT ((size_t)64 << 20)

void ledger_gone(struct ledger *ledger, const struct store_variant *variant, unsigned ran)
{
    (void)pthread_mutex_lock(&ledger->lock);
    struct ledger_tally *made = ledger_tally_of(ledger, variant->id, variant->crash);
    if (made != NULL) {
        made->gone = true;
        made->ran = ran;
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

void ledger_set_control(struct ledger *ledger, const struct signature *signature,
                        const char *control)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_set_control(ledger->store, signature->id, control, &fault);
    (void)pthread_mutex_unlock(&ledger->lock);
    if (!done) {
        ledger_trouble(ledger, &fault);
    }
}

bool ledger_known(struct ledger *ledger, const struct signature *signature,
                  struct store_variant *variant)
{
    struct fault fault = {""};
    bool found = false;
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_find_variant(ledger->store, signature->key, variant, &found, &fault);
    (void)pthread_mutex_unlock(&ledger->lock);
    if (!done) {
        ledger_trouble(ledger, &fault);
    }
    return done && found;
}

void ledger_unsure(struct ledger *ledger, const struct store_variant *variant, const char *why)
{
    (void)pthread_mutex_lock(&ledger->lock);
    struct ledger_tally *made = ledger_tally_of(ledger, variant->id, variant->crash);
    if (made != NULL) {
        (void)snprintf(made->why, sizeof made->why, "%s", why);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

/* What was kept of a crash, read as on the night it came. False where it is not whole: what a
 * killed night left half-written was never known to anybody. */
static bool read_kept(const char *directory, struct target *target, struct crash *crash)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct buffer name = {0}, log = {0};
    bool whole = path_make(path, &ignored, "%s/target", directory) &&
                 files_read(path, sizeof target->name - 1, &name, &ignored) && name.size > 0 &&
                 path_make(path, &ignored, "%s/report.txt", directory) &&
                 files_read(path, INPUT_LIMIT, &log, &ignored) && log.size > 0 &&
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

static bool enter_again(struct ledger *ledger, const struct crash *crash, struct fault *fault)
{
    char now[32];
    struct kinship kinship;
    struct store_variant variant;
    clock_now(now);
    if (!ledger_find_kin(ledger, &crash->signature, &kinship, fault)) {
        return false;
    }
    if (kinship.itself[0] != '\0') {
        return true;
    }
    ledger_describe(crash, kinship.crash, &variant);
    progress_say("%s: %s: found among the crashes of a former night", variant.target,
                 crash->signature.title);
    return store_put_variant(ledger->store, &variant, now, fault) &&
           ledger_learn_issue(ledger, variant.crash, fault);
}

static bool is_id(const char *name)
{
    return strlen(name) == 16 && strspn(name, "0123456789abcdef") == 16;
}

static bool recover(struct ledger *ledger, const char *name, struct target *target,
                    struct crash *crash, struct fault *fault)
{
    char path[PATH_SIZE];
    if (!is_id(name)) {
        return true;
    }
    if (!ledger_directory(ledger, name, path, fault) || !temporary_sweep(path, fault)) {
        return false;
    }
    return !read_kept(path, target, crash) || strcmp(crash->signature.id, name) != 0 ||
           enter_again(ledger, crash, fault);
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

struct loading {
    struct past *past;
    struct ledger *ledger;
    const char *target;
    struct fault *fault;
    bool failed;
};

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct loading *loading = context;
    struct past *past = loading->past;
    if (loading->target != NULL && strcmp(variant->target, loading->target) != 0) {
        return true;
    }
    struct store_variant *variants = realloc(past->variants, (past->count + 1) * sizeof *variants);
    if (variants == NULL) {
        loading->failed = true;
        return false;
    }
    past->variants = variants;
    variants[past->count++] = *variant;
    return true;
}

static bool take_crash(void *context, const struct store_crash *crash)
{
    struct loading *loading = context;
    if (!crash->declined && !store_each_variant(loading->ledger->store, crash->id, take_variant,
                                                loading, loading->fault)) {
        loading->failed = true;
    }
    return !loading->failed;
}

bool past_load(struct past *past, struct ledger *ledger, const char *target, struct fault *fault)
{
    struct loading loading = {past, ledger, target, fault, false};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_each_crash(ledger->store, ledger->night, take_crash, &loading, fault);
    (void)pthread_mutex_unlock(&ledger->lock);
    if (done && loading.failed && fault->text[0] == '\0') {
        fault_set(fault, "out of memory");
    }
    return done && !loading.failed;
}

void past_free(struct past *past)
{
    free(past->variants);
    past->variants = NULL;
    past->count = 0;
}
