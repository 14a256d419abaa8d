/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "base/progress.h"
#include "triage/control.h"
#include "triage/replay.h"
#include "triage/verify.h"

#define INPUT_LIMIT ((size_t)64 << 20)

/* `tonight`: this build crashed. A crash that cannot be studied to its end stays as it arrived, and
 * is studied next night. */
static bool study(const struct intake *intake, struct crash *crash, bool tonight)
{
    struct fault fault = {""};
    struct signature arrived = crash->signature;
    struct triage_options options = {intake->settings->replays, intake->settings->minimise};
    if (!triage_study(crash, &options, intake->work, &fault) || process_interrupted()) {
        ledger_trouble_if_any(intake->ledger, &fault);
        return true;
    }
    char control[CONTROL_ID_SIZE] = "";
    bool crashes = tonight || crash->reproduced > 0;
    if (crashes && !control_keep(intake->ledger->state, intake->target, control, &fault)) {
        ledger_trouble_if_any(intake->ledger, &fault);
    }
    if (strcmp(arrived.id, crash->signature.id) != 0 &&
        ledger_sighted(intake->ledger, &crash->signature, intake->target->name)) {
        ledger_forget(intake->ledger, &arrived);
        return true;
    }
    bool entered = ledger_enter(intake->ledger, crash, &arrived, control);
    if (entered && crash->replays > 0) {
        progress_say("%s: %s: reproduced %u of %u times", intake->target->name,
                     crash->signature.title, crash->reproduced, crash->replays);
    }
    return entered;
}

/* A crash was seen again. A build that shows it is kept until the crash is mended; where there is
 * none, since the crash was mended in between, this build is. */
static void refresh_control(const struct intake *intake, const struct signature *signature)
{
    struct fault fault = {""};
    struct store_variant *known = calloc(1, sizeof *known);
    struct target *control = calloc(1, sizeof *control);
    char id[CONTROL_ID_SIZE];
    if (known != NULL && control != NULL && ledger_known(intake->ledger, signature, known) &&
        !control_find(intake->ledger->state, known->control, intake->target, control)) {
        if (control_keep(intake->ledger->state, intake->target, id, &fault)) {
            ledger_set_control(intake->ledger, signature, id);
        }
        ledger_trouble_if_any(intake->ledger, &fault);
    }
    free(known);
    free(control);
}

static bool take(const struct intake *intake, struct crash *crash)
{
    if (ledger_sighted(intake->ledger, &crash->signature, intake->target->name)) {
        refresh_control(intake, &crash->signature);
        return true;
    }
    switch (ledger_arrive(intake->ledger, crash)) {
    case LEDGER_STUDY:
        return study(intake, crash, true);
    case LEDGER_COUNT:
        return true;
    case LEDGER_LOST:
        break;
    }
    return false;
}

bool intake_take(const struct intake *intake, const void *input, size_t size, const char *log,
                 size_t log_size)
{
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        ledger_trouble_if_any(intake->ledger,
                              &(struct fault){"out of memory: a crash is not entered"});
        return false;
    }
    const struct artifact artifact = {{input, size}, {log, log_size}};
    bool named = triage_name(intake->target, &artifact, intake->work, crash, &fault);
    bool kept = named && take(intake, crash);
    if (!named) {
        ledger_trouble_if_any(intake->ledger, &fault);
    }
    crash_free(crash);
    free(crash);
    return kept;
}

static bool take_witness(const struct intake *intake, const char *path, const struct replay *replay,
                         struct fault *fault)
{
    struct buffer input = {0};
    bool kept = files_read(path, INPUT_LIMIT, &input, fault) &&
                (intake_take(intake, input.data == NULL ? "" : input.data, input.size,
                             replay->crash.log.data, replay->crash.log.size) ||
                 fault_set(fault, "%s: its crash is not entered", path));
    buffer_free(&input);
    return kept;
}

bool intake_replay(const struct intake *intake, const char *path, bool *crashed,
                   struct fault *fault)
{
    struct replay replay;
    char *files[] = {(char *)(uintptr_t)path};
    bool done = replay_run(intake->target, files, 1, &replay, fault);
    *crashed = done && replay.crashed;
    if (*crashed) {
        done = take_witness(intake, path, &replay, fault);
    }
    replay_free(&replay);
    return done;
}

static bool tell_ledger(const struct intake *intake, const struct store_variant *variant,
                        const char *input, struct verify *verify, enum verify_answer answer,
                        struct fault *fault)
{
    switch (answer) {
    case VERIFY_CRASHES:
        (void)ledger_sighted(intake->ledger, &variant->signature, intake->target->name);
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

static bool verify_variant(const struct intake *intake, const struct store_variant *variant,
                           const char *input, struct fault *fault)
{
    struct target *control = calloc(1, sizeof *control);
    if (control == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool kept = variant->control[0] != '\0' &&
                control_find(intake->ledger->state, variant->control, intake->target, control);
    struct verify verify = {
        .tip = intake->target,
        .control = kept ? control : NULL,
        .input = input,
        .signature = &variant->signature,
        .tool = variant->tool,
        /* Without a control no number of replays proves that the crash is gone, so the usual number
         * will do. */
        .replays = kept ? verify_replays(variant->replays, variant->reproduced)
                        : intake->settings->replays,
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
static bool study_at_last(const struct intake *intake, const char *directory, struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer input = {0}, log = {0};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done = path_make(path, fault, "%s/input", directory) &&
                files_read(path, INPUT_LIMIT, &input, fault) &&
                path_make(path, fault, "%s/report.txt", directory) &&
                files_read(path, INPUT_LIMIT, &log, fault);
    if (done) {
        const struct artifact artifact = {{input.data == NULL ? "" : input.data, input.size},
                                          {log.data == NULL ? "" : log.data, log.size}};
        done = triage_name(intake->target, &artifact, intake->work, crash, fault);
    }
    if (done) {
        (void)study(intake, crash, false);
    }
    crash_free(crash);
    free(crash);
    buffer_free(&input);
    buffer_free(&log);
    return done;
}

bool intake_revisit(const struct intake *intake, const struct store_variant *variant,
                    struct fault *fault)
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
