/* instant.h -- (the program) what people give for an instant, and the zone that stands in it */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_INSTANT_H
#define FUSEAU_CLI_INSTANT_H

#include "cli/database.h"
#include "cli/kinds.h"
#include "cli/outcome.h"
#include "rfc9557.h"

/* How instants are read. */
struct cli_instants {
    struct cli_database *database; /* where the zones of suffixes are looked up */
    struct fuseau_rfc9557_options reading;
};

struct cli_instants cli_instants_of(struct cli_database *database);

/*
 * Read the record of the outcome as what `kind` is, and settle it with its zone if it has one. What
 * may have been meant is added to a refusal. Returns whether it is accepted.
 */
bool cli_instant_value(const struct cli_instants *instants, const struct cli_kind *kind,
                       struct cli_outcome *outcome, struct cli_value *out);

/*
 * Read the record of the outcome as an instant: RFC 9557 text, whose zone is looked up, with or
 * without a suffix; or "@" and POSIX seconds. Returns whether it is accepted.
 */
bool cli_instant_read(const struct cli_instants *instants, struct cli_outcome *outcome,
                      struct fuseau_rfc3339 *out);

/*
 * Bring the record, which has been read as `value`, together with the zone in its suffix, if there
 * is one: the instant that it means with the zone (RFC 9557 s. 3.4) takes the place of its own.
 * Returns whether it is accepted; what is wrong with the zone is placed at its name.
 */
bool cli_instant_settle(const struct cli_instants *instants, struct cli_outcome *outcome,
                        struct fuseau_rfc9557 *value);

/* Read the argument of an option; what is wrong with it is said, and false returned. */
bool cli_instant_argument(const struct cli_instants *instants, const char *option, const char *text,
                          struct fuseau_instant *out);

#endif
