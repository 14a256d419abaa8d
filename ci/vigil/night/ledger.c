/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/progress.h"
#include "ledger_kin.h"

/* Ways in which one crash shows itself that are kept, and replayed each night. */
#define VARIANTS_MOST 8

static void add_trouble(struct ledger *ledger, const struct fault *fault)
{
    progress_say("vigil: %s", fault->text);
    buffer_format(&ledger->troubles, "%s\n", fault->text);
}

void ledger_trouble(struct ledger *ledger, const struct fault *fault)
{
    (void)pthread_mutex_lock(&ledger->lock);
    add_trouble(ledger, fault);
    (void)pthread_mutex_unlock(&ledger->lock);
}

bool ledger_directory(const struct ledger *ledger, const char *id, char path[PATH_SIZE],
                      struct fault *fault)
{
    return path_make(path, fault, "%s/crashes/%s", ledger->state, id);
}

struct ledger_tally *ledger_tally_of(struct ledger *ledger, const char *variant, const char *crash)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->tallies[i].variant, variant) == 0) {
            return &ledger->tallies[i];
        }
    }
    struct ledger_tally *tallies =
        realloc(ledger->tallies, (ledger->count + 1) * sizeof *ledger->tallies);
    if (tallies == NULL) {
        add_trouble(ledger, &(struct fault){"out of memory: a crash is missing in the summary"});
        return NULL;
    }
    ledger->tallies = tallies;
    struct ledger_tally *tally = &tallies[ledger->count++];
    memset(tally, 0, sizeof *tally);
    (void)snprintf(tally->variant, sizeof tally->variant, "%s", variant);
    (void)snprintf(tally->crash, sizeof tally->crash, "%s", crash);
    return tally;
}

static struct ledger_tally *count_once_more(struct ledger *ledger, const char *variant,
                                            const char *crash)
{
    struct ledger_tally *tally = ledger_tally_of(ledger, variant, crash);
    if (tally != NULL) {
        tally->times++;
    }
    return tally;
}

static bool sight(struct ledger *ledger, const char *crash, const char *target, struct fault *fault)
{
    char now[32];
    clock_now(now);
    return store_sight(ledger->store, ledger->night, crash, target, now, ledger->revision, fault);
}

static bool sighted(struct ledger *ledger, const struct signature *signature, const char *target,
                    struct fault *fault)
{
    struct store_variant known;
    bool found = false;
    if (!store_find_variant(ledger->store, signature->key, &known, &found, fault) || !found ||
        !known.studied) {
        return false;
    }
    struct ledger_tally *tally = count_once_more(ledger, known.id, known.crash);
    if (tally != NULL && tally->times == 1) {
        progress_say("%s: %s: seen again", target, signature->title);
    }
    (void)sight(ledger, known.crash, target, fault);
    return true;
}

