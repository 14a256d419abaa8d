/* coverage.c -- coverage that is read is in order, each line once and below the sources, and reads
 * back the same when written; a fault names a line, and leaves what was there before */
/* SPDX-License-Identifier: MIT */
#include "verdict/coverage.h"
#include "base/buffer.h"
#include "fuzz.h"

static bool read_copy(const char *text, size_t size, const char *sources, struct coverage *coverage,
                      struct fault *fault)
{
    char *copy = fuzz_copy(text, size);
    bool read = coverage_read(copy, size, "/w", sources, coverage, fault);
    fuzz_release(copy);
    return read;
}

static void check_fault(const char *text, size_t size, const struct fault *fault)
{
    size_t lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' ? 1 : 0;
    }
    char *end = NULL;
    bool named = strncmp(fault->text, "line ", 5) == 0;
    unsigned long line = named ? strtoul(fault->text + 5, &end, 10) : 0;
    fuzz_require(line >= 1 && line <= lines && end[0] == ':', "of %zu lines none is named: %s",
                 lines, fault->text);
}

static void check_order(const struct coverage *coverage, const char *sources)
{
    for (size_t i = 0; i < coverage->count; i++) {
        const struct coverage_file *file = &coverage->files[i];
        fuzz_require(i == 0 || strcmp(coverage->files[i - 1].path, file->path) < 0,
                     "%s stands before %s", i == 0 ? "" : coverage->files[i - 1].path, file->path);
        fuzz_require(coverage_is_source(file->path, sources), "%s is no source", file->path);
        fuzz_require(coverage_of(coverage, file->path) == file, "%s is not found", file->path);
        for (size_t j = 1; j < file->count; j++) {
            fuzz_require(file->lines[j - 1].line < file->lines[j].line,
                         "%s: line %u stands before %u", file->path, file->lines[j - 1].line,
                         file->lines[j].line);
        }
    }
    struct coverage_sum sum = coverage_total(coverage);
    fuzz_require(sum.covered <= sum.lines && coverage_permille(sum) <= 1000, "%zu of %zu lines",
                 sum.covered, sum.lines);
}

static void write_all(const struct coverage *coverage, struct buffer *into)
{
    buffer_text(into, "TN:\n");
    for (size_t i = 0; i < coverage->count; i++) {
        const struct coverage_file *file = &coverage->files[i];
        buffer_format(into, "SF:%s/\n", file->path); /* a path may end in "\r" */
        for (size_t j = 0; j < file->count; j++) {
            buffer_format(into, "DA:%u,%llu\n", file->lines[j].line,
                          (unsigned long long)file->lines[j].hits);
        }
        buffer_text(into, "end_of_record\n");
    }
}

/* And the same text a second time adds nothing. */
static void check_again(const char *text, size_t size, const char *sources,
                        struct coverage *coverage)
{
    struct coverage reread = {0};
    struct buffer once = {0}, again = {0}, twice = {0};
    struct fault fault = {""};
    write_all(coverage, &once);
    fuzz_require(read_copy(once.data, once.size, sources, &reread, &fault),
                 "written, and refused: %s\n%s", fault.text, once.data);
    write_all(&reread, &again);
    fuzz_require(strcmp(once.data, again.data) == 0, "written as:\n%s\nand then as:\n%s", once.data,
                 again.data);
    fuzz_require(read_copy(text, size, sources, coverage, &fault), "refused now: %s", fault.text);
    write_all(coverage, &twice);
    fuzz_require(strcmp(once.data, twice.data) == 0, "read once:\n%s\nand twice:\n%s", once.data,
                 twice.data);
    coverage_free(&reread);
    buffer_free(&once);
    buffer_free(&again);
    buffer_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const sources[] = {".", "src lib/x"};
    const char *text = size == 0 ? "" : (const char *)data;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct coverage coverage = {0};
        struct fault fault = {""};
        if (read_copy(text, size, sources[i], &coverage, &fault)) {
            check_order(&coverage, sources[i]);
            check_again(text, size, sources[i], &coverage);
        } else {
            fuzz_require(coverage.count == 0, "refused, and %zu files of it kept", coverage.count);
            check_fault(text, size, &fault);
        }
        coverage_free(&coverage);
    }
    return 0;
}
