/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/inert.h"

#define TEXT(literal) (literal), sizeof(literal) - 1

typedef void writer(struct buffer *into, const char *text, size_t size);

static void escaped(struct buffer *into, const char *text, size_t size)
{
    inert_escaped(into, text, size, 8);
}

static void printed(struct buffer *into, const char *text, size_t size)
{
    inert_printf(into, text, size);
}

static void hexdump(struct buffer *into, const char *text, size_t size)
{
    inert_hexdump(into, text, size, 18);
}

static void after_a_comments_beginning(struct buffer *into, const char *text, size_t size)
{
    buffer_text(into, "<!-");
    inert_line(into, text, size);
}

static void after_www(struct buffer *into, const char *text, size_t size)
{
    buffer_text(into, "www");
    inert_title(into, text, size);
}

static void fenced_in_24(struct buffer *into, const char *text, size_t size)
{
    buffer_text(into, "");
    (void)inert_fenced_within(into, text, size, 24);
}

#define T10 "``````````"
#define T59 T10 T10 T10 T10 T10 "`````````"
#define T60 T59 "`"

struct inert_row {
    const char *name;
    writer *write;
    const char *text;
    size_t size;
    const char *shown;
};

static const struct inert_row rows[] = {
    {"line: an escape sequence", inert_line, TEXT("a\x1b[31mb"), "a\\x1b[31mb"},
    {"line: newline, tab, NUL", inert_line, TEXT("a\n\t\0b"), "a\\x0a\\x09\\x00b"},
    {"line: C1 as UTF-8", inert_line, TEXT("\xc2\x9b"), "\\xc2\\x9b"},
    {"line: C1 as a byte", inert_line, TEXT("\x9b"), "\\x9b"},
    {"line: a direction override", inert_line, TEXT("\xe2\x80\xae"), "\\xe2\\x80\\xae"},
    {"line: an isolate", inert_line, TEXT("\xe2\x81\xa6"), "\\xe2\\x81\\xa6"},
    {"line: a letter of two bytes stands", inert_line, TEXT("\xc3\xa9"), "\xc3\xa9"},
    {"line: a sign of four bytes stands", inert_line, TEXT("\xf0\x9f\x95\x90"), "\xf0\x9f\x95\x90"},
    {"line: overlong", inert_line, TEXT("\xc0\xaf"), "\\xc0\\xaf"},
    {"line: a surrogate", inert_line, TEXT("\xed\xa0\x80"), "\\xed\\xa0\\x80"},
    {"line: cut short", inert_line, TEXT("\xe2\x80"), "\\xe2\\x80"},
    {"line: beyond the last code point", inert_line, TEXT("\xf4\x90\x80\x80"),
     "\\xf4\\x90\\x80\\x80"},
    {"lines: line ends stand", inert_lines, TEXT("a\r\nb\tc\rd"), "a\nb\tc\\x0dd"},
    {"title: a mention and a reference", inert_title, TEXT("f@you #1"), "f\\x40you \\x231"},
    {"title: a link and an image", inert_title, TEXT("![x](y)"), "\\x21\\x5bx\\x5d(y)"},
    {"title: HTML", inert_title, TEXT("<img src=x>"), "\\x3cimg src=x\\x3e"},
    {"title: an address", inert_title, TEXT("http://a www.b"), "http:/\\x2fa www\\x2eb"},
    {"title: a reference of another kind", inert_title, TEXT("GH-1 a-1"), "GH\\x2d1 a-1"},
    {"line: a comment's beginning", inert_line, TEXT("<!-- vigil:x -->"), "<!-\\x2d vigil:x -->"},
    {"line: a comment begun before", after_a_comments_beginning, TEXT("-"), "<!-\\x2d"},
    {"lines: colours are left out", inert_lines, TEXT("\x1b[1m\x1b[31mred\x1b[0m"), "red"},
    {"lines: a link of a terminal", inert_lines, TEXT("\x1b]8;;http://a\x1b\\b\x1b]8;;\ac"), "bc"},
    {"lines: a character set", inert_lines, TEXT("\x1b(0a"), "a"},
    {"lines: a sequence without its end", inert_lines, TEXT("\x1b[31"), "\\x1b[31"},
    {"lines: a string ends with its line", inert_lines, TEXT("\x1b]0;a\nb\a"), "\\x1b]0;a\nb\\x07"},
    {"lines: a comment put together by what is left out", inert_lines, TEXT("<!\x1b[m--"),
     "<!-\\x2d"},
    {"title: an entity", inert_title, TEXT("f&commat;you a& b;"), "f&commat\\x3byou a& b;"},
    {"title: an emoji", inert_title, TEXT(":+1: a::b::c"), ":+1\\x3a a::b::c"},
    {"title: a commit", inert_title, TEXT("5357422 1a2b3c4d5e6f7 deadbeefs decade defaced"),
     "\\x35357422 \\x31a2b3c4d5e6f7 deadbeefs decade defaced"},
    {"title: an address begun before", after_www, TEXT(".a"), "www\\x2ea"},
    {"condition: operators and indices", inert_condition, TEXT("d[1]<200||p->q!=\"x\""),
     "d[1]< 200 or p->q!='x'"},
    {"condition: an image, a link, a footnote", inert_condition, TEXT("![x](y) a[i](z) [^1]"),
     "\\x21[x] (y) a[i] (z) \\x5b\\x5e1\\x5d"},
    {"condition: tags and a comment", inert_condition, TEXT("<img> </p> <!-- -- --> >"),
     "< img> < /p> < !-- -- --\\x3e >"},
    {"condition: a quotation and a cell", inert_condition, TEXT("> a | b"), "\\x3e a \\x7c b"},
    {"condition: cut anywhere", inert_condition, TEXT("a[i"), "a\\x5bi"},
    {"condition: a mark at its end", inert_condition, TEXT("!"), "\\x21"},
    {"condition: a mention, a reference, an address", inert_condition, TEXT("@you #1 http://x"),
     "\\x40you \\x231 http:/\\x2fx"},
    {"title: a function stands", inert_title, TEXT("zone::read(int) a/b"), "zone::read(int) a/b"},
    {"code: plain", inert_code, TEXT("a"), "`a`"},
    {"code: a backtick within", inert_code, TEXT("a`b"), "``a`b``"},
    {"code: a backtick at the end", inert_code, TEXT("a``"), "``` a`` ```"},
    {"code: more marks than are counted", inert_code, TEXT(T60 T60),
     T60 "` " T60 "\\x60" T59 " `" T60},
    {"code: nothing", inert_code, TEXT(""), "`  `"},
    {"code: a comment's beginning", inert_code, TEXT("<!--"), "`<!-\\x2d`"},
    {"cell: a pipe", inert_cell, TEXT("a|b"), "`a\\|b`"},
    {"cell: a pipe that comes escaped", inert_cell, TEXT("a\\|b"), "`a\\x5c\\|b`"},
    {"cell: a line's end", inert_cell, TEXT("a\n|---|"), "`a\\x0a\\|---\\|`"},
    {"fenced: nothing", inert_fenced, TEXT(""), "```text\n\n```\n"},
    {"fenced: a fence put together by what is left out", inert_fenced, TEXT("``\x1b[m`\n"),
     "````text\n```\n````\n"},
    {"fenced: the lines that fit", fenced_in_24, TEXT("1234\n6789\nabcd\n"),
     "```text\n1234\n6789\n```\n"},
    {"fenced: of a long line what fits", fenced_in_24, TEXT("1234567890\xc3\xa9z"),
     "```text\n1234567890\n```\n"},
    {"fenced: no room", fenced_in_24, TEXT("`````````"), ""},
    {"fenced: a fence within", inert_fenced, TEXT("```\n@you\n````\n"),
     "`````text\n```\n@you\n````\n`````\n"},
    {"fenced: no newline at the end", inert_fenced, TEXT("a"), "```text\na\n```\n"},
    {"escaped: as C would, to the limit", escaped,
     TEXT("\"\\\n\0\xff"
          "abcdef"),
     "\\\"\\\\\\n\\x00\\xff"
     "abc"},
    {"escaped: a comment's beginning", escaped, TEXT("<!--"), "<!-\\x2d"},
    {"printf: what sh and printf would act on", printed, TEXT("a'%\\\0$`\xff"),
     "'a\\047\\045\\134\\000$`\\377'"},
    {"printf: no option", printed, TEXT("-v"), "'\\055v'"},
    {"hexdump: a comment's beginning", hexdump, TEXT("<!-- a"),
     "00000000  3c 21 2d 2d 20 61                                 |<!-. a|\n"},
    {"html: what HTML acts on", inert_html_line, TEXT("<a href=\"x\" id='y'>&amp;"),
     "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;"},
    {"html: controls, NUL, directions", inert_html_line, TEXT("a\n\0\x1b[1m\xe2\x80\xae"),
     "a\\x0a\\x00\\x1b[1m\\xe2\\x80\\xae"},
    {"html: an overlong angle, and a letter of two bytes", inert_html_line,
     TEXT("\xc0\xbc\xc3\xa9"), "\\xc0\\xbc\xc3\xa9"},
    {"html: nothing", inert_html_line, TEXT(""), ""},
    {"html: only what is replaced", inert_html_line, TEXT("<<"), "&lt;&lt;"},
    {"html lines: line ends stand, colours are left out", inert_html_lines,
     TEXT("<b>\r\n\x1b[1m\t&\n"), "&lt;b&gt;\n\t&amp;\n"},
    {"html lines: a tag put together by what is left out", inert_html_lines, TEXT("<\x1b[mscript>"),
     "&lt;script&gt;"},
    {"html lines: a comment's beginning", inert_html_lines, TEXT("<!--"), "&lt;!-\\x2d"},
    {"hexdump: to the limit", hexdump, TEXT("2024-07-11T01:14:00Z"),
     "00000000  32 30 32 34 2d 30 37 2d  31 31 54 30 31 3a 31 34  |2024-07-11T01:14|\n"
     "00000010  3a 30                                             |:0|\n"},
};

static void is_shown_as(void **state)
{
    const struct inert_row *row = *state;
    struct buffer into = {0};
    char *copy = exact_copy(row->text, row->size);
    row->write(&into, copy, row->size);
    assert_false(into.failed);
    assert_string_equal(into.data, row->shown);
    buffer_free(&into);
    free(copy);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    size_t count = 0;
    ADD_ROWS(tests, count, rows, is_shown_as);
    return cmocka_run_group_tests_name("inert", tests, NULL, NULL);
}
