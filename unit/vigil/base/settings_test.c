/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "base/settings.h"

struct refused_row {
    const char *name, *file, *fault; /* after "vigil.ini" */
};

static const struct refused_row refused[] = {
    {"a section of nothing", "[nights]\nissues = 1\n", ":2: [nights] is no section"},
    {"a name before any section", "issues = 1\n", ":1: [] is no section"},
    {"a name that is none", "[night]\nissue = 1\n", ":2: [night] has no issue"},
    {"no number", "[night]\n\nissues = many\n", ":3: issues must be a number from 1 to 1000"},
    {"none at all", "[night]\nreplays = 0\n", ":2: replays must be a number from 1 to 1000"},
    {"too many", "[night]\nreplays = 1001\n", ":2: replays must be a number from 1 to 1000"},
    {"a number with more behind it", "[night]\nissues = 3x\n", ":2: issues must be a number"},
    {"a time without its unit", "[night]\nbisect = 60\n", ":2: bisect must read like 60s"},
    {"a negative time", "[night]\nminimise = -1s\n", ":2: minimise must read like"},
    {"more than a week", "[night]\npatience = 169h\n", ":2: patience must read like"},
    {"neither issue nor advisory", "[tracker]\nsecurity = yes\n",
     ":2: security must be issue or advisory"},
    {"logins with a comma", "[tracker]\naccount = our-bot, other\n",
     ":2: account names logins such as our-bot or our-app[bot], blanks between: \"our-bot,\""},
    {"a login with an at", "[tracker]\naccount = our-bot @other\n",
     ":2: account names logins such as our-bot or our-app[bot], blanks between: \"@other\" is"},
    {"a login that is only a robot", "[tracker]\naccount = [bot]\n",
     ":2: account names logins such as our-bot or our-app[bot], blanks between: \"[bot]\" is"},
    {"no number of days", "[night]\nkeep = 400\n", ":2: keep must be a number of days like 400d"},
    {"no days", "[night]\nkeep = 0d\n", ":2: keep must be a number of days"},
    {"a day alone", "[night]\nkeep = d\n", ":2: keep must be a number of days"},
    {"neither yes nor no", "[tracker]\nwithhold = maybe\n", ":2: withhold must be yes or no"},
    {"no label", "[tracker]\nlabel =\n", ":2: label must have from 1 to 63 bytes"},
    {"no sources", "[gate]\nsources =\n", ":2: sources must have from 1 to 511 bytes"},
    {"no start", "[night]\nstart =\n", ":2: start must read like 01:00"},
    {"an unknown name of a tracker", "[tracker]\nurl = x\n", ":2: [tracker] has no url"},
    {"an unknown name of a project", "[project]\ntest = x\n", ":2: [project] has no test"},
    {"a start that is no time", "[night]\nstart = 1:00\n", ":2: start must read like 01:00"},
    {"an hour too many", "[night]\nstart = 24:00\n", ":2: start must read like 01:00"},
    {"a minute too many", "[night]\nstart = 01:60\n", ":2: start must read like 01:00"},
    {"an unknown name to observe", "[observe]\nurl = x\n", ":2: [observe] has no url"},
    {"no name and no value", "[night]\nissues = 4\nwhat\n", ":3: neither [section] nor"},
    {"an absolute place", "[gate]\nsources = /src\n", ":2: sources is from the top"},
    {"a place outside", "[gate]\ncorpus = ../corpus\n", ":2: corpus is from the top"},
    {"more than all lines", "[gate]\ncoverage = 101\n", ":2: coverage must be a number from 0"},
    {"no coverage in a word that is none", "[gate]\ncoverage = none\n",
     ":2: coverage must be a number from 0 to 100, or off, not \"none\""},
    {"kept outside", "[gate]\nkeep = build ../cache\n", ":2: keep names directories below"},
    {"kept above by a detour", "[gate]\nkeep = a/../../b\n", ":2: keep names directories below"},
    {"kept from the root", "[gate]\nkeep = build /var/cache\n", ":2: keep names directories below"},
    {"all is kept", "[gate]\nkeep = .\n", ":2: keep names directories below"},
    {"all is kept, in other words", "[gate]\nkeep = ././/\n", ":2: keep names directories below"},
    {"git's own is kept", "[gate]\nkeep = build ./.git/objects\n",
     ":2: keep names directories below"},
    {"a time without a unit", "[gate]\ntime = 20\n", ":2: time must read like"},
    {"an unknown word of the gate", "[gate]\ntests = x\n", ":2: [gate] has no tests"},
    {"a broken expression", "[triage]\nignore = ^ok$\nignore = ^(f\n", ":3: ignore: \"^(f\" is no"},
    {"an expression of nothing", "[triage]\nignore =\n", ":2: ignore must have from 1"},
    {"the first fault is told", "[night]\nissues = x\nreplays = x\n", ":2: issues must"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct settings settings;
    struct fault fault = {""};
    scratch_write(scratch, "vigil.ini", row->file);
    assert_false(settings_read(scratch_path(scratch, "vigil.ini"), &settings, &fault));
    const char *said = strstr(fault.text, "vigil.ini");
    if (said == NULL || strncmp(said + 9, row->fault, strlen(row->fault)) != 0) {
        fail_msg("the fault reads \"%s\", not \"…%s\"", fault.text, row->fault);
    }
    assert_int_equal(scratch_remove(&made), 0);
}

static void no_line_need_be_covered(void **state)
{
    static const char *const words[] = {"off", "0"};
    struct settings settings;
    struct fault fault = {""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char file[64];
        (void)snprintf(file, sizeof file, "[gate]\ncoverage = %s\nkeep =\n", words[i]);
        scratch_write(*state, "vigil.ini", file);
        assert_true(settings_read(scratch_path(*state, "vigil.ini"), &settings, &fault));
        assert_int_equal(settings.gate.coverage, 0);
        assert_string_equal(settings.gate.keep, "");
    }
}

static void all_of_a_file_is_taken(void **state)
{
    struct scratch *scratch = *state;
    struct settings settings;
    struct fault fault = {""};
    char expected[PATH_SIZE];
    scratch_write(scratch, "vigil.ini",
                  "# of a project\n[project]\nname = Parsers\ntoolchain = ./toolchain --all\n"
                  "lock = toolchain.lock\nsource = src\nbuild = make -C x \"OUT=$OUT\" && true\n"
                  "[tracker]\ntracker = github:a/b\nlabel = found by vigil\n"
                  "token_file = /run/token\naccount = one two[bot]\nwithhold = yes\n"
                  "security = advisory\n"
                  "[night]\nissues = 3\nreplays = 20\nminimise = 0s\ntriage = 7m\n"
                  "bisect = 2h\npatience = 5m\nkeep = 30d\n"
                  "start = 23:59\nrota = rota.ini\n"
                  "[triage]\nignore = ^my_fail$\n  ^onion::detail::\nignore = /support/\n"
                  "[gate]\ntest = ./t \"$OUT\"\nsources = src lib\ncorpus = seeds\n"
                  "examples = tests\nretired = old older\nkeep = build/ccache  ./node..s\n"
                  "coverage = 90\ntime = 9m\n"
                  "[observe]\ntextfile = /run/vigil.prom\npushgateway = http://127.0.0.1:9091\n");
    if (!settings_read(scratch_path(scratch, "vigil.ini"), &settings, &fault)) {
        fail_msg("%s", fault.text);
    }
    (void)snprintf(expected, sizeof expected, "%s/src", scratch->directory);
    assert_string_equal(settings.source, expected);
    assert_string_equal(settings.build, "make -C x \"OUT=$OUT\" && true");
    assert_string_equal(settings.tracker, "github:a/b");
    assert_string_equal(settings.label, "found by vigil");
    assert_string_equal(settings.token_file, "/run/token");
    assert_string_equal(settings.account, "one two[bot]");
    assert_int_equal(settings.withhold, WITHHOLD_YES);
    assert_true(settings.advisory);
    assert_int_equal(settings.issues, 3);
    assert_int_equal(settings.replays, 20);
    assert_true(settings.minimise == 0);
    assert_true(settings.triage == 420);
    assert_true(settings.bisect == 7200);
    assert_int_equal(settings.keep, 30);
    assert_true(settings.patience == 300);
    assert_int_equal(settings.start, 23 * 60 + 59);
    (void)snprintf(expected, sizeof expected, "%s/rota.ini", scratch->directory);
    assert_string_equal(settings.rota, expected);
    assert_string_equal(settings.name, "Parsers");
    assert_string_equal(settings.toolchain, "./toolchain --all");
    (void)snprintf(expected, sizeof expected, "%s/toolchain.lock", scratch->directory);
    assert_string_equal(settings.lock, expected);
    assert_string_equal(settings.ignore, "^my_fail$\n^onion::detail::\n/support/\n");
    assert_string_equal(settings.gate.test, "./t \"$OUT\"");
    assert_string_equal(settings.gate.sources, "src lib");
    assert_string_equal(settings.gate.corpus, "seeds");
    assert_string_equal(settings.gate.examples, "tests");
    assert_string_equal(settings.gate.retired, "old older");
    assert_int_equal(settings.gate.coverage, 90);
    assert_string_equal(settings.gate.keep, "build/ccache  ./node..s");
    assert_true(settings.gate.time == 540);
    assert_string_equal(settings.textfile, "/run/vigil.prom");
    assert_string_equal(settings.pushgateway, "http://127.0.0.1:9091");
}

static void an_empty_file_says_the_defaults(void **state)
{
    struct settings settings, defaults;
    struct fault fault = {""};
    scratch_write(*state, "vigil.ini", "");
    assert_true(settings_read(scratch_path(*state, "vigil.ini"), &settings, &fault));
    settings_defaults(&defaults);
    assert_memory_equal(&settings, &defaults, sizeof settings);
    assert_int_equal(settings.issues, 10);
    assert_int_equal(settings.replays, 10);
}

static void a_text_that_is_none_is_not_said(void **state)
{
    struct settings settings, defaults;
    struct fault fault = {""};
    scratch_write(*state, "vigil.ini",
                  "[project]\nname =\nsource =\nbuild =\ntoolchain =\nlock = ; none\n"
                  "[tracker]\ntracker =\ntoken_file =\n[night]\nrota =\n"
                  "[gate]\ntest =\nexamples =\nretired =\n[observe]\ntextfile =\npushgateway =\n");
    if (!settings_read(scratch_path(*state, "vigil.ini"), &settings, &fault)) {
        fail_msg("%s", fault.text);
    }
    settings_defaults(&defaults);
    assert_memory_equal(&settings, &defaults, sizeof settings);
}

static void a_local_tracker_lies_beside_the_file(void **state)
{
    struct scratch *scratch = *state;
    struct settings settings;
    struct fault fault = {""};
    char expected[PATH_SIZE];
    scratch_write(scratch, "vigil.ini", "[tracker]\ntracker = local:issues\n");
    assert_true(settings_read(scratch_path(scratch, "vigil.ini"), &settings, &fault));
    (void)snprintf(expected, sizeof expected, "local:%s/issues", scratch->directory);
    assert_string_equal(settings.tracker, expected);
}

static void no_file_is_a_fault(void **state)
{
    struct settings settings;
    struct fault fault = {""};
    assert_false(settings_read(scratch_path(*state, "vigil.ini"), &settings, &fault));
    assert_non_null(strstr(fault.text, "vigil.ini: cannot open"));
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + 6] = {
        SCRATCH_TEST(no_line_need_be_covered),
        SCRATCH_TEST(all_of_a_file_is_taken),
        SCRATCH_TEST(an_empty_file_says_the_defaults),
        SCRATCH_TEST(a_text_that_is_none_is_not_said),
        SCRATCH_TEST(a_local_tracker_lies_beside_the_file),
        SCRATCH_TEST(no_file_is_a_fault),
    };
    size_t count = 6;
    ADD_ROWS(tests, count, refused, is_refused);
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
