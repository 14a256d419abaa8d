/* page.h -- pure: a night, and the index of nights, as pages that need no network and no script */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_H
#define VIGIL_REPORT_PAGE_H

#include "base/buffer.h"
#include "report.h"

/* A plot as plot.h drew it. */
struct page_plot {
    const char *title, *svg; /* ours */
    const char *summary;     /* what it shows, in a sentence, for who cannot see it */
    size_t size;
};

/*
 * Each adds one whole HTML document: style and script within, allowed by their hashes in a
 * content-security policy that allows nothing else; what came from targets is text, and nothing but
 * text. The one script copies a command; without it all is there to be read.
 */
void page_night(const struct report *report, const struct page_plot *plots, size_t plot_count,
                struct buffer *into);
/* `pages`: one a night, whether its page is there to be linked to; NULL: all are. */
void page_index(const struct report *report, const bool *pages, const struct page_plot *plots,
                size_t plot_count, struct buffer *into);

#endif
