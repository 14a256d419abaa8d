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

/* "+0x4f2", UINT64_MAX at most. */
static uint64_t hexadecimal(struct span text)
{
    uint64_t value = 0;
    (void)span_take(&text, "+");
    for (bool digit = span_take(&text, "0x"); digit && text.size > 0; span_skip(&text, 1)) {
        const char *digits = "0123456789abcdef";
        const char *place = strchr(digits, text.text[0] | 0x20);
        digit = place != NULL && text.text[0] != '\0';
        if (digit) {
            value = value > UINT64_MAX >> 4 ? UINT64_MAX : value << 4 | (uint64_t)(place - digits);
        }
    }
    return value;
}

static void take_module(struct span path, struct sanlog_frame *frame)
{
    size_t slash = span_find_last(path, "/");
    span_skip(&path, slash == path.size ? 0 : slash + 1);
    span_copy(frame->module, sizeof frame->module, path);
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
        frame->offset = hexadecimal((struct span){inside.text + plus, inside.size - plus});
        inside.size = plus;
        take_module(inside, frame);
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
    if (text.size > 0 && text.text[0] == '/') {
        return 0; /* of a function that has no name, in assembly */
    }
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

/* Reads what follows the address: "parse(char const*) /src/parse.c:12:3 (target+0x1)". False where
 * nothing follows the name. */
static bool read_name_and_place(struct span line, struct sanlog_frame *frame)
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
    span_copy(frame->function, sizeof frame->function,
              span_is(line, "<null>") ? (struct span){line.text, 0} : line);
    if (span_find(location, "<null>") == location.size) {
        sanlog_frame_location(location, frame);
    }
    return start < whole;
}

/* "#0  0x55d in parse (text=0x0) at parse.c:12", "#4  0x55d in abort () from /lib/libc.so.6": what
 * stands before " at " or " from " is a name, and arguments after a blank. */
static bool read_gdb(struct span line, struct sanlog_frame *frame)
{
    size_t at = span_find_last(line, ") at "), from = span_find_last(line, ") from ");
    size_t end = at < line.size ? at : from, arguments = span_find(line, " (");
    if (end == line.size || arguments > end) {
        return false;
    }
    struct span place = line;
    span_skip(&place, end + (at < line.size ? strlen(") at ") : strlen(") from ")));
    if (at < line.size) {
        sanlog_frame_location(place, frame);
    } else {
        take_module(place, frame);
    }
    span_copy(frame->function, sizeof frame->function, (struct span){line.text, arguments});
    return true;
}

/* "/out/target(parse+0x4) [0x55d]" and "/out/target(+0x4f2) [0x55d]", backtrace_symbols(3) */
static bool read_glibc(struct span line, struct sanlog_frame *frame)
{
    size_t open = span_find(line, "("), bracket = span_find_last(line, ") [0x");
    if (open == 0 || bracket == line.size || open >= bracket || span_find(line, " ") < open) {
        return false;
    }
    struct span inside = {line.text + open + 1, bracket - open - 1};
    size_t plus = span_find_last(inside, "+0x");
    take_module((struct span){line.text, open}, frame);
    span_copy(frame->function, sizeof frame->function, (struct span){inside.text, plus});
    if (plus == 0) {
        frame->offset = hexadecimal(inside);
    }
    return true;
}

/* "==7==    at 0x109161: parse (parse.c:12)", "==7==    by 0x48: main (in /out/target)" */
static bool read_valgrind(struct span line, struct sanlog_frame_line *said,
                          struct sanlog_frame *frame)
{
    if (!span_take(&line, "==") || !span_take_digits(&line, NULL) || !span_take(&line, "==")) {
        return false;
    }
    trim(&line);
    bool begins = span_take(&line, "at 0x");
    size_t colon = span_find(line, ": ");
    if ((!begins && !span_take(&line, "by 0x")) || colon == line.size) {
        return false;
    }
    span_skip(&line, span_find(line, ": ") + 2);
    size_t open = span_find_last(line, " (");
    bool placed = open < line.size && line.text[line.size - 1] == ')';
    said->unnumbered = !begins;
    said->open = !placed;
    struct span name = {line.text, placed ? open : line.size};
    if (!span_is(name, "\?\?\?")) {
        span_copy(frame->function, sizeof frame->function, name);
    }
    if (placed) {
        struct span place = {line.text + open + 2, line.size - open - 3};
        if (span_take(&place, "in ")) {
            take_module(place, frame);
        } else {
            sanlog_frame_location(place, frame);
        }
    }
    return true;
}

/* "[frame=3, function=parse, location=/src/parse.c:12:3]" */
static bool read_labelled(struct span line, struct sanlog_frame_line *said,
                          struct sanlog_frame *frame)
{
    static const char function[] = "function=", location[] = "location=";
    if (!span_take(&line, "[frame=") || !span_take_digits(&line, &said->number)) {
        return false;
    }
    size_t name = span_find(line, function), place = span_find(line, location);
    if (name == line.size || place == line.size || line.text[line.size - 1] != ']') {
        return false;
    }
    line.size--;
    struct span rest = line;
    span_skip(&rest, place + sizeof location - 1);
    sanlog_frame_location(rest, frame);
    span_skip(&line, name + sizeof function - 1);
    line.size = span_find(line, ", location=");
    span_copy(frame->function, sizeof frame->function, line);
    return true;
}

bool sanlog_frame_read(struct span line, struct sanlog_frame_line *said, struct sanlog_frame *frame)
{
    memset(frame, 0, sizeof *frame);
    *said = (struct sanlog_frame_line){.number = 0};
    trim(&line);
    if (read_valgrind(line, said, frame) || read_labelled(line, said, frame)) {
        return true;
    }
    bool marked = span_take(&line, "#");
    if (!span_take_digits(&line, &said->number) || !span_take(&line, " ")) {
        return false;
    }
    trim(&line);
    bool addressed = span_take(&line, "0x");
    if (addressed) {
        span_skip(&line, span_find(line, " "));
        trim(&line);
    }
    bool in = span_take(&line, "in ");
    if (!marked && (!addressed || !in)) {
        return false;
    }
    if (!read_glibc(line, frame) && !read_gdb(line, frame)) {
        said->open = !read_name_and_place(line, frame);
    }
    /* "#12\tNEW cov: 3" and "#12 pulse" are libFuzzer's own progress. */
    return addressed || frame->file[0] != '\0' || frame->module[0] != '\0';
}
