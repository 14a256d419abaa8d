/* SPDX-License-Identifier: MIT */
/* Issues as Markdown files in a directory: NNNN.md, front matter above, the report below. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/files.h"
#include "comments.h"
#include "frontmatter.h"
#include "local_file.h"
#include "local_index.h"
#include "local_shelf.h"
#include "tracker.h"

#define BODY_LIMIT   ((size_t)4 << 20)
#define NUMBER_LIMIT 99999999u

struct local {
    struct tracker tracker; /* first, so that a pointer to one is a pointer to the other */
    char directory[PATH_SIZE], label[128];
    tracker_complaint *complain;
    void *context;
};

/* It can be made anew at any time, and is whenever the issues are listed: so that it could not be
 * written is told of, and holds nothing up. */
static void write_index(const struct local *local, struct local_shelf *shelf)
{
    struct fault fault;
    struct buffer page = {0};
    char path[PATH_SIZE];
    local_index(shelf->issues, shelf->count, &page);
    bool done = page.failed ? fault_set(&fault, "%s: out of memory for its index", local->directory)
                            : path_make(path, &fault, "%s/index.md", local->directory);
    done = done && (files_equal(path, page.data, page.size) ||
                    files_write(path, page.data, page.size, &fault));
    if (!done && local->complain != NULL) {
        local->complain(local->context, &fault);
    }
    buffer_free(&page);
}

/* After a change. What cannot be read was told of when the issues were listed. */
static void renew_index(const struct local *local)
{
    struct local_shelf shelf = {0};
    struct fault ignored;
    if (local_shelf_read(&shelf, local->directory, NULL, NULL, &ignored) == TRACKER_DONE) {
        write_index(local, &shelf);
    }
    local_shelf_free(&shelf);
}

static bool issue_path(const struct local *local, uint64_t number, char path[PATH_SIZE],
                       struct fault *fault)
{
    return path_make(path, fault, "%s/%04" PRIu64 ".md", local->directory, number);
}

/* The next number that is free: someone else's issue may get there first. */
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
    struct local_shelf shelf = {0};
    enum tracker_outcome outcome = check_body(draft, fault);
    if (outcome == TRACKER_DONE) {
        outcome = local_shelf_read(&shelf, local->directory, NULL, NULL, fault);
    }
    if (outcome == TRACKER_DONE) {
        outcome = put_new(local, draft, shelf.last, number, fault);
    }
    local_shelf_free(&shelf);
    if (outcome == TRACKER_DONE) {
        renew_index(local);
    }
    return outcome;
}

/* Read again, not remembered: a person may have edited it since. */
static enum tracker_outcome open_issue(const struct local *local, uint64_t number,
                                       char path[PATH_SIZE], struct frontmatter *issue,
                                       struct buffer *text, struct fault *fault)
{
    if (number == 0 || number > NUMBER_LIMIT) {
        fault_set(fault, "%s: no issue can have the number %" PRIu64, local->directory, number);
        return TRACKER_GONE;
    }
    return issue_path(local, number, path, fault)
               ? local_shelf_read_issue(path, (unsigned)number, issue, text, fault)
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
    struct local_shelf shelf = {0};
    if (!temporary_sweep(local->directory, fault) && local->complain != NULL) {
        local->complain(local->context, fault);
    }
    enum tracker_outcome outcome =
        local_shelf_read(&shelf, local->directory, local->complain, local->context, fault);
    bool more = outcome == TRACKER_DONE;
    for (size_t i = 0; i < shelf.count && more; i++) {
        const struct frontmatter *found = &shelf.issues[i];
        struct tracker_issue issue = issue_of(found);
        /* Without a marker it is a person's own. */
        more = issue.marker[0] == '\0' || take(context, &issue);
    }
    if (outcome == TRACKER_DONE) {
        write_index(local, &shelf); /* puts them into another order */
    }
    local_shelf_free(&shelf);
    return outcome;
}

static enum tracker_outcome write_issue(const struct local *local, const char *path,
                                        const struct buffer *text, struct fault *fault)
{
    if (text->failed) {
        fault_set(fault, "%s: out of memory", path);
        return TRACKER_LATER;
    }
    if (!files_write(path, text->data, text->size, fault)) {
        return TRACKER_LATER;
    }
    renew_index(local);
    return TRACKER_DONE;
}

static enum tracker_outcome local_edit(struct tracker *tracker, uint64_t number,
                                       const struct tracker_draft *draft, struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    char path[PATH_SIZE];
    struct frontmatter issue;
    struct buffer text = {0}, edited = {0};
    enum tracker_outcome outcome = check_body(draft, fault);
    if (outcome == TRACKER_DONE) {
        outcome = open_issue(local, number, path, &issue, &text, fault);
    }
    if (outcome == TRACKER_DONE) {
        local_file_edit(&text, &issue, draft, &edited);
        outcome = write_issue(local, path, &edited, fault);
    }
    buffer_free(&text);
    buffer_free(&edited);
    return outcome;
}

static enum tracker_outcome local_set_open(struct tracker *tracker, uint64_t number, bool open,
                                           struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    char path[PATH_SIZE];
    struct frontmatter issue;
    struct buffer text = {0}, edited = {0};
    enum tracker_outcome outcome = open_issue(local, number, path, &issue, &text, fault);
    if (outcome == TRACKER_DONE && issue.open != open) {
        frontmatter_set(text.data, text.size, "state", open ? "open" : "closed", &edited);
        outcome = write_issue(local, path, &edited, fault);
    }
    buffer_free(&text);
    buffer_free(&edited);
    return outcome;
}

static enum tracker_outcome local_look(struct tracker *tracker, uint64_t number,
                                       struct tracker_issue *issue, struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    char path[PATH_SIZE];
    struct frontmatter found;
    struct buffer text = {0};
    enum tracker_outcome outcome = open_issue(local, number, path, &found, &text, fault);
    if (outcome == TRACKER_DONE) {
        *issue = issue_of(&found);
    }
    buffer_free(&text);
    return outcome;
}

static enum tracker_outcome local_comment(struct tracker *tracker, uint64_t number,
                                          const char *marker, const char *comment,
                                          struct fault *fault)
{
    const struct local *local = (const struct local *)tracker;
    char path[PATH_SIZE], when[32];
    struct frontmatter issue;
    struct buffer text = {0};
    enum tracker_outcome outcome = open_issue(local, number, path, &issue, &text, fault);
    if (outcome == TRACKER_DONE &&
        !comments_have(text.data + issue.end, text.size - issue.end, marker)) {
        clock_now(when);
        comments_add(&text, when, marker, comment);
        outcome = write_issue(local, path, &text, fault);
    }
    buffer_free(&text);
    return outcome;
}

/* From the root on, so that it holds wherever it is read. */
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
