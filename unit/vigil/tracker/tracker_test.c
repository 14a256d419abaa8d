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

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, refused, is_refused);
    tests[count++] = (struct CMUnitTest)SCRATCH_TEST(each_kind_is_opened);
    return cmocka_run_group_tests_name("tracker", tests, NULL, NULL);
}
