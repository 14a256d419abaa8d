/* environ.h -- the environment of a child process, built entry by entry */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_ENVIRON_H
#define VIGIL_BASE_ENVIRON_H

#include <stdbool.h>
#include <stddef.h>

/* "NAME=value" each. Starts as {0}; once there is an entry, NULL ends them, as execve wants it. */
struct environment {
    char **entries;
    size_t count; /* without the NULL */
};

/* Adds a copy of the entry. False when memory ran out. */
bool environ_add(struct environment *environment, const char *entry);

void environ_free(struct environment *environment);

#endif
