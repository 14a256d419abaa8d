/* SPDX-License-Identifier: MIT */
#include "exclusion.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/list.h"
#include "seed_folder.h"

#define SEARCHES_MOST 8
#define SHA1_SIZE     40

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool is_sha1(const char *name)
{
    return strlen(name) == SHA1_SIZE && strspn(name, "0123456789abcdef") == SHA1_SIZE;
}

static int by_size(const void *left, const void *right)
{
    const struct exclusion_file *one = left, *other = right;
    return (one->size > other->size) - (one->size < other->size);
}

static void forget(struct exclusion *exclusion)
{
    for (size_t i = 0; i < exclusion->count; i++) {
        free(exclusion->files[i].path);
    }
    free(exclusion->files);
    exclusion->files = NULL;
    exclusion->count = 0;
    exclusion->listed = false;
}

/* Lists the files whose names tell nothing, or `all`. What cannot be listed is left where it is:
 * the crash is counted again. */
static void list(struct exclusion *exclusion, bool all)
{
    struct file_list files = {0};
    struct fault ignored;
    struct stat status;
    forget(exclusion);
    exclusion->listed = true;
    (void)files_list(exclusion->directory, &files, &ignored);
    for (size_t i = 0; i < files.count; i++) {
        const char *name = base_name(files.paths[i]);
        if ((!all && (is_sha1(name) || seed_folder_is_name(name))) ||
            stat(files.paths[i], &status) != 0) {
            continue;
        }
        struct exclusion_file *file = list_add(&exclusion->files, &exclusion->count, sizeof *file);
        if (file != NULL) {
            *file =
                (struct exclusion_file){.path = files.paths[i], .size = (uint64_t)status.st_size};
            files.paths[i] = NULL;
        }
    }
    files_list_free(&files);
    if (exclusion->count > 0) {
        qsort(exclusion->files, exclusion->count, sizeof *exclusion->files, by_size);
    }
}

/* The first of the files that have at least this size. */
static size_t first_of_size(const struct exclusion *exclusion, uint64_t size)
{
    size_t low = 0, high = exclusion->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (exclusion->files[middle].size < size) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t take_listed(struct exclusion *exclusion, const void *data, size_t size, uint64_t hash)
{
    size_t removed = 0;
    for (size_t i = first_of_size(exclusion, size);
         i < exclusion->count && exclusion->files[i].size == size; i++) {
        struct exclusion_file *file = &exclusion->files[i];
        if (!file->hashed) {
            file->hash = FNV_START;
            file->hashed = fnv_add_file(&file->hash, file->path);
        }
        removed += file->hashed && file->hash == hash && files_equal(file->path, data, size) &&
                   unlink(file->path) == 0;
    }
    return removed;
}

/* By the name that libFuzzer gives it, which ends in the same way for a finding. */
static size_t take_named(const struct exclusion *exclusion, const char *path, const void *data,
                         size_t size)
{
    char named[PATH_SIZE];
    struct fault ignored;
    const char *name = base_name(path), *dash = strrchr(name, '-');
    name = dash == NULL ? name : dash + 1;
    return is_sha1(name) && path_make(named, &ignored, "%s/%s", exclusion->directory, name) &&
           files_equal(named, data, size) && unlink(named) == 0;
}

/* The input itself may lie in the directory. */
static size_t take_itself(const struct exclusion *exclusion, const char *path)
{
    size_t length = strlen(exclusion->directory);
    return strncmp(path, exclusion->directory, length) == 0 && path[length] == '/' &&
           !seed_folder_is_name(base_name(path)) && unlink(path) == 0;
}

static bool was_seen(struct exclusion *exclusion, uint64_t hash)
{
    for (size_t i = 0; i < exclusion->seen_count; i++) {
        if (exclusion->seen[i] == hash) {
            return true;
        }
    }
    uint64_t *added = list_add(&exclusion->seen, &exclusion->seen_count, sizeof *added);
    if (added != NULL) {
        *added = hash;
    }
    return false;
}

size_t exclusion_take_out(struct exclusion *exclusion, const char *path, const void *data,
                          size_t size)
{
    uint64_t hash = fnv_add(fnv_add(FNV_START, data, size), "\xff", 1);
    bool again = was_seen(exclusion, hash);
    size_t removed = seed_folder_exclude(exclusion->directory, data, size) +
                     take_named(exclusion, path, data, size) + take_itself(exclusion, path);
    if (again && exclusion->searches < SEARCHES_MOST) {
        exclusion->searches++;
        list(exclusion, true);
    } else if (!exclusion->listed) {
        list(exclusion, false);
    }
    return removed + take_listed(exclusion, data, size, hash);
}

void exclusion_free(struct exclusion *exclusion)
{
    forget(exclusion);
    free(exclusion->seen);
    exclusion->seen = NULL;
    exclusion->seen_count = 0;
}
