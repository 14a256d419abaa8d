/* SPDX-License-Identifier: MIT */
#include "coverage.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/inert.h"
#include "base/list.h"
#include "base/span.h"
#include "stray.h"

struct reading {
    const char *sources;
    struct buffer root; /* without a "/" at its end */
    struct coverage added;
    bool in_record, wanted;
    unsigned line;
};

/* The span up to the letter; both are skipped. */
static struct span take_until(struct span *text, const char *letter)
{
    struct span taken = {text->text, span_find(*text, letter)};
    span_skip(text, taken.size + 1);
    return taken;
}

/* Adds the parts of a path, but for "", "." and "..": a compiler that was run in build/ writes
 * "build/../parsers/a.c". Links are not followed. */
static void add_parts(struct buffer *path, struct span text)
{
    while (text.size > 0) {
        struct span part = take_until(&text, "/");
        if (span_is(part, "..")) {
            while (path->size > 0 && path->data[--path->size] != '/') {}
        } else if (part.size > 0 && !span_is(part, ".")) {
            buffer_text(path, "/");
            buffer_add(path, part.text, part.size);
        }
    }
    buffer_add(path, "", 0); /* ".." may have shortened the path: it ends here */
}

/* Keeps a path that is left out, for people. */
static void keep_elsewhere(struct coverage *added, struct span path)
{
    struct buffer inert = {0};
    if (path.size == 0) {
        return;
    }
    size_t at = added->elsewhere[0][0] == '\0' ? 0 : 1;
    inert_line(&inert, path.text, path.size);
    if (!inert.failed && added->elsewhere[at][0] == '\0' &&
        (at == 0 ||
         strncmp(inert.data, added->elsewhere[0], sizeof added->elsewhere[0] - 1) != 0)) {
        span_copy(added->elsewhere[at], sizeof added->elsewhere[at],
                  (struct span){inert.data, inert.size});
    }
    buffer_free(&inert);
}

/* "SF:/checkout/parsers/offset.c"; one that is relative is taken from the root. */
static bool source_file(struct reading *reading, struct span text, struct fault *fault)
{
    struct buffer path = {0};
    if (reading->in_record || text.size == 0 || stray_find(text) < text.size) {
        return fault_set(fault,
                         reading->in_record ? "line %u: the record before has no end"
                                            : "line %u: no path",
                         reading->line);
    }
    if (text.text[0] != '/') {
        buffer_add(&path, reading->root.data, reading->root.size);
    }
    add_parts(&path, text);
    size_t root = reading->root.size;
    bool failed = path.failed;
    bool below = !failed && path.size > root + 1 && path.data[root] == '/' &&
                 memcmp(path.data, reading->root.data, root) == 0;
    reading->in_record = true;
    reading->wanted = below && coverage_is_source(path.data + root + 1, reading->sources);
    if (!reading->wanted && !failed) {
        keep_elsewhere(&reading->added, text);
    }
    if (reading->wanted) {
        struct coverage *added = &reading->added;
        char *copy = strdup(path.data + root + 1);
        struct coverage_file *file =
            copy == NULL ? NULL : list_add(&added->files, &added->count, sizeof *file);
        if (file != NULL) {
            file->path = copy;
        } else {
            free(copy);
            failed = true;
        }
    }
    buffer_free(&path);
    return !failed || fault_set(fault, "out of memory");
}

/* "DA:12,6", perhaps with a checksum behind another comma. gcov is known to count below zero. */
static bool line_data(struct reading *reading, struct span text, struct fault *fault)
{
    uint64_t line = 0, hits = 0;
    bool numbered = span_take_digits(&text, &line) && span_take(&text, ",");
    bool negative = span_take(&text, "-");
    bool read = numbered && span_take_digits(&text, &hits);
    if (!read || line == 0 || line > INT_MAX || (text.size > 0 && text.text[0] != ',')) {
        return fault_set(fault, "line %u: DA is not followed by LINE,HITS", reading->line);
    }
    if (!reading->in_record) {
        return fault_set(fault, "line %u: a line of no file", reading->line);
    }
    if (!reading->wanted) {
        return true;
    }
    struct coverage_file *file = &reading->added.files[reading->added.count - 1];
    struct coverage_line *added = list_add(&file->lines, &file->count, sizeof *added);
    if (added == NULL) {
        return fault_set(fault, "out of memory");
    }
    *added = (struct coverage_line){(unsigned)line, negative ? 0 : hits};
    return true;
}

/* An empty line, a remark, or a keyword with a colon that says nothing of lines. */
static bool is_passed_over(struct span text)
{
    size_t letters = 0;
    while (letters < text.size && text.text[letters] >= 'A' && text.text[letters] <= 'Z') {
        letters++;
    }
    return text.size == 0 || text.text[0] == '#' ||
           (letters > 0 && letters < text.size && text.text[letters] == ':');
}

static bool take(struct reading *reading, struct span text, struct fault *fault)
{
    if (span_take(&text, "SF:")) {
        return source_file(reading, text, fault);
    }
    if (span_take(&text, "DA:")) {
        return line_data(reading, text, fault);
    }
    if (span_is(text, "end_of_record")) {
        bool ended = reading->in_record;
        reading->in_record = false;
        return ended || fault_set(fault, "line %u: the end of no record", reading->line);
    }
    return is_passed_over(text) ||
           fault_set(fault, "line %u: this is no line of a tracefile", reading->line);
}

