/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "verdict/testlog.h"

#define TEXT(literal) (literal), sizeof(literal) - 1

/* "F Suite/Bad 0.5 the message|its next line", a line a test. */
static void show(const struct testlog *log, struct buffer *into)
{
    buffer_text(into, "");
    for (size_t i = 0; i < log->count; i++) {
        const struct verdict_test *test = &log->tests[i];
        buffer_format(into, "%c %s/", "PFS"[test->state], test -> suite);
        verdict_test_name(into, test);
        buffer_format(into, " %g", test->seconds);
        buffer_format(into, "%s%s\n", test->message[0] != '\0' ? " " : "", test->message);
    }
}

static bool read_copy(const char *text, size_t size, struct testlog *log, struct fault *fault)
{
    char *copy = exact_copy(text, size);
    bool read = testlog_read(copy, size, log, fault);
    free(copy);
    return read;
}

struct accepted_row {
    const char *name, *text, *shown;
};

/* As ctest 3.25 wrote it. */
static const char ctest[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<testsuite name=\"(empty)\"\n\ttests=\"7\"\n\tfailures=\"3\"\n\tdisabled=\"1\"\n"
    "\tskipped=\"2\"\n\thostname=\"\"\n\ttime=\"1\"\n\ttimestamp=\"2026-11-24T16:59:43\"\n\t>\n"
    "\t<testcase name=\"good\" classname=\"good\" time=\"0.0159117\" status=\"run\">\n"
    "\t\t<system-out>fine\n</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"bad\" classname=\"bad\" time=\"0.0194642\" status=\"fail\">\n"
    "\t\t<failure message=\"\"/>\n"
    "\t\t<system-out>a &lt;b&gt; &amp; \"c\" ]]&gt;\n"
    "[NON-XML-CHAR-0x1B][31mred[NON-UTF-8-BYTE-0xFF]\n</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"skip\" classname=\"skip\" time=\"0.010118\" status=\"notrun\">\n"
    "\t\t<skipped message=\"SKIP_RETURN_CODE=77\"/>\n"
    "\t\t<system-out></system-out>\n\t</testcase>\n"
    "\t<testcase name=\"off\" classname=\"off\" time=\"0\" status=\"disabled\">\n"
    "\t\t<skipped message=\"Disabled\"/>\n\t\t<system-out>Disabled</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"lost\" classname=\"lost\" time=\"0\" status=\"notrun\">\n"
    "\t\t<skipped message=\"Unable to find executable\"/>\n"
    "\t\t<system-out>Unable to find executable: /no/such/program</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"slow\" classname=\"slow\" time=\"1.02014\" status=\"fail\">\n"
    "\t\t<failure message=\"\"/>\n\t\t<system-out></system-out>\n\t</testcase>\n</testsuite>\n";

/* As cmocka 1.1.5 prints two groups, and as googletest 1.12 writes. */
static const char cmocka[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<testsuites>\n"
    "  <testsuite name=\"group one\" time=\"0.000\" tests=\"4\" failures=\"1\" errors=\"1\" "
    "skipped=\"1\" >\n"
    "    <testcase name=\"good\" time=\"0.000\" >\n    </testcase>\n"
    "    <testcase name=\"bad\" time=\"0.250\" >\n"
    "      <failure><![CDATA[0x1 != 0x2\ncm.c:7: error: Failure!]]></failure>\n"
    "    </testcase>\n    <testcase name=\"skipped\" time=\"0.000\" >\n      <skipped/>\n"
    "    </testcase>\n    <testcase name=\"fixture\" time=\"0.000\" >\n"
    "      <failure><![CDATA[Test setup failed]]></failure>\n"
    "    </testcase>\n  </testsuite>\n</testsuites>\n"
    "<testsuites>\n  <testsuite name=\"group two\" time=\"0.000\" tests=\"1\" failures=\"0\" "
    "errors=\"0\" skipped=\"0\" >\n"
    "    <testcase name=\"good\" time=\"0.000\" >\n    </testcase>\n"
    "  </testsuite>\n</testsuites>\n";
static const char googletest[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<testsuites tests=\"6\" failures=\"2\" disabled=\"1\" errors=\"0\" time=\"0\" "
    "timestamp=\"2026-11-24T16:59:50.545\" name=\"AllTests\">\n"
    "  <testsuite name=\"Suite\" tests=\"4\" failures=\"1\" disabled=\"1\" skipped=\"1\" "
    "errors=\"0\" time=\"0\">\n"
    "    <testcase name=\"Good\" file=\"g.cc\" line=\"2\" status=\"run\" result=\"completed\" "
    "time=\"0.125\" classname=\"Suite\" />\n"
    "    <testcase name=\"Bad\" file=\"g.cc\" line=\"3\" status=\"run\" result=\"completed\" "
    "time=\"0\" classname=\"Suite\">\n"
    "      <failure message=\"g.cc:3&#x0A;Expected equality:&#x0A;  1&#x0A;  2\" type=\"\">"
    "<![CDATA[g.cc:3\nExpected equality:\n  1\n  2]]></failure>\n"
    "      <failure message=\"g.cc:3&#x0A;  &quot;]]&gt;&quot;\" type=\"\"><![CDATA[g.cc:3\n"
    "  \"]]>]]&gt;<![CDATA[\"]]></failure>\n    </testcase>\n"
    "    <testcase name=\"Skip\" status=\"run\" result=\"skipped\" time=\"0\" "
    "classname=\"Suite\">\n"
    "      <skipped message=\"g.cc:4&#x0A;not here\"><![CDATA[g.cc:4\nnot here]]></skipped>\n"
    "    </testcase>\n"
    "    <testcase name=\"DISABLED_Off\" status=\"notrun\" result=\"suppressed\" time=\"0\" "
    "classname=\"Suite\" />\n  </testsuite>\n"
    "  <testsuite name=\"I/P\" tests=\"1\" failures=\"1\" time=\"0\">\n"
    "    <testcase name=\"Even/1\" value_param=\"3\" status=\"run\" result=\"completed\" "
    "time=\"0\" classname=\"I/P\">\n"
    "      <failure message=\"g.cc:7\" type=\"\"><![CDATA[g.cc:7]]></failure>\n"
    "      <properties>\n        <property name=\"k\" value=\"v\"/>\n      </properties>\n"
    "    </testcase>\n  </testsuite>\n</testsuites>\n";

#define SUITE(tests) "<testsuite name='s'>" tests "</testsuite>"

static const struct accepted_row accepted[] = {
    {"ctest's", ctest,
     "P /good 0.0159117\nF /bad 0.0194642 a <b> & \"c\" ]]>\n"
     "[NON-XML-CHAR-0x1B][31mred[NON-UTF-8-BYTE-0xFF]\nS /skip 0.010118\nS /off 0\n"
     "F /lost 0 not run: Unable to find executable\nF /slow 1.02014\n"},
    {"cmocka's, two groups", cmocka,
     "P group one/good 0\nF group one/bad 0.25 0x1 != 0x2\ncm.c:7: error: Failure!\n"
     "S group one/skipped 0\nF group one/fixture 0 Test setup failed\nP group two/good 0\n"},
    {"googletest's", googletest,
     "P Suite/Good 0.125\nF Suite/Bad 0 g.cc:3\nExpected equality:\n  1\n  2\ng.cc:3\n  \"]]>\"\n"
     "S Suite/Skip 0\nS Suite/DISABLED_Off 0\nF I/P/Even/1 0 g.cc:7\n"},
    {"no test", "<testsuites/>", ""},
    {"a suite of none", "<testsuites><testsuite name='s' tests='0'/></testsuites>", ""},
    {"an old googletest's that is off",
     SUITE("<testcase name='DISABLED_a' status='notrun' time='0' classname='s'/>"),
     "S s/DISABLED_a 0\n"},
    {"a message and a stack",
     SUITE("<testcase name='a'><error message='boom' type='E'>at x.c:3\nat y.c:4</error>"
           "</testcase>"),
     "F s/a 0 boom\nat x.c:3\nat y.c:4\n"},
    {"signs of XML in names and messages",
     SUITE("<testcase name='a&amp;b &lt;&#60;c&gt; &amp;#38; &quot;'><failure message='&amp;lt;'/>"
           "</testcase>"),
     "F s/a&b <<c> &#38; \" 0 &lt;\n"},
    {"a failure without words", SUITE("<testcase name='a'><failure/></testcase>"), "F s/a 0\n"},
    {"words of a failure go before what was printed",
     SUITE("<testcase name='a'><system-out>out</system-out><failure message='m'/></testcase>"),
     "F s/a 0 m\n"},
    {"failed, and skipped then",
     SUITE("<testcase name='a'><failure message='m'/><skipped/></testcase>"), "F s/a 0 m\n"},
    {"flaky, and right in the end",
     SUITE("<testcase name='a'><flakyFailure message='m'>x</flakyFailure></testcase>"),
     "P s/a 0\n"},
    {"a fixture that fails beside the tests",
     SUITE("<testcase name='a'/><error message='setup'>no disk</error>"),
     "P s/a 0\nF s/ 0 setup\nno disk\n"},
    {"what is printed may look like a failure",
     SUITE("<testcase name='a'><system-out>&lt;failure/&gt;<failure/></system-out></testcase>"),
     "P s/a 0\n"},
    {"a suite within a suite",
     "<testsuite name='a'><testcase name='1'/><testsuite name='b'><testcase name='2'/>"
     "</testsuite><testcase name='3'/></testsuite>",
     "P a/1 0\nP b/2 0\nP a/3 0\n"},
    {"a suite without a name, tests of classes",
     "<testsuite><testcase name='a' classname='pkg.C'/></testsuite>", "P pkg.C/a 0\n"},
    {"one name in two classes (pytest's)",
     "<testsuites><testsuite name='pytest'><testcase classname='tests.test_a.TestB' name='test_c'/>"
     "<testcase classname='tests.test_a.TestD' name='test_c'/></testsuite></testsuites>",
     "P pytest/tests.test_a.TestB.test_c 0\nP pytest/tests.test_a.TestD.test_c 0\n"},
    {"a class that is the suite, and one that is the test",
     SUITE("<testcase name='a' classname='s'/><testcase name='b' classname='b'/>"),
     "P s/a 0\nP s/b 0\n"},
    {"hours with a comma", SUITE("<testcase name='a' time='1,234.5'/>"), "P s/a 1234.5\n"},
    {"a time that is none", SUITE("<testcase name='a' time='soon'/>"), "P s/a 0\n"},
    {"a time below zero", SUITE("<testcase name='a' time='-1'/>"), "P s/a 0\n"},
    {"a time beyond all", SUITE("<testcase name='a' time='1e300'/>"), "P s/a 0\n"},
    {"a time that is no number", SUITE("<testcase name='a' time='nan'/>"), "P s/a 0\n"},
    {"namespaces", "<j:testsuite xmlns:j='urn:j' name='s'><j:testcase name='a'/></j:testsuite>",
     "P s/a 0\n"},
    {"Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?>" SUITE("<testcase name='\xe9'/>"),
     "P s/\xc3\xa9 0\n"},
    {"unknown elements", SUITE("<hints><x/></hints><testcase name='a'><x>y</x></testcase>"),
     "P s/a 0\n"},
    {"remarks between", "<!-- a --><testsuites><!-- b --></testsuites><!-- c -->\n", ""},
};

static void is_accepted(void **state)
{
    const struct accepted_row *row = *state;
    struct testlog log = {0};
    struct buffer shown = {0};
    struct fault fault = {""};
    if (!read_copy(row->text, strlen(row->text), &log, &fault)) {
        fail_msg("%s", fault.text);
    }
    show(&log, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    testlog_free(&log);
}

struct refused_row {
    const char *name, *text;
    size_t size;
    const char *words;
};

static const struct refused_row refused[] = {
    {"nothing", TEXT(""), "line 1: "},
    {"no XML", TEXT("1..3\nok 1\n"), "line 1: not well-formed XML: "},
    {"a page", TEXT("\n<html><body/></html>"), "line 2: this is no JUnit XML"},
    {"cut in a test", TEXT("<testsuite>\n<testcase name='a'>\n"), "line 3: not well-formed"},
    {"cut in a name", TEXT("<testsuite>\n<testcase name='a"), "line 2: not well-formed"},
    {"cut before the last end", TEXT("<testsuites>\n<testsuite/>"), "line 2: not well-formed"},
    {"names that are not escaped (cmocka)", TEXT("<testsuite>\n<testcase name=\"a < b\"/>"),
     "line 2: not well-formed"},
    {"a byte that is no letter", TEXT("<testsuite>\n<testcase name='\xff'/></testsuite>"),
     "line 2: not well-formed"},
    {"an escape", TEXT("<testsuite>\n\x1b</testsuite>"),
     "line 2: byte 0x1b (an escape, as of colours) may not stand there: let the tests print "
     "without colours"},
    {"colours in what a test printed",
     TEXT("<testsuite>\n<testcase name='a'>\n<system-out>ok\n\x1b[31mred\x1b[0m</system-out>\n"
          "</testcase></testsuite>"),
     "line 4: byte 0x1b (an escape"},
    {"colours in a message",
     TEXT("<testsuite>\n<testcase name='a'>\n<failure message='\x1b[1mno\x1b[0m'/>\n"
          "</testcase></testsuite>"),
     "line 3: byte 0x1b (an escape"},
    {"colours in a name, in a second document",
     TEXT("<testsuite/>\n<testsuite>\n<testcase name='\x1b[1ma'/>\n</testsuite>"),
     "line 3: byte 0x1b (an escape"},
    {"a bell", TEXT("<testsuite><testcase name='a'><failure>\a</failure></testcase></testsuite>"),
     "line 1: byte 0x07 (a control character) may not stand there: let the tests not print it"},
    {"a NUL", TEXT("<testsuite>\n\0</testsuite>"), "line 2: a NUL"},
    {"a NUL behind the end", TEXT("<testsuite/>\n\0 <testsuite"), "line 2: a NUL"},
    {"a test within a test",
     TEXT("<testsuite><testcase name='a'>\n<testcase name='b'/></testcase></testsuite>"),
     "line 2: a <testcase> within another"},
    {"a test within a failure",
     TEXT("<testsuite><failure>\n<testcase name='b'/></failure></testsuite>"),
     "line 2: a <testcase> within another"},
    {"a test without a name", TEXT("<testsuite>\n\n<testcase/></testsuite>"),
     "line 3: a <testcase> without a name"},
    {"text behind the end", TEXT("<testsuite/>\nPASS\n"), "line 2: not well-formed"},
    {"another kind behind the end", TEXT("<testsuite/>\n<html/>\n"), "line 2: this is no JUnit"},
    {"a second one that is cut", TEXT("<testsuite/>\n\n<testsuite>\n"), "line 4: not well-formed"},
    {"a document type", TEXT("<!DOCTYPE testsuite>\n<testsuite/>"), "line 1: a document type"},
    {"entities that grow",
     TEXT("<?xml version='1.0'?>\n<!DOCTYPE t [<!ENTITY a 'aaaaaaaaaa'>\n"
          "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>\n"
          "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>\n"
          "<testsuite name='&c;&c;&c;'/>"),
     "line 2: a document type"},
    {"a file of this machine",
     TEXT("<!DOCTYPE t [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><testsuite>&a;</testsuite>"),
     "line 1: a document type"},
    {"a parameter entity from elsewhere",
     TEXT("<!DOCTYPE t [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]><testsuite/>"),
     "line 1: a document type"},
    {"an entity of nobody", TEXT("<testsuite>\n&nbsp;</testsuite>"), "line 2: not well-formed"},
};

/* And what was read before is as it was. */
static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    static const char before[] = SUITE("<testcase name='before'/>");
    struct testlog log = {0};
    struct buffer shown = {0};
    struct fault fault = {""};
    assert_true(testlog_read(before, strlen(before), &log, &fault));
    assert_false(read_copy(row->text, row->size, &log, &fault));
    if (strstr(fault.text, row->words) != fault.text) {
        fail_msg("expected \"%s\", got \"%s\"", row->words, fault.text);
    }
    assert_null(strchr(fault.text, '\n'));
    show(&log, &shown);
    assert_string_equal(shown.data, "P s/before 0\n");
    buffer_free(&shown);
    testlog_free(&log);
}

static void several_files_add_up(void **state)
{
    struct testlog log = {0};
    struct fault fault = {""};
    (void)state;
    for (int i = 0; i < 30; i++) {
        assert_true(testlog_read(cmocka, strlen(cmocka), &log, &fault));
        assert_true(testlog_read(ctest, strlen(ctest), &log, &fault));
    }
    assert_int_equal(log.count, 30 * (5 + 6));
    assert_string_equal(log.tests[11 * 29 + 10].name, "slow");
    testlog_free(&log);
    testlog_free(&log);
}

static void nest(struct buffer *text, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        buffer_text(text, "<testsuite>");
    }
    for (unsigned i = 0; i < depth; i++) {
        buffer_text(text, "</testsuite>");
    }
}

static void depth_has_its_limit(void **state)
{
    struct testlog log = {0};
    struct fault fault = {""};
    struct buffer fits = {0}, deep = {0};
    (void)state;
    nest(&fits, TESTLOG_DEPTH_MOST);
    nest(&deep, TESTLOG_DEPTH_MOST + 1);
    assert_true(read_copy(fits.data, fits.size, &log, &fault));
    assert_false(read_copy(deep.data, deep.size, &log, &fault));
    assert_string_equal(fault.text, "line 1: elements stand too deep within each other");
    buffer_free(&fits);
    buffer_free(&deep);
}

/* Two bytes a letter, so that the limit is within one; of what was printed the end is kept. */
static void a_long_message_is_cut_between_letters(void **state)
{
    struct testlog log = {0};
    struct fault fault = {""};
    struct buffer text = {0};
    (void)state;
    buffer_text(&text, "<testsuite><testcase name='a'><failure>x");
    for (int i = 0; i < TESTLOG_MESSAGE_MOST; i++) {
        buffer_text(&text, "\xc3\xa9");
    }
    buffer_text(&text, "</failure></testcase><testcase name='b' status='fail'><system-out>");
    for (int i = 0; i < 20 * TESTLOG_MESSAGE_MOST; i++) {
        buffer_text(&text, "\xc3\xa9");
    }
    buffer_text(&text, "z</system-out></testcase></testsuite>");
    assert_true(read_copy(text.data, text.size, &log, &fault));
    const char *reason = log.tests[0].message, *output = log.tests[1].message;
    assert_int_equal(strlen(reason), TESTLOG_MESSAGE_MOST - 1);
    assert_memory_equal(reason, "x\xc3\xa9", 3);
    assert_int_equal(strlen(output), TESTLOG_MESSAGE_MOST - 1);
    assert_memory_equal(output, "\xc3\xa9", 2);
    assert_string_equal(output + strlen(output) - 3, "\xc3\xa9z");
    buffer_free(&text);
    testlog_free(&log);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(accepted) + COUNT(refused) + 3];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(several_files_add_up),
        cmocka_unit_test(depth_has_its_limit),
        cmocka_unit_test(a_long_message_is_cut_between_letters),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, accepted, is_accepted);
    ADD_ROWS(tests, count, refused, is_refused);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("testlog", tests, NULL, NULL);
}
