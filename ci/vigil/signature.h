/* signature.h -- one name for all crashes that have one cause */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SIGNATURE_H
#define VIGIL_SIGNATURE_H

#include <stdbool.h>

#include "sanlog.h"

enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH };

/*
 * The key is the kind, the access, and the three own functions nearest the crash:
 *
 *     heap-buffer-overflow READ 1|read_field|parse_offset|parse
 *
 * - No line number, no address, no input and no build goes into it, so two inputs that break the
 *   same thing have the same key, tonight and after the next commit.
 * - Own is what ownframe.h says. A function that stands in the stack more than once counts once, so
 *   recursion of any depth is one key; for a stack overflow, where the depth decides which function
 *   of a cycle is on top, the functions of the cycle are put in order of their names.
 * - The size of an access counts where an instruction of the project made it. Where memcpy or its
 *   like did, the size is whatever the input asked for, and stays out.
 * - The kind is part of it: a memory error never merges with an assertion.
 * - Where no own frame is left (no symbols; a crash in LLVMFuzzerTestOneInput itself) the target
 *   stands instead: `abort|target:offset`.
 * - The alarm of a timeout, and the last allocation before the limit, strike anywhere, so the top
 * of those stacks is chance. Their key is the target and the own function that
 *   LLVMFuzzerTestOneInput called: `timeout|target:tzif|fuseau_tzif_read`. Two slow loops beneath
 *   one call are one issue until the first is mended; the other way round one loop would be filed
 *   every night under another name.
 */
struct signature {
    char key[1600];
    char title[280]; /* "heap-buffer-overflow READ 1 in read_field": inert (safetext_title) */
    char id[17];     /* sixteen hex digits of the key, for a directory's name */
    enum severity severity;
};

/* `target` names the program that crashed. */
void signature_make(const struct sanlog_report *report, const char *target,
                    struct signature *signature);

bool signature_same(const struct signature *left, const struct signature *right);

/* "high". Static storage. */
const char *signature_severity_name(enum severity severity);

/* Whether the kind comes of time or memory running out: such an input is costly to replay. */
bool signature_is_exhaustion(const struct sanlog_report *report);

#endif
