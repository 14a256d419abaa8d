/* work.h -- (private to gate) what a gate has in hand, from its beginning to its end */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_WORK_H
#define VIGIL_GATE_WORK_H

#include <pthread.h>

#include "affected.h"
#include "base/arena.h"
#include "commits.h"
#include "gate.h"
#include "side.h"
#include "store/store.h"
#include "tree.h"
#include "triage/campaign.h"
#include "triage/triage.h"
#include "verdict/verdict.h"

/* A crash that a night on the main branch found, and that is not mended. */
struct gate_known {
    struct signature signature;
    char target[128], input[PATH_SIZE];
};

/* A crash of head's, as it was first come by. */
struct gate_find {
    struct crash crash;
    enum verdict_crash_fate fate;
    const char *why;
    char directory[64]; /* "crashes/ID" */
};

/* One target of head's, and its like on base. */
struct gate_probe {
    const struct target *target, *base; /* base NULL: it has none, or was not
                                            built */
    struct campaign campaign, base_campaign;
    char seeds[PATH_SIZE], work[PATH_SIZE]; /* what is fuzzed from, without what crashes */
    struct affected_functions functions;
    double fuzzed, share; /* seconds */
    uint64_t executions, edges;
    bool ran; /* it executed an input, here or in the fuzzing */
    const char *ended;
};

struct gate_lanes;

struct gate {
    const struct gate_options *options;
    struct settings settings; /* the options', with `source` the top of the repository */
    char state[PATH_SIZE], work[PATH_SIZE], out[PATH_SIZE]; /* absolute */
    unsigned jobs;
    struct gate_tree tree;
    struct gate_commits commits;
    struct gate_side base, head;
    bool unbuilt; /* no build has what changed: base was not built, and head stands for it */
    struct change_units units; /* of every source file */
    bool waived;               /* examples are asked for, and a commit says that none is needed */
    bool *declared;            /* one a file of the diff: code outside of definitions changed */
    struct gate_known *known;
    size_t known_count;
    struct gate_probe *probes;
    struct affected_target *affected; /* one a probe */
    size_t probe_count;
    struct gate_lanes *lanes; /* while it fuzzes */
    pthread_mutex_t lock;     /* for what follows */
    struct gate_find *finds;
    size_t find_count;
    struct buffer troubles;
    struct stages stages;
    struct arena arena; /* not for two threads */
    struct verdict report;
    double began;
};

/* Everything taken, opened and found; what is opened is closed by gate_end, also when this says
 * false. */
bool gate_begin(struct gate *gate, struct fault *fault);
void gate_end(struct gate *gate);

/* The doors; each says how it stands in gate->report.doors. */
void gate_test(struct gate *gate);
void gate_examples(struct gate *gate);
void gate_fuzz(struct gate *gate);
void gate_review(struct gate *gate);

/* The parts of the first: what tests ran, which lines they ran, and each target on its seeds. */
void gate_test_runs(struct gate *gate);
void gate_cover(struct gate *gate);
void gate_probe(struct gate *gate);

/* Which crashes are new: each find's fate. */
void gate_new_crashes(struct gate *gate);

/* The verdict, written, printed and filed. Returns the exit status. */
int gate_conclude(struct gate *gate);

/* Shuts a door: BLOCKED goes over COULD_NOT, and the first of a kind gives the sentence; those
 * after it go into the details. */
void gate_shut(struct gate *gate, enum door door, enum door_state state, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds lines to what the door says in detail; they are copied. */
void gate_detail(struct gate *gate, enum door door, const char *text, size_t size);
bool gate_is_open(const struct gate *gate, enum door door);

/* A line of head's file of this number in the diff, from 1 on, without its newline. */
const char *gate_line(struct gate *gate, size_t file, unsigned line);

/* Told on standard error and kept: something beside the change went wrong. */
void gate_trouble(struct gate *gate, const struct fault *fault);

/* Runs `body` for each number below `count`, as many at a time as there are jobs. */
typedef void gate_body(struct gate *gate, size_t number);
void gate_each(struct gate *gate, size_t count, gate_body *body);

/* An artifact of a target of head's: campaign_found, with a struct gate_finder. */
struct gate_finder {
    struct gate *gate;
    const struct target *target;
    const char *work; /* a directory for replays */
};
bool gate_found(void *finder, const struct artifact *artifact);

#endif
