/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"
#include "progress.h"
#include "replay.h"
#include "seeds.h"

#define INPUT_LIMIT      ((size_t)64 << 20)
#define REPLAYED_AT_ONCE 500

static void trouble(struct watch *watch, const struct fault *fault)
{
    /* What an interrupt leaves undone is one trouble, and the night says it itself. */
    if (fault->text[0] != '\0' && !process_interrupted()) {
        ledger_trouble(watch->ledger, fault);
    }
}

/* A crash, however it was come by: counted if it is known, else studied and entered. */
static void take_crash(struct watch *watch, const void *input, size_t size, const char *log,
                       size_t log_size)
{
    struct crash crash;
    struct fault fault = {""};
    const char *name = watch->target->name;
    bool named =
        triage_name(watch->target, input, size, log, log_size, watch->work, &crash, &fault);
    if (named && !ledger_sighted(watch->ledger, &crash.signature, name)) {
        /* A crash that could not be studied is entered as it was found. */
        if (!triage_study(&crash, watch->work, &fault)) {
            trouble(watch, &fault);
        }
        if (!ledger_sighted(watch->ledger, &crash.signature, name)) {
            ledger_enter(watch->ledger, &crash);
        }
    } else if (!named) {
        trouble(watch, &fault);
    }
    crash_free(&crash);
}

/* One file alone. False when the target cannot be run on it at all. */
static bool replay_file(struct watch *watch, const char *path, struct fault *fault)
{
    struct replay replay;
    struct buffer input = {0};
    char *files[] = {(char *)path};
    bool ran = files_read(path, INPUT_LIMIT, &input, fault) &&
               replay_run(watch->target, files, 1, &replay, fault);
    if (ran && replay.crashed) {
        take_crash(watch, input.data, input.size, replay.log, replay.log_size);
    }
    if (ran) {
        replay_free(&replay);
    }
    buffer_free(&input);
    return ran;
}

struct id_list {
    char (*ids)[17];
    size_t count;
};

static bool take_id(void *context, const struct store_crash *crash)
{
    struct id_list *list = context;
    char(*ids)[17] = realloc(list->ids, (list->count + 1) * sizeof *ids);
    if (ids == NULL) {
        return false;
    }
    list->ids = ids;
    memcpy(ids[list->count++], crash->id, sizeof *ids);
    return true;
}

static void replay_known(struct watch *watch)
{
    struct id_list known = {0};
    struct fault fault = {""};
    (void)pthread_mutex_lock(&watch->ledger->lock);
    bool listed =
        store_each_crash(watch->ledger->store, watch->target->name, take_id, &known, &fault);
    (void)pthread_mutex_unlock(&watch->ledger->lock);
    for (size_t i = 0; listed && i < known.count && !process_interrupted(); i++) {
        char path[PATH_SIZE];
        /* One whose files a person removed is not replayed; fuzzing may find it again. */
        if (ledger_kept_input(watch->ledger, known.ids[i], path, &fault) &&
            access(path, R_OK) == 0) {
            listed = replay_file(watch, path, &fault);
        }
    }
    free(known.ids);
    trouble(watch, &fault);
}

static bool replay_batch(struct watch *watch, char *const *files, size_t count, struct fault *fault)
{
    struct replay replay;
    bool ran = replay_run(watch->target, files, count, &replay, fault);
    bool clean = ran && !replay.crashed;
    replay_free(&replay);
    /* Which of them it was, and whether more than one, is seen one by one. */
    for (size_t i = 0; !clean && i < count && !process_interrupted(); i++) {
        fault->text[0] = '\0';
        if (!replay_file(watch, files[i], fault)) {
            return false;
        }
    }
    return true;
}

