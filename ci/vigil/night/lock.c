/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"

bool night_lock(const char *state, const char *since, int *lock, struct fault *fault)
{
    char path[PATH_SIZE], holder[128] = "";
    if (!path_make(path, fault, "%s/lock", state)) {
        return false;
    }
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*lock < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0) {
        ssize_t got = read(*lock, holder, sizeof holder - 1);
        holder[got > 0 ? got : 0] = '\0';
        holder[strcspn(holder, "\n")] = '\0';
        return fault_set(fault, "%s: another night is under way, %s", path, holder);
    }
    int size = snprintf(holder, sizeof holder, "process %ld since %s\n", (long)getpid(), since);
    if (ftruncate(*lock, 0) != 0 || write(*lock, holder, (size_t)size) != size) {
        return fault_errno(fault, "%s: cannot write", path);
    }
    return true;
}
