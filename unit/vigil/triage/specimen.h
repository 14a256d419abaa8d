/* specimen.h -- the targets in the folder specimens, and what a test does with one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SPECIMENS_H
#define VIGIL_SPECIMENS_H

#include <unistd.h>

#include "scratch.h"

#include "triage/replay.h"
#include "triage/target.h"

/* As targets_find would find it, with no options file. */
static inline struct target specimen(const char *name)
{
    struct target target = {.name = ""};
    struct fault fault;
    (void)snprintf(target.name, sizeof target.name, "%s", name);
    assert_true(path_make(target.path, &fault, "%s/%s", VIGIL_SPECIMENS, name));
    target_options_defaults(&target.options);
    return target;
}

static inline void specimen_flag(struct target *target, const char *flag)
{
    struct target_options *options = &target->options;
    (void)snprintf(options->flags[options->flag_count++], sizeof options->flags[0], "%s", flag);
}

/* What a scripted target does from now on, one letter a run. */
static inline void specimen_script(struct scratch *scratch, const char *script)
{
    (void)unlink(scratch_path(scratch, "count"));
    assert_int_equal(setenv("SPECIMEN_COUNT", scratch->path, 1), 0);
    assert_int_equal(setenv("SPECIMEN_SCRIPT", script, 1), 0);
}

#endif
