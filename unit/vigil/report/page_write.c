/* SPDX-License-Identifier: MIT */
/* usage: page_write night|clean|hostile DIRECTORY [CRASHES]
 * Publishes a sample night in the directory, with so many new crashes more, and prints the time
 * that took. WORK/attacks.json beside the hostile one says how each attack is to be shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/files.h"
#include "base/inert.h"
#include "base/process.h"
#include "report/publish.h"
#include "sample.h"

static json_t *shown(const char *text, size_t size)
{
    struct buffer inert = {0};
    inert_line(&inert, text, size);
    json_t *made = json_string(inert.data == NULL ? "" : inert.data);
    buffer_free(&inert);
    return made;
}

/* A field of a crash ends at a NUL and at its size; an input and a log do not. */
static json_t *attack(size_t number, const struct report_crash *crash)
{
    const char *name;
    size_t size;
    const char *text = report_sample_attack(number, &name, &size);
    struct buffer escaped = {0}, lines = {0};
    inert_escaped(&escaped, text, size, 1024);
    inert_lines(&lines, text, size < 16000 ? size : 16000);
    json_t *made = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "name", name, "id", crash->id,
                             "escaped", escaped.data, "lines", lines.data == NULL ? "" : lines.data,
                             "note", shown(crash->note, strlen(crash->note)), "function",
                             shown(crash->crash->report.frames[0].function,
                                   strlen(crash->crash->report.frames[0].function)),
                             "text", shown(text, size < 200 ? size : 200));
    buffer_free(&escaped);
    buffer_free(&lines);
    return made;
}

static bool write_attacks(const struct report_sample *sample, const char *directory)
{
    char path[PATH_SIZE];
    struct fault fault;
    json_t *list = json_array();
    for (size_t i = 0; i < report_sample_attacks(); i++) {
        (void)json_array_append_new(list, attack(i, &sample->crashes[i]));
    }
    bool done = path_make(path, &fault, "%s/attacks.json", directory) &&
                json_dump_file(list, path, JSON_INDENT(1)) == 0;
    json_decref(list);
    return done;
}

static bool write_pages(const struct report_sample *sample, const char *directory)
{
    char work[PATH_SIZE];
    struct fault undrawn, fault;
    double began = process_clock();
    bool done = path_make(work, &fault, "%s/work", directory) &&
                files_make_directory(work, &fault) &&
                publish(&sample->report, directory, work, &undrawn, &fault);
    if (!done || undrawn.text[0] != '\0') {
        (void)fprintf(stderr, "page_write: %s\n", done ? undrawn.text : fault.text);
        return false;
    }
    printf("%zu crashes: %.3f s\n", sample->report.crash_count, process_clock() - began);
    return true;
}

int main(int count, char **arguments)
{
    struct report_sample sample;
    if (count < 3) {
        (void)fprintf(stderr, "usage: page_write night|clean|hostile DIRECTORY [CRASHES]\n");
        return 2;
    }
    bool hostile = strcmp(arguments[1], "hostile") == 0;
    report_sample_make(strcmp(arguments[1], "clean") == 0 ? SAMPLE_CLEAN
                       : hostile                          ? SAMPLE_HOSTILE
                                                          : SAMPLE_NIGHT,
                       count > 3 ? strtoul(arguments[3], NULL, 10) : 0, &sample);
    bool done =
        write_pages(&sample, arguments[2]) && (!hostile || write_attacks(&sample, arguments[2]));
    report_sample_free(&sample);
    return done ? 0 : 1;
}
