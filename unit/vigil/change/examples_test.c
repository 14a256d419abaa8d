/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "base/files.h"
#include "change/examples.h"

static void find(const char *base, const char *head, struct example_rows *rows)
{
    char *old = base != NULL ? exact_copy(base, strlen(base)) : NULL;
    char *new = exact_copy(head, strlen(head));
    assert_true(example_rows_find(LANGUAGE_C, old, base != NULL ? strlen(base) : 0, new,
                                  strlen(head), rows));
    free(old);
    free(new);
}

/* "2-3 +05:30|…", a row. */
static void show(const struct example_rows *rows, bool only_new, struct buffer *into)
{
    buffer_text(into, "");
    for (size_t i = 0; i < rows->count; i++) {
        const struct example_row *row = &rows->list[i];
        if (row->is_new || !only_new) {
            buffer_format(into, "%s%u-%u %s", into->size > 0 ? "|" : "", row->line, row->last,
                          row->zone);
        }
    }
}

struct mark_row {
    const char *name, *text, *shown;
};

/* Which rows are examples, and on which lines. */
static const struct mark_row marks[] = {
    {"by the word", "static const struct x t[] = {\n{{\"a\", EXAMPLE(\"+05:30\")}, 1},\n};",
     "2-2 +05:30"},
    {"of several, one", "x t[] = {\n{TEXT(\"Z\")},\n{EXAMPLE(\"Z\")},\n{TEXT(\"Z\")}};", "3-3 UTC"},
    {"over several lines", "x t[] = {\n{{\"a\",\n  EXAMPLE(\"+05:30\")},\n 1},\n};", "2-4 +05:30"},
    {"a comment within", "x t[] = {\n{\"+01:00\", /* example */ 3}};", "2-2 +01:00"},
    {"a comment behind", "x t[] = {\n{\"+01:00\"}, // example: a gap\n{\"+02:00\"}};",
     "2-2 +01:00"},
    {"a comment behind the last", "x t[] = {\n{\"+01:00\"} /* example */\n};", "2-2 +01:00"},
    {"a comment before", "x t[] = {\n/* Example: a gap */\n{\"+01:00\"},\n{\"+02:00\"}};",
     "3-3 +01:00"},
    {"lines of comment before", "x t[] = {\n// example: a gap\n// of an hour\n{\"+01:00\"}};",
     "4-4 +01:00"},
    {"a comment in a frame", "x t[] = {\n/*\n * example\n */\n{\"+01:00\"}};", "5-5 +01:00"},
    {"two on a line, the later", "x t[] = {\n{\"+01:00\"}, {\"+02:00\"}, // example\n};",
     "2-2 +02:00"},
    {"behind one is not before the next", "x t[] = {\n{\"+01:00\"}, // example\n{\"+02:00\"}};",
     "2-2 +01:00"},
    {"two lines before is too far", "x t[] = {\n// example\n\n{\"+01:00\"}};", ""},
    {"on the line behind is too late", "x t[] = {\n{\"+01:00\"},\n// example\n};", ""},
    {"a comment that begins otherwise", "x t[] = {\n{\"+01:00\"}, // no example\n};", ""},
    {"examples, in the plural", "x t[] = {\n// examples of offsets\n{\"+01:00\"}};", ""},
    {"a longer word", "x t[] = {\n{EXAMPLES(\"+01:00\"), MY_EXAMPLE}};", ""},
    {"the word in a string", "x t[] = {\n{\"EXAMPLE\", \"// example\"}};", ""},
    {"the macro itself", "#define EXAMPLE(literal) TEXT(literal)\nx t[] = {{1}};", ""},
    {"a call", "void f(void)\n{\n    { g(EXAMPLE(\"Z\")); }\n}", ""},
    {"a body", "void f(void)\n{\n    // example\n    { g(); }\n}", ""},
    {"a type", "struct x {\n    // example\n    struct { int y; } z;\n};", ""},
    {"a table within a function", "void f(void)\n{\n    static x t[] = {\n{EXAMPLE(\"Z\")}};\n}",
     "4-4 UTC"},
    {"a compound literal", "y = f((x[]){\n{EXAMPLE(\"Z\")}});", "2-2 UTC"},
    {"a table that is not of rows", "x t[] = {\n\"+01:00\", // example\n};", ""},
    {"designated", "x t[] = {\n[3] = {.text = EXAMPLE(\"Z\")}};", "2-2 UTC"},
    {"under a condition",
     "x t[] = {\n#if A\n{EXAMPLE(\"Z\")},\n#else\n{EXAMPLE(\"+01:00\")},\n"
     "#endif\n{EXAMPLE(\"+02:00\")},\n};",
     "3-3 UTC|5-5 +01:00|7-7 +02:00"},
    {"two tables", "x t[] = {{EXAMPLE(\"Z\")}};\nx u[] = {\n{EXAMPLE(\"+01:00\")}};",
     "1-1 UTC|3-3 +01:00"},
    {"cut in a table", "x t[] = {{EXAMPLE(\"Z\")}", ""},
    {"cut in a row", "x t[] = {{EXAMPLE(\"Z\"", ""},
    {"nothing", "", ""},
};

