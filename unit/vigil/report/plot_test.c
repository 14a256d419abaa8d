/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "report/plot.h"

#include <sys/stat.h>
#include <unistd.h>

static void make_nights(struct store_night *nights, size_t count, bool told)
{
    for (size_t i = 0; i < count; i++) {
        nights[i] = (struct store_night){.status = told ? 0 : -1,
                                         .executions = told ? 1000000 * (i + 1) : 0,
                                         .edges = 100 + i,
                                         .corpus = 10 + i,
                                         .seconds = 100,
                                         .open = {3, 2, 1},
                                         .untriaged_seconds = 129600};
        duty_write_date(20000 + (int32_t)i, nights[i].date);
        (void)snprintf(nights[i].ended, sizeof nights[i].ended, "%s",
                       told ? "2024-10-04T05:00:00Z" : "");
    }
}

/* So many nights, and what the script then has. */
struct script_row {
    const char *name;
    size_t count;
    uint64_t edges;
    const char *has, *has_not;
};

static const struct script_row scripts[] = {
    {"one night stands in the middle", 1, 5,
     "set xrange [20000 - 0.5:20000 + 0.5]\nset xtics (\"4 Oct\" 20000)\n",
     "linespoints dt 1 lw 2 lc rgb '#000003' pt 7 ps 0.45"},
    {"two nights", 2, 5, "set xtics (\"4 Oct\" 20000, \"5 Oct\" 20001)\n", NULL},
    {"thirty nights", 30, 5,
     "set xtics (\"4 Oct\" 20000, \"13 Oct\" 20009, \"23 Oct\" 20019, \"2 Nov\" 20029)\n", NULL},
    {"many nights have no points", 60, 5, "with lines dt 1", "linespoints"},
    {"three lines are told apart by dashes and points", 3, 5, "title 'high', \\\n", NULL},
    {"medium", 3, 5, "dt 2 lw 2 lc rgb '#000005' pt 9 ps 0.8 title 'medium'", NULL},
    {"low", 3, 5, "dt 3 lw 2 lc rgb '#000006' pt 5 ps 0.8 title 'low'", NULL},
    {"nothing yet", 3, 0, "set yrange [0:1]\nset ytics (\"0\" 0, \"1\" 1)\n", NULL},
    {"five", 3, 5, "set yrange [0:6]\nset ytics (\"0\" 0, \"2\" 2, \"4\" 4, \"6\" 6)\n", NULL},
    {"thousands", 3, 3535, "(\"0\" 0, \"1000\" 1000, \"2000\" 2000, \"3000\" 3000, \"4000\" 4000)",
     NULL},
    {"tens of thousands", 3, 35000,
     "(\"0\" 0, \"10k\" 10000, \"20k\" 20000, \"30k\" 30000, \"40k\" 40000)", NULL},
    {"millions", 3, 1800000, "\"500k\" 500000, \"1M\" 1000000, \"1.5M\" 1500000, \"2M\" 2000000)",
     NULL},
    {"more than there is", 3, UINT64_MAX, "set yrange [0:20000000000000000000]", NULL},
    {"a path with quotes", 3, 5, "plot '/tmp/a''b c/nights' using 1:2", NULL},
};

static void the_script_says(void **state)
{
    const struct script_row *row = *state;
    struct store_night nights[60];
    struct buffer script = {0};
    make_nights(nights, row->count, true);
    for (size_t i = 0; i < row->count; i++) {
        nights[i].edges = row->edges;
    }
    plot_script(nights, row->count, "/tmp/a'b c", &script);
    assert_false(script.failed);
    if (strstr(script.data, row->has) == NULL) {
        fail_msg("not there: %s\nin:\n%s", row->has, script.data);
    }
    if (row->has_not != NULL && strstr(script.data, row->has_not) != NULL) {
        fail_msg("there: %s\nin:\n%s", row->has_not, script.data);
    }
    buffer_free(&script);
}

static void a_night_cut_short_is_a_gap(void **state)
{
    struct store_night nights[3];
    struct buffer data = {0};
    (void)state;
    make_nights(nights, 3, true);
    make_nights(nights, 1, false);
    plot_data(nights, 3, &data);
    assert_string_equal(data.data, "20000 ? ? ? ? ? ? ?\n"
                                   "20001 101.000 20000.000 11.000 1.000 2.000 3.000 1.500\n"
                                   "20002 102.000 30000.000 12.000 1.000 2.000 3.000 1.500\n");
    buffer_free(&data);
}

struct draw_row {
    const char *name;
    size_t count;
    bool told;
};

static const struct draw_row draws[] = {
    {"one night", 1, true},
    {"two", 2, true},
    {"as many as are drawn", 90, true},
    {"more", 400, true},
    {"one that was cut short", 1, false},
    {"three that were", 3, false},
};

