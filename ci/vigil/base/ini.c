/* SPDX-License-Identifier: MIT */
#include "ini.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include "span.h"

/* inih keeps so many bytes of a section's name, and drops the rest in silence. */
#define SECTION_MOST 49

struct reading {
    FILE *stream;
    struct ini *ini;
    bool continued; /* an indented line would go on with the entry above it */
    struct fault reason;
};

static int take(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    struct ini *ini = reading->ini;
    reading->continued = name[0] != '\0';
    /* inih goes on after a refusal; only the first is reported. */
    return reading->reason.text[0] == '\0' &&
           ini->entry(ini->context, section, name, value == NULL ? "" : value, &reading->reason);
}

static bool is_space(char letter)
{
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

static void skip_spaces(struct span *line)
{
    while (line->size > 0 && is_space(line->text[0])) {
        span_skip(line, 1);
    }
}

/* What stands between the brackets; false where no "]" comes before the line ends or a comment
 * begins: then inih itself refuses the line. */
static bool take_name(struct span *line, struct span *name)
{
    size_t size = 1;
    while (size < line->size && line->text[size] != ']' &&
           !(size > 1 && line->text[size] == ';' && is_space(line->text[size - 1]))) {
        size++;
    }
    bool closed = size < line->size && line->text[size] == ']';
    *name = (struct span){line->text + 1, size - 1};
    span_skip(line, closed ? size + 1 : 0);
    return closed;
}

static bool section(struct reading *reading, struct span name, struct span rest)
{
    struct ini *ini = reading->ini;
    char copy[SECTION_MOST + 1];
    skip_spaces(&rest);
    if (rest.size > 0 && rest.text[0] != ';' && rest.text[0] != '#') {
        return fault_set(&reading->reason, "more than a comment stands behind the \"]\"");
    }
    if (name.size > SECTION_MOST) {
        return fault_set(&reading->reason, "a section's name has at most %d bytes", SECTION_MOST);
    }
    span_copy(copy, sizeof copy, name);
    reading->continued = false;
    return ini->section == NULL || ini->section(ini->context, copy, &reading->reason);
}

/* inih tells of a section only with an entry in it, so headings are looked for here. They are known
 * as inih knows them: not by "[" alone, since an indented line goes on with the value before. */
static bool look_for_section(struct reading *reading, const char *text)
{
    struct span line = {text, strlen(text)}, name;
    if (reading->ini->line == 1) {
        (void)span_take(&line, "\xef\xbb\xbf"); /* a byte order mark */
    }
    bool indented = line.size > 0 && is_space(line.text[0]);
    skip_spaces(&line);
    if (line.size == 0 || line.text[0] != '[' || (indented && reading->continued)) {
        return true;
    }
    return !take_name(&line, &name) || section(reading, name, line);
}

/* Takes a whole line; refuses one that would be cut. False at the end, too. */
static bool take_line(struct reading *reading, char *text, size_t room)
{
    size_t size = 0;
    int letter = 0;
    while (size < room - 1 && letter != '\n' && (letter = getc(reading->stream)) != EOF) {
        text[size++] = (char)letter;
    }
    text[size] = '\0';
    reading->ini->line += size > 0 ? 1 : 0;
    if (memchr(text, '\0', size) != NULL) {
        return fault_set(&reading->reason, "a NUL stands in this line");
    }
    if (size == room - 1 && letter != '\n') {
        return fault_set(&reading->reason, "a line has at most %zu bytes", room - 2);
    }
    return size > 0;
}

/* inih tells its handler no line number, but reads line by line, so lines are counted here. After a
 * refusal it is given no more lines. */
static char *counted_line(char *text, int room, void *context)
{
    struct reading *reading = context;
    bool more = reading->reason.text[0] == '\0' && take_line(reading, text, (size_t)room) &&
                look_for_section(reading, text);
    return more ? text : NULL;
}

bool ini_read_stream(FILE *stream, const char *path, struct ini *ini, struct fault *fault)
{
    struct reading reading = {.stream = stream, .ini = ini};
    ini->line = 0;
    int wrong = ini_parse_stream(counted_line, &reading, take, &reading);
    if (ferror(stream) != 0 || wrong < 0) {
        return fault_set(fault, "%s: cannot read", path);
    }
    if (wrong > 0 && ((unsigned)wrong < ini->line || reading.reason.text[0] == '\0')) {
        return fault_set(fault, "%s:%d: neither [section] nor name = value", path, wrong);
    }
    return reading.reason.text[0] == '\0' ||
           fault_set(fault, "%s:%u: %s", path, ini->line, reading.reason.text);
}

bool ini_read(const char *path, ini_entry *entry, void *context, bool *absent, struct fault *fault)
{
    struct ini ini = {.entry = entry, .context = context};
    FILE *stream = fopen(path, "re");
    if (absent != NULL) {
        *absent = stream == NULL && errno == ENOENT;
    }
    if (stream == NULL) {
        return (absent != NULL && *absent) || fault_errno(fault, "%s: cannot open", path);
    }
    bool read = ini_read_stream(stream, path, &ini, fault);
    (void)fclose(stream);
    return read;
}
