/* place.h -- where issues and queue are, as command line and vigil.ini say together */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_PLACE_H
#define VIGIL_QUEUE_PLACE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/files.h"
#include "base/settings.h"
#include "tracker/tracker.h"

struct place {
    struct settings settings;
    char issues[PATH_SIZE + 16]; /* the tracker's word, */
    char queue[PATH_SIZE + 16];  /* and the queue's: the same one where a tracker was said */
};

/* Where no tracker is said it is the local one in STATE, as a night has it: issues in STATE/issues,
 * the queue in STATE/queue. `config` and `tracker` may each be NULL. */
bool place_settle(const char *config, const char *tracker, const char *state, struct place *place,
                  struct fault *fault);

/* What tracker_open and queue_open want, for one of the two words. Complaints go to standard error.
 * Points into *place. */
struct tracker_options place_tracker(const struct place *place, const char *word);

#endif
