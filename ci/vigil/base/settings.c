/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ini.h"

struct reading {
    struct settings *settings;
    char directory[PATH_SIZE]; /* the file's */
};

void settings_defaults(struct settings *settings)
{
    *settings = (struct settings){
        .label = "vigil",
        .start = -1,
        .issues = 10,
        .replays = 10,
        .minimise = 30,
        .bisect = 900,
        .patience = 120,
        .gate = {.sources = ".", .corpus = "corpus", .coverage = 85, .time = 1200}};
}

bool settings_time(const char *text, double *seconds)
{
    char *unit;
    errno = 0;
    unsigned long count = strtoul(text, &unit, 10);
    unsigned long scale = strcmp(unit, "s") == 0   ? 1
                          : strcmp(unit, "m") == 0 ? 60
                          : strcmp(unit, "h") == 0 ? 3600
                                                   : 0;
    if (text[0] < '0' || text[0] > '9' || errno != 0 || scale == 0 ||
        count > 7ul * 24 * 3600 / scale) {
        return false;
    }
    *seconds = (double)(count * scale);
    return true;
}

static bool time_of(double *seconds, const char *name, const char *value, struct fault *reason)
{
    return settings_time(value, seconds) ||
           fault_set(reason, "%s must read like 60s, 30m or 4h, not \"%.60s\"", name, value);
}

static bool count_of(unsigned *count, unsigned most, const char *name, const char *value,
                     struct fault *reason)
{
    char *rest;
    errno = 0;
    unsigned long number = strtoul(value, &rest, 10);
    if (value[0] < '0' || value[0] > '9' || *rest != '\0' || errno != 0 || number == 0 ||
        number > most) {
        return fault_set(reason, "%s must be a number from 1 to %u, not \"%.60s\"", name, most,
                         value);
    }
    *count = (unsigned)number;
    return true;
}

static bool path_of(const struct reading *reading, char path[PATH_SIZE], const char *value,
                    struct fault *reason)
{
    return value[0] == '/' ? path_make(path, reason, "%s", value)
                           : path_make(path, reason, "%s/%s", reading->directory, value);
}

static bool text_of(char *into, size_t room, const char *name, const char *value,
                    struct fault *reason)
{
    int size = snprintf(into, room, "%s", value);
    return (size > 0 && size < (int)room) ||
           fault_set(reason, "%s must have from 1 to %zu bytes", name, room - 1);
}

static bool yes_or_no(bool *answer, const char *name, const char *value, struct fault *reason)
{
    *answer = strcmp(value, "yes") == 0;
    return *answer || strcmp(value, "no") == 0 ||
           fault_set(reason, "%s must be yes or no, not \"%.60s\"", name, value);
}

static bool clock_of(int *minutes, const char *name, const char *value, struct fault *reason)
{
    static const char form[] = "00:00";
    bool shaped = strlen(value) == sizeof form - 1;
    for (size_t i = 0; shaped && form[i] != '\0'; i++) {
        shaped = form[i] == ':' ? value[i] == ':' : value[i] >= '0' && value[i] <= '9';
    }
    int hour = shaped ? (value[0] - '0') * 10 + value[1] - '0' : 24;
    int minute = shaped ? (value[3] - '0') * 10 + value[4] - '0' : 60;
    *minutes = hour * 60 + minute;
    return (hour < 24 && minute < 60) ||
           fault_set(reason, "%s must read like 01:00, not \"%.60s\"", name, value);
}

static bool project(struct reading *reading, const char *name, const char *value,
                    struct fault *reason)
{
    struct settings *settings = reading->settings;
    if (strcmp(name, "source") == 0) {
        return path_of(reading, settings->source, value, reason);
    }
    if (strcmp(name, "build") == 0) {
        return text_of(settings->build, sizeof settings->build, name, value, reason);
    }
    if (strcmp(name, "name") == 0) {
        return text_of(settings->name, sizeof settings->name, name, value, reason);
    }
    if (strcmp(name, "toolchain") == 0) {
        return text_of(settings->toolchain, sizeof settings->toolchain, name, value, reason);
    }
    if (strcmp(name, "lock") == 0) {
        return path_of(reading, settings->lock, value, reason);
    }
    return fault_set(
        reason, "[project] has no %.60s; it has name, source, build, toolchain and lock", name);
}

