/* files.h -- whole files and directories: read, written at once, listed */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_FILES_H
#define VIGIL_BASE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "fault.h"

#define PATH_SIZE 4096

/* A path made as printf does; refused when it does not fit. */
bool path_make(char path[PATH_SIZE], struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether `asked` leads to a regular file somewhere below the directory `root`, which is absolute
 * and has no links in it; `real` is then the file's path, without links either. */
bool files_is_below(const char *root, const char *asked, char real[PATH_SIZE]);

/* Makes the directory and those above it. One that is there already is fine. */
bool files_make_directory(const char *path, struct fault *fault);

/* Adds the file's bytes to `into`. A file of more than `limit` bytes is refused. */
bool files_read(const char *path, size_t limit, struct buffer *into, struct fault *fault);

/* Writes the file whole or not at all, even in a power cut: a temporary, fsync, then rename. */
bool files_write(const char *path, const void *data, size_t size, struct fault *fault);

/* Writes the file in place, without a temporary and without fsync: for files that may be lost or
 * cut in a power cut. */
bool files_scribble(const char *path, const void *data, size_t size, struct fault *fault);

/* As files_write, but leaves a file that exists as it is: then false, with *exists set. */
bool files_create(const char *path, const void *data, size_t size, bool *exists,
                  struct fault *fault);

/* Removes the directory and what is in it, without following links, whatever a hostile program did
 * in it (scratch.h). Absent is fine. */
bool files_remove_tree(const char *path, struct fault *fault);

/* Whether the file holds exactly these bytes. */
bool files_equal(const char *path, const void *data, size_t size);

/* Paths, in byte order of their names. Starts as {0}. */
struct file_list {
    char **paths;
    size_t count;
};

/* Adds every regular file in the directory and those below it, "DIR/a", "DIR/b/c". An absent
 * directory adds nothing; one that cannot be read is a fault. Links to directories are not
 * followed.
 */
bool files_list(const char *directory, struct file_list *list, struct fault *fault);
/* How many entries there are that are no directories, without a look at what they are. */
bool files_count(const char *directory, size_t *count, struct fault *fault);
/* Adds a copy of the path. */
bool files_list_add(struct file_list *list, const char *path, struct fault *fault);
void files_list_free(struct file_list *list);

/* Removes the temporaries that ended processes left in the directory, not in those below it. Those
 * of this process go too, so it must not be writing there. An absent directory is an empty one. */
bool temporary_sweep(const char *directory, struct fault *fault);

#endif
