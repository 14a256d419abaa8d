/* SPDX-License-Identifier: MIT */
#include "history_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "git.h"
#include "span.h"

static bool add_id(struct history_line *line, struct span id)
{
    static const char digits[] = "0123456789abcdef";
    if ((id.size != 40 && id.size != 64) || strspn(id.text, digits) < id.size) {
        return false;
    }
    /* A power of two is full. */
    if ((line->count & (line->count - 1)) == 0) {
        size_t capacity = line->count == 0 ? 1 : line->count * 2;
        void *grown = realloc(line->ids, capacity * sizeof *line->ids);
        if (grown == NULL) {
            return false;
        }
        line->ids = grown;
    }
    span_copy(line->ids[line->count++], HISTORY_COMMIT_SIZE, id);
    return true;
}

static bool read_line(const char *source, const char *from, const char *without,
                      struct history_line *line, struct fault *fault)
{
    const char *const words[] = {"rev-list", "--first-parent", from, without, NULL};
    struct buffer output = {0};
    bool done = git_run(source, words, 120, &output, fault);
    for (struct span rest = {output.data, output.size}; done && rest.size > 0;) {
        struct span id = {rest.text, span_find(rest, "\n")};
        done = add_id(line, id) || fault_set(fault, "%s: git rev-list: cannot be read", source);
        span_skip(&rest, id.size + 1);
    }
    buffer_free(&output);
    return done;
}

bool history_line_main(const char *source, struct history_line *line, struct fault *fault)
{
    *line = (struct history_line){0};
    return read_line(source, "HEAD", NULL, line, fault);
}

/* "ID^2" as an id; "" where there is none. */
static void parent_of(const char *source, const char *id, const char *which,
                      char parent[HISTORY_COMMIT_SIZE])
{
    char name[HISTORY_COMMIT_SIZE + 16];
    (void)snprintf(name, sizeof name, "%s%s", id, which);
    const char *const words[] = {"rev-parse", "--verify", "--quiet", name, NULL};
    if (!git_line(source, words, parent, HISTORY_COMMIT_SIZE, NULL)) {
        parent[0] = '\0';
    }
}

bool history_line_branch(const char *source, const char *merge, struct history_line *line,
                         struct fault *fault)
{
    char second[HISTORY_COMMIT_SIZE], fork[HISTORY_COMMIT_SIZE], without[HISTORY_COMMIT_SIZE + 8];
    *line = (struct history_line){0};
    parent_of(source, merge, "^2", second);
    if (second[0] == '\0') {
        return true;
    }
    (void)snprintf(without, sizeof without, "^%s^1", merge);
    struct span first = {merge, strlen(merge)};
    if (!add_id(line, first)) {
        return fault_set(fault, "%s: out of memory", source);
    }
    if (!read_line(source, second, without, line, fault)) {
        return false;
    }
    parent_of(source, line->ids[line->count - 1], "^1", fork);
    struct span last = {fork, strlen(fork)};
    if (line->count < 2 || !add_id(line, last)) {
        line->count = 0;
    }
    return true;
}

void history_line_free(struct history_line *line)
{
    free(line->ids);
    *line = (struct history_line){0};
}

void history_handle(const char *email, char handle[64])
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    struct span name = {email, strcspn(email, "@")};
    handle[0] = '\0';
    if (strcasecmp(email + name.size, "@users.noreply.github.com") != 0) {
        return;
    }
    struct span number = name;
    if (span_take_digits(&number, NULL) && span_take(&number, "+")) {
        name = number;
    }
    if (name.size >= 1 && name.size <= 39 && strspn(name.text, allowed) == name.size) {
        span_copy(handle, 64, name);
    }
}

/* A text that was cut is not cut within a letter. */
static void take_field(struct span *rest, const char *end, char *field, size_t room)
{
    struct span text = {rest->text,
                        *end == '\0' ? strnlen(rest->text, rest->size) : span_find(*rest, end)};
    span_skip(rest, text.size + 1);
    if (text.size >= room) {
        text.size = room - 1;
        while (text.size > 0 && ((unsigned char)text.text[text.size] & 0xc0) == 0x80) {
            text.size--;
        }
    }
    span_copy(field, room, text);
}

bool history_describe(const char *source, const char *id, struct history_commit *commit,
                      struct fault *fault)
{
    const char *const words[] = {
        "rev-list", "--max-count=1", "--encoding=UTF-8", "--format=%an%x00%ae%x00%s", id, NULL};
    struct buffer output = {0};
    *commit = (struct history_commit){0};
    (void)snprintf(commit->id, sizeof commit->id, "%s", id);
    bool done = git_run(source, words, 60, &output, fault);
    if (done) {
        struct span rest = {output.data, output.size};
        span_skip(&rest, span_find(rest, "\n") + 1); /* "commit ID" */
        take_field(&rest, "", commit->author, sizeof commit->author);
        take_field(&rest, "", commit->email, sizeof commit->email);
        take_field(&rest, "\n", commit->subject, sizeof commit->subject);
        history_handle(commit->email, commit->handle);
    }
    buffer_free(&output);
    return done;
}

bool history_usable(const struct history *history)
{
    char id[HISTORY_COMMIT_SIZE];
    parent_of(history->source, "HEAD", "^{commit}", id);
    return id[0] != '\0';
}

bool history_revision(const char *source, char id[HISTORY_COMMIT_SIZE], bool *dirty,
                      struct fault *fault)
{
    static const char *const head[] = {"rev-parse", "--verify", "HEAD^{commit}", NULL};
    static const char *const status[] = {"status", "--porcelain", "--untracked-files=no", NULL};
    struct buffer changes = {0};
    bool done = git_line(source, head, id, HISTORY_COMMIT_SIZE, fault) &&
                git_run(source, status, 120, &changes, fault);
    *dirty = done && changes.size > 0;
    buffer_free(&changes);
    return done;
}
