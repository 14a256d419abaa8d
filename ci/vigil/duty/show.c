/* SPDX-License-Identifier: MIT */
#include "show.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "eligible.h"

/* "Wed"; 1970-01-01 was a Thursday. */
static const char *weekday(int32_t day)
{
    static const char *const names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    return names[(day % 7 + 7) % 7];
}

struct row {
    char date[16], start[40], end[40];
    const char *reviewer, *handle; /* NULL: nobody */
};

/* The first seat's is there also where nobody holds it. */
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

static size_t rows_of(const struct duty *duty)
{
    return duty->seated == 0 ? 1 : duty->seated;
}

/* Columns of a terminal, one a character. */
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

struct columns {
    size_t name, handle;
    bool seats; /* a date has more than one */
};

static struct columns columns_of(const struct duty *days, size_t count)
{
    struct columns columns = {strlen("reviewer"), strlen("handle"), false};
    for (size_t i = 0; i < count; i++) {
        for (size_t seat = 0; seat < days[i].seated; seat++) {
            widen(&columns.name, days[i].seats[seat]->name);
            widen(&columns.handle, days[i].seats[seat]->handle);
        }
        columns.seats = columns.seats || days[i].seated > 1;
    }
    return columns;
}

static void table_row(const struct duty *duty, size_t seat, const struct columns *columns,
                      struct buffer *into)
{
    struct row row = row_of(duty, seat);
    buffer_format(into, "%s  %s  ", row.date, weekday(duty->day));
    if (columns->seats) {
        buffer_format(into, "%-4zu  ", seat + 1);
    }
    cell(row.reviewer == NULL ? "-" : row.reviewer, columns->name, into);
    cell(row.handle == NULL ? "-" : row.handle, columns->handle, into);
    buffer_format(into, "%-25s  %s\n", row.start, row.end);
}

void duty_table(const struct duty *days, size_t count, struct buffer *into)
{
    struct columns columns = columns_of(days, count);
    buffer_format(into, "date        day  %s", columns.seats ? "seat  " : "");
    cell("reviewer", columns.name, into);
    cell("handle", columns.handle, into);
    buffer_text(into, "local_start                local_end\n");
    for (size_t i = 0; i < count; i++) {
        for (size_t seat = 0; seat < rows_of(&days[i]); seat++) {
            table_row(&days[i], seat, &columns, into);
        }
    }
}

/* NULL where memory ran out. */
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

void duty_json(const struct duty *days, size_t count, struct buffer *into)
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

/* The nearest that the reviewer ever comes to being on duty. */
static enum eligible nearest(const struct rota *rota, const struct rota_reviewer *reviewer,
                             int32_t first)
{
    enum eligible best = ELIGIBLE_OUTSIDE_HOURS;
    for (int32_t day = first; day < first + DUTY_YEAR && best != ELIGIBLE_YES; day++) {
        if (eligible_is_window_day(rota, day)) {
            enum eligible found = eligible_for(rota, reviewer, day);
            best = found > best ? found : best;
        }
    }
    return best;
}

static void write_never(const struct rota *rota, const struct rota_reviewer *reviewer,
                        int32_t first, struct buffer *into)
{
    char date[16], last[16];
    enum eligible found = nearest(rota, reviewer, first);
    if (found == ELIGIBLE_YES) {
        return;
    }
    duty_write_date(first, date);
    duty_write_date(first + DUTY_YEAR - 1, last);
    buffer_format(into, "%s:%u: %s never may be on duty from %s to %s: %s\n", rota->path,
                  reviewer->line, reviewer->name, date, last, eligible_reason(found));
}

bool duty_check(const struct rota *rota, int32_t first, struct buffer *into)
{
    struct duty *days = calloc(DUTY_YEAR, sizeof *days);
    struct fault fault = {""};
    if (days == NULL) {
        return false;
    }
    if (!duty_from(rota, first, DUTY_YEAR, days, &fault)) {
        duty_write_nobody(rota, days, DUTY_YEAR, into);
        buffer_text(into, "\n");
    }
    free(days);
    for (size_t i = 0; i < rota->count; i++) {
        write_never(rota, &rota->reviewers[i], first, into);
    }
    return !into->failed;
}
