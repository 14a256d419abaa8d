/* cli_nearest.h -- (the program) the zones whose names are nearest to one that is none */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_NEAREST_H
#define FUSEAU_CLI_NEAREST_H

#include "tzdb.h"

/* Says on standard error which names come near, if any do. */
void show_nearest(struct fuseau_tzdb *database, const char *name, size_t size);

#endif
