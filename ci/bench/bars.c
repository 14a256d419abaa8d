/* bars.c -- what this tree is meant to reach beside an older revision; information, no verdict */
/* SPDX-License-Identifier: MIT */
#include "bars.h"

#include <stdio.h>
#include <string.h>

/* Ratios of least times to those of revision 892d039, but for what is said of two. */
static const struct bar {
    const char *name;
    double value;
    bool at_least; /* else at most */
} bars[] = {
    {"accept Z", 0.65, false},
    {"accept fraction+offset", 0.60, false},
    {"accept mixed", 0.50, false},
    {"refuse, all of these", 0.50, false},
    {"write 9 digits+offset", 0.25, false},
    {"a million lines", 0.20, false},
    {BAR_COLUMN, 0.45, true}, /* of the speed at which the same bytes are summed */
    {"offset, one zone", 0.50, false},
    {"offset, 50 zones", 0.45, false},
    {"offset, one zone, far", 0.45, false},
    {"offset, 50 zones, far", 0.50, false},
    {"instant, one zone", 0.45, false},
    {"instant, of seconds", 0.45, false},
    {"civil time, one zone", 0.60, false},
    {"open a zone", 0.40, false},
    {"zone by its name", 0.35, false},
    {"RFC 9557 with its zone", 0.40, false},
    {BAR_MEMORY, 2.0, false}, /* of the revision's bytes */
};

/* What two builds of the same code may differ by, as it comes to lie elsewhere in memory. */
static const double noise = 0.05;

static const struct bar *find(const char *name)
{
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        if (strcmp(bars[i].name, name) == 0) {
            return &bars[i];
        }
    }
    return NULL;
}

double bars_find(const char *name)
{
    const struct bar *bar = find(name);
    return bar ? bar->value : 0;
}

void bars_print_value(const char *name, double value)
{
    const struct bar *bar = find(name);
    bool met = bar->at_least ? value >= bar->value : value <= bar->value;
    printf("%-26s %5.2f  %s %.2f  %s\n", name, value, bar->at_least ? "at least" : "at most ",
           bar->value, met ? "met" : "not met");
}

void bars_print(const struct table *table)
{
    const struct bench *bench = table->bench;
    const size_t against = bench->against;
    for (size_t row = 0; row < bench->rows; row++) {
        if (!bench_has(bench, row, 0) || !against || !bench_has(bench, row, against)) {
            continue;
        }
        const char *name = bench->row_name(row);
        double ratio = 1 / table->figures[row][against].ratio;
        if (find(name)) {
            bars_print_value(name, ratio);
        } else if (ratio > 1 + noise) {
            printf("%-26s %5.2f  slower than %s\n", name, ratio, bench->contender(against)->name);
        }
    }
}
