/* SPDX-License-Identifier: MIT */
/* The small pieces that pages are made of. */
#include "rows.h"

#include "base/base64.h"

#include "report/page_part.h"

static void is_written(const char *row, const struct buffer *written, const char *wanted)
{
    assert_false(written->failed);
    if (strcmp(written->data == NULL ? "" : written->data, wanted) != 0) {
        fail_msg("%s: \"%s\", not \"%s\"", row, written->data, wanted);
    }
}

struct bytes_row {
    const char *name, *bytes;
    size_t size;
    const char *marks;
    const char *has, *has_not; /* what stands in it, and what does not; NULL: anything */
};

#define INPUT_OF(literal) (literal), sizeof(literal) - 1
#define LAST(text)        "<mark class=\"last\">" text "</mark>"
#define NEEDED(text)      "<mark class=\"needed\">" text "</mark>"

static char long_input[1500];

static const struct bytes_row bytes_rows[] = {
    {"the last mark is the strongest", INPUT_OF("2024"), "^^ ^", NEEDED("20") "2" LAST("4"), NULL},
    {"the only mark is the last", INPUT_OF("2024"), " ^  ", "\"2" LAST("0") "24\"",
     "class=\"needed\">2"},
    {"in words, counted from 0", INPUT_OF("2024-07"), "^ ^^^ ^",
     "counted from 0: 0, 2–4, 6. The last of them, " LAST("byte 6") " (0x37, “7”)", "Not tried"},
    {"a byte that is no letter", INPUT_OF("a\n"), " ^", LAST("byte 1") " (0x0a), is where", "“"},
    {"no byte is needed", INPUT_OF("2024"), "    ", "No single byte", "<mark"},
    {"not tried", INPUT_OF("2024"), "^ ??", "<mark class=\"untried\">24</mark>", NULL},
    {"not tried, in words", INPUT_OF("2024"), "^ ??", "in the time there was: 2–3.", NULL},
    {"marks that are not known", INPUT_OF("2024"), "", "was not found out", "<mark"},
    {"marks of another input", INPUT_OF("2024"), "^^^", "was not found out", "<mark"},
    {"as C would write it", INPUT_OF("\"\\\0\xff"), "", "\"\\&quot;\\\\\\x00\\xff\"", NULL},
    {"what HTML acts on", INPUT_OF("<b>&'"), "^^^^^", NEEDED("&lt;b&gt;&amp;") LAST("&#39;"),
     "<b>"},
    {"hexdump, marked in both columns", INPUT_OF("2024"), "^^ ^",
     "<span class=\"at\">00000000</span>  " NEEDED("32 30") " 32 " LAST(
         "34") "                                       |" NEEDED("20") "2" LAST("4") "|\n",
     NULL},
    {"hexdump, a mark across the middle", INPUT_OF("0123456789"), "       ^^ ",
     NEEDED("37") "  " LAST("38"), NULL},
    {"hexdump, a run across the middle", INPUT_OF("0123456789"), "       ^^^",
     NEEDED("37  38") " " LAST("39"), NULL},
    {"hexdump, the second line", INPUT_OF("0123456789abcdefX"), "                ^",
     "<span class=\"at\">00000010</span>  " LAST("58"), NULL},
    {"nothing", INPUT_OF(""), "", "The input is empty.", "Hexdump"},
    {"longer than is shown", long_input, sizeof long_input, "", "The first 1024 of 1500 bytes.",
     NULL},
};

static void bytes_are_marked(void **state)
{
    const struct bytes_row *row = *state;
    struct buffer into = {0};
    char *copy = exact_copy(row->bytes, row->size);
    page_bytes(copy, row->size, row->marks, "crash 1", &into);
    assert_false(into.failed);
    if (strstr(into.data, row->has) == NULL) {
        fail_msg("not there: %s\nin: %s", row->has, into.data);
    }
    if (row->has_not != NULL && strstr(into.data, row->has_not) != NULL) {
        fail_msg("there: %s\nin: %s", row->has_not, into.data);
    }
    buffer_free(&into);
    free(copy);
}

struct figure_row {
    const char *name;
    double seconds;
    const char *shown;
};

