/* SPDX-License-Identifier: MIT */
#include "sanlog_frame.h"

#include <limits.h>

static void trim(struct span *text)
{
    while (text->size > 0 && (text->text[0] == ' ' || text->text[0] == '\t')) {
        span_skip(text, 1);
    }
    while (text->size > 0 && text->text[text->size - 1] == ' ') {
        text->size--;
    }
}

/* Cuts ":12" from the end. */
static bool cut_number(struct span *text, uint64_t *number)
{
    size_t start = text->size;
    while (start > 0 && span_is_digit(text->text[start - 1])) {
        start--;
    }
    if (start == text->size || start == 0 || text->text[start - 1] != ':') {
        return false;
    }
    struct span digits = {text->text + start, text->size - start};
    (void)span_take_digits(&digits, number);
    text->size = start - 1;
    return true;
}

void sanlog_frame_location(struct span text, struct sanlog_frame *frame)
{
    uint64_t last = 0, line = 0;
    trim(&text);
    if (cut_number(&text, &last) && !cut_number(&text, &line)) {
        line = last;
    }
    frame->line = line < UINT_MAX ? (unsigned)line : UINT_MAX;
    /* The end of a long path tells more than its beginning. */
    size_t room = sizeof frame->file - 1;
    if (text.size > room) {
        span_skip(&text, text.size - room);
    }
    span_copy(frame->file, sizeof frame->file, text);
}

/* Cuts " (module+0x12)" or " (BuildId: …)" from the end; the module's base name is kept. */
static bool cut_module(struct span *text, struct sanlog_frame *frame)
{
    if (text->size == 0 || text->text[text->size - 1] != ')') {
        return false;
    }
    size_t open = span_find_last(*text, "(");
    if (open == text->size) {
        return false;
    }
    struct span inside = {text->text + open + 1, text->size - open - 2};
    size_t plus = span_find_last(inside, "+0x");
    if (!span_is(inside, "<unknown module>") && !span_take(&inside, "BuildId: ")) {
        if (plus == inside.size || (open > 0 && text->text[open - 1] != ' ')) {
            return false;
        }
        inside.size = plus;
        size_t slash = span_find_last(inside, "/");
        span_skip(&inside, slash == inside.size ? 0 : slash + 1);
        span_copy(frame->module, sizeof frame->module, inside);
    }
    text->size = open;
    trim(text);
    return true;
}

/* "parse.c": for a symbol without debug information the log names the file alone. */
static bool is_file(struct span word)
{
    static const char *const ends[] = {".c", ".cc", ".cpp", ".cxx", ".h", ".o", ".S"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);
        if (word.size > length && memcmp(word.text + word.size - length, ends[i], length) == 0) {
            return true;
        }
    }
    return false;
}

/* Where the path begins in "f(char const*, int) /src/my parse.c:12:3"; the size if there is none.
 */
static size_t location_start(struct span text)
{
    size_t slash = span_find(text, " /");
    if (slash < text.size) {
        return slash;
    }
    size_t space = span_find_last(text, " ");
    if (space == text.size) {
        return space;
    }
    struct span last = {text.text + space + 1, text.size - space - 1};
    uint64_t ignored;
    bool located = cut_number(&last, &ignored) || span_take(&last, "<null>") || is_file(last);
    return located ? space : text.size;
}

/* Drops an unclosed last parenthesis: the line was cut within it, and its rest names nothing. */
static void cut_unclosed(struct span *text)
{
    size_t open = span_find_last(*text, "(");
    struct span rest = *text;
    span_skip(&rest, open);
    bool apart = open == 0 || (open < text->size && text->text[open - 1] == ' ');
    if (apart && span_find(rest, ")") == rest.size) {
        text->size = open;
        trim(text);
    }
}

/* Reads what follows the address: "parse(char const*) /src/parse.c:12:3 (target+0x1)". */
static void read_name_and_place(struct span line, struct sanlog_frame *frame)
{
    size_t whole = line.size;
    cut_unclosed(&line);
    cut_unclosed(&line);
    while (cut_module(&line, frame)) {}
    size_t start = location_start(line);
    struct span location = line;
    span_skip(&location, start);
    line.size = start;
    trim(&line);
    /* A place follows each name: where none does, the line was cut within the name. */
    if (start < whole) {
        span_copy(frame->function, sizeof frame->function,
                  span_is(line, "<null>") ? (struct span){line.text, 0} : line);
    }
    if (span_find(location, "<null>") == location.size) {
        sanlog_frame_location(location, frame);
    }
}

bool sanlog_frame_read(struct span line, uint64_t *number, struct sanlog_frame *frame)
{
    memset(frame, 0, sizeof *frame);
    trim(&line);
    if (!span_take(&line, "#") || !span_take_digits(&line, number) || !span_take(&line, " ")) {
        return false;
    }
    trim(&line);
    bool addressed = span_take(&line, "0x");
    if (addressed) {
        span_skip(&line, span_find(line, " "));
        trim(&line);
    }
    (void)span_take(&line, "in ");
    read_name_and_place(line, frame);
    /* "#12\tNEW cov: 3" and "#12 pulse" are libFuzzer's own progress. */
    return addressed || frame->file[0] != '\0' || frame->module[0] != '\0';
}
