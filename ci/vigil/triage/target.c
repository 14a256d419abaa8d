/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/inert.h"
#include "base/ini.h"
#include "base/list.h"
#include "base/number.h"
#include "base/span.h"
#include "flags.h"
#include "inspect.h"

const char *const target_options_sanitizers[OPTIONS_SANITIZERS] = {
    "asan", "lsan", "msan", "tsan", "ubsan", "hwasan", "rtsan", "nsan", "tysan"};

/* Sections that OSS-Fuzz's other engines read. */
static const char *const foreign[] = {"AFL",     "afl",     "honggfuzz", "centipede",
                                      "grammar", "engines", "env",       "fuzztest"};

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

/* A file of options while it is read. */
struct reading {
    struct target_options *options;
    const char *name; /* the file's */
    struct ini file;
};

/* Puts down why an entry is not taken. Always true: it is no fault. */
static bool pass_over_flag(const struct reading *reading, const char *flag, const char *what,
                           const char *why)
{
    static const char more[] = "more of it is vigil's to set, or left as it is\n";
    char *list = reading->options->passed_over;
    size_t used = strlen(list), room = sizeof reading->options->passed_over - used;
    if (strstr(list, more) != NULL) {
        return true;
    }
    int size = snprintf(list + used, room, "%.100s:%u: %.60s %s: %s\n", reading->name,
                        reading->file.line, flag, what, why);
    if (size < 0 || (size_t)size + sizeof more > room) { /* there is always room for `more` */
        (void)snprintf(list + used, room, "%s", more);
    }
    return true;
}

static bool add_flag(struct target_options *options, const char *name, const char *value,
                     struct fault *reason)
{
    if (options->flag_count == OPTIONS_MOST) {
        return fault_set(reason, "more than 48 flags");
    }
    char *flag = options->flags[options->flag_count++];
    int size = snprintf(flag, sizeof options->flags[0], "-%s=%s", name, value);
    return size < (int)sizeof options->flags[0] || fault_set(reason, "%.60s: too long", name);
}

static bool set_dictionary(struct target_options *options, const char *value, struct fault *reason)
{
    if (value[0] == '\0' || strchr(value, '/') != NULL ||
        strlen(value) >= sizeof options->dictionary) {
        return fault_set(reason, "dict must name a file beside the target, not \"%.60s\"", value);
    }
    (void)snprintf(options->dictionary, sizeof options->dictionary, "%s", value);
    return true;
}

static bool libfuzzer(const struct reading *reading, const char *name, const char *value,
                      struct fault *reason)
{
    struct target_options *options = reading->options;
    if (strcmp(name, "dict") == 0) {
        return set_dictionary(options, value, reason);
    }
    const char *vigils = flags_are_vigils("libfuzzer", name);
    if (vigils != NULL) {
        return pass_over_flag(reading, name, "is vigil's to set", vigils);
    }
    bool timeout = strcmp(name, "timeout") == 0;
    uint64_t seconds = 0;
    if (timeout && !number_read(value, 0, UINT64_MAX, &seconds)) {
        return fault_set(reason, "timeout must be a number of seconds, not \"%.60s\"", value);
    }
    const char *bounds = flags_out_of_bounds(name, value);
    if (bounds != NULL) {
        return pass_over_flag(reading, name, "is left as it is", bounds);
    }
    if (timeout) {
        options->timeout_seconds = (unsigned)seconds;
    }
    return add_flag(options, name, value, reason);
}

/* A sanitizer takes what stands behind a separator for another option. */
static bool is_one_value(const char *value)
{
    return strpbrk(value, " ,:'\"") == NULL;
}

static bool sanitizer(const struct reading *reading, size_t which, const char *name,
                      const char *value, struct fault *reason)
{
    struct target_options *options = reading->options;
    const char *vigils = flags_are_vigils(target_options_sanitizers[which], name);
    if (vigils != NULL) {
        return pass_over_flag(reading, name, "is vigil's to set", vigils);
    }
    if (!is_one_value(value)) {
        return pass_over_flag(reading, name, "is left as it is",
                              "its value could hold other options");
    }
    char *list = options->sanitizers[which];
    size_t used = strlen(list), room = sizeof options->sanitizers[which] - used;
    int size = snprintf(list + used, room, "%s%s=%s", used > 0 ? ":" : "", name, value);
    return size < (int)room || fault_set(reason, "%.60s: too much in this section", name);
}

static bool entry(void *context, const char *section, const char *name, const char *value,
                  struct fault *reason)
{
    const struct reading *reading = context;
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
        return libfuzzer(reading, name, value, reason);
    }
    for (size_t i = 0; i < OPTIONS_SANITIZERS; i++) {
        if (strcmp(section, target_options_sanitizers[i]) == 0) {
            return sanitizer(reading, i, name, value, reason);
        }
    }
    return fault_set(reason, "[%.60s] is no section of an options file", section);
}

bool target_options_read(const char *path, struct target_options *options, struct fault *fault)
{
    const char *slash = strrchr(path, '/');
    struct reading reading = {.options = options, .name = slash == NULL ? path : slash + 1};
    reading.file = (struct ini){.entry = entry, .context = &reading};
    target_options_defaults(options);
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        return errno == ENOENT || fault_errno(fault, "%s: cannot open", path);
    }
    bool read = ini_read_stream(stream, path, &reading.file, fault);
    (void)fclose(stream);
    return read;
}

