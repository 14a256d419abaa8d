/* SPDX-License-Identifier: MIT */
#include "fair.h"

#include <stdbool.h>
#include <string.h>

#include "share.h"

struct pool {
    const uint64_t *may;
    size_t days;
    int *who;
    struct share behind[FAIR_PEOPLE]; /* shares less dates */
};

static unsigned count_of(uint64_t people)
{
    unsigned count = 0;
    for (; people != 0; people &= people - 1) {
        count++;
    }
    return count;
}

static bool is_in(uint64_t people, int person)
{
    return (people >> person & 1) != 0;
}

/* Furthest behind; of several, not the last one, and the first of those that are left. */
static int choose(const struct pool *pool, uint64_t people, int last)
{
    int chosen = FAIR_NOBODY;
    for (int person = 0; person < FAIR_PEOPLE; person++) {
        if (!is_in(people, person)) {
            continue;
        }
        int more =
            chosen == FAIR_NOBODY ? 1 : share_compare(&pool->behind[person], &pool->behind[chosen]);
        if (more > 0 || (more == 0 && chosen == last)) {
            chosen = person;
        }
    }
    return chosen;
}

static void give_in_turn(struct pool *pool)
{
    int last = FAIR_NOBODY;
    for (size_t day = 0; day < pool->days; day++) {
        unsigned count = count_of(pool->may[day]);
        for (int person = 0; person < FAIR_PEOPLE; person++) {
            if (is_in(pool->may[day], person)) {
                share_add(&pool->behind[person], count);
            }
        }
        pool->who[day] = choose(pool, pool->may[day], last);
        if (pool->who[day] != FAIR_NOBODY) {
            last = pool->who[day];
            pool->behind[last].whole--;
        }
    }
}

static bool is_ahead(const struct share *behind)
{
    return behind->whole < 0;
}

static bool is_behind(const struct share *behind)
{
    return behind->whole > 0 || (behind->whole == 0 && !share_is_whole(behind));
}

static bool is_far(const struct share *behind)
{
    return behind->whole < -1 || behind->whole > 1 ||
           (behind->whole == 1 && !share_is_whole(behind));
}

/* latest[a][b]: the last of a's dates that b may take, plus 1; 0: there is none. */
typedef size_t exchange[FAIR_PEOPLE][FAIR_PEOPLE];

static void find_latest(const struct pool *pool, exchange latest)
{
    memset(latest, 0, sizeof(exchange));
    for (size_t day = 0; day < pool->days; day++) {
        for (int person = 0; pool->who[day] != FAIR_NOBODY && person < FAIR_PEOPLE; person++) {
            if (is_in(pool->may[day], person)) {
                latest[pool->who[day]][person] = day + 1;
            }
        }
    }
}

/* The paths from those in `from` whose earliest date is as late as can be: Dijkstra's algorithm
 * with the least of the dates in place of their sum. */
struct paths {
    size_t earliest[FAIR_PEOPLE]; /* on the path to this person; 0: there is none */
    int before[FAIR_PEOPLE];
};

static int widest_of(const struct paths *paths, uint64_t people)
{
    int widest = FAIR_NOBODY;
    for (int person = 0; person < FAIR_PEOPLE; person++) {
        size_t most = widest == FAIR_NOBODY ? 0 : paths->earliest[widest];
        if (is_in(people, person) && paths->earliest[person] > most) {
            widest = person;
        }
    }
    return widest;
}

static void find_paths(exchange latest, uint64_t from, struct paths *paths)
{
    uint64_t open = ~UINT64_C(0);
    for (int person = 0; person < FAIR_PEOPLE; person++) {
        paths->before[person] = FAIR_NOBODY;
        paths->earliest[person] = is_in(from, person) ? SIZE_MAX : 0;
    }
    for (int at = widest_of(paths, open); at != FAIR_NOBODY; at = widest_of(paths, open)) {
        open &= ~(UINT64_C(1) << at);
        for (int next = 0; next < FAIR_PEOPLE; next++) {
            size_t date = latest[at][next];
            date = date < paths->earliest[at] ? date : paths->earliest[at];
            if (date > paths->earliest[next]) {
                paths->earliest[next] = date;
                paths->before[next] = at;
            }
        }
    }
}

/*
 * Gives one date more to somebody in `to`, one fewer to somebody in `from`, and as many as before
 * to all between. A path visits nobody twice, so its dates are different ones.
 */
static bool change_hands(struct pool *pool, uint64_t from, uint64_t to)
{
    exchange latest;
    struct paths paths;
    find_latest(pool, latest);
    find_paths(latest, from, &paths);
    int person = widest_of(&paths, to);
    if (person == FAIR_NOBODY) {
        return false;
    }
    pool->behind[person].whole--;
    for (int giver = paths.before[person]; giver != FAIR_NOBODY; giver = paths.before[person]) {
        pool->who[latest[giver][person] - 1] = person;
        person = giver;
    }
    pool->behind[person].whole++;
    return true;
}

static uint64_t those_who(const struct pool *pool, bool (*are)(const struct share *behind))
{
    uint64_t people = 0;
    for (int person = 0; person < FAIR_PEOPLE; person++) {
        people |= are(&pool->behind[person]) ? UINT64_C(1) << person : 0;
    }
    return people;
}

/*
 * There is a path from who is ahead to somebody behind: let R be all whom paths from there reach.
 * Whatever date one of R has, only those in R may take it, so their shares of it sum to one, and
 * all shares of R to no fewer than R's dates; as one of R has more dates than shares, another has
 * fewer. Likewise to who is behind from somebody ahead. An exchange takes one who is far nearer by
 * one, and the other, who was on the other side, not past one; so it comes to its end.
 */
static void exchange_until_near(struct pool *pool)
{
    bool changed = true;
    uint64_t far = those_who(pool, is_far);
    while (changed && far != 0) {
        uint64_t one = far & (~far + 1);
        changed = (one & those_who(pool, is_ahead)) != 0
                      ? change_hands(pool, one, those_who(pool, is_behind))
                      : change_hands(pool, those_who(pool, is_ahead), one);
        far = those_who(pool, is_far);
    }
}

void fair_assign(const uint64_t *may, size_t days, int *who)
{
    struct pool pool = {.may = may, .days = days, .who = who};
    give_in_turn(&pool);
    exchange_until_near(&pool);
}
