/* SPDX-License-Identifier: MIT */
#include "seeds.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENTRY_LIMIT ((size_t)1 << 20)
#define TOTAL_LIMIT ((size_t)256 << 20)

bool seeds_link(const struct file_list *files, const char *into, struct fault *fault)
{
    char path[PATH_SIZE];
    for (size_t i = 0; i < files->count; i++) {
        char *absolute = realpath(files->paths[i], NULL);
        bool done = absolute != NULL && path_make(path, fault, "%s/%06zu", into, i) &&
                    symlink(absolute, path) == 0;
        free(absolute);
        if (!done) {
            return fault_errno(fault, "%s: cannot be linked to as a seed", files->paths[i]);
        }
    }
    return true;
}

/* Reads the entry's bytes, up to the limit; false when the archive is damaged there. */
static bool read_entry(struct archive *archive, struct buffer *content)
{
    char chunk[16384];
    for (;;) {
        la_ssize_t got = archive_read_data(archive, chunk, sizeof chunk);
        if (got <= 0) {
            return got == 0;
        }
        if (content->size <= ENTRY_LIMIT) {
            buffer_add(content, chunk, (size_t)got);
        }
    }
}

static void leave_out(struct seeds_left *left, size_t *count, const char *name)
{
    ++*count;
    if (left->example[0] == '\0' && name != NULL) {
        (void)snprintf(left->example, sizeof left->example, "%s", name);
    }
}

static bool unpack(struct archive *archive, const char *name, const char *into,
                   struct seeds_left *left, struct fault *fault)
{
    char path[PATH_SIZE];
    struct archive_entry *entry;
    size_t total = 0, number = 0;
    int status;
    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           status == ARCHIVE_WARN) {
        if (archive_entry_filetype(entry) != AE_IFREG) {
            continue;
        }
        if (total > TOTAL_LIMIT) {
            leave_out(left, &left->too_much, archive_entry_pathname(entry));
            continue;
        }
        struct buffer content = {0};
        bool done = read_entry(archive, &content) && !content.failed;
        total += content.size;
        if (!done) {
            fault_set(fault, "%s: entry %zu: %s", name, number, archive_error_string(archive));
        } else if (content.size > ENTRY_LIMIT) {
            leave_out(left, &left->too_large, archive_entry_pathname(entry));
        } else {
            done =
                path_make(path, fault, "%s/zip-%06zu", into, number++) &&
                files_scribble(path, content.data == NULL ? "" : content.data, content.size, fault);
        }
        buffer_free(&content);
        if (!done) {
            return false;
        }
    }
    return status == ARCHIVE_EOF ||
           fault_set(fault, "%s: not read to its end: %s", name, archive_error_string(archive));
}

bool seeds_unpack_counting(const char *path, const char *into, struct seeds_left *left,
                           struct fault *fault)
{
    memset(left, 0, sizeof *left);
    struct archive *archive = archive_read_new();
    bool done = archive != NULL && archive_read_support_format_zip(archive) == ARCHIVE_OK;
    if (!done) {
        fault_set(fault, "%s: cannot be unpacked: out of memory", path);
    } else if (archive_read_open_filename(archive, path, 65536) != ARCHIVE_OK) {
        done = fault_set(fault, "%s: not a zip archive: %s", path, archive_error_string(archive));
    } else {
        done = unpack(archive, path, into, left, fault);
    }
    (void)archive_read_free(archive);
    return done;
}

bool seeds_unpack(const char *path, const char *into, struct fault *fault)
{
    struct seeds_left ignored;
    return seeds_unpack_counting(path, into, &ignored, fault);
}

void seeds_count_long(const struct file_list *files, size_t most, struct seeds_left *left)
{
    size_t limit = most > 0 && most < ENTRY_LIMIT ? most : ENTRY_LIMIT;
    memset(left, 0, sizeof *left);
    for (size_t i = 0; i < files->count; i++) {
        struct stat status;
        if (stat(files->paths[i], &status) == 0 && (uintmax_t)status.st_size > limit) {
            const char *slash = strrchr(files->paths[i], '/');
            leave_out(left, &left->too_large, slash == NULL ? files->paths[i] : slash + 1);
        }
    }
}

size_t seeds_exclude(const char *directory, const void *data, size_t size)
{
    struct file_list files = {0};
    struct fault ignored;
    size_t removed = 0;
    if (files_list(directory, &files, &ignored)) {
        for (size_t i = 0; i < files.count; i++) {
            if (files_equal(files.paths[i], data, size) && unlink(files.paths[i]) == 0) {
                removed++;
            }
        }
    }
    files_list_free(&files);
    return removed;
}
