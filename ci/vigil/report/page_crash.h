/* page_crash.h -- (private to page) all that is known of the crashes of a night */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_CRASH_H
#define VIGIL_REPORT_PAGE_CRASH_H

#include "base/buffer.h"
#include "report.h"

/* A section for each fate that a crash of this night met; nothing where there was no crash. */
void page_crashes(const struct report *report, struct buffer *into);

/* "crash-0123456789abcdef": where the page has it. */
void page_crash_anchor(struct buffer *into, const struct report_crash *crash);

#endif
