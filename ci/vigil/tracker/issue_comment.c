/* SPDX-License-Identifier: MIT */
/* What is said of an issue later, and of all that have none. */
#include "issue.h"

#include <string.h>

#include "base/inert.h"
#include "issue_part.h"

#define COMMAND_TAIL (200 + 4 * ISSUE_TEXT) /* what issue_command adds besides the command */

/* What is said when a crash is gone, and when it is back. */

/* The size of the commit, without the "-dirty" of a work tree with changes of its own. */
static size_t commit_size(const char *revision)
{
    return strcspn(revision, "-");
}

static void when(struct buffer *into, const char *time)
{
    if (time[0] != '\0') {
        buffer_text(into, " on ");
        inert_code(into, time, strlen(time));
    }
}

/* Says between which commits the cause lies. `what` is "what mended it", or the like. */
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
        inert_code(into, change->tip, size);
        buffer_format(into, ": %s is in no commit.", what);
    } else {
        buffer_format(into, "; %s is in the commits ", what);
        struct buffer range = {0}; /* "A..B" as git takes it */
        buffer_format(&range, "%.*s..%.*s", (int)commit_size(change->former), change->former,
                      (int)size, change->tip);
        inert_code(into, range.data == NULL ? "" : range.data, range.size);
        into->failed = into->failed || range.failed;
        buffer_free(&range);
        buffer_text(into, ".");
    }
    if (change->former[commit_size(change->former)] != '\0' || change->tip[size] != '\0') {
        buffer_text(into, " The sources had changes then that no commit holds.");
    }
    buffer_text(into, "\n");
}

void issue_fixed(const struct issue_change *change, struct buffer *into)
{
    if (change->inputless) {
        buffer_format(into, "Fixed: the target ran %u %s and did not end so. ", change->replays,
                      change->replays == 1 ? "time" : "times");
    } else {
        buffer_format(into,
                      "Fixed: its input ran %u times without this crash. The build that used to "
                      "crash, run beside it tonight, still did, so the crash would have been "
                      "seen. ",
                      change->replays);
    }
    between(change, "It had crashed last", "what mended it", into);
    if (change->ways_left > 0) {
        buffer_format(
            into, "\n%u other %s to the same place still %s, and %s an issue of %s own.\n",
            change->ways_left, change->ways_left == 1 ? "way" : "ways",
            change->ways_left == 1 ? "crashes" : "crash", change->ways_left == 1 ? "gets" : "get",
            change->ways_left == 1 ? "its" : "their");
    }
}

/* Where the crash was never mended, a person closed the issue, perhaps in the hope that it was. */
void issue_returned(const struct issue_change *change, struct buffer *into)
{
    bool mended = change->former_seen[0] != '\0';
    buffer_text(into, mended ? "It is back" : "It still crashes");
    when(into, change->now);
    buffer_format(into, ": %u of %u %s. ", change->reproduced, change->replays,
                  change->inputless ? "runs ended so" : "replays crashed as before");
    if (mended) {
        between(change, "It was gone", "what brought it back", into);
    } else {
        buffer_text(into, "An issue with the label wontfix is left closed.\n");
    }
}

static void at_night(const struct issue_half *half, struct buffer *into)
{
    when(into, half->now);
    if (half->tip[0] != '\0') {
        buffer_text(into, ", at ");
        issue_code(into, half->tip, ISSUE_WORD);
    }
}

enum { HEAD, COMMAND, INPUT, STACK, PARTS };

