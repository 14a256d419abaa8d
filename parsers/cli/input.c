/* input.c -- (the program) what a command reads: its texts, standard input, a small file */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/hint.h"
#include "tzdb.h"

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

void cli_input_catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop}; /* no SA_RESTART: a read is interrupted */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool cli_input_interrupted(void)
{
    return stopped;
}

/* ---- records ---- */

struct cli_input {
    const struct cli_options *options;
    cli_lines *lines; /* or NULL */
    cli_action *action;
    void *context;
    unsigned long long count;
    bool refused;
};

void cli_input_count(struct cli_input *input, size_t records)
{
    input->count += records;
}

/* Hands the record over, and shows why it is refused. */
void cli_input_take(struct cli_input *input, struct cli_record record)
{
    struct cli_outcome outcome = {.record = record, .number = ++input->count};
    input->action(&outcome, input->context);
    if (outcome.error != NULL) {
        input->refused = true;
        if (!input->options->crlf) {
            cli_hint_line(&outcome);
        }
        cli_outcome_refuse(&outcome, input->options->json);
    }
    json_decref(outcome.details);
}

/* Standard input, in bounded memory. */
struct stream {
    char bytes[2 * CLI_RECORD_MAX_SIZE];
    size_t begin;  /* of the record that is being put together */
    size_t end;    /* of what has been read */
    bool skipping; /* inside a record that was cut */
    struct cli_input *input;
};

/* Hands on the `size` bytes of a record, behind which the next begins after `ending` more. */
static void emit(struct stream *stream, size_t size, size_t ending, bool cut)
{
    if (!stream->skipping) {
        cli_input_take(stream->input, (struct cli_record){.text = stream->bytes + stream->begin,
                                                          .size = size,
                                                          .cut = cut,
                                                          .from_stream = true});
    }
    stream->begin += size + ending;
    stream->skipping = cut;
}

/*
 * Hands on lines by the many, where that is wanted: up to the last line end of so few bytes that no
 * line is too long.
 */
static void drain_lines(struct stream *stream)
{
    struct cli_input *input = stream->input;
    if (input->lines == NULL || input->options->delimiter != '\n') {
        return;
    }
    while (!stream->skipping) {
        const char *begin = stream->bytes + stream->begin;
        size_t have = stream->end - stream->begin;
        size_t size = have < CLI_RECORD_MAX_SIZE ? have : CLI_RECORD_MAX_SIZE;
        while (size > 0 && begin[size - 1] != '\n') {
            size--;
        }
        if (size == 0) {
            return;
        }
        input->lines(input, begin, size, input->context);
        stream->begin += size;
    }
}

/* Hands on the records that are complete, cuts one that is too long, and makes room. */
static void drain(struct stream *stream)
{
    for (;;) {
        drain_lines(stream);
        const struct cli_options *options = stream->input->options;
        char *begin = stream->bytes + stream->begin;
        size_t have = stream->end - stream->begin;
        char *end = memchr(begin, options->delimiter, have);
        size_t size = end != NULL ? (size_t)(end - begin) : have;
        bool return_before = options->crlf && size > 0 && begin[size - 1] == '\r';
        size -= return_before;
        if (size > CLI_RECORD_MAX_SIZE) {
            emit(stream, CLI_RECORD_MAX_SIZE, 0, true);
        } else if (end != NULL) {
            emit(stream, size, return_before + 1U, false);
        } else {
            break;
        }
    }
    stream->end -= stream->begin;
    memmove(stream->bytes, stream->bytes + stream->begin, stream->end);
    stream->begin = 0;
}

/*
 * Takes each record to the end of standard input, or until a signal; records end at the delimiter,
 * the last one perhaps at the end. stdout is flushed before each wait; when that fails nothing more
 * is read, and ferror(stdout) says so.
 */
static int take_stream(struct cli_input *input)
{
    static struct stream stream; /* too large for some stacks; one caller at a time */
    stream = (struct stream){.input = input};
    while (!stopped && fflush(stdout) == 0) {
        ssize_t got =
            read(STDIN_FILENO, stream.bytes + stream.end, sizeof stream.bytes - stream.end);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fprintf(stderr, "fuseau: cannot read standard input: %s\n", strerror(errno));
            return CLI_UNABLE;
        }
        if (got == 0) {
            if (stream.end > 0) {
                bool cut = stream.end > CLI_RECORD_MAX_SIZE; /* by a CR, behind which no LF came */
                emit(&stream, cut ? CLI_RECORD_MAX_SIZE : stream.end, 0, cut);
            }
            break;
        }
        stream.end += (size_t)got;
        drain(&stream);
    }
    return CLI_ACCEPTED;
}

int cli_input_each_line(const struct cli_options *options, cli_lines *lines, cli_action *action,
                        void *context)
{
    static const char *const standard_input[] = {"-"};
    bool by_default = options->text_count == 0 && (options->command->takes & TAKES_STDIN);
    const char *const *texts = by_default ? standard_input : options->texts;
    size_t count = by_default ? 1 : options->text_count;
    struct cli_input input = {
        .options = options, .lines = lines, .action = action, .context = context};
    int status = CLI_ACCEPTED;
    for (size_t i = 0; i < count && status == CLI_ACCEPTED && !stopped; i++) {
        if (strcmp(texts[i], "-") == 0) {
            status = take_stream(&input);
        } else {
            cli_input_take(&input, (struct cli_record){.text = texts[i], .size = strlen(texts[i])});
        }
    }
    return status == CLI_ACCEPTED && input.refused ? CLI_REFUSED : status;
}

int cli_input_each(const struct cli_options *options, cli_action *action, void *context)
{
    return cli_input_each_line(options, NULL, action, context);
}

/* ---- files ---- */

/* Reads until `size` bytes are there or the file ends; returns how many, or -1. */
static ssize_t read_up_to(int fd, char *bytes, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(fd, bytes + have, size - have);
        if (got < 0 && (errno != EINTR || stopped)) {
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

/* All of standard input, whatever it is: room for one byte too many tells that it is too large. */
static enum fuseau_error read_stdin(char **bytes, size_t *size)
{
    enum { ROOM = FUSEAU_TZDB_FILE_MAX_SIZE + 1 };
    *bytes = malloc(ROOM);
    if (*bytes == NULL) {
        return FUSEAU_ERR_MEMORY;
    }
    ssize_t got = read_up_to(STDIN_FILENO, *bytes, ROOM);
    if (got < 0) {
        return FUSEAU_ERR_FILE_READ;
    }
    *size = (size_t)got;
    return got < ROOM ? FUSEAU_OK : FUSEAU_ERR_FILE_SIZE;
}

/* Opens the file at `path`, and reads it. */
static enum fuseau_error read_path(const char *path, char **bytes, size_t *size)
{
    /* Not to wait for the other end of a FIFO. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENXIO ? FUSEAU_ERR_FILE_KIND : FUSEAU_ERR_FILE_READ; /* a socket */
    }
    enum fuseau_error error = read_open(fd, bytes, size);
    int reason = errno;
    close(fd);
    errno = reason;
    return error;
}

enum fuseau_error cli_input_file(const char *path, char **bytes, size_t *size)
{
    *bytes = NULL;
    enum fuseau_error error =
        strcmp(path, "-") == 0 ? read_stdin(bytes, size) : read_path(path, bytes, size);
    int reason = errno;
    if (error != FUSEAU_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    errno = reason;
    return error;
}
