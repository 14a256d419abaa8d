/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "change/diff.h"

/* A diff in short: "M path 1+2 9+1" for lines 1 to 2 and 9, a line a file. */
static void show(const struct diff *diff, struct buffer *into)
{
    static const char kinds[] = "MADR";
    buffer_text(into, "");
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_file *file = &diff->files[i];
        buffer_format(into, "%c %s", kinds[file->kind], file->head);
        if (strcmp(file->base, file->head) != 0) {
            buffer_format(into, " from %s", file->base);
        }
        buffer_text(into, file->binary ? " binary" : "");
        for (size_t j = 0; j < file->added_count; j++) {
            buffer_format(into, " %u+%u", file->added[j].first, file->added[j].count);
        }
        buffer_text(into, "\n");
    }
}

struct read_row {
    const char *name, *text, *shown;
};

#define HEAD(path)    "diff --git a/" path " b/" path "\nindex 1..2 100644\n"
#define FILE_OF(path) HEAD(path) "--- a/" path "\n+++ b/" path "\n"

static const struct read_row read_rows[] = {
    {"nothing", "", ""},
    {"a line changed", FILE_OF("x.c") "@@ -3 +3 @@ int f(void)\n-a\n+b\n", "M x.c 3+1\n"},
    {"lines added", FILE_OF("x.c") "@@ -3,0 +4,2 @@\n+a\n+b\n", "M x.c 4+2\n"},
    {"lines gone", FILE_OF("x.c") "@@ -3,2 +2,0 @@\n-a\n-b\n", "M x.c\n"},
    {"first line gone", FILE_OF("x.c") "@@ -1 +0,0 @@\n-a\n", "M x.c\n"},
    {"two hunks", FILE_OF("x.c") "@@ -1 +1,2 @@\n-a\n+b\n+c\n@@ -9 +10 @@\n-d\n+e\n",
     "M x.c 1+2 10+1\n"},
    {"a hunk that adds nothing behind one that does",
     FILE_OF("x.c") "@@ -5 +5,2 @@\n-a\n+b\n+c\n@@ -7 +7,0 @@\n-d\n@@ -9 +8 @@\n-e\n+f\n",
     "M x.c 5+2 8+1\n"},
    {"two files", FILE_OF("x.c") "@@ -3 +3 @@\n-a\n+b\n" FILE_OF("y.c") "@@ -1 +1 @@\n-a\n+b\n",
     "M x.c 3+1\nM y.c 1+1\n"},
    {"no newline at the end of either",
     FILE_OF("x.c") "@@ -3 +3 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of "
                    "file\n",
     "M x.c 3+1\n"},
    {"lines in both, as some settings have it",
     FILE_OF("x.c") "@@ -3,5 +3,6 @@\n-a\n+b\n c\n\n d\n+e\n+f\n-g\n", "M x.c 3+1 7+2\n"},
    {"lines that look like a head",
     FILE_OF("x.c") "@@ -3,3 +3,4 @@\n--- a/y.c\n-@@ -1 +1 @@\n-diff --git a/y b/y\n+++ b/y.c\n"
                    "+diff --git a/z b/z\n+@@ -1 +1 @@\n++++\n",
     "M x.c 3+4\n"},
    {"carriage returns", FILE_OF("x.c") "@@ -3 +3,2 @@ f(\r\n-a\r\n+b\r\n+\r\n", "M x.c 3+2\n"},
    {"a new file",
     "diff --git a/x.c b/x.c\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/x.c\n"
     "@@ -0,0 +1,2 @@\n+a\n+b\n",
     "A x.c 1+2\n"},
    {"a new file with nothing in it", "diff --git a/x.c b/x.c\nnew file mode 100644\nindex 0..1\n",
     "A x.c\n"},
    {"a file that is gone",
     "diff --git a/x.c b/x.c\ndeleted file mode 100644\nindex 1..0\n--- a/x.c\n+++ /dev/null\n"
     "@@ -1,2 +0,0 @@\n-a\n-b\n",
     "D x.c\n"},
    {"a new name",
     "diff --git a/x.c b/y.c\nsimilarity index 100%\nrename from x.c\nrename to y.c\n",
     "R y.c from x.c\n"},
    {"a new name and other text",
     "diff --git a/x.c b/y.c\nold mode 100644\nnew mode 100755\nsimilarity index 80%\n"
     "rename from x.c\nrename to y.c\nindex 1..2\n--- a/x.c\n+++ b/y.c\n@@ -3 +3 @@\n-a\n+b\n",
     "R y.c from x.c 3+1\n"},
    {"a copy",
     "diff --git a/x.c b/y.c\nsimilarity index 80%\ncopy from x.c\ncopy to y.c\nindex 1..2 100644\n"
     "--- a/x.c\n+++ b/y.c\n@@ -3 +3 @@\n-a\n+b\n",
     "A y.c from x.c 3+1\n"},
    {"another mode and nothing else",
     "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n" FILE_OF("y") "@@ -1 +1 @@\n-a\n+b\n",
     "M x\nM y 1+1\n"},
    {"bytes", HEAD("x.png") "Binary files a/x.png and b/x.png differ\n", "M x.png binary\n"},
    {"new bytes",
     "diff --git a/x b/x\nnew file mode 100644\nindex 0..1\nBinary files /dev/null and b/x "
     "differ\n",
     "A x binary\n"},
    {"a blank in the name",
     "diff --git a/x b/y b/x b/y\nindex 1..2 100644\n--- a/x b/y\t\n+++ b/x b/y\t\n"
     "@@ -1 +1 @@\n-a\n+b\n",
     "M x b/y 1+1\n"},
    {"a name in quotes",
     "diff --git \"a/\\303\\251\\\"\\t\" \"b/\\303\\251\\\"\\t\"\nindex 1..2 100644\n"
     "--- \"a/\\303\\251\\\"\\t\"\n+++ \"b/\\303\\251\\\"\\t\"\n@@ -1 +1 @@\n-a\n+b\n",
     "M \xc3\xa9\"\t 1+1\n"},
    {"one of two names in quotes",
     "diff --git a/x \"b/\\\\\\001\"\nsimilarity index 100%\nrename from x\nrename to "
     "\"\\\\\\001\"\n",
     "R \\\x01 from x\n"},
    {"a submodule",
     "diff --git a/m b/m\nindex 1..2 160000\n--- a/m\n+++ b/m\n@@ -1 +1 @@\n-Subproject commit 1\n"
     "+Subproject commit 2\n",
     "M m 1+1\n"},
    {"a file that became a link",
     "diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0\n--- a/x\n+++ /dev/null\n"
     "@@ -1 +0,0 @@\n-a\ndiff --git a/x b/x\nnew file mode 120000\nindex 0..1\n--- /dev/null\n"
     "+++ b/x\n@@ -0,0 +1 @@\n+y\n\\ No newline at end of file\n",
     "D x\nA x 1+1\n"},
};

