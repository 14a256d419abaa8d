/* tzdb_source.h -- (private) where the zones of a database come from */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_SOURCE_H
#define FUSEAU_TZDB_SOURCE_H

#include "tzdb.h"
#include "tzdb_file.h"
#include "tzdb_names.h"

struct tzdb_source {
    char *directory; /* NULL: the built-in copy */
};

#pragma GCC visibility push(hidden)

/*
 * Choose a source; `path` as fuseau_tzdb_open takes it. Errors: NOT_FOUND, MEMORY. The source holds
 * no open file, so that a program may close all of its own, as daemons do.
 */
enum fuseau_error tzdb_source_open(const char *path, struct tzdb_source *out);
enum fuseau_error tzdb_source_open_bundled(struct tzdb_source *out);
void tzdb_source_close(struct tzdb_source *source);

/* What identifies the file of a zone; in the built-in copy as well, where nothing changes. */
enum fuseau_error tzdb_source_look(const struct tzdb_source *source, const char *name,
                                   struct tzdb_stamp *out);

/* Read the file of a zone. The caller frees the content. */
enum fuseau_error tzdb_source_read(const struct tzdb_source *source, const char *name,
                                   struct tzdb_content *out);

/* Add all the names. False: no memory. */
bool tzdb_source_names(const struct tzdb_source *source, struct tzdb_names *names);

void tzdb_source_version(const struct tzdb_source *source,
                         char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1]);

#pragma GCC visibility pop

#endif
