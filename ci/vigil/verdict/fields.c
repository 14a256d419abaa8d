/* SPDX-License-Identifier: MIT */
#include "fields.h"

#include <stdio.h>
#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"
#include "base/stages.h"
#include "verdict.h"

#define SHAPE(name, type)                                                                          \
    {                                                                                              \
        (name), sizeof(name) / sizeof *(name), sizeof(type)                                        \
    }
#define COUNT_MOST ((uint64_t)INT32_MAX) /* what 32 bits can index */
#define PATH       "a path below the project's top"

static bool is_hex(const char *text, size_t size)
{
    return strlen(text) == size && strspn(text, "0123456789abcdef") == size;
}

static bool is_crash_id(const char *text)
{
    return is_hex(text, 16);
}

/* "crashes/ID"; verdict_read checks that the ID is that of the crash. */
static bool is_crash_directory(const char *text)
{
    static const char before[] = "crashes/";
    size_t length = sizeof before - 1;
    return text[0] == '\0' || (strncmp(text, before, length) == 0 && is_hex(text + length, 16));
}

static bool is_commit(const char *text)
{
    return is_hex(text, 40) || is_hex(text, 64);
}

static bool is_commit_or_none(const char *text)
{
    return text[0] == '\0' || is_commit(text);
}

static bool is_handle_or_none(const char *text)
{
    return text[0] == '\0' || handle_is_one((struct span){text, strlen(text)});
}

/* "2026-11-25T00:05:00Z" */
static bool is_when(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[length - 1] == 'Z' && stages_at(text) != 0;
}

/* "sensitive-line" */
static bool is_rule(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    return text[0] != '\0' && text[strspn(text, letters)] == '\0';
}

bool field_is_link(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~:/?=%+#&";
    bool web = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    return text[0] == '\0' || (web && text[strspn(text, letters)] == '\0');
}

/* Each part is a name, not "", "." or "..", so that the path leads nowhere but down. */
static bool is_path(const char *text)
{
    for (const char *part = text;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length == 1 && part[0] == '.') ||
            (length == 2 && part[0] == '.' && part[1] == '.')) {
            return false;
        }
        part += length;
        if (*part == '\0') {
            return true;
        }
    }
}

static bool is_path_or_none(const char *text)
{
    return text[0] == '\0' || is_path(text);
}

static const char *conclusion_word(unsigned value)
{
    return conclusion_name((enum conclusion)value);
}

static const char *state_word(unsigned value)
{
    return door_state_name((enum door_state)value);
}

static const char *fate_word(unsigned value)
{
    return verdict_crash_fate_name((enum verdict_crash_fate)value);
}

static const char *severity_word(unsigned value)
{
    return signature_severity_name((enum severity)value);
}

static const char *class_word(unsigned value)
{
    return signature_class_name((enum crash_class)value);
}

static const char *test_word(unsigned value)
{
    static const char *const names[] = {"passed", "failed", "skipped"};
    return names[value];
}

