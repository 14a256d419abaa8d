/* SPDX-License-Identifier: MIT */
#include "capture.h"

#include <stdlib.h>
#include <string.h>

bool capture_start(struct capture *capture, size_t head_limit, size_t tail_limit)
{
    *capture = (struct capture){.head_limit = head_limit, .tail_limit = tail_limit};
    capture->tail = malloc(tail_limit + 1);
    return capture->tail != NULL;
}

static void add_to_tail(struct capture *capture, const char *text, size_t size)
{
    size_t limit = capture->tail_limit;
    if (size > limit) {
        capture->dropped += size - limit;
        text += size - limit;
        size = limit;
    }
    size_t room = limit - capture->tail_used;
    capture->dropped += size > room ? size - room : 0;
    size_t first = size < limit - capture->tail_at ? size : limit - capture->tail_at;
    memcpy(capture->tail + capture->tail_at, text, first);
    memcpy(capture->tail, text + first, size - first);
    capture->tail_at = limit == 0 ? 0 : (capture->tail_at + size) % limit;
    capture->tail_used = size > room ? limit : capture->tail_used + size;
}

void capture_add(struct capture *capture, const char *text, size_t size)
{
    size_t room = capture->head_limit - capture->head.size;
    size_t first = size < room ? size : room;
    buffer_add(&capture->head, text, first);
    if (size > first) {
        add_to_tail(capture, text + first, size - first);
    }
}

bool capture_finish(struct capture *capture, char **text, size_t *size)
{
    struct buffer all = capture->head;
    capture->head = (struct buffer){0};
    if (capture->dropped > 0) {
        buffer_format(&all, "\n[… %llu bytes left out …]\n", (unsigned long long)capture->dropped);
    }
    bool full = capture->tail_used == capture->tail_limit;
    size_t oldest = full ? capture->tail_at : 0;
    buffer_add(&all, capture->tail + oldest, capture->tail_used - oldest);
    buffer_add(&all, capture->tail, oldest);
    if (all.failed) {
        buffer_free(&all);
        return false;
    }
    *text = all.data;
    *size = all.size;
    return true;
}

void capture_free(struct capture *capture)
{
    buffer_free(&capture->head);
    free(capture->tail);
    capture->tail = NULL;
}
