/* cli_records.c -- (the program) records from a stream, in bounded memory */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "cli_records.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct stream {
    char bytes[2 * RECORD_MAX_SIZE];
    size_t begin;  /* of the record that is being put together */
    size_t end;    /* of what has been read */
    bool skipping; /* inside a record that was cut */
    char delimiter;
    record_action *action;
    void *context;
};

static void emit(struct stream *stream, size_t size, bool cut)
{
    if (!stream->skipping) {
        stream->action((struct record){stream->bytes + stream->begin, size, cut}, stream->context);
    }
    stream->begin += size;
    stream->skipping = cut;
}

/* Hands on the records that are complete, cuts one that is too long, and makes room. */
static void drain(struct stream *stream)
{
    for (;;) {
        char *begin = stream->bytes + stream->begin;
        size_t size = stream->end - stream->begin;
        char *end = memchr(begin, stream->delimiter, size);
        if (end != NULL && (size_t)(end - begin) <= RECORD_MAX_SIZE) {
            emit(stream, (size_t)(end - begin), false);
            stream->begin++;
        } else if (size > RECORD_MAX_SIZE) {
            emit(stream, RECORD_MAX_SIZE, true);
        } else {
            break;
        }
    }
    stream->end -= stream->begin;
    memmove(stream->bytes, stream->bytes + stream->begin, stream->end);
    stream->begin = 0;
}

int records_each(int fd, char delimiter, record_action *action, void *context,
                 const volatile sig_atomic_t *stop)
{
    static struct stream stream; /* too large for some stacks; one caller at a time */
    stream = (struct stream){.delimiter = delimiter, .action = action, .context = context};
    while (!*stop && fflush(stdout) == 0) {
        ssize_t got = read(fd, stream.bytes + stream.end, sizeof stream.bytes - stream.end);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return errno;
        }
        if (got == 0) {
            if (stream.end > 0) {
                emit(&stream, stream.end, false);
            }
            return 0;
        }
        stream.end += (size_t)got;
        drain(&stream);
    }
    return 0;
}
