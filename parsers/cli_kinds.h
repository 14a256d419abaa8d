/* cli_kinds.h -- (the program) each grammar under its name, read into one shape */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_KINDS_H
#define FUSEAU_CLI_KINDS_H

#include "rfc3339.h"

/* What a text of some kind holds, as bits. */
enum part {
    PART_DATE = 1,
    PART_TIME = 2,
    PART_OFFSET = 4,
    PART_INSTANT = 8,
};

struct kind {
    const char *name; /* as --kind takes it */
    const char *what; /* a phrase with an example */
    unsigned parts;   /* which fields of the value are set */
    struct fuseau_result (*read)(const char *text, size_t size,
                                 const struct fuseau_rfc3339_options *options,
                                 struct fuseau_rfc3339 *value);
};

/* Every kind, ended by one whose name is NULL; the first is the default. */
extern const struct kind kinds[];

/* The kind of that name, or NULL. */
const struct kind *kind_find(const char *name);

#endif
