/* SPDX-License-Identifier: MIT */
#include "gateout.h"

#include <string.h>

#include "gateout_part.h"
#include "gateout_terminal.h"
#include "safetext.h"

#define LINES_MOST 20 /* of a kind; verdict.json has them all */

static const char *door_colour(enum gate_door_state state)
{
    return state == GATE_DOOR_BLOCKED       ? TERMINAL_RED
           : state == GATE_DOOR_COULD_NOT   ? TERMINAL_YELLOW
           : state == GATE_DOOR_NOT_REACHED ? TERMINAL_DIM
                                            : TERMINAL_GREEN;
}

static void verdict(struct terminal *terminal, const struct gate_report *report)
{
    const char *colour = report->verdict == GATE_PASSED    ? TERMINAL_GREEN
                         : report->verdict == GATE_BLOCKED ? TERMINAL_RED
                                                           : TERMINAL_YELLOW;
    terminal_colour(terminal, TERMINAL_BOLD);
    terminal_colour(terminal, colour);
    terminal_paragraph(terminal, 0, 0, report->sentence);
    terminal_colour(terminal, TERMINAL_PLAIN);
    buffer_text(terminal->into, "\n");
}

static void door(struct terminal *terminal, enum gate_door number,
                 const struct gate_door_result *result)
{
    buffer_format(terminal->into, "  %-14s  ", gate_door_name(number));
    terminal_colour(terminal, door_colour(result->state));
    buffer_format(terminal->into, "%-15s", gate_door_state_name(result->state));
    terminal_colour(terminal, TERMINAL_PLAIN);
    if (result->state == GATE_DOOR_NOT_REACHED) {
        buffer_format(terminal->into, "%10s  ", "");
    } else {
        buffer_format(terminal->into, "%8.1f s  ", result->seconds);
    }
    terminal_paragraph(terminal, 45, 45, result->sentence);
}

static void heading(struct terminal *terminal, const char *words, size_t count)
{
    buffer_text(terminal->into, "\n");
    terminal_colour(terminal, TERMINAL_BOLD);
    buffer_text(terminal->into, words);
    terminal_colour(terminal, TERMINAL_PLAIN);
    if (count > 0) {
        buffer_format(terminal->into, " (%zu)", count);
    }
    buffer_text(terminal->into, "\n");
}

static void and_more(struct terminal *terminal, size_t count, size_t shown)
{
    if (count > shown) {
        buffer_format(terminal->into, "  and %zu more: verdict.json has them all\n", count - shown);
    }
}

static void failed_tests(struct terminal *terminal, const struct gate_report *report)
{
    size_t failed = gateout_failed_tests(report), shown = 0;
    if (failed == 0) {
        return;
    }
    heading(terminal, "Tests that fail", failed);
    for (size_t i = 0; i < report->test_count && shown < LINES_MOST; i++) {
        const struct gate_test *test = &report->tests[i];
        if (test->state == GATE_TEST_FAILED) {
            terminal_line(terminal, 2, "%s: %s", test->suite, test->name);
            terminal_lines(terminal, 6, test->message, 5);
            shown++;
        }
    }
    and_more(terminal, failed, shown);
}

static void uncovered(struct terminal *terminal, const struct gate_report *report)
{
    if (report->uncovered_count == 0) {
        return;
    }
    heading(terminal, "Changed lines that no test runs", report->uncovered_count);
    for (size_t i = 0; i < report->uncovered_count && i < LINES_MOST; i++) {
        const struct gate_line *line = &report->uncovered[i];
        terminal_line(terminal, 2, "%s:%u  %s", line->path, line->line, terminal_trim(line->text));
    }
    and_more(terminal, report->uncovered_count, LINES_MOST);
}

static void details(struct terminal *terminal, const struct gate_report *report,
                    enum gate_door number)
{
    const struct gate_door_result *result = &report->doors[number];
    if (!gateout_is_shut(result) || result->details[0] == '\0') {
        return;
    }
    heading(terminal,
            number == GATE_EXAMPLES ? "What is missing"
            : number == GATE_TEST   ? "In detail"
                                    : "What is known of it",
            0);
    terminal_lines(terminal, 2, result->details, 40);
}

