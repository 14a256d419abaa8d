/* zone_cycle.c -- (private) daylight saving by rule, for ever: 400 years, which repeat */
/* SPDX-License-Identifier: MIT */
#include "zone_cycle.h"

#include <stdlib.h>

enum {
    YEARS = 400,
    FIRST_YEAR = 1970,
    YEARS_AROUND = 1, /* a start or an end lies some days outside its year at the most */
    EVENTS_MAX = 2 * (YEARS + 2 * YEARS_AROUND),
    HALVES = CYCLE_HALVES + 2, /* what is asked about in the last second may be in half year 800 */
    WEEKDAYS = 7,
};

/* When daylight saving time starts and ends in a year of some kind, in seconds after its start. */
struct strikes {
    int64_t start, end;
};

/*
 * There are 14 kinds of year: common or leap, by the weekday of 1 January, 0 being Sunday. What a
 * rule says depends on nothing else, so it need be asked about only one year of each kind.
 */
struct kinds {
    struct strikes of[2][WEEKDAYS];
};

static const int16_t examples[2][WEEKDAYS] = {
    {2006, 2001, 2002, 2003, 2009, 2010, 2005},
    {2012, 2024, 2008, 2020, 2004, 2016, 2000},
};

static void read_kinds(const struct fuseau_posixtz *rule, struct kinds *kinds)
{
    for (int leap = 0; leap < 2; leap++) {
        for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
            int16_t year = examples[leap][weekday];
            int64_t begin = (int64_t)civil_day_number(year, 1, 1) * FUSEAU_SECONDS_PER_DAY;
            kinds->of[leap][weekday] = (struct strikes){fuseau_posixtz_start(rule, year) - begin,
                                                        fuseau_posixtz_end(rule, year) - begin};
        }
    }
}

/* A year, and what comes after it is another. */
struct year {
    int32_t number;
    bool leap;
    int32_t weekday; /* of 1 January */
    int64_t begin;   /* in seconds */
};

static struct year year_of(int32_t number)
{
    const int32_t thursday = 4; /* 1970-01-01, day number 0, was one */
    int32_t day_number = civil_day_number(number, 1, 1);
    int32_t weekday = (day_number + thursday) % WEEKDAYS;
    return (struct year){number, civil_is_leap_year(number),
                         weekday < 0 ? weekday + WEEKDAYS : weekday,
                         (int64_t)day_number * FUSEAU_SECONDS_PER_DAY};
}

static struct year year_after(struct year year)
{
    int32_t weekday = year.weekday + 1 + year.leap;
    return (struct year){year.number + 1, civil_is_leap_year(year.number + 1),
                         weekday < WEEKDAYS ? weekday : weekday - WEEKDAYS,
                         year.begin + (365 + year.leap) * (int64_t)FUSEAU_SECONDS_PER_DAY};
}

static struct strikes strikes_in(const struct kinds *kinds, struct year year)
{
    const struct strikes *kind = &kinds->of[year.leap][year.weekday];
    return (struct strikes){year.begin + kind->start, year.begin + kind->end};
}

struct event {
    int64_t at;
    bool starts;
};

/* The starts and ends of the years that touch the cycle: by year, and within a year by time. */
static uint32_t events(const struct kinds *kinds, struct event *out)
{
    uint32_t count = 0;
    struct year year = year_of(FIRST_YEAR - YEARS_AROUND);
    for (; year.number < FIRST_YEAR + YEARS + YEARS_AROUND; year = year_after(year)) {
        struct strikes strikes = strikes_in(kinds, year);
        struct event start = {strikes.start, true};
        struct event end = {strikes.end, false};
        if (start.at != end.at) {
            out[count++] = start.at < end.at ? start : end;
            out[count++] = start.at < end.at ? end : start;
        }
    }
    return count;
}

/*
 * Moves to the end those that decide for a while, there being none after it that has passed by
 * then. They ascend. Returns the index of the first.
 */
static uint32_t decisive(struct event *all, uint32_t count)
{
    uint32_t first = count;
    int64_t earliest = INT64_MAX;
    for (uint32_t i = count; i-- > 0;) {
        if (all[i].at < earliest) {
            earliest = all[i].at;
            all[--first] = all[i];
        }
    }
    return first;
}

/* As the cycle repeats, before its first event stands what its last one leaves. */
static bool make_changes(struct zone_cycle *cycle, const struct kinds *kinds)
{
    struct event all[EVENTS_MAX];
    int64_t changes[EVENTS_MAX];
    uint32_t end = events(kinds, all);
    uint32_t first = decisive(all, end);
    while (first < end && all[end - 1].at >= CYCLE_SECONDS) {
        end--;
    }
    bool daylight = first < end && all[end - 1].starts;
    uint32_t size = 0;
    cycle->daylight_first = daylight;
    for (uint32_t i = first; i < end; i++) {
        if (all[i].at >= 0 && all[i].starts != daylight) {
            daylight = !daylight;
            changes[size++] = all[i].at;
        }
    }
    return timeline_make(&cycle->changes, changes, size);
}

/*
 * How the half years of a rule are laid, in seconds after the start of some year whose start of
 * daylight saving time they begin with.
 */
struct halves {
    int64_t lead;         /* when half year 0 begins */
    bool end_comes_first; /* in a year; then the end that follows the start is the next year's */
};

/* The first and the last that a start, or an end, can be. */
struct range {
    int64_t first, last;
};

static struct range wider(struct range range, int64_t at)
{
    return (struct range){at < range.first ? at : range.first, at > range.last ? at : range.last};
}

