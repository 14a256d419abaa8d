/* SPDX-License-Identifier: MIT */
#include "source_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/span.h"
#include "crash/stack.h"

#define SIZE_LIMIT  ((size_t)4 << 20)
#define LINES_ABOVE 3
#define LINES_BELOW 2
#define LINE_LIMIT  300

/* The file's real path. A symbolizer names an absolute path, or one relative to where the compiler
 * ran. */
static bool locate(const char *root, const char *named, char path[PATH_SIZE])
{
    char asked[PATH_SIZE], top[PATH_SIZE];
    struct fault ignored;
    return realpath(root, top) != NULL &&
           path_make(asked, &ignored, "%s%s%s", named[0] == '/' ? "" : top,
                     named[0] == '/' ? "" : "/", named) &&
           files_is_below(top, asked, path);
}

/* Adds the line and those around it. False where the text has no such line. */
static bool take_lines(struct span text, struct report_source *source)
{
    struct span line;
    bool there = false;
    source->first = source->line > LINES_ABOVE ? source->line - LINES_ABOVE : 1;
    for (unsigned number = 1; number <= source->line + LINES_BELOW && span_take_line(&text, &line);
         number++) {
        there = there || number == source->line;
        if (number >= source->first) {
            buffer_add(&source->text, line.text, line.size < LINE_LIMIT ? line.size : LINE_LIMIT);
            buffer_text(&source->text, "\n");
        }
    }
    return there && !source->text.failed;
}

static bool read_source(const char *path, struct report_source *source)
{
    struct buffer text = {0};
    struct fault ignored;
    bool there = files_read(path, SIZE_LIMIT, &text, &ignored) &&
                 take_lines((struct span){text.data, text.size}, source);
    buffer_free(&text);
    return there;
}

size_t source_lines_read(const char *root, const struct sanlog_report *report,
                         struct report_source *sources)
{
    size_t found = 0, own = stack_count(report);
    for (size_t i = 0; root[0] != '\0' && i < own && found < REPORT_SOURCES; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        struct report_source *source = &sources[found];
        char path[PATH_SIZE];
        *source = (struct report_source){.frame = (unsigned)i, .line = frame->line};
        if (!stack_is_own(frame) || frame->line == 0 || frame->file[0] == '\0' ||
            !locate(root, frame->file, path)) {
            continue;
        }
        if (read_source(path, source)) {
            found++;
        } else {
            buffer_free(&source->text);
        }
    }
    return found;
}
