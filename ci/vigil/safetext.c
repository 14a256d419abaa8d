/* SPDX-License-Identifier: MIT */
#include "safetext.h"

#include <stdint.h>
#include <string.h>

static void escape_byte(struct buffer *into, unsigned char byte)
{
    buffer_format(into, "\\x%02x", byte);
}

static bool continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* How many bytes the UTF-8 character at text[0] takes, 0 where there is none (RFC 3629 s. 3). */
static size_t character(const unsigned char *text, size_t size, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = text[0];
    size_t length = first < 0x80    ? 1
                    : first < 0xc0  ? 0
                    : first < 0xe0  ? 2
                    : first < 0xf0  ? 3
                    : first <= 0xf4 ? 4
                                    : 0;
    if (length == 0 || length > size) {
        return 0;
    }
    *code = length == 1 ? first : first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (!continues(text[i])) {
            return 0;
        }
        *code = *code << 6 | (text[i] & 0x3fu);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < smallest[length] || *code > 0x10ffff || surrogate ? 0 : length;
}

struct range {
    uint32_t first, last;
};

/* What a terminal or a browser acts on, or shows as nothing, or shows elsewhere than it stands. */
static const struct range unsafe[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, /* C0, DEL and C1: 0x9b alone is a CSI */
    {0x00ad, 0x00ad},                   /* soft hyphen */
    {0x034f, 0x034f}, {0x061c, 0x061c}, /* grapheme joiner; Arabic letter mark */
    {0x115f, 0x1160}, {0x17b4, 0x17b5}, /* fillers and inherent vowels: nothing to see */
    {0x180b, 0x180f}, {0x200b, 0x200f}, /* zero widths and the direction marks */
    {0x2028, 0x202e}, {0x2060, 0x206f}, /* line ends; embeddings, overrides, isolates */
    {0x3164, 0x3164}, {0xfdd0, 0xfdef}, {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
    {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}, /* tags and variation selectors */
};

static bool is_unsafe(uint32_t code)
{
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++) {
        if (code >= unsafe[i].first && code <= unsafe[i].last) {
            return true;
        }
    }
    return (code & 0xfffe) == 0xfffe;
}

static void show(struct buffer *into, const char *text, size_t size, bool lines)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < size;) {
        uint32_t code = 0;
        size_t length = character(bytes + i, size - i, &code);
        bool ends_line = bytes[i] == '\r' && i + 1 < size && bytes[i + 1] == '\n';
        if (lines && ends_line) {
            i++;
        } else if (lines && (bytes[i] == '\n' || bytes[i] == '\t')) {
            buffer_add(into, bytes + i++, 1);
        } else if (length == 0 || is_unsafe(code)) {
            escape_byte(into, bytes[i++]);
        } else {
            buffer_add(into, bytes + i, length);
            i += length;
        }
    }
}

void safetext_line(struct buffer *into, const char *text, size_t size)
{
    show(into, text, size, false);
}

void safetext_lines(struct buffer *into, const char *text, size_t size)
{
    show(into, text, size, true);
}

static bool is_word(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

/* Beside the plainly unsafe: "//" and "www." become links by themselves, "GH-1" a reference. */
static bool plain_in_title(const char *text, size_t at)
{
    char letter = text[at];
    bool stands = is_word(letter) || (letter != '\0' && strchr(" _:.,+=()/&'?%;~*-", letter));
    if (letter == '/') {
        stands = at == 0 || text[at - 1] != '/';
    } else if (letter == '.') {
        stands = at < 3 || (text[at - 1] | 0x20) != 'w' || (text[at - 2] | 0x20) != 'w' ||
                 (text[at - 3] | 0x20) != 'w';
    } else if (letter == '-') {
        stands = at < 2 || (text[at - 2] | 0x20) != 'g' || (text[at - 1] | 0x20) != 'h';
    }
    return stands;
}

void safetext_title(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (plain_in_title(text, i)) {
            buffer_add(into, text + i, 1);
        } else {
            escape_byte(into, (unsigned char)text[i]);
        }
    }
}

static size_t longest_run(const char *text, size_t size, char letter)
{
    size_t longest = 0;
    for (size_t i = 0, run = 0; i < size; i++) {
        run = text[i] == letter ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void repeat(struct buffer *into, char letter, size_t count)
{
    while (count-- > 0) {
        buffer_add(into, &letter, 1);
    }
}

void safetext_code(struct buffer *into, const char *text, size_t size)
{
    size_t marks = longest_run(text, size, '`') + 1;
    /* A backtick at an end would lengthen the mark beside it; CommonMark strips one space a side,
     * and an empty span is no span. */
    bool pad = size == 0 || text[0] == '`' || text[size - 1] == '`' ||
               (text[0] == ' ' && text[size - 1] == ' ');
    repeat(into, '`', marks);
    repeat(into, ' ', pad);
    safetext_line(into, text, size);
    repeat(into, ' ', pad);
    repeat(into, '`', marks);
}

void safetext_fenced(struct buffer *into, const char *text, size_t size)
{
    size_t marks = longest_run(text, size, '`') + 1;
    marks = marks < 3 ? 3 : marks;
    repeat(into, '`', marks);
    buffer_text(into, "text\n");
    safetext_lines(into, text, size);
    if (size == 0 || text[size - 1] != '\n') {
        buffer_text(into, "\n");
    }
    repeat(into, '`', marks);
    buffer_text(into, "\n");
}

void safetext_escaped(struct buffer *into, const void *data, size_t size, size_t limit)
{
    static const char named[] = "\n\t\r\\\"", names[] = "ntr\\\"";
    const char *bytes = data;
    for (size_t i = 0; i < size && i < limit; i++) {
        const char *found = bytes[i] == '\0' ? NULL : strchr(named, bytes[i]);
        if (found != NULL) {
            buffer_format(into, "\\%c", names[found - named]);
        } else if (bytes[i] >= ' ' && bytes[i] <= '~') {
            buffer_add(into, bytes + i, 1);
        } else {
            escape_byte(into, (unsigned char)bytes[i]);
        }
    }
}

static void hexdump_line(struct buffer *into, const unsigned char *bytes, size_t at, size_t count)
{
    buffer_format(into, "%08zx ", at);
    for (size_t i = 0; i < 16; i++) {
        buffer_text(into, i == 8 ? "  " : " ");
        if (i < count) {
            buffer_format(into, "%02x", bytes[i]);
        } else {
            buffer_text(into, "  ");
        }
    }
    buffer_text(into, "  |");
    for (size_t i = 0; i < count; i++) {
        char letter = bytes[i] >= ' ' && bytes[i] <= '~' ? (char)bytes[i] : '.';
        buffer_add(into, &letter, 1);
    }
    buffer_text(into, "|\n");
}

void safetext_hexdump(struct buffer *into, const void *data, size_t size, size_t limit)
{
    const unsigned char *bytes = data;
    size_t end = size < limit ? size : limit;
    for (size_t at = 0; at < end; at += 16) {
        hexdump_line(into, bytes + at, at, end - at < 16 ? end - at : 16);
    }
}
