/* SPDX-License-Identifier: MIT */
/* A verdict as GitHub-flavoured Markdown, in sections that can each be left out. */
#include "markdown.h"

#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "fields.h"
#include "write.h"

#define ROWS_MOST     50
#define CRASHES_MOST  20
#define CODE_MOST     200 /* of a line, a test or a definition */
#define WORDS_MOST    400 /* of a crash or a target */
#define SENTENCE_MOST 1000
#define REPORT_MOST   ((size_t)6000)

/* The text in at most so many bytes, without a part of a character at its end. */
static struct span cut(const char *text, size_t most)
{
    return (struct span){text, text_fit(text, strnlen(text, most + 1), most)};
}

/* How many letters and digits the text begins with. */
static size_t word_size(struct span text)
{
    size_t size = 0;
    while (size < text.size &&
           (span_is_digit(text.text[size]) ||
            ((text.text[size] | 0x20) >= 'a' && (text.text[size] | 0x20) <= 'z'))) {
        size++;
    }
    return size;
}

/* Seven hex digits may name a commit, and then a forge makes a link of them. */
static bool may_be_commit(struct span word)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    for (size_t i = 0; i < word.size; i++) {
        if (word.text[i] == '\0' || strchr(digits, word.text[i]) == NULL) {
            return false;
        }
    }
    return word.size >= 7;
}

