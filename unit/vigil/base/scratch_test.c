/* SPDX-License-Identifier: MIT */
#include "../scratch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scratch.h"

/* Opens one beneath the test's own directory. */
static const char *open_one(struct scratch *scratch, char path[PATH_SIZE])
{
    struct fault fault = {""};
    if (!scratch_open(scratch->directory, path, &fault)) {
        fail_msg("%s", fault.text);
    }
    return path;
}

static void is_gone(const char *path)
{
    struct stat status;
    assert_int_not_equal(lstat(path, &status), 0);
}

static void below(const char *path, const char *name, char full[PATH_SIZE])
{
    struct fault fault;
    assert_true(path_make(full, &fault, "%s/%s", path, name));
}

static void it_is_new_empty_and_absolute(void **state)
{
    struct scratch *scratch = *state;
    char one[PATH_SIZE], other[PATH_SIZE];
    struct file_list files = {0};
    struct fault fault;
    assert_string_not_equal(open_one(scratch, one), open_one(scratch, other));
    assert_int_equal(one[0], '/');
    assert_true(files_list(one, &files, &fault));
    assert_int_equal(files.count, 0);
    scratch_close(one);
    scratch_close(other);
    is_gone(one);
    is_gone(other);
}

static void the_directory_above_it_is_made(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], beneath[PATH_SIZE];
    struct fault fault;
    below(scratch->directory, "new/and/deep", beneath);
    assert_true(scratch_open(beneath, path, &fault));
    assert_non_null(strstr(path, "/new/and/deep/"));
    scratch_close(path);
}

static void temporary_files_go_where_the_caller_says(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE];
    struct fault fault = {""};
    assert_int_equal(setenv("TMPDIR", scratch->directory, 1), 0);
    assert_true(scratch_open("", path, &fault));
    assert_non_null(strstr(path, scratch->directory));
    scratch_close(path);
    assert_int_equal(setenv("TMPDIR", "/nonexistent/place", 1), 0);
    assert_false(scratch_open("", path, &fault));
    assert_string_equal(fault.text,
                        "/nonexistent/place: cannot be found: No such file or directory");
    assert_int_equal(unsetenv("TMPDIR"), 0);
}

/* What needs no more than the owner's rights; a superuser would not notice they were missing. */
static void what_nobody_may_touch_goes_too(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], inner[PATH_SIZE], file[PATH_SIZE];
    open_one(scratch, path);
    below(path, "closed", inner);
    assert_int_equal(mkdir(inner, 0700), 0);
    below(inner, "read-only", file);
    close(open(file, O_CREAT | O_WRONLY, 0400));
    below(inner, "inner", file);
    assert_int_equal(mkdir(file, 0700), 0);
    below(inner, "inner/innermost", file);
    assert_int_equal(mkdir(file, 0000), 0);
    below(inner, "inner", file);
    assert_int_equal(chmod(file, 0000), 0);
    assert_int_equal(chmod(inner, 0000), 0);
    assert_int_equal(chmod(path, 0500), 0);
    scratch_close(path);
    is_gone(path);
}

static void links_are_not_followed(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], link[PATH_SIZE];
    open_one(scratch, path);
    scratch_write(scratch, "kept", "kept");
    below(path, "to-directory", link);
    assert_int_equal(symlink(scratch->directory, link), 0);
    below(path, "to-file", link);
    assert_int_equal(symlink("../kept", link), 0);
    below(path, "to-nothing", link);
    assert_int_equal(symlink("/nonexistent", link), 0);
    below(path, "inner", link);
    assert_int_equal(mkdir(link, 0700), 0);
    below(path, "inner/out", link);
    assert_int_equal(symlink("../..", link), 0);
    scratch_close(path);
    is_gone(path);
    scratch_holds(scratch, "kept", "kept");
}

/* Deeper than any path may be long. */
static void directories_in_each_other_go(void **state)
{
    static const char name[] = "a-directory-whose-name-is-rather-longer-than-most-names-are";
    struct scratch *scratch = *state;
    char path[PATH_SIZE];
    int at = open(open_one(scratch, path), O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; i < (size_t)3 * PATH_SIZE / sizeof name; i++) {
        assert_int_equal(mkdirat(at, name, 0700), 0);
        int next = openat(at, name, O_RDONLY | O_DIRECTORY);
        assert_true(next >= 0);
        close(at);
        at = next;
    }
    close(at);
    scratch_close(path);
    is_gone(path);
}

/* Each has files and directories, before and behind one another. */
static void directories_beside_each_other_go(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], inner[PATH_SIZE], name[64];
    open_one(scratch, path);
    for (unsigned i = 0; i < 4 * 4 * 4; i++) {
        struct fault fault;
        (void)snprintf(name, sizeof name, "%u/%u/%u", i / 16, i / 4 % 4, i % 4);
        below(path, name, inner);
        assert_true(files_make_directory(inner, &fault));
        (void)snprintf(name, sizeof name, "%u/%u/file-%u", i / 16, i / 4 % 4, i % 4);
        below(path, name, inner);
        close(open(inner, O_CREAT | O_WRONLY, 0600));
    }
    scratch_close(path);
    is_gone(path);
}

static void more_files_than_one_look_shows_go(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], name[200];
    int at = open(open_one(scratch, path), O_RDONLY | O_DIRECTORY);
    for (unsigned i = 0; i < 400; i++) {
        (void)snprintf(name, sizeof name, "dump-%0190u", i);
        close(openat(at, name, O_CREAT | O_WRONLY, 0600));
    }
    close(at);
    scratch_close(path);
    is_gone(path);
}

/* Nothing else that lies there is touched. */
static void what_a_killed_process_left_is_swept(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE], inner[PATH_SIZE];
    open_one(scratch, path);
    below(path, "file", inner);
    close(open(inner, O_CREAT | O_WRONLY, 0600));
    scratch_write(scratch, "kept", "kept");
    scratch_sweep(scratch->directory);
    scratch_sweep("/nonexistent");
    is_gone(path);
    scratch_holds(scratch, "kept", "kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(it_is_new_empty_and_absolute),
        SCRATCH_TEST(the_directory_above_it_is_made),
        SCRATCH_TEST(temporary_files_go_where_the_caller_says),
        SCRATCH_TEST(what_nobody_may_touch_goes_too),
        SCRATCH_TEST(links_are_not_followed),
        SCRATCH_TEST(directories_in_each_other_go),
        SCRATCH_TEST(directories_beside_each_other_go),
        SCRATCH_TEST(more_files_than_one_look_shows_go),
        SCRATCH_TEST(what_a_killed_process_left_is_swept),
    };
    return cmocka_run_group_tests_name("scratch", tests, NULL, NULL);
}
