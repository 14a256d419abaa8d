/* rfc3339_report.c -- the table of bench_rfc3339, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_report.h"

#include <stdio.h>

#include "report.h"
#include "rfc3339_contender.h"

static void print_note(char letter, size_t row, size_t who, size_t wrong)
{
    printf("%c  %s %s %zu of %d such as \"%s\"\n", letter, readers[who].contender.name,
           !samples[row]->accepted ? "accepts" : "refuses or misreads", wrong, CALLS,
           samples[row]->example);
}

static void print_accept(const struct table *table, enum kind kind)
{
    size_t peer = report_fastest_peer(table, kind);
    const struct figure *figure = &table->figures[kind][peer];
    printf("%s: %.1f x the fastest of the four peers (%s); %.1f x in the median round\n",
           samples[kind]->name, figure->ratio, readers[peer].contender.name, figure->ratio_median);
}

static void print_refuse(const struct table *table, enum kind kind)
{
    enum kind closest = samples[kind]->closest;
    double refuse = table->figures[kind][0].least, accept = table->figures[closest][0].least;
    printf("%s: %.1f ns, %s %.1f ns: %.2f of it%s\n", samples[kind]->name, refuse,
           samples[closest]->name, accept, refuse / accept, refuse > accept ? " (slower)" : "");
}

void rfc3339_report_table(const struct table *table)
{
    report_head(table, "RFC 3339 text to instant", "texts");
    report_rows(table);
    report_notes(table, print_note);
    printf("Of a fraction glibc reads nothing, ICU milliseconds, GLib microseconds; nothing finer "
           "is asked of them.\n\n");
    for (enum kind kind = 0; kind < KINDS; kind++) {
        (samples[kind]->accepted ? print_accept : print_refuse)(table, kind);
    }
}

static json_t *json_reader(const struct reader *reader)
{
    return json_pack("{s:s, s:s, s:s, s:i}", "name", reader->contender.name, "call",
                     reader->contender.call, "version", reader->contender.version(),
                     "resolution_ns", (int)reader->nanoseconds);
}

static json_t *json_row(const struct table *table, enum kind kind)
{
    const struct sample *sample = samples[kind], *closest = samples[sample->closest];
    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:f, s:o}", "kind", sample->name, "example",
                     sample->example, "accepted", sample->accepted, "fastest_peer",
                     readers[report_fastest_peer(table, kind)].contender.name, "closest",
                     closest->name, "of_closest",
                     table->figures[kind][0].least / table->figures[sample->closest][0].least,
                     "figures", report_json_figures(table, kind));
}

void rfc3339_report_json(const struct table *table)
{
    json_t *list = json_array();
    for (size_t who = 0; who < READERS; who++) {
        json_array_append_new(list, json_reader(&readers[who]));
    }
    json_t *rows = json_array();
    for (enum kind kind = 0; kind < KINDS; kind++) {
        json_array_append_new(rows, json_row(table, kind));
    }
    json_t *report = report_json(table, "texts", list);
    json_object_set_new(report, "rows", rows);
    report_json_print(table->bench, report);
}

static const char *example(size_t row)
{
    return samples[row]->example;
}

void rfc3339_report_faults(const struct table *table)
{
    report_faults(table, example);
}
