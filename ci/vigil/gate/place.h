/* place.h -- (private to gate) where in the project's own sources a crash is */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_PLACE_H
#define VIGIL_GATE_PLACE_H

#include <stdbool.h>

#include "base/files.h"
#include "crash/sanlog.h"

struct gate_place {
    char path[PATH_SIZE]; /* from `root`; "" where no own frame lies in it */
    char function[128];
    unsigned line;
};

/* The own frame nearest the crash whose file is there below `root`, an absolute path without links.
 * A stack is hostile text: what lies elsewhere is passed over. Where the crash is in none but the
 * target's own entry, that. */
void gate_place_find(const char *root, const struct sanlog_report *report,
                     struct gate_place *place);

#endif
