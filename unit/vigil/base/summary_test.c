/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "base/summary.h"

static void it_is_added_to_what_is_there(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    struct buffer text = {0};
    assert_true(summary_add(scratch_path(scratch, "summary"), &text, &fault));
    scratch_holds(scratch, "summary", "");
    buffer_text(&text, "# One\n");
    for (int i = 0; i < 2; i++) {
        assert_true(summary_add(scratch_path(scratch, "summary"), &text, &fault));
    }
    scratch_holds(scratch, "summary", "# One\n# One\n");
    buffer_free(&text);
}

static void what_cannot_be_added_is_said(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    struct buffer text = {.failed = true};
    assert_false(summary_add(scratch_path(scratch, "summary"), &text, &fault));
    assert_non_null(strstr(fault.text, "out of memory"));
    text.failed = false;
    assert_false(summary_add(scratch->directory, &text, &fault));
    assert_non_null(strstr(fault.text, scratch->directory));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(it_is_added_to_what_is_there),
        SCRATCH_TEST(what_cannot_be_added_is_said),
    };
    return cmocka_run_group_tests_name("summary", tests, NULL, NULL);
}
