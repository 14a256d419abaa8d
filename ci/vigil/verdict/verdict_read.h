/* verdict_read.h -- verdict.json read back as the hostile text that another machine wrote */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_VERDICT_READ_H
#define VIGIL_VERDICT_VERDICT_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "verdict.h"

/* What is read points into `document`. */
struct verdict_read {
    struct verdict verdict; /* `lines` is NULL */
    void *document, *memory;
};

/*
 * Refuses, with a fault that names the field (`crashes[2].line`), a document that verdict_json
 * cannot have written: an id that is not hex, a path that is absolute or has "..", a number out of
 * range, a sentence that is not text, lists and texts beyond their limits, a verdict that its doors
 * and crashes contradict (passed with a door shut or with a new crash). *read is to be freed in any
 * case.
 */
bool verdict_read(const char *text, size_t size, struct verdict_read *read, struct fault *fault);
void verdict_read_free(struct verdict_read *read);

#endif
