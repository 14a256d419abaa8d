/* timeline.c -- (private) how many of some sorted times have passed, in constant time */
/* SPDX-License-Identifier: MIT */
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_PER_TIME = 4, FEWEST_CELLS = 8, IN_A_CELL = 2 };

/* Room for what is made, while it grows. */
struct maker {
    struct timeline *timeline;
    uint32_t cell_room;
    uint32_t node_room;
};

/* `array` with room for `needed` elements (1 or more) of `size` bytes at least, or NULL. */
static void *grown(void *array, uint32_t *room, uint32_t needed, size_t size)
{
    if (needed <= *room && array) {
        return array;
    }
    uint32_t more = *room + *room / 2 + 1;
    more = more > needed ? more : needed;
    void *larger = realloc(array, more * size);
    *room = larger ? more : *room;
    return larger;
}

static unsigned log2_of(uint64_t value)
{
    return 63U - (unsigned)__builtin_clzll(value);
}

/* The greatest length of a cell that can hold no more than two of a node's times, as its log2. */
static unsigned sparse_shift(const int64_t *times, uint32_t begin, uint32_t end)
{
    uint64_t closest = UINT64_MAX; /* of two times with one between them */
    for (uint32_t i = begin; i + IN_A_CELL < end; i++) {
        uint64_t apart = (uint64_t)times[i + IN_A_CELL] - (uint64_t)times[i];
        closest = apart < closest ? apart : closest;
    }
    return log2_of(closest);
}

/* The least length, as its log2, with which a node has no more cells than its times justify. */
static unsigned dense_shift(uint64_t length, uint32_t count)
{
    uint64_t most = (uint64_t)count * CELLS_PER_TIME + FEWEST_CELLS;
    unsigned shift = 0;
    while (length >> shift >= most) {
        shift++;
    }
    return shift;
}

static void lay_out(struct timeline_node *node, const int64_t *times)
{
    uint64_t length = (uint64_t)times[node->end - 1] - (uint64_t)times[node->begin];
    unsigned sparse = sparse_shift(times, node->begin, node->end);
    unsigned dense = dense_shift(length, node->end - node->begin);
    node->first = times[node->begin];
    node->shift = (uint8_t)(sparse > dense ? sparse : dense);
    node->cells = (uint32_t)(length >> node->shift) + 1;
}

/* A node for the times from `begin` to `end`, to be filled later. False: no memory. */
static bool add_node(struct maker *maker, uint32_t begin, uint32_t end)
{
    struct timeline *timeline = maker->timeline;
    struct timeline_node *nodes = grown(timeline->nodes, &maker->node_room,
                                        timeline->node_count + 1, sizeof *timeline->nodes);
    if (!nodes) {
        return false;
    }
    timeline->nodes = nodes;
    nodes[timeline->node_count++] = (struct timeline_node){.begin = begin, .end = end};
    return true;
}

/* The cells of a node, each with what it will be asked for. False: no memory. */
static bool fill(struct maker *maker, struct timeline_node node)
{
    struct timeline *timeline = maker->timeline;
    uint32_t next = node.begin;
    for (uint32_t i = 0; i < node.cells; i++) {
        uint32_t first = next;
        while (next < node.end &&
               ((uint64_t)timeline->times[next] - (uint64_t)node.first) >> node.shift == i) {
            next++;
        }
        bool crowded = next - first > IN_A_CELL;
        timeline->cells[node.cell + i] = crowded ? TIMELINE_BELOW + timeline->node_count : first;
        if (crowded && !add_node(maker, first, next)) {
            return false;
        }
    }
    return true;
}

/* Lays out a node and gives it its cells. False: no memory. */
static bool build(struct maker *maker, struct timeline_node *node)
{
    struct timeline *timeline = maker->timeline;
    lay_out(node, timeline->times);
    node->cell = timeline->cell_count;
    uint32_t *cells = grown(timeline->cells, &maker->cell_room, timeline->cell_count + node->cells,
                            sizeof *timeline->cells);
    if (!cells) {
        return false;
    }
    timeline->cells = cells;
    timeline->cell_count += node->cells;
    return fill(maker, *node); /* of a copy: the nodes may move */
}

bool timeline_make(struct timeline *timeline, const int64_t *times, uint32_t size)
{
    *timeline = (struct timeline){.root = {.first = INT64_MAX}};
    if (size == 0) {
        return true;
    }
    struct maker maker = {.timeline = timeline};
    timeline->times = malloc((size + TIMELINE_PADDING) * sizeof *timeline->times);
    if (!timeline->times) {
        return false;
    }
    memcpy(timeline->times, times, size * sizeof *times);
    timeline->times[size] = timeline->times[size + 1] = INT64_MAX;
    timeline->size = timeline->root.end = size;
    bool made = build(&maker, &timeline->root);
    for (uint32_t i = 0; made && i < timeline->node_count; i++) {
        struct timeline_node node = timeline->nodes[i];
        made = build(&maker, &node);
        timeline->nodes[i] = node;
    }
    if (!made) {
        timeline_release(timeline);
    }
    return made;
}

void timeline_release(struct timeline *timeline)
{
    free(timeline->times);
    free(timeline->cells);
    free(timeline->nodes);
    *timeline = (struct timeline){0};
}

size_t timeline_memory(const struct timeline *timeline)
{
    size_t times = timeline->size > 0 ? timeline->size + TIMELINE_PADDING : 0;
    return times * sizeof *timeline->times + timeline->cell_count * sizeof *timeline->cells +
           timeline->node_count * sizeof *timeline->nodes;
}
