/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/parallel.h"
#include "base/process.h"

#define ITEMS_MOST 1000

struct run {
    atomic_uint calls[ITEMS_MOST];
    atomic_uint running, most_running, begun;
    unsigned meet;         /* an item waits until so many run at a time, or for ten seconds */
    unsigned interrupt_at; /* the call that interrupts; 0: none does */
    size_t order[ITEMS_MOST];
};

static void body(void *context, size_t item)
{
    struct run *run = context;
    unsigned running = atomic_fetch_add(&run->running, 1) + 1;
    unsigned most = atomic_load(&run->most_running);
    while (running > most && !atomic_compare_exchange_weak(&run->most_running, &most, running)) {}
    unsigned call = atomic_fetch_add(&run->begun, 1);
    run->order[call] = item;
    (void)atomic_fetch_add(&run->calls[item], 1);
    for (unsigned i = 0; atomic_load(&run->most_running) < run->meet && i < 10000; i++) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    if (call + 1 == run->interrupt_at) {
        process_interrupt();
    }
    (void)atomic_fetch_sub(&run->running, 1);
}

struct loop_row {
    const char *name;
    size_t count, jobs;
    unsigned least_at_a_time, most_at_a_time;
};

static const struct loop_row loops[] = {
    {"nothing to do", 0, 4, 0, 0},
    {"one at a time", 50, 1, 1, 1},
    {"no jobs is one", 50, 0, 1, 1},
    {"two at a time", 50, 2, 2, 2},
    {"as many as there are", 8, 8, 8, 8},
    {"more jobs than there is to do", 3, 200, 3, 3},
    {"more to do than jobs", ITEMS_MOST, 16, 16, 16},
    {"more jobs than fit in memory", 2, SIZE_MAX, 2, 2},
};

static void does_each_once(void **state)
{
    const struct loop_row *row = *state;
    struct run *run = calloc(1, sizeof *run);
    assert_non_null(run);
    run->meet = row->least_at_a_time;
    parallel_each(row->count, row->jobs, body, run);
    assert_int_equal(atomic_load(&run->begun), row->count);
    assert_int_equal(atomic_load(&run->running), 0);
    for (size_t i = 0; i < ITEMS_MOST; i++) {
        assert_int_equal(atomic_load(&run->calls[i]), i < row->count ? 1 : 0);
    }
    assert_in_range(atomic_load(&run->most_running), row->least_at_a_time, row->most_at_a_time);
    for (size_t i = 0; row->jobs <= 1 && i < row->count; i++) {
        assert_int_equal(run->order[i], i);
    }
    free(run);
}

/* Neither in the loop that is under way nor in one that begins later. */
static void begins_nothing_after_an_interrupt(void **state)
{
    (void)state;
    struct run *run = calloc(1, sizeof *run);
    assert_non_null(run);
    run->interrupt_at = 3;
    parallel_each(100, 1, body, run);
    assert_int_equal(atomic_load(&run->begun), 3);
    parallel_each(100, 4, body, run);
    assert_int_equal(atomic_load(&run->begun), 3);
    free(run);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(loops) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, loops, does_each_once);
    /* The last one: an interrupt stays. */
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(begins_nothing_after_an_interrupt);
    return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
