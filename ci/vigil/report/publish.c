/* SPDX-License-Identifier: MIT */
#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/span.h"
#include "duty/duty.h"
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

#define PAGE_LIMIT ((size_t)64 << 20)
#define DATE_SIZE  10

/* "2026-11-25" of "2026-11-25.html"; false where the name is none of these. */
static bool read_name(const char *name, char date[16])
{
    static const char *const kinds[] = {".html", ".json", ".md"};
    int32_t day;
    (void)snprintf(date, 16, "%.*s", DATE_SIZE, name);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strlen(date) == DATE_SIZE && strcmp(name + DATE_SIZE, kinds[i]) == 0) {
            return duty_read_date(date, &day);
        }
    }
    return false;
}

/* Whether the date's page is vigil's own, by its foot. */
static bool says_so(const char *directory, const char *date)
{
    char path[PATH_SIZE];
    struct buffer page = {0};
    struct fault ignored;
    bool own = path_make(path, &ignored, "%s/%s.html", directory, date) &&
               files_read(path, PAGE_LIMIT, &page, &ignored) &&
               span_find((struct span){page.data, page.size}, PAGE_WRITTEN_BY) < page.size;
    buffer_free(&page);
    return own;
}

/* The page goes last: while it is there, the others are known to be vigil's. */
static bool remove_date(const char *directory, const char *date, struct fault *fault)
{
    static const char *const kinds[] = {".json", ".md", ".html"};
    bool done = true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[PATH_SIZE];
        struct fault new = {""};
        if (!path_make(path, &new, "%s/%s%s", directory, date, kinds[i]) ||
            (unlink(path) != 0 && errno != ENOENT && !fault_errno(&new, "%s", path))) {
            *fault = new;
            done = false;
        }
    }
    return done;
}

bool publish_prune(const char *directory, const char *before, publish_is_night *is_night,
                   void *context, struct fault *fault)
{
    DIR *entries = opendir(directory);
    const struct dirent *entry;
    bool done = true;
    char date[16], last[16] = "";
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        /* A date's three files may come one after the other: it is asked about once. */
        if (read_name(entry->d_name, date) && strcmp(date, before) < 0 && strcmp(date, last) != 0) {
            memcpy(last, date, sizeof last);
            if (is_night(context, date) || says_so(directory, date)) {
                done = remove_date(directory, date, fault) && done;
            }
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return done;
}
