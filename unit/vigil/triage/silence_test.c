/* SPDX-License-Identifier: MIT */
#include "specimen.h"

#include "triage/silence.h"

struct row {
    const char *name, *specimen;
    bool silent;
};

static const struct row rows[] = {
    {"one that closes its standard error", "silent", true},
    {"one that speaks", "field", false},
    {"one that leaves", "leaves", false},
};

static void is_found(void **state)
{
    const struct row *row = *state;
    struct target target = specimen(row->specimen);
    struct fault fault;
    char work[] = "/tmp/vigil-test-XXXXXX";
    bool silent;
    assert_non_null(mkdtemp(work));
    assert_true(silence_break(&target, work, &silent, &fault));
    assert_int_equal(silent, row->silent);
    assert_int_equal(target.options.flag_count, row->silent ? 1 : 0);
    assert_int_equal(rmdir(work), 0); /* nothing is left in it */
}

static void replays(struct scratch *scratch, const char *text, bool crashes)
{
    struct target target = specimen("silent");
    struct fault fault = {""};
    struct replay replay;
    struct buffer input = {0};
    bool silent;
    buffer_text(&input, text);
    assert_true(silence_break(&target, scratch->directory, &silent, &fault));
    assert_true(replay_input(&target, scratch->directory, &input, 20, &replay, &fault));
    assert_int_equal(replay.crashed, crashes);
    if (crashes) {
        assert_string_equal(replay.crash.report.kind, "heap-buffer-overflow");
    }
    replay_free(&replay);
    buffer_free(&input);
}

static void what_it_does_is_heard_then(void **state)
{
    replays(*state, "x\x04", true);
    replays(*state, "ab", false);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 1] = {SCRATCH_TEST(what_it_does_is_heard_then)};
    size_t count = 1;
    ADD_ROWS(tests, count, rows, is_found);
    return cmocka_run_group_tests_name("silence", tests, NULL, NULL);
}
