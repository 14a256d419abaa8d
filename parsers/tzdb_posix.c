/* tzdb_posix.c -- what the zone database asks of the system: files, directories, the environment */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE     700
/* 64 bits also where a machine has 32, or else large files, and ones of 2038, could not be seen. */
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS        64
#include "tzdb_posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

/* ---- whose wishes count ---- */

/*
 * Whether the program has more rights than the one who starts it, whose environment then is not to
 * be trusted. The kernel knows: also of file capabilities, with which all user and group ids are
 * the user's own, and still when the program has given its rights up (getauxval(3), AT_SECURE).
 */
#ifdef __linux__
bool tzdb_posix_is_privileged(void)
{
    return getauxval(AT_SECURE) != 0;
}
#else
bool tzdb_posix_is_privileged(void)
{
    return getuid() != geteuid() || getgid() != getegid();
}
#endif

const char *tzdb_posix_wanted(void)
{
    const char *path = tzdb_posix_is_privileged() ? NULL : getenv("TZDIR");
    return path && path[0] != '\0' ? path : NULL;
}

const char *tzdb_posix_tz(void)
{
    return getenv("TZ");
}

/* ---- paths ---- */

static enum fuseau_error refusal(int error)
{
    switch (error) {
    case ENOENT: /* also for a link that leads to nothing */
    case ENOTDIR:
    case ENAMETOOLONG:
        return FUSEAU_ERR_NOT_FOUND;
    case ELOOP:
        return FUSEAU_ERR_FILE_KIND;
    default:
        return FUSEAU_ERR_FILE_READ;
    }
}

const char *tzdb_posix_system(void)
{
    static const char *const paths[] = {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo",
                                        "/usr/lib/zoneinfo", "/etc/zoneinfo"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct stat status = {0};
        if (stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            return paths[i];
        }
    }
    return NULL;
}

