/* SPDX-License-Identifier: MIT */
/* What the doors before and after the fuzzing found, as Markdown. */
#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "markdown.h"
#include "markdown_prose.h"
#include "part.h"

#define ROWS_MOST  50
#define WORDS_MOST 200

static void and_more(size_t count, struct buffer *into)
{
    if (count > ROWS_MOST) {
        buffer_format(into, "\nAnd %zu more.\n", count - ROWS_MOST);
    }
}

static void fenced(const char *title, const char *text, size_t most, struct buffer *into)
{
    size_t size = strlen(text);
    buffer_format(into, "\n### %s\n\n", title);
    /* The end of a log is what helps, and what was cut is cut at a line. */
    const char *from = size > most ? strchr(text + (size - most), '\n') : text;
    from = from == NULL ? text + (size - most) : from;
    inert_fenced(into, from, strlen(from));
}

void verdict_markdown_troubles(const struct verdict *report, struct buffer *into)
{
    if (report->troubles[0] != '\0') {
        fenced("What could not be done", report->troubles, 4000, into);
    }
}

static void failed_test(const struct verdict_test *test, struct buffer *into)
{
    verdict_code(into, test->suite, WORDS_MOST);
    buffer_text(into, " ");
    verdict_code(into, test->name, WORDS_MOST);
    buffer_text(into, "\n\n");
    if (test->message[0] != '\0') {
        (void)inert_fenced_within(into, test->message, strlen(test->message), 1500);
        buffer_text(into, "\n");
    }
}

void verdict_markdown_tests(const struct verdict *report, struct buffer *into)
{
    size_t failed = verdict_failed_tests(report), shown = 0;
    if (failed == 0) {
        return;
    }
    buffer_text(into, "\n### Tests that fail\n\n");
    for (size_t i = 0; i < report->test_count && shown < ROWS_MOST; i++) {
        if (report->tests[i].state == TEST_FAILED) {
            failed_test(&report->tests[i], into);
            shown++;
        }
    }
    and_more(failed, into);
}

static void place_cell(const char *path, unsigned line, struct buffer *into)
{
    struct buffer place = {0};
    verdict_place(&place, path, line);
    buffer_text(into, "| ");
    verdict_cell(into, place.failed ? "" : place.data, WORDS_MOST);
    buffer_text(into, " | ");
    buffer_free(&place);
}

/* Without the blanks that it begins with. */
static const char *trim(const char *text)
{
    return text + strspn(text, " \t");
}

void verdict_markdown_uncovered(const struct verdict *report, struct buffer *into)
{
    if (report->uncovered_count == 0) {
        return;
    }
    buffer_text(into, "\n### Changed lines that no test runs\n\n| line | |\n|---|---|\n");
    for (size_t i = 0; i < report->uncovered_count && i < ROWS_MOST; i++) {
        const struct verdict_line *line = &report->uncovered[i];
        place_cell(line->path, line->line, into);
        verdict_cell(into, trim(line->text), WORDS_MOST);
        buffer_text(into, " |\n");
    }
    and_more(report->uncovered_count, into);
}

static void units(const char *title, const char *column, const struct verdict_unit *list,
                  size_t count, struct buffer *into)
{
    buffer_format(into, "\n### %s\n\n", title);
    if (count == 0) {
        buffer_text(into, "None.\n");
        return;
    }
    buffer_format(into, "| line | %s |\n|---|---|\n", column);
    for (size_t i = 0; i < count && i < ROWS_MOST; i++) {
        place_cell(list[i].path, list[i].line, into);
        verdict_cell(into, list[i].name, WORDS_MOST);
        buffer_text(into, " |\n");
    }
    and_more(count, into);
}

void verdict_markdown_examples(const struct verdict *report, struct buffer *into)
{
    const struct door_result *door = &report->doors[DOOR_EXAMPLES];
    if (!verdict_is_shut(door)) {
        return;
    }
    units("How time is read or written changes in", "definition", report->units, report->unit_count,
          into);
    units("Example rows that are new or changed", "zone", report->examples, report->example_count,
          into);
    if (door->details[0] != '\0') {
        fenced("What is missing", door->details, 4000, into);
    }
}

void verdict_markdown_notes(const struct verdict *report, struct buffer *into)
{
    if (report->note_count == 0) {
        return;
    }
    buffer_text(into, "\n### Time-sensitive lines, which do not block\n\n"
                      "| line | | why | better |\n|---|---|---|---|\n");
    for (size_t i = 0; i < report->note_count && i < ROWS_MOST; i++) {
        const struct verdict_note *note = &report->notes[i];
        place_cell(note->path, note->line, into);
        verdict_cell(into, trim(note->text), WORDS_MOST);
        buffer_text(into, " | ");
        bool first = verdict_is_first_of_rule(report, i);
        verdict_prose(into, first ? note->reason : "As above.", 1000);
        buffer_text(into, " | ");
        verdict_prose(into, first ? note->better : "", 1000);
        buffer_text(into, " |\n");
    }
    and_more(report->note_count, into);
}

void verdict_markdown_logs(const struct verdict *report, struct buffer *into)
{
    static const enum door doors[] = {DOOR_TEST, DOOR_FUZZ, DOOR_REVIEW};
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        const struct door_result *door = &report->doors[doors[i]];
        if (verdict_is_shut(door) && door->details[0] != '\0') {
            char title[64];
            (void)snprintf(title, sizeof title, "What is known of %s", door_name(doors[i]));
            fenced(title, door->details, 8000, into);
        }
    }
}
