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
 * process without privileges (PR_SET_DUMPABLE). Against a target that runs as root nothing helps.
 */
struct token;

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
