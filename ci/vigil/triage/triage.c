/* SPDX-License-Identifier: MIT */
#include "triage.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "blame.h"
#include "minimise.h"
#include "replay.h"

#define MINIMISE_QUESTIONS 2000
#define BLAME_SECONDS      5.0

/* How often a candidate is replayed for a crash that came in at least half of its replays, but not
 * in all: one that is as good as the input is then refused once in sixteen times at the worst. */
#define ASKS 4

/* Where a replay takes no longer than this, all replays that were asked for are made. */
#define QUICK_SECONDS 2.0

/* After more replays than this that said nothing, the target is given up. */
#define FAULTS_MOST 2

/* More different crashes of one input than this are not told apart. */
#define SIGNATURES_MOST 16

/* Takes signature, report and log over from the replay. */
static void take_witness(struct crash *crash, struct replay *replay)
{
    struct buffer former = crash->log;
    crash->signature = replay->crash.signature;
    crash->report = replay->crash.report;
    crash->log = replay->crash.log;
    replay->crash.log = former;
}

static bool out_of_memory(const struct crash *crash, struct fault *fault)
{
    return (crash->input.failed || crash->minimised.failed || crash->log.failed) &&
           !fault_set(fault, "%s: out of memory while judging a crash", crash->target->name);
}

bool triage_name(const struct target *target, const struct artifact *artifact, const char *work,
                 struct crash *crash, struct fault *fault)
{
    memset(crash, 0, sizeof *crash);
    crash->target = target;
    buffer_add(&crash->input, artifact->input.text, artifact->input.size);
    const struct span *least =
        artifact->smaller.text != NULL ? &artifact->smaller : &artifact->input;
    buffer_add(&crash->minimised, least->text, least->size);
    buffer_add(&crash->log, artifact->log.text, artifact->log.size);
    crash->inputless = artifact->runs > 0;
    crash->replays = artifact->runs;
    crash->reproduced = artifact->times;
    if (out_of_memory(crash, fault)) {
        return false;
    }
    if (sanlog_read(artifact->log.text, artifact->log.size, &crash->report)) {
        ignore_mark(target->ignore, &crash->report);
        signature_make(&crash->report, target->name, &crash->signature);
        return true;
    }
    if (crash->inputless) {
        return fault_set(fault, "%s: runs without an input whose log tells of no crash",
                         target->name);
    }
    struct replay replay;
    bool named =
        replay_input(target, work, &crash->input, INFINITY, &replay, fault) && replay.crashed;
    if (named) {
        take_witness(crash, &replay);
    } else if (fault->text[0] == '\0') {
        fault_set(fault, "%s: an artifact whose log tells of no crash", target->name);
    }
    replay_free(&replay);
    return named;
}

/* The first replay of each signature; its crash.reproduced counts them all. */
struct tally {
    struct replay *firsts; /* SIGNATURES_MOST */
    size_t count;
};

/* How many seconds the study may still take. */
static double seconds_left(const struct triage_options *options)
{
    return options->deadline > 0 ? options->deadline - process_clock() : INFINITY;
}

/* Takes the replay over, or frees it. */
static void add(struct tally *tally, struct replay *replay)
{
    for (size_t i = 0; replay->crashed && i < tally->count; i++) {
        struct crash *first = &tally->firsts[i].crash;
        if (signature_same(&first->signature, &replay->crash.signature)) {
            first->reproduced++;
            replay_free(replay);
            return;
        }
    }
    if (replay->crashed && tally->count < SIGNATURES_MOST) {
        replay->crash.reproduced = 1;
        tally->firsts[tally->count++] = *replay;
    } else {
        replay_free(replay);
    }
}

/* The commonest crash; of equals the one that the run showed, else the earliest. NULL: none. */
static struct replay *commonest(const struct tally *tally, const struct signature *own)
{
    struct replay *best = NULL;
    for (size_t i = 0; i < tally->count; i++) {
        struct replay *next = &tally->firsts[i];
        if (best == NULL || next->crash.reproduced > best->crash.reproduced ||
            (next->crash.reproduced == best->crash.reproduced &&
             signature_same(&next->crash.signature, own))) {
            best = next;
        }
    }
    return best;
}

