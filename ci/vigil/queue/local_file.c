/* SPDX-License-Identifier: MIT */
#include "local_file.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/handle.h"
#include "base/inert.h"
#include "part.h"

static json_t *inert(const char *text)
{
    struct buffer line = {0};
    inert_line(&line, text, strlen(text));
    json_t *string = line.failed ? NULL : json_stringn(line.size > 0 ? line.data : "", line.size);
    buffer_free(&line);
    return string;
}

static json_t *note_of(const struct verdict_note *note)
{
    return json_pack("{s:o, s:i, s:o, s:s, s:s, s:s, s:s}", "path", inert(note->path), "line",
                     (int)note->line, "text", inert(note->text), "rule", note->rule, "title",
                     note->title, "reason", note->reason, "better", note->better);
}

static json_t *notes_of(const struct verdict *report)
{
    json_t *notes = json_array();
    int failed = notes == NULL ? 1 : 0;
    for (size_t i = 0; i < report->note_count; i++) {
        failed |= json_array_append_new(notes, note_of(&report->notes[i]));
    }
    if (failed != 0) {
        json_decref(notes);
        return NULL;
    }
    return notes;
}

/* Takes the JSON. */
static bool dump(json_t *root, struct buffer *into, struct fault *fault)
{
    char *text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    if (text != NULL) {
        buffer_text(into, text);
        buffer_text(into, "\n");
    }
    bool done = text != NULL && !into->failed;
    free(text);
    return done || fault_set(fault, "no JSON can be made: memory ran out, or a text is no UTF-8");
}

bool queue_file_compose(const struct verdict *report, struct buffer *into, struct fault *fault)
{
    char title[280];
    queue_title(report->subject, strlen(report->subject), title);
    return dump(json_pack("{s:s, s:s, s:s, s:I, s:o, s:[], s:b}", "head", report->head, "title",
                          title, "author", report->handle, "since", (json_int_t)queue_since(report),
                          "notes", notes_of(report), "asked", "reviewed", 0),
                into, fault);
}

static bool is_handle(const json_t *value)
{
    return json_is_string(value) &&
           handle_is_one((struct span){json_string_value(value), json_string_length(value)});
}

static bool read_asked(const json_t *asked, struct queue_entry *entry, struct fault *fault)
{
    size_t i;
    json_t *one;
    if (!json_is_array(asked)) {
        return fault_set(fault, "\"asked\" is no list");
    }
    json_array_foreach(asked, i, one)
    {
        const json_t *handle = json_object_get(one, "handle"), *at = json_object_get(one, "at");
        if (!is_handle(handle) || !json_is_integer(at)) {
            return fault_set(fault, "\"asked\", entry %zu: no handle with a time", i + 1);
        }
        queue_note_asked(entry, json_string_value(handle), json_integer_value(at));
    }
    return true;
}

static bool read_words(const json_t *root, struct queue_entry *entry, struct fault *fault)
{
    const json_t *head = json_object_get(root, "head"), *title = json_object_get(root, "title");
    const json_t *author = json_object_get(root, "author");
    if (!json_is_string(head) || !queue_is_head(json_string_value(head))) {
        return fault_set(fault, "\"head\" is no commit");
    }
    if (!json_is_string(title)) {
        return fault_set(fault, "\"title\" is no text");
    }
    if (!is_handle(author) && !(json_is_string(author) && json_string_length(author) == 0)) {
        return fault_set(fault, "\"author\" is no handle");
    }
    memcpy(entry->head, json_string_value(head), json_string_length(head));
    memcpy(entry->author, json_string_value(author), json_string_length(author));
    queue_title_again(json_string_value(title), json_string_length(title), entry->title);
    return true;
}

static bool read_entry(const json_t *root, struct queue_entry *entry, struct fault *fault)
{
    const json_t *since = json_object_get(root, "since"), *notes = json_object_get(root, "notes");
    const json_t *reviewed = json_object_get(root, "reviewed");
    *entry = (struct queue_entry){0};
    if (!json_is_integer(since) || json_integer_value(since) < 0) {
        return fault_set(fault, "\"since\" is no time");
    }
    if (!json_is_array(notes) || !json_is_boolean(reviewed)) {
        return fault_set(fault, "\"notes\" is no list, or \"reviewed\" neither true nor false");
    }
    entry->since = json_integer_value(since);
    entry->notes = (unsigned)json_array_size(notes);
    entry->reviewed = json_is_true(reviewed);
    return read_words(root, entry, fault) &&
           read_asked(json_object_get(root, "asked"), entry, fault);
}

static json_t *parse(const char *text, size_t size, struct fault *fault)
{
    json_error_t error;
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        fault_set(fault, "no JSON (line %d, column %d)", error.line, error.column);
    }
    return root;
}

bool queue_file_read(const char *text, size_t size, struct queue_entry *entry, struct fault *fault)
{
    json_t *root = parse(text, size, fault);
    bool done = root != NULL && read_entry(root, entry, fault);
    json_decref(root);
    return done;
}

static bool was_asked(const json_t *asked, const char *handle)
{
    size_t i;
    json_t *one;
    json_array_foreach(asked, i, one)
    {
        if (strcasecmp(json_string_value(json_object_get(one, "handle")), handle) == 0) {
            return true;
        }
    }
    return false;
}

bool queue_file_ask(const char *text, size_t size, const char *handle, int64_t now,
                    struct buffer *into, struct fault *fault)
{
    struct queue_entry entry;
    json_t *root = parse(text, size, fault);
    if (root == NULL || !read_entry(root, &entry, fault)) {
        json_decref(root);
        return false;
    }
    json_t *asked = json_object_get(root, "asked");
    if (!was_asked(asked, handle) &&
        json_array_append_new(
            asked, json_pack("{s:s, s:I}", "handle", handle, "at", (json_int_t)now)) != 0) {
        json_decref(root);
        return fault_set(fault, "out of memory");
    }
    return dump(root, into, fault);
}