static void row_is_found(void **state)
{
    const struct mark_row *row = *state;
    struct example_rows rows;
    struct buffer shown = {0};
    find(NULL, row->text, &rows);
    show(&rows, false, &shown);
    if (strcmp(shown.data, row->shown) != 0) {
        fail_msg("expected \"%s\", found \"%s\"", row->shown, shown.data);
    }
    buffer_free(&shown);
    example_rows_free(&rows);
}

/* What stands in a row, and the zone that it shows. */
struct zone_row {
    const char *name, *zone;
};

static const struct zone_row zones[] = {
    {"EXAMPLE(\"2024-07-11T06:44:00+05:30\")", "+05:30"},
    {"EXAMPLE(\"2024-07-11T01:14:00Z\")", "UTC"},
    {"EXAMPLE(\"2024-07-11t01:14:00z\")", "UTC"},
    {"EXAMPLE(\"2024-07-11 01:14:00-00:00\")", "UTC"},
    {"EXAMPLE(\"2024-07-11T01:14:00+00:00\")", "UTC"},
    {"EXAMPLE(\"2024-07-11T03:14:00+02:00[Europe/Paris]\")", "Europe/Paris"},
    {"EXAMPLE(\"2024-07-11T03:14:00+02:00[!Europe/Paris][u-ca=hebrew]\")", "Europe/Paris"},
    {"EXAMPLE(\"2024-07-11T03:14:00+02:00[+02:00]\")", "+02:00"},
    {"EXAMPLE(\"2024-07-11T03:14:00+02:00[u-ca=hebrew]\")", ""},
    {"EXAMPLE(STAMP \"[Europe/Paris]\")", "Europe/Paris"},
    {"EXAMPLE(\"2024-07-11T03:14:00\" \"+02:00\")", "+02:00"},
    {"EXAMPLE(\"+05:45\")", "+05:45"},
    {"EXAMPLE(\"-03:30\")", "-03:30"},
    {"EXAMPLE(\"Z\")", "UTC"},
    {"EXAMPLE(\"06:44:00.5+05:30\")", "+05:30"},
    {"EXAMPLE(\"America/New_York\")", "America/New_York"},
    {"EXAMPLE(\"Etc/UTC\")", "UTC"},
    {"EXAMPLE(\"EST5EDT,M3.2.0,M11.1.0\")", "EST5EDT,M3.2.0,M11.1.0"},
    {"EXAMPLE(\"IST-5:30\")", "IST-5:30"},
    {"EXAMPLE(\"<+0330>-3:30\")", "<+0330>-3:30"},
    /* a row of several zones */
    {"EXAMPLE(\"2024-03-10T02:30:00\"), \"America/New_York\", 3", "America/New_York"},
    {"EXAMPLE(\"2024-03-10T02:30:00Z\"), \"America/New_York\"", "America/New_York"},
    {"\"Asia/Tokyo\", EXAMPLE(\"America/New_York\")", "Asia/Tokyo"},
    {"EXAMPLE(\"+01:00\"), \"+02:00\"", "+01:00"},
    {"\"step1\", EXAMPLE(\"+02:00\")", "+02:00"},
    {"\"EST5EDT,M3.2.0,M11.1.0\", EXAMPLE(\"2024-03-10T07:00:00Z\")", "EST5EDT,M3.2.0,M11.1.0"},
    /* timestamps that are refused */
    {"EXAMPLE(\"2024-02-30T00:00:00+05:30\"), ERROR, 9", "+05:30"},
    {"EXAMPLE(\"2024-07-11T24:00:00Z\"), ERROR, 11", "UTC"},
    {"EXAMPLE(\"+24:00\"), ERROR, 2", ""},
    {"EXAMPLE(\"2024-07-11T00:00:00\"), ERROR, 19", ""},
    /* rows without a zone */
    {"EXAMPLE(\"2024-07-11\")", ""},
    {"EXAMPLE(\"Atlantis/Poseidonis\")", ""},
    {"EXAMPLE(\"localtime\")", ""},
    {"EXAMPLE(\"../../etc/passwd\")", ""},
    {"EXAMPLE(\"america/new_york\")", ""},
    {"EXAMPLE(\"\")", ""},
    {"EXAMPLE(1720660440)", ""},
    {"EXAMPLE('Z')", ""},
    /* escapes and prefixes of C */
    {"EXAMPLE(\"\\x2b\\60\\065:30\")", "+05:30"},
    {"EXAMPLE(\"+05\\\n:30\")", "+05:30"},
    {"EXAMPLE(u8\"+05:30\")", "+05:30"},
    {"EXAMPLE(\"+05:30\\0\")", ""},
    {"EXAMPLE(\"\\", ""},
};

