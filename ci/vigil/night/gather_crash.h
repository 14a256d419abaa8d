/* gather_crash.h -- (private to gather) what is known of a crash, and what its files hold */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_GATHER_CRASH_H
#define VIGIL_NIGHT_GATHER_CRASH_H

#include "gather.h"

/* What the night decided of it. */
void gather_outline(struct gather *gather, size_t at);

/* What the store knows: of each crash outlined, and of every issue that is open. */
bool gather_known(struct gather *gather, struct fault *fault);

/* Stack, inputs, sources and command. Files that cannot be read leave the crash without. */
bool gather_files(struct gather *gather, size_t at, struct fault *fault);

#endif
