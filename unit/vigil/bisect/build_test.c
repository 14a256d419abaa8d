/* SPDX-License-Identifier: MIT */
#include "project.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "bisect/build.h"

static void builds_with(struct project *project, const char *line)
{
    (void)snprintf(project->settings.build, sizeof project->settings.build, "%s", line);
}

struct builds_row {
    const char *name, *build;
    enum bisect_end end;
};

/* Build lines for a repository that is good before change 1. */
static const struct builds_row lines[] = {
    {"at the top of the checkout", "[ -e build.sh ] && sh ./build.sh", BISECT_FOUND},
    {"OUT is absolute, empty and not in it",
     "case $OUT in \"$PWD\"/*) exit 1;; /*) [ -z \"$(ls -A \"$OUT\")\" ] && sh ./build.sh;;"
     " *) exit 1;; esac",
     BISECT_FOUND},
    {"TARGET is the one that is wanted", "[ \"$TARGET\" = parse ] && sh ./build.sh", BISECT_FOUND},
    {"git speaks of the checkout",
     "[ \"$(git rev-parse --show-toplevel)\" = \"$PWD\" ] && [ -z \"$(git status --porcelain)\" ] "
     "&&"
     " git log -1 --format=%s | grep -q '^change ' && sh ./build.sh",
     BISECT_FOUND},
    {"nothing of the last build is left",
     "[ ! -e left ] && touch left && mkdir -p deep/er && touch deep/er/file && chmod 500 deep/er &&"
     " sh ./build.sh",
     BISECT_FOUND},
    {"no secret is passed on",
     "[ -z \"$SECRET_OF_OURS$A_TOKEN$GIT_DIR$MAKEFLAGS\" ] && sh build.sh", BISECT_FOUND},
    {"the rest of our environment is", "[ \"$OURS\" = ours ] && sh ./build.sh", BISECT_FOUND},
    {"a line that fails", "sh ./build.sh && exit 3", BISECT_CANNOT},
    {"a line that is killed", "sh ./build.sh && kill -9 $$", BISECT_CANNOT},
    {"a target that cannot be run", "sh ./build.sh && echo LLVMFuzzerTestOneInput >\"$OUT/parse\"",
     BISECT_CANNOT},
    {"a target that may not be run", "sh ./build.sh && chmod 644 \"$OUT/parse\"", BISECT_CANNOT},
    {"a program that is no target", "echo 'exit 0' >\"$OUT/parse\"; chmod 755 \"$OUT/parse\"",
     BISECT_CANNOT},
};

static void builds_so(void **state)
{
    const struct builds_row *row = *state;
    struct project project;
    void *scratch = NULL;
    assert_int_equal(scratch_make(&scratch), 0);
    project_make(&project, scratch, "bbg");
    builds_with(&project, row->build);
    (void)setenv("A_TOKEN", "token", 1);
    (void)setenv("SECRET_OF_OURS", "secret", 1);
    (void)setenv("GIT_DIR", "/nonexistent", 1);
    (void)setenv("MAKEFLAGS", "-j", 1);
    (void)setenv("OURS", "ours", 1);
    struct first_bad_answer answer = project_ask(&project);
    (void)unsetenv("GIT_DIR");
    assert_int_equal(answer.end, row->end);
    assert_string_equal(answer.bad.subject, row->end == BISECT_FOUND ? "change 1" : "change 0");
    assert_int_equal(scratch_remove(&scratch), 0);
}

static void what_it_printed_is_kept(void **state)
{
    struct project project;
    project_make(&project, *state, "ug");
    (void)project_ask(&project);
    scratch_holds(*state, "our work/last.log", "no rule to make the target\n");
    project_do(&project, "[ \"$(cat 'our work'/builds/*-parse/log)\" ="
                         " 'no rule to make the target' ]");
}

static void a_budget_that_is_too_short_is_kept(void **state)
{
    struct project project;
    project_make(&project, *state, "sbg");
    project.settings.budget = 0.5;
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_OUT_OF_BUDGET);
    assert_string_equal(answer.bad.id, "");
    assert_string_equal(answer.good, "");
    assert_true(answer.seconds < 30); /* and not the minute that it builds for */
}

/* The two before it are kept from a first run, so that the budget is over in the slow build on a
 * machine of any speed. */
static void a_budget_that_ends_half_way_says_how_far_it_came(void **state)
{
    struct project project;
    project_make(&project, *state, "bbsgg");
    builds_with(&project, "read -r kind <kind; [ -e ../../slow ] || [ $kind != s ] || exit 1;"
                          " sh ./build.sh");
    assert_int_equal(project_ask(&project).end, BISECT_RANGE);
    project_do(&project, "touch slow; cd 'our work/builds';"
                         " rm -r \"$(dirname \"$(grep -l failed -- */outcome)\")\"");
    project.settings.budget = 5;
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_OUT_OF_BUDGET);
    assert_string_equal(answer.bad.subject, "change 1");
    assert_string_equal(answer.good, "");
    assert_true(answer.builds == 1 && answer.seconds >= 5 && answer.seconds < 40);
}

static void no_budget_is_none(void **state)
{
    struct project project;
    project_make(&project, *state, "bg");
    project.settings.budget = 0;
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_OUT_OF_BUDGET);
    assert_int_equal(answer.builds, 0);
}

