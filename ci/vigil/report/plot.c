/* SPDX-License-Identifier: MIT */
#include "plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "outcome.h"

#define DRAWING_LIMIT ((size_t)4 << 20)
/* gnuplot takes a twentieth of a second, and longer on a busy machine. */
#define SECONDS       60
/* A line of more nights than these has no points. */
#define POINTS_MOST   45
/* A line of at most so many nights has larger points. */
#define FEW           14
/* How many dates find room below a drawing. */
#define DATES         4

static double edges(const struct store_night *night)
{
    return (double)night->edges;
}

static double executions_a_second(const struct store_night *night)
{
    return outcome_rate(night->executions, night->seconds);
}

static double corpus(const struct store_night *night)
{
    return (double)night->corpus;
}

static double open_high(const struct store_night *night)
{
    return night->open[SEVERITY_HIGH];
}

static double open_medium(const struct store_night *night)
{
    return night->open[SEVERITY_MEDIUM];
}

static double open_low(const struct store_night *night)
{
    return night->open[SEVERITY_LOW];
}

static double untriaged_days(const struct store_night *night)
{
    return night->untriaged_seconds / 86400;
}

#define WIDTH  360
#define HEIGHT 190
#define LINES  3

/* One drawing: a line or three over the nights. */
struct drawing {
    const char *title, *name; /* for a person; of its file */
    const char *of;           /* "Edges covered", to begin a sentence with */
    int decimals;             /* of its figures in that sentence */
    struct {
        const char *key; /* "high"; NULL: the only one */
        double (*value)(const struct store_night *night);
    } lines[LINES];
};

/* In the order in which they are shown. */
static const struct drawing drawings[PLOT_COUNT] = {
    {"Edges covered", "edges", "Edges covered", 0, {{NULL, edges}}},
    {"Executions a second", "rate", "Executions a second", 0, {{NULL, executions_a_second}}},
    {"Corpus, inputs", "corpus", "Inputs in the corpus", 0, {{NULL, corpus}}},
    {"Open issues by severity",
     "open",
     "Open issues",
     0,
     {{"high", open_high}, {"medium", open_medium}, {"low", open_low}}},
    {"Oldest untriaged issue, days",
     "untriaged",
     "Days of the oldest untriaged issue",
     1,
     {{NULL, untriaged_days}}},
};

static size_t line_count(const struct drawing *what)
{
    size_t count = 0;
    while (count < LINES && what->lines[count].value != NULL) {
        count++;
    }
    return count;
}

/* Whether the night got so far that its figures mean something. */
static bool tells(const struct store_night *night)
{
    return night->ended[0] != '\0' || night->executions > 0;
}

static long day_of(const struct store_night *night)
{
    int32_t day = 0;
    (void)duty_read_date(night->date, &day);
    return day;
}

void plot_data(const struct store_night *nights, size_t count, struct buffer *into)
{
    for (size_t i = 0; i < count; i++) {
        buffer_format(into, "%ld", day_of(&nights[i]));
        for (size_t p = 0; p < PLOT_COUNT; p++) {
            for (size_t l = 0; l < line_count(&drawings[p]); l++) {
                if (tells(&nights[i])) {
                    buffer_format(into, " %.3f", drawings[p].lines[l].value(&nights[i]));
                } else {
                    buffer_text(into, " ?");
                }
            }
        }
        buffer_text(into, "\n");
    }
}

/* "12.5k": at most four characters, for a scale of round numbers. */
static void scale_label(struct buffer *into, double value)
{
    static const struct {
        double unit;
        const char *letter;
    } units[] = {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (value >= units[i].unit && (value >= 1e4 || i < 3)) {
            buffer_format(into, "%.4g%s", value / units[i].unit, units[i].letter);
            return;
        }
    }
    buffer_format(into, "%.4g", value);
}

static double highest(const struct store_night *nights, size_t count, const struct drawing *what)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t l = 0; l < line_count(what) && tells(&nights[i]); l++) {
            most = fmax(most, what->lines[l].value(&nights[i]));
        }
    }
    return most;
}

/* A round number, about a fourth of the highest value; never less than 1, since what is drawn are
 * counts. */
static double step_for(double most)
{
    double rough = fmax(most, 1) / 4, power = pow(10, floor(log10(rough)));
    double step = rough <= power ? power : rough <= 2 * power ? 2 * power : 5 * power;
    step = rough > 5 * power ? 10 * power : step;
    return fmax(step, 1);
}

static void scale(struct buffer *into, double most)
{
    double step = step_for(most), parts = fmax(ceil(most / step), 1);
    buffer_format(into, "set yrange [0:%.0f]\nset ytics (", parts * step);
    for (int i = 0; i <= (int)parts; i++) {
        buffer_text(into, i > 0 ? ", \"" : "\"");
        scale_label(into, i * step);
        buffer_format(into, "\" %.0f", i * step);
    }
    buffer_text(into, ")\n");
}

