/* SPDX-License-Identifier: MIT */
/* Cobertura's coverage-04.dtd: a directory is a package, a file a class. Branches are not counted,
 * so none are there. */
#include "gateout.h"

#include <stdlib.h>
#include <string.h>

#include "gatexml.h"
#include "span.h"
#include "stages.h"

#define COBERTURA_DTD "http://cobertura.sourceforge.net/xml/coverage-04.dtd"

static struct coverage_sum sum_of(const struct coverage_file *file)
{
    struct coverage_sum sum = {.lines = file->count};
    for (size_t i = 0; i < file->count; i++) {
        sum.covered += file->lines[i].hits > 0;
    }
    return sum;
}

static struct coverage_sum sum_of_all(const struct coverage_file *const *files, size_t count)
{
    struct coverage_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        struct coverage_sum part = sum_of(files[i]);
        sum.lines += part.lines;
        sum.covered += part.covered;
    }
    return sum;
}

static struct span directory_of(const struct coverage_file *file)
{
    const char *slash = strrchr(file->path, '/');
    return slash == NULL ? (struct span){".", 1}
                         : (struct span){file->path, (size_t)(slash - file->path)};
}

static int compare(struct span one, struct span other)
{
    size_t shorter = one.size < other.size ? one.size : other.size;
    int order = memcmp(one.text, other.text, shorter);
    return order != 0 ? order : (one.size > other.size) - (one.size < other.size);
}

/* Files of one directory side by side: "a/b.c", "a/c.c", "a/b/d.c". */
static int by_directory(const void *left, const void *right)
{
    const struct coverage_file *const *one = left, *const *other = right;
    int order = compare(directory_of(*one), directory_of(*other));
    return order != 0 ? order : strcmp((*one)->path, (*other)->path);
}

static void rates(struct gatexml *xml, struct coverage_sum sum)
{
    gatexml_rate(xml, "line-rate", sum.covered, sum.lines);
    gatexml_text(xml, "branch-rate", "0");
    gatexml_text(xml, "complexity", "0");
}

static void class(struct gatexml *xml, const struct coverage_file *file)
{
    const char *slash = strrchr(file->path, '/');
    gatexml_open(xml, "class");
    gatexml_text(xml, "name", slash == NULL ? file->path : slash + 1);
    gatexml_text(xml, "filename", file->path);
    rates(xml, sum_of(file));
    gatexml_open(xml, "methods");
    gatexml_close(xml);
    gatexml_open(xml, "lines");
    for (size_t i = 0; i < file->count; i++) {
        gatexml_open(xml, "line");
        gatexml_count(xml, "number", file->lines[i].line);
        gatexml_count(xml, "hits", file->lines[i].hits);
        gatexml_text(xml, "branch", "false");
        gatexml_close(xml);
    }
    gatexml_close(xml);
    gatexml_close(xml);
}

static void package(struct gatexml *xml, const struct coverage_file *const *files, size_t count)
{
    struct span directory = directory_of(files[0]);
    struct buffer name = {0};
    buffer_add(&name, directory.text, directory.size);
    gatexml_open(xml, "package");
    gatexml_text(xml, "name", name.failed ? "" : name.data);
    rates(xml, sum_of_all(files, count));
    gatexml_open(xml, "classes");
    for (size_t i = 0; i < count; i++) {
        class(xml, files[i]);
    }
    gatexml_close(xml);
    gatexml_close(xml);
    xml->failed = xml->failed || name.failed;
    buffer_free(&name);
}

static void head(struct gatexml *xml, const struct gate_report *report, struct coverage_sum sum)
{
    int64_t when = stages_at(report->when);
    rates(xml, sum);
    gatexml_count(xml, "lines-covered", sum.covered);
    gatexml_count(xml, "lines-valid", sum.lines);
    gatexml_text(xml, "branches-covered", "0");
    gatexml_text(xml, "branches-valid", "0");
    gatexml_text(xml, "version", report->version);
    gatexml_count(xml, "timestamp", when > 0 ? (uint64_t)(when / 1000000) : 0); /* milliseconds */
    gatexml_open(xml, "sources");
    gatexml_open(xml, "source");
    gatexml_lines(xml, ".");
    gatexml_close(xml);
    gatexml_close(xml);
}

static void document(struct gatexml *xml, const struct gate_report *report,
                     const struct coverage_file *const *files, size_t count)
{
    head(xml, report, sum_of_all(files, count));
    gatexml_open(xml, "packages");
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count &&
               compare(directory_of(files[next]), directory_of(files[first])) == 0) {
            next++;
        }
        package(xml, files + first, next - first);
    }
    gatexml_close(xml);
}

bool gateout_cobertura(const struct gate_report *report, struct buffer *into, struct fault *fault)
{
    size_t count = report->lines == NULL ? 0 : report->lines->count;
    const struct coverage_file **files = calloc(count + 1, sizeof(const struct coverage_file *));
    if (files == NULL) {
        return fault_set(fault, "cobertura.xml: out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        files[i] = &report->lines->files[i];
    }
    qsort(files, count, sizeof(const struct coverage_file *), by_directory);
    struct gatexml xml;
    gatexml_begin(&xml, "coverage", COBERTURA_DTD);
    document(&xml, report, files, count);
    free(files);
    return gatexml_end(&xml, into, "cobertura.xml", fault);
}
