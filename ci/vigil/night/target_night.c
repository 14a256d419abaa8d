/* SPDX-License-Identifier: MIT */
#include "target_night.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/inert.h"
#include "base/process.h"
#include "base/progress.h"
#include "inputless.h"
#include "inventory.h"
#include "known.h"
#include "triage/artifacts.h"
#include "triage/corpus.h"
#include "triage/replay.h"
#include "triage/seed_folder.h"
#include "triage/silence.h"

#define REPLAYED_AT_ONCE 500
#define PRUNE_SECONDS    10.0

static void note(const struct target_night *part, const char *text)
{
    struct fault fault;
    fault_set(&fault, "%s: %.400s", part->target->name, text);
    ledger_note(part->ledger, &fault);
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
    struct artifacts artifacts = {.planted = 0};
    bool done = path_make(directory, fault, "%s/artifacts", part->work) &&
                artifacts_list(directory, (struct span){"", 0}, NULL, ARTIFACTS_LEFT_OVER,
                               ARTIFACTS_LEFT_OVER, &artifacts, fault);
    for (size_t i = 0; done && i < artifacts.found.count && !process_interrupted(); i++) {
        done = take_leftover(part, artifacts.found.paths[i], fault);
    }
    part->campaign.planted += artifacts.planted;
    artifacts_free(&artifacts);
    return done && !process_interrupted();
}

static bool prepare(struct target_night *part, struct fault *fault)
{
    const char *name = part->target->name;
    return path_make(part->work, fault, "%s/work/%s", part->state, name) &&
           path_make(part->own_corpus, fault, "%s/corpus/%s", part->state, name) &&
           path_make(part->seeds, fault, "%s/seeds/%s", part->state, name) &&
           files_make_directory(part->work, fault) && corpus_recover(part->own_corpus, fault) &&
           take_leftovers(part, fault) && files_remove_tree(part->work, fault) &&
           files_make_directory(part->work, fault) && files_make_directory(part->own_corpus, fault);
}

/* What the target's own options say; 0: nothing. */
static size_t max_len(const struct target *target)
{
    size_t most = 0;
    for (size_t i = 0; i < target->options.flag_count; i++) {
        if (strncmp(target->options.flags[i], "-max_len=", 9) == 0) {
            most = strtoul(target->options.flags[i] + 9, NULL, 10);
        }
    }
    return most;
}

static void tell_of_seeds(const struct target_night *part, const struct seeds_left *left,
                          const char *where, const char *why)
{
    struct buffer example = {0};
    struct fault text;
    inert_line(&example, left->example, strlen(left->example));
    const char *name = example.data == NULL ? "" : example.data;
    if (left->too_large > 0) {
        fault_set(&text, "seeds in %s that %s: %zu (%.120s)", where, why, left->too_large, name);
        note(part, text.text);
    }
    if (left->too_much > 0) {
        fault_set(
            &text,
            "seeds in %s that are not taken, since those before them have 256 MiB: %zu (%.120s)",
            where, left->too_much, name);
        note(part, text.text);
    }
    buffer_free(&example);
}

/* The corpus, the regressions and the archive. Fuzzing goes on without what cannot be had, which is
 * a trouble. */
