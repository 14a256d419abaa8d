/* SPDX-License-Identifier: MIT */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clear.h"
#include "list.h"

bool path_make(char path[PATH_SIZE], struct fault *fault, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(path, PATH_SIZE, format, arguments);
    va_end(arguments);
    if (size < 0 || size >= PATH_SIZE) {
        return fault_set(fault, "%.200s…: this path is too long", path);
    }
    return true;
}

bool files_is_below(const char *root, const char *asked, char real[PATH_SIZE])
{
    struct stat about;
    size_t length = strlen(root);
    return realpath(asked, real) != NULL && strncmp(real, root, length) == 0 &&
           real[length] == '/' && stat(real, &about) == 0 && S_ISREG(about.st_mode);
}

#define MARK        ".vigil-"
#define RANDOM_SIZE 6 /* mkostemp's */

/* "FINAL.vigil-PROCESS.XXXXXX", for mkostemp: a name that no person would give, with the
 * process that made it. */
static bool temporary_name(char path[PATH_SIZE], const char *final, struct fault *fault)
{
    return path_make(path, fault, "%s" MARK "%ld.XXXXXX", final, (long)getpid());
}

bool files_make_directory(const char *path, struct fault *fault)
{
    char part[PATH_SIZE];
    if (!path_make(part, fault, "%s", path)) {
        return false;
    }
    for (char *slash = part + 1; slash[-1] != '\0'; slash++) {
        if (*slash != '/' && *slash != '\0') {
            continue;
        }
        char kept = *slash;
        *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST) {
            return fault_errno(fault, "%s: cannot make this directory", part);
        }
        *slash = kept;
        if (kept == '\0') {
            break;
        }
    }
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        return fault_set(fault, "%s: not a directory", path);
    }
    return true;
}

static bool read_all(int descriptor, const char *path, size_t limit, struct buffer *into,
                     struct fault *fault)
{
    char chunk[16384];
    size_t total = 0;
    for (;;) {
        ssize_t got = read(descriptor, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fault_errno(fault, "%s: cannot read", path);
        }
        if (got == 0) {
            break;
        }
        total += (size_t)got;
        if (total > limit) {
            return fault_set(fault, "%s: larger than %zu bytes", path, limit);
        }
        buffer_add(into, chunk, (size_t)got);
    }
    buffer_add(into, "", 0);
    return into->failed ? fault_set(fault, "%s: out of memory", path) : true;
}

bool files_read(const char *path, size_t limit, struct buffer *into, struct fault *fault)
{
    /* O_NONBLOCK: opening a FIFO that someone left among the seeds must not hang a night. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    bool done = read_all(descriptor, path, limit, into, fault);
    close(descriptor);
    return done;
}

static bool write_all(int descriptor, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t wrote = write(descriptor, data, size);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return false;
        }
        data += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

/* A rename is on the disk only once its directory is. */
static bool sync_parent(const char *path)
{
    char parent[PATH_SIZE];
    (void)snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash == NULL) {
        memcpy(parent, ".", 2);
    } else {
        slash[slash == parent] = '\0';
    }
    int descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    bool done = fsync(descriptor) == 0;
    close(descriptor);
    return done;
}

static bool write_temporary(char *path, const void *data, size_t size)
{
    int descriptor = mkostemp(path, O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    bool done = fchmod(descriptor, 0644) == 0 && write_all(descriptor, data, size) &&
                fsync(descriptor) == 0;
    done = close(descriptor) == 0 && done;
    if (!done) {
        int error = errno;
        (void)unlink(path);
        errno = error;
    }
    return done;
}

/* Writes a temporary and puts it in place: over what is there or, where `exists` is not NULL, only
 * where nothing is. */
static bool put(const char *path, const void *data, size_t size, bool *exists, struct fault *fault)
{
    char temporary[PATH_SIZE];
    if (!temporary_name(temporary, path, fault)) {
        return false;
    }
    if (!write_temporary(temporary, data, size)) {
        return fault_errno(fault, "%s: cannot write", path);
    }
    /* link, unlike rename, refuses a name that is taken. */
    bool done = exists == NULL ? rename(temporary, path) == 0 : link(temporary, path) == 0;
    if (exists != NULL) {
        *exists = !done && errno == EEXIST;
    }
    if (!done || !sync_parent(path)) {
        done = fault_errno(fault, "%s: cannot put in place", path);
    }
    if (!done || exists != NULL) {
        (void)unlink(temporary);
    }
    return done;
}

bool files_write(const char *path, const void *data, size_t size, struct fault *fault)
{
    return put(path, data, size, NULL, fault);
}

bool files_create(const char *path, const void *data, size_t size, bool *exists,
                  struct fault *fault)
{
    *exists = false;
    return put(path, data, size, exists, fault);
}

bool files_scribble(const char *path, const void *data, size_t size, struct fault *fault)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool done = descriptor >= 0 && write_all(descriptor, data, size);
    done = (descriptor < 0 || close(descriptor) == 0) && done;
    return done || fault_errno(fault, "%s: cannot write", path);
}

