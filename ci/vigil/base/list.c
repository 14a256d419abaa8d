/* SPDX-License-Identifier: MIT */
#include "list.h"

#include <stdlib.h>
#include <string.h>

void *list_add(void *list, size_t *count, size_t size)
{
    /* `list` points to a pointer of the caller's type. A pointer of another type must not be read
     * there, so its bytes are copied. */
    unsigned char *items;
    memcpy(&items, list, sizeof items);
    /* The room is a power of two, so it may be used up when the count is one, and then only. */
    if ((*count & (*count - 1)) == 0) {
        size_t room = *count == 0 ? 1 : *count * 2;
        items = room < *count ? NULL : reallocarray(items, room, size);
        if (items == NULL) {
            return NULL;
        }
        memcpy(list, &items, sizeof items);
    }
    return memset(items + (*count)++ * size, 0, size);
}
