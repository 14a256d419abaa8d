/* cli_transitions.h -- (the program) transitions of a zone, one or a list of them */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_TRANSITIONS_H
#define FUSEAU_CLI_TRANSITIONS_H

#include <jansson.h>

#include "cli_options.h"

/* "UTC  local  ->  local", without a newline */
void print_transition(const struct fuseau_transition *transition);

/* `unix_seconds`, `before`, `after` */
json_t *transition_object(const struct fuseau_transition *transition);

/* List those from --from on and before --to. Returns the exit status. */
int transitions_list(const struct options *options, const struct fuseau_zone *zone);

#endif
