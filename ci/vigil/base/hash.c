/* SPDX-License-Identifier: MIT */
#include "hash.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool fnv_add_file(uint64_t *hash, const char *path)
{
    char chunk[16384];
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    ssize_t got;
    while ((got = read(descriptor, chunk, sizeof chunk)) > 0 || (got < 0 && errno == EINTR)) {
        *hash = fnv_add(*hash, chunk, got > 0 ? (size_t)got : 0);
    }
    int error = errno;
    (void)close(descriptor);
    errno = error;
    *hash = fnv_add(*hash, "\xff", 1);
    return got == 0;
}
