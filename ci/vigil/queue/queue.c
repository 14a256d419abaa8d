/* SPDX-License-Identifier: MIT */
#include "queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buffer.h"
#include "base/handle.h"
#include "base/inert.h"
#include "base/list.h"
#include "base/span.h"
#include "base/stages.h"

#define SECOND INT64_C(1000000000) /* in nanoseconds */

struct queue *queue_open(const struct tracker_options *options, struct fault *fault)
{
    const char *place = NULL;
    switch (tracker_kind(options->word, &place, fault)) {
    case TRACKER_LOCAL:
        return queue_local_open(place, fault);
    case TRACKER_GITHUB:
        return queue_github_open(place, options, fault);
    case TRACKER_UNKNOWN:
        break;
    }
    return NULL;
}

bool queue_is_head(const char *text)
{
    size_t size = strspn(text, "0123456789abcdef");
    return size >= 40 && size <= 64 && text[size] == '\0';
}

static void copy_title(const struct buffer *text, char title[280])
{
    size_t size = text->failed ? 0 : text_fit(text->data, text->size, 279);
    if (size > 0) {
        memcpy(title, text->data, size);
    }
    title[size] = '\0';
}

void queue_title(const char *text, size_t size, char title[280])
{
    struct buffer inert = {0};
    inert_title(&inert, text, size);
    copy_title(&inert, title);
    buffer_free(&inert);
}

void queue_title_again(const char *text, size_t size, char title[280])
{
    struct buffer line = {0};
    inert_line(&line, text, size);
    copy_title(&line, title);
    buffer_free(&line);
}

int64_t queue_since(const struct verdict *report)
{
    int64_t at = stages_at(report->when);
    return at > 0 ? at / SECOND : (int64_t)time(NULL);
}

void queue_note_asked(struct queue_entry *entry, const char *handle, int64_t at)
{
    size_t count = 0;
    entry->asked_at = at > entry->asked_at ? at : entry->asked_at;
    while (count < QUEUE_ASKED_MOST && entry->asked[count][0] != '\0') {
        if (strcasecmp(entry->asked[count], handle) == 0) {
            return;
        }
        count++;
    }
    if (count < QUEUE_ASKED_MOST && strlen(handle) <= HANDLE_MOST) {
        (void)snprintf(entry->asked[count], sizeof entry->asked[count], "%s", handle);
    }
}

bool queue_list_add(struct queue_list *list, const struct queue_entry *entry)
{
    struct queue_entry *added = list_add(&list->entries, &list->count, sizeof *added);
    if (added != NULL) {
        *added = *entry;
    }
    return added != NULL;
}

static int by_age(const void *left, const void *right)
{
    const struct queue_entry *one = left, *other = right;
    return one->since != other->since ? (one->since > other->since) - (one->since < other->since)
                                      : strcmp(one->head, other->head);
}

void queue_list_sort(struct queue_list *list)
{
    if (list->count > 0) {
        qsort(list->entries, list->count, sizeof *list->entries, by_age);
    }
}

void queue_list_free(struct queue_list *list)
{
    free(list->entries);
    *list = (struct queue_list){0};
}
