/* SPDX-License-Identifier: MIT */
#include "local_file.h"

#include <string.h>

#include "comments.h"

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
        add_label(text, draft->labels[i]);
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
    size_t rest = old->size - issue->end, comments = comments_begin(below, rest);
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
