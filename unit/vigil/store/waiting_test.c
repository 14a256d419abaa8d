/* SPDX-License-Identifier: MIT */
#include "store_sample.h"

static void post(struct store *store, int64_t night, enum store_verb verb, const char *marker)
{
    struct fault fault = {""};
    char body[TRACKER_MARKER_SIZE + 20];
    struct store_action action = {
        .verb = verb, .crash = FIRST, .number = 1, .title = "t", .body = body};
    (void)snprintf(body, sizeof body, "<!-- vigil:%s -->", marker);
    (void)snprintf(action.marker, sizeof action.marker, "%s", marker);
    if (!store_post(store, night, &action, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static void settle_first(struct store *store)
{
    struct store_action action;
    struct fault fault = {""};
    bool found = false;
    assert_true(store_next_action(store, 0, &action, &found, &fault) && found);
    assert_true(store_settle(store, &action, 1, true, &fault));
    store_action_free(&action);
}

static void what_waits_is_counted_by_kind(void **state)
{
    struct fault fault = {""};
    struct store_waiting waiting = {.filings = 9};
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "a|f");
    int64_t night = begin_night(store);
    assert_true(store_count_waiting(store, &waiting, &fault));
    assert_int_equal(waiting.filings + waiting.closings + waiting.reopenings + waiting.others, 0);
    post(store, night, STORE_FILE, "crash:" FIRST);
    post(store, night, STORE_FILE, "crash:" SECOND);
    post(store, night, STORE_CLOSE, "mended:1");
    post(store, night, STORE_REOPEN, "back:1");
    post(store, night, STORE_DIGEST, "digest");
    post(store, night, STORE_NIGHT, "night:1");
    post(store, night, STORE_COMMENT, "half:1");
    settle_first(store);
    assert_true(store_count_waiting(store, &waiting, &fault));
    assert_int_equal(waiting.filings, 1);
    assert_int_equal(waiting.closings, 1);
    assert_int_equal(waiting.reopenings, 1);
    assert_int_equal(waiting.others, 3);
    /* What is said already is not taken back. */
    assert_true(store_withdraw(store, STORE_DIGEST, STORE_FILE, &fault));
    assert_true(store_count_waiting(store, &waiting, &fault));
    assert_int_equal(waiting.filings, 0);
    assert_int_equal(waiting.others, 2);
    store_close(store);
}

static void the_last_night_is_the_last_start(void **state)
{
    struct fault fault = {""};
    struct store_last last = {.id = 9};
    struct store *store = open_store(*state);
    assert_true(store_last_night(store, &last, &fault));
    assert_int_equal(last.id, 0);
    assert_string_equal(last.date, "");
    (void)begin_on(store, "2026-11-24");
    int64_t night = begin_on(store, "2026-11-23");
    assert_true(store_last_night(store, &last, &fault));
    assert_int_equal(last.id, night);
    assert_string_equal(last.date, "2026-11-23");
    assert_string_equal(last.revision, "1a2b");
    store_close(store);
}

static unsigned filed_of(struct store *store, size_t at)
{
    struct fault fault = {""};
    struct store_night *nights = NULL;
    size_t count = 0;
    assert_true(store_list_nights(store, 9, &nights, &count, &fault));
    assert_true(at < count);
    unsigned filed = nights[at].filed;
    free(nights);
    return filed;
}

/* An issue that is filed after its night is over is that night's; of one that is under way the
 * night tells itself. */
static void filings_are_counted_anew(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "a|f");
    int64_t over = begin_on(store, "2026-11-24");
    post(store, over, STORE_FILE, "crash:" FIRST);
    post(store, over, STORE_CLOSE, "mended:1");
    struct store_end end = {.when = LATER, .whole = true};
    assert_true(store_end_night(store, over, &end, &fault));
    int64_t now = begin_on(store, "2026-11-25");
    post(store, now, STORE_FILE, "crash:" SECOND);
    for (int i = 0; i < 3; i++) {
        settle_first(store);
    }
    for (int twice = 0; twice < 2; twice++) {
        assert_true(store_recount_filed(store, &fault));
        assert_int_equal(filed_of(store, 0), 1);
        assert_int_equal(filed_of(store, 1), 0);
    }
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(what_waits_is_counted_by_kind),
        SCRATCH_TEST(the_last_night_is_the_last_start),
        SCRATCH_TEST(filings_are_counted_anew),
    };
    return cmocka_run_group_tests_name("waiting", tests, NULL, NULL);
}