bool ledger_sighted(struct ledger *ledger, const struct signature *signature, const char *target)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    bool answer = sighted(ledger, signature, target, &fault);
    if (fault.text[0] != '\0') {
        add_trouble(ledger, &fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
    return answer;
}

static bool keep_file(const char *directory, const char *name, const void *data, size_t size,
                      struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_write(path, size == 0 ? "" : data, size, fault);
}

/* Of another input they would lie, so they go before it comes, and come after it. */
static bool remove_marks(const char *directory, struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/marks", directory) &&
           (unlink(path) == 0 || errno == ENOENT || fault_errno(fault, "%s", path));
}

static bool keep_marks(const char *directory, const struct crash *crash, struct fault *fault)
{
    return crash->marks.size == 0 ||
           keep_file(directory, "marks", crash->marks.data, crash->marks.size, fault);
}

/* report.txt last: with it the directory is whole. */
static bool keep(const struct ledger *ledger, const struct crash *crash, struct fault *fault)
{
    char directory[PATH_SIZE];
    const char *target = crash->target->name;
    return ledger_directory(ledger, crash->signature.id, directory, fault) &&
           files_make_directory(directory, fault) && remove_marks(directory, fault) &&
           keep_file(directory, "input", crash->input.data, crash->input.size, fault) &&
           keep_file(directory, "minimized", crash->minimised.data, crash->minimised.size, fault) &&
           keep_marks(directory, crash, fault) &&
           keep_file(directory, "target", target, strlen(target), fault) &&
           keep_file(directory, "report.txt", crash->log.data, crash->log.size, fault);
}

static bool count_variant(void *context, const struct store_variant *variant)
{
    (void)variant;
    ++*(unsigned *)context;
    return true;
}

/* What is written of a crash in one transaction. */
struct entry {
    struct ledger *ledger;
    struct store_variant variant;
    const char *forgotten; /* the variant's id as it arrived, where the study found another */
    bool seen;             /* this night, not only by a log of old */
};

static bool write_entry(void *context, struct fault *fault)
{
    const struct entry *entry = context;
    char now[32];
    clock_now(now);
    return (entry->forgotten == NULL ||
            store_forget_variant(entry->ledger->store, entry->forgotten, fault)) &&
           store_put_variant(entry->ledger->store, &entry->variant, now, fault) &&
           (!entry->seen ||
            sight(entry->ledger, entry->variant.crash, entry->variant.target, fault));
}

static enum ledger_arrival arrive(struct ledger *ledger, const struct crash *crash,
                                  struct fault *fault)
{
    struct kinship kinship;
    struct entry entry = {.ledger = ledger, .seen = true};
    unsigned ways = 0;
    if (!ledger_find_kin(ledger, &crash->signature, &kinship, fault)) {
        return LEDGER_LOST;
    }
    bool another_way = kinship.crash[0] != '\0' && kinship.itself[0] == '\0';
    if (another_way &&
        !store_each_variant(ledger->store, kinship.crash, count_variant, &ways, fault)) {
        return LEDGER_LOST;
    }
    if (ways >= VARIANTS_MOST) {
        (void)count_once_more(ledger, kinship.variant, kinship.crash);
        return sight(ledger, kinship.crash, crash->target->name, fault) ? LEDGER_COUNT
                                                                        : LEDGER_LOST;
    }
    ledger_describe(crash, kinship.crash, &entry.variant);
    if (!keep(ledger, crash, fault) ||
        !store_transaction(ledger->store, write_entry, &entry, fault) ||
        !ledger_learn_issue(ledger, entry.variant.crash, fault)) {
        return LEDGER_LOST;
    }
    (void)count_once_more(ledger, entry.variant.id, entry.variant.crash);
    progress_say("%s: %s: %s", crash->target->name, crash->signature.title,
                 another_way ? "another way of a crash that is known" : "found");
    return LEDGER_STUDY;
}

enum ledger_arrival ledger_arrive(struct ledger *ledger, const struct crash *crash)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    enum ledger_arrival arrival = arrive(ledger, crash, &fault);
    if (fault.text[0] != '\0') {
        add_trouble(ledger, &fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
    return arrival;
}

static void move_tally(struct ledger *ledger, const char *from, const struct store_variant *to)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->tallies[i].variant, from) == 0) {
            memcpy(ledger->tallies[i].variant, to->id, sizeof to->id);
            memcpy(ledger->tallies[i].crash, to->crash, sizeof to->crash);
        }
    }
}

static bool remove_kept(const struct ledger *ledger, const struct signature *signature,
                        struct fault *fault)
{
    char directory[PATH_SIZE];
    return ledger_directory(ledger, signature->id, directory, fault) &&
           files_remove_tree(directory, fault);
}

static bool arrived_tonight(const struct ledger *ledger, const char *id)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->tallies[i].variant, id) == 0 && ledger->tallies[i].times > 0) {
            return true;
        }
    }
    return false;
}

static bool enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control, struct fault *fault)
{
    struct kinship kinship;
    struct entry entry = {.ledger = ledger};
    bool renamed = strcmp(arrived->id, crash->signature.id) != 0;
    if (!ledger_find_kin(ledger, &crash->signature, &kinship, fault)) {
        return false;
    }
    /* Its own kin by another name: the two are one input. */
    bool own = renamed && strcmp(kinship.crash, arrived->id) == 0;
    ledger_describe(crash, own ? "" : kinship.crash, &entry.variant);
    entry.variant.studied = true;
    entry.seen = crash->reproduced > 0 || arrived_tonight(ledger, arrived->id);
    entry.forgotten = renamed ? arrived->id : NULL;
    (void)snprintf(entry.variant.control, sizeof entry.variant.control, "%s", control);
    if (!keep(ledger, crash, fault) ||
        !store_transaction(ledger->store, write_entry, &entry, fault)) {
        return false;
    }
    move_tally(ledger, arrived->id, &entry.variant);
    return ledger_learn_issue(ledger, entry.variant.crash, fault) &&
           (entry.seen || ledger_learn_mended(ledger, entry.variant.crash, fault)) &&
           (!renamed || remove_kept(ledger, arrived, fault));
}

bool ledger_enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = enter(ledger, crash, arrived, control, &fault);
    if (!done) {
        add_trouble(ledger, &fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
    return done;
}

void ledger_forget(struct ledger *ledger, const struct signature *arrived)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    if (!store_forget_variant(ledger->store, arrived->id, &fault) ||
        !remove_kept(ledger, arrived, &fault)) {
        add_trouble(ledger, &fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}
