/* gateread.h -- a verdict.json that somebody else's machine wrote, read back as a hostile text */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEREAD_H
#define VIGIL_GATEREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "gatereport.h"

/* The report points into `document`. */
struct gateread {
    struct gate_report report; /* `lines` is NULL */
    void *document, *memory;
};

/*
 * Refused, with a fault that names the field (`crashes[2].line`), where it is not what gateout_json
 * writes: an id that is not hex, a path that is absolute or has "..", a number out of range, a
 * sentence that is not text, lists and texts beyond their limits, a verdict that its doors and
 * crashes do not bear out (passed with a door shut or with a new crash). *gateread is to be freed
 * in any case.
 */
bool gateread(const char *text, size_t size, struct gateread *read, struct fault *fault);
void gateread_free(struct gateread *read);

#endif
