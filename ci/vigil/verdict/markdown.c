/* SPDX-License-Identifier: MIT */
#include "write.h"

#include <string.h>

#include "base/inert.h"
#include "markdown.h"
#include "markdown_prose.h"

#define SENTENCE_MOST 1000

static void door_row(struct buffer *into, enum door number, const struct door_result *door)
{
    bool shut = door->state == DOOR_BLOCKED || door->state == DOOR_COULD_NOT;
    buffer_format(into, "| %s | %s%s%s | ", door_name(number), shut ? "**" : "",
                  door_state_name(door->state), shut ? "**" : "");
    if (door->state != DOOR_NOT_REACHED) {
        buffer_format(into, "%.1f s", door->seconds);
    }
    buffer_text(into, " | ");
    verdict_prose(into, door->sentence, SENTENCE_MOST);
    buffer_text(into, " |\n");
}

static void verdict(const struct verdict *report, struct buffer *into)
{
    buffer_text(into, "## ");
    verdict_prose(into, report->sentence, SENTENCE_MOST);
    buffer_text(into, "\n\n| door | | time | |\n|---|---|--:|---|\n");
    for (int number = 0; number < DOORS; number++) {
        door_row(into, (enum door)number, &report->doors[number]);
    }
}

static void footer(const struct verdict *report, struct buffer *into)
{
    buffer_text(into, "\n");
    inert_code(into, report->head, strnlen(report->head, 12));
    buffer_text(into, " against base ");
    inert_code(into, report->base, strnlen(report->base, 12));
    buffer_format(into, " in %.1f s", report->seconds);
    if (report->fuzz_seconds > 0) {
        buffer_format(into, "; fuzzing for %.0f s with seed `%lu`", report->fuzz_seconds,
                      (unsigned long)report->seed);
    }
    buffer_text(into, "; vigil ");
    verdict_prose(into, report->version, 64);
    buffer_text(into, ".\n");
}

/* In the order in which they are read; of those with the greatest number is done without first. */
static const struct section {
    const char *name;
    void (*write)(const struct verdict *report, struct buffer *into);
    unsigned dispensable;
} sections[] = {
    {"the verdict", verdict, 0},
    {"what could not be done", verdict_markdown_troubles, 3},
    {"new crashes", verdict_markdown_new, 1},
    {"crashes that do not block", verdict_markdown_old, 7},
    {"failing tests", verdict_markdown_tests, 2},
    {"lines that no test runs", verdict_markdown_uncovered, 6},
    {"examples", verdict_markdown_examples, 4},
    {"targets", verdict_markdown_targets, 5},
    {"time-sensitive lines", verdict_markdown_notes, 8},
    {"the ends of logs", verdict_markdown_logs, 9},
    {"sanitizer reports", verdict_markdown_reports, 10},
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

void verdict_markdown(const struct verdict *report, size_t limit, struct buffer *into)
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
