/* tzdb_version.h -- (private) which version of the data a zone directory has */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_VERSION_H
#define FUSEAU_TZDB_VERSION_H

#include "tzdb.h"

#pragma GCC visibility push(hidden)

/* "2025b", or "unknown", with a NUL. */
void tzdb_version_read(const char *root, char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1]);

#pragma GCC visibility pop

#endif