static const struct figure_row durations[] = {
    {"0", 0, "0.0 s"},
    {"less than 0", -3, "0.0 s"},
    {"9.94", 9.94, "9.9 s"},
    {"10", 10, "10 s"},
    {"119", 119.9, "119 s"},
    {"120", 120, "2 min"},
    {"3599", 3599, "59 min"},
    {"3600", 3600, "1 h 00 min"},
    {"two days less a second", 172799, "47 h 59 min"},
    {"two days", 172800, "2 d 0 h"},
    {"more than there is", 1e300, "11574 d 1 h"},
};

static void a_duration_is_short(void **state)
{
    const struct figure_row *row = *state;
    struct buffer into = {0};
    page_duration(&into, row->seconds);
    is_written(row->name, &into, row->shown);
    buffer_free(&into);
}

struct text_row {
    const char *name, *text, *shown;
};

static const struct text_row dates[] = {
    {"a date", "2026-11-25", "<time datetime=\"2026-11-25\">Wed 25 Nov 2026</time>"},
    {"an instant", "2024-02-29T01:14:00Z", "<time datetime=\"2024-02-29\">Thu 29 Feb 2024</time>"},
    {"before 1970", "1969-12-31", "<time datetime=\"1969-12-31\">Wed 31 Dec 1969</time>"},
    {"no date", "<b>", "&lt;b&gt;"},
    {"no day of the calendar", "2026-02-30", "2026-02-30"},
    {"nothing", "", ""},
};

static void a_date_has_its_weekday(void **state)
{
    const struct text_row *row = *state;
    struct buffer into = {0};
    page_date(&into, row->text);
    is_written(row->name, &into, row->shown);
    buffer_free(&into);
}

static const struct text_row links[] = {
    {"https", "https://e.example/1?a&b",
     "<a href=\"https://e.example/1?a&amp;b\" rel=\"noreferrer\">x</a>"},
    {"http", "http://e.example", "<a href=\"http://e.example\" rel=\"noreferrer\">x</a>"},
    {"a path", "/state/issues/0001.md", "x"},
    {"a script", "javascript:alert(1)", "x"},
    {"a script after a blank", " https://e.example", "x"},
    {"another scheme that begins so", "httpsx://e.example", "x"},
    {"the end of the attribute", "https://e.example/\"x='",
     "<a href=\"https://e.example/&quot;x=&#39;\" rel=\"noreferrer\">x</a>"},
    {"data", "data:text/html,x", "x"},
    {"nothing", "", "x"},
};

static void only_the_web_is_linked_to(void **state)
{
    const struct text_row *row = *state;
    struct buffer into = {0};
    page_link(&into, row->text, "x");
    is_written(row->name, &into, row->shown);
    buffer_free(&into);
}

/* RFC 4648 s. 10. */
static const struct text_row base64s[] = {
    {"0 bytes", "", ""},
    {"1 byte", "f", "Zg=="},
    {"2 bytes", "fo", "Zm8="},
    {"3 bytes", "foo", "Zm9v"},
    {"4 bytes", "foob", "Zm9vYg=="},
    {"5 bytes", "fooba", "Zm9vYmE="},
    {"6 bytes", "foobar", "Zm9vYmFy"},
    {"high bits", "\xff\xef\xbf", "/++/"},
};

static void base64_is_the_standards(void **state)
{
    const struct text_row *row = *state;
    struct buffer into = {0};
    char *copy = exact_copy(row->text, strlen(row->text));
    base64_write(&into, copy, strlen(row->text));
    is_written(row->name, &into, row->shown);
    buffer_free(&into);
    free(copy);
}

int main(void)
{
    struct CMUnitTest
        tests[COUNT(bytes_rows) + COUNT(durations) + COUNT(dates) + COUNT(links) + COUNT(base64s)];
    size_t count = 0;
    memset(long_input, 'x', sizeof long_input);
    ADD_ROWS(tests, count, bytes_rows, bytes_are_marked);
    ADD_ROWS(tests, count, durations, a_duration_is_short);
    ADD_ROWS(tests, count, dates, a_date_has_its_weekday);
    ADD_ROWS(tests, count, links, only_the_web_is_linked_to);
    ADD_ROWS(tests, count, base64s, base64_is_the_standards);
    return cmocka_run_group_tests_name("page_html", tests, NULL, NULL);
}
