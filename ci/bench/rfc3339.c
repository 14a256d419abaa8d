/* rfc3339.c -- reading and writing RFC 3339 timestamps, side by side with what a user would pick
 * instead */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "program.h"
#include "rfc3339_contender.h"
#include "rfc3339_report.h"

static const char usage[] =
    "Usage: bench_rfc3339 [--peers DIR] [--row NAME]... [--rounds N] [--json | --bars]\n"
    "\n"
    "Time fuseau and its peers on the same timestamps, read and written, in turns.\n"
    "\n"
    "  --rounds N  turns each of them gets on each row (default 61, about 30 seconds)\n"
    "  --row NAME  only rows with NAME in their name\n"
    "  --json      print one JSON object instead of the table\n"
    "  --peers DIR take in the libraries DIR/libbench_*.so (README.md)\n"
    "  --bars      print what this tree is meant to reach beside the other revision\n"
    "  --help      print this and exit\n"
    "\n"
    "Exit status: 0 measured, however fast or slow; 1 fuseau misread a text; 2 could not "
    "measure; 3 has no such row.\n";

struct sample *samples[KINDS];
struct write_sample *write_samples[WRITINGS];
struct lines_sample lines_sample;

/* Where answers go; outside every function, so that no compiler may leave the work out. */
static struct reading readings[CALLS];
static struct line lines[CALLS];
static uint64_t sum;

/* The rows are the kinds of text that are read, then what is written, then the million lines. */
static bool is_read(size_t row)
{
    return row < ROW_WRITE;
}

static bool is_written(size_t row)
{
    return row >= ROW_WRITE && row < ROW_LINES;
}

static enum lines_row lines_row(size_t row)
{
    return (enum lines_row)(row - ROW_LINES);
}

static const char *row_name(size_t row)
{
    return is_read(row)      ? samples[row]->name
           : is_written(row) ? write_samples[row - ROW_WRITE]->name
                             : lines_row_names[lines_row(row)];
}

static const struct contender *contender(size_t who)
{
    return &readers[who]->contender;
}

static size_t calls(size_t row)
{
    return row < ROW_LINES ? CALLS : LINES;
}

static bool has(size_t row, size_t who)
{
    const struct reader *reader = readers[who];
    if (is_read(row)) {
        return reader->read != NULL;
    }
    if (is_written(row)) {
        return reader->write[row - ROW_WRITE] != NULL;
    }
    switch (lines_row(row)) {
    case LINES_AT_ONCE:
        return reader->lines != NULL;
    case LINES_BY_HAND:
        return reader->lines_by_hand != NULL;
    default:
        return false; /* whoever adds up bytes, it is the same */
    }
}

static void run_lines(enum lines_row row, const struct reader *reader, size_t count)
{
    const char *text = lines_sample.text;
    const size_t size = count * LINE_SIZE;
    switch (row) {
    case LINES_AT_ONCE:
        reader->lines(text, size, count, lines_sample.answers);
        break;
    case LINES_BY_HAND:
        reader->lines_by_hand(text, size, count, lines_sample.answers);
        break;
    default:
        sum = lines_sum(text, size);
    }
}

static void run(size_t row, size_t who, size_t count)
{
    if (is_read(row)) {
        readers[who]->read(samples[row], count, readings);
    } else if (is_written(row)) {
        size_t writing = row - ROW_WRITE;
        readers[who]->write[writing](write_samples[writing], count, lines);
    } else {
        run_lines(lines_row(row), readers[who], count);
    }
}

static bool is_right_reading(const struct reading *got, const struct reading *expected,
                             int32_t finest)
{
    if (!expected->accepted || !got->accepted) {
        return expected->accepted == got->accepted;
    }
    return got->seconds == expected->seconds &&
           got->nanoseconds == expected->nanoseconds / finest * finest;
}

static bool is_right(size_t row, const struct reader *reader, size_t i)
{
    if (is_read(row)) {
        return is_right_reading(&readings[i], &samples[row]->expected[i], reader->nanoseconds);
    }
    if (is_written(row)) {
        return write_is_right(write_samples[row - ROW_WRITE], i, reader->nanoseconds_written,
                              &lines[i]);
    }
    return lines_sample.answers[i] == lines_sample.expected[i];
}

static size_t count_wrong(size_t row, size_t who)
{
    size_t wrong = 0;
    run(row, who, calls(row));
    if (row == ROW_LINES + LINES_SUMMED) {
        return 0; /* nothing was read */
    }
    for (size_t i = 0; i < calls(row); i++) {
        wrong += !is_right(row, readers[who], i);
    }
    return wrong;
}

static int open_all(struct bench *bench)
{
    bool ready = readers_open(bench) && lines_open(&lines_sample);
    for (enum kind kind = 0; kind < KINDS; kind++) {
        samples[kind] = sample_new(kind);
        ready = ready && samples[kind];
    }
    for (enum writing writing = 0; writing < WRITINGS; writing++) {
        write_samples[writing] = write_sample_new(writing);
        ready = ready && write_samples[writing];
    }
    if (!ready) {
        fprintf(stderr, "%s: out of memory, or ICU has no data\n", bench->program);
    }
    return ready ? EXIT_SUCCESS : EXIT_UNABLE;
}

static void close_all(void)
{
    for (enum kind kind = 0; kind < KINDS; kind++) {
        sample_free(samples[kind]);
    }
    for (enum writing writing = 0; writing < WRITINGS; writing++) {
        write_sample_free(write_samples[writing]);
    }
    lines_close(&lines_sample);
    readers_close();
}

int main(int argc, char **argv)
{
    struct bench bench = {.program = "bench_rfc3339",
                          .rows = RFC3339_ROWS,
                          .row_name = row_name,
                          .contender = contender,
                          .calls = calls,
                          .has = has,
                          .run = run,
                          .count_wrong = count_wrong};
    const struct program program = {&bench,
                                    usage,
                                    open_all,
                                    close_all,
                                    rfc3339_report_table,
                                    rfc3339_report_json,
                                    rfc3339_report_bars,
                                    rfc3339_report_faults};
    return program_main(&program, argc, argv);
}
