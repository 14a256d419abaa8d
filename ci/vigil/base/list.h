/* list.h -- a list that grows by one item at a time */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_LIST_H
#define VIGIL_BASE_LIST_H

#include <stddef.h>

/*
 * A list is a pointer to its first item and a count, both zero when it is empty:
 *
 *     struct stage *stage = list_add(&stages->list, &stages->count, sizeof *stage);
 *
 * The new item, the last one, is all zero bytes. NULL when memory ran out; the list is then as it
 * was. Room doubles, so adding n items moves fewer than 2n. The first argument is the address of
 * the pointer, the last the size of what it points to; free() frees the list. Items that are there
 * must have been added by list_add. The last ones can be taken away: the count alone is lowered.
 */
void *list_add(void *list, size_t *count, size_t size);

#endif
