/* SPDX-License-Identifier: MIT */
#include "project.h"

struct history_row {
    const char *name, *kinds;
    enum bisect_end end;
    const char *bad, *good; /* subjects */
};

static const struct history_row rows[] = {
    {"found among twenty", "bbbbbbbggggggggggggg", BISECT_FOUND, "change 6", "change 7"},
    {"the newest", "bgggg", BISECT_FOUND, "change 0", "change 1"},
    {"the target was renamed", "bbbrrrr", BISECT_PREDATES_TARGET, "change 2", ""},
    {"there was no target yet", "bbnn", BISECT_PREDATES_TARGET, "change 1", ""},
    {"broken for a stretch", "bbbuuuggg", BISECT_RANGE, "change 2", "change 6"},
    {"broken elsewhere", "bbuuubbbgg", BISECT_FOUND, "change 7", "change 8"},
    {"another crash stands before it", "bbooggg", BISECT_RANGE, "change 1", "change 4"},
    {"nothing older builds", "bbbuuuu", BISECT_RANGE, "change 2", ""},
    {"always there", "bbbbb", BISECT_PREDATES_HISTORY, "change 4", ""},
    {"not at the tip", "gbbgg", BISECT_NOT_AT_TIP, "change 0", ""},
    {"the tip does not build", "ubbgg", BISECT_CANNOT, "change 0", ""},
    {"the tip has no target", "nbbgg", BISECT_CANNOT, "change 0", ""},
    {"the tip crashes otherwise", "obbgg", BISECT_CANNOT, "change 0", ""},
};

static void ends_so(void **state)
{
    const struct history_row *row = *state;
    struct project project;
    void *scratch = NULL;
    assert_int_equal(scratch_make(&scratch), 0);
    project_make(&project, scratch, row->kinds);
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, row->end);
    assert_string_equal(answer.bad.subject, row->bad);
    project_is_commit(&project, answer.good, row->good);
    assert_string_equal(answer.bad.handle, "adev");
    assert_int_equal(scratch_remove(&scratch), 0);
}

/* All bytes of the repository and of its second work tree, and what git says of them. */
static char *everything(struct project *project)
{
    return project_shell(
        project,
        "find 'a repository' second \\( -type f -o -type l \\) -exec sha256sum {} + | sort -k 2;"
        " find 'a repository' -type d | sort; cd 'a repository';"
        " export GIT_OPTIONAL_LOCKS=0; git status --porcelain; git worktree list;"
        " git for-each-ref; git stash list; cat ../hooks-ran 2>/dev/null || :",
        NULL);
}

/* A stash, a branch, a second work tree, a change of each sort, and hooks. */
static void clutter(struct project *project)
{
    project_do(project,
               "cd 'a repository'; git worktree add -q -b aside ../second; echo stashed >>number;"
               " git -c user.name=N -c user.email=n@example.org stash -q; echo staged >>number;"
               " git add number; echo changed >>number; echo untracked >notes;"
               " for hook in post-checkout reference-transaction post-index-change; do"
               "   printf '#!/bin/sh\\necho ran >>\"%s/../hooks-ran\"\\n' \"$PWD\""
               "     >.git/hooks/$hook; done; chmod +x .git/hooks/*");
}

/* Also when vigil runs within a hook of another repository. */
static void the_repository_is_left_as_it_is(void **state)
{
    struct project project;
    project_make(&project, *state, "bbugg");
    clutter(&project);
    char *before = everything(&project);
    assert_non_null(strstr(before, "MM number\n?? notes\n"));
    (void)setenv("GIT_DIR", "/nonexistent/.git", 1);
    (void)setenv("GIT_INDEX_FILE", "/nonexistent/index", 1);
    struct first_bad_answer answer = project_ask(&project);
    (void)unsetenv("GIT_DIR");
    (void)unsetenv("GIT_INDEX_FILE");
    char *after = everything(&project);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(answer.end, BISECT_RANGE);
    project_do(&project, "[ ! -e 'our work/checkout' ] && [ ! -e 'our work/stale' ]");
}

static void is_usable(struct project *project, const char *name, bool usable)
{
    (void)snprintf(project->settings.source, PATH_SIZE, "%s", scratch_path(project->scratch, name));
    assert_int_equal(commit_is_any(project->settings.source), usable);
}

