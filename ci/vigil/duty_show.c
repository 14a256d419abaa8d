/* SPDX-License-Identifier: MIT */
#include "duty_show.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

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

static struct row row_of(const struct duty *duty)
{
    struct row row = {.start = "-", .end = "-"};
    duty_write_date(duty->day, row.date);
    if (duty->reviewer != NULL) {
        row.reviewer = duty->reviewer->name;
        row.handle = duty->reviewer->handle;
        duty_local(duty->reviewer, duty->start, row.start);
        duty_local(duty->reviewer, duty->end, row.end);
    }
    return row;
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

void duty_table(const struct duty *days, size_t count, struct buffer *into)
{
    size_t name = strlen("reviewer"), handle = strlen("handle");
    for (size_t i = 0; i < count; i++) {
        widen(&name, days[i].reviewer == NULL ? "-" : days[i].reviewer->name);
        widen(&handle, days[i].reviewer == NULL ? "-" : days[i].reviewer->handle);
    }
    buffer_text(into, "date        day  ");
    cell("reviewer", name, into);
    cell("handle", handle, into);
    buffer_text(into, "local_start                local_end\n");
    for (size_t i = 0; i < count; i++) {
        struct row row = row_of(&days[i]);
        buffer_format(into, "%s  %s  ", row.date, weekday(days[i].day));
        cell(row.reviewer == NULL ? "-" : row.reviewer, name, into);
        cell(row.handle == NULL ? "-" : row.handle, handle, into);
        buffer_format(into, "%-25s  %s\n", row.start, row.end);
    }
}

static json_t *object(const struct duty *duty)
{
    struct row row = row_of(duty);
    bool somebody = row.reviewer != NULL;
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s?}", "date", row.date, "reviewer", row.reviewer,
                     "handle", row.handle, "local_start", somebody ? row.start : NULL, "local_end",
                     somebody ? row.end : NULL);
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
