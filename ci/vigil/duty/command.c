/* SPDX-License-Identifier: MIT */
/* `vigil duty`: who is on duty, as a table or as JSON, and a rota checked a year ahead. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "base/command.h"
#include "duty.h"
#include "eligible.h"
#include "fulldate.h"
#include "rfc3339.h"

#define DAYS_USUAL 7
#define YEAR       366 /* dates that the check looks at */

struct row {
    char date[16], start[40], end[40];
    const char *reviewer, *handle; /* NULL: nobody */
};

/* The first seat has a row even where nobody holds it. */
static struct row row_of(const struct duty *duty, size_t seat)
{
    struct row row = {.start = "-", .end = "-"};
    const struct rota_reviewer *reviewer = duty->seats[seat];
    duty_write_date(duty->day, row.date);
    if (reviewer != NULL) {
        row.reviewer = reviewer->name;
        row.handle = reviewer->handle;
        duty_local(reviewer, duty->start, row.start);
        duty_local(reviewer, duty->end, row.end);
    }
    return row;
}

/* How many columns of a terminal the text takes: one for each character. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0;
    }
    return width;
}

static void cell(const char *text, size_t width, struct buffer *into)
{
    size_t used = width_of(text);
    buffer_format(into, "%s%*s", text, (int)(2 + (used < width ? width - used : 0)), "");
}

static void widen(size_t *width, const char *text)
{
    size_t needed = width_of(text);
    *width = needed > *width ? needed : *width;
}

/* A table with columns aligned, a line for the names of the columns first. */
static void write_table(const struct duty *days, size_t count, struct buffer *into)
{
    /* 1970-01-01 was a Thursday. */
    static const char *const weekdays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    size_t name = strlen("reviewer"), handle = strlen("handle");
    bool seats = false; /* a date has more than one */
    for (size_t i = 0; i < count; i++) {
        for (size_t seat = 0; seat < days[i].seated; seat++) {
            widen(&name, days[i].seats[seat]->name);
            widen(&handle, days[i].seats[seat]->handle);
        }
        seats = seats || days[i].seated > 1;
    }
    buffer_format(into, "date        day  %s", seats ? "seat  " : "");
    cell("reviewer", name, into);
    cell("handle", handle, into);
    buffer_text(into, "local_start                local_end\n");
    for (size_t i = 0; i < count; i++) {
        for (size_t seat = 0; seat == 0 || seat < days[i].seated; seat++) {
            struct row row = row_of(&days[i], seat);
            buffer_format(into, "%s  %s  ", row.date, weekdays[(days[i].day % 7 + 7) % 7]);
            if (seats) {
                buffer_format(into, "%-4zu  ", seat + 1);
            }
            cell(row.reviewer == NULL ? "-" : row.reviewer, name, into);
            cell(row.handle == NULL ? "-" : row.handle, handle, into);
            buffer_format(into, "%-25s  %s\n", row.start, row.end);
        }
    }
}

static json_t *seats_of(const struct duty *duty)
{
    json_t *seats = json_array();
    int failed = seats == NULL ? 1 : 0;
    for (size_t seat = 0; seat < duty->seated; seat++) {
        struct row row = row_of(duty, seat);
        failed |= json_array_append_new(
            seats, json_pack("{s:s, s:s, s:s, s:s}", "reviewer", row.reviewer, "handle", row.handle,
                             "local_start", row.start, "local_end", row.end));
    }
    if (failed != 0) {
        json_decref(seats);
        return NULL;
    }
    return seats;
}

static json_t *object(const struct duty *duty)
{
    struct row row = row_of(duty, 0);
    bool somebody = row.reviewer != NULL;
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:o}", "date", row.date, "reviewer",
                     row.reviewer, "handle", row.handle, "local_start", somebody ? row.start : NULL,
                     "local_end", somebody ? row.end : NULL, "seats", seats_of(duty));
}

/* One array of objects, and a line end. What is not known is null. */
static void write_json(const struct duty *days, size_t count, struct buffer *into)
{
    json_t *rows = json_array();
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        failed |= json_array_append_new(rows, object(&days[i]));
    }
    char *dump = failed != 0 ? NULL : json_dumps(rows, JSON_INDENT(2));
    if (dump == NULL) {
        into->failed = true;
    } else {
        buffer_text(into, dump);
        buffer_text(into, "\n");
    }
    free(dump);
    json_decref(rows);
}

/* Adds a reviewer who never may be on duty in the year from `first` on, with the reason of the date
 * on which the least keeps them from it. */
static void write_never(const struct rota *rota, const struct rota_reviewer *reviewer,
                        int32_t first, struct buffer *into)
{
    char date[16], last[16];
    enum eligible best = ELIGIBLE_OUTSIDE_HOURS;
    for (int32_t day = first; day < first + YEAR && best != ELIGIBLE_YES; day++) {
        if (eligible_is_window_day(rota, day)) {
            enum eligible found = eligible_for(rota, reviewer, day);
            best = found > best ? found : best;
        }
    }
    if (best != ELIGIBLE_YES) {
        duty_write_date(first, date);
        duty_write_date(first + YEAR - 1, last);
        buffer_format(into, "%s:%u: %s never may be on duty from %s to %s: %s\n", rota->path,
                      reviewer->line, reviewer->name, date, last, eligible_reason(best));
    }
}

