/* rfc3339.c -- reading RFC 3339 timestamps, side by side with what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "program.h"
#include "rfc3339_contender.h"
#include "rfc3339_report.h"

static const char usage[] =
    "Usage: bench_rfc3339 [--rounds N] [--json]\n"
    "\n"
    "Time fuseau_rfc3339_parse and its peers on the same texts, in turns.\n"
    "\n"
    "  --rounds N  turns each of them gets on each kind of text (default 61, about 11 seconds)\n"
    "  --json      print one JSON object instead of the table\n"
    "  --help      print this and exit\n"
    "\n"
    "Exit status: 0 measured, however fast or slow; 1 fuseau misread a text; 2 could not "
    "measure.\n";

struct sample *samples[KINDS];

/* Where readings go; outside every function, so that no compiler may leave the reading out. */
static struct reading readings[CALLS];

static const char *kind_name(size_t kind)
{
    return samples[kind]->name;
}

static const struct contender *contender(size_t who)
{
    return &readers[who].contender;
}

static void read_texts(size_t kind, size_t who, size_t count)
{
    readers[who].read(samples[kind], count, readings);
}

static bool is_right(const struct reading *got, const struct reading *expected, int32_t finest)
{
    if (!expected->accepted || !got->accepted) {
        return expected->accepted == got->accepted;
    }
    return got->seconds == expected->seconds &&
           got->nanoseconds == expected->nanoseconds / finest * finest;
}

static size_t count_wrong(size_t kind, size_t who)
{
    size_t wrong = 0;
    read_texts(kind, who, CALLS);
    for (size_t i = 0; i < CALLS; i++) {
        wrong += !is_right(&readings[i], &samples[kind]->expected[i], readers[who].nanoseconds);
    }
    return wrong;
}

static int open_all(struct bench *bench)
{
    bool ready = readers_open();
    for (enum kind kind = 0; kind < KINDS; kind++) {
        samples[kind] = sample_new(kind);
        ready = ready && samples[kind];
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
    readers_close();
}

int main(int argc, char **argv)
{
    struct bench bench = {"bench_rfc3339", KINDS,     READERS,    READERS - 1,
                          kind_name,       contender, read_texts, count_wrong};
    const struct program program = {&bench,
                                    usage,
                                    open_all,
                                    close_all,
                                    rfc3339_report_table,
                                    rfc3339_report_json,
                                    rfc3339_report_faults};
    return program_main(&program, argc, argv);
}
