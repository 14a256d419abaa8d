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
    bool gone;      /* VERIFY_GONE: replays showed that it is mended */
    unsigned ran;   /* how many replays showed that */
    char why[300];  /* VERIFY_UNSURE: why it is not known whether it is mended; else "" */
};

struct ledger {
    pthread_mutex_t lock; /* several targets run at once: each call below takes it where need be */
    struct store *store;
    struct outbox *outbox;
    char state[PATH_SIZE]; /* the state directory, absolute */
    char revision[80];     /* of the sources under test; "" when unknown */
    int64_t night;
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

/* Counts the sighting of this very signature if it is known and studied; false if it is not. */
bool ledger_sighted(struct ledger *ledger, const struct signature *signature, const char *target);

enum ledger_arrival {
    LEDGER_STUDY, /* it is kept, and to be studied */
    LEDGER_COUNT, /* it is counted, not kept: enough variants of its crash are */
    LEDGER_LOST   /* it could not be kept, which is a trouble; whoever has the input keeps it */
};

/* Keeps a crash as it was found, before it is studied, so that a kill loses nothing: its files
 * (kept.h) in STATE/crashes/ID, then the store. It becomes a variant of the crash that
 * signature_similar finds, or a new crash. */
enum ledger_arrival ledger_arrive(struct ledger *ledger, const struct crash *crash);

/* Keeps what the study showed. The crash counts as seen this night if it arrived this night or a
 * replay showed it. `arrived` is the signature it arrived with; where the study found another, the
 * variant of `arrived` is forgotten. `control` names the build that crashed (control.h). False: a
 * trouble. */
bool ledger_enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control);

/* Forgets what arrived: its study showed that it is another crash, one that is known. */
void ledger_forget(struct ledger *ledger, const struct signature *arrived);

/* What is known of this very signature; false when nothing is. */
bool ledger_known(struct ledger *ledger, const struct signature *signature,
                  struct store_variant *variant);

/* Notes the build that crashed, for a variant of which no build is kept (any more). */
void ledger_set_control(struct ledger *ledger, const struct signature *signature,
                        const char *control);

/* The variants that former nights left, of one target or of all where `target` is NULL, oldest
 * first; free() frees them. Crashes that a person declined are left out. */
bool ledger_past(struct ledger *ledger, const char *target, struct store_variant **variants,
                 size_t *count, struct fault *fault);

/* What the replays of a variant of a former night showed: it is gone, after `ran` replays; or it is
 * not known whether it is, for the reason `why`. */
void ledger_gone(struct ledger *ledger, const struct store_variant *variant, unsigned ran);
void ledger_unsure(struct ledger *ledger, const struct store_variant *variant, const char *why);

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
