/* SPDX-License-Identifier: MIT */
#include "comment.h"

#include <inttypes.h>
#include <string.h>

#include "base/inert.h"
#include "tracker/issue.h"

#define SENTENCE_MOST 600 /* bytes; each takes four at most once it is inert */
#define LINES_MOST    4096
#define MORE_MOST     64 /* "\n… and 18446744073709551615 more.\n" */

/* Whether the text begins with an escape such as "\x40". */
static bool is_escape(const char *text)
{
    static const char digits[] = "0123456789abcdef";
    return strncmp(text, "\\x", 2) == 0 && text[2] != '\0' && strchr(digits, text[2]) != NULL &&
           text[3] != '\0' && strchr(digits, text[3]) != NULL;
}

/* Makes the sentence inert, but not twice: a title in it is inert already, and "f\x40plt" would
 * become "f\x5cx40plt". */
static void sentence(const char *text, struct buffer *into)
{
    const char *end = text + strnlen(text, SENTENCE_MOST);
    while (text < end) {
        bool escape = is_escape(text) && end - text >= 4;
        size_t run = escape ? 4 : 1 + strcspn(text + 1, "\\");
        run = run < (size_t)(end - text) ? run : (size_t)(end - text);
        if (escape) {
            buffer_add(into, text, run);
        } else {
            inert_title(into, text, run);
        }
        text += run;
    }
    buffer_text(into, *end == '\0' ? "\n" : "…\n");
}

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

static void issue_number(const struct night_comment *night, const struct report_crash *crash,
                         struct buffer *into)
{
    if (crash->issue == 0) {
        buffer_text(into, crash->fate == FATE_DIGESTED ? "in the digest" : "no issue yet");
    } else {
        buffer_format(into, "%s%" PRIu64, night->mentions ? "#" : "issue ", crash->issue);
    }
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
    } parts[] = {
        {FATE_NEW, "New"}, {FATE_RETURNED, "Back"}, {FATE_MENDED, "Mended"}, {FATE_FLAKY, "Flaky"}};
    for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
        lines->heading = parts[part].heading;
        for (size_t i = 0; i < night->crash_count; i++) {
            if (told_as(night->crashes[i].fate) == parts[part].fate) {
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
    sentence(night->sentence, &head);
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
