/* SPDX-License-Identifier: MIT */
#include "commits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/commit.h"
#include "base/files.h"
#include "base/git.h"
#include "base/span.h"

#define GIT_SECONDS 120.0

static bool commit_of(const char *source, const char *name, struct commit *commit,
                      struct fault *fault)
{
    char id[COMMIT_ID_SIZE], full[PATH_SIZE];
    /* "--" would end options, and git knows no commit that begins with one. */
    if (name[0] == '-' || !path_make(full, fault, "%s^{commit}", name)) {
        return fault_set(fault, "\"%s\" names no commit of %s", name, source);
    }
    const char *const words[] = {"rev-parse", "--verify", "--quiet", full, NULL};
    return (git_line(source, words, id, sizeof id, NULL) && id[0] != '\0' &&
            commit_describe(source, id, commit, fault)) ||
           fault_set(fault, "\"%s\" names no commit of %s", name, source);
}

/* The commit at which head left this branch; "" where the branch holds head, or does not exist. */
static bool left_at(const char *source, const char *branch, const char *head,
                    char base[COMMIT_ID_SIZE])
{
    const char *const words[] = {"merge-base", branch, head, NULL};
    return git_line(source, words, base, COMMIT_ID_SIZE, NULL) && base[0] != '\0' &&
           strcmp(base, head) != 0;
}

/* Takes as base the commit where head left it, as a pull request is compared; the named commit
 * itself where the two have nothing in common. */
static bool take_base(const char *source, const char *name, struct gate_commits *commits,
                      struct fault *fault)
{
    const char *const words[] = {"merge-base", commits->base.id, commits->head.id, NULL};
    char left[COMMIT_ID_SIZE] = "";
    return commit_of(source, name, &commits->base, fault) &&
           (!git_line(source, words, left, sizeof left, NULL) || left[0] == '\0' ||
            commit_of(source, left, &commits->base, fault));
}

static bool find_base(const char *source, struct gate_commits *commits, struct fault *fault)
{
    static const char *const branches[] = {"origin/HEAD", "origin/main", "origin/master", "main",
                                           "master"};
    char base[COMMIT_ID_SIZE + 2] = "";
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++) {
        if (left_at(source, branches[i], commits->head.id, base)) {
            return commit_of(source, base, &commits->base, fault);
        }
    }
    (void)snprintf(base, sizeof base, "%s^", commits->head.id);
    return commit_of(source, base, &commits->base, fault) ||
           fault_set(fault, "%s has no parent (or the clone is shallow): say --base",
                     commits->head.id);
}

/* One file of a commit, added to `into`; false where it has none of that path. */
static bool read_file(const char *source, const char *commit, const char *path, struct buffer *into,
                      struct fault *fault)
{
    char name[PATH_SIZE];
    if (!path_make(name, fault, "%s:%s", commit, path)) {
        return false;
    }
    const char *const words[] = {"cat-file", "blob", name, NULL};
    return git_run(source, words, GIT_SECONDS, into, fault);
}

/* git calls a file binary for a NUL in it, or where an attribute or a driver of the user's says so,
 * which would hide what changed; it is asked once more for a file in a language. */
static bool reveal(const char *source, const struct gate_commits *commits, struct diff_file *file,
                   struct fault *fault)
{
    char base[PATH_SIZE], head[PATH_SIZE];
    struct buffer text = {0};
    struct diff diff = {0};
    const char *const words[] = {"diff",           "--text", "--unified=0", "-M", commits->base.id,
                                 commits->head.id, "--",     base,          head, NULL};
    bool done = path_make(base, fault, ":(top,literal)%s", file->base) &&
                path_make(head, fault, ":(top,literal)%s", file->head) &&
                git_run(source, words, GIT_SECONDS, &text, fault) &&
                diff_read(text.size == 0 ? "" : text.data, text.size, &diff, fault);
    buffer_free(&text);
    for (size_t i = 0; done && file->binary && i < diff.count; i++) {
        struct diff_file *same = &diff.files[i];
        if (strcmp(same->head, file->head) == 0 && same->kind == file->kind) {
            file->binary = false;
            file->added = same->added;
            file->added_count = same->added_count;
            same->added = NULL;
        }
    }
    diff_free(&diff);
    return done;
}

