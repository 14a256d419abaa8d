/* work.h -- (private) what a gate has in hand, from its beginning to its end */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_WORK_H
#define VIGIL_GATE_WORK_H

#include <pthread.h>

#include "affected.h"
#include "base/arena.h"
#include "base/confine.h"
#include "base/settings.h"
#include "commits.h"
#include "side.h"
#include "store/store.h"
#include "tree.h"
#include "triage/campaign.h"
#include "triage/triage.h"
#include "verdict/verdict.h"

/* A crash of head's build. */
struct gate_find {
    struct crash crash;
    struct verdict_crash shown; /* fate, why and directory, until list_crashes adds the rest */
    struct buffer ways; /* how else it was reached: "read_field < parse_date (in target date)", … */
    size_t way_count;   /* of these */
    bool dropped;       /* it is a way of an earlier one */
};

/* One target of head's, and the target of that name on base. */
struct gate_probe {
    const struct target *target, *base; /* base NULL: it has none, or was not built */
    struct campaign campaign, base_campaign;
    struct confinement ground;              /* what both may touch */
    char seeds[PATH_SIZE], work[PATH_SIZE]; /* what is fuzzed from, without what crashes */
    struct affected_functions functions;
    double fuzzed, share; /* seconds */
    uint64_t executions, edges;
    bool ran; /* it executed an input, here or in the fuzzing */
    const char *ended;
};

void gate_find_free(struct gate_find *find);

struct gate_lanes;
struct gate_options;

struct gate {
    const struct gate_options *options; /* gate.h */
    struct settings settings;           /* the options', with `source` the top of the repository */
    char state[PATH_SIZE], work[PATH_SIZE], out[PATH_SIZE]; /* absolute */
    unsigned jobs;
    struct confinement target_ground, build_ground; /* what each kind may touch (triage/ground.h) */
    struct ignore ignore; /* what the settings' expressions are, compiled */
    struct gate_tree tree;
    struct gate_commits commits;
    struct gate_side base, head;
    bool fit;     /* head is built, its tests pass and its targets run: it is worth fuzzing */
    bool unbuilt; /* no build has what changed: base is not built, and head stands for it */
    struct change_units units; /* of every source file */
    bool waived;               /* examples are needed, but a commit waives them */
    bool *declared; /* for each file of the diff: code outside of its definitions changed */
    struct store_variant *known; /* crashes that a night on the main branch found, not mended */
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
    struct verdict verdict;
    struct verdict_line *uncovered; /* the verdict's lists, as we may change them */
    struct verdict_note *notes;
    double began;
};

/* Checks the settings, finds the change, takes a place to work in and loads what nights know. What
 * this opens gate_end closes, also when this says false. */
bool gate_begin(struct gate *gate, struct fault *fault);
void gate_end(struct gate *gate);

/* The doors; each says how it stands in gate->verdict.doors. */
void gate_test(struct gate *gate);
void gate_examples(struct gate *gate);
void gate_fuzz(struct gate *gate);
void gate_review(struct gate *gate);

/* A part of the first door: each target runs its seeds, on both commits. Returns whether all of
 * head's do. */
bool gate_seeds(struct gate *gate);

/* Another part of it: whether head's targets are others than base's, where they should be. */
void gate_compare_targets(struct gate *gate);

/* Studies each find and says its fate: whether the crash is new. */
void gate_new_crashes(struct gate *gate);

/* Shuts a door. The gravest reason, and of equals the first, is its sentence; BLOCKED is graver
 * than COULD_NOT. All other reasons go into its details. */
void gate_shut(struct gate *gate, enum door door, enum door_state state, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds lines to what the door says in detail; they are copied. */
void gate_detail(struct gate *gate, enum door door, const char *text, size_t size);
bool gate_is_open(const struct gate *gate, enum door door);

/* The text of a line, the first being 1, of file number `file` of the diff as head has it, without
 * its newline. */
const char *gate_line(struct gate *gate, size_t file, unsigned line);

/* Something other than the change went wrong: it is told on standard error and in the verdict. */
void gate_trouble(struct gate *gate, const struct fault *fault);

/* Takes an artifact of one of head's targets: a campaign_found, whose context is a gate_finder. */
struct gate_finder {
    struct gate *gate;
    const struct target *target;
    const char *work; /* a directory for replays */
    size_t lane;      /* while it fuzzes: which one of gate->lanes */
};
bool gate_found(void *finder, const struct artifact *artifact);

/* campaign.h's too, for base: what crashes there is no news. */
bool gate_pass_over(void *context, const struct artifact *artifact);

#endif
