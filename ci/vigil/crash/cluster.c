/* SPDX-License-Identifier: MIT */
#include "cluster.h"

#include <math.h>
#include <string.h>

/* casr's figures, so that its published threshold means here what it means there. */
#define PER_DEPTH 0.04
#define PER_SHIFT 0.13
#define DISTANCE  0.3

void cluster_split(struct span text, struct cluster_stack *stack)
{
    stack->count = 0;
    while (text.size > 0 && stack->count < SIMILAR_FRAMES) {
        size_t size = span_find(text, "|");
        stack->frame[stack->count++] = (struct span){text.text, size};
        span_skip(&text, size + 1);
    }
}

static bool equal(struct span left, struct span right)
{
    return left.size == right.size && memcmp(left.text, right.text, left.size) == 0;
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

/* The greatest weight that like frames in the same order can add up to, row by row: best[j] is that
 * of the left frames so far with the first j of the right ones. */
static double align(const struct cluster_stack *left, const struct cluster_stack *right,
                    weight *weigh)
{
    double best[SIMILAR_FRAMES + 1] = {0};
    for (size_t i = 1; i <= left->count; i++) {
        double diagonal = 0;
        for (size_t j = 1; j <= right->count; j++) {
            double above = best[j];
            bool alike = equal(left->frame[i - 1], right->frame[j - 1]);
            double joined = alike ? diagonal + weigh(i, j) : 0;
            best[j] = fmax(fmax(above, best[j - 1]), joined);
            diagonal = above;
        }
    }
    return best[right->count];
}

size_t cluster_common(const struct cluster_stack *left, const struct cluster_stack *right)
{
    return (size_t)align(left, right, one);
}

double cluster_degree(const struct cluster_stack *left, const struct cluster_stack *right)
{
    size_t shorter = left->count < right->count ? left->count : right->count;
    double most = 0;
    for (size_t i = 1; i <= shorter; i++) {
        most += by_place(i, i);
    }
    return shorter > 0 ? align(left, right, by_place) / most : 0;
}

bool cluster_close(const struct cluster_stack *left, const struct cluster_stack *right)
{
    return 1 - cluster_degree(left, right) < DISTANCE;
}
