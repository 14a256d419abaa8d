/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <regex.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "clock.h"
#include "ini.h"
#include "number.h"
#include "span.h"

enum kind {
    TEXT,    /* char[SIZE]: 1 to SIZE - 1 bytes */
    PATH,    /* char[PATH_SIZE]: relative to the file's own directory */
    BELOW,   /* char[SIZE]: a path within the repository, wherever that is laid out */
    KEPT,    /* char[SIZE]: paths as BELOW, none of them the repository itself or its .git */
    TRACKER, /* char[PATH_SIZE]: the path of a local tracker is relative as PATH is */
    LOGINS,  /* char[SIZE]: names of accounts, blanks between */
    HOLD,    /* enum settings_withhold: yes or no */
    PLACE,   /* bool: "issue", or "advisory", which is true */
    DAYS,    /* unsigned: "400d", from 1d on */
    COUNT,   /* unsigned: from 1 on */
    PERCENT, /* unsigned: from 0 to 100; "off" is 0 */
    SECONDS, /* double */
    TIME,    /* int: minutes of a day */
    MATCHES, /* char[SIZE]: a regular expression, and a line end; each time it is said, one more */
};

/* In the order in which a fault lists what there is. */
static const struct field {
    const char *section, *name;
    enum kind kind;
    size_t at, most; /* its place within the settings; its size, or the greatest count */
} fields[] = {
#define FIELD(member) offsetof(struct settings, member), sizeof((struct settings *)NULL)->member
    {"project", "name", TEXT, FIELD(name)},
    {"project", "source", PATH, FIELD(source)},
    {"project", "build", TEXT, FIELD(build)},
    {"project", "toolchain", TEXT, FIELD(toolchain)},
    {"project", "lock", PATH, FIELD(lock)},
    {"tracker", "tracker", TRACKER, FIELD(tracker)},
    {"tracker", "label", TEXT, FIELD(label)},
    {"tracker", "token_file", PATH, FIELD(token_file)},
    {"tracker", "account", LOGINS, FIELD(account)},
    {"tracker", "withhold", HOLD, FIELD(withhold)},
    {"tracker", "security", PLACE, FIELD(advisory)},
    {"night", "start", TIME, FIELD(start)},
    {"night", "rota", PATH, FIELD(rota)},
    {"night", "issues", COUNT, offsetof(struct settings, issues), 1000},
    {"night", "replays", COUNT, offsetof(struct settings, replays), 1000},
    {"night", "minimise", SECONDS, FIELD(minimise)},
    {"night", "triage", SECONDS, FIELD(triage)},
    {"night", "bisect", SECONDS, FIELD(bisect)},
    {"night", "patience", SECONDS, FIELD(patience)},
    {"night", "keep", DAYS, offsetof(struct settings, keep), 36500},
    {"triage", "ignore", MATCHES, FIELD(ignore)},
    {"gate", "test", TEXT, FIELD(gate.test)},
    {"gate", "sources", BELOW, FIELD(gate.sources)},
    {"gate", "corpus", BELOW, FIELD(gate.corpus)},
    {"gate", "examples", BELOW, FIELD(gate.examples)},
    {"gate", "retired", TEXT, FIELD(gate.retired)},
    {"gate", "keep", KEPT, FIELD(gate.keep)},
    {"gate", "coverage", PERCENT, FIELD(gate.coverage)},
    {"gate", "time", SECONDS, FIELD(gate.time)},
    {"observe", "textfile", PATH, FIELD(textfile)},
    {"observe", "pushgateway", TEXT, FIELD(pushgateway)},
#undef FIELD
};

#define FIELDS (sizeof fields / sizeof *fields)

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
        .triage = 1200,
        .bisect = 900,
        .patience = 120,
        .keep = 400,
        .gate = {.sources = ".", .corpus = "corpus", .coverage = 85, .time = 1200}};
}

static bool take_text(const struct field *field, char *into, const char *value,
                      struct fault *reason)
{
    int size = snprintf(into, field->most, "%s", value);
    return (size > 0 && (size_t)size < field->most) ||
           fault_set(reason, "%s must have from 1 to %zu bytes", field->name, field->most - 1);
}

static bool take_path(const struct reading *reading, const char *before, char *path,
                      const char *value, struct fault *reason)
{
    return path_make(path, reason, "%s%s%s%s", before, value[0] == '/' ? "" : reading->directory,
                     value[0] == '/' ? "" : "/", value);
}

