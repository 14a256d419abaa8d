/* page.h -- pure: a night, and the index of nights, as pages that need no network and no script */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_H
#define VIGIL_REPORT_PAGE_H

#include "base/buffer.h"
#include "report.h"

/* A plot as plot.h drew it. */
struct page_plot {
    const char *title, *svg; /* ours */
    const char *summary;     /* what it shows, in a sentence */
    size_t size;
};

/* What stands in each of vigil's pages, and in no other. */
#define PAGE_WRITTEN_BY "<footer><p>Written by vigil "

/*
 * Each adds one whole HTML document. Its style and script stand within it, and a content-security
 * policy allows these two by their hashes and nothing else. Whatever came from targets is text, and
 * nothing but text. The script copies a command; everything can be read without it.
 */
void page_night(const struct report *report, const struct page_plot *plots, size_t plot_count,
                struct buffer *into);
/* `pages`: for each night, whether it has a page to be linked to; NULL: all have. */
void page_index(const struct report *report, const bool *pages, const struct page_plot *plots,
                size_t plot_count, struct buffer *into);

#endif
