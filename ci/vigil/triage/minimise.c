/* SPDX-License-Identifier: MIT */
#include "minimise.h"

#include <stdlib.h>
#include <string.h>

/* In longer inputs a question for each byte takes more time than its answer is worth. */
#define SIMPLIFY_LIMIT 256

struct search {
    unsigned char *data, *candidate;
    size_t size;
    minimise_ask *ask;
    void *context;
    unsigned questions;
    bool stopped;
};

/* Asks about candidate[0, size), and keeps it if it does the same. */
static bool try_candidate(struct search *search, size_t size)
{
    if (search->stopped || search->questions == 0) {
        search->stopped = true;
        return false;
    }
    search->questions--;
    enum minimise_answer answer = search->ask(search->context, search->candidate, size);
    search->stopped = answer == MINIMISE_STOP;
    if (answer != MINIMISE_SAME) {
        return false;
    }
    memcpy(search->data, search->candidate, size);
    search->size = size;
    return true;
}

/* From the end, since a parser that fails early never read what follows. */
static bool remove_chunks(struct search *search, size_t chunk)
{
    bool any = false;
    size_t end = search->size;
    while (end > 0 && !search->stopped) {
        size_t at = end > chunk ? end - chunk : 0;
        memcpy(search->candidate, search->data, at);
        memcpy(search->candidate + at, search->data + end, search->size - end);
        any = try_candidate(search, search->size - (end - at)) || any;
        end = at;
    }
    return any;
}

static void simplify_bytes(struct search *search)
{
    for (size_t i = 0; i < search->size && !search->stopped; i++) {
        if (search->data[i] != '0') {
            memcpy(search->candidate, search->data, search->size);
            search->candidate[i] = '0';
            (void)try_candidate(search, search->size);
        }
    }
}

size_t minimise(unsigned char *data, size_t size, minimise_ask *ask, void *context,
                unsigned questions)
{
    struct search search = {
        .data = data, .size = size, .ask = ask, .context = context, .questions = questions};
    search.candidate = size == 0 ? NULL : calloc(size, 1);
    if (search.candidate == NULL) {
        return size;
    }
    if (!try_candidate(&search, 0)) {
        for (bool again = true; again && !search.stopped;) {
            again = false;
            for (size_t chunk = (search.size + 1) / 2; chunk > 0 && !search.stopped; chunk /= 2) {
                again = remove_chunks(&search, chunk) || again;
            }
        }
        if (search.size <= SIMPLIFY_LIMIT) {
            simplify_bytes(&search);
        }
    }
    free(search.candidate);
    return search.size;
}
