/* report.c -- the table, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <jansson.h>
#include <stdio.h>

#ifdef __OPTIMIZE__
static const bool optimised = true;
#else
static const bool optimised = false;
#endif

#ifdef __clang__
static const char *const compiler = __VERSION__; /* begins with "Clang" or the vendor's name */
#else
static const char *const compiler = "GCC " __VERSION__;
#endif

static size_t fastest_peer(const struct figure figures[CONTENDERS])
{
    size_t fastest = 1;
    for (size_t who = 2; who < CONTENDERS; who++) {
        fastest = figures[who].least < figures[fastest].least ? who : fastest;
    }
    return fastest;
}

static void print_head(const struct table *table)
{
    printf("RFC 3339 text to instant, ns a call and ratio to fuseau; %d texts a row, %d rounds\n"
           "least: the quickest round, the figure to go by; median: how far to trust it\n"
           "%s%s",
           SAMPLE_TEXTS, table->rounds, compiler, optimised ? "" : ", NOT AN OPTIMISED BUILD");
    for (size_t who = 1; who < CONTENDERS; who++) {
        printf(", %s %s", contenders[who].name, contenders[who].version());
    }
    printf("\n\n%-24s %-6s %8s", "", "", contenders[0].name);
    for (size_t who = 1; who < CONTENDERS; who++) {
        printf(" %16s ", contenders[who].name);
    }
    printf("\n");
}

/* Notes are lettered in the order of the table: 'a' for the first wrong cell. */
static void print_row(const struct table *table, size_t kind, char *letter)
{
    const struct figure *figures = table->figures[kind];
    printf("%-24s least  %8.1f", table->samples[kind]->name, figures[0].least);
    for (size_t who = 1; who < CONTENDERS; who++) {
        printf(" %8.1f %6.1fx%c", figures[who].least, figures[who].ratio,
               figures[who].wrong ? (*letter)++ : ' ');
    }
    printf("\n%-24s median %8.1f", "", figures[0].median);
    for (size_t who = 1; who < CONTENDERS; who++) {
        printf(" %8.1f %6.1fx ", figures[who].median, figures[who].ratio_median);
    }
    printf("\n");
}

static void print_note(char letter, const struct sample *sample, size_t who, size_t wrong)
{
    printf("%c  %s %s %zu of %d such as \"%s\"\n", letter, contenders[who].name,
           !sample->accepted ? "accepts" : "refuses or misreads", wrong, SAMPLE_TEXTS,
           sample->example);
}

static void print_notes(const struct table *table)
{
    char letter = 'a';
    for (size_t kind = 0; kind < KINDS; kind++) {
        for (size_t who = 1; who < CONTENDERS; who++) {
            if (table->figures[kind][who].wrong) {
                print_note(letter++, table->samples[kind], who, table->figures[kind][who].wrong);
            }
        }
    }
    printf("Of a fraction glibc reads nothing, ICU milliseconds, GLib microseconds; nothing finer "
           "is asked of them.\n\n");
}

static void print_accept(const struct table *table, enum kind kind)
{
    const struct figure *figures = table->figures[kind];
    size_t peer = fastest_peer(figures);
    printf("%s: %.1f x the fastest of the four peers (%s); %.1f x in the median round\n",
           table->samples[kind]->name, figures[peer].ratio, contenders[peer].name,
           figures[peer].ratio_median);
}

static void print_refuse(const struct table *table, enum kind kind)
{
    enum kind closest = table->samples[kind]->closest;
    double refuse = table->figures[kind][0].least, accept = table->figures[closest][0].least;
    printf("%s: %.1f ns, %s %.1f ns: %.2f of it%s\n", table->samples[kind]->name, refuse,
           table->samples[closest]->name, accept, refuse / accept,
           refuse > accept ? " (slower)" : "");
}

void report_table(const struct table *table)
{
    char letter = 'a';
    print_head(table);
    for (size_t kind = 0; kind < KINDS; kind++) {
        print_row(table, kind, &letter);
    }
    printf("\n");
    print_notes(table);
    for (enum kind kind = 0; kind < KINDS; kind++) {
        (table->samples[kind]->accepted ? print_accept : print_refuse)(table, kind);
    }
}

static json_t *json_contender(size_t who)
{
    return json_pack("{s:s, s:s, s:s, s:i}", "name", contenders[who].name, "call",
                     contenders[who].call, "version", contenders[who].version(), "resolution_ns",
                     (int)contenders[who].nanoseconds);
}

static json_t *json_figure(const struct figure *figure, size_t who)
{
    return json_pack("{s:s, s:f, s:f, s:f, s:f, s:I}", "contender", contenders[who].name,
                     "least_ns", figure->least, "median_ns", figure->median, "ratio", figure->ratio,
                     "ratio_median", figure->ratio_median, "wrong", (json_int_t)figure->wrong);
}

static json_t *json_row(const struct table *table, size_t kind)
{
    const struct sample *sample = table->samples[kind];
    const struct figure *figures = table->figures[kind];
    json_t *list = json_array();
    for (size_t who = 0; who < CONTENDERS; who++) {
        json_array_append_new(list, json_figure(&figures[who], who));
    }
    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:f, s:o}", "kind", sample->name, "example",
                     sample->example, "accepted", sample->accepted, "fastest_peer",
                     contenders[fastest_peer(figures)].name, "closest",
                     table->samples[sample->closest]->name, "of_closest",
                     figures[0].least / table->figures[sample->closest][0].least, "figures", list);
}

void report_json(const struct table *table)
{
    json_t *who_list = json_array();
    for (size_t who = 0; who < CONTENDERS; who++) {
        json_array_append_new(who_list, json_contender(who));
    }
    json_t *rows = json_array();
    for (size_t kind = 0; kind < KINDS; kind++) {
        json_array_append_new(rows, json_row(table, kind));
    }
    json_t *report = json_pack("{s:i, s:i, s:s, s:b, s:o, s:o}", "texts", SAMPLE_TEXTS, "rounds",
                               table->rounds, "compiler", compiler, "optimised", optimised,
                               "contenders", who_list, "rows", rows);
    if (report == NULL ||
        json_dumpf(report, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(4)) != 0) {
        fputs("bench_rfc3339: no JSON could be made\n", stderr);
    }
    putchar('\n');
    json_decref(report);
}

void report_faults(const struct table *table)
{
    for (size_t kind = 0; kind < KINDS; kind++) {
        if (table->figures[kind][0].wrong) {
            fprintf(stderr, "bench_rfc3339: fuseau gets %zu of %d wrong: %s, such as \"%s\"\n",
                    table->figures[kind][0].wrong, SAMPLE_TEXTS, table->samples[kind]->name,
                    table->samples[kind]->example);
        }
    }
}
