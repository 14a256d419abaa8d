/* gate.h -- vigil gate: the doors before a merge */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_GATE_H
#define VIGIL_GATE_GATE_H

#include <stdbool.h>

#include "base/command.h"
#include "base/settings.h"

struct gate_options {
    const char *base, *head; /* names of commits; NULL: commits.h's */
    const char *state;       /* what nights and gates remember */
    const char *out;         /* where the result goes; NULL: STATE/gate/N/verdict */
    const char *config;      /* the settings' file, for whom they are told; "" none */
    double fuzz_seconds;     /* of fuzzing, in all */
    unsigned jobs;           /* at a time; 0: as many as there are cores */
    bool unfiled;            /* issues and queue are left to `vigil file` */
    struct settings settings;
};

/*
 * Judges the change from base to head at four doors: build and tests, examples, fuzzing, review.
 * Prints the result, writes it as write.h says, and says what there is to say (filing.h). Returns
 * the exit status: enum conclusion.
 */
int gate(const struct gate_options *options);

/* The same from a command line. */
extern const struct command gate_command;

#endif
