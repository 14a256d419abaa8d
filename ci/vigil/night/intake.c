/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/progress.h"
#include "store/kept.h"
#include "triage/companions.h"
#include "triage/replay.h"
#include "triage/verify.h"

#define INPUT_LIMIT ((size_t)64 << 20)

/* Time. */

double intake_left(const struct intake *intake)
{
    double now = process_clock();
    double spent = intake->spent + (intake->began > 0 ? now - intake->began : 0);
    double left = intake->allowance - spent;
    return intake->until > 0 ? fmin(left, intake->until - now) : left;
}

static double deadline(const struct intake *intake)
{
    double left = intake_left(intake);
    return isinf(left) ? 0 : process_clock() + left;
}

/* Counts the time from now on; false where it is counted already. */
static bool begin(struct intake *intake)
{
    bool is_first = intake->began <= 0;
    intake->began = is_first ? process_clock() : intake->began;
    return is_first;
}

static void end(struct intake *intake, bool is_first)
{
    if (is_first) {
        intake->spent += process_clock() - intake->began;
        intake->began = 0;
    }
}

/* The build that shows what is put off is kept, once, so that a later night can tell whether it is
 * mended. */
static void put_off(struct intake *intake, const struct signature *signature)
{
    struct fault fault = {""};
    ledger_put_off(intake->ledger, signature);
    if (intake->former != NULL) {
        return;
    }
    if (intake->control[0] != '\0' ||
        control_keep(intake->ledger->state, intake->triage.target, intake->control, &fault)) {
        ledger_set_control(intake->ledger, signature, intake->control);
    }
    ledger_trouble_if_any(intake->ledger, &fault);
}

/* Whether the crash is studied now; what takes no time is in any case. */
static enum triage_wish study_or_put_off(struct intake *intake, const struct crash *crash,
                                         const struct signature *as)
{
    struct triage_options *options = &intake->triage.options;
    bool takes_time = !crash->inputless && !signature_is_exhaustion(&crash->report);
    if (takes_time && intake_left(intake) <= options->minimise_seconds) {
        struct store_variant known;
        /* Half a fix: it has an issue and what shows it, and the next night asks again. */
        bool studied = ledger_known(intake->ledger, as, &known) && known.studied;
        /* Any other that would be cut short is better studied when all targets are done. */
        if (intake_left(intake) <= 0 || (intake->until <= 0 && !studied)) {
            if (!studied) {
                put_off(intake, as);
            }
            return TRIAGE_LEAVE;
        }
    }
    options->deadline = takes_time ? deadline(intake) : 0;
    options->content = intake->content;
    return TRIAGE_STUDY;
}

/* A crash was seen again. A build that shows it is kept until the crash is mended; where there is
 * none, since the crash was mended in between, this build is. Another target's build would not run
 * the inputs that the crash is shown with. */
static void refresh_control(const struct intake *intake, const struct signature *signature)
{
    struct fault fault = {""};
    struct store_variant *known = calloc(1, sizeof *known);
    struct target *control = calloc(1, sizeof *control);
    char id[CONTROL_ID_SIZE];
    if (known != NULL && control != NULL && ledger_known(intake->ledger, signature, known) &&
        strcmp(known->target, intake->triage.target->name) == 0 &&
        !control_find(intake->ledger->state, known->control, intake->triage.target, control)) {
        if (control_keep(intake->ledger->state, intake->triage.target, id, &fault)) {
            ledger_set_control(intake->ledger, signature, id);
        }
        ledger_trouble_if_any(intake->ledger, &fault);
    }
    free(known);
    free(control);
}

/* Asked by triage of a crash that it has named. */
static enum triage_wish named(void *context, const struct crash *crash, struct signature *as)
{
    struct intake *intake = context;
    if (intake->former != NULL) {
        *as = intake->former->signature; /* it arrived then */
        return study_or_put_off(intake, crash, as);
    }
    switch (ledger_arrive(intake->ledger, crash, as)) {
    case LEDGER_STUDY:
        return study_or_put_off(intake, crash, as);
    case LEDGER_SEEN:
        refresh_control(intake, as);
        return TRIAGE_LEAVE;
    case LEDGER_COUNT:
        return TRIAGE_LEAVE;
    case LEDGER_LOST:
        break;
    }
    return TRIAGE_LOST;
}

/* The kernel kills what comes in its way when memory runs short. Where no replay is killed too,
 * that says nothing of the target. */
static bool is_stray(const struct crash *crash)
{
    return strcmp(crash->report.kind, "killed-by-sigkill") == 0 && !crash->unfinished &&
           (crash->inputless ? crash->reproducibility != REPRODUCIBLE : crash->reproduced == 0);
}

