/* SPDX-License-Identifier: MIT */
/* What is said when a crash is gone, and when it is back. */
#include <string.h>

#include "issue.h"
#include "safetext.h"

static void code(struct buffer *into, const char *text, size_t size)
{
    safetext_code(into, text, size);
}

/* Without the "-dirty" of a work tree that had changes of its own. */
static size_t commit_size(const char *revision)
{
    return strcspn(revision, "-");
}

static void when(struct buffer *into, const char *time)
{
    if (time[0] != '\0') {
        buffer_text(into, " on ");
        code(into, time, strlen(time));
    }
}

/* "A..B" as git takes it. */
static void range(const struct issue_change *change, struct buffer *into)
{
    struct buffer text = {0};
    buffer_add(&text, change->last_bad, commit_size(change->last_bad));
    buffer_text(&text, "..");
    buffer_add(&text, change->tip, commit_size(change->tip));
    code(into, text.data == NULL ? "" : text.data, text.size);
    into->failed = into->failed || text.failed;
    buffer_free(&text);
}

static void uncommitted(const struct issue_change *change, struct buffer *into)
{
    if (change->last_bad[commit_size(change->last_bad)] != '\0' ||
        change->tip[commit_size(change->tip)] != '\0') {
        buffer_text(into, " The sources had changes then that no commit holds.");
    }
}

/* Where the cause lies. `what` is "what mended it", or the like. */
static void between(const struct issue_change *change, const char *what, struct buffer *into)
{
    size_t size = commit_size(change->tip);
    buffer_text(into, "It had crashed last");
    when(into, change->last_bad_seen);
    if (change->last_bad[0] == '\0' || change->tip[0] == '\0') {
        buffer_format(into, "; %s came between that night and this one", what);
        when(into, change->now);
        buffer_text(into, ", in which commit is not known.\n");
        return;
    }
    if (size == commit_size(change->last_bad) && memcmp(change->tip, change->last_bad, size) == 0) {
        buffer_text(into, ", at the same commit, ");
        code(into, change->tip, size);
        buffer_format(into, ": %s is in no commit.", what);
    } else {
        buffer_format(into, "; %s is in the commits ", what);
        range(change, into);
        buffer_text(into, ".");
    }
    uncommitted(change, into);
    buffer_text(into, "\n");
}

void issue_fixed(const struct issue_change *change, struct buffer *into)
{
    buffer_format(into,
                  "Fixed: its input ran %u times without this crash. The build that used to crash, "
                  "run beside it tonight, still did, so the crash would have been seen. ",
                  change->replays);
    between(change, "what mended it", into);
}

void issue_returned(const struct issue_change *change, struct buffer *into)
{
    buffer_text(into, "It is back");
    when(into, change->now);
    buffer_format(into, ": %u of %u replays crashed as before. ", change->reproduced,
                  change->replays);
    between(change, "what mended it, and what undid that,", into);
}
