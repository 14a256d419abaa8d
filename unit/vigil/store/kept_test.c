/* SPDX-License-Identifier: MIT */
#include "rows.h"
#include "scratch.h"

#include <unistd.h>

#include "store/kept.h"

#define REPORT                                                                                     \
    "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x000000000007\n"                       \
    "    #0 0x1 in give_up /src/run.c:9:9\n"                                                       \
    "    #1 0x2 in LLVMFuzzerTestOneInput /src/run.c:9:9\n"
#define KEY   "abort|give_up"
#define INPUT ".x"

static void holds(const struct buffer *buffer, const char *text)
{
    assert_int_equal(buffer->size, strlen(text));
    assert_memory_equal(buffer->data == NULL ? "" : buffer->data, text, buffer->size);
}

struct round_row {
    const char *name, *minimised, *marks;
};

static const struct round_row rounds[] = {
    {"with marks", "x", "^"},
    {"without", "x", ""},
    {"not minimised", INPUT, ""},
    {"minimised to nothing", "", ""},
};

/* Over what an earlier study left: marks that are not of this input do not stay. */
static void what_is_kept_comes_back(void **state)
{
    const struct round_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    const struct target target = {.name = "t"};
    struct crash crash = {.target = &target, .signature = {.key = KEY}}, again;
    struct fault fault = {""};
    scratch_write(scratch, "marks", "?");
    buffer_text(&crash.input, INPUT);
    buffer_text(&crash.minimised, row->minimised);
    buffer_text(&crash.marks, row->marks);
    buffer_text(&crash.log, REPORT);
    assert_true(kept_write(&crash, scratch->directory, &fault));
    assert_true(kept_read(&target, scratch->directory, &crash.signature, &again, &fault));
    holds(&again.input, INPUT);
    holds(&again.minimised, row->minimised);
    holds(&again.marks, row->marks);
    holds(&again.log, REPORT);
    assert_true(files_equal(scratch_path(scratch, "target"), "t", 1));
    crash_free(&crash);
    crash_free(&again);
    assert_int_equal(scratch_remove(&made), 0);
}

static void no_room_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    const struct target target = {.name = "t"};
    struct crash crash = {.target = &target};
    struct fault fault = {""};
    scratch_write(scratch, "file", "");
    assert_false(kept_write(&crash, scratch_path(scratch, "file/c"), &fault));
    assert_string_not_equal(fault.text, "");
}

static void what_was_kept_is_read(void **state)
{
    struct scratch *scratch = *state;
    const struct target target = {.name = "scripted"};
    const struct signature signature = {.key = KEY};
    struct crash crash;
    struct fault fault = {""};
    scratch_write(scratch, "input", INPUT);
    scratch_write(scratch, "minimized", "x");
    scratch_write(scratch, "report.txt", REPORT);
    assert_true(kept_read(&target, scratch->directory, &signature, &crash, &fault));
    holds(&crash.input, INPUT);
    holds(&crash.minimised, "x");
    holds(&crash.log, REPORT);
    assert_string_equal(crash.signature.key, KEY);
    assert_string_equal(crash.report.kind, "abort");
    assert_ptr_equal(crash.target, &target);
    assert_int_equal(crash.marks.size, 0); /* it has none, and needs none */
    crash_free(&crash);
}

struct marks_row {
    const char *name, *marks, *loaded;
};

static const struct marks_row marks_rows[] = {
    {"marks that fit", "^ ?", "^ ?"},
    {"marks of a longer input", "^ ?^", ""},
    {"marks of a shorter input", "^ ", ""},
};

static void marks_are_loaded_where_they_fit(void **state)
{
    const struct marks_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    const struct target target = {.name = "scripted"};
    const struct signature signature = {.key = KEY};
    struct crash crash;
    struct fault fault = {""};
    scratch_write(scratch, "input", INPUT);
    scratch_write(scratch, "minimized", "x.x");
    scratch_write(scratch, "marks", row->marks);
    scratch_write(scratch, "report.txt", REPORT);
    assert_true(kept_read(&target, scratch->directory, &signature, &crash, &fault));
    holds(&crash.marks, row->loaded);
    crash_free(&crash);
    assert_int_equal(scratch_remove(&made), 0);
}

