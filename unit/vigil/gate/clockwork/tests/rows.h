#ifndef ROWS_H
#define ROWS_H

struct clock_row {
    const char *name, *text;
    int result, utc;
};

struct span_row {
    const char *name, *text;
    int result, minutes;
};

/* One test: it failed, it passed, or (result 2) it was skipped. */
void row_done(const char *suite, const char *name, int result);

void clock_tests(void);
void span_tests(void);

#endif
