/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/commit.h"

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
    {"an account that a company manages", "1+octocat_corp@users.noreply.github.com",
     "octocat_corp"},
    {"that account, without a number", "octocat_corp@users.noreply.github.com", "octocat_corp"},
    {"two marks in a row", "1+a--b__c@users.noreply.github.com", "a--b__c"},
    {"a mark last", "1+a-@users.noreply.github.com", "a-"},
    {"39 letters of such an account",
     "1+aaaaaaaaabbbbbbbbbbccccccccccdddd_corp@users.noreply.github.com",
     "aaaaaaaaabbbbbbbbbbccccccccccdddd_corp"},
    {"a bot of such an account", "1+deploy_corp[bot]@users.noreply.github.com", ""},
    {"a hyphen first", "1+-a@users.noreply.github.com", ""},
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
    struct CMUnitTest tests[COUNT(handles)];
    size_t count = 0;
    ADD_ROWS(tests, count, handles, has_handle);
    return cmocka_run_group_tests_name("commit", tests, NULL, NULL);
}
