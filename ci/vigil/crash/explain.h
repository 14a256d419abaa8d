/* explain.h -- vigil explain: what a log says, for a person or for a program */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_EXPLAIN_H
#define VIGIL_CRASH_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/command.h"

/* A larger log is refused: all of it is held in memory at once. */
#define EXPLAIN_LIMIT ((size_t)256 << 20)

/*
 * Prints what each log tells, "-" being standard input: as text with a blank line between two, or
 * one JSON object a line. `target` names the program that crashed; NULL: it is named for each log's
 * file, without the extension. 0 when every log was read, whether it tells of a crash or not; 2
 * when one could not be, which is said on standard error, or when the output could not be written.
 */
int explain(int count, char *const *paths, bool json, const char *target);

/* The same from a command line. */
extern const struct command explain_command;

/*
 * What one log tells, added to `into`:
 *
 *     heap-buffer-overflow READ 1 in read_field
 *       log        crash.txt
 *       tool       AddressSanitizer
 *       …
 *     > #0  read_field  /src/parse.c:21
 *
 * with the message as it stands in the log, and a line that says so where the target has no
 * symbols; with ">" before the frames that are the project's own; all of it is inert (inert.h). As
 * JSON, with the same words, and in ASCII: bytes that are no UTF-8 are U+FFFD, and what the log
 * does not say is null. A log without a crash gives only `log` and `"crash": false`.
 */
void explain_log(const char *name, const char *target, const char *text, size_t size,
                 struct buffer *into);
void explain_log_json(const char *name, const char *target, const char *text, size_t size,
                      struct buffer *into);

#endif
