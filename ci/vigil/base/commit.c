/* SPDX-License-Identifier: MIT */
#include "commit.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "git.h"
#include "handle.h"
#include "span.h"

void commit_ancestor(const char *source, const char *id, const char *which,
                     char ancestor[COMMIT_ID_SIZE])
{
    char name[COMMIT_ID_SIZE + 16];
    (void)snprintf(name, sizeof name, "%s%s", id, which);
    const char *const words[] = {"rev-parse", "--verify", "--quiet", name, NULL};
    if (!git_line(source, words, ancestor, COMMIT_ID_SIZE, NULL)) {
        ancestor[0] = '\0';
    }
}

void commit_handle(const char *email, char handle[64])
{
    struct span name = {email, strcspn(email, "@")};
    handle[0] = '\0';
    if (strcasecmp(email + name.size, "@users.noreply.github.com") != 0) {
        return;
    }
    struct span number = name;
    if (span_take_digits(&number, NULL) && span_take(&number, "+")) {
        name = number;
    }
    if (handle_is_one(name)) {
        span_copy(handle, 64, name);
    }
}

/* Takes the text up to `end` into the field; where it is too long, it is cut between letters. */
static void take_field(struct span *rest, const char *end, char *field, size_t room)
{
    struct span text = {rest->text,
                        *end == '\0' ? strnlen(rest->text, rest->size) : span_find(*rest, end)};
    span_skip(rest, text.size + 1);
    text.size = text_fit(text.text, text.size, room - 1);
    span_copy(field, room, text);
}

bool commit_describe(const char *source, const char *id, struct commit *commit, struct fault *fault)
{
    const char *const words[] = {
        "rev-list", "--max-count=1", "--encoding=UTF-8", "--format=%an%x00%ae%x00%s", id, NULL};
    struct buffer output = {0};
    *commit = (struct commit){0};
    (void)snprintf(commit->id, sizeof commit->id, "%s", id);
    bool done = git_run(source, words, 60, &output, fault);
    if (done) {
        struct span rest = {output.data, output.size};
        span_skip(&rest, span_find(rest, "\n") + 1); /* "commit ID" */
        take_field(&rest, "", commit->author, sizeof commit->author);
        take_field(&rest, "", commit->email, sizeof commit->email);
        take_field(&rest, "\n", commit->subject, sizeof commit->subject);
        commit_handle(commit->email, commit->handle);
    }
    buffer_free(&output);
    return done;
}

bool commit_is_any(const char *source)
{
    char id[COMMIT_ID_SIZE];
    commit_ancestor(source, "HEAD", "^{commit}", id);
    return id[0] != '\0';
}

bool commit_revision(const char *source, char id[COMMIT_ID_SIZE], bool *dirty, struct fault *fault)
{
    static const char *const head[] = {"rev-parse", "--verify", "HEAD^{commit}", NULL};
    static const char *const status[] = {"status", "--porcelain", "--untracked-files=no", NULL};
    struct buffer changes = {0};
    bool done = git_line(source, head, id, COMMIT_ID_SIZE, fault) &&
                git_run(source, status, 120, &changes, fault);
    *dirty = done && changes.size > 0;
    buffer_free(&changes);
    return done;
}
