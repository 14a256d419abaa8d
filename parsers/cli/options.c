/* options.c -- (the program) what a command line asks for */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "cli/options.h"

#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool set_kind(struct cli_options *options, const char *argument)
{
    options->kind = cli_kind_find(argument);
    return options->kind != NULL;
}

static bool add_known(struct cli_options *options, const char *argument)
{
    options->known[options->known_count++] = argument;
    return true;
}

/* The last of --digits and --min-digits counts. */
static bool set_count(struct cli_options *options, int how, const char *argument)
{
    bool valid = argument[0] >= '0' && argument[0] <= '9' && argument[1] == '\0';
    options->digits = how + argument[0] - '0';
    return valid;
}

static bool set_digits(struct cli_options *options, const char *argument)
{
    return set_count(options, FUSEAU_FRACTION_TRUNCATE, argument);
}

static bool set_min_digits(struct cli_options *options, const char *argument)
{
    return set_count(options, FUSEAU_FRACTION_AT_LEAST, argument);
}

static bool set_unit(struct cli_options *options, enum fuseau_column_unit unit)
{
    options->numbers = true;
    options->unit = unit;
    return true;
}

/* The last of these counts. */
static bool set_seconds(struct cli_options *options, const char *argument)
{
    (void)argument;
    return set_unit(options, FUSEAU_COLUMN_SECONDS);
}

static bool set_milliseconds(struct cli_options *options, const char *argument)
{
    (void)argument;
    return set_unit(options, FUSEAU_COLUMN_MILLISECONDS);
}

static bool set_microseconds(struct cli_options *options, const char *argument)
{
    (void)argument;
    return set_unit(options, FUSEAU_COLUMN_MICROSECONDS);
}

static bool set_nanoseconds(struct cli_options *options, const char *argument)
{
    (void)argument;
    return set_unit(options, FUSEAU_COLUMN_NANOSECONDS);
}

static bool add_at(struct cli_options *options, const char *argument)
{
    options->at = true;
    options->texts[options->text_count++] = argument;
    return true;
}

/* The words of each enumeration, in its order: each begins at 0. */
static const char *const leap_words[] = {"possible", "known", "refuse", NULL};
static const char *const inconsistent_words[] = {"refuse", "keep-instant", "keep-local", NULL};
static const char *const format_words[] = {"rfc9557", "rfc3339", NULL};
static const char *const prefer_words[] = {"compatible", "earlier", "later", "refuse", NULL};

/* An enumeration that an `unsigned` may be written to (C17 s. 6.7.2.2). */
#define IS_UNSIGNED(type) _Generic((type)0, unsigned : 1, default : 0)
_Static_assert(IS_UNSIGNED(enum fuseau_leap_policy), "as SETS_WORD writes it");
_Static_assert(IS_UNSIGNED(enum fuseau_inconsistent), "as SETS_WORD writes it");
_Static_assert(IS_UNSIGNED(enum fuseau_prefer), "as SETS_WORD writes it");
_Static_assert(IS_UNSIGNED(enum cli_format), "as SETS_WORD writes it");

enum sets {
    SETS_FLAG, /* the bool at `place` in the options, to true */
    SETS_TEXT, /* the text at `place` */
    SETS_WORD, /* the enumeration at `place`, to the place of the argument among `words` */
    SETS_BY,   /* what `by` sets, which answers whether there is such an argument */
};

/* An option, and which commands take it. */
struct setting {
    unsigned takes;
    const char *name;
    const char *argument; /* NULL: it has none */
    const char *what;
    enum sets sets;
    size_t place;
    const char *const *words; /* ended by NULL */
    bool (*by)(struct cli_options *options, const char *argument);
};

#define FLAG(member)        SETS_FLAG, offsetof(struct cli_options, member), NULL, NULL
#define TEXT(member)        SETS_TEXT, offsetof(struct cli_options, member), NULL, NULL
#define WORD(member, words) SETS_WORD, offsetof(struct cli_options, member), words, NULL
#define BY(function)        SETS_BY, 0, NULL, function

