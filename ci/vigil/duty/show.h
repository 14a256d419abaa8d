/* show.h -- (private) who is on duty, for eyes, for machines, and checked a year ahead */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_SHOW_H
#define VIGIL_DUTY_SHOW_H

#include "duty.h"

#define DUTY_YEAR 366 /* dates that the check looks at */

/* A table with columns aligned, a line for the names of the columns first. */
void duty_table(const struct duty *days, size_t count, struct buffer *into);

/* One array of objects, and a line end. What is not known is null. */
void duty_json(const struct duty *days, size_t count, struct buffer *into);

/* What is wrong with the rota in the year from `first` on, a line each; nothing where nothing is.
 * False where there was no memory. */
bool duty_check(const struct rota *rota, int32_t first, struct buffer *into);

#endif