static void units(struct terminal *terminal, const char *title, const struct gate_unit *list,
                  size_t count)
{
    heading(terminal, title, count);
    for (size_t i = 0; i < count && i < LINES_MOST; i++) {
        terminal_line(terminal, 2, "%s:%u  %s", list[i].path, list[i].line, list[i].name);
    }
    and_more(terminal, count, LINES_MOST);
    if (count == 0) {
        buffer_text(terminal->into, "  none\n");
    }
}

/* What changed, and which rows there are, matters where there are too few. */
static void examples(struct terminal *terminal, const struct gate_report *report)
{
    if (gateout_is_shut(&report->doors[GATE_EXAMPLES])) {
        units(terminal, "How time is read or written changes in", report->units,
              report->unit_count);
        units(terminal, "Example rows that are new or changed, and their zones", report->examples,
              report->example_count);
    }
    details(terminal, report, GATE_EXAMPLES);
}

static void troubles(struct terminal *terminal, const struct gate_report *report)
{
    if (report->troubles[0] != '\0') {
        heading(terminal, "What could not be done", 0);
        terminal_lines(terminal, 2, report->troubles, LINES_MOST);
    }
}

static void note_lines(struct terminal *terminal, const struct gate_report *report, size_t first)
{
    size_t shown = 0, count = 0;
    for (size_t i = first; i < report->note_count; i++) {
        const struct gate_note *note = &report->notes[i];
        if (strcmp(note->rule, report->notes[first].rule) == 0 && ++count <= LINES_MOST) {
            terminal_line(terminal, 2, "%s:%u:%u  %s", note->path, note->line, note->column,
                          terminal_trim(note->text));
            shown++;
        }
    }
    and_more(terminal, count, shown);
}

/* By rule, since the reason is the same. */
static void notes(struct terminal *terminal, const struct gate_report *report)
{
    if (report->note_count == 0) {
        return;
    }
    heading(terminal, "Time-sensitive lines, which do not block", report->note_count);
    for (size_t i = 0; i < report->note_count; i++) {
        if (gateout_is_first_of_rule(report, i)) {
            note_lines(terminal, report, i);
            buffer_text(terminal->into, "      why     ");
            terminal_paragraph(terminal, 14, 14, report->notes[i].reason);
            buffer_text(terminal->into, "      better  ");
            terminal_paragraph(terminal, 14, 14, report->notes[i].better);
        }
    }
}

static void footer(struct terminal *terminal, const struct gate_report *report)
{
    buffer_text(terminal->into, "\n");
    terminal_colour(terminal, TERMINAL_DIM);
    buffer_format(terminal->into, "%.12s against base %.12s in %.1f s", report->head, report->base,
                  report->seconds);
    if (report->fuzz_seconds > 0) {
        buffer_format(terminal->into, "; fuzzing for %.0f s with seed %lu", report->fuzz_seconds,
                      (unsigned long)report->seed);
    }
    buffer_format(terminal->into, "; vigil %s\n", report->version);
    terminal_colour(terminal, TERMINAL_PLAIN);
}

void gateout_text(const struct gate_report *report, bool colour, struct buffer *into)
{
    struct terminal terminal = {into, colour};
    verdict(&terminal, report);
    for (int number = 0; number < GATE_DOORS; number++) {
        door(&terminal, (enum gate_door)number, &report->doors[number]);
    }
    troubles(&terminal, report);
    failed_tests(&terminal, report);
    details(&terminal, report, GATE_TEST);
    uncovered(&terminal, report);
    examples(&terminal, report);
    gateout_text_crashes(&terminal, report);
    gateout_text_targets(&terminal, report);
    details(&terminal, report, GATE_FUZZ);
    notes(&terminal, report);
    details(&terminal, report, GATE_REVIEW);
    footer(&terminal, report);
}
