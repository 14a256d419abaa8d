/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/inert.h"
#include "part.h"
#include "terminal.h"
#include "write.h"

#define LINES_MOST 20 /* of a kind; verdict.json has them all */

static const char *door_colour(enum door_state state)
{
    return state == DOOR_BLOCKED       ? TERMINAL_RED
           : state == DOOR_COULD_NOT   ? TERMINAL_YELLOW
           : state == DOOR_NOT_REACHED ? TERMINAL_DIM
                                       : TERMINAL_GREEN;
}

static void verdict(struct terminal *terminal, const struct verdict *report)
{
    const char *colour = report->verdict == CONCLUSION_PASSED    ? TERMINAL_GREEN
                         : report->verdict == CONCLUSION_BLOCKED ? TERMINAL_RED
                                                                 : TERMINAL_YELLOW;
    terminal_colour(terminal, TERMINAL_BOLD);
    terminal_colour(terminal, colour);
    terminal_paragraph(terminal, 0, 0, report->sentence);
    terminal_colour(terminal, TERMINAL_PLAIN);
    buffer_text(terminal->into, "\n");
}

static void door(struct terminal *terminal, enum door number, const struct door_result *result)
{
    buffer_format(terminal->into, "  %-14s  ", door_name(number));
    terminal_colour(terminal, door_colour(result->state));
    buffer_format(terminal->into, "%-15s", door_state_name(result->state));
    terminal_colour(terminal, TERMINAL_PLAIN);
    if (result->state == DOOR_NOT_REACHED) {
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

static void failed_tests(struct terminal *terminal, const struct verdict *report)
{
    size_t failed = verdict_failed_tests(report), shown = 0;
    if (failed == 0) {
        return;
    }
    heading(terminal, "Tests that fail", failed);
    for (size_t i = 0; i < report->test_count && shown < LINES_MOST; i++) {
        const struct verdict_test *test = &report->tests[i];
        if (test->state == TEST_FAILED) {
            terminal_line(terminal, 2, "%s: %s", test->suite, test->name);
            terminal_lines(terminal, 6, test->message, 5);
            shown++;
        }
    }
    and_more(terminal, failed, shown);
}

static void uncovered(struct terminal *terminal, const struct verdict *report)
{
    if (report->uncovered_count == 0) {
        return;
    }
    heading(terminal, "Changed lines that no test runs", report->uncovered_count);
    for (size_t i = 0; i < report->uncovered_count && i < LINES_MOST; i++) {
        const struct verdict_line *line = &report->uncovered[i];
        terminal_line(terminal, 2, "%s:%u  %s", line->path, line->line, terminal_trim(line->text));
    }
    and_more(terminal, report->uncovered_count, LINES_MOST);
}

static void details(struct terminal *terminal, const struct verdict *report, enum door number)
{
    const struct door_result *result = &report->doors[number];
    if (!verdict_is_shut(result) || result->details[0] == '\0') {
        return;
    }
    heading(terminal,
            number == DOOR_EXAMPLES ? "What is missing"
            : number == DOOR_TEST   ? "In detail"
                                    : "What is known of it",
            0);
    terminal_lines(terminal, 2, result->details, 40);
}

static void units(struct terminal *terminal, const char *title, const struct verdict_unit *list,
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
static void examples(struct terminal *terminal, const struct verdict *report)
{
    if (verdict_is_shut(&report->doors[DOOR_EXAMPLES])) {
        units(terminal, "How time is read or written changes in", report->units,
              report->unit_count);
        units(terminal, "Example rows that are new or changed, and their zones", report->examples,
              report->example_count);
    }
    details(terminal, report, DOOR_EXAMPLES);
}

static void troubles(struct terminal *terminal, const struct verdict *report)
{
    if (report->troubles[0] != '\0') {
        heading(terminal, "What could not be done", 0);
        terminal_lines(terminal, 2, report->troubles, LINES_MOST);
    }
}

static void note_lines(struct terminal *terminal, const struct verdict *report, size_t first)
{
    size_t shown = 0, count = 0;
    for (size_t i = first; i < report->note_count; i++) {
        const struct verdict_note *note = &report->notes[i];
        if (strcmp(note->rule, report->notes[first].rule) == 0 && ++count <= LINES_MOST) {
            terminal_line(terminal, 2, "%s:%u:%u  %s", note->path, note->line, note->column,
                          terminal_trim(note->text));
            shown++;
        }
    }
    and_more(terminal, count, shown);
}

/* By rule, since the reason is the same. */
static void notes(struct terminal *terminal, const struct verdict *report)
{
    if (report->note_count == 0) {
        return;
    }
    heading(terminal, "Time-sensitive lines, which do not block", report->note_count);
    for (size_t i = 0; i < report->note_count; i++) {
        if (verdict_is_first_of_rule(report, i)) {
            note_lines(terminal, report, i);
            buffer_text(terminal->into, "      why     ");
            terminal_paragraph(terminal, 14, 14, report->notes[i].reason);
            buffer_text(terminal->into, "      better  ");
            terminal_paragraph(terminal, 14, 14, report->notes[i].better);
        }
    }
}

static void footer(struct terminal *terminal, const struct verdict *report)
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

void verdict_text(const struct verdict *report, bool colour, struct buffer *into)
{
    struct terminal terminal = {into, colour};
    verdict(&terminal, report);
    for (int number = 0; number < DOORS; number++) {
        door(&terminal, (enum door)number, &report->doors[number]);
    }
    troubles(&terminal, report);
    failed_tests(&terminal, report);
    details(&terminal, report, DOOR_TEST);
    uncovered(&terminal, report);
    examples(&terminal, report);
    verdict_text_crashes(&terminal, report);
    verdict_text_targets(&terminal, report);
    details(&terminal, report, DOOR_FUZZ);
    notes(&terminal, report);
    details(&terminal, report, DOOR_REVIEW);
    footer(&terminal, report);
}

/* The crashes and the targets of a gate, on a terminal. */

#define CRASHES_MOST 20

static void where(struct terminal *terminal, const struct verdict_crash *crash)
{
    struct buffer place = {0};
    verdict_place(&place, crash->path, crash->line);
    if (crash->path[0] == '\0') {
        terminal_line(terminal, 2, "in %s; no line of the project's own is known",
                      crash->function[0] == '\0' ? crash->target : crash->function);
    } else {
        terminal_line(terminal, 2, "%s%s%s", place.failed ? "" : place.data,
                      crash->function[0] == '\0' ? "" : " in ", crash->function);
    }
    buffer_free(&place);
}

/* A command is to be copied, and so never cut or broken. */
static void command(struct terminal *terminal, const char *words)
{
    if (words[0] != '\0') {
        buffer_text(terminal->into, "  $ ");
        inert_line(terminal->into, words, strlen(words));
        buffer_text(terminal->into, "\n");
    }
}

static void crash_lines(struct terminal *terminal, const struct verdict_crash *crash)
{
    struct buffer evidence = {0};
    verdict_evidence(&evidence, crash);
    buffer_text(terminal->into, "\n");
    terminal_colour(terminal, TERMINAL_BOLD);
    terminal_colour(terminal, verdict_blocks(crash) ? TERMINAL_RED : "");
    terminal_line(terminal, 0, "%s: %s", verdict_fate_title(crash->fate), crash->title);
    terminal_colour(terminal, TERMINAL_PLAIN);
    where(terminal, crash);
    buffer_text(terminal->into, "  ");
    terminal_paragraph(terminal, 2, 2, crash->why);
    terminal_line(terminal, 2, "target %s; %s, severity %s; %s", crash->target,
                  signature_class_name(crash->class), signature_severity_name(crash->severity),
                  evidence.failed ? "" : evidence.data);
    if (crash->directory[0] != '\0') {
        terminal_line(terminal, 2, "input, minimized and report.txt are in %s", crash->directory);
    }
    command(terminal, crash->command);
    buffer_free(&evidence);
}

void verdict_text_crashes(struct terminal *terminal, const struct verdict *report)
{
    for (size_t i = 0; i < report->crash_count && i < CRASHES_MOST; i++) {
        crash_lines(terminal, &report->crashes[i]);
    }
    if (report->crash_count > CRASHES_MOST) {
        buffer_format(terminal->into, "\nand %zu crashes more: verdict.json has them all\n",
                      report->crash_count - CRASHES_MOST);
    }
}

static void edges(struct terminal *terminal, const struct verdict_target *target)
{
    terminal_line(terminal, 2, "%10llu %10llu %5.0f %%  %s", (unsigned long long)target->base_edges,
                  (unsigned long long)target->edges,
                  (double)target->edges * 100 / (double)target->base_edges, target->name);
}

static void missing(struct terminal *terminal, const struct verdict *report)
{
    bool any = false;
    for (size_t i = 0; i < report->target_count; i++) {
        const struct verdict_target *target = &report->targets[i];
        if (verdict_is_missing(target)) {
            buffer_text(terminal->into, any ? "" : "\nTargets that did not run\n");
            terminal_line(terminal, 2, "%s: %s", target->name, target->ended);
            any = true;
        }
    }
}

void verdict_text_targets(struct terminal *terminal, const struct verdict *report)
{
    bool any = false;
    missing(terminal, report);
    for (size_t i = 0; i < report->target_count; i++) {
        if (verdict_is_collapsed(&report->targets[i])) {
            if (!any) {
                buffer_text(terminal->into, "\nEdges that collapsed, on the same corpus\n");
                buffer_format(terminal->into, "  %10s %10s %7s  %s\n", "base", "head", "kept",
                              "target");
            }
            edges(terminal, &report->targets[i]);
            any = true;
        }
    }
}
