/* measure.c -- every contender checked, then timed, on every kind of text */
/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include <stdlib.h>
#include <time.h>

enum {
    SLOT_NANOSECONDS = 4000000, /* how long one contender reads in one round */
    SHORTEST_BATCH = 256,
};

/* How one contender fills its slot: the first `count` texts, `passes` times. */
struct slot {
    size_t count;
    size_t passes;
};

/* Where readings go; outside every function, so that no compiler may leave the reading out. */
static struct reading readings[SAMPLE_TEXTS];

static bool is_right(const struct reading *got, const struct reading *expected, int32_t finest)
{
    if (!expected->accepted || !got->accepted) {
        return expected->accepted == got->accepted;
    }
    return got->seconds == expected->seconds &&
           got->nanoseconds == expected->nanoseconds / finest * finest;
}

static size_t count_wrong(const struct sample *sample, const struct contender *contender)
{
    size_t wrong = 0;
    contender->read(sample, SAMPLE_TEXTS, readings);
    for (size_t i = 0; i < SAMPLE_TEXTS; i++) {
        wrong += !is_right(&readings[i], &sample->expected[i], contender->nanoseconds);
    }
    return wrong;
}

bool measure_check(struct table *table)
{
    bool right = true;
    for (size_t kind = 0; kind < KINDS; kind++) {
        for (size_t who = 0; who < CONTENDERS; who++) {
            table->figures[kind][who].wrong = count_wrong(table->samples[kind], &contenders[who]);
        }
        right = right && table->figures[kind][0].wrong == 0;
    }
    return right;
}

/* The time this thread ran, not the time that passed: others' turns on the core are left out. */
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double time_slot(const struct sample *sample, const struct contender *contender,
                        struct slot slot)
{
    double start = now();
    for (size_t i = 0; i < slot.passes; i++) {
        contender->read(sample, slot.count, readings);
    }
    return (now() - start) / (double)(slot.passes * slot.count);
}

/*
 * Slots are of the same length for all, so that each is as likely as the next to be disturbed: the
 * quick ones read all texts many times, the slow ones some of them once. This also warms up.
 */
static struct slot calibrate(const struct sample *sample, const struct contender *contender)
{
    const struct slot trial = {SHORTEST_BATCH, 1};
    double nanoseconds = 1e9;
    for (int i = 0; i < 3; i++) {
        double took = time_slot(sample, contender, trial);
        nanoseconds = took < nanoseconds ? took : nanoseconds;
    }
    size_t calls = (size_t)(SLOT_NANOSECONDS / (nanoseconds > 1 ? nanoseconds : 1));
    if (calls >= SAMPLE_TEXTS) {
        return (struct slot){SAMPLE_TEXTS, calls / SAMPLE_TEXTS};
    }
    return (struct slot){calls > SHORTEST_BATCH ? calls : SHORTEST_BATCH, 1};
}

/* All contenders take turns within a round; who begins changes, so that none always follows ICU. */
static void time_round(const struct table *table, struct slot slots[KINDS][CONTENDERS], int round,
                       double *nanoseconds)
{
    for (size_t kind = 0; kind < KINDS; kind++) {
        for (size_t turn = 0; turn < CONTENDERS; turn++) {
            size_t who = (turn + (size_t)round) % CONTENDERS;
            nanoseconds[kind * CONTENDERS + who] =
                time_slot(table->samples[kind], &contenders[who], slots[kind][who]);
        }
    }
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double sort_for_median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

/* `all` holds every round's KINDS × CONTENDERS times; `scratch` has room for one value a round. */
static void summarise(struct table *table, size_t kind, size_t who, const double *all,
                      double *scratch)
{
    struct figure *figure = &table->figures[kind][who];
    const size_t step = (size_t)KINDS * CONTENDERS;
    const double *ours = all + kind * CONTENDERS, *theirs = ours + who;
    for (int i = 0; i < table->rounds; i++) {
        scratch[i] = theirs[(size_t)i * step] / ours[(size_t)i * step];
    }
    figure->ratio_median = sort_for_median(scratch, table->rounds);
    for (int i = 0; i < table->rounds; i++) {
        scratch[i] = theirs[(size_t)i * step];
    }
    figure->median = sort_for_median(scratch, table->rounds);
    figure->least = scratch[0];
    figure->ratio = figure->least / table->figures[kind][0].least; /* its own 0 comes first */
}

bool measure_time(struct table *table)
{
    const size_t step = (size_t)KINDS * CONTENDERS;
    const size_t rounds = (size_t)table->rounds;
    struct slot slots[KINDS][CONTENDERS];
    double *all = malloc((rounds * step + rounds) * sizeof *all);
    if (!all) {
        return false;
    }
    for (size_t i = 0; i < step; i++) {
        slots[i / CONTENDERS][i % CONTENDERS] =
            calibrate(table->samples[i / CONTENDERS], &contenders[i % CONTENDERS]);
    }
    for (size_t i = 0; i < rounds; i++) {
        time_round(table, slots, (int)i, all + i * step);
    }
    for (size_t i = 0; i < step; i++) {
        summarise(table, i / CONTENDERS, i % CONTENDERS, all, all + rounds * step);
    }
    free(all);
    return true;
}
