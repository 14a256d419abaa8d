/* SPDX-License-Identifier: MIT */
#include "rota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/handle.h"
#include "base/inert.h"
#include "base/ini.h"
#include "base/list.h"
#include "base/number.h"
#include "fulldate.h"
#include "tzdb.h"
#include "zone.h"
#include "zonename.h"

/* Readers of values. Each is false for a text that is no such value, with a reason that quotes the
 * text, and then sets nothing. */

static void skip_blanks(struct span *text)
{
    while (span_take(text, " ") || span_take(text, "\t")) {}
}

/* "06:00" */
static bool read_time(const char *name, const char *value, unsigned most, unsigned *minutes,
                      struct fault *reason)
{
    struct span text = {value, strlen(value)};
    unsigned read;
    if (!clock_take_minutes(&text, &read) || text.size > 0 || read > most) {
        return fault_set(reason, "%s must read like 06:00, not \"%.60s\"", name, value);
    }
    *minutes = read;
    return true;
}

/* Takes the mark, with blanks around it. */
static bool mark(struct span *text, const char *which)
{
    skip_blanks(text);
    bool taken = span_take(text, which);
    skip_blanks(text);
    return taken;
}

/* "08:00-18:00" */
static bool read_hours(const char *text, unsigned *start, unsigned *end, struct fault *reason)
{
    struct span rest = {text, strlen(text)};
    unsigned first, last;
    if (!clock_take_minutes(&rest, &first) || !mark(&rest, "-") ||
        !clock_take_minutes(&rest, &last) || rest.size > 0 || first == CLOCK_DAY_MINUTES) {
        return fault_set(reason, "hours must read like 08:00-18:00, not \"%.60s\"", text);
    }
    *start = first;
    *end = last;
    return true;
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
    if (mark(text, "-") && !weekday(text, &last)) {
        return false;
    }
    for (unsigned day = first; day != last; day = (day + 1) % 7) {
        *days |= 1u << day;
    }
    *days |= 1u << last;
    return true;
}

/* "Mon-Thu, Sun": bit 0 is Monday. */
static bool read_days(const char *text, unsigned *days, struct fault *reason)
{
    struct span rest = {text, strlen(text)};
    unsigned read = 0;
    bool right;
    do {
        right = weekdays(&rest, &read);
    } while (right && mark(&rest, ","));
    if (!right || rest.size > 0) {
        return fault_set(reason, "days must read like Mon-Fri or Mon-Thu, Sun, not \"%.60s\"",
                         text);
    }
    *days = read;
    return true;
}

/* "2" */
static bool read_seats(const char *text, unsigned *seats, struct fault *reason)
{
    uint64_t number;
    if (text[0] == '0' || !number_read(text, 1, ROTA_SEATS_MOST, &number)) {
        return fault_set(reason, "reviewers must be a number from 1 to %d, not \"%.60s\"",
                         ROTA_SEATS_MOST, text);
    }
    *seats = (unsigned)number;
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
    return !mark(text, "/") || date(text, &leave->last);
}

/* Adds "2026-12-24/2026-12-31, 2027-03-04" to the reviewer's leaves. A comma may end the text,
 * where the next line goes on; an empty text adds nothing. */
static bool read_leave(const char *text, struct rota_reviewer *reviewer, struct fault *reason)
{
    struct span rest = {text, strlen(text)};
    bool more = rest.size > 0;
    while (more) {
        struct rota_leave leave;
        bool right = dates(&rest, &leave);
        more = right && mark(&rest, ",") && rest.size > 0;
        if (!right || (!more && rest.size > 0)) {
            return fault_set(reason,
                             "leave must read like 2026-12-24 or 2026-12-24/2026-12-31, not "
                             "\"%.60s\"",
                             text);
        }
        if (leave.last < leave.first) {
            return fault_set(reason, "leave ends before it begins in \"%.60s\"", text);
        }
        struct rota_leave *added =
            list_add(&reviewer->leaves, &reviewer->leave_count, sizeof *added);
        if (added == NULL) {
            return fault_set(reason, "out of memory");
        }
        *added = leave;
    }
    return true;
}

static bool no_such_zone(struct fuseau_tzdb *database, const char *text, struct fault *reason)
{
    struct fuseau_tzdb_nearest_names nearest;
    fuseau_tzdb_nearest(database, text, strlen(text), &nearest);
    return nearest.count > 0 ? fault_set(reason, "there is no zone \"%.60s\"; %s is near it", text,
                                         nearest.names[0])
                             : fault_set(reason, "there is no zone \"%.60s\"", text);
}

