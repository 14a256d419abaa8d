/* examplezone.h -- (private) the zone or offset that a text says, asked of libfuseau */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_EXAMPLEZONE_H
#define VIGIL_EXAMPLEZONE_H

#include <stddef.h>

#define EXAMPLEZONE_SIZE 128

/* How surely a text is about a zone: of a row's texts the greatest counts. */
enum examplezone_rank {
    EXAMPLEZONE_NONE,
    EXAMPLEZONE_BARE,   /* "IST-5:30", but "step1" as well */
    EXAMPLEZONE_OFFSET, /* alone, or at the end of a timestamp or a time */
    EXAMPLEZONE_ZONE,   /* by a name, in brackets or alone; or a TZ string with rules */
};

/* `zone` is written to where the rank is greater than `least`. */
enum examplezone_rank examplezone(const char *text, size_t size, enum examplezone_rank least,
                                  char zone[EXAMPLEZONE_SIZE]);

#endif
