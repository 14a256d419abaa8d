/* cli.c -- `fuseau`, the command line */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli_commands.h"
#include "cli_input.h"

enum {
    TAKES_INSTANTS = TAKES_JSON | TAKES_STREAM | TAKES_TIMESTAMP,
    TAKES_A_ZONE = TAKES_ZONE | TAKES_DATABASE,
};

static const struct command commands[] = {
    {"parse", "[--kind KIND] [OPTION…] [TEXT…]",
     "Read each TEXT, or each line of standard input, and say what it is.",
     TAKES_INSTANTS | TAKES_KIND | TAKES_PREFER | TAKES_DATABASE, parse_run},
    {"zone", "NAME [--at TEXT… | --from TEXT --to TEXT] [OPTION…]",
     "Say what clocks in a zone show, at the instants TEXT or now, or when they change.",
     TAKES_INSTANTS | TAKES_A_ZONE | TAKES_AT | TAKES_RANGE | TAKES_ZONE_FIRST, zone_run},
    {"convert", "--to ZONE [OPTION…] [TEXT…]",
     "Write each instant TEXT, or each line of standard input, as RFC 9557 text of a zone.",
     TAKES_INSTANTS | TAKES_A_ZONE | TAKES_TO, convert_run},
    {"resolve", "--zone ZONE [OPTION…] LOCAL…",
     "Say at which instant clocks in a zone show each LOCAL, such as 2024-03-10T02:30:00.",
     TAKES_INSTANTS | TAKES_A_ZONE | TAKES_ZONE_OPTION | TAKES_PREFER, resolve_run},
    {"zones", "[--at TEXT] [OPTION…]",
     "List every zone, and its offset at the instant TEXT or now.",
     TAKES_JSON | TAKES_TIMESTAMP | TAKES_DATABASE | TAKES_AT, zones_run},
    {"tzif", "[--json] FILE…",
     "Say of each zone file, or of each in a directory, whether it is valid, and if not, why.",
     TAKES_JSON, tzif_run},
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
    return EXIT_UNABLE;
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
            return command_run(&commands[i], argc - 1, argv + 1);
        }
    }
    if (strcmp(argv[1], "--help") == 0) {
        print_help();
        return EXIT_ACCEPTED;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("fuseau " FUSEAU_VERSION);
        return EXIT_ACCEPTED;
    }
    return wrong_command("there is no command ", argv[1]);
}

int main(int argc, char **argv)
{
    input_catch_signals();
    int status = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "fuseau: cannot write: %s\n", strerror(errno));
        return EXIT_UNABLE;
    }
    return interrupted() ? EXIT_UNABLE : status;
}
