/* zone_report.c -- the tables of bench_zone, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#include "zone_report.h"

#include <stdio.h>
#include <string.h>

#include "bars.h"
#include "report.h"
#include "zone_truth.h"

static void print_note(char letter, size_t row, size_t who, size_t wrong)
{
    printf("%c  %s answers otherwise in %zu of %d, first %s\n", letter,
           keepers[who]->contender.name, wrong, CALLS, first_wrong[row][who]);
}

static size_t abseil(void)
{
    size_t who = 0;
    while (strcmp(keepers[who]->contender.name, "Abseil") != 0) {
        who++;
    }
    return who;
}

static void print_aim(const struct table *table, size_t row)
{
    const struct figure *figures = table->figures[row];
    size_t peer = report_fastest_peer(table, row);
    if (peer == 0) {
        return;
    }
    printf("%s: ", zone_samples[row]->name);
    if (zone_samples[row]->aim) {
        printf("%.1f x Abseil (at least %d is the aim); ", figures[abseil()].ratio,
               zone_samples[row]->aim);
    }
    printf("%.1f x the fastest of the peers (%s), %.1f x in the median round\n",
           figures[peer].ratio, keepers[peer]->contender.name, figures[peer].ratio_median);
}

/* A row of the table for memory, in bytes a zone. */
static void print_bytes(const char *name, const size_t bytes[CONTENDERS_MAX])
{
    const size_t contenders = opening.table.bench->contenders;
    printf("%-31s", name);
    for (size_t who = 0; who < contenders; who++) {
        if (bytes[who]) {
            printf(" %8zu", bytes[who] / opening.zones);
        } else {
            printf(" %8s", "-");
        }
        printf("%s", who ? " " : "");
        if (who && who == opening.table.bench->against) {
            printf(" %5.2f ", (double)bytes[0] / (double)bytes[who]);
        }
    }
    printf("\n");
}

static void print_opening_note(char letter, size_t row, size_t who, size_t wrong)
{
    (void)row;
    printf("%c  %s has another offset in %zu of %zu zones\n", letter, keepers[who]->contender.name,
           wrong, opening.zones);
}

static void print_opening(void)
{
    printf("\nAll %zu zones of %s opened and asked for one offset each, by a new process; ns a "
           "zone, %d rounds\n\n",
           opening.zones, TRUTH_DIRECTORY, opening.table.rounds);
    report_rows(&opening.table);
    print_bytes("bytes a zone: malloc'd", opening.bytes);
    print_bytes("bytes a zone: as stated", opening.stated);
    printf("\n");
    report_notes(&opening.table, print_opening_note);
    printf("glibc keeps one zone at a time, so that its bytes are those of the last one.\n");
}

void zone_report_table(const struct table *table)
{
    report_head(table, "Zones: instant to offset, local time to instant, and by name");
    report_rows(table);
    report_notes(table, print_note);
    printf("\n");
    for (size_t row = 0; row < ZONE_ROWS; row++) {
        if (!table->bench->left_out[row]) {
            print_aim(table, row);
        }
    }
    if (opening.zones) {
        print_opening();
    }
}

void zone_report_bars(const struct table *table)
{
    const size_t against = table->bench->against;
    bars_print(table);
    if (opening.zones && against) {
        bars_print(&opening.table);
        bars_print_value(BAR_MEMORY, (double)opening.stated[0] / (double)opening.stated[against]);
    }
}

static json_t *json_keepers(const struct bench *bench)
{
    json_t *list = json_array();
    for (size_t who = 0; who < bench->contenders; who++) {
        const struct contender *contender = &keepers[who]->contender;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", contender->name, "call",
                                              contender->call, "version", contender->version()));
    }
    return list;
}

static json_t *json_row(const struct table *table, size_t row)
{
    size_t peer = report_fastest_peer(table, row);
    return json_pack("{s:s, s:s?, s:i, s:o, s:o, s:o}", "kind", zone_samples[row]->name,
                     "fastest_peer", peer ? keepers[peer]->contender.name : NULL, "aim",
                     zone_samples[row]->aim, "of_against", report_json_against(table, row), "bar",
                     report_json_bar(table, row), "figures", report_json_figures(table, row));
}

static json_t *json_bytes(const size_t bytes[CONTENDERS_MAX])
{
    json_t *list = json_array();
    for (size_t who = 0; who < opening.table.bench->contenders; who++) {
        json_array_append_new(list, json_integer((json_int_t)(bytes[who] / opening.zones)));
    }
    return list;
}

static json_t *json_opening(void)
{
    return json_pack(
        "{s:I, s:i, s:o, s:o, s:o, s:o, s:o}", "zones", (json_int_t)opening.zones, "rounds",
        opening.table.rounds, "of_against", report_json_against(&opening.table, 0), "bar",
        report_json_bar(&opening.table, 0), "figures", report_json_figures(&opening.table, 0),
        "allocated_bytes", json_bytes(opening.bytes), "stated_bytes", json_bytes(opening.stated));
}

void zone_report_json(const struct table *table)
{
    json_t *rows = json_array();
    for (size_t row = 0; row < ZONE_ROWS; row++) {
        if (!table->bench->left_out[row]) {
            json_array_append_new(rows, json_row(table, row));
        }
    }
    json_t *report = report_json(table, "calls", json_keepers(table->bench));
    json_object_set_new(report, "rows", rows);
    json_object_set_new(report, "opening", opening.zones ? json_opening() : json_null());
    report_json_print(table->bench, report);
}

static const char *example(size_t row)
{
    return first_wrong[row][0];
}

void zone_report_faults(const struct table *table)
{
    report_faults(table, example);
}
