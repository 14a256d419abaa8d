/* ways.h -- (private) what the issue of a variant is to be told, as the column `half` has it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_WAYS_H
#define VIGIL_STORE_WAYS_H

/* Bits: a variant may be both. The column is older than the second. */
enum ways_to_tell { WAYS_HALF = 1, WAYS_BARE = 2 };

#endif
