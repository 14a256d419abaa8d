/* cli_file.h -- (the program) a small file, read whole or refused: never a hang */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_FILE_H
#define FUSEAU_CLI_FILE_H

#include <stddef.h>

#include "result.h"

/*
 * Read the regular file at `path` into exactly `*size` bytes, which the caller frees.
 *
 * Errors: FILE_KIND, FILE_SIZE (more than FUSEAU_TZDB_FILE_MAX_SIZE), FILE_CHANGED, FILE_READ
 * (errno says why), MEMORY.
 */
enum fuseau_error file_read(const char *path, char **bytes, size_t *size);

#endif
