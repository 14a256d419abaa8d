/* SPDX-License-Identifier: MIT */
#include "signature.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "herald.h"
#include "message.h"
#include "stack.h"

#define KEY_FRAMES    3
#define TARGET        "target:"
#define MESSAGE_SHOWN 100 /* of a message in a title */

const char *signature_severity_name(enum severity severity)
{
    return severity == SEVERITY_HIGH ? "high" : severity == SEVERITY_MEDIUM ? "medium" : "low";
}

static const char *const class_names[] = {[CLASS_MEMORY] = "memory",
                                          [CLASS_FUNCTIONAL] = "functional",
                                          [CLASS_LEAK] = "leak",
                                          [CLASS_RACE] = "race",
                                          [CLASS_EXHAUSTION] = "exhaustion"};

const char *signature_class_name(enum crash_class class)
{
    return class_names[class];
}

bool signature_class_read(const char *name, enum crash_class *class)
{
    for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++) {
        if (strcmp(name, class_names[i]) == 0) {
            *class = (enum crash_class)i;
            return true;
        }
    }
    return false;
}

bool signature_is_security(const struct signature *signature)
{
    return signature->class == CLASS_MEMORY && signature->severity != SEVERITY_LOW;
}

bool signature_is_exhaustion(const struct sanlog_report *report)
{
    return strcmp(report->kind, "timeout") == 0 || strcmp(report->kind, "out-of-memory") == 0;
}

static void name_kind(const struct sanlog_report *report, struct buffer *into)
{
    static const char *const accesses[] = {[SANLOG_READ] = " READ", [SANLOG_WRITE] = " WRITE"};
    inert_title(into, report->kind, strlen(report->kind));
    if (report->access == SANLOG_ACCESS_NONE) {
        return;
    }
    buffer_text(into, accesses[report->access]);
    if (report->access_size > 0 && report->frame_count > 0 &&
        (stack_is_own(&report->frames[0]) || stack_is_entry(&report->frames[0]))) {
        buffer_format(into, " %llu", (unsigned long long)report->access_size);
    }
}

void signature_identify(struct signature *signature)
{
    uint64_t hash = fnv_add(FNV_START, signature->key, strlen(signature->key));
    (void)snprintf(signature->id, sizeof signature->id, "%016llx", (unsigned long long)hash);
}

static void copy(char *into, size_t room, struct buffer *text)
{
    (void)snprintf(into, room, "%s", text->data == NULL || text->failed ? "" : text->data);
    buffer_free(text);
}

/* Keeps as many whole names as fit: two that were cut could seem to be one. */
static void make_stack(const struct own_stack *names, struct signature *signature)
{
    struct buffer stack = {0};
    for (size_t i = 0; i < names->count; i++) {
        size_t before = stack.size;
        buffer_text(&stack, i > 0 ? "|" : "");
        inert_title(&stack, names->name[i], strlen(names->name[i]));
        if (stack.size >= sizeof signature->stack && !stack.failed) {
            stack.data[before] = '\0';
            break;
        }
    }
    copy(signature->stack, sizeof signature->stack, &stack);
}

/* Where the frame of that name stands, for what has one key to be told apart. Where chance chose
 * the frame (an alarm, the depth of a recursion) its file is known and its line says nothing. */
static void place(const struct sanlog_report *report, const char *name, bool chance,
                  struct signature *signature)
{
    const struct sanlog_frame *frame = stack_find(report, name);
    if (frame != NULL) {
        const char *slash = strrchr(frame->file, '/');
        const char *base = slash == NULL ? frame->file : slash + 1;
        struct buffer file = {0};
        inert_title(&file, base, strlen(base));
        copy(signature->file, sizeof signature->file, &file);
        signature->line = chance ? 0 : frame->line;
    }
}

/* "assertion-failure: index < size in peel" */
static void make_title(const struct sanlog_report *report, const char *function, const char *target,
                       struct signature *signature)
{
    const char *where = function != NULL ? function : target;
    struct buffer title = {0};
    name_kind(report, &title);
    if (signature->message[0] != '\0') {
        char message[MESSAGE_SHOWN];
        message_mask(report, message, sizeof message);
        buffer_format(&title, ": %s", message);
    }
    buffer_text(&title, function != NULL ? " in " : " in target ");
    inert_title(&title, where, strlen(where));
    copy(signature->title, sizeof signature->title, &title);
}

/* How many heralds of the project's own come before the function that called them. */
static size_t count_heralds(const char *kind, const struct own_stack *names)
{
    size_t count = 0;
    while (herald_kind(kind) && count < names->count &&
           herald_is(names->name[count], strlen(names->name[count]))) {
        count++;
    }
    return count < names->count ? count : 0;
}

bool signature_lacks_symbols(const struct sanlog_report *report)
{
    struct own_stack offsets;
    stack_read_offsets(report, &offsets);
    return offsets.count > 0;
}

static void add_names(const struct own_stack *names, size_t first, struct buffer *key)
{
    for (size_t i = first; i < names->count && i < first + KEY_FRAMES; i++) {
        buffer_text(key, "|");
        inert_title(key, names->name[i], strlen(names->name[i]));
    }
}

void signature_make(const struct sanlog_report *report, const char *target,
                    struct signature *signature)
{
    struct own_stack names, offsets = {.count = 0};
    struct buffer key = {0};
    bool exhaustion = signature_is_exhaustion(report);
    bool cyclic = strcmp(report->kind, "stack-overflow") == 0;
    memset(signature, 0, sizeof *signature);
    stack_read(report, &names);
    if (names.count == 0 && !exhaustion) {
        stack_read_offsets(report, &offsets);
    }
    if (cyclic) {
        stack_keep_cycle(&names);
        stack_keep_cycle(&offsets);
    }
    make_stack(&names, signature);
    if (exhaustion) {
        stack_keep_entry(report, &names);
    }
    message_mask(report, signature->message, sizeof signature->message);
    size_t heralds = count_heralds(report->kind, &names);
    if (names.count > 0) {
        place(report, names.name[heralds], exhaustion || cyclic, signature);
    }
    /* The message tells two titles apart; where there is none, the function does. */
    bool shown = signature->message[0] == '\0' || heralds >= KEY_FRAMES;
    make_title(report,
               names.count > 0     ? names.name[shown ? heralds : 0]
               : offsets.count > 0 ? offsets.name[0]
                                   : NULL,
               target, signature);
    name_kind(report, &key);
    if (names.count == 0 || exhaustion) {
        buffer_text(&key, "|" TARGET);
        inert_title(&key, target, strlen(target));
    }
    /* A key that has the function itself stays as it is, for the issues that are open under it. */
    add_names(names.count > 0 ? &names : &offsets, heralds < KEY_FRAMES ? 0 : heralds, &key);
    copy(signature->key, sizeof signature->key, &key);
    signature_identify(signature);
    memcpy(signature->kind, report->kind, sizeof signature->kind);
    signature->class = severity_class(report);
    signature->severity = severity_of(report);
}
