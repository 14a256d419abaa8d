/* SPDX-License-Identifier: MIT */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"

/* More lines than a file may have. */
#define BEYOND_LAST ((uint64_t)1 << 31)

/* Behind a backslash: three octal digits or a letter, as in a C string. 0 for what git never
 * writes: no path has a NUL. */
static char escaped(struct span *text)
{
    static const char letters[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
    if (text->size == 0 || text->text[0] == '\0') {
        return 0;
    }
    const char *letter = strchr(letters, text->text[0]);
    if (letter != NULL) {
        span_skip(text, 1);
        return bytes[letter - letters];
    }
    unsigned value = 0;
    for (unsigned i = 0; i < 3; i++) {
        if (text->size == 0 || text->text[0] < '0' || text->text[0] > '7') {
            return 0;
        }
        value = value * 8 + (unsigned)(text->text[0] - '0');
        span_skip(text, 1);
    }
    return value > 0xff ? 0 : (char)(unsigned char)value;
}

/* Appends the path to `into`, which has room for the text; false where the text is no path. */
static bool unquote(struct span text, char *into)
{
    bool quoted = span_take(&text, "\"");
    while (text.size > 0) {
        char byte = text.text[0];
        span_skip(&text, 1);
        if (quoted && byte == '"') {
            *into = '\0';
            return text.size == 0;
        }
        if (quoted && byte == '\\') {
            byte = escaped(&text);
        } else if ((unsigned char)byte < ' ' || byte == 0x7f || byte == '"' || byte == '\\') {
            return false; /* git would have quoted it */
        }
        if (byte == '\0') {
            return false;
        }
        *into++ = byte;
    }
    *into = '\0';
    return !quoted;
}

/* "a/src/x.c" or "\"a/tab\\there\"", without the prefix ("a/"). NULL: that is no path, or memory
 * ran out. To be freed. */
static char *read_path(struct span text, const char *prefix)
{
    size_t skipped = strlen(prefix);
    char *path = calloc(text.size + 1, 1);
    if (path == NULL) {
        return NULL;
    }
    if (!unquote(text, path) || strncmp(path, prefix, skipped) != 0 || path[skipped] == '\0') {
        free(path);
        return NULL;
    }
    memmove(path, path + skipped, strlen(path + skipped) + 1);
    return path;
}

struct reading {
    struct span rest, line;
    unsigned number; /* of the line; from 1 on */
    bool ended;      /* there is no such line */
    struct diff *diff;
    struct fault *fault;
};

static bool wrong(struct reading *reading, const char *reason)
{
    (void)fault_set(reading->fault, "the diff's line %u %s", reading->number, reason);
    return false;
}

/* Lines end in "\n" alone: a "\r" before it belongs to the file's text. */
static void next(struct reading *reading)
{
    struct span *rest = &reading->rest;
    const char *end = rest->size > 0 ? memchr(rest->text, '\n', rest->size) : NULL;
    reading->ended = end == NULL;
    reading->number++;
    reading->line = (struct span){rest->text, end == NULL ? 0 : (size_t)(end - rest->text)};
    span_skip(rest, reading->line.size + 1);
}

static bool begins(const struct reading *reading, const char *words)
{
    struct span line = reading->line;
    return !reading->ended && span_take(&line, words);
}

static struct diff_file *file_now(struct reading *reading)
{
    return &reading->diff->files[reading->diff->count - 1];
}

static bool set_path(struct reading *reading, char **path, struct span text, const char *prefix)
{
    char *read = read_path(text, prefix);
    if (read == NULL) {
        return wrong(reading, "has no path where there should be one");
    }
    free(*path);
    *path = read;
    return true;
}

/* "a/NAME b/NAME": the same name twice, so each is half of the text. */
static bool set_both(struct reading *reading, struct span text)
{
    struct diff_file *file = file_now(reading);
    size_t half = text.size / 2;
    struct span base = {text.text, half}, head = {text.text + half, text.size - half};
    if (!span_take(&head, " ") || head.size != base.size) {
        return wrong(reading, "ends the head of a file whose two names differ");
    }
    return set_path(reading, &file->base, base, "a/") &&
           set_path(reading, &file->head, head, "b/") &&
           (strcmp(file->base, file->head) == 0 ||
            wrong(reading, "ends the head of a file whose two names differ"));
}

/* Whether a line between "diff --git" and the first hunk says nothing that is needed here. */
static bool says_nothing(const struct reading *reading)
{
    return begins(reading, "old mode ") || begins(reading, "new mode ") ||
           begins(reading, "index ") || begins(reading, "similarity index ") ||
           begins(reading, "dissimilarity index ");
}

/* Refuses a second line that says what became of the file. */
static bool set_kind(struct reading *reading, enum diff_kind kind)
{
    struct diff_file *file = file_now(reading);
    if (file->kind != DIFF_MODIFIED) {
        return wrong(reading, "says once more what became of the file");
    }
    file->kind = kind;
    return true;
}

static bool take_property(struct reading *reading, bool *known)
{
    struct diff_file *file = file_now(reading);
    struct span line = reading->line;
    *known = true;
    if (span_take(&line, "rename from ") || span_take(&line, "copy from ")) {
        return set_path(reading, &file->base, line, "");
    }
    if (span_take(&line, "rename to ")) {
        return set_kind(reading, DIFF_RENAMED) && set_path(reading, &file->head, line, "");
    }
    if (span_take(&line, "copy to ")) {
        return set_kind(reading, DIFF_ADDED) && set_path(reading, &file->head, line, "");
    }
    if (span_take(&line, "new file mode ")) {
        return set_kind(reading, DIFF_ADDED);
    }
    if (span_take(&line, "deleted file mode ")) {
        return set_kind(reading, DIFF_DELETED);
    }
    *known = says_nothing(reading);
    return true;
}

static bool take_properties(struct reading *reading, struct span names)
{
    struct diff_file *file = file_now(reading);
    for (bool known = true; !reading->ended;) {
        if (!take_property(reading, &known)) {
            return false;
        }
        if (!known) {
            break;
        }
        next(reading);
    }
    if ((file->base == NULL) != (file->head == NULL)) {
        return wrong(reading, "ends the head of a file that is renamed by half");
    }
    return file->base != NULL || set_both(reading, names);
}

/* Whether base does not have the file, not under another name either. */
static bool is_new(const struct diff_file *file)
{
    return file->kind == DIFF_ADDED && strcmp(file->base, file->head) == 0;
}

/* A "---" or "+++" line repeats the path. A path with a blank has a tab behind it. */
static bool says_path(struct reading *reading, const char *mark, const char *prefix,
                      const char *wanted, bool missing)
{
    struct span line = reading->line;
    if (reading->ended || !span_take(&line, mark)) {
        return wrong(reading, "is not the name of the file that the hunks are of");
    }
    line.size -= line.size > 0 && line.text[line.size - 1] == '\t';
    bool same = span_is(line, "/dev/null") == missing;
    char *path = missing ? NULL : read_path(line, prefix);
    same = same && (missing || (path != NULL && strcmp(path, wanted) == 0));
    free(path);
    if (!same) {
        return wrong(reading, "names another file than the head above it");
    }
    next(reading);
    return true;
}

static bool take_range(struct span *line, const char *sign, uint64_t *first, uint64_t *count)
{
    *count = 1;
    return span_take(line, sign) && span_take_digits(line, first) &&
           (!span_take(line, ",") || span_take_digits(line, count)) && *first < BEYOND_LAST &&
           *count < BEYOND_LAST && (*first > 0 || *count == 0);
}

static bool add_line(struct reading *reading, unsigned number)
{
    struct diff_file *file = file_now(reading);
    struct diff_range *last = file->added_count > 0 ? &file->added[file->added_count - 1] : NULL;
    if (last != NULL && last->first + last->count == number) {
        last->count++;
        return true;
    }
    struct diff_range *added = list_add(&file->added, &file->added_count, sizeof *added);
    if (added == NULL) {
        return wrong(reading, "is more than there is memory for");
    }
    *added = (struct diff_range){number, 1};
    return true;
}

/* Takes as many lines as the hunk's head says. Some settings of git add lines that are in both. */
static bool take_lines(struct reading *reading, uint64_t gone, uint64_t number, uint64_t added)
{
    for (; gone > 0 || added > 0 || begins(reading, "\\"); next(reading)) {
        char mark = reading->line.size > 0 ? reading->line.text[0] : ' ';
        bool base = mark == '-' || mark == ' ', head = mark == '+' || mark == ' ';
        if (reading->ended || (mark != '\\' && !base && !head) || (base && gone == 0) ||
            (head && added == 0)) {
            return wrong(reading, "is not the next line of a hunk");
        }
        if (mark == '+' && !add_line(reading, (unsigned)number)) {
            return false;
        }
        gone -= base;
        added -= head;
        number += head;
    }
    return true;
}

/* Hunks come in the order of their lines: the next one may begin at `*after`. One that adds nothing
 * names the line before it, which is in no other hunk, as git joins hunks that touch. */
static bool take_hunk(struct reading *reading, uint64_t *after)
{
    const struct diff_file *file = file_now(reading);
    struct span line = reading->line;
    uint64_t first = 0, gone = 0, number = 0, added = 0;
    bool whole = span_take(&line, "@@ ") && take_range(&line, "-", &first, &gone) &&
                 take_range(&line, " +", &number, &added) && span_take(&line, " @@");
    if (!whole || gone + added == 0 || number < *after || (gone > 0 && is_new(file)) ||
        (added > 0 && file->kind == DIFF_DELETED)) {
        return wrong(reading, "is not the head of the next hunk");
    }
    *after = number + added;
    next(reading);
    return take_lines(reading, gone, number, added);
}

static bool take_hunks(struct reading *reading)
{
    const struct diff_file *file = file_now(reading);
    if (!says_path(reading, "--- ", "a/", file->base, is_new(file)) ||
        !says_path(reading, "+++ ", "b/", file->head, file->kind == DIFF_DELETED)) {
        return false;
    }
    uint64_t after = 0;
    do {
        if (!take_hunk(reading, &after)) {
            return false;
        }
    } while (begins(reading, "@@ "));
    return true;
}

static bool take_file(struct reading *reading)
{
    struct span names = reading->line;
    if (!span_take(&names, "diff --git ")) {
        return wrong(reading, "is not the head of a file: git was not asked as it should be");
    }
    next(reading);
    if (list_add(&reading->diff->files, &reading->diff->count, sizeof *reading->diff->files) ==
        NULL) {
        return wrong(reading, "is more than there is memory for");
    }
    if (!take_properties(reading, names)) {
        return false;
    }
    if (begins(reading, "Binary files ")) {
        file_now(reading)->binary = true;
        next(reading);
        return true;
    }
    return reading->ended || begins(reading, "diff --git ") || take_hunks(reading);
}

bool diff_read(const char *text, size_t size, struct diff *diff, struct fault *fault)
{
    struct reading reading = {.rest = {text, size}, .diff = diff, .fault = fault};
    *diff = (struct diff){0};
    if (size > 0 && text[size - 1] != '\n') {
        return fault_set(fault, "the diff is cut off in its last line");
    }
    next(&reading);
    while (!reading.ended) {
        if (!take_file(&reading)) {
            return false;
        }
    }
    return true;
}

void diff_free(struct diff *diff)
{
    for (size_t i = 0; i < diff->count; i++) {
        free(diff->files[i].base);
        free(diff->files[i].head);
        free(diff->files[i].added);
    }
    free(diff->files);
    *diff = (struct diff){0};
}

bool diff_has_line(const struct diff_file *file, unsigned line)
{
    size_t from = 0, to = file->added_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct diff_range *range = &file->added[middle];
        if (line < range->first) {
            to = middle;
        } else if (line - range->first < range->count) {
            return true;
        } else {
            from = middle + 1;
        }
    }
    return false;
}
