/* SPDX-License-Identifier: MIT */
#include "duty.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "civil.h"
#include "eligible.h"
#include "fair.h"
#include "fulldate.h"
#include "zoned.h"

#define YEAR_MOST 366

static_assert(FAIR_PEOPLE == ROTA_MOST, "everybody of a rota takes part");

struct plan {
    int32_t year, first; /* and its first date */
    uint64_t may[YEAR_MOST];
    int who[ROTA_SEATS_MOST][YEAR_MOST];
};

static size_t days_in(int32_t year)
{
    return fuseau_civil_is_leap_year(year) ? 366 : 365;
}

static void make_plan(const struct rota *rota, int32_t year, struct plan *plan)
{
    size_t count = days_in(year);
    plan->year = year;
    plan->first = fuseau_civil_to_day_number((struct fuseau_date){year, 1, 1});
    for (size_t i = 0; i < count; i++) {
        int32_t day = plan->first + (int32_t)i;
        plan->may[i] = 0;
        for (size_t who = 0; eligible_is_window_day(rota, day) && who < rota->count; who++) {
            bool may = eligible_for(rota, &rota->reviewers[who], day) == ELIGIBLE_YES;
            plan->may[i] |= may ? UINT64_C(1) << who : 0;
        }
    }
    for (unsigned seat = 0; seat < rota->seats; seat++) {
        const int *who = plan->who[seat];
        fair_assign(plan->may, count, plan->who[seat]);
        /* Whoever holds a seat may hold no other of that date. */
        for (size_t i = 0; i < count; i++) {
            plan->may[i] &= who[i] == FAIR_NOBODY ? UINT64_MAX : ~(UINT64_C(1) << who[i]);
        }
    }
}

static struct duty planned(const struct rota *rota, const struct plan *plan, int32_t day)
{
    struct window window = eligible_window(rota, day);
    struct duty duty = {.day = day, .start = window.start, .end = window.end};
    for (unsigned seat = 0; seat < rota->seats; seat++) {
        int who = plan->who[seat][day - plan->first];
        if (who != FAIR_NOBODY) {
            duty.seats[duty.seated++] = &rota->reviewers[who];
        }
    }
    duty.reviewer = duty.seats[0];
    return duty;
}

bool duty_from(const struct rota *rota, int32_t first, size_t count, struct duty *days,
               struct fault *fault)
{
    struct plan plan = {.year = INT32_MIN};
    for (size_t i = 0; i < count; i++) {
        int32_t day = first + (int32_t)i;
        int32_t year = fuseau_civil_from_day_number(day).year;
        if (year != plan.year) {
            make_plan(rota, year, &plan);
        }
        days[i] = planned(rota, &plan, day);
    }
    struct buffer nobody = {0};
    duty_write_nobody(rota, days, count, &nobody);
    bool covered = nobody.size == 0 && !nobody.failed;
    if (!covered) {
        (void)fault_set(fault, "%s", nobody.failed ? "out of memory" : nobody.data);
    }
    buffer_free(&nobody);
    return covered;
}

bool duty_year(const struct rota *rota, int year, struct duty **days, struct fault *fault)
{
    *days = calloc(days_in(year), sizeof **days);
    if (*days == NULL) {
        return fault_set(fault, "out of memory");
    }
    int32_t first = fuseau_civil_to_day_number((struct fuseau_date){year, 1, 1});
    return duty_from(rota, first, days_in(year), *days, fault);
}

bool duty_on(const struct rota *rota, int32_t day, struct duty *duty, struct fault *fault)
{
    return duty_from(rota, day, 1, duty, fault);
}

bool duty_addressee(const struct rota *rota, int32_t day, struct duty *duty, struct fault *fault)
{
    while (rota->days != 0 && !eligible_is_window_day(rota, day)) {
        day++;
    }
    return duty_on(rota, day, duty, fault);
}

int32_t duty_date(const struct rota *rota, int64_t instant)
{
    int64_t today = instant / FUSEAU_SECONDS_PER_DAY;
    int32_t day = (int32_t)today - 2; /* a window may go on into the next day */
    while (eligible_window(rota, day).end <= instant) {
        day++;
    }
    return day;
}

int64_t duty_window(const struct rota *rota, int32_t day)
{
    return eligible_window(rota, day).start;
}

/* "; on leave: Asha, Ben" */
static void write_those(const struct rota *rota, int32_t day, enum eligible reason,
                        struct buffer *into)
{
    bool first = true;
    for (size_t i = 0; i < rota->count; i++) {
        if (eligible_for(rota, &rota->reviewers[i], day) == reason) {
            buffer_format(into, "%s%s", first ? "; " : ", ", first ? eligible_reason(reason) : "");
            buffer_text(into, first ? ": " : "");
            buffer_text(into, rota->reviewers[i].name);
            first = false;
        }
    }
}

void duty_write_nobody(const struct rota *rota, const struct duty *days, size_t count,
                       struct buffer *into)
{
    char date[16], last[16];
    size_t lacking = 0, first = 0;
    for (size_t i = 0; i < count; i++) {
        if (days[i].reviewer == NULL && eligible_is_window_day(rota, days[i].day)) {
            first = lacking == 0 ? i : first;
            lacking++;
        }
    }
    if (lacking == 0) {
        return;
    }
    duty_write_date(days[first].day, date);
    duty_write_date(days[count - 1].day, last);
    buffer_format(into, "%s: nobody may be on duty on %s", rota->path, date);
    if (lacking > 1) {
        buffer_format(into, ", nor on %zu more date%s to %s", lacking - 1, lacking == 2 ? "" : "s",
                      last);
    }
    for (int reason = ELIGIBLE_OUTSIDE_HOURS; reason < ELIGIBLE_YES; reason++) {
        write_those(rota, days[first].day, (enum eligible)reason, into);
    }
}

void duty_write_date(int32_t day, char text[16])
{
    struct fuseau_result result =
        fuseau_fulldate_format(fuseau_civil_from_day_number(day), text, 15);
    text[result.error == FUSEAU_OK ? result.at : 0] = '\0';
}

bool duty_read_date(const char *text, int32_t *day)
{
    struct fuseau_date date;
    if (fuseau_fulldate_parse(text, strlen(text), &date).error != FUSEAU_OK) {
        return false;
    }
    *day = fuseau_civil_to_day_number(date);
    return true;
}

void duty_local(const struct rota_reviewer *reviewer, int64_t instant, char text[40])
{
    struct fuseau_instant when = {instant, 0};
    struct fuseau_zoned shown;
    struct fuseau_result result = fuseau_zoned_from_instant(reviewer->clock, when, &shown);
    if (result.error == FUSEAU_OK) {
        result = fuseau_zoned_format(&shown, NULL, 0, FUSEAU_FRACTION_SHORTEST, text, 39);
    }
    if (result.error == FUSEAU_OK) {
        text[result.at] = '\0';
    } else {
        clock_write(instant, text);
    }
}
