/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "duty_show.h"
#include "eligible.h"

/* The nearest that the reviewer ever comes to being on duty. */
static enum eligible nearest(const struct rota *rota, const struct rota_reviewer *reviewer,
                             int32_t first)
{
    enum eligible best = ELIGIBLE_OUTSIDE_HOURS;
    for (int32_t day = first; day < first + DUTY_YEAR && best != ELIGIBLE_YES; day++) {
        if (eligible_is_window_day(rota, day)) {
            enum eligible found = eligible_for(rota, reviewer, day);
            best = found > best ? found : best;
        }
    }
    return best;
}

static void write_never(const struct rota *rota, const struct rota_reviewer *reviewer,
                        int32_t first, struct buffer *into)
{
    char date[16], last[16];
    enum eligible found = nearest(rota, reviewer, first);
    if (found == ELIGIBLE_YES) {
        return;
    }
    duty_write_date(first, date);
    duty_write_date(first + DUTY_YEAR - 1, last);
    buffer_format(into, "%s:%u: %s never may be on duty from %s to %s: %s\n", rota->path,
                  reviewer->line, reviewer->name, date, last, eligible_reason(found));
}

bool duty_check(const struct rota *rota, int32_t first, struct buffer *into)
{
    struct duty *days = calloc(DUTY_YEAR, sizeof *days);
    struct fault fault = {""};
    if (days == NULL) {
        return false;
    }
    if (!duty_from(rota, first, DUTY_YEAR, days, &fault)) {
        duty_write_nobody(rota, days, DUTY_YEAR, into);
        buffer_text(into, "\n");
    }
    free(days);
    for (size_t i = 0; i < rota->count; i++) {
        write_never(rota, &rota->reviewers[i], first, into);
    }
    return !into->failed;
}
