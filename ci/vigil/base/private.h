/* private.h -- a directory that nobody else may look into */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_PRIVATE_H
#define VIGIL_BASE_PRIVATE_H

#include <stdbool.h>

#include "fault.h"

/*
 * Makes the directory and those above it, where they are missing, and takes from everybody else
 * what an older vigil, or a umask, granted them: its mode is 0700 afterwards. Refused, and left as
 * it is: a directory of another user's, who could read and change what is put there; and one that
 * others are meant to use, "/", a home, or one with the sticky bit such as /tmp.
 */
bool private_directory(const char *path, struct fault *fault);

#endif
