/* measure.c -- every contender checked, then timed, on every row */
/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SLOT_NANOSECONDS = 4000000, /* how long one contender works in one round */
    SHORTEST_BATCH = 256,
};

/* How one contender fills its slot: the first `count` calls, `passes` times. */
struct slot {
    size_t count;
    size_t passes;
};

bool bench_wants(const struct bench *bench, const char *row_name)
{
    bool wants = bench->wanted_count == 0;
    for (size_t i = 0; i < bench->wanted_count; i++) {
        wants = wants || strstr(row_name, bench->wanted[i]);
    }
    return wants;
}

bool bench_has(const struct bench *bench, size_t row, size_t who)
{
    return !bench->left_out[row] && (who == 0 || bench->has(row, who));
}

bool measure_check(struct table *table)
{
    const struct bench *bench = table->bench;
    bool right = true;
    for (size_t row = 0; row < bench->rows; row++) {
        for (size_t who = 0; who < bench->contenders; who++) {
            bool takes_part = bench_has(bench, row, who);
            table->figures[row][who].wrong = takes_part ? bench->count_wrong(row, who) : 0;
        }
        right = right && table->figures[row][0].wrong == 0;
    }
    return right;
}

double measure_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double time_slot(const struct bench *bench, size_t row, size_t who, struct slot slot)
{
    double start = measure_now();
    for (size_t i = 0; i < slot.passes; i++) {
        bench->run(row, who, slot.count);
    }
    return (measure_now() - start) / (double)(slot.passes * slot.count);
}

/*
 * Slots are of the same length for all, so that each is as likely as the next to be disturbed: the
 * quick ones make all calls many times, the slow ones some of them once. Where all calls are to be
 * made each time, a slot may be longer. This also warms up.
 */
static struct slot calibrate(const struct bench *bench, size_t row, size_t who)
{
    const size_t row_calls = bench->calls(row);
    const size_t fewest = row_calls > CALLS ? row_calls : SHORTEST_BATCH;
    const struct slot trial = {SHORTEST_BATCH, 1};
    double nanoseconds = 1e9;
    for (int i = 0; i < 3; i++) {
        double took = time_slot(bench, row, who, trial);
        nanoseconds = took < nanoseconds ? took : nanoseconds;
    }
    size_t calls = (size_t)(SLOT_NANOSECONDS / (nanoseconds > 1 ? nanoseconds : 1));
    if (calls >= row_calls) {
        return (struct slot){row_calls, calls / row_calls};
    }
    return (struct slot){calls > fewest ? calls : fewest, 1};
}

/* All contenders take turns within a round; who begins changes, so that none always follows ICU. */
static void time_round(const struct bench *bench, struct slot slots[ROWS_MAX][CONTENDERS_MAX],
                       size_t round, double *nanoseconds)
{
    for (size_t row = 0; row < bench->rows; row++) {
        for (size_t turn = 0; turn < bench->contenders; turn++) {
            size_t who = (turn + round) % bench->contenders;
            if (bench_has(bench, row, who)) {
                nanoseconds[row * bench->contenders + who] =
                    time_slot(bench, row, who, slots[row][who]);
            }
        }
    }
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double sort_for_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void summarise(struct table *table, size_t row, size_t who, const double *all,
                      double *scratch)
{
    struct figure *figure = &table->figures[row][who];
    const size_t rounds = (size_t)table->rounds;
    const size_t contenders = table->bench->contenders, step = table->bench->rows * contenders;
    const double *ours = all + row * contenders, *theirs = ours + who;
    for (size_t i = 0; i < rounds; i++) {
        scratch[i] = theirs[i * step] / ours[i * step];
    }
    figure->ratio_median = sort_for_median(scratch, rounds);
    for (size_t i = 0; i < rounds; i++) {
        scratch[i] = theirs[i * step];
    }
    figure->median = sort_for_median(scratch, rounds);
    figure->least = scratch[0];
    figure->ratio = figure->least / table->figures[row][0].least; /* its own 0 comes first */
}

void measure_summarise(struct table *table, const double *all, double *scratch)
{
    for (size_t row = 0; row < table->bench->rows; row++) {
        for (size_t who = 0; who < table->bench->contenders; who++) {
            if (bench_has(table->bench, row, who)) {
                summarise(table, row, who, all, scratch);
            }
        }
    }
}

bool measure_time(struct table *table)
{
    const struct bench *bench = table->bench;
    const size_t contenders = bench->contenders, step = bench->rows * contenders;
    const size_t rounds = (size_t)table->rounds;
    struct slot slots[ROWS_MAX][CONTENDERS_MAX] = {{{0, 0}}};
    double *all = malloc((rounds * step + rounds) * sizeof *all);
    if (!all) {
        return false;
    }
    for (size_t i = 0; i < step; i++) {
        size_t row = i / contenders, who = i % contenders;
        if (bench_has(bench, row, who)) {
            slots[row][who] = calibrate(bench, row, who);
        }
    }
    for (size_t i = 0; i < rounds; i++) {
        time_round(bench, slots, i, all + i * step);
    }
    measure_summarise(table, all, all + rounds * step);
    free(all);
    return true;
}
