/* settings.h -- vigil.ini: what a project says about itself, once */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SETTINGS_H
#define VIGIL_SETTINGS_H

#include <stdbool.h>

#include "fault.h"
#include "files.h"

/*
 *     [project]
 *     source = .
 *     build = ./build-targets "$OUT"
 *     [tracker]
 *     tracker = github:OWNER/REPO
 *     label = vigil
 *     token_file = /run/secrets/vigil
 *     withhold = yes
 *     [night]
 *     issues = 10
 *     replays = 10
 *     minimise = 30s
 *     bisect = 15m
 *     patience = 2m
 *
 * `source` is a directory of the project's git repository, `build` is history.h's; without both no
 * first bad commit is looked for. `label` is what all issues of vigil's carry. Without `token_file`
 * GITHUB_TOKEN is the token. `withhold` keeps the reproducer out of the issue of a security crash.
 * `issues`: new ones a night, at most; `replays`: of a crash before it is judged; `minimise`: for
 * each crash, at most; `bisect` and `patience` (waiting for the tracker): for the whole night.
 *
 * Paths are relative to the file's own directory. What is not said is as above, but no source, no
 * build, no token file, the local tracker, and withhold = no. A line of a build ends at " ;", where
 * inih begins a comment: more than one command is joined by "&&".
 */
struct settings {
    char source[PATH_SIZE], build[1024]; /* "" where not said */
    char tracker[PATH_SIZE], label[64], token_file[PATH_SIZE];
    bool withhold;
    unsigned issues, replays;
    double minimise, bisect, patience; /* seconds */
};

void settings_defaults(struct settings *settings);

/* Over the defaults. A fault names file and line. */
bool settings_read(const char *path, struct settings *settings, struct fault *fault);

/* "90s", "30m", "4h"; 0s to a week. */
bool settings_time(const char *text, double *seconds);

#endif
