/* SPDX-License-Identifier: MIT */
/* A verdict on a terminal, in lines of a hundred columns. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "fields.h"
#include "write.h"

#define COLUMNS        100
#define PARAGRAPH_MOST 2000
#define LINES_MOST     20 /* of a kind; verdict.json has them all */
#define CRASHES_MOST   20

#define PLAIN  "\x1b[0m"
#define BOLD   "\x1b[1m"
#define DIM    "\x1b[2m"
#define RED    "\x1b[31m"
#define GREEN  "\x1b[32m"
#define YELLOW "\x1b[33m"

struct terminal {
    struct buffer *into;
    bool coloured;
};

static void colour(struct terminal *terminal, const char *sequence)
{
    buffer_text(terminal->into, terminal->coloured ? sequence : "");
}

/* How many bytes of the text fill so many columns, one for each character. */
static size_t bytes_of(struct span text, size_t columns)
{
    size_t size = 0;
    for (; size < text.size; size++) {
        bool begins = ((unsigned char)text.text[size] & 0xc0) != 0x80;
        if (begins && columns-- == 0) {
            break;
        }
    }
    return size;
}

static size_t columns_of(struct span text)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.size; i++) {
        columns += ((unsigned char)text.text[i] & 0xc0) != 0x80 ? 1 : 0;
    }
    return columns;
}

static void add_cut(struct buffer *into, struct span text, size_t room)
{
    bool fits = columns_of(text) <= room;
    buffer_add(into, text.text, fits ? text.size : bytes_of(text, room - 3));
    buffer_text(into, fits ? "\n" : "...\n");
}

/* The bytes of the first line: up to the last blank that fits, or as much as fits of a word that is
 * longer than a line. */
static size_t line_size(struct span text, size_t room)
{
    size_t size = bytes_of(text, room);
    if (size == text.size || text.text[size] == ' ') {
        return size;
    }
    size_t end = size;
    while (end > 0 && text.text[end - 1] != ' ') {
        end--;
    }
    while (end > 0 && text.text[end - 1] == ' ') {
        end--;
    }
    return end > 0 ? end : size;
}

/* Adds the text, made inert and broken between words. `at` columns of its first line are taken
 * already, and each further line is indented by `indent`. Ends the line. */
static void paragraph(struct terminal *terminal, size_t at, size_t indent, const char *text)
{
    struct buffer inert = {0};
    field_line(&inert, text, PARAGRAPH_MOST);
    struct span left = {inert.data == NULL ? "" : inert.data, inert.size};
    for (bool first = true; first || left.size > 0; first = false) {
        size_t size = line_size(left, COLUMNS - (first ? at : indent));
        buffer_format(terminal->into, "%*s%.*s\n", first ? 0 : (int)indent, "", (int)size,
                      left.text);
        span_skip(&left, size);
        span_skip(&left, strspn(left.size > 0 ? left.text : "", " "));
    }
    terminal->into->failed = terminal->into->failed || inert.failed;
    buffer_free(&inert);
}

/* As printf, but inert and on one line; what does not fit is cut off. */
static void __attribute__((format(printf, 3, 4)))
line(struct terminal *terminal, size_t indent, const char *format, ...)
{
    struct buffer inert = {0};
    char *made = NULL;
    va_list values;
    va_start(values, format);
    int size = vasprintf(&made, format, values);
    va_end(values);
    if (size < 0) {
        terminal->into->failed = true;
        return;
    }
    inert_line(&inert, made, (size_t)size);
    buffer_format(terminal->into, "%*s", (int)indent, "");
    add_cut(terminal->into, (struct span){inert.data, inert.size}, COLUMNS - indent);
    buffer_free(&inert);
    free(made);
}

/* Adds the last lines of the text, `most` at most, made inert, each cut where it does not fit. */
static void lines(struct terminal *terminal, size_t indent, const char *text, size_t most)
{
    struct buffer inert = {0};
    inert_lines(&inert, text, strlen(text));
    struct span left = {inert.data, inert.size}, one;
    size_t count = 0;
    while (span_take_line(&left, &one)) {
        count++;
    }
    left = (struct span){inert.data, inert.size};
    size_t skipped = count > most ? count - most : 0;
    if (skipped > 0) {
        buffer_format(terminal->into, "%*s(%zu lines before)\n", (int)indent, "", skipped);
    }
    for (size_t i = 0; span_take_line(&left, &one); i++) {
        if (i >= skipped) {
            buffer_format(terminal->into, "%*s", (int)indent, "");
            add_cut(terminal->into, one, COLUMNS - indent);
        }
    }
    terminal->into->failed = terminal->into->failed || inert.failed;
    buffer_free(&inert);
}

/* The text without the blanks at its beginning. */
static const char *trim(const char *text)
{
    return text + strspn(text, " \t");
}

static const char *door_colour(enum door_state state)
{
    return state == DOOR_BLOCKED       ? RED
           : state == DOOR_COULD_NOT   ? YELLOW
           : state == DOOR_NOT_REACHED ? DIM
                                       : GREEN;
}

