/* page_tables.h -- (private to page) the sections that are tables */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_TABLES_H
#define VIGIL_REPORT_PAGE_TABLES_H

#include "base/buffer.h"
#include "page.h"
#include "report.h"

void page_targets(const struct report *report, struct buffer *into);
void page_plots(const struct page_plot *plots, size_t count, struct buffer *into);
void page_toolchain(const struct report *report, struct buffer *into);
void page_stages(const struct report *report, struct buffer *into);

/* page_tables.c: who is on duty in the next days, and what waits for them. */
void page_duty(const struct report *report, struct buffer *into);
void page_queue(const struct report *report, struct buffer *into);
/* "Asha (@asha-k), 06:00–10:00 UTC, 11:30–15:30 in Asia/Kolkata"; "nobody". */
void page_on_duty(const struct duty *duty, struct buffer *into);

/* page.c: a row a night, newest first; `pages` as page_index has it. */
void page_nights(const struct report *report, const bool *pages, struct buffer *into);

#endif