/* clang-format off */
static const struct setting settings[] = {
    {TAKES_KIND, "kind", "KIND", "what to read, of those below", BY(set_kind)},
    {TAKES_NUMBERS, "seconds", NULL, "print nothing but the seconds since 1970", BY(set_seconds)},
    {TAKES_NUMBERS, "milliseconds", NULL, "the same in milliseconds", BY(set_milliseconds)},
    {TAKES_NUMBERS, "microseconds", NULL, "the same in microseconds", BY(set_microseconds)},
    {TAKES_NUMBERS, "nanoseconds", NULL, "the same in nanoseconds", BY(set_nanoseconds)},
    {TAKES_NUMBERS, "truncate", NULL, "cut off the part of a fraction that these do not hold", FLAG(truncate)},
    {TAKES_TO, "to", "ZONE", "the zone to write", TEXT(zone)},
    {TAKES_ZONE_OPTION, "zone", "ZONE", "the zone whose clocks are meant", TEXT(zone)},
    {TAKES_AT, "at", "TEXT", "the instant that is asked about", BY(add_at)},
    {TAKES_RANGE, "from", "TEXT", "list the transitions from this instant on", TEXT(from)},
    {TAKES_RANGE, "to", "TEXT", "and before this one", TEXT(to)},
    {TAKES_ZONE, "posix", "RULE", "instead: the zone of a POSIX TZ string", TEXT(posix)},
    {TAKES_ZONE, "tzif", "FILE", "instead: that of a zone file, \"-\" for standard input", TEXT(tzif)},
    {TAKES_DATABASE, "tzdir", "DIR", "find zones in this directory", TEXT(tzdir)},
    {TAKES_DATABASE, "bundled", NULL, "find zones in the built-in copy", FLAG(bundled)},
    {TAKES_DATABASE, "any-case", NULL, "find zones by names in whatever case", FLAG(any_case)},
    {TAKES_WRITING, "format", "FORMAT", "what to write: rfc9557, rfc3339 (no suffix)", WORD(format, format_words)},
    {TAKES_WRITING, "digits", "COUNT", "write 0 to 9 digits of a fraction, and cut off the rest", BY(set_digits)},
    {TAKES_WRITING, "min-digits", "COUNT", "write so many at least, more where they are needed", BY(set_min_digits)},
    {TAKES_PREFER, "prefer", "WHICH", "in a gap or fold: compatible, earlier, later, refuse", WORD(prefer, prefer_words)},
    {TAKES_SUFFIX, "inconsistent", "WHAT", "offset against zone: refuse, keep-instant, keep-local", WORD(inconsistent, inconsistent_words)},
    {TAKES_SUFFIX, "no-zone-check", NULL, "look up no zone of a suffix, read its grammar alone", FLAG(no_zone_check)},
    {TAKES_SUFFIX, "known", "KEY", "a critical key to obey, instead of u-ca; may be repeated", BY(add_known)},
    {TAKES_SUFFIX, "experimental", NULL, "take keys that begin with \"_\"", FLAG(experimental)},
    {TAKES_TIMESTAMP, "allow-space", NULL, "take a space for the \"T\" of a timestamp", FLAG(timestamp.allow_space)},
    {TAKES_TIMESTAMP, "leap", "POLICY", "which seconds 60 to take: possible, known, refuse", WORD(timestamp.leap, leap_words)},
    {TAKES_STREAM, "crlf", NULL, "lines from standard input may end with CR LF", FLAG(crlf)},
    {TAKES_JSON, "json", NULL, "one JSON object a record", FLAG(json)},
};
/* clang-format on */

enum { SETTINGS = sizeof settings / sizeof settings[0] };

/* What getopt_long answers: 1 for an operand, 'z', one of these two, or the place of a setting. */
enum option_code { OPTION_HELP = 256, OPTION_VERSION, OPTION_SETTING };

static void print_usage(FILE *file, const struct cli_command *command)
{
    fprintf(file, "usage: fuseau %s %s\n", command->name, command->synopsis);
}

