/* SPDX-License-Identifier: MIT */
/* Issues as Markdown files in a directory: NNNN.md, front matter above, the report below. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/list.h"
#include "crash/signature.h"
#include "frontmatter.h"
#include "local_file.h"
#include "tracker.h"

#define BODY_LIMIT   ((size_t)4 << 20)
#define FILE_LIMIT   ((size_t)16 << 20) /* with all that people wrote into it */
#define NUMBER_LIMIT 99999999u

struct local {
    struct tracker tracker; /* first, so that a pointer to one is a pointer to the other */
    char directory[PATH_SIZE], label[128];
    tracker_complaint *complain;
    void *context;
};

/* What the directory holds now: people edit it while vigil runs, so nothing is remembered. An issue
 * that cannot be read has an `end` of 0 and counts as open: it must not be filed again. */
struct issues {
    struct frontmatter *list;
    size_t count;
    unsigned last; /* the highest number taken */
};

/* Reads one issue, and the text of its file. TRACKER_REFUSED: the file is there, but is no issue
 * that can be read; *issue holds what is known of it. The text is to be freed in any case. */
static enum tracker_outcome read_issue(const char *path, unsigned number, struct frontmatter *issue,
                                       struct buffer *text, struct fault *fault)
{
    if (!files_read(path, FILE_LIMIT, text, fault)) {
        bool gone = access(path, F_OK) != 0 && errno == ENOENT;
        return gone ? TRACKER_GONE : TRACKER_LATER;
    }
    struct frontmatter_result result = frontmatter_read(text->data, text->size, issue);
    /* The front matter says which issue it is, by marker or by signature; where a person took both
     * away, the body's first line still does. */
    if (issue->marker[0] == '\0' && issue->signature[0] != '\0') {
        struct signature signature;
        _Static_assert(sizeof signature.key == sizeof issue->signature, "a key fits, and no more");
        memcpy(signature.key, issue->signature, sizeof signature.key);
        signature_identify(&signature);
        (void)snprintf(issue->marker, sizeof issue->marker, "crash:%s", signature.id);
    }
    if (issue->marker[0] == '\0') {
        (void)local_file_marker(text->data, text->size, issue->marker);
    }
    if (!result.ok) {
        fault_set(fault, "%s:%u: %s", path, result.line, result.reason);
        return TRACKER_REFUSED;
    }
    if (issue->number != number) {
        fault_set(fault, "%s:1: says it is number %u", path, issue->number);
        return TRACKER_REFUSED;
    }
    return TRACKER_DONE;
}

/* Adds the issue in the file; a file that went away since the listing is passed over. */
static enum tracker_outcome add_issue(struct issues *issues, const char *path, unsigned number,
                                      tracker_complaint *complain, void *context,
                                      struct fault *fault)
{
    struct buffer text = {0};
    struct frontmatter issue = {0};
    enum tracker_outcome outcome = read_issue(path, number, &issue, &text, fault);
    buffer_free(&text);
    if (outcome == TRACKER_REFUSED) {
        if (complain != NULL) {
            complain(context, fault);
        }
        issue.open = true;
        issue.number = number;
        issue.end = 0;
    } else if (outcome != TRACKER_DONE) {
        return outcome == TRACKER_GONE ? TRACKER_DONE : outcome;
    }
    struct frontmatter *added = list_add(&issues->list, &issues->count, sizeof *added);
    if (added == NULL) {
        fault_set(fault, "out of memory: not all issues are read");
        return TRACKER_LATER;
    }
    *added = issue;
    return TRACKER_DONE;
}

/* The number in "0012.md", 0 for any other name. */
static unsigned number_of(const char *name)
{
    size_t digits = strspn(name, "0123456789");
    if (digits < 4 || digits > 8 || strcmp(name + digits, ".md") != 0) {
        return 0;
    }
    return (unsigned)strtoul(name, NULL, 10);
}

/* Reads every DIRECTORY/NNNN.md into *issues, which starts as {0}; `complain`, unless it is NULL,
 * is told of each that is no issue. TRACKER_LATER when the directory, or a file in it, does not
 * open: then it is not known what was filed already. */
static enum tracker_outcome read_issues(const struct local *local, tracker_complaint *complain,
                                        struct issues *issues, struct fault *fault)
{
    struct file_list files = {0};
    bool listed = access(local->directory, R_OK | X_OK) == 0
                      ? files_list(local->directory, &files, fault)
                      : fault_errno(fault, "%s: cannot read this directory", local->directory);
    enum tracker_outcome outcome = listed ? TRACKER_DONE : TRACKER_LATER;
    for (size_t i = 0; i < files.count && outcome == TRACKER_DONE; i++) {
        /* People may keep other files here, and directories. */
        unsigned number = number_of(files.paths[i] + strlen(local->directory) + 1);
        issues->last = number > issues->last ? number : issues->last;
        if (number > 0) {
            outcome = add_issue(issues, files.paths[i], number, complain, local->context, fault);
        }
    }
    files_list_free(&files);
    /* Where a readable and an unreadable issue have one marker, the unreadable one is a copy. */
    for (size_t i = 0; i < issues->count; i++) {
        struct frontmatter *faulty = &issues->list[i];
        for (size_t j = 0; faulty->end == 0 && j < issues->count; j++) {
            const struct frontmatter *other = &issues->list[j];
            if (other->end > 0 && strcmp(other->marker, faulty->marker) == 0) {
                faulty->marker[0] = '\0';
            }
        }
    }
    return outcome;
}

