/* SPDX-License-Identifier: MIT */
#include "place.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/span.h"
#include "crash/stack.h"

/* Below root, a regular file; `path` is where, from root. */
static bool is_below(const char *root, const char *asked, char path[PATH_SIZE])
{
    char real[PATH_SIZE];
    struct stat about;
    size_t length = strlen(root);
    if (realpath(asked, real) == NULL || strncmp(real, root, length) != 0 || real[length] != '/' ||
        stat(real, &about) != 0 || !S_ISREG(about.st_mode)) {
        return false;
    }
    memmove(path, real + length + 1, strlen(real + length + 1) + 1);
    return true;
}

/* A path may be relative to where the compiler ran, and one that is longer than a frame has room
 * for lacks its beginning. */
static bool locate(const char *root, const char *named, char path[PATH_SIZE])
{
    char asked[PATH_SIZE];
    struct fault ignored;
    if (named[0] == '/') {
        return is_below(root, named, path);
    }
    for (const char *rest = named; rest != NULL && rest[0] != '\0';) {
        if (path_make(asked, &ignored, "%s/%s", root, rest) && is_below(root, asked, path)) {
            return true;
        }
        rest = strchr(rest, '/');
        rest = rest == NULL ? NULL : rest + 1;
    }
    return false;
}

void gate_place_find(const char *root, const struct sanlog_report *report, struct gate_place *place)
{
    *place = (struct gate_place){.line = 0};
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        bool entry = stack_is_entry(frame);
        if ((entry || stack_is_own(frame)) && frame->line > 0 &&
            locate(root, frame->file, place->path)) {
            place->line = frame->line;
            span_copy(place->function, sizeof place->function,
                      (struct span){frame->function, strlen(frame->function)});
            return;
        }
        if (entry) {
            return;
        }
    }
}
