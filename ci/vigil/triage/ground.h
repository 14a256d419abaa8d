/* ground.h -- the ground that hostile programs stand on: what they may touch, and how much of it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_GROUND_H
#define VIGIL_TRIAGE_GROUND_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/confine.h"
#include "base/fault.h"
#include "base/process.h"
#include "target.h"

/* What lies where. NULL or "" where there is no such thing. */
struct ground {
    const char *state;      /* vigil's own directory */
    const char *source;     /* a directory of the project's repository */
    const char *token_file; /* the tracker's token */
    const char *tracker;    /* a local tracker's directory, where it lies elsewhere than in state */
    const char *out;        /* what vigil writes for others, where that lies elsewhere */
    const char *targets;    /* the directory of targets */
    const char *corpus;     /* the project's seeds */
};

/*
 * What all targets may touch, which is little: they read what everybody may, but for what could
 * tell them a secret or let them speak for somebody, and write to the places for temporary files.
 *
 * - read: everything, but for what follows;
 * - written: /tmp, /var/tmp, /dev/shm, and the devices that hold nothing;
 * - hidden: state, tracker and token_file; the repository's .git; what lies in home and begins with
 *   a dot; files through which a step of a CI job speaks to the next one; secrets that a container
 *   is handed as files; terminals and other devices;
 * - read again: source, targets, corpus, the folders that LD_LIBRARY_PATH and PATH name, and the
 *   files that the sanitizers' options name.
 *
 * What one run needs beside that is its caller's to say (environment_run).
 */
bool ground_for_targets(const struct ground *ground, struct confinement *into, struct fault *fault);

/*
 * What the builds and tests of a commit may touch that nobody has read yet. A build may want to
 * write anywhere, so only what must not be is taken away:
 *
 * - hidden: as above, but in home only where credentials usually lie;
 * - read: source, of its .git only the objects, vigil's program and the directories of PATH but the
 *   system's own, the directory of a CI job's temporary files, and what is there of the files in
 * home that shells, sessions, editors and git obey. One that is not there can still be made.
 *
 * Where the build works is its caller's to add. It had better have a TMPDIR there: next to what is
 * hidden nothing new can be made, and `state` may lie in /tmp.
 */
bool ground_for_builds(const struct ground *ground, struct confinement *into, struct fault *fault);

/* Whether there is a rule that hides just this path, which has no links in it. */
bool ground_names(const struct confinement *confinement, const char *path);

/*
 * Vigil reads what such a program leaves, follows links as it does so, and shows what it read: the
 * input of a crash, the results of a test. So a link would have vigil read for the program what
 * that may not read itself. This removes such links from the directory and those below it: those
 * that lead to what the confinement hides; with NULL, all.
 */
void ground_sweep(const struct confinement *confinement, const char *directory);

/* How much a run of the target may take: twice the memory that libFuzzer grants it, files of 1 GiB,
 * 512 processes and threads. */
void ground_limits_of_target(const struct target *target, struct process_limits *limits);

/* How much a build may take, which only keeps the machine alive: nine tenths of its memory, files
 * of 64 GiB, 8192 processes and threads. */
void ground_limits_of_build(struct process_limits *limits);

/* Says once, on standard error, what the machine does not grant of the walls and what follows from
 * that, and adds it to `into` where that is not NULL. False where it grants all. */
bool ground_tell(const struct ground *ground, struct buffer *into);

#endif
