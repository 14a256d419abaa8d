/* judged.h -- the targets in the folder judged, and what a test does with one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_JUDGED_H
#define VIGIL_JUDGED_H

#include <unistd.h>

#include "scratch.h"

#include "triage/replay.h"
#include "triage/target.h"

/* As targets_find would find it, with no options file. */
static inline struct target judged(const char *name)
{
    struct target target = {.name = ""};
    struct fault fault;
    (void)snprintf(target.name, sizeof target.name, "%s", name);
    assert_true(path_make(target.path, &fault, "%s/%s", VIGIL_JUDGED, name));
    target_options_defaults(&target.options);
    return target;
}

static inline void judged_flag(struct target *target, const char *flag)
{
    struct target_options *options = &target->options;
    (void)snprintf(options->flags[options->flag_count++], sizeof options->flags[0], "%s", flag);
}

/* What a scripted target does from now on, one letter a run. */
static inline void judged_script(struct scratch *scratch, const char *script)
{
    (void)unlink(scratch_path(scratch, "count"));
    assert_int_equal(setenv("JUDGED_COUNT", scratch->path, 1), 0);
    assert_int_equal(setenv("JUDGED_SCRIPT", script, 1), 0);
}

#endif
