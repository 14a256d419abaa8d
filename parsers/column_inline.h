/* column_inline.h -- (private) what reading a column is made of: one record, and the kernels */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_COLUMN_INLINE_H
#define FUSEAU_COLUMN_INLINE_H

#include "column.h"
#include "cpu.h"

/* The options, as numbers to reckon with. */
struct column_plan {
    struct fuseau_rfc3339_options text;
    bool truncate;
    int64_t per_second;      /* units */
    int32_t nanoseconds_per; /* unit */
};

static inline struct column_plan column_plan_of(enum fuseau_column_unit unit)
{
    static const int32_t nanoseconds_per[] = {1, 1000, 1000000, 1000000000};
    int32_t per = nanoseconds_per[unit];
    return (struct column_plan){.per_second = 1000000000 / per, .nanoseconds_per = per};
}

/* Whether record n is there. */
static inline bool column_is_valid(const uint8_t *validity, size_t n)
{
    return validity == NULL || (validity[n / 8] >> (n % 8) & 1);
}

/* Eight records at most, from n on, which is a multiple of eight: their bits. */
static inline void column_put_valid(uint8_t *validity, size_t n, unsigned bits)
{
    if (validity != NULL) {
        validity[n / 8] = (uint8_t)bits;
    }
}

/*
 * So many units: the seconds and what is over, 0 or more. False: int64_t cannot hold them. Below
 * zero a second is taken from the seconds and given to the rest, for else the product might leave
 * int64_t where the sum does not.
 */
static inline bool column_units(const struct column_plan *plan, int64_t seconds, int64_t rest,
                                int64_t *out)
{
    bool below = seconds < 0;
    int64_t product;
    return !__builtin_mul_overflow(seconds + below, plan->per_second, &product) &&
           !__builtin_add_overflow(product, rest - (below ? plan->per_second : 0), out);
}

/* The seconds of so many units, rounded down, and in `*nanoseconds` what is over. */
static inline int64_t column_seconds(const struct column_plan *plan, int64_t value,
                                     int32_t *nanoseconds)
{
    int64_t seconds = 0;
    switch (plan->nanoseconds_per) { /* each a division by a constant */
    case 1:
        seconds = value / 1000000000;
        break;
    case 1000:
        seconds = value / 1000000;
        break;
    case 1000000:
        seconds = value / 1000;
        break;
    default:
        seconds = value;
        break;
    }
    int64_t rest = value - seconds * plan->per_second;
    bool below = rest < 0;
    *nanoseconds = (int32_t)((rest + (below ? plan->per_second : 0)) * plan->nanoseconds_per);
    return seconds - below;
}

/*
 * The form of a record, all of whose lines are alike: 19 bytes to the seconds, then perhaps a
 * fraction, "Z" or a numeric offset, and its end.
 */
struct column_shape {
    size_t digits;   /* of the fraction: 0…9, and 0 stands for none */
    bool has_offset; /* numeric, of 6 bytes */
    bool has_space;  /* for the "T" */
    size_t end;      /* 0, or 1 for LF, or 2 for CR LF */
    size_t size;     /* of the record with its end: 20…37 */
};

/*
 * What can read records. A kernel reads eight at a time, where all of them have the same shape and
 * are accepted; the scalar parser has the rest. PLAIN is none, and reads one by one.
 */
enum column_kernel {
    COLUMN_PLAIN,
    COLUMN_NARROW, /* vectors of 16 bytes: SSE4.1 or NEON */
    COLUMN_AVX2,
    COLUMN_KERNELS, /* how many there are */
};

#define COLUMN_HAS_KERNELS (CPU_IS_X86 || CPU_IS_ARM)

#pragma GCC visibility push(hidden)

/* Whether this library has the kernel, and this processor what it takes. */
bool column_has(enum column_kernel kernel);

/* The public calls, with a kernel that is had. */
struct fuseau_column column_parse_lines(enum column_kernel kernel, const char *text, size_t size,
                                        const struct fuseau_column_options *options,
                                        int64_t *values, uint8_t *validity, size_t room);
struct fuseau_result column_parse_strings(enum column_kernel kernel,
                                          const struct fuseau_column_strings *strings,
                                          const struct fuseau_column_options *options,
                                          int64_t *values, uint8_t *validity,
                                          struct fuseau_column *out);

#if COLUMN_HAS_KERNELS
/*
 * Read groups of eight records of that shape, which lie one behind the other, until a group has one
 * that is not of it or not accepted, or less than eight records are left in `size` or `room`.
 * Returns the number of records, all valid; their validity is not written.
 */
size_t column_narrow(const struct column_plan *plan, const struct column_shape *shape,
                     const char *text, size_t size, int64_t *values, size_t room);
#endif
#if CPU_IS_X86
size_t column_avx2(const struct column_plan *plan, const struct column_shape *shape,
                   const char *text, size_t size, int64_t *values, size_t room);
#endif

#pragma GCC visibility pop

#endif
