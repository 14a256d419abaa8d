/* gate.h -- vigil gate: the doors before a merge */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_GATE_H
#define VIGIL_GATE_GATE_H

#include <stdbool.h>

#include "base/command.h"
#include "base/settings.h"

struct gate_options {
    const char *base, *head; /* names of commits; NULL: commits.h says which */
    const char *state;       /* the directory of what nights and gates remember */
    const char *out;         /* where the verdict goes; NULL: STATE/gate/N/verdict */
    const char *config;      /* the settings' file, for messages; "" none */
    double fuzz_seconds;     /* of fuzzing, in all */
    unsigned jobs;           /* targets at a time; 0: as many as there are cores */
    bool unfiled;            /* nothing is filed or queued: `vigil file` does that later */
    const char *summary;     /* a file to which the verdict is added as Markdown; NULL: none */
    struct settings settings;
};

/*
 * Judges the change from base to head at four doors: build and tests, examples, fuzzing, review.
 * Prints the verdict, writes it (verdict/write.h) and files what it comes to (queue/filing.h).
 * Returns the exit status: enum conclusion.
 */
int gate(const struct gate_options *options);

/* The same from a command line. */
extern const struct command gate_command;

#endif
