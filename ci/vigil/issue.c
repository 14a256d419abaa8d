/* SPDX-License-Identifier: MIT */
#include "issue.h"

#include <string.h>

#include "issue_part.h"
#include "replay.h"
#include "safetext.h"
#include "tracker.h"

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
    safetext_fenced(&fence, line.data == NULL ? "" : line.data, line.size);
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