static bool take_all(struct reading *reading, struct span text, struct fault *fault)
{
    struct span line;
    while (span_take_line(&text, &line)) {
        reading->line++;
        if (!take(reading, line, fault)) {
            size_t control = stray_find(line);
            if (control < line.size) {
                char reason[300];
                stray_describe(line.text[control], reason, sizeof reason);
                (void)fault_set(fault, "line %u: %s", reading->line, reason);
            }
            return false;
        }
    }
    return !reading->in_record ||
           fault_set(fault, "line %u: the last record has no end: the file is cut short",
                     reading->line);
}

static int by_path(const void *one, const void *other)
{
    const struct coverage_file *left = one, *right = other;
    return strcmp(left->path, right->path);
}

/* Of several counts of one line the greatest comes first. */
static int by_line(const void *one, const void *other)
{
    const struct coverage_line *left = one, *right = other;
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    return left->hits == right->hits ? 0 : left->hits > right->hits ? -1 : 1;
}

static void keep_greatest(struct coverage_file *file)
{
    size_t kept = 0;
    if (file->count > 1) {
        qsort(file->lines, file->count, sizeof *file->lines, by_line);
    }
    for (size_t i = 0; i < file->count; i++) {
        if (kept == 0 || file->lines[kept - 1].line != file->lines[i].line) {
            file->lines[kept++] = file->lines[i];
        }
    }
    file->count = kept;
}

/* Joins all files of one path into the first of them; the others are emptied. */
static bool join(struct coverage_file *files, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += files[i].count;
    }
    struct coverage_line *lines = realloc(files[0].lines, (total + 1) * sizeof *lines);
    if (lines == NULL) {
        return false;
    }
    files[0].lines = lines;
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < files[i].count; j++) {
            lines[files[0].count++] = files[i].lines[j];
        }
        free(files[i].lines);
        free(files[i].path);
        files[i] = (struct coverage_file){0};
    }
    keep_greatest(&files[0]);
    return true;
}

/* Puts the files in order, each path once. */
static bool settle(struct coverage *coverage)
{
    struct coverage_file *files = coverage->files;
    size_t kept = 0, count = 1;
    bool joined = true;
    if (coverage->count > 1) {
        qsort(files, coverage->count, sizeof *files, by_path);
    }
    for (size_t i = 0; i < coverage->count; i += count) {
        count = 1;
        while (i + count < coverage->count && by_path(&files[i], &files[i + count]) == 0) {
            count++;
        }
        joined = joined && join(&files[i], count);
    }
    for (size_t i = 0; i < coverage->count; i++) {
        if (files[i].path != NULL) {
            files[kept++] = files[i];
        }
    }
    coverage->count = kept;
    return joined;
}

/* Adds the files of `added` to those of `coverage`. */
static bool add_all(struct coverage *coverage, struct coverage *added)
{
    size_t count = coverage->count + added->count;
    struct coverage_file *files = realloc(coverage->files, (count + 1) * sizeof *files);
    if (files == NULL) {
        return false;
    }
    coverage->files = files;
    for (size_t i = 0; i < added->count; i++) {
        files[coverage->count++] = added->files[i];
    }
    added->count = 0;
    for (size_t i = 0; i < 2; i++) {
        keep_elsewhere(coverage, (struct span){added->elsewhere[i], strlen(added->elsewhere[i])});
    }
    return settle(coverage);
}

bool coverage_read(const char *text, size_t size, const char *root, const char *sources,
                   struct coverage *coverage, struct fault *fault)
{
    struct reading reading = {.sources = sources};
    add_parts(&reading.root, (struct span){root, strlen(root)});
    bool read = !reading.root.failed || fault_set(fault, "out of memory");
    read = read && take_all(&reading, (struct span){text, size}, fault) &&
           (add_all(coverage, &reading.added) || fault_set(fault, "out of memory"));
    coverage_free(&reading.added);
    buffer_free(&reading.root);
    return read;
}

static bool is_below(struct span path, struct span directory)
{
    while (span_take(&directory, "./")) {}
    while (directory.size > 0 && directory.text[directory.size - 1] == '/') {
        directory.size--;
    }
    if (directory.size == 0 || span_is(directory, ".")) {
        return true;
    }
    return path.size >= directory.size && memcmp(path.text, directory.text, directory.size) == 0 &&
           (path.size == directory.size || path.text[directory.size] == '/');
}

bool coverage_is_source(const char *path, const char *sources)
{
    struct span name = {path, strlen(path)};
    for (sources += strspn(sources, " \t"); *sources != '\0'; sources += strspn(sources, " \t")) {
        size_t size = strcspn(sources, " \t");
        if (is_below(name, (struct span){sources, size})) {
            return true;
        }
        sources += size;
    }
    return false;
}

void coverage_free(struct coverage *coverage)
{
    for (size_t i = 0; i < coverage->count; i++) {
        free(coverage->files[i].path);
        free(coverage->files[i].lines);
    }
    free(coverage->files);
    *coverage = (struct coverage){0};
}

struct coverage_sum coverage_total(const struct coverage *coverage)
{
    struct coverage_sum sum = {0};
    for (size_t i = 0; i < coverage->count; i++) {
        const struct coverage_file *file = &coverage->files[i];
        sum.lines += file->count;
        for (size_t j = 0; j < file->count; j++) {
            sum.covered += file->lines[j].hits > 0 ? 1 : 0;
        }
    }
    return sum;
}

const struct coverage_file *coverage_of(const struct coverage *coverage, const char *path)
{
    size_t first = 0, end = coverage->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int order = strcmp(path, coverage->files[middle].path);
        if (order == 0) {
            return &coverage->files[middle];
        }
        first = order > 0 ? middle + 1 : first;
        end = order < 0 ? middle : end;
    }
    return NULL;
}

unsigned coverage_permille(struct coverage_sum sum)
{
    return sum.lines == 0 ? 1000 : (unsigned)((uint64_t)sum.covered * 1000 / sum.lines);
}
