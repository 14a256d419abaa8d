/* store.h -- what vigil remembers from night to night; the only file that speaks SQL */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_H
#define VIGIL_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"

/*
 * One SQLite file in WAL mode with full fsync: what a call has written survives a kill and a power
 * cut. Times are RFC 3339 in UTC. Not for two threads at once; the ledger sees to that.
 */
struct store;

/* One crash, that is, one signature. */
struct store_crash {
    char id[17], signature[1600], title[280], target[128], severity[8];
    char first_seen[32], last_seen[32];
    unsigned issue; /* its number in the tracker; 0: not filed yet */
};

struct store_run {
    const char *target, *ended;
    uint64_t executions, edges, corpus_inputs;
    double seconds;
    unsigned crashes;
};

/* Opens, and makes or upgrades. NULL, with a fault, and the file as it was, when it is no database,
 * not one of vigil's, or written by a newer vigil. */
struct store *store_open(const char *path, struct fault *fault);
void store_close(struct store *store);

/* A night; *night identifies it below. */
bool store_begin_night(struct store *store, const char *when, double budget, int64_t *night,
                       struct fault *fault);
bool store_end_night(struct store *store, int64_t night, const char *when, int status,
                     struct fault *fault);
bool store_add_run(struct store *store, int64_t night, const struct store_run *run,
                   struct fault *fault);

/* *found says whether there is one with this signature. */
bool store_find_crash(struct store *store, const char *signature, struct store_crash *crash,
                      bool *found, struct fault *fault);

/* A new crash, or new knowledge of an old one: all but first_seen is written over. */
bool store_put_crash(struct store *store, const struct store_crash *crash, struct fault *fault);

/* One sighting, and the crash's last_seen, in one transaction. */
bool store_add_sighting(struct store *store, int64_t night, const char *id, const char *target,
                        const char *when, struct fault *fault);

/* Each crash first found in this target, in order of first_seen. Stops when `take` says false. */
typedef bool store_take(void *context, const struct store_crash *crash);
bool store_each_crash(struct store *store, const char *target, store_take *take, void *context,
                      struct fault *fault);

#endif
