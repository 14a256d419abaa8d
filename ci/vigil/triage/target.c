/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/ini.h"
#include "base/list.h"
#include "base/number.h"

const char *const target_options_sanitizers[5] = {"asan", "lsan", "msan", "tsan", "ubsan"};

/* Sections that OSS-Fuzz's other engines read. */
static const char *const foreign[] = {"AFL",     "afl",     "honggfuzz", "centipede",
                                      "grammar", "engines", "env",       "fuzztest"};

/* Flags that vigil itself must set: with others from a file a night would find nothing. */
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
    if (strcmp(name, "timeout") == 0) {
        uint64_t seconds;
        if (!number_read(value, 1, 86400, &seconds)) {
            return fault_set(reason, "timeout must be a number of seconds, not \"%.60s\"", value);
        }
        options->timeout_seconds = (unsigned)seconds;
    }
    if (options->flag_count == OPTIONS_MOST) {
        return fault_set(reason, "more than 48 flags");
    }
    char *flag = options->flags[options->flag_count++];
    int size = snprintf(flag, sizeof options->flags[0], "-%s=%s", name, value);
    return size < (int)sizeof options->flags[0] || fault_set(reason, "%.60s: too long", name);
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
            char *list = options->sanitizers[i];
            size_t used = strlen(list), room = sizeof options->sanitizers[i] - used;
            int size = snprintf(list + used, room, "%s%s=%s", used > 0 ? ":" : "", name, value);
            return size < (int)room || fault_set(reason, "%.60s: too much in this section", name);
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

static bool is_target(const char *path)
{
    static const char entry[] = "LLVMFuzzerTestOneInput";
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || access(path, X_OK) != 0) {
        return false;
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool found = false;
    if (descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size > 0) {
        size_t size = (size_t)status.st_size;
        void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes != MAP_FAILED) {
            found = memmem(bytes, size, entry, sizeof entry - 1) != NULL;
            (void)munmap(bytes, size);
        }
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return found;
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

bool targets_find(const char *directory, struct target_list *list, struct fault *fault)
{
    char path[PATH_SIZE], *absolute = realpath(directory, NULL);
    DIR *entries = absolute == NULL ? NULL : opendir(absolute);
    *list = (struct target_list){0};
    if (entries == NULL) {
        fault_errno(fault, "%s: cannot read this directory", directory);
        free(absolute);
        return false;
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(entries)) != NULL;) {
        if (!plain_name(entry->d_name)) {
            continue;
        }
        done = path_make(path, fault, "%s/%s", absolute, entry->d_name);
        if (done && is_target(path)) {
            struct target *target = list_add(&list->targets, &list->count, sizeof *target);
            if (target != NULL) {
                describe(absolute, entry->d_name, target);
            } else {
                done = fault_set(fault, "%s: out of memory", absolute);
            }
        }
    }
    closedir(entries);
    free(absolute);
    if (list->count > 0) {
        qsort(list->targets, list->count, sizeof *list->targets, by_name);
    }
    return done;
}

void targets_free(struct target_list *list)
{
    free(list->targets);
    *list = (struct target_list){0};
}

bool target_is_same(const struct target *left, const struct target *right)
{
    uint64_t one = FNV_START, other = FNV_START;
    return fnv_add_file(&one, left->path) && fnv_add_file(&other, right->path) && one == other;
}