/* The index is made anew whenever the issues are listed, so a failure to write it is reported and
 * stops nothing. Puts the issues into the index's order. */
static void write_index(const struct local *local, struct issues *issues)
{
    struct fault fault;
    struct buffer page = {0};
    char path[PATH_SIZE];
    local_file_index(issues->list, issues->count, &page);
    bool done = page.failed ? fault_set(&fault, "%s: out of memory for its index", local->directory)
                            : path_make(path, &fault, "%s/index.md", local->directory);
    done = done && (files_equal(path, page.data, page.size) ||
                    files_write(path, page.data, page.size, &fault));
    if (!done && local->complain != NULL) {
        local->complain(local->context, &fault);
    }
    buffer_free(&page);
}

/* Renews the index after a change. Unreadable files were complained of by the listing. */
static void renew_index(const struct local *local)
{
    struct issues issues = {0};
    struct fault ignored;
    if (read_issues(local, NULL, &issues, &ignored) == TRACKER_DONE) {
        write_index(local, &issues);
    }
    free(issues.list);
}

static bool issue_path(const struct local *local, uint64_t number, char path[PATH_SIZE],
                       struct fault *fault)
{
    return path_make(path, fault, "%s/%04" PRIu64 ".md", local->directory, number);
}

/* Files the draft under the next free number: somebody else may take one first. */
static enum tracker_outcome put_new(const struct local *local, const struct tracker_draft *draft,
                                    unsigned last, uint64_t *number, struct fault *fault)
{
    bool done = false, taken = true;
    for (unsigned tries = 0; taken && tries < 1000 && last < NUMBER_LIMIT; tries++) {
        char path[PATH_SIZE];
        struct buffer text = {0};
        *number = ++last;
        local_file_compose(draft, local->label, last, &text);
        done = !text.failed && issue_path(local, last, path, fault) &&
               files_create(path, text.data, text.size, &taken, fault);
        if (text.failed) {
            taken = fault_set(fault, "out of memory: an issue is not filed");
        }
        buffer_free(&text);
    }
    if (taken && !done) {
        fault_set(fault, "%s: no number is free for an issue", local->directory);
        return TRACKER_REFUSED;
    }
    return done ? TRACKER_DONE : TRACKER_LATER;
}

static enum tracker_outcome check_body(const struct tracker_draft *draft, struct fault *fault)
{
    if (strlen(draft->body) > BODY_LIMIT) {
        fault_set(fault, "%s: a body of more than %zu bytes", draft->marker, BODY_LIMIT);
        return TRACKER_REFUSED;
    }
    return TRACKER_DONE;
}

static enum tracker_outcome local_create(struct tracker *tracker, const struct tracker_draft *draft,
                                         uint64_t *number, struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    struct issues issues = {0};
    enum tracker_outcome outcome = check_body(draft, fault);
    if (outcome == TRACKER_DONE) {
        outcome = read_issues(local, NULL, &issues, fault);
    }
    if (outcome == TRACKER_DONE) {
        outcome = put_new(local, draft, issues.last, number, fault);
    }
    free(issues.list);
    if (outcome == TRACKER_DONE) {
        renew_index(local);
    }
    return outcome;
}

struct opened {
    char path[PATH_SIZE];
    struct frontmatter issue;
    struct buffer text; /* of the whole file; to be freed in any case */
};

/* The issue as its file says now: a person may have edited it since it was listed. */
static enum tracker_outcome open_issue(const struct local *local, uint64_t number,
                                       struct opened *opened, struct fault *fault)
{
    opened->text = (struct buffer){0};
    if (number == 0 || number > NUMBER_LIMIT) {
        fault_set(fault, "%s: no issue can have the number %" PRIu64, local->directory, number);
        return TRACKER_GONE;
    }
    return issue_path(local, number, opened->path, fault)
               ? read_issue(opened->path, (unsigned)number, &opened->issue, &opened->text, fault)
               : TRACKER_REFUSED;
}

static struct tracker_issue issue_of(const struct frontmatter *found)
{
    struct tracker_issue issue = {.number = found->number,
                                  .open = found->open,
                                  .triaged = found->triaged,
                                  .declined = found->declined};
    memcpy(issue.marker, found->marker, sizeof issue.marker);
    return issue;
}

static enum tracker_outcome local_list(struct tracker *tracker, tracker_take *take, void *context,
                                       struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    struct issues issues = {0};
    if (!temporary_sweep(local->directory, fault) && local->complain != NULL) {
        local->complain(local->context, fault);
    }
    enum tracker_outcome outcome = read_issues(local, local->complain, &issues, fault);
    bool more = outcome == TRACKER_DONE;
    for (size_t i = 0; i < issues.count && more; i++) {
        struct tracker_issue issue = issue_of(&issues.list[i]);
        /* An issue without a marker is a person's own. */
        more = issue.marker[0] == '\0' || take(context, &issue);
    }
    if (outcome == TRACKER_DONE) {
        write_index(local, &issues);
    }
    free(issues.list);
    return outcome;
}

