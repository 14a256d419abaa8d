/* SPDX-License-Identifier: MIT */
#include "seed_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/list.h"
#include "base/parallel.h"
#include "companions.h"
#include "seed_notes.h"

/* libFuzzer reads no more of a file than this, unless it is told to. */
#define LENGTH_LIMIT ((size_t)1 << 20)

/* Two contents of one size and one hash have two numbers. */
#define NUMBERS_MOST 8

/* A file that was written at the time it was looked at may be written again within the same tick of
 * the clock: it is not believed to be known. */
#define TICK_SECONDS 2

/* A thread looks at this many files, and then places them while another looks at the next. More
 * threads would only wait: names are added to a directory one at a time. */
#define CHUNK_FILES 512
#define THREADS     2

/* A name that is in the folder. */
struct present {
    struct content content;
    bool symbolic, wanted;
};

struct gathering {
    struct seed_folder *seeds;
    struct fault *fault; /* the first */
    bool failed;
    bool no_links; /* the disk of the files is another, or does not let them be linked to */
    time_t began;
    struct present *present;
    size_t present_count;
    struct seed_notes former, notes; /* of the last time, and of this */
    pthread_mutex_t placing;         /* held by the thread that changes any of the above */
    size_t chunks;                   /* that were placed */
};

/* What a look at a file found. */
struct look {
    struct stat status;
    struct known known;
    bool there, recalled, hashed;
    int error; /* where it could not be read */
};

static bool path_of(const char *folder, const struct content *content, char path[PATH_SIZE],
                    struct fault *fault)
{
    char number[24] = "";
    if (content->number > 0) {
        (void)snprintf(number, sizeof number, "-%" PRIu64, content->number);
    }
    return path_make(path, fault, "%s/%016" PRIx64 "-%" PRIu64 "%s", folder, content->hash,
                     content->size, number);
}

static bool read_name(const char *name, struct content *content)
{
    char *rest;
    memset(content, 0, sizeof *content);
    if (strspn(name, "0123456789abcdef") != 16 || name[16] != '-' || name[17] < '0' ||
        name[17] > '9') {
        return false;
    }
    content->hash = strtoull(name, NULL, 16);
    content->size = strtoull(name + 17, &rest, 10);
    if (rest[0] == '-' && rest[1] > '0' && rest[1] <= '9' && rest[2] == '\0') {
        content->number = (uint64_t)(rest[1] - '0');
        rest += 2;
    }
    return *rest == '\0';
}

bool seed_folder_is_name(const char *name)
{
    struct content content;
    return read_name(name, &content);
}