static void where_there_is_a_history_it_is_usable(void **state)
{
    struct project project;
    project_make(&project, *state, "b");
    clutter(&project);
    project_do(&project, "mkdir -p nothing 'a repository/below'; git init -q empty;"
                         " git clone -q --bare 'a repository' bare 2>/dev/null");
    is_usable(&project, "a repository", true);
    is_usable(&project, "a repository/below", true);
    is_usable(&project, "second", true);
    is_usable(&project, "bare", true);
    is_usable(&project, "nothing", false);
    is_usable(&project, "empty", false);
    is_usable(&project, "absent", false);
}

static void is_revision(struct project *project, const char *subject, bool dirty)
{
    char id[COMMIT_ID_SIZE];
    bool is_dirty = !dirty;
    struct fault fault;
    assert_true(commit_revision(project->repository, id, &is_dirty, &fault));
    project_is_commit(project, id, subject);
    assert_int_equal(is_dirty, dirty);
}

static void the_revision_and_whether_it_is_all(void **state)
{
    struct project project;
    project_make(&project, *state, "bg");
    project_do(&project, "echo changed >'a repository/number'");
    is_revision(&project, "change 0", true);
    project_do(&project, "cd 'a repository' && git reset -q --hard && touch kind");
    is_revision(&project, "change 0", false); /* an untracked file, and a new time */
    project_do(&project, "cd 'a repository' && git checkout -q HEAD~1");
    is_revision(&project, "change 1", false);
    struct fault fault;
    char id[COMMIT_ID_SIZE];
    bool dirty;
    assert_false(commit_revision("/", id, &dirty, &fault));
    assert_string_equal(fault.text, "/: git rev-parse failed");
}

/* Also what a build asks git about itself is answered there. */
static void a_shallow_clone_ends_where_it_ends(void **state)
{
    struct project project;
    project_make(&project, *state, "bbbbbggg");
    project_do(&project, "mv 'a repository' whole &&"
                         " git clone -q --depth 3 \"file://$PWD/whole\" 'a repository'");
    (void)snprintf(project.settings.build, sizeof project.settings.build,
                   "git log --oneline >/dev/null && sh ./build.sh");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_PREDATES_HISTORY);
    assert_string_equal(answer.bad.subject, "change 2");
}

#define AS "git -c user.name=N -c user.email=n@example.org -c commit.gpgsign=false "

struct merge_row {
    const char *name, *script, *bad;
};

/* On a line of good ones, the newest of which is change 0. */
static const struct merge_row merges[] = {
    {"it came with a branch",
     "git checkout -q -b topic; git commit -q --allow-empty -m one; echo b >kind;"
     "git commit -qam two; git commit -q --allow-empty -m three; git checkout -q main;"
     "git commit -q --allow-empty -m four; git merge -q --no-ff -m merge topic",
     "two"},
    {"a branch within a branch",
     "git checkout -q -b outer; git commit -q --allow-empty -m one; git checkout -q -b inner;"
     "echo b >kind; git commit -qam two; git checkout -q outer;"
     "git merge -q --no-ff -m inner inner; git checkout -q main;"
     "git merge -q --no-ff -m outer outer; git commit -q --allow-empty -m five",
     "two"},
    {"the merge itself brought it",
     "git checkout -q -b topic; git commit -q --allow-empty -m one; git checkout -q main;"
     "git merge -q --no-ff --no-commit topic; echo b >kind; git commit -qam merge",
     "merge"},
    {"the branch says nothing of it",
     "git checkout -q -b topic; echo u >kind; git commit -qam one; git checkout -q main;"
     "git merge -q --no-ff --no-commit topic; echo b >kind; git commit -qam merge",
     "merge"},
    {"it was there before the branch left",
     "git commit -q --allow-empty -m one; git checkout -q -b topic;"
     "git commit -q --allow-empty -m two; git checkout -q main; echo b >kind; git commit -qam "
     "three;"
     "git merge -q --no-ff -m merge topic",
     "three"},
};

