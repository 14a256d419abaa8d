/* SPDX-License-Identifier: MIT */
/* The one issue for what the night's limit kept from having its own. */
#include <string.h>

#include "issue.h"
#include "issue_part.h"

static void row(const struct issue_digest_line *line, struct buffer *into)
{
    const char *const cells[] = {line->severity, line->title, line->target, line->signature,
                                 line->directory};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buffer_text(into, "| ");
        issue_cell(into, cells[i], ISSUE_TEXT);
        buffer_text(into, " ");
    }
    buffer_text(into, "|\n");
}

void issue_digest(const struct issue_digest_line *lines, size_t count, unsigned limit,
                  size_t body_limit, struct buffer *into)
{
    size_t shown = 0, start = into->size;
    buffer_format(into,
                  "<!-- vigil:digest -->\n\n%zu new %s no issue yet: a night files %u at most, the "
                  "worst first. Each gets its own as soon as there is room; none is lost.\n\n",
                  count, count == 1 ? "crash has" : "crashes have", limit);
    buffer_text(into,
                "| severity | crash | target | signature | kept in |\n|---|---|---|---|---|\n");
    while (shown < count && !into->failed) {
        size_t before = into->size;
        row(&lines[shown], into);
        if (into->size - start + 100 > body_limit) {
            into->size = before;
            break;
        }
        shown++;
    }
    if (shown < count) {
        buffer_format(into, "\n… and %zu more, in the state directory.\n", count - shown);
    }
}
