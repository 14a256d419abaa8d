/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "triage/target.h"

struct refused_row {
    const char *name, *file, *fault; /* after "t.options" */
};

static const struct refused_row refused[] = {
    {"a section of no engine", "[libfuzer]\nmax_len = 4\n", ":2: [libfuzer] is no section"},
    {"no number of seconds", "[libfuzzer]\n\n# why\ntimeout = soon\n",
     ":4: timeout must be a number"},
    {"no time at all", "[libfuzzer]\ntimeout = 0\n", ":2: timeout must be a number"},
    {"a flag that is vigil's", "[libfuzzer]\nruns = 1\n", ":2: runs is vigil's to set"},
    {"a name that is no flag", "[libfuzzer]\nmax-len = 1\n", ":2: \"max-len\" is no flag"},
    {"a dictionary elsewhere", "[libfuzzer]\ndict = ../x.dict\n", ":2: dict must name a file"},
    {"no name and no value", "[libfuzzer]\nmax_len = 4\nwhat\n", ":3: neither [section] nor"},
    {"a section that does not close", "[libfuzzer\n", ":1: neither [section] nor"},
    {"a control character", "[libfuzzer]\nmax_len = 4\x01\n", ":2: the value of max_len"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target_options options;
    struct fault fault;
    scratch_write(scratch, "t.options", row->file);
    assert_false(target_options_read(scratch_path(scratch, "t.options"), &options, &fault));
    const char *said = strstr(fault.text, "t.options");
    if (said == NULL || strncmp(said + 9, row->fault, strlen(row->fault)) != 0) {
        fail_msg("the fault reads \"%s\", not \"…%s\"", fault.text, row->fault);
    }
    assert_int_equal(scratch_remove(&made), 0);
}

static void all_of_a_file_is_taken(void **state)
{
    struct scratch *scratch = *state;
    struct target_options options;
    struct fault fault;
    scratch_write(scratch, "t.options",
                  "[libfuzzer]\nmax_len = 64\ntimeout = 7\ndict = t.dict\nonly_ascii = 1\n"
                  "[asan]\ndetect_leaks = 0\nredzone = 64\n[AFL]\nanything-goes = 1\n");
    if (!target_options_read(scratch_path(scratch, "t.options"), &options, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(options.flag_count, 3);
    assert_string_equal(options.flags[0], "-max_len=64");
    assert_string_equal(options.flags[1], "-timeout=7");
    assert_string_equal(options.flags[2], "-only_ascii=1");
    assert_int_equal(options.timeout_seconds, 7);
    assert_string_equal(options.dictionary, "t.dict");
    assert_string_equal(options.sanitizers[0], "detect_leaks=0:redzone=64");
    assert_string_equal(options.sanitizers[4], "");
}

static void no_file_is_no_fault(void **state)
{
    struct target_options options;
    struct fault fault;
    assert_true(target_options_read(scratch_path(*state, "none"), &options, &fault));
    assert_int_equal(options.timeout_seconds, 25);
    assert_int_equal(options.flag_count, 0);
}

static void more_flags_than_fit_are_refused(void **state)
{
    struct buffer text = {0};
    struct target_options options;
    struct fault fault;
    buffer_text(&text, "[libfuzzer]\n");
    for (int i = 0; i < 60; i++) {
        buffer_format(&text, "flag_%d = 1\n", i);
    }
    scratch_write(*state, "t.options", text.data);
    assert_false(target_options_read(scratch_path(*state, "t.options"), &options, &fault));
    assert_non_null(strstr(fault.text, ":50: more than 48 flags"));
    buffer_free(&text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + 3] = {
        SCRATCH_TEST(all_of_a_file_is_taken),
        SCRATCH_TEST(no_file_is_no_fault),
        SCRATCH_TEST(more_flags_than_fit_are_refused),
    };
    size_t count = 3;
    ADD_ROWS(tests, count, refused, is_refused);
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
