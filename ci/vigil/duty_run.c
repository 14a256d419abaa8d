/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "duty.h"
#include "duty_show.h"
#include "fulldate.h"
#include "rfc3339.h"
#include "safetext.h"

/* Nothing of it acts in a terminal, whatever stands in the file or on the command line. */
static int complain(const char *text, size_t size)
{
    struct buffer said = {0};
    safetext_lines(&said, text, size);
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
    return printed ? 0 : complain("cannot write", strlen("cannot write"));
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
        safetext_line(into, text, strlen(text));
        buffer_format(into, "\n  %*s^\n", (int)result.at, "");
    }
    return result.error == FUSEAU_OK;
}

static int check(const struct rota *rota, int32_t first, struct buffer *into)
{
    char date[16], last[16];
    if (!duty_check(rota, first, into)) {
        return complain("out of memory", strlen("out of memory"));
    }
    if (into->size > 0) {
        return complain(into->data, into->size);
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
        (void)complain(fault.text, strlen(fault.text));
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
        status = complain(fault.text, strlen(fault.text));
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
        status = complain(into.data, into.size);
    } else if (first < begin ||
               end - first < (int32_t)(options->check ? DUTY_YEAR : options->days)) {
        status = complain(beyond, strlen(beyond));
    } else {
        status = on_dates(options, first, &into);
    }
    buffer_free(&into);
    return status;
}