/* What the replays so far, of `wanted`, say for certain; UNCONFIRMED: nothing yet. */
static enum reproducibility rate(const struct crash *crash, unsigned wanted)
{
    unsigned most = crash->reproduced + wanted - crash->replays; /* if all that are left crash so */
    if (crash->reproduced >= wanted - crash->reproduced) {
        return REPRODUCIBLE;
    }
    return most < wanted - most || crash->replays == wanted ? FLAKY : UNCONFIRMED;
}

/*
 * Replays the crash's input as often as is wanted, or less often where it is slow and its
 * reproducibility certain, or where the time is over, and sets its replays, reproduced and
 * reproducibility. *witness is the first replay of the commonest crash, whose signature counts;
 * witness->crashed is false when none crashed. It is to be freed in any case. False, with a fault,
 * when it was cut short otherwise.
 */
static bool reproduce(struct crash *crash, const char *work, const struct triage_options *options,
                      struct replay *witness, struct fault *fault)
{
    unsigned wanted = options->replays == 0 ? 1 : options->replays;
    struct tally tally = {.firsts = calloc(SIGNATURES_MOST, sizeof *tally.firsts)};
    memset(witness, 0, sizeof *witness);
    if (tally.firsts == NULL) {
        return fault_set(fault, "%s: out of memory", crash->target->name);
    }
    unsigned faults = 0;
    double took = 0;
    bool done = true;
    while (done && crash->replays < wanted &&
           (took <= QUICK_SECONDS || rate(crash, wanted) == UNCONFIRMED)) {
        struct replay replay;
        if (process_interrupted()) {
            done = fault_set(fault, "%s: interrupted", crash->target->name);
            break;
        }
        double left = seconds_left(options);
        if (left <= 0) {
            crash->unfinished = true;
            break;
        }
        bool ran = replay_input(crash->target, work, &crash->input, left, &replay, fault);
        bool started = replay.crash.log.data != NULL;
        if (!ran && seconds_left(options) <= 0 && !process_interrupted()) {
            fault->text[0] = '\0'; /* it was killed for that, which says nothing of the target */
            crash->unfinished = true;
            replay_free(&replay);
            break;
        }
        took = replay.seconds;
        add(&tally, &replay);
        done = ran || (started && !process_interrupted() && ++faults <= FAULTS_MOST);
        if (done) {
            const struct replay *best = commonest(&tally, &crash->signature);
            crash->replays++;
            crash->reproduced = best == NULL ? 0 : best->crash.reproduced;
        }
    }
    if (crash->unfinished && options->content && crash->replays > 0) {
        crash->unfinished = false;
        wanted = crash->replays;
    }
    crash->reproducibility = rate(crash, wanted);
    const struct replay *best = commonest(&tally, &crash->signature);
    for (size_t i = 0; i < tally.count; i++) {
        if (&tally.firsts[i] == best) {
            *witness = *best;
        } else {
            replay_free(&tally.firsts[i]);
        }
    }
    free(tally.firsts);
    return done;
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
    return replay_input(crash->target, question->work, candidate, seconds, replay, &ignored) &&
           replay->crashed && signature_same(&replay->crash.signature, &crash->signature);
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
        bool same = crashes_so(question, &candidate, fmin(left, question->patience), &replay);
        replay_free(&replay);
        if (same) {
            return MINIMISE_SAME;
        }
    }
    return MINIMISE_OTHER;
}

/* Replays what is left of the input: once where the crash comes every time with it and with the
 * input, else until it came at least half as often as with the input. */
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

static void take_whole(struct crash *crash)
{
    crash->minimised.size = 0;
    buffer_add(&crash->minimised, crash->input.data == NULL ? "" : crash->input.data,
               crash->input.size);
}

/* A former study's smaller input is a beginning, where it crashes so still. */
static void go_on_with(const struct question *question)
{
    struct crash *crash = question->crash;
    const struct buffer *least = &crash->minimised;
    if (least->size < crash->input.size &&
        still_crashes((void *)(uintptr_t)question, (const unsigned char *)least->data,
                      least->size) != MINIMISE_SAME) {
        take_whole(crash);
    }
}

