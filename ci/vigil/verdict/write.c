/* SPDX-License-Identifier: MIT */
#include "write.h"

#include <unistd.h>

#include "base/files.h"

#define MARKDOWN_MOST ((size_t)1000000) /* of a job's summary GitHub shows no more than a MiB */

static bool markdown(const struct verdict *report, struct buffer *into, struct fault *fault)
{
    verdict_markdown(report, MARKDOWN_MOST, into);
    return !into->failed || fault_set(fault, "verdict.md: out of memory");
}

typedef bool writer(const struct verdict *report, struct buffer *into, struct fault *fault);

static bool write_one(const struct verdict *report, writer *write, const char *directory,
                      const char *name, struct fault *fault)
{
    struct buffer document = {0};
    char path[PATH_SIZE];
    bool done = path_make(path, fault, "%s/%s", directory, name) &&
                write(report, &document, fault) &&
                files_write(path, document.data, document.size, fault);
    buffer_free(&document);
    return done;
}

bool verdict_write(const struct verdict *report, const char *directory, struct fault *fault)
{
    char verdict[PATH_SIZE], cobertura[PATH_SIZE];
    bool covered = report->coverage.known && report->lines != NULL;
    if (!files_make_directory(directory, fault) ||
        !path_make(verdict, fault, "%s/verdict.json", directory) ||
        !path_make(cobertura, fault, "%s/cobertura.xml", directory)) {
        return false;
    }
    /* Not beside what a former gate left. */
    (void)unlink(verdict);
    (void)unlink(cobertura);
    return write_one(report, markdown, directory, "verdict.md", fault) &&
           write_one(report, verdict_junit, directory, "junit.xml", fault) &&
           write_one(report, verdict_sarif, directory, "vigil.sarif", fault) &&
           (!covered || write_one(report, verdict_cobertura, directory, "cobertura.xml", fault)) &&
           write_one(report, verdict_json, directory, "verdict.json", fault);
}
