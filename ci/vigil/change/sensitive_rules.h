/* sensitive_rules.h -- what a time-sensitive line may do wrong, and what to write instead */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_SENSITIVE_RULES_H
#define VIGIL_CHANGE_SENSITIVE_RULES_H

#include <stddef.h>

/* One rule; static storage. */
struct sensitive_rule {
    const char *id;     /* "localtime", "day-arithmetic": letters, digits, "-" */
    const char *title;  /* a few words */
    const char *reason; /* a sentence: what goes wrong, where and when */
    const char *better; /* a sentence: what to write instead */
};

enum sensitive_id {
    SENSITIVE_LOCALTIME,
    SENSITIVE_LOCALTIME_R,
    SENSITIVE_GMTIME,
    SENSITIVE_GMTIME_R,
    SENSITIVE_MKTIME,
    SENSITIVE_TIMEGM,
    SENSITIVE_STRPTIME,
    SENSITIVE_STRFTIME_ZONE,
    SENSITIVE_TZSET,
    SENSITIVE_TZ_VARIABLE,
    SENSITIVE_TIMEZONE_GLOBALS,
    SENSITIVE_STRUCT_TM,
    SENSITIVE_TM_ISDST,
    SENSITIVE_TM_YEAR,
    SENSITIVE_CTIME,
    SENSITIVE_GETDATE,
    SENSITIVE_DIFFTIME,
    SENSITIVE_TIME_NARROWED,
    SENSITIVE_CAST_TO_TIME_T,
    SENSITIVE_SECONDS_32,
    SENSITIVE_DAY_ARITHMETIC,
    SENSITIVE_YEAR_ARITHMETIC,
    SENSITIVE_TIME_IN_INT,
    SENSITIVE_GETTIMEOFDAY,
    SENSITIVE_REALTIME_INTERVAL,
    SENSITIVE_RULES,
};

extern const struct sensitive_rule sensitive_table[SENSITIVE_RULES];

/* All rules, for SARIF and the manual; `count` of them. */
const struct sensitive_rule *sensitive_rules(size_t *count);

#endif
