/* ini.h -- an INI file read, every fault named by its line */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_INI_H
#define VIGIL_BASE_INI_H

#include <stdbool.h>
#include <stdio.h>

#include "fault.h"

/* One "name = value". False, with a reason, when it is refused; "PATH:LINE: " is put before the
 * reason. */
typedef bool ini_entry(void *context, const char *section, const char *name, const char *value,
                       struct fault *reason);

/* One "[section]", also where nothing stands below it. */
typedef bool ini_section(void *context, const char *section, struct fault *reason);

/* Stops at the first fault. It is a fault, too, where inih would cut a text in silence: a line of
 * more than 198 bytes, a section's name of more than 49. Where `absent` is not NULL, an absent file
 * is no fault, and *absent says whether it is. */
bool ini_read(const char *path, ini_entry *entry, void *context, bool *absent, struct fault *fault);

/* For a reader that has to know of empty sections, and of line numbers. */
struct ini {
    ini_section *section; /* or NULL */
    ini_entry *entry;
    void *context;
    unsigned line; /* the one being read, from 1 on; after the reading, how many there were */
};

/* As above, of a stream that is open and stays so; the path is for the faults. */
bool ini_read_stream(FILE *stream, const char *path, struct ini *ini, struct fault *fault);

#endif