static void headline(struct terminal *terminal, const struct verdict *verdict)
{
    const char *shade = verdict->conclusion == CONCLUSION_PASSED    ? GREEN
                        : verdict->conclusion == CONCLUSION_BLOCKED ? RED
                                                                    : YELLOW;
    colour(terminal, BOLD);
    colour(terminal, shade);
    paragraph(terminal, 0, 0, verdict->sentence);
    colour(terminal, PLAIN);
    buffer_text(terminal->into, "\n");
}

static void door(struct terminal *terminal, enum door number, const struct door_result *result)
{
    buffer_format(terminal->into, "  %-14s  ", door_name(number));
    colour(terminal, door_colour(result->state));
    buffer_format(terminal->into, "%-15s", door_state_name(result->state));
    colour(terminal, PLAIN);
    if (result->state == DOOR_NOT_REACHED) {
        buffer_format(terminal->into, "%10s  ", "");
    } else {
        buffer_format(terminal->into, "%8.1f s  ", result->seconds);
    }
    paragraph(terminal, 45, 45, result->sentence);
}

static void heading(struct terminal *terminal, const char *words, size_t count)
{
    buffer_text(terminal->into, "\n");
    colour(terminal, BOLD);
    buffer_text(terminal->into, words);
    colour(terminal, PLAIN);
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

static void failed_tests(struct terminal *terminal, const struct verdict *verdict)
{
    size_t failed = verdict_failed_tests(verdict), shown = 0;
    if (failed == 0) {
        return;
    }
    heading(terminal, "Tests that fail", failed);
    for (size_t i = 0; i < verdict->test_count && shown < LINES_MOST; i++) {
        const struct verdict_test *test = &verdict->tests[i];
        if (test->state == TEST_FAILED) {
            struct buffer name = {0};
            verdict_test_name(&name, test);
            line(terminal, 2, "%s: %s", test->suite, name.failed ? test->name : name.data);
            buffer_free(&name);
            lines(terminal, 6, test->message, 5);
            shown++;
        }
    }
    and_more(terminal, failed, shown);
}

static void uncovered(struct terminal *terminal, const struct verdict *verdict)
{
    if (verdict->uncovered_count == 0) {
        return;
    }
    heading(terminal, "Changed lines that no test runs", verdict->uncovered_count);
    for (size_t i = 0; i < verdict->uncovered_count && i < LINES_MOST; i++) {
        const struct verdict_line *one = &verdict->uncovered[i];
        line(terminal, 2, "%s:%u  %s", one->path, one->line, trim(one->text));
    }
    and_more(terminal, verdict->uncovered_count, LINES_MOST);
}

static void details(struct terminal *terminal, const struct verdict *verdict, enum door number)
{
    const struct door_result *result = &verdict->doors[number];
    if (!verdict_is_shut(result) || result->details[0] == '\0') {
        return;
    }
    heading(terminal,
            number == DOOR_EXAMPLES ? "What is missing"
            : number == DOOR_TEST   ? "In detail"
                                    : "What is known of it",
            0);
    lines(terminal, 2, result->details, 40);
}

static void units(struct terminal *terminal, const char *title, const struct verdict_unit *list,
                  size_t count)
{
    heading(terminal, title, count);
    for (size_t i = 0; i < count && i < LINES_MOST; i++) {
        line(terminal, 2, "%s:%u  %s", list[i].path, list[i].line, list[i].name);
    }
    and_more(terminal, count, LINES_MOST);
    if (count == 0) {
        buffer_text(terminal->into, "  none\n");
    }
}

/* What changed, and which rows there are, is shown only where the rows are too few. */
static void examples(struct terminal *terminal, const struct verdict *verdict)
{
    if (verdict_is_shut(&verdict->doors[DOOR_EXAMPLES])) {
        units(terminal, "How time is read or written changes in", verdict->units,
              verdict->unit_count);
        units(terminal, "Example rows that are new or changed, and their zones", verdict->examples,
              verdict->example_count);
    }
    details(terminal, verdict, DOOR_EXAMPLES);
}

static void troubles(struct terminal *terminal, const struct verdict *verdict)
{
    if (verdict->troubles[0] != '\0') {
        heading(terminal, "What could not be done", 0);
        lines(terminal, 2, verdict->troubles, LINES_MOST);
    }
}

static void note_lines(struct terminal *terminal, const struct verdict *verdict, size_t first)
{
    size_t shown = 0, count = 0;
    for (size_t i = first; i < verdict->note_count; i++) {
        const struct verdict_note *note = &verdict->notes[i];
        if (strcmp(note->rule, verdict->notes[first].rule) == 0 && ++count <= LINES_MOST) {
            line(terminal, 2, "%s:%u:%u  %s", note->path, note->line, note->column,
                 trim(note->text));
            shown++;
        }
    }
    and_more(terminal, count, shown);
}

/* Rule by rule, since the lines of a rule share its reason. */
static void notes(struct terminal *terminal, const struct verdict *verdict)
{
    if (verdict->note_count == 0) {
        return;
    }
    heading(terminal, "Time-sensitive lines, which do not block", verdict->note_count);
    for (size_t i = 0; i < verdict->note_count; i++) {
        if (verdict_is_first_of_rule(verdict, i)) {
            note_lines(terminal, verdict, i);
            buffer_text(terminal->into, "      why     ");
            paragraph(terminal, 14, 14, verdict->notes[i].reason);
            buffer_text(terminal->into, "      better  ");
            paragraph(terminal, 14, 14, verdict->notes[i].better);
        }
    }
}

static void footer(struct terminal *terminal, const struct verdict *verdict)
{
    buffer_text(terminal->into, "\n");
    colour(terminal, DIM);
    buffer_format(terminal->into, "%.12s against base %.12s in %.1f s", verdict->head,
                  verdict->base, verdict->seconds);
    if (verdict->fuzz_seconds > 0) {
        buffer_format(terminal->into, "; fuzzing for %.0f s with seed %lu", verdict->fuzz_seconds,
                      (unsigned long)verdict->seed);
    }
    buffer_format(terminal->into, "; vigil %s\n", verdict->version);
    colour(terminal, PLAIN);
}

static void crash_lines(struct terminal *terminal, const struct verdict_crash *crash)
{
    struct buffer place = {0}, evidence = {0};
    verdict_place(&place, crash->path, crash->line);
    verdict_replays(&evidence, crash);
    if (crash->issue > 0) {
        buffer_format(&evidence, "; issue %llu", (unsigned long long)crash->issue);
    }
    buffer_text(terminal->into, "\n");
    colour(terminal, BOLD);
    colour(terminal, verdict_blocks(crash) ? RED : "");
    line(terminal, 0, "%s: %s", verdict_fate_title(crash->fate), crash->title);
    colour(terminal, PLAIN);
    if (crash->path[0] == '\0') {
        line(terminal, 2, "in %s; no line of the project's own is known",
             crash->function[0] == '\0' ? crash->target : crash->function);
    } else {
        line(terminal, 2, "%s%s%s", place.failed ? "" : place.data,
             crash->function[0] == '\0' ? "" : " in ", crash->function);
    }
    buffer_text(terminal->into, "  ");
    paragraph(terminal, 2, 2, crash->why);
    line(terminal, 2, "target %s; %s, severity %s; %s", crash->target,
         signature_class_name(crash->class), signature_severity_name(crash->severity),
         evidence.failed ? "" : evidence.data);
    if (crash->directory[0] != '\0') {
        line(terminal, 2, "input, minimized and report.txt are in %s", crash->directory);
    }
    if (crash->command[0] != '\0') {
        /* A person copies the command, so it is never cut or broken. */
        buffer_text(terminal->into, "  $ ");
        inert_line(terminal->into, crash->command, strlen(crash->command));
        buffer_text(terminal->into, "\n");
    }
    buffer_free(&place);
    buffer_free(&evidence);
}

static void crashes(struct terminal *terminal, const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->crash_count && i < CRASHES_MOST; i++) {
        crash_lines(terminal, &verdict->crashes[i]);
    }
    if (verdict->crash_count > CRASHES_MOST) {
        buffer_format(terminal->into, "\nand %zu crashes more: verdict.json has them all\n",
                      verdict->crash_count - CRASHES_MOST);
    }
}

