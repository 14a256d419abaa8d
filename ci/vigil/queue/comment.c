/* SPDX-License-Identifier: MIT */
#include "comment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"

#define WORDS_MOST 300 /* bytes of each text, of which one is shown as four at most */
#define MORE_MOST  64  /* "\n… and 4294967295 more.\n" */

static const char start[] = "<!-- vigil:", end[] = " -->";

/* ":" NUMBER */
static bool number(struct span *text, uint64_t most, uint64_t *value)
{
    return span_take(text, ":") && span_take_digits(text, value) && *value <= most;
}

static bool read_head(struct span line, struct comment *comment)
{
    uint64_t since, notes;
    *comment = (struct comment){0};
    if (!span_take(&line, start) || !span_take(&line, "queue:")) {
        return false;
    }
    struct span head = {line.text, span_find(line, ":")};
    span_skip(&line, head.size);
    if (head.size >= sizeof comment->head || !number(&line, INT64_MAX, &since) ||
        !number(&line, UINT32_MAX, &notes) || !span_is(line, end)) {
        return false;
    }
    span_copy(comment->head, sizeof comment->head, head);
    comment->since = (int64_t)since;
    comment->notes = (unsigned)notes;
    return queue_is_head(comment->head);
}

static void read_asked(struct span line, struct comment *comment)
{
    struct comment_asked asked = {.at = 0};
    uint64_t at;
    asked.done = span_take(&line, "asked:");
    if (!asked.done && !span_take(&line, "asking:")) {
        return;
    }
    struct span handle = {line.text, span_find(line, ":")};
    span_skip(&line, handle.size);
    if (handle_is_one(handle) && number(&line, INT64_MAX, &at) && span_is(line, end) &&
        comment->count < QUEUE_ASKED_MOST) {
        span_copy(asked.handle, sizeof asked.handle, handle);
        asked.at = (int64_t)at;
        comment->asked[comment->count++] = asked;
    }
}

bool comment_read(const char *body, size_t size, struct comment *comment, size_t *rest)
{
    struct span text = {body, size}, line;
    if (!span_take_line(&text, &line) || !read_head(line, comment)) {
        return false;
    }
    *rest = size - text.size;
    while (span_take_line(&text, &line) && span_take(&line, start)) {
        read_asked(line, comment);
        *rest = size - text.size;
    }
    return true;
}

void comment_write(const struct comment *comment, struct buffer *into)
{
    buffer_format(into, "%squeue:%s:%" PRId64 ":%u%s\n", start, comment->head, comment->since,
                  comment->notes, end);
    for (size_t i = 0; i < comment->count; i++) {
        const struct comment_asked *asked = &comment->asked[i];
        buffer_format(into, "%s%s:%s:%" PRId64 "%s\n", start, asked->done ? "asked" : "asking",
                      asked->handle, asked->at, end);
    }
}

struct comment_asked *comment_find_asked(struct comment *comment, const char *handle)
{
    for (size_t i = 0; i < comment->count; i++) {
        if (strcasecmp(comment->asked[i].handle, handle) == 0) {
            return &comment->asked[i];
        }
    }
    if (comment->count == QUEUE_ASKED_MOST || strlen(handle) > HANDLE_MOST) {
        return NULL;
    }
    struct comment_asked *asked = &comment->asked[comment->count++];
    *asked = (struct comment_asked){.at = 0};
    (void)snprintf(asked->handle, sizeof asked->handle, "%s", handle);
    return asked;
}

static size_t bounded(const char *text)
{
    return text_fit(text, strnlen(text, WORDS_MOST + 1), WORDS_MOST);
}

static void words(struct buffer *into, const char *text)
{
    inert_title(into, text, bounded(text));
    buffer_text(into, text[bounded(text)] == '\0' ? "" : "…");
}

/* - `src/day.c:3`: `86400 * days`  \n  **title.** Reason Better */
static void note(const struct verdict_note *note, struct buffer *into)
{
    struct buffer place = {0};
    const char *line = note->text + strspn(note->text, " \t");
    buffer_add(&place, note->path, bounded(note->path));
    buffer_format(&place, ":%u", note->line);
    buffer_text(into, "- ");
    inert_code(into, place.failed ? "" : place.data, place.failed ? 0 : place.size);
    into->failed = into->failed || place.failed;
    buffer_free(&place);
    buffer_text(into, ": ");
    inert_code(into, line, bounded(line));
    buffer_text(into, "<br>\n  **");
    words(into, note->title);
    buffer_text(into, ".** ");
    words(into, note->reason);
    buffer_text(into, " ");
    words(into, note->better);
    buffer_text(into, "\n");
}

void comment_text(const struct verdict *report, size_t limit, struct buffer *into)
{
    size_t first = into->size, told = 0;
    buffer_text(into, "This change passed the gate, and waits for a reviewer.\n");
    if (report->note_count > 0) {
        buffer_format(into, "\nTime-sensitive lines in it: %zu.\n\n", report->note_count);
    }
    for (bool fits = true; fits && told < report->note_count; told += fits ? 1 : 0) {
        struct buffer item = {0};
        note(&report->notes[told], &item);
        fits = !item.failed && into->size - first + item.size + MORE_MOST <= limit;
        if (fits) {
            buffer_add(into, item.data, item.size);
        }
        into->failed = into->failed || item.failed;
        buffer_free(&item);
    }
    if (told < report->note_count) {
        buffer_format(into, "\n… and %zu more.\n", report->note_count - told);
    }
}
