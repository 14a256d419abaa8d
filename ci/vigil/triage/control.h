/* control.h -- builds that are known to crash, kept to tell a mended bug from a blind night */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_CONTROL_H
#define VIGIL_TRIAGE_CONTROL_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/files.h"
#include "target.h"

#define CONTROL_ID_SIZE 17

/*
 * STATE/controls/ID/TARGET, one for each build of a target that differs, with its options and its
 * dictionary beside it; ID is a hash of its name, the program and its options. Kept whole or not at
 * all, at any kill; one that is there already costs nothing but the reading. A fault too when the
 * program is written over while it is copied.
 *
 * What else a target takes from its directory ($ORIGIN libraries, data files) is not kept: such a
 * control may not start, and then proves nothing, which verify.h says.
 */
bool control_keep(const char *state, const struct target *target, char id[CONTROL_ID_SIZE],
                  struct fault *fault);

/* The control named ID, of a target like `like` (its name); its options are those of then. False
 * when it is not there (any more) or its options cannot be read; no fault then. */
bool control_find(const char *state, const char *id, const struct target *like,
                  struct target *control);

/* Whether the two are one program, by the hash of its bytes, whatever their options. False too when
 * one of them cannot be read. */
bool control_is_same(const struct target *left, const struct target *right);

/* Removes each control whose id `wanted` refuses, and what a kill left half made. Not while a
 * control is being kept or used. */
typedef bool control_wanted(void *context, const char *id);
bool control_sweep(const char *state, control_wanted *wanted, void *context, struct fault *fault);

#endif
