/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "triage/campaign.h"

struct progress_row {
    const char *name, *log;
    struct campaign_figures read;
};

static const struct progress_row rows[] = {
    {"a pulse",
     "#1024\tpulse  cov: 9 ft: 10 corp: 4/9b lim: 8 exec/s: 512 rss: 28Mb\n",
     {1024, 9, 4, 512}},
    {"the last of many, and the statistic",
     "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 28Mb\n"
     "#16\tNEW    cov: 3 ft: 3 corp: 2/5b lim: 4 exec/s: 0 rss: 28Mb L: 4/4 MS: 1 Copy-\n"
     "stat::number_of_executed_units: 900\nstat::average_exec_per_sec:     300\n",
     {900, 3, 2, 0}},
    {"a statistic that says less than a pulse did",
     "#64\tpulse  cov: 1 exec/s: 7\n"
     "stat::number_of_executed_units: 8\n",
     {64, 1, 0, 7}},
    {"a frame is no progress", "    #0 0x12 in f /a.c:1:1\n#1 0x13 in g /a.c:2:2\n", {0}},
    {"what a target prints", "cov: 900\ncorp: 9/9b\n# 12\tNEW\n", {0}},
    {"a number that no counter holds",
     "#99999999999999999999999\tpulse cov: 1\n",
     {UINT64_MAX, 0, 0, 0}},
    {"cut in its first line", "#10", {0}},
    {"nothing", "", {0}},
};

static void is_read(void **state)
{
    const struct progress_row *row = *state;
    struct campaign_figures read = {0};
    char *log = exact_copy(row->log, strlen(row->log));
    for (size_t at = 0, size = strlen(row->log), length; at < size; at += length + 1) {
        const char *end = memchr(log + at, '\n', size - at);
        length = end == NULL ? size - at : (size_t)(end - log) - at;
        (void)campaign_line(&read, log + at, length);
    }
    assert_int_equal(read.executions, row->read.executions);
    assert_int_equal(read.corpus, row->read.corpus);
    assert_int_equal(read.exec_per_second, row->read.exec_per_second);
    if (row->read.executions != UINT64_MAX) {
        assert_int_equal(read.edges, row->read.edges);
    }
    free(log);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    size_t count = 0;
    ADD_ROWS(tests, count, rows, is_read);
    return cmocka_run_group_tests_name("campaign", tests, NULL, NULL);
}
