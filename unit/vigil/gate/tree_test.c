/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "gate/side.h"
#include "gate/tree.h"

/* A project of two commits, the second with a file more and one that is a directory then, and what
 * a build of the first leaves behind. */
static const char project[] = "set -e; git init -q -b main project; cd project\n"
                              "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c "
                              "GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c\n"
                              "printf '*.o\\nbuild/\\n' >.gitignore; echo one >same; echo one "
                              ">changes; mkdir lib; echo x >lib/a\n"
                              "git add .; git commit -q -m one; git rev-parse HEAD >../one\n"
                              "echo two >changes; git rm -q lib/a; mkdir lib; echo y >lib/b\n"
                              "git add .; git commit -q -m two; git rev-parse HEAD >../two\n";
static const char built[] =
    "set -e; cd state/gate/0/tree; echo o >lib/a.o; echo z >left; echo changed >same\n"
    "mkdir -p build/cache build/objects 'kept too' nested/x read-only/x\n"
    "echo k >build/cache/k; echo k >'kept too'/k; echo o >build/objects/o; echo r >read-only/x/r\n"
    "git init -q nested; git -C nested -c user.name=a -c user.email=a@b.c commit -q --allow-empty "
    "-m n\n"
    "chmod -R a-w read-only\n";

static void sh(struct scratch *scratch, const char *script)
{
    struct buffer line = {0};
    buffer_format(&line, "cd '%s' && (%s) >/dev/null 2>&1", scratch->directory, script);
    assert_false(line.failed);
    assert_int_equal(system(line.data), 0);
    buffer_free(&line);
}

static void commit_of(struct scratch *scratch, const char *name, char id[80])
{
    struct fault fault;
    struct buffer text = {0};
    assert_true(files_read(scratch_path(scratch, name), 79, &text, &fault));
    (void)snprintf(id, 80, "%.*s", (int)strcspn(text.data, "\n"), text.data);
    buffer_free(&text);
}

struct row {
    const char *name, *keep;
    const char *then; /* what of `files` is there when the second commit is laid out */
    bool times;       /* the files of both commits are not written anew */
    const char *more; /* what else the project has, for sh in its directory */
};

static const char *const files[] = {"lib/a.o",          "left",          "build/objects/o",
                                    "nested/.git/HEAD", "read-only/x/r", "build/cache/k",
                                    "kept too/k"};

static const struct row rows[] = {
    {"nothing stays", "", ".......", false, NULL},
    {"what is kept stays", "build/cache", ".....k.", true, NULL},
    {"two, with blanks about them", "  ./build/cache\tbuild/objects/ ", "..k..k.", true, NULL},
    {"a whole directory", "build", "..k..k.", true, NULL},
    {"one that is not there", "no/such", ".......", true, NULL},
    {"one that is named as a pattern is no pattern", "build/*", ".......", true, NULL},
    {"where there are submodules, all is written anew, and what is kept stays", "build/cache",
     ".....k.", false, "printf '[submodule \"x\"]\\npath = x\\n' >.gitmodules"},
};

