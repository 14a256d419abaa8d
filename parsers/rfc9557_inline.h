/* rfc9557_inline.h -- (private) the suffix of a timestamp, sixteen bytes at a time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RFC9557_INLINE_H
#define FUSEAU_RFC9557_INLINE_H

#include "cpu.h"
#include "cursor.h"

/* Where the first "[" stands, which no date-time has, or the text ends. */
static inline size_t rfc9557_suffix_plain(struct cursor cursor)
{
    const char *begin = cursor.size > 0 ? memchr(cursor.text, '[', cursor.size) : NULL;
    return begin ? (size_t)(begin - cursor.text) : cursor.size;
}

#if CPU_IS_X86
/*
 * The same for almost all texts, whose date-time has 20 to 35 bytes: in one look at 16 bytes. A "["
 * before those is passed over, where there is one among them: then what stands before that is no
 * date-time, and is refused at the first. Near the end of the text its last 16 bytes are looked at.
 */
RULE size_t rfc9557_suffix_sse2(struct cursor cursor)
{
    enum { LEAST = 20, BYTES = 16 };
    if (cursor.size < LEAST) {
        return rfc9557_suffix_plain(cursor);
    }
    size_t from = cursor.size < LEAST + BYTES ? cursor.size - BYTES : LEAST;
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(cursor.text + from));
    unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('[')));
    found >>= LEAST - from; /* those before the window */
    return found != 0 ? LEAST + (size_t)__builtin_ctz(found) : rfc9557_suffix_plain(cursor);
}

/*
 * Where a name ends that begins at `at`, if it is one beyond doubt, or `at`: the rules say whether
 * parts that begin with "." are names, and what is wrong with what is none.
 *
 * Sixteen bytes make three masks of sixteen bits. Up to the first byte that no name has, itself
 * included, all that is first in a part must be fit for it: so no "/" is last. Near the end of the
 * text its last sixteen bytes are loaded, and the masks shifted down.
 */
RULE size_t rfc9557_name_end_sse2(struct cursor cursor, size_t at)
{
    enum { BYTES = 16, ALL = 0xffff };
    unsigned first = 1; /* the lowest byte is first in a part */
    size_t end = at;
    for (; end < cursor.size && cursor.size >= BYTES; end += BYTES) {
        size_t from = cursor.size - end < BYTES ? cursor.size - BYTES : end;
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(cursor.text + from));
        /* Comparisons are signed, so that bytes from 0x80 on are less than all of these. */
        __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
                                       _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
        __m128i initial = _mm_or_si128(letter, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
        __m128i other = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('+' - 1)),
                                      _mm_cmplt_epi8(bytes, _mm_set1_epi8('9' + 1)));
        __m128i comma = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(','));
        __m128i fit = _mm_or_si128(initial, _mm_andnot_si128(comma, other)); /* "+-./", digits */
        __m128i slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('/'));
        unsigned shift = (unsigned)(end - from);
        unsigned initials = (unsigned)_mm_movemask_epi8(initial) >> shift;
        unsigned slashes = (unsigned)_mm_movemask_epi8(slash) >> shift;
        unsigned none = ~(unsigned)_mm_movemask_epi8(fit) >> shift; /* so is what is past the end */
        first |= slashes << 1;
        if ((first & ~initials & (none ^ (none - 1)) & ALL) != 0) {
            return at;
        }
        if ((none & ALL) != 0) {
            return end + (size_t)__builtin_ctz(none);
        }
        first = slashes >> (BYTES - 1);
    }
    return first == 0 ? end : at; /* it ends with the text, whose size is just so */
}

RULE size_t rfc9557_suffix(struct cursor cursor)
{
    return rfc9557_suffix_sse2(cursor);
}

RULE size_t rfc9557_name_end(struct cursor cursor, size_t at)
{
    return rfc9557_name_end_sse2(cursor, at);
}
#else
RULE size_t rfc9557_suffix(struct cursor cursor)
{
    return rfc9557_suffix_plain(cursor);
}

/* Here the rules say everything. */
RULE size_t rfc9557_name_end(struct cursor cursor, size_t at)
{
    (void)cursor;
    return at;
}
#endif

#endif
