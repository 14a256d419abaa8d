/* SPDX-License-Identifier: MIT */
#include "store_sample.h"

#define THIRD "00112233445566aa"

static struct signature placed(const char *message, const char *file, unsigned line)
{
    struct signature signature = {.line = line};
    (void)snprintf(signature.message, sizeof signature.message, "%s", message);
    (void)snprintf(signature.file, sizeof signature.file, "%s", file);
    return signature;
}

static void where_it_broke_is_what_was_seen_last(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store), next = begin_on(store, "2026-11-25");
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(find(store, "data-race|f", &read));
    assert_string_equal(read.placed, "");
    struct signature seen = placed("i < N", "f.c", 7), without = placed("", "", 0);
    assert_true(store_set_place(store, night, FIRST, &seen, &fault));
    assert_true(store_set_place(store, next, FIRST, &without, &fault));
    assert_true(find(store, "data-race|f", &read));
    assert_string_equal(read.signature.message, "i < N");
    assert_string_equal(read.signature.file, "f.c");
    assert_int_equal(read.signature.line, 7);
    assert_string_equal(read.placed, "2026-11-25");
    seen = placed("", "g.c", 9);
    assert_true(store_set_place(store, night, FIRST, &seen, &fault));
    assert_true(find(store, "data-race|f", &read));
    assert_string_equal(read.signature.message, "i < N");
    assert_string_equal(read.signature.file, "g.c");
    assert_int_equal(read.signature.line, 9);
    store_close(store);
}

static void what_an_issue_is_to_be_told_is_kept_until_it_is(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_set_half(store, FIRST, true, &fault));
    put(store, FIRST, FIRST, "data-race|f"); /* entered anew, it is still to be told */
    assert_true(find(store, "data-race|f", &read) && read.half);
    assert_true(store_set_told(store, FIRST, &fault));
    assert_true(find(store, "data-race|f", &read) && !read.half);
    store_close(store);
}

/* Two things that an issue may have to be told of one variant, neither of which hides the other. */
static void half_and_bare_are_two(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    bool said = true;
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(find(store, "data-race|f", &read) && !read.half && !read.bare);
    assert_true(store_is_said(store, FIRST, &said, &fault) && !said);
    assert_true(store_set_bare(store, FIRST, &fault));
    assert_true(find(store, "data-race|f", &read) && !read.half && read.bare);
    assert_true(store_set_half(store, FIRST, true, &fault));
    assert_true(find(store, "data-race|f", &read) && read.half && read.bare);
    assert_true(store_set_half(store, FIRST, false, &fault));
    assert_true(find(store, "data-race|f", &read) && !read.half && read.bare);
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(find(store, "data-race|f", &read) && read.bare);
    assert_true(store_set_told(store, FIRST, &fault));
    assert_true(find(store, "data-race|f", &read) && !read.half && !read.bare);
    assert_true(store_set_issue(store, FIRST, &(struct tracker_issue){.number = 7}, &fault));
    assert_true(store_is_said(store, FIRST, &said, &fault) && said);
    store_close(store);
}

/* Three ways, of which the first is mended. */
static struct store *three_ways(struct scratch *scratch, int64_t *night)
{
    struct fault fault = {""};
    struct store *store = open_store(scratch);
    int64_t before = begin_night(store);
    *night = begin_on(store, "2026-11-25");
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, FIRST, "data-race|g");
    put(store, THIRD, FIRST, "data-race|h");
    assert_true(store_sight(store, before, FIRST, "offset", NOW, "1a2b", &fault));
    assert_true(store_sight(store, *night, FIRST, "offset", LATER, "3c4d", &fault));
    return store;
}

static bool split_off(void *context, struct fault *fault)
{
    struct store *store = context;
    struct store_variant left[2];
    assert_true(find(store, "data-race|h", &left[0]) && find(store, "data-race|g", &left[1]));
    return store_split(store, 2, FIRST, left, 2, LATER, fault);
}

static void what_is_left_of_a_crash_is_a_crash(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    int64_t night;
    struct store *store = three_ways(*state, &night);
    assert_true(
        store_set_issue(store, FIRST, &(struct tracker_issue){.number = 7, .open = true}, &fault));
    assert_true(store_transaction(store, split_off, store, &fault));
    struct crashes crashes = read_crashes(store, night);
    assert_int_equal(crashes.count, 2);
    const struct store_crash *old = &crashes.all[0], *rest = &crashes.all[1];
    assert_string_equal(old->rest, THIRD);
    assert_false(old->seen);
    assert_false(old->mended);
    assert_int_equal(old->nights, 1);
    assert_int_equal(old->issue, 7);
    assert_string_equal(old->last_seen, NOW); /* as the night before left it */
    assert_string_equal(old->revision, "1a2b");
    assert_string_equal(rest->id, THIRD);
    assert_true(rest->seen);
    assert_int_equal(rest->nights, 2);
    assert_int_equal(rest->issue, 0);
    assert_string_equal(rest->revision, "3c4d");
    assert_string_equal(rest->rest, "");
    assert_true(find(store, "data-race|h", &read) && !read.by_place);
    assert_true(find(store, "data-race|g", &read) && read.by_place);
    assert_string_equal(read.crash, THIRD);
    assert_true(store_set_told(store, FIRST, &fault));
    assert_string_equal(read_crashes(store, night).all[0].rest, "");
    store_close(store);
}

/* Its issue was closed before another way came back, so it has nothing to be told. */
static void what_is_left_of_a_mended_crash_is_not_its_matter(void **state)
{
    struct fault fault = {""};
    int64_t night;
    struct store *store = three_ways(*state, &night);
    assert_true(store_set_mended(store, FIRST, "2b3c", NOW, &fault));
    assert_true(store_sight(store, night, FIRST, "offset", LATER, "3c4d", &fault));
    assert_true(store_transaction(store, split_off, store, &fault));
    struct crashes crashes = read_crashes(store, night);
    assert_true(crashes.all[0].mended);
    assert_string_equal(crashes.all[0].rest, "");
    assert_false(crashes.all[1].mended);
    store_close(store);
}

static bool join_second(void *context, struct fault *fault)
{
    return store_join(context, SECOND, FIRST, fault);
}

static void two_that_are_one_become_one(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, SECOND, "data-race|g");
    assert_true(store_sight(store, night, SECOND, "rfc3339", NOW, "1a2b", &fault));
    assert_true(store_transaction(store, join_second, store, &fault));
    struct crashes crashes = read_crashes(store, night);
    assert_int_equal(crashes.count, 1);
    assert_true(crashes.all[0].seen);
    assert_true(find(store, "data-race|g", &read) && read.by_place);
    assert_string_equal(read.crash, FIRST);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(where_it_broke_is_what_was_seen_last),
        SCRATCH_TEST(what_an_issue_is_to_be_told_is_kept_until_it_is),
        SCRATCH_TEST(half_and_bare_are_two),
        SCRATCH_TEST(what_is_left_of_a_crash_is_a_crash),
        SCRATCH_TEST(what_is_left_of_a_mended_crash_is_not_its_matter),
        SCRATCH_TEST(two_that_are_one_become_one),
    };
    return cmocka_run_group_tests_name("ways", tests, NULL, NULL);
}
