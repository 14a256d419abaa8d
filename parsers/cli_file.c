/* cli_file.c -- (the program) a small file, read whole or refused: never a hang */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "cli_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tzdb.h"

/* Reads until `size` bytes are there or the file ends; returns how many, or -1. */
static ssize_t read_up_to(int fd, char *bytes, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(fd, bytes + have, size - have);
        if (got < 0 && errno != EINTR) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        have += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)have;
}

/* The `size` bytes that the file has, if it has no more and no fewer. */
static enum fuseau_error read_exactly(int fd, char *bytes, size_t size)
{
    char more;
    ssize_t got = read_up_to(fd, bytes, size);
    ssize_t beyond = read_up_to(fd, &more, 1);
    if (got < 0 || beyond < 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    return (size_t)got == size && beyond == 0 ? FUSEAU_OK : FUSEAU_ERR_FILE_CHANGED;
}

static enum fuseau_error read_open(int fd, char **bytes, size_t *size)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    if (!S_ISREG(status.st_mode)) {
        return FUSEAU_ERR_FILE_KIND;
    }
    if (status.st_size > FUSEAU_TZDB_FILE_MAX_SIZE) {
        return FUSEAU_ERR_FILE_SIZE;
    }
    *size = (size_t)status.st_size;
    *bytes = malloc(*size > 0 ? *size : 1);
    return *bytes != NULL ? read_exactly(fd, *bytes, *size) : FUSEAU_ERR_MEMORY;
}

enum fuseau_error file_read(const char *path, char **bytes, size_t *size)
{
    *bytes = NULL;
    /* Not to wait for the other end of a FIFO. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENXIO ? FUSEAU_ERR_FILE_KIND : FUSEAU_ERR_FILE_READ; /* a socket */
    }
    enum fuseau_error error = read_open(fd, bytes, size);
    int reason = errno;
    close(fd);
    if (error != FUSEAU_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    errno = reason;
    return error;
}
