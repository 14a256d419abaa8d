/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "store/store.h"

#define NOW   "2026-11-24T02:00:00Z"
#define FIRST "0123456789abcdef"

static struct store *open_store(struct scratch *scratch)
{
    struct fault fault = {""};
    struct store *store = store_open(scratch_path(scratch, "vigil.sqlite"), &fault);
    if (store == NULL) {
        fail_msg("%s", fault.text);
    }
    return store;
}

static int64_t begin_on(struct store *store, const char *date)
{
    struct fault fault = {""};
    struct store_start start = {.date = date, .when = NOW, .revision = "", .budget = 1};
    int64_t night = 0;
    assert_true(store_begin_night(store, &start, &night, &fault));
    return night;
}

static void put(struct store *store, const char *id)
{
    struct fault fault = {""};
    struct store_variant variant = {.target = "t", .studied = true};
    (void)snprintf(variant.id, sizeof variant.id, "%s", id);
    (void)snprintf(variant.crash, sizeof variant.crash, "%s", id);
    (void)snprintf(variant.signature.key, sizeof variant.signature.key, "abort|%s", id);
    assert_true(store_put_variant(store, &variant, NOW, &fault));
}

struct whole_row {
    const char *name;
    struct store_action action;
    bool whole;
};

#define MARKED "<!-- vigil:digest -->\nbody"

static const struct whole_row whole_rows[] = {
    {"whole: an issue",
     {.verb = STORE_FILE, .marker = "digest", .title = "t", .body = MARKED},
     true},
    {"whole: a digest",
     {.verb = STORE_DIGEST, .marker = "digest", .title = "t", .body = MARKED},
     true},
    {"whole: the end of a digest", {.verb = STORE_DIGEST_CLOSE, .marker = "digest"}, true},
    {"whole: a night", {.verb = STORE_NIGHT, .marker = "night:1", .body = "b"}, true},
    {"whole: a closing", {.verb = STORE_CLOSE, .marker = "m", .number = 1, .body = "b"}, true},
    {"whole: a return", {.verb = STORE_REOPEN, .marker = "m", .number = 1, .body = "b"}, true},
    {"not whole: no title",
     {.verb = STORE_FILE, .marker = "digest", .title = "", .body = MARKED},
     false},
    {"not whole: no title at all", {.verb = STORE_FILE, .marker = "digest", .body = MARKED}, false},
    {"not whole: no body", {.verb = STORE_FILE, .marker = "digest", .title = "t"}, false},
    {"not whole: an empty body",
     {.verb = STORE_DIGEST, .marker = "digest", .title = "t", .body = ""},
     false},
    {"not whole: a body without its marker",
     {.verb = STORE_FILE, .marker = "digest", .title = "t", .body = "b"},
     false},
    {"not whole: no marker", {.verb = STORE_FILE, .title = "t", .body = "<!-- vigil: -->"}, false},
    {"not whole: a marker cut short",
     {.verb = STORE_FILE, .marker = "diges", .title = "t", .body = MARKED},
     false},
    {"whole: an issue beside an advisory",
     {.verb = STORE_FILE, .marker = "digest", .title = "t", .body = MARKED, .advisory = MARKED},
     true},
    {"not whole: an advisory without its marker",
     {.verb = STORE_FILE, .marker = "digest", .title = "t", .body = MARKED, .advisory = "b"},
     false},
    {"not whole: a body with words before its marker",
     {.verb = STORE_FILE, .marker = "digest", .title = "t", .body = "> " MARKED},
     false},
    {"not whole: a body with its marker further down",
     {.verb = STORE_FILE, .marker = "digest", .title = "t", .body = "\n" MARKED},
     false},
    {"not whole: a night without words",
     {.verb = STORE_NIGHT, .marker = "night:1", .body = ""},
     false},
    {"not whole: a closing without words",
     {.verb = STORE_CLOSE, .marker = "m", .number = 1},
     false},
    {"not whole: a return of no issue", {.verb = STORE_REOPEN, .marker = "m", .body = "b"}, false},
};

static void is_whole_or_not(void **state)
{
    const struct whole_row *row = *state;
    assert_int_equal(store_action_is_whole(&row->action), row->whole);
}

/* What could not be composed for want of memory is not posted, so it is never sent. */
static void only_what_is_whole_is_posted(void **state)
{
    struct fault fault = {""};
    struct store_action read = {.id = 0};
    bool found = true;
    struct store *store = open_store(*state);
    int64_t night = begin_on(store, "2026-11-24");
    for (size_t i = 0; i < COUNT(whole_rows); i++) {
        if (!whole_rows[i].whole) {
            fault.text[0] = '\0';
            assert_false(store_post(store, night, &whole_rows[i].action, &fault));
            assert_non_null(strstr(fault.text, "not composed"));
        }
    }
    assert_true(store_next_action(store, 0, &read, &found, &fault));
    assert_false(found);
    assert_true(store_post(store, night, &whole_rows[0].action, &fault));
    assert_true(store_next_action(store, 0, &read, &found, &fault) && found);
    store_action_free(&read);
    store_close(store);
}

static void the_last_issue_of_a_kind_is_known(void **state)
{
    struct fault fault = {""};
    struct store_action read = {.id = 0},
                        action = {
                            .verb = STORE_DIGEST, .marker = "digest", .title = "t", .body = MARKED};
    static const uint64_t numbers[] = {4, 6, 0};
    uint64_t number = 1;
    bool found = false;
    struct store *store = open_store(*state);
    int64_t night = begin_on(store, "2026-11-24");
    for (size_t i = 0; i < 3; i++) {
        assert_true(store_post(store, night, &action, &fault));
        assert_true(store_next_action(store, 0, &read, &found, &fault) && found);
        assert_true(store_settle(store, &read, numbers[i], true, &fault));
        store_action_free(&read);
        action.verb = STORE_DIGEST_CLOSE;
    }
    assert_true(store_post(store, night, &action, &fault)); /* waits: of no number yet */
    assert_true(store_last_issue(store, STORE_DIGEST, STORE_DIGEST_CLOSE, &number, &fault));
    assert_int_equal(number, 6);
    assert_true(store_last_issue(store, STORE_DIGEST, STORE_DIGEST, &number, &fault));
    assert_int_equal(number, 4);
    assert_true(store_last_issue(store, STORE_NIGHT, STORE_NIGHT, &number, &fault));
    assert_int_equal(number, 0);
    store_close(store);
}

static void all_targets_of_a_crash_are_listed(void **state)
{
    struct fault fault = {""};
    struct buffer names = {0};
    struct store *store = open_store(*state);
    int64_t night = begin_on(store, "2026-11-24");
    put(store, FIRST);
    assert_true(store_list_targets(store, FIRST, &names, &fault));
    assert_int_equal(names.size, 0);
    assert_true(store_sight(store, night, FIRST, "zone", NOW, "", &fault));
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    night = begin_on(store, "2026-11-25");
    assert_true(store_sight(store, night, FIRST, "zone", NOW, "", &fault));
    assert_true(store_list_targets(store, FIRST, &names, &fault));
    assert_string_equal(names.data, "offset\nzone\n");
    buffer_free(&names);
    store_close(store);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(whole_rows) + 3] = {
        SCRATCH_TEST(only_what_is_whole_is_posted),
        SCRATCH_TEST(the_last_issue_of_a_kind_is_known),
        SCRATCH_TEST(all_targets_of_a_crash_are_listed),
    };
    size_t count = 3;
    ADD_ROWS(tests, count, whole_rows, is_whole_or_not);
    return cmocka_run_group_tests_name("actions", tests, NULL, NULL);
}