/* Adds the head, which is there, and below it command, input and stack, as far as there is room. */
static void show(const struct issue_half *half, struct buffer parts[PARTS], struct buffer *into)
{
    if (half->withheld) {
        buffer_text(&parts[HEAD],
                    "\nThis may be of use to an attacker, so it is not shown here.\n");
    }
    size_t room = half->limit > parts[HEAD].size + COMMAND_TAIL
                      ? half->limit - parts[HEAD].size - COMMAND_TAIL
                      : 0;
    issue_command(half->crash, half->directory, room, &parts[COMMAND]);
    room = half->limit > parts[HEAD].size + parts[COMMAND].size
               ? half->limit - parts[HEAD].size - parts[COMMAND].size
               : 0;
    if (!half->withheld) {
        (void)issue_input(half->crash, room, &parts[INPUT]);
    }
    (void)issue_stack(half->crash, room - parts[INPUT].size, &parts[STACK]);
    for (size_t i = 0; i < PARTS; i++) {
        buffer_add(into, parts[i].data, parts[i].size);
        into->failed = into->failed || parts[i].failed;
        buffer_free(&parts[i]);
    }
}

void issue_half_fixed(const struct issue_half *half, struct buffer *into)
{
    struct buffer parts[PARTS] = {0};
    buffer_text(&parts[HEAD], "Half a fix: the input shown above ");
    if (half->ran > 0) {
        buffer_format(&parts[HEAD], "ran %u %s without this crash", half->ran,
                      half->ran == 1 ? "time" : "times");
    } else {
        buffer_text(&parts[HEAD], "does not crash so any more");
    }
    buffer_text(&parts[HEAD], ", but another input still crashes so");
    at_night(half, &parts[HEAD]);
    buffer_format(&parts[HEAD], ": %u of %u replays. It is the one to mend now.\n",
                  half->crash->reproduced, half->crash->replays);
    show(half, parts, into);
}

void issue_studied(const struct issue_half *study, const char *first_bad, struct buffer *into)
{
    const struct crash *crash = study->crash;
    struct buffer parts[PARTS] = {0}, *head = &parts[HEAD];
    buffer_text(head, "Studied");
    at_night(study, head);
    buffer_format(head, ", for which there was no time when this was filed: %u of %u %s crashed so",
                  crash->reproduced, crash->replays, crash->replays == 1 ? "replay" : "replays");
    buffer_text(head, crash->reproducibility == REPRODUCIBLE ? ". "
                      : crash->reproduced > 0
                          ? ", so it is flaky. "
                          : ": it is flaky, or mended, or was something else. ");
    if (crash->minimised.size < crash->input.size) {
        buffer_format(head, "Its input is minimised, from %zu bytes to %zu.\n", crash->input.size,
                      crash->minimised.size);
    } else {
        buffer_text(head, "No smaller input is known.\n");
    }
    if (first_bad[0] != '\0') {
        buffer_text(head, "\nFirst bad commit: ");
        issue_code(head, first_bad, ISSUE_TEXT);
        buffer_text(head, "\n");
    }
    show(study, parts, into);
}

void issue_digest(const struct issue_digest_line *lines, size_t count, unsigned limit,
                  size_t body_limit, struct buffer *into)
{
    size_t shown = 0, start = into->size;
    buffer_format(into,
                  "<!-- vigil:digest -->\n\n%zu new %s no issue yet: a night files %u at most, the "
                  "worst first. Each gets its own as soon as there is room; none is lost.\n\n",
                  count, count == 1 ? "crash has" : "crashes have", limit);
    buffer_text(into,
                "| severity | crash | target | signature | kept in |\n|---|---|---|---|---|\n");
    while (shown < count && !into->failed) {
        size_t before = into->size;
        const char *const cells[] = {lines[shown].severity, lines[shown].title, lines[shown].target,
                                     lines[shown].signature, lines[shown].directory};
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            buffer_text(into, "| ");
            issue_cell(into, cells[i], ISSUE_TEXT);
            buffer_text(into, " ");
        }
        buffer_text(into, "|\n");
        if (into->size - start + 100 > body_limit) {
            into->size = before;
            break;
        }
        shown++;
    }
    if (shown < count) {
        buffer_format(into, "\n… and %zu more, in the state directory.\n", count - shown);
    }
}