static void ask_merge(struct scratch *scratch, const struct merge_row *row)
{
    struct project project;
    struct buffer script = {0};
    project_make(&project, scratch, "gg");
    buffer_text(&script, "exec 2>&1; git() { command " AS "\"$@\"; }; set -e; cd 'a repository';");
    buffer_text(&script, row->script);
    project_do(&project, script.data);
    buffer_free(&script);
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_string_equal(answer.bad.subject, row->bad);
}

static void of_merges(void **state)
{
    void *scratch = NULL;
    const struct merge_row *row = *state;
    assert_int_equal(scratch_make(&scratch), 0);
    ask_merge(scratch, row);
    assert_int_equal(scratch_remove(&scratch), 0);
}

/* The behaviour of the target is the submodule's. */
static void make_submodule(struct project *project)
{
    project_do(project,
               "exec 2>&1; git() { command " AS "-c protocol.file.allow=always \"$@\"; }; set -e;"
               "git init -q -b main part; cd part; echo g >kind; git add kind; git commit -qm p0;"
               "cd '../a repository'; "
               "git submodule --quiet add \"$PWD/../part\" 'the part';"
               "git rm -q kind; echo 'cp \"the part/kind\" kind' >../first;"
               "cat build.sh >>../first; cat ../first >build.sh; git commit -qam 'a part';"
               "cd 'the part'; echo b >kind; git commit -qam p1; cd ..;"
               "git commit -qam 'newer part'; git commit -q --allow-empty -m last");
}

static void submodules_are_laid_out_too(void **state)
{
    struct project project;
    project_make(&project, *state, "ggg");
    make_submodule(&project);
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_string_equal(answer.bad.subject, "newer part");
    project_is_commit(&project, answer.good, "a part");
}

/* As for whoever builds there: the directory is empty. */
static void a_submodule_that_was_never_fetched_is_not(void **state)
{
    struct project project;
    project_make(&project, *state, "ggg");
    make_submodule(&project);
    project_do(&project, "mv 'a repository' whole && git clone -q whole 'a repository'");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_CANNOT);
    (void)snprintf(project.settings.build, sizeof project.settings.build,
                   "[ -d 'the part' ] && mkdir -p 'the part' && echo b >'the part/kind' &&"
                   " sh ./build.sh");
    answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_RANGE); /* without a part the oldest do not build */
}

#define HOSTILE "@team #12 $(touch ../oops) `touch ../oops` \033[31m <b> 'q' \"q\" \303\251 ; %s%n"

static void hostile_text_is_data(void **state)
{
    struct project project;
    struct scratch *scratch = *state;
    project_make(&project, scratch, "gg");
    scratch_write(scratch, "message", HOSTILE "\n\nbody\n");
    project_do(&project, "cd 'a repository' && "
                         " echo b >kind && git -c commit.gpgsign=false"
                         " -c user.email='x@y; touch ../oops' -c user.name='$(touch ../oops)'"
                         " commit -qaF ../message");
    struct first_bad_answer answer = project_ask(&project);
    assert_int_equal(answer.end, BISECT_FOUND);
    assert_string_equal(answer.bad.subject, HOSTILE);
    assert_string_equal(answer.bad.author, "$(touch ../oops)");
    assert_string_equal(answer.bad.email, "x@y; touch ../oops");
    assert_string_equal(answer.bad.handle, "");
    project_do(&project, "[ -z \"$(find . -name oops)\" ]");
}

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

int main(void)
{
    const struct CMUnitTest others[] = {
        SCRATCH_TEST(the_repository_is_left_as_it_is),
        SCRATCH_TEST(where_there_is_a_history_it_is_usable),
        SCRATCH_TEST(the_revision_and_whether_it_is_all),
        SCRATCH_TEST(a_shallow_clone_ends_where_it_ends),
        SCRATCH_TEST(submodules_are_laid_out_too),
        SCRATCH_TEST(a_submodule_that_was_never_fetched_is_not),
        SCRATCH_TEST(hostile_text_is_data),
    };
    struct CMUnitTest tests[COUNT(rows) + COUNT(merges) + COUNT(sentences) + COUNT(others)];
    size_t count = 0;
    ADD_ROWS(tests, count, rows, ends_so);
    ADD_ROWS(tests, count, merges, of_merges);
    ADD_ROWS(tests, count, sentences, says_so);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("first_bad", tests, project_no_settings, NULL);
}