/*
 * Half year 0 begins so long before the starts as half year 1 begins before the ends that follow.
 * Whether each start and each end is in its half year, and seasons last more than `apart` seconds:
 * the calendar leads or lags behind its mean year by less than three days, counted from any year.
 */
static bool lay_halves(const struct kinds *kinds, int64_t apart, struct halves *out)
{
    const int64_t drift = INT64_C(3) * FUSEAU_SECONDS_PER_DAY;
    const int64_t half = CYCLE_HALF_SECONDS;
    const int64_t unit_rest = (1 << CYCLE_UNIT_SHIFT) - 1;
    struct range start = {INT64_MAX, INT64_MIN}, end = start;
    for (int leap = 0; leap < 2; leap++) {
        for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
            start = wider(start, kinds->of[leap][weekday].start);
            end = wider(end, kinds->of[leap][weekday].end);
        }
    }
    out->end_comes_first = end.first < start.first;
    int64_t later = out->end_comes_first ? 2 * half : 0;
    end = (struct range){end.first + later, end.last + later};
    out->lead = (start.first + start.last + end.first + end.last) / 4 - half;
    out->lead -= (out->lead - start.first) & unit_rest; /* whole units before the starts */
    return ((end.first - out->lead) & unit_rest) == 0 && start.first - drift > out->lead &&
           start.last + drift < out->lead + half && end.first - drift > out->lead + half &&
           end.last + drift < out->lead + 2 * half &&
           end.first - drift - (start.last + drift) > apart &&
           start.first - drift + 2 * half - (end.last + drift) > apart;
}

/* From the start of `year` on. */
static void fill_halves(struct zone_cycle *cycle, const struct kinds *kinds, struct year year,
                        bool end_comes_first)
{
    struct strikes strikes = strikes_in(kinds, year);
    for (uint32_t i = 0; i < HALVES; i += 2) {
        year = year_after(year);
        struct strikes next = strikes_in(kinds, year);
        int64_t start = strikes.start - cycle->first;
        int64_t end = (end_comes_first ? next.end : strikes.end) - cycle->first;
        cycle->halves[i] = (uint32_t)(start >> CYCLE_UNIT_SHIFT);
        cycle->halves[i + 1] = (uint32_t)(end >> CYCLE_UNIT_SHIFT);
        strikes = next;
    }
}

/* Some 400 years later than in the calendar, if `from` is so far. False: no memory. */
static bool make_halves(struct zone_cycle *cycle, const struct kinds *kinds, int64_t from,
                        struct halves halves)
{
    int64_t phase = zone_cycle_phase(from);
    int32_t day_number = (int32_t)(phase / FUSEAU_SECONDS_PER_DAY);
    struct year year = year_of(fuseau_civil_from_day_number(day_number).year);
    while (year.begin + halves.lead < phase) {
        year = year_after(year);
    }
    cycle->halves = malloc(HALVES * sizeof *cycle->halves);
    if (!cycle->halves) {
        return false;
    }
    cycle->first = year.begin + halves.lead;
    cycle->phase = zone_cycle_phase(cycle->first);
    fill_halves(cycle, kinds, year, halves.end_comes_first);
    cycle->first += from - phase;
    return true;
}

bool zone_cycle_make(struct zone_cycle *cycle, const struct fuseau_posixtz *rule, int64_t from,
                     int64_t apart)
{
    struct kinds kinds;
    struct halves halves;
    *cycle = (struct zone_cycle){0};
    read_kinds(rule, &kinds);
    return lay_halves(&kinds, apart, &halves) ? make_halves(cycle, &kinds, from, halves)
                                              : make_changes(cycle, &kinds);
}

void zone_cycle_release(struct zone_cycle *cycle)
{
    free(cycle->halves);
    timeline_release(&cycle->changes);
}

size_t zone_cycle_memory(const struct zone_cycle *cycle)
{
    return timeline_memory(&cycle->changes) + (cycle->halves ? HALVES * sizeof *cycle->halves : 0);
}

/* In seconds after `first`. */
static int64_t change_of(const struct zone_cycle *cycle, uint32_t half)
{
    return (int64_t)cycle->halves[half] << CYCLE_UNIT_SHIFT;
}

/*
 * The change that comes `later` (0: the last one that has passed, 1: the first that has not), as
 * seconds after `seconds`.
 */
static int64_t distance(const struct zone_cycle *cycle, int64_t seconds, uint32_t later)
{
    if (cycle->halves) {
        int64_t after = zone_cycle_after_first(cycle, seconds);
        uint32_t passed = zone_cycle_passed(cycle, after) + later;
        return passed > 0 ? change_of(cycle, passed - 1) - after
                          : change_of(cycle, CYCLE_HALVES - 1) - CYCLE_SECONDS - after;
    }
    const struct timeline *changes = &cycle->changes;
    int64_t phase = zone_cycle_phase(seconds);
    uint32_t passed = timeline_passed(changes, phase) + later;
    if (passed == 0) {
        return changes->times[changes->size - 1] - CYCLE_SECONDS - phase;
    }
    return passed <= changes->size ? changes->times[passed - 1] - phase
                                   : changes->times[0] + CYCLE_SECONDS - phase;
}

bool zone_cycle_next(const struct zone_cycle *cycle, int64_t seconds, int64_t *change)
{
    return zone_cycle_has_changes(cycle) &&
           !__builtin_add_overflow(seconds, distance(cycle, seconds, 1), change);
}

bool zone_cycle_last(const struct zone_cycle *cycle, int64_t seconds, int64_t *change)
{
    return zone_cycle_has_changes(cycle) &&
           !__builtin_add_overflow(seconds, distance(cycle, seconds, 0), change);
}
