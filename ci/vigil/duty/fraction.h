/* fraction.h -- (private) sums of 1/k, exactly */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_FRACTION_H
#define VIGIL_DUTY_FRACTION_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A sum of whole numbers and of 1/k for k from 1 to 64. Their common denominator has 90 bits, more
 * than a machine word; so it stands as whole + high/H + low/(H*L), where H is the product of the
 * greatest powers up to 64 of the primes below 20, and L that of the primes from 23 to 61. high < H
 * and low < L always, and only `whole` may be negative: so sums are compared part by part.
 */
#define FRACTION_HIGH UINT64_C(97772875200)       /* 2^6 3^3 5^2 7^2 11 13 17 19 */
#define FRACTION_LOW  UINT64_C(12091972151626183) /* 23 29 31 37 41 43 47 53 59 61 */

struct fraction {
    int32_t whole;
    uint64_t high, low;
};

/* The prime from 23 to 61 that divides k, or 1; there is at most one, as 23*23 > 64. */
static inline uint64_t fraction_prime(unsigned k)
{
    uint64_t left = k, rest = FRACTION_LOW;
    while (rest != 0) {
        uint64_t next = left % rest;
        left = rest;
        rest = next;
    }
    return left;
}

/* Adds 1/k: for k = a*b, b its prime or 1, and H/a = q*b + r this is q/H + r*(L/b)/(H*L). */
static inline void fraction_add(struct fraction *share, unsigned k)
{
    uint64_t prime = fraction_prime(k), part = FRACTION_HIGH / (k / prime);
    share->high += part / prime;
    share->low += part % prime * (FRACTION_LOW / prime);
    share->high += share->low / FRACTION_LOW;
    share->low %= FRACTION_LOW;
    share->whole += (int32_t)(share->high / FRACTION_HIGH);
    share->high %= FRACTION_HIGH;
}

static inline bool fraction_is_whole(const struct fraction *share)
{
    return share->high == 0 && share->low == 0;
}

/* Less than, equal to or greater than zero, as strcmp. */
static inline int fraction_compare(const struct fraction *one, const struct fraction *other)
{
    if (one->whole != other->whole) {
        return one->whole < other->whole ? -1 : 1;
    }
    if (one->high != other->high) {
        return one->high < other->high ? -1 : 1;
    }
    return one->low == other->low ? 0 : one->low < other->low ? -1 : 1;
}

#endif