int cli_wrong_usage(const struct cli_command *command, const char *what, const char *which)
{
    fprintf(stderr, "fuseau %s: %s%s\n", command->name, what, which);
    print_usage(stderr, command);
    return CLI_UNABLE;
}

static void print_option(const char *dashes, const char *name, const char *argument,
                         const char *what)
{
    enum { COLUMN = 22 };
    const char *space = argument ? " " : "";
    int width = printf("  %s%s%s%s", dashes, name, space, argument ? argument : "");
    printf("%*s%s\n", COLUMN - width, "", what);
}

static void print_help(const struct cli_command *command)
{
    print_usage(stdout, command);
    printf("\n%s\n\n", command->what);
    for (size_t i = 0; i < SETTINGS; i++) {
        if (command->takes & settings[i].takes) {
            print_option("--", settings[i].name, settings[i].argument, settings[i].what);
        }
    }
    if (command->takes & TAKES_STREAM) {
        print_option("-", "z", NULL, "records from standard input end with NUL, not newline");
    }
    print_option("--", "help", NULL, "this text");
    print_option("--", "version", NULL, "the version");
    if (command->takes & TAKES_KIND) {
        puts("\nKinds:");
        for (const struct cli_kind *kind = cli_kinds; kind->name != NULL; kind++) {
            print_option("", kind->name, NULL, kind->what);
        }
    }
    if (command->takes & TAKES_ZONE) {
        puts("\nA ZONE is a name such as Europe/Paris, an offset such as +05:30, or \"local\".");
    }
    puts("\nWhere a list of words is given the first is the default. Exit status: 0 all accepted,\n"
         "1 some refused, 2 wrong usage or input/output error. fuseau(1) tells the whole.");
}

/* The options of `command`, as getopt_long wants them. */
static void list_options(const struct cli_command *command, struct option list[SETTINGS + 3])
{
    for (int i = 0; i < SETTINGS; i++) {
        if (command->takes & settings[i].takes) {
            int has_argument = settings[i].argument ? required_argument : no_argument;
            *list++ = (struct option){settings[i].name, has_argument, NULL, OPTION_SETTING + i};
        }
    }
    *list++ = (struct option){"help", no_argument, NULL, OPTION_HELP};
    *list++ = (struct option){"version", no_argument, NULL, OPTION_VERSION};
    *list = (struct option){NULL, 0, NULL, 0};
}

/* False: there is no such word. */
static bool set_word(const struct setting *setting, const char *argument, unsigned *place)
{
    for (unsigned i = 0; setting->words[i] != NULL; i++) {
        if (strcmp(argument, setting->words[i]) == 0) {
            *place = i;
            return true;
        }
    }
    return false;
}

static int set(struct cli_options *options, const struct setting *setting, const char *argument)
{
    char *place = (char *)options + setting->place;
    bool valid = true;
    switch (setting->sets) {
    case SETS_FLAG:
        *(bool *)place = true;
        break;
    case SETS_TEXT:
        *(const char **)place = argument;
        break;
    case SETS_WORD:
        valid = set_word(setting, argument, (unsigned *)place);
        break;
    case SETS_BY:
        valid = setting->by(options, argument);
        break;
    }
    if (!valid) {
        fprintf(stderr, "fuseau %s: --%s: there is no %s %s\n", options->command->name,
                setting->name, setting->argument, argument);
        print_usage(stderr, options->command);
    }
    return valid ? CLI_ACCEPTED : CLI_UNABLE;
}

/* The first operand may be the zone; so it is the first only when all options are known. */
struct operands {
    size_t first; /* its place in the texts */
    size_t count;
};

static void add_operand(struct cli_options *options, struct operands *operands, const char *operand)
{
    if (operands->count++ == 0) {
        operands->first = options->text_count;
    }
    options->texts[options->text_count++] = operand;
}

static void take_zone(struct cli_options *options, const struct operands *operands)
{
    bool wanted = (options->command->takes & TAKES_ZONE_FIRST) && options->posix == NULL &&
                  options->tzif == NULL;
    if (wanted && operands->count > 0) {
        const char **first = options->texts + operands->first;
        options->zone = *first;
        options->text_count--;
        memmove(first, first + 1, (options->text_count - operands->first) * sizeof *first);
    }
}

