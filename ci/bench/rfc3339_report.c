/* rfc3339_report.c -- the table of bench_rfc3339, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_report.h"

#include <stdio.h>

#include "bars.h"
#include "report.h"
#include "rfc3339_contender.h"

static void print_note(char letter, size_t row, size_t who, size_t wrong)
{
    const char *name = readers[who]->contender.name;
    if (row < ROW_WRITE) {
        printf("%c  %s %s %zu of %d such as \"%s\"\n", letter, name,
               samples[row]->accepted ? "refuses or misreads" : "accepts", wrong, CALLS,
               samples[row]->example);
    } else if (row < ROW_LINES) {
        printf("%c  %s writes otherwise %zu of %d such as \"%s\"\n", letter, name, wrong, CALLS,
               write_samples[row - ROW_WRITE]->example);
    } else {
        printf("%c  %s misreads %zu of %d lines\n", letter, name, wrong, LINES);
    }
}

static void print_accept(const struct table *table, enum kind kind)
{
    size_t peer = report_fastest_peer(table, kind);
    const struct figure *figure = &table->figures[kind][peer];
    printf("%s: %.1f x the fastest of the peers (%s); %.1f x in the median round\n",
           samples[kind]->name, figure->ratio, readers[peer]->contender.name, figure->ratio_median);
}

static void print_refuse(const struct table *table, enum kind kind)
{
    enum kind closest = samples[kind]->closest;
    if (table->bench->left_out[closest]) {
        return;
    }
    double refuse = table->figures[kind][0].least, accept = table->figures[closest][0].least;
    printf("%s: %.1f ns, %s %.1f ns: %.2f of it%s\n", samples[kind]->name, refuse,
           samples[closest]->name, accept, refuse / accept, refuse > accept ? " (slower)" : "");
}

void rfc3339_report_bars(const struct table *table)
{
    const size_t row = ROW_LINES + LINES_AT_ONCE, summed = ROW_LINES + LINES_SUMMED;
    bars_print(table);
    if (!table->bench->left_out[row] && !table->bench->left_out[summed]) {
        bars_print_value(BAR_COLUMN,
                         table->figures[summed][0].least / table->figures[row][0].least);
    }
}

static void print_memory(const struct table *table)
{
    const size_t row = ROW_LINES + LINES_AT_ONCE, summed = ROW_LINES + LINES_SUMMED;
    if (table->bench->left_out[row] || table->bench->left_out[summed]) {
        return;
    }
    double lines = table->figures[row][0].least, memory = table->figures[summed][0].least;
    printf("%s: %.2f GB/s, which is %.0f %% of the %.2f GB/s at which their bytes are summed\n",
           lines_row_names[LINES_AT_ONCE], LINE_SIZE / lines, 100 * memory / lines,
           LINE_SIZE / memory);
}

void rfc3339_report_table(const struct table *table)
{
    report_head(table, "RFC 3339 text to instant and back");
    report_rows(table);
    report_notes(table, print_note);
    printf("Of a fraction glibc reads nothing, ICU milliseconds, GLib microseconds; nothing finer "
           "is asked of them.\nICU and GLib write no finer either. GLib writes whole hours as "
           "\"+05\", which is ISO 8601 and not RFC 3339.\n\n");
    for (enum kind kind = 0; kind < KINDS; kind++) {
        if (!table->bench->left_out[kind]) {
            (samples[kind]->accepted ? print_accept : print_refuse)(table, kind);
        }
    }
    print_memory(table);
}

static json_t *json_reader(const struct reader *reader)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:i}", "name", reader->contender.name, "call",
                     reader->contender.call, "version", reader->contender.version(),
                     "resolution_ns", (int)reader->nanoseconds, "resolution_written_ns",
                     (int)reader->nanoseconds_written);
}

static json_t *json_row(const struct table *table, enum kind kind)
{
    const struct sample *sample = samples[kind], *closest = samples[sample->closest];
    bool alone = table->bench->left_out[sample->closest];
    double of_closest = table->figures[kind][0].least / table->figures[sample->closest][0].least;
    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:o, s:o, s:o, s:o}", "kind", sample->name,
                     "example", sample->example, "accepted", sample->accepted, "fastest_peer",
                     readers[report_fastest_peer(table, kind)]->contender.name, "closest",
                     closest->name, "of_closest", alone ? json_null() : json_real(of_closest),
                     "of_against", report_json_against(table, kind), "bar",
                     report_json_bar(table, kind), "figures", report_json_figures(table, kind));
}

/* A row that is neither read nor refused has no example of a text, and no closest row. */
static json_t *json_other_row(const struct table *table, size_t row)
{
    size_t peer = report_fastest_peer(table, row);
    const char *fastest = peer ? readers[peer]->contender.name : NULL;
    return json_pack("{s:s, s:s?, s:o, s:o, s:o}", "kind", table->bench->row_name(row),
                     "fastest_peer", fastest, "of_against", report_json_against(table, row), "bar",
                     report_json_bar(table, row), "figures", report_json_figures(table, row));
}

void rfc3339_report_json(const struct table *table)
{
    const struct bench *bench = table->bench;
    json_t *list = json_array(), *rows = json_array();
    for (size_t who = 0; who < bench->contenders; who++) {
        json_array_append_new(list, json_reader(readers[who]));
    }
    for (size_t row = 0; row < bench->rows; row++) {
        if (!bench->left_out[row]) {
            json_array_append_new(rows, row < ROW_WRITE ? json_row(table, (enum kind)row)
                                                        : json_other_row(table, row));
        }
    }
    json_t *report = report_json(table, "texts", list);
    json_object_set_new(report, "rows", rows);
    report_json_print(bench, report);
}

static const char *example(size_t row)
{
    return row < ROW_WRITE   ? samples[row]->example
           : row < ROW_LINES ? write_samples[row - ROW_WRITE]->example
                             : "a line";
}

void rfc3339_report_faults(const struct table *table)
{
    report_faults(table, example);
}
