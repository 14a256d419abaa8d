/* SPDX-License-Identifier: MIT */
#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "process.h"

/* Each thread takes the next item that none has taken. */
struct loop {
    parallel_body *body;
    void *context;
    size_t count;
    atomic_size_t next;
};

static void *work(void *argument)
{
    struct loop *loop = argument;
    size_t item;
    while (!process_interrupted() && (item = atomic_fetch_add(&loop->next, 1)) < loop->count) {
        loop->body(loop->context, item);
    }
    return NULL;
}

void parallel_each(size_t count, size_t jobs, parallel_body *body, void *context)
{
    struct loop loop = {.body = body, .context = context, .count = count};
    atomic_init(&loop.next, 0);
    jobs = jobs < count ? jobs : count;
    pthread_t *threads = jobs > 1 ? calloc(jobs - 1, sizeof *threads) : NULL;
    size_t started = 0;
    while (threads != NULL && started + 1 < jobs &&
           pthread_create(&threads[started], NULL, work, &loop) == 0) {
        started++;
    }
    (void)work(&loop);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    free(threads);
}
