/* SPDX-License-Identifier: MIT */
#include "specimen.h"

#include "base/process.h"
#include "triage/triage.h"

/* What the run printed that found ".x". */
#define RUN(function)                                                                              \
    "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x000000000007\n"                       \
    "    #0 0x1 in " function " /src/script:9:9\n"                                                 \
    "    #1 0x2 in act /src/script:9:9\n"                                                          \
    "    #2 0x3 in LLVMFuzzerTestOneInput /src/script:9:9\n"
#define EARLY "abort|give_up_early|act"
#define LATE  "abort|give_up_late|act"
#define INPUT ".x"

static void name_crash(const struct target *target, const char *input, const char *log,
                       struct scratch *scratch, struct crash *crash)
{
    struct fault fault = {""};
    const struct artifact artifact = {.input = {input, strlen(input)}, .log = {log, strlen(log)}};
    if (!triage_name(target, &artifact, scratch->directory, crash, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static void holds(const struct buffer *buffer, const char *text)
{
    assert_int_equal(buffer->size, strlen(text));
    assert_memory_equal(buffer->data == NULL ? "" : buffer->data, text, buffer->size);
}

struct study_row {
    const char *name, *script;
    unsigned wanted;
    enum reproducibility reproducibility;
    unsigned replays, reproduced;
    const char *key, *minimised;
};

/* The run itself gave up early. */
static const struct study_row studies[] = {
    {"every time", "A", 10, REPRODUCIBLE, 10, 10, EARLY, "x"},
    {"half of them", "A.", 10, REPRODUCIBLE, 10, 5, EARLY, "x"},
    {"just less than half", "A.A.A.A...", 10, FLAKY, 10, 4, EARLY, INPUT},
    {"once", ".........A", 10, FLAKY, 10, 1, EARLY, INPUT},
    {"never again", ".", 10, FLAKY, 10, 0, EARLY, INPUT},
    {"another, every time", "B", 10, REPRODUCIBLE, 10, 10, LATE, "x"},
    {"the commonest, not the first", "ABBABBABBB", 10, REPRODUCIBLE, 10, 7, LATE, "x"},
    {"of two as common, the run's own", "BA", 10, REPRODUCIBLE, 10, 5, EARLY, "x"},
    {"the same of two flaky ones", "BA........", 10, FLAKY, 10, 1, EARLY, INPUT},
    {"the commonest of two flaky ones", "BAB.......", 10, FLAKY, 10, 2, LATE, INPUT},
    {"a run that says nothing counts as none", "NAAAAAAAAA", 10, REPRODUCIBLE, 10, 9, EARLY, "x"},
    {"a run that leaves is another crash", "EAAAAAAAAA", 10, REPRODUCIBLE, 10, 9, EARLY, "x"},
    {"asked for no replay, one is made", "A", 0, REPRODUCIBLE, 1, 1, EARLY, "x"},
    {"slow, and certain after half", "T", 2, UNCONFIRMED, 1, 1, "timeout|target:scripted_asan|act",
     INPUT},
};

static void is_studied(void **state)
{
    const struct study_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    bool slow = row->script[0] == 'T'; /* a timeout, for which libFuzzer's own alarm has to ring */
    struct target target = specimen(slow ? "scripted_asan" : "scripted");
    target.options.timeout_seconds = slow ? 2 : 25; /* its alarm for 1 s rings after one or two */
    struct crash crash;
    struct fault fault = {""};
    specimen_script(scratch, row->script);
    name_crash(&target, INPUT, RUN("give_up_early"), scratch, &crash);
    if (!triage_study(&crash,
                      &(struct triage_options){.replays = row->wanted, .minimise_seconds = 60},
                      scratch->directory, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_string_equal(fault.text, "");
    assert_int_equal(crash.reproducibility, row->reproducibility);
    assert_int_equal(crash.replays, row->replays);
    assert_int_equal(crash.reproduced, row->reproduced);
    assert_string_equal(crash.signature.key, row->key);
    holds(&crash.input, INPUT);
    holds(&crash.minimised, row->minimised);
    holds(&crash.marks, !slow && row->reproduced == row->replays ? "^" : "");
    /* The witness is a replay's log, unless none crashed. */
    assert_int_equal(strstr(crash.log.data, "/src/script") != NULL, row->reproduced == 0);
    assert_int_not_equal(access(scratch_path(scratch, "candidate"), F_OK), 0);
    crash_free(&crash);
    assert_int_equal(scratch_remove(&made), 0);
}

static void one_that_says_nothing_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    struct crash crash;
    struct fault fault = {""};
    specimen_script(scratch, "ANNN");
    name_crash(&target, INPUT, RUN("give_up_early"), scratch, &crash);
    assert_false(triage_study(&crash,
                              &(struct triage_options){.replays = 10, .minimise_seconds = 60},
                              scratch->directory, &fault));
    assert_non_null(strstr(fault.text, "scripted: ended with status 3 and no report"));
    assert_int_equal(crash.reproducibility, UNCONFIRMED);
    assert_int_equal(crash.reproduced, 1);
    holds(&crash.minimised, INPUT);
    crash_free(&crash);
}

/* A deadline that is over: nothing is replayed, and nothing is said of it. */
static void no_time_at_all_leaves_it_unfinished(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    for (int content = 0; content < 2; content++) {
        struct crash crash;
        struct fault fault = {""};
        const struct triage_options options = {
            .replays = 10, .minimise_seconds = 60, .deadline = 1e-9, .content = content != 0};
        specimen_script(scratch, "A");
        name_crash(&target, INPUT, RUN("give_up_early"), scratch, &crash);
        assert_true(triage_study(&crash, &options, scratch->directory, &fault));
        assert_true(crash.unfinished);
        assert_int_equal(crash.replays, 0);
        assert_int_equal(crash.reproducibility, UNCONFIRMED);
        holds(&crash.minimised, INPUT);
        crash_free(&crash);
    }
}

/* What a former study made of the input is a beginning, where it crashes so. */
static void a_study_goes_on_where_it_was(void **state)
{
    /* The first has no time to ask whether it does, the second does so seldom. */
    static const char *const scripts[] = {"A", "A...."};
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct crash crash;
        struct fault fault = {""};
        const struct artifact artifact = {
            .input = {INPUT, strlen(INPUT)},
            .log = {RUN("give_up_early"), strlen(RUN("give_up_early"))},
            .smaller = {"x", 1}};
        specimen_script(scratch, scripts[i]);
        assert_true(triage_name(&target, &artifact, scratch->directory, &crash, &fault));
        holds(&crash.minimised, "x");
        assert_true(triage_study(&crash,
                                 &(struct triage_options){.replays = 5, .minimise_seconds = 0},
                                 scratch->directory, &fault));
        assert_false(crash.unfinished);
        holds(&crash.input, INPUT);
        holds(&crash.minimised, INPUT);
        crash_free(&crash);
    }
}

static void no_time_to_minimise_leaves_the_input(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    struct crash crash;
    struct fault fault = {""};
    specimen_script(scratch, "A");
    name_crash(&target, INPUT, RUN("give_up_early"), scratch, &crash);
    assert_true(triage_study(&crash, &(struct triage_options){.replays = 1, .minimise_seconds = 0},
                             scratch->directory, &fault));
    holds(&crash.minimised, INPUT);
    assert_int_equal(crash.reproducibility, REPRODUCIBLE);
    crash_free(&crash);
}

/* The best that was found does not come again: "A" for the ten replays, then a candidate crashes
 * once by chance and never more. */
static void what_does_not_come_again_is_not_believed(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    struct crash crash;
    struct fault fault = {""};
    specimen_script(scratch, "AAAAAAAAAA"
                             "A...................."
                             "....................");
    name_crash(&target, INPUT, RUN("give_up_early"), scratch, &crash);
    assert_true(triage_study(&crash,
                             &(struct triage_options){.replays = 10, .minimise_seconds = 60},
                             scratch->directory, &fault));
    holds(&crash.input, INPUT);
    holds(&crash.minimised, INPUT);
    assert_int_equal(crash.reproduced, 10);
    crash_free(&crash);
}

static void real_chance_is_borne(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("chance");
    struct crash crash;
    struct fault fault = {""};
    name_crash(&target, "....x....", RUN("throw_dice"), scratch, &crash);
    assert_true(triage_study(&crash,
                             &(struct triage_options){.replays = 10, .minimise_seconds = 60},
                             scratch->directory, &fault));
    assert_int_equal(crash.reproducibility, REPRODUCIBLE);
    assert_string_equal(crash.signature.key, "deadly-signal|throw_dice");
    holds(&crash.input, "....x....");
    assert_non_null(memchr(crash.minimised.data, 'x', crash.minimised.size));
    assert_true(crash.minimised.size < crash.input.size);
    crash_free(&crash);
}

/* Shrunk by its title it would end as "a", which is another bug. */
static void it_does_not_drift_to_another_bug(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("drift");
    struct crash crash, other;
    struct fault fault = {""};
    name_crash(&target, ".a.b.", "", scratch, &crash);
    name_crash(&target, "a", "", scratch, &other);
    assert_string_equal(crash.signature.title, other.signature.title);
    assert_string_not_equal(crash.signature.key, other.signature.key);
    struct signature before = crash.signature;
    assert_true(triage_study(&crash, &(struct triage_options){.replays = 2, .minimise_seconds = 60},
                             scratch->directory, &fault));
    assert_true(signature_same(&crash.signature, &before));
    holds(&crash.input, ".a.b.");
    holds(&crash.minimised, "ab");
    assert_non_null(strstr(crash.log.data, " in read_offset "));
    crash_free(&crash);
    crash_free(&other);
}

struct confirm_row {
    const char *name, *target, *script, *input, *kind;
    enum reproducibility reproducibility;
    const char *witness; /* in the log */
};

/* With 200 MB, and with one second where time is what runs out. */
static const struct confirm_row confirms[] = {
    {"it never ends", "kinds", "", "t", "timeout", REPRODUCIBLE, "the timeout value is 2 "},
    {"it did not end while the machine was busy", "scripted_asan", "T.", "x", "timeout",
     UNCONFIRMED, "the timeout value is 1 "},
    {"it crashes otherwise", "scripted_asan", "TA", "x", "timeout", UNCONFIRMED,
     "the timeout value is 1 "},
    {"more memory than twice the limit", "kinds", "", "M", "out-of-memory", REPRODUCIBLE,
     "malloc(1048576000)"},
    {"more memory than once", "kinds", "", "m", "out-of-memory", UNCONFIRMED, "malloc(314572800)"},
};

static void is_confirmed(void **state)
{
    const struct confirm_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target target = specimen(row->target);
    target.options.timeout_seconds = strcmp(row->kind, "timeout") == 0 ? 1 : 25;
    specimen_flag(&target, "-rss_limit_mb=200");
    struct crash crash;
    struct fault fault = {""};
    specimen_script(scratch, row->script);
    name_crash(&target, row->input, "", scratch, &crash);
    struct signature before = crash.signature;
    assert_string_equal(crash.report.kind, row->kind);
    assert_true(triage_study(&crash,
                             &(struct triage_options){.replays = 10, .minimise_seconds = 60},
                             scratch->directory, &fault));
    assert_int_equal(crash.reproducibility, UNCONFIRMED);
    assert_int_equal(crash.replays, 0);
    assert_true(triage_confirm(&crash, scratch->directory, &fault));
    assert_int_equal(crash.reproducibility, row->reproducibility);
    assert_int_equal(crash.replays, 1);
    assert_int_equal(crash.reproduced, row->reproducibility == REPRODUCIBLE);
    assert_true(signature_same(&crash.signature, &before));
    assert_non_null(strstr(crash.log.data, row->witness));
    crash_free(&crash);
    assert_int_equal(scratch_remove(&made), 0);
}

struct limit_row {
    const char *name, *flag, *flags;
};

static const struct limit_row limits[] = {
    {"none stated", NULL, "-rss_limit_mb=4096"},
    {"memory", "-rss_limit_mb=400", "-rss_limit_mb=800"},
    {"no limit of memory", "-rss_limit_mb=0", "-rss_limit_mb=0"},
    {"one allocation", "-malloc_limit_mb=100", "-malloc_limit_mb=200 -rss_limit_mb=4096"},
    {"more than libFuzzer's int holds", "-rss_limit_mb=2000000000", "-rss_limit_mb=2147483647"},
    {"another flag", "-max_len=9", "-max_len=9 -rss_limit_mb=4096"},
};

static void is_doubled(void **state)
{
    const struct limit_row *row = *state;
    struct target target = specimen("kinds"), twice;
    struct buffer flags = {0};
    struct fault fault = {""};
    if (row->flag != NULL) {
        specimen_flag(&target, row->flag);
    }
    assert_true(replay_twice_the_limits(&target, &twice, &fault));
    for (size_t i = 0; i < twice.options.flag_count; i++) {
        buffer_format(&flags, "%s%s", i > 0 ? " " : "", twice.options.flags[i]);
    }
    assert_string_equal(flags.data, row->flags);
    assert_int_equal(twice.options.timeout_seconds, 2 * target.options.timeout_seconds);
    buffer_free(&flags);
}

static void no_room_for_a_limit_is_a_fault(void **state)
{
    struct target target = specimen("kinds"), twice;
    struct fault fault = {""};
    (void)state;
    while (target.options.flag_count < OPTIONS_MOST) {
        specimen_flag(&target, "-max_len=9");
    }
    assert_false(replay_twice_the_limits(&target, &twice, &fault));
    assert_string_equal(fault.text, "kinds: its options have no room for a limit of memory");
}

/* What a caller of triage_take was asked and told, a letter each. */
struct caller {
    enum triage_wish wish;
    bool keeps;
    char heard[8];
    size_t count;
};

static void hear(struct caller *caller, char letter)
{
    assert_true(caller->count + 1 < sizeof caller->heard);
    caller->heard[caller->count++] = letter;
}

static enum triage_wish hears_a_name(void *context, const struct crash *crash, struct signature *as)
{
    (void)snprintf(as->key, sizeof as->key, "%.1000s|@known", crash->signature.key);
    struct caller *caller = context;
    assert_string_equal(crash->signature.key, EARLY);
    assert_int_equal(crash->replays, 0);
    hear(caller, 'n');
    return caller->wish;
}

static bool hears_of_a_study(void *context, const struct crash *crash,
                             const struct signature *named)
{
    struct caller *caller = context;
    assert_string_equal(named->key, EARLY "|@known");
    assert_string_equal(crash->signature.key, LATE);
    assert_int_equal(crash->replays, 4);
    hear(caller, 's');
    return caller->keeps;
}

static void hears_of_trouble(void *context, const struct fault *fault)
{
    if (fault->text[0] != '\0') {
        hear(context, '!');
    }
}

struct take_row {
    const char *name, *target, *log;
    enum triage_wish wish;
    bool keeps, kept;
    const char *heard;
};

static const struct take_row takes[] = {
    {"what is wished is studied", "scripted", RUN("give_up_early"), TRIAGE_STUDY, true, true, "ns"},
    {"a study that is not kept", "scripted", RUN("give_up_early"), TRIAGE_STUDY, false, false,
     "ns"},
    {"what is known is left", "scripted", RUN("give_up_early"), TRIAGE_LEAVE, false, true, "n"},
    {"what was lost is lost", "scripted", RUN("give_up_early"), TRIAGE_LOST, true, false, "n"},
    {"what cannot be studied stays as it was named", "none", RUN("give_up_early"), TRIAGE_STUDY,
     false, true, "n!"},
    {"what has no name", "none", "nothing that is a report", TRIAGE_STUDY, true, false, "!"},
};

static void is_taken(void **state)
{
    const struct take_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target target = specimen(row->target);
    struct caller caller = {.wish = row->wish, .keeps = row->keeps};
    struct triage triage = {.target = &target,
                            .work = scratch->directory,
                            .options = {.replays = 4, .minimise_seconds = 60},
                            .named = hears_a_name,
                            .studied = hears_of_a_study,
                            .trouble = hears_of_trouble,
                            .context = &caller};
    const struct artifact artifact = {.input = {INPUT, strlen(INPUT)},
                                      .log = {row->log, strlen(row->log)}};
    specimen_script(scratch, "B");
    assert_int_equal(triage_take(&triage, &artifact), row->kept);
    assert_string_equal(caller.heard, row->heard);
    assert_int_equal(scratch_remove(&made), 0);
}

struct runs_row {
    const char *name, *log;
    unsigned runs, times;
    bool named;
    enum reproducibility reproducibility;
};

static const struct runs_row runs_rows[] = {
    {"in most of the runs", RUN("give_up_early"), 4, 3, true, REPRODUCIBLE},
    {"in half of them", RUN("give_up_early"), 4, 2, true, REPRODUCIBLE},
    {"in one of them", RUN("give_up_early"), 4, 1, true, FLAKY},
    {"a log that tells of no crash", "nothing that is a report", 4, 4, false, REPRODUCIBLE},
};

/* No input shows it, and the target is not there: any replay would be a fault. */
static void runs_are_not_replayed(void **state)
{
    const struct runs_row *row = *state;
    const struct target target = specimen("none");
    struct crash crash;
    struct fault fault = {""};
    const struct artifact artifact = {
        .log = {row->log, strlen(row->log)}, .runs = row->runs, .times = row->times};
    assert_int_equal(triage_name(&target, &artifact, "/nowhere", &crash, &fault), row->named);
    assert_int_equal(fault.text[0] == '\0', row->named);
    if (row->named) {
        assert_true(crash.inputless);
        assert_true(triage_study(&crash,
                                 &(struct triage_options){.replays = 10, .minimise_seconds = 60},
                                 "/nowhere", &fault));
        assert_int_equal(crash.replays, row->runs);
        assert_int_equal(crash.reproduced, row->times);
        assert_int_equal(crash.reproducibility, row->reproducibility);
        assert_string_equal(crash.signature.key, EARLY);
    }
    crash_free(&crash);
}

/* Last of all, since nothing takes an interrupt back. */
static void what_was_known_at_an_interrupt_is_kept(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    struct crash crash;
    struct fault fault = {""};
    process_catch_signals();
    specimen_script(scratch, "BBBI");
    name_crash(&target, INPUT, RUN("give_up_early"), scratch, &crash);
    assert_false(triage_study(&crash,
                              &(struct triage_options){.replays = 10, .minimise_seconds = 60},
                              scratch->directory, &fault));
    assert_string_equal(fault.text, "scripted: interrupted");
    assert_int_equal(crash.reproducibility, UNCONFIRMED);
    assert_int_equal(crash.replays, 3);
    assert_int_equal(crash.reproduced, 3);
    assert_string_equal(crash.signature.key, LATE);
    holds(&crash.minimised, INPUT);
    crash_free(&crash);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(studies) + COUNT(confirms) + COUNT(limits) + COUNT(takes) +
                            COUNT(runs_rows) + 9];
    const struct CMUnitTest others[] = {
        SCRATCH_TEST(one_that_says_nothing_is_a_fault),
        SCRATCH_TEST(no_time_at_all_leaves_it_unfinished),
        SCRATCH_TEST(a_study_goes_on_where_it_was),
        SCRATCH_TEST(no_time_to_minimise_leaves_the_input),
        SCRATCH_TEST(what_does_not_come_again_is_not_believed),
        SCRATCH_TEST(real_chance_is_borne),
        SCRATCH_TEST(it_does_not_drift_to_another_bug),
        cmocka_unit_test(no_room_for_a_limit_is_a_fault),
        SCRATCH_TEST(what_was_known_at_an_interrupt_is_kept),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, studies, is_studied);
    ADD_ROWS(tests, count, confirms, is_confirmed);
    ADD_ROWS(tests, count, limits, is_doubled);
    ADD_ROWS(tests, count, takes, is_taken);
    ADD_ROWS(tests, count, runs_rows, runs_are_not_replayed);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("triage", tests, NULL, NULL);
}
