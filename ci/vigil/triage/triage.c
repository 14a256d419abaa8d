/* SPDX-License-Identifier: MIT */
#include "triage.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "blame.h"
#include "minimise.h"
#include "reproduce.h"

#define MINIMISE_QUESTIONS 2000
#define INPUT_LIMIT        ((size_t)64 << 20)
#define BLAME_SECONDS      5.0

/* So often is a candidate asked of a crash that came in half of its replays or more: then one that
 * is as good as the input is refused once in sixteen times at the worst. */
#define ASKS 4

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
    bool named =
        reproduce_once(target, work, &crash->input, INFINITY, &replay, fault) && replay.crashed;
    if (named) {
        take_witness(crash, &replay);
    } else if (fault->text[0] == '\0') {
        fault_set(fault, "%s: an artifact whose log tells of no crash", target->name);
    }
    replay_free(&replay);
    return named;
}

struct question {
    struct crash *crash;
    const char *work;
    double deadline, patience; /* a candidate much slower than the input is not pursued */
    unsigned asks;
};

static bool crashes_so(const struct question *question, const struct buffer *candidate,
                       double seconds, struct replay *replay)
{
    struct fault ignored;
    const struct crash *crash = question->crash;
    return reproduce_once(crash->target, question->work, candidate, seconds, replay, &ignored) &&
           replay->crashed && signature_same(&replay->signature, &crash->signature);
}

static enum minimise_answer still_crashes(void *context, const unsigned char *data, size_t size)
{
    const struct question *question = context;
    const struct buffer candidate = {.data = (char *)(uintptr_t)data, .size = size};
    for (unsigned i = 0; i < question->asks; i++) {
        struct replay replay;
        double left = question->deadline - process_clock();
        if (process_interrupted() || left <= 0) {
            return MINIMISE_STOP;
        }
        bool same = crashes_so(question, &candidate,
                               left < question->patience ? left : question->patience, &replay);
        replay_free(&replay);
        if (same) {
            return MINIMISE_SAME;
        }
    }
    return MINIMISE_OTHER;
}

/* Replays what is left of the input: once where both come every time, else as often as it takes to
 * see that it comes half as often as the input at least. */
static bool is_believed(const struct question *question)
{
    struct crash *crash = question->crash;
    bool every_time = crash->reproduced == crash->replays;
    unsigned wanted = (crash->reproduced + 1) / 2, times = 0;
    for (unsigned i = 0; i < crash->replays && times < wanted && !process_interrupted(); i++) {
        struct replay replay;
        if (crashes_so(question, &crash->minimised, INFINITY, &replay)) {
            times = every_time && i == 0 ? wanted : times + 1;
        }
        if (times == wanted) {
            take_witness(crash, &replay);
        }
        replay_free(&replay);
    }
    return times == wanted;
}

/* `seconds` is what a replay of the input takes. */
static void make_smaller(struct crash *crash, double budget, const char *work, double seconds)
{
    struct question question = {.crash = crash,
                                .work = work,
                                .deadline = process_clock() + budget,
                                .patience = 1 + 10 * seconds,
                                .asks = crash->reproduced == crash->replays ? 1 : ASKS};
    struct buffer *left = &crash->minimised;
    left->size = minimise((unsigned char *)left->data, left->size, still_crashes, &question,
                          MINIMISE_QUESTIONS);
    left->data[left->size] = '\0';
    bool changed =
        left->size != crash->input.size || memcmp(left->data, crash->input.data, left->size) != 0;
    if (changed && !is_believed(&question)) {
        left->size = 0;
        buffer_add(left, crash->input.data, crash->input.size);
    }
}

/* What cannot be learnt is no fault of the crash. */
static void find_blame(struct crash *crash, double seconds, const char *work)
{
    struct fault ignored;
    (void)blame_find(crash, seconds < BLAME_SECONDS ? seconds : BLAME_SECONDS, work, &crash->marks,
                     &ignored);
}

bool triage_study(struct crash *crash, const struct triage_options *options, const char *work,
                  struct fault *fault)
{
    crash->reproducibility = UNCONFIRMED;
    crash->replays = crash->reproduced = 0;
    crash->marks.size = 0;
    if (signature_is_exhaustion(&crash->report)) {
        return true;
    }
    struct replay witness;
    bool done = reproduce(crash, work, options->replays, &witness, fault);
    if (witness.crashed) {
        take_witness(crash, &witness);
    }
    if (signature_is_exhaustion(&crash->report)) {
        crash->reproducibility = UNCONFIRMED;
    } else if (done && crash->reproducibility == REPRODUCIBLE) {
        make_smaller(crash, options->minimise_seconds, work, witness.seconds);
        find_blame(crash, options->minimise_seconds, work);
    }
    replay_free(&witness);
    reproduce_end(work);
    if (done && process_interrupted()) {
        done = fault_set(fault, "%s: interrupted", crash->target->name);
    } else if (done) {
        fault->text[0] = '\0'; /* of a replay that said nothing, among others that did */
    }
    return done && !out_of_memory(crash, fault);
}

bool triage_confirm(struct crash *crash, const char *work, struct fault *fault)
{
    struct target twice;
    struct replay replay;
    crash->reproducibility = UNCONFIRMED;
    if (!replay_twice_the_limits(crash->target, &twice, fault)) {
        return false;
    }
    bool ran = reproduce_once(&twice, work, &crash->input, INFINITY, &replay, fault);
    crash->replays = ran ? 1 : 0;
    crash->reproduced = 0;
    /* By kind, not by key: the alarm may strike where the stack cannot be unwound to its entry. */
    if (ran && replay.crashed && strcmp(replay.report.kind, crash->report.kind) == 0) {
        struct signature kept = crash->signature;
        take_witness(crash, &replay);
        crash->signature = kept;
        crash->reproduced = 1;
        crash->reproducibility = REPRODUCIBLE;
    }
    replay_free(&replay);
    reproduce_end(work);
    return ran && !out_of_memory(crash, fault);
}

static bool load(const char *directory, const char *name, struct buffer *into, struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_read(path, INPUT_LIMIT, into, fault);
}

/* They only help to read the input, and may be of a night that had none. */
static void load_marks(const char *directory, struct crash *crash)
{
    struct fault ignored;
    if (!load(directory, "marks", &crash->marks, &ignored) ||
        crash->marks.size != crash->minimised.size) {
        crash->marks.size = 0;
    }
}

bool triage_load(const struct target *target, const char *directory,
                 const struct signature *signature, struct crash *crash, struct fault *fault)
{
    memset(crash, 0, sizeof *crash);
    crash->target = target;
    crash->signature = *signature;
    crash->reproducibility = UNCONFIRMED;
    bool loaded = load(directory, "input", &crash->input, fault) &&
                  load(directory, "minimized", &crash->minimised, fault) &&
                  load(directory, "report.txt", &crash->log, fault) &&
                  (sanlog_read(crash->log.data, crash->log.size, &crash->report) ||
                   fault_set(fault, "%s/report.txt: tells of no crash", directory));
    load_marks(directory, crash);
    return loaded;
}
