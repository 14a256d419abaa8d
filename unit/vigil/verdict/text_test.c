/* SPDX-License-Identifier: MIT */
/* A gate as each of its readers gets it: what it says, on a terminal how it stands there, and which
 * files there are. */
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "sample.h"
#include "verdict/write.h"

typedef bool writer(const struct verdict *verdict, struct buffer *into, struct fault *fault);

/* As the others are. */
static bool text(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    (void)fault;
    verdict_text(verdict, false, into);
    return !into->failed;
}

static bool markdown(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    (void)fault;
    verdict_markdown(verdict, 100000, into);
    return !into->failed;
}

struct says_row {
    const char *name;
    writer *write;
    enum verdict_sample_kind kind;
    const char *words;
};

static const struct says_row says_rows[] = {
    {"terminal: the verdict comes first", text, VERDICT_SAMPLE_COULD_NOT,
     "^Could not judge: base 4f0c2d9e71ab does not build.\n\n  build and test  could not judge  "
     "   3.5 s  Base 4f0c2d9e71ab does not build.\n"},
    {"terminal: a door a line", text, VERDICT_SAMPLE_BLOCKED,
     "  fuzz            blocked            60.4 s  2 new crashes; zonename is gone, and posixtz "
     "reaches\n                                             118 of 519 edges.\n"},
    {"terminal: a door not reached has no time", text, VERDICT_SAMPLE_BLOCKED,
     "  review          not reached                A door before it is shut.\n"},
    {"terminal: a failing test", text, VERDICT_SAMPLE_BLOCKED,
     "Tests that fail (1)\n  offset_test: minus zero\n      expected -00:00, and it is +00:00\n"},
    {"terminal: an uncovered line", text, VERDICT_SAMPLE_BLOCKED,
     "Changed lines that no test runs (3)\n  parsers/offset.c:14  if (hours > 23) {\n"},
    {"terminal: a missing example, and its form", text, VERDICT_SAMPLE_BLOCKED,
     "What is missing\n  Mark a row of a unit table as an example, in a zone that has none yet:\n"
     "      {\"Nepal\", EXAMPLE(\"2024-07-11T06:59:00+05:45\")},\n"},
    {"terminal: a crash", text, VERDICT_SAMPLE_BLOCKED,
     "New crash: heap-buffer-overflow READ 1 in read_field\n  parsers/offset.c:88 in read_field\n"
     "  Base 4f0c2d9e71ab runs this input without a crash.\n"
     "  target offset; memory, severity medium; 10 of 10 replays; issue 231\n"
     "  input, minimized and report.txt are in crashes/0f3a5c7e9b1d2f40\n"
     "  $ out/head/offset vigil-gate/crashes/0f3a5c7e9b1d2f40/minimized\n"},
    {"terminal: a crash nowhere known", text, VERDICT_SAMPLE_BLOCKED,
     "New crash: timeout in parse\n  in parse; no line of the project's own is known\n"},
    {"terminal: a crash of a file alone", text, VERDICT_SAMPLE_BLOCKED,
     "Known: assertion-failure in suffix_value\n  parsers/rfc9557.c in suffix_value\n"},
    {"terminal: a target that is gone", text, VERDICT_SAMPLE_BLOCKED,
     "Targets that did not run\n  zonename: deleted\n"},
    {"terminal: edges that collapsed, and only those", text, VERDICT_SAMPLE_BLOCKED,
     "kept  target\n         519        118    23 %  posixtz\n\n"},
    {"terminal: a time-sensitive line", text, VERDICT_SAMPLE_PASSED,
     "  parsers/cli.c:44:21  struct tm *now = localtime(&when);\n      why     localtime keeps"},
    {"terminal: one reason for two lines", text, VERDICT_SAMPLE_PASSED,
     "when = day * 86400;\n  parsers/cli.c:52:30  /* \xc3\xa9t\xc3\xa9 */ when = day * 86400;\n"
     "      why     A local day"},
    {"terminal: what could not be done", text, VERDICT_SAMPLE_COULD_NOT,
     "What could not be done\n  base: the build ended with status 1\n"},
    {"terminal: which commits", text, VERDICT_SAMPLE_PASSED,
     "665d88f6eb9f against base 4f0c2d9e71ab in 103.2 s; fuzzing for 60 s with seed 4021234567; "
     "vigil 0.1.0\n$"},
    {"Markdown: the verdict comes first", markdown, VERDICT_SAMPLE_COULD_NOT,
     "^## Could not judge: base `4f0c2d9e71ab` does not build.\n\n| door | | time | |\n"},
    {"Markdown: a door a row", markdown, VERDICT_SAMPLE_BLOCKED,
     "| build and test | **blocked** | 41.2 s | 1 of 5 tests fails: \"minus zero\"; 3 changed "
     "lines are not run by any test. |\n"},
    {"Markdown: a door not reached has no time", markdown, VERDICT_SAMPLE_BLOCKED,
     "| review | not reached |  | A door before it is shut. |\n"},
    {"Markdown: a crash", markdown, VERDICT_SAMPLE_BLOCKED,
     "### New crash: heap-buffer-overflow READ 1 in read_field\n\n`parsers/offset.c:88`, in "
     "`read_field`. Base `4f0c2d9e71ab` runs this input without a crash. Target `offset`; memory, "
     "severity medium; 10 of 10 replays; issue "
     "[231](https://github.com/fuseau/fuseau/issues/231); input, minimized and report.txt are in "
     "`crashes/0f3a5c7e9b1d2f40`.\n\n```text\nout/head/offset "
     "vigil-gate/crashes/0f3a5c7e9b1d2f40/minimized\n```\n"},
    {"Markdown: a crash of base", markdown, VERDICT_SAMPLE_BLOCKED,
     "| on base | memory-leak in tzif_read | `parsers/tzif.c:31` | `zone` | Base `4f0c2d9e71ab` "
     "leaks on this input too. | [198](https://github.com/fuseau/fuseau/issues/198) |\n"},
    {"Markdown: an issue without an address", markdown, VERDICT_SAMPLE_BLOCKED, " | 187 |\n"},
    {"Markdown: a failing test", markdown, VERDICT_SAMPLE_BLOCKED,
     "### Tests that fail\n\n`offset_test` `minus zero`\n\n```text\nexpected -00:00, and it is "
     "+00:00\n"},
    {"Markdown: an uncovered line", markdown, VERDICT_SAMPLE_BLOCKED,
     "| `parsers/offset.c:14` | `if (hours > 23) {` |\n"},
    {"Markdown: a missing example, and its form", markdown, VERDICT_SAMPLE_BLOCKED,
     "### What is missing\n\n```text\nMark a row of a unit table"},
    {"Markdown: edges that collapsed", markdown, VERDICT_SAMPLE_BLOCKED,
     "|---|--:|--:|---|\n| `posixtz` | 519 | 118 | finished |\n| `zonename` | 143 | 0 | deleted "
     "|\n\n"},
    {"Markdown: a time-sensitive line", markdown, VERDICT_SAMPLE_PASSED,
     "| `parsers/cli.c:44` | `struct tm *now = localtime(&when);` | localtime keeps one struct "
     "tm "},
    {"Markdown: one reason for two lines", markdown, VERDICT_SAMPLE_PASSED,
     "| `parsers/cli.c:52` | `/* \xc3\xa9t\xc3\xa9 */ when = day * 86400;` | As above. |  |\n"},
    {"Markdown: a report", markdown, VERDICT_SAMPLE_BLOCKED,
     "### Report: timeout in parse\n\n```text\n==7== ERROR: libFuzzer: timeout after 5 seconds\n"},
    {"JUnit: all counts", verdict_junit, VERDICT_SAMPLE_BLOCKED,
     "<testsuites name=\"vigil gate\" tests=\"14\" failures=\"6\" errors=\"0\" skipped=\"5\" "
     "time=\"101.790\">"},
    {"JUnit: a door that is shut fails", verdict_junit, VERDICT_SAMPLE_BLOCKED,
     "<testcase classname=\"vigil.gate\" name=\"fuzz\" time=\"60.400\">\n   <failure message=\"2 "
     "new crashes; zonename is gone, and posixtz reaches 118 of 519 edges.\" type=\"blocked\"/>"},
    {"JUnit: a door that could not judge is an error", verdict_junit, VERDICT_SAMPLE_COULD_NOT,
     "<error message=\"Base 4f0c2d9e71ab does not build.\" type=\"could not judge\">cc: error"},
    {"JUnit: a new crash fails", verdict_junit, VERDICT_SAMPLE_BLOCKED,
     "<testcase classname=\"vigil.crash.offset\" name=\"heap-buffer-overflow READ 1 in "
     "read_field\" time=\"0.000\">\n   <failure message=\"Base 4f0c2d9e71ab runs this input "
     "without "
     "a crash.\" type=\"memory\">parsers/offset.c:88 in read_field\n"},
    {"JUnit: one of base does not", verdict_junit, VERDICT_SAMPLE_BLOCKED,
     "<skipped message=\"Base 4f0c2d9e71ab leaks on this input too.\"/>"},
    {"JUnit: tests by their suites", verdict_junit, VERDICT_SAMPLE_BLOCKED,
     "<testsuite name=\"offset_test\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"0\" "
     "time=\"0.028\" timestamp=\"2026-11-25T00:05:00\">\n  <testcase classname=\"offset_test\" "
     "name=\"India\" time=\"0.004\"/>\n  <testcase classname=\"offset_test\" name=\"an hour too "
     "many\" time=\"0.003\"/>\n  <testcase classname=\"offset_test\" name=\"minus zero\""},
    {"Cobertura: its DTD", verdict_cobertura, VERDICT_SAMPLE_PASSED,
     "SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n<coverage "
     "line-rate=\"0.5833\" branch-rate=\"0\" complexity=\"0\" lines-covered=\"7\" "
     "lines-valid=\"12\" branches-covered=\"0\" branches-valid=\"0\" version=\"0.1.0\" "
     "timestamp=\"1795565100000\">\n <sources>\n  <source>.</source>\n"},
    {"Cobertura: a directory below another", verdict_cobertura, VERDICT_SAMPLE_PASSED,
     "<package name=\"parsers/zone\" line-rate=\"0.2500\" branch-rate=\"0\" complexity=\"0\">\n"},
    {"Cobertura: a count beyond 32 bits", verdict_cobertura, VERDICT_SAMPLE_PASSED,
     "<line number=\"20\" hits=\"5000000000\" branch=\"false\"/>"},
};