/* The size of a mark that may stand as it is; 0: the text begins with none. */
static size_t mark_size(struct span text)
{
    static const char *const marks[] = {"\"", "\xe2\x80\xa6", "\xe2\x80\x93", "\xe2\x80\x94"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct span left = text;
        if (span_take(&left, marks[i])) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

void verdict_prose(struct buffer *into, const char *text, size_t most)
{
    struct span left = cut(text, most);
    size_t whole = left.size;
    while (left.size > 0) {
        size_t word = word_size(left), mark = mark_size(left);
        size_t size = word > 0 ? word : mark > 0 ? mark : 1;
        if (mark > 0) {
            buffer_add(into, left.text, size);
        } else if (may_be_commit((struct span){left.text, word})) {
            inert_code(into, left.text, size);
        } else {
            inert_title(into, left.text, size);
        }
        span_skip(&left, size);
    }
    buffer_text(into, text[whole] == '\0' ? "" : "…");
}

/* Inline code of the first `most` bytes, in a line and in a cell of a table; nothing for "". */
static void code(struct buffer *into, const char *text, size_t most)
{
    struct span shown = cut(text, most);
    if (shown.size > 0) {
        inert_code(into, shown.text, shown.size);
        buffer_text(into, text[shown.size] == '\0' ? "" : "…");
    }
}

static void cell(struct buffer *into, const char *text, size_t most)
{
    struct span shown = cut(text, most);
    if (shown.size > 0) {
        inert_cell(into, shown.text, shown.size);
        buffer_text(into, text[shown.size] == '\0' ? "" : "…");
    }
}

static void place_cell(struct buffer *into, const char *path, unsigned line, size_t most)
{
    struct buffer place = {0};
    verdict_place(&place, path, line);
    cell(into, place.failed ? "" : place.data, most);
    buffer_text(into, " | ");
    buffer_free(&place);
}

/* "[231](https://…)", "231" where the link cannot be trusted, "" for no issue. */
static void issue(struct buffer *into, unsigned long long issue, const char *link)
{
    if (issue > 0 && link[0] != '\0' && field_is_link(link)) {
        buffer_format(into, "[%llu](%s)", issue, link);
    } else if (issue > 0) {
        buffer_format(into, "%llu", issue);
    }
}

static void headline(const struct verdict *verdict, struct buffer *into)
{
    buffer_text(into, "## ");
    verdict_prose(into, verdict->sentence, SENTENCE_MOST);
    buffer_text(into, "\n\n| door | | time | |\n|---|---|--:|---|\n");
    for (int number = 0; number < DOORS; number++) {
        const struct door_result *door = &verdict->doors[number];
        const char *bold = verdict_is_shut(door) ? "**" : "";
        buffer_format(into, "| %s | %s%s%s | ", door_name((enum door)number), bold,
                      door_state_name(door->state), bold);
        if (door->state != DOOR_NOT_REACHED) {
            buffer_format(into, "%.1f s", door->seconds);
        }
        buffer_text(into, " | ");
        verdict_prose(into, door->sentence, SENTENCE_MOST);
        buffer_text(into, " |\n");
    }
}

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
    /* The end of a log is what helps, so its beginning is left out, up to the end of a line. */
    const char *from = size > most ? strchr(text + (size - most), '\n') : text;
    from = from == NULL ? text + (size - most) : from;
    inert_fenced(into, from, strlen(from));
}

static void troubles(const struct verdict *verdict, struct buffer *into)
{
    if (verdict->troubles[0] != '\0') {
        fenced("What could not be done", verdict->troubles, 4000, into);
    }
}

static void tests(const struct verdict *verdict, struct buffer *into)
{
    size_t failed = verdict_failed_tests(verdict), shown = 0;
    if (failed == 0) {
        return;
    }
    buffer_text(into, "\n### Tests that fail\n\n");
    for (size_t i = 0; i < verdict->test_count && shown < ROWS_MOST; i++) {
        const struct verdict_test *test = &verdict->tests[i];
        if (test->state != TEST_FAILED) {
            continue;
        }
        shown++;
        code(into, test->suite, CODE_MOST);
        buffer_text(into, " ");
        struct buffer name = {0};
        verdict_test_name(&name, test);
        code(into, name.failed ? test->name : name.data, CODE_MOST);
        buffer_free(&name);
        buffer_text(into, "\n\n");
        if (test->message[0] != '\0') {
            (void)inert_fenced_within(into, test->message, strlen(test->message), 1500);
            buffer_text(into, "\n");
        }
    }
    and_more(failed, into);
}

/* The text without the blanks at its beginning. */
static const char *trim(const char *text)
{
    return text + strspn(text, " \t");
}

static void uncovered(const struct verdict *verdict, struct buffer *into)
{
    if (verdict->uncovered_count == 0) {
        return;
    }
    buffer_text(into, "\n### Changed lines that no test runs\n\n| line | |\n|---|---|\n");
    for (size_t i = 0; i < verdict->uncovered_count && i < ROWS_MOST; i++) {
        const struct verdict_line *line = &verdict->uncovered[i];
        buffer_text(into, "| ");
        place_cell(into, line->path, line->line, CODE_MOST);
        cell(into, trim(line->text), CODE_MOST);
        buffer_text(into, " |\n");
    }
    and_more(verdict->uncovered_count, into);
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
        buffer_text(into, "| ");
        place_cell(into, list[i].path, list[i].line, CODE_MOST);
        cell(into, list[i].name, CODE_MOST);
        buffer_text(into, " |\n");
    }
    and_more(count, into);
}

static void examples(const struct verdict *verdict, struct buffer *into)
{
    const struct door_result *door = &verdict->doors[DOOR_EXAMPLES];
    if (!verdict_is_shut(door)) {
        return;
    }
    units("How time is read or written changes in", "definition", verdict->units,
          verdict->unit_count, into);
    units("Example rows that are new or changed", "zone", verdict->examples, verdict->example_count,
          into);
    if (door->details[0] != '\0') {
        fenced("What is missing", door->details, 4000, into);
    }
}

static void notes(const struct verdict *verdict, struct buffer *into)
{
    if (verdict->note_count == 0) {
        return;
    }
    buffer_text(into, "\n### Time-sensitive lines, which do not block\n\n"
                      "| line | | why | better |\n|---|---|---|---|\n");
    for (size_t i = 0; i < verdict->note_count && i < ROWS_MOST; i++) {
        const struct verdict_note *note = &verdict->notes[i];
        buffer_text(into, "| ");
        place_cell(into, note->path, note->line, CODE_MOST);
        cell(into, trim(note->text), CODE_MOST);
        buffer_text(into, " | ");
        bool first = verdict_is_first_of_rule(verdict, i);
        verdict_prose(into, first ? note->reason : "As above.", SENTENCE_MOST);
        buffer_text(into, " | ");
        verdict_prose(into, first ? note->better : "", SENTENCE_MOST);
        buffer_text(into, " |\n");
    }
    and_more(verdict->note_count, into);
}

