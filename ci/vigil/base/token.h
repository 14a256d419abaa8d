/* token.h -- a tracker's token, read once and then hidden from every other process */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_TOKEN_H
#define VIGIL_BASE_TOKEN_H

#include <stdbool.h>

#include "fault.h"

/*
 * The targets are hostile, and run as the user that vigil runs as. So the token is in no argument
 * and no fault, and once it was read it is in no environment either: neither in what a child is
 * given nor in /proc/PID/environ. It lives in memory of its own that is not swapped, not dumped and
 * not inherited. As long as a token is open, vigil leaves no core and cannot be traced by another
 * process without privileges (PR_SET_DUMPABLE). What runs as root is kept off by the walls alone
 * (confine.h).
 */
struct token;

/*
 * For a command that is going to run what is hostile, before it runs anything at all, and before it
 * has a second process: no later order of things can then let the token out. The token is read now,
 * for every token_open of the same file that is still to come; that there is none, or none that can
 * be used, is told by token_open. NULL: GITHUB_TOKEN.
 *
 * In any case all variables whose names say that they hold a secret (secret.h), not only GitHub's,
 * are gone from our environment afterwards, but for OpenTelemetry's (observe/otel_environment.h).
 * What files they named is told by token_named.
 */
void token_take(const char *file);

/* The same for a command that has no use for a token: none is read. */
void token_forget(void);

/* Whether token_take found a token that can be used. */
bool token_is_taken(void);

/* The files and directories, with absolute paths, that the variables named which are gone, as
 * GOOGLE_APPLICATION_CREDENTIALS does; NULL ends them. */
const char *const *token_named(void);

/*
 * The token in `file`, or in GITHUB_TOKEN where that is NULL. A line end after it is dropped. NULL,
 * with a fault that says nothing of its content, when there is none, when it holds anything but
 * printable ASCII, when the file is no regular one, or when others may read or write it, or the
 * group may write it. Whether it succeeds or not, GITHUB_TOKEN, GH_TOKEN and the other variables in
 * which GitHub's tools and its Actions hand out tokens are then gone from our environment.
 */
struct token *token_open(const char *file, struct fault *fault);

const char *token_text(const struct token *token);

/* Whether the text contains the token, as a server's answer might. */
bool token_shows(const struct token *token, const char *text);

/* Overwrites the token, and allows cores and tracers again if they were before. */
void token_close(struct token *token);

#endif
