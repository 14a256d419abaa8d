/* artifacts.h -- what a run of a target left in the directory of its findings */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_ARTIFACTS_H
#define VIGIL_TRIAGE_ARTIFACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/files.h"
#include "base/span.h"

/* libFuzzer ends at the first finding, so one run leaves one, which its log names. */
#define ARTIFACTS_A_RUN 4

/* Of a night that was killed, at the most. */
#define ARTIFACTS_LEFT_OVER 64

struct artifacts {
    struct file_list found; /* at most so many as are asked for */
    size_t planted;         /* files that were removed, see below */
};

/*
 * Lists the findings in the directory: regular files of up to 64 MiB that are named as libFuzzer
 * names them, those that the log names first. A target may write there whatever it likes, so the
 * rest is removed unread: what is more than `most`, a link (it could lead to what the target must
 * not read), a directory, a file that is too large. What libFuzzer writes beside findings
 * ("slow-unit-…") is removed too and not counted. `kept`: what an earlier run left and could not be
 * taken in yet; it stays and is not listed; NULL: none. `unnamed`: how many findings that the log
 * does not name are believed.
 */
bool artifacts_list(const char *directory, struct span log, const struct file_list *kept,
                    size_t most, size_t unnamed, struct artifacts *artifacts, struct fault *fault);

/* Removes what is neither a file nor a directory from a directory that a target writes to, and
 * those below it: vigil reads what is there, and gives it to other runs, and a link could lead to
 * what no target is to see. Adds up how many there were. */
bool artifacts_remove_links(const char *directory, size_t *planted, struct fault *fault);

void artifacts_free(struct artifacts *artifacts);

#endif
