/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "base/process.h"
#include "gate/commits.h"

/* What hides a change to f from `git diff`: the commits differ in its body. */
struct hidden_row {
    const char *name, *attributes, *line, *settings;
};

static const struct hidden_row rows[] = {
    {"nothing", "# none\\n", "", ""},
    {"a NUL", "# none\\n", "/* \\0 */\\n", ""},
    {"-diff", "*.c -diff\\n", "", ""},
    {"binary", "x.c binary\\n", "", ""},
    {"a driver of the user's", "*.c diff=own\\n", "", "[diff \"own\"]\n binary = true\n"},
    {"files that are large already", "# none\\n", "", "[core]\n bigFileThreshold = 1\n"},
    {"prefixes, drivers and colour", "*.c diff=own\\n", "",
     "[diff]\n noprefix = true\n external = false\n renames = false\n interHunkContext = 9\n"
     "[diff \"own\"]\n command = false\n textconv = false\n xfuncname = \"^}\"\n"
     "[color]\n ui = always\n[log]\n showSignature = true\n[core]\n attributesFile = /dev/null\n"},
};

static const char make_repository[] =
    "set -e; cd \"$1\"; export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1; git init -q -b "
    "main .\n"
    "git config user.name A; git config user.email 7+octocat_corp@users.noreply.github.com\n"
    "printf \"$2\" >.gitattributes; printf \"$3int f(void)\\n{\\n    return 1;\\n}\\n\" >x.c\n"
    "git add .; git commit -q -m one\n"
    "printf \"$3int f(void)\\n{\\n    return 2;\\n}\\n\" >x.c\n"
    "git commit -q -a -m two -m 'Time-examples: not needed, because it is a test'\n";

static void shell(struct scratch *scratch, const struct hidden_row *row)
{
    struct process_outcome outcome;
    struct fault fault;
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)(uintptr_t)make_repository,
                         (char *)"sh",
                         scratch->directory,
                         (char *)(uintptr_t)row->attributes,
                         (char *)(uintptr_t)row->line,
                         NULL};
    struct process_request request = {.arguments = arguments, .seconds = 60, .head_bytes = 1 << 16};
    assert_true(process_run(&request, &outcome, &fault));
    if (outcome.end != PROCESS_EXITED || outcome.status != 0) {
        fail_msg("status %d: %s", outcome.status, outcome.output);
    }
    process_outcome_free(&outcome);
}

static void is_seen(void **state)
{
    const struct hidden_row *row = *state;
    void *made = NULL;
    struct gate_commits commits = {0};
    struct fault fault = {""};
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    if (scratch == NULL) {
        return;
    }
    shell(scratch, row);
    scratch_write(scratch, "settings", row->settings);
    assert_int_equal(setenv("GIT_CONFIG_GLOBAL", scratch->path, 1), 0);
    if (!gate_commits_find(scratch->directory, NULL, NULL, &commits, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(commits.diff.count, 1);
    assert_string_equal(commits.diff.files[0].head, "x.c");
    assert_false(commits.diff.files[0].binary);
    assert_true(diff_has_line(&commits.diff.files[0], row->line[0] == '\0' ? 3 : 4));
    assert_int_equal(commits.diff.files[0].added_count, 1);
    assert_int_equal(commits.files[0].base_size, commits.files[0].head_size);
    assert_int_equal(commits.files[0].head_size,
                     strlen("int f(void)\n{\n    return 2;\n}\n") + (row->line[0] == '\0' ? 0 : 8));
    assert_int_equal(commits.waiver, WAIVER_GIVEN);
    assert_string_equal(commits.handle, "octocat_corp");
    assert_false(commits.dirty);
    gate_commits_free(&commits);
    assert_int_equal(scratch_remove(&made), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    size_t count = 0;
    ADD_ROWS(tests, count, rows, is_seen);
    return cmocka_run_group_tests_name("commits", tests, NULL, NULL);
}
