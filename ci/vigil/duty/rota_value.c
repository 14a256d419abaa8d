/* SPDX-License-Identifier: MIT */
#include "rota_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "fulldate.h"
#include "tzdb.h"
#include "zonename.h"

static void skip_blanks(struct span *text)
{
    while (span_take(text, " ") || span_take(text, "\t")) {}
}

static bool two_digits(struct span *text, unsigned most, unsigned *number)
{
    if (text->size < 2 || !span_is_digit(text->text[0]) || !span_is_digit(text->text[1])) {
        return false;
    }
    *number = (unsigned)(text->text[0] - '0') * 10 + (unsigned)(text->text[1] - '0');
    span_skip(text, 2);
    return *number <= most;
}

/* HH:MM, 00:00 to 24:00 */
static bool clock_time(struct span *text, unsigned *minutes)
{
    unsigned hour, minute;
    if (!two_digits(text, 24, &hour) || !span_take(text, ":") || !two_digits(text, 59, &minute)) {
        return false;
    }
    *minutes = hour * 60 + minute;
    return *minutes <= ROTA_DAY_MINUTES;
}

static bool whole_time(const char *name, const char *value, unsigned most, unsigned *minutes,
                       struct fault *reason)
{
    struct span text = {value, strlen(value)};
    unsigned read;
    if (!clock_time(&text, &read) || text.size > 0 || read > most) {
        return fault_set(reason, "%s must read like 06:00, not \"%.60s\"", name, value);
    }
    *minutes = read;
    return true;
}

bool rota_read_start(const char *text, unsigned *minutes, struct fault *reason)
{
    return whole_time("start", text, ROTA_DAY_MINUTES - 1, minutes, reason);
}

bool rota_read_end(const char *text, unsigned *minutes, struct fault *reason)
{
    return whole_time("end", text, ROTA_DAY_MINUTES, minutes, reason);
}

static bool dash(struct span *text)
{
    skip_blanks(text);
    bool taken = span_take(text, "-");
    skip_blanks(text);
    return taken;
}

bool rota_read_hours(const char *text, unsigned *start, unsigned *end, struct fault *reason)
{
    struct span rest = {text, strlen(text)};
    unsigned first, last;
    if (!clock_time(&rest, &first) || !dash(&rest) || !clock_time(&rest, &last) || rest.size > 0 ||
        first == ROTA_DAY_MINUTES) {
        return fault_set(reason, "hours must read like 08:00-18:00, not \"%.60s\"", text);
    }
    *start = first;
    *end = last;
    return true;
}

unsigned rota_length(unsigned start, unsigned end)
{
    return end > start ? end - start : end + ROTA_DAY_MINUTES - start;
}

static bool weekday(struct span *text, unsigned *day)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (*day = 0; *day < 7; ++*day) {
        if (span_take(text, names[*day])) {
            return true;
        }
    }
    return false;
}

/* DAY or DAY-DAY; a range goes on until it comes to its end, also by way of Sunday. */
static bool weekdays(struct span *text, unsigned *days)
{
    unsigned first, last;
    if (!weekday(text, &first)) {
        return false;
    }
    last = first;
    if (dash(text) && !weekday(text, &last)) {
        return false;
    }
    for (unsigned day = first; day != last; day = (day + 1) % 7) {
        *days |= 1u << day;
    }
    *days |= 1u << last;
    return true;
}

static bool comma(struct span *text)
{
    skip_blanks(text);
    bool taken = span_take(text, ",");
    skip_blanks(text);
    return taken;
}

bool rota_read_days(const char *text, unsigned *days, struct fault *reason)
{
    struct span rest = {text, strlen(text)};
    unsigned read = 0;
    bool right;
    do {
        right = weekdays(&rest, &read);
    } while (right && comma(&rest));
    if (!right || rest.size > 0) {
        return fault_set(reason, "days must read like Mon-Fri or Mon-Thu, Sun, not \"%.60s\"",
                         text);
    }
    *days = read;
    return true;
}