/* "Asia/Kolkata", found in fuseau_tzdb_default. */
static bool read_zone(const char *text, struct rota_reviewer *reviewer, struct fault *reason)
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

/* The file. */

enum { START = 1, END = 2, DAYS = 4, HANDLE = 8, ZONE = 16, HOURS = 32, LEAVE = 64, SEATS = 128 };

static const struct {
    unsigned bit;
    const char *name;
} keys[] = {{START, "start"}, {END, "end"},     {DAYS, "days"},   {HANDLE, "handle"},
            {ZONE, "zone"},   {HOURS, "hours"}, {LEAVE, "leave"}, {SEATS, "reviewers"}};

#define WINDOW_KEYS   (START | END | DAYS | SEATS)
#define REVIEWER_KEYS (HANDLE | ZONE | HOURS | DAYS | LEAVE)

struct reading {
    struct ini file;
    struct rota *rota;
    bool window;    /* [window] is being read */
    bool windowed;  /* [window] was there */
    unsigned given; /* keys of this section */
    unsigned missing[ROTA_MOST], hours_line[ROTA_MOST];
};

void rota_defaults(struct rota *rota)
{
    *rota = (struct rota){.start = 360, .end = 600, .days = 0x7f, .seats = 1};
}

void rota_free(struct rota *rota)
{
    for (size_t i = 0; i < rota->count; i++) {
        fuseau_zone_release(rota->reviewers[i].clock);
        free(rota->reviewers[i].leaves);
    }
    free(rota->reviewers);
    rota->reviewers = NULL;
    rota->count = 0;
}

/* Whether the text can be shown to a person as it is. */
static bool is_plain(struct span text)
{
    struct buffer shown = {0};
    inert_line(&shown, text.text, text.size);
    bool plain =
        !shown.failed && shown.size == text.size && memcmp(shown.data, text.text, text.size) == 0;
    buffer_free(&shown);
    return plain;
}

static struct span trimmed(struct span text)
{
    while (text.size > 0 && text.text[0] == ' ') {
        span_skip(&text, 1);
    }
    while (text.size > 0 && text.text[text.size - 1] == ' ') {
        text.size--;
    }
    return text;
}

static bool is_new_name(const struct rota *rota, struct span name, struct fault *reason)
{
    if (name.size == 0) {
        return fault_set(reason, "a reviewer has a name: [reviewer NAME]");
    }
    if (!is_plain(name)) {
        return fault_set(reason, "the reviewer's name holds what cannot be shown");
    }
    for (size_t i = 0; i < rota->count; i++) {
        if (span_is(name, rota->reviewers[i].name)) {
            return fault_set(reason, "[reviewer %s] stands in line %u already",
                             rota->reviewers[i].name, rota->reviewers[i].line);
        }
    }
    return rota->count < ROTA_MOST || fault_set(reason, "more than %d reviewers", ROTA_MOST);
}

static bool add_reviewer(struct reading *reading, struct span name, struct fault *reason)
{
    struct rota *rota = reading->rota;
    if (!is_new_name(rota, name, reason)) {
        return false;
    }
    struct rota_reviewer *reviewer = list_add(&rota->reviewers, &rota->count, sizeof *reviewer);
    if (reviewer == NULL) {
        return fault_set(reason, "out of memory");
    }
    reading->missing[rota->count - 1] = REVIEWER_KEYS & ~LEAVE;
    reviewer->line = reading->file.line;
    span_copy(reviewer->name, sizeof reviewer->name, name);
    return true;
}

static bool section(void *context, const char *section, struct fault *reason)
{
    struct reading *reading = context;
    struct span text = trimmed((struct span){section, strlen(section)});
    reading->given = 0;
    reading->window = span_is(text, "window");
    if (reading->window) {
        bool first = !reading->windowed;
        reading->windowed = true;
        return first || fault_set(reason, "[window] stands here twice");
    }
    if (span_is(text, "reviewer") || span_take(&text, "reviewer ")) {
        struct span name = span_is(text, "reviewer") ? (struct span){"", 0} : trimmed(text);
        return add_reviewer(reading, name, reason);
    }
    return fault_set(reason, "[%.60s] is no section; [window] and [reviewer NAME] are", section);
}

/* The bit of the key; 0: it is not one of `among`. */
static unsigned key_of(const char *name, unsigned among)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if ((keys[i].bit & among) != 0 && strcmp(keys[i].name, name) == 0) {
            return keys[i].bit;
        }
    }
    return 0;
}

