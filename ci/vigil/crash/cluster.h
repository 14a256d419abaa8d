/* cluster.h -- (private to signature) how alike two stacks are */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_CLUSTER_H
#define VIGIL_CRASH_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define SIMILAR_FRAMES 32

struct cluster_stack {
    struct span frame[SIMILAR_FRAMES]; /* innermost first; they point into the text */
    size_t count;
};

/* "read_field|parse_offset|parse" into its frames; those beyond the 32nd are left out, and of ""
 * there are none. */
void cluster_split(struct span text, struct cluster_stack *stack);

/* How many frames stand in both in the same order, others between them or not: the longest common
 * subsequence, by which ClusterFuzz compares two crash states
 * (src/clusterfuzz/_internal/crash_analysis/crash_comparer.py). */
size_t cluster_common(const struct cluster_stack *left, const struct cluster_stack *right);

/*
 * From 0 (nothing in common) to 1 (the one is the beginning of the other): casr's similarity
 * (libcasr/src/stacktrace.rs), after the position dependent model of Dang, Wu, Zhang, Zhang and
 * Nobel, "ReBucket: A Method for Clustering Duplicate Crash Reports Based on Call Stack
 * Similarity", ICSE 2012. A frame common to both weighs less the farther it is from the crash, by
 * casr's 0.04 a frame, and the more its two places differ, by casr's 0.13 a frame; the best
 * alignment's weight is put in relation to that of the shorter stack with itself.
 */
double cluster_degree(const struct cluster_stack *left, const struct cluster_stack *right);

/* Whether the degree passes the threshold that casr clusters by: their distance, 1 - degree, is
 * less than 0.3. Higher degree, closer stacks. */
bool cluster_close(const struct cluster_stack *left, const struct cluster_stack *right);

#endif
