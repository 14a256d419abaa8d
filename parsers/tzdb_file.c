/* tzdb_file.c -- one file of a zone directory, read whole or refused */
/* SPDX-License-Identifier: MIT */
#include "tzdb_posix.h"

#include "tzdb_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tzdb.h"
#include "tzdb_path.h"

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

static enum fuseau_error look(int descriptor, struct tzdb_stamp *out)
{
    struct stat status = {0};
    if (fstat(descriptor, &status) != 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    if (!S_ISREG(status.st_mode)) {
        return FUSEAU_ERR_FILE_KIND;
    }
    if (status.st_size > FUSEAU_TZDB_FILE_MAX_SIZE) {
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
    enum fuseau_error error = tzdb_path_open(root, name, &out->descriptor);
    if (error != FUSEAU_OK) {
        return error;
    }
    error = look(out->descriptor, &out->stamp);
    if (error != FUSEAU_OK) {
        tzdb_path_close(out->descriptor);
    }
    return error;
}

enum fuseau_error tzdb_file_look(const char *root, const char *name, struct tzdb_stamp *out)
{
    struct file file;
    enum fuseau_error error = open_file(root, name, &file);
    if (error == FUSEAU_OK) {
        *out = file.stamp;
        tzdb_path_close(file.descriptor);
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
                look(file->descriptor, &after) == FUSEAU_OK &&
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
    tzdb_path_close(file.descriptor);
    if (error == FUSEAU_OK) {
        *out = (struct tzdb_content){bytes, size, file.stamp, bytes};
    } else {
        free(bytes);
    }
    return error;
}

enum fuseau_error tzdb_file_read(const char *root, const char *name, struct tzdb_content *out)
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

bool tzdb_file_is_zone(const char *root, const char *name)
{
    struct file file;
    char magic[4];
    if (open_file(root, name, &file) != FUSEAU_OK) {
        return false;
    }
    ssize_t got = read_bytes(file.descriptor, magic, sizeof magic);
    tzdb_path_close(file.descriptor);
    return got == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
}
