/* SPDX-License-Identifier: MIT */
#include "bisect.h"

#include <stdbool.h>
#include <stdlib.h>

struct search {
    size_t count, bad, good;
    unsigned char *known; /* what each commit answered; 0: not asked yet */
    bisect_ask *ask;
    void *context;
    unsigned questions;
    bool stopped;
};

static void look(struct search *search, size_t commit)
{
    enum bisect_answer answer = search->ask(search->context, commit);
    search->questions++;
    search->known[commit] = (unsigned char)answer;
    if (answer == BISECT_BAD) {
        search->bad = commit;
    } else if (answer == BISECT_GOOD || answer == BISECT_NO_TARGET) {
        search->good = commit;
    } else if (answer == BISECT_STOP) {
        search->stopped = true;
    }
}

/* Whether the search for a good commit goes on: none is known, and older ones are left. */
static bool seeks_good(const struct search *search)
{
    return !search->stopped && search->good == search->count && search->bad + 1 < search->count;
}

static void gallop(struct search *search)
{
    size_t from = search->bad, last = search->count - 1, at = from;
    for (size_t step = 1; at < last && seeks_good(search); step *= 2) {
        at = step < last - from ? from + step : last;
        if (search->known[at] == 0) {
            look(search, at);
        }
    }
}

/* Today's tools often build nothing older than some commit. Finds that commit by halving, for there
 * may be a good one on this side of it. */
static void find_edge(struct search *search)
{
    size_t edge = search->bad + 1;
    while (edge < search->count && search->known[edge] == 0) {
        edge++;
    }
    while (edge - search->bad > 1 && seeks_good(search)) {
        size_t at = search->bad + (edge - search->bad) / 2;
        look(search, at);
        edge = search->known[at] == BISECT_UNBUILDABLE ? at : edge;
    }
}

static void find_good(struct search *search)
{
    gallop(search);
    for (bool again = true; again && seeks_good(search);) {
        find_edge(search);
        size_t edge = search->bad;
        gallop(search);
        again = search->bad != edge;
    }
}

/* The middle of the longest stretch between bad and good not asked about yet; false: none. */
static bool longest_stretch(const struct search *search, size_t *middle)
{
    size_t longest = 0, length = 0;
    for (size_t at = search->bad + 1; at < search->good; at++) {
        length = search->known[at] == 0 ? length + 1 : 0;
        if (length > longest) {
            longest = length;
            *middle = at - length / 2;
        }
    }
    return longest > 0;
}

static void halve(struct search *search)
{
    size_t middle;
    while (!search->stopped && search->good < search->count && longest_stretch(search, &middle)) {
        look(search, middle);
    }
}

static enum bisect_end end_of(const struct search *search)
{
    if (search->stopped) {
        return BISECT_OUT_OF_BUDGET;
    }
    if (search->bad == search->count) {
        return search->known[0] == BISECT_GOOD ? BISECT_NOT_AT_TIP : BISECT_CANNOT;
    }
    if (search->bad + 1 == search->count) {
        return BISECT_PREDATES_HISTORY;
    }
    if (search->bad + 1 == search->good) {
        return search->known[search->good] == BISECT_GOOD ? BISECT_FOUND : BISECT_PREDATES_TARGET;
    }
    return BISECT_RANGE;
}

void bisect_run(size_t count, bisect_ask *ask, void *context, struct bisect *result)
{
    struct search search = {
        .count = count, .bad = count, .good = count, .ask = ask, .context = context};
    *result = (struct bisect){.end = BISECT_CANNOT, .bad = count, .good = count};
    search.known = count == 0 ? NULL : calloc(count, 1);
    if (search.known == NULL) {
        return;
    }
    look(&search, 0);
    if (search.bad == 0) {
        find_good(&search);
        halve(&search);
    }
    result->end = end_of(&search);
    result->questions = search.questions;
    result->bad = search.bad;
    bool is_end = search.bad < count && result->end != BISECT_PREDATES_TARGET;
    result->good = is_end ? search.good : count;
    free(search.known);
}
