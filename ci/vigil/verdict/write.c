/* SPDX-License-Identifier: MIT */
#include "write.h"

#include <unistd.h>

#include "base/files.h"

static bool markdown(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    verdict_markdown(verdict, VERDICT_MARKDOWN_MOST, into);
    return !into->failed || fault_set(fault, "verdict.md: out of memory");
}

typedef bool writer(const struct verdict *verdict, struct buffer *into, struct fault *fault);

static bool write_one(const struct verdict *verdict, writer *write, const char *directory,
                      const char *name, struct fault *fault)
{
    struct buffer document = {0};
    char path[PATH_SIZE];
    bool done = path_make(path, fault, "%s/%s", directory, name) &&
                write(verdict, &document, fault) &&
                files_write(path, document.data, document.size, fault);
    buffer_free(&document);
    return done;
}

bool verdict_write(const struct verdict *verdict, const char *directory, struct fault *fault)
{
    char json[PATH_SIZE], cobertura[PATH_SIZE];
    bool covered = verdict->coverage.known && verdict->lines != NULL;
    if (!files_make_directory(directory, fault) ||
        !path_make(json, fault, "%s/verdict.json", directory) ||
        !path_make(cobertura, fault, "%s/cobertura.xml", directory)) {
        return false;
    }
    /* Nothing that a former gate left is to stand beside what this one writes. */
    (void)unlink(json);
    (void)unlink(cobertura);
    return write_one(verdict, markdown, directory, "verdict.md", fault) &&
           write_one(verdict, verdict_junit, directory, "junit.xml", fault) &&
           write_one(verdict, verdict_sarif, directory, "vigil.sarif", fault) &&
           (!covered || write_one(verdict, verdict_cobertura, directory, "cobertura.xml", fault)) &&
           write_one(verdict, verdict_json, directory, "verdict.json", fault);
}
