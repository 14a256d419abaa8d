/* timespec_test.c -- instants as C's struct timespec, with the time_t of a program's own choice */
/* SPDX-License-Identifier: MIT */
#undef _TIME_BITS /* on a machine of 32 bits: the library has a time_t of 64 bits, this has not */
#undef _FILE_OFFSET_BITS
#include "table.h"

#include "tm.h"

struct timed {
    const char *name;
    struct fuseau_instant instant;
    bool fits_32_bits;
};

static const struct timed timed[] = {
    {"the epoch", {0, 0}, true},
    {"a quarter of a second before it", {-1, 750000000}, true},
    {"the last nanosecond of a second", {1720660440, 999999999}, true},
    {"the last second of 32 bits", {INT32_MAX, 0}, true},
    {"one beyond", {INT64_C(2147483648), 0}, false},
    {"the first second of 32 bits", {INT32_MIN, 0}, true},
    {"one before", {INT64_C(-2147483649), 0}, false},
    {"what 32 bits take for the epoch", {INT64_C(4294967296), 0}, false},
    {"the last of year 9999", {INT64_C(253402300799), 1}, false},
    {"the last of all", {INT64_MAX, 999999999}, false},
    {"the first of all", {INT64_MIN, 0}, false},
};

static void there_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof timed / sizeof timed[0]; i++) {
        struct timespec spec = {.tv_sec = 77, .tv_nsec = 88};
        struct fuseau_instant back = {0, 0};
        bool fits = sizeof(time_t) == 8 || timed[i].fits_32_bits;
        struct fuseau_result result = fuseau_timespec_from_instant(timed[i].instant, &spec);
        if (result.error != (fits ? FUSEAU_OK : FUSEAU_ERR_RANGE) || result.at != 0) {
            fail_msg("%s, a time_t of %zu bytes: %s", timed[i].name, sizeof(time_t),
                     fuseau_error_name(result.error));
        }
        if (!fits) {
            assert_true(spec.tv_sec == 77 && spec.tv_nsec == 88);
            continue;
        }
        assert_int_equal(fuseau_timespec_to_instant(spec, &back).error, FUSEAU_OK);
        assert_true(spec.tv_sec == timed[i].instant.seconds);
        assert_true(spec.tv_nsec == timed[i].instant.nanoseconds);
        assert_true(back.seconds == timed[i].instant.seconds);
        assert_true(back.nanoseconds == timed[i].instant.nanoseconds);
    }
}

static void nanoseconds_that_are_none(void **state)
{
    (void)state;
    static const int32_t none[] = {-1,        1000000000,    INT32_MIN,
                                   INT32_MAX, (1 << 30) - 1, (1 << 30) - 2};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        struct fuseau_instant instant = {5, none[i]};
        struct timespec spec = {.tv_sec = 5, .tv_nsec = none[i]};
        assert_int_equal(fuseau_timespec_to_instant(spec, &instant).error, FUSEAU_ERR_RANGE);
        assert_int_equal(fuseau_timespec_from_instant(instant, &spec).error, FUSEAU_ERR_RANGE);
        assert_true(instant.seconds == 5 && instant.nanoseconds == none[i]);
        assert_true(spec.tv_sec == 5 && spec.tv_nsec == none[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(nanoseconds_that_are_none),
    };
    return cmocka_run_group_tests_name("timespec", tests, NULL, NULL);
}
