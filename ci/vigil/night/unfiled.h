/* unfiled.h -- (private) which night is over and not looked at with the tracker's eyes yet */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_UNFILED_H
#define VIGIL_NIGHT_UNFILED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

/* Notes in the state directory, when an unfiled night has decided all that it could, that the
 * decisions are to be made once more when the tracker can be asked. */
bool unfiled_note(const char *state, int64_t night, struct fault *fault);

/* Whether that is noted of this night. */
bool unfiled_is(const char *state, int64_t night);

/* They were made. */
bool unfiled_forget(const char *state, struct fault *fault);

#endif
