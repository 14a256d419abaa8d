/* store.h -- what vigil remembers from night to night, in one SQLite file */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_STORE_H
#define VIGIL_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "crash/signature.h"
#include "tracker/tracker.h"
#include "triage/crash.h"

/*
 * The file is in WAL mode with full fsync: what a call has written survives a kill and a power cut.
 * Times are RFC 3339 in UTC. Not for two threads at once: night/ledger.h has the lock.
 */
struct store;

/* Opens the file; makes it where there is none, and upgrades one that an older vigil wrote. NULL,
 * with a fault, and the file as it was, when it is no database, not one of vigil's, or written by a
 * newer vigil. */
struct store *store_open(const char *path, struct fault *fault);

/*
 * As store_open, for whoever has the state to itself: a file that is damaged, or is no database, is
 * moved aside, to "FILE.corrupt-TIME", with what SQLite keeps beside it, and a new one is made.
 * Then `mended` says so; else it is "". Whole is: every page is what it should be (in a look that
 * ends after some seconds), no table, column or index is missing, the log beside it is one, and the
 * file is not empty where `expected`, since there were crashes. Not moved is what a newer vigil or
 * another program wrote, a directory, and what cannot be read or written at the moment: that is a
 * fault.
 */
struct store *store_open_mended(const char *path, bool expected, struct fault *mended,
                                struct fault *fault);

/* Whether the file is still the one that was opened, and is whole: it is read anew, past all that
 * is remembered of it. False, with a fault, where it is not. */
bool store_check(struct store *store, struct fault *fault);

void store_close(struct store *store);

/* Keeps all that `body` writes, or, when it returns false or the disk fails, nothing of it. */
typedef bool store_body(void *context, struct fault *fault);
bool store_transaction(struct store *store, store_body *body, void *context, struct fault *fault);

/* A start of a night; *night identifies it in the calls below. Several starts for one date are one
 * night: whoever counts nights counts dates. */
struct store_start {
    const char *date, *when; /* the UTC date it works for; when it began */
    const char *revision;    /* the sources'; "" when unknown */
    double budget, late;     /* seconds of fuzzing; seconds after the time it was to start */
};
bool store_begin_night(struct store *store, const struct store_start *start, int64_t *night,
                       struct fault *fault);

struct store_end {
    const char *when;
    int status;       /* the exit status */
    bool whole;       /* it was not cut short, so the next start on this date begins anew */
    double late;      /* how many seconds after its due time it reported */
    double untriaged; /* age of the oldest open issue that nobody triaged, seconds; 0: none */
    unsigned open[3]; /* issues, by severity */
    unsigned found, filed;
};
bool store_end_night(struct store *store, int64_t night, const struct store_end *end,
                     struct fault *fault);

/* For how many seconds the target was fuzzed on this date by the starts that were cut short,
 * counted from the last start that was not. The present start need not repeat them. */
bool store_fuzzed(struct store *store, int64_t night, const char *target, double *seconds,
                  struct fault *fault);

/* A night, the present one or an earlier one; a date has one. */
struct store_night {
    char date[16];               /* "2026-11-25", the date it reports on */
    char started[32], ended[32]; /* RFC 3339, UTC; ended "": cut short */
    int status;                  /* enum outcome; -1: cut short */
    uint64_t executions, edges, corpus;
    double seconds;            /* of fuzzing */
    unsigned open[3];          /* issues open at its end, by enum severity */
    double untriaged_seconds;  /* age of the oldest open issue that nobody triaged; 0: none */
    double late_seconds;       /* how long after the window's start it reported; 0: in time */
    double start_late_seconds; /* how long after its set time it started; 0: in time */
    unsigned found, filed;     /* crashes seen; new issues */
};

/* The newest `most` nights, one a date, oldest first; free() frees them. Of several starts on a
 * date the first gives start and lateness, the last the rest, and what was run is added up. False,
 * with a fault and no nights, where they cannot be read. */
bool store_list_nights(struct store *store, unsigned most, struct store_night **nights,
                       size_t *count, struct fault *fault);

/* The date of the night that began before the given one; "" where there was none. */
bool store_former_date(struct store *store, int64_t night, char date[16], struct fault *fault);

/* *has says whether there was a night on this date. */
bool store_has_date(struct store *store, const char *date, bool *has, struct fault *fault);

/* Removes what nobody asks any more of nights before this date: what each target did, and what the
 * tracker was told. The nights stay, and what they saw: on how many nights a crash was seen, and
 * when first, is as before. */
bool store_forget_before(struct store *store, const char *date, struct fault *fault);

struct store_run {
    const char *target, *ended;
    uint64_t executions, edges, corpus_inputs;
    double seconds;
    unsigned crashes;
};
bool store_add_run(struct store *store, int64_t night, const struct store_run *run,
                   struct fault *fault);

/* What a target did on this night's date, all starts added up; zero where it did not run. `ended`
 * is not set. */
