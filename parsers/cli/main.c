/* main.c -- `fuseau`, the command line */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/input.h"
#include "cli/options.h"

enum {
    TAKES_TEXTS = TAKES_JSON | TAKES_STREAM | TAKES_TIMESTAMP | TAKES_PREFER,
    TAKES_INSTANTS = TAKES_TEXTS | TAKES_SUFFIX | TAKES_DATABASE,
    TAKES_A_ZONE = TAKES_ZONE | TAKES_DATABASE,
};

static const struct cli_command commands[] = {
    {"parse", "[--kind KIND] [OPTION…] [TEXT…]",
     "Read each TEXT, or each line of standard input, and say what it is.",
     TAKES_INSTANTS | TAKES_KIND | TAKES_STDIN | TAKES_NUMBERS, cli_parse_run},
    {"zone", "ZONE [--at TEXT… | --from TEXT --to TEXT] [OPTION…]",
     "Say what clocks in a zone show, at the instants TEXT or now, or when they change.",
     TAKES_INSTANTS | TAKES_A_ZONE | TAKES_AT | TAKES_RANGE | TAKES_ZONE_FIRST, cli_zone_run},
    {"convert", "--to ZONE [OPTION…] [TEXT…]",
     "Write each instant TEXT, or each line of standard input, as RFC 9557 text of a zone.",
     TAKES_INSTANTS | TAKES_A_ZONE | TAKES_TO | TAKES_WRITING | TAKES_STDIN, cli_convert_run},
    {"resolve", "--zone ZONE [OPTION…] LOCAL…",
     "Say at which instant clocks in a zone show each LOCAL, such as 2024-03-10T02:30:00.",
     TAKES_TEXTS | TAKES_A_ZONE | TAKES_ZONE_OPTION, cli_resolve_run},
    {"zones", "[--at TEXT] [OPTION…]",
     "List every zone, and its offset at the instant TEXT or now.",
     (TAKES_INSTANTS & ~(unsigned)TAKES_STREAM) | TAKES_AT, cli_zones_run},
    {"tzif", "[--json] FILE…",
     "Say of each zone file, or of each in a directory, whether it is valid, and if not, why.",
     TAKES_JSON, cli_tzif_run},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_usage(FILE *file)
{
    for (int i = 0; i < COMMANDS; i++) {
        fprintf(file, "%s fuseau %-7s  %s\n", i == 0 ? "usage:" : "      ", commands[i].name,
                commands[i].synopsis);
    }
    fputs("       fuseau [COMMAND] --help | --version\n", file);
}

static int wrong_command(const char *what, const char *which)
{
    fprintf(stderr, "fuseau: %s%s\n", what, which);
    print_usage(stderr);
    return CLI_UNABLE;
}

static void print_help(void)
{
    print_usage(stdout);
    puts("");
    for (int i = 0; i < COMMANDS; i++) {
        printf("  %-7s  %s\n", commands[i].name, commands[i].what);
    }
    puts("\nfuseau COMMAND --help tells the options of each; fuseau(1) tells the whole.");
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        return wrong_command("a command is missing", "");
    }
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return cli_command_run(&commands[i], argc - 1, argv + 1);
        }
    }
    if (strcmp(argv[1], "--help") == 0) {
        print_help();
        return CLI_ACCEPTED;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("fuseau " FUSEAU_VERSION);
        return CLI_ACCEPTED;
    }
    return wrong_command("there is no command ", argv[1]);
}

int main(int argc, char **argv)
{
    cli_input_catch_signals();
    int status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "fuseau: cannot write: %s\n", strerror(errno));
        return CLI_UNABLE;
    }
    return cli_input_interrupted() ? CLI_UNABLE : status;
}