static void logs(const struct verdict *verdict, struct buffer *into)
{
    static const enum door doors[] = {DOOR_TEST, DOOR_FUZZ, DOOR_REVIEW};
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        const struct door_result *door = &verdict->doors[doors[i]];
        if (verdict_is_shut(door) && door->details[0] != '\0') {
            char title[64];
            (void)snprintf(title, sizeof title, "What is known of %s", door_name(doors[i]));
            fenced(title, door->details, 8000, into);
        }
    }
}

static void new_crash(const struct verdict_crash *crash, struct buffer *into)
{
    struct buffer place = {0};
    verdict_place(&place, crash->path, crash->line);
    buffer_text(into, "\n### New crash: ");
    verdict_prose(into, crash->title, WORDS_MOST);
    buffer_text(into, "\n\n");
    if (crash->path[0] != '\0') {
        code(into, place.failed ? "" : place.data, WORDS_MOST);
    } else {
        buffer_text(into, "No line of the project's own is known");
    }
    if (crash->function[0] != '\0') {
        buffer_text(into, ", in ");
        code(into, crash->function, WORDS_MOST);
    }
    buffer_text(into, ". ");
    verdict_prose(into, crash->why, SENTENCE_MOST);
    buffer_text(into, " Target ");
    code(into, crash->target, WORDS_MOST);
    buffer_format(into, "; %s, severity %s; ", signature_class_name(crash->class),
                  signature_severity_name(crash->severity));
    verdict_replays(into, crash);
    if (crash->issue > 0) {
        buffer_text(into, "; issue ");
        issue(into, crash->issue, crash->issue_link);
    }
    if (crash->directory[0] != '\0') {
        buffer_text(into, "; input, minimized and report.txt are in ");
        code(into, crash->directory, WORDS_MOST);
    }
    buffer_text(into, ".\n");
    if (crash->command[0] != '\0') {
        buffer_text(into, "\n");
        inert_fenced(into, crash->command, strlen(crash->command));
    }
    buffer_free(&place);
}

static void new_crashes(const struct verdict *verdict, struct buffer *into)
{
    size_t count = 0;
    for (size_t i = 0; i < verdict->crash_count; i++) {
        count += verdict_blocks(&verdict->crashes[i]);
        if (verdict_blocks(&verdict->crashes[i]) && count <= CRASHES_MOST) {
            new_crash(&verdict->crashes[i], into);
        }
    }
    if (count > CRASHES_MOST) {
        buffer_format(into, "\nAnd %zu new crashes more.\n", count - CRASHES_MOST);
    }
}

static void other_crashes(const struct verdict *verdict, struct buffer *into)
{
    size_t count = 0;
    for (size_t i = 0; i < verdict->crash_count; i++) {
        const struct verdict_crash *crash = &verdict->crashes[i];
        if (verdict_blocks(crash) || ++count > CRASHES_MOST) {
            continue;
        }
        buffer_text(into, count > 1 ? ""
                                    : "\n### Crashes that do not block\n\n"
                                      "| | crash | line | target | why | issue |\n"
                                      "|---|---|---|---|---|--:|\n");
        buffer_format(into, "| %s | ", verdict_crash_fate_name(crash->fate));
        verdict_prose(into, crash->title, WORDS_MOST);
        buffer_text(into, " | ");
        place_cell(into, crash->path, crash->line, WORDS_MOST);
        cell(into, crash->target, WORDS_MOST);
        buffer_text(into, " | ");
        verdict_prose(into, crash->why, SENTENCE_MOST);
        buffer_text(into, " | ");
        issue(into, crash->issue, crash->issue_link);
        buffer_text(into, " |\n");
    }
    if (count > CRASHES_MOST) {
        buffer_format(into, "\nAnd %zu more.\n", count - CRASHES_MOST);
    }
}

