/* SPDX-License-Identifier: MIT */
/* Writes the sample gates, for those who look at them with other tools: DIRECTORY/passed, blocked,
 * could_not and hostile-N, each with all outputs and what a terminal would show. */
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "sample.h"
#include "verdict/write.h"

static bool write_one(const struct verdict *verdict, const char *directory, const char *name)
{
    char where[PATH_SIZE], path[PATH_SIZE];
    struct fault fault = {""};
    struct buffer text = {0}, coloured = {0};
    verdict_text(verdict, false, &text);
    verdict_text(verdict, true, &coloured);
    bool done = path_make(where, &fault, "%s/%s", directory, name) &&
                verdict_write(verdict, where, &fault) &&
                path_make(path, &fault, "%s/terminal.txt", where) &&
                files_write(path, text.data, text.size, &fault) &&
                path_make(path, &fault, "%s/terminal.ansi", where) &&
                files_write(path, coloured.data, coloured.size, &fault);
    buffer_free(&text);
    buffer_free(&coloured);
    if (!done) {
        (void)fprintf(stderr, "verdict_write_sample: %s\n", fault.text);
    }
    return done;
}

static bool write_sample(enum verdict_sample_kind kind, size_t attack, const char *directory,
                         const char *name)
{
    struct verdict_sample sample;
    verdict_sample_make(kind, attack, &sample);
    bool done = write_one(&sample.verdict, directory, name);
    verdict_sample_free(&sample);
    return done;
}

int main(int count, char **arguments)
{
    if (count != 2) {
        (void)fprintf(stderr, "usage: verdict_write_sample DIRECTORY\n");
        return 2;
    }
    bool done = write_sample(VERDICT_SAMPLE_PASSED, 0, arguments[1], "passed") &&
                write_sample(VERDICT_SAMPLE_BLOCKED, 0, arguments[1], "blocked") &&
                write_sample(VERDICT_SAMPLE_COULD_NOT, 0, arguments[1], "could_not");
    for (size_t i = 0; done && i < verdict_sample_attacks(); i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "hostile-%zu", i);
        done = write_sample(VERDICT_SAMPLE_HOSTILE, i, arguments[1], name);
    }
    return done ? 0 : 1;
}
