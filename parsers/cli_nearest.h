/* cli_nearest.h -- (the programs) the zones whose names are nearest to one that is none */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_NEAREST_H
#define FUSEAU_CLI_NEAREST_H

#include "tzdb.h"

enum { NEAREST_MOST = 3 };

struct nearest {
    char names[NEAREST_MOST][FUSEAU_TZDB_NAME_MAX_SIZE + 1]; /* the nearest first */
    size_t count;
};

/* Which names of the database come near, if any do. */
void nearest_find(struct fuseau_tzdb *database, const char *name, size_t size,
                  struct nearest *nearest);

#endif
