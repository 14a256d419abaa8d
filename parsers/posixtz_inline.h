/* posixtz_inline.h -- (private) TZ strings, with the designations that zone files may have */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_POSIXTZ_INLINE_H
#define FUSEAU_POSIXTZ_INLINE_H

#include "cursor.h"
#include "posixtz.h"

enum posixtz_designations {
    POSIXTZ_DESIGNATIONS_OF_POSIX, /* as fuseau_posixtz_parse takes them */
    POSIXTZ_DESIGNATIONS_ANY,      /* also of one byte or two; any but NUL between "<" and ">" */
};

#pragma GCC visibility push(hidden)

/* As fuseau_posixtz_parse, of the whole text. */
struct fuseau_result posixtz_read(struct cursor cursor, enum posixtz_designations allowed,
                                  struct fuseau_posixtz *out);

#pragma GCC visibility pop

#endif
