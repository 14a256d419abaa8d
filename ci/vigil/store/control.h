/* control.h -- builds that are known to crash: while they do, a night's silence can be believed */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_CONTROL_H
#define VIGIL_STORE_CONTROL_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/files.h"
#include "triage/target.h"

#define CONTROL_ID_SIZE 17

/*
 * Keeps the target as STATE/controls/ID/TARGET, with its options, its dictionary and its companions
 * (companions.h) at the same places beside it; ID is a hash of its name, the program, its options
 * and the companions, so that each build that differs is kept once. Files with the same content are
 * kept once, too: they are hard links to STATE/controls/blobs/…, where the file system has such.
 * It is kept whole or not at all, whenever vigil is killed; one that is there already is only read.
 * A fault too when one of the files is written over while it is copied.
 *
 * What a target takes from outside of its directory ($ORIGIN/../lib) is not kept, nor what is more
 * than companions.h allows: such a control may not start, and then proves nothing (verify.h).
 */
bool control_keep(const char *state, const struct target *target, char id[CONTROL_ID_SIZE],
                  struct fault *fault);

/* The control named ID of the target that has the name of `like`, with the options it was kept
 * with. False when it is not there any more or its options cannot be read; that is no fault. */
bool control_find(const char *state, const char *id, const struct target *like,
                  struct target *control);

/* Removes each control whose id `wanted` refuses, the content that no other has, and what was left
 * half made by a kill. Not to be called while a control is being kept or used. */
typedef bool control_wanted(void *context, const char *id);
bool control_sweep(const char *state, control_wanted *wanted, void *context, struct fault *fault);

#endif
