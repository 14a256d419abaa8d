/* SPDX-License-Identifier: MIT */
#include "comment.h"

#include <inttypes.h>
#include <string.h>

#include "base/inert.h"
#include "outcome.h"
#include "tracker/issue.h"

#define SENTENCE_MOST 800 /* bytes; each takes four at most once it is inert */
#define LINES_MOST    4096
#define MORE_MOST     64 /* "\n… and 18446744073709551615 more.\n" */

static void on_duty(const struct night_comment *night, struct buffer *into)
{
    if (night->handle[0] == '\0') {
        return;
    }
    buffer_format(into, "\nOn duty %s: ", night->duty_date);
    issue_mention(into, night->handle, night->mentions);
    buffer_text(into, " (");
    issue_code(into, night->name, ISSUE_WORD);
    if (night->hours[0] != '\0') {
        buffer_text(into, ", ");
        issue_code(into, night->hours, ISSUE_WORD);
        buffer_text(into, " in ");
        issue_code(into, night->zone, ISSUE_WORD);
    }
    buffer_text(into, ")\n");
}

/* The lines between head and tail, as many as there is room for. */
struct lines {
    struct buffer text, line;
    const char *heading; /* to stand above the next line */
    size_t room, left_out;
};

/* Once a line is left out, so are all later ones, short ones too: lines stand in the order of their
 * importance. */
static void end_line(struct lines *lines)
{
    size_t heading = lines->heading == NULL ? 0 : strlen(lines->heading) + 4;
    size_t wanted = lines->text.size + heading + lines->line.size + MORE_MOST;
    lines->text.failed = lines->text.failed || lines->line.failed;
    if (lines->left_out > 0 || wanted > lines->room) {
        lines->left_out++;
    } else {
        if (heading > 0) {
            buffer_format(&lines->text, "\n%s:\n\n", lines->heading);
        }
        buffer_add(&lines->text, lines->line.data, lines->line.size);
        lines->heading = NULL;
    }
    lines->line.size = 0;
}

/* Stands where the number of an issue will be, with the crash's id behind it and the end; none of
 * it can be seen. Where a hostile text holds the same, a number gets into what it says of itself.
 */
#define BLANK     "no issue yet<!-- of "
#define BLANK_END " -->"
#define ID_LENGTH 16

static void numbered(uint64_t issue, bool mentions, struct buffer *into)
{
    buffer_format(into, "%s%" PRIu64, mentions ? "#" : "issue ", issue);
}

static void issue_number(const struct night_comment *night, const struct report_crash *crash,
                         struct buffer *into)
{
    if (crash->issue > 0) {
        numbered(crash->issue, night->mentions, into);
    } else if (crash->fate == FATE_DIGESTED) {
        buffer_text(into, "in the digest");
    } else if (crash->waits) {
        buffer_format(into, BLANK "%s" BLANK_END, crash->id);
    } else {
        buffer_text(into, "no issue yet");
    }
}

void night_comment_fill(const char *comment, night_comment_number *number, void *context,
                        bool mentions, struct buffer *into)
{
    const size_t before = sizeof BLANK - 1, whole = before + ID_LENGTH + sizeof BLANK_END - 1;
    const char *found;
    while ((found = strstr(comment, BLANK)) != NULL) {
        char id[ID_LENGTH + 1] = "";
        uint64_t issue = 0;
        if (strspn(found + before, "0123456789abcdef") == ID_LENGTH &&
            strncmp(found + before + ID_LENGTH, BLANK_END, sizeof BLANK_END - 1) == 0) {
            memcpy(id, found + before, ID_LENGTH);
            issue = number(context, id);
        }
        buffer_add(into, comment, (size_t)(found - comment));
        if (issue > 0) {
            numbered(issue, mentions, into);
        } else {
            buffer_add(into, found, id[0] == '\0' ? before : whole);
        }
        comment = found + (id[0] == '\0' ? before : whole);
    }
    buffer_text(into, comment);
}

