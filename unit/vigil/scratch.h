/* scratch.h -- a directory of its own for a test, gone when the test is */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SCRATCH_H
#define VIGIL_SCRATCH_H

#include "rows.h"

#include "base/files.h"

struct scratch {
    char directory[64];
    char path[PATH_SIZE]; /* what scratch_path made last */
};

static inline int scratch_make(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL) {
        abort(); /* and gcc knows that no test goes on without one */
    }
    (void)snprintf(scratch->directory, sizeof scratch->directory, "/tmp/vigil-test-XXXXXX");
    *state = scratch;
    return mkdtemp(scratch->directory) == NULL ? -1 : 0;
}

static inline int scratch_remove(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    bool gone = files_remove_tree(scratch->directory, &fault);
    free(scratch);
    return gone ? 0 : -1;
}

static inline const char *scratch_path(struct scratch *scratch, const char *name)
{
    struct fault fault;
    assert_true(path_make(scratch->path, &fault, "%s/%s", scratch->directory, name));
    return scratch->path;
}

static inline void scratch_write(struct scratch *scratch, const char *name, const char *text)
{
    struct fault fault;
    assert_true(files_write(scratch_path(scratch, name), text, strlen(text), &fault));
}

static inline void scratch_holds(struct scratch *scratch, const char *name, const char *text)
{
    struct fault fault;
    struct buffer content = {0};
    assert_true(files_read(scratch_path(scratch, name), 1 << 20, &content, &fault));
    assert_string_equal(content.data, text);
    buffer_free(&content);
}

#define SCRATCH_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

#endif
