/* SPDX-License-Identifier: MIT */
/* All of Unicode, through every function of inert.h: what ICU says cannot be seen does not pass,
 * and what can be seen is not taken away. A new version of ICU that knows more fails here, and then
 * inert.c's table is to be brought up to it. */
#include "rows.h"

#include "base/inert.h"
#include "unseen.h"

#define CHUNK 64 /* code points a text */

typedef void writer(struct buffer *into, const char *text, size_t size);

static void each_byte(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        inert_escape(into, (unsigned char)text[i]);
    }
}

static void fenced_within(struct buffer *into, const char *text, size_t size)
{
    (void)inert_fenced_within(into, text, size, 2000);
}

static void escaped(struct buffer *into, const char *text, size_t size)
{
    inert_escaped(into, text, size, SIZE_MAX);
}

static void printed(struct buffer *into, const char *text, size_t size)
{
    inert_printf(into, text, size);
}

static void hexdump(struct buffer *into, const char *text, size_t size)
{
    inert_hexdump(into, text, size, SIZE_MAX);
}

struct writer_row {
    const char *name;
    writer *write;
    bool tabs;  /* it keeps them; newlines are kept where it writes lines */
    bool lines; /* it writes lines */
};

static const struct writer_row writers[] = {
    {"inert_escape", each_byte, false, false},
    {"inert_line", inert_line, false, false},
    {"inert_lines", inert_lines, true, true},
    {"inert_title", inert_title, false, false},
    {"inert_condition", inert_condition, false, false},
    {"inert_code", inert_code, false, false},
    {"inert_cell", inert_cell, false, false},
    {"inert_fenced", inert_fenced, true, true},
    {"inert_fenced_within", fenced_within, true, true},
    {"inert_html_line", inert_html_line, false, false},
    {"inert_html_lines", inert_html_lines, true, true},
    {"inert_escaped", escaped, false, false},
    {"inert_printf", printed, false, false},
    {"inert_hexdump", hexdump, false, true},
};

static void check(const struct writer_row *row, const struct buffer *into, UChar32 from)
{
    assert_false(into->failed);
    int32_t passed = unseen_first(into->data, into->size, row->tabs);
    bool newline = memchr(into->data, '\n', into->size) != NULL;
    if (passed != -1 || (newline && !row->lines)) {
        fail_msg("%s, of U+%04X and on: %s%04X passes", row->name, (unsigned)from,
                 passed == -2 ? "what is no UTF-8, " : "U+", passed > 0 ? (unsigned)passed : '\n');
    }
}

/* The characters from `from` on, each alone among letters, for what looks at its neighbour; how
 * many of them cannot be seen. */
static size_t make_text(UChar32 from, struct buffer *text)
{
    size_t unseen = 0;
    text->size = 0;
    for (UChar32 code = from; code < from + CHUNK; code++) {
        char bytes[4];
        buffer_add(text, bytes, unseen_write(code, bytes));
        buffer_text(text, "a");
        unseen += unseen_is(code);
    }
    return unseen;
}

static void nothing_unseen_passes(void **state)
{
    const struct writer_row *row = *state;
    struct buffer text = {0}, into = {0};
    size_t count = 0;
    for (UChar32 from = 0; from < UNSEEN_CODES; from += CHUNK) {
        size_t unseen = make_text(from, &text);
        if (unseen > 0) {
            into.size = 0;
            row->write(&into, text.data, text.size);
            check(row, &into, from);
        }
        count += unseen;
    }
    print_message("%s: %zu characters of Unicode %s cannot be seen: 0 pass\n", row->name, count,
                  U_UNICODE_VERSION);
    buffer_free(&text);
    buffer_free(&into);
}

/* Ranges of inert.c that ICU would let pass: a block of format characters is taken whole. */
static bool is_taken_too(UChar32 code)
{
    return code >= 0x13440 && code <= 0x1345f;
}

static void what_is_seen_stands(void **state)
{
    struct buffer into = {0};
    size_t count = 0;
    (void)state;
    for (UChar32 code = 0; code < UNSEEN_CODES; code++) {
        char text[4];
        size_t size = unseen_write(code, text);
        into.size = 0;
        if (unseen_is(code) || u_charType(code) == U_UNASSIGNED || is_taken_too(code)) {
            continue;
        }
        inert_line(&into, text, size);
        if (into.size != size || memcmp(into.data, text, size) != 0) {
            fail_msg("U+%04X can be seen, and is shown as %s", (unsigned)code, into.data);
        }
        count++;
    }
    print_message("%zu characters of Unicode %s can be seen: all stand\n", count,
                  U_UNICODE_VERSION);
    buffer_free(&into);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(writers) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, writers, nothing_unseen_passes);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_seen_stands);
    return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}
