/* SPDX-License-Identifier: MIT */
#include "environ.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool environ_start(struct environment *environment, size_t most)
{
    environment->count = 0;
    environment->entries = calloc(most + 1, sizeof *environment->entries);
    return environment->entries != NULL;
}

bool environ_add(struct environment *environment, const char *entry)
{
    char *copy = entry == NULL ? NULL : strdup(entry);
    if (copy != NULL) {
        environment->entries[environment->count++] = copy;
    }
    return copy != NULL;
}

size_t environ_size(void)
{
    size_t count = 0;
    while (environ[count] != NULL) {
        count++;
    }
    return count;
}

void environ_free(struct environment *environment)
{
    for (size_t i = 0; i < environment->count; i++) {
        free(environment->entries[i]);
    }
    free(environment->entries);
    *environment = (struct environment){0};
}