static void lay_out(struct gate_tree *tree, struct scratch *scratch, const char *name,
                    const char *keep)
{
    char commit[80], source[PATH_SIZE];
    struct fault fault = {""};
    commit_of(scratch, name, commit);
    (void)snprintf(source, sizeof source, "%s/project", scratch->directory);
    if (!gate_tree_lay_out(tree, source, commit, keep, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static struct timespec written(struct scratch *scratch)
{
    struct stat info;
    assert_int_equal(stat(scratch_path(scratch, "state/gate/0/tree/.gitignore"), &info), 0);
    return info.st_mtim;
}

static void stays(void **state)
{
    const struct row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct gate_tree tree;
    struct fault fault = {""};
    char script[2048], then[COUNT(files) + 1] = "";
    (void)snprintf(script, sizeof script, "%s%s%s", project, row->more == NULL ? "" : row->more,
                   row->more == NULL
                       ? ""
                       : "; git add .; git commit -q --amend -m two; git rev-parse HEAD >../two\n");
    sh(scratch, script);
    assert_true(gate_tree_take(scratch_path(scratch, "state"), &tree, &fault));
    lay_out(&tree, scratch, "one", row->keep);
    sh(scratch, built);
    struct timespec before = written(scratch);
    lay_out(&tree, scratch, "two", row->keep);
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "state/gate/0/tree/%s", files[i]);
        then[i] = access(scratch_path(scratch, path), F_OK) == 0 ? 'k' : '.';
    }
    assert_string_equal(then, row->then);
    scratch_holds(scratch, "state/gate/0/tree/same", "one\n");
    scratch_holds(scratch, "state/gate/0/tree/changes", "two\n");
    scratch_holds(scratch, "state/gate/0/tree/lib/b", "y\n");
    assert_int_not_equal(access(scratch_path(scratch, "state/gate/0/tree/lib/a"), F_OK), 0);
    struct timespec after = written(scratch);
    assert_int_equal(after.tv_sec == before.tv_sec && after.tv_nsec == before.tv_nsec, row->times);
    gate_tree_leave(&tree);
    assert_int_equal(scratch_remove(&made), 0);
}

/* What a build may leave in the tree's own repository, for when the next commit is laid out there.
 * That is done outside of the walls. */
static const struct {
    const char *name, *script;
} left[] = {
    {"a filter", "git config filter.x.smudge 'touch ../../../../ran; cat'; "
                 "git config filter.x.clean 'touch ../../../../ran; cat'; "
                 "mkdir -p .git/info; echo '* filter=x' >.git/info/attributes"},
    {"a monitor of the file system",
     "printf '#!/bin/sh\\ntouch ../../../../ran\\n' >.git/monitor; chmod +x .git/monitor; "
     "git config core.fsmonitor .git/monitor; git status >/dev/null 2>&1; rm -f ../../../../ran"},
    {"a hook", "mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch ../../../../ran\\n' "
               ">.git/hooks/post-checkout; chmod +x .git/hooks/post-checkout"},
    {"another repository",
     "mv .git ../elsewhere; echo 'gitdir: ../elsewhere' >.git; "
     "git config filter.x.smudge 'touch ../../../../ran; cat'; "
     "mkdir -p ../elsewhere/info; echo '* filter=x' >../elsewhere/info/attributes"},
    {"a file that the index takes for the next commit's",
     "git update-index --assume-unchanged same; echo evil >same"},
    {"a file of the next commit's, and its index",
     "echo evil >changes; git read-tree $(cat ../../../../two); "
     "git update-index --assume-unchanged changes"},
};

static void leaves_nothing_behind(void **state)
{
    void *made = NULL;
    (void)state;
    for (size_t i = 0; i < COUNT(left); i++) {
        assert_int_equal(scratch_make(&made), 0);
        struct scratch *scratch = made;
        struct gate_tree tree;
        struct fault fault = {""};
        char script[2048];
        sh(scratch, project);
        assert_true(gate_tree_take(scratch_path(scratch, "state"), &tree, &fault));
        lay_out(&tree, scratch, "one", "build/cache");
        sh(scratch, built);
        (void)snprintf(script, sizeof script, "cd state/gate/0/tree && { %s; }", left[i].script);
        sh(scratch, script);
        lay_out(&tree, scratch, "two", "build/cache");
        if (access(scratch_path(scratch, "ran"), F_OK) == 0) {
            fail_msg("%s ran", left[i].name);
        }
        scratch_holds(scratch, "state/gate/0/tree/same", "one\n");
        scratch_holds(scratch, "state/gate/0/tree/changes", "two\n");
        gate_tree_leave(&tree);
        assert_int_equal(scratch_remove(&made), 0);
    }
}

struct limit_row {
    const char *name;
    double time, took;
    enum gate_run end; /* of base's tests */
    const char *keep;
    double limit;
};

static const struct limit_row limits[] = {
    {"ten times", 1200, 9, GATE_RUN_DONE, "", 90},
    {"a minute at least", 1200, 0.1, GATE_RUN_DONE, "", 60},
    {"five where something is kept", 1200, 9, GATE_RUN_DONE, "build", 300},
    {"and ten times all the same", 1200, 40, GATE_RUN_DONE, "build", 400},
    {"never more than is said", 50, 9, GATE_RUN_DONE, "", 50},
    {"nor where base is slow", 1200, 400, GATE_RUN_DONE, "", 1200},
    {"base fails, and may have ended early for that", 1200, 0.1, GATE_RUN_FAILED, "", 1200},
    {"base was stopped", 1200, 1200, GATE_RUN_STOPPED, "", 1200},
    {"base was not tested", 1200, 0, GATE_RUN_NOT, "", 1200},
};

static void limit_is(void **state)
{
    const struct limit_row *row = *state;
    struct settings settings;
    struct gate_side base = {.test = {.end = row->end, .seconds = row->took}};
    settings_defaults(&settings);
    settings.gate.time = row->time;
    (void)snprintf(settings.gate.keep, sizeof settings.gate.keep, "%s", row->keep);
    assert_true(gate_side_limit(&settings, &base) == row->limit);
    assert_true(gate_side_limit(&settings, NULL) == row->time);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(limits) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, rows, stays);
    ADD_ROWS(tests, count, limits, limit_is);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(leaves_nothing_behind);
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
