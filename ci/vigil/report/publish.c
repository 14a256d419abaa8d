/* SPDX-License-Identifier: MIT */
#include "publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "outcome.h"
#include "page.h"
#include "plot.h"

/* Writes the text to a file, and frees it. A fault that is there already stands. */
static bool put(const char *directory, const char *name, const char *extension, struct buffer *text,
                struct fault *fault)
{
    char path[PATH_SIZE];
    struct fault new = {""};
    bool done = path_make(path, &new, "%s/%s%s", directory, name, extension) &&
                (text->failed ? fault_set(&new, "%s: out of memory", path)
                              : files_write(path, text->data, text->size, &new));
    buffer_free(text);
    if (!done && fault->text[0] == '\0') {
        *fault = new;
    }
    return done;
}

/* Which nights have a page; NULL when memory ran out, which page_index takes for all of them. */
static bool *find_pages(const struct report *report, const char *directory)
{
    bool *pages = calloc(report->night_count + 1, sizeof *pages);
    for (size_t i = 0; pages != NULL && i < report->night_count; i++) {
        char path[PATH_SIZE];
        struct fault ignored;
        pages[i] = path_make(path, &ignored, "%s/%s.html", directory, report->nights[i].date) &&
                   access(path, R_OK) == 0;
    }
    return pages;
}

static bool put_index(const struct report *report, const struct plots *plots, const char *directory,
                      struct fault *fault)
{
    struct buffer text = {0};
    bool *pages = find_pages(report, directory);
    page_index(report, pages, plots->plot, plots->count, &text);
    free(pages);
    return put(directory, "index", ".html", &text, fault);
}

bool publish(const struct report *report, const char *directory, const char *work,
             struct fault *undrawn, struct fault *fault)
{
    struct buffer page = {0}, json = {0}, markdown = {0};
    struct plots plots;
    const char *date = outcome_tonight(report)->date;
    *undrawn = *fault = (struct fault){""};
    if (date[0] == '\0') {
        return fault_set(fault, "there is no night to write a page of");
    }
    if (!files_make_directory(directory, fault)) {
        return false;
    }
    (void)plot_draw(report->nights, report->night_count, work, &plots, undrawn);
    page_night(report, plots.plot, plots.count, &page);
    report_json(report, &json);
    report_markdown(report, &markdown);
    bool done = put(directory, date, ".html", &page, fault);
    done = put(directory, date, ".json", &json, fault) && done;
    done = put(directory, date, ".md", &markdown, fault) && done;
    done = put_index(report, &plots, directory, fault) && done;
    plots_free(&plots);
    return done;
}
