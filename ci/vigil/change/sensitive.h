/* sensitive.h -- pure: lines that read time in a way that breaks quietly, with a better way */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_SENSITIVE_H
#define VIGIL_CHANGE_SENSITIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "sensitive_rules.h"
#include "tokens.h"

struct sensitive_line {
    const struct sensitive_rule *rule;
    unsigned line, column, width; /* from 1 on, in bytes: where the word or number stands */
};

struct sensitive_lines {
    struct sensitive_line *list; /* in the order of lines; at most one for each rule on a line */
    size_t count;
};

/* Whether the line is to be told of: the gate wants only changed ones. */
typedef bool sensitive_wanted(void *context, unsigned line);

/*
 * Words in C or C++, not in comments or strings: localtime(_r), gmtime(_r), mktime, timegm,
 * strptime, strftime with %Z or %s, tzset, getenv/setenv of "TZ" (the string), `timezone`,
 * `daylight`, `tzname`, struct tm and its fields tm_isdst and tm_year, ctime, asctime, getdate,
 * difftime into an integer, casts of time_t to int, long, unsigned and 32-bit types and the other
 * way round, 32-bit variables with seconds in their name, 86400 and its kin (24*60*60, 3600*24,
 * 60*60*24*7, 604800, 31536000) in arithmetic, time(NULL) kept in an int, gettimeofday,
 * clock_gettime with CLOCK_REALTIME for an interval. False when memory ran out. To be freed in any
 * case.
 */
bool sensitive_find(const char *text, size_t size, enum language language, sensitive_wanted *wanted,
                    void *context, struct sensitive_lines *lines);
void sensitive_free(struct sensitive_lines *lines);

#endif