/* In a directory whose name gnuplot would read otherwise. */
static void five_are_drawn(void **state)
{
    const struct draw_row *row = *state;
    struct store_night *nights = calloc(row->count, sizeof *nights);
    struct plots plots;
    struct fault fault = {""};
    char top[] = "/tmp/vigil-plot-XXXXXX", work[64];
    assert_non_null(nights);
    assert_non_null(mkdtemp(top));
    (void)snprintf(work, sizeof work, "%s/it's `x` $y", top);
    assert_true(files_make_directory(work, &fault));
    make_nights(nights, row->count, row->told);
    if (!plot_draw(nights, row->count, work, &plots, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(plots.count, PLOT_COUNT);
    for (size_t i = 0; i < plots.count; i++) {
        const struct page_plot *plot = &plots.plot[i];
        assert_int_equal(strlen(plot->svg), plot->size);
        assert_non_null(strstr(plot->svg, "<style>svg{"));
        assert_non_null(strstr(plot->svg, "</svg>"));
        assert_null(strstr(plot->svg, "style="));
        assert_null(strstr(plot->svg, "<script"));
        assert_true(plot->size < 64000 && plot->summary[strlen(plot->summary) - 1] == '.');
    }
    plots_free(&plots);
    free(nights);
    assert_true(files_remove_tree(top, &fault));
}

static void the_summaries_have_the_figures(void **state)
{
    struct scratch *scratch = *state;
    struct store_night nights[3];
    struct plots plots;
    struct fault fault;
    make_nights(nights, 3, true);
    nights[1].edges = 7;
    assert_true(plot_draw(nights, 3, scratch->directory, &plots, &fault));
    assert_string_equal(plots.plot[0].summary,
                        "Edges covered: 102 on 6 Oct; least 7, most 102 since 4 Oct.");
    assert_string_equal(plots.plot[3].summary, "Open issues: 1 high, 2 medium, 3 low on 6 Oct.");
    assert_string_equal(
        plots.plot[4].summary,
        "Days of the oldest untriaged issue: 1.5 on 6 Oct; least 1.5, most 1.5 since 4 Oct.");
    plots_free(&plots);
    assert_true(plot_draw(nights, 1, scratch->directory, &plots, &fault));
    assert_string_equal(plots.plot[0].summary, "Edges covered: 100 on 4 Oct.");
    plots_free(&plots);
}

/* What stands in the place of gnuplot, and what is said of it. */
struct fault_row {
    const char *name, *program, *said;
};

static const struct fault_row faults[] = {
    {"it is not there", NULL, "gnuplot: there is no such program"},
    {"it fails", "#!/bin/sh\necho; echo 'line 1: bad' >&2; exit 1\n",
     "gnuplot: it failed: line 1: bad"},
    {"it fails silently", "#!/bin/sh\nexit 3\n", "gnuplot: it failed: "},
    {"it draws nothing", "#!/bin/sh\n", "cannot open"},
    {"it is killed", "#!/bin/sh\nkill -9 $$\n", "gnuplot: it failed: "},
};

static void a_fault_is_told(void **state)
{
    const struct fault_row *row = *state;
    char top[] = "/tmp/vigil-plot-XXXXXX", program[64];
    const char *search = getenv("PATH");
    char path[PATH_SIZE];
    struct store_night nights[1];
    struct plots plots;
    struct fault fault, ignored;
    assert_non_null(mkdtemp(top));
    (void)snprintf(program, sizeof program, "%s/gnuplot", top);
    if (row->program != NULL) {
        assert_true(files_write(program, row->program, strlen(row->program), &ignored));
        assert_int_equal(chmod(program, 0755), 0);
    }
    make_nights(nights, 1, true);
    (void)snprintf(path, sizeof path, "%s", search != NULL ? search : "/usr/bin:/bin");
    assert_int_equal(setenv("PATH", top, 1), 0);
    bool drawn = plot_draw(nights, 1, top, &plots, &fault);
    assert_int_equal(setenv("PATH", path, 1), 0);
    assert_false(drawn);
    assert_int_equal(plots.count, 0);
    if (strstr(fault.text, row->said) == NULL) {
        fail_msg("\"%s\", not \"%s\"", fault.text, row->said);
    }
    plots_free(&plots);
    assert_true(files_remove_tree(top, &ignored));
}

static void no_night_is_a_fault(void **state)
{
    struct plots plots;
    struct fault fault;
    (void)state;
    assert_false(plot_draw(NULL, 0, "/tmp", &plots, &fault));
    assert_string_equal(fault.text, "there is no night to draw");
    plots_free(&plots);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(scripts) + COUNT(draws) + COUNT(faults) + 3];
    size_t count = 0;
    ADD_ROWS(tests, count, scripts, the_script_says);
    ADD_ROWS(tests, count, draws, five_are_drawn);
    ADD_ROWS(tests, count, faults, a_fault_is_told);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_night_cut_short_is_a_gap);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(no_night_is_a_fault);
    tests[count++] = (struct CMUnitTest)SCRATCH_TEST(the_summaries_have_the_figures);
    return cmocka_run_group_tests_name("plot", tests, NULL, NULL);
}
