/* triage.h -- a crash named, replayed, and its input minimised while its signature stays */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_TRIAGE_H
#define VIGIL_TRIAGE_TRIAGE_H

#include <stdbool.h>

#include "base/fault.h"
#include "crash.h"

struct triage_options {
    unsigned replays;        /* how often a crash is replayed before it is rated; 10 */
    double minimise_seconds; /* at most, for each crash; 30. After them a candidate under way is
                                killed, and the best so far is replayed once more. As many again, 5
                                at most, go to finding which of its bytes matter */
    double deadline;         /* by process_clock(): what is not studied then is left unfinished; 0:
                                none */
    bool content;            /* what is done by then is all that is wanted: where there was one
                                replay, nothing is left unfinished */
};

/* Names the crash from the log its run left; the input is copied. False when the log tells of none
 * and a replay, where there is an input, does not crash either: then `fault` says so. *crash is to
 * be freed in any case. */
bool triage_name(const struct target *target, const struct artifact *artifact, const char *work,
                 struct crash *crash, struct fault *fault);

/*
 * Replays the crash and, where at least half of the replays crash with one signature, minimises its
 * input: a candidate that crashes otherwise is refused, and the smallest is replayed once more
 * before it is believed. Where replays show another signature than the run's log, the commonest is
 * taken: it is what a person who replays the input will see. Where none crashes, the log stays what
 * the run printed.
 *
 * - All replays are done where they take two seconds or less; a slower crash is replayed until its
 *   reproducibility is certain, so of ten replays 5, all crashed, may be all there are.
 * - For a crash that does not come every time, a candidate that did not crash is asked again, up to
 *   four times in all, and the smallest must come at least half as often as the input did. So
 *   chance neither stops the minimiser nor leads it to an input that hardly ever crashes.
 * - For a crash that came every time, blame.h then finds on which bytes of the smallest input it
 *   depends.
 * - A timeout or a memory hog is left as it is, UNCONFIRMED, for triage_confirm.
 * - At options->deadline it ends with what is known by then, and crash->unfinished is set. The next
 *   study goes on with crash->minimised, where that crashes so.
 * - A crash that no input shows is not replayed: the runs in which it came are what there is. It is
 *   REPRODUCIBLE where it came in half of them.
 *
 * False, with a fault, when it was interrupted or the target cannot be run; *crash then holds what
 * was known until then.
 */
bool triage_study(struct crash *crash, const struct triage_options *options, const char *work,
                  struct fault *fault);

/*
 * For a timeout or a memory hog, while no other target runs: replays it with twice the limit of
 * time and of memory. The crash is REPRODUCIBLE, 1 of 1, only if it still fails the same way, and
 * that replay is then its witness; else it is UNCONFIRMED. The signature stays. False, with a
 * fault, when nothing can be said; then it is UNCONFIRMED too.
 */
bool triage_confirm(struct crash *crash, const char *work, struct fault *fault);

/* What is to become of a crash that was named. */
enum triage_wish {
    TRIAGE_STUDY, /* it is to be replayed and minimised */
    TRIAGE_LEAVE, /* it is known, and nothing more is to be done */
    TRIAGE_LOST,  /* it is not known and could not be kept */
};

/* How a target's crashes are taken, and who is asked and told about each. */
struct triage {
    const struct target *target;
    const char *work; /* a directory for candidates */
    struct triage_options options;
    /* It is to be known by *as, which is its signature where this does not say otherwise. */
    enum triage_wish (*named)(void *context, const struct crash *crash, struct signature *as);
    /* It was studied, to its end or until it was crash->unfinished; *as is what `named` left there.
     * False: not kept. */
    bool (*studied)(void *context, const struct crash *crash, const struct signature *as);
    void (*trouble)(void *context, const struct fault *fault); /* "" is none */
    void *context;
};

/* Takes an artifact all the way: names it, asks what is wished, and studies it where that is
 * wished. A crash that cannot be studied to its end stays as it was named. `context` is a struct
 * triage, so that campaign.h can hand each artifact over as soon as it is found. False: it is
 * neither known nor kept, so whoever has the input must keep it. */
bool triage_take(void *context, const struct artifact *artifact);

#endif
