/* SPDX-License-Identifier: MIT */
#include "specimen.h"

#include "triage/verify.h"

struct verify_row {
    const char *name, *then, *tip, *control; /* then: the build that crashed; control: kept of it */
    const char *input, *script;
    const char *then_flag, *tip_flag;
    enum verify_answer answer;
    unsigned asks, ran;
    const char *why; /* part of it */
};

/* The first letter of a script is the crash of then. */
static const struct verify_row rows[] = {
    {"it still crashes", "escape", "escape", "escape", "h", "", NULL, NULL, VERIFY_CRASHES, 2, 1,
     ""},
    {"mended", "escape", "escape_mended", "escape", "h", "", NULL, NULL, VERIFY_GONE, 2, 2, ""},
    {"mended, and the control has no symbols", "escape", "escape_mended", "escape_stripped", "h",
     "", NULL, NULL, VERIFY_GONE, 2, 2, ""},
    {"the tip has no sanitizer", "escape", "escape_bare", "escape", "h", "", NULL, NULL,
     VERIFY_UNSURE, 2, 2, "the tip was built without AddressSanitizer"},
    {"no control was kept", "escape", "escape_mended", NULL, "h", "", NULL, NULL, VERIFY_UNSURE, 2,
     2, "the build that crashed is lost"},
    {"the control is gone", "escape", "escape_mended", "absent", "h", "", NULL, NULL, VERIFY_UNSURE,
     2, 2, "the build that crashed does not run tonight"},
    {"the control does not see its input", "escape", "escape_mended", "leaves", "h", "", NULL, NULL,
     VERIFY_UNSURE, 2, 2, "the build that crashed does not run tonight"},
    {"the control does not crash", "escape", "escape_mended", "behind", "h", "", NULL, NULL,
     VERIFY_UNSURE, 2, 2, "the build that crashed does not crash tonight either"},
    {"the control crashes otherwise", "escape", "escape_mended", "behind", "ah", "", NULL, NULL,
     VERIFY_UNSURE, 2, 2, "the build that crashed crashes otherwise tonight"},
    {"the tip ends before it sees the input", "escape", "leaves", "escape", "h", "", NULL, NULL,
     VERIFY_UNSURE, 2, 0, "leaves: ended with status 0 and did not run "},
    {"the tip fails after it", "scripted", "scripted", "scripted", "x", "AN", NULL, NULL,
     VERIFY_UNSURE, 2, 0, "scripted: ended with status 3 and no report"},
    {"the tip ends in the midst of it", "scripted", "scripted", "scripted", "x", "AEEE", NULL, NULL,
     VERIFY_OTHER, 4, 3, ""},
    {"seldom, and not tonight", "scripted_asan", "scripted_asan", "scripted_asan", "x", "A....",
     NULL, NULL, VERIFY_UNSURE, 2, 2, "the tip is the very build that crashed"},
    {"at the last asking", "scripted", "scripted", "scripted", "x", "A..A", NULL, NULL,
     VERIFY_CRASHES, 3, 3, ""},
    {"another first, then itself", "scripted", "scripted", "scripted", "x", "AB.A", NULL, NULL,
     VERIFY_CRASHES, 4, 3, ""},
    {"another, and never itself", "scripted", "scripted", "scripted", "x", "AB...", NULL, NULL,
     VERIFY_OTHER, 4, 4, ""},
    {"another stands before it", "behind", "behind_mended", "behind", "ab", "", NULL, NULL,
     VERIFY_OTHER, 10, 3, ""},
    {"a timeout that still is one", "kinds", "kinds", "kinds", "t", "", "-timeout=1", "-timeout=1",
     VERIFY_CRASHES, 2, 1, ""},
    {"a timeout, mended", "kinds", "kinds_mended", "kinds", "t", "", "-timeout=1", "-timeout=1",
     VERIFY_GONE, 2, 2, ""},
    {"too much memory, mended", "kinds", "kinds_mended", "kinds", "m", "", "-rss_limit_mb=200",
     "-rss_limit_mb=200", VERIFY_GONE, 2, 2, ""},
    {"the limit was raised", "kinds", "kinds_mended", "kinds", "m", "", "-rss_limit_mb=200",
     "-rss_limit_mb=2000", VERIFY_UNSURE, 2, 2, "under the target's present options"},
    {"a leak, mended", "kinds", "kinds_mended", "kinds", "l", "", NULL, NULL, VERIFY_GONE, 2, 2,
     ""},
    {"a leak that nothing looks for", "kinds", "kinds_undefined", "kinds", "l", "", NULL, NULL,
     VERIFY_UNSURE, 2, 2, "the tip was built without LeakSanitizer"},
    {"an overflow, mended", "kinds", "kinds_mended", "kinds", "o", "", NULL, NULL, VERIFY_GONE, 2,
     2, ""},
    {"an overflow that nothing looks for", "kinds", "kinds_address", "kinds", "o", "", NULL, NULL,
     VERIFY_UNSURE, 2, 2, "the tip was built without UndefinedBehaviorSanitizer"},
};

