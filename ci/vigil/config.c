/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const config_sanitizers[5] = {"asan", "lsan", "msan", "tsan", "ubsan"};

/* Sections that OSS-Fuzz's other engines read. */
static const char *const foreign[] = {"AFL",     "afl",     "honggfuzz", "centipede",
                                      "grammar", "engines", "env",       "fuzztest"};

/* What vigil itself must say; a file that says otherwise would make a night blind. */
static const char *const ours[] = {"artifact_prefix",
                                   "max_total_time",
                                   "runs",
                                   "exact_artifact_path",
                                   "fork",
                                   "jobs",
                                   "workers",
                                   "merge",
                                   "minimize_crash",
                                   "seed",
                                   "help"};

struct reading {
    const char *path;
    FILE *file;
    unsigned line; /* of the line that inih was last given */
    bool mid_line; /* and it was only a piece of one */
    struct target_options *options;
    struct fault *fault;
};

void config_defaults(struct target_options *options)
{
    memset(options, 0, sizeof *options);
    options->timeout_seconds = 25;
}

static int refuse(struct reading *reading, const char *format, const char *about)
{
    if (reading->fault->text[0] == '\0') {
        char reason[256];
        (void)snprintf(reason, sizeof reason, format, about);
        fault_set(reading->fault, "%s:%u: %s", reading->path, reading->line, reason);
    }
    return 0;
}

static bool is_name(const char *text)
{
    return text[0] != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(text);
}

static bool is_value(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool positive(const char *value, unsigned *number)
{
    char *end;
    errno = 0;
    unsigned long parsed = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || parsed == 0 ||
        parsed > 86400) {
        return false;
    }
    *number = (unsigned)parsed;
    return true;
}

static int libfuzzer(struct reading *reading, const char *name, const char *value)
{
    struct target_options *options = reading->options;
    if (strcmp(name, "dict") == 0) {
        if (value[0] == '\0' || strchr(value, '/') != NULL ||
            strlen(value) >= sizeof options->dictionary) {
            return refuse(reading, "dict must name a file beside the target, not \"%.60s\"", value);
        }
        (void)snprintf(options->dictionary, sizeof options->dictionary, "%s", value);
        return 1;
    }
    if (is_among(ours, sizeof ours / sizeof *ours, name)) {
        return refuse(reading, "%.60s is vigil's to set", name);
    }
    if (strcmp(name, "timeout") == 0 && !positive(value, &options->timeout_seconds)) {
        return refuse(reading, "timeout must be a number of seconds, not \"%.60s\"", value);
    }
    if (options->flag_count == OPTIONS_MOST) {
        return refuse(reading, "more than 48 flags%.0s", "");
    }
    char *flag = options->flags[options->flag_count++];
    int size = snprintf(flag, sizeof options->flags[0], "-%s=%s", name, value);
    return size < (int)sizeof options->flags[0] ? 1 : refuse(reading, "%.60s: too long", name);
}

static int sanitizer(struct reading *reading, char *options, size_t room, const char *name,
                     const char *value)
{
    size_t used = strlen(options);
    int size = snprintf(options + used, room - used, "%s%s=%s", used > 0 ? ":" : "", name, value);
    return size < (int)(room - used) ? 1 : refuse(reading, "%.60s: too much in this section", name);
}

static int entry(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    value = value == NULL ? "" : value;
    if (is_among(foreign, sizeof foreign / sizeof *foreign, section)) {
        return 1;
    }
    if (!is_name(name)) {
        return refuse(reading, "\"%.60s\" is no flag", name);
    }
    if (!is_value(value)) {
        return refuse(reading, "the value of %.60s holds a control character", name);
    }
    if (strcmp(section, "libfuzzer") == 0) {
        return libfuzzer(reading, name, value);
    }
    for (size_t i = 0; i < 5; i++) {
        if (strcmp(section, config_sanitizers[i]) == 0) {
            return sanitizer(reading, reading->options->sanitizers[i],
                             sizeof reading->options->sanitizers[i], name, value);
        }
    }
    return refuse(reading, "[%.60s] is no section of an options file", section);
}

/* inih tells its handler no line number, but reads line by line, so here they can be counted; a
 * line that comes in pieces counts once. */
static char *counted_line(char *text, int size, void *stream)
{
    struct reading *reading = stream;
    char *line = fgets(text, size, reading->file);
    if (line != NULL) {
        reading->line += reading->mid_line ? 0 : 1;
        reading->mid_line = strchr(line, '\n') == NULL;
    }
    return line;
}

bool config_read_options(const char *path, struct target_options *options, struct fault *fault)
{
    config_defaults(options);
    struct reading reading = {.path = path, .options = options, .fault = fault};
    fault->text[0] = '\0';
    reading.file = fopen(path, "re");
    if (reading.file == NULL) {
        return errno == ENOENT ? true : fault_errno(fault, "%s: cannot open", path);
    }
    int wrong = ini_parse_stream(counted_line, &reading, entry, &reading);
    bool failed = ferror(reading.file) != 0;
    (void)fclose(reading.file);
    if (failed) {
        return fault_set(fault, "%s: cannot read", path);
    }
    if (wrong != 0 && fault->text[0] == '\0') {
        reading.line = wrong > 0 ? (unsigned)wrong : 0;
        (void)refuse(&reading, "neither [section] nor name = value%.0s", "");
    }
    return wrong == 0;
}
