/* SPDX-License-Identifier: MIT */
#include "ignore.h"

#include <stdlib.h>
#include <string.h>

#include "stack.h"

static bool add(struct ignore *ignore, const char *line, size_t size, struct fault *fault)
{
    regex_t *list = realloc(ignore->list, (ignore->count + 1) * sizeof *list);
    char *expression = strndup(line, size);
    ignore->list = list != NULL ? list : ignore->list;
    if (list == NULL || expression == NULL) {
        free(expression);
        return fault_set(fault, "out of memory");
    }
    int status = regcomp(&list[ignore->count], expression, REG_EXTENDED | REG_NOSUB);
    if (status == 0) {
        ignore->count++;
    } else {
        char reason[128];
        (void)regerror(status, &list[ignore->count], reason, sizeof reason);
        fault_set(fault, "\"%.200s\" is no regular expression: %s", expression, reason);
    }
    free(expression);
    return status == 0;
}

bool ignore_compile(const char *lines, struct ignore *ignore, struct fault *fault)
{
    *ignore = (struct ignore){0};
    while (*lines != '\0') {
        size_t size = strcspn(lines, "\n");
        if (size > 0 && !add(ignore, lines, size, fault)) {
            return false;
        }
        lines += size + (lines[size] == '\n');
    }
    return true;
}

void ignore_free(struct ignore *ignore)
{
    for (size_t i = 0; i < ignore->count; i++) {
        regfree(&ignore->list[i]);
    }
    free(ignore->list);
    *ignore = (struct ignore){0};
}

static bool finds(const regex_t *expression, const char *text)
{
    return text[0] != '\0' && regexec(expression, text, 0, NULL, 0) == 0;
}

void ignore_mark(const struct ignore *ignore, struct sanlog_report *report)
{
    for (size_t i = 0; ignore != NULL && ignore->count > 0 && i < report->frame_count; i++) {
        struct sanlog_frame *frame = &report->frames[i];
        char name[STACK_NAME_SIZE];
        stack_function_name(frame, name);
        for (size_t j = 0; j < ignore->count && !frame->ignored; j++) {
            const regex_t *one = &ignore->list[j];
            frame->ignored =
                finds(one, frame->function) || finds(one, name) || finds(one, frame->file);
        }
    }
}
