/* SPDX-License-Identifier: MIT */
#include "reproduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/process.h"

/* A crash that replays as fast as this is always replayed as often as was asked. */
#define QUICK_SECONDS 2.0

/* After more replays than this that said nothing, the target is not fit to judge anything by. */
#define FAULTS_MOST 2

/* More different crashes of one input than this are not told apart. */
#define SIGNATURES_MOST 16

bool reproduce_once(const struct target *target, const char *work, const struct buffer *input,
                    double seconds, struct replay *replay, struct fault *fault)
{
    char path[PATH_SIZE];
    memset(replay, 0, sizeof *replay);
    if (!path_make(path, fault, "%s/candidate", work) ||
        !files_scribble(path, input->size == 0 ? "" : input->data, input->size, fault)) {
        return false;
    }
    char *files[] = {path};
    return replay_run_within(target, files, 1, seconds, replay, fault);
}

void reproduce_end(const char *work)
{
    char path[PATH_SIZE];
    struct fault ignored;
    if (path_make(path, &ignored, "%s/candidate", work)) {
        (void)unlink(path);
    }
}

/* The first replay of each signature, and how many there were. */
struct sighting {
    struct replay replay;
    unsigned times;
};

struct tally {
    struct sighting *sightings; /* SIGNATURES_MOST */
    size_t count;
    unsigned faults;
};

/* Takes the replay over. */
static void add(struct tally *tally, struct replay *replay)
{
    for (size_t i = 0; replay->crashed && i < tally->count; i++) {
        if (signature_same(&tally->sightings[i].replay.signature, &replay->signature)) {
            tally->sightings[i].times++;
            replay_free(replay);
            return;
        }
    }
    if (replay->crashed && tally->count < SIGNATURES_MOST) {
        tally->sightings[tally->count++] = (struct sighting){*replay, 1};
    } else {
        replay_free(replay);
    }
}

/* The commonest; of two that are as common the run's own, else the earlier. NULL: none crashed. */
static struct sighting *commonest(const struct tally *tally, const struct signature *own)
{
    struct sighting *best = NULL;
    for (size_t i = 0; i < tally->count; i++) {
        struct sighting *next = &tally->sightings[i];
        if (best == NULL || next->times > best->times ||
            (next->times == best->times && signature_same(&next->replay.signature, own))) {
            best = next;
        }
    }
    return best;
}

static enum reproducibility verdict(const struct crash *crash, unsigned wanted)
{
    unsigned most = crash->reproduced + wanted - crash->replays; /* if all the others crashed so */
    if (crash->reproduced >= wanted - crash->reproduced) {
        return REPRODUCIBLE;
    }
    return most < wanted - most || crash->replays == wanted ? FLAKY : UNCONFIRMED;
}

/* One replay more. False when it is to be the last. */
static bool replay_again(struct crash *crash, const char *work, struct tally *tally, double *took,
                         struct fault *fault)
{
    struct replay replay;
    if (process_interrupted()) {
        return fault_set(fault, "%s: interrupted", crash->target->name);
    }
    bool ran = reproduce_once(crash->target, work, &crash->input, INFINITY, &replay, fault);
    bool started = replay.log != NULL;
    *took = replay.seconds;
    add(tally, &replay);
    if (!ran && (!started || process_interrupted() || ++tally->faults > FAULTS_MOST)) {
        return false;
    }
    crash->replays++;
    const struct sighting *best = commonest(tally, &crash->signature);
    crash->reproduced = best == NULL ? 0 : best->times;
    return true;
}

static bool replay_all(struct crash *crash, const char *work, unsigned wanted, struct tally *tally,
                       struct fault *fault)
{
    double took = 0;
    bool done = true;
    crash->replays = crash->reproduced = 0;
    while (done && crash->replays < wanted &&
           (took <= QUICK_SECONDS || verdict(crash, wanted) == UNCONFIRMED)) {
        done = replay_again(crash, work, tally, &took, fault);
    }
    crash->reproducibility = verdict(crash, wanted);
    return done;
}

bool reproduce(struct crash *crash, const char *work, unsigned wanted, struct replay *witness,
               struct fault *fault)
{
    struct tally tally = {.sightings = calloc(SIGNATURES_MOST, sizeof *tally.sightings)};
    memset(witness, 0, sizeof *witness);
    if (tally.sightings == NULL) {
        return fault_set(fault, "%s: out of memory", crash->target->name);
    }
    bool done = replay_all(crash, work, wanted == 0 ? 1 : wanted, &tally, fault);
    struct sighting *best = commonest(&tally, &crash->signature);
    for (size_t i = 0; i < tally.count; i++) {
        if (&tally.sightings[i] == best) {
            *witness = best->replay;
        } else {
            replay_free(&tally.sightings[i].replay);
        }
    }
    free(tally.sightings);
    return done;
}
