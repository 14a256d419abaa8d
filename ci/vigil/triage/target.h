/* target.h -- a libFuzzer target and what lies beside it (the OSS-Fuzz $OUT layout) */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_TARGET_H
#define VIGIL_TRIAGE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/files.h"
#include "target_options.h"

struct target {
    char name[128];             /* the file's */
    char path[PATH_SIZE];       /* absolute */
    char dictionary[PATH_SIZE]; /* TARGET.dict, or what TARGET.options names; else "" */
    char seeds[PATH_SIZE];      /* TARGET_seed_corpus.zip; else "" */
    struct target_options options;
    struct fault fault; /* why it cannot be run; "" when it can */
};

struct target_list {
    struct target *targets;
    size_t count;
};

/*
 * Finds the targets in a directory, in order of their names: the regular files that may be executed
 * and hold the text LLVMFuzzerTestOneInput, which is OSS-Fuzz's rule. Names that no report could
 * show as they are (anything but letters, digits, "_.+-") are passed over. A fault in one target's
 * options is that target's; one in the directory is everybody's.
 */
bool targets_find(const char *directory, struct target_list *list, struct fault *fault);
void targets_free(struct target_list *list);

#endif
