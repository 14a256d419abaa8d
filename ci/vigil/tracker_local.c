/* SPDX-License-Identifier: MIT */
/* Issues as Markdown files in a directory: NNNN.md, front matter above, the report below. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "frontmatter.h"
#include "tracker.h"

#define ISSUE_LIMIT  ((size_t)16 << 20)
#define NUMBER_LIMIT 99999999u

struct entry {
    unsigned number;
    bool readable, open;
    char *signature;
};

struct local {
    struct tracker tracker; /* first, so that a pointer to one is a pointer to the other */
    char directory[PATH_SIZE];
    struct entry *entries;
    size_t count;
    unsigned last; /* the highest number taken */
};

static bool issue_path(const struct local *local, unsigned number, char path[PATH_SIZE],
                       struct fault *fault)
{
    return path_make(path, fault, "%s/%04u.md", local->directory, number);
}

/* The number in "0012.md", 0 for any other name. */
static unsigned number_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t digits = strspn(name, "0123456789");
    if (digits < 4 || digits > 8 || strcmp(name + digits, ".md") != 0) {
        return 0;
    }
    return (unsigned)strtoul(name, NULL, 10);
}

/* Takes the signature over, also when it fails. */
static bool add_entry(struct local *local, struct entry entry)
{
    struct entry *grown = realloc(local->entries, (local->count + 1) * sizeof *grown);
    if (grown == NULL) {
        free(entry.signature);
        return false;
    }
    local->entries = grown;
    grown[local->count++] = entry;
    local->last = entry.number > local->last ? entry.number : local->last;
    return true;
}

static bool parse_issue(const char *path, unsigned number, struct frontmatter *issue,
                        struct buffer *text, struct fault *fault)
{
    if (!files_read(path, ISSUE_LIMIT, text, fault)) {
        return false;
    }
    struct frontmatter_result result = frontmatter_read(text->data, text->size, issue);
    if (!result.ok) {
        return fault_set(fault, "%s:%u: %s", path, result.line, result.reason);
    }
    if (issue->number != number) {
        return fault_set(fault, "%s:1: says it is number %u", path, issue->number);
    }
    return true;
}

static bool scan_issue(struct local *local, const char *path, tracker_complaint *complain,
                       void *context, struct fault *why)
{
    unsigned number = number_of(path);
    if (number == 0 || strchr(path + strlen(local->directory) + 1, '/') != NULL) {
        return true; /* people may keep other files here, and directories */
    }
    struct frontmatter issue;
    struct buffer text = {0};
    struct fault fault;
    struct entry entry = {.number = number};
    entry.readable = parse_issue(path, number, &issue, &text, &fault);
    if (entry.readable) {
        entry.open = issue.open;
        entry.signature = strdup(issue.signature);
    } else {
        complain(context, &fault);
    }
    buffer_free(&text);
    bool done = (!entry.readable || entry.signature != NULL) && add_entry(local, entry);
    return done || fault_set(why, "%s: out of memory", path);
}

static struct entry *entry_of(struct local *local, unsigned number)
{
    for (size_t i = 0; i < local->count; i++) {
        if (local->entries[i].number == number) {
            return &local->entries[i];
        }
    }
    return NULL;
}

/* An open issue before a closed one, where a person has split or copied them. */
static enum tracker_answer local_find(struct tracker *tracker, const char *signature,
                                      unsigned *number, bool *open, struct fault *fault)
{
    struct local *local = (struct local *)tracker;
    struct entry *found = NULL, *remembered = entry_of(local, *number);
    (void)fault;
    for (size_t i = 0; i < local->count; i++) {
        struct entry *entry = &local->entries[i];
        if (entry->readable && strcmp(entry->signature, signature) == 0 &&
            (found == NULL || (entry->open && !found->open))) {
            found = entry;
        }
    }
    if (found == NULL && remembered != NULL && !remembered->readable) {
        found = remembered;
    }
    if (found == NULL) {
        return TRACKER_NONE;
    }
    *number = found->number;
    *open = found->open;
    return TRACKER_FOUND;
}

