/* tzdb_local.h -- (private) the zone of the system, whose files a test puts elsewhere */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_LOCAL_H
#define FUSEAU_TZDB_LOCAL_H

#include <stdbool.h>

#include "tzdb.h"

/* Where a system says what its zone is. */
struct tzdb_local_places {
    const char *tz;        /* the environment's, or NULL */
    bool privileged;       /* the program has more rights than who set that */
    const char *localtime; /* "/etc/localtime" */
    const char *timezone;  /* "/etc/timezone" */
};

#pragma GCC visibility push(hidden)

/* fuseau_tzdb_local, of these places. */
struct fuseau_result tzdb_local_find(struct fuseau_tzdb *db, const struct tzdb_local_places *places,
                                     struct fuseau_tzdb_local_zone *out);

#pragma GCC visibility pop

#endif
