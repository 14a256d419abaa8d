/* SPDX-License-Identifier: MIT */
#include "plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "plot_script.h"

#define DRAWING_LIMIT ((size_t)4 << 20)
/* It takes a twentieth of a second; a machine may be busy. */
#define SECONDS       60

_Static_assert(PLOTS == PLOT_COUNT, "one drawing for each");

/* "2 high, 4 medium, 3 low on 25 Nov" */
static void say_lines(const struct plot_what *what, const struct store_night *last,
                      struct buffer *into)
{
    for (size_t l = 0; l < plot_line_count(what); l++) {
        buffer_format(into, "%s%.0f %s", l > 0 ? ", " : "", what->lines[l].value(last),
                      what->lines[l].key);
    }
    buffer_text(into, " on ");
    plot_date(into, last->date);
}

/* "3535 on 25 Nov; least 2900, most 3535 since 22 Oct" */
static void say_line(const struct plot_what *what, const struct store_night *nights, size_t count,
                     struct buffer *into)
{
    const struct store_night *last = &nights[count - 1];
    double least = what->lines[0].value(last), most = least;
    for (size_t i = 0; i < count; i++) {
        if (plot_tells(&nights[i])) {
            least = fmin(least, what->lines[0].value(&nights[i]));
            most = fmax(most, what->lines[0].value(&nights[i]));
        }
    }
    buffer_format(into, "%.*f on ", what->decimals, what->lines[0].value(last));
    plot_date(into, last->date);
    if (count > 1) {
        buffer_format(into, "; least %.*f, most %.*f since ", what->decimals, least, what->decimals,
                      most);
        plot_date(into, nights[0].date);
    }
}

static void summary(const struct plot_what *what, const struct store_night *nights, size_t count,
                    struct buffer *into)
{
    buffer_format(into, "%s: ", what->of);
    if (plot_line_count(what) > 1) {
        say_lines(what, &nights[count - 1], into);
    } else {
        say_line(what, nights, count, into);
    }
    buffer_text(into, ".");
}

static bool write_file(const char *work, const char *name, const struct buffer *text,
                       struct fault *fault)
{
    char path[PATH_SIZE];
    if (text->failed) {
        return fault_set(fault, "%s: out of memory", name);
    }
    return path_make(path, fault, "%s/%s", work, name) &&
           files_scribble(path, text->data, text->size, fault);
}

static bool prepare(const struct store_night *nights, size_t count, const char *work,
                    struct fault *fault)
{
    struct buffer data = {0}, script = {0};
    plot_data(nights, count, &data);
    plot_script(nights, count, work, &script);
    bool done =
        write_file(work, "nights", &data, fault) && write_file(work, "script", &script, fault);
    buffer_free(&data);
    buffer_free(&script);
    return done;
}

/* What it said of itself, its first line. */
static bool judge(const struct process_outcome *outcome, struct fault *fault)
{
    struct span text = {outcome->output, outcome->output_size}, line = {0};
    if (outcome->end == PROCESS_EXITED && outcome->status == 0) {
        return true;
    }
    if (outcome->end == PROCESS_EXITED && outcome->status == 127) {
        return fault_set(fault, "gnuplot: there is no such program");
    }
    while (line.size == 0 && span_take_line(&text, &line)) {}
    return fault_set(fault, "gnuplot: it failed: %.*s", (int)(line.size < 200 ? line.size : 200),
                     line.size > 0 ? line.text : "");
}

/* Neither the person's own settings nor their locale have a say in it. */
static bool run(const char *work, struct fault *fault)
{
    struct buffer path = {0}, home = {0}, script = {0};
    const char *search = getenv("PATH");
    buffer_format(&path, "PATH=%s", search != NULL ? search : "/usr/bin:/bin");
    buffer_format(&home, "HOME=%s", work);
    buffer_format(&script, "%s/script", work);
    char *arguments[] = {(char *)(uintptr_t) "/usr/bin/env", (char *)(uintptr_t) "gnuplot",
                         (char *)(uintptr_t) "-d", script.data, NULL};
    char *environment[] = {path.data, home.data, (char *)(uintptr_t) "LC_ALL=C", NULL};
    struct process_request request = {.arguments = arguments,
                                      .environment = environment,
                                      .seconds = SECONDS,
                                      .head_bytes = 4096,
                                      .tail_bytes = 4096};
    struct process_outcome outcome = {0};
    bool done = path.failed || home.failed || script.failed
                    ? fault_set(fault, "gnuplot: out of memory")
                    : process_run(&request, &outcome, fault) && judge(&outcome, fault);
    process_outcome_free(&outcome);
    buffer_free(&path);
    buffer_free(&home);
    buffer_free(&script);
    return done;
}

static bool take(const struct plot_what *what, const char *work, struct buffer *svg,
                 struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer drawing = {0};
    bool done = path_make(path, fault, "%s/%s.svg", work, what->name) &&
                files_read(path, DRAWING_LIMIT, &drawing, fault);
    if (done) {
        plot_dress(&drawing, svg);
        done = !svg->failed || fault_set(fault, "%s: out of memory", path);
    }
    buffer_free(&drawing);
    return done;
}

static bool take_all(const struct store_night *nights, size_t count, const char *work,
                     struct plots *plots, struct fault *fault)
{
    for (size_t p = 0; p < PLOT_COUNT; p++) {
        if (!take(&plot_whats[p], work, &plots->svg[p], fault)) {
            return false;
        }
        summary(&plot_whats[p], nights, count, &plots->summary[p]);
        if (plots->summary[p].failed) {
            return fault_set(fault, "gnuplot: out of memory");
        }
        plots->plot[p] = (struct page_plot){.title = plot_whats[p].title,
                                            .svg = plots->svg[p].data,
                                            .summary = plots->summary[p].data,
                                            .size = plots->svg[p].size};
    }
    plots->count = PLOT_COUNT;
    return true;
}

bool plot_draw(const struct store_night *nights, size_t count, const char *work,
               struct plots *plots, struct fault *fault)
{
    size_t left_out = count > PLOT_NIGHTS ? count - PLOT_NIGHTS : 0;
    *plots = (struct plots){0};
    if (count == 0) {
        return fault_set(fault, "there is no night to draw");
    }
    nights += left_out;
    count -= left_out;
    return prepare(nights, count, work, fault) && run(work, fault) &&
           take_all(nights, count, work, plots, fault);
}

void plots_free(struct plots *plots)
{
    for (size_t p = 0; p < PLOT_COUNT; p++) {
        buffer_free(&plots->svg[p]);
        buffer_free(&plots->summary[p]);
    }
    *plots = (struct plots){0};
}