/* "25 Nov", of a date of our own. */
static void write_date(struct buffer *into, const char *date)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int32_t day;
    if (duty_read_date(date, &day)) {
        int month = (date[5] - '0') * 10 + date[6] - '0';
        buffer_format(into, "%d %.3s", (date[8] - '0') * 10 + date[9] - '0',
                      months + (size_t)3 * (size_t)(month - 1));
    }
}

/* The first date and the last, and what fits evenly between them. */
static void dates(struct buffer *into, long first, long last)
{
    long parts = last - first < DATES - 1 ? last - first : DATES - 1;
    buffer_format(into, "set xrange [%ld - 0.5:%ld + 0.5]\nset xtics (", first, last);
    for (long i = 0; i <= parts; i++) {
        long day = parts == 0 ? first : first + (last - first) * i / parts;
        char date[16];
        buffer_text(into, i > 0 ? ", \"" : "\"");
        duty_write_date((int32_t)day, date);
        write_date(into, date);
        buffer_format(into, "\" %ld", day);
    }
    buffer_text(into, ")\n");
}

/* A path in gnuplot's single quotes, within which no character but the quote has a meaning. */
static void quoted(struct buffer *into, const char *path, const char *name)
{
    buffer_text(into, "'");
    for (; *path != '\0'; path++) {
        buffer_add(into, path, 1);
        buffer_text(into, *path == '\'' ? "'" : "");
    }
    buffer_format(into, "/%s'", name);
}

/* Lines are told apart by dashes and points. Their colours are placeholders, which the style of
 * dress() replaces. */
static void draw(struct buffer *into, const struct drawing *what, size_t column, size_t nights,
                 const char *work)
{
    static const int shapes[] = {7, 9, 5}, dashes[] = {1, 2, 3};
    bool one = line_count(what) == 1;
    buffer_text(into, one ? "set tmargin 0.7\n" : "set tmargin 2\n");
    for (size_t l = 0; l < line_count(what); l++) {
        int colour = one ? 3 : 4 + (int)l;
        buffer_text(into, l > 0 ? ", \\\n    " : "plot ");
        quoted(into, work, "nights");
        buffer_format(into, " using 1:%zu with %s dt %d lw 2 lc rgb '#00000%d'", column + l,
                      nights <= POINTS_MOST ? "linespoints" : "lines", dashes[l], colour);
        if (nights <= POINTS_MOST) {
            buffer_format(into, " pt %d ps %s", shapes[l], nights <= FEW ? "0.8" : "0.45");
        }
        buffer_format(into, one ? " notitle" : " title '%s'", what->lines[l].key);
    }
    buffer_text(into, "\n");
}

void plot_script(const struct store_night *nights, size_t count, const char *work,
                 struct buffer *into)
{
    size_t column = 2;
    buffer_format(into,
                  "set terminal svg size %d,%d dynamic noenhanced background -1 "
                  "font 'system-ui,sans-serif,12' linewidth 1 butt\n"
                  "set datafile missing '?'\nset border 1 lc rgb '#000002'\n"
                  "set tics nomirror scale 0 textcolor rgb '#000001'\n"
                  "set grid ytics lt 1 dt 1 lw 1 lc rgb '#000002'\n"
                  "set key tmargin left horizontal Left reverse maxrows 1 samplen 2.5 width -0.5 "
                  "textcolor rgb '#000001'\n"
                  "set lmargin 6\nset rmargin 2.5\nset bmargin 2\n",
                  WIDTH, HEIGHT);
    dates(into, day_of(&nights[0]), day_of(&nights[count - 1]));
    for (size_t p = 0; p < PLOT_COUNT; p++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s.svg", drawings[p].name);
        buffer_text(into, "set output ");
        quoted(into, work, name);
        buffer_text(into, "\n");
        scale(into, highest(nights, count, &drawings[p]));
        draw(into, &drawings[p], column, count, work);
        column += line_count(&drawings[p]);
    }
    buffer_text(into, "set output\n");
}

