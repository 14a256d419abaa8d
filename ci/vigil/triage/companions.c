/* SPDX-License-Identifier: MIT */
#include "companions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/list.h"

#define DEPTH_MOST 16

/* What a build or a run leaves, and no target needs. */
static const char *const rubbish_folders[] = {".*", "CMakeFiles", "__pycache__"};
static const char *const rubbish_files[] = {
    /* hidden; of builds */
    ".*", "CMakeCache.txt", "CTestTestfile.cmake", "cmake_install.cmake", "Makefile", "build.ninja",
    "compile_commands.json", "*.o", "*.a", "*.lo", "*.la", "*.d", "*.obj", "*.gcno",
    /* of runs: libFuzzer names an artifact by the hash of its input */
    "*.gcda", "*.profraw", "*.profdata", "*.log", "core", "core.[0-9]*",
    "crash-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*", "leak-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*",
    "oom-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*", "timeout-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*",
    "slow-unit-*",
    /* read by vigil or by a tracker, and by no target */
    "*.labels", "*.owners", "*.components", "*.issue_metadata", "*_seed_corpus.zip"};

/* What vigil keeps in a state directory, where somebody made a directory of targets one. */
static const char *const state[] = {"vigil.sqlite*", "vigil.prom", "lock",    "controls", "crashes",
                                    "corpus",        "issues",     "scratch", "report",   "work"};

/* A target, and what is named after it, and its alone. */
static const char *const suffixes[] = {"", ".options", ".dict", "_seed_corpus.zip"};

static bool matches(const char *const *patterns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (fnmatch(patterns[i], name, 0) == 0) {
            return true;
        }
    }
    return false;
}

#define MATCHES(patterns, name) matches(patterns, sizeof(patterns) / sizeof *(patterns), name)

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool is_library(const char *name)
{
    return fnmatch("*.so", name, 0) == 0 || fnmatch("*.so.*", name, 0) == 0;
}

/* What is kept where not everything can be. */
static bool is_essential(const char *path)
{
    return is_library(base_name(path)) || strcmp(base_name(path), "llvm-symbolizer") == 0;
}

struct walk {
    const struct target *target;
    struct companions *found;
    char program[PATH_SIZE], dictionary[PATH_SIZE]; /* the target's, without links */
    struct file_list others;                        /* names of targets beside it */
};

/* Whether the file is another target. A library may hold the name of the entry, since it calls it.
 */
static bool is_other(const struct walk *walk, const char *path)
{
    return !is_essential(path) && strcmp(path, walk->program) != 0 && target_is_program(path);
}

