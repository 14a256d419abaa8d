/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "tracker/tracker.h"

struct word_row {
    const char *name, *word, *words;
};

static const struct word_row refused[] = {
    {"no tracker", "globe:x", "globe:x: no tracker; local:DIR and github:OWNER/REPO are"},
    {"nothing", "", ": no tracker;"},
    {"a kind alone", "local", "local: no tracker;"},
    {"no directory", "local:", "local:: no tracker;"},
    {"no repository", "github:", "github:: no tracker;"},
    {"another case", "GitHub:o/r", "GitHub:o/r: no tracker;"},
    {"a word that would act", "\x1b[31m", "\\x1b[31m: no tracker;"},
    {"a repository that is none", "github:octo", "github:octo: must be github:OWNER/REPO"},
};

static void is_refused(void **state)
{
    const struct word_row *row = *state;
    struct fault fault = {""};
    const struct tracker_options options = {.word = row->word, .label = "vigil"};
    assert_int_equal(setenv("GITHUB_TOKEN", "ghp_vigilTestToken0123456789", 1), 0);
    assert_null(tracker_open(&options, &fault));
    (void)unsetenv("GITHUB_TOKEN");
    if (strstr(fault.text, row->words) == NULL) {
        fail_msg("%s", fault.text);
    }
}

static void is_opened(const char *word, const char *place)
{
    struct fault fault = {""};
    const struct tracker_options options = {.word = word, .label = "vigil"};
    struct tracker *tracker = tracker_open(&options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
        return; /* the analyzer does not know that it never gets here */
    }
    assert_string_equal(tracker->place, place);
    tracker->close(tracker);
}

static void each_kind_is_opened(void **state)
{
    struct scratch *scratch = *state;
    char word[PATH_SIZE + 8];
    (void)snprintf(word, sizeof word, "local:%s", scratch_path(scratch, "issues"));
    is_opened(word, scratch->path);
    assert_int_equal(setenv("GITHUB_TOKEN", "ghp_vigilTestToken0123456789", 1), 0);
    (void)unsetenv("GITHUB_API_URL");
    is_opened("github:octo/repo", "https://github.com/octo/repo/issues");
}

static bool take(void *context, const struct tracker_issue *issue)
{
    (void)context, (void)issue;
    return true;
}

static enum tracker_outcome say(struct tracker *tracker, unsigned call, struct fault *fault)
{
    struct tracker_draft draft = {
        .title = "t", .body = "<!-- vigil:nights -->", .marker = "nights"};
    struct tracker_issue issue = {0};
    uint64_t number = 1;
    switch (call) {
    case 0:
        return tracker->list(tracker, take, NULL, fault);
    case 1:
        return tracker->look(tracker, 1, &issue, fault);
    case 2:
        return tracker->create(tracker, &draft, &number, fault);
    case 3:
        return tracker->edit(tracker, 1, &draft, fault);
    case 4:
        return tracker->set_open(tracker, 1, false, fault);
    default:
        return tracker->comment(tracker, 1, "night:1", "text", fault);
    }
}

/* It can be told where issues will be, and says nothing to anybody. */
static void an_unfiled_one_leaves_it_all(void **state)
{
    struct scratch *scratch = *state;
    char word[PATH_SIZE + 8];
    struct fault fault = {""};
    struct file_list files = {0};
    (void)snprintf(word, sizeof word, "local:%s", scratch_path(scratch, "issues"));
    const struct tracker_options options = {.word = word, .label = "vigil", .unfiled = true};
    struct tracker *tracker = tracker_open(&options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
        return;
    }
    assert_string_equal(tracker->place, scratch->path);
    assert_true(tracker->body_limit > 0);
    assert_true(tracker->author == NULL);
    for (unsigned call = 0; call < 6; call++) {
        fault.text[0] = '\0';
        assert_int_equal(say(tracker, call, &fault), TRACKER_LATER);
        assert_string_equal(fault.text, "left to `vigil file`");
    }
    assert_true(files_list(scratch->path, &files, &fault));
    assert_int_equal(files.count, 0);
    files_list_free(&files);
    tracker->close(tracker);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + 2];
    size_t count = 0;
    ADD_ROWS(tests, count, refused, is_refused);
    tests[count++] = (struct CMUnitTest)SCRATCH_TEST(each_kind_is_opened);
    tests[count++] = (struct CMUnitTest)SCRATCH_TEST(an_unfiled_one_leaves_it_all);
    return cmocka_run_group_tests_name("tracker", tests, NULL, NULL);
}