/* gnuplot's drawing with our style in it, which follows the reader's choice of light or dark. */
static void dress(const struct buffer *drawn, struct buffer *into)
{
    /* Any style overrides presentation attributes, which gnuplot writes. */
    static const char style[] =
        "<style>"
        "svg{--1:#586168;--2:#dfe2e0;--3:#0a6468;--4:#a3231b;--5:#7a4a00;--6:#3c4f66}"
        "@media(prefers-color-scheme:dark){svg{--1:#9ba8ad;--2:#2c3438;--3:#6fcdcb;--4:#ffa79c;"
        "--5:#f1c26b;--6:#b3c6dc}}"
        "text{fill:var(--1)}"
        "[stroke='rgb(  0,   0,   2)']{stroke:var(--2)}"
        "[stroke='rgb(  0,   0,   3)']{stroke:var(--3)}[color='rgb(  0,   0,   3)']{color:var(--3)}"
        "[stroke='rgb(  0,   0,   4)']{stroke:var(--4)}[color='rgb(  0,   0,   4)']{color:var(--4)}"
        "[stroke='rgb(  0,   0,   5)']{stroke:var(--5)}[color='rgb(  0,   0,   5)']{color:var(--5)}"
        "[stroke='rgb(  0,   0,   6)']{stroke:var(--6)}[color='rgb(  0,   0,   6)']{color:var(--6)}"
        "</style>";
    struct span text = {drawn->data, drawn->size};
    size_t tag = span_find(text, "<svg"), end = tag;
    while (end < text.size && text.text[end] != '>') {
        end++;
    }
    end = end < text.size ? end + 1 : text.size;
    buffer_add(into, text.text, end);
    buffer_text(into, style);
    buffer_add(into, text.text + end, text.size - end);
    into->failed = into->failed || drawn->failed;
}

/* "2 high, 4 medium, 3 low on 25 Nov" */
static void say_lines(const struct drawing *what, const struct store_night *last,
                      struct buffer *into)
{
    for (size_t l = 0; l < line_count(what); l++) {
        buffer_format(into, "%s%.0f %s", l > 0 ? ", " : "", what->lines[l].value(last),
                      what->lines[l].key);
    }
    buffer_text(into, " on ");
    write_date(into, last->date);
}

/* "3535 on 25 Nov; least 2900, most 3535 since 22 Oct" */
static void say_line(const struct drawing *what, const struct store_night *nights, size_t count,
                     struct buffer *into)
{
    const struct store_night *last = &nights[count - 1];
    double least = what->lines[0].value(last), most = least;
    for (size_t i = 0; i < count; i++) {
        if (tells(&nights[i])) {
            least = fmin(least, what->lines[0].value(&nights[i]));
            most = fmax(most, what->lines[0].value(&nights[i]));
        }
    }
    buffer_format(into, "%.*f on ", what->decimals, what->lines[0].value(last));
    write_date(into, last->date);
    if (count > 1) {
        buffer_format(into, "; least %.*f, most %.*f since ", what->decimals, least, what->decimals,
                      most);
        write_date(into, nights[0].date);
    }
}

static void summary(const struct drawing *what, const struct store_night *nights, size_t count,
                    struct buffer *into)
{
    buffer_format(into, "%s: ", what->of);
    if (line_count(what) > 1) {
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

/* Whether gnuplot succeeded; else the fault has the first line of what it printed. */
static bool succeeded(const struct process_outcome *outcome, struct fault *fault)
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

/* With a HOME and a locale of its own, so that nobody's settings change the drawing. */
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
                    : process_run(&request, &outcome, fault) && succeeded(&outcome, fault);
    process_outcome_free(&outcome);
    buffer_free(&path);
    buffer_free(&home);
    buffer_free(&script);
    return done;
}

/* The drawing as it stands in the page, and what it shows in words. */
static bool take(const struct drawing *what, const struct store_night *nights, size_t count,
                 const char *work, struct buffer *svg, struct buffer *words, struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer drawn = {0};
    bool done = path_make(path, fault, "%s/%s.svg", work, what->name) &&
                files_read(path, DRAWING_LIMIT, &drawn, fault);
    if (done) {
        dress(&drawn, svg);
        summary(what, nights, count, words);
        done = (!svg->failed && !words->failed) || fault_set(fault, "%s: out of memory", path);
    }
    buffer_free(&drawn);
    return done;
}

bool plot_draw(const struct store_night *nights, size_t count, const char *work,
               struct plots *plots, struct fault *fault)
{
    size_t left_out = count > PLOT_NIGHTS ? count - PLOT_NIGHTS : 0;
    struct buffer data = {0}, script = {0};
    *plots = (struct plots){0};
    if (count == 0) {
        return fault_set(fault, "there is no night to draw");
    }
    nights += left_out;
    count -= left_out;
    plot_data(nights, count, &data);
    plot_script(nights, count, work, &script);
    bool done = write_file(work, "nights", &data, fault) &&
                write_file(work, "script", &script, fault) && run(work, fault);
    buffer_free(&data);
    buffer_free(&script);
    for (size_t p = 0; done && p < PLOT_COUNT; p++) {
        struct buffer *svg = &plots->svg[p], *words = &plots->summary[p];
        done = take(&drawings[p], nights, count, work, svg, words, fault);
        plots->plot[p] = (struct page_plot){.title = drawings[p].title,
                                            .svg = svg->data,
                                            .summary = words->data,
                                            .size = svg->size};
    }
    plots->count = done ? PLOT_COUNT : 0;
    return done;
}

void plots_free(struct plots *plots)
{
    for (size_t p = 0; p < PLOT_COUNT; p++) {
        buffer_free(&plots->svg[p]);
        buffer_free(&plots->summary[p]);
    }
    *plots = (struct plots){0};
}
