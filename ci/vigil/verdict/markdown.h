/* markdown.h -- (private to verdict) the sections of a gate's Markdown; empty where there
 * is nothing to say */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_MARKDOWN_H
#define VIGIL_VERDICT_MARKDOWN_H

#include "base/buffer.h"
#include "verdict.h"

/* markdown_fuzz.c */
void verdict_markdown_new(const struct verdict *report, struct buffer *into);
void verdict_markdown_old(const struct verdict *report, struct buffer *into);
void verdict_markdown_targets(const struct verdict *report, struct buffer *into);
void verdict_markdown_reports(const struct verdict *report, struct buffer *into);

/* markdown_doors.c */
void verdict_markdown_troubles(const struct verdict *report, struct buffer *into);
void verdict_markdown_tests(const struct verdict *report, struct buffer *into);
void verdict_markdown_uncovered(const struct verdict *report, struct buffer *into);
void verdict_markdown_examples(const struct verdict *report, struct buffer *into);
void verdict_markdown_notes(const struct verdict *report, struct buffer *into);
void verdict_markdown_logs(const struct verdict *report, struct buffer *into);

#endif
