/* tzdb_names.h -- (private) the names of a zone directory, in order */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_NAMES_H
#define FUSEAU_TZDB_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct tzdb_names {
    char **items;
    size_t count;
    size_t room;
};

#pragma GCC visibility push(hidden)

/* Adds a copy of `name`. False: no memory. */
bool tzdb_names_add(struct tzdb_names *names, const char *name);

/*
 * Adds the names of the zone files below `root`, in the order of strcmp. False: no memory.
 *
 * Passed over are names that fuseau_zonename_parse refuses, files that do not begin as TZif,
 * directories that are links, and four names at the top: "posix" and "right", which have the zones
 * once more, and "localtime" and "posixrules", which are not zones but say which zone a system
 * takes for want of another.
 */
bool tzdb_names_walk(struct tzdb_names *names, const char *root);

/* The name that is the `size` bytes at `name` but for the case of letters, or NULL. */
const char *tzdb_names_spell(const struct tzdb_names *names, const char *name, size_t size);

void tzdb_names_free(struct tzdb_names *names);

#pragma GCC visibility pop

#endif
