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
#define WORDS_MOST  40

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

/* Where head left this branch; "" where it is on it, or there is no such branch. */
static bool left_at(const char *source, const char *branch, const char *head,
                    char base[COMMIT_ID_SIZE])
{
    const char *const words[] = {"merge-base", branch, head, NULL};
    return git_line(source, words, base, COMMIT_ID_SIZE, NULL) && base[0] != '\0' &&
           strcmp(base, head) != 0;
}

/* Where head left it, as a pull request is compared; itself, where the two have nothing in common.
 */
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

static bool is_c(const char *path)
{
    return text_ends(path, ".c") || text_ends(path, ".h");
}

bool gate_commits_read(const char *source, const char *commit, const char *path,
                       struct buffer *into, struct fault *fault)
{
    char name[PATH_SIZE];
    if (!path_make(name, fault, "%s:%s", commit, path)) {
        return false;
    }
    const char *const words[] = {"cat-file", "blob", name, NULL};
    return git_run(source, words, GIT_SECONDS, into, fault);
}

static bool read_texts(const char *source, struct gate_commits *commits, size_t i,
                       struct fault *fault)
{
    const struct diff_file *file = &commits->diff.files[i];
    struct change_file *texts = &commits->files[i];
    if (file->binary || !is_c(file->head)) {
        return true;
    }
    texts->base_path = file->base;
    texts->head_path = file->head;
    if (file->kind != DIFF_ADDED) {
        if (!gate_commits_read(source, commits->base.id, file->base, &commits->base_texts[i],
                               fault)) {
            return false;
        }
        texts->base_size = commits->base_texts[i].size;
        texts->base = texts->base_size > 0 ? commits->base_texts[i].data : "";
    }
    if (file->kind != DIFF_DELETED) {
        if (!gate_commits_read(source, commits->head.id, file->head, &commits->head_texts[i],
                               fault)) {
            return false;
        }
        texts->head_size = commits->head_texts[i].size;
        texts->head = texts->head_size > 0 ? commits->head_texts[i].data : "";
    }
    return true;
}

static bool read_diff(const char *source, struct gate_commits *commits, struct fault *fault)
{
    const char *const words[] = {"-c",
                                 "core.quotePath=false",
                                 "diff",
                                 "--no-color",
                                 "--no-ext-diff",
                                 "--no-textconv",
                                 "--unified=0",
                                 "-M",
                                 commits->base.id,
                                 commits->head.id,
                                 NULL};
    struct buffer text = {0};
    bool done = git_run(source, words, GIT_SECONDS, &text, fault) &&
                diff_read(text.size == 0 ? "" : text.data, text.size, &commits->diff, fault);
    buffer_free(&text);
    size_t count = commits->diff.count;
    commits->base_texts = calloc(count + 1, sizeof *commits->base_texts);
    commits->head_texts = calloc(count + 1, sizeof *commits->head_texts);
    commits->files = calloc(count + 1, sizeof *commits->files);
    if (commits->base_texts == NULL || commits->head_texts == NULL || commits->files == NULL) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; done && i < count; i++) {
        done = read_texts(source, commits, i, fault);
    }
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
    return read_diff(source, commits, fault);
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
    }
    free(commits->base_texts);
    free(commits->head_texts);
    free(commits->files);
    diff_free(&commits->diff);
}

/* Splits "a b" into words of git's after those that are there; false where there is no room. */
static bool add_directories(const char **words, size_t at, char *directories)
{
    char *rest = NULL;
    for (char *word = strtok_r(directories, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        if (at + 1 >= WORDS_MOST) {
            return false;
        }
        words[at++] = word;
    }
    words[at] = NULL;
    return true;
}

/* In the code, not in a comment or a string. */
static bool code_has_word(const struct buffer *text, const char *word, size_t size)
{
    struct tokens source = {0};
    bool read = tokens_read(text->size == 0 ? "" : text->data, text->size, false, &source);
    bool has = !read;
    for (size_t i = 0; !has && i < source.count; i++) {
        const struct ctoken *token = &source.tokens[i];
        has = token->kind == CTOKEN_WORD && token->size == size &&
              memcmp(token->text, word, size) == 0;
    }
    tokens_free(&source);
    return has;
}

static bool file_has_word(const char *source, const char *path, const char *word, size_t size)
{
    struct buffer text = {0};
    struct fault ignored;
    const char *colon = strchr(path, ':');
    char commit[COMMIT_ID_SIZE];
    if (colon == NULL ||
        snprintf(commit, sizeof commit, "%.*s", (int)(colon - path), path) >= (int)sizeof commit) {
        return true;
    }
    bool has = !is_c(path) ? false
               : gate_commits_read(source, commit, colon + 1, &text, &ignored)
                   ? code_has_word(&text, word, size)
                   : true;
    buffer_free(&text);
    return has;
}

bool gate_commits_has_word(const char *source, const char *commit, const char *directories,
                           const char *word, size_t size)
{
    char name[256], copy[1024];
    const char *words[WORDS_MOST] = {"grep", "-l",   "-z", "--word-regexp", "--fixed-strings", "-e",
                                     name,   commit, "--"};
    struct buffer found = {0};
    struct fault ignored;
    /* What cannot be asked is taken to be there: then the change counts. */
    if (size >= sizeof name || snprintf(name, sizeof name, "%.*s", (int)size, word) < 0 ||
        snprintf(copy, sizeof copy, "%s", directories) >= (int)sizeof copy ||
        !add_directories(words, 9, copy)) {
        return true;
    }
    bool has = false;
    (void)git_run(source, words, GIT_SECONDS, &found, &ignored); /* status 1: nowhere */
    for (size_t at = 0; !has && at < found.size; at += strlen(found.data + at) + 1) {
        has = file_has_word(source, found.data + at, word, size);
    }
    buffer_free(&found);
    return has;
}
