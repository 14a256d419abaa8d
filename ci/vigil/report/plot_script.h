/* plot_script.h -- (private to plot) pure: what gnuplot is told, and the style of what it draws */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PLOT_SCRIPT_H
#define VIGIL_REPORT_PLOT_SCRIPT_H

#include "base/buffer.h"
#include "report.h"

#define PLOT_WIDTH  360
#define PLOT_HEIGHT 190
#define PLOT_LINES  3

/* One drawing: a line or three over the nights. */
struct plot_what {
    const char *title, *name; /* for a person; of its file */
    const char *of;           /* "Edges covered", to begin a sentence with */
    int decimals;             /* of its figures in that sentence */
    struct plot_line {
        const char *key; /* "high"; NULL: the only one */
        double (*value)(const struct store_night *night);
    } lines[PLOT_LINES];
};

/* The five, in the order in which they are shown. */
#define PLOTS 5
extern const struct plot_what plot_whats[PLOTS];

size_t plot_line_count(const struct plot_what *what);

/* Whether the night came so far that its figures mean something. */
bool plot_tells(const struct store_night *night);

/* "25 Nov", of a date of our own. */
void plot_date(struct buffer *into, const char *date);

/* A line a night: its day, then the values of each drawing's lines in turn; "?" where it does not
 * tell. */
void plot_data(const struct store_night *nights, size_t count, struct buffer *into);

/* Draws WORK/NAME.svg of WORK/nights for each. All numbers and words in it are ours. */
void plot_script(const struct store_night *nights, size_t count, const char *work,
                 struct buffer *into);

/* gnuplot's drawing with our style in it, which follows the reader's choice of light or dark. */
void plot_dress(const struct buffer *drawing, struct buffer *into);

#endif
