/* cli.c -- `fuseau`, the command line */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli_show.h"

enum { EXIT_ACCEPTED = 0, EXIT_REFUSED = 1, EXIT_UNABLE = 2 };

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

struct parse_command {
    const struct kind *kind;
    struct fuseau_rfc3339_options options;
    bool json;
    char delimiter;
    unsigned long long count;
    bool refused;
};

static const char *const usage = "usage: fuseau parse [OPTION…] [TEXT…]\n"
                                 "       fuseau --help | --version\n";

static void print_help(void)
{
    fputs(usage, stdout);
    puts("\nRead each TEXT, or each line of standard input, and say what it is.\n\n"
         "  --kind KIND     what to read:");
    for (const struct kind *kind = kinds; kind->name != NULL; kind++) {
        printf("    %-10s    %s\n", kind->name, kind->what);
    }
    puts("  --json          one JSON object a record\n"
         "  --allow-space   take a space for the \"T\" of a timestamp\n"
         "  --leap POLICY   which seconds 60 to take: possible (default), known, refuse\n"
         "  -z              records from standard input end with NUL, not with a newline\n"
         "  --help          this text\n"
         "  --version       the version\n\n"
         "Exit status: 0 all accepted, 1 some refused, 2 wrong usage or input/output error.\n"
         "fuseau(1) tells the whole.");
}

static int wrong_usage(const char *what, const char *which)
{
    fprintf(stderr, "fuseau: %s%s\n%s", what, which, usage);
    return EXIT_UNABLE;
}

/* A record that was cut is refused where it was cut, unless the grammar has a better reason. */
static void judge(struct judged *judged, const struct fuseau_rfc3339_options *options)
{
    struct record record = judged->record;
    struct fuseau_result result =
        judged->kind->read(record.text, record.size, options, &judged->value);
    judged->at = result.at;
    if (record.cut && (result.error == FUSEAU_OK || result.error == FUSEAU_ERR_END ||
                       result.error == FUSEAU_ERR_LEAP_SECOND)) {
        judged->error = "RECORD_TOO_LONG";
        judged->message = "a record of more than 65536 bytes is not read further";
        judged->at = record.size;
    } else if (result.error != FUSEAU_OK) {
        judged->error = fuseau_error_name(result.error);
        judged->message = fuseau_error_message(result.error);
    }
}

static void parse_record(struct record record, void *context)
{
    struct parse_command *command = context;
    struct judged judged = {.record = record, .kind = command->kind, .number = ++command->count};
    judge(&judged, &command->options);
    command->refused |= judged.error != NULL;
    if (!command->json) {
        show_plain(&judged);
    } else if (!show_json(&judged)) {
        fputs("fuseau: out of memory\n", stderr);
        exit(EXIT_UNABLE);
    }
}

static int set_leap(struct parse_command *command, const char *policy)
{
    static const char *const names[] = {"possible", "known", "refuse"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(policy, names[i]) == 0) {
            command->options.leap = (enum fuseau_leap_policy)i;
            return EXIT_ACCEPTED;
        }
    }
    return wrong_usage("--leap takes possible, known or refuse, not ", policy);
}

static int set_kind(struct parse_command *command, const char *name)
{
    command->kind = kind_find(name);
    return command->kind ? EXIT_ACCEPTED : wrong_usage("there is no kind ", name);
}

enum option_code {
    OPTION_JSON = 256,
    OPTION_KIND,
    OPTION_SPACE,
    OPTION_LEAP,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option long_options[] = {
    {"json", no_argument, NULL, OPTION_JSON},
    {"kind", required_argument, NULL, OPTION_KIND},
    {"allow-space", no_argument, NULL, OPTION_SPACE},
    {"leap", required_argument, NULL, OPTION_LEAP},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static int set_option(struct parse_command *command, int option)
{
    switch (option) {
    case OPTION_JSON:
        command->json = true;
        return EXIT_ACCEPTED;
    case OPTION_KIND:
        return set_kind(command, optarg);
    case OPTION_SPACE:
        command->options.allow_space = true;
        return EXIT_ACCEPTED;
    case OPTION_LEAP:
        return set_leap(command, optarg);
    case 'z':
        command->delimiter = '\0';
        return EXIT_ACCEPTED;
    case OPTION_HELP:
        print_help();
        exit(fflush(stdout) == 0 ? EXIT_ACCEPTED : EXIT_UNABLE);
    case OPTION_VERSION:
        puts("fuseau " FUSEAU_VERSION);
        exit(fflush(stdout) == 0 ? EXIT_ACCEPTED : EXIT_UNABLE);
    default:
        fputs(usage, stderr); /* getopt has said what is wrong */
        return EXIT_UNABLE;
    }
}

/* Texts such as "-07:00" are no options: options are looked for before the first of them. */
static int first_negative(int argc, char **argv)
{
    int i = 1;
    while (i < argc && strcmp(argv[i], "--") != 0 &&
           !(argv[i][0] == '-' && isdigit((unsigned char)argv[i][1]))) {
        i++;
    }
    return i < argc && strcmp(argv[i], "--") == 0 ? argc : i;
}

/* Standard input, until its end or Ctrl-C. */
static int parse_stream(struct parse_command *command)
{
    struct sigaction action = {.sa_handler = stop}; /* no SA_RESTART: a read is interrupted */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    int error = records_each(STDIN_FILENO, command->delimiter, parse_record, command, &stopped);
    if (error != 0) {
        fprintf(stderr, "fuseau: cannot read standard input: %s\n", strerror(error));
        return EXIT_UNABLE;
    }
    return stopped ? EXIT_UNABLE : EXIT_ACCEPTED;
}

static int parse_command(int argc, char **argv)
{
    struct parse_command command = {.kind = kinds, .delimiter = '\n'};
    int options_end = first_negative(argc, argv);
    int option;
    while ((option = getopt_long(options_end, argv, "z", long_options, NULL)) != -1) {
        int status = set_option(&command, option);
        if (status != EXIT_ACCEPTED) {
            return status;
        }
    }
    int status = optind == argc ? parse_stream(&command) : EXIT_ACCEPTED;
    for (int i = optind; i < argc; i++) {
        parse_record((struct record){argv[i], strlen(argv[i]), false}, &command);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "fuseau: cannot write: %s\n", strerror(errno));
        return EXIT_UNABLE;
    }
    return status != EXIT_ACCEPTED ? status : command.refused ? EXIT_REFUSED : EXIT_ACCEPTED;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return wrong_usage("a command is missing", "");
    }
    if (strcmp(argv[1], "--help") == 0) {
        return set_option(NULL, OPTION_HELP);
    }
    if (strcmp(argv[1], "--version") == 0) {
        return set_option(NULL, OPTION_VERSION);
    }
    if (strcmp(argv[1], "parse") == 0) {
        return parse_command(argc - 1, argv + 1);
    }
    return wrong_usage("there is no command ", argv[1]);
}
