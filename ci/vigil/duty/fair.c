/* SPDX-License-Identifier: MIT */
#include "fair.h"

#include <stdbool.h>
#include <string.h>

#include "fraction.h"

struct season {
    const uint64_t *may;
    size_t days;
    int *who;
    struct fraction behind[FAIR_PEOPLE]; /* shares less dates */
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

/* Who is furthest behind; of several not `last`, and of those that are left the first. */
static int choose(const struct season *season, uint64_t people, int last)
{
    int chosen = FAIR_NOBODY;
    for (int person = 0; person < FAIR_PEOPLE; person++) {
        if (!is_in(people, person)) {
            continue;
        }
        int more = chosen == FAIR_NOBODY
                       ? 1
                       : fraction_compare(&season->behind[person], &season->behind[chosen]);
        if (more > 0 || (more == 0 && chosen == last)) {
            chosen = person;
        }
    }
    return chosen;
}

static void give_in_turn(struct season *season)
{
    int last = FAIR_NOBODY;
    for (size_t day = 0; day < season->days; day++) {
        unsigned count = count_of(season->may[day]);
        for (int person = 0; person < FAIR_PEOPLE; person++) {
            if (is_in(season->may[day], person)) {
                fraction_add(&season->behind[person], count);
            }
        }
        season->who[day] = choose(season, season->may[day], last);
        if (season->who[day] != FAIR_NOBODY) {
            last = season->who[day];
            season->behind[last].whole--;
        }
    }
}

static bool is_ahead(const struct fraction *behind)
{
    return behind->whole < 0;
}

static bool is_behind(const struct fraction *behind)
{
    return behind->whole > 0 || (behind->whole == 0 && !fraction_is_whole(behind));
}

static bool is_far(const struct fraction *behind)
{
    return behind->whole < -1 || behind->whole > 1 ||
           (behind->whole == 1 && !fraction_is_whole(behind));
}

/* latest[a][b]: the last of a's dates that b may take, plus 1; 0: there is none. */
typedef size_t exchange[FAIR_PEOPLE][FAIR_PEOPLE];

static void find_latest(const struct season *season, exchange latest)
{
    memset(latest, 0, sizeof(exchange));
    for (size_t day = 0; day < season->days; day++) {
        for (int person = 0; season->who[day] != FAIR_NOBODY && person < FAIR_PEOPLE; person++) {
            if (is_in(season->may[day], person)) {
                latest[season->who[day]][person] = day + 1;
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
static bool change_hands(struct season *season, uint64_t from, uint64_t to)
{
    exchange latest;
    struct paths paths;
    find_latest(season, latest);
    find_paths(latest, from, &paths);
    int person = widest_of(&paths, to);
    if (person == FAIR_NOBODY) {
        return false;
    }
    season->behind[person].whole--;
    for (int giver = paths.before[person]; giver != FAIR_NOBODY; giver = paths.before[person]) {
        season->who[latest[giver][person] - 1] = person;
        person = giver;
    }
    season->behind[person].whole++;
    return true;
}

static uint64_t those_who(const struct season *season, bool (*are)(const struct fraction *behind))
{
    uint64_t people = 0;
    for (int person = 0; person < FAIR_PEOPLE; person++) {
        people |= are(&season->behind[person]) ? UINT64_C(1) << person : 0;
    }
    return people;
}

/*
 * From everybody ahead there is a path to somebody behind. Proof: let R be all whom paths from
 * there reach. Only those in R may take a date that one of R has, so their shares of it sum to one,
 * and all shares of R to no fewer than R's dates; as one of R has more dates than shares, another
 * has fewer. Likewise a path leads to everybody behind from somebody ahead. An exchange brings
 * somebody who is far one nearer, and the other, who was on the other side, not past one; so it
 * ends.
 */
static void exchange_until_near(struct season *season)
{
    bool changed = true;
    uint64_t far = those_who(season, is_far);
    while (changed && far != 0) {
        uint64_t one = far & (~far + 1);
        changed = (one & those_who(season, is_ahead)) != 0
                      ? change_hands(season, one, those_who(season, is_behind))
                      : change_hands(season, those_who(season, is_ahead), one);
        far = those_who(season, is_far);
    }
}

void fair_assign(const uint64_t *may, size_t days, int *who)
{
    struct season season = {.may = may, .days = days, .who = who};
    give_in_turn(&season);
    exchange_until_near(&season);
}
