/* SPDX-License-Identifier: MIT */
#include "page_part.h"

#include <string.h>

#include "base/inert.h"

/* More ranges than these are not listed in words; the marks show them all. */
#define RANGES 24

/* What is known of a byte: blame.h's marks, with one more for the last of the needed bytes. */
enum mark { PLAIN, NEEDED, LAST, UNKNOWN };

static const char *const classes[] = {
    [PLAIN] = NULL, [NEEDED] = "needed", [LAST] = "last", [UNKNOWN] = "untried"};

struct input {
    const unsigned char *bytes;
    size_t size, shown;
    const char *marks; /* NULL: not known */
    size_t last;       /* where the last '^' is; size: there is none */
};

static enum mark mark_of(const struct input *input, size_t at)
{
    if (input->marks == NULL) {
        return PLAIN;
    }
    return at == input->last         ? LAST
           : input->marks[at] == '^' ? NEEDED
           : input->marks[at] == '?' ? UNKNOWN
                                     : PLAIN;
}

/* Where the run of bytes that are marked alike ends. */
static size_t run_end(const struct input *input, size_t at, size_t end)
{
    enum mark mark = mark_of(input, at);
    while (at < end && mark_of(input, at) == mark) {
        at++;
    }
    return at;
}

typedef void piece(struct buffer *into, const struct input *input, size_t at, size_t end);

/* The bytes in runs that are marked alike, each written by `write`. */
static void marked(struct buffer *into, const struct input *input, size_t at, size_t end,
                   piece *write)
{
    while (at < end) {
        size_t next = run_end(input, at, end);
        const char *class = classes[mark_of(input, at)];
        if (class != NULL) {
            buffer_format(into, "<mark class=\"%s\">", class);
        }
        write(into, input, at, next);
        buffer_text(into, class != NULL ? "</mark>" : "");
        at = next;
    }
}

static void escaped(struct buffer *into, const struct input *input, size_t at, size_t end)
{
    struct buffer text = {0};
    inert_escaped(&text, input->bytes + at, end - at, SIZE_MAX);
    inert_html_line(into, text.data == NULL ? "" : text.data, text.size);
    into->failed = into->failed || text.failed;
    buffer_free(&text);
}

/* "32 30 32 34", with the gap in the middle of a line. */
static void hexadecimal(struct buffer *into, const struct input *input, size_t at, size_t end)
{
    for (size_t i = at; i < end; i++) {
        buffer_format(into, "%02x", input->bytes[i]);
        if (i + 1 < end) {
            buffer_text(into, i % 16 == 7 ? "  " : " ");
        }
    }
}

/* The bytes of one line at most, as letters. */
static void letters(struct buffer *into, const struct input *input, size_t at, size_t end)
{
    char text[16];
    for (size_t i = at; i < end; i++) {
        bool plain = input->bytes[i] >= ' ' && input->bytes[i] <= '~';
        text[i - at] = plain ? (char)input->bytes[i] : '.';
    }
    inert_html_line(into, text, end - at);
}

/* The blank between two runs is marked as neither of them. */
static void hexadecimal_runs(struct buffer *into, const struct input *input, size_t at, size_t end)
{
    for (size_t begun = at; at < end;) {
        size_t next = run_end(input, at, end);
        buffer_text(into, at == begun ? "" : at % 16 == 8 ? "  " : " ");
        marked(into, input, at, next, hexadecimal);
        at = next;
    }
}

static void hexdump_line(struct buffer *into, const struct input *input, size_t at)
{
    size_t end = input->shown - at < 16 ? input->shown : at + 16, count = end - at;
    size_t missing = 3 * (16 - count) + (count <= 8);
    buffer_format(into, "<span class=\"at\">%08zx</span>  ", at);
    hexadecimal_runs(into, input, at, end);
    buffer_format(into, "%*s  |", (int)missing, "");
    marked(into, input, at, end, letters);
    buffer_text(into, "|\n");
}

/* "5, 7–9" of the bytes that are marked so. */
static void ranges(struct buffer *into, const struct input *input, const char *marks)
{
    size_t count = 0;
    for (size_t at = 0, end; at < input->size; at = end) {
        bool wanted = strchr(marks, input->marks[at]) != NULL;
        for (end = at + 1;
             end < input->size && (strchr(marks, input->marks[end]) != NULL) == wanted;) {
            end++;
        }
        if (wanted && count++ < RANGES) {
            buffer_format(into, "%s%zu", count > 1 ? ", " : "", at);
            if (end - at > 1) {
                buffer_format(into, "–%zu", end - 1);
            }
        }
    }
    buffer_text(into, count > RANGES ? ", …" : "");
}

static void say_last(struct buffer *into, const struct input *input)
{
    buffer_format(into, " The last of them, <mark class=\"last\">byte %zu</mark> (0x%02x",
                  input->last, input->bytes[input->last]);
    if (input->bytes[input->last] > ' ' && input->bytes[input->last] <= '~') {
        buffer_text(into, ", “");
        letters(into, input, input->last, input->last + 1);
        buffer_text(into, "”");
    }
    buffer_text(into, "), is where the parser went wrong, as near as an input can tell.");
}

/* The marks in words, for readers who cannot see them or cannot tell them apart. */
static void explain(struct buffer *into, const struct input *input)
{
    if (input->marks == NULL) {
        buffer_text(into, "<p class=\"soft\">Which bytes the crash hangs on was not found "
                          "out.</p>\n");
        return;
    }
    buffer_text(into, "<p class=\"soft\">");
    if (input->last == input->size) {
        buffer_text(into, "No single byte is needed for this crash.");
    } else {
        buffer_text(into, "Another value in place of a <mark class=\"needed\">marked</mark> byte "
                          "stops this crash. Marked, counted from 0: ");
        ranges(into, input, "^");
        buffer_text(into, ".");
        say_last(into, input);
    }
    if (memchr(input->marks, '?', input->size) != NULL) {
        buffer_text(into, " <mark class=\"untried\">Not tried</mark> in the time there was: ");
        ranges(into, input, "?");
        buffer_text(into, ".");
    }
    buffer_text(into, "</p>\n");
}

static struct input describe(const void *data, size_t size, const char *marks)
{
    struct input input = {.bytes = data, .size = size, .last = size};
    input.shown = size < PAGE_BYTES ? size : PAGE_BYTES;
    if (strlen(marks) != size) {
        return input;
    }
    input.marks = marks;
    for (size_t i = 0; i < size; i++) {
        input.last = marks[i] == '^' ? i : input.last;
    }
    return input;
}

void page_bytes(const void *data, size_t size, const char *marks, const char *label,
                struct buffer *into)
{
    struct input input = describe(data, size, marks);
    if (size == 0) {
        buffer_text(into, "<p>The input is empty.</p>\n");
        return;
    }
    explain(into, &input);
    buffer_text(into, "<pre class=\"escaped\"><code>\"");
    marked(into, &input, 0, input.shown, escaped);
    buffer_text(into, input.shown < size ? "\"…</code></pre>\n" : "\"</code></pre>\n");
    buffer_format(into,
                  "<pre class=\"hexdump\" role=\"group\" tabindex=\"0\" "
                  "aria-label=\"Hexdump, %s\"><code>",
                  label);
    for (size_t at = 0; at < input.shown; at += 16) {
        hexdump_line(into, &input, at);
    }
    buffer_text(into, "</code></pre>\n");
    if (input.shown < size) {
        buffer_format(into, "<p class=\"soft\">The first %zu of %zu bytes.</p>\n", input.shown,
                      size);
    }
}