static void compose(const struct tracker_issue *issue, unsigned number, struct buffer *text)
{
    buffer_format(text, "---\nnumber: %u\nstate: open\ntitle: ", number);
    frontmatter_quote(issue->title, text);
    buffer_format(text, "\nlabels: [fuzzing, severity-%s]\ntarget: ", issue->severity);
    frontmatter_quote(issue->target, text);
    buffer_text(text, "\nsignature: ");
    frontmatter_quote(issue->signature, text);
    buffer_format(text, "\nfirst_seen: %s\nlast_seen: %s\n---\n\n", issue->seen, issue->seen);
    buffer_text(text, issue->body);
}

static bool local_file(struct tracker *tracker, const struct tracker_issue *issue, unsigned *number,
                       struct fault *fault)
{
    struct local *local = (struct local *)tracker;
    bool done = false, taken = true;
    for (unsigned tries = 0; taken && tries < 1000 && local->last < NUMBER_LIMIT; tries++) {
        char path[PATH_SIZE];
        struct buffer text = {0};
        *number = local->last + 1;
        compose(issue, *number, &text);
        done = !text.failed && issue_path(local, *number, path, fault) &&
               files_create(path, text.data, text.size, &taken, fault);
        local->last += taken; /* someone else's issue got there first */
        buffer_free(&text);
        if (!done && !taken) {
            return false;
        }
        if (done) {
            char *signature = strdup(issue->signature);
            return signature != NULL &&
                   add_entry(local, (struct entry){*number, true, true, signature});
        }
    }
    return fault_set(fault, "%s: no number is free for an issue", local->directory);
}

static bool local_seen(struct tracker *tracker, unsigned number, const char *when,
                       struct fault *fault)
{
    struct local *local = (struct local *)tracker;
    char path[PATH_SIZE];
    struct frontmatter issue;
    struct buffer text = {0}, edited = {0};
    /* Read again, not remembered: a person may have edited it since the night began. */
    bool done =
        issue_path(local, number, path, fault) && parse_issue(path, number, &issue, &text, fault);
    if (done) {
        frontmatter_set_last_seen(text.data, text.size, when, &edited);
        done = edited.failed ? fault_set(fault, "%s: out of memory", path)
                             : files_write(path, edited.data, edited.size, fault);
    }
    buffer_free(&text);
    buffer_free(&edited);
    return done;
}

static void local_close(struct tracker *tracker)
{
    struct local *local = (struct local *)tracker;
    for (size_t i = 0; i < local->count; i++) {
        free(local->entries[i].signature);
    }
    free(local->entries);
    free(local);
}

struct tracker *tracker_local_open(const char *directory, tracker_complaint *complain,
                                   void *context, struct fault *fault)
{
    struct file_list files = {0};
    struct local *local = calloc(1, sizeof *local);
    if (local == NULL) {
        fault_set(fault, "%s: out of memory", directory);
        return NULL;
    }
    local->tracker = (struct tracker){local_find, local_file, local_seen, local_close, ""};
    (void)snprintf(local->tracker.place, sizeof local->tracker.place, "%s", directory);
    bool done = path_make(local->directory, fault, "%s", directory) &&
                files_make_directory(directory, fault) && files_list(directory, &files, fault);
    for (size_t i = 0; done && i < files.count; i++) {
        done = scan_issue(local, files.paths[i], complain, context, fault);
    }
    files_list_free(&files);
    if (!done) {
        local_close(&local->tracker);
        return NULL;
    }
    return &local->tracker;
}

struct tracker *tracker_open(const char *word, tracker_complaint *complain, void *context,
                             struct fault *fault)
{
    if (strncmp(word, "local:", 6) != 0 || word[6] == '\0') {
        fault_set(fault, "%s: no tracker; local:DIR is one", word);
        return NULL;
    }
    return tracker_local_open(word + 6, complain, context, fault);
}
