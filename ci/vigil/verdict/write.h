/* write.h -- a verdict as each of its readers wants it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_WRITE_H
#define VIGIL_VERDICT_WRITE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "verdict.h"

/* For a terminal, in lines of a hundred columns: the verdict's sentence first, then door by door
 * with its time; what is hostile is inert. `coloured`: with SGR sequences. */
void verdict_text(const struct verdict *verdict, bool coloured, struct buffer *into);

/* GitHub-flavoured Markdown: a job's summary, a check run's text. At most `limit` bytes: the
 * sections needed least are left out, and a line says so. Everything hostile is inert (inert.h). */
void verdict_markdown(const struct verdict *verdict, size_t limit, struct buffer *into);

/* Bytes. GitHub shows a MiB of a job's summary at most. */
#define VERDICT_MARKDOWN_MOST ((size_t)1000000)

/* Whole documents. False, with a fault, when memory ran out or a library failed. */
bool verdict_json(const struct verdict *verdict, struct buffer *into, struct fault *fault);
bool verdict_junit(const struct verdict *verdict, struct buffer *into, struct fault *fault);
bool verdict_sarif(const struct verdict *verdict, struct buffer *into, struct fault *fault);
bool verdict_cobertura(const struct verdict *verdict, struct buffer *into, struct fault *fault);

/* All of them into the directory: verdict.json, verdict.md, junit.xml, vigil.sarif, cobertura.xml
 * (where coverage is known); each whole or not at all, verdict.json last. */
bool verdict_write(const struct verdict *verdict, const char *directory, struct fault *fault);

#endif