static struct target with_flag(const char *name, const char *flag)
{
    struct target target = specimen(name);
    if (flag != NULL && strcmp(flag, "-timeout=1") == 0) {
        target.options.timeout_seconds = 1;
    } else if (flag != NULL) {
        specimen_flag(&target, flag);
    }
    return target;
}

/* What was known of the crash when it was filed. */
static void crash_of_then(const struct target *target, const char *input, struct verify *verify,
                          struct signature *signature)
{
    char *files[] = {(char *)(uintptr_t)input};
    struct replay replay;
    struct fault fault = {""};
    assert_true(replay_run(target, files, 1, &replay, &fault));
    assert_true(replay.crashed);
    *signature = replay.crash.signature;
    memcpy(signature->kind, replay.crash.report.kind, sizeof signature->kind);
    verify->signature = signature;
    verify->tool = replay.crash.report.tool;
    replay_free(&replay);
}

static void is_answered(void **state)
{
    const struct verify_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target then = with_flag(row->then, row->then_flag);
    struct target tip = with_flag(row->tip, row->tip_flag);
    struct target control = with_flag(row->control == NULL ? "" : row->control, row->then_flag);
    struct signature signature;
    enum verify_answer answer;
    struct fault fault = {""};
    specimen_script(scratch, row->script);
    scratch_write(scratch, "input", row->input);
    const char *input = scratch_path(scratch, "input");
    struct verify verify = {.tip = &tip,
                            .control = row->control == NULL ? NULL : &control,
                            .input = input,
                            .replays = row->asks};
    (void)snprintf(then.name, sizeof then.name, "%s", row->tip);
    (void)snprintf(control.name, sizeof control.name, "%s", row->tip);
    crash_of_then(&then, input, &verify, &signature);
    if (!verify_run(&verify, &answer, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_string_equal(fault.text, "");
    assert_int_equal(answer, row->answer);
    assert_int_equal(verify.ran, row->ran);
    assert_int_equal(verify.replay.crashed, answer == VERIFY_CRASHES || answer == VERIFY_OTHER);
    assert_int_equal(verify.why[0] != '\0', answer == VERIFY_UNSURE);
    if (strstr(verify.why, row->why) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", row->why, verify.why);
    }
    replay_free(&verify.replay);
    assert_int_equal(scratch_remove(&made), 0);
}

static void a_tip_that_is_not_there_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    struct target tip = specimen("absent");
    const struct signature signature = {.key = "abort|f"};
    enum verify_answer answer;
    struct fault fault = {""};
    scratch_write(scratch, "input", "h");
    struct verify verify = {.tip = &tip,
                            .input = scratch_path(scratch, "input"),
                            .signature = &signature,
                            .tool = SANLOG_ASAN,
                            .replays = 4};
    assert_false(verify_run(&verify, &answer, &fault));
    assert_non_null(strstr(fault.text, "absent: cannot be started"));
    replay_free(&verify.replay);
}

/* What was known of the crash, where the build of then was not quite that of now. */
struct then_row {
    const char *name, *key, *stack, *message, *file;
    enum crash_class class;
    enum verify_answer answer;
};

#define THEN "abort|give_up_early|act"

static const struct then_row thens[] = {
    {"as it is now", THEN, "give_up_early|act", "", "script", CLASS_FUNCTIONAL, VERIFY_CRASHES},
    {"in a file that was renamed", THEN, "give_up_early|act", "", "old.c", CLASS_FUNCTIONAL,
     VERIFY_CRASHES},
    {"with another message", THEN, "give_up_early|act", "index < N", "script", CLASS_FUNCTIONAL,
     VERIFY_CRASHES},
    {"told apart from another", THEN "|@old.c index < N", "give_up_early|act", "index < N", "old.c",
     CLASS_FUNCTIONAL, VERIFY_CRASHES},
    {"of another kind in the same functions", "unreachable-reached|give_up_early|act",
     "give_up_early|act", "", "script", CLASS_FUNCTIONAL, VERIFY_CRASHES},
    {"of another class in the same functions", "heap-buffer-overflow READ 1|give_up_early|act",
     "give_up_early|act", "", "script", CLASS_MEMORY, VERIFY_OTHER},
    {"in other functions", "abort|give_up_late|turn", "give_up_late|turn", "", "script",
     CLASS_FUNCTIONAL, VERIFY_OTHER},
    {"in none that had a name", "unreachable-reached|target:scripted", "", "", "", CLASS_FUNCTIONAL,
     VERIFY_OTHER},
};

static void names_alone_count(void **state)
{
    const struct then_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target tip = specimen("scripted");
    struct signature signature = {.class = row->class, .line = 1};
    enum verify_answer answer;
    struct fault fault = {""};
    (void)snprintf(signature.key, sizeof signature.key, "%s", row->key);
    (void)snprintf(signature.kind, sizeof signature.kind, "%.*s", (int)strcspn(row->key, " |"),
                   row->key);
    (void)snprintf(signature.stack, sizeof signature.stack, "%s", row->stack);
    (void)snprintf(signature.message, sizeof signature.message, "%s", row->message);
    (void)snprintf(signature.file, sizeof signature.file, "%s", row->file);
    specimen_script(scratch, "A");
    scratch_write(scratch, "input", "x");
    struct verify verify = {.tip = &tip,
                            .input = scratch_path(scratch, "input"),
                            .signature = &signature,
                            .tool = SANLOG_ASAN,
                            .replays = 1};
    assert_true(verify_run(&verify, &answer, &fault));
    assert_int_equal(answer, row->answer);
    replay_free(&verify.replay);
    assert_int_equal(scratch_remove(&made), 0);
}

/* The first of a crash's inputs is proven with the control; for the others silence is enough. */
static void silence_is_enough_of_an_input_beside(void **state)
{
    struct scratch *scratch = *state;
    struct target tip = specimen("scripted");
    const struct signature signature = {.key = "abort|f"};
    enum verify_answer answer;
    struct fault fault = {""};
    specimen_script(scratch, "..");
    scratch_write(scratch, "input", "x");
    struct verify verify = {.tip = &tip,
                            .input = scratch_path(scratch, "input"),
                            .signature = &signature,
                            .tool = SANLOG_ASAN,
                            .beside = true,
                            .replays = 2};
    assert_true(verify_run(&verify, &answer, &fault));
    assert_int_equal(answer, VERIFY_GONE);
    assert_int_equal(verify.ran, 2);
    replay_free(&verify.replay);
}

/* With no time left nothing is known, and least of all that it is mended. */
static void no_time_is_no_proof(void **state)
{
    struct scratch *scratch = *state;
    struct target tip = specimen("scripted");
    const struct signature signature = {.key = "abort|f"};
    for (int beside = 0; beside < 2; beside++) {
        enum verify_answer answer;
        struct fault fault = {""};
        specimen_script(scratch, "..");
        scratch_write(scratch, "input", "x");
        struct verify verify = {.tip = &tip,
                                .control = &tip,
                                .input = scratch_path(scratch, "input"),
                                .signature = &signature,
                                .tool = SANLOG_ASAN,
                                .beside = beside != 0,
                                .deadline = 1e-9,
                                .replays = 2};
        assert_true(verify_run(&verify, &answer, &fault));
        assert_int_equal(answer, VERIFY_UNSURE);
        assert_string_equal(verify.why, VERIFY_NO_TIME);
        assert_int_equal(verify.ran, 0);
        replay_free(&verify.replay);
    }
}

struct tool_row {
    const char *name;
    const char *has; /* a letter each: libc, libFuzzer, ASan, LSan, MSan, TSan, UBSan */
};

static const struct tool_row tools[] = {
    {"kinds_bare", "cf"},       {"kinds_address", "cfal"},
    {"kinds_undefined", "cfu"}, {"kinds_mended", "cfalu"},
    {"kinds_memory", "cfm"},    {"kinds_thread", "cft"},
    {"kinds_leak", "cfl"},      {"escape_stripped", "cfalu"},
    {"leaves", "al"},           {"absent", ""},
};

static void has_these_tools(void **state)
{
    static const struct {
        char letter;
        enum sanlog_tool tool;
    } all[] = {
        {'c', SANLOG_LIBC}, {'f', SANLOG_LIBFUZZER}, {'a', SANLOG_ASAN},  {'l', SANLOG_LSAN},
        {'m', SANLOG_MSAN}, {'t', SANLOG_TSAN},      {'u', SANLOG_UBSAN}, {'n', SANLOG_NONE},
    };
    const struct tool_row *row = *state;
    struct target target = specimen(row->name);
    char found[COUNT(all) + 1] = "";
    for (size_t i = 0; i < COUNT(all); i++) {
        bool has;
        struct fault ignored;
        if (verify_has_tool(&target, all[i].tool, &has, &ignored) && has) {
            found[strlen(found)] = all[i].letter;
        }
    }
    assert_string_equal(found, row->has);
}

/* What it was built with is not known then, and nothing is said of it. */
static void who_cannot_be_started_is_not_judged(void **state)
{
    struct target target = specimen("escape");
    struct fault fault = {""};
    bool has = true;
    (void)state;
    (void)snprintf(target.scratch, sizeof target.scratch, "/dev/null/nowhere");
    assert_false(verify_has_tool(&target, SANLOG_ASAN, &has, &fault));
    assert_non_null(strstr(fault.text, "/dev/null/nowhere"));
}

struct replays_row {
    const char *name;
    unsigned replays, reproduced, wanted;
};

static const struct replays_row counts[] = {
    {"always", 10, 10, 10},    {"one of one", 1, 1, 10},    {"nine of ten", 10, 9, 10},
    {"half", 10, 5, 10},       {"four of ten", 10, 4, 14},  {"three of ten", 10, 3, 20},
    {"two of ten", 10, 2, 31}, {"one of ten", 10, 1, 66},   {"one of fifty", 50, 1, 100},
    {"never", 10, 0, 100},     {"not replayed", 0, 0, 100},
};

static void so_often(void **state)
{
    const struct replays_row *row = *state;
    assert_int_equal(verify_replays(row->replays, row->reproduced), row->wanted);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(tools) + COUNT(counts) + COUNT(thens) + 4] = {
        SCRATCH_TEST(a_tip_that_is_not_there_is_a_fault),
        SCRATCH_TEST(silence_is_enough_of_an_input_beside),
        SCRATCH_TEST(no_time_is_no_proof),
        cmocka_unit_test(who_cannot_be_started_is_not_judged),
    };
    size_t count = 4;
    ADD_ROWS(tests, count, thens, names_alone_count);
    ADD_ROWS(tests, count, rows, is_answered);
    ADD_ROWS(tests, count, tools, has_these_tools);
    ADD_ROWS(tests, count, counts, so_often);
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