/* Whether the path leads down from where it begins: "build/ccache", "./x", not "/x", "a/../b", ".".
 */
static bool leads_down(struct span path)
{
    bool names = false;
    while (path.size > 0) {
        struct span part = {path.text, span_find(path, "/")};
        span_skip(&path, part.size + 1);
        if (span_is(part, "..") || (part.size == 0 && !names)) {
            return false;
        }
        names = names || (part.size > 0 && !span_is(part, "."));
    }
    return names;
}

static bool take_kept(const struct field *field, char *into, const char *value,
                      struct fault *reason)
{
    for (const char *at = value + strspn(value, " \t"); *at != '\0'; at += strspn(at, " \t")) {
        struct span word = {at, strcspn(at, " \t")}, rest = word;
        while (span_take(&rest, "./")) {}
        if (!leads_down(word) || span_is(rest, ".git") || span_take(&rest, ".git/")) {
            return fault_set(reason,
                             "%s names directories below the top of the repository, without "
                             "\"..\", and not .git: \"%.*s\" is none",
                             field->name, word.size < 60 ? (int)word.size : 60, word.text);
        }
        at += word.size;
    }
    into[0] = '\0';
    return value[0] == '\0' || take_text(field, into, value, reason);
}

/* A name that no account can have would make strangers of vigil's own issues, night for night. */
static bool take_logins(const struct field *field, char *into, const char *value,
                        struct fault *reason)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    for (const char *at = value + strspn(value, " \t"); *at != '\0'; at += strspn(at, " \t")) {
        struct span word = {at, strcspn(at, " \t")}, rest = word;
        span_skip(&rest, strspn(at, letters));
        if (rest.size == word.size || (rest.size > 0 && !span_is(rest, "[bot]"))) {
            return fault_set(reason,
                             "%s names logins such as our-bot or our-app[bot], blanks between: "
                             "\"%.*s\" is none",
                             field->name, word.size < 60 ? (int)word.size : 60, word.text);
        }
        at += word.size;
    }
    into[0] = '\0';
    return value[0] == '\0' || take_text(field, into, value, reason);
}

static bool take_percent(const struct field *field, unsigned *into, const char *value,
                         struct fault *reason)
{
    uint64_t percent = 0;
    if (strcmp(value, "off") != 0 && !number_read(value, 0, 100, &percent)) {
        return fault_set(reason, "%s must be a number from 0 to 100, or off, not \"%.60s\"",
                         field->name, value);
    }
    *into = (unsigned)percent;
    return true;
}

static bool take_days(const struct field *field, unsigned *into, const char *value,
                      struct fault *reason)
{
    char digits[16] = "";
    size_t size = strlen(value);
    uint64_t days = 0;
    if (size < 2 || size > sizeof digits || value[size - 1] != 'd') {
        size = 1;
    }
    memcpy(digits, value, size - 1);
    if (!number_read(digits, 1, field->most, &days)) {
        return fault_set(reason,
                         "%s must be a number of days like 400d, from 1d to %zud, not \"%.60s\"",
                         field->name, field->most, value);
    }
    *into = (unsigned)days;
    return true;
}

static bool take_match(const struct field *field, char *into, const char *value,
                       struct fault *reason)
{
    regex_t expression;
    char why[128];
    size_t used = strlen(into), size = strlen(value);
    int status = regcomp(&expression, value, REG_EXTENDED | REG_NOSUB);
    if (status != 0) {
        (void)regerror(status, &expression, why, sizeof why);
        return fault_set(reason, "%s: \"%.100s\" is no regular expression: %s", field->name, value,
                         why);
    }
    regfree(&expression);
    if (size == 0 || size + 1 >= field->most - used) {
        return fault_set(reason, "%s must have from 1 to %zu bytes in all", field->name,
                         field->most - 2);
    }
    (void)snprintf(into + used, field->most - used, "%s\n", value);
    return true;
}

