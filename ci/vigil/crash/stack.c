/* SPDX-License-Identifier: MIT */
#include "stack.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame_name.h"
#include "nobody.h"

/* The functions of libFuzzer that call a target: beyond them every frame is the fuzzer's. */
static const char *const drivers[] = {"fuzzer::Fuzzer::ExecuteCallback", "fuzzer::Fuzzer::RunOne",
                                      "fuzzer::Fuzzer::Loop", "fuzzer::RunOneTest",
                                      "fuzzer::FuzzerDriver"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool starts_any(const char *text, const char *const *words, size_t count)
{
    size_t i = 0;
    while (i < count && !starts(text, words[i])) {
        i++;
    }
    return i < count;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* A distribution's glibc names its files relative to its own tree, the directory twice:
 * "nptl/./nptl/pthread_kill.c", "./csu/../csu/libc-start.c". No project names its files so. */
static bool glibc_file(const char *file)
{
    file += starts(file, "./") ? 2 : 0;
    size_t size = strcspn(file, "/");
    const char *rest = file + size;
    rest += starts(rest, "/./") ? 3 : starts(rest, "/../") ? 4 : 0;
    return rest > file + size && strncmp(rest, file, size) == 0 && rest[size] == '/';
}

bool stack_is_entry(const struct sanlog_frame *frame)
{
    return starts_any(frame->function, drivers, COUNT(drivers)) ||
           strcmp(frame->function, "LLVMFuzzerTestOneInput") == 0;
}

bool stack_is_own(const struct sanlog_frame *frame)
{
    if (frame->ignored || (frame->function[0] == '\0' && frame->file[0] == '\0')) {
        return false;
    }
    char name[STACK_NAME_SIZE];
    stack_function_name(frame, name);
    struct frame_language language = frame_language(frame->function, frame->file);
    const struct nobody_frame about = {.name = name,
                                       .function = frame->function,
                                       .file = frame->file,
                                       .module = frame->module,
                                       .rust = language.rust,
                                       .go = language.go};
    return !glibc_file(frame->file) && !nobody_is(&about);
}

size_t stack_count(const struct sanlog_report *report)
{
    size_t count = 0;
    while (count < report->frame_count && !stack_is_entry(&report->frames[count])) {
        count++;
    }
    return count;
}

void stack_mark_own(const struct sanlog_report *report, bool own[SANLOG_FRAMES])
{
    bool beyond = false;
    for (size_t i = 0; i < report->frame_count; i++) {
        bool begins = i == 0 || i == report->second;
        beyond = (beyond && !begins) || stack_is_entry(&report->frames[i]);
        own[i] = !beyond && stack_is_own(&report->frames[i]);
    }
}

void stack_function_name(const struct sanlog_frame *frame, char name[STACK_NAME_SIZE])
{
    frame_name(frame->function, frame->file, name, STACK_NAME_SIZE);
    if (name[0] == '\0') {
        const char *known = frame->function[0] != '\0' ? frame->function : base_name(frame->file);
        (void)snprintf(name, STACK_NAME_SIZE, "%s", known);
    }
}

/* One of a report's two stacks, as a range of its frames. */
struct side {
    const struct sanlog_report *report;
    const bool *own;
    size_t next, end;
};

/* The next own function of the side; false at its end. */
static bool take(struct side *side, char name[STACK_NAME_SIZE])
{
    for (; side->next < side->end; side->next++) {
        if (side->own[side->next]) {
            stack_function_name(&side->report->frames[side->next++], name);
            return true;
        }
    }
    return false;
}

/* As strcmp, of the sides' names one after the other. */
static int compare(struct side left, struct side right)
{
    char ours[STACK_NAME_SIZE], theirs[STACK_NAME_SIZE];
    for (;;) {
        bool more = take(&left, ours), others = take(&right, theirs);
        int order = more && others ? strcmp(ours, theirs) : (int)more - (int)others;
        if (order != 0 || !more) {
            return order;
        }
    }
}

/* Once, however often it stands in the stack. */
static void add_name(struct own_stack *stack, const char name[STACK_NAME_SIZE])
{
    size_t at = 0;
    while (at < stack->count && strcmp(stack->name[at], name) != 0) {
        at++;
    }
    if (at < STACK_FRAMES) {
        memcpy(stack->name[at], name, STACK_NAME_SIZE);
        stack->times[at]++;
        stack->count += at == stack->count;
    }
}

void stack_read(const struct sanlog_report *report, struct own_stack *stack)
{
    size_t middle = report->second > 0 ? report->second : report->frame_count;
    bool own[SANLOG_FRAMES] = {false};
    stack_mark_own(report, own);
    struct side first = {report, own, 0, middle};
    struct side second = {report, own, middle, report->frame_count};
    bool turned = report->second > 0 && compare(first, second) > 0;
    struct side sides[] = {turned ? second : first, turned ? first : second};
    memset(stack, 0, sizeof *stack);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < 2; i++) {
            char name[STACK_NAME_SIZE];
            if (!take(&sides[i], name)) {
                continue;
            }
            more = true;
            add_name(stack, name);
        }
    }
}

