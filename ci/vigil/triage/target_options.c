/* SPDX-License-Identifier: MIT */
#include "target_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ini.h"

const char *const target_options_sanitizers[5] = {"asan", "lsan", "msan", "tsan", "ubsan"};

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

void target_options_defaults(struct target_options *options)
{
    memset(options, 0, sizeof *options);
    options->timeout_seconds = 25;
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

static bool libfuzzer(struct target_options *options, const char *name, const char *value,
                      struct fault *reason)
{
    if (strcmp(name, "dict") == 0) {
        if (value[0] == '\0' || strchr(value, '/') != NULL ||
            strlen(value) >= sizeof options->dictionary) {
            return fault_set(reason, "dict must name a file beside the target, not \"%.60s\"",
                             value);
        }
        (void)snprintf(options->dictionary, sizeof options->dictionary, "%s", value);
        return true;
    }
    if (is_among(ours, sizeof ours / sizeof *ours, name)) {
        return fault_set(reason, "%.60s is vigil's to set", name);
    }
    if (strcmp(name, "timeout") == 0 && !positive(value, &options->timeout_seconds)) {
        return fault_set(reason, "timeout must be a number of seconds, not \"%.60s\"", value);
    }
    if (options->flag_count == OPTIONS_MOST) {
        return fault_set(reason, "more than 48 flags");
    }
    char *flag = options->flags[options->flag_count++];
    int size = snprintf(flag, sizeof options->flags[0], "-%s=%s", name, value);
    return size < (int)sizeof options->flags[0] || fault_set(reason, "%.60s: too long", name);
}

static bool sanitizer(char *options, size_t room, const char *name, const char *value,
                      struct fault *reason)
{
    size_t used = strlen(options);
    int size = snprintf(options + used, room - used, "%s%s=%s", used > 0 ? ":" : "", name, value);
    return size < (int)(room - used) || fault_set(reason, "%.60s: too much in this section", name);
}

static bool entry(void *context, const char *section, const char *name, const char *value,
                  struct fault *reason)
{
    struct target_options *options = context;
    if (is_among(foreign, sizeof foreign / sizeof *foreign, section)) {
        return true;
    }
    if (!is_name(name)) {
        return fault_set(reason, "\"%.60s\" is no flag", name);
    }
    if (!is_value(value)) {
        return fault_set(reason, "the value of %.60s holds a control character", name);
    }
    if (strcmp(section, "libfuzzer") == 0) {
        return libfuzzer(options, name, value, reason);
    }
    for (size_t i = 0; i < 5; i++) {
        if (strcmp(section, target_options_sanitizers[i]) == 0) {
            return sanitizer(options->sanitizers[i], sizeof options->sanitizers[i], name, value,
                             reason);
        }
    }
    return fault_set(reason, "[%.60s] is no section of an options file", section);
}

bool target_options_read(const char *path, struct target_options *options, struct fault *fault)
{
    bool absent;
    target_options_defaults(options);
    return ini_read(path, entry, options, &absent, fault);
}