/* "^" and "$" at the ends are as in regular expressions. */
static bool is_there(const char *document, const char *words)
{
    size_t length = strlen(words);
    bool ends = length > 0 && words[length - 1] == '$';
    if (words[0] == '^') {
        return strncmp(document, words + 1, length - 1) == 0;
    }
    if (ends) {
        size_t whole = strlen(document);
        return whole >= length - 1 &&
               strncmp(document + whole - (length - 1), words, length - 1) == 0;
    }
    return strstr(document, words) != NULL;
}

static void says(void **state)
{
    const struct says_row *row = *state;
    struct verdict_sample sample;
    struct buffer document = {0};
    struct fault fault = {""};
    verdict_sample_make(row->kind, 0, &sample);
    assert_true(row->write(&sample.verdict, &document, &fault));
    if (!is_there(document.data, row->words)) {
        fail_msg("not there:\n%s\nin:\n%s", row->words, document.data);
    }
    verdict_sample_free(&sample);
    buffer_free(&document);
}

/* Of every line but a command's, which is to be copied. */
static void check_columns(const char *document)
{
    for (const char *line = document; *line != '\0'; line += *line == '\n') {
        size_t size = strcspn(line, "\n"), columns = 0;
        for (size_t i = 0; i < size; i++) {
            columns += ((unsigned char)line[i] & 0xc0) != 0x80 ? 1 : 0;
        }
        if (columns > 102 || (columns > 100 && strstr(line, "; vigil ") == NULL)) {
            if (strncmp(line, "  $ ", 4) != 0) {
                fail_msg("%zu columns: %.*s", columns, (int)size, line);
            }
        }
        line += size;
    }
}

