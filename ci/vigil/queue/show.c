/* SPDX-License-Identifier: MIT */
#include "show.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define HEAD_SHOWN 12

void queue_write_change(const struct queue_entry *entry, struct buffer *into)
{
    buffer_format(into, "%.*s", HEAD_SHOWN, entry->head);
    if (entry->number > 0) {
        buffer_format(into, " (pull request %" PRIu64 ")", entry->number);
    }
    buffer_format(into, ": %s", entry->title);
}

void queue_write_asked(const struct queue_entry *entry, struct buffer *into)
{
    for (size_t i = 0; i < QUEUE_ASKED_MOST && entry->asked[i][0] != '\0'; i++) {
        buffer_format(into, "%s%s", i == 0 ? "" : ", ", entry->asked[i]);
    }
}

struct widths {
    int author, asked;
};

static void widen(int *width, size_t needed)
{
    *width = (int)needed > *width ? (int)needed : *width;
}

static void row(const struct queue_entry *entry, const struct widths *widths, struct buffer *into)
{
    char since[40];
    struct buffer asked = {0};
    clock_write(entry->since, since);
    queue_write_asked(entry, &asked);
    const char *state = entry->reviewed ? "reviewed" : asked.size > 0 ? "asked" : "waits";
    buffer_format(into, "%-20s  %-8s  %.*s  %-*s  %-*s  %5u  %s\n", since, state, HEAD_SHOWN,
                  entry->head, widths->author, entry->author[0] == '\0' ? "-" : entry->author,
                  widths->asked, asked.size > 0 ? asked.data : "-", entry->notes, entry->title);
    into->failed = into->failed || asked.failed;
    buffer_free(&asked);
}

void queue_table(const struct queue_list *list, struct buffer *into)
{
    struct widths widths = {6, 5};
    for (size_t i = 0; i < list->count; i++) {
        struct buffer asked = {0};
        queue_write_asked(&list->entries[i], &asked);
        widen(&widths.asked, asked.size);
        widen(&widths.author, strlen(list->entries[i].author));
        buffer_free(&asked);
    }
    if (list->count == 0) {
        buffer_text(into, "nothing waits\n");
        return;
    }
    buffer_format(into, "%-20s  %-8s  %-*s  %-*s  %-*s  %5s  %s\n", "since", "state", HEAD_SHOWN,
                  "head", widths.author, "author", widths.asked, "asked", "lines", "title");
    for (size_t i = 0; i < list->count; i++) {
        row(&list->entries[i], &widths, into);
    }
}

static json_t *asked_of(const struct queue_entry *entry)
{
    json_t *asked = json_array();
    int failed = asked == NULL ? 1 : 0;
    for (size_t i = 0; i < QUEUE_ASKED_MOST && entry->asked[i][0] != '\0'; i++) {
        failed |= json_array_append_new(asked, json_string(entry->asked[i]));
    }
    if (failed != 0) {
        json_decref(asked);
        return NULL;
    }
    return asked;
}

static json_t *object(const struct queue_entry *entry)
{
    char since[40], asked_at[40];
    clock_write(entry->since, since);
    clock_write(entry->asked_at, asked_at);
    return json_pack("{s:s, s:I, s:s, s:s, s:s, s:s, s:i, s:o, s:s?, s:b}", "head", entry->head,
                     "number", (json_int_t)entry->number, "title", entry->title, "author",
                     entry->author, "link", entry->link, "since", since, "lines", (int)entry->notes,
                     "asked", asked_of(entry), "asked_at", entry->asked_at == 0 ? NULL : asked_at,
                     "reviewed", entry->reviewed ? 1 : 0);
}

void queue_json(const struct queue_list *list, struct buffer *into)
{
    json_t *rows = json_array();
    int failed = 0;
    for (size_t i = 0; i < list->count; i++) {
        failed |= json_array_append_new(rows, object(&list->entries[i]));
    }
    char *dump = failed != 0 ? NULL : json_dumps(rows, JSON_INDENT(2));
    if (dump == NULL) {
        into->failed = true;
    } else {
        buffer_text(into, dump);
        buffer_text(into, "\n");
    }
    free(dump);
    json_decref(rows);
}
