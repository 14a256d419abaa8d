/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "night/unfiled.h"

static void it_is_noted_of_one_night(void **state)
{
    struct scratch *scratch = *state;
    const char *there = scratch->directory;
    struct fault fault = {""};
    assert_false(unfiled_is(there, 7));
    assert_true(unfiled_forget(there, &fault)); /* nothing to forget */
    assert_true(unfiled_note(there, 7, &fault));
    assert_true(unfiled_is(there, 7));
    assert_false(unfiled_is(there, 8));
    assert_true(unfiled_note(there, 77, &fault));
    assert_true(unfiled_is(there, 77));
    assert_false(unfiled_is(there, 7));
    assert_true(unfiled_forget(there, &fault));
    assert_false(unfiled_is(there, 77));
    assert_false(unfiled_note("/nonexistent", 7, &fault));
    assert_non_null(strstr(fault.text, "/nonexistent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCRATCH_TEST(it_is_noted_of_one_night)};
    return cmocka_run_group_tests_name("unfiled", tests, NULL, NULL);
}
