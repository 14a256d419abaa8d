#ifndef CLOCK_H
#define CLOCK_H

#include <stddef.h>

/* A clock time and how far its clock is from UTC, in minutes. */
struct clock_time {
    int minutes, offset;
};

/* "06:30+05:30", "06:30Z". 0, or -1 where it is something else. */
int clock_read(const char *text, size_t size, struct clock_time *time);

/* Minutes of the UTC day. */
int clock_utc(const struct clock_time *time);

#endif
