/* SPDX-License-Identifier: MIT */
/* Which lines the tests ran: of the sources, of the change, and against base. */
#include <stdlib.h>
#include <string.h>

#include "work.h"

#define DROP_PERMILLE 10

struct uncovered {
    struct gate *gate;
    struct verdict_line *lines;
    size_t count, room;
};

static void add_line(struct uncovered *uncovered, size_t file, unsigned line)
{
    struct gate *gate = uncovered->gate;
    if (uncovered->count == uncovered->room) {
        size_t room = uncovered->room == 0 ? 64 : uncovered->room * 2;
        struct verdict_line *lines = arena_array(&gate->arena, room, sizeof *lines);
        if (lines == NULL) {
            return;
        }
        if (uncovered->count > 0) {
            memcpy(lines, uncovered->lines, uncovered->count * sizeof *lines);
        }
        uncovered->lines = lines;
        uncovered->room = room;
    }
    uncovered->lines[uncovered->count++] = (struct verdict_line){
        gate->commits.diff.files[file].head, line, gate_line(gate, file, line)};
}

static void count_line(struct uncovered *uncovered, size_t file, unsigned line, bool ran)
{
    struct verdict_coverage *coverage = &uncovered->gate->report.coverage;
    coverage->changed.lines++;
    coverage->changed.covered += ran;
    if (!ran) {
        add_line(uncovered, file, line);
    }
}

/* No test has the file at all: each new line of code in it is one that none runs. */
static void count_unknown(struct uncovered *uncovered, size_t file)
{
    const struct gate_commits *commits = &uncovered->gate->commits;
    const struct buffer *text = &commits->head_texts[file];
    struct tokens source = {0};
    unsigned last = 0;
    if (text->size > 0 && tokens_read(text->data, text->size, LANGUAGE_C, false, &source)) {
        for (size_t i = 0; i < source.count; i++) {
            const struct ctoken *token = &source.tokens[i];
            bool counts = token->kind != CTOKEN_DIRECTIVE_END && token->line != last &&
                          diff_has_line(&commits->diff.files[file], token->line);
            last = counts ? token->line : last;
            if (counts) {
                count_line(uncovered, file, token->line, false);
            }
        }
    }
    tokens_free(&source);
}

static void count_file(struct uncovered *uncovered, size_t file)
{
    const struct gate *gate = uncovered->gate;
    const struct diff_file *diff = &gate->commits.diff.files[file];
    const struct coverage_file *lines = coverage_of(&gate->head.coverage, diff->head);
    size_t size = strlen(diff->head);
    if (diff->kind == DIFF_DELETED ||
        !coverage_is_source(diff->head, gate->settings.gate.sources)) {
        return;
    }
    for (size_t i = 0; lines != NULL && i < lines->count; i++) {
        if (diff_has_line(diff, lines->lines[i].line)) {
            count_line(uncovered, file, lines->lines[i].line, lines->lines[i].hits > 0);
        }
    }
    if (lines == NULL && size > 2 && strcmp(diff->head + size - 2, ".c") == 0) {
        count_unknown(uncovered, file);
    }
}

static void judge_changed(struct gate *gate)
{
    const struct verdict_coverage *coverage = &gate->report.coverage;
    if (coverage_permille(coverage->changed) < coverage->required) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "Tests run %zu of the %zu lines of code that changed; %u %% are asked for.",
                  coverage->changed.covered, coverage->changed.lines, coverage->required / 10);
    }
}

static void judge_whole(struct gate *gate)
{
    const struct verdict_coverage *coverage = &gate->report.coverage;
    unsigned head = coverage_permille(coverage->head), base = coverage_permille(coverage->base);
    if (head < coverage->required) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "Tests run %u.%u %% of the lines of %s; %u %% are asked for.", head / 10,
                  head % 10, gate->settings.gate.sources, coverage->required / 10);
    }
    if (coverage->base_known && head + DROP_PERMILLE < base) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "Tests run %u.%u %% of the lines of %s; it was %u.%u %% before, and one point "
                  "less is what may be lost.",
                  head / 10, head % 10, gate->settings.gate.sources, base / 10, base % 10);
    }
}

void gate_cover(struct gate *gate)
{
    struct verdict_coverage *coverage = &gate->report.coverage;
    struct uncovered uncovered = {.gate = gate};
    coverage->required = gate->settings.gate.coverage * 10;
    coverage->head = coverage_total(&gate->head.coverage);
    coverage->base = gate->unbuilt ? coverage->head : coverage_total(&gate->base.coverage);
    coverage->known = coverage->head.lines > 0;
    coverage->base_known = coverage->base.lines > 0;
    if (!coverage->known) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  gate->head.covered ? "The tracefile of the tests names no line of %s."
                                     : "The tests left no tracefile (*.lcov, *.info) of %s.",
                  gate->settings.gate.sources);
        return;
    }
    for (size_t i = 0; i < gate->commits.diff.count; i++) {
        count_file(&uncovered, i);
    }
    gate->report.lines = &gate->head.coverage;
    gate->report.uncovered = uncovered.lines;
    gate->report.uncovered_count = uncovered.count;
    judge_changed(gate);
    judge_whole(gate);
}
