/* SPDX-License-Identifier: MIT */
#include "unfiled.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"

#define LINE_SIZE 32

static bool make_path(const char *state, char path[PATH_SIZE], struct fault *fault)
{
    return path_make(path, fault, "%s/unfiled", state);
}

static size_t make_line(int64_t night, char line[LINE_SIZE])
{
    int size = snprintf(line, LINE_SIZE, "%" PRId64 "\n", night);
    return (size_t)size;
}

bool unfiled_note(const char *state, int64_t night, struct fault *fault)
{
    char path[PATH_SIZE], line[LINE_SIZE];
    size_t size = make_line(night, line);
    return make_path(state, path, fault) && files_write(path, line, size, fault);
}

bool unfiled_is(const char *state, int64_t night)
{
    char path[PATH_SIZE], line[LINE_SIZE];
    struct fault ignored;
    size_t size = make_line(night, line);
    return make_path(state, path, &ignored) && files_equal(path, line, size);
}

bool unfiled_forget(const char *state, struct fault *fault)
{
    char path[PATH_SIZE];
    return make_path(state, path, fault) &&
           (unlink(path) == 0 || errno == ENOENT || fault_errno(fault, "%s: cannot remove", path));
}
