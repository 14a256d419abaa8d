/* SPDX-License-Identifier: MIT */
/* When two signatures are one crash: the second half of signature.h. */
#include "signature.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "herald.h"
#include "stack.h"

#define KEY_FRAMES    3
#define COMMON_FRAMES 2   /* ClusterFuzz's SAME_FRAMES_THRESHOLD */
#define ALIKE         0.8 /* ClusterFuzz's COMPARE_THRESHOLD */
#define TARGET        "target:"
#define NAME_MOST     512  /* of a name's letters, escapes counted */
#define APART         "|@" /* no name holds it: both marks are escaped there */

/* The key without what tells it apart. */
static struct span bare_key(const struct signature *signature)
{
    struct span key = {signature->key, strlen(signature->key)};
    key.size = span_find(key, APART);
    return key;
}

/* What tells the signature apart from another of its key, as it stands or would stand behind the
 * key: "tea.c: have < room"; "" where nothing does. */
static void distinction(const struct signature *signature, char into[SIGNATURE_APART_SIZE])
{
    size_t bare = bare_key(signature).size;
    if (signature->key[bare] != '\0') {
        (void)snprintf(into, SIGNATURE_APART_SIZE, "%s", signature->key + bare + strlen(APART));
        return;
    }
    bool both = signature->file[0] != '\0' && signature->message[0] != '\0';
    (void)snprintf(into, SIGNATURE_APART_SIZE, "%s%s%s", signature->file, both ? ": " : "",
                   signature->message);
}

/* Whether both say it, and not the same. */
static bool differ(const char *left, const char *right)
{
    return left[0] != '\0' && right[0] != '\0' && strcmp(left, right) != 0;
}

static bool told_apart(const struct signature *left, const struct signature *right)
{
    return differ(left->message, right->message) || differ(left->file, right->file);
}

bool signature_same(const struct signature *left, const struct signature *right)
{
    struct span ours = bare_key(left), theirs = bare_key(right);
    if (ours.size != theirs.size || memcmp(ours.text, theirs.text, ours.size) != 0 ||
        told_apart(left, right)) {
        return false;
    }
    bool marked = left->key[ours.size] != '\0', other = right->key[theirs.size] != '\0';
    char mine[SIGNATURE_APART_SIZE], others[SIGNATURE_APART_SIZE];
    distinction(left, mine);
    distinction(right, others);
    return (!marked && !other) || strcmp(mine, others) == 0;
}

void signature_tell_apart(struct signature *signature)
{
    char mark[SIGNATURE_APART_SIZE];
    size_t size = bare_key(signature).size;
    distinction(signature, mark);
    if (signature->key[size] == '\0' && mark[0] != '\0') {
        (void)snprintf(signature->key + size, sizeof signature->key - size, APART "%s", mark);
        signature_identify(signature);
    }
}

/* Whether chance has no part in where it broke, and the place is that of the fault: an allocation
 * that leaks is in order, and so may be either side of a race. */
static bool has_place(const struct signature *signature)
{
    return (signature->class == CLASS_MEMORY || signature->class == CLASS_FUNCTIONAL) &&
           signature->file[0] != '\0' && signature->line > 0 && signature->stack[0] != '\0';
}

/* The own stack from the function on that broke; *size is that of its name. */
static const char *broken_in(const struct signature *signature, size_t *size)
{
    const char *stack = signature->stack + herald_skip(signature->kind, signature->stack);
    *size = strcspn(stack, "|");
    return stack;
}

static bool same_function(const struct signature *left, const struct signature *right)
{
    size_t size, other;
    const char *ours = broken_in(left, &size), *theirs = broken_in(right, &other);
    return size == other && memcmp(ours, theirs, size) == 0;
}

/* Whether heralds of the project's own ended the program for two functions: for two causes, however
 * many frames the stacks have in common. */
static bool heralds_of_two(const struct signature *left, const struct signature *right)
{
    return strcmp(left->kind, right->kind) == 0 && herald_skip(left->kind, left->stack) > 0 &&
           herald_skip(right->kind, right->stack) > 0 && !same_function(left, right);
}

bool signature_one_place(const struct signature *left, const struct signature *right)
{
    return has_place(left) && has_place(right) && left->class == right->class &&
           strcmp(left->kind, right->kind) == 0 && left->line == right->line &&
           strcmp(left->file, right->file) == 0 && same_function(left, right) &&
           !differ(left->message, right->message);
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
static struct frames key_frames(const struct signature *signature)
{
    struct span rest = bare_key(signature);
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

/* How many letters have to be changed, added or left out to make one name of the other. */
static size_t edits(struct span left, struct span right)
{
    size_t row[NAME_MOST + 1];
    size_t width = right.size < NAME_MOST ? right.size : NAME_MOST;
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= left.size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t changed = diagonal + (left.text[i - 1] != right.text[j - 1]);
            size_t fewest = row[j - 1] < row[j] ? row[j - 1] : row[j];
            diagonal = row[j];
            row[j] = changed < fewest + 1 ? changed : fewest + 1;
        }
    }
    return row[width];
}

/* The mean of how alike the names are that stand at one place of the two keys: of the letters of
 * both, the share that need no change. The innermost have to be equal. */
static bool alike_by_letters(const struct frames *left, const struct frames *right)
{
    size_t count = left->count < right->count ? left->count : right->count;
    struct span ours = left->name[0], theirs = right->name[0];
    if (ours.size != theirs.size || memcmp(ours.text, theirs.text, ours.size) != 0) {
        return false;
    }
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double letters = (double)(left->name[i].size + right->name[i].size);
        sum += (letters - (double)edits(left->name[i], right->name[i])) / letters;
    }
    return sum / (double)count > ALIKE;
}

bool signature_similar(const struct signature *left, const struct signature *right)
{
    if (left->class != right->class || signature_same(left, right)) {
        return left->class == right->class;
    }
    struct frames ours = key_frames(left), theirs = key_frames(right);
    if (left->class == CLASS_EXHAUSTION || ours.count == 0 || theirs.count == 0 ||
        told_apart(left, right) || heralds_of_two(left, right)) {
        return false;
    }
    /* Each weight is 1: the length of the longest common subsequence, by which ClusterFuzz compares
     * two crash states (src/clusterfuzz/_internal/crash_analysis/crash_comparer.py). */
    return align(&ours, &theirs, one) >= COMMON_FRAMES ||
           (strcmp(left->kind, right->kind) == 0 &&
            (alike_by_letters(&ours, &theirs) || close_stacks(left->stack, right->stack)));
}