/* Texts such as "-07:00" are no options. */
static bool is_negative(const char *argument)
{
    return argument[0] == '-' && isdigit((unsigned char)argument[1]);
}

static int set_option(struct cli_options *options, struct operands *operands, int code)
{
    switch (code) {
    case 1:
        add_operand(options, operands, optarg);
        return CLI_ACCEPTED;
    case 'z':
        options->delimiter = '\0';
        return CLI_ACCEPTED;
    case OPTION_HELP:
        print_help(options->command);
        exit(fflush(stdout) == 0 ? CLI_ACCEPTED : CLI_UNABLE);
    case OPTION_VERSION:
        puts("fuseau " FUSEAU_VERSION);
        exit(fflush(stdout) == 0 ? CLI_ACCEPTED : CLI_UNABLE);
    case '?':
        print_usage(stderr, options->command); /* getopt has said what is wrong */
        return CLI_UNABLE;
    default:
        return set(options, &settings[code - OPTION_SETTING], optarg);
    }
}

static int read_options(struct cli_options *options, int argc, char **argv)
{
    struct option list[SETTINGS + 3];
    list_options(options->command, list);
    const char *letters = options->command->takes & TAKES_STREAM ? "-z" : "-"; /* "-": in order */
    struct operands operands = {0};
    for (;;) {
        if (optind < argc && is_negative(argv[optind])) {
            add_operand(options, &operands, argv[optind++]);
            continue;
        }
        int code = getopt_long(argc, argv, letters, list, NULL);
        if (code == -1) {
            break;
        }
        int status = set_option(options, &operands, code);
        if (status != CLI_ACCEPTED) {
            return status;
        }
    }
    for (int i = optind; i < argc; i++) {
        add_operand(options, &operands, argv[i]);
    }
    take_zone(options, &operands);
    return CLI_ACCEPTED;
}

static bool reads_records_from_stdin(const struct cli_options *options)
{
    bool reads = options->text_count == 0 && (options->command->takes & TAKES_STDIN);
    for (size_t i = 0; i < options->text_count; i++) {
        reads = reads || strcmp(options->texts[i], "-") == 0;
    }
    return reads;
}

/* Options that exclude each other. */
static int check(const struct cli_options *options)
{
    const char *wrong = NULL;
    if (options->bundled && options->tzdir != NULL) {
        wrong = "--tzdir or --bundled: one database is enough";
    } else if (options->crlf && options->delimiter == '\0') {
        wrong = "-z or --crlf: records end in one way";
    } else if (options->tzif != NULL && strcmp(options->tzif, "-") == 0 &&
               reads_records_from_stdin(options)) {
        wrong = "--tzif -: standard input cannot hold the records as well";
    } else if (options->numbers && options->json) {
        wrong = "--json or a number: records are printed in one way";
    } else if (options->numbers && !(options->kind->parts & PART_INSTANT)) {
        wrong = "this KIND is no instant, and has no number";
    } else if (options->truncate && !options->numbers) {
        wrong = "--truncate stands with --seconds or the like";
    }
    return wrong == NULL ? CLI_ACCEPTED : cli_wrong_usage(options->command, wrong, "");
}

int cli_command_run(const struct cli_command *command, int argc, char **argv)
{
    struct cli_options options = {.command = command,
                                  .delimiter = '\n',
                                  .kind = cli_kinds,
                                  .digits = FUSEAU_FRACTION_SHORTEST};
    options.texts = calloc((size_t)argc, sizeof *options.texts);
    options.known = calloc((size_t)argc, sizeof *options.known);
    int status = CLI_UNABLE;
    if (options.texts != NULL && options.known != NULL) {
        status = read_options(&options, argc, argv);
        status = status == CLI_ACCEPTED ? check(&options) : status;
        status = status == CLI_ACCEPTED ? command->run(&options) : status;
    }
    free(options.known);
    free(options.texts);
    return status;
}
