/* slow_column.h -- a column of lines read plainly, byte by byte, for column.h to agree with */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_COLUMN_H
#define FUSEAU_SLOW_COLUMN_H

#include "column.h"

/* One record, by fuseau_rfc3339_parse; false: it is refused, or does not fit into the unit. */
bool slow_column_value(const char *text, size_t size, const struct fuseau_column_options *options,
                       int64_t *out);

/* What fuseau_column_parse_lines says it does. */
struct fuseau_column slow_column_lines(const char *text, size_t size,
                                       const struct fuseau_column_options *options, int64_t *values,
                                       uint8_t *validity, size_t room);

#endif
