/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/private.h"

struct mode_row {
    const char *name;
    mode_t mode; /* 0: it is not there */
    const char *words;
};

static const struct mode_row modes[] = {
    {"one that is not there", 0, NULL},
    {"one of an older vigil's", 0755, NULL},
    {"one that the group may write", 0775, NULL},
    {"one that anybody may use", 0777, NULL},
    {"one that its owner may only read", 0500, NULL},
    {"one that is private", 0700, NULL},
    {"one as /tmp is", 01777, "others are meant to use it"},
};

static void is_closed_to_others(void **state)
{
    const struct mode_row *row = *state;
    void *made = NULL;
    struct stat status;
    struct fault fault = {""};
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    const char *path = scratch_path(scratch, row->mode == 0 ? "above/state" : "state");
    if (row->mode != 0) {
        assert_int_equal(mkdir(path, 0700), 0);
        assert_int_equal(chmod(path, row->mode), 0);
    }
    assert_int_equal(private_directory(path, &fault), row->words == NULL);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, row->words == NULL ? 0700 : row->mode);
    assert_true(row->words == NULL || strstr(fault.text, row->words) != NULL);
    assert_int_equal(scratch_remove(&made), 0);
}

/* Only root can make one of another user's. */
static void one_of_another_user_is_refused(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    if (geteuid() == 0) {
        assert_int_equal(mkdir(scratch_path(scratch, "state"), 0755), 0);
        assert_int_equal(chown(scratch->path, 4711, 4711), 0);
    } else {
        (void)snprintf(scratch->path, sizeof scratch->path, "/usr");
    }
    assert_false(private_directory(scratch->path, &fault));
    assert_non_null(strstr(fault.text, "belongs to another user"));
}

static void a_home_is_refused(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    const char *home = getenv("HOME");
    char *before = home == NULL ? NULL : strdup(home);
    assert_int_equal(mkdir(scratch_path(scratch, "home"), 0755), 0);
    assert_int_equal(setenv("HOME", scratch->path, 1), 0);
    assert_false(private_directory(scratch->path, &fault));
    assert_non_null(strstr(fault.text, "others are meant to use it"));
    assert_int_equal(before == NULL ? unsetenv("HOME") : setenv("HOME", before, 1), 0);
    free(before);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(modes) + 2];
    const struct CMUnitTest others[] = {SCRATCH_TEST(one_of_another_user_is_refused),
                                        SCRATCH_TEST(a_home_is_refused)};
    size_t count = 0;
    ADD_ROWS(tests, count, modes, is_closed_to_others);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("private", tests, NULL, NULL);
}
