/* SPDX-License-Identifier: MIT */
#include "target_night.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "base/progress.h"
#include "triage/replay.h"
#include "triage/seeds.h"

#define REPLAYED_AT_ONCE 500

static void replay_known(struct target_night *part)
{
    struct store_variant *variants;
    size_t count;
    struct fault fault = {""};
    bool done = ledger_past(part->ledger, part->target->name, &variants, &count, &fault);
    for (size_t i = 0; done && i < count && !process_interrupted(); i++) {
        if (variants[i].signature.class != CLASS_EXHAUSTION || !variants[i].studied) {
            done = intake_revisit(&part->intake, &variants[i], &fault);
        }
    }
    free(variants);
    ledger_trouble_if_any(part->ledger, &fault);
}

static bool replay_batch(struct target_night *part, char *const *files, size_t count,
                         struct fault *fault)
{
    struct replay replay;
    bool ran = replay_run(part->target, files, count, &replay, fault);
    bool clean = ran && !replay.crashed;
    replay_free(&replay);
    /* Only a replay of each file alone tells which crashed, and whether more than one does. */
    for (size_t i = 0; !clean && i < count && !process_interrupted(); i++) {
        bool crashed;
        fault->text[0] = '\0';
        if (!intake_replay(&part->intake, files[i], &crashed, fault)) {
            return false;
        }
    }
    return true;
}

static void replay_regressions(struct target_night *part, const struct file_list *files)
{
    struct fault fault = {""};
    bool done = true;
    for (size_t i = 0; done && i < files->count && !process_interrupted(); i += REPLAYED_AT_ONCE) {
        size_t rest = files->count - i;
        done = replay_batch(part, files->paths + i,
                            rest < REPLAYED_AT_ONCE ? rest : REPLAYED_AT_ONCE, &fault);
    }
    ledger_trouble_if_any(part->ledger, &fault);
}

static void show(void *context, const struct campaign *campaign)
{
    (void)context;
    progress_status(&(struct progress){campaign->target->name, campaign->elapsed, campaign->share,
                                       campaign->executions, campaign->edges, campaign->crashes});
}

/* An input that crashes so seldom goes into the target's own corpus: every night then tries it. */
static bool give_up(struct target_night *part, const char *path, struct fault *fault)
{
    char kept[PATH_SIZE];
    progress_say("%s: what a former night left unread does not crash: %s", part->target->name,
                 path);
    if (!path_make(kept, fault, "%s%s", part->own_corpus, strrchr(path, '/')) ||
        !files_make_directory(part->own_corpus, fault)) {
        return false;
    }
    return rename(path, kept) == 0 || fault_errno(fault, "%s: cannot put in place", kept);
}

/* An artifact of a night that was killed before it read the artifact. Where none of as many replays
 * as any crash gets crashes, it says so and gives the artifact up. */
static bool take_leftover(struct target_night *part, const char *path, struct fault *fault)
{
    bool crashed = false;
    for (unsigned i = 0; !crashed && i < part->settings->replays; i++) {
        if (!intake_replay(&part->intake, path, &crashed, fault)) {
            return false;
        }
    }
    return crashed || give_up(part, path, fault);
}

static bool take_leftovers(struct target_night *part, struct fault *fault)
{
    char directory[PATH_SIZE];
    struct file_list files = {0};
    bool done = path_make(directory, fault, "%s/artifacts", part->work) &&
                files_list(directory, &files, fault);
    for (size_t i = 0; done && i < files.count && !process_interrupted(); i++) {
        done = !campaign_is_finding(files.paths[i]) || take_leftover(part, files.paths[i], fault);
    }
    files_list_free(&files);
    return done && !process_interrupted();
}

static bool prepare(struct target_night *part, struct fault *fault)
{
    const char *name = part->target->name;
    return path_make(part->work, fault, "%s/work/%s", part->state, name) &&
           path_make(part->own_corpus, fault, "%s/corpus/%s", part->state, name) &&
           path_make(part->seeds, fault, "%s/seeds", part->work) &&
           files_make_directory(part->work, fault) && take_leftovers(part, fault) &&
           files_remove_tree(part->work, fault) && files_make_directory(part->seeds, fault) &&
           files_make_directory(part->own_corpus, fault);
}

/* The corpus and the regressions are linked, the archive is unpacked. Fuzzing goes on without what
 * cannot be had, which is a trouble. */
static void gather_seeds(struct target_night *part, struct file_list *files)
{
    char directory[PATH_SIZE];
    struct fault fault = {""};
    bool linked = path_make(directory, &fault, "%s/%s", part->corpus, part->target->name) &&
                  files_list(directory, files, &fault) && seeds_link(files, part->seeds, &fault);
    if (!linked) {
        ledger_trouble_if_any(part->ledger, &fault);
    }
    fault.text[0] = '\0';
    if (part->target->seeds[0] != '\0' && !seeds_unpack(part->target->seeds, part->seeds, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
    }
}

static void fuzz(struct target_night *part)
{
    struct campaign *campaign = &part->campaign;
    campaign->corpus = part->own_corpus;
    campaign->seeds = part->seeds;
    campaign->work = part->work;
    campaign->share = part->share;
    campaign->found = triage_take;
    campaign->progress = show;
    campaign->context = &part->intake.triage;
    campaign_run(campaign);
    ledger_trouble_if_any(part->ledger, &campaign->fault);
}

static void record(struct target_night *part)
{
    const struct campaign *campaign = &part->campaign;
    struct store_run run = {.target = part->target->name,
                            .ended = campaign_end_name(campaign->end),
                            .executions = campaign->executions,
                            .edges = campaign->edges,
                            .corpus_inputs = campaign->corpus_inputs,
                            .seconds = campaign->elapsed,
                            .crashes = campaign->crashes};
    struct fault fault = {""};
    (void)pthread_mutex_lock(&part->ledger->lock);
    bool done = store_add_run(part->ledger->store, part->ledger->night, &run, &fault);
    (void)pthread_mutex_unlock(&part->ledger->lock);
    if (!done) {
        ledger_trouble(part->ledger, &fault);
    }
}

void target_night_run(struct target_night *part)
{
    struct file_list files = {0};
    struct fault fault = part->target->fault;
    char regressions[PATH_SIZE];
    part->campaign.target = part->target;
    intake_begin(&part->intake, part->ledger, part->settings, part->target, part->work);
    if (fault.text[0] != '\0' || !prepare(part, &fault) ||
        !path_make(regressions, &fault, "%s/regressions/%s", part->corpus, part->target->name) ||
        !files_list(regressions, &files, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
        files_list_free(&files);
        return;
    }
    progress_say("%s: %.0f s", part->target->name, part->share);
    replay_known(part);
    replay_regressions(part, &files);
    gather_seeds(part, &files);
    files_list_free(&files);
    if (!process_interrupted()) {
        size_t stage = stages_begin(part->stages, "fuzz", part->target->name);
        fuzz(part);
        stages_end(part->stages, stage);
        record(part);
    }
}
