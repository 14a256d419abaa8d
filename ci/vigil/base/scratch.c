/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clear.h"

#define PREFIX "vigil-run-"

bool scratch_open(const char *beneath, char path[PATH_SIZE], struct fault *fault)
{
    const char *usual = getenv("TMPDIR");
    usual = usual == NULL || usual[0] == '\0' ? "/tmp" : usual;
    if (beneath[0] != '\0' && access(beneath, F_OK) != 0 && !files_make_directory(beneath, fault)) {
        return false;
    }
    char *absolute = realpath(beneath[0] == '\0' ? usual : beneath, NULL);
    if (absolute == NULL) {
        return fault_errno(fault, "%s: cannot be found", beneath[0] == '\0' ? usual : beneath);
    }
    bool done = path_make(path, fault, "%s/" PREFIX "XXXXXX", absolute) &&
                (mkdtemp(path) != NULL ||
                 fault_errno(fault, "%s: cannot make a directory to work in", absolute));
    free(absolute);
    return done;
}

void scratch_close(const char *path)
{
    clear_away(path);
}

void scratch_sweep(const char *beneath)
{
    char path[PATH_SIZE];
    struct fault ignored;
    DIR *directory = opendir(beneath);
    for (const struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0 &&
            path_make(path, &ignored, "%s/%s", beneath, entry->d_name)) {
            scratch_close(path);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}
