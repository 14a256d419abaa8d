/* SPDX-License-Identifier: MIT */
/* How a door stands, and what else a gate has to say. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/progress.h"
#include "base/span.h"
#include "work.h"

void gate_detail(struct gate *gate, enum door door, const char *text, size_t size)
{
    struct door_result *result = &gate->verdict.doors[door];
    bool ended = size == 0 || text[size - 1] == '\n';
    result->details =
        arena_format(&gate->arena, "%s%.*s%s", result->details, (int)size, text, ended ? "" : "\n");
}

static bool is_graver(enum door_state state, enum door_state than)
{
    return state == DOOR_BLOCKED ? than != DOOR_BLOCKED
                                 : than != DOOR_BLOCKED && than != DOOR_COULD_NOT;
}

void gate_shut(struct gate *gate, enum door door, enum door_state state, const char *format, ...)
{
    struct door_result *result = &gate->verdict.doors[door];
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    bool shut = verdict_is_shut(result); /* "not reached" is no reason */
    const char *lesser = text;
    if (is_graver(state, result->state)) {
        lesser = shut ? result->sentence : NULL;
        result->state = state;
        result->sentence = arena_copy(&gate->arena, text, strlen(text));
    }
    if (lesser != NULL) {
        gate_detail(gate, door, lesser, strlen(lesser));
    }
}

bool gate_is_open(const struct gate *gate, enum door door)
{
    enum door_state state = gate->verdict.doors[door].state;
    return state == DOOR_PASSED || state == DOOR_NOTHING;
}

const char *gate_line(struct gate *gate, size_t file, unsigned line)
{
    const struct buffer *text = &gate->commits.head_texts[file];
    struct span rest = {text->data, text->size}, found = {"", 0};
    for (; line > 0; line--) {
        if (!span_take_line(&rest, &found)) {
            return "";
        }
    }
    return arena_copy(&gate->arena, found.text, found.size);
}

void gate_trouble(struct gate *gate, const struct fault *fault)
{
    (void)pthread_mutex_lock(&gate->lock);
    progress_say("gate: %s", fault->text);
    buffer_format(&gate->troubles, "%s\n", fault->text);
    (void)pthread_mutex_unlock(&gate->lock);
}
