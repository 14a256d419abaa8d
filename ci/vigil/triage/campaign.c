/* SPDX-License-Identifier: MIT */
/* What libFuzzer says of a campaign, and the names that it and vigil give to what came of it. */
#include "campaign.h"

#include <string.h>

#include "base/span.h"

const char *campaign_end_name(enum campaign_end end)
{
    static const char *const names[] = {
        [CAMPAIGN_FINISHED] = "finished",       [CAMPAIGN_STUCK] = "ended at once, every time",
        [CAMPAIGN_INTERRUPTED] = "interrupted", [CAMPAIGN_NOT_STARTED] = "did not start",
        [CAMPAIGN_BROKEN] = "broke off",        [CAMPAIGN_BLIND] = "looked at nothing",
    };
    return names[end];
}

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

bool campaign_line(struct campaign_figures *figures, const char *text, size_t size)
{
    struct span line = {text, size < 1024 ? size : 1024};
    uint64_t executions = 0;
    if (span_take(&line, "stat::number_of_executed_units: ")) {
        (void)span_take_digits(&line, &executions);
        raise_to(&figures->executions, executions);
        return true;
    }
    if (!span_take(&line, "#") || !span_take_digits(&line, &executions) ||
        !span_take(&line, "\t")) {
        return false;
    }
    raise_to(&figures->executions, executions);
    field(line, " cov: ", &figures->edges);
    field(line, " corp: ", &figures->corpus);
    field(line, " exec/s: ", &figures->exec_per_second);
    return true;
}

bool campaign_line_is_last(const char *text, size_t size)
{
    struct span line = {text, size};
    return span_take(&line, "stat::number_of_executed_units: ") ||
           (span_take(&line, "Done ") && span_take_digits(&line, NULL) &&
            span_take(&line, " runs in "));
}

bool campaign_is_finding(const char *path)
{
    static const char *const prefixes[] = {"crash-", "timeout-", "oom-", "leak-"};
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false; /* slow-unit-… is no finding: slow is not wrong */
}
