/* report.c -- what the tables of both programs have in common, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#include "report.h"

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

size_t report_fastest_peer(const struct table *table, size_t row)
{
    const struct figure *figures = table->figures[row];
    size_t fastest = 1;
    for (size_t who = 2; who <= table->bench->peers; who++) {
        fastest = figures[who].least < figures[fastest].least ? who : fastest;
    }
    return fastest;
}

void report_head(const struct table *table, const char *what, const char *unit)
{
    const struct bench *bench = table->bench;
    printf("%s, ns a call and ratio to fuseau; %d %s a row, %d rounds\n"
           "least: the quickest round, the figure to go by; median: how far to trust it\n"
           "%s%s",
           what, CALLS, unit, table->rounds, compiler, optimised ? "" : ", NOT AN OPTIMISED BUILD");
    for (size_t who = 1; who <= bench->peers; who++) {
        const struct contender *peer = bench->contender(who);
        printf(", %s %s", peer->name, peer->version());
    }
    printf("\n\n");
}

void report_names(const struct bench *bench)
{
    printf("%-24s %-6s %8s", "", "", bench->contender(0)->name);
    for (size_t who = 1; who < bench->contenders; who++) {
        printf(" %16s ", bench->contender(who)->name);
    }
    printf("\n");
}

/* Notes are lettered in the order of the table: 'a' for the first wrong cell. */
static char letter_of(size_t note)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return letters[note % (sizeof letters - 1)];
}

static void print_row(const struct table *table, size_t row, size_t *notes)
{
    const struct figure *figures = table->figures[row];
    const size_t contenders = table->bench->contenders;
    printf("%-24s least  %8.1f", table->bench->row_name(row), figures[0].least);
    for (size_t who = 1; who < contenders; who++) {
        printf(" %8.1f %6.1fx%c", figures[who].least, figures[who].ratio,
               figures[who].wrong ? letter_of((*notes)++) : ' ');
    }
    printf("\n%-24s median %8.1f", "", figures[0].median);
    for (size_t who = 1; who < contenders; who++) {
        printf(" %8.1f %6.1fx ", figures[who].median, figures[who].ratio_median);
    }
    printf("\n");
}

void report_rows(const struct table *table)
{
    size_t notes = 0;
    report_names(table->bench);
    for (size_t row = 0; row < table->bench->rows; row++) {
        print_row(table, row, &notes);
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
    return json_pack("{s:i, s:i, s:s, s:b, s:o}", unit, CALLS, "rounds", table->rounds, "compiler",
                     compiler, "optimised", optimised, "contenders", contenders);
}

static json_t *json_figure(const struct figure *figure, const struct contender *contender)
{
    return json_pack("{s:s, s:f, s:f, s:f, s:f, s:I}", "contender", contender->name, "least_ns",
                     figure->least, "median_ns", figure->median, "ratio", figure->ratio,
                     "ratio_median", figure->ratio_median, "wrong", (json_int_t)figure->wrong);
}

json_t *report_json_figures(const struct table *table, size_t row)
{
    json_t *list = json_array();
    for (size_t who = 0; who < table->bench->contenders; who++) {
        json_array_append_new(list,
                              json_figure(&table->figures[row][who], table->bench->contender(who)));
    }
    return list;
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
            fprintf(stderr, "%s: fuseau gets %zu of %d wrong: %s, such as \"%s\"\n", bench->program,
                    table->figures[row][0].wrong, CALLS, bench->row_name(row), example(row));
        }
    }
}
