/* gateout_markdown.h -- (private to gateout) the sections of a gate's Markdown; empty where there
 * is nothing to say */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEOUT_MARKDOWN_H
#define VIGIL_GATEOUT_MARKDOWN_H

#include "buffer.h"
#include "gatereport.h"

/* gateout_markdown_fuzz.c */
void gateout_markdown_new(const struct gate_report *report, struct buffer *into);
void gateout_markdown_old(const struct gate_report *report, struct buffer *into);
void gateout_markdown_targets(const struct gate_report *report, struct buffer *into);
void gateout_markdown_reports(const struct gate_report *report, struct buffer *into);

/* gateout_markdown_doors.c */
void gateout_markdown_troubles(const struct gate_report *report, struct buffer *into);
void gateout_markdown_tests(const struct gate_report *report, struct buffer *into);
void gateout_markdown_uncovered(const struct gate_report *report, struct buffer *into);
void gateout_markdown_examples(const struct gate_report *report, struct buffer *into);
void gateout_markdown_notes(const struct gate_report *report, struct buffer *into);
void gateout_markdown_logs(const struct gate_report *report, struct buffer *into);

#endif
