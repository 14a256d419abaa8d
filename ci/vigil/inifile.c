/* SPDX-License-Identifier: MIT */
#include "inifile.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

struct reading {
    FILE *file;
    unsigned line; /* of the line that inih was last given */
    bool mid_line; /* and it was only a piece of one */
    inifile_entry *entry;
    void *context;
    struct fault reason;
};

static int take(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    /* inih goes on after a refusal; the first is the one to tell of. */
    return reading->reason.text[0] == '\0' &&
           reading->entry(reading->context, section, name, value == NULL ? "" : value,
                          &reading->reason);
}

/* inih tells its handler no line number, but reads line by line, so here they can be counted; a
 * line that comes in pieces counts once. After a refusal it is given no more. */
static char *counted_line(char *text, int size, void *stream)
{
    struct reading *reading = stream;
    if (reading->reason.text[0] != '\0') {
        return NULL;
    }
    char *line = fgets(text, size, reading->file);
    if (line != NULL) {
        reading->line += reading->mid_line ? 0 : 1;
        reading->mid_line = strchr(line, '\n') == NULL;
    }
    return line;
}

bool inifile_read(const char *path, inifile_entry *entry, void *context, bool *absent,
                  struct fault *fault)
{
    struct reading reading = {.entry = entry, .context = context};
    reading.file = fopen(path, "re");
    if (absent != NULL) {
        *absent = reading.file == NULL && errno == ENOENT;
    }
    if (reading.file == NULL) {
        return (absent != NULL && *absent) || fault_errno(fault, "%s: cannot open", path);
    }
    int wrong = ini_parse_stream(counted_line, &reading, take, &reading);
    bool failed = ferror(reading.file) != 0;
    (void)fclose(reading.file);
    if (failed) {
        return fault_set(fault, "%s: cannot read", path);
    }
    if (wrong == 0) {
        return true;
    }
    bool refused = reading.reason.text[0] != '\0';
    return fault_set(fault, "%s:%u: %s", path,
                     refused || wrong < 0 ? reading.line : (unsigned)wrong,
                     refused ? reading.reason.text : "neither [section] nor name = value");
}