static int compare(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

static int by_content(const void *left, const void *right)
{
    const struct present *one = left, *other = right;
    int order = compare(one->content.hash, other->content.hash);
    order = order != 0 ? order : compare(one->content.size, other->content.size);
    return order != 0 ? order : compare(one->content.number, other->content.number);
}

/* Puts down that something could not be taken in; the first is told of. */
static bool fail(struct gathering *gathering, const struct fault *why)
{
    if (!gathering->failed) {
        *gathering->fault = *why;
    }
    gathering->failed = true;
    return false;
}

/* Puts back what was taken out the last time. */
static void put_back(const struct gathering *gathering)
{
    char aside[PATH_SIZE], from[PATH_SIZE], to[PATH_SIZE];
    const char *folder = gathering->seeds->folder;
    struct fault ignored;
    DIR *entries = seed_notes_beside(folder, ".aside", aside, &ignored) ? opendir(aside) : NULL;
    const struct dirent *entry;
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        if (seed_folder_is_name(entry->d_name) &&
            path_make(from, &ignored, "%s/%s", aside, entry->d_name) &&
            path_make(to, &ignored, "%s/%s", folder, entry->d_name)) {
            (void)rename(from, to);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
        (void)files_remove_tree(aside, &ignored);
    }
}

/* Lists the folder; what is none of its names does not belong there and is removed. */
static bool list_present(struct gathering *gathering, struct fault *fault)
{
    const char *folder = gathering->seeds->folder;
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    bool done = entries != NULL || fault_errno(fault, "%s: cannot read this directory", folder);
    while (entries != NULL && done && (entry = readdir(entries)) != NULL) {
        char path[PATH_SIZE];
        struct content content;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (!read_name(entry->d_name, &content) || entry->d_type == DT_DIR) {
            done = path_make(path, fault, "%s/%s", folder, entry->d_name) &&
                   files_remove_tree(path, fault);
            gathering->seeds->changed++;
            continue;
        }
        struct present *present =
            list_add(&gathering->present, &gathering->present_count, sizeof *present);
        done = present != NULL || fault_set(fault, "%s: out of memory", folder);
        if (present != NULL) {
            present->content = content;
            present->symbolic = entry->d_type != DT_REG;
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    if (gathering->present_count > 0) {
        qsort(gathering->present, gathering->present_count, sizeof *gathering->present, by_content);
    }
    return done;
}

static struct present *find_present(const struct gathering *gathering,
                                    const struct content *content)
{
    const struct present key = {.content = *content};
    return gathering->present == NULL ? NULL
                                      : bsearch(&key, gathering->present, gathering->present_count,
                                                sizeof *gathering->present, by_content);
}

static struct known note_of(const struct stat *status)
{
    return (struct known){.device = status->st_dev,
                          .inode = status->st_ino,
                          .seconds = status->st_mtim.tv_sec,
                          .nanoseconds = status->st_mtim.tv_nsec,
                          .content = {.size = (uint64_t)status->st_size}};
}

static bool add_known(struct gathering *gathering, struct known **list, size_t *count,
                      const struct known *one)
{
    if (one->seconds + TICK_SECONDS > (int64_t)gathering->began) {
        return true;
    }
    struct known *added = list_add(list, count, sizeof *added);
    if (added == NULL) {
        return fail(gathering, &(struct fault){"the seeds: out of memory"});
    }
    *added = *one;
    return true;
}

static bool links_are_refused(int error)
{
    return error == EXDEV || error == EPERM || error == EMLINK || error == EOPNOTSUPP ||
           error == EACCES;
}

/* Gives the file that name. False, with errno, where it cannot be had: EEXIST, it is taken. */
static bool name_file(struct gathering *gathering, const char *file, const char *name)
{
    if (!gathering->no_links) {
        if (linkat(AT_FDCWD, file, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
            return true;
        }
        if (!links_are_refused(errno)) {
            return false;
        }
        gathering->no_links = errno == EXDEV;
    }
    char *absolute = realpath(file, NULL);
    bool done = absolute != NULL && symlink(absolute, name) == 0;
    int error = errno;
    free(absolute);
    errno = error;
    return done;
}

/* A symbolic link that is there already is of use only where it leads to this file: the file that
 * it led to may be gone, or changed. */
static void look_at_link(struct present *present, const char *name, const struct stat *status)
{
    struct stat reached;
    bool leads = stat(name, &reached) == 0 && reached.st_ino == status->st_ino &&
                 reached.st_dev == status->st_dev;
    if (present->symbolic && !present->wanted && !leads && unlink(name) == 0) {
        present->wanted = true; /* it is made anew in a moment */
    }
}

/* Sees to it that the folder holds the file under the name of its content, of which hash and size
 * are known. Where `certain`, the number is known too; else it is found by comparing. */
static bool place(struct gathering *gathering, const char *file, const struct stat *status,
                  struct content *content, bool certain)
{
    char name[PATH_SIZE];
    struct fault why;
    for (; content->number < NUMBERS_MOST; content->number++) {
        struct present *present = find_present(gathering, content);
        if (present != NULL && !present->symbolic && certain) {
            present->wanted = true;
            return true;
        }
        if (!path_of(gathering->seeds->folder, content, name, &why)) {
            return fail(gathering, &why);
        }
        if (present != NULL && present->symbolic) {
            look_at_link(present, name, status);
        }
        if (name_file(gathering, file, name)) {
            gathering->seeds->changed++;
            gathering->seeds->seeds += present == NULL;
            return true;
        }
        if (errno == ENOENT) {
            return true; /* the file vanished */
        }
        if (errno != EEXIST) {
            (void)fault_errno(&why, "%s: cannot be linked to as a seed", file);
            return fail(gathering, &why);
        }
        if (certain || companions_same_file(name, file)) {
            if (present != NULL) {
                present->wanted = true;
            }
            return true;
        }
    }
    (void)fault_set(&why, "%s: cannot be told from %d other seeds", file, NUMBERS_MOST);
    return fail(gathering, &why);
}

/* Reads only what stays as it is while files are placed. */
static void look_at(const struct gathering *gathering, const char *file, struct look *look)
{
    look->there = stat(file, &look->status) == 0 && S_ISREG(look->status.st_mode);
    if (!look->there) {
        return; /* it vanished */
    }
    look->known = note_of(&look->status);
    const struct known *former = seed_notes_recall(&gathering->former, &look->known);
    look->recalled = former != NULL;
    look->hashed = look->recalled;
    if (look->recalled) {
        look->known.content = former->content;
    } else {
        look->known.content.hash = FNV_START;
        look->hashed = fnv_add_file(&look->known.content.hash, file);
        look->error = errno;
    }
}

static void take_file(struct gathering *gathering, const char *file, struct look *look)
{
    struct fault why;
    size_t most = gathering->seeds->most;
    if (!look->there) {
        return;
    }
    seeds_count_long(file, (uintmax_t)look->status.st_size,
                     most > 0 && most < LENGTH_LIMIT ? most : LENGTH_LIMIT,
                     &gathering->seeds->longer);
    gathering->seeds->looked += !look->recalled;
    if (!look->hashed) {
        errno = look->error;
        if (errno != ENOENT) {
            (void)fault_errno(&why, "%s: a seed that cannot be read", file);
            (void)fail(gathering, &why);
        }
        return;
    }
    if (place(gathering, file, &look->status, &look->known.content, look->recalled)) {
        (void)add_known(gathering, &gathering->notes.files, &gathering->notes.head.files,
                        &look->known);
    }
}

static void take_chunk(void *context, size_t chunk)
{
    struct gathering *gathering = context;
    const struct file_list *files = gathering->seeds->files;
    size_t first = chunk * CHUNK_FILES;
    size_t count = files->count - first < CHUNK_FILES ? files->count - first : CHUNK_FILES;
    struct look *looks = calloc(count, sizeof *looks);
    for (size_t i = 0; looks != NULL && i < count; i++) {
        look_at(gathering, files->paths[first + i], &looks[i]);
    }
    (void)pthread_mutex_lock(&gathering->placing);
    gathering->chunks++;
    if (looks == NULL) {
        (void)fail(gathering, &(struct fault){"the seeds: out of memory"});
    }
    for (size_t i = 0; looks != NULL && i < count; i++) {
        take_file(gathering, files->paths[first + i], &looks[i]);
    }
    (void)pthread_mutex_unlock(&gathering->placing);
    free(looks);
}

/* False where it was interrupted (base/process.h): nothing is known of the other files. */
static bool take_files(struct gathering *gathering)
{
    size_t chunks = (gathering->seeds->files->count + CHUNK_FILES - 1) / CHUNK_FILES;
    (void)pthread_mutex_init(&gathering->placing, NULL);
    parallel_each(chunks, THREADS, take_chunk, gathering);
    (void)pthread_mutex_destroy(&gathering->placing);
    return gathering->chunks == chunks;
}

/* Sees to it that the folder holds an entry of the archive. */
static bool take_entry(void *context, const char *data, size_t size, struct fault *fault)
{
    struct gathering *gathering = context;
    struct known known = {.content = {.size = size}};
    char name[PATH_SIZE];
    known.content.hash = fnv_add(fnv_add(FNV_START, data, size), "\xff", 1);
    gathering->seeds->looked++;
    for (; known.content.number < NUMBERS_MOST; known.content.number++) {
        struct present *present = find_present(gathering, &known.content);
        struct stat status;
        if (!path_of(gathering->seeds->folder, &known.content, name, fault)) {
            return false;
        }
        bool there = lstat(name, &status) == 0;
        if (there && !files_equal(name, data, size)) {
            continue;
        }
        if (present != NULL) {
            present->wanted = true;
        }
        if (!there) {
            gathering->seeds->changed++;
            gathering->seeds->seeds += present == NULL;
        }
        return (there || files_scribble(name, data, size, fault)) &&
               add_known(gathering, &gathering->notes.entries, &gathering->notes.head.entries,
                         &known);
    }
    return fault_set(fault, "a seed of the archive cannot be told from %d others", NUMBERS_MOST);
}

/* Whether all entries of the archive are where the last time left them. */
static bool entries_are_there(const struct gathering *gathering)
{
    bool there = true;
    for (size_t i = 0; there && i < gathering->former.head.entries; i++) {
        there = find_present(gathering, &gathering->former.entries[i].content) != NULL;
    }
    return there;
}

static void take_archive(struct gathering *gathering)
{
    struct seed_folder *seeds = gathering->seeds;
    struct stat status;
    struct fault why = {""};
    if (seeds->archive == NULL || seeds->archive[0] == '\0') {
        return;
    }
    struct known archive = {0};
    if (stat(seeds->archive, &status) == 0) {
        archive = note_of(&status);
        /* Nobody links to an archive, so the time of its last change of any kind tells too. */
        archive.nanoseconds ^= status.st_ctim.tv_sec * 1000000000 + status.st_ctim.tv_nsec;
    }
    if (seed_notes_are_same(&archive, &gathering->former.head.archive) &&
        gathering->former.head.archive.inode != 0 && entries_are_there(gathering)) {
        for (size_t i = 0; i < gathering->former.head.entries; i++) {
            find_present(gathering, &gathering->former.entries[i].content)->wanted = true;
            (void)add_known(gathering, &gathering->notes.entries, &gathering->notes.head.entries,
                            &gathering->former.entries[i]);
        }
        seeds->archived = gathering->former.head.left;
    } else if (!seeds_unpack_each(seeds->archive, take_entry, gathering, &seeds->archived, &why)) {
        (void)fail(gathering, &why);
        return;
    }
    if (archive.seconds + TICK_SECONDS <= (int64_t)gathering->began) {
        gathering->notes.head.archive = archive;
    }
    gathering->notes.head.left = seeds->archived;
}

static bool remove_unwanted(struct gathering *gathering)
{
    bool done = true;
    for (size_t i = 0; done && i < gathering->present_count; i++) {
        char path[PATH_SIZE];
        struct fault why;
        const struct present *present = &gathering->present[i];
        gathering->seeds->seeds += present->wanted;
        if (!present->wanted) {
            gathering->seeds->changed++;
            done = path_of(gathering->seeds->folder, &present->content, path, &why) &&
                   (unlink(path) == 0 || errno == ENOENT ||
                    fault_errno(&why, "%s: cannot remove", path));
            (void)(done || fail(gathering, &why));
        }
    }
    return done;
}

bool seed_folder_gather(struct seed_folder *seeds, struct fault *fault)
{
    struct gathering gathering = {.seeds = seeds, .fault = fault, .began = time(NULL)};
    struct fault why = {""};
    seeds->seeds = seeds->looked = seeds->changed = 0;
    memset(&seeds->longer, 0, sizeof seeds->longer);
    memset(&seeds->archived, 0, sizeof seeds->archived);
    if (!files_make_directory(seeds->folder, &why)) {
        return fail(&gathering, &why);
    }
    put_back(&gathering);
    seed_notes_read(seeds->folder, &gathering.former);
    if (!list_present(&gathering, &why)) {
        (void)fail(&gathering, &why);
    } else if (take_files(&gathering)) {
        take_archive(&gathering);
        (void)remove_unwanted(&gathering);
        if (!seed_notes_write(seeds->folder, &gathering.notes, &gathering.former, &why)) {
            (void)fail(&gathering, &why);
        }
    }
    free(gathering.present);
    free(gathering.notes.files);
    free(gathering.notes.entries);
    buffer_free(&gathering.former.text);
    return !gathering.failed;
}

size_t seed_folder_exclude(const char *folder, const void *data, size_t size)
{
    char from[PATH_SIZE], aside[PATH_SIZE], to[PATH_SIZE];
    struct content content = {.size = size};
    struct fault ignored;
    size_t removed = 0;
    content.hash = fnv_add(fnv_add(FNV_START, data, size), "\xff", 1);
    for (; content.number < NUMBERS_MOST; content.number++) {
        if (path_of(folder, &content, from, &ignored) && files_equal(from, data, size) &&
            seed_notes_beside(folder, ".aside", aside, &ignored) &&
            files_make_directory(aside, &ignored) && path_of(aside, &content, to, &ignored)) {
            removed += rename(from, to) == 0 || unlink(from) == 0;
        }
    }
    return removed;
}
