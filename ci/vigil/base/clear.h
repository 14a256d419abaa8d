/* clear.h -- a directory's removal, whatever was done in it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CLEAR_H
#define VIGIL_BASE_CLEAR_H

/* Removes the directory as scratch_close does (scratch.h), which see. */
void clear_away(const char *path);

#endif
