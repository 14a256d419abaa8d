/* page_part.h -- (private) what pages are made of: small pieces, and the sections */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_PART_H
#define VIGIL_REPORT_PAGE_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "report.h"

/* page/style.css and page/script.js, and their SHA-256 in base64: page/embed.cmake makes them. */
extern const char page_style[], page_style_hash[];
extern const char page_script[], page_script_hash[];

/* page_html.c: the small pieces. */

/* Hostile text, inert, on one line. */
void page_text(struct buffer *into, const char *text);
/* HTML of our own, in which each "%s" is hostile text, made inert on one line; it has no other "%".
 */
void page_format(struct buffer *into, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "1 crash", "3 crashes" */
void page_plural(struct buffer *into, size_t count, const char *one, const char *more);
/* A number of seconds, as "0.4 s", "48 s", "12 min", "3 h 05 min" or "4 d 2 h". */
void page_duration(struct buffer *into, double seconds);
/* "Wed 25 Nov 2026" of "2026-11-25…"; the text itself where it is no date. */
void page_date(struct buffer *into, const char *date);
/* "05:48 UTC", of our own RFC 3339 in UTC. */
void page_clock(struct buffer *into, const char *instant);

/* A link, if the address is one of http or https; else the words alone. Both are hostile; words "":
 * the address itself. */
void page_link(struct buffer *into, const char *address, const char *words);
/* A link to an issue, or its number where the link leads to no web page; a path of this machine is
 * shown beside it. "none yet" where the number is 0. */
void page_issue(struct buffer *into, uint64_t issue, const char *link);
/* "@ada-l9"; "nobody" of "". */
void page_handle(struct buffer *into, const char *handle);
/* The severity, or how a night ended (store_night's status), as a word on its own background. */
void page_severity(struct buffer *into, enum severity severity);
void page_outcome(struct buffer *into, int status);

/*
 * A table that scrolls within itself where there is no room for it, by keyboard as well. A column
 * whose name begins with '#' is one of numbers. A screen reader calls the table by its label, which
 * no other region of the page has.
 */
void page_table_begin(struct buffer *into, const char *label, const char *const *columns,
                      size_t count);
void page_table_end(struct buffer *into);

/* A section with its heading; `id` is ours. */
void page_section(struct buffer *into, const char *id, const char *heading);

#define PAGE_COLUMNS(list) (list), sizeof(list) / sizeof *(list)

/* page_tables.c: the sections that are tables. */

void page_targets(const struct report *report, struct buffer *into);
void page_toolchain(const struct report *report, struct buffer *into);
void page_stages(const struct report *report, struct buffer *into);
/* A row a night, newest first, but for those before the last PAGE_NIGHTS, of which each month has
 * one; `pages` as page_index has it. */
#define PAGE_NIGHTS 60
void page_nights(const struct report *report, const bool *pages, struct buffer *into);
/* Who is on duty in the next days, and what waits for them. */
void page_duty(const struct report *report, struct buffer *into);
void page_queue(const struct report *report, struct buffer *into);
/* "Asha (@asha-k), 06:00–10:00 UTC, 11:30–15:30 in Asia/Kolkata", of a date that has a reviewer. */
void page_on_duty(const struct duty *duty, struct buffer *into);

/* page_crash.c: a section for each fate that a crash of this night met, with all that is known of
 * those crashes, the crash with the id ID at "#crash-ID"; nothing where there was no crash. */
void page_crashes(const struct report *report, struct buffer *into);

/*
 * page_bytes.c: the first PAGE_BYTES bytes of an input, as text and as hexdump. `marks` is
 * blame.h's, one character a byte; a text of any other length says that they are not known. A
 * marked byte is recognised by its background, by a line under or around it, and in words. A screen
 * reader calls the part that scrolls by the label.
 */
#define PAGE_BYTES 1024
void page_bytes(const void *data, size_t size, const char *marks, const char *label,
                struct buffer *into);

#endif
