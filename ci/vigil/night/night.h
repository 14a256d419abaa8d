/* night.h -- the night: every target fuzzed, every crash filed once */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_NIGHT_H
#define VIGIL_NIGHT_NIGHT_H

#include "base/command.h"
#include "base/settings.h"

struct night_options {
    const char *targets, *corpus, *state;
    struct settings settings; /* tracker "": local:STATE/issues */
    double budget; /* seconds of fuzzing, shared by the targets; replays and triage come on top */
    unsigned jobs; /* targets at a time */
    const char *report; /* a directory for the pages; NULL: STATE/report */
    const char *date;   /* the UTC date it works for, "2026-11-25"; NULL: the one whose review
                           window ends next */
    double built;       /* seconds that building the targets took; below 0: not known */
    bool cached;        /* nothing was to be built */
    bool unfiled; /* what is to be said to the tracker waits for `vigil file`: no token is read */
    const char *summary; /* a file to which the report is added as Markdown; NULL: none */
};

/*
 * Runs the night, prints the summary on standard output, writes pages and figures, and returns the
 * exit status (enum outcome): 0 clean; 1 something crashed, new or known; 2 something could not be
 * done (no target, one that does not start or executes nothing, a directory that cannot be read, an
 * interrupt), whatever was found besides: a night that did not look everywhere never passes for one
 * that did.
 *
 * Where the last start on this date was cut short, this one goes on with its night: a target is
 * fuzzed for what is left of its share.
 */
int night_run(const struct night_options *options);

/*
 * Says on the tracker what waits in the state directory, and whatever else there is to say of the
 * last night, where that was an unfiled one: after a look at the tracker, which people may have
 * changed since, it is decided again. Runs no target. Prints a line for each thing that is said.
 * A second run changes nothing, and whatever was cut short is gone on with. Returns the exit
 * status: 0; 2 where something still waits, or could not be done.
 */
int night_file(const char *state, const struct settings *settings);

/* The same from a command line: `vigil nightly`; and `vigil file`, also of a gate's verdict. */
extern const struct command nightly_command;
extern const struct command file_command;

#endif
