/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into vigil: counts the calls by which that process, not its children, changes the world
 * (files, directories, sockets), and does harm at one of them.
 *
 *     KILLWALK_MODE   before | after | half | full-once | full
 *     KILLWALK_AT     the call's number, from 1; 0: none
 *     KILLWALK_TRACE  a file that gets a line for each call: what it was, and on what
 *
 * "before" and "after" kill the process around that call, "half" when half of its bytes are
 * written, "full-once" has it say that the disk is full, "full" this one and every later one that
 * would make something larger. What is written to standard error counts as nothing, nor does what a
 * mapping changes: SQLite's .shm, which holds nothing that lasts.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum harm { NONE, BEFORE, AFTER, HALF, FULL_ONCE, FULL };

static enum harm mode;
static long at, reached;
static pid_t process;
static int trace = -1;

/* What is to become of the call that is counted. */
enum outcome { GO_ON, REFUSE, WRITE_HALF, DIE_AFTER };

static void *real(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) {
        abort();
    }
    return function;
}

static void __attribute__((constructor)) start(void)
{
    static const char *const names[] = {"none", "before", "after", "half", "full-once", "full"};
    const char *asked = getenv("KILLWALK_MODE"), *number = getenv("KILLWALK_AT");
    const char *path = getenv("KILLWALK_TRACE");
    for (size_t i = 0; asked != NULL && i < sizeof names / sizeof *names; i++) {
        mode = strcmp(asked, names[i]) == 0 ? (enum harm)i : mode;
    }
    at = number == NULL ? 0 : strtol(number, NULL, 10);
    int (*open_file)(const char *, int, ...) =
        (int (*)(const char *, int, ...))(uintptr_t)real("open");
    trace = path == NULL ? -1 : open_file(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    process = getpid();
}

static void die(void)
{
    (void)raise(SIGKILL);
}

static void write_trace(const char *what, const char *on)
{
    ssize_t (*write_file)(int, const void *, size_t) =
        (ssize_t(*)(int, const void *, size_t))(uintptr_t)real("write");
    char line[4400];
    int size = snprintf(line, sizeof line, "%ld %s %s\n", reached, what, on);
    (void)!write_file(trace, line, (size_t)size);
}

static bool is_now(void)
{
    return mode == FULL ? at > 0 && reached >= at : reached == at;
}

/* `grows`: it needs room on the disk. */
static enum outcome count_call(const char *what, const char *on, bool grows)
{
    if (process == 0 || getpid() != process) {
        return GO_ON;
    }
    reached++;
    if (trace >= 0) {
        write_trace(what, on);
    }
    if (!is_now()) {
        return GO_ON;
    }
    if (mode == BEFORE) {
        die();
    }
    if ((mode == FULL_ONCE || mode == FULL) && grows) {
        errno = ENOSPC;
        return REFUSE;
    }
    return mode == HALF ? WRITE_HALF : mode == AFTER ? DIE_AFTER : GO_ON;
}

static enum outcome count_descriptor(const char *what, int descriptor, bool grows)
{
    char link[64], path[4096] = "";
    if (descriptor == STDERR_FILENO) {
        return GO_ON;
    }
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t size = trace < 0 ? 0 : readlink(link, path, sizeof path - 1);
    path[size > 0 ? size : 0] = '\0';
    return count_call(what, path, grows);
}

static size_t part(enum outcome outcome, size_t size)
{
    return outcome == WRITE_HALF ? size / 2 : size;
}

static void settle(enum outcome outcome)
{
    if (outcome == WRITE_HALF || outcome == DIE_AFTER) {
        int error = errno;
        die();
        errno = error;
    }
}

static int plain(enum outcome outcome, int result)
{
    settle(outcome);
    return result;
}

ssize_t write(int descriptor, const void *data, size_t size)
{
    ssize_t (*next)(int, const void *, size_t) =
        (ssize_t(*)(int, const void *, size_t))(uintptr_t)real("write");
    enum outcome outcome = count_descriptor("write", descriptor, true);
    ssize_t wrote = outcome == REFUSE ? -1 : next(descriptor, data, part(outcome, size));
    settle(outcome);
    return wrote;
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset)
{
    ssize_t (*next)(int, const void *, size_t, off_t) =
        (ssize_t(*)(int, const void *, size_t, off_t))(uintptr_t)real("pwrite");
    enum outcome outcome = count_descriptor("pwrite", descriptor, true);
    ssize_t wrote = outcome == REFUSE ? -1 : next(descriptor, data, part(outcome, size), offset);
    settle(outcome);
    return wrote;
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset)
{
    ssize_t (*next)(int, const void *, size_t, off64_t) =
        (ssize_t(*)(int, const void *, size_t, off64_t))(uintptr_t)real("pwrite64");
    enum outcome outcome = count_descriptor("pwrite", descriptor, true);
    ssize_t wrote = outcome == REFUSE ? -1 : next(descriptor, data, part(outcome, size), offset);
    settle(outcome);
    return wrote;
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count)
{
    ssize_t (*next)(int, const struct iovec *, int) =
        (ssize_t(*)(int, const struct iovec *, int))(uintptr_t)real("writev");
    enum outcome outcome = count_descriptor("writev", descriptor, true);
    ssize_t wrote = outcome == REFUSE
                        ? -1
                        : next(descriptor, pieces, outcome == WRITE_HALF ? (count + 1) / 2 : count);
    settle(outcome);
    return wrote;
}

ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t size,
                        unsigned flags)
{
    ssize_t (*next)(int, off64_t *, int, off64_t *, size_t, unsigned) = (ssize_t(*)(
        int, off64_t *, int, off64_t *, size_t, unsigned))(uintptr_t)real("copy_file_range");
    enum outcome outcome = count_descriptor("copy_file_range", to, true);
    size = outcome == WRITE_HALF && size > 4096 ? 4096 : size;
    ssize_t wrote = outcome == REFUSE ? -1 : next(from, from_offset, to, to_offset, size, flags);
    settle(outcome);
    return wrote;
}

