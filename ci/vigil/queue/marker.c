/* SPDX-License-Identifier: MIT */
#include "marker.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/handle.h"
#include "part.h"

static const char start[] = "<!-- vigil:", end[] = " -->";

/* ":" NUMBER */
static bool number(struct span *text, uint64_t most, uint64_t *value)
{
    return span_take(text, ":") && span_take_digits(text, value) && *value <= most;
}

static bool read_head(struct span line, struct queue_marker *marker)
{
    uint64_t since, notes;
    *marker = (struct queue_marker){0};
    if (!span_take(&line, start) || !span_take(&line, "queue:")) {
        return false;
    }
    struct span head = {line.text, span_find(line, ":")};
    span_skip(&line, head.size);
    if (head.size >= sizeof marker->head || !number(&line, INT64_MAX, &since) ||
        !number(&line, UINT32_MAX, &notes) || !span_is(line, end)) {
        return false;
    }
    span_copy(marker->head, sizeof marker->head, head);
    marker->since = (int64_t)since;
    marker->notes = (unsigned)notes;
    return queue_is_head(marker->head);
}

static void read_asked(struct span line, struct queue_marker *marker)
{
    struct queue_asked asked = {.at = 0};
    uint64_t at;
    asked.done = span_take(&line, "asked:");
    if (!asked.done && !span_take(&line, "asking:")) {
        return;
    }
    struct span handle = {line.text, span_find(line, ":")};
    span_skip(&line, handle.size);
    if (handle_is_one(handle) && number(&line, INT64_MAX, &at) && span_is(line, end) &&
        marker->count < QUEUE_ASKED_MOST) {
        span_copy(asked.handle, sizeof asked.handle, handle);
        asked.at = (int64_t)at;
        marker->asked[marker->count++] = asked;
    }
}

bool queue_marker_read(const char *body, size_t size, struct queue_marker *marker, size_t *rest)
{
    struct span text = {body, size}, line;
    if (!span_take_line(&text, &line) || !read_head(line, marker)) {
        return false;
    }
    *rest = size - text.size;
    while (span_take_line(&text, &line) && span_take(&line, start)) {
        read_asked(line, marker);
        *rest = size - text.size;
    }
    return true;
}

void queue_marker_write(const struct queue_marker *marker, struct buffer *into)
{
    buffer_format(into, "%squeue:%s:%" PRId64 ":%u%s\n", start, marker->head, marker->since,
                  marker->notes, end);
    for (size_t i = 0; i < marker->count; i++) {
        const struct queue_asked *asked = &marker->asked[i];
        buffer_format(into, "%s%s:%s:%" PRId64 "%s\n", start, asked->done ? "asked" : "asking",
                      asked->handle, asked->at, end);
    }
}

struct queue_asked *queue_marker_find(struct queue_marker *marker, const char *handle)
{
    for (size_t i = 0; i < marker->count; i++) {
        if (strcasecmp(marker->asked[i].handle, handle) == 0) {
            return &marker->asked[i];
        }
    }
    if (marker->count == QUEUE_ASKED_MOST || strlen(handle) > HANDLE_MOST) {
        return NULL;
    }
    struct queue_asked *asked = &marker->asked[marker->count++];
    *asked = (struct queue_asked){.at = 0};
    (void)snprintf(asked->handle, sizeof asked->handle, "%s", handle);
    return asked;
}