struct lost_row {
    const char *name, *lost;
};

static const struct lost_row losts[] = {
    {"no input", "input"}, {"nothing minimised", "minimized"}, {"no report", "report.txt"}};

static void is_missed(void **state)
{
    const struct lost_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    const struct target target = {.name = "scripted"};
    struct crash crash;
    struct fault fault = {""};
    for (size_t i = 0; i < COUNT(losts); i++) {
        scratch_write(scratch, losts[i].lost, REPORT);
    }
    assert_int_equal(unlink(scratch_path(scratch, row->lost)), 0);
    assert_false(
        kept_read(&target, scratch->directory, &(struct signature){.key = KEY}, &crash, &fault));
    assert_non_null(strstr(fault.text, row->lost));
    crash_free(&crash);
    scratch_write(scratch, row->lost, "nothing that is a report");
    assert_int_equal(
        kept_read(&target, scratch->directory, &(struct signature){.key = KEY}, &crash, &fault),
        strcmp(row->lost, "report.txt") != 0);
    crash_free(&crash);
    assert_int_equal(scratch_remove(&made), 0);
}

static void runs_stand_for_an_input(void **state)
{
    struct scratch *scratch = *state;
    const struct target target = {.name = "t"};
    struct crash again, crash = {.target = &target,
                                 .signature = {.key = KEY},
                                 .replays = 4,
                                 .reproduced = 3,
                                 .inputless = true};
    struct fault fault = {""};
    scratch_write(scratch, "input", INPUT); /* of what was kept there before */
    scratch_write(scratch, "minimized", INPUT);
    buffer_text(&crash.log, REPORT);
    assert_true(kept_write(&crash, scratch->directory, &fault));
    assert_int_not_equal(access(scratch_path(scratch, "input"), F_OK), 0);
    assert_true(kept_read(&target, scratch->directory, &crash.signature, &again, &fault));
    assert_true(again.inputless);
    assert_int_equal(again.replays, 4);
    assert_int_equal(again.reproduced, 3);
    crash_free(&again);
    crash.inputless = false; /* and then an input shows it */
    assert_true(kept_write(&crash, scratch->directory, &fault));
    assert_true(kept_read(&target, scratch->directory, &crash.signature, &again, &fault));
    assert_false(again.inputless);
    crash_free(&again);
    crash_free(&crash);
}

static void keep_more(struct scratch *scratch, const char *target, const char *input)
{
    struct fault fault = {""};
    if (!kept_add(scratch->directory, target, (struct span){input, strlen(input)}, &fault)) {
        fail_msg("%s", fault.text);
    }
}

/* The contents of the inputs that are kept of a target, in their order: "shown found third". */
static void are_kept(struct scratch *scratch, const char *target, const char *contents)
{
    struct file_list list = {0};
    struct buffer found = {0};
    struct fault fault = {""};
    assert_true(kept_list(scratch->directory, target, &list, &fault));
    for (size_t i = 0; i < list.count; i++) {
        buffer_text(&found, i > 0 ? " " : "");
        assert_true(files_read(list.paths[i], 1 << 20, &found, &fault));
    }
    holds(&found, contents);
    buffer_free(&found);
    files_list_free(&list);
}

static void further_inputs_are_kept_newest_first(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "target", "t");
    scratch_write(scratch, "minimized", "x");
    scratch_write(scratch, "input", "x.");
    are_kept(scratch, "t", "x x.");
    assert_false(kept_has_more(scratch->directory, "t"));
    static const char *const inputs[] = {"x", "x.", "1", "2", "1", "3"};
    for (size_t i = 0; i < COUNT(inputs); i++) {
        keep_more(scratch, "t", inputs[i]);
    }
    are_kept(scratch, "t", "x x. 3 2 1");
    keep_more(scratch, "other", "x"); /* of another target it is another */
    are_kept(scratch, "t", "x x. 3 2 1");
    are_kept(scratch, "other", "x");
    assert_true(kept_has_more(scratch->directory, "other"));
    assert_false(kept_has_more(scratch->directory, "oth"));
    static const char *const more[] = {"4", "5", "6"}; /* the oldest give way */
    for (size_t i = 0; i < COUNT(more); i++) {
        keep_more(scratch, "t", more[i]);
    }
    are_kept(scratch, "t", "x x. 6 5 4 3 2");
}

