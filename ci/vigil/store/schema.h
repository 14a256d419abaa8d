/* schema.h -- (private) the tables, and how those of an older vigil become those of this one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_SCHEMA_H
#define VIGIL_STORE_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "sql.h"

#define SCHEMA_VERSION 5

/* Looks at the file, and writes nothing, so that a file of another program stays as it is. False,
 * with a fault, when it is no database of vigil's, or of a newer one. */
bool schema_recognise(struct store *store, int64_t *version, struct fault *fault);

/* Brings the tables up to date; the body of a transaction, of which the store is the context. */
bool schema_upgrade(void *context, struct fault *fault);

#endif
