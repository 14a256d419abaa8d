/* secret.h -- memory for secrets, kept out of children, core files and swap */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_SECRET_H
#define VIGIL_BASE_SECRET_H

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
 * alone leaves there. */
void secret_forget(const char *variable);

#endif
