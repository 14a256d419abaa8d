/* plot.h -- the nights drawn by gnuplot, as SVG */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PLOT_H
#define VIGIL_REPORT_PLOT_H

#include "base/fault.h"
#include "page.h"

#define PLOT_COUNT 5

/* The most nights that are drawn, the last ones. */
#define PLOT_NIGHTS 90

/* The drawings, in this order: edges, executions a second, corpus, open issues by severity, age of
 * the oldest untriaged one. */
struct plots {
    struct page_plot plot[PLOT_COUNT];
    struct buffer svg[PLOT_COUNT], summary[PLOT_COUNT];
    size_t count;
};

/* `work` is a directory for the data and the script. False, with a fault, when gnuplot cannot be
 * run or fails; then there are no plots. To be freed in any case. */
bool plot_draw(const struct store_night *nights, size_t count, const char *work,
               struct plots *plots, struct fault *fault);
void plots_free(struct plots *plots);

/* What gnuplot is given, for tests. The data are a line a night: its day, then the values of each
 * drawing's lines in turn; "?" where the night was cut short before it had any. The script draws
 * WORK/NAME.svg of WORK/nights for each. All numbers and words in it are ours. */
void plot_data(const struct store_night *nights, size_t count, struct buffer *into);
void plot_script(const struct store_night *nights, size_t count, const char *work,
                 struct buffer *into);

#endif
