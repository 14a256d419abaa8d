/* SPDX-License-Identifier: MIT */
#include "comments.h"

#include <string.h>

#include "base/span.h"

static const char heading[] = "## Comment";

/* "<!-- vigil:MARKER -->" */
static bool is_marker_line(struct span line, struct span *marker)
{
    size_t end = 0;
    *marker = line;
    return span_take(marker, "<!-- vigil:") && (end = span_find(*marker, " -->")) < marker->size &&
           (marker->size = end) > 0;
}

/* How many marks of a fence the line begins with, 0 where it begins none (CommonMark s. 4.5). */
static size_t fence(struct span line, char *mark)
{
    size_t count = 0;
    for (int i = 0; i < 3; i++) {
        (void)span_take(&line, " ");
    }
    *mark = line.size > 0 ? line.text[0] : '\0';
    while (count < line.size && line.text[count] == *mark) {
        count++;
    }
    return count >= 3 && (*mark == '`' || *mark == '~') ? count : 0;
}

/* Goes into a fenced block or out of it. */
static void follow_fence(struct span line, size_t *open, char *opened_by)
{
    char mark;
    size_t marks = fence(line, &mark);
    if (*open == 0 && marks > 0) {
        *open = marks;
        *opened_by = mark;
    } else if (*open > 0 && marks >= *open && mark == *opened_by) {
        *open = 0;
    }
}

static bool marker_follows(struct span text)
{
    struct span line = {NULL, 0}, marker;
    while (span_take_line(&text, &line) && line.size == 0) {}
    return is_marker_line(line, &marker);
}

size_t comments_begin(const char *bytes, size_t size)
{
    struct span text = {bytes, size}, line;
    size_t open = 0, start = 0;
    char opened_by = '\0';
    for (; span_take_line(&text, &line); start = size - text.size) {
        struct span rest = line;
        if (span_take(&rest, heading) && (open == 0 || marker_follows(text))) {
            return start;
        }
        follow_fence(line, &open, &opened_by);
    }
    return size;
}

bool comments_have(const char *bytes, size_t size, const char *wanted)
{
    struct span text = {bytes, size}, line, marker;
    span_skip(&text, comments_begin(bytes, size));
    while (span_take_line(&text, &line)) {
        if (is_marker_line(line, &marker) && span_is(marker, wanted)) {
            return true;
        }
    }
    return false;
}

void comments_add(struct buffer *into, const char *when, const char *marker, const char *comment)
{
    bool ends = into->size > 0 && into->data[into->size - 1] == '\n';
    buffer_format(into, "%s\n%s, %s\n\n<!-- vigil:%s -->\n%s", ends ? "" : "\n", heading, when,
                  marker, comment);
    if (into->size > 0 && into->data[into->size - 1] != '\n') {
        buffer_text(into, "\n");
    }
}

static bool is_issue_marker(struct span marker)
{
    if (span_is(marker, "digest")) {
        return true;
    }
    bool crash = span_take(&marker, "crash:") && marker.size == 16;
    for (size_t i = 0; crash && i < marker.size; i++) {
        crash = strchr("0123456789abcdef", marker.text[i]) != NULL && marker.text[i] != '\0';
    }
    return crash;
}

bool comments_issue_marker(const char *bytes, size_t size, char into[64])
{
    struct span text = {bytes, size}, line, marker;
    while (span_take_line(&text, &line)) {
        if (is_marker_line(line, &marker)) {
            bool found = is_issue_marker(marker);
            span_copy(into, 64, found ? marker : (struct span){"", 0});
            return found;
        }
    }
    return false;
}
