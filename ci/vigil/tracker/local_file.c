/* SPDX-License-Identifier: MIT */
#include "local_file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/inert.h"
#include "base/span.h"

static const char heading[] = "## Comment";

/* "<!-- vigil:MARKER -->" */
static bool is_marker_line(struct span line, struct span *marker)
{
    size_t end = 0;
    *marker = line;
    return span_take(marker, "<!-- vigil:") && (end = span_find(*marker, " -->")) < marker->size &&
           (marker->size = end) > 0;
}

/* The open fence: how many marks began it, 0 where none is open, and which mark. */
struct fence {
    size_t marks;
    char mark;
};

/* The line may open a fenced block, or close the one that is open (CommonMark s. 4.5). */
static void follow_fence(struct span line, struct fence *open)
{
    struct fence found = {0, '\0'};
    for (int i = 0; i < 3; i++) {
        (void)span_take(&line, " ");
    }
    found.mark = line.size > 0 ? line.text[0] : '\0';
    while (found.marks < line.size && line.text[found.marks] == found.mark) {
        found.marks++;
    }
    if (found.marks < 3 || (found.mark != '`' && found.mark != '~')) {
        return;
    }
    if (open->marks == 0) {
        *open = found;
    } else if (found.marks >= open->marks && found.mark == open->mark) {
        open->marks = 0;
    }
}

static bool marker_follows(struct span text)
{
    struct span line = {NULL, 0}, marker;
    while (span_take_line(&text, &line) && line.size == 0) {}
    return is_marker_line(line, &marker);
}

size_t local_file_comments(const char *bytes, size_t size)
{
    struct span text = {bytes, size}, line;
    struct fence open = {0, '\0'};
    size_t start = 0;
    for (; span_take_line(&text, &line); start = size - text.size) {
        struct span rest = line;
        if (span_take(&rest, heading) && (open.marks == 0 || marker_follows(text))) {
            return start;
        }
        follow_fence(line, &open);
    }
    return size;
}

bool local_file_has_comment(const char *bytes, size_t size, const char *wanted)
{
    struct span text = {bytes, size}, line, marker;
    span_skip(&text, local_file_comments(bytes, size));
    while (span_take_line(&text, &line)) {
        if (is_marker_line(line, &marker) && span_is(marker, wanted)) {
            return true;
        }
    }
    return false;
}

void local_file_add_comment(struct buffer *into, const char *when, const char *marker,
                            const char *comment)
{
    bool ends = into->size > 0 && into->data[into->size - 1] == '\n';
    buffer_format(into, "%s\n%s, %s\n\n<!-- vigil:%s -->\n%s", ends ? "" : "\n", heading, when,
                  marker, comment);
    if (into->size > 0 && into->data[into->size - 1] != '\n') {
        buffer_text(into, "\n");
    }
}

bool local_file_marker(const char *bytes, size_t size, char into[TRACKER_MARKER_SIZE])
{
    struct span text = {bytes, size}, line, marker;
    while (span_take_line(&text, &line)) {
        if (!is_marker_line(line, &marker)) {
            continue;
        }
        struct span id = marker;
        bool ours = span_take(&id, "crash:") && id.size == 16;
        for (size_t i = 0; ours && i < id.size; i++) {
            ours = id.text[i] != '\0' && strchr("0123456789abcdef", id.text[i]) != NULL;
        }
        ours = ours || span_is(marker, "digest") || span_is(marker, "nights");
        span_copy(into, TRACKER_MARKER_SIZE, ours ? marker : (struct span){"", 0});
        return ours;
    }
    return false;
}

static void add_text(struct buffer *text, const char *key, const char *value)
{
    if (value != NULL && value[0] != '\0') {
        buffer_format(text, "%s: ", key);
        frontmatter_quote(value, text);
        buffer_text(text, "\n");
    }
}

static void add_label(struct buffer *text, const char *label)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (text->size > 0 && text->data[text->size - 1] != '[') {
        buffer_text(text, ", ");
    }
    if (label[0] != '\0' && strspn(label, plain) == strlen(label)) {
        buffer_text(text, label);
    } else {
        frontmatter_quote(label, text);
    }
}

void local_file_compose(const struct tracker_draft *draft, const char *label, unsigned number,
                        struct buffer *text)
{
    buffer_format(text, "---\nnumber: %u\nstate: open\n", number);
    add_text(text, "title", draft->title);
    buffer_text(text, "labels: [");
    if (label[0] != '\0') {
        add_label(text, label);
    }
    for (size_t i = 0; i < draft->label_count; i++) {
        if (strcasecmp(draft->labels[i], label) != 0) {
            add_label(text, draft->labels[i]);
        }
    }
    buffer_text(text, "]\n");
    add_text(text, "target", draft->target);
    add_text(text, "signature", draft->signature);
    add_text(text, "marker", draft->marker);
    add_text(text, "assignee", draft->assignee);
    if (draft->seen != NULL && draft->seen[0] != '\0') {
        buffer_format(text, "first_seen: %s\n", draft->seen);
    }
    buffer_format(text, "---\n\n%s", draft->body);
}

void local_file_edit(const struct buffer *old, const struct frontmatter *issue,
                     const struct tracker_draft *draft, struct buffer *text)
{
    const char *below = old->data + issue->end;
    size_t rest = old->size - issue->end, comments = local_file_comments(below, rest);
    struct buffer title = {0};
    frontmatter_quote(draft->title, &title);
    text->failed = text->failed || title.failed;
    if (!text->failed) {
        frontmatter_set(old->data, issue->end, "title", title.data, text);
    }
    bool ended = text->size > 0 && text->data[text->size - 1] == '\n';
    buffer_format(text, "%s\n%s", ended ? "" : "\n", draft->body);
    if (comments < rest) {
        buffer_text(text, "\n");
        buffer_add(text, below + comments, rest - comments);
    }
    buffer_free(&title);
}

static int open_first(const void *left, const void *right)
{
    const struct frontmatter *one = left, *other = right;
    if (one->open != other->open) {
        return one->open ? -1 : 1;
    }
    return one->number < other->number ? -1 : one->number > other->number;
}

static void index_cell(struct buffer *into, const char *text)
{
    if (text[0] != '\0') {
        inert_cell(into, text, strlen(text));
    }
    buffer_text(into, " | ");
}

static void index_row(const struct frontmatter *issue, struct buffer *into)
{
    buffer_format(into, "| [%04u](%04u.md) | %s | ", issue->number, issue->number,
                  issue->open ? "open" : "closed");
    index_cell(into, issue->severity);
    index_cell(into, issue->title);
    index_cell(into, issue->target);
    index_cell(into, issue->first_seen);
    if (!into->failed) {
        into->data[into->size - 1] = '\n'; /* in place of the space after the last bar */
    }
}

void local_file_index(struct frontmatter *issues, size_t count, struct buffer *into)
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
            index_row(&issues[i], into);
        }
    }
}
