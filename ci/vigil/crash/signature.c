/* SPDX-License-Identifier: MIT */
#include "signature.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "cluster.h"
#include "severity.h"
#include "stack.h"

#define KEY_FRAMES    3
#define COMMON_FRAMES 2 /* ClusterFuzz's SAME_FRAMES_THRESHOLD */
#define TARGET        "target:"

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

bool signature_same(const struct signature *left, const struct signature *right)
{
    return strcmp(left->key, right->key) == 0;
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

static void copy(char *into, size_t room, const struct buffer *text)
{
    (void)snprintf(into, room, "%s", text->data == NULL || text->failed ? "" : text->data);
}

static void make_title(const struct sanlog_report *report, const struct own_stack *names,
                       const char *target, struct signature *signature)
{
    struct buffer title = {0};
    name_kind(report, &title);
    buffer_text(&title, names->count > 0 ? " in " : " in target ");
    const char *place = names->count > 0 ? names->name[0] : target;
    inert_title(&title, place, strlen(place));
    copy(signature->title, sizeof signature->title, &title);
    buffer_free(&title);
}

static void make_key(const struct sanlog_report *report, const struct own_stack *names,
                     const char *target, struct signature *signature)
{
    struct buffer key = {0};
    name_kind(report, &key);
    if (names->count == 0 || signature_is_exhaustion(report)) {
        buffer_text(&key, "|" TARGET);
        inert_title(&key, target, strlen(target));
    }
    for (size_t i = 0; i < names->count && i < KEY_FRAMES; i++) {
        buffer_text(&key, "|");
        inert_title(&key, names->name[i], strlen(names->name[i]));
    }
    copy(signature->key, sizeof signature->key, &key);
    buffer_free(&key);
}

/* Whole names only, as many as fit: a name that was cut would be like another that was. */
static void make_stack(const struct own_stack *names, struct signature *signature)
{
    struct buffer stack = {0};
    bool fits = true;
    for (size_t i = 0; i < names->count && fits; i++) {
        struct buffer name = {0};
        buffer_text(&name, i > 0 ? "|" : "");
        inert_title(&name, names->name[i], strlen(names->name[i]));
        fits = stack.size + name.size < sizeof signature->stack;
        buffer_add(&stack, name.data, fits ? name.size : 0);
        buffer_free(&name);
    }
    copy(signature->stack, sizeof signature->stack, &stack);
    buffer_free(&stack);
}

void signature_identify(struct signature *signature)
{
    uint64_t hash = fnv_add(FNV_START, signature->key, strlen(signature->key));
    (void)snprintf(signature->id, sizeof signature->id, "%016llx", (unsigned long long)hash);
}

void signature_make(const struct sanlog_report *report, const char *target,
                    struct signature *signature)
{
    struct own_stack names;
    memset(signature, 0, sizeof *signature);
    stack_read(report, &names);
    if (strcmp(report->kind, "stack-overflow") == 0) {
        stack_keep_cycle(&names);
    }
    make_stack(&names, signature);
    if (signature_is_exhaustion(report)) {
        stack_keep_entry(report, &names);
    }
    make_title(report, &names, target, signature);
    make_key(report, &names, target, signature);
    signature_identify(signature);
    memcpy(signature->kind, report->kind, sizeof signature->kind);
    signature->class = severity_class(report);
    signature->severity = severity_of(report);
}

/* The frames of a key, after its kind; none where a target stands for them. "target::f" is a
 * function in a namespace of that name. */
static void key_frames(const char *key, struct cluster_stack *frames)
{
    struct span rest = {key, strlen(key)};
    span_skip(&rest, span_find(rest, "|") + 1);
    struct span target = rest;
    bool named = span_take(&target, TARGET) && !span_take(&target, ":");
    cluster_split(named ? (struct span){rest.text, 0} : rest, frames);
}

/* Of the one frame or two of a short stack, a single common caller already makes casr's sum: those
 * are close only where they are equal. */
static bool close_stacks(const char *left, const char *right)
{
    struct cluster_stack ours, theirs;
    cluster_split((struct span){left, strlen(left)}, &ours);
    cluster_split((struct span){right, strlen(right)}, &theirs);
    bool tell = ours.count >= KEY_FRAMES && theirs.count >= KEY_FRAMES;
    return tell ? cluster_close(&ours, &theirs) : ours.count > 0 && strcmp(left, right) == 0;
}

bool signature_similar(const struct signature *left, const struct signature *right)
{
    if (left->class != right->class || signature_same(left, right)) {
        return left->class == right->class;
    }
    struct cluster_stack ours, theirs;
    key_frames(left->key, &ours);
    key_frames(right->key, &theirs);
    if (left->class == CLASS_EXHAUSTION || ours.count == 0 || theirs.count == 0) {
        return false;
    }
    return cluster_common(&ours, &theirs) >= COMMON_FRAMES ||
           (strcmp(left->kind, right->kind) == 0 && close_stacks(left->stack, right->stack));
}