static bool window(struct rota *rota, unsigned key, const char *value, struct fault *reason)
{
    return key == START   ? read_time("start", value, CLOCK_DAY_MINUTES - 1, &rota->start, reason)
           : key == END   ? read_time("end", value, CLOCK_DAY_MINUTES, &rota->end, reason)
           : key == SEATS ? read_seats(value, &rota->seats, reason)
                          : read_days(value, &rota->days, reason);
}

static bool handle(const struct rota *rota, struct rota_reviewer *reviewer, const char *value,
                   struct fault *reason)
{
    if (!handle_is_one((struct span){value, strlen(value)})) {
        return fault_set(reason,
                         "\"%.60s\" is no handle: letters, digits, \"-\" and \"_\", at most %d",
                         value, HANDLE_MOST);
    }
    for (size_t i = 0; i < rota->count; i++) {
        if (strcasecmp(rota->reviewers[i].handle, value) == 0) {
            return fault_set(reason, "%s is the handle of %s already", value,
                             rota->reviewers[i].name);
        }
    }
    (void)snprintf(reviewer->handle, sizeof reviewer->handle, "%s", value);
    return true;
}

static bool reviewer_entry(struct reading *reading, unsigned key, const char *value,
                           struct fault *reason)
{
    size_t last = reading->rota->count - 1;
    struct rota_reviewer *reviewer = &reading->rota->reviewers[last];
    reading->missing[last] &= ~key;
    switch (key) {
    case HANDLE:
        return handle(reading->rota, reviewer, value, reason);
    case ZONE:
        return read_zone(value, reviewer, reason);
    case HOURS:
        reading->hours_line[last] = reading->file.line;
        return read_hours(value, &reviewer->start, &reviewer->end, reason);
    case DAYS:
        return read_days(value, &reviewer->days, reason);
    default:
        return read_leave(value, reviewer, reason);
    }
}

static bool entry(void *context, const char *section, const char *name, const char *value,
                  struct fault *reason)
{
    struct reading *reading = context;
    if (!reading->window && reading->rota->count == 0) {
        return fault_set(reason, "%.60s stands in no section", name);
    }
    unsigned key = key_of(name, reading->window ? WINDOW_KEYS : REVIEWER_KEYS);
    if (key == 0) {
        return fault_set(reason, "[%s] has no %.60s; it has %s", section, name,
                         reading->window ? "start, end, days and reviewers"
                                         : "handle, zone, hours, days and leave");
    }
    if ((reading->given & key) != 0 && key != LEAVE) {
        return fault_set(reason, "%s is given twice", name);
    }
    reading->given |= key;
    return reading->window ? window(reading->rota, key, value, reason)
                           : reviewer_entry(reading, key, value, reason);
}

unsigned rota_length(unsigned start, unsigned end)
{
    return end > start ? end - start : end + CLOCK_DAY_MINUTES - start;
}

static bool is_whole(const struct reading *reading, size_t index, struct fault *fault)
{
    const struct rota *rota = reading->rota;
    const struct rota_reviewer *reviewer = &rota->reviewers[index];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if ((reading->missing[index] & keys[i].bit) != 0) {
            return fault_set(fault, "%s:%u: [reviewer %s] has no %s", rota->path, reviewer->line,
                             reviewer->name, keys[i].name);
        }
    }
    unsigned window = rota_length(rota->start, rota->end);
    return window <= rota_length(reviewer->start, reviewer->end) ||
           fault_set(fault, "%s:%u: the window of %u minutes does not fit in these hours",
                     rota->path, reading->hours_line[index], window);
}

bool rota_read_stream(FILE *stream, const char *path, struct rota *rota, struct fault *fault)
{
    struct reading reading = {.file = {.section = section, .entry = entry, .context = &reading},
                              .rota = rota};
    rota_defaults(rota);
    if (!path_make(rota->path, fault, "%s", path) ||
        !ini_read_stream(stream, path, &reading.file, fault)) {
        return false;
    }
    for (size_t i = 0; i < rota->count; i++) {
        if (!is_whole(&reading, i, fault)) {
            return false;
        }
    }
    return rota->count > 0 || fault_set(fault, "%s:%u: the file ends, and has no [reviewer NAME]",
                                        path, reading.file.line > 0 ? reading.file.line : 1);
}

bool rota_read(const char *path, struct rota *rota, struct fault *fault)
{
    rota_defaults(rota);
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    bool read = rota_read_stream(stream, path, rota, fault);
    (void)fclose(stream);
    return read;
}
