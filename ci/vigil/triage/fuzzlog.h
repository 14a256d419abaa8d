/* fuzzlog.h -- libFuzzer's progress lines, read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_FUZZLOG_H
#define VIGIL_TRIAGE_FUZZLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fuzzlog {
    uint64_t executions;
    uint64_t edges;           /* "cov:" */
    uint64_t corpus;          /* inputs, "corp:" before the "/" */
    uint64_t exec_per_second; /* as libFuzzer last said */
};

/* Takes in one line: "#1024\tpulse  cov: 9 ft: 10 corp: 4/9b lim: 8 exec/s: 512 rss: 28Mb", or
 * "stat::number_of_executed_units: 1024". Any other changes nothing; true if something was read.
 * Executions never fall: the final statistic is exact and the pulse before it was not. */
bool fuzzlog_line(struct fuzzlog *progress, const char *line, size_t size);

/* All lines of a log. */
void fuzzlog_read(struct fuzzlog *progress, const char *text, size_t size);

#endif
