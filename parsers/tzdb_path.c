/* tzdb_path.c -- opening what a name stands for, without leaving the zone directory */
/* SPDX-License-Identifier: MIT */
#include "tzdb_posix.h"

#include "tzdb_path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

void tzdb_path_close(int descriptor)
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
        tzdb_path_close(walk->directory);
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

enum fuseau_error tzdb_path_open(const char *root, const char *name, int *descriptor)
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
        tzdb_path_close(walk.directory);
    }
    return error;
}
