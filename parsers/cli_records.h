/* cli_records.h -- (the program) records from a stream, in bounded memory */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_RECORDS_H
#define FUSEAU_CLI_RECORDS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum { RECORD_MAX_SIZE = 65536 };

struct record {
    const char *text;
    size_t size; /* at most RECORD_MAX_SIZE */
    bool cut;    /* the record went on; the rest of it is not shown to anyone */
};

/* Called for each record, in order. */
typedef void record_action(struct record record, void *context);

/*
 * Read `fd` to its end, or until `*stop` is set by a signal, and call `action` for each record;
 * records end at `delimiter`, the last one perhaps at the end. stdout is flushed before each wait;
 * when that fails nothing more is read, and ferror(stdout) says so. Returns 0, or the errno of the
 * read that failed.
 */
int records_each(int fd, char delimiter, record_action *action, void *context,
                 const volatile sig_atomic_t *stop);

#endif