/* `seconds` is what a replay of the input takes. */
static void make_smaller(struct crash *crash, const struct triage_options *options,
                         const char *work, double seconds)
{
    double budget = fmin(options->minimise_seconds, seconds_left(options));
    struct question question = {.crash = crash,
                                .work = work,
                                .deadline = process_clock() + budget,
                                .patience = 1 + 10 * seconds,
                                .asks = crash->reproduced == crash->replays ? 1 : ASKS};
    struct buffer *left = &crash->minimised;
    go_on_with(&question);
    left->size = minimise((unsigned char *)left->data, left->size, still_crashes, &question,
                          MINIMISE_QUESTIONS);
    left->data[left->size] = '\0';
    crash->unfinished = seconds_left(options) <= 0 && !options->content;
    bool changed =
        left->size != crash->input.size || memcmp(left->data, crash->input.data, left->size) != 0;
    if (changed && !is_believed(&question)) {
        take_whole(crash);
    }
}

bool triage_study(struct crash *crash, const struct triage_options *options, const char *work,
                  struct fault *fault)
{
    if (crash->inputless) {
        crash->reproducibility = rate(crash, crash->replays);
        return true;
    }
    crash->reproducibility = UNCONFIRMED;
    crash->replays = crash->reproduced = 0;
    crash->marks.size = 0;
    crash->unfinished = false;
    if (signature_is_exhaustion(&crash->report)) {
        return true;
    }
    struct replay witness;
    bool done = reproduce(crash, work, options, &witness, fault);
    if (witness.crashed) {
        take_witness(crash, &witness);
    }
    if (signature_is_exhaustion(&crash->report)) {
        crash->reproducibility = UNCONFIRMED;
        crash->unfinished = false; /* the rest is triage_confirm's */
    } else if (done && crash->reproducibility == REPRODUCIBLE && !crash->unfinished) {
        struct fault ignored; /* where no byte can be blamed, the crash is known all the same */
        make_smaller(crash, options, work, witness.seconds);
        double seconds =
            fmin(fmin(options->minimise_seconds, BLAME_SECONDS), seconds_left(options));
        if (!crash->unfinished && seconds > 0) {
            (void)blame_find(crash, seconds, work, &crash->marks, &ignored);
        }
    }
    if (crash->reproducibility != REPRODUCIBLE && !crash->unfinished) {
        take_whole(crash); /* a smaller one was another study's */
    }
    replay_free(&witness);
    replay_input_end(work);
    if (done && process_interrupted()) {
        done = fault_set(fault, "%s: interrupted", crash->target->name);
    } else if (done) {
        fault->text[0] = '\0'; /* a single replay that said nothing may have set it */
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
    bool ran = replay_input(&twice, work, &crash->input, INFINITY, &replay, fault);
    crash->replays = ran ? 1 : 0;
    crash->reproduced = 0;
    /* By kind, not by key: the alarm may strike where the stack cannot be unwound to its entry. */
    if (ran && replay.crashed && strcmp(replay.crash.report.kind, crash->report.kind) == 0) {
        struct signature kept = crash->signature;
        take_witness(crash, &replay);
        crash->signature = kept;
        crash->reproduced = 1;
        crash->reproducibility = REPRODUCIBLE;
    }
    replay_free(&replay);
    replay_input_end(work);
    return ran && !out_of_memory(crash, fault);
}

bool triage_take(void *context, const struct artifact *artifact)
{
    const struct triage *triage = context;
    struct fault fault = {""};
    bool kept = false;
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        triage->trouble(triage->context, &(struct fault){"out of memory: a crash is not entered"});
        return false;
    }
    if (triage_name(triage->target, artifact, triage->work, crash, &fault)) {
        struct signature as = crash->signature;
        enum triage_wish wish = triage->named(triage->context, crash, &as);
        kept = wish != TRIAGE_LOST;
        if (wish == TRIAGE_STUDY) {
            bool done = triage_study(crash, &triage->options, triage->work, &fault) &&
                        !process_interrupted();
            kept = !done || triage->studied(triage->context, crash, &as);
        }
    }
    triage->trouble(triage->context, &fault);
    crash_free(crash);
    free(crash);
    return kept;
}
