/* unseen.h -- the characters of Unicode that cannot be seen, or act on whoever shows them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_UNSEEN_H
#define VIGIL_UNSEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define UNSEEN_CODES 0x110000

/* By ICU's properties, which know nothing of vigil's table, and for what is blank although no
 * property says so by a list. " " alone is seen: it is where it stands. */
static inline bool unseen_by_icu(UChar32 code)
{
    static const UProperty properties[] = {UCHAR_DEFAULT_IGNORABLE_CODE_POINT,
                                           UCHAR_NONCHARACTER_CODE_POINT,
                                           UCHAR_VARIATION_SELECTOR,
                                           UCHAR_BIDI_CONTROL,
                                           UCHAR_JOIN_CONTROL,
                                           UCHAR_WHITE_SPACE,
                                           UCHAR_PATTERN_WHITE_SPACE};
    static const UChar32 blank[] = {
        0x2800,           /* Braille without a dot */
        0xfffc,           /* stands for an object that is not there */
        0x13441, 0x13442, /* hieroglyphs' blanks */
        0x16fe4,          /* Khitan filler */
        0x1d159,          /* a note without its head */
    };
    const uint32_t categories = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK | U_GC_CO_MASK |
                                U_GC_ZL_MASK | U_GC_ZP_MASK | U_GC_ZS_MASK;
    if (code == ' ') {
        return false;
    }
    bool unseen = (U_GET_GC_MASK(code) & categories) != 0;
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        unseen = unseen || u_hasBinaryProperty(code, properties[i]);
    }
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++) {
        unseen = unseen || code == blank[i];
    }
    return unseen;
}

/* The same, asked once for each. */
static inline bool unseen_is(UChar32 code)
{
    static unsigned char known[UNSEEN_CODES];
    if (known[code] == 0) {
        known[code] = unseen_by_icu(code) ? 2 : 1;
    }
    return known[code] == 2;
}

/* As UTF-8, also where it is a surrogate, which UTF-8 has not; how many bytes. */
static inline size_t unseen_write(UChar32 code, char text[4])
{
    uint8_t *bytes = (uint8_t *)text;
    const uint32_t bits = (uint32_t)code;
    size_t at = 0;
    if (U_IS_SURROGATE(bits)) {
        bytes[0] = (uint8_t)(0xe0 | bits >> 12);
        bytes[1] = (uint8_t)(0x80 | (bits >> 6 & 0x3f));
        bytes[2] = (uint8_t)(0x80 | (bits & 0x3f));
        return 3;
    }
    U8_APPEND_UNSAFE(bytes, at, bits);
    return at;
}

/* The first character of the text that is not seen, but for newlines and, where `tabs`, tabs; -1
 * where all are; -2 where it is not UTF-8. */
static inline int32_t unseen_first(const char *text, size_t size, bool tabs)
{
    const uint8_t *bytes = (const uint8_t *)text;
    for (size_t at = 0; at < size;) {
        UChar32 code;
        U8_NEXT(bytes, at, size, code);
        if (code < 0) {
            return -2;
        }
        if (code != '\n' && !(tabs && code == '\t') && unseen_is(code)) {
            return code;
        }
    }
    return -1;
}

#endif