static void check_still(const struct buffer *document)
{
    for (size_t i = 0; i < document->size; i++) {
        unsigned char letter = (unsigned char)document->data[i];
        if ((letter < ' ' && letter != '\n' && letter != '\t') || letter == 0x7f) {
            fail_msg("control %02x at %zu: %.60s", letter, i, document->data + i);
        }
    }
}

static void without_colours(const struct buffer *coloured, struct buffer *plain)
{
    for (size_t i = 0; i < coloured->size; i++) {
        if (coloured->data[i] == '\x1b') {
            i += strcspn(coloured->data + i, "m");
        } else {
            buffer_add(plain, coloured->data + i, 1);
        }
    }
}

static void terminal_is_narrow(void **state)
{
    static const enum verdict_sample_kind kinds[] = {VERDICT_SAMPLE_PASSED, VERDICT_SAMPLE_BLOCKED,
                                                     VERDICT_SAMPLE_COULD_NOT};
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct verdict_sample sample;
        struct buffer plain = {0}, coloured = {0}, bare = {0};
        verdict_sample_make(kinds[i], 0, &sample);
        verdict_text(&sample.verdict, false, &plain);
        verdict_text(&sample.verdict, true, &coloured);
        check_columns(plain.data);
        check_still(&plain);
        without_colours(&coloured, &bare);
        assert_true(coloured.size > plain.size);
        assert_string_equal(bare.data, plain.data);
        verdict_sample_free(&sample);
        buffer_free(&plain);
        buffer_free(&coloured);
        buffer_free(&bare);
    }
}

