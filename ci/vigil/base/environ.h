/* environ.h -- the environment of a child process, built entry by entry */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_ENVIRON_H
#define VIGIL_BASE_ENVIRON_H

#include <stdbool.h>
#include <stddef.h>

/* "NAME=value" each; NULL ends them, as execve wants it. Starts as {0}. */
struct environment {
    char **entries;
    size_t count;
};

/* Makes room for so many entries. False when memory ran out. */
bool environ_start(struct environment *environment, size_t most);

/* Adds a copy of the entry, of at most as many as there is room for. False when memory ran out. */
bool environ_add(struct environment *environment, const char *entry);

/* How many entries this process has in its own environment. */
size_t environ_size(void);

void environ_free(struct environment *environment);

#endif
