/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/stages.h"

#define STARTS                                                                                     \
    {                                                                                              \
        .lock = PTHREAD_MUTEX_INITIALIZER                                                          \
    }

static void a_stage_is_under_way_until_it_ends(void **state)
{
    struct stages stages = STARTS;
    (void)state;
    int64_t before = stages_now();
    size_t night = stages_begin(&stages, "fuzz", "");
    size_t target = stages_begin(&stages, "fuzz", "offset");
    assert_int_equal(stages.count, 2);
    assert_string_equal(stages.list[target].name, "fuzz");
    assert_string_equal(stages.list[target].target, "offset");
    assert_true(stages.list[night].began >= before);
    assert_int_equal(stages.list[night].ended, 0);
    stages_end(&stages, target);
    assert_int_equal(stages.list[night].ended, 0);
    assert_true(stages.list[target].ended >= stages.list[target].began);
    assert_true(stages.list[target].ended <= stages_now());
    assert_false(stages.list[target].cached);
    stages_free(&stages);
    assert_int_equal(stages.count, 0);
}

static void one_of_before_is_as_it_was_measured(void **state)
{
    struct stages stages = STARTS;
    (void)state;
    stages_add(&stages, "build", true, 5, 9);
    stages_add(&stages, "backwards", false, 9, 5);
    assert_true(stages.list[0].cached);
    assert_int_equal(stages.list[0].began, 5);
    assert_int_equal(stages.list[0].ended, 9);
    assert_string_equal(stages.list[0].target, "");
    assert_int_equal(stages.list[1].ended, 9);
    stages_free(&stages);
}

static void a_clock_set_back_ends_no_stage_before_it_began(void **state)
{
    struct stages stages = STARTS;
    (void)state;
    size_t stage = stages_begin(&stages, "replay", "");
    int64_t tomorrow = stages_now() + INT64_C(86400000000000);
    stages.list[stage].began = tomorrow;
    stages_end(&stages, stage);
    assert_int_equal(stages.list[stage].ended, tomorrow);
    stages_free(&stages);
}

static void a_stage_that_was_left_out_can_be_ended(void **state)
{
    struct stages stages = STARTS;
    (void)state;
    stages_end(&stages, SIZE_MAX);
    stages_end(&stages, 0);
    assert_int_equal(stages.count, 0);
    stages_free(&stages);
}

static void a_name_that_is_too_long_is_cut(void **state)
{
    struct stages stages = STARTS;
    char name[200];
    (void)state;
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    size_t stage = stages_begin(&stages, name, name);
    assert_int_equal(strlen(stages.list[stage].name), sizeof stages.list->name - 1);
    assert_int_equal(strlen(stages.list[stage].target), sizeof stages.list->target - 1);
    stages_free(&stages);
}

#define THREADS 4
#define EACH    500

static void *work(void *context)
{
    for (int i = 0; i < EACH; i++) {
        stages_end(context, stages_begin(context, "fuzz", "alpha"));
    }
    return NULL;
}

static void threads_lose_none(void **state)
{
    struct stages stages = STARTS;
    pthread_t threads[THREADS];
    (void)state;
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, &stages), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    assert_int_equal(stages.count, THREADS * EACH);
    for (size_t i = 0; i < stages.count; i++) {
        assert_true(stages.list[i].ended >= stages.list[i].began);
        assert_true(stages.list[i].began > 0);
    }
    stages_free(&stages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stage_is_under_way_until_it_ends),
        cmocka_unit_test(one_of_before_is_as_it_was_measured),
        cmocka_unit_test(a_clock_set_back_ends_no_stage_before_it_began),
        cmocka_unit_test(a_stage_that_was_left_out_can_be_ended),
        cmocka_unit_test(a_name_that_is_too_long_is_cut),
        cmocka_unit_test(threads_lose_none),
    };
    return cmocka_run_group_tests_name("stages", tests, NULL, NULL);
}
