/* SPDX-License-Identifier: MIT */
#include "target_night.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "base/progress.h"
#include "intake.h"
#include "ledger_past.h"
#include "triage/replay.h"
#include "triage/seeds.h"

#define REPLAYED_AT_ONCE 500

static void trouble(struct target_night *watch, const struct fault *fault)
{
    /* What an interrupt leaves undone is one trouble, and the night says it itself. */
    if (fault->text[0] != '\0' && !process_interrupted()) {
        ledger_trouble(watch->ledger, fault);
    }
}

static struct intake intake_of(const struct target_night *watch)
{
    return (struct intake){watch->ledger, watch->settings, watch->target, watch->work};
}

static void replay_known(struct target_night *watch)
{
    struct past past = {0};
    struct fault fault = {""};
    struct intake intake = intake_of(watch);
    bool done = past_load(&past, watch->ledger, watch->target->name, &fault);
    for (size_t i = 0; done && i < past.count && !process_interrupted(); i++) {
        if (past.variants[i].signature.class != CLASS_EXHAUSTION || !past.variants[i].studied) {
            done = intake_revisit(&intake, &past.variants[i], &fault);
        }
    }
    past_free(&past);
    trouble(watch, &fault);
}

static bool replay_file(struct target_night *watch, const char *path, struct fault *fault)
{
    struct intake intake = intake_of(watch);
    bool crashed;
    return intake_replay(&intake, path, &crashed, fault);
}

static bool replay_batch(struct target_night *watch, char *const *files, size_t count,
                         struct fault *fault)
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

static void replay_regressions(struct target_night *watch, const struct file_list *files)
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

static bool found(void *context, const struct artifact *artifact)
{
    struct intake intake = intake_of(context);
    return intake_take(&intake, artifact->input.text, artifact->input.size, artifact->log.text,
                       artifact->log.size);
}

static void show(void *context, const struct campaign *campaign)
{
    (void)context;
    progress_status(&(struct progress){campaign->target->name, campaign->elapsed, campaign->share,
                                       campaign->executions, campaign->edges, campaign->crashes});
}

/* What crashes so seldom is tried again every night: it goes into the target's own corpus. */
static bool give_up(struct target_night *watch, const char *path, struct fault *fault)
{
    char kept[PATH_SIZE];
    progress_say("%s: what a former night left unread does not crash: %s", watch->target->name,
                 path);
    if (!path_make(kept, fault, "%s%s", watch->own_corpus, strrchr(path, '/')) ||
        !files_make_directory(watch->own_corpus, fault)) {
        return false;
    }
    return rename(path, kept) == 0 || fault_errno(fault, "%s: cannot put in place", kept);
}

/* An artifact that a night killed in the middle never came to read. One that does not crash any
 * more, though asked as often as any, is told of and given up. */
static bool take_leftover(struct target_night *watch, const char *path, struct fault *fault)
{
    struct intake intake = intake_of(watch);
    bool crashed = false;
    for (unsigned i = 0; !crashed && i < watch->settings->replays; i++) {
        if (!intake_replay(&intake, path, &crashed, fault)) {
            return false;
        }
    }
    return crashed || give_up(watch, path, fault);
}

static bool take_leftovers(struct target_night *watch, struct fault *fault)
{
    char directory[PATH_SIZE];
    struct file_list files = {0};
    bool done = path_make(directory, fault, "%s/artifacts", watch->work) &&
                files_list(directory, &files, fault);
    for (size_t i = 0; done && i < files.count && !process_interrupted(); i++) {
        done = !campaign_is_finding(files.paths[i]) || take_leftover(watch, files.paths[i], fault);
    }
    files_list_free(&files);
    return done && !process_interrupted();
}

static bool prepare(struct target_night *watch, struct fault *fault)
{
    const char *name = watch->target->name;
    return path_make(watch->work, fault, "%s/work/%s", watch->state, name) &&
           path_make(watch->own_corpus, fault, "%s/corpus/%s", watch->state, name) &&
           path_make(watch->seeds, fault, "%s/seeds", watch->work) &&
           files_make_directory(watch->work, fault) && take_leftovers(watch, fault) &&
           files_remove_tree(watch->work, fault) && files_make_directory(watch->seeds, fault) &&
           files_make_directory(watch->own_corpus, fault);
}

/* The corpus and the regressions linked, and what the archive holds; not all of it is needed to
 * fuzz, so what cannot be had is only told. */
static void gather_seeds(struct target_night *watch, struct file_list *files)
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

static void fuzz(struct target_night *watch)
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

static void record(struct target_night *watch)
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

void target_night_run(struct target_night *watch)
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
        size_t stage = stages_begin(watch->stages, "fuzz", watch->target->name);
        fuzz(watch);
        stages_end(watch->stages, stage);
        record(watch);
    }
}
