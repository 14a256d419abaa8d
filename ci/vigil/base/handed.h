/* handed.h -- which of our variables are handed on to programs that are not trusted */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_HANDED_H
#define VIGIL_BASE_HANDED_H

#include <stdbool.h>

/*
 * Whether the entry, "NAME=value", is handed on to no target and to no build. That is so where its
 * name says that it holds a secret (secret.h), and of what leads out of the walls that such a
 * program stands in (confine.h): the address of a service that does things for the user, as an
 * agent of keys or a session's bus does; a file through which a step of a CI job speaks to the
 * steps after it, which may have a token; the whole configuration of OpenTelemetry.
 */
bool handed_is_withheld(const char *entry);

/* Those variables that name such files, as GITHUB_ENV does; NULL ends them. */
extern const char *const handed_steps[];

#endif
