/* timeline_test.c -- however the times lie, as many have passed as a plain count says */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "timeline.h"

enum { MOST = 4096 };

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Ways for times to lie; each gives the one after `time`, the `index`-th. */
static int64_t every_half_year(int64_t time, uint32_t index, uint64_t *state)
{
    (void)index;
    return time + 15000000 + (int64_t)(draw(state) % 4000000);
}

static int64_t every_second(int64_t time, uint32_t index, uint64_t *state)
{
    (void)index;
    (void)state;
    return time + 1;
}

static int64_t three_by_three(int64_t time, uint32_t index, uint64_t *state)
{
    return time + (index % 3 ? 1 : 1 + (int64_t)(draw(state) % 100000000));
}

static int64_t farther_and_farther(int64_t time, uint32_t index, uint64_t *state)
{
    (void)state;
    return time + (INT64_C(1) << (index < 60 ? index : 60)) / 2 + 1;
}

static int64_t crowds_in_crowds(int64_t time, uint32_t index, uint64_t *state)
{
    (void)state;
    return time +
           (INT64_C(1) << 7 * (unsigned)(__builtin_ctz(index + 1) < 7 ? __builtin_ctz(index + 1)
                                                                      : 7));
}

static int64_t anyhow(int64_t time, uint32_t index, uint64_t *state)
{
    (void)index;
    return time + 1 + (int64_t)(draw(state) >> (draw(state) % 40 + 20));
}

struct lie {
    struct row row;
    int64_t first;
    uint32_t size;
    int64_t (*next)(int64_t time, uint32_t index, uint64_t *state);
};

static const struct lie lies[] = {
    {{"none", TEXT("")}, 0, 0, every_second},
    {{"one", TEXT("")}, 5, 1, every_second},
    {{"one, the least", TEXT("")}, INT64_MIN, 1, every_second},
    {{"one, the greatest", TEXT("")}, INT64_MAX, 1, every_second},
    {{"two", TEXT("")}, -5, 2, every_second},
    {{"three, from the least", TEXT("")}, INT64_MIN, 3, every_second},
    {{"three, to the greatest", TEXT("")}, INT64_MAX - 2, 3, every_second},
    {{"as in a zone", TEXT("")}, -2717650800, 236, every_half_year},
    {{"every second", TEXT("")}, 0, 1000, every_second},
    {{"three by three", TEXT("")}, -1000000, 999, three_by_three},
    {{"farther and farther", TEXT("")}, 0, 62, farther_and_farther},
    {{"farther and farther, from the least", TEXT("")}, INT64_MIN, 64, farther_and_farther},
    {{"crowds in crowds", TEXT("")}, 0, 3000, crowds_in_crowds},
    {{"anyhow", TEXT("")}, INT64_MIN / 2, MOST, anyhow},
};

/* As many as a plain count says, at `at` and beside it. */
static void expect_at(const struct lie *lie, const struct timeline *timeline, const int64_t *times,
                      int64_t at)
{
    static const int64_t beside[] = {-1, 0, 1};
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        if ((beside[i] < 0 && at == INT64_MIN) || (beside[i] > 0 && at == INT64_MAX)) {
            continue;
        }
        uint32_t passed = 0;
        while (passed < lie->size && times[passed] <= at + beside[i]) {
            passed++;
        }
        row_expect_number(&lie->row, "passed", timeline_passed(timeline, at + beside[i]), passed);
    }
}

static void check_lies(void **state)
{
    const struct lie *lie = *state;
    static int64_t times[MOST];
    uint64_t seed = 1;
    for (uint32_t i = 0; i < lie->size; i++) {
        times[i] = i == 0 ? lie->first : lie->next(times[i - 1], i, &seed);
        assert_true(i == 0 || times[i] > times[i - 1]);
    }
    struct timeline timeline;
    assert_true(timeline_make(&timeline, times, lie->size));
    for (uint32_t i = 0; i < lie->size; i++) {
        expect_at(lie, &timeline, times, times[i]);
    }
    for (int i = 0; i < 1000; i++) {
        expect_at(lie, &timeline, times, (int64_t)draw(&seed));
    }
    expect_at(lie, &timeline, times, INT64_MIN);
    expect_at(lie, &timeline, times, INT64_MAX);
    /* What hostile times may cost: no more than a hundred bytes a time, and a page. */
    assert_true(timeline_memory(&timeline) <= lie->size * UINT64_C(100) + 4096);
    timeline_release(&timeline);
}

int main(void)
{
    const struct table tables[] = {TABLE(lies, check_lies)};
    return tables_run("timeline", tables, sizeof tables / sizeof tables[0]);
}
