/* options.h -- (the program) what a command line asks for */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_OPTIONS_H
#define FUSEAU_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/kinds.h"
#include "column.h"
#include "zoned.h"

enum { CLI_ACCEPTED = 0, CLI_REFUSED = 1, CLI_UNABLE = 2 };

/* Which options a command takes, as bits. */
enum takes {
    TAKES_JSON = 1,
    TAKES_STREAM = 2,         /* -z, --crlf */
    TAKES_TIMESTAMP = 4,      /* --allow-space, --leap */
    TAKES_KIND = 8,           /* --kind */
    TAKES_PREFER = 16,        /* --prefer */
    TAKES_DATABASE = 32,      /* --tzdir, --bundled, --any-case */
    TAKES_ZONE = 64,          /* --posix, --tzif */
    TAKES_AT = 128,           /* --at */
    TAKES_RANGE = 256,        /* --from, and --to with an instant */
    TAKES_TO = 512,           /* --to with a zone */
    TAKES_ZONE_OPTION = 1024, /* --zone */
    TAKES_ZONE_FIRST = 2048,  /* the first operand is a zone */
    TAKES_SUFFIX = 4096,      /* what only texts with a suffix need */
    TAKES_WRITING = 8192,     /* --format, --digits, --min-digits */
    TAKES_STDIN = 16384,      /* no text at all means standard input */
    TAKES_NUMBERS = 32768,    /* --seconds and the like, --truncate */
};

struct cli_options;

struct cli_command {
    const char *name;
    const char *synopsis; /* what may stand behind the name */
    const char *what;     /* a sentence */
    unsigned takes;
    int (*run)(const struct cli_options *options); /* returns the exit status */
};

/* What `fuseau convert` writes. */
enum cli_format {
    CLI_FORMAT_RFC9557, /* with a suffix, where the zone has a name */
    CLI_FORMAT_RFC3339, /* without */
};

struct cli_options {
    const struct cli_command *command;
    bool json;
    char delimiter; /* of records from standard input */
    bool crlf;      /* a CR before it belongs to it */
    struct fuseau_rfc3339_options timestamp;

    const struct cli_kind *kind;
    bool numbers; /* each instant as a bare number of this unit: */
    enum fuseau_column_unit unit;
    bool truncate; /* what the unit does not hold is cut off */
    bool no_zone_check;
    bool experimental;
    const char **known; /* critical keys; NULL: those of the library */
    size_t known_count;
    enum fuseau_inconsistent inconsistent;
    enum fuseau_prefer prefer;

    const char *tzdir; /* NULL: the system's */
    bool bundled;      /* the built-in copy */
    const char *zone;  /* a name, an offset or "local"; of this and the two below, one is given
                          where a zone is needed */
    const char *posix;
    const char *tzif;
    bool any_case;

    enum cli_format format;
    int digits; /* of a fraction, as fuseau_zoned_format takes them */

    bool at; /* --at was given, and the texts are instants */
    const char *from, *to;
    const char **texts; /* the operands (other than a zone) and the arguments of --at, in order */
    size_t text_count;
};

/* Says on standard error what is wrong, and how the command is used. Returns CLI_UNABLE. */
int cli_wrong_usage(const struct cli_command *command, const char *what, const char *which);

/*
 * Read the arguments of `command`, whose name is argv[0], run it and return its exit status; or
 * that of --help, --version or wrong usage.
 */
int cli_command_run(const struct cli_command *command, int argc, char **argv);

/*
 * The commands, which main.c lists, each in its own file. Each returns the exit status; the
 * caller checks whether stdout took everything.
 */
int cli_parse_run(const struct cli_options *options);
int cli_zone_run(const struct cli_options *options);
int cli_convert_run(const struct cli_options *options);
int cli_resolve_run(const struct cli_options *options);
int cli_zones_run(const struct cli_options *options);
int cli_tzif_run(const struct cli_options *options);

#endif
