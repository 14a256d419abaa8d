/* result_test.c -- every error has a name and a sentence of its own */
/* SPDX-License-Identifier: MIT */
#include "table.h"

static void each_code_is_named_and_told_apart(void **state)
{
    (void)state;
    for (int i = FUSEAU_OK; i <= FUSEAU_ERR_INCONSISTENT; i++) {
        assert_memory_equal(fuseau_error_name((enum fuseau_error)i), "FUSEAU_", 7);
        assert_true(strlen(fuseau_error_message((enum fuseau_error)i)) > 5);
        for (int j = FUSEAU_OK; j < i; j++) {
            assert_string_not_equal(fuseau_error_name((enum fuseau_error)i),
                                    fuseau_error_name((enum fuseau_error)j));
            assert_string_not_equal(fuseau_error_message((enum fuseau_error)i),
                                    fuseau_error_message((enum fuseau_error)j));
        }
    }
}

static void a_number_that_is_no_code_is_unknown(void **state)
{
    (void)state;
    assert_string_equal(fuseau_error_name((enum fuseau_error)(FUSEAU_ERR_INCONSISTENT + 1)),
                        "unknown error");
    assert_string_equal(fuseau_error_message((enum fuseau_error)(FUSEAU_ERR_INCONSISTENT + 1)),
                        "unknown error");
    assert_string_equal(fuseau_error_message((enum fuseau_error)1000), "unknown error");
    assert_string_equal(fuseau_error_name((enum fuseau_error) - 1), "unknown error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_code_is_named_and_told_apart),
        cmocka_unit_test(a_number_that_is_no_code_is_unknown),
    };
    return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