/* Whether the file at the top is another target, or belongs to one. */
static bool is_anothers(const struct walk *walk, const char *name)
{
    for (size_t i = 0; i < walk->others.count; i++) {
        const char *other = walk->others.paths[i];
        size_t size = strlen(other);
        for (size_t j = 0;
             strncmp(name, other, size) == 0 && j < sizeof suffixes / sizeof *suffixes; j++) {
            if (strcmp(name + size, suffixes[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the file at the top is what `struct target` names. */
static bool is_own(const struct walk *walk, const char *name)
{
    size_t size = strlen(walk->target->name);
    bool own = strncmp(name, walk->target->name, size) == 0;
    return own && (name[size] == '\0' || strcmp(name + size, ".options") == 0 ||
                   strcmp(name + size, ".dict") == 0);
}

/* Drops what is not essential; all of it where even that is too much. */
static void cut(struct companions *found)
{
    size_t kept = 0;
    found->cut = true;
    found->bytes = 0;
    for (size_t i = 0; i < found->count; i++) {
        struct companion *companion = &found->list[i];
        if (is_essential(companion->path)) {
            found->bytes += companion->size;
            found->list[kept++] = *companion;
        } else {
            free(companion->path);
            free(companion->leads);
        }
    }
    found->count = kept;
}

static bool is_too_much(const struct companions *found)
{
    return found->count > COMPANIONS_MOST || found->bytes > COMPANIONS_BYTES_MOST;
}

static bool add(struct companions *found, const struct companion *companion, struct fault *fault)
{
    if (found->cut && !is_essential(companion->path)) {
        return true;
    }
    struct companion *added = list_add(&found->list, &found->count, sizeof *added);
    if (added == NULL) {
        return fault_set(fault, "%s/%s: out of memory", found->directory, companion->path);
    }
    added->program = companion->program;
    added->size = companion->size;
    added->path = strdup(companion->path);
    added->leads = companion->leads == NULL ? NULL : strdup(companion->leads);
    found->bytes += companion->size;
    if (added->path == NULL || (companion->leads != NULL && added->leads == NULL)) {
        return fault_set(fault, "%s/%s: out of memory", found->directory, companion->path);
    }
    if (!found->cut && is_too_much(found)) {
        cut(found);
    }
    return true;
}

/* "../../real/path" for a link two folders down. */
static bool lead(const char *path, const char *inner, char leads[PATH_SIZE], struct fault *fault)
{
    char up[3 * DEPTH_MOST + 4] = "";
    size_t used = 0;
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        memcpy(up + used, "../", 4);
        used += 3;
    }
    return path_make(leads, fault, "%s%s", up, inner);
}

/* Adds the link or the regular file at `full`; its path below the directory is `path`. */
static bool add_one(const struct walk *walk, char *path, const char *full, bool is_link,
                    struct fault *fault)
{
    char real[PATH_SIZE], leads[PATH_SIZE];
    struct companions *found = walk->found;
    struct companion companion = {.path = path};
    struct stat status;
    size_t size = strlen(found->directory);
    if (realpath(full, real) == NULL || stat(real, &status) != 0) {
        return true; /* it leads nowhere, or went away */
    }
    if (is_link && strncmp(real, found->directory, size) == 0 && real[size] == '/') {
        companion.leads = leads;
        return lead(path, real + size + 1, leads, fault) && add(found, &companion, fault);
    }
    if (!S_ISREG(status.st_mode) || access(real, R_OK) != 0) {
        return true;
    }
    companion.program = (status.st_mode & S_IXUSR) != 0;
    companion.size = (uint64_t)status.st_size;
    return add(found, &companion, fault);
}

static bool look_into(const struct walk *walk, const char *below, unsigned depth,
                      struct fault *fault);

/* `path`: below the directory. */
static bool look_at(const struct walk *walk, char *path, unsigned depth, struct fault *fault)
{
    char full[PATH_SIZE];
    struct stat status;
    if (!path_make(full, fault, "%s/%s", walk->found->directory, path)) {
        return false;
    }
    if (lstat(full, &status) != 0) {
        return true; /* it went away */
    }
    if (S_ISDIR(status.st_mode)) {
        return depth == 0 || MATCHES(rubbish_folders, base_name(path)) ||
               look_into(walk, path, depth - 1, fault);
    }
    if (MATCHES(rubbish_files, base_name(path))) {
        return true;
    }
    if (S_ISLNK(status.st_mode)) {
        return is_other(walk, full) || add_one(walk, path, full, true, fault);
    }
    return !S_ISREG(status.st_mode) || strcmp(full, walk->dictionary) == 0 ||
           is_other(walk, full) || add_one(walk, path, full, false, fault);
}

/* `below`: the folder, below the directory; "": the directory itself. */
static bool look_into(const struct walk *walk, const char *below, unsigned depth,
                      struct fault *fault)
{
    char path[PATH_SIZE], database[PATH_SIZE];
    const char *directory = walk->found->directory, *slash = below[0] == '\0' ? "" : "/";
    bool top = below[0] == '\0';
    if (!path_make(path, fault, "%s/%s", directory, below) ||
        !path_make(database, fault, "%s%s%s/vigil.sqlite", directory, slash, below)) {
        return false;
    }
    bool is_state = access(database, F_OK) == 0;
    DIR *entries = is_state && !top ? NULL : opendir(path);
    if (entries == NULL) {
        return !top || fault_errno(fault, "%s: cannot read this directory", directory);
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(entries)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
            !(is_state && MATCHES(state, name)) &&
            !(top && (is_own(walk, name) || is_anothers(walk, name)))) {
            done = path_make(path, fault, "%s%s%s", below, slash, name) &&
                   look_at(walk, path, depth, fault);
        }
    }
    closedir(entries);
    return done;
}

static bool list_others(struct walk *walk, struct fault *fault)
{
    char path[PATH_SIZE];
    const char *directory = walk->found->directory;
    DIR *entries = opendir(directory);
    if (entries == NULL) {
        return fault_errno(fault, "%s: cannot read this directory", directory);
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(entries)) != NULL;) {
        const char *name = entry->d_name;
        if (!MATCHES(rubbish_files, name) && strcmp(name, walk->target->name) != 0) {
            done = path_make(path, fault, "%s/%s", directory, name) &&
                   (!is_other(walk, path) || files_list_add(&walk->others, name, fault));
        }
    }
    closedir(entries);
    return done;
}

static int by_path(const void *left, const void *right)
{
    const struct companion *one = left, *other = right;
    return strcmp(one->path, other->path);
}

/* Sets directory, program and dictionary. What does not exist has no real path, and is left "". */
static bool set_out(struct walk *walk, struct fault *fault)
{
    char above[PATH_SIZE];
    const char *path = walk->target->path;
    const char *slash = strrchr(path, '/');
    if (!path_make(above, fault, "%.*s",
                   slash == NULL   ? 1
                   : slash == path ? 1
                                   : (int)(slash - path),
                   slash == NULL ? "." : path)) {
        return false;
    }
    if (realpath(above, walk->found->directory) == NULL) {
        return fault_errno(fault, "%s: cannot read this directory", above);
    }
    if (realpath(path, walk->program) == NULL) {
        walk->program[0] = '\0';
    }
    if (walk->target->dictionary[0] == '\0' ||
        realpath(walk->target->dictionary, walk->dictionary) == NULL) {
        walk->dictionary[0] = '\0';
    }
    return true;
}

bool companions_find(const struct target *target, struct companions *found, struct fault *fault)
{
    struct walk walk = {.target = target, .found = found};
    memset(found, 0, sizeof *found);
    bool done = set_out(&walk, fault) && list_others(&walk, fault) &&
                look_into(&walk, "", DEPTH_MOST, fault);
    files_list_free(&walk.others);
    if (done && is_too_much(found)) { /* with nothing but what is essential */
        char directory[PATH_SIZE];
        memcpy(directory, found->directory, sizeof directory);
        companions_free(found);
        memcpy(found->directory, directory, sizeof directory);
        found->cut = true;
    }
    if (done && found->count > 0) {
        qsort(found->list, found->count, sizeof *found->list, by_path);
    }
    if (!done) {
        companions_free(found);
    }
    return done;
}

void companions_free(struct companions *found)
{
    for (size_t i = 0; i < found->count; i++) {
        free(found->list[i].path);
        free(found->list[i].leads);
    }
    free(found->list);
    memset(found, 0, sizeof *found);
}

/* Fills the chunk unless the file ends before. */
static ssize_t fill(int descriptor, char *chunk, size_t size)
{
    size_t used = 0;
    ssize_t got = 1;
    while (used < size && got != 0) {
        got = read(descriptor, chunk + used, size - used);
        if (got < 0 && errno != EINTR) {
            return -1;
        }
        used += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)used;
}

static bool same_bytes(int left, int right)
{
    static const size_t size = 65536;
    char *one = malloc(2 * size), *other = one == NULL ? NULL : one + size;
    ssize_t got = one == NULL ? -1 : 1;
    bool same = one != NULL;
    while (same && got > 0) {
        got = fill(left, one, size);
        same = got >= 0 && fill(right, other, size) == got && memcmp(one, other, (size_t)got) == 0;
    }
    free(one);
    return same;
}

bool companions_same_file(const char *left, const char *right)
{
    struct stat first, second;
    int one = open(left, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int other = open(right, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool same = one >= 0 && other >= 0 && fstat(one, &first) == 0 && fstat(other, &second) == 0 &&
                first.st_size == second.st_size &&
                ((first.st_ino == second.st_ino && first.st_dev == second.st_dev) ||
                 same_bytes(one, other));
    if (one >= 0) {
        close(one);
    }
    if (other >= 0) {
        close(other);
    }
    return same;
}

static bool are_same(const struct companions *left, const struct companions *right, size_t at)
{
    char one[PATH_SIZE], other[PATH_SIZE];
    struct fault ignored;
    const struct companion *first = &left->list[at], *second = &right->list[at];
    if (strcmp(first->path, second->path) != 0 || first->program != second->program ||
        first->size != second->size || (first->leads == NULL) != (second->leads == NULL)) {
        return false;
    }
    if (first->leads != NULL) {
        return strcmp(first->leads, second->leads) == 0;
    }
    return path_make(one, &ignored, "%s/%s", left->directory, first->path) &&
           path_make(other, &ignored, "%s/%s", right->directory, second->path) &&
           companions_same_file(one, other);
}

bool companions_are_same(const struct companions *left, const struct companions *right)
{
    bool same = left->count == right->count;
    for (size_t i = 0; same && i < left->count; i++) {
        same = are_same(left, right, i);
    }
    return same;
}

bool companions_same_target(const struct target *left, const struct target *right)
{
    struct companions one = {.count = 0}, other = {.count = 0};
    struct fault ignored;
    bool same = companions_same_file(left->path, right->path) &&
                companions_find(left, &one, &ignored) && companions_find(right, &other, &ignored) &&
                companions_are_same(&one, &other);
    companions_free(&one);
    companions_free(&other);
    return same;
}
