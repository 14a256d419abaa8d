/* store.h -- what vigil remembers from night to night; only store*.c speak SQL */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_STORE_H
#define VIGIL_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "crash/signature.h"
#include "tracker/tracker.h"
#include "triage/triage.h"

/*
 * One SQLite file in WAL mode with full fsync: what a call has written survives a kill and a power
 * cut. Times are RFC 3339 in UTC. Not for two threads at once; the ledger sees to that.
 */
struct store;

/* Opens, and makes or upgrades. NULL, with a fault, and the file as it was, when it is no database,
 * not one of vigil's, or written by a newer vigil. */
struct store *store_open(const char *path, struct fault *fault);
void store_close(struct store *store);

/* All that `body` writes, or nothing: false from it, or from the disk, takes everything back. */
typedef bool store_body(void *context, struct fault *fault);
bool store_transaction(struct store *store, store_body *body, void *context, struct fault *fault);

/* A start of a night; *night identifies it below. Several starts on one date are one night: what
 * counts nights counts dates. */
struct store_start {
    const char *date, *when; /* the UTC date it works for; when it began */
    const char *revision;    /* the sources'; "" when unknown */
    double budget, late;     /* seconds; so long after it was to start */
};
bool store_begin_night(struct store *store, const struct store_start *start, int64_t *night,
                       struct fault *fault);

struct store_end {
    const char *when;
    int status;       /* the exit status */
    bool whole;       /* not cut short: the next start on this date begins anew */
    double late;      /* seconds after it was to report */
    double untriaged; /* age of the oldest open issue that nobody triaged, seconds; 0: none */
    unsigned open[3]; /* issues, by severity */
    unsigned found, filed;
};
bool store_end_night(struct store *store, int64_t night, const struct store_end *end,
                     struct fault *fault);

/* Seconds for which the target was fuzzed on this date by starts that were cut short, since the
 * last that was not: what this one need not do again. */
bool store_fuzzed(struct store *store, int64_t night, const char *target, double *seconds,
                  struct fault *fault);

/* A night, this one or a former one: one a date. */
struct store_night {
    char date[16];               /* "2026-11-25", the date it reports on */
    char started[32], ended[32]; /* RFC 3339, UTC; ended "": cut short */
    int status;                  /* enum outcome; -1: cut short */
    uint64_t executions, edges, corpus;
    double seconds;            /* of fuzzing */
    unsigned open[3];          /* issues open at its end, by enum severity */
    double untriaged_seconds;  /* age of the oldest open issue that nobody triaged; 0 */
    double late_seconds;       /* its report after the window's start; 0: in time */
    double start_late_seconds; /* its start after the time it was to start; 0 */
    unsigned found, filed;     /* crashes seen; new issues */
};

/* The nights, a date each, oldest first, at most `most` and those the newest. Of several starts the
 * first gives start and lateness, the last the rest, and what was run is added up. */
typedef bool store_take_night(void *context, const struct store_night *night);
bool store_each_night(struct store *store, unsigned most, store_take_night *take, void *context,
                      struct fault *fault);

struct store_run {
    const char *target, *ended;
    uint64_t executions, edges, corpus_inputs;
    double seconds;
    unsigned crashes;
};
bool store_add_run(struct store *store, int64_t night, const struct store_run *run,
                   struct fault *fault);

/* What a target came to on this night's date, all of its starts added up; zero where it did not
 * run. `ended` is not set. */
bool store_sum_runs(struct store *store, int64_t night, const char *target, struct store_run *run,
                    struct fault *fault);

/* One way in which a crash shows itself: one signature, with an input that is kept. */
struct store_variant {
    char id[17], crash[17];        /* the crash is named after its first variant */
    struct signature signature;    /* id, key, kind, class, stack, title and severity */
    char target[128], control[17]; /* the build that crashed, control.h; "" when not kept */
    enum sanlog_tool tool;
    bool studied; /* what follows is known */
    unsigned replays, reproduced;
    enum reproducibility reproducibility;
    bool mended; /* its crash is; not written */
};

/* One crash, that is, one cause and one issue. */
struct store_crash {
    char id[17], title[280], target[128];
    enum severity severity;
    enum crash_class class;
    char first_seen[32], last_seen[32];
    char revision[80];            /* of the sources it crashed with last; "" when unknown */
    char first_bad[800];          /* a sentence, not inert; "" when it was not looked for */
    char handle[64];              /* of that commit's author */
    uint64_t issue;               /* its number in the tracker; 0: not filed */
    char owner[64];               /* handle of whom it was addressed to; "" for nobody */
    bool open, declined, triaged; /* as the tracker last said */
    bool digested;                /* it stands in the digest for want of an issue */
    bool pending;                 /* something about it waits in the outbox */
    bool mended; /* gone for good, as far as is known; its issue, if any, is closed */
    char good_revision[80], good_seen[32]; /* when it was last known to be mended; "" since it was
                                              told that it is back */
    unsigned nights;                       /* on so many it was seen */
    bool seen;                             /* on this one */
    bool filed;                            /* on this one's date, by whichever start */
};

