/* zone.c -- zones, side by side with what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "program.h"
#include "zone_contender.h"
#include "zone_open.h"
#include "zone_report.h"
#include "zone_sample.h"
#include "zone_truth.h"

static const char usage[] =
    "Usage: bench_zone [--peers DIR] [--row NAME]... [--rounds N] [--json | --bars]\n"
    "\n"
    "Time libfuseau's zones and its peers on the same instants and local times, in turns.\n"
    "\n"
    "  --rounds N  turns each of them gets on each row (default 61, about 25 seconds)\n"
    "  --row NAME  only rows with NAME in their name\n"
    "  --json      print one JSON object instead of the table\n"
    "  --peers DIR take in the libraries DIR/libbench_*.so (README.md)\n"
    "  --bars      print what this tree is meant to reach beside the other revision\n"
    "  --help      print this and exit\n"
    "\n"
    "Exit status: 0 measured, however fast or slow; 1 fuseau gave a wrong answer; 2 could not "
    "measure; 3 has no such row.\n";

struct zone_sample *zone_samples[ZONE_ROWS];
struct opening opening;
char first_wrong[ZONE_ROWS][CONTENDERS_MAX][128];

static void *opened[CONTENDERS_MAX];

/* Where answers go; outside every function, so that no compiler may leave the asking out. */
static int32_t offsets[CALLS];
static int64_t instants[CALLS];
static struct civil civils[CALLS];
static uint8_t founds[CALLS];

static const char *row_name(size_t row)
{
    return zone_samples[row]->name;
}

static const struct contender *contender(size_t who)
{
    return &keepers[who]->contender;
}

static size_t calls(size_t row)
{
    (void)row;
    return CALLS;
}

static bool has(size_t row, size_t who)
{
    switch (zone_samples[row]->answer) {
    case ANSWER_OFFSET:
        return keepers[who]->offsets != NULL;
    case ANSWER_INSTANT:
        return keepers[who]->instants != NULL;
    case ANSWER_INSTANT_OF_SECONDS:
        return keepers[who]->instants_of_seconds != NULL;
    case ANSWER_CIVIL:
        return keepers[who]->civils != NULL;
    case ANSWER_NAME:
        return keepers[who]->by_name != NULL;
    case ANSWER_ZONED:
        return keepers[who]->zoned != NULL;
    case ANSWER_DATE:
        return keepers[who]->dates != NULL;
    }
    return false;
}

static void ask(size_t row, size_t who, size_t count)
{
    const struct questions *questions = &zone_samples[row]->questions;
    switch (zone_samples[row]->answer) {
    case ANSWER_OFFSET:
        keepers[who]->offsets(opened[who], questions, count, offsets);
        break;
    case ANSWER_INSTANT:
        keepers[who]->instants(opened[who], questions, count, instants);
        break;
    case ANSWER_INSTANT_OF_SECONDS:
        keepers[who]->instants_of_seconds(opened[who], questions, count, instants);
        break;
    case ANSWER_CIVIL:
        keepers[who]->civils(opened[who], questions, count, civils);
        break;
    case ANSWER_NAME:
        keepers[who]->by_name(opened[who], questions, count, founds);
        break;
    case ANSWER_ZONED:
        keepers[who]->zoned(opened[who], questions, count, instants);
        break;
    case ANSWER_DATE:
        keepers[who]->dates(questions->day_number, count, civils);
        break;
    }
}

static bool same_civil(const struct civil *left, const struct civil *right)
{
    return left->year == right->year && left->month == right->month && left->day == right->day &&
           left->hour == right->hour && left->minute == right->minute &&
           left->second == right->second && left->offset_seconds == right->offset_seconds;
}

static bool is_right(const struct zone_sample *sample, size_t i)
{
    switch (sample->answer) {
    case ANSWER_OFFSET:
        return offsets[i] == sample->expected[i].offset_seconds;
    case ANSWER_INSTANT:
    case ANSWER_INSTANT_OF_SECONDS:
    case ANSWER_ZONED:
        return instants[i] == sample->expected_instant[i];
    case ANSWER_CIVIL:
    case ANSWER_DATE:
        return same_civil(&civils[i], &sample->expected[i]);
    case ANSWER_NAME:
        return founds[i] == 1;
    }
    return false;
}

