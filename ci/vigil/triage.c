/* SPDX-License-Identifier: MIT */
#include "triage.h"

#include <string.h>
#include <unistd.h>

#include "files.h"
#include "minimise.h"
#include "process.h"
#include "replay.h"

#define MINIMISE_QUESTIONS 2000

/* The candidate's file is written over and over. */
static bool write_candidate(const char *work, const void *data, size_t size, char path[PATH_SIZE],
                            struct fault *fault)
{
    return path_make(path, fault, "%s/candidate", work) &&
           files_scribble(path, size == 0 ? "" : data, size, fault);
}

static bool replay_bytes(const struct target *target, const char *work, const void *data,
                         size_t size, struct replay *replay, struct fault *fault)
{
    char path[PATH_SIZE];
    memset(replay, 0, sizeof *replay);
    if (!write_candidate(work, data, size, path, fault)) {
        return false;
    }
    char *files[] = {path};
    return replay_run(target, files, 1, replay, fault);
}

static void take_witness(struct crash *crash, const struct replay *replay)
{
    crash->signature = replay->signature;
    crash->report = replay->report;
    crash->log.size = 0;
    buffer_add(&crash->log, replay->log, replay->log_size);
}

static bool out_of_memory(const struct crash *crash, struct fault *fault)
{
    return (crash->input.failed || crash->minimised.failed || crash->log.failed) &&
           !fault_set(fault, "%s: out of memory while judging a crash", crash->target->name);
}

bool triage_name(const struct target *target, const void *input, size_t size, const char *log,
                 size_t log_size, const char *work, struct crash *crash, struct fault *fault)
{
    memset(crash, 0, sizeof *crash);
    crash->target = target;
    buffer_add(&crash->input, input, size);
    buffer_add(&crash->minimised, input, size);
    buffer_add(&crash->log, log, log_size);
    if (out_of_memory(crash, fault)) {
        return false;
    }
    if (sanlog_read(log, log_size, &crash->report)) {
        signature_make(&crash->report, target->name, &crash->signature);
        return true;
    }
    struct replay replay;
    bool named = replay_bytes(target, work, input, size, &replay, fault) && replay.crashed;
    if (named) {
        take_witness(crash, &replay);
    } else if (fault->text[0] == '\0') {
        fault_set(fault, "%s: an artifact whose log tells of no crash", target->name);
    }
    replay_free(&replay);
    return named;
}

/* Replays the input, and takes the first crash for the truth the others are measured by. */
static bool reproduce(struct crash *crash, const char *work, struct fault *fault)
{
    unsigned wanted = signature_is_exhaustion(&crash->report) ? 1 : TRIAGE_REPLAYS;
    for (unsigned i = 0; i < wanted && !process_interrupted(); i++) {
        struct replay replay;
        bool ran =
            replay_bytes(crash->target, work, crash->input.data, crash->input.size, &replay, fault);
        crash->replays++;
        if (ran && replay.crashed && crash->reproduced == 0) {
            take_witness(crash, &replay);
            crash->reproduced = 1;
        } else if (ran && replay.crashed && signature_same(&replay.signature, &crash->signature)) {
            crash->reproduced++;
        }
        replay_free(&replay);
        if (!ran) {
            return false;
        }
    }
    return true;
}

struct question {
    struct crash *crash;
    const char *work;
    double deadline;
};

static enum minimise_answer still_crashes(void *context, const unsigned char *data, size_t size)
{
    struct question *question = context;
    if (process_interrupted() || process_clock() >= question->deadline) {
        return MINIMISE_STOP;
    }
    struct fault ignored;
    struct replay replay;
    bool same =
        replay_bytes(question->crash->target, question->work, data, size, &replay, &ignored) &&
        replay.crashed && signature_same(&replay.signature, &question->crash->signature);
    replay_free(&replay);
    return same ? MINIMISE_SAME : MINIMISE_OTHER;
}

static bool make_smaller(struct crash *crash, const char *work, struct fault *fault)
{
    struct question question = {crash, work, process_clock() + TRIAGE_MINIMISE_SECONDS};
    crash->minimised.size = minimise((unsigned char *)crash->minimised.data, crash->input.size,
                                     still_crashes, &question, MINIMISE_QUESTIONS);
    struct replay replay;
    bool ran = replay_bytes(crash->target, work, crash->minimised.data, crash->minimised.size,
                            &replay, fault);
    if (ran && replay.crashed && signature_same(&replay.signature, &crash->signature)) {
        take_witness(crash, &replay);
    } else {
        crash->minimised.size = 0;
        buffer_add(&crash->minimised, crash->input.data, crash->input.size);
    }
    replay_free(&replay);
    return ran;
}

bool triage_study(struct crash *crash, const char *work, struct fault *fault)
{
    bool done = reproduce(crash, work, fault);
    if (done && crash->reproduced == crash->replays && crash->replays == TRIAGE_REPLAYS) {
        done = make_smaller(crash, work, fault);
    }
    char path[PATH_SIZE];
    struct fault ignored;
    if (path_make(path, &ignored, "%s/candidate", work)) {
        (void)unlink(path);
    }
    return done && !out_of_memory(crash, fault);
}

void crash_free(struct crash *crash)
{
    buffer_free(&crash->input);
    buffer_free(&crash->minimised);
    buffer_free(&crash->log);
}
