/* SPDX-License-Identifier: MIT */
/* How a door stands, said once; and many things done at a time. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/progress.h"
#include "base/span.h"
#include "work.h"

void gate_detail(struct gate *gate, enum door door, const char *text, size_t size)
{
    struct door_result *result = &gate->report.doors[door];
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
    struct door_result *result = &gate->report.doors[door];
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    bool shut = !gate_is_open(gate, door);
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
    enum door_state state = gate->report.doors[door].state;
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

struct each {
    struct gate *gate;
    gate_body *body;
    size_t count;
    atomic_size_t next;
};

static void *work(void *context)
{
    struct each *each = context;
    for (;;) {
        size_t number = atomic_fetch_add(&each->next, 1);
        if (number >= each->count || process_interrupted()) {
            return NULL;
        }
        each->body(each->gate, number);
    }
}

/* With no thread to be had it is slower, not lost. */
void gate_each(struct gate *gate, size_t count, gate_body *body)
{
    struct each each = {.gate = gate, .body = body, .count = count};
    pthread_t *threads = calloc(gate->jobs, sizeof *threads);
    size_t started = 0;
    while (threads != NULL && started + 1 < gate->jobs && started + 1 < count &&
           pthread_create(&threads[started], NULL, work, &each) == 0) {
        started++;
    }
    (void)work(&each);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    free(threads);
}