struct given {
    const char *rota, *at; /* RFC 3339 or a date; NULL: now */
    unsigned days;         /* 0: not said */
    bool json, check;
};

/* Says what is wrong with the rota in the year from `first` on, a line each. */
static int check(const struct rota *rota, int32_t first, struct buffer *into)
{
    char date[16], last[16];
    struct duty *days = calloc(YEAR, sizeof *days);
    struct fault fault = {""};
    if (days == NULL) {
        return command_complain("out of memory");
    }
    if (!duty_from(rota, first, YEAR, days, &fault)) {
        duty_write_nobody(rota, days, YEAR, into);
        buffer_text(into, "\n");
    }
    free(days);
    for (size_t i = 0; i < rota->count; i++) {
        write_never(rota, &rota->reviewers[i], first, into);
    }
    if (into->failed || into->size > 0) {
        return command_complain(into->failed ? "out of memory" : into->data);
    }
    duty_write_date(first, date);
    duty_write_date(first + YEAR - 1, last);
    buffer_format(into, "%s: from %s to %s somebody may be on duty in every window\n", rota->path,
                  date, last);
    return command_print(into);
}

static int list(const struct rota *rota, int32_t first, const struct given *given,
                struct buffer *into)
{
    struct fault fault = {"out of memory"};
    struct duty *days = calloc(given->days, sizeof *days);
    int status = 2;
    if (days != NULL && duty_from(rota, first, given->days, days, &fault)) {
        (given->json ? write_json : write_table)(days, given->days, into);
        status = command_print(into);
    } else {
        (void)command_complain(fault.text);
    }
    free(days);
    return status;
}

static int32_t date_of(int64_t instant)
{
    int64_t day = instant / FUSEAU_SECONDS_PER_DAY;
    return (int32_t)(instant % FUSEAU_SECONDS_PER_DAY < 0 ? day - 1 : day);
}

/* The date of UTC that the text says. It is a timestamp or, where no longer than one, a date. */
static struct fuseau_result read_at(const char *text, int32_t *day)
{
    struct fuseau_rfc3339 timestamp;
    struct fuseau_date date;
    size_t size = strlen(text);
    struct fuseau_result result = size > FUSEAU_FULLDATE_SIZE
                                      ? fuseau_rfc3339_parse(text, size, NULL, &timestamp)
                                      : fuseau_fulldate_parse(text, size, &date);
    if (result.error == FUSEAU_OK) {
        *day = size > FUSEAU_FULLDATE_SIZE ? date_of(timestamp.instant.seconds)
                                           : fuseau_civil_to_day_number(date);
    }
    return result;
}

static const struct command_option options[] = {
    {"rota", "FILE", COMMAND_FILE, offsetof(struct given, rota),
     .help = "reviewers and window (default ci/rota.ini)"},
    {"at", "TEXT", COMMAND_TEXT, offsetof(struct given, at),
     .help = "from this date or RFC 3339 timestamp on (default: now)"},
    {"days", "N", COMMAND_NUMBER, offsetof(struct given, days), .least = 1, .most = 3660,
     .help = "so many dates, 1 to 3660 (default 7)"},
    {"json", NULL, COMMAND_FLAG, offsetof(struct given, json),
     .help = "one array: date, reviewer, handle, local_start and local_end of each, and the same "
             "of all its seats"},
    {"check", NULL, COMMAND_FLAG, offsetof(struct given, check),
     .help = "looks a year ahead for dates that nobody may have, and for reviewers who never may; "
             "without --days and --json"},
    {.name = NULL}};

static int run(void *values, int count, char *const *operands)
{
    struct given *given = values;
    struct rota rota;
    struct fault fault = {""};
    struct buffer into = {0};
    int32_t first = date_of(time(NULL)), begin, end;
    (void)count, (void)operands;
    if (given->check && (given->json || given->days > 0)) {
        return command_refuse(&duty_command, "--check takes no %s",
                              given->json ? "--json" : "--days");
    }
    struct fuseau_result result =
        given->at == NULL ? (struct fuseau_result){FUSEAU_OK, 0} : read_at(given->at, &first);
    if (result.error != FUSEAU_OK) {
        return command_refuse_at("at", given->at, result);
    }
    given->days = given->check ? YEAR : given->days == 0 ? DAYS_USUAL : given->days;
    (void)duty_read_date("0000-01-01", &begin);
    (void)duty_read_date("9999-12-31", &end);
    if (first < begin || end - first < (int32_t)given->days) {
        return command_complain("dates go beyond the years 0000-9999");
    }
    int status = !rota_read(given->rota, &rota, &fault) ? command_complain(fault.text)
                 : given->check                         ? check(&rota, first, &into)
                                                        : list(&rota, first, given, &into);
    rota_free(&rota);
    buffer_free(&into);
    return status;
}

const struct command duty_command = {
    .name = "duty",
    .summary = "say who is on duty",
    .about = "Says who is on duty, a row a date of UTC and seat, and when the window is on their "
             "clock. Never somebody on leave or for whom it falls outside their hours; and over a "
             "year nobody's count differs from their share by more than one.",
    .options = options,
    .exits = "Exit status: 0; 2 there is a fault in the file or an option, or nobody for a date.",
    .defaults = &(const struct given){.rota = "ci/rota.ini"},
    .size = sizeof(struct given),
    .run = run};
