/* SPDX-License-Identifier: MIT */
#include "kept.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"

#define FILE_MOST ((size_t)64 << 20)

static bool write_one(const char *directory, const char *name, const void *data, size_t size,
                      struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_write(path, size == 0 ? "" : data, size, fault);
}

/* Marks must never stand beside an input that is not theirs: the old ones are removed before the
 * input is written, and the new ones are written after it. */
bool kept_write(const struct crash *crash, const char *directory, struct fault *fault)
{
    char marks[PATH_SIZE];
    const char *target = crash->target->name;
    return files_make_directory(directory, fault) &&
           path_make(marks, fault, "%s/marks", directory) &&
           (unlink(marks) == 0 || errno == ENOENT || fault_errno(fault, "%s", marks)) &&
           write_one(directory, "input", crash->input.data, crash->input.size, fault) &&
           write_one(directory, "minimized", crash->minimised.data, crash->minimised.size, fault) &&
           (crash->marks.size == 0 ||
            write_one(directory, "marks", crash->marks.data, crash->marks.size, fault)) &&
           write_one(directory, "target", target, strlen(target), fault) &&
           write_one(directory, "report.txt", crash->log.data, crash->log.size, fault);
}

static bool read_one(const char *directory, const char *name, struct buffer *into,
                     struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_read(path, FILE_MOST, into, fault);
}

bool kept_read(const struct target *target, const char *directory,
               const struct signature *signature, struct crash *crash, struct fault *fault)
{
    memset(crash, 0, sizeof *crash);
    crash->target = target;
    crash->signature = *signature;
    crash->reproducibility = UNCONFIRMED;
    bool done = read_one(directory, "input", &crash->input, fault) &&
                read_one(directory, "minimized", &crash->minimised, fault) &&
                read_one(directory, "report.txt", &crash->log, fault) &&
                (sanlog_read(crash->log.data, crash->log.size, &crash->report) ||
                 fault_set(fault, "%s/report.txt: tells of no crash", directory));
    /* Marks are optional: they only help to read the input, and older nights kept none. */
    struct fault ignored;
    if (!read_one(directory, "marks", &crash->marks, &ignored) ||
        crash->marks.size != crash->minimised.size) {
        crash->marks.size = 0;
    }
    return done;
}
