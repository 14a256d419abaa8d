/* timeline.h -- (private) how many of some sorted times have passed, in constant time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TIMELINE_H
#define FUSEAU_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The times from a node's first to its last lie in cells of equal length, a power of two of
 * seconds, and a cell knows the first time that is not before it. It is made so short that at most
 * two times lie in one, so that two comparisons give the answer. Where times crowd together in one
 * place, the cell there is a node of its own: IANA's zones have one level of those at the most. A
 * node has more than twice as many cells as times, and those at least three where there is a node
 * below it: each level divides the length by six, and 2^64 seconds have at most 25 levels.
 */
struct timeline_node {
    int64_t first;       /* the first time of the node; if it has none, all of them are after */
    uint32_t begin, end; /* which times are its own */
    uint32_t cell;       /* the first of its cells */
    uint32_t cells;      /* how many it has */
    uint8_t shift;       /* a cell is 1 << shift seconds long */
};

enum { TIMELINE_PADDING = 2 }; /* times behind the last, at the end of time, to compare with */

struct timeline {
    struct timeline_node root;
    uint32_t size;       /* how many times there are */
    uint32_t node_count; /* below the root */
    uint32_t cell_count;
    int64_t *times;              /* ascending strictly; `size` and the padding */
    uint32_t *cells;             /* the index of a time, or TIMELINE_BELOW and that of a node */
    struct timeline_node *nodes; /* below the root */
};

#define TIMELINE_BELOW (UINT32_C(1) << 31)

#pragma GCC visibility push(hidden)

/*
 * Make `timeline` of `size` times (fewer than 2^30), which ascend strictly. False: no memory; then
 * there is nothing to release.
 */
bool timeline_make(struct timeline *timeline, const int64_t *times, uint32_t size);
void timeline_release(struct timeline *timeline);

/* The bytes of memory behind it. */
size_t timeline_memory(const struct timeline *timeline);

#pragma GCC visibility pop

/* How many of the times are at or before `at`. */
static inline uint32_t timeline_passed(const struct timeline *timeline, int64_t at)
{
    const struct timeline_node *node = &timeline->root;
    for (;;) {
        if (at < node->first) {
            return node->begin;
        }
        uint64_t index = ((uint64_t)at - (uint64_t)node->first) >> node->shift;
        if (index >= node->cells) {
            return node->end;
        }
        uint32_t cell = timeline->cells[node->cell + index];
        if (cell < TIMELINE_BELOW) {
            uint32_t passed =
                cell + (at >= timeline->times[cell]) + (at >= timeline->times[cell + 1]);
            return passed < timeline->size ? passed : timeline->size; /* the padding passes, too */
        }
        node = &timeline->nodes[cell - TIMELINE_BELOW];
    }
}

#endif
