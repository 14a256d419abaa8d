/* command.h -- commands and their options as tables: a command line read, its usage written */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_COMMAND_H
#define VIGIL_BASE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "result.h"

/* What an option's argument is, and of which type the field is that holds it. */
enum command_kind {
    COMMAND_FLAG,      /* no argument; bool */
    COMMAND_TEXT,      /* const char *, as all texts: the argument itself, which is not copied */
    COMMAND_FILE,      /* const char * */
    COMMAND_DIRECTORY, /* const char * */
    COMMAND_DATE,      /* const char *: "2026-11-25" */
    COMMAND_NUMBER,    /* unsigned: from `least` to `most` */
    COMMAND_SECONDS,   /* double: "60s", "30m" or "4h" */
    COMMAND_OTHER,     /* what `read` makes of it */
};

struct command_option {
    const char *name;     /* "jobs": the user writes --jobs; NULL ends a table */
    const char *argument; /* "N": what the usage calls the argument; NULL for a flag */
    enum command_kind kind;
    size_t at;        /* where the field lies in the command's values */
    const char *help; /* a phrase of any length */
    unsigned least, most;
    bool required;
    bool (*read)(const char *text, void *values); /* false: the text is refused, */
    const char *must;                             /* "read like 12.5": as it must */
};

/*
 *     static const struct command_option options[] = {
 *         {"jobs", "N", COMMAND_NUMBER, offsetof(struct given, jobs), .least = 1, .most = 256,
 *          .help = "targets at a time (default 1)"},
 *         {.name = NULL}};
 *
 * The values are a struct of the command's own. Each run starts with a copy of `defaults`.
 */
struct command {
    const char *name;
    const char *summary; /* for the list of all commands */
    const char *about;   /* a paragraph */
    const struct command_option *options;
    const char *operands; /* "LOG...": at least one must be given; NULL: it takes none */
    const char *operand;  /* "a log, or - for standard input": one of them, for the complaint */
    const char *exits;    /* what its exit status says */
    const void *defaults;
    size_t size; /* of the values */
    int (*run)(void *values, int count, char *const *operands);
};

/*
 * Runs the command; arguments[0] is its name. Returns the exit status: what `run` returns; 0 after
 * --help and --version; 2 with a complaint about the command line, such as
 *
 *     vigil: --jobs must be a number from 1 to 256, not "x"
 *     Try 'vigil nightly --help'.
 *
 * Every text of a usage is wrapped so that no line has more than 100 columns.
 */
int command_run(const struct command *command, int count, char **arguments);

/* The whole program: arguments[1] is the name of one of the commands, NULL after the last. */
int command_main(const struct command *const *commands, int count, char **arguments);

/* Complaints, on standard error, with nothing in them that a terminal acts on. Each returns 2. */
/* "vigil: TEXT" and a line end. */
int command_complain(const char *text);
/* The same, with a second line that says where the command's usage is; NULL: vigil's own. */
int command_refuse(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* That libfuseau refused an option's argument, with a caret under the byte at fault. */
int command_refuse_at(const char *option, const char *text, struct fuseau_result result);

/* On standard output. Returns 0, or 2 with a complaint where it cannot be written. */
int command_print(const struct buffer *text);

#endif
