/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/command.h"
#include "base/files.h"

static bool take(int lock, const char *path)
{
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    if (errno != EWOULDBLOCK) {
        return false;
    }
    char words[700];
    (void)snprintf(words, sizeof words, "another process files now, and is waited for (%.600s)",
                   path);
    (void)command_complain(words);
    return flock(lock, LOCK_EX) == 0;
}

int queue_lock(const char *state, struct fault *fault)
{
    char path[PATH_SIZE];
    if (!files_make_directory(state, fault) || !path_make(path, fault, "%s/file.lock", state)) {
        return -1;
    }
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0 || !take(lock, path)) {
        (void)fault_errno(fault, "%.500s: cannot be locked", path);
        if (lock >= 0) {
            (void)close(lock);
        }
        return -1;
    }
    return lock;
}