/* Targets that did well are left out: the door's sentence has said enough of them. */
static void targets(const struct verdict *verdict, struct buffer *into)
{
    for (size_t i = 0; i < verdict->target_count; i++) {
        const struct verdict_target *target = &verdict->targets[i];
        if (!verdict_is_missing(target) && !verdict_is_collapsed(target)) {
            continue;
        }
        buffer_text(into, into->size > 0
                              ? ""
                              : "\n### Targets that did not run, or reach less than half of "
                                "base's edges\n\n| target | edges on base | edges | ended |\n"
                                "|---|--:|--:|---|\n");
        buffer_text(into, "| ");
        cell(into, target->name, WORDS_MOST);
        buffer_text(into, " | ");
        buffer_count(into, target->base_edges);
        buffer_text(into, " | ");
        buffer_count(into, target->edges);
        buffer_text(into, " | ");
        verdict_prose(into, target->ended, WORDS_MOST);
        buffer_text(into, " |\n");
    }
}

static void reports(const struct verdict *verdict, struct buffer *into)
{
    for (size_t i = 0; i < verdict->crash_count && i < CRASHES_MOST; i++) {
        const struct verdict_crash *crash = &verdict->crashes[i];
        if (verdict_blocks(crash) && crash->report[0] != '\0') {
            buffer_text(into, "\n### Report: ");
            verdict_prose(into, crash->title, WORDS_MOST);
            buffer_text(into, "\n\n");
            (void)inert_fenced_within(into, crash->report, strlen(crash->report), REPORT_MOST);
        }
    }
}

static void footer(const struct verdict *verdict, struct buffer *into)
{
    buffer_text(into, "\n");
    inert_code(into, verdict->head, strnlen(verdict->head, 12));
    buffer_text(into, " against base ");
    inert_code(into, verdict->base, strnlen(verdict->base, 12));
    buffer_format(into, " in %.1f s", verdict->seconds);
    if (verdict->fuzz_seconds > 0) {
        buffer_format(into, "; fuzzing for %.0f s with seed `%lu`", verdict->fuzz_seconds,
                      (unsigned long)verdict->seed);
    }
    buffer_text(into, "; vigil ");
    verdict_prose(into, verdict->version, 64);
    buffer_text(into, ".\n");
}

/* In the order in which they are read. Where room is short, the section with the greatest number is
 * left out first. */
static const struct section {
    const char *name;
    void (*write)(const struct verdict *verdict, struct buffer *into);
    unsigned dispensable;
} sections[] = {
    {"the verdict", headline, 0},       {"what could not be done", troubles, 3},
    {"new crashes", new_crashes, 1},    {"crashes that do not block", other_crashes, 7},
    {"failing tests", tests, 2},        {"lines that no test runs", uncovered, 6},
    {"examples", examples, 4},          {"targets", targets, 5},
    {"time-sensitive lines", notes, 8}, {"the ends of logs", logs, 9},
    {"sanitizer reports", reports, 10}, {"the commits", footer, 11},
};
#define SECTIONS (sizeof sections / sizeof *sections)

/* Leaves out as many sections as it takes for the others to fit together with a line that names
 * those left out; the first section, the verdict, is the last to go. */
static void leave_out(struct buffer parts[SECTIONS], size_t limit, struct buffer *left_out)
{
    const char *before = "\nLeft out for want of room (verdict.json has it all): ";
    for (;;) {
        size_t least = 0, total = left_out->size;
        for (size_t i = 0; i < SECTIONS; i++) {
            total += parts[i].size;
            if (parts[i].size > 0 && sections[i].dispensable >= sections[least].dispensable) {
                least = i;
            }
        }
        if (total + 2 <= limit) {
            break;
        }
        buffer_free(&parts[least]);
        if (least == 0) {
            break;
        }
        buffer_format(left_out, "%s%s", before, sections[least].name);
        before = ", ";
    }
    buffer_text(left_out, left_out->size > 0 ? ".\n" : "");
}

void verdict_markdown(const struct verdict *verdict, size_t limit, struct buffer *into)
{
    struct buffer parts[SECTIONS] = {{0}}, left_out = {0}, whole = {0};
    for (size_t i = 0; i < SECTIONS; i++) {
        sections[i].write(verdict, &parts[i]);
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