/* Told by triage what a crash turned out to be. */
static bool studied(void *context, const struct crash *crash, const struct signature *arrived)
{
    const struct intake *intake = context;
    const struct target *target = intake->triage.target;
    struct fault fault = {""};
    char control[CONTROL_ID_SIZE] = "";
    bool crashes = intake->former == NULL || crash->reproduced > 0;
    if (is_stray(crash)) {
        progress_say("%s: was killed once, and not again", target->name);
        ledger_forget(intake->ledger, arrived);
        return true;
    }
    if (crashes && !control_keep(intake->ledger->state, target, control, &fault)) {
        ledger_trouble_if_any(intake->ledger, &fault);
    }
    bool entered = ledger_enter(intake->ledger, crash, arrived, control);
    if (entered && crash->replays > 0) {
        progress_say("%s: %s: reproduced %u of %u times%s", target->name, crash->signature.title,
                     crash->reproduced, crash->replays,
                     crash->unfinished ? ", and then there was no time left" : "");
    }
    return entered;
}

static void trouble(void *context, const struct fault *fault)
{
    const struct intake *intake = context;
    ledger_trouble_if_any(intake->ledger, fault);
}

void intake_begin(struct intake *intake, struct ledger *ledger, const struct settings *settings,
                  const struct target *target, const char *work)
{
    *intake = (struct intake){
        .ledger = ledger,
        .allowance = INFINITY,
        .triage = {.target = target,
                   .work = work,
                   /* No single crash takes all of the time, however short that is. */
                   .options = {.replays = settings->replays,
                               .minimise_seconds = fmin(settings->minimise, settings->triage / 10)},
                   .named = named,
                   .studied = studied,
                   .trouble = trouble,
                   .context = intake},
    };
}

bool intake_take(void *context, const struct artifact *artifact)
{
    struct intake *intake = context;
    bool is_first = begin(intake);
    bool kept = triage_take(&intake->triage, artifact);
    end(intake, is_first);
    return kept;
}

static bool take_witness(struct intake *intake, const char *path, const struct replay *replay,
                         struct fault *fault)
{
    struct buffer input = {0};
    bool kept = files_read(path, INPUT_LIMIT, &input, fault);
    if (kept) {
        const struct artifact artifact = {
            .input = {input.data == NULL ? "" : input.data, input.size},
            .log = {replay->crash.log.data, replay->crash.log.size}};
        kept = intake_take(intake, &artifact) ||
               fault_set(fault, "%s: its crash is not entered", path);
    }
    buffer_free(&input);
    return kept;
}

bool intake_replay(struct intake *intake, const char *path, bool *crashed, struct fault *fault)
{
    struct replay replay;
    char *files[] = {(char *)(uintptr_t)path};
    bool done = replay_run(intake->triage.target, files, 1, &replay, fault);
    *crashed = done && replay.crashed;
    if (*crashed) {
        done = take_witness(intake, path, &replay, fault);
    }
    replay_free(&replay);
    return done;
}

/* What one input of a variant came to. */
struct asked {
    enum verify_answer answer;
    unsigned ran;
    char why[300];
};

/* Asks about one input of the variant. What crashes otherwise is taken in; so is what crashes as
 * the variant does with another input than the one it is shown with. */
static bool ask(struct intake *intake, const struct store_variant *variant, struct verify *verify,
                struct asked *asked, struct fault *fault)
{
    bool done = verify_run(verify, &asked->answer, fault);
    asked->ran = verify->ran;
    (void)snprintf(asked->why, sizeof asked->why, "%s", verify->why);
    if (done && asked->answer == VERIFY_OTHER) {
        (void)snprintf(asked->why, sizeof asked->why, "its input crashes otherwise now");
        done = take_witness(intake, verify->input, &verify->replay, fault);
    } else if (done && asked->answer == VERIFY_CRASHES && verify->beside) {
        bool same = signature_same(&verify->replay.crash.signature, &variant->signature);
        (void)snprintf(asked->why, sizeof asked->why, "%s",
                       same ? "" : "another of its inputs still crashes much the same way");
        done = take_witness(intake, verify->input, &verify->replay, fault);
    } else if (done && asked->answer == VERIFY_CRASHES) {
        ledger_seen(intake->ledger, variant, &verify->replay.crash);
        refresh_control(intake, &variant->signature);
    }
    replay_free(&verify->replay);
    return done;
}

/* Replays of one more input of a crash that came every time: it is not asked with the control. */
#define BESIDE_REPLAYS 3

/* Asks about the inputs beside the first, of which it is known that it does not crash, until one
 * crashes. */
static bool ask_beside(struct intake *intake, const struct store_variant *variant,
                       const struct file_list *inputs, size_t from, struct fault *fault)
{
    bool always = variant->replays > 0 && variant->reproduced == variant->replays, done = true;
    struct asked asked = {.answer = VERIFY_GONE};
    for (size_t i = from; done && i < inputs->count && asked.answer != VERIFY_CRASHES; i++) {
        struct verify verify = {
            .tip = intake->triage.target,
            .input = inputs->paths[i],
            .signature = &variant->signature,
            .tool = variant->tool,
            .beside = true,
            .deadline = deadline(intake),
            .replays =
                always ? BESIDE_REPLAYS : verify_replays(variant->replays, variant->reproduced),
        };
        done = ask(intake, variant, &verify, &asked, fault);
        if (done && asked.why[0] != '\0') {
            ledger_unsure(intake->ledger, variant, asked.why);
        }
    }
    return done;
}

