/* SPDX-License-Identifier: MIT */
#include "list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *list_add(void *list, size_t *count, size_t size)
{
    /* `list` points to a pointer to the caller's type: copied as bytes, it is read as no other. */
    unsigned char *items;
    memcpy(&items, list, sizeof items);
    /* Room is the least power of two that holds the count, so a power of two is full. */
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