bool rota_read_seats(const char *text, unsigned *seats, struct fault *reason)
{
    bool right = text[0] >= '1' && text[0] <= '0' + ROTA_SEATS_MOST && text[1] == '\0';
    if (!right) {
        return fault_set(reason, "reviewers must be a number from 1 to %d, not \"%.60s\"",
                         ROTA_SEATS_MOST, text);
    }
    *seats = (unsigned)(text[0] - '0');
    return true;
}

static bool date(struct span *text, int32_t *day)
{
    struct fuseau_date read;
    size_t size = text->size < FUSEAU_FULLDATE_SIZE ? text->size : FUSEAU_FULLDATE_SIZE;
    if (fuseau_fulldate_parse(text->text, size, &read).error != FUSEAU_OK) {
        return false;
    }
    *day = fuseau_civil_to_day_number(read);
    span_skip(text, size);
    return true;
}

static bool dates(struct span *text, struct rota_leave *leave)
{
    if (!date(text, &leave->first)) {
        return false;
    }
    leave->last = leave->first;
    skip_blanks(text);
    if (!span_take(text, "/")) {
        return true;
    }
    skip_blanks(text);
    return date(text, &leave->last);
}

static bool add_leave(struct rota_reviewer *reviewer, struct rota_leave leave, struct fault *reason)
{
    struct rota_leave *grown =
        realloc(reviewer->leaves, (reviewer->leave_count + 1) * sizeof *grown);
    if (grown == NULL) {
        return fault_set(reason, "out of memory");
    }
    reviewer->leaves = grown;
    grown[reviewer->leave_count++] = leave;
    return true;
}

bool rota_read_leave(const char *text, struct rota_reviewer *reviewer, struct fault *reason)
{
    struct span rest = {text, strlen(text)};
    bool more = rest.size > 0;
    while (more) {
        struct rota_leave leave;
        bool right = dates(&rest, &leave);
        more = right && comma(&rest) && rest.size > 0;
        if (!right || (!more && rest.size > 0)) {
            return fault_set(reason,
                             "leave must read like 2026-12-24 or 2026-12-24/2026-12-31, not "
                             "\"%.60s\"",
                             text);
        }
        if (leave.last < leave.first) {
            return fault_set(reason, "leave ends before it begins in \"%.60s\"", text);
        }
        if (!add_leave(reviewer, leave, reason)) {
            return false;
        }
    }
    return true;
}

static bool no_such_zone(struct fuseau_tzdb *database, const char *text, struct fault *reason)
{
    struct fuseau_tzdb_nearest nearest;
    fuseau_tzdb_nearest(database, text, strlen(text), &nearest);
    return nearest.count > 0 ? fault_set(reason, "there is no zone \"%.60s\"; %s is near it", text,
                                         nearest.names[0])
                             : fault_set(reason, "there is no zone \"%.60s\"", text);
}

bool rota_read_zone(const char *text, struct rota_reviewer *reviewer, struct fault *reason)
{
    struct fuseau_tzdb *database = fuseau_tzdb_default();
    if (database == NULL) {
        return fault_set(reason, "there is no zone database");
    }
    if (strlen(text) >= sizeof reviewer->zone) {
        return no_such_zone(database, text, reason);
    }
    const struct fuseau_zone *clock;
    struct fuseau_result result =
        fuseau_tzdb_zone(database, text, strlen(text), FUSEAU_TZDB_EXACT_CASE, &clock);
    bool named = fuseau_zonename_parse(text, strlen(text)).error == FUSEAU_OK;
    if (result.error == FUSEAU_ERR_NOT_FOUND || !named) {
        return no_such_zone(database, text, reason);
    }
    if (result.error != FUSEAU_OK) {
        return fault_set(reason, "zone %s: %s", text, fuseau_error_message(result.error));
    }
    reviewer->clock = clock;
    (void)snprintf(reviewer->zone, sizeof reviewer->zone, "%s", text);
    return true;
}