bool files_equal(const char *path, const void *data, size_t size)
{
    struct stat status;
    if (stat(path, &status) != 0 || (size_t)status.st_size != size) {
        return false;
    }
    struct buffer content = {0};
    struct fault ignored;
    bool equal = files_read(path, size, &content, &ignored) && content.size == size &&
                 (size == 0 || memcmp(content.data, data, size) == 0);
    buffer_free(&content);
    return equal;
}

bool files_list_add(struct file_list *list, const char *path, struct fault *fault)
{
    char *copy = strdup(path);
    char **added = copy == NULL ? NULL : list_add(&list->paths, &list->count, sizeof *added);
    if (added == NULL) {
        free(copy);
        return fault_set(fault, "%s: out of memory", path);
    }
    *added = copy;
    return true;
}

static bool list_below(const char *directory, unsigned depth, struct file_list *list,
                       struct fault *fault)
{
    DIR *entries = opendir(directory);
    if (entries == NULL) {
        return fault_errno(fault, "%s: cannot read this directory", directory);
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(entries)) != NULL;) {
        char path[PATH_SIZE];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        done = path_make(path, fault, "%s/%s", directory, entry->d_name);
        if (done && entry->d_type == DT_REG) {
            done = files_list_add(list, path, fault); /* most are, and need no further look */
        } else if (done && lstat(path, &status) != 0) {
            done = errno == ENOENT || fault_errno(fault, "%s: cannot look at", path);
        } else if (done && S_ISDIR(status.st_mode)) {
            done = depth == 0 || list_below(path, depth - 1, list, fault);
        } else if (done && (!S_ISLNK(status.st_mode) || stat(path, &status) == 0)) {
            done = !S_ISREG(status.st_mode) || files_list_add(list, path, fault);
        }
    }
    closedir(entries);
    return done;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

bool files_list(const char *directory, struct file_list *list, struct fault *fault)
{
    struct stat status;
    if (stat(directory, &status) != 0 && errno == ENOENT) {
        return true;
    }
    if (!list_below(directory, 32, list, fault)) {
        return false;
    }
    if (list->count > 0) {
        qsort(list->paths, list->count, sizeof *list->paths, by_name);
    }
    return true;
}

static bool count_below(const char *directory, unsigned depth, size_t *count, struct fault *fault)
{
    DIR *entries = opendir(directory);
    if (entries == NULL) {
        return fault_errno(fault, "%s: cannot read this directory", directory);
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(entries)) != NULL;) {
        char path[PATH_SIZE];
        if (entry->d_type != DT_DIR) {
            ++*count;
        } else if (depth > 0 && strcmp(entry->d_name, ".") != 0 &&
                   strcmp(entry->d_name, "..") != 0) {
            done = path_make(path, fault, "%s/%s", directory, entry->d_name) &&
                   count_below(path, depth - 1, count, fault);
        }
    }
    closedir(entries);
    return done;
}

bool files_count(const char *directory, size_t *count, struct fault *fault)
{
    struct stat status;
    *count = 0;
    return (stat(directory, &status) != 0 && errno == ENOENT) ||
           count_below(directory, 32, count, fault);
}

void files_list_free(struct file_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->paths[i]);
    }
    free(list->paths);
    *list = (struct file_list){0};
}

bool files_remove_tree(const char *path, struct fault *fault)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return errno == ENOENT ? true : fault_errno(fault, "%s: cannot look at", path);
    }
    if (!S_ISDIR(status.st_mode)) {
        return unlink(path) == 0 || fault_errno(fault, "%s: cannot remove", path);
    }
    clear_away(path);
    return (lstat(path, &status) != 0 && errno == ENOENT) || rmdir(path) == 0 ||
           fault_errno(fault, "%s: cannot remove", path);
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
