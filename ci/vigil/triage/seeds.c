/* SPDX-License-Identifier: MIT */
#include "seeds.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ENTRY_LIMIT ((size_t)1 << 20)
#define TOTAL_LIMIT ((size_t)256 << 20)

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

static bool unpack(struct archive *archive, const char *name, seeds_entry *take, void *context,
                   struct seeds_left *left, struct fault *fault)
{
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
            number++;
            done = take(context, content.data == NULL ? "" : content.data, content.size, fault);
        }
        buffer_free(&content);
        if (!done) {
            return false;
        }
    }
    return status == ARCHIVE_EOF ||
           fault_set(fault, "%s: not read to its end: %s", name, archive_error_string(archive));
}

bool seeds_unpack_each(const char *path, seeds_entry *take, void *context, struct seeds_left *left,
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
        done = unpack(archive, path, take, context, left, fault);
    }
    (void)archive_read_free(archive);
    return done;
}

void seeds_count_long(const char *path, uintmax_t size, size_t most, struct seeds_left *left)
{
    if (size > most) {
        const char *slash = strrchr(path, '/');
        leave_out(left, &left->too_large, slash == NULL ? path : slash + 1);
    }
}