static void replay_regressions(struct watch *watch, const struct file_list *files)
{
    struct fault fault = {""};
    bool done = true;
    for (size_t i = 0; done && i < files->count && !process_interrupted(); i += REPLAYED_AT_ONCE) {
        size_t rest = files->count - i;
        done = replay_batch(watch, files->paths + i,
                            rest < REPLAYED_AT_ONCE ? rest : REPLAYED_AT_ONCE, &fault);
    }
    if (!done) {
        trouble(watch, &fault);
    }
}

static void found(void *context, const struct artifact *artifact)
{
    take_crash(context, artifact->input->data, artifact->input->size, artifact->log,
               artifact->log_size);
}

static void show(void *context, const struct campaign *campaign)
{
    (void)context;
    progress_status(&(struct progress){campaign->target->name, campaign->elapsed, campaign->share,
                                       campaign->executions, campaign->edges, campaign->crashes});
}

static bool prepare(struct watch *watch, struct fault *fault)
{
    const char *name = watch->target->name;
    return path_make(watch->work, fault, "%s/work/%s", watch->state, name) &&
           path_make(watch->own_corpus, fault, "%s/corpus/%s", watch->state, name) &&
           path_make(watch->seeds, fault, "%s/seeds", watch->work) &&
           files_remove_tree(watch->work, fault) && files_make_directory(watch->seeds, fault) &&
           files_make_directory(watch->own_corpus, fault);
}

/* The corpus and the regressions linked, and what the archive holds; not all of it is needed to
 * fuzz, so what cannot be had is only told. */
static void gather_seeds(struct watch *watch, struct file_list *files)
{
    char directory[PATH_SIZE];
    struct fault fault = {""};
    bool linked = path_make(directory, &fault, "%s/%s", watch->corpus, watch->target->name) &&
                  files_list(directory, files, &fault) && seeds_link(files, watch->seeds, &fault);
    if (!linked) {
        trouble(watch, &fault);
    }
    fault.text[0] = '\0';
    if (watch->target->seeds[0] != '\0' &&
        !seeds_unpack(watch->target->seeds, watch->seeds, &fault)) {
        trouble(watch, &fault);
    }
}

static void fuzz(struct watch *watch)
{
    struct campaign *campaign = &watch->campaign;
    campaign->corpus = watch->own_corpus;
    campaign->seeds = watch->seeds;
    campaign->work = watch->work;
    campaign->share = watch->share;
    campaign->found = found;
    campaign->progress = show;
    campaign->context = watch;
    campaign_run(campaign);
    trouble(watch, &campaign->fault);
}

static void record(struct watch *watch)
{
    const struct campaign *campaign = &watch->campaign;
    struct store_run run = {.target = watch->target->name,
                            .ended = campaign_end_name(campaign->end),
                            .executions = campaign->executions,
                            .edges = campaign->edges,
                            .corpus_inputs = campaign->corpus_inputs,
                            .seconds = campaign->elapsed,
                            .crashes = campaign->crashes};
    struct fault fault = {""};
    (void)pthread_mutex_lock(&watch->ledger->lock);
    bool done = store_add_run(watch->ledger->store, watch->ledger->night, &run, &fault);
    (void)pthread_mutex_unlock(&watch->ledger->lock);
    if (!done) {
        ledger_trouble(watch->ledger, &fault);
    }
}

void watch_target(struct watch *watch)
{
    struct file_list files = {0};
    struct fault fault = watch->target->fault;
    char regressions[PATH_SIZE];
    watch->campaign.target = watch->target;
    if (fault.text[0] != '\0' || !prepare(watch, &fault) ||
        !path_make(regressions, &fault, "%s/regressions/%s", watch->corpus, watch->target->name) ||
        !files_list(regressions, &files, &fault)) {
        trouble(watch, &fault);
        files_list_free(&files);
        return;
    }
    progress_say("%s: %.0f s", watch->target->name, watch->share);
    replay_known(watch);
    replay_regressions(watch, &files);
    gather_seeds(watch, &files);
    files_list_free(&files);
    if (!process_interrupted()) {
        fuzz(watch);
        record(watch);
    }
}
