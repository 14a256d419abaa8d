/* SPDX-License-Identifier: MIT */
#include "rota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/ini.h"
#include "rota_value.h"
#include "zone.h"

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
    bool window;    /* is the section that is being read */
    bool windowed;  /* there was one */
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

/* Whether it can be shown to a person as it is. */
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
    struct rota_reviewer *grown = realloc(rota->reviewers, (rota->count + 1) * sizeof *grown);
    if (grown == NULL) {
        return fault_set(reason, "out of memory");
    }
    rota->reviewers = grown;
    reading->missing[rota->count] = REVIEWER_KEYS & ~LEAVE;
    struct rota_reviewer *reviewer = &grown[rota->count++];
    *reviewer = (struct rota_reviewer){.line = reading->file.line};
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

/* 0: it is none of these. */
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
    return key == START   ? rota_read_start(value, &rota->start, reason)
           : key == END   ? rota_read_end(value, &rota->end, reason)
           : key == SEATS ? rota_read_seats(value, &rota->seats, reason)
                          : rota_read_days(value, &rota->days, reason);
}

static bool handle(const struct rota *rota, struct rota_reviewer *reviewer, const char *value,
                   struct fault *reason)
{
    if (!handle_is_one((struct span){value, strlen(value)})) {
        return fault_set(reason, "\"%.60s\" is no handle: letters, digits and \"-\", at most %d",
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
        return rota_read_zone(value, reviewer, reason);
    case HOURS:
        reading->hours_line[last] = reading->file.line;
        return rota_read_hours(value, &reviewer->start, &reviewer->end, reason);
    case DAYS:
        return rota_read_days(value, &reviewer->days, reason);
    default:
        return rota_read_leave(value, reviewer, reason);
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