/* An attack may itself be longer than a line of a terminal; it is cut or broken. */
static void hostile_on_a_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; i < verdict_sample_attacks(); i++) {
        struct verdict_sample sample;
        struct buffer document = {0};
        verdict_sample_make(VERDICT_SAMPLE_HOSTILE, i, &sample);
        verdict_text(&sample.verdict, false, &document);
        check_still(&document);
        check_columns(document.data);
        verdict_sample_free(&sample);
        buffer_free(&document);
    }
}

static void names_are_told(void **state)
{
    (void)state;
    assert_string_equal(conclusion_name(CONCLUSION_COULD_NOT), "could not judge");
    assert_string_equal(door_name(DOOR_TEST), "build and test");
    assert_string_equal(door_name(DOOR_REVIEW), "review");
    assert_string_equal(door_state_name(DOOR_NOT_REACHED), "not reached");
    assert_string_equal(verdict_crash_fate_name(VERDICT_CRASH_UNCONFIRMED), "unconfirmed");
}

static bool has_file(const char *directory, const char *name)
{
    char path[PATH_SIZE];
    struct stat status;
    (void)snprintf(path, sizeof path, "%.3000s/%s", directory, name);
    return stat(path, &status) == 0 && status.st_size > 0;
}

/* Into a directory that a gate before it, of which coverage was known, has used. */
static void all_is_written(void **state)
{
    static const char *const names[] = {"verdict.json", "verdict.md", "junit.xml", "vigil.sarif"};
    char directory[PATH_SIZE];
    struct verdict_sample sample;
    struct fault fault = {""};
    struct scratch *scratch = *state;
    (void)snprintf(directory, sizeof directory, "%s/out", scratch->directory);
    for (int kind = VERDICT_SAMPLE_PASSED; kind <= VERDICT_SAMPLE_COULD_NOT; kind++) {
        verdict_sample_make((enum verdict_sample_kind)kind, 0, &sample);
        if (!verdict_write(&sample.verdict, directory, &fault)) {
            fail_msg("%s", fault.text);
        }
        for (size_t i = 0; i < COUNT(names); i++) {
            assert_true(has_file(directory, names[i]));
        }
        assert_int_equal(has_file(directory, "cobertura.xml"), kind != VERDICT_SAMPLE_COULD_NOT);
        verdict_sample_free(&sample);
    }
}

/* Where one cannot be written there is no verdict either, not even that of a gate before. */
static void no_verdict_without_the_rest(void **state)
{
    char directory[PATH_SIZE], taken[PATH_SIZE];
    struct verdict_sample sample;
    struct fault fault = {""};
    struct scratch *scratch = *state;
    (void)snprintf(directory, sizeof directory, "%s/taken", scratch->directory);
    (void)snprintf(taken, sizeof taken, "%s/taken/vigil.sarif", scratch->directory);
    verdict_sample_make(VERDICT_SAMPLE_PASSED, 0, &sample);
    assert_true(verdict_write(&sample.verdict, directory, &fault));
    assert_int_equal(unlink(taken), 0);
    assert_int_equal(mkdir(taken, 0700), 0);
    assert_false(verdict_write(&sample.verdict, directory, &fault));
    assert_non_null(strstr(fault.text, "vigil.sarif"));
    assert_false(has_file(directory, "verdict.json"));
    verdict_sample_free(&sample);
}

int main(void)
{
    static struct CMUnitTest tests[COUNT(says_rows) + 5];
    size_t count = 0;
    ADD_ROWS(tests, count, says_rows, says);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(terminal_is_narrow);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(hostile_on_a_terminal);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(names_are_told);
    tests[count++] = (struct CMUnitTest)SCRATCH_TEST(all_is_written);
    tests[count++] = (struct CMUnitTest)SCRATCH_TEST(no_verdict_without_the_rest);
    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
