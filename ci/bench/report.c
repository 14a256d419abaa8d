/* report.c -- what the tables of both programs have in common, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdio.h>

#include "bars.h"

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

size_t report_fastest_peer(const struct table *table, size_t row)
{
    const struct bench *bench = table->bench;
    const struct figure *figures = table->figures[row];
    size_t fastest = 0;
    for (size_t who = bench->first_peer; who < bench->first_peer + bench->peers; who++) {
        bool first = fastest == 0;
        if (bench_has(bench, row, who) && (first || figures[who].least < figures[fastest].least)) {
            fastest = who;
        }
    }
    return fastest;
}

void report_head(const struct table *table, const char *what)
{
    const struct bench *bench = table->bench;
    printf("%s; ns a call, %d rounds\n"
           "least: the quickest round, the figure to go by; median: how far to trust it; times: of "
           "fuseau's least\n"
           "%s%s",
           what, table->rounds, compiler, optimised ? "" : ", NOT AN OPTIMISED BUILD");
    for (size_t who = bench->first_peer; who < bench->contenders; who++) {
        const struct contender *peer = bench->contender(who);
        if (who < bench->first_peer + bench->peers) {
            printf(", %s %s", peer->name, peer->version());
        }
    }
    if (bench->against) {
        printf("\nratio: fuseau to its revision %s", bench->contender(bench->against)->name);
    }
    printf("\n\n");
}

/* Names that are too long for their column are cut. */
static void print_names(const struct bench *bench)
{
    printf("%-31s %8s", "", bench->contender(0)->name);
    for (size_t who = 1; who < bench->contenders; who++) {
        printf(" %8.8s ", bench->contender(who)->name);
        if (who == bench->against) {
            printf(" %5s ", "ratio");
        }
    }
    printf("\n");
}

/* Notes are lettered in the order of the table: 'a' for the first wrong cell. */
static char letter_of(size_t note)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return letters[note % (sizeof letters - 1)];
}

/* `ratio` is 0 where the other revision has no such call. */
static void print_against(double ratio)
{
    if (ratio > 0) {
        printf(" %5.2f ", 1 / ratio);
    } else {
        printf(" %5s ", "");
    }
}

static void print_least(const struct table *table, size_t row, size_t *notes)
{
    const struct bench *bench = table->bench;
    const struct figure *figures = table->figures[row];
    printf("%-24s least  %8.1f", bench->row_name(row), figures[0].least);
    for (size_t who = 1; who < bench->contenders; who++) {
        if (bench_has(bench, row, who)) {
            char letter = figures[who].wrong ? letter_of((*notes)++) : ' ';
            printf(" %8.1f%c", figures[who].least, letter);
        } else {
            printf(" %8s ", "-");
        }
        if (who == bench->against) {
            print_against(figures[who].ratio);
        }
    }
    printf("\n");
}

static void print_median(const struct table *table, size_t row)
{
    const struct bench *bench = table->bench;
    const struct figure *figures = table->figures[row];
    printf("%-24s median %8.1f", "", figures[0].median);
    for (size_t who = 1; who < bench->contenders; who++) {
        if (bench_has(bench, row, who)) {
            printf(" %8.1f ", figures[who].median);
        } else {
            printf(" %8s ", "");
        }
        if (who == bench->against) {
            print_against(figures[who].ratio_median);
        }
    }
    printf("\n");
}

static void print_times(const struct table *table, size_t row)
{
    const struct bench *bench = table->bench;
    if (report_fastest_peer(table, row) == 0) {
        return;
    }
    const struct figure *figures = table->figures[row];
    printf("%-24s times  %8s", "", "");
    for (size_t who = 1; who < bench->contenders; who++) {
        if (who == bench->against) {
            printf(" %8s  %5s ", "", "");
        } else if (bench_has(bench, row, who)) {
            printf(" %8.1f ", figures[who].ratio);
        } else {
            printf(" %8s ", "");
        }
    }
    printf("\n");
}

void report_rows(const struct table *table)
{
    size_t notes = 0;
    print_names(table->bench);
    for (size_t row = 0; row < table->bench->rows; row++) {
        if (!table->bench->left_out[row]) {
            print_least(table, row, &notes);
            print_median(table, row);
            print_times(table, row);
        }
    }
    printf("\n");
}

void report_notes(const struct table *table,
                  void (*note)(char letter, size_t row, size_t who, size_t wrong))
{
    size_t notes = 0;
    for (size_t row = 0; row < table->bench->rows; row++) {
        for (size_t who = 1; who < table->bench->contenders; who++) {
            if (table->figures[row][who].wrong) {
                note(letter_of(notes++), row, who, table->figures[row][who].wrong);
            }
        }
    }
}

json_t *report_json(const struct table *table, const char *unit, json_t *contenders)
{
    const struct bench *bench = table->bench;
    const char *against = bench->against ? bench->contender(bench->against)->name : NULL;
    return json_pack("{s:i, s:i, s:s, s:b, s:s?, s:o}", unit, CALLS, "rounds", table->rounds,
                     "compiler", compiler, "optimised", optimised, "against", against, "contenders",
                     contenders);
}

static json_t *json_figure(const struct figure *figure, const struct contender *contender)
{
    return json_pack("{s:s, s:f, s:f, s:f, s:f, s:I}", "contender", contender->name, "least_ns",
                     figure->least, "median_ns", figure->median, "ratio", figure->ratio,
                     "ratio_median", figure->ratio_median, "wrong", (json_int_t)figure->wrong);
}

json_t *report_json_figures(const struct table *table, size_t row)
{
    const struct bench *bench = table->bench;
    json_t *list = json_array();
    for (size_t who = 0; who < bench->contenders; who++) {
        if (bench_has(bench, row, who)) {
            json_array_append_new(list,
                                  json_figure(&table->figures[row][who], bench->contender(who)));
        }
    }
    return list;
}

json_t *report_json_bar(const struct table *table, size_t row)
{
    const double bar = bars_find(table->bench->row_name(row));
    return bar > 0 ? json_real(bar) : json_null();
}

json_t *report_json_against(const struct table *table, size_t row)
{
    const size_t who = table->bench->against;
    const double ratio = table->figures[row][who].ratio;
    return who && ratio > 0 ? json_real(1 / ratio) : json_null();
}

void report_json_print(const struct bench *bench, json_t *report)
{
    if (report == NULL ||
        json_dumpf(report, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(4)) != 0) {
        fprintf(stderr, "%s: no JSON could be made\n", bench->program);
    }
    putchar('\n');
    json_decref(report);
}

void report_faults(const struct table *table, const char *(*example)(size_t row))
{
    const struct bench *bench = table->bench;
    for (size_t row = 0; row < bench->rows; row++) {
        if (table->figures[row][0].wrong) {
            fprintf(stderr, "%s: fuseau gets %zu of %zu wrong: %s, such as \"%s\"\n",
                    bench->program, table->figures[row][0].wrong, bench->calls(row),
                    bench->row_name(row), example(row));
        }
    }
}