static void gather_seeds(struct target_night *part, struct file_list *files)
{
    char directory[PATH_SIZE];
    struct fault fault = {""};
    struct seed_folder folder = {.folder = part->seeds,
                                 .files = files,
                                 .archive = part->target->seeds,
                                 .most = max_len(part->target)};
    if (!path_make(directory, &fault, "%s/%s", part->corpus, part->target->name) ||
        !files_list(directory, files, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
        fault.text[0] = '\0';
    }
    if (!seed_folder_gather(&folder, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
    }
    tell_of_seeds(part, &folder.longer, "its corpus",
                  "are too long, so that only their beginning is read");
    tell_of_seeds(part, &folder.archived, "its seed archive",
                  "are larger than 1 MiB, and not taken");
}

/* What the target's options ask for and do not get. */
static void tell_of_options(const struct target_night *part)
{
    struct span rest = {part->target->options.passed_over,
                        strlen(part->target->options.passed_over)};
    struct span line;
    while (span_take_line(&rest, &line)) {
        struct buffer text = {0};
        inert_line(&text, line.text, line.size);
        note(part, text.data == NULL ? "" : text.data);
        buffer_free(&text);
    }
}

/* What a reader has to know of how the share was used. */
static void tell_of_course(const struct target_night *part)
{
    const struct campaign *campaign = &part->campaign;
    if (campaign->planted > 0) {
        struct fault text;
        fault_set(
            &text,
            "put %zu files among the artifacts that are none of libFuzzer's findings, or more "
            "than one run leaves: they were removed",
            campaign->planted);
        note(part, text.text);
    }
    if (campaign->note[0] != '\0' && campaign->end == CAMPAIGN_FINISHED) {
        note(part, campaign->note);
    }
    if (campaign->unknown_flags[0] != '\0') {
        struct fault text;
        fault_set(&text, "its libFuzzer does not know %.300s, of its .options",
                  campaign->unknown_flags);
        note(part, text.text);
    }
}

static void fuzz(struct target_night *part)
{
    struct campaign *campaign = &part->campaign;
    campaign->corpus = part->own_corpus;
    campaign->seeds = part->seeds;
    campaign->work = part->work;
    campaign->share = part->share;
    campaign->found = intake_take;
    campaign->search_most = fmax(intake_left(&part->intake), 1);
    campaign->progress = show;
    campaign->context = &part->intake;
    campaign_run(campaign);
    part->intake.spent += campaign->searched;
    ledger_trouble_if_any(part->ledger, &campaign->fault);
    tell_of_course(part);
    inputless_judge(part->ledger, campaign);
}

/* After the share, in a tenth of it; but a short share does not keep a corpus from being pruned. */
static void prune(struct target_night *part)
{
    const struct campaign *campaign = &part->campaign;
    struct fault fault = {""};
    struct corpus_prune prune = {.target = part->target,
                                 .corpus = part->own_corpus,
                                 .work = part->work,
                                 .seconds = fmax(part->share / 10, PRUNE_SECONDS)};
    if (part->share <= 0 || campaign->end != CAMPAIGN_FINISHED || process_interrupted()) {
        return;
    }
    if (!corpus_prune(&prune, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
    } else if (prune.doubt.text[0] != '\0' && !process_interrupted()) {
        ledger_note(part->ledger, &prune.doubt);
    } else if (prune.before > prune.after) {
        progress_say("%s: corpus pruned from %zu files to %zu", part->target->name, prune.before,
                     prune.after);
    }
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

static void break_silence(struct target_night *part)
{
    struct fault fault = {""};
    bool silent = false;
    if (!silence_break(part->target, part->work, &silent, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
    } else if (silent) {
        note(part, "closes its standard error: it is run with -close_fd_mask=3, so that libFuzzer "
                   "and the sanitizers are heard");
    }
}

void target_night_run(struct target_night *part)
{
    struct file_list files = {0};
    struct fault fault = part->target->fault;
    char regressions[PATH_SIZE];
    part->campaign.target = part->target;
    intake_begin(&part->intake, part->ledger, part->settings, part->target, part->work);
    part->intake.allowance = part->allowance;
    if (fault.text[0] != '\0' || !prepare(part, &fault) ||
        !path_make(regressions, &fault, "%s/regressions/%s", part->corpus, part->target->name) ||
        !files_list(regressions, &files, &fault)) {
        ledger_trouble_if_any(part->ledger, &fault);
        files_list_free(&files);
        return;
    }
    progress_say("%s: %.0f s", part->target->name, part->share);
    tell_of_options(part);
    inventory_program(part->ledger, part->target);
    break_silence(part);
    known_look(&part->intake);
    replay_regressions(part, &files);
    gather_seeds(part, &files);
    files_list_free(&files);
    if (!process_interrupted()) {
        size_t stage = stages_begin(part->stages, "fuzz", part->target->name);
        fuzz(part);
        stages_end(part->stages, stage);
        record(part);
        prune(part);
    }
}