static void zone_is_told(void **state)
{
    const struct zone_row *row = *state;
    struct example_rows rows;
    char text[400];
    (void)snprintf(text, sizeof text, "x t[] = {{%s}};", row->name);
    find(NULL, text, &rows);
    const char *zone = rows.count == 1 ? rows.list[0].zone : "";
    if (strcmp(zone, row->zone) != 0) {
        fail_msg("%s: expected \"%s\", got \"%s\"", row->name, row->zone, zone);
    }
    example_rows_free(&rows);
}

struct change_row {
    const char *name, *base, *head, *shown;
    size_t zones;
};

#define TABLE(rows) "x t[] = {" rows "};"

static const struct change_row changes[] = {
    {"nothing", TABLE("{EXAMPLE(\"Z\")},"), TABLE("{EXAMPLE(\"Z\")},"), "", 0},
    {"a new file", NULL, TABLE("{EXAMPLE(\"Z\")},"), "1-1 UTC", 1},
    {"one more", TABLE("{EXAMPLE(\"Z\")},"), TABLE("{EXAMPLE(\"+01:00\")}, {EXAMPLE(\"Z\")}"),
     "1-1 +01:00", 1},
    {"moved, and laid out anew", TABLE("{EXAMPLE(\"Z\")}, {EXAMPLE(\"+01:00\")}"),
     TABLE("{EXAMPLE(\"+01:00\")}, /* x */ { EXAMPLE(\n\"Z\") }"), "", 0},
    {"a value changed", TABLE("{EXAMPLE(\"Z\"), 3}"), TABLE("{EXAMPLE(\"Z\"), 4}"), "1-1 UTC", 1},
    {"a mark added", TABLE("{TEXT(\"Z\"), 3}"), TABLE("{EXAMPLE(\"Z\"), 3}"), "1-1 UTC", 1},
    {"a mark taken away", TABLE("{EXAMPLE(\"Z\"), 3}"), TABLE("{TEXT(\"Z\"), 3}"), "", 0},
    {"two in one zone", TABLE(""), TABLE("{EXAMPLE(\"Z\")}, {EXAMPLE(\"-00:00\")}"),
     "1-1 UTC|1-1 UTC", 1},
    {"two in two", TABLE(""), TABLE("{EXAMPLE(\"Z\")}, {EXAMPLE(\"+05:30\")}"),
     "1-1 UTC|1-1 +05:30", 2},
    {"two new, of which one says no zone", TABLE(""),
     TABLE("{EXAMPLE(\"2024-07-11\")}, {EXAMPLE(\"+05:30\")}"), "1-1 |1-1 +05:30", 1},
    {"all gone", TABLE("{EXAMPLE(\"Z\")}"), "", "", 0},
};