static bool plain_name(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
    return name[0] != '.' && name[0] != '-' && strspn(name, allowed) == strlen(name) &&
           strlen(name) < sizeof((struct target *)NULL)->name;
}

static void beside(const char *directory, const char *name, const char *suffix,
                   char path[PATH_SIZE])
{
    struct fault ignored;
    if (!path_make(path, &ignored, "%s/%s%s", directory, name, suffix) || access(path, R_OK) != 0) {
        path[0] = '\0';
    }
}

static void describe(const char *directory, const char *name, struct target *target)
{
    char options[PATH_SIZE];
    memcpy(target->name, name, strlen(name) + 1); /* plain_name saw that it fits */
    beside(directory, name, "_seed_corpus.zip", target->seeds);
    beside(directory, name, ".dict", target->dictionary);
    if (!path_make(target->path, &target->fault, "%s/%s", directory, name) ||
        !path_make(options, &target->fault, "%s/%s.options", directory, name) ||
        !target_options_read(options, &target->options, &target->fault)) {
        return;
    }
    if (target->options.dictionary[0] != '\0') {
        beside(directory, target->options.dictionary, "", target->dictionary);
        if (target->dictionary[0] == '\0') {
            fault_set(&target->fault, "%s: its dict, %s, cannot be read", options,
                      target->options.dictionary);
        }
    }
}

static int by_name(const void *left, const void *right)
{
    const struct target *one = left, *other = right;
    return strcmp(one->name, other->name);
}

/* Names that ClusterFuzz believes without a look into the file. */
static bool named_as_target(const char *name)
{
    return text_ends(name, "_fuzzer") || text_ends(name, "_fuzztest") ||
           text_ends(name, "_fuzz_test");
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* "libx.so", "libx.so.1" */
static bool named_as_library(const char *name)
{
    return text_ends(name, ".so") || strstr(name, ".so.") != NULL;
}

/* Whether the file is a target. Where it only looks like one, *why says why it is not taken; else
 * NULL. */
static bool is_target(const char *path, const char *name, const char **why)
{
    struct inspected found;
    *why = NULL;
    inspect_file(path, &found);
    bool executable = access(path, X_OK) == 0;
    if (!found.readable) {
        *why = named_as_target(name) && !is_directory(path) ? "it cannot be read" : NULL;
        return false;
    }
    if (named_as_library(name) || (found.elf && !found.program)) {
        return false;
    }
    bool target = found.entry || (found.program && named_as_target(name));
    if (!executable) {
        *why = found.program && found.libfuzzer ? "it may not be executed (chmod +x)" : NULL;
    } else if (!target) {
        *why = found.libfuzzer ? "it is stripped: name it …_fuzzer, as OSS-Fuzz does, or leave its "
                                 "symbols in it"
                               : NULL;
    } else if (!plain_name(name)) {
        *why = "its name holds other characters than letters, digits, \"_.+-\", or is too long";
    }
    return executable && target && *why == NULL;
}

static bool pass_over(struct target_list *list, const char *name, const char *why)
{
    inert_line(&list->untaken, name, strlen(name));
    buffer_format(&list->untaken, ": looks like a target and is not taken: %s\n", why);
    return !list->untaken.failed;
}

/* Looks at one entry of the directory; false, with a fault, when memory ran out. */
static bool look_at(const char *directory, const char *name, struct target_list *list,
                    struct fault *fault)
{
    char path[PATH_SIZE];
    const char *why;
    if (name[0] == '.') {
        return true;
    }
    if (!path_make(path, fault, "%s/%s", directory, name)) {
        return false;
    }
    if (!is_target(path, name, &why)) {
        return why == NULL || pass_over(list, name, why) ||
               fault_set(fault, "%s: out of memory", directory);
    }
    struct target *target = list_add(&list->targets, &list->count, sizeof *target);
    if (target == NULL) {
        return fault_set(fault, "%s: out of memory", directory);
    }
    describe(directory, name, target);
    return true;
}

bool targets_find(const char *directory, struct target_list *list, struct fault *fault)
{
    char *absolute = realpath(directory, NULL);
    struct dirent **entries = NULL;
    int count = absolute == NULL ? -1 : scandir(absolute, &entries, NULL, alphasort);
    *list = (struct target_list){0};
    if (count < 0) {
        fault_errno(fault, "%s: cannot read this directory", directory);
        free(absolute);
        return false;
    }
    bool done = true;
    for (int i = 0; i < count; i++) {
        done = done && look_at(absolute, entries[i]->d_name, list, fault);
        free(entries[i]);
    }
    free((void *)entries);
    free(absolute);
    if (list->count > 0) {
        qsort(list->targets, list->count, sizeof *list->targets, by_name);
    }
    return done;
}

void targets_ignore(struct target_list *list, const struct ignore *ignore)
{
    for (size_t i = 0; i < list->count; i++) {
        list->targets[i].ignore = ignore;
    }
}

void targets_free(struct target_list *list)
{
    free(list->targets);
    buffer_free(&list->untaken);
    *list = (struct target_list){0};
}

bool target_is_program(const char *path)
{
    const char *slash = strrchr(path, '/'), *why;
    return access(path, X_OK) == 0 && is_target(path, slash == NULL ? path : slash + 1, &why);
}
