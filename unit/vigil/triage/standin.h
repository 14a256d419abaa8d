/* standin.h -- a target that is a script for sh: it says what libFuzzer says, and ends as it is
 * told
 */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_VIGIL_TRIAGE_STANDIN_H
#define UNIT_VIGIL_TRIAGE_STANDIN_H

#include <sys/stat.h>

#include "scratch.h"
#include "triage/target.h"

/* A script may use: $n, the number of this run of the fuzzer; `begin`, what libFuzzer says before
 * it runs an input; `loaded`, when the corpus is read; `last`, when it ends. It defines `fuzz` and
 * `input FILE`. */
#define STANDIN_HEAD                                                                               \
    "#!/bin/sh\n# LLVMFuzzerTestOneInput\n"                                                        \
    "for to do :; done\n"                                                                          \
    "begin() { echo 'INFO: Seed: 1'; }\n"                                                          \
    "loaded() { printf '#40\\tINITED cov: 5 ft: 6 corp: 1/2b exec/s: 0 rss: 32Mb\\n'; }\n"         \
    "last() { printf '#50\\tDONE   cov: 5 ft: 6 corp: 1/2b exec/s: 0 rss: 32Mb\\n'\n"              \
    "  echo 'stat::number_of_executed_units: 50'; exit 0; }\n"                                     \
    "input() { :; }\n"
#define STANDIN_TAIL                                                                               \
    "\nif [ -d \"$to\" ]; then\n"                                                                  \
    "  n=$(($(cat \"$0.n\" 2>/dev/null || echo 0) + 1)); echo $n >\"$0.n\"; fuzz \"$@\"; "         \
    "exit\nfi\n"                                                                                   \
    "for file do case $file in -*) continue; esac\n"                                               \
    "  echo \"Running: $file\"; input \"$file\"; echo \"Executed $file in 0 ms\"\ndone\n"

/* Writes the script to the scratch directory as `name`. */
static inline void standin_write(struct scratch *scratch, const char *name, const char *script)
{
    struct buffer text = {0};
    buffer_format(&text, "%s%s%s", STANDIN_HEAD, script, STANDIN_TAIL);
    scratch_write(scratch, name, text.data);
    assert_int_equal(chmod(scratch_path(scratch, name), 0755), 0);
    buffer_free(&text);
}

#endif