/* *found says whether there is a variant with this signature. */
bool store_find_variant(struct store *store, const char *key, struct store_variant *variant,
                        bool *found, struct fault *fault);

/* Every variant, or one crash's where `crash` is not NULL, oldest first. Stops when `take` says
 * false, as does every other store_each. */
typedef bool store_take_variant(void *context, const struct store_variant *variant);
bool store_each_variant(struct store *store, const char *crash, store_take_variant *take,
                        void *context, struct fault *fault);

/* Every crash, oldest first; `seen` speaks of this night. */
typedef bool store_take_crash(void *context, const struct store_crash *crash);
bool store_each_crash(struct store *store, int64_t night, store_take_crash *take, void *context,
                      struct fault *fault);

/* Writes a variant over the one of that id, or a new one; and the crash it belongs to, if that is
 * new. A crash's title, target and severity are those of its first variant. */
bool store_put_variant(struct store *store, const struct store_variant *variant, const char *when,
                       struct fault *fault);

bool store_set_control(struct store *store, const char *variant, const char *control,
                       struct fault *fault);

/* Takes a variant back, and the crash with it if it has no other. */
bool store_forget_variant(struct store *store, const char *id, struct fault *fault);

/* The crash was seen this night, with these sources. It is mended no more. */
bool store_sight(struct store *store, int64_t night, const char *crash, const char *target,
                 const char *when, const char *revision, struct fault *fault);

/* Whether a crash that is not mended may be proven mended by this build (control.h). */
bool store_wants_control(struct store *store, const char *control, bool *wanted,
                         struct fault *fault);

bool store_set_first_bad(struct store *store, const char *crash, const char *sentence,
                         const char *handle, struct fault *fault);
bool store_set_digested(struct store *store, const char *crash, bool digested, struct fault *fault);
/* Of these sources, at this time; "" and "" once it was told that it is back. */
bool store_set_mended(struct store *store, const char *crash, const char *revision,
                      const char *when, struct fault *fault);

/* What the tracker says. A crash that is not known is passed over. */
bool store_set_issue(struct store *store, const char *crash, const struct tracker_issue *issue,
                     struct fault *fault);

/* What is to be said to the tracker, once. */
enum store_verb {
    STORE_FILE,
    STORE_CLOSE,
    STORE_REOPEN,
    STORE_DIGEST,
    STORE_DIGEST_CLOSE,
    STORE_NIGHT /* a comment on the one issue of all nights, marked "nights", made where it is not
                 */
};

struct store_action {
    int64_t id;
    enum store_verb verb;
    char crash[17];                   /* "" for the digest and a night */
    char marker[TRACKER_MARKER_SIZE]; /* FILE, DIGEST: the issue's; others: the comment's */
    uint64_t number;                  /* CLOSE, REOPEN: of the issue */
    const char *title, *target, *signature, *seen, *labels, *assignee; /* labels: one a line */
    const char *body; /* the issue's, or the comment's */
    char *memory;     /* what the texts of one that was read lie in */
};

bool store_post(struct store *store, int64_t night, const struct store_action *action,
                struct fault *fault);

/* The first action that waits, of those posted after the one with this id (0: of all). */
bool store_next_action(struct store *store, int64_t after, struct store_action *action, bool *found,
                       struct fault *fault);
void store_action_free(struct store_action *action);

/* It is done (or never will be: the issue is gone), and what is known of the crash's issue now.
 * Whom FILE addressed it to is the crash's owner, until the issue is gone. */
bool store_settle(struct store *store, const struct store_action *action, uint64_t number,
                  bool open, struct fault *fault);

/* What became of what was to be said to the tracker this night; what waits was refused where it was
 * tried. */
struct store_filings {
    unsigned filed, reopened, closed, refused, waiting;
};

/* What became of what this night posted, and of what waits from before: `refused` was tried in vain
 * and is among `waiting`. */
bool store_count_filings(struct store *store, int64_t night, struct store_filings *filings,
                         struct fault *fault);

/* It was tried in vain. */
bool store_note_try(struct store *store, int64_t action, const char *why, struct fault *fault);

#endif
