/* random.h -- numbers that look drawn, the same in every run */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RANDOM_H
#define FUSEAU_BENCH_RANDOM_H

#include <stdint.h>

/* splitmix64 (Steele, Lea and Flood 2014). */
static inline uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* low…high, both included. */
static inline int64_t draw_between(uint64_t *state, int64_t low, int64_t high)
{
    return low + (int64_t)(draw(state) % (uint64_t)(high - low + 1));
}

#endif