bool store_sum_runs(struct store *store, int64_t night, const char *target, struct store_run *run,
                    struct fault *fault);

/* One way in which a crash shows itself: one signature, with an input that is kept. */
struct store_variant {
    char id[17], crash[17];        /* the crash is named after its first variant */
    struct signature signature;    /* whole; where it broke as on the date `placed` */
    char placed[16];               /* the UTC date of the last night that saw it; "" unknown */
    bool by_place;                 /* it is no more like the crash's first variant than that both
                                      broke at one line of one build */
    bool inputless;                /* no input shows it: replays and reproduced count runs */
    bool half;                     /* it was mended for the input that its issue shows, which the
                                      issue is to be told (store_set_half) */
    bool bare;                     /* its issue was filed before it was studied, and is to be told
                                      what the study showed (store_set_bare) */
    char target[128], control[17]; /* the build that crashed, control.h; "" when not kept */
    enum sanlog_tool tool;
    bool studied; /* then the next three are known */
    unsigned replays, reproduced;
    enum reproducibility reproducibility;
    bool mended, declined; /* as its crash is; read from the store, never written */
};

/* One crash, that is, one cause and one issue. */
struct store_crash {
    char id[17], title[280], target[128];
    enum severity severity;
    enum crash_class class;
    char first_seen[32], last_seen[32];
    char revision[80];            /* of the sources it crashed with last; "" when unknown */
    char first_bad[800];          /* a sentence, not made inert; "" when no commit was looked for */
    char handle[64];              /* of that commit's author */
    uint64_t issue;               /* its number in the tracker; 0: not filed */
    char owner[64];               /* handle of the person its issue was addressed to; "": nobody */
    bool open, declined, triaged; /* as the tracker last said */
    bool digested;                /* it has no issue, and stands in the digest instead */
    bool pending;                 /* something about it waits in the outbox */
    bool mended; /* gone for good, as far as is known; its issue, if any, is closed */
    char good_revision[80], good_seen[32]; /* sources and time of the last proof that it is mended;
                                              "" once its issue says that it is back */
    unsigned nights;                       /* how many it was seen on */
    bool seen;                             /* in the present start of a night */
    bool filed;                            /* on this night's date, by whichever start */
    char rest[17]; /* the crash that was split off from this one and is left of it, which the
                      issue is to be told; "" none */
};

/* *found says whether there is a variant with this signature. */
bool store_find_variant(struct store *store, const char *key, struct store_variant *variant,
                        bool *found, struct fault *fault);

/* Every variant, or those of one crash where `crash` is not NULL, oldest first, until `take` says
 * false. */
typedef bool store_take_variant(void *context, const struct store_variant *variant);
bool store_each_variant(struct store *store, const char *crash, store_take_variant *take,
                        void *context, struct fault *fault);

/* Whether there is a variant with this id. */
bool store_has_variant(struct store *store, const char *id, bool *has, struct fault *fault);

/* Every crash, oldest first; `seen` and `filed` are about the night given. free() frees them.
 * False, with a fault and no crashes, where they cannot be read. */
bool store_list_crashes(struct store *store, int64_t night, struct store_crash **crashes,
                        size_t *count, struct fault *fault);

/* Writes a variant, over the one with the same id where there is one, but for `half` and `bare`;
 * and the crash that it belongs to, where that is new. A crash's title, target and severity are
 * those of its first variant. */
bool store_put_variant(struct store *store, const struct store_variant *variant, const char *when,
                       struct fault *fault);

bool store_set_control(struct store *store, const char *variant, const char *control,
                       struct fault *fault);

/* Notes where the variant broke when this night saw it: message, file and line of the signature,
 * those that it has. */
bool store_set_place(struct store *store, int64_t night, const char *variant,
                     const struct signature *signature, struct fault *fault);

bool store_set_half(struct store *store, const char *variant, bool half, struct fault *fault);
bool store_set_bare(struct store *store, const char *variant, struct fault *fault);
/* The issue of the crash was told of all that it was to be told: none of its variants is half or
 * bare, and nothing is left of it. */
bool store_set_told(struct store *store, const char *crash, struct fault *fault);

/*
 * Makes these variants of the crash, which keeps others, a crash of their own, named after the
 * first of them. They take along what this night saw of the crash, and former nights count for
 * both. The crash is then as it was before this night, and its `rest` names the new one, unless it
 * was mended and its issue knows. Call it within a transaction.
 */
bool store_split(struct store *store, int64_t night, const char *crash,
                 const struct store_variant *variants, size_t count, const char *when,
                 struct fault *fault);

/* Makes the variants of one crash, which has no issue, variants of the other, by place. Call it
 * within a transaction. */
bool store_join(struct store *store, const char *crash, const char *other, struct fault *fault);

/* Whether somebody was told of the crash, or is about to be: it has an issue, or stands in the
 * digest, or something about it waits. */
bool store_is_said(struct store *store, const char *crash, bool *said, struct fault *fault);

