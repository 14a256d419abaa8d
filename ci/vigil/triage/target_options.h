/* target_options.h -- the INI files: TARGET.options, as OSS-Fuzz has them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_TARGET_OPTIONS_H
#define VIGIL_TRIAGE_TARGET_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

#define OPTIONS_MOST 48

/* "timeout = 10" in [libfuzzer] is the flag "-timeout=10". */
struct target_options {
    char flags[OPTIONS_MOST][160];
    size_t flag_count;
    unsigned timeout_seconds; /* for one input; 25 where the file does not say */
    char dictionary[128];     /* "dict = NAME": a file beside the target; else "" */
    /* [asan], [lsan], [msan], [tsan], [ubsan]: "name=value:name=value" */
    char sanitizers[5][400];
};

/* The sections of `sanitizers`, in its order; upper-cased they make ASAN_OPTIONS and its sisters.
 */
extern const char *const target_options_sanitizers[5];

/* What holds without a file. */
void target_options_defaults(struct target_options *options);

/*
 * Reads TARGET.options over the defaults; absent is fine. Sections meant for other engines are
 * passed over. A fault names file and line: an unknown section, a flag that is no flag, a value
 * that is no number where one is needed, a dictionary elsewhere than beside the target.
 */
bool target_options_read(const char *path, struct target_options *options, struct fault *fault);

#endif
