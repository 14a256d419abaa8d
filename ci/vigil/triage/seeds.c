/* SPDX-License-Identifier: MIT */
#include "seeds.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
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

static bool unpack(struct archive *archive, const char *name, const char *into, struct fault *fault)
{
    char path[PATH_SIZE];
    struct archive_entry *entry;
    size_t total = 0, number = 0;
    int status;
    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           status == ARCHIVE_WARN) {
        if (archive_entry_filetype(entry) != AE_IFREG || total > TOTAL_LIMIT) {
            continue;
        }
        struct buffer content = {0};
        bool done = read_entry(archive, &content) && !content.failed;
        total += content.size;
        if (!done) {
            fault_set(fault, "%s: entry %zu: %s", name, number, archive_error_string(archive));
        } else if (content.size <= ENTRY_LIMIT) {
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

bool seeds_unpack(const char *path, const char *into, struct fault *fault)
{
    struct archive *archive = archive_read_new();
    bool done = archive != NULL && archive_read_support_format_zip(archive) == ARCHIVE_OK;
    if (!done) {
        fault_set(fault, "%s: cannot be unpacked: out of memory", path);
    } else if (archive_read_open_filename(archive, path, 65536) != ARCHIVE_OK) {
        done = fault_set(fault, "%s: not a zip archive: %s", path, archive_error_string(archive));
    } else {
        done = unpack(archive, path, into, fault);
    }
    (void)archive_read_free(archive);
    return done;
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
