/* SPDX-License-Identifier: MIT */
#include "reception.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"
#include "progress.h"
#include "replay.h"
#include "verify.h"

#define INPUT_LIMIT ((size_t)64 << 20)

static void trouble(const struct reception *reception, const struct fault *fault)
{
    /* What an interrupt leaves undone is one trouble, and the night says it itself. */
    if (fault->text[0] != '\0' && !process_interrupted()) {
        ledger_trouble(reception->ledger, fault);
    }
}

static bool is_same(const struct signature *left, const struct signature *right)
{
    return strcmp(left->id, right->id) == 0;
}

/* `tonight`: this build crashed. A crash that could not be studied to its end stays as it arrived,
 * and is studied next night. */
static bool study(const struct reception *reception, struct crash *crash, bool tonight)
{
    struct fault fault = {""};
    struct signature arrived = crash->signature;
    struct triage_options options = {reception->settings->replays, reception->settings->minimise};
    if (!triage_study(crash, &options, reception->work, &fault) || process_interrupted()) {
        trouble(reception, &fault);
        return true;
    }
    char control[CONTROL_ID_SIZE] = "";
    bool crashes = tonight || crash->reproduced > 0;
    if (crashes && !control_keep(reception->ledger->state, reception->target, control, &fault)) {
        trouble(reception, &fault);
    }
    if (!is_same(&arrived, &crash->signature) &&
        ledger_sighted(reception->ledger, &crash->signature, reception->target->name)) {
        ledger_forget(reception->ledger, &arrived);
        return true;
    }
    bool entered = ledger_enter(reception->ledger, crash, &arrived, control);
    if (entered && crash->replays > 0) {
        progress_say("%s: %s: reproduced %u of %u times", reception->target->name,
                     crash->signature.title, crash->reproduced, crash->replays);
    }
    return entered;
}

/* Seen again, with a build whose like is to be kept until it is mended: the one of its first night
 * may be gone, since no mended crash keeps any. */
static void refresh_control(const struct reception *reception, const struct signature *signature)
{
    struct fault fault = {""};
    struct store_variant *known = calloc(1, sizeof *known);
    struct target *control = calloc(1, sizeof *control);
    char id[CONTROL_ID_SIZE];
    if (known != NULL && control != NULL && ledger_known(reception->ledger, signature, known) &&
        !control_find(reception->ledger->state, known->control, reception->target, control)) {
        if (control_keep(reception->ledger->state, reception->target, id, &fault)) {
            ledger_set_control(reception->ledger, signature, id);
        }
        trouble(reception, &fault);
    }
    free(known);
    free(control);
}

static bool take(const struct reception *reception, struct crash *crash)
{
    if (ledger_sighted(reception->ledger, &crash->signature, reception->target->name)) {
        refresh_control(reception, &crash->signature);
        return true;
    }
    switch (ledger_arrive(reception->ledger, crash)) {
    case LEDGER_STUDY:
        return study(reception, crash, true);
    case LEDGER_COUNT:
        return true;
    case LEDGER_LOST:
        break;
    }
    return false;
}

bool reception_take(const struct reception *reception, const void *input, size_t size,
                    const char *log, size_t log_size)
{
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        trouble(reception, &(struct fault){"out of memory: a crash is not entered"});
        return false;
    }
    bool named =
        triage_name(reception->target, input, size, log, log_size, reception->work, crash, &fault);
    bool kept = named && take(reception, crash);
    if (!named) {
        trouble(reception, &fault);
    }
    crash_free(crash);
    free(crash);
    return kept;
}

static bool take_witness(const struct reception *reception, const char *path,
                         const struct replay *replay, struct fault *fault)
{
    struct buffer input = {0};
    bool kept = files_read(path, INPUT_LIMIT, &input, fault) &&
                (reception_take(reception, input.data == NULL ? "" : input.data, input.size,
                                replay->log, replay->log_size) ||
                 fault_set(fault, "%s: its crash is not entered", path));
    buffer_free(&input);
    return kept;
}

