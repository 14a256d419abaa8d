/* SPDX-License-Identifier: MIT */
/* No one module: see first_bad_test.c. */
#include "rows.h"

#include <string.h>

#include "triage/first_bad.h"

#define BAD  "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d"
#define GOOD "ffeeddccbbaa99887766ffeeddccbbaa99887766"

struct sentence_row {
    const char *name;
    struct first_bad_answer answer;
    const char *sentence;
};

static const struct sentence_row sentences[] = {
    {"found",
     {.end = BISECT_FOUND, .bad = {BAD, .subject = "tzif: trust the count"}, .good = GOOD},
     "The first bad commit is 1a2b3c4d5e6f (tzif: trust the count)."},
    {"a range",
     {.end = BISECT_RANGE, .bad = {BAD, .subject = "s"}, .good = GOOD},
     "The first bad commit lies between ffeeddccbbaa, which does not crash, and 1a2b3c4d5e6f (s), "
     "which does: none between them can be built and judged."},
    {"an open range",
     {.end = BISECT_RANGE, .bad = {BAD, .subject = "s"}},
     "Not found: 1a2b3c4d5e6f (s) crashes, and of the older commits that were tried none can be "
     "built and judged."},
    {"predates the target",
     {.end = BISECT_PREDATES_TARGET, .bad = {BAD, .subject = "s"}},
     "It predates the target: 1a2b3c4d5e6f (s) crashes, and the commit before it does not build "
     "this target."},
    {"predates the history",
     {.end = BISECT_PREDATES_HISTORY, .bad = {BAD, .subject = "s"}},
     "It predates the history: 1a2b3c4d5e6f (s), the oldest commit there is, crashes."},
    {"out of budget between two",
     {.end = BISECT_OUT_OF_BUDGET,
      .bad = {BAD, .subject = "s"},
      .good = GOOD,
      .builds = 7,
      .seconds = 600.4},
     "Not found in 600 s and 7 builds: it lies between ffeeddccbbaa, which does not crash, and "
     "1a2b3c4d5e6f (s), which does."},
    {"out of budget on the way back",
     {.end = BISECT_OUT_OF_BUDGET, .bad = {BAD, .subject = "s"}, .builds = 1, .seconds = 9},
     "Not found in 9 s and 1 build: 1a2b3c4d5e6f (s) crashes already."},
    {"out of budget at once",
     {.end = BISECT_OUT_OF_BUDGET, .builds = 0, .seconds = 1},
     "Not found in 1 s and 0 builds: they were over before the newest commit was judged."},
    {"not at the tip",
     {.end = BISECT_NOT_AT_TIP, .bad = {BAD, .subject = "s"}},
     "Not found: the newest commit, 1a2b3c4d5e6f (s), was built anew and does not crash."},
    {"the tip cannot be asked",
     {.end = BISECT_CANNOT, .bad = {BAD, .subject = "s"}},
     "Not found: the newest commit, 1a2b3c4d5e6f (s), cannot be built and judged."},
};

static void says_so(void **state)
{
    const struct sentence_row *row = *state;
    char text[400], small[20];
    first_bad_sentence(&row->answer, text, sizeof text);
    assert_string_equal(text, row->sentence);
    first_bad_sentence(&row->answer, small, sizeof small);
    assert_int_equal(strlen(small), sizeof small - 1);
}

struct handle_row {
    const char *name, *email, *handle;
};

static const struct handle_row handles[] = {
    {"with a number", "583231+octocat@users.noreply.github.com", "octocat"},
    {"without", "octocat@users.noreply.github.com", "octocat"},
    {"the host's case", "octocat@Users.NoReply.GitHub.com", "octocat"},
    {"a hyphen and digits", "1+a-1@users.noreply.github.com", "a-1"},
    {"digits alone", "123@users.noreply.github.com", "123"},
    {"39 letters", "1+aaaaaaaaabbbbbbbbbbccccccccccdddddddddd@users.noreply.github.com",
     "aaaaaaaaabbbbbbbbbbccccccccccdddddddddd"},
    {"40 letters", "1+aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd@users.noreply.github.com", ""},
    {"a bot", "49699333+dependabot[bot]@users.noreply.github.com", ""},
    {"no name", "1+@users.noreply.github.com", ""},
    {"nothing before the host", "@users.noreply.github.com", ""},
    {"two plus signs", "1+a+b@users.noreply.github.com", ""},
    {"another host", "octocat@example.org", ""},
    {"a host that begins so", "octocat@users.noreply.github.com.example.org", ""},
    {"a second @", "octocat@x@users.noreply.github.com", ""},
    {"a team", "1+org/team@users.noreply.github.com", ""},
    {"no address", "", ""},
};

static void has_handle(void **state)
{
    const struct handle_row *row = *state;
    char handle[64] = "kept";
    commit_handle(row->email, handle);
    assert_string_equal(handle, row->handle);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(sentences) + COUNT(handles)];
    size_t count = 0;
    ADD_ROWS(tests, count, sentences, says_so);
    ADD_ROWS(tests, count, handles, has_handle);
    return cmocka_run_group_tests_name("first_bad_sentence", tests, NULL, NULL);
}