static void targets(struct terminal *terminal, const struct verdict *verdict)
{
    bool missing = false, collapsed = false;
    for (size_t i = 0; i < verdict->target_count; i++) {
        const struct verdict_target *target = &verdict->targets[i];
        if (verdict_is_missing(target)) {
            buffer_text(terminal->into, missing ? "" : "\nTargets that did not run\n");
            line(terminal, 2, "%s: %s", target->name, target->ended);
            missing = true;
        }
    }
    for (size_t i = 0; i < verdict->target_count; i++) {
        const struct verdict_target *target = &verdict->targets[i];
        if (!verdict_is_collapsed(target)) {
            continue;
        }
        if (!collapsed) {
            buffer_text(terminal->into, "\nEdges that collapsed, on the same corpus\n");
            buffer_format(terminal->into, "  %10s %10s %7s  %s\n", "base", "head", "kept",
                          "target");
        }
        line(terminal, 2, "%10llu %10llu %5.0f %%  %s", (unsigned long long)target->base_edges,
             (unsigned long long)target->edges,
             (double)target->edges * 100 / (double)target->base_edges, target->name);
        collapsed = true;
    }
}

void verdict_text(const struct verdict *verdict, bool coloured, struct buffer *into)
{
    struct terminal terminal = {into, coloured};
    headline(&terminal, verdict);
    for (int number = 0; number < DOORS; number++) {
        door(&terminal, (enum door)number, &verdict->doors[number]);
    }
    troubles(&terminal, verdict);
    failed_tests(&terminal, verdict);
    details(&terminal, verdict, DOOR_TEST);
    uncovered(&terminal, verdict);
    examples(&terminal, verdict);
    crashes(&terminal, verdict);
    targets(&terminal, verdict);
    details(&terminal, verdict, DOOR_FUZZ);
    notes(&terminal, verdict);
    details(&terminal, verdict, DOOR_REVIEW);
    footer(&terminal, verdict);
}
