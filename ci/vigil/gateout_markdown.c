/* SPDX-License-Identifier: MIT */
#include "gateout.h"

#include <string.h>

#include "gateout_markdown.h"
#include "gateout_prose.h"
#include "safetext.h"

#define SENTENCE_MOST 1000

static void door_row(struct buffer *into, enum gate_door number,
                     const struct gate_door_result *door)
{
    bool shut = door->state == GATE_DOOR_BLOCKED || door->state == GATE_DOOR_COULD_NOT;
    buffer_format(into, "| %s | %s%s%s | ", gate_door_name(number), shut ? "**" : "",
                  gate_door_state_name(door->state), shut ? "**" : "");
    if (door->state != GATE_DOOR_NOT_REACHED) {
        buffer_format(into, "%.1f s", door->seconds);
    }
    buffer_text(into, " | ");
    gateout_prose(into, door->sentence, SENTENCE_MOST);
    buffer_text(into, " |\n");
}

static void verdict(const struct gate_report *report, struct buffer *into)
{
    buffer_text(into, "## ");
    gateout_prose(into, report->sentence, SENTENCE_MOST);
    buffer_text(into, "\n\n| door | | time | |\n|---|---|--:|---|\n");
    for (int number = 0; number < GATE_DOORS; number++) {
        door_row(into, (enum gate_door)number, &report->doors[number]);
    }
}

static void footer(const struct gate_report *report, struct buffer *into)
{
    buffer_text(into, "\n");
    safetext_code(into, report->head, strnlen(report->head, 12));
    buffer_text(into, " against base ");
    safetext_code(into, report->base, strnlen(report->base, 12));
    buffer_format(into, " in %.1f s", report->seconds);
    if (report->fuzz_seconds > 0) {
        buffer_format(into, "; fuzzing for %.0f s with seed `%lu`", report->fuzz_seconds,
                      (unsigned long)report->seed);
    }
    buffer_text(into, "; vigil ");
    gateout_prose(into, report->version, 64);
    buffer_text(into, ".\n");
}

/* In the order in which they are read; of those with the greatest number is done without first. */
static const struct section {
    const char *name;
    void (*write)(const struct gate_report *report, struct buffer *into);
    unsigned dispensable;
} sections[] = {
    {"the verdict", verdict, 0},
    {"what could not be done", gateout_markdown_troubles, 3},
    {"new crashes", gateout_markdown_new, 1},
    {"crashes that do not block", gateout_markdown_old, 7},
    {"failing tests", gateout_markdown_tests, 2},
    {"lines that no test runs", gateout_markdown_uncovered, 6},
    {"examples", gateout_markdown_examples, 4},
    {"targets", gateout_markdown_targets, 5},
    {"time-sensitive lines", gateout_markdown_notes, 8},
    {"the ends of logs", gateout_markdown_logs, 9},
    {"sanitizer reports", gateout_markdown_reports, 10},
    {"the commits", footer, 11},
};
#define SECTIONS (sizeof sections / sizeof *sections)

/* Which of those that are there is needed least. */
static size_t least_needed(const struct buffer parts[SECTIONS])
{
    size_t found = 0;
    for (size_t i = 0; i < SECTIONS; i++) {
        if (parts[i].size > 0 && sections[i].dispensable >= sections[found].dispensable) {
            found = i;
        }
    }
    return found;
}

static size_t total(const struct buffer parts[SECTIONS], const struct buffer *left_out)
{
    size_t size = left_out->size;
    for (size_t i = 0; i < SECTIONS; i++) {
        size += parts[i].size;
    }
    return size;
}

/* Beside the first, which is the verdict, as many as fit together with the line that says so. */
static void leave_out(struct buffer parts[SECTIONS], size_t limit, struct buffer *left_out)
{
    const char *before = "\nLeft out for want of room (verdict.json has it all): ";
    while (total(parts, left_out) + 2 > limit) {
        size_t least = least_needed(parts);
        buffer_free(&parts[least]);
        if (least == 0) {
            break;
        }
        buffer_format(left_out, "%s%s", before, sections[least].name);
        before = ", ";
    }
    buffer_text(left_out, left_out->size > 0 ? ".\n" : "");
}

void gateout_markdown(const struct gate_report *report, size_t limit, struct buffer *into)
{
    struct buffer parts[SECTIONS] = {{0}}, left_out = {0}, whole = {0};
    for (size_t i = 0; i < SECTIONS; i++) {
        sections[i].write(report, &parts[i]);
        into->failed = into->failed || parts[i].failed;
    }
    leave_out(parts, limit, &left_out);
    buffer_text(&whole, "");
    for (size_t i = 0; i < SECTIONS; i++) {
        buffer_add(&whole, parts[i].size > 0 ? parts[i].data : "", parts[i].size);
        buffer_free(&parts[i]);
    }
    buffer_add(&whole, left_out.size > 0 ? left_out.data : "", left_out.size);
    buffer_add(into, whole.failed ? "" : whole.data, whole.size <= limit ? whole.size : 0);
    into->failed = into->failed || whole.failed;
    buffer_free(&left_out);
    buffer_free(&whole);
}
