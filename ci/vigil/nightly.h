/* nightly.h -- the night: every target fuzzed, every crash filed once */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHTLY_H
#define VIGIL_NIGHTLY_H

#include "settings.h"

struct nightly_options {
    const char *targets, *corpus, *state;
    struct settings settings; /* tracker "": local:STATE/issues */
    double budget; /* seconds of fuzzing, shared by the targets; replays and triage come on top */
    unsigned jobs; /* targets at a time */
};

/*
 * Does it, prints the summary on standard output, writes it to STATE/report.md, and returns the
 * exit status: 0 clean; 1 something crashed, new or known; 2 something could not be done (no
 * target, one that does not start or executes nothing, a directory that cannot be read, an
 * interrupt), whatever was found besides: a night that did not look everywhere never passes for one
 * that did.
 */
int nightly(const struct nightly_options *options);

#endif
