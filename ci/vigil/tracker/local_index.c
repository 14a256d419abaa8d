/* SPDX-License-Identifier: MIT */
#include "local_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/inert.h"

static int open_first(const void *left, const void *right)
{
    const struct frontmatter *one = left, *other = right;
    if (one->open != other->open) {
        return one->open ? -1 : 1;
    }
    return one->number < other->number ? -1 : one->number > other->number;
}

static void cell(struct buffer *into, const char *text)
{
    if (text[0] != '\0') {
        inert_cell(into, text, strlen(text));
    }
    buffer_text(into, " | ");
}

static void row(const struct frontmatter *issue, struct buffer *into)
{
    buffer_format(into, "| [%04u](%04u.md) | %s | ", issue->number, issue->number,
                  issue->open ? "open" : "closed");
    cell(into, issue->severity);
    cell(into, issue->title);
    cell(into, issue->target);
    cell(into, issue->first_seen);
    if (!into->failed) {
        into->data[into->size - 1] = '\n'; /* for the space after the last mark */
    }
}

void local_index(struct frontmatter *issues, size_t count, struct buffer *into)
{
    size_t open = 0, closed = 0;
    for (size_t i = 0; i < count; i++) {
        open += issues[i].end > 0 && issues[i].open;
        closed += issues[i].end > 0 && !issues[i].open;
    }
    if (count > 0) {
        qsort(issues, count, sizeof *issues, open_first);
    }
    buffer_format(into,
                  "# Issues\n\n%zu open, %zu closed. vigil writes this page anew after every "
                  "change; the issues themselves are the files it links to.\n\n",
                  open, closed);
    buffer_text(into, "| issue | state | severity | title | target | first seen |\n"
                      "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        if (issues[i].end > 0) {
            row(&issues[i], into);
        }
    }
}