static bool read_texts(const char *source, struct gate_commits *commits, size_t i,
                       struct fault *fault)
{
    struct diff_file *file = &commits->diff.files[i];
    struct change_file *texts = &commits->files[i];
    if (language_of(file->head) == LANGUAGE_NONE) {
        return true;
    }
    if (file->binary && !reveal(source, commits, file, fault)) {
        return false;
    }
    texts->base_path = file->base;
    texts->head_path = file->head;
    if (file->kind != DIFF_ADDED) {
        if (!read_file(source, commits->base.id, file->base, &commits->base_texts[i], fault)) {
            return false;
        }
        texts->base_size = commits->base_texts[i].size;
        texts->base = texts->base_size > 0 ? commits->base_texts[i].data : "";
    }
    if (file->kind != DIFF_DELETED) {
        if (!read_file(source, commits->head.id, file->head, &commits->head_texts[i], fault)) {
            return false;
        }
        texts->head_size = commits->head_texts[i].size;
        texts->head = texts->head_size > 0 ? commits->head_texts[i].data : "";
    }
    return true;
}

static bool read_diff(const char *source, struct gate_commits *commits, struct fault *fault)
{
    const char *const words[] = {"diff",           "--unified=0",    "-M",
                                 commits->base.id, commits->head.id, NULL};
    struct buffer text = {0};
    bool done = git_run(source, words, GIT_SECONDS, &text, fault) &&
                diff_read(text.size == 0 ? "" : text.data, text.size, &commits->diff, fault);
    buffer_free(&text);
    size_t count = commits->diff.count;
    commits->base_texts = calloc(count + 1, sizeof *commits->base_texts);
    commits->head_texts = calloc(count + 1, sizeof *commits->head_texts);
    commits->files = calloc(count + 1, sizeof *commits->files);
    commits->sides = calloc(count + 1, sizeof *commits->sides);
    if (commits->base_texts == NULL || commits->head_texts == NULL || commits->files == NULL ||
        commits->sides == NULL) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; done && i < count; i++) {
        done = read_texts(source, commits, i, fault);
    }
    return done;
}

/* Reads the message of every commit after base: a merge or a squash may keep any of them. */
static bool read_waiver(const char *source, struct gate_commits *commits, struct fault *fault)
{
    char range[2 * COMMIT_ID_SIZE + 2];
    (void)snprintf(range, sizeof range, "%s..%s", commits->base.id, commits->head.id);
    const char *const words[] = {"log", "-z", "--encoding=UTF-8", "--format=%H%n%B", range, NULL};
    struct buffer text = {0};
    bool done = git_run(source, words, GIT_SECONDS, &text, fault);
    struct span rest = {text.data, done ? text.size : 0};
    while (rest.size > 0 && commits->waiver != WAIVER_GIVEN) {
        struct span message = {rest.text, strnlen(rest.text, rest.size)}, id, reason = {"", 0};
        span_skip(&rest, message.size + 1);
        enum waiver waiver = span_take_line(&message, &id)
                                 ? waiver_read(message.text, message.size, &reason)
                                 : WAIVER_NONE;
        if (waiver == WAIVER_NONE ||
            (waiver == WAIVER_WITHOUT_REASON && commits->waiver == WAIVER_WITHOUT_REASON)) {
            continue;
        }
        commits->waiver = waiver;
        span_copy(commits->waived_by, sizeof commits->waived_by, id);
        span_copy(commits->reason, sizeof commits->reason, reason);
        if (reason.size >= sizeof commits->reason) {
            size_t cut = text_fit(commits->reason, sizeof commits->reason - 1,
                                  sizeof commits->reason - sizeof "…");
            (void)snprintf(commits->reason + cut, sizeof commits->reason - cut, "…");
        }
    }
    buffer_free(&text);
    return done;
}

bool gate_commits_find(const char *source, const char *base, const char *head,
                       struct gate_commits *commits, struct fault *fault)
{
    char id[COMMIT_ID_SIZE];
    if (!commit_of(source, head == NULL ? "HEAD" : head, &commits->head, fault) ||
        !(base == NULL ? find_base(source, commits, fault)
                       : take_base(source, base, commits, fault)) ||
        !commit_revision(source, id, &commits->dirty, fault)) {
        return false;
    }
    commit_handle(commits->head.email, commits->handle);
    return read_diff(source, commits, fault) && read_waiver(source, commits, fault);
}

void gate_commits_free(struct gate_commits *commits)
{
    for (size_t i = 0; i < commits->diff.count; i++) {
        if (commits->base_texts != NULL) {
            buffer_free(&commits->base_texts[i]);
        }
        if (commits->head_texts != NULL) {
            buffer_free(&commits->head_texts[i]);
        }
        if (commits->sides != NULL) {
            definitions_free(&commits->sides[i].base);
            definitions_free(&commits->sides[i].head);
        }
    }
    free(commits->base_texts);
    free(commits->head_texts);
    free(commits->files);
    free(commits->sides);
    diff_free(&commits->diff);
}
