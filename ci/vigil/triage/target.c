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

static bool holds(const char *path, const char *words)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    bool found = false;
    if (descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size > 0) {
        size_t size = (size_t)status.st_size;
        void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes != MAP_FAILED) {
            found = memmem(bytes, size, words, strlen(words)) != NULL;
            (void)munmap(bytes, size);
        }
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return found;
}

static bool is_target(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0 &&
           holds(path, "LLVMFuzzerTestOneInput");
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
    memset(target, 0, sizeof *target);
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

static bool add(struct target_list *list, const char *directory, const char *name,
                struct fault *fault)
{
    struct target *grown = realloc(list->targets, (list->count + 1) * sizeof *grown);
    if (grown == NULL) {
        return fault_set(fault, "%s: out of memory", directory);
    }
    list->targets = grown;
    describe(directory, name, &grown[list->count++]);
    return true;
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
        done = path_make(path, fault, "%s/%s", absolute, entry->d_name) &&
               (!is_target(path) || add(list, absolute, entry->d_name, fault));
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
