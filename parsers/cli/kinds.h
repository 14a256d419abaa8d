/* kinds.h -- (the program) each grammar under its name, read into one shape */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_KINDS_H
#define FUSEAU_CLI_KINDS_H

#include "posixtz.h"
#include "rfc9557.h"

/* What a text of some kind holds, as bits. */
enum part {
    PART_DATE = 1,
    PART_TIME = 2,
    PART_OFFSET = 4,
    PART_INSTANT = 8,
    PART_SUFFIX = 16, /* RFC 9557's, with a zone or without */
    PART_RULE = 32,
    PART_NAME = 64, /* the text itself is all there is */
};

/* The parts that the kind has are set. */
struct cli_value {
    struct fuseau_rfc9557 zoned; /* its timestamp serves every kind that has a part of one */
    struct fuseau_posixtz rule;
    unsigned parts; /* those that are set, of a kind that has them all by turns; else 0 */
};

struct cli_kind {
    const char *name; /* as --kind takes it */
    const char *what; /* a phrase with an example */
    unsigned parts;
    struct fuseau_result (*read)(const char *text, size_t size,
                                 const struct fuseau_rfc9557_options *options,
                                 struct cli_value *value);
};

/* Every kind, ended by one whose name is NULL; the first is the default. */
extern const struct cli_kind cli_kinds[];

/* The kind of that name, or NULL. */
const struct cli_kind *cli_kind_find(const char *name);

#endif
