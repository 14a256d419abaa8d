/* clock.h -- (the program) what clocks in a zone show, as text */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_CLOCK_H
#define FUSEAU_CLI_CLOCK_H

#include <jansson.h>

#include "cli/find.h"
#include "zoned.h"

enum { CLI_CLOCK_ROOM = FUSEAU_RFC3339_MAX_SIZE + FUSEAU_TZDB_NAME_MAX_SIZE + 2 };

/*
 * Write what clocks in the zone show at `instant`, of which only the instant and `leap` are looked
 * at, as RFC 9557 text in the format and with the digits that the options ask for: an offset has no
 * suffix, since RFC 9557 s. 1.2 wants none made of it. `at` is the size of the text.
 *
 * Errors: those of fuseau_zoned_format.
 */
struct fuseau_result cli_clock_text(const struct cli_found *found,
                                    const struct fuseau_rfc3339 *instant,
                                    char text[CLI_CLOCK_ROOM]);

/* Puts what clocks in the zone show then: `offset_seconds`, `designation`, `dst`, and the text. */
void cli_put_clock(json_t *object, const struct cli_found *found,
                   const struct fuseau_rfc3339 *instant);

#endif
