/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "store/control.h"
#include "triage/replay.h"
#include "triage/verify.h"

#define INPUT_LIMIT ((size_t)64 << 20)

/* A crash was seen again. A build that shows it is kept until the crash is mended; where there is
 * none, since the crash was mended in between, this build is. */
static void refresh_control(const struct intake *intake, const struct signature *signature)
{
    struct fault fault = {""};
    struct store_variant *known = calloc(1, sizeof *known);
    struct target *control = calloc(1, sizeof *control);
    char id[CONTROL_ID_SIZE];
    if (known != NULL && control != NULL && ledger_known(intake->ledger, signature, known) &&
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
static enum triage_wish named(void *context, const struct crash *crash)
{
    const struct intake *intake = context;
    if (intake->of_a_former_night) {
        return TRIAGE_STUDY; /* it arrived then */
    }
    if (ledger_sighted(intake->ledger, &crash->signature, intake->triage.target->name)) {
        refresh_control(intake, &crash->signature);
        return TRIAGE_LEAVE;
    }
    switch (ledger_arrive(intake->ledger, crash)) {
    case LEDGER_STUDY:
        return TRIAGE_STUDY;
    case LEDGER_COUNT:
        return TRIAGE_LEAVE;
    case LEDGER_LOST:
        break;
    }
    return TRIAGE_LOST;
}

/* Told by triage what a crash turned out to be. */
static bool studied(void *context, const struct crash *crash, const struct signature *arrived)
{
    const struct intake *intake = context;
    const struct target *target = intake->triage.target;
    struct fault fault = {""};
    char control[CONTROL_ID_SIZE] = "";
    bool crashes = !intake->of_a_former_night || crash->reproduced > 0;
    if (crashes && !control_keep(intake->ledger->state, target, control, &fault)) {
        ledger_trouble_if_any(intake->ledger, &fault);
    }
    if (strcmp(arrived->id, crash->signature.id) != 0 &&
        ledger_sighted(intake->ledger, &crash->signature, target->name)) {
        ledger_forget(intake->ledger, arrived);
        return true;
    }
    bool entered = ledger_enter(intake->ledger, crash, arrived, control);
    if (entered && crash->replays > 0) {
        progress_say("%s: %s: reproduced %u of %u times", target->name, crash->signature.title,
                     crash->reproduced, crash->replays);
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
        .triage = {.target = target,
                   .work = work,
                   .options = {settings->replays, settings->minimise},
                   .named = named,
                   .studied = studied,
                   .trouble = trouble,
                   .context = intake},
    };
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
        kept = triage_take(&intake->triage, &artifact) ||
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

static bool tell_ledger(struct intake *intake, const struct store_variant *variant,
                        const char *input, struct verify *verify, enum verify_answer answer,
                        struct fault *fault)
{
    switch (answer) {
    case VERIFY_CRASHES:
        (void)ledger_sighted(intake->ledger, &variant->signature, intake->triage.target->name);
        refresh_control(intake, &variant->signature);
        return true;
    case VERIFY_OTHER:
        ledger_unsure(intake->ledger, variant, "its input crashes otherwise now");
        return take_witness(intake, input, &verify->replay, fault);
    case VERIFY_GONE:
        ledger_gone(intake->ledger, variant, verify->ran);
        return true;
    case VERIFY_UNSURE:
        break;
    }
    ledger_unsure(intake->ledger, variant, verify->why);
    return true;
}

static bool verify_variant(struct intake *intake, const struct store_variant *variant,
                           const char *input, struct fault *fault)
{
    struct target *control = calloc(1, sizeof *control);
    if (control == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool kept = variant->control[0] != '\0' && control_find(intake->ledger->state, variant->control,
                                                            intake->triage.target, control);
    struct verify verify = {
        .tip = intake->triage.target,
        .control = kept ? control : NULL,
        .input = input,
        .signature = &variant->signature,
        .tool = variant->tool,
        /* Without a control no number of replays proves that the crash is gone, so the usual number
         * will do. */
        .replays = kept ? verify_replays(variant->replays, variant->reproduced)
                        : intake->triage.options.replays,
    };
    enum verify_answer answer = VERIFY_UNSURE;
    bool done = verify_run(&verify, &answer, fault) &&
                tell_ledger(intake, variant, input, &verify, answer, fault);
    replay_free(&verify.replay);
    free(control);
    return done;
}

/* The crash arrived in a night that was killed before it was studied, or the database was lost. Its
 * log is believed, since it may crash seldom, but does not show that it crashed tonight. */
static bool study_at_last(struct intake *intake, const char *directory, struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer input = {0}, log = {0};
    bool done = path_make(path, fault, "%s/input", directory) &&
                files_read(path, INPUT_LIMIT, &input, fault) &&
                path_make(path, fault, "%s/report.txt", directory) &&
                files_read(path, INPUT_LIMIT, &log, fault);
    if (done) {
        const struct artifact artifact = {
            .input = {input.data == NULL ? "" : input.data, input.size},
            .log = {log.data == NULL ? "" : log.data, log.size}};
        intake->of_a_former_night = true;
        (void)triage_take(&intake->triage, &artifact);
        intake->of_a_former_night = false;
    }
    buffer_free(&input);
    buffer_free(&log);
    return done;
}

bool intake_revisit(struct intake *intake, const struct store_variant *variant, struct fault *fault)
{
    char directory[PATH_SIZE], input[PATH_SIZE];
    if (!ledger_directory(intake->ledger, variant->id, directory, fault) ||
        !path_make(input, fault, "%s/minimized", directory)) {
        return false;
    }
    if (access(input, R_OK) != 0) {
        if (!variant->mended) {
            ledger_unsure(intake->ledger, variant, "its input is not there any more");
        }
        return true;
    }
    if (variant->mended) {
        bool crashed; /* if so, it was taken in, and is mended no more; if not, nothing is new */
        return intake_replay(intake, input, &crashed, fault);
    }
    return variant->studied ? verify_variant(intake, variant, input, fault)
                            : study_at_last(intake, directory, fault);
}
