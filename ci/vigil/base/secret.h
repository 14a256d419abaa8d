/* secret.h -- memory for secrets, kept out of children, core files and swap */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_SECRET_H
#define VIGIL_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Memory of zero bytes, in a mapping of its own that is not swapped, not dumped and not inherited,
 * each as far as the kernel and our limits grant it. As long as there is such memory, this process
 * leaves no core and cannot be traced by another without privileges (PR_SET_DUMPABLE). NULL when
 * memory ran out. To be called from one thread.
 */
void *secret_allocate(size_t size);

/* Overwrites and frees it. After the last one, cores and tracing are allowed as before. NULL is
 * fine.
 */
void secret_free(void *memory, size_t size);

/* Takes the variable out of our environment, and its value out of /proc/PID/environ, which unsetenv
 * alone leaves there; each of them, where there are several of the name. */
void secret_forget(const char *variable);

/* Whether the name of a variable says that it holds a secret, or leads to one as an agent's socket
 * does: "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "db-password", "SSH_AUTH_SOCK". A name is looked
 * at word by word, so "TOKENIZERS" and "MONKEY" say nothing. `name` ends at "=" or with its NUL. */
bool secret_is_name(const char *name);

/* Forgets all of them. Before there is a thread. */
void secret_forget_all(void);

#endif
