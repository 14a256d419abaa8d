/* numbers.h -- (the program) `fuseau parse --nanoseconds`: instants as bare numbers, many at once
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_NUMBERS_H
#define FUSEAU_CLI_NUMBERS_H

#include "cli/instant.h"

/*
 * Print each record that the options name as a number of their unit since 1970, a line each, and an
 * empty line for one that is refused. Returns the exit status.
 */
int cli_numbers_run(const struct cli_instants *instants);

#endif
