/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duty.h"
#include "duty_show.h"
#include "safetext.h"

#define DAYS_MOST 3660

static const char usage[] =
    "usage: vigil duty [--rota FILE] [--at TEXT] [--days N] [--json]\n"
    "       vigil duty --check [--rota FILE] [--at TEXT]\n"
    "\n"
    "Says who is on duty, a row a date of UTC and seat, and when the window is on their clock. "
    "Never\n"
    "somebody on leave or for whom it falls outside their hours; and over a year nobody's count\n"
    "differs from their share by more than one.\n"
    "\n"
    "  --rota FILE  reviewers and window (default ci/rota.ini)\n"
    "  --at TEXT    from this date or RFC 3339 timestamp on (default: now)\n"
    "  --days N     so many dates, 1 to 3660 (default 7)\n"
    "  --json       one array: date, reviewer, handle, local_start and local_end of each,\n"
    "               and the same of all its seats\n"
    "  --check      looks a year ahead for dates that nobody may have, and for reviewers who "
    "never\n"
    "               may\n"
    "\n"
    "Exit status: 0; 2 there is a fault in the file or an option, or nobody for a date.\n";

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil duty --help'.\n", stderr);
    return 2;
}

static bool read_days(const char *text, unsigned *days)
{
    char *rest;
    errno = 0;
    unsigned long count = strtoul(text, &rest, 10);
    if (text[0] < '0' || text[0] > '9' || errno != 0 || *rest != '\0' || count == 0 ||
        count > DAYS_MOST) {
        return false;
    }
    *days = (unsigned)count;
    return true;
}

static int run(const struct duty_options *options, bool counted)
{
    if (options->check && (options->json || counted)) {
        return complain("--check takes no %s", options->json ? "--json" : "--days");
    }
    return duty(options);
}

int duty_command(int count, char **arguments)
{
    static const struct option known[] = {{"rota", required_argument, NULL, 'r'},
                                          {"at", required_argument, NULL, 'a'},
                                          {"days", required_argument, NULL, 'd'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"check", no_argument, NULL, 'c'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    struct duty_options options = {.rota = "ci/rota.ini", .days = 7};
    bool counted = false;
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'r':
            options.rota = optarg;
            break;
        case 'a':
            options.at = optarg;
            break;
        case 'd':
            counted = true;
            if (!read_days(optarg, &options.days)) {
                return complain("--days must be a number from 1 to 3660, not \"%s\"", optarg);
            }
            break;
        case 'j':
            options.json = true;
            break;
        case 'c':
            options.check = true;
            break;
        case 'h':
            return fputs(usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return complain("%s", "see above");
        }
    }
    return optind < count ? complain("duty takes no \"%s\"", arguments[optind])
                          : run(&options, counted);
}
