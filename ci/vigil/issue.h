/* issue.h -- pure: a crash in, what its issue says out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_ISSUE_H
#define VIGIL_ISSUE_H

#include "buffer.h"
#include "triage.h"

/*
 * The Markdown a reviewer must understand within a minute: what broke, the command that shows it
 * again, the stack, the sanitizer's report, the input as hexdump and as text. All that came from
 * the target is inert (safetext.h) and bounded; `directory` holds the whole of it: input, minimized
 * and report.txt.
 */
void issue_body(const struct crash *crash, const char *directory, const char *seen,
                struct buffer *into);

#endif
