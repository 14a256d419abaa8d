/* SPDX-License-Identifier: MIT */
#include "local_shelf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "comments.h"
#include "crash/signature.h"

#define ISSUE_LIMIT ((size_t)16 << 20) /* of a file, with all that people wrote into it */

void local_shelf_free(struct local_shelf *shelf)
{
    free(shelf->issues);
    *shelf = (struct local_shelf){0};
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

/* Which issue it is: as the front matter says, or as the crash of the signature is called; and
 * where a person took both away, as the body's first line still says. */
static void identify(struct frontmatter *issue, const struct buffer *text)
{
    struct signature signature;
    if (issue->marker[0] == '\0' && issue->signature[0] != '\0') {
        memcpy(signature.key, issue->signature, sizeof signature.key);
        signature_identify(&signature);
        (void)snprintf(issue->marker, sizeof issue->marker, "crash:%s", signature.id);
    }
    if (issue->marker[0] == '\0') {
        (void)comments_issue_marker(text->data, text->size, issue->marker);
    }
}

enum tracker_outcome local_shelf_read_issue(const char *path, unsigned number,
                                            struct frontmatter *issue, struct buffer *text,
                                            struct fault *fault)
{
    if (!files_read(path, ISSUE_LIMIT, text, fault)) {
        bool gone = access(path, F_OK) != 0 && errno == ENOENT;
        return gone ? TRACKER_GONE : TRACKER_LATER;
    }
    struct frontmatter_result result = frontmatter_read(text->data, text->size, issue);
    identify(issue, text);
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

static enum tracker_outcome add(struct local_shelf *shelf, const struct frontmatter *issue,
                                struct fault *fault)
{
    struct frontmatter *grown = realloc(shelf->issues, (shelf->count + 1) * sizeof *grown);
    if (grown == NULL) {
        fault_set(fault, "out of memory: not all issues are read");
        return TRACKER_LATER;
    }
    shelf->issues = grown;
    grown[shelf->count++] = *issue;
    return TRACKER_DONE;
}

/* One that went away since the directory was listed is none. */
static enum tracker_outcome take(struct local_shelf *shelf, const char *path, unsigned number,
                                 tracker_complaint *complain, void *context, struct fault *fault)
{
    struct buffer text = {0};
    struct frontmatter issue = {0};
    enum tracker_outcome outcome = local_shelf_read_issue(path, number, &issue, &text, fault);
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
    return add(shelf, &issue, fault);
}

/* Of two with one marker, the one that can be read is the issue: the other is a copy of it. */
static void drop_copies(struct local_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        struct frontmatter *faulty = &shelf->issues[i];
        for (size_t j = 0; faulty->end == 0 && j < shelf->count; j++) {
            const struct frontmatter *other = &shelf->issues[j];
            if (other->end > 0 && strcmp(other->marker, faulty->marker) == 0) {
                faulty->marker[0] = '\0';
            }
        }
    }
}

enum tracker_outcome local_shelf_read(struct local_shelf *shelf, const char *directory,
                                      tracker_complaint *complain, void *context,
                                      struct fault *fault)
{
    struct file_list files = {0};
    bool listed = access(directory, R_OK | X_OK) == 0
                      ? files_list(directory, &files, fault)
                      : fault_errno(fault, "%s: cannot read this directory", directory);
    enum tracker_outcome outcome = listed ? TRACKER_DONE : TRACKER_LATER;
    for (size_t i = 0; i < files.count && outcome == TRACKER_DONE; i++) {
        /* People may keep other files here, and directories. */
        unsigned number = number_of(files.paths[i] + strlen(directory) + 1);
        shelf->last = number > shelf->last ? number : shelf->last;
        if (number > 0) {
            outcome = take(shelf, files.paths[i], number, complain, context, fault);
        }
    }
    files_list_free(&files);
    drop_copies(shelf);
    return outcome;
}
