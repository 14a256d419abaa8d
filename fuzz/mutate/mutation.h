/* mutation.h -- bytes that are being changed, and the dice */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_MUTATION_H
#define FUSEAU_MUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct mutation {
    uint8_t *bytes;
    size_t size;
    size_t room;
    uint64_t state; /* of the dice */
};

/* The generator is SplitMix64: Steele, Lea and Flood, OOPSLA 2014. */
static inline uint64_t roll(struct mutation *it)
{
    it->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = it->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

/* 0…count - 1; 0 if there is nothing to choose from. */
static inline size_t roll_below(struct mutation *it, size_t count)
{
    return count > 0 ? (size_t)(roll(it) % count) : 0;
}

/* The bytes from `at` to `end` become the `size` at `bytes`; nothing happens if there is no room.
 */
static inline bool splice(struct mutation *it, size_t at, size_t end, const void *bytes,
                          size_t size)
{
    if (at > end || end > it->size || it->size - (end - at) + size > it->room) {
        return false;
    }
    memmove(it->bytes + at + size, it->bytes + end, it->size - end);
    if (size > 0) {
        memcpy(it->bytes + at, bytes, size);
    }
    it->size = it->size - (end - at) + size;
    return true;
}

/* In mutate/text.c: changes a field of the text from `at` to `end`. */
void mutate_text(struct mutation *it, const char *target, size_t at, size_t end);

/* In mutate/tzif.c: changes a part of a zone file; false if it is none. */
bool mutate_tzif(struct mutation *it);

#endif
