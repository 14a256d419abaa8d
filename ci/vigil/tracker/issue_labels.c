/* SPDX-License-Identifier: MIT */
/* The labels of an issue: what is known of the crash, and what lies beside the target. */
#include "issue.h"

#include <string.h>
#include <strings.h>

#include "base/inert.h"

size_t issue_labels(const struct signature *signature, const char *labels[ISSUE_LABELS_MOST])
{
    static const char *const severities[] = {
        [SEVERITY_LOW] = "severity-low",
        [SEVERITY_MEDIUM] = "severity-medium",
        [SEVERITY_HIGH] = "severity-high",
    };
    size_t count = 0;
    labels[count++] = severities[signature->severity];
    labels[count++] = signature_class_name(signature->class);
    if (signature_is_security(signature)) {
        labels[count++] = "security";
    }
    return count;
}

/* By these a tracker is told what a person decided, and how grave a crash is. */
static bool is_ours(struct span label)
{
    static const char severity[] = "severity-";
    if (label.size >= sizeof severity - 1 &&
        strncasecmp(label.text, severity, sizeof severity - 1) == 0) {
        return true;
    }
    static const char *const decisions[] = {"wontfix", "duplicate", "invalid", "triaged"};
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        if (label.size == strlen(decisions[i]) &&
            strncasecmp(label.text, decisions[i], label.size) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_line(const struct buffer *lines, struct span wanted)
{
    struct span text = {lines->data, lines->data == NULL ? 0 : lines->size}, line;
    while (span_take_line(&text, &line)) {
        /* Trackers take labels that differ only in their case for one. */
        if (line.size == wanted.size && strncasecmp(line.text, wanted.text, line.size) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

/* The label as it may stand in a list of labels, whatever the line holds. */
static void clean(struct span line, struct buffer *into)
{
    while (line.size > 0 && is_blank(line.text[0])) {
        span_skip(&line, 1);
    }
    while (line.size > 0 && is_blank(line.text[line.size - 1])) {
        line.size--;
    }
    for (size_t i = 0; i < line.size;) {
        size_t run = 0;
        while (i + run < line.size && strchr(",[]\"'\\", line.text[i + run]) == NULL) {
            run++;
        }
        inert_title(into, line.text + i, run);
        i += run;
        if (i < line.size) {
            buffer_text(into, "_");
            i++;
        }
    }
    if (into->size > ISSUE_LABEL_SIZE) {
        size_t end = ISSUE_LABEL_SIZE;
        for (size_t back = 1; back < 4; back++) { /* not within "\\x1b" */
            end = into->data[ISSUE_LABEL_SIZE - back] == '\\' ? ISSUE_LABEL_SIZE - back : end;
        }
        into->size = end;
    }
}

void issue_add_labels(const char *text, size_t size, size_t most, struct buffer *into)
{
    struct span rest = {text, size}, line;
    size_t added = 0;
    while (added < most && span_take_line(&rest, &line)) {
        struct buffer label = {0};
        clean(line, &label);
        struct span cleaned = {label.data, label.size};
        if (label.size > 0 && !label.failed && !is_ours(cleaned) && !has_line(into, cleaned)) {
            buffer_add(into, label.data, label.size);
            buffer_text(into, "\n");
            added++;
        }
        into->failed = into->failed || label.failed;
        buffer_free(&label);
    }
}
