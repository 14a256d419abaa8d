/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "queue/change_issue.h"

#define ID "0123456789abcdef"

struct mark_row {
    const char *name, *marker;
    bool read;
    const char *change;
};

static const struct mark_row marks[] = {
    {"of a pull request", "change:" ID ":42", true, "42"},
    {"of a commit", "change:" ID ":0a1b2c3d4e5f", true, "0a1b2c3d4e5f"},
    {"of the main branch", "crash:" ID, false, ""},
    {"no change", "change:" ID, false, ""},
    {"a change without a name", "change:" ID ":", false, ""},
    {"an id that is too short", "change:0123456789abcde:42", false, ""},
    {"an id that is too long", "change:" ID "0:42", false, ""},
    {"more behind it", "change:" ID ":42:43", false, ""},
    {"a name in other letters", "change:" ID ":4Z", false, ""},
    {"a name that is too long", "change:" ID ":012345678901234567890123", false, ""},
    {"nothing", "", false, ""},
};

static void is_read(void **state)
{
    const struct mark_row *row = *state;
    char again[TRACKER_MARKER_SIZE];
    struct change_mark mark;
    char *marker = exact_copy(row->marker, strlen(row->marker) + 1);
    assert_int_equal(change_mark_read(marker, &mark), row->read);
    if (row->read) {
        assert_string_equal(mark.id, ID);
        assert_string_equal(mark.name, row->change);
        change_mark_write(mark.id, mark.name, again);
        assert_string_equal(again, row->marker);
    }
    free(marker);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(marks)] = {{0}};
    size_t count = 0;
    ADD_ROWS(tests, count, marks, is_read);
    return cmocka_run_group_tests_name("change_issue", tests, NULL, NULL);
}
