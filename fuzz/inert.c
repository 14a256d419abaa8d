/* inert.c -- nothing that inert writes acts on a terminal, beyond its fence or in a title */
/* SPDX-License-Identifier: MIT */
#include "base/inert.h"
#include "fuzz.h"

/* "<!--" would let a program forge what vigil hides in an issue. */
static void hides_nothing(const struct buffer *shown)
{
    fuzz_require(strstr(shown->data, "<!--") == NULL, "a comment begins: %s", shown->data);
}

/* No C0 but newline and tab where they are allowed, no DEL, no C1, no direction mark; every byte
 * above ASCII is part of a character. */
static void is_still(const struct buffer *shown, const char *allowed)
{
    const unsigned char *text = (const unsigned char *)shown->data;
    hides_nothing(shown);
    for (size_t i = 0; i < shown->size; i++) {
        bool control = text[i] < ' ' || text[i] == 0x7f;
        fuzz_require(!control || (text[i] != '\0' && strchr(allowed, text[i]) != NULL),
                     "control %02x at %zu", text[i], i);
        fuzz_require(text[i] != 0xc0 && text[i] != 0xc1 && text[i] < 0xf5,
                     "%02x at %zu is never UTF-8", text[i], i);
        fuzz_require(text[i] != 0xc2 || text[i + 1] >= 0xa0, "a C1 control at %zu", i);
        bool after_e2 = text[i] == 0xe2;
        fuzz_require(
            !(after_e2 && text[i + 1] == 0x80 && text[i + 2] >= 0xaa && text[i + 2] <= 0xae),
            "an embedding or override at %zu", i);
        fuzz_require(
            !(after_e2 && text[i + 1] == 0x81 && text[i + 2] >= 0xa0 && text[i + 2] <= 0xaf),
            "an isolate at %zu", i);
        bool begins = text[i] >= 0xc2;
        fuzz_require(!begins || (text[i + 1] & 0xc0) == 0x80, "half a character at %zu", i);
    }
}

static void check_lines(const char *text, size_t size)
{
    struct buffer line = {0}, lines = {0}, again = {0};
    buffer_text(&line, "");
    buffer_text(&lines, "");
    buffer_text(&again, "");
    inert_line(&line, text, size);
    is_still(&line, "");
    inert_line(&again, line.data, line.size);
    fuzz_require(again.size == line.size && memcmp(again.data, line.data, line.size) == 0,
                 "shown once \"%s\", shown twice \"%s\"", line.data, again.data);
    inert_lines(&lines, text, size);
    is_still(&lines, "\n\t");
    buffer_free(&line);
    buffer_free(&lines);
    buffer_free(&again);
}

/* The fence that opens the block stands nowhere within, only at its end. */
static void is_one_block(const struct buffer *block)
{
    is_still(block, "\n\t");
    size_t marks = strspn(block->data, "`");
    char *fence = fuzz_blank(marks + 1);
    fuzz_require(marks >= 3, "a fence of %zu marks", marks);
    memset(fence, '`', marks);
    fence[marks] = '\0';
    const char *end = strstr(block->data + marks, fence);
    fuzz_require(end != NULL && end[-1] == '\n' && end + marks + 1 == block->data + block->size,
                 "the fence closes before the end: %s", block->data);
    free(fence);
}

/* Cut to any room it stays a block, or is nothing, and begins as the whole does. */
static void check_fence(const char *text, size_t size)
{
    struct buffer block = {0}, part = {0};
    inert_fenced(&block, text, size);
    is_one_block(&block);
    for (size_t room = 0; room < block.size; room = room * 2 + 7) {
        part.size = 0;
        buffer_text(&part, "");
        bool whole = inert_fenced_within(&part, text, size, room);
        fuzz_require(!whole && part.size <= room, "%zu bytes of a block of %zu in a room of %zu",
                     part.size, block.size, room);
        if (part.size > 0) {
            is_one_block(&part);
        }
    }
    part.size = 0;
    fuzz_require(inert_fenced_within(&part, text, size, block.size) && part.size == block.size,
                 "a room of %zu bytes, which it needs, does not hold it: %zu", block.size,
                 part.size);
    buffer_free(&block);
    buffer_free(&part);
}

