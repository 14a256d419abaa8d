/* markdown.h -- pure: a night as Markdown, for the summary of a CI job */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_MARKDOWN_H
#define VIGIL_REPORT_MARKDOWN_H

#include "base/buffer.h"
#include "report.h"

/* The verdict, what could not be done, the crashes, the targets, who is on duty. Of inputs and logs
 * it has nothing. */
void report_markdown(const struct report *report, struct buffer *into);

#endif