static void is_read(void **state)
{
    const struct read_row *row = *state;
    size_t size = strlen(row->text);
    char *copy = exact_copy(row->text, size);
    struct diff diff;
    struct fault fault = {""};
    struct buffer shown = {0};
    if (!diff_read(copy, size, &diff, &fault)) {
        fail_msg("%s", fault.text);
    }
    free(copy); /* nothing of it is kept */
    show(&diff, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    diff_free(&diff);
}

struct refused_row {
    const char *name, *text;
    const char *fault; /* how it begins */
};

static const struct refused_row refused[] = {
    {"other text", "hello\n", "the diff's line 1 is not the head of a file"},
    {"cut in a line", FILE_OF("x.c") "@@ -3 +3 @@\n-a\n+b", "the diff is cut off"},
    {"cut in a hunk", FILE_OF("x.c") "@@ -3 +3 @@\n-a\n", "the diff's line 7 is not the next line"},
    {"cut before the hunks", FILE_OF("x.c"), "the diff's line 5 is not the head of the next hunk"},
    {"cut between the names", HEAD("x.c") "--- a/x.c\n", "the diff's line 4 is not the name"},
    {"a line too many", FILE_OF("x.c") "@@ -3 +3 @@\n-a\n+b\n+c\n", "the diff's line 8 is not"},
    {"a hunk's count of nothing", FILE_OF("x.c") "@@ -3,0 +3,0 @@\n", "the diff's line 5 is not"},
    {"hunks that go back", FILE_OF("x.c") "@@ -3 +3 @@\n-a\n+b\n@@ -3 +3 @@\n-a\n+b\n",
     "the diff's line 8 is not the head of the next hunk"},
    {"a line number beyond all", FILE_OF("x.c") "@@ -3 +2147483648 @@\n-a\n+b\n",
     "the diff's line 5 is not the head of the next hunk"},
    {"line 0 with a line", FILE_OF("x.c") "@@ -3 +0,1 @@\n-a\n+b\n", "the diff's line 5 is not"},
    {"another file's hunks", HEAD("x.c") "--- a/x.c\n+++ b/y.c\n@@ -3 +3 @@\n-a\n+b\n",
     "the diff's line 4 names another file"},
    {"hunks of no file, though the file is there",
     HEAD("x.c") "--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+b\n",
     "the diff's line 3 names another file"},
    {"two names and no renaming", "diff --git a/x.c b/y.c\nindex 1..2 100644\n",
     "the diff's line 3 ends the head of a file whose two names differ"},
    {"half a renaming", "diff --git a/x.c b/y.c\nrename from x.c\n",
     "the diff's line 3 ends the head of a file that is renamed by half"},
    {"gone and renamed",
     "diff --git a/x b/y\ndeleted file mode 100644\nrename from x\nrename to y\n",
     "the diff's line 4 says once more what became of the file"},
    {"a new file that had lines",
     "diff --git a/x b/x\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/x\n"
     "@@ -1 +1 @@\n-a\n+b\n",
     "the diff's line 6 is not the head of the next hunk"},
    {"a file that is gone and has lines",
     "diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0\n--- a/x\n+++ /dev/null\n"
     "@@ -1 +1 @@\n-a\n+b\n",
     "the diff's line 6 is not the head of the next hunk"},
    {"no prefix", "diff --git x.c x.c\nindex 1..2 100644\n", "the diff's line 3 has no path"},
    {"no name", "diff --git a/ b/\nindex 1..2 100644\n", "the diff's line 3 has no path"},
    {"a quote that does not end", "diff --git \"a/x \"b/x\nindex 1..2 100644\n",
     "the diff's line 3 has no path"},
    {"a name with a NUL", "diff --git \"a/\\000\" \"b/\\000\"\n", "the diff's line 2 has no path"},
    {"an escape beyond a byte", "diff --git \"a/\\777\" \"b/\\777\"\n",
     "the diff's line 2 has no path"},
    {"colours", "\x1b[1mdiff --git a/x b/x\x1b[m\n", "the diff's line 1 is not the head"},
    {"a conflict", "* Unmerged path x.c\n", "the diff's line 1 is not the head of a file"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    size_t size = strlen(row->text);
    char *copy = exact_copy(row->text, size);
    struct diff diff;
    struct fault fault = {""};
    assert_false(diff_read(copy, size, &diff, &fault));
    free(copy);
    if (strncmp(fault.text, row->fault, strlen(row->fault)) != 0) {
        fail_msg("\"%s\" does not begin with \"%s\"", fault.text, row->fault);
    }
    diff_free(&diff);
}

static void a_line_is_known_to_be_new(void **state)
{
    static const char text[] =
        FILE_OF("x.c") "@@ -1 +2,3 @@\n-a\n+b\n+c\n+d\n@@ -9 +12 @@\n-e\n+f\n"
                       "@@ -20 +23,2 @@\n-e\n+f\n+g\n";
    static const char wanted[] = "..xxx.......x..........xx.";
    struct diff diff;
    struct fault fault = {""};
    (void)state;
    assert_true(diff_read(text, sizeof text - 1, &diff, &fault));
    for (unsigned line = 0; line < sizeof wanted - 1; line++) {
        assert_int_equal(diff_has_line(&diff.files[0], line), wanted[line] == 'x');
    }
    assert_false(diff_has_line(&diff.files[0], ~0u));
    diff_free(&diff);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(read_rows) + COUNT(refused) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, read_rows, is_read);
    ADD_ROWS(tests, count, refused, is_refused);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_line_is_known_to_be_new);
    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