static bool verify_with(struct intake *intake, const struct store_variant *variant,
                        const struct file_list *inputs, const struct target *control,
                        struct fault *fault)
{
    struct verify verify = {
        .tip = intake->triage.target,
        .control = control,
        .input = inputs->paths[0],
        .signature = &variant->signature,
        .tool = variant->tool,
        .deadline = deadline(intake),
        /* Without a control no number of replays proves that the crash is gone, so the usual number
         * will do. */
        .replays = control != NULL ? verify_replays(variant->replays, variant->reproduced)
                                   : intake->triage.options.replays,
    };
    struct asked asked;
    if (!ask(intake, variant, &verify, &asked, fault)) {
        return false;
    }
    switch (asked.answer) {
    case VERIFY_CRASHES:
        return true;
    case VERIFY_GONE:
        /* Said before the others are asked: one that crashes is then known to be half a fix. */
        ledger_gone(intake->ledger, variant, asked.ran);
        break;
    case VERIFY_OTHER:
    case VERIFY_UNSURE:
        ledger_unsure(intake->ledger, variant, asked.why);
        break;
    }
    bool done = ask_beside(intake, variant, inputs, 1, fault);
    if (!done) {
        ledger_unsure(intake->ledger, variant, "not all of its inputs were replayed");
    }
    return done;
}

static bool verify_variant(struct intake *intake, const struct store_variant *variant,
                           const struct file_list *inputs, struct fault *fault)
{
    struct target *control = calloc(1, sizeof *control);
    if (control == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool kept = variant->control[0] != '\0' && control_find(intake->ledger->state, variant->control,
                                                            intake->triage.target, control);
    bool done = verify_with(intake, variant, inputs, kept ? control : NULL, fault);
    free(control);
    return done;
}

/* The crash arrived in a night that was killed before it was studied, or the database was lost. Its
 * log is believed, since it may crash seldom, but does not show that it crashed tonight. */
static bool study_at_last(struct intake *intake, const struct store_variant *variant,
                          const char *directory, struct fault *fault)
{
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done = kept_read(intake->triage.target, directory, &variant->signature, crash, fault);
    if (!done && crash->log.size > 0) {
        fault->text[0] = '\0'; /* its report tells of no crash; a replay may */
        done = true;
    }
    if (done) {
        const struct artifact artifact = {
            .input = {crash->input.data == NULL ? "" : crash->input.data, crash->input.size},
            .log = {crash->log.data, crash->log.size},
            .runs = crash->inputless ? crash->replays : 0,
            .times = crash->inputless ? crash->reproduced : 0,
            .smaller = {crash->minimised.size < crash->input.size ? crash->minimised.data : NULL,
                        crash->minimised.size}};
        intake->former = variant;
        (void)intake_take(intake, &artifact);
        intake->former = NULL;
    }
    crash_free(crash);
    free(crash);
    return done;
}

/* A crash that is mended: if one of its inputs crashes, it is taken in, and mended no more; if none
 * does, nothing is new. */
static bool look_again(struct intake *intake, const struct store_variant *variant,
                       const struct file_list *inputs, struct fault *fault)
{
    bool crashed = false, done = true;
    for (size_t i = 0; done && !crashed && i < inputs->count; i++) {
        done = intake_replay(intake, inputs->paths[i], &crashed, fault);
        if (done && !crashed && i == 0 && variant->reproduced == variant->replays) {
            ledger_clean(intake->ledger, variant);
        }
    }
    return done;
}

static bool revisit(struct intake *intake, const struct store_variant *variant,
                    const char *directory, const struct file_list *inputs, struct fault *fault)
{
    if (strcmp(variant->target, intake->triage.target->name) != 0) {
        /* It is shown with an input of another target, whose replays tell whether it is mended. */
        return ask_beside(intake, variant, inputs, 0, fault);
    }
    if (inputs->count == 0 && !variant->inputless) {
        if (!variant->mended) {
            ledger_unsure(intake->ledger, variant, "its input is not there any more");
        }
        return true;
    }
    if (!variant->studied && !variant->mended) {
        return study_at_last(intake, variant, directory, fault);
    }
    if (variant->inputless) {
        return true; /* the target's own run tells (inputless.h) */
    }
    return variant->mended ? look_again(intake, variant, inputs, fault)
                           : verify_variant(intake, variant, inputs, fault);
}

bool intake_revisit(struct intake *intake, const struct store_variant *variant, struct fault *fault)
{
    char directory[PATH_SIZE];
    struct file_list inputs = {0};
    bool is_first = begin(intake);
    bool done = ledger_directory(intake->ledger, variant->id, directory, fault) &&
                kept_list(directory, intake->triage.target->name, &inputs, fault) &&
                revisit(intake, variant, directory, &inputs, fault);
    end(intake, is_first);
    files_list_free(&inputs);
    return done;
}
