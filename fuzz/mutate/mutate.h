/* mutate.h -- a mutator that knows zone files, and the fields of timestamps, offsets and rules */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_MUTATE_H
#define FUSEAU_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* Changes `size` bytes in place, up to `room` of them; returns how many there are then. */
typedef size_t mutate_bytes(uint8_t *data, size_t size, size_t room);

/*
 * Makes another input for the fuzz target `target` of the `size` bytes at `data`, which have room
 * for `room`; returns its size, `room` at the most. A zone file stays one for the most part: its
 * counts say what is there. In a text a field is changed, not a byte.
 *
 * Every fourth time `engine` does it, which knows nothing but has a dictionary; where it is NULL, a
 * byte is changed. The answer depends on the arguments and on `engine`, on nothing else.
 */
size_t mutate(const char *target, mutate_bytes *engine, uint8_t *data, size_t size, size_t room,
              uint32_t seed);

#endif
