/* inifile.h -- an INI file read, every fault named by its line */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_INIFILE_H
#define VIGIL_INIFILE_H

#include <stdbool.h>

#include "fault.h"

/* One "name = value". False, with a reason, when it is not to be had; "PATH:LINE: " is put before.
 */
typedef bool inifile_entry(void *context, const char *section, const char *name, const char *value,
                           struct fault *reason);

/* Stops at the first fault. *absent, where it is asked for, says that there is no such file, which
 * then is no fault. */
bool inifile_read(const char *path, inifile_entry *entry, void *context, bool *absent,
                  struct fault *fault);

#endif