static bool tracker(struct reading *reading, const char *name, const char *value,
                    struct fault *reason)
{
    struct settings *settings = reading->settings;
    if (strcmp(name, "tracker") == 0) {
        if (strncmp(value, "local:", 6) == 0 && value[6] != '/' && value[6] != '\0') {
            return path_make(settings->tracker, reason, "local:%s/%s", reading->directory,
                             value + 6);
        }
        return text_of(settings->tracker, sizeof settings->tracker, name, value, reason);
    }
    if (strcmp(name, "label") == 0) {
        return text_of(settings->label, sizeof settings->label, name, value, reason);
    }
    if (strcmp(name, "token_file") == 0) {
        return path_of(reading, settings->token_file, value, reason);
    }
    if (strcmp(name, "withhold") == 0) {
        return yes_or_no(&settings->withhold, name, value, reason);
    }
    return fault_set(
        reason, "[tracker] has no %.60s; it has tracker, label, token_file and withhold", name);
}

static bool night(struct reading *reading, const char *name, const char *value,
                  struct fault *reason)
{
    struct settings *settings = reading->settings;
    if (strcmp(name, "start") == 0) {
        return clock_of(&settings->start, name, value, reason);
    }
    if (strcmp(name, "rota") == 0) {
        return path_of(reading, settings->rota, value, reason);
    }
    if (strcmp(name, "issues") == 0) {
        return count_of(&settings->issues, 1000, name, value, reason);
    }
    if (strcmp(name, "replays") == 0) {
        return count_of(&settings->replays, 1000, name, value, reason);
    }
    if (strcmp(name, "minimise") == 0) {
        return time_of(&settings->minimise, name, value, reason);
    }
    if (strcmp(name, "bisect") == 0) {
        return time_of(&settings->bisect, name, value, reason);
    }
    if (strcmp(name, "patience") == 0) {
        return time_of(&settings->patience, name, value, reason);
    }
    return fault_set(reason,
                     "[night] has no %.60s; it has start, rota, issues, replays, minimise, bisect "
                     "and patience",
                     name);
}

/* Within the repository, wherever it is laid out. */
static bool below_of(char *into, size_t room, const char *name, const char *value,
                     struct fault *reason)
{
    return value[0] != '/' && strstr(value, "..") == NULL
               ? text_of(into, room, name, value, reason)
               : fault_set(reason, "%s is from the top of the repository, without \"..\"", name);
}

static bool gate(struct reading *reading, const char *name, const char *value, struct fault *reason)
{
    struct settings_gate *gate = &reading->settings->gate;
    if (strcmp(name, "test") == 0) {
        return text_of(gate->test, sizeof gate->test, name, value, reason);
    }
    if (strcmp(name, "sources") == 0) {
        return below_of(gate->sources, sizeof gate->sources, name, value, reason);
    }
    if (strcmp(name, "corpus") == 0) {
        return below_of(gate->corpus, sizeof gate->corpus, name, value, reason);
    }
    if (strcmp(name, "examples") == 0) {
        return below_of(gate->examples, sizeof gate->examples, name, value, reason);
    }
    if (strcmp(name, "retired") == 0) {
        return text_of(gate->retired, sizeof gate->retired, name, value, reason);
    }
    if (strcmp(name, "coverage") == 0) {
        return count_of(&gate->coverage, 100, name, value, reason);
    }
    if (strcmp(name, "time") == 0) {
        return time_of(&gate->time, name, value, reason);
    }
    return fault_set(reason,
                     "[gate] has no %.60s; it has test, sources, corpus, examples, retired, "
                     "coverage and time",
                     name);
}

static bool observe(struct reading *reading, const char *name, const char *value,
                    struct fault *reason)
{
    struct settings *settings = reading->settings;
    if (strcmp(name, "textfile") == 0) {
        return path_of(reading, settings->textfile, value, reason);
    }
    if (strcmp(name, "pushgateway") == 0) {
        return text_of(settings->pushgateway, sizeof settings->pushgateway, name, value, reason);
    }
    return fault_set(reason, "[observe] has no %.60s; it has textfile and pushgateway", name);
}

static bool entry(void *context, const char *section, const char *name, const char *value,
                  struct fault *reason)
{
    if (strcmp(section, "project") == 0) {
        return project(context, name, value, reason);
    }
    if (strcmp(section, "tracker") == 0) {
        return tracker(context, name, value, reason);
    }
    if (strcmp(section, "night") == 0) {
        return night(context, name, value, reason);
    }
    if (strcmp(section, "gate") == 0) {
        return gate(context, name, value, reason);
    }
    if (strcmp(section, "observe") == 0) {
        return observe(context, name, value, reason);
    }
    return fault_set(
        reason, "[%.60s] is no section; [project], [tracker], [night], [gate] and [observe] are",
        section);
}

bool settings_read(const char *path, struct settings *settings, struct fault *fault)
{
    struct reading reading = {.settings = settings};
    const char *slash = strrchr(path, '/');
    settings_defaults(settings);
    if (!path_make(reading.directory, fault, "%.*s", slash == NULL ? 1 : (int)(slash - path),
                   slash == NULL ? "." : path)) {
        return false;
    }
    return ini_read(path, entry, &reading, NULL, fault);
}