/* Removes a variant, and its crash where that has no other variant. */
bool store_forget_variant(struct store *store, const char *id, struct fault *fault);

/* Notes that the crash was seen this night, with these sources; it no longer counts as mended. */
bool store_sight(struct store *store, int64_t night, const char *crash, const char *target,
                 const char *when, const char *revision, struct fault *fault);

/* Whether this build (control.h) may still be needed to prove that a crash is mended. */
bool store_wants_control(struct store *store, const char *control, bool *wanted,
                         struct fault *fault);

bool store_set_first_bad(struct store *store, const char *crash, const char *sentence,
                         const char *handle, struct fault *fault);
bool store_set_digested(struct store *store, const char *crash, bool digested, struct fault *fault);
/* Notes that the crash is mended, as of these sources and this time; "" and "" note that it is not
 * mended, and that its issue says that it is back. */
bool store_set_mended(struct store *store, const char *crash, const char *revision,
                      const char *when, struct fault *fault);

/* Notes what the tracker says of the crash's issue. A crash that is not known is passed over. */
bool store_set_issue(struct store *store, const char *crash, const struct tracker_issue *issue,
                     struct fault *fault);

/* What the tracker is to be told, once each. */
enum store_verb {
    STORE_FILE,
    STORE_CLOSE,
    STORE_REOPEN,
    STORE_DIGEST,
    STORE_DIGEST_CLOSE,
    STORE_NIGHT,  /* a comment on the one issue of all nights, which is marked "nights" and is filed
                     where there is none */
    STORE_COMMENT /* a comment on a crash's issue, which stays open or closed */
};

struct store_action {
    int64_t id;
    enum store_verb verb;
    char crash[17];                   /* "" for the digest and a night */
    char marker[TRACKER_MARKER_SIZE]; /* FILE and both DIGESTs: the issue's; else: the comment's */
    uint64_t number;                  /* CLOSE, REOPEN, COMMENT: of the issue */
    /* Texts. NULL may stand for ""; an action that was read has no NULL. labels: one a line */
    const char *title, *target, *signature, *seen, *labels, *assignee;
    const char *body;     /* the issue's, or the comment's */
    const char *advisory; /* FILE: what only maintainers are to see, beside the issue; "" nothing */
    char *memory;         /* where the texts lie, in an action that was read */
};

/* False, with a fault and nothing posted, for an action that is not whole: what composed it failed.
 */
bool store_post(struct store *store, int64_t night, const struct store_action *action,
                struct fault *fault);

/* Whether the action says what it is to say: its marker, the issue's number, title and body with
 * the marker's line, or the comment's text, whichever its verb needs. */
bool store_action_is_whole(const struct store_action *action);

/* The first action that waits, of those posted after the one with the id `after` (0: of all). */
bool store_next_action(struct store *store, int64_t after, struct store_action *action, bool *found,
                       struct fault *fault);
void store_action_free(struct store_action *action);

/* The number of the issue that the last settled action with one of these verbs was done to; 0: none
 * was. By it an issue is known again of which a person took the marker away. */
bool store_last_issue(struct store *store, enum store_verb one, enum store_verb other,
                      uint64_t *number, struct fault *fault);

/* Adds the names of all targets that showed the crash, a name a line, in order of their names. */
bool store_list_targets(struct store *store, const char *crash, struct buffer *into,
                        struct fault *fault);

/* The action is done, or never will be because its issue is gone (number 0). From now on the
 * crash's issue has this number and state. The assignee of a FILE is the crash's owner until the
 * issue is gone. */
bool store_settle(struct store *store, const struct store_action *action, uint64_t number,
                  bool open, struct fault *fault);

/* What became of the actions that this night posted, and of those that waited from before. */
struct store_filings {
    unsigned filed, reopened, closed;
    unsigned waiting;
    unsigned refused; /* how many of those that wait were tried in vain */
};
bool store_count_filings(struct store *store, int64_t night, struct store_filings *filings,
                         struct fault *fault);

/* What waits to be said, of all nights; a digest, a comment and the like are others. */
struct store_waiting {
    unsigned filings, closings, reopenings, others;
};
bool store_count_waiting(struct store *store, struct store_waiting *waiting, struct fault *fault);

/* Takes back what waits with one of these verbs: something newer is to be said instead. */
bool store_withdraw(struct store *store, enum store_verb one, enum store_verb other,
                    struct fault *fault);

/* The last start of a night; its id is 0 where there was none. */
struct store_last {
    int64_t id;
    char date[16], revision[80]; /* as in store_start */
};
bool store_last_night(struct store *store, struct store_last *last, struct fault *fault);

/* Counts anew how many issues each night filed that has ended: some were filed since. */
bool store_recount_filed(struct store *store, struct fault *fault);

/* Notes that the action was tried in vain, and why. */
bool store_note_try(struct store *store, int64_t action, const char *why, struct fault *fault);

#endif
