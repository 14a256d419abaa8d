/* SPDX-License-Identifier: MIT */
#include "temporary.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MARK        ".vigil-"
#define RANDOM_SIZE 6 /* mkostemp's */

bool temporary_name(char path[PATH_SIZE], const char *final, struct fault *fault)
{
    return path_make(path, fault, "%s" MARK "%ld.XXXXXX", final, (long)getpid());
}

/* The process in "NAME.vigil-PROCESS.XXXXXX", 0 for any other name. */
static pid_t owner(const char *name)
{
    const char *mark = NULL;
    for (const char *at = name; (at = strstr(at, MARK)) != NULL; at++) {
        mark = at;
    }
    if (mark == NULL || mark == name) {
        return 0;
    }
    const char *number = mark + sizeof MARK - 1;
    size_t digits = strspn(number, "0123456789");
    bool ours = digits > 0 && digits < 10 && number[digits] == '.' &&
                strlen(number + digits + 1) == RANDOM_SIZE;
    return ours ? (pid_t)strtol(number, NULL, 10) : 0;
}

static bool is_left_over(const char *name)
{
    pid_t process = owner(name);
    return process > 0 && (process == getpid() || (kill(process, 0) != 0 && errno == ESRCH));
}

bool temporary_sweep(const char *directory, struct fault *fault)
{
    char path[PATH_SIZE];
    DIR *entries = opendir(directory);
    bool done = entries != NULL || errno == ENOENT ||
                fault_errno(fault, "%s: cannot read this directory", directory);
    const struct dirent *entry;
    while (entries != NULL && done && (entry = readdir(entries)) != NULL) {
        if (is_left_over(entry->d_name)) {
            done = path_make(path, fault, "%s/%s", directory, entry->d_name) &&
                   (unlink(path) == 0 || errno == ENOENT ||
                    fault_errno(fault, "%s: cannot remove", path));
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return done;
}
