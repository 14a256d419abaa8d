/* ledger.h -- (private) the crashes, each entered once: kept on the disk and in the store */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_LEDGER_H
#define VIGIL_NIGHT_LEDGER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/files.h"
#include "crash/signature.h"
#include "outbox.h"
#include "store/store.h"
#include "triage/crash.h"
#include "triage/target.h"

/* What this night saw of one variant (store.h), which is named by its id. */
struct ledger_tally {
    char variant[17];
    unsigned times; /* how often it crashed */
    bool gone;      /* VERIFY_GONE: replays showed that it is mended for the input it is shown with
                     */
    unsigned ran;   /* how many replays showed that */
    bool clean;     /* it was mended before, and that input ran clean */
    bool studied;   /* another input of it was handed out to be studied */
    bool put_off;   /* it is not studied to its end, since there was no time left for it */
    unsigned kept;  /* how many further inputs this night kept of it */
    char why[300];  /* why it is not known whether it is mended; else "" */
};

/* Whether the variant is mended: for every input that is kept of it. NULL: nothing was seen. */
bool ledger_is_gone(const struct ledger_tally *tally);

struct ledger {
    pthread_mutex_t lock; /* several targets run at once: each call below takes it where need be */
    struct store *store;
    struct outbox *outbox;
    char state[PATH_SIZE];       /* the state directory, absolute */
    const struct ignore *ignore; /* frames that are nobody's fault; NULL: none */
    char revision[80];           /* of the sources under test; "" when unknown */
    int64_t night;
    char date[16]; /* the night's */
    struct ledger_tally *tallies;
    size_t count;
    struct buffer troubles; /* what could not be done, a line each; empty: all of it was */
    struct buffer notes;    /* what a reader has to know and is no trouble, a line each */
};

/* Something could not be done. The line is printed to standard error as well. */
void ledger_trouble(struct ledger *ledger, const struct fault *fault);

/* As above, where the fault says something and the night was not interrupted: all that an interrupt
 * leaves undone is one trouble, which the night tells itself. */
void ledger_trouble_if_any(struct ledger *ledger, const struct fault *fault);

/* Something that a reader has to know and that leaves the night whole: a dictionary that belongs to
 * no target, a target without symbols. What means that the night did not look is a trouble. */
void ledger_note(struct ledger *ledger, const struct fault *fault);

enum ledger_arrival {
    LEDGER_STUDY, /* it is kept, and to be studied */
    LEDGER_SEEN,  /* it is known and studied: counted, and its input kept with the others */
    LEDGER_COUNT, /* it is counted, not kept: enough variants of its crash are */
    LEDGER_LOST   /* it could not be kept, which is a trouble; whoever has the input keeps it */
};

/*
 * Takes a crash in as it was found, before it is studied, so that a kill loses nothing: its files
 * (kept.h) in STATE/crashes/ID, then the store. It becomes a variant of the crash that match.h
 * finds, or a new crash; *as is the signature by which it is known from now on.
 *
 * Where it is known, its input is kept beside those that are kept of it, two a night. It is to be
 * studied all the same where its own input is mended (half a fix), or where no input showed it yet:
 * then it is to be shown with this one.
 */
enum ledger_arrival ledger_arrive(struct ledger *ledger, const struct crash *crash,
                                  struct signature *as);

/* A replay of one of the variant's inputs crashed as the variant does: it is counted, and where it
 * broke is noted. */
void ledger_seen(struct ledger *ledger, const struct store_variant *variant,
                 const struct crash *witness);

/* There is no time left to study the variant: it is filed with what is known, and studied by the
 * next night. */
void ledger_put_off(struct ledger *ledger, const struct signature *signature);

/*
 * Keeps what the study showed, also where it is unfinished, and the variant then put off. The crash
 * counts as seen this night if it arrived this night or a replay showed it. `arrived` is the
 * signature that ledger_arrive gave; where the study found another, the variant of `arrived` is
 * forgotten, unless it was studied before or has an issue, which then learns that no replay shows
 * it. Where the study shows a variant that was studied before with another input, this is the input
 * that it is shown with from now on, and the former is kept beside it. `control` names the build
 * that crashed (control.h); "": the one that is known. False: a trouble.
 */
bool ledger_enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control);

/* Forgets what arrived, where it was not known before: its study showed that it is no crash of the
 * target's. */
void ledger_forget(struct ledger *ledger, const struct signature *arrived);

/* What is known of the variant with this key; false when nothing is. */
bool ledger_known(struct ledger *ledger, const struct signature *signature,
                  struct store_variant *variant);

/* Notes the build that crashed, for a variant of which no build is kept (any more). */
void ledger_set_control(struct ledger *ledger, const struct signature *signature,
                        const char *control);

/* The variants that former nights left, oldest first, all or, where `target` is not NULL, those
 * of that target and those of others of which an input of that target is kept; free() frees them.
 * Crashes that a person declined are left out. */
bool ledger_past(struct ledger *ledger, const char *target, struct store_variant **variants,
                 size_t *count, struct fault *fault);

/* What the replays of a variant of a former night showed: it is gone, after `ran` replays; or it is
 * not known whether it is, for the reason `why`. */
void ledger_gone(struct ledger *ledger, const struct store_variant *variant, unsigned ran);
/* The variant was mended before, and the input that it is shown with runs clean. */
void ledger_clean(struct ledger *ledger, const struct store_variant *variant);
void ledger_unsure(struct ledger *ledger, const struct store_variant *variant, const char *why);

/* Before it is decided what to say: crashes that broke this night at one place, in targets that ran
 * at one time, become one where at most one of them has an issue. And what is left of a crash whose
 * own ways are all shown to be mended, while ways that joined it for their place alone still crash,
 * becomes a crash of its own (store_split). */
bool ledger_regroup(struct ledger *ledger, struct fault *fault);

/* Enters again what lies in STATE/crashes and is not in the store: a night was killed after it
 * wrote the one and before the other, or the database is lost. */
void ledger_recover(struct ledger *ledger);

/* What this night saw of the variant; NULL where it saw nothing. Not while targets run. */
struct ledger_tally *ledger_tally(const struct ledger *ledger, const char *variant);

/* STATE/crashes/ID. */
bool ledger_directory(const struct ledger *ledger, const char *id, char path[PATH_SIZE],
                      struct fault *fault);

/* The variant's crash from its files (kept.h), with what its replays showed; `directory` is
 * where the files lie. *crash is zero before, and is to be freed in any case. */
bool ledger_load(const struct ledger *ledger, const struct store_variant *variant,
                 const struct target *target, struct crash *crash, char directory[PATH_SIZE],
                 struct fault *fault);

#endif
