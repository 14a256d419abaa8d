/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "report/outcome.h"

#define SEEN(what, how)                                                                            \
    {                                                                                              \
        .fate = (what), .severity = (how), .seen = true                                            \
    }

struct outcome_row {
    const char *name;
    const char *troubles;
    unsigned ran, targets, crashes;
    struct report_crash crash[4];
    enum outcome outcome;
    const char *sentence;
};

static const struct outcome_row outcomes[] = {
    {"clean",
     "",
     2,
     2,
     0,
     {{.fate = FATE_NEW}},
     OUTCOME_CLEAN,
     "Nothing crashed: 2 targets ran 14 inputs."},
    {"clean, of one target",
     "",
     1,
     1,
     0,
     {{.fate = FATE_NEW}},
     OUTCOME_CLEAN,
     "Nothing crashed: 1 target ran 7 inputs."},
    {"one new",
     "",
     1,
     1,
     1,
     {SEEN(FATE_NEW, SEVERITY_HIGH)},
     OUTCOME_FINDINGS,
     "1 new crash, of severity high."},
    {"new, back and known",
     "",
     1,
     1,
     4,
     {SEEN(FATE_NEW, SEVERITY_LOW), SEEN(FATE_NEW, SEVERITY_MEDIUM),
      SEEN(FATE_RETURNED, SEVERITY_HIGH), SEEN(FATE_KNOWN, SEVERITY_HIGH)},
     OUTCOME_FINDINGS,
     "2 new crashes, the worst of severity medium; 1 is back; 1 known crash still "
     "comes."},
    {"known alone",
     "",
     1,
     1,
     2,
     {SEEN(FATE_KNOWN, SEVERITY_LOW), SEEN(FATE_FLAKY, SEVERITY_LOW)},
     OUTCOME_FINDINGS,
     "2 known crashes still come."},
    {"what is no finding",
     "",
     1,
     1,
     4,
     {SEEN(FATE_DECLINED, SEVERITY_HIGH),
      SEEN(FATE_UNCONFIRMED, SEVERITY_HIGH),
      SEEN(FATE_MENDED, SEVERITY_HIGH),
      {.fate = FATE_KNOWN}},
     OUTCOME_CLEAN,
     "1 declined crash still comes (), and nothing else crashed: 1 target ran 7 inputs."},
    {"what was declined, and comes",
     "",
     2,
     2,
     1,
     {{.fate = FATE_DECLINED, .seen = true, .title = "abort in f", .issue = 3}},
     OUTCOME_CLEAN,
     "1 declined crash still comes (abort in f, issue 3), and nothing else crashed: 2 targets ran "
     "14 inputs."},
    {"what was declined, and does not come",
     "",
     1,
     1,
     1,
     {{.fate = FATE_DECLINED, .title = "abort in f", .issue = 3}},
     OUTCOME_CLEAN,
     "Nothing crashed: 1 target ran 7 inputs."},
    {"more declined than are named",
     "",
     1,
     1,
     4,
     {{.fate = FATE_DECLINED, .seen = true, .title = "a", .issue = 1},
      {.fate = FATE_DECLINED, .seen = true, .title = "b", .issue = 2},
      {.fate = FATE_DECLINED, .seen = true, .title = "c"},
      {.fate = FATE_DECLINED, .seen = true, .title = "d", .issue = 4}},
     OUTCOME_CLEAN,
     "4 declined crashes still come (a, issue 1; b, issue 2; c; and 1 more), and nothing else "
     "crashed: 1 target ran 7 inputs."},
    {"a long title, cut between characters",
     "",
     1,
     1,
     1,
     {{.fate = FATE_DECLINED,
       .seen = true,
       .title = "123456789012345678901234567890123456789012345678901234567890"
                "123456789012345678901234567890123456789\xe2\x82\xac and more",
       .issue = 1}},
     OUTCOME_CLEAN,
     "1 declined crash still comes (123456789012345678901234567890123456789012345678901234567890"
     "123456789012345678901234567890123456789…, issue 1), and nothing else crashed: 1 target ran 7 "
     "inputs."},
    {"declined beside findings",
     "",
     1,
     1,
     2,
     {SEEN(FATE_NEW, SEVERITY_LOW),
      {.fate = FATE_DECLINED, .seen = true, .title = "abort in f", .issue = 3}},
     OUTCOME_FINDINGS,
     "1 new crash, of severity low; 1 declined crash still comes (abort in f, issue 3)."},
    {"declined beside what could not be done",
     "disk full\n",
     1,
     1,
     1,
     {{.fate = FATE_DECLINED, .seen = true, .title = "abort in f", .issue = 3}},
     OUTCOME_COULD_NOT,
     "Not all of the job could be done; 1 declined crash still comes (abort in f, issue 3)."},
    {"a target that did not run",
     "x: did not start\n",
     1,
     2,
     0,
     {{.fate = FATE_NEW}},
     OUTCOME_COULD_NOT,
     "Not all of the job could be done: 1 of 2 targets did not run."},
    {"none that ran, and no word why",
     "",
     0,
     2,
     0,
     {{.fate = FATE_NEW}},
     OUTCOME_COULD_NOT,
     "Not all of the job could be done: 2 of 2 targets did not run."},
    {"findings beside it",
     "disk full\n",
     1,
     1,
     1,
     {SEEN(FATE_NEW, SEVERITY_LOW)},
     OUTCOME_COULD_NOT,
     "Not all of the job could be done; but there are findings: 1 new crash, of severity low."},
};

static void is_decided(void **state)
{
    const struct outcome_row *row = *state;
    struct report_target targets[2] = {0};
    struct buffer sentence = {0};
    for (unsigned i = 0; i < row->ran; i++) {
        targets[i] = (struct report_target){.ran = true, .executions = 7};
    }
    struct report report = {.troubles = row->troubles,
                            .targets = targets,
                            .target_count = row->targets,
                            .crashes = row->crash,
                            .crash_count = row->crashes};
    assert_int_equal(outcome_of(&report), row->outcome);
    outcome_sentence(&report, &sentence);
    assert_string_equal(sentence.data, row->sentence);
    buffer_free(&sentence);
}

/* A title in it is inert already, and is not made so twice. */
static void it_is_inert_as_markdown(void **state)
{
    struct buffer text = {0};
    (void)state;
    assert_true(outcome_markdown("1 (f\\x40plt @amy \\x4), and *so*.", 100, &text));
    assert_string_equal(text.data, "1 (f\\x40plt \\x40amy \\x5cx4), and *so*.");
    text.size = 0;
    assert_false(outcome_markdown("1 (f\\x40plt", 6, &text));
    buffer_free(&text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(outcomes) + 1] = {cmocka_unit_test(it_is_inert_as_markdown)};
    size_t count = 1;
    ADD_ROWS(tests, count, outcomes, is_decided);
    return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
