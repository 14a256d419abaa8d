/* SPDX-License-Identifier: MIT */
#include "environ.h"

#include <stdlib.h>
#include <string.h>

#include "list.h"

bool environ_add(struct environment *environment, const char *entry)
{
    /* The list holds the NULL as its last item, which the new entry replaces. */
    size_t held = environment->count + (environment->entries == NULL ? 0 : 1);
    char *copy = strdup(entry);
    while (copy != NULL && held < environment->count + 2) {
        if (list_add(&environment->entries, &held, sizeof *environment->entries) == NULL) {
            free(copy);
            return false;
        }
    }
    if (copy != NULL) {
        environment->entries[environment->count++] = copy;
    }
    return copy != NULL;
}

void environ_free(struct environment *environment)
{
    for (size_t i = 0; i < environment->count; i++) {
        free(environment->entries[i]);
    }
    free(environment->entries);
    *environment = (struct environment){0};
}