ssize_t send(int descriptor, const void *data, size_t size, int flags)
{
    ssize_t (*next)(int, const void *, size_t, int) =
        (ssize_t(*)(int, const void *, size_t, int))(uintptr_t)real("send");
    enum outcome outcome = count_descriptor("send", descriptor, false);
    ssize_t sent = next(descriptor, data, part(outcome, size), flags);
    settle(outcome);
    return sent;
}

ssize_t sendto(int descriptor, const void *data, size_t size, int flags,
               const struct sockaddr *address, socklen_t length)
{
    ssize_t (*next)(int, const void *, size_t, int, const struct sockaddr *, socklen_t) =
        (ssize_t(*)(int, const void *, size_t, int, const struct sockaddr *, socklen_t))(
            uintptr_t)real("sendto");
    enum outcome outcome = count_descriptor("sendto", descriptor, false);
    ssize_t sent = next(descriptor, data, part(outcome, size), flags, address, length);
    settle(outcome);
    return sent;
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags)
{
    ssize_t (*next)(int, const struct msghdr *, int) =
        (ssize_t(*)(int, const struct msghdr *, int))(uintptr_t)real("sendmsg");
    enum outcome outcome = count_descriptor("sendmsg", descriptor, false);
    ssize_t sent = next(descriptor, message, flags);
    settle(outcome);
    return sent;
}

int fsync(int descriptor)
{
    int (*next)(int) = (int (*)(int))(uintptr_t)real("fsync");
    enum outcome outcome = count_descriptor("fsync", descriptor, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(descriptor));
}

int fdatasync(int descriptor)
{
    int (*next)(int) = (int (*)(int))(uintptr_t)real("fdatasync");
    enum outcome outcome = count_descriptor("fdatasync", descriptor, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(descriptor));
}

int ftruncate(int descriptor, off_t size)
{
    int (*next)(int, off_t) = (int (*)(int, off_t))(uintptr_t)real("ftruncate");
    enum outcome outcome = count_descriptor("ftruncate", descriptor, size > 0);
    return plain(outcome, outcome == REFUSE ? -1 : next(descriptor, size));
}

int ftruncate64(int descriptor, off64_t size)
{
    int (*next)(int, off64_t) = (int (*)(int, off64_t))(uintptr_t)real("ftruncate64");
    enum outcome outcome = count_descriptor("ftruncate", descriptor, size > 0);
    return plain(outcome, outcome == REFUSE ? -1 : next(descriptor, size));
}

