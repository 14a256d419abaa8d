/* definitions.h -- (private) universal-ctags, run over the files of a change */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_DEFINITIONS_H
#define VIGIL_GATE_DEFINITIONS_H

#include "commits.h"

/*
 * Finds the definitions of every file of the change, as both commits have it (commits->sides).
 * ctags is given copies below `directory`, which is removed again, under names of ours and in the
 * order of the diff, so that neither a name nor a file of the project can lead it elsewhere. False,
 * with a fault, where there is no universal-ctags, it fails or takes too long, or writes what it
 * should not: then nobody knows what changed.
 */
bool gate_definitions_find(struct gate_commits *commits, const char *directory,
                           struct fault *fault);

#endif