/* The child says through a pipe that it builds, and is killed then. */
static void one_that_was_killed_is_cleaned_up_after(void **state)
{
    struct project project;
    project_make(&project, *state, "bbbggg");
    project_do(&project, "mkfifo started; git -C 'a repository' worktree list >before");
    builds_with(&project, "read -r n <number; [ $n != 2 ] || { touch \"$OUT/half\";"
                          " echo >../../started; exec sleep 60; }; sh ./build.sh");
    pid_t child = fork();
    if (child == 0) {
        (void)project_ask(&project);
        _exit(0);
    }
    assert_true(child > 0);
    int started = open(scratch_path(*state, "started"), O_RDONLY);
    assert_true(started >= 0);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(started);
    project_do(&project,
               "[ -e 'our work/checkout/build.sh' ] && [ -e 'our work'/builds/*/out/half ]");
    project_do(&project, "git -C 'a repository' worktree list | cmp - before");

    project.settings.budget = 60;
    builds_with(&project, "sh ./build.sh");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_string_equal(answer.bad.subject, "change 2");
    project_do(&project, "[ -z \"$(find 'our work' -name half -o -name checkout)\" ]");
}

static void builds_are_kept_for_the_next_crash(void **state)
{
    struct project project;
    project_make(&project, *state, "bbubgg");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.builds, 5);
    answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_string_equal(answer.bad.subject, "change 3");
    assert_int_equal(answer.builds, 0);

    /* Another line builds anew; and then a failure is not believed for ever. */
    builds_with(&project, "sh ./build.sh; ");
    assert_int_equal(project_ask(&project).builds, 5);
    project_do(&project, "touch -d '25 hours ago' 'our work'/builds/*/outcome");
    assert_int_equal(project_ask(&project).builds, 1);
}

/* Each commit builds, but crashes otherwise, so that each is asked about. */
static void twelve_are_kept(void **state)
{
    struct project project;
    project_make(&project, *state, "boooooooooooooog");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_RANGE);
    assert_int_equal(answer.builds, 16);
    project_do(&project, "[ \"$(ls 'our work/builds' | wc -l)\" = 12 ]");
}

/* A build for one target serves another target that it holds, too. */
static void another_target_of_the_same_commits(void **state)
{
    struct project project;
    project_make(&project, *state, "bg");
    builds_with(&project, "sh ./build.sh && cp \"$OUT/$TARGET\" \"$OUT/other\"");
    assert_int_equal(project_ask(&project).builds, 2);
    (void)snprintf(project.target.name, sizeof project.target.name, "other");
    assert_int_equal(project_ask(&project).builds, 0);
    (void)snprintf(project.target.name, sizeof project.target.name, "third");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_int_equal(answer.builds, 2);
}

static void a_place_that_cannot_be_written_to_is_a_fault(void **state)
{
    struct project project;
    struct first_bad_answer answer;
    struct fault fault = {0};
    project_make(&project, *state, "bg");
    assert_true(path_make(project.settings.work, &fault, "%s/below", project.input));
    assert_false(first_bad_find(&project.settings, &project.target, project.input,
                                &project.signature, &answer, &fault));
    assert_non_null(strstr(fault.text, "the input"));
    (void)snprintf(project.settings.source, PATH_SIZE, "%s", project.scratch->directory);
    assert_false(first_bad_find(&project.settings, &project.target, project.input,
                                &project.signature, &answer, &fault));
    assert_non_null(strstr(fault.text, "git rev-list failed"));
}

/* And the names that were listed for it do not leak (found by clang-analyzer). */
static void nothing_is_kept_where_no_path_is_long_enough(void **state)
{
    struct scratch *scratch = *state;
    char target[PATH_SIZE], out[PATH_SIZE];
    enum build_outcome outcome;
    struct fault fault = {""};
    memset(target, 'x', sizeof target - 1);
    target[sizeof target - 1] = '\0';
    assert_int_equal(mkdir(scratch_path(scratch, "builds"), 0777), 0);
    scratch_write(scratch, "builds/c0ffee-parse", "");
    struct builder builder = {.source = "/", .line = "make", .target = target};
    (void)snprintf(builder.work, sizeof builder.work, "%s", scratch->directory);
    assert_false(build_commit(&builder, "c0ffee", out, &outcome, &fault));
    assert_non_null(strstr(fault.text, "this path is too long"));
    assert_int_equal(builder.builds, 0);
}

/* Last of all, since nothing takes an interrupt back. */
static void an_interrupt_ends_it(void **state)
{
    struct project project;
    project_make(&project, *state, "bbsg");
    process_interrupt();
    struct first_bad_answer answer;
    struct fault fault;
    if (first_bad_find(&project.settings, &project.target, project.input, &project.signature,
                       &answer, &fault)) {
        assert_int_equal(answer.end, BISECT_OUT_OF_BUDGET);
        assert_int_equal(answer.builds, 0);
    }
    assert_true(answer.seconds < 30);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        SCRATCH_TEST(what_it_printed_is_kept),
        SCRATCH_TEST(a_budget_that_is_too_short_is_kept),
        SCRATCH_TEST(a_budget_that_ends_half_way_says_how_far_it_came),
        SCRATCH_TEST(no_budget_is_none),
        SCRATCH_TEST(one_that_was_killed_is_cleaned_up_after),
        SCRATCH_TEST(builds_are_kept_for_the_next_crash),
        SCRATCH_TEST(twelve_are_kept),
        SCRATCH_TEST(another_target_of_the_same_commits),
        SCRATCH_TEST(a_place_that_cannot_be_written_to_is_a_fault),
        SCRATCH_TEST(nothing_is_kept_where_no_path_is_long_enough),
        SCRATCH_TEST(an_interrupt_ends_it),
    };
    struct CMUnitTest tests[COUNT(lines) + COUNT(others)];
    size_t count = 0;
    ADD_ROWS(tests, count, lines, builds_so);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("build", tests, project_no_settings, NULL);
}
