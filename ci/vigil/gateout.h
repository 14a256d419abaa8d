/* gateout.h -- a gate's result as each of its readers wants it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEOUT_H
#define VIGIL_GATEOUT_H

#include <stdbool.h>

#include "buffer.h"
#include "fault.h"
#include "gatereport.h"

/* For a terminal: the verdict's sentence first, then door by door with its time; what is hostile is
 * inert. `colour`: with SGR. */
void gateout_text(const struct gate_report *report, bool colour, struct buffer *into);

/* GitHub-flavoured Markdown: a job's summary, a check run's text. At most `limit` bytes, the least
 * needed left out first, and a line says so; everything hostile is inert (safetext.h). */
void gateout_markdown(const struct gate_report *report, size_t limit, struct buffer *into);

/* These are whole documents. False, with a fault, when memory ran out or a library failed. */
bool gateout_json(const struct gate_report *report, struct buffer *into, struct fault *fault);
bool gateout_junit(const struct gate_report *report, struct buffer *into, struct fault *fault);
bool gateout_sarif(const struct gate_report *report, struct buffer *into, struct fault *fault);
bool gateout_cobertura(const struct gate_report *report, struct buffer *into, struct fault *fault);

/* All of them into the directory: verdict.json, verdict.md, junit.xml, vigil.sarif, cobertura.xml
 * (where coverage is known); each whole or not at all, verdict.json last. */
bool gateout_write(const struct gate_report *report, const char *directory, struct fault *fault);

#endif
