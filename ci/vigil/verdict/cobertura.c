/* SPDX-License-Identifier: MIT */
/* Cobertura's coverage-04.dtd: a directory is a package, a file a class. Branches are not counted,
 * so none are there. */
#include "write.h"

#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "base/stages.h"
#include "xml.h"

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

static void rates(struct xml *xml, struct coverage_sum sum)
{
    xml_rate(xml, "line-rate", sum.covered, sum.lines);
    xml_text(xml, "branch-rate", "0");
    xml_text(xml, "complexity", "0");
}

static void class(struct xml *xml, const struct coverage_file *file)
{
    const char *slash = strrchr(file->path, '/');
    xml_open(xml, "class");
    xml_text(xml, "name", slash == NULL ? file->path : slash + 1);
    xml_text(xml, "filename", file->path);
    rates(xml, sum_of(file));
    xml_open(xml, "methods");
    xml_close(xml);
    xml_open(xml, "lines");
    for (size_t i = 0; i < file->count; i++) {
        xml_open(xml, "line");
        xml_count(xml, "number", file->lines[i].line);
        xml_count(xml, "hits", file->lines[i].hits);
        xml_text(xml, "branch", "false");
        xml_close(xml);
    }
    xml_close(xml);
    xml_close(xml);
}

static void package(struct xml *xml, const struct coverage_file *const *files, size_t count)
{
    struct span directory = directory_of(files[0]);
    struct buffer name = {0};
    buffer_add(&name, directory.text, directory.size);
    xml_open(xml, "package");
    xml_text(xml, "name", name.failed ? "" : name.data);
    rates(xml, sum_of_all(files, count));
    xml_open(xml, "classes");
    for (size_t i = 0; i < count; i++) {
        class(xml, files[i]);
    }
    xml_close(xml);
    xml_close(xml);
    xml->failed = xml->failed || name.failed;
    buffer_free(&name);
}

static void head(struct xml *xml, const struct verdict *report, struct coverage_sum sum)
{
    int64_t when = stages_at(report->when);
    rates(xml, sum);
    xml_count(xml, "lines-covered", sum.covered);
    xml_count(xml, "lines-valid", sum.lines);
    xml_text(xml, "branches-covered", "0");
    xml_text(xml, "branches-valid", "0");
    xml_text(xml, "version", report->version);
    xml_count(xml, "timestamp", when > 0 ? (uint64_t)(when / 1000000) : 0); /* milliseconds */
    xml_open(xml, "sources");
    xml_open(xml, "source");
    xml_lines(xml, ".");
    xml_close(xml);
    xml_close(xml);
}

static void document(struct xml *xml, const struct verdict *report,
                     const struct coverage_file *const *files, size_t count)
{
    head(xml, report, sum_of_all(files, count));
    xml_open(xml, "packages");
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count &&
               compare(directory_of(files[next]), directory_of(files[first])) == 0) {
            next++;
        }
        package(xml, files + first, next - first);
    }
    xml_close(xml);
}

bool verdict_cobertura(const struct verdict *report, struct buffer *into, struct fault *fault)
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
    struct xml xml;
    xml_begin(&xml, "coverage", COBERTURA_DTD);
    document(&xml, report, files, count);
    free(files);
    return xml_end(&xml, into, "cobertura.xml", fault);
}