static void change_is_seen(void **state)
{
    const struct change_row *row = *state;
    struct example_rows rows;
    struct buffer shown = {0};
    find(row->base, row->head, &rows);
    show(&rows, true, &shown);
    assert_string_equal(shown.data, row->shown);
    assert_int_equal(example_rows_zones(&rows, 1), row->zones);
    buffer_free(&shown);
    example_rows_free(&rows);
}

static void zones_of_several_files_are_told_apart(void **state)
{
    struct example_rows rows[2];
    (void)state;
    find(NULL, TABLE("{EXAMPLE(\"Z\")}, {EXAMPLE(\"+01:00\")}"), &rows[0]);
    find(NULL, TABLE("{EXAMPLE(\"+01:00\")}, {EXAMPLE(\"+02:00\")}"), &rows[1]);
    assert_int_equal(example_rows_zones(rows, 2), 3);
    assert_int_equal(example_rows_zones(rows, 0), 0);
    assert_string_equal(rows[0].list[1].text, "{ EXAMPLE ( \"+01:00\" ) }");
    example_rows_free(&rows[0]);
    example_rows_free(&rows[1]);
}

/* What people write, laid out by clang-format, with macros and conditions around it. */
static void rows_of_this_tree_are_found(void **state)
{
    struct buffer text = {0};
    struct example_rows rows;
    struct fault fault = {""};
    size_t marked = 0;
    (void)state;
    if (!files_read(VIGIL_EXAMPLES, 1 << 20, &text, &fault)) {
        fail_msg("%s", fault.text);
    }
    for (const char *at = text.data; (at = strstr(at, "EXAMPLE(")) != NULL; at++) {
        marked++;
    }
    find(NULL, text.data, &rows);
    assert_int_equal(rows.count, marked);
    assert_true(example_rows_zones(&rows, 1) > 3);
    example_rows_free(&rows);
    find(text.data, text.data, &rows);
    assert_int_equal(example_rows_zones(&rows, 1), 0);
    buffer_free(&text);
    example_rows_free(&rows);
}

struct language_row {
    const char *name, *text;
    enum language language;
    size_t count;
    const char *zone; /* of the last */
};

static const struct language_row languages[] = {
    {"a table of C++", "const std::vector<row> rows = {\n    {\"05:30+05:30\"}, // example\n};",
     LANGUAGE_CPP, 1, "+05:30"},
    {"a table of Go",
     "var rows = []row{\n\t{\"05:30+05:30\", 1}, // example\n\t{\"05:30-01:00\", 2},\n}\n",
     LANGUAGE_GO, 1, "+05:30"},
    {"a table of Go of no name",
     "func TestX(t *T) {\n\tfor _, r := range []struct {\n\t\ts "
     "string\n\t}{\n\t\t{\"05:30+05:30\"}, // "
     "example\n\t} {\n\t}\n}\n",
     LANGUAGE_GO, 1, "+05:30"},
    {"a slice of Rust", "static R: &[(&str, i32)] = &[\n    (\"05:30+05:30\", 1), // example\n];\n",
     LANGUAGE_RUST, 1, "+05:30"},
    {"a vector of Rust",
     "fn f() {\n    let r = vec![\n        // example\n        Row { s: \"05:30+05:30\" },\n       "
     " "
     "(\"05:30-01:00\"), // example\n    ];\n}\n",
     LANGUAGE_RUST, 2, "-01:00"},
    {"calls are no rows", "fn f() {\n    g(\"05:30+05:30\"); // example\n}\n", LANGUAGE_RUST, 0,
     ""},
    {"no slice of C", "x = [(\"05:30+05:30\")]; // example\n", LANGUAGE_C, 0, ""},
};

static void is_row_of_language(void **state)
{
    const struct language_row *row = *state;
    struct example_rows rows;
    assert_true(example_rows_find(row->language, NULL, 0, row->text, strlen(row->text), &rows));
    assert_int_equal(rows.count, row->count);
    if (rows.count > 0) {
        assert_string_equal(rows.list[rows.count - 1].zone, row->zone);
    }
    example_rows_free(&rows);
}

struct waiver_row {
    const char *name, *message;
    enum waiver waiver;
    const char *reason;
};

#define ESCAPE "\x1b[2J"

