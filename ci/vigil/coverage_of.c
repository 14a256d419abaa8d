/* SPDX-License-Identifier: MIT */
#include "coverage.h"

#include <stdlib.h>
#include <string.h>

#include "span.h"

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
