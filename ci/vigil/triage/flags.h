/* flags.h -- which flags of a target's options are the target's to set, and which are vigil's */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_FLAGS_H
#define VIGIL_TRIAGE_FLAGS_H

#include <stddef.h>

/*
 * Why a flag of libFuzzer ([libfuzzer]) or of a sanitizer ([asan], [tsan], …) is vigil's, as words
 * that go on "NAME is vigil's to set: "; NULL: it is the target's, and so is one that is not known
 * here. Vigil's is what could end a run early or keep it from beginning, make it look elsewhere or
 * write elsewhere, or keep vigil from seeing a crash or from reading of it. Options files are
 * written for other fuzzers too, so such a flag is passed over with a note and is no fault.
 */
const char *flags_are_vigils(const char *section, const char *name);

/*
 * A value that is no limit, or an absurd one: "rss_limit_mb=0". Why it is passed over, so that
 * libFuzzer's own stands; NULL: it may stand.
 */
const char *flags_out_of_bounds(const char *name, const char *value);

/* The longest that one input may take, as the target's options may say. */
#define FLAGS_TIMEOUT_MOST 1200

#endif