enum fuseau_error tzdb_posix_directory(const char *path, char **out)
{
    struct stat status = {0};
    if (stat(path, &status) != 0) {
        enum fuseau_error error = refusal(errno);
        return error == FUSEAU_ERR_FILE_KIND ? FUSEAU_ERR_NOT_FOUND : error;
    }
    if (!S_ISDIR(status.st_mode)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    char *absolute = path[0] == '/' ? strdup(path) : realpath(path, NULL);
    if (!absolute) {
        return errno == ENOMEM ? FUSEAU_ERR_MEMORY : FUSEAU_ERR_FILE_READ;
    }
    for (size_t size = strlen(absolute); size > 1 && absolute[size - 1] == '/'; size--) {
        absolute[size - 1] = '\0';
    }
    *out = absolute;
    return FUSEAU_OK;
}

/*
 * The path of `name` below `root`; of `root` itself if `name` is "", and `name` itself if `root` is
 * NULL. Links are the system's to follow, wherever they lead: whoever named the directory wanted
 * what is in it, and a name has no part that climbs (fuseau_zonename_parse). False: it is too long.
 */
static bool join(const char *root, const char *name, char path[TZDB_POSIX_PATH_MAX_SIZE + 1])
{
    size_t above = root ? strlen(root) : 0, below = strlen(name);
    if (above > TZDB_POSIX_PATH_MAX_SIZE || below > TZDB_POSIX_PATH_MAX_SIZE - above) {
        return false;
    }
    memcpy(path, root ? root : "", above);
    if (above > 0 && below > 0) {
        path[above++] = '/';
    }
    if (above + below > TZDB_POSIX_PATH_MAX_SIZE) {
        return false;
    }
    memcpy(path + above, name, below + 1);
    return true;
}

bool tzdb_posix_link(const char *path, char target[TZDB_POSIX_PATH_MAX_SIZE + 1])
{
    ssize_t size = readlink(path, target, TZDB_POSIX_PATH_MAX_SIZE + 1);
    if (size <= 0 || size > TZDB_POSIX_PATH_MAX_SIZE) {
        return false;
    }
    target[size] = '\0';
    return true;
}

enum fuseau_error tzdb_posix_resolve(const char *path, char target[TZDB_POSIX_PATH_MAX_SIZE + 1])
{
    char *absolute = realpath(path, NULL);
    if (!absolute) {
        return errno == ENOMEM ? FUSEAU_ERR_MEMORY : FUSEAU_ERR_NOT_FOUND;
    }
    bool fits = join(NULL, absolute, target);
    free(absolute);
    return fits ? FUSEAU_OK : FUSEAU_ERR_NOT_FOUND;
}

/* ---- files ---- */

/*
 * A file's time is that of the system's last tick, which may be 10 ms ago, and is set when a write
 * begins. So a file may change without a change of its time if that is this near to now. Whoever
 * takes longer to write one in place leaves a mixture that nobody can tell from a file.
 */
enum { SETTLED_NANOSECONDS = 50000000, TRIES = 6 };

struct file {
    int descriptor;
    struct tzdb_stamp stamp;
};

bool tzdb_stamp_equal(const struct tzdb_stamp *left, const struct tzdb_stamp *right)
{
    return left->device == right->device && left->inode == right->inode &&
           left->size == right->size && left->modified_seconds == right->modified_seconds &&
           left->modified_nanoseconds == right->modified_nanoseconds &&
           left->changed_seconds == right->changed_seconds &&
           left->changed_nanoseconds == right->changed_nanoseconds;
}

/* The stamp of a file; of one of another kind, or too large, only the error. */
static enum fuseau_error stamp_of(const struct stat *status, struct tzdb_stamp *out)
{
    if (!S_ISREG(status->st_mode)) {
        return FUSEAU_ERR_FILE_KIND;
    }
    if (status->st_size > TZDB_FILE_MAX_SIZE) {
        return FUSEAU_ERR_FILE_SIZE;
    }
    *out = (struct tzdb_stamp){
        .device = (uint64_t)status->st_dev,
        .inode = (uint64_t)status->st_ino,
        .size = (int64_t)status->st_size,
        .modified_seconds = (int64_t)status->st_mtim.tv_sec,
        .modified_nanoseconds = (int64_t)status->st_mtim.tv_nsec,
        .changed_seconds = (int64_t)status->st_ctim.tv_sec,
        .changed_nanoseconds = (int64_t)status->st_ctim.tv_nsec,
    };
    return FUSEAU_OK;
}

static enum fuseau_error look_at_path(const char *path, struct tzdb_stamp *out)
{
    struct stat status = {0};
    return stat(path, &status) == 0 ? stamp_of(&status, out) : refusal(errno);
}

static enum fuseau_error look_at_open(int descriptor, struct tzdb_stamp *out)
{
    struct stat status = {0};
    return fstat(descriptor, &status) == 0 ? stamp_of(&status, out) : FUSEAU_ERR_FILE_READ;
}

enum fuseau_error tzdb_posix_look(const char *root, const char *name, struct tzdb_stamp *out)
{
    char path[TZDB_POSIX_PATH_MAX_SIZE + 1];
    return join(root, name, path) ? look_at_path(path, out) : FUSEAU_ERR_NOT_FOUND;
}

/* Closes, and leaves errno as it is. What was only read loses nothing if closing it fails. */
static void close_quietly(int descriptor)
{
    int error = errno;
    close(descriptor);
    errno = error;
}

/*
 * What is no file is not opened, not even to see what it is: opening a device may do something.
 * Whoever puts one there between the look and the opening makes us wait for nothing (O_NONBLOCK).
 * The stamp is that of the look before. Who reads compares it with that of a look at the open file
 * afterwards, and so sees also that another file was put there in between.
 */
static enum fuseau_error open_file(const char *root, const char *name, struct file *out)
{
    char path[TZDB_POSIX_PATH_MAX_SIZE + 1];
    if (!join(root, name, path)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    enum fuseau_error error = look_at_path(path, &out->stamp);
    if (error != FUSEAU_OK) {
        return error;
    }
    do {
        out->descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    } while (out->descriptor < 0 && errno == EINTR);
    return out->descriptor < 0 ? refusal(errno) : FUSEAU_OK;
}

/*
 * Reads `wanted` bytes, or fewer where the file ends, or up to `room` if they come along. Returns
 * how many, or -1.
 */
static ssize_t read_bytes(int descriptor, char *bytes, size_t wanted, size_t room)
{
    size_t size = 0;
    ssize_t got;
    do {
        got = read(descriptor, bytes + size, room - size);
        if (got > 0) {
            size += (size_t)got;
        } else if (got < 0 && errno != EINTR) {
            return -1;
        }
    } while (got != 0 && size < wanted);
    return (ssize_t)size;
}

/* Whether the file's time is so near to now that a change would not show; no clock, no answer. */
static bool has_just_changed(const struct tzdb_stamp *stamp)
{
    struct timespec now;
    int64_t seconds;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0 ||
        __builtin_sub_overflow((int64_t)now.tv_sec, stamp->modified_seconds, &seconds) ||
        seconds < -1 || seconds > 1) {
        return false;
    }
    int64_t age = seconds * 1000000000 + now.tv_nsec - stamp->modified_nanoseconds;
    return -SETTLED_NANOSECONDS < age && age < SETTLED_NANOSECONDS;
}

/* Asks for one byte more than there should be, to see a file that has grown. */
static enum fuseau_error read_once(const struct file *file, char *bytes)
{
    struct tzdb_stamp after;
    size_t size = (size_t)file->stamp.size;
    bool fresh = has_just_changed(&file->stamp); /* before a byte is read */
    ssize_t got = read_bytes(file->descriptor, bytes, size, size + 1);
    if (got < 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    enum fuseau_error error = look_at_open(file->descriptor, &after);
    if (error == FUSEAU_ERR_FILE_READ) {
        return error;
    }
    bool same = (size_t)got == size && !fresh && error == FUSEAU_OK &&
                tzdb_stamp_equal(&file->stamp, &after);
    bytes[size] = '\0';
    return same ? FUSEAU_OK : FUSEAU_ERR_FILE_CHANGED;
}

/* Opens anew each time: what has changed may be which file has this name. */
static enum fuseau_error read_anew(const char *root, const char *name, struct tzdb_content *out)
{
    struct file file;
    enum fuseau_error error = open_file(root, name, &file);
    if (error != FUSEAU_OK) {
        return error;
    }
    size_t size = (size_t)file.stamp.size;
    char *bytes = malloc(size + 1);
    error = bytes ? read_once(&file, bytes) : FUSEAU_ERR_MEMORY;
    close_quietly(file.descriptor);
    if (error == FUSEAU_OK) {
        *out = (struct tzdb_content){bytes, size, file.stamp, bytes};
    } else {
        free(bytes);
    }
    return error;
}

/* Waits, also where signals keep coming. */
static void pause_until_settled(void)
{
    struct timespec pause = {.tv_nsec = SETTLED_NANOSECONDS};
    while (nanosleep(&pause, &pause) != 0 && errno == EINTR) {}
}

enum fuseau_error tzdb_posix_read(const char *root, const char *name, struct tzdb_content *out)
{
    enum fuseau_error error = read_anew(root, name, out);
    for (int i = 1; i < TRIES && error == FUSEAU_ERR_FILE_CHANGED; i++) {
        pause_until_settled();
        error = read_anew(root, name, out);
    }
    return error;
}

void tzdb_content_free(struct tzdb_content *content)
{
    free(content->heap);
}

/* ---- directories ---- */

/* Of a file: whether it begins as a zone file does. */
static enum tzdb_posix_kind kind_of_file(const char *root, const char *name)
{
    struct file file;
    char magic[4];
    enum fuseau_error error = open_file(root, name, &file);
    if (error != FUSEAU_OK) {
        return error == FUSEAU_ERR_FILE_READ ? TZDB_POSIX_UNREADABLE : TZDB_POSIX_OTHER;
    }
    ssize_t got = read_bytes(file.descriptor, magic, sizeof magic, sizeof magic);
    close_quietly(file.descriptor);
    if (got < 0) {
        return TZDB_POSIX_UNREADABLE;
    }
    bool is_zone = got == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
    return is_zone ? TZDB_POSIX_ZONE : TZDB_POSIX_OTHER;
}

enum tzdb_posix_kind tzdb_posix_kind(const char *root, const char *name, uint64_t identity[2])
{
    char path[TZDB_POSIX_PATH_MAX_SIZE + 1];
    struct stat status = {0};
    if (!join(root, name, path)) {
        return TZDB_POSIX_OTHER;
    }
    if (stat(path, &status) != 0) {
        return refusal(errno) == FUSEAU_ERR_FILE_READ ? TZDB_POSIX_UNREADABLE : TZDB_POSIX_OTHER;
    }
    if (!S_ISDIR(status.st_mode)) {
        return kind_of_file(root, name);
    }
    identity[0] = (uint64_t)status.st_dev;
    identity[1] = (uint64_t)status.st_ino;
    return TZDB_POSIX_DIRECTORY;
}

/* readdir() says by errno alone whether it is at the end or has failed. */
enum fuseau_error tzdb_posix_each(const char *root, const char *name, tzdb_posix_visit *visit,
                                  void *context)
{
    char path[TZDB_POSIX_PATH_MAX_SIZE + 1];
    DIR *stream = join(root, name, path) ? opendir(path) : NULL;
    if (!stream) {
        return FUSEAU_ERR_FILE_READ;
    }
    enum fuseau_error error = FUSEAU_OK;
    for (bool going = true; going;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (entry) {
            going = visit(entry->d_name, context);
            error = going ? FUSEAU_OK : FUSEAU_ERR_MEMORY;
        } else {
            going = false;
            error = errno == 0 ? FUSEAU_OK : FUSEAU_ERR_FILE_READ;
        }
    }
    int reason = errno;
    closedir(stream);
    errno = reason;
    return error;
}