int truncate(const char *path, off_t size)
{
    int (*next)(const char *, off_t) = (int (*)(const char *, off_t))(uintptr_t)real("truncate");
    enum outcome outcome = count_call("truncate", path, size > 0);
    return plain(outcome, outcome == REFUSE ? -1 : next(path, size));
}

int fchmod(int descriptor, mode_t bits)
{
    int (*next)(int, mode_t) = (int (*)(int, mode_t))(uintptr_t)real("fchmod");
    enum outcome outcome = count_descriptor("fchmod", descriptor, false);
    return plain(outcome, next(descriptor, bits));
}

int rename(const char *from, const char *to)
{
    int (*next)(const char *, const char *) =
        (int (*)(const char *, const char *))(uintptr_t)real("rename");
    enum outcome outcome = count_call("rename", to, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(from, to));
}

int renameat2(int from_directory, const char *from, int to_directory, const char *to,
              unsigned flags)
{
    int (*next)(int, const char *, int, const char *, unsigned) =
        (int (*)(int, const char *, int, const char *, unsigned))(uintptr_t)real("renameat2");
    enum outcome outcome = count_call("renameat2", to, true);
    return plain(outcome,
                 outcome == REFUSE ? -1 : next(from_directory, from, to_directory, to, flags));
}

int link(const char *from, const char *to)
{
    int (*next)(const char *, const char *) =
        (int (*)(const char *, const char *))(uintptr_t)real("link");
    enum outcome outcome = count_call("link", to, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(from, to));
}

int symlink(const char *target, const char *path)
{
    int (*next)(const char *, const char *) =
        (int (*)(const char *, const char *))(uintptr_t)real("symlink");
    enum outcome outcome = count_call("symlink", path, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(target, path));
}

int unlink(const char *path)
{
    int (*next)(const char *) = (int (*)(const char *))(uintptr_t)real("unlink");
    enum outcome outcome = count_call("unlink", path, false);
    return plain(outcome, next(path));
}

int rmdir(const char *path)
{
    int (*next)(const char *) = (int (*)(const char *))(uintptr_t)real("rmdir");
    enum outcome outcome = count_call("rmdir", path, false);
    return plain(outcome, next(path));
}

/* One that is there already needs no room, and is no change. */
int mkdir(const char *path, mode_t bits)
{
    int (*next)(const char *, mode_t) = (int (*)(const char *, mode_t))(uintptr_t)real("mkdir");
    bool is_there = access(path, F_OK) == 0;
    enum outcome outcome = is_there ? GO_ON : count_call("mkdir", path, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(path, bits));
}

char *mkdtemp(char *path)
{
    char *(*next)(char *) = (char *(*)(char *))(uintptr_t)real("mkdtemp");
    enum outcome outcome = count_call("mkdtemp", path, true);
    char *made = outcome == REFUSE ? NULL : next(path);
    settle(outcome);
    return made;
}

int mkostemp(char *path, int flags)
{
    int (*next)(char *, int) = (int (*)(char *, int))(uintptr_t)real("mkostemp");
    enum outcome outcome = count_call("mkostemp", path, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(path, flags));
}

int mkostemp64(char *path, int flags)
{
    int (*next)(char *, int) = (int (*)(char *, int))(uintptr_t)real("mkostemp64");
    enum outcome outcome = count_call("mkostemp", path, true);
    return plain(outcome, outcome == REFUSE ? -1 : next(path, flags));
}

/* Only where it makes a file or empties one. */
static enum outcome count_open(const char *path, int flags)
{
    bool makes = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
    return makes || (flags & O_TRUNC) != 0 ? count_call("open", path, makes) : GO_ON;
}

static int open_as(const char *name, const char *path, int flags, mode_t bits)
{
    int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...))(uintptr_t)real(name);
    enum outcome outcome = count_open(path, flags);
    return plain(outcome, outcome == REFUSE ? -1 : next(path, flags, bits));
}

/* With no O_CREAT there is no third argument to read. */
int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t bits = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_as("open", path, flags, bits);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t bits = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_as("open64", path, flags, bits);
}