bool reception_replay(const struct reception *reception, const char *path, bool *crashed,
                      struct fault *fault)
{
    struct replay replay;
    char *files[] = {(char *)(uintptr_t)path};
    bool done = replay_run(reception->target, files, 1, &replay, fault);
    *crashed = done && replay.crashed;
    if (*crashed) {
        done = take_witness(reception, path, &replay, fault);
    }
    replay_free(&replay);
    return done;
}

/* What the replays of an old crash say of it. */
static bool conclude(const struct reception *reception, const struct store_variant *variant,
                     const char *input, struct verify *verify, enum verify_answer answer,
                     struct fault *fault)
{
    switch (answer) {
    case VERIFY_CRASHES:
        (void)ledger_sighted(reception->ledger, &variant->signature, reception->target->name);
        refresh_control(reception, &variant->signature);
        return true;
    case VERIFY_OTHER:
        ledger_unsure(reception->ledger, variant, "its input crashes otherwise now");
        return take_witness(reception, input, &verify->replay, fault);
    case VERIFY_GONE:
        ledger_gone(reception->ledger, variant, verify->ran);
        return true;
    case VERIFY_UNSURE:
        break;
    }
    ledger_unsure(reception->ledger, variant, verify->why);
    return true;
}

static bool verify_variant(const struct reception *reception, const struct store_variant *variant,
                           const char *input, struct fault *fault)
{
    struct target *control = calloc(1, sizeof *control);
    if (control == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool kept =
        variant->control[0] != '\0' &&
        control_find(reception->ledger->state, variant->control, reception->target, control);
    struct verify verify = {
        .tip = reception->target,
        .control = kept ? control : NULL,
        .input = input,
        .signature = &variant->signature,
        .tool = variant->tool,
        /* Without a control a "no" is never believed, so it need not be certain. */
        .replays = kept ? verify_replays(variant->replays, variant->reproduced)
                        : reception->settings->replays,
    };
    enum verify_answer answer = VERIFY_UNSURE;
    bool done = verify_run(&verify, &answer, fault) &&
                conclude(reception, variant, input, &verify, answer, fault);
    replay_free(&verify.replay);
    free(control);
    return done;
}

/* It arrived in a night that was killed before it was studied, or the database was lost. Its log is
 * the witness, since it may come seldom; but not of tonight. */
static bool study_at_last(const struct reception *reception, const char *directory,
                          struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer input = {0}, log = {0};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done =
        path_make(path, fault, "%s/input", directory) &&
        files_read(path, INPUT_LIMIT, &input, fault) &&
        path_make(path, fault, "%s/report.txt", directory) &&
        files_read(path, INPUT_LIMIT, &log, fault) &&
        triage_name(reception->target, input.data == NULL ? "" : input.data, input.size,
                    log.data == NULL ? "" : log.data, log.size, reception->work, crash, fault);
    if (done) {
        (void)study(reception, crash, false);
    }
    crash_free(crash);
    free(crash);
    buffer_free(&input);
    buffer_free(&log);
    return done;
}

bool reception_revisit(const struct reception *reception, const struct store_variant *variant,
                       struct fault *fault)
{
    char directory[PATH_SIZE], input[PATH_SIZE];
    if (!ledger_directory(reception->ledger, variant->id, directory, fault) ||
        !path_make(input, fault, "%s/minimized", directory)) {
        return false;
    }
    if (access(input, R_OK) != 0) {
        if (!variant->mended) {
            ledger_unsure(reception->ledger, variant, "its input is not there any more");
        }
        return true;
    }
    if (variant->mended) {
        bool crashed; /* then it is back; that it does not crash is no news */
        return reception_replay(reception, input, &crashed, fault);
    }
    return variant->studied ? verify_variant(reception, variant, input, fault)
                            : study_at_last(reception, directory, fault);
}