/* The tables below are one line a field, in the order in which the document has them. */
/* clang-format off */
#define LINE(type, member, bytes) \
    {.name = #member, .kind = FIELD_LINE, .offset = offsetof(type, member), .most = (bytes)}
#define LINES(type, member, bytes) \
    {.name = #member, .kind = FIELD_LINES, .offset = offsetof(type, member), .most = (bytes)}
#define ALLOWED(type, member, bytes, which, words) \
    {.name = #member, .kind = FIELD_LINE, .offset = offsetof(type, member), .most = (bytes), \
     .allowed = (which), .wanted = (words)}
#define ARRAY(type, member, which, words) \
    {.name = #member, .kind = FIELD_ARRAY, .offset = offsetof(type, member), \
     .most = sizeof(((type *)0)->member) - 1, .allowed = (which), .wanted = (words)}
#define NUMBER(type, member, of, from, to) \
    {.name = #member, .kind = (of), .offset = offsetof(type, member), .least = (from), .most = (to)}
#define SECONDS(type, member) \
    {.name = #member, .kind = FIELD_SECONDS, .offset = offsetof(type, member)}
#define FLAG(type, member) \
    {.name = #member, .kind = FIELD_FLAG, .offset = offsetof(type, member)}
#define WORD(type, member, names, last) \
    {.name = #member, .kind = FIELD_WORD, .offset = offsetof(type, member), .most = (last), \
     .word = (names)}
#define OBJECT(type, member, of, called) \
    {.name = (called), .kind = FIELD_OBJECT, .offset = offsetof(type, member), .shape = &(of)}
#define LIST(member, counted, items, of) \
    {.name = #member, .kind = FIELD_LIST, .offset = offsetof(struct verdict, member), \
     .count = offsetof(struct verdict, counted), .most = (items), .shape = &(of)}

#define HERE struct door_result
static const struct field door_fields[] = {
    WORD(HERE, state, state_word, DOOR_NOT_REACHED),
    SECONDS(HERE, seconds),
    LINE(HERE, sentence, 2000),
    LINES(HERE, details, 16000),
};
static const struct field_shape door = SHAPE(door_fields, HERE);
#undef HERE

static const struct field doors_fields[] = {
    OBJECT(struct verdict, doors[DOOR_TEST], door, "test"),
    OBJECT(struct verdict, doors[DOOR_EXAMPLES], door, "examples"),
    OBJECT(struct verdict, doors[DOOR_FUZZ], door, "fuzz"),
    OBJECT(struct verdict, doors[DOOR_REVIEW], door, "review"),
};
static const struct field_shape doors = SHAPE(doors_fields, struct verdict);

#define HERE struct verdict_test
static const struct field test_fields[] = {
    LINE(HERE, suite, 400),
    LINE(HERE, class, 400),
    LINE(HERE, name, 1000),
    WORD(HERE, state, test_word, TEST_SKIPPED),
    LINES(HERE, message, 4000),
    SECONDS(HERE, seconds),
};
static const struct field_shape test = SHAPE(test_fields, HERE);
#undef HERE

#define HERE struct coverage_sum
static const struct field sum_fields[] = {
    NUMBER(HERE, lines, FIELD_SIZE, 0, COUNT_MOST),
    NUMBER(HERE, covered, FIELD_SIZE, 0, COUNT_MOST),
};
static const struct field_shape sum = SHAPE(sum_fields, HERE);
#undef HERE

#define HERE struct verdict_coverage
static const struct field coverage_fields[] = {
    FLAG(HERE, known),
    FLAG(HERE, base_known),
    OBJECT(HERE, head, sum, "head"),
    OBJECT(HERE, base, sum, "base"),
    OBJECT(HERE, changed, sum, "changed"),
    NUMBER(HERE, required, FIELD_UNSIGNED, 0, 1000),
};
static const struct field_shape coverage = SHAPE(coverage_fields, HERE);
#undef HERE

#define HERE struct verdict_line
static const struct field line_fields[] = {
    ALLOWED(HERE, path, 4000, is_path, PATH),
    NUMBER(HERE, line, FIELD_UNSIGNED, 1, COUNT_MOST),
    LINE(HERE, text, 1000),
};
static const struct field_shape line = SHAPE(line_fields, HERE);
#undef HERE

#define HERE struct verdict_unit
static const struct field unit_fields[] = {
    ALLOWED(HERE, path, 4000, is_path, PATH),
    LINE(HERE, name, 400),
    NUMBER(HERE, line, FIELD_UNSIGNED, 1, COUNT_MOST),
};
static const struct field_shape unit = SHAPE(unit_fields, HERE);
#undef HERE

#define HERE struct verdict_target
static const struct field target_fields[] = {
    LINE(HERE, name, 400),
    FLAG(HERE, affected),
    LINE(HERE, why, 1000),
    NUMBER(HERE, base_edges, FIELD_UINT64, 0, INT64_MAX),
    NUMBER(HERE, edges, FIELD_UINT64, 0, INT64_MAX),
    NUMBER(HERE, replayed, FIELD_UINT64, 0, INT64_MAX),
    NUMBER(HERE, executions, FIELD_UINT64, 0, INT64_MAX),
    SECONDS(HERE, seconds),
    SECONDS(HERE, share),
    FLAG(HERE, ran),
    LINE(HERE, ended, 400),
};
static const struct field_shape target = SHAPE(target_fields, HERE);
#undef HERE

#define HERE struct verdict_crash
static const struct field crash_fields[] = {
    ARRAY(HERE, id, is_crash_id, "16 lower-case hex digits"),
    {.name = "title", .kind = FIELD_TITLE, .offset = offsetof(HERE, title), .most = 400},
    LINE(HERE, target, 400),
    LINE(HERE, key, 4000),
    WORD(HERE, severity, severity_word, SEVERITY_HIGH),
    WORD(HERE, class, class_word, CLASS_EXHAUSTION),
    WORD(HERE, fate, fate_word, VERDICT_CRASH_UNCONFIRMED),
    NUMBER(HERE, replays, FIELD_UNSIGNED, 0, COUNT_MOST),
    NUMBER(HERE, reproduced, FIELD_UNSIGNED, 0, COUNT_MOST),
    ALLOWED(HERE, path, 4000, is_path_or_none, PATH ", or empty"),
    NUMBER(HERE, line, FIELD_UNSIGNED, 0, COUNT_MOST),
    LINE(HERE, function, 1000),
    LINE(HERE, why, 2000),
    LINE(HERE, command, 20000),
    ALLOWED(HERE, directory, 64, is_crash_directory, "crashes/ID, or empty"),
    LINES(HERE, report, 32000),
    NUMBER(HERE, issue, FIELD_UINT64, 0, INT64_MAX),
    ALLOWED(HERE, issue_link, 1000, field_is_link, "an http or https address, or empty"),
};
static const struct field_shape crash = SHAPE(crash_fields, HERE);
#undef HERE

#define HERE struct verdict_note
static const struct field note_fields[] = {
    ALLOWED(HERE, path, 4000, is_path, PATH),
    NUMBER(HERE, line, FIELD_UNSIGNED, 1, COUNT_MOST),
    NUMBER(HERE, column, FIELD_UNSIGNED, 1, COUNT_MOST),
    NUMBER(HERE, width, FIELD_UNSIGNED, 1, COUNT_MOST),
    LINE(HERE, text, 1000),
    ALLOWED(HERE, rule, 64, is_rule, "letters, digits and \"-\""),
    LINE(HERE, title, 400),
    LINE(HERE, reason, 2000),
    LINE(HERE, better, 2000),
};
static const struct field_shape note = SHAPE(note_fields, HERE);
#undef HERE

#define HERE struct stage
static const struct field stage_fields[] = {
    ARRAY(HERE, name, NULL, NULL),
    ARRAY(HERE, target, NULL, NULL),
    FLAG(HERE, cached),
    NUMBER(HERE, began, FIELD_INT64, 0, INT64_MAX),
    NUMBER(HERE, ended, FIELD_INT64, 0, INT64_MAX),
};
static const struct field_shape stage = SHAPE(stage_fields, HERE);
#undef HERE

#define HERE struct verdict
static const struct field verdict_fields[] = {
    LINE(HERE, project, 400),
    LINE(HERE, version, 64),
    ALLOWED(HERE, base, 64, is_commit_or_none, "40 or 64 hex digits, or empty"),
    ALLOWED(HERE, head, 64, is_commit, "40 or 64 lower-case hex digits"),
    LINE(HERE, subject, 1000),
    LINE(HERE, author, 400),
    LINE(HERE, email, 400),
    ALLOWED(HERE, handle, 64, is_handle_or_none, "a handle, or empty"),
    ALLOWED(HERE, when, 64, is_when, "a timestamp in UTC"),
    LINE(HERE, machine, 400),
    NUMBER(HERE, seed, FIELD_UINT32, 0, UINT32_MAX),
    SECONDS(HERE, fuzz_seconds),
    SECONDS(HERE, seconds),
    {.name = "verdict", .kind = FIELD_WORD, .offset = offsetof(HERE, conclusion),
     .most = CONCLUSION_COULD_NOT, .word = conclusion_word},
    LINE(HERE, sentence, 2000),
    {.name = "doors", .kind = FIELD_OBJECT, .offset = 0, .shape = &doors},
    LIST(tests, test_count, 20000, test),
    OBJECT(HERE, coverage, coverage, "coverage"),
    LIST(uncovered, uncovered_count, 5000, line),
    LIST(units, unit_count, 5000, unit),
    LIST(examples, example_count, 5000, unit),
    LIST(targets, target_count, 1000, target),
    LIST(crashes, crash_count, 200, crash),
    LIST(notes, note_count, 5000, note),
    LIST(stages, stage_count, 5000, stage),
    LINES(HERE, troubles, 16000),
};
const struct field_shape field_verdict = SHAPE(verdict_fields, HERE);
#undef HERE
/* clang-format on */

static int digit(char letter)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = letter == '\0' ? NULL : strchr(digits, letter);
    return found == NULL ? -1 : (int)(found - digits);
}

/* Turns "\x40" back into "@". */
static void unescape(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool escaped = size - i >= 4 && text[i] == '\\' && text[i + 1] == 'x' &&
                       digit(text[i + 2]) >= 0 && digit(text[i + 3]) >= 0;
        char byte = escaped ? (char)(digit(text[i + 2]) * 16 + digit(text[i + 3])) : text[i];
        buffer_add(into, &byte, 1);
        i += escaped ? 3 : 0;
    }
}

bool field_is_title(const char *text, size_t size)
{
    struct buffer bytes = {0}, title = {0};
    unescape(&bytes, text, size);
    inert_title(&title, bytes.data, bytes.size);
    bool same = !bytes.failed && !title.failed && title.size == size &&
                (size == 0 || memcmp(title.data, text, size) == 0);
    buffer_free(&bytes);
    buffer_free(&title);
    return same;
}

static void shorten(struct buffer *text, size_t most)
{
    char more[64];
    if (text->failed || text->size <= most) {
        return;
    }
    int length = snprintf(more, sizeof more, "... (%zu bytes more)", text->size - most);
    size_t kept =
        text_fit(text->data, text->size, most > (size_t)length ? most - (size_t)length : 0);
    text->size = kept;
    text->data[kept] = '\0';
    buffer_text(text, most > (size_t)length ? more : "");
}

void field_line(struct buffer *into, const char *text, size_t most)
{
    buffer_text(into, "");
    inert_line(into, text, strlen(text));
    shorten(into, most);
}

void field_lines(struct buffer *into, const char *text, size_t most)
{
    buffer_text(into, "");
    inert_lines(into, text, strlen(text));
    shorten(into, most);
}
