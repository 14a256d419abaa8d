/* known.h -- (private) the crashes of former nights, looked at again, in turn where time is short
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_KNOWN_H
#define VIGIL_NIGHT_KNOWN_H

#include "intake.h"

/*
 * Replays every crash that is known of the intake's target, but timeouts and memory hogs, which the
 * night replays when the machine is quiet (intake_revisit). Of those that are mended so many are
 * replayed each by itself, and the others together, as regressions are, until one of them crashes:
 * their number grows for ever.
 *
 * Where the intake's time is over, what is left is not looked at, which the ledger is told: it
 * stays as it was, and the next night begins with it. What cannot be done is the ledger's trouble.
 */
#define KNOWN_ALONE 8
void known_look(struct intake *intake);

/* Whose turn it is: the place, in the list, of the variant that the last night came to and did not
 * look at; 0 where it looked at all. `name` is that of the list. */
size_t known_turn(const struct ledger *ledger, const char *name,
                  const struct store_variant *variants, size_t count);
/* Notes it for the next night; NULL: all were looked at. */
void known_set_turn(struct ledger *ledger, const char *name, const struct store_variant *variant);

#endif
