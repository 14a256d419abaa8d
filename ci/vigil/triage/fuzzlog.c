/* SPDX-License-Identifier: MIT */
#include "fuzzlog.h"

#include "base/span.h"

static void field(struct span line, const char *name, uint64_t *value)
{
    size_t at = span_find(line, name);
    if (at < line.size) {
        span_skip(&line, at + strlen(name));
        (void)span_take_digits(&line, value);
    }
}

static void raise_to(uint64_t *value, uint64_t seen)
{
    *value = seen > *value ? seen : *value;
}

bool fuzzlog_line(struct fuzzlog *progress, const char *text, size_t size)
{
    struct span line = {text, size < 1024 ? size : 1024};
    uint64_t executions = 0;
    if (span_take(&line, "stat::number_of_executed_units: ")) {
        (void)span_take_digits(&line, &executions);
        raise_to(&progress->executions, executions);
        return true;
    }
    if (!span_take(&line, "#") || !span_take_digits(&line, &executions) ||
        !span_take(&line, "\t")) {
        return false;
    }
    raise_to(&progress->executions, executions);
    field(line, " cov: ", &progress->edges);
    field(line, " corp: ", &progress->corpus);
    field(line, " exec/s: ", &progress->exec_per_second);
    return true;
}

void fuzzlog_read(struct fuzzlog *progress, const char *text, size_t size)
{
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end == NULL ? size : (size_t)(end - text);
        (void)fuzzlog_line(progress, text, length);
        size_t step = end == NULL ? length : length + 1;
        text += step;
        size -= step;
    }
}
