/* write.h -- a gate's result as each of its readers wants it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_WRITE_H
#define VIGIL_VERDICT_WRITE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "verdict.h"

/* For a terminal: the verdict's sentence first, then door by door with its time; what is hostile is
 * inert. `colour`: with SGR. */
void verdict_text(const struct verdict *report, bool colour, struct buffer *into);

/* GitHub-flavoured Markdown: a job's summary, a check run's text. At most `limit` bytes, the least
 * needed left out first, and a line says so; everything hostile is inert (inert.h). */
void verdict_markdown(const struct verdict *report, size_t limit, struct buffer *into);

/* These are whole documents. False, with a fault, when memory ran out or a library failed. */
bool verdict_json(const struct verdict *report, struct buffer *into, struct fault *fault);
bool verdict_junit(const struct verdict *report, struct buffer *into, struct fault *fault);
bool verdict_sarif(const struct verdict *report, struct buffer *into, struct fault *fault);
bool verdict_cobertura(const struct verdict *report, struct buffer *into, struct fault *fault);

/* All of them into the directory: verdict.json, verdict.md, junit.xml, vigil.sarif, cobertura.xml
 * (where coverage is known); each whole or not at all, verdict.json last. */
bool verdict_write(const struct verdict *report, const char *directory, struct fault *fault);

#endif
