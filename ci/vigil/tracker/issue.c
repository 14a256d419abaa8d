/* SPDX-License-Identifier: MIT */
#include "issue.h"

#include <string.h>

#include "base/inert.h"
#include "issue_part.h"
#include "tracker.h"
#include "triage/replay.h"

/* A byte is shown as four at most. */
#define NOTE_MOST (200 + 4 * ISSUE_TEXT)

static void row(struct buffer *into, const char *name, const char *value)
{
    buffer_format(into, "| %s | ", name);
    issue_cell(into, value, ISSUE_WORD);
    buffer_text(into, " |\n");
}

static void first_bad(const struct issue_facts *about, struct buffer *into)
{
    if (about->first_bad[0] == '\0') {
        return;
    }
    buffer_text(into, "| first bad commit | ");
    issue_cell(into, about->first_bad, ISSUE_TEXT);
    if (about->handle[0] != '\0') {
        buffer_text(into, " Its author: ");
        issue_mention(into, about->handle, about->mentions);
    }
    buffer_text(into, " |\n");
}

static void on_duty(const struct issue_facts *about, struct buffer *into)
{
    if (about->duty_handle == NULL || about->duty_handle[0] == '\0') {
        return;
    }
    buffer_format(into, "\nOn duty for %s: ", about->duty_date);
    issue_mention(into, about->duty_handle, about->mentions);
    buffer_text(into, " (");
    issue_code(into, about->duty_name, ISSUE_WORD);
    buffer_text(into, ")\n");
}

static const char *reproducibility_name(enum reproducibility reproducibility)
{
    return reproducibility == REPRODUCIBLE ? "reproducible"
           : reproducibility == FLAKY      ? "flaky"
                                           : "not confirmed";
}

static void facts(const struct crash *crash, const struct issue_facts *about, struct buffer *into)
{
    buffer_format(into, "<!-- vigil:%s -->\n\n# ", about->marker);
    issue_code(into, crash->signature.title, ISSUE_TEXT);
    buffer_text(into, "\n");
    on_duty(about, into);
    buffer_text(into, "\n| | |\n|---|---|\n| target | ");
    issue_cell(into, crash->target->name, sizeof crash->target->name);
    buffer_text(into, " |\n");
    buffer_format(into, "| severity | %s |\n| class | %s |\n| found by | %s |\n",
                  signature_severity_name(crash->signature.severity),
                  signature_class_name(crash->signature.class),
                  sanlog_tool_name(crash->report.tool));
    buffer_format(into, "| reproduced | %u of %u: %s |\n", crash->reproduced, crash->replays,
                  reproducibility_name(crash->reproducibility));
    row(into, "first seen", about->seen);
    if (about->nights > 0) {
        buffer_format(into, "| seen on | %u %s |\n", about->nights,
                      about->nights == 1 ? "night" : "nights");
    }
    if (about->revision[0] != '\0') {
        row(into, "revision", about->revision);
    }
    first_bad(about, into);
}

static void command(const struct crash *crash, const struct issue_facts *about, size_t room,
                    struct buffer *into)
{
    struct buffer file = {0}, line = {0}, fence = {0};
    buffer_format(&file, "%s/minimized", about->directory);
    if (!file.failed) {
        replay_command(crash->target, file.data, &line);
    }
    inert_fenced(&fence, line.data == NULL ? "" : line.data, line.size);
    buffer_text(into, "\n## Reproduce\n\n");
    if (fence.size < room) {
        buffer_add(into, fence.data, fence.size);
    } else {
        buffer_text(into, "The command is too long for this tracker.\n");
    }
    buffer_text(into, "\n");
    issue_code(into, about->directory, ISSUE_TEXT);
    buffer_text(into, " holds `minimized`, the `input` it was made from, and `report.txt`.\n");
    into->failed = into->failed || file.failed || line.failed || fence.failed;
    buffer_free(&file);
    buffer_free(&line);
    buffer_free(&fence);
}

/* What a body is made of, in the order in which it is read; the room goes round in another. */
struct parts {
    struct buffer facts, command, stack, report, input, note;
};

static size_t less(size_t room, const struct buffer *part)
{
    return room > part->size ? room - part->size : 0;
}

static void note(const struct issue_facts *about, bool stack, bool report, bool input,
                 struct buffer *into)
{
    struct buffer path = {0};
    if (stack && report && input) {
        return;
    }
    buffer_format(&path, "%s/report.txt", about->directory);
    buffer_format(into, "\nNot shown in full:%s%s%s. The whole log is ", stack ? "" : " stack",
                  report ? "" : " report", input ? "" : " input");
    issue_code(into, path.data == NULL ? "" : path.data, ISSUE_TEXT);
    buffer_text(into, ".\n");
    into->failed = into->failed || path.failed;
    buffer_free(&path);
}

/* Of what a log or an input holds, nothing: libFuzzer prints the bytes in three forms, UBSan the
 * values, and a target whatever it likes. */
static void withhold(struct buffer *into)
{
    buffer_text(into, "\n## Withheld\n\nThis may be of use to an attacker, so the input and the "
                      "sanitizer's report are not shown here. They are in the directory named "
                      "above, on the machine where vigil runs.\n");
}

static void move(struct buffer *part, struct buffer *into)
{
    buffer_add(into, part->data, part->size);
    into->failed = into->failed || part->failed;
    buffer_free(part);
}

static void join(struct parts *parts, struct buffer *into)
{
    move(&parts->facts, into);
    move(&parts->command, into);
    move(&parts->stack, into);
    move(&parts->report, into);
    move(&parts->input, into);
    move(&parts->note, into);
}

void issue_body(const struct crash *crash, const struct issue_facts *about, struct buffer *into)
{
    struct parts parts = {0};
    bool report = true, input = true;
    facts(crash, about, &parts.facts);
    if (about->withheld) {
        withhold(&parts.report);
    }
    size_t fixed = NOTE_MOST + parts.facts.size + parts.report.size;
    size_t room = about->limit > fixed ? about->limit - fixed : 0;
    command(crash, about, room > NOTE_MOST ? room - NOTE_MOST : 0, &parts.command);
    room = less(room, &parts.command);
    bool stack = issue_stack(crash, room, &parts.stack);
    room = stack ? less(room, &parts.stack) : 0;
    if (!about->withheld) {
        input = issue_input(crash, room, &parts.input);
        report = issue_report(crash, less(room, &parts.input), &parts.report);
    }
    note(about, stack, report, input, &parts.note);
    join(&parts, into);
}

size_t issue_labels(const struct signature *signature, const char *labels[])
{
    static const char *const severities[] = {
        [SEVERITY_LOW] = "severity-low",
        [SEVERITY_MEDIUM] = "severity-medium",
        [SEVERITY_HIGH] = "severity-high",
    };
    size_t count = 0;
    labels[count++] = severities[signature->severity];
    labels[count++] = signature_class_name(signature->class);
    if (signature_is_security(signature)) {
        labels[count++] = "security";
    }
    return count;
}

/* What is said when a crash is gone, and when it is back. */

static void code(struct buffer *into, const char *text, size_t size)
{
    inert_code(into, text, size);
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

/* The one issue for what the night's limit kept from having its own. */

static void issue_digest_row(const struct issue_digest_line *line, struct buffer *into)
{
    const char *const cells[] = {line->severity, line->title, line->target, line->signature,
                                 line->directory};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buffer_text(into, "| ");
        issue_cell(into, cells[i], ISSUE_TEXT);
        buffer_text(into, " ");
    }
    buffer_text(into, "|\n");
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
        issue_digest_row(&lines[shown], into);
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
