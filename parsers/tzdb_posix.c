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

/* ---- which directory ---- */

static bool is_directory(const char *path)
{
    struct stat status = {0};
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A program that runs with more rights than its user does not let the user choose its files. */
static const char *named_by_environment(void)
{
    if (getuid() != geteuid() || getgid() != getegid()) {
        return NULL;
    }
    const char *path = getenv("TZDIR");
    return path && path[0] != '\0' ? path : NULL;
}

const char *tzdb_posix_default(void)
{
    static const char *const paths[] = {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo",
                                        "/usr/lib/zoneinfo", "/etc/zoneinfo"};
    const char *path = named_by_environment();
    for (size_t i = 0; !path && i < sizeof paths / sizeof *paths; i++) {
        path = is_directory(paths[i]) ? paths[i] : NULL;
    }
    return path;
}

enum fuseau_error tzdb_posix_directory(const char *path, char **out)
{
    if (!is_directory(path)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    char *absolute = path[0] == '/' ? strdup(path) : realpath(path, NULL);
    if (!absolute) {
        return FUSEAU_ERR_MEMORY;
    }
    *out = absolute;
    return FUSEAU_OK;
}

/* ---- a path below the directory, without leaving it ---- */

enum {
    LINKS_MAX = 16, /* Debian's zones need 2; Linux itself follows 40 */
    PATH_SIZE = 1024,
    PART_SIZE = 256,
    OPEN_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
};

/* path[0…at) was seen to consist of directories and no links; `part` is what follows there. */
struct walk {
    const char *root;
    int directory; /* path[0…at), opened */
    size_t at;
    unsigned links; /* how many were followed */
    char path[PATH_SIZE];
    char part[PART_SIZE];
};

/* Closes, and leaves errno as it is. */
static void close_quietly(int descriptor)
{
    int error = errno;
    close(descriptor);
    errno = error;
}

static enum fuseau_error refusal(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
        return FUSEAU_ERR_NOT_FOUND;
    case ELOOP: /* O_NOFOLLOW met a link, where there was none when we looked */
        return FUSEAU_ERR_FILE_CHANGED;
    default:
        return FUSEAU_ERR_FILE_READ;
    }
}

/* Steps into what `directory` has as `part`; AT_FDCWD takes a path for it. */
static enum fuseau_error enter(struct walk *walk, int directory, const char *part, int flags)
{
    int opened;
    do {
        opened = openat(directory, part, flags);
    } while (opened < 0 && errno == EINTR);
    if (opened < 0) {
        return refusal(errno);
    }
    if (walk->directory >= 0) {
        close_quietly(walk->directory);
    }
    walk->directory = opened;
    return FUSEAU_OK;
}

/* The directory itself may be reached by links: whoever named it wanted it. */
static enum fuseau_error restart(struct walk *walk)
{
    walk->at = 0;
    return enter(walk, AT_FDCWD, walk->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Puts `text` in the place of path[from…to). False: there is no room. */
static bool replace(struct walk *walk, size_t from, size_t to, const char *text, size_t size)
{
    size_t rest = strlen(walk->path + to) + 1;
    if (from + size + rest > PATH_SIZE) {
        return false;
    }
    memmove(walk->path + from + size, walk->path + to, rest);
    memcpy(walk->path + from, text, size);
    return true;
}

/* Takes out path[from…at) and the part behind it. */
static void remove_parts(struct walk *walk, size_t from)
{
    size_t end = walk->at + strlen(walk->part);
    replace(walk, from, end + (walk->path[end] == '/'), "", 0);
}

/* The part behind `root` of an absolute path, or NULL if it is elsewhere. */
static const char *below_root(const struct walk *walk, const char *path)
{
    size_t size = strlen(walk->root);
    bool below = strncmp(path, walk->root, size) == 0 && path[size] == '/';
    return below ? path + size + 1 : NULL;
}

/* `part` is a link: its text takes its place, and all is looked at again from the root. */
static enum fuseau_error follow(struct walk *walk)
{
    char text[PATH_SIZE];
    ssize_t size = readlinkat(walk->directory, walk->part, text, sizeof text - 1);
    if (size < 0) {
        return errno == EINVAL ? FUSEAU_ERR_FILE_CHANGED : refusal(errno);
    }
    text[size] = '\0';
    bool absolute = text[0] == '/';
    const char *target = absolute ? below_root(walk, text) : text;
    size_t from = absolute ? 0 : walk->at;
    if (size == 0 || (size_t)size == sizeof text - 1 || target == NULL ||
        ++walk->links > LINKS_MAX ||
        !replace(walk, from, walk->at + strlen(walk->part), target, strlen(target))) {
        return FUSEAU_ERR_FILE_KIND;
    }
    return restart(walk);
}

/*
 * "..", which only a link can have brought: it and the part before it go. That part is a directory
 * and no link, so this is where the system would climb to, too.
 */
static enum fuseau_error climb(struct walk *walk)
{
    if (walk->at == 0) {
        return FUSEAU_ERR_FILE_KIND;
    }
    size_t from = walk->at - 1;
    while (from > 0 && walk->path[from - 1] != '/') {
        from--;
    }
    remove_parts(walk, from);
    return restart(walk);
}

/* A part that is a name. */
static enum fuseau_error step(struct walk *walk)
{
    struct stat status = {0};
    size_t end = walk->at + strlen(walk->part);
    bool last = walk->path[end] == '\0';
    if (fstatat(walk->directory, walk->part, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return refusal(errno);
    }
    if (S_ISLNK(status.st_mode)) {
        return follow(walk);
    }
    if (!last && !S_ISDIR(status.st_mode)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        return FUSEAU_ERR_FILE_KIND;
    }
    walk->at = end + !last;
    return enter(walk, walk->directory, walk->part, OPEN_FLAGS | (last ? 0 : O_DIRECTORY));
}

/* Takes the part of the path at `at`. False: no directory can have a part that long. */
static bool take_part(struct walk *walk)
{
    size_t size = strcspn(walk->path + walk->at, "/");
    if (size >= sizeof walk->part) {
        return false;
    }
    memcpy(walk->part, walk->path + walk->at, size);
    walk->part[size] = '\0';
    return true;
}

static enum fuseau_error advance(struct walk *walk)
{
    if (!take_part(walk)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    if (strcmp(walk->part, "..") == 0) {
        return climb(walk);
    }
    if (strcmp(walk->part, ".") == 0 || walk->part[0] == '\0') {
        remove_parts(walk, walk->at);
        return FUSEAU_OK;
    }
    return step(walk);
}

/*
 * Opens `name` below the directory `root` for reading; "" is the directory itself. What is opened
 * is a regular file or a directory, at that time. Nothing of another kind is opened, not even to
 * see what it is: opening a device may do something.
 *
 * Symbolic links are followed by us and not by the system, so that none leads out of `root`: one
 * that climbs above it, or begins with a "/" and not with `root`, is refused.
 *
 * Errors: NOT_FOUND; FILE_KIND (what is there is of another kind, outside, or behind too many
 * links); FILE_CHANGED (it turned into a link between two looks); FILE_READ, errno says why.
 */
static enum fuseau_error open_below(const char *root, const char *name, int *descriptor)
{
    struct walk walk = {.root = root, .directory = -1};
    if (!replace(&walk, 0, 0, name, strlen(name))) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    enum fuseau_error error = restart(&walk);
    while (error == FUSEAU_OK && walk.path[walk.at] != '\0') {
        error = advance(&walk);
    }
    if (error == FUSEAU_OK) {
        *descriptor = walk.directory;
    } else if (walk.directory >= 0) {
        close_quietly(walk.directory);
    }
    return error;
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

static enum fuseau_error stamp_of(int descriptor, struct tzdb_stamp *out)
{
    struct stat status = {0};
    if (fstat(descriptor, &status) != 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    if (!S_ISREG(status.st_mode)) {
        return FUSEAU_ERR_FILE_KIND;
    }
    if (status.st_size > TZDB_FILE_MAX_SIZE) {
        return FUSEAU_ERR_FILE_SIZE;
    }
    *out = (struct tzdb_stamp){
        .device = (uint64_t)status.st_dev,
        .inode = (uint64_t)status.st_ino,
        .size = (int64_t)status.st_size,
        .modified_seconds = (int64_t)status.st_mtim.tv_sec,
        .modified_nanoseconds = (int64_t)status.st_mtim.tv_nsec,
        .changed_seconds = (int64_t)status.st_ctim.tv_sec,
        .changed_nanoseconds = (int64_t)status.st_ctim.tv_nsec,
    };
    return FUSEAU_OK;
}

static enum fuseau_error open_file(const char *root, const char *name, struct file *out)
{
    enum fuseau_error error = open_below(root, name, &out->descriptor);
    if (error != FUSEAU_OK) {
        return error;
    }
    error = stamp_of(out->descriptor, &out->stamp);
    if (error != FUSEAU_OK) {
        close_quietly(out->descriptor);
    }
    return error;
}

enum fuseau_error tzdb_posix_look(const char *root, const char *name, struct tzdb_stamp *out)
{
    struct file file;
    enum fuseau_error error = open_file(root, name, &file);
    if (error == FUSEAU_OK) {
        *out = file.stamp;
        close_quietly(file.descriptor);
    }
    return error;
}

/* Reads `room` bytes, or fewer where the file ends. Returns how many, or -1. */
static ssize_t read_bytes(int descriptor, char *bytes, size_t room)
{
    size_t size = 0;
    while (size < room) {
        ssize_t got = read(descriptor, bytes + size, room - size);
        if (got == 0) {
            break;
        }
        if (got > 0) {
            size += (size_t)got;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return (ssize_t)size;
}

/* Whether the file's time is so near to `now` that a change would not show. */
static bool has_just_changed(const struct tzdb_stamp *stamp, struct timespec now)
{
    int64_t seconds = (int64_t)now.tv_sec - stamp->modified_seconds;
    if (seconds < -1 || seconds > 1) {
        return false;
    }
    int64_t age = seconds * 1000000000 + now.tv_nsec - stamp->modified_nanoseconds;
    return -SETTLED_NANOSECONDS < age && age < SETTLED_NANOSECONDS;
}

/* Reads one byte more than there should be, to see a file that grows. */
static enum fuseau_error read_once(const struct file *file, char *bytes)
{
    struct tzdb_stamp after;
    struct timespec now;
    size_t size = (size_t)file->stamp.size;
    clock_gettime(CLOCK_REALTIME, &now);
    ssize_t got = read_bytes(file->descriptor, bytes, size + 1);
    if (got < 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    bool same = (size_t)got == size && !has_just_changed(&file->stamp, now) &&
                stamp_of(file->descriptor, &after) == FUSEAU_OK &&
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

enum fuseau_error tzdb_posix_read(const char *root, const char *name, struct tzdb_content *out)
{
    const struct timespec pause = {.tv_nsec = SETTLED_NANOSECONDS};
    enum fuseau_error error = read_anew(root, name, out);
    for (int i = 1; i < TRIES && error == FUSEAU_ERR_FILE_CHANGED; i++) {
        nanosleep(&pause, NULL);
        error = read_anew(root, name, out);
    }
    return error;
}

void tzdb_content_free(struct tzdb_content *content)
{
    free(content->heap);
}

bool tzdb_posix_is_zone(const char *root, const char *name)
{
    struct file file;
    char magic[4];
    if (open_file(root, name, &file) != FUSEAU_OK) {
        return false;
    }
    ssize_t got = read_bytes(file.descriptor, magic, sizeof magic);
    close_quietly(file.descriptor);
    return got == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
}

/* ---- directories ---- */

bool tzdb_posix_each(const char *root, const char *name, tzdb_posix_visit *visit, void *context)
{
    int descriptor;
    if (open_below(root, name, &descriptor) != FUSEAU_OK) {
        return true;
    }
    DIR *stream = fdopendir(descriptor);
    if (!stream) {
        close_quietly(descriptor);
        return true;
    }
    bool going = true;
    const struct dirent *entry;
    while (going && (entry = readdir(stream)) != NULL) {
        struct stat status = {0};
        if (fstatat(descriptor, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
            going = visit(entry->d_name, S_ISDIR(status.st_mode), context);
        }
    }
    closedir(stream);
    return going;
}
