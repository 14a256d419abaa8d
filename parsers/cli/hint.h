/* hint.h -- (the program) what somebody may have meant whose text is refused */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_HINT_H
#define FUSEAU_CLI_HINT_H

#include "cli/kinds.h"
#include "cli/outcome.h"

/* Each sets the hint of a refused outcome, if it has one to give. */

/* Of a text that is no `kind`, which has an instant: POSIX seconds or milliseconds without "@", a
 * suffix, a space for the "T", no offset, a byte order mark. */
void cli_hint_instant(struct cli_outcome *outcome, const struct cli_kind *kind);

/* Of a text that is no POSIX TZ string: a rule that is missing. */
void cli_hint_rule(struct cli_outcome *outcome);

/* Of a record from standard input: its line ended with CR LF. */
void cli_hint_line(struct cli_outcome *outcome);

#endif
