/* health.h -- (private) whether a database is whole */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_HEALTH_H
#define VIGIL_STORE_HEALTH_H

#include <stdbool.h>

#include "sql.h"

/* Whether an error of SQLite's, as its extended code says, means that the file is damaged, or is no
 * database: not that it cannot be read or written at the moment. */
bool health_is_damage(int code);

/* Whether every page is what it should be, and no table, column or index of this vigil's schema is
 * missing. The look at the pages ends after `seconds`, without a verdict: what was not looked at is
 * not damaged. False, with a fault, where something is wrong; *damaged then tells whether it is the
 * file. */
bool health_check(struct store *store, double seconds, bool *damaged, struct fault *fault);

/* Whether the log beside the file, "FILE-wal", begins as SQLite begins one; none is fine. SQLite
 * passes over another in silence, with all that was written there. */
bool health_has_log(const char *path);

/* Moves the file, and what SQLite keeps beside it, to "FILE.corrupt-20261130T170000Z", and so on.
 * `aside` is the new path. */
bool health_put_aside(const char *path, char aside[600], struct fault *fault);

#endif
