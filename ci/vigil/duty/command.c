/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/inert.h"
#include "duty.h"
#include "fulldate.h"
#include "rfc3339.h"
#include "show.h"

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

/* Nothing of it acts in a terminal, whatever stands in the file or on the command line. */
static int duty_run_complain(const char *text, size_t size)
{
    struct buffer said = {0};
    inert_lines(&said, text, size);
    bool ends = size > 0 && text[size - 1] == '\n';
    (void)fprintf(stderr, "vigil: %s%s", said.failed ? "out of memory" : said.data,
                  ends ? "" : "\n");
    buffer_free(&said);
    return 2;
}

static int print(struct buffer *into)
{
    bool printed = !into->failed && fwrite(into->data, 1, into->size, stdout) == into->size &&
                   fflush(stdout) == 0;
    return printed ? 0 : duty_run_complain("cannot write", strlen("cannot write"));
}

static int32_t date_of(int64_t instant)
{
    int64_t day = instant / FUSEAU_SECONDS_PER_DAY;
    return (int32_t)(instant % FUSEAU_SECONDS_PER_DAY < 0 ? day - 1 : day);
}

/* What is no longer than a date is to be one. */
static struct fuseau_result read_date(const char *text, size_t size, int32_t *day)
{
    struct fuseau_rfc3339 timestamp;
    struct fuseau_date date;
    struct fuseau_result result = size > FUSEAU_FULLDATE_SIZE
                                      ? fuseau_rfc3339_parse(text, size, NULL, &timestamp)
                                      : fuseau_fulldate_parse(text, size, &date);
    if (result.error == FUSEAU_OK) {
        *day = size > FUSEAU_FULLDATE_SIZE ? date_of(timestamp.instant.seconds)
                                           : fuseau_civil_to_day_number(date);
    }
    return result;
}

/* The date that a person's text says, of UTC; NULL: now. Otherwise false, and the text is quoted in
 * `into` with a caret under the byte that is wrong. */
static bool read_at(const char *text, int32_t *day, struct buffer *into)
{
    if (text == NULL) {
        *day = date_of(time(NULL));
        return true;
    }
    struct fuseau_result result = read_date(text, strlen(text), day);
    if (result.error != FUSEAU_OK) {
        /* Up to this byte it was read, so each byte so far is a column. */
        buffer_format(into, "--at, byte %zu: %s\n  ", result.at,
                      fuseau_error_message(result.error));
        inert_line(into, text, strlen(text));
        buffer_format(into, "\n  %*s^\n", (int)result.at, "");
    }
    return result.error == FUSEAU_OK;
}

static int check(const struct rota *rota, int32_t first, struct buffer *into)
{
    char date[16], last[16];
    if (!duty_check(rota, first, into)) {
        return duty_run_complain("out of memory", strlen("out of memory"));
    }
    if (into->size > 0) {
        return duty_run_complain(into->data, into->size);
    }
    duty_write_date(first, date);
    duty_write_date(first + DUTY_YEAR - 1, last);
    buffer_format(into, "%s: from %s to %s somebody may be on duty in every window\n", rota->path,
                  date, last);
    return print(into);
}

static int list(const struct rota *rota, int32_t first, const struct duty_options *options,
                struct buffer *into)
{
    struct fault fault = {"out of memory"};
    struct duty *days = calloc(options->days, sizeof *days);
    int status = 2;
    if (days != NULL && duty_from(rota, first, options->days, days, &fault)) {
        (options->json ? duty_json : duty_table)(days, options->days, into);
        status = print(into);
    } else {
        (void)duty_run_complain(fault.text, strlen(fault.text));
    }
    free(days);
    return status;
}

static int on_dates(const struct duty_options *options, int32_t first, struct buffer *into)
{
    struct rota rota;
    struct fault fault = {""};
    int status;
    if (!rota_read(options->rota, &rota, &fault)) {
        status = duty_run_complain(fault.text, strlen(fault.text));
    } else if (options->check) {
        status = check(&rota, first, into);
    } else {
        status = list(&rota, first, options, into);
    }
    rota_free(&rota);
    return status;
}

int duty(const struct duty_options *options)
{
    static const char beyond[] = "dates go beyond the years 0000-9999";
    struct buffer into = {0};
    int32_t first, begin, end;
    int status;
    (void)duty_read_date("0000-01-01", &begin);
    (void)duty_read_date("9999-12-31", &end);
    if (!read_at(options->at, &first, &into)) {
        status = duty_run_complain(into.data, into.size);
    } else if (first < begin ||
               end - first < (int32_t)(options->check ? DUTY_YEAR : options->days)) {
        status = duty_run_complain(beyond, strlen(beyond));
    } else {
        status = on_dates(options, first, &into);
    }
    buffer_free(&into);
    return status;
}