static bool is_unnamed(const struct sanlog_frame *frame)
{
    return frame->function[0] == '\0' && frame->file[0] == '\0' && frame->module[0] != '\0' &&
           frame->offset > 0 && !frame->ignored;
}

/* Whether only the module tells whose the frame is, and it is a runtime's. */
static bool in_runtime_module(const struct sanlog_frame *frame)
{
    const struct nobody_frame about = {
        .name = "", .function = "", .file = "", .module = frame->module};
    return frame->module[0] != '\0' && nobody_is(&about);
}

/* The first frame of the target's, where libFuzzer printed the stack from within a handler. */
static size_t after_handler(const struct sanlog_report *report, size_t end)
{
    size_t at = 0;
    while (report->tool == SANLOG_LIBFUZZER && at < end &&
           !in_runtime_module(&report->frames[at])) {
        at++;
    }
    return at < end ? at : 0;
}

/* Whether a frame before the entry is known by its offset, and none is known to be the project's.
 */
static bool has_only_offsets(const struct sanlog_report *report, size_t end)
{
    bool own[SANLOG_FRAMES] = {false}, unnamed = false;
    for (size_t i = 0; i < end && !unnamed; i++) {
        unnamed = is_unnamed(&report->frames[i]);
    }
    if (unnamed) {
        stack_mark_own(report, own);
    }
    for (size_t i = 0; i < report->frame_count && unnamed; i++) {
        unnamed = !own[i];
    }
    return unnamed;
}

void stack_read_offsets(const struct sanlog_report *report, struct own_stack *stack)
{
    size_t end = stack_count(report);
    end = report->second > 0 && report->second < end ? report->second : end;
    memset(stack, 0, sizeof *stack);
    if (!has_only_offsets(report, end)) {
        return;
    }
    for (size_t i = after_handler(report, end); i < end && stack->count < STACK_FRAMES; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        char name[STACK_NAME_SIZE];
        if (is_unnamed(frame) && !in_runtime_module(frame)) {
            (void)snprintf(name, sizeof name, "%s+0x%llx", frame->module,
                           (unsigned long long)frame->offset);
            add_name(stack, name);
        }
    }
}

const struct sanlog_frame *stack_find(const struct sanlog_report *report, const char *name)
{
    bool beyond = false;
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        char other[STACK_NAME_SIZE];
        beyond = (beyond && i != report->second) || stack_is_entry(frame);
        stack_function_name(frame, other);
        if (!beyond && strcmp(name, other) == 0 && stack_is_own(frame)) {
            return frame;
        }
    }
    return NULL;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

void stack_keep_cycle(struct own_stack *stack)
{
    size_t kept = 0;
    for (size_t i = 0; i < stack->count; i++) {
        if (stack->times[i] > 1) {
            memmove(stack->name[kept++], stack->name[i], sizeof stack->name[i]);
        }
    }
    if (kept > 0) {
        stack->count = kept;
        qsort(stack->name, kept, sizeof stack->name[0], by_name);
    }
}

void stack_keep_entry(const struct sanlog_report *report, struct own_stack *stack)
{
    size_t entry = stack_count(report);
    stack->count = 0;
    for (size_t i = entry < report->frame_count ? entry : 0; i > 0; i--) {
        if (stack_is_own(&report->frames[i - 1])) {
            stack_function_name(&report->frames[i - 1], stack->name[0]);
            stack->times[0] = 1;
            stack->count = 1;
            return;
        }
    }
}
