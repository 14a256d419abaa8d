/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "report/source_lines.h"

static const char program[] = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

struct place_row {
    const char *name, *file;
    unsigned line, first;
    const char *text; /* NULL: it is not shown */
};

/* %s is the scratch directory. */
static const struct place_row places[] = {
    {"in the middle", "%s/tree/parse.c", 5, 2, "two\nthree\nfour\nfive\nsix\nseven\n"},
    {"the first line", "%s/tree/parse.c", 1, 1, "one\ntwo\nthree\n"},
    {"the last line", "%s/tree/parse.c", 9, 6, "six\nseven\neight\nnine\n"},
    {"from where the compiler ran", "parse.c", 9, 6, "six\nseven\neight\nnine\n"},
    {"beyond its end", "%s/tree/parse.c", 12, 0, NULL},
    {"no line", "%s/tree/parse.c", 0, 0, NULL},
    {"a file that is not there", "%s/tree/gone.c", 1, 0, NULL},
    {"outside the tree", "%s/secret", 1, 0, NULL},
    {"outside by way of its parent", "%s/tree/../secret", 1, 0, NULL},
    {"outside by way of a link", "%s/tree/link.c", 1, 0, NULL},
    {"a neighbour whose name begins alike", "%s/tree-of-others/parse.c", 1, 0, NULL},
    {"no regular file", "%s/tree/pipe.c", 1, 0, NULL},
    {"a directory", "%s/tree", 1, 0, NULL},
};

static void plant(struct scratch *scratch)
{
    char link[PATH_SIZE];
    struct fault fault;
    assert_true(files_make_directory(scratch_path(scratch, "tree"), &fault));
    assert_true(files_make_directory(scratch_path(scratch, "tree-of-others"), &fault));
    scratch_write(scratch, "tree/parse.c", program);
    scratch_write(scratch, "tree-of-others/parse.c", program);
    scratch_write(scratch, "secret", "the password\n");
    (void)snprintf(link, sizeof link, "%s", scratch_path(scratch, "tree/link.c"));
    assert_int_equal(symlink(scratch_path(scratch, "secret"), link), 0);
    assert_int_equal(mkfifo(scratch_path(scratch, "tree/pipe.c"), 0600), 0);
}

static void is_shown_or_not(void **state)
{
    const struct place_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct report_source sources[REPORT_SOURCES] = {0};
    struct sanlog_report *report = calloc(1, sizeof *report);
    assert_non_null(report);
    plant(scratch);
    report->frame_count = 1;
    struct sanlog_frame *frame = &report->frames[0];
    memcpy(frame->function, "parse", sizeof "parse");
    const char *rest = strncmp(row->file, "%s", 2) == 0 ? row->file + 2 : NULL;
    (void)snprintf(frame->file, sizeof frame->file, "%s%s", rest == NULL ? "" : scratch->directory,
                   rest == NULL ? row->file : rest);
    frame->line = row->line;
    size_t count = source_lines_read(scratch_path(scratch, "tree"), report, sources);
    assert_int_equal(count, row->text != NULL);
    if (row->text != NULL && count == 1) {
        assert_string_equal(sources[0].text.data, row->text);
        assert_int_equal(sources[0].first, row->first);
        assert_int_equal(sources[0].line, row->line);
        buffer_free(&sources[0].text);
    }
    assert_int_equal(source_lines_read("", report, sources), 0);
    free(report);
    assert_int_equal(scratch_remove(&made), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(places)];
    size_t count = 0;
    ADD_ROWS(tests, count, places, is_shown_or_not);
    return cmocka_run_group_tests_name("source_lines", tests, NULL, NULL);
}
