/* tzdb_nearest.c -- the zones whose names are nearest to one that is none */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tzdb.h"

struct candidate {
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1];
    size_t distance;
};

struct search {
    const char *wanted;
    size_t size;
    struct candidate best[FUSEAU_TZDB_NEAREST_MOST]; /* the nearest first */
    size_t count;
};

/* Case, and how words are joined, count for nothing. */
static char folded(char byte)
{
    if (byte >= 'A' && byte <= 'Z') {
        return (char)(byte - 'A' + 'a');
    }
    return byte == ' ' || byte == '-' ? '_' : byte;
}

static size_t least(size_t one, size_t two)
{
    return one < two ? one : two;
}

/* Bytes to insert, remove or replace to make one of the other (Levenshtein); `other` is short. */
static size_t distance(const char *one, size_t one_size, const char *other, size_t other_size)
{
    size_t row[FUSEAU_TZDB_NAME_MAX_SIZE + 1]; /* from what is read of `one`, to each length */
    for (size_t j = 0; j <= other_size; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= one_size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= other_size; j++) {
            size_t replaced = diagonal + (folded(one[i - 1]) != folded(other[j - 1]));
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[other_size];
}

/* Keeps the candidate in its place among the best, unless it comes behind them all. */
static void keep(struct search *search, const char *name, size_t found)
{
    size_t place = search->count;
    while (place > 0 && search->best[place - 1].distance > found) {
        place--;
    }
    if (place == FUSEAU_TZDB_NEAREST_MOST) {
        return;
    }
    search->count = least(search->count + 1, FUSEAU_TZDB_NEAREST_MOST);
    memmove(search->best + place + 1, search->best + place,
            (search->count - 1 - place) * sizeof *search->best);
    memcpy(search->best[place].name, name, strlen(name) + 1);
    search->best[place].distance = found;
}

/* The whole name counts, or its last part alone: people ask for "Paris". */
static int visit(const char *name, void *context)
{
    struct search *search = context;
    const char *slash = strrchr(name, '/');
    const char *part = slash ? slash + 1 : name;
    size_t found = least(distance(search->wanted, search->size, name, strlen(name)),
                         distance(search->wanted, search->size, part, strlen(part)));
    if (found <= search->size / 4) {
        keep(search, name, found);
    }
    return 0;
}

void fuseau_tzdb_nearest(struct fuseau_tzdb *database, const char *name, size_t size,
                         struct fuseau_tzdb_nearest *nearest)
{
    *nearest = (struct fuseau_tzdb_nearest){.count = 0};
    if (size > FUSEAU_TZDB_NAME_MAX_SIZE) {
        return;
    }
    struct search search = {.wanted = name, .size = size};
    fuseau_tzdb_each(database, visit, &search);
    for (size_t i = 0; i < search.count; i++) {
        memcpy(nearest->names[i], search.best[i].name, sizeof nearest->names[i]);
    }
    nearest->count = search.count;
}
