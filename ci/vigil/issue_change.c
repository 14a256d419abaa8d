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
    buffer_add(&text, change->former, commit_size(change->former));
    buffer_text(&text, "..");
    buffer_add(&text, change->tip, commit_size(change->tip));
    code(into, text.data == NULL ? "" : text.data, text.size);
    into->failed = into->failed || text.failed;
    buffer_free(&text);
}

static void uncommitted(const struct issue_change *change, struct buffer *into)
{
    if (change->former[commit_size(change->former)] != '\0' ||
        change->tip[commit_size(change->tip)] != '\0') {
        buffer_text(into, " The sources had changes then that no commit holds.");
    }
}

/* Where the cause lies. `what` is "what mended it", or the like. */
static void between(const struct issue_change *change, const char *then, const char *what,
                    struct buffer *into)
{
    size_t size = commit_size(change->tip);
    buffer_text(into, then);
    when(into, change->former_seen);
    if (change->former[0] == '\0' || change->tip[0] == '\0') {
        buffer_format(into, "; %s came between that night and this one", what);
        when(into, change->now);
        buffer_text(into, ", in which commit is not known.\n");
        return;
    }
    if (size == commit_size(change->former) && memcmp(change->tip, change->former, size) == 0) {
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
    between(change, "It had crashed last", "what mended it", into);
}

/* One that was never mended was closed by a person, perhaps in the hope that it was. */
void issue_returned(const struct issue_change *change, struct buffer *into)
{
    bool mended = change->former_seen[0] != '\0';
    buffer_text(into, mended ? "It is back" : "It still crashes");
    when(into, change->now);
    buffer_format(into, ": %u of %u replays crashed as before. ", change->reproduced,
                  change->replays);
    if (mended) {
        between(change, "It was gone", "what brought it back", into);
    } else {
        buffer_text(into, "An issue with the label wontfix is left closed.\n");
    }
}