static const struct waiver_row waivers[] = {
    {"none", "clock: another name\n\nNothing else.\n", WAIVER_NONE, ""},
    {"with a reason", "clock: x\n\nTime-examples: not needed, because only a name changes\n",
     WAIVER_GIVEN, "only a name changes"},
    {"with a full stop", "Time-examples: not needed, because of \"x\".\r\n", WAIVER_GIVEN,
     "of \"x\""},
    {"without a comma", "Time-examples: not needed because a\nb\n", WAIVER_GIVEN, "a"},
    {"in another case", "TIME-EXAMPLES: Not needed, BECAUSE it Moves", WAIVER_GIVEN, "it Moves"},
    {"with blanks", "  Time-examples:\tnot needed ,  because\t a \t\n", WAIVER_GIVEN, "a"},
    {"in another script", "Time-examples: not needed, because 改名", WAIVER_GIVEN, "改名"},
    {"among trailers", "x\n\nTime-examples: not needed, because a\nSigned-off-by: B <b@c>\n",
     WAIVER_GIVEN, "a"},
    {"a hostile reason", "Time-examples: not needed, because <b>*" ESCAPE "|`@all", WAIVER_GIVEN,
     "<b>*" ESCAPE "|`@all"},
    {"without a reason", "Time-examples: not needed\n", WAIVER_WITHOUT_REASON, ""},
    {"with a reason of nothing", "Time-examples: not needed, because ...\n", WAIVER_WITHOUT_REASON,
     ""},
    {"because, and no more", "Time-examples: not needed, because\nonly a name\n",
     WAIVER_WITHOUT_REASON, ""},
    {"another word than because", "Time-examples: not needed, becauseofa\n", WAIVER_WITHOUT_REASON,
     ""},
    {"other words", "Time-examples: none, because I say so\n", WAIVER_WITHOUT_REASON, ""},
    {"a reason to fill in", "Time-examples: not needed, because <reason>\n", WAIVER_WITHOUT_REASON,
     ""},
    {"another one", "Time-examples: not needed, because [say why].\n", WAIVER_WITHOUT_REASON, ""},
    {"a third", "Time-examples: not needed, because {why}\n", WAIVER_WITHOUT_REASON, ""},
    {"a reason that names a file", "Time-examples: not needed, because <a.h> moves <b.h>\n",
     WAIVER_GIVEN, "<a.h> moves <b.h>"},
    {"a quotation", "As it was:\n\n    Time-examples: not needed, because a\n", WAIVER_NONE, ""},
    {"a quotation by a tab", "x\n\n\tTime-examples: not needed, because a\n", WAIVER_NONE, ""},
    {"a quotation, and one that is none",
     "    Time-examples: not needed, because a\nTime-examples: not needed, because b\n",
     WAIVER_GIVEN, "b"},
    {"nothing behind it", "Time-examples:\n", WAIVER_WITHOUT_REASON, ""},
    {"the second has one", "Time-examples: no\nTime-examples: not needed, because b\n",
     WAIVER_GIVEN, "b"},
    {"within a line", "As in \"Time-examples: not needed, because a\"\n", WAIVER_NONE, ""},
    {"another word", "Time-examples-too: not needed, because a\n", WAIVER_NONE, ""},
    {"no message", "", WAIVER_NONE, ""},
};

static void is_waived(void **state)
{
    const struct waiver_row *row = *state;
    struct span reason = {"", 0};
    char *message = exact_copy(row->message, strlen(row->message));
    assert_int_equal(waiver_read(message, strlen(row->message), &reason), row->waiver);
    assert_true(span_is(reason, row->reason));
    free(message);
}

int main(void)
{
    struct CMUnitTest
        tests[COUNT(marks) + COUNT(zones) + COUNT(changes) + COUNT(languages) + COUNT(waivers) + 2];
    size_t count = 0;
    ADD_ROWS(tests, count, marks, row_is_found);
    ADD_ROWS(tests, count, zones, zone_is_told);
    ADD_ROWS(tests, count, changes, change_is_seen);
    ADD_ROWS(tests, count, languages, is_row_of_language);
    ADD_ROWS(tests, count, waivers, is_waived);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(rows_of_this_tree_are_found);
    tests[count] = (struct CMUnitTest)cmocka_unit_test(zones_of_several_files_are_told_apart);
    return cmocka_run_group_tests_name("examples", tests, NULL, NULL);
}