/* "Asia/Gaza on 2024-04-20T00:12:13: 10800 and not 7200" */
static void describe(const struct zone_sample *sample, size_t i, char text[128])
{
    const struct civil *local = &sample->questions.local[i];
    long long right = sample->expected[i].offset_seconds, got = offsets[i];
    switch (sample->answer) {
    case ANSWER_OFFSET:
        break;
    case ANSWER_INSTANT:
    case ANSWER_INSTANT_OF_SECONDS:
    case ANSWER_ZONED:
        right = sample->expected_instant[i];
        got = instants[i];
        break;
    case ANSWER_CIVIL:
        got = civils[i].offset_seconds;
        break;
    case ANSWER_NAME:
        right = 1;
        got = founds[i];
        break;
    case ANSWER_DATE:
        right = sample->expected[i].day;
        got = civils[i].day;
        break;
    }
    snprintf(text, 128, "%s at local %04d-%02d-%02dT%02d:%02d:%02d: %lld, where %lld is right",
             sample_zones[sample->questions.zone[i]], (int)local->year, local->month, local->day,
             local->hour, local->minute, local->second, got, right);
}

static size_t count_wrong(size_t row, size_t who)
{
    const struct zone_sample *sample = zone_samples[row];
    size_t wrong = 0;
    ask(row, who, CALLS);
    for (size_t i = 0; i < CALLS; i++) {
        if (!is_right(sample, i) && wrong++ == 0) {
            describe(sample, i, first_wrong[row][who]);
        }
    }
    return wrong;
}

static const char *opening_name(size_t row)
{
    (void)row;
    return "open a zone";
}

static bool opening_has(size_t row, size_t who)
{
    (void)row;
    return keepers[who]->open != NULL && keepers[who]->offsets != NULL;
}

/* Comes first, while this process has opened no zone that a child would inherit. */
static int measure_opening(struct bench *bench)
{
    static struct bench opening_bench;
    opening_bench = *bench;
    opening_bench.rows = 1;
    opening_bench.row_name = opening_name;
    opening_bench.has = opening_has;
    bench->measured_before = true;
    if (!opening_measure(&opening_bench, &opening)) {
        return EXIT_UNABLE;
    }
    if (opening.table.figures[0][0].wrong) {
        fprintf(stderr, "%s: fuseau gets %zu of %zu zones wrong\n", bench->program,
                opening.table.figures[0][0].wrong, opening.zones);
        return EXIT_WRONG;
    }
    return EXIT_SUCCESS;
}

static int unable(const struct bench *bench, const char *why)
{
    fprintf(stderr, "%s: %s\n", bench->program, why);
    return EXIT_UNABLE;
}

static int open_all(struct bench *bench)
{
    unsetenv("TZDIR"); /* not all heed it */
    keepers_line_up(bench);
    int status = bench_wants(bench, opening_name(0)) ? measure_opening(bench) : EXIT_SUCCESS;
    if (status != EXIT_SUCCESS) {
        return status;
    }
    if (!zone_samples_open(zone_samples)) {
        return unable(bench, "out of memory, or no zones in " TRUTH_DIRECTORY);
    }
    for (size_t who = 0; who < bench->contenders; who++) {
        if (keepers[who]->open) {
            opened[who] = keepers[who]->open(sample_zones, SAMPLE_ZONES);
        }
        if (keepers[who]->open && !opened[who]) {
            fprintf(stderr, "%s: %s cannot open the zones\n", bench->program,
                    keepers[who]->contender.name);
            return EXIT_UNABLE;
        }
    }
    return EXIT_SUCCESS;
}

static void close_all(void)
{
    for (size_t who = 0; who < CONTENDERS_MAX; who++) {
        if (opened[who]) {
            keepers[who]->close(opened[who], SAMPLE_ZONES);
        }
    }
    zone_samples_close(zone_samples);
}

int main(int argc, char **argv)
{
    struct bench bench = {.program = "bench_zone",
                          .rows = ZONE_ROWS,
                          .row_name = row_name,
                          .contender = contender,
                          .calls = calls,
                          .has = has,
                          .run = ask,
                          .count_wrong = count_wrong};
    const struct program program = {&bench,
                                    usage,
                                    open_all,
                                    close_all,
                                    zone_report_table,
                                    zone_report_json,
                                    zone_report_bars,
                                    zone_report_faults};
    return program_main(&program, argc, argv);
}