static void crash_line(const struct night_comment *night, const struct report_crash *crash,
                       struct lines *lines)
{
    struct buffer *into = &lines->line;
    buffer_text(into, "- ");
    issue_code(into, crash->title, ISSUE_TEXT);
    buffer_format(into, ", %s, in ", signature_severity_name(crash->severity));
    issue_code(into, crash->target, ISSUE_WORD);
    buffer_text(into, ": ");
    issue_number(night, crash, into);
    if (crash->fate == FATE_FLAKY) {
        buffer_format(into, ", seen on %u %s", crash->nights,
                      crash->nights == 1 ? "night" : "nights");
    }
    buffer_text(into, "\n");
    end_line(lines);
}

/* A crash whose issue waits for another night is listed with the new ones. */
static enum lifecycle_fate told_as(enum lifecycle_fate fate)
{
    return fate == FATE_DIGESTED ? FATE_NEW : fate;
}

static void crash_lines(const struct night_comment *night, struct lines *lines)
{
    static const struct {
        enum lifecycle_fate fate;
        const char *heading;
    } parts[] = {{FATE_NEW, "New"},
                 {FATE_RETURNED, "Back"},
                 {FATE_MENDED, "Mended"},
                 {FATE_FLAKY, "Flaky"},
                 {FATE_DECLINED, "Declined, and still coming"}};
    for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
        lines->heading = parts[part].heading;
        for (size_t i = 0; i < night->crash_count; i++) {
            bool unseen = parts[part].fate == FATE_DECLINED && !night->crashes[i].seen;
            if (told_as(night->crashes[i].fate) == parts[part].fate && !unseen) {
                crash_line(night, &night->crashes[i], lines);
            }
        }
    }
}

static void target_lines(const struct night_comment *night, struct lines *lines)
{
    lines->heading = "Did not run";
    for (size_t i = 0; i < night->target_count; i++) {
        const struct report_target *target = &night->targets[i];
        if (!target->ran) {
            buffer_text(&lines->line, "- ");
            issue_code(&lines->line, target->name, ISSUE_WORD);
            buffer_text(&lines->line, ": ");
            issue_code(&lines->line, target->ended, ISSUE_WORD);
            buffer_text(&lines->line, "\n");
            end_line(lines);
        }
    }
}

/* In a share of the limit, so that what crashed has room too. */
static void told(const struct night_comment *night, const char *heading, const char *text,
                 size_t share, struct buffer *into)
{
    size_t room = night->limit / share < LINES_MOST ? night->limit / share : LINES_MOST;
    if (text != NULL && text[0] != '\0') {
        buffer_format(into, "\n%s:\n\n", heading);
        bool whole = inert_fenced_within(into, text, strlen(text), room);
        buffer_text(into, whole ? "" : "\nMore stands in the night's report.\n");
    }
}

static void move(struct buffer *part, struct buffer *into)
{
    buffer_add(into, part->data, part->size);
    into->failed = into->failed || part->failed;
    buffer_free(part);
}

void night_comment(const struct night_comment *night, struct buffer *into)
{
    struct buffer head = {0}, tail = {0};
    struct lines lines = {.left_out = 0};
    bool whole = outcome_markdown(night->sentence, SENTENCE_MOST, &head);
    buffer_text(&head, whole ? "\n" : "…\n");
    on_duty(night, &head);
    told(night, "Could not be done", night->troubles, 4, &tail);
    told(night, "To know", night->notes, 8, &tail);
    buffer_format(&tail, "\nThe night reported on %s (UTC).\n", night->date);
    size_t fixed = head.size + tail.size;
    lines.room = night->limit > fixed ? night->limit - fixed : 0;
    crash_lines(night, &lines);
    target_lines(night, &lines);
    if (lines.left_out > 0) {
        buffer_format(&lines.text, "\n… and %zu more.\n", lines.left_out);
    }
    move(&head, into);
    move(&lines.text, into);
    move(&tail, into);
    buffer_free(&lines.line);
}