static void an_input_that_was_not_minimised_is_listed_once(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "target", "t");
    scratch_write(scratch, "minimized", "x");
    scratch_write(scratch, "input", "x");
    are_kept(scratch, "t", "x");
    are_kept(scratch, "other", "");
}

static void large_ones_give_way_to_small_ones(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    char *large = calloc(KEPT_BYTES, 1);
    assert_non_null(large);
    memset(large, 'a', KEPT_BYTES);
    keep_more(scratch, "t", "1");
    assert_true(kept_add(scratch->directory, "t", (struct span){large, KEPT_BYTES}, &fault));
    are_kept(scratch, "t", "1"); /* too large */
    assert_true(kept_add(scratch->directory, "t", (struct span){large, KEPT_BYTES - 1}, &fault));
    keep_more(scratch, "t", "23");
    are_kept(scratch, "t", "23");
    free(large);
}

/* Put aside twice, as when a night was killed in between, they are there once. */
static void what_is_shown_is_put_aside(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    scratch_write(scratch, "target", "t");
    scratch_write(scratch, "minimized", "x");
    scratch_write(scratch, "input", "x.");
    for (int twice = 0; twice < 2; twice++) {
        assert_true(kept_put_aside(scratch->directory, &fault));
    }
    scratch_write(scratch, "minimized", "y");
    scratch_write(scratch, "input", "y.");
    are_kept(scratch, "t", "y y. x x.");
}

static void whose_way_it_is_is_noted(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    char crash[17];
    kept_crash(scratch->directory, crash);
    assert_string_equal(crash, "");
    assert_true(kept_set_crash(scratch->directory, "0123456789abcdef", &fault));
    kept_crash(scratch->directory, crash);
    assert_string_equal(crash, "0123456789abcdef");
    scratch_write(scratch, "crash", "../../0123456789");
    kept_crash(scratch->directory, crash);
    assert_string_equal(crash, "");
    assert_true(kept_set_crash(scratch->directory, "", &fault));
    assert_true(kept_set_crash(scratch->directory, "", &fault));
    assert_int_not_equal(access(scratch_path(scratch, "crash"), F_OK), 0);
}

/* Until it is studied to its end. */
static void what_is_not_studied_is_noted(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    struct target target = {.name = "offset"};
    struct crash crash = {.target = &target};
    buffer_text(&crash.log, "a report");
    assert_true(kept_write(&crash, scratch->directory, &fault));
    assert_false(kept_is_unstudied(scratch->directory));
    assert_true(kept_set_unstudied(scratch->directory, &fault));
    assert_true(kept_is_unstudied(scratch->directory));
    crash.unfinished = true;
    assert_true(kept_write(&crash, scratch->directory, &fault));
    assert_true(kept_is_unstudied(scratch->directory));
    crash.unfinished = false;
    assert_true(kept_write(&crash, scratch->directory, &fault));
    assert_false(kept_is_unstudied(scratch->directory));
    crash_free(&crash);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rounds) + COUNT(marks_rows) + COUNT(losts) + 9];
    size_t count = 0;
    ADD_ROWS(tests, count, rounds, what_is_kept_comes_back);
    ADD_ROWS(tests, count, marks_rows, marks_are_loaded_where_they_fit);
    ADD_ROWS(tests, count, losts, is_missed);
    const struct CMUnitTest others[] = {
        SCRATCH_TEST(what_was_kept_is_read),
        SCRATCH_TEST(no_room_is_a_fault),
        SCRATCH_TEST(runs_stand_for_an_input),
        SCRATCH_TEST(further_inputs_are_kept_newest_first),
        SCRATCH_TEST(an_input_that_was_not_minimised_is_listed_once),
        SCRATCH_TEST(large_ones_give_way_to_small_ones),
        SCRATCH_TEST(what_is_shown_is_put_aside),
        SCRATCH_TEST(what_is_not_studied_is_noted),
        SCRATCH_TEST(whose_way_it_is_is_noted)};
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("kept", tests, NULL, NULL);
}
