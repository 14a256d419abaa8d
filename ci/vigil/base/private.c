/* SPDX-License-Identifier: MIT */
#include "private.h"

#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

static bool is_same(const struct stat *status, const char *path)
{
    struct stat other;
    return path != NULL && stat(path, &other) == 0 && other.st_dev == status->st_dev &&
           other.st_ino == status->st_ino;
}

static bool is_for_others(const struct stat *status)
{
    const struct passwd *user = getpwuid(geteuid());
    return (status->st_mode & S_ISVTX) != 0 || is_same(status, "/") ||
           is_same(status, getenv("HOME")) || (user != NULL && is_same(status, user->pw_dir));
}

static bool close_to_others(int directory, const char *path, struct fault *fault)
{
    struct stat status;
    if (fstat(directory, &status) != 0) {
        return fault_errno(fault, "%s: cannot look at it", path);
    }
    if (status.st_uid != geteuid()) {
        return fault_set(fault,
                         "%s: belongs to another user (%lu, and vigil runs as %lu), who could read "
                         "and change what vigil remembers; chown mends that",
                         path, (unsigned long)status.st_uid, (unsigned long)geteuid());
    }
    if ((status.st_mode & 07777) == S_IRWXU) {
        return true;
    }
    if (is_for_others(&status)) {
        return fault_set(fault,
                         "%s: others are meant to use it, and what vigil remembers is nobody "
                         "else's: name a directory of its own",
                         path);
    }
    return fchmod(directory, S_IRWXU) == 0 ||
           fault_errno(fault, "%s: cannot be closed to others", path);
}

bool private_directory(const char *path, struct fault *fault)
{
    if (!files_make_directory(path, fault)) {
        return false;
    }
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    bool done = close_to_others(directory, path, fault);
    (void)close(directory);
    return done;
}
