/* SPDX-License-Identifier: MIT */
#include "specimen.h"

#include "base/process.h"
#include "triage/blame.h"
#include "triage/triage.h"

/* What the run printed that found the input of a scripted target. */
static const char run_log[] =
    "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x000000000007\n"
    "    #0 0x1 in give_up_early /src/script:9:9\n"
    "    #1 0x2 in act /src/script:9:9\n"
    "    #2 0x3 in LLVMFuzzerTestOneInput /src/script:9:9\n";

#define TEXT(text)  text, sizeof(text) - 1
#define SIXTEEN(of) of of of of of of of of of of of of of of of of
#define MOST_BYTES  SIXTEEN("x...............")

struct blame_row {
    const char *name, *target, *script, *input;
    size_t size;
    unsigned replays, reproduced;
    double seconds;
    const char *marks;
};

/* A scripted target crashes over an 'x', and is asked once as it is before any byte is. */
static const struct blame_row rows[] = {
    {"three bytes of six", "field", "", TEXT("+12:75"), 10, 10, 60, "^  ^^ "},
    {"bytes that are no text", "escape", "", TEXT("\0\xffh"), 10, 10, 60, "  ^"},
    {"what becomes another crash is stopped", "drift", "", TEXT("a.b"), 10, 10, 60, "^ ^"},
    {"any of two", "scripted", "A", TEXT("xx"), 10, 10, 60, "  "},
    {"a letter, a digit, a capital, a mark", "scripted", "A", TEXT("a7Z~x"), 10, 10, 60, "    ^"},
    {"came once of once", "scripted", "A", TEXT(".x"), 1, 1, 60, " ^"},
    {"came nine times of ten", "scripted", "A", TEXT(".x"), 10, 9, 60, ""},
    {"never replayed", "scripted", "A", TEXT(".x"), 0, 0, 60, ""},
    {"does not come now", "scripted", ".", TEXT(".x"), 10, 10, 60, ""},
    {"comes otherwise now", "scripted", "B", TEXT(".x"), 10, 10, 60, ""},
    {"says nothing now", "scripted", "N", TEXT(".x"), 10, 10, 60, ""},
    {"says nothing of one byte", "scripted", "AN", TEXT("x."), 10, 10, 60, "^?"},
    {"leaves, for one byte", "scripted", "AE", TEXT("x."), 10, 10, 60, "^^"},
    {"never ends with another byte", "scripted", "AT", TEXT("x."), 10, 10, 60, "^?"},
    /* Each of the three takes a second before it is given up. */
    {"the seconds are used up", "scripted", "ATTT", TEXT("x..."), 10, 10, 2.5, "????"},
    {"as many bytes as are asked about", "scripted", "AT", TEXT(MOST_BYTES), 10, 10, 2,
     SIXTEEN("????????????????")},
    {"no seconds", "scripted", "A", TEXT(".x"), 10, 10, 0, ""},
    {"nothing", "scripted", "A", TEXT(""), 10, 10, 60, ""},
    {"one byte too many", "scripted", "A", TEXT(MOST_BYTES "."), 10, 10, 60, ""},
};

/* What is asked of it is of no account. */
static const struct blame_row any = {"", "scripted", "A", TEXT("..x"), 10, 10, 60, ""};

static void name_crash(const struct target *target, const struct blame_row *row,
                       struct scratch *scratch, struct crash *crash)
{
    struct fault fault = {""};
    const char *log = row->script[0] == '\0' ? "" : run_log;
    const struct artifact artifact = {.input = {row->input, row->size}, .log = {log, strlen(log)}};
    if (!triage_name(target, &artifact, scratch->directory, crash, &fault)) {
        fail_msg("%s", fault.text);
    }
    crash->replays = row->replays;
    crash->reproduced = row->reproduced;
}

static void is_blamed(void **state)
{
    const struct blame_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target target = specimen(row->target);
    struct crash crash;
    struct buffer marks = {0};
    struct fault fault = {""};
    buffer_text(&marks, "what was there");
    specimen_script(scratch, row->script);
    name_crash(&target, row, scratch, &crash);
    if (!blame_find(&crash, row->seconds, scratch->directory, &marks, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(marks.size, strlen(row->marks));
    assert_memory_equal(marks.data, row->marks, marks.size);
    assert_string_equal(fault.text, "");
    assert_int_not_equal(access(scratch_path(scratch, "candidate"), F_OK), 0);
    crash_free(&crash);
    buffer_free(&marks);
    assert_int_equal(scratch_remove(&made), 0);
}

/* A timeout is too costly to be replayed for each byte of its input. */
static void of_exhaustion_nothing_is_asked(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    struct crash crash;
    struct buffer marks = {0};
    struct fault fault = {""};
    specimen_script(scratch, "A");
    name_crash(&target, &any, scratch, &crash);
    (void)snprintf(crash.report.kind, sizeof crash.report.kind, "timeout");
    assert_true(blame_find(&crash, 60, scratch->directory, &marks, &fault));
    assert_int_equal(marks.size, 0);
    assert_int_not_equal(access(scratch_path(scratch, "count"), F_OK), 0); /* it never ran */
    crash_free(&crash);
    buffer_free(&marks);
}

static void a_target_that_does_not_start_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("none");
    struct crash crash;
    struct buffer marks = {0};
    struct fault fault = {""};
    specimen_script(scratch, "A");
    name_crash(&target, &any, scratch, &crash);
    assert_false(blame_find(&crash, 60, scratch->directory, &marks, &fault));
    assert_non_null(strstr(fault.text, "none"));
    assert_int_equal(marks.size, 0);
    crash_free(&crash);
    buffer_free(&marks);
}

/* Last of all, since nothing takes an interrupt back. */
static void an_interrupt_leaves_no_marks(void **state)
{
    struct scratch *scratch = *state;
    struct target target = specimen("scripted");
    struct crash crash;
    struct buffer marks = {0};
    struct fault fault = {""};
    process_catch_signals();
    specimen_script(scratch, "AAAI");
    name_crash(&target, &any, scratch, &crash);
    assert_false(blame_find(&crash, 60, scratch->directory, &marks, &fault));
    assert_string_equal(fault.text, "scripted: interrupted");
    assert_int_equal(marks.size, 0);
    crash_free(&crash);
    buffer_free(&marks);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 3];
    const struct CMUnitTest others[] = {
        SCRATCH_TEST(of_exhaustion_nothing_is_asked),
        SCRATCH_TEST(a_target_that_does_not_start_is_a_fault),
        SCRATCH_TEST(an_interrupt_leaves_no_marks),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, rows, is_blamed);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("blame", tests, NULL, NULL);
}
