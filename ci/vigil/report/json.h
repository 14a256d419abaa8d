/* json.h -- pure: a night as JSON, for machines */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_JSON_H
#define VIGIL_REPORT_JSON_H

#include "base/buffer.h"
#include "report.h"

/* One object and a line end. Bytes that are no UTF-8, and controls, are written as inert_line
 * writes them; an input is there as base64 as well, unless it is withheld. vigil(1) has the names.
 */
void report_json(const struct report *report, struct buffer *into);

#endif
