/* page_html.h -- (private to page) the small pieces that pages are made of */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_HTML_H
#define VIGIL_REPORT_PAGE_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "report.h"

/* Hostile text, inert, on one line. */
void page_text(struct buffer *into, const char *text);
/* The first `most` bytes of it. */
void page_clip(struct buffer *into, const char *text, size_t most);

/* "1 crash", "3 crashes" */
void page_plural(struct buffer *into, size_t count, const char *one, const char *more);
/* Of seconds: "0.4 s", "48 s", "12 min", "3 h 05 min", "4 d 2 h" */
void page_duration(struct buffer *into, double seconds);
/* "Wed 25 Nov 2026" of "2026-11-25…"; the text itself where it is no date. */
void page_date(struct buffer *into, const char *date);
/* "05:48 UTC", of our own RFC 3339 in UTC. */
void page_clock(struct buffer *into, const char *instant);

/* A link where it is one for http or https; else the address, to be read. `words` is hostile too;
 * "" for the address itself. */
void page_link(struct buffer *into, const char *address, const char *words);
/* A link to an issue, or its number and where it is; "none" for 0. */
void page_issue(struct buffer *into, uint64_t issue, const char *link);
/* "@ada-l9"; "nobody" for "". */
void page_handle(struct buffer *into, const char *handle);
/* The severity as a word on a ground that is its own. */
void page_severity(struct buffer *into, enum severity severity);

/*
 * A table that scrolls within itself where there is no room for it, by keyboard as well. A column's
 * name that begins with '#' is one of numbers. `label` is said of it: no two of a page are equal.
 */
void page_table_begin(struct buffer *into, const char *label, const char *const *columns,
                      size_t count);
void page_table_end(struct buffer *into);

/* A section with its heading; `id` is ours. */
void page_section(struct buffer *into, const char *id, const char *heading);

#define PAGE_COLUMNS(list) (list), sizeof(list) / sizeof *(list)

#endif
