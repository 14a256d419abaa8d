/* target.h -- a libFuzzer target and what lies beside it (the OSS-Fuzz $OUT layout) */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_TARGET_H
#define VIGIL_TRIAGE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/confine.h"
#include "base/fault.h"
#include "base/files.h"
#include "crash/ignore.h"

#define OPTIONS_MOST       48
#define OPTIONS_SANITIZERS 9

/* "timeout = 10" in [libfuzzer] is the flag "-timeout=10". */
struct target_options {
    char flags[OPTIONS_MOST][160];
    size_t flag_count;
    unsigned timeout_seconds; /* for one input; 25 where the file does not say */
    char dictionary[128];     /* "dict = NAME": a file beside the target; else "" */
    /* [asan], [lsan], … (target_options_sanitizers): "name=value:name=value" */
    char sanitizers[OPTIONS_SANITIZERS][400];
    /* What the file sets and does not get (flags.h): "t.options:3: stop_file is vigil's to set: …",
     * a line each, and that there is more where they are many; "": nothing. */
    char passed_over[800];
};

/* The sections of `sanitizers`, in its order; upper-cased they make ASAN_OPTIONS and its sisters.
 */
extern const char *const target_options_sanitizers[OPTIONS_SANITIZERS];

/* The options of a target without a file of options. */
void target_options_defaults(struct target_options *options);

/*
 * Reads TARGET.options over the defaults; absent is fine. Sections meant for other engines are
 * passed over, and so are, with a note, flags that are vigil's and values out of bounds (flags.h).
 * A fault names file and line: an unknown section, a flag that is no flag, a timeout that is no
 * number, a dictionary elsewhere than beside the target.
 */
bool target_options_read(const char *path, struct target_options *options, struct fault *fault);

struct target {
    char name[128];             /* the file's */
    char path[PATH_SIZE];       /* absolute */
    char dictionary[PATH_SIZE]; /* TARGET.dict, or what TARGET.options names; else "" */
    char seeds[PATH_SIZE];      /* TARGET_seed_corpus.zip; else "" */
    struct target_options options;
    char scratch[PATH_SIZE]; /* where each run gets a directory of its own to work in, removed after
                                it; "": where temporary files go */
    const struct confinement *confinement; /* what its runs may touch beside their directory, and
                                              the files that they are given; NULL: what vigil may */
    struct fault fault;                    /* why it cannot be run; "" when it can */
    const struct ignore *ignore; /* frames of its crashes that are nobody's fault; NULL: none */
};

struct target_list {
    struct target *targets;
    size_t count;
    struct buffer untaken; /* files that look like targets and are not taken, a line each with the
                              reason; inert, in order of their names; nothing: there are none */
};

/*
 * Finds the targets in a directory, in order of their names: the regular files that may be executed
 * and hold the text LLVMFuzzerTestOneInput, which is OSS-Fuzz's rule; or, as ClusterFuzz has it,
 * programs that are named …_fuzzer, …_fuzztest or …_fuzz_test, for a program whose symbols are
 * stripped need not hold it. Names that no report could show as they are (anything but letters,
 * digits, "_.+-") are not taken, nor are libraries.
 *
 * What looks like a target all the same is told of in `untaken`: by its name alone it would be one;
 * or it is a program of libFuzzer, and may not be executed or does not show that it is a target. A
 * hidden file, a script, a library or a tool is nothing to tell of.
 *
 * A fault in one target's options is put down in that target; false, with a fault, when the
 * directory cannot be read.
 */
bool targets_find(const char *directory, struct target_list *list, struct fault *fault);
void targets_free(struct target_list *list);

/* Whether the file is one that targets_find takes for a target, whatever its name. */
bool target_is_program(const char *path);

/* Gives all of them the project's expressions, which have to outlive them. */
void targets_ignore(struct target_list *list, const struct ignore *ignore);

#endif
