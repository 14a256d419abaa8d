/* word.h -- (private) eight bytes of text judged at once, the first byte lowest */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_WORD_H
#define FUSEAU_WORD_H

#include <stdint.h>

/* `byte` in each of the eight places. */
static inline uint64_t word_fill(uint8_t byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

/* Eight bytes, the first lowest; folds to a constant. */
static inline uint64_t word_of(const char bytes[static 8])
{
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++) {
        word |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    }
    return word;
}

static inline uint8_t word_byte(uint64_t word, unsigned index)
{
    return (uint8_t)(word >> (8 * index));
}

/*
 * The top bit of each byte of `word` that is more than the same byte of `limits`, a limit being at
 * most 127. Adding 127 - limit to the low seven bits carries into the top bit just when they are
 * over, and never beyond it.
 */
static inline uint64_t word_over(uint64_t word, uint64_t limits)
{
    uint64_t low = (word & word_fill(0x7f)) + (word_fill(0x7f) - limits);
    return (low | word) & word_fill(0x80);
}

/* Which byte has the lowest bit of `over`, an answer of word_over that is not 0: 0…7. */
static inline unsigned word_first(uint64_t over)
{
    return (unsigned)__builtin_ctzll(over) / 8;
}

/* In each place, ten times the digit there plus the digit after it. Bytes are digits, 0…9. */
static inline uint64_t word_pairs(uint64_t digits)
{
    return digits * 10 + (digits >> 8);
}

/* The number that eight digits 0…9 make, the first the most significant: pairs, fours, all. */
static inline uint32_t word_number(uint64_t digits)
{
    uint64_t pairs = word_pairs(digits) & UINT64_C(0x00ff00ff00ff00ff);
    uint64_t fours = (pairs * 100 + (pairs >> 16)) & UINT64_C(0x0000ffff0000ffff);
    return (uint32_t)(fours * 10000 + (fours >> 32));
}

/*
 * The inverse, for a number less than 10^8: its eight digits 0…9. Fours, pairs and digits are
 * parted in all places at once by multiplying with a reciprocal: 10486 / 2^20 is a hundredth, and
 * exact below 10^4; 103 / 2^10 a tenth, below 100.
 */
static inline uint64_t word_digits(uint32_t number)
{
    uint32_t high = number / 10000;
    uint64_t fours = high | (uint64_t)(number - high * 10000) << 32;
    uint64_t hundreds = (fours * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
    uint64_t pairs = hundreds | (fours - hundreds * 100) << 16;
    uint64_t tens = (pairs * 103 >> 10) & UINT64_C(0x000f000f000f000f);
    return tens | (pairs - tens * 10) << 8;
}

#endif