static bool take(const struct reading *reading, const struct field *field, const char *value,
                 struct fault *reason)
{
    void *into = (char *)reading->settings + field->at;
    struct span text = {value, strlen(value)};
    uint64_t count;
    unsigned minutes;
    switch (field->kind) {
    case TEXT:
        return take_text(field, into, value, reason);
    case PATH:
        return take_path(reading, "", into, value, reason);
    case BELOW:
        return value[0] != '/' && strstr(value, "..") == NULL
                   ? take_text(field, into, value, reason)
                   : fault_set(reason, "%s is from the top of the repository, without \"..\"",
                               field->name);
    case LOGINS:
        return take_logins(field, into, value, reason);
    case KEPT:
        return take_kept(field, into, value, reason);
    case TRACKER:
        return span_take(&text, "local:") && text.size > 0
                   ? take_path(reading, "local:", into, text.text, reason)
                   : take_text(field, into, value, reason);
    case HOLD:
        *(enum settings_withhold *)into = strcmp(value, "yes") == 0 ? WITHHOLD_YES : WITHHOLD_NO;
        return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0 ||
               fault_set(reason, "%s must be yes or no, not \"%.60s\"", field->name, value);
    case PLACE:
        *(bool *)into = strcmp(value, "advisory") == 0;
        return *(bool *)into || strcmp(value, "issue") == 0 ||
               fault_set(reason, "%s must be issue or advisory, not \"%.60s\"", field->name, value);
    case DAYS:
        return take_days(field, into, value, reason);
    case COUNT:
        if (!number_read(value, 1, field->most, &count)) {
            return fault_set(reason, "%s must be a number from 1 to %zu, not \"%.60s\"",
                             field->name, field->most, value);
        }
        *(unsigned *)into = (unsigned)count;
        return true;
    case PERCENT:
        return take_percent(field, into, value, reason);
    case SECONDS:
        return number_read_seconds(value, into) ||
               fault_set(reason, "%s must read like 60s, 30m or 4h, not \"%.60s\"", field->name,
                         value);
    case MATCHES:
        return take_match(field, into, value, reason);
    case TIME:
        if (!clock_take_minutes(&text, &minutes) || text.size > 0 || minutes == CLOCK_DAY_MINUTES) {
            return fault_set(reason, "%s must read like 01:00, not \"%.60s\"", field->name, value);
        }
        *(int *)into = (int)minutes;
        return true;
    }
    return false;
}

/* "[night] has no hour; it has start, rota, …"; for an unknown section, which ones there are. */
static bool refuse(const char *section, const char *name, struct fault *reason)
{
    struct buffer names = {0}, sections = {0};
    size_t named = 0, count = 0, at = 0, before = 0;
    for (size_t i = 0; i < FIELDS; i++) {
        named += strcmp(fields[i].section, section) == 0 ? 1 : 0;
        count += i == 0 || strcmp(fields[i].section, fields[i - 1].section) != 0 ? 1 : 0;
    }
    for (size_t i = 0; i < FIELDS; i++) {
        if (strcmp(fields[i].section, section) == 0) {
            buffer_format(&names, "%s%s", buffer_joint(at++, named, " and "), fields[i].name);
        }
        if (i == 0 || strcmp(fields[i].section, fields[i - 1].section) != 0) {
            buffer_format(&sections, "%s[%s]", buffer_joint(before++, count, " and "),
                          fields[i].section);
        }
    }
    if (names.failed || sections.failed) {
        fault_set(reason, "out of memory");
    } else if (named > 0) {
        fault_set(reason, "[%s] has no %.60s; it has %s", section, name, names.data);
    } else {
        fault_set(reason, "[%.60s] is no section; %s are", section, sections.data);
    }
    buffer_free(&names);
    buffer_free(&sections);
    return false;
}

/* "examples =": as where it is not said, if there is nothing then; of a label there is something.
 */
static bool is_nothing(const struct field *field, const char *value)
{
    struct settings defaults;
    settings_defaults(&defaults);
    bool is_text = field->kind == TEXT || field->kind == PATH || field->kind == BELOW ||
                   field->kind == TRACKER;
    return value[0] == '\0' && is_text && ((const char *)&defaults)[field->at] == '\0';
}

static bool entry(void *context, const char *section, const char *name, const char *value,
                  struct fault *reason)
{
    const struct reading *reading = context;
    for (size_t i = 0; i < FIELDS; i++) {
        if (strcmp(fields[i].section, section) == 0 && strcmp(fields[i].name, name) == 0) {
            bool nothing = is_nothing(&fields[i], value);
            if (nothing) {
                ((char *)reading->settings)[fields[i].at] = '\0';
            }
            return nothing || take(reading, &fields[i], value, reason);
        }
    }
    return refuse(section, name, reason);
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

bool settings_make(const char *path, const char *tracker, struct settings *settings,
                   struct fault *fault)
{
    settings_defaults(settings);
    return (path == NULL || settings_read(path, settings, fault)) &&
           (tracker == NULL || path_make(settings->tracker, fault, "%s", tracker));
}
