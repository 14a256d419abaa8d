/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <unistd.h>

#include "night/lock.h"

static void one_at_a_time_has_it(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    char holder[80];
    int first = -1, second = -1;
    assert_true(night_lock(scratch->directory, "2026-11-24T02:00:00Z", &first, &fault));
    assert_false(night_lock(scratch->directory, "2026-11-24T03:00:00Z", &second, &fault));
    (void)snprintf(holder, sizeof holder, "process %ld since 2026-11-24T02:00:00Z", (long)getpid());
    assert_non_null(strstr(fault.text, holder));
    assert_int_equal(close(second), 0);
    assert_int_equal(close(first), 0);
    assert_true(night_lock(scratch->directory, "2026-11-24T04:00:00Z", &first, &fault));
    assert_int_equal(close(first), 0);
    first = -1;
    assert_false(night_lock("/nonexistent", "", &first, &fault));
    assert_int_equal(first, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCRATCH_TEST(one_at_a_time_has_it)};
    return cmocka_run_group_tests_name("lock", tests, NULL, NULL);
}