/* No pipe that would end the cell: each has just one backslash before it. */
static void check_cell(const char *text, size_t size)
{
    struct buffer cell = {0};
    inert_cell(&cell, text, size);
    is_still(&cell, "");
    for (const char *pipe = strchr(cell.data, '|'); pipe != NULL; pipe = strchr(pipe + 1, '|')) {
        fuzz_require(pipe - cell.data >= 2 && pipe[-1] == '\\' && pipe[-2] != '\\',
                     "a cell that ends early: %s", cell.data);
    }
    buffer_free(&cell);
}

static void check_title(const char *text, size_t size)
{
    struct buffer title = {0};
    buffer_text(&title, "");
    inert_title(&title, text, size);
    is_still(&title, "");
    fuzz_require(strpbrk(title.data, "@#`<>[]!|$") == NULL && strstr(title.data, "//") == NULL,
                 "a title that acts: %s", title.data);
    fuzz_require(strstr(title.data, "www.") == NULL && strstr(title.data, "GH-") == NULL &&
                     strstr(title.data, "&amp;") == NULL && strstr(title.data, " :+1:") == NULL,
                 "a title that links: %s", title.data);
    buffer_free(&title);
}

static void check_condition(const char *text, size_t size)
{
    struct buffer said = {0};
    buffer_text(&said, "");
    inert_condition(&said, text, size);
    is_still(&said, "");
    fuzz_require(strpbrk(said.data, "@#`$") == NULL && strstr(said.data, "//") == NULL,
                 "a condition that acts: %s", said.data);
    fuzz_require(strstr(said.data, "](") == NULL && strstr(said.data, "![") == NULL &&
                     strstr(said.data, "-->") == NULL && said.data[0] != '>',
                 "a condition that is an image, a link, a comment or a quotation: %s", said.data);
    for (const char *at = strchr(said.data, '<'); at != NULL; at = strchr(at + 1, '<')) {
        fuzz_require(strchr(" =<", at[1]) != NULL, "a condition with a tag: %s", said.data);
    }
    buffer_free(&said);
}

/* "\x41\n" back into what it stands for. */
static size_t unescape(const char *text, unsigned char *into)
{
    static const char names[] = "ntr\\\"", values[] = "\n\t\r\\\"";
    size_t used = 0;
    while (*text != '\0') {
        if (text[0] == '\\' && text[1] == 'x') {
            char digits[3] = {text[2], text[3], '\0'};
            into[used++] = (unsigned char)strtoul(digits, NULL, 16);
            text += 4;
        } else if (text[0] == '\\') {
            into[used++] = (unsigned char)values[strchr(names, text[1]) - names];
            text += 2;
        } else {
            into[used++] = (unsigned char)*text++;
        }
    }
    return used;
}

static void check_escaped(const char *text, size_t size)
{
    struct buffer escaped = {0};
    buffer_text(&escaped, "");
    inert_escaped(&escaped, text, size, size);
    unsigned char *back = fuzz_blank(escaped.size + 1);
    fuzz_require(unescape(escaped.data, back) == size &&
                     (size == 0 || memcmp(back, text, size) == 0),
                 "escaped as \"%s\", which reads back to other bytes", escaped.data);
    free(back);
    buffer_free(&escaped);
}

/* "\\101" and the like; a byte for itself otherwise. */
static char printf_byte(const char *format, size_t *used)
{
    *used = format[0] == '\\' ? 4 : 1;
    if (*used == 1) {
        return format[0];
    }
    char digits[4] = {format[1], format[2], format[3], '\0'};
    return (char)strtoul(digits, NULL, 8);
}

/* What printf(1) makes of its format is the input again. */
static void check_printf(const char *text, size_t size)
{
    struct buffer format = {0};
    inert_printf(&format, text, size);
    is_still(&format, "");
    size_t at = 0;
    for (size_t i = 1, used = 0; i + 1 < format.size; i += used, at++) {
        char byte = printf_byte(format.data + i, &used);
        fuzz_require(at < size && byte == text[at] && format.data[i] != '\'', "printf %s",
                     format.data);
    }
    fuzz_require(at == size, "%zu bytes of %zu: printf %s", at, size, format.data);
    buffer_free(&format);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check_lines(text, size);
    check_fence(text, size);
    check_cell(text, size);
    check_title(text, size);
    check_condition(text, size);
    check_printf(text, size);
    check_escaped(text, size);
    return 0;
}
