/* SPDX-License-Identifier: MIT */
#include "signature.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "base/span.h"
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

void signature_make(const struct sanlog_report *report, const char *target,
                    struct signature *signature)
{
    struct own_stack names;
    struct buffer title = {0}, key = {0};
    bool exhaustion = signature_is_exhaustion(report);
    memset(signature, 0, sizeof *signature);
    stack_read(report, &names);
    if (strcmp(report->kind, "stack-overflow") == 0) {
        stack_keep_cycle(&names);
    }
    make_stack(&names, signature);
    if (exhaustion) {
        stack_keep_entry(report, &names);
    }
    const char *place = names.count > 0 ? names.name[0] : target;
    name_kind(report, &title);
    buffer_text(&title, names.count > 0 ? " in " : " in target ");
    inert_title(&title, place, strlen(place));
    copy(signature->title, sizeof signature->title, &title);
    name_kind(report, &key);
    if (names.count == 0 || exhaustion) {
        buffer_text(&key, "|" TARGET);
        inert_title(&key, target, strlen(target));
    }
    for (size_t i = 0; i < names.count && i < KEY_FRAMES; i++) {
        buffer_text(&key, "|");
        inert_title(&key, names.name[i], strlen(names.name[i]));
    }
    copy(signature->key, sizeof signature->key, &key);
    signature_identify(signature);
    memcpy(signature->kind, report->kind, sizeof signature->kind);
    signature->class = severity_class(report);
    signature->severity = severity_of(report);
}

/*
 * How alike two stacks are: casr's similarity (libcasr/src/stacktrace.rs), after the position
 * dependent model of Dang, Wu, Zhang, Zhang and Nobel, "ReBucket: A Method for Clustering Duplicate
 * Crash Reports Based on Call Stack Similarity", ICSE 2012. A frame common to both weighs less the
 * farther it is from the crash, by 0.04 a frame, and the more its two places differ, by 0.13 a
 * frame. These are casr's figures, so that its threshold means here what it means there.
 */
#define PER_DEPTH 0.04
#define PER_SHIFT 0.13
#define DISTANCE  0.3

/* The frames of "read_field|parse_offset|parse", innermost first and 32 at most; "" has none. */
struct frames {
    struct span name[STACK_FRAMES];
    size_t count;
};

static struct frames split(struct span text)
{
    struct frames frames = {.count = 0};
    while (text.size > 0 && frames.count < STACK_FRAMES) {
        size_t size = span_find(text, "|");
        frames.name[frames.count++] = (struct span){text.text, size};
        span_skip(&text, size + 1);
    }
    return frames;
}

/* What one pair of like frames adds to an alignment, the places counted from 1. */
typedef double weight(size_t left, size_t right);

static double one(size_t left, size_t right)
{
    (void)left;
    (void)right;
    return 1;
}

static double by_place(size_t left, size_t right)
{
    size_t depth = left < right ? left : right;
    size_t shift = left < right ? right - left : left - right;
    return exp(-(PER_DEPTH * (double)depth + PER_SHIFT * (double)shift));
}

/* The greatest weight that like frames in the same order can add up to, others between them or not;
 * row by row: best[j] is that of the left frames so far with the first j of the right ones. */
static double align(const struct frames *left, const struct frames *right, weight *weigh)
{
    double best[STACK_FRAMES + 1] = {0};
    for (size_t i = 1; i <= left->count; i++) {
        double diagonal = 0;
        struct span name = left->name[i - 1];
        for (size_t j = 1; j <= right->count; j++) {
            struct span other = right->name[j - 1];
            bool alike = name.size == other.size && memcmp(name.text, other.text, name.size) == 0;
            double above = best[j], joined = alike ? diagonal + weigh(i, j) : 0;
            best[j] = fmax(fmax(above, best[j - 1]), joined);
            diagonal = above;
        }
    }
    return best[right->count];
}

/* The frames of a key, after its kind; none where a target stands for them. "target::f" is a
 * function in a namespace of that name. */
static struct frames key_frames(const char *key)
{
    struct span rest = {key, strlen(key)};
    span_skip(&rest, span_find(rest, "|") + 1);
    struct span target = rest;
    bool named = span_take(&target, TARGET) && !span_take(&target, ":");
    return named ? (struct frames){.count = 0} : split(rest);
}

/* Whether two stacks, one of which may be the beginning of the other, are close enough to be one by
 * casr's measure: the weight of their alignment over that of the shorter stack with itself. In a
 * stack of one frame or two a single common caller would suffice, so those have to be equal. */
static bool close_stacks(const char *left, const char *right)
{
    struct frames ours = split((struct span){left, strlen(left)});
    struct frames theirs = split((struct span){right, strlen(right)});
    size_t shorter = ours.count < theirs.count ? ours.count : theirs.count;
    if (shorter < KEY_FRAMES) {
        return ours.count > 0 && strcmp(left, right) == 0;
    }
    double most = 0;
    for (size_t i = 1; i <= shorter; i++) {
        most += by_place(i, i);
    }
    return 1 - align(&ours, &theirs, by_place) / most < DISTANCE;
}

bool signature_similar(const struct signature *left, const struct signature *right)
{
    if (left->class != right->class || signature_same(left, right)) {
        return left->class == right->class;
    }
    struct frames ours = key_frames(left->key), theirs = key_frames(right->key);
    if (left->class == CLASS_EXHAUSTION || ours.count == 0 || theirs.count == 0) {
        return false;
    }
    /* Each weight is 1: the length of the longest common subsequence, by which ClusterFuzz compares
     * two crash states (src/clusterfuzz/_internal/crash_analysis/crash_comparer.py). */
    return align(&ours, &theirs, one) >= COMMON_FRAMES ||
           (strcmp(left->kind, right->kind) == 0 && close_stacks(left->stack, right->stack));
}
