/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "tracker.h"

static const struct tracker_issue example = {.title = "abort in it's",
                                             .target = "offset",
                                             .signature = "abort|it's",
                                             .severity = "low",
                                             .body = "# body\n",
                                             .seen = "2024-07-11T01:14:00Z"};

static const char written[] = "---\nnumber: 1\nstate: open\ntitle: 'abort in it''s'\n"
                              "labels: [fuzzing, severity-low]\ntarget: 'offset'\n"
                              "signature: 'abort|it''s'\nfirst_seen: 2024-07-11T01:14:00Z\n"
                              "last_seen: 2024-07-11T01:14:00Z\n---\n\n# body\n";

struct complaints {
    unsigned count;
    struct fault last;
};

static void complain(void *context, const struct fault *fault)
{
    struct complaints *complaints = context;
    complaints->count++;
    complaints->last = *fault;
}

static struct tracker *open_tracker(struct scratch *scratch, struct complaints *complaints)
{
    struct fault fault;
    char word[128];
    (void)snprintf(word, sizeof word, "local:%s/issues", scratch->directory);
    struct tracker *tracker = tracker_open(word, complain, complaints, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
    }
    return tracker;
}

static enum tracker_answer find(struct tracker *tracker, const char *signature, unsigned *number)
{
    bool open;
    struct fault fault;
    return tracker->find(tracker, signature, number, &open, &fault);
}

static unsigned file(struct tracker *tracker, const char *signature)
{
    struct tracker_issue issue = example;
    struct fault fault;
    unsigned number = 0;
    issue.signature = signature;
    assert_true(tracker->file(tracker, &issue, &number, &fault));
    return number;
}

static void what_is_filed_is_found_again(void **state)
{
    struct complaints none = {0};
    struct tracker *tracker = open_tracker(*state, &none);
    unsigned number = 0;
    assert_int_equal(find(tracker, "abort|it's", &number), TRACKER_NONE);
    assert_int_equal(file(tracker, "abort|it's"), 1);
    scratch_holds(*state, "issues/0001.md", written);
    assert_int_equal(find(tracker, "abort|it's", &number), TRACKER_FOUND);
    tracker->close(tracker);
    tracker = open_tracker(*state, &none);
    number = 0;
    assert_int_equal(find(tracker, "abort|it's", &number), TRACKER_FOUND);
    assert_int_equal(number, 1);
    assert_int_equal(file(tracker, "other"), 2);
    assert_int_equal(none.count, 0);
    tracker->close(tracker);
}

static void seen_again_changes_one_line(void **state)
{
    struct complaints none = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &none);
    (void)file(tracker, "abort|it's");
    scratch_write(*state, "issues/0001.md",
                  "---\nnumber: 1\nstate: closed\nsignature: 'abort|it''s'\nowner: me\n"
                  "last_seen: then\n---\n\nI looked into it.\n");
    assert_true(tracker->seen(tracker, 1, "2024-07-12T01:14:00Z", &fault));
    scratch_holds(*state, "issues/0001.md",
                  "---\nnumber: 1\nstate: closed\nsignature: 'abort|it''s'\nowner: me\n"
                  "last_seen: 2024-07-12T01:14:00Z\n---\n\nI looked into it.\n");
    tracker->close(tracker);
}

static void an_unreadable_issue_is_told_of_and_not_filed_again(void **state)
{
    struct complaints complaints = {0};
    struct fault fault;
    struct tracker *tracker = open_tracker(*state, &complaints);
    (void)file(tracker, "a");
    (void)file(tracker, "b");
    tracker->close(tracker);
    scratch_write(*state, "issues/0001.md", "---\nnumber: 1\nstate: maybe\n---\n");
    tracker = open_tracker(*state, &complaints);
    assert_int_equal(complaints.count, 1);
    assert_non_null(strstr(complaints.last.text, "issues/0001.md:3: state must be"));
    unsigned number = 1;
    assert_int_equal(find(tracker, "a", &number), TRACKER_FOUND);
    assert_int_equal(number, 1);
    assert_false(tracker->seen(tracker, 1, "now", &fault));
    scratch_holds(*state, "issues/0001.md", "---\nnumber: 1\nstate: maybe\n---\n");
    number = 0;
    assert_int_equal(find(tracker, "b", &number), TRACKER_FOUND);
    assert_int_equal(file(tracker, "c"), 3);
    tracker->close(tracker);
}

static void a_number_taken_meanwhile_is_passed_over(void **state)
{
    struct complaints none = {0};
    struct tracker *tracker = open_tracker(*state, &none);
    scratch_write(*state, "issues/0001.md", "a person's\n");
    assert_int_equal(file(tracker, "a"), 2);
    scratch_holds(*state, "issues/0001.md", "a person's\n");
    tracker->close(tracker);
}

static void other_files_are_peoples(void **state)
{
    struct complaints none = {0};
    struct fault fault;
    assert_true(files_make_directory(scratch_path(*state, "issues/archive"), &fault));
    scratch_write(*state, "issues/README.md", "x");
    scratch_write(*state, "issues/12.md", "x");
    scratch_write(*state, "issues/0009.md.orig", "x");
    scratch_write(*state, "issues/archive/0044.md", "x");
    struct tracker *tracker = open_tracker(*state, &none);
    assert_int_equal(none.count, 0);
    assert_int_equal(file(tracker, "a"), 1);
    tracker->close(tracker);
}

static void an_open_issue_goes_before_a_closed_one(void **state)
{
    struct complaints none = {0};
    struct fault fault;
    assert_true(files_make_directory(scratch_path(*state, "issues"), &fault));
    scratch_write(*state, "issues/0001.md", "---\nnumber: 1\nstate: closed\nsignature: a\n---\n");
    scratch_write(*state, "issues/0002.md", "---\nnumber: 2\nstate: open\nsignature: a\n---\n");
    struct tracker *tracker = open_tracker(*state, &none);
    unsigned number = 1;
    assert_int_equal(find(tracker, "a", &number), TRACKER_FOUND);
    assert_int_equal(number, 2);
    tracker->close(tracker);
}

static void a_word_that_is_no_tracker_is_refused(void **state)
{
    struct complaints none = {0};
    struct fault fault;
    (void)state;
    assert_null(tracker_open("local:", complain, &none, &fault));
    assert_null(tracker_open("globe:x", complain, &none, &fault));
    assert_string_equal(fault.text, "globe:x: no tracker; local:DIR is one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(what_is_filed_is_found_again),
        SCRATCH_TEST(seen_again_changes_one_line),
        SCRATCH_TEST(an_unreadable_issue_is_told_of_and_not_filed_again),
        SCRATCH_TEST(a_number_taken_meanwhile_is_passed_over),
        SCRATCH_TEST(other_files_are_peoples),
        SCRATCH_TEST(an_open_issue_goes_before_a_closed_one),
        SCRATCH_TEST(a_word_that_is_no_tracker_is_refused),
    };
    return cmocka_run_group_tests_name("tracker_local", tests, NULL, NULL);
}