static enum tracker_outcome write_issue(const struct local *local, const struct opened *opened,
                                        const struct buffer *text, struct fault *fault)
{
    if (text->failed) {
        fault_set(fault, "%s: out of memory", opened->path);
        return TRACKER_LATER;
    }
    if (!files_write(opened->path, text->data, text->size, fault)) {
        return TRACKER_LATER;
    }
    renew_index(local);
    return TRACKER_DONE;
}

static enum tracker_outcome local_edit(struct tracker *tracker, uint64_t number,
                                       const struct tracker_draft *draft, struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    struct opened opened = {.text = {0}};
    struct buffer edited = {0};
    enum tracker_outcome outcome = check_body(draft, fault);
    if (outcome == TRACKER_DONE) {
        outcome = open_issue(local, number, &opened, fault);
    }
    if (outcome == TRACKER_DONE) {
        local_file_edit(&opened.text, &opened.issue, draft, &edited);
        outcome = write_issue(local, &opened, &edited, fault);
    }
    buffer_free(&opened.text);
    buffer_free(&edited);
    return outcome;
}

static enum tracker_outcome local_set_open(struct tracker *tracker, uint64_t number, bool open,
                                           struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    struct opened opened;
    struct buffer edited = {0};
    enum tracker_outcome outcome = open_issue(local, number, &opened, fault);
    if (outcome == TRACKER_DONE && opened.issue.open != open) {
        frontmatter_set(opened.text.data, opened.text.size, "state", open ? "open" : "closed",
                        &edited);
        outcome = write_issue(local, &opened, &edited, fault);
    }
    buffer_free(&opened.text);
    buffer_free(&edited);
    return outcome;
}

static enum tracker_outcome local_look(struct tracker *tracker, uint64_t number,
                                       struct tracker_issue *issue, struct fault *fault)
{
    struct opened opened;
    enum tracker_outcome outcome =
        open_issue((const struct local *)tracker, number, &opened, fault);
    if (outcome == TRACKER_DONE) {
        *issue = issue_of(&opened.issue);
    }
    buffer_free(&opened.text);
    return outcome;
}

static enum tracker_outcome local_comment(struct tracker *tracker, uint64_t number,
                                          const char *marker, const char *comment,
                                          struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    char when[CLOCK_SIZE];
    struct opened opened;
    enum tracker_outcome outcome = open_issue(local, number, &opened, fault);
    size_t end = outcome == TRACKER_DONE ? opened.issue.end : 0;
    if (outcome == TRACKER_DONE &&
        !local_file_has_comment(opened.text.data + end, opened.text.size - end, marker)) {
        clock_now(when);
        local_file_add_comment(&opened.text, when, marker, comment);
        outcome = write_issue(local, &opened, &opened.text, fault);
    }
    buffer_free(&opened.text);
    return outcome;
}

/* An absolute path, so that it holds wherever it is read. */
static void local_link(struct tracker *tracker, uint64_t number, char link[600])
{
    const struct local *local = (const struct local *)tracker;
    char path[PATH_SIZE];
    struct fault ignored;
    char *directory = realpath(local->directory, NULL);
    bool fits = directory != NULL && number > 0 && number <= NUMBER_LIMIT &&
                path_make(path, &ignored, "%s/%04" PRIu64 ".md", directory, number) &&
                strlen(path) < 600;
    (void)snprintf(link, 600, "%.599s", fits ? path : "");
    free(directory);
}

static void local_close(struct tracker *tracker)
{
    free(tracker);
}

struct tracker *tracker_local_open(const char *directory, const struct tracker_options *options,
                                   struct fault *fault)
{
    char longest[PATH_SIZE];
    struct local *local = calloc(1, sizeof *local);
    if (local == NULL) {
        fault_set(fault, "%s: out of memory", directory);
        return NULL;
    }
    local->tracker = (struct tracker){
        .list = local_list,
        .look = local_look,
        .create = local_create,
        .edit = local_edit,
        .set_open = local_set_open,
        .comment = local_comment,
        .link = local_link,
        .close = local_close,
        .body_limit = BODY_LIMIT,
    };
    local->complain = options->complain;
    local->context = options->context;
    (void)snprintf(local->tracker.place, sizeof local->tracker.place, "%s", directory);
    (void)snprintf(local->label, sizeof local->label, "%s",
                   options->label == NULL ? "" : options->label);
    if (!path_make(longest, fault, "%s/%u.md.vigil-%u.XXXXXX", directory, NUMBER_LIMIT, UINT_MAX) ||
        !path_make(local->directory, fault, "%s", directory) ||
        !files_make_directory(directory, fault)) {
        free(local);
        return NULL;
    }
    return &local->tracker;
}
