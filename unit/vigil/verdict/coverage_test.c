/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "verdict/coverage.h"

/* "parsers/offset.c 3:0 4:7\n…", a line a file. */
static void show(const struct coverage *coverage, struct buffer *into)
{
    for (size_t i = 0; i < coverage->count; i++) {
        const struct coverage_file *file = &coverage->files[i];
        buffer_text(into, file->path);
        for (size_t j = 0; j < file->count; j++) {
            buffer_format(into, " %u:%llu", file->lines[j].line,
                          (unsigned long long)file->lines[j].hits);
        }
        buffer_text(into, "\n");
    }
    buffer_text(into, "");
}

static bool read_copy(const char *text, size_t size, const char *root, const char *sources,
                      struct coverage *coverage, struct fault *fault)
{
    char *copy = exact_copy(text, size);
    bool read = coverage_read(copy, size, root, sources, coverage, fault);
    free(copy);
    return read;
}

struct accepted_row {
    const char *name, *text, *root, *sources, *shown;
};

/* What clang 14's llvm-cov and gcc 12's geninfo 1.16 say of the same program. */
static const char llvm_cov[] = "SF:/w/a.c\nFN:7,main\nFN:3,a.c:unused\nFNDA:1,main\n"
                               "FNDA:0,a.c:unused\nFNF:2\nFNH:1\nDA:3,0\nDA:4,0\nDA:5,0\nDA:7,1\n"
                               "DA:8,1\nDA:9,1\nDA:10,0\nDA:11,0\nDA:12,6\nDA:13,5\nDA:14,5\n"
                               "DA:15,1\nDA:16,1\nBRDA:9,0,0,0\nBRDA:9,0,1,1\nBRDA:12,0,0,5\n"
                               "BRDA:12,0,1,1\nBRF:4\nBRH:3\nLF:13\nLH:8\nend_of_record\n"
                               "SF:/w/b.h\nFN:1,a.c:twice\nFNDA:5,a.c:twice\nFNF:1\nFNH:1\n"
                               "DA:1,5\nDA:2,5\nDA:3,5\nBRF:0\nBRH:0\nLF:3\nLH:3\nend_of_record\n";
static const char geninfo[] = "TN:\nSF:/w/a.c\nFN:3,unused\nFNDA:0,unused\nFN:6,main\n"
                              "FNDA:1,main\nDA:3,0\nDA:4,0\nDA:6,1\nDA:9,1\nBRDA:9,0,0,0\n"
                              "BRDA:9,0,1,1\nDA:10,0\nDA:12,6\nBRDA:12,0,0,5\nBRDA:12,0,1,1\n"
                              "DA:13,5\nDA:15,1\nend_of_record\nSF:/w/b.h\nFN:1,twice\n"
                              "FNDA:5,twice\nDA:1,5\nDA:2,5\nend_of_record\n";

#define RECORD(path) "SF:" path "\nDA:1,1\nend_of_record\n"

static const struct accepted_row accepted[] = {
    {"llvm-cov's", llvm_cov, "/w", ".",
     "a.c 3:0 4:0 5:0 7:1 8:1 9:1 10:0 11:0 12:6 13:5 14:5 15:1 16:1\nb.h 1:5 2:5 3:5\n"},
    {"geninfo's", geninfo, "/w", ".", "a.c 3:0 4:0 6:1 9:1 10:0 12:6 13:5 15:1\nb.h 1:5 2:5\n"},
    {"nothing", "", "/w", ".", ""},
    {"one without a line", "SF:/w/a.c\nend_of_record\n", "/w", ".", "a.c\n"},
    {"the last line has no end", "SF:/w/a.c\nDA:1,1\nend_of_record", "/w", ".", "a.c 1:1\n"},
    {"lines end in two bytes", "SF:/w/a.c\r\nDA:1,1\r\nend_of_record\r\n", "/w", ".", "a.c 1:1\n"},
    {"a remark and a checksum", "# lcov\n\nSF:/w/a.c\nDA:1,1,mFaI8Q\nend_of_record\n", "/w", ".",
     "a.c 1:1\n"},
    {"lines in disorder", "SF:/w/a.c\nDA:9,1\nDA:3,0\nDA:7,2\nend_of_record\n", "/w", ".",
     "a.c 3:0 7:2 9:1\n"},
    {"a line twice, the greatest first", "SF:/w/a.c\nDA:3,5\nDA:3,0\nend_of_record\n", "/w", ".",
     "a.c 3:5\n"},
    {"a line twice, the greatest last", "SF:/w/a.c\nDA:3,0\nDA:3,5\nend_of_record\n", "/w", ".",
     "a.c 3:5\n"},
    {"a file twice, another between",
     "SF:/w/b.c\nDA:1,0\nDA:2,4\nend_of_record\n" RECORD(
         "/w/a.c") "SF:/w/b.c\nDA:1,3\nDA:2,0\nDA:3,0\nend_of_record\n",
     "/w", ".", "a.c 1:1\nb.c 1:3 2:4 3:0\n"},
    {"more than a machine word", "SF:/w/a.c\nDA:1,99999999999999999999999\nend_of_record\n", "/w",
     ".", "a.c 1:18446744073709551615\n"},
    {"counted below zero", "SF:/w/a.c\nDA:1,-3\nend_of_record\n", "/w", ".", "a.c 1:0\n"},
    {"a path by way of the build", RECORD("/w/build/../src/./a.c"), "/w", "src", "src/a.c 1:1\n"},
    {"a relative path", RECORD("src/a.c"), "/w", "src", "src/a.c 1:1\n"},
    {"a relative path that leaves", RECORD("../src/a.c"), "/w", ".", ""},
    {"above the highest directory", RECORD("/../../w/a.c"), "/w", ".", "a.c 1:1\n"},
    {"a root with a slash at its end", RECORD("/w/x/a.c"), "/w/x/", ".", "a.c 1:1\n"},
    {"a root that goes back", RECORD("/w/a.c"), "/w/x/..", ".", "a.c 1:1\n"},
    {"the root of all", RECORD("/w/a.c"), "/", ".", "w/a.c 1:1\n"},
    {"elsewhere", RECORD("/usr/include/a.h") RECORD("/w/a.c"), "/w", ".", "a.c 1:1\n"},
    {"a directory of a longer name", RECORD("/ww/a.c") RECORD("/w2/a.c"), "/w", ".", ""},
    {"the root itself", RECORD("/w"), "/w", ".", ""},
    {"of another source directory", RECORD("/w/unit/a.c") RECORD("/w/src/a.c"), "/w", "src",
     "src/a.c 1:1\n"},
    {"a source directory's longer namesake", RECORD("/w/src2/a.c"), "/w", "src", ""},
    {"two source directories", RECORD("/w/lib/a.c") RECORD("/w/src/a.c") RECORD("/w/a.c"), "/w",
     "src  lib", "lib/a.c 1:1\nsrc/a.c 1:1\n"},
    {"the order is by bytes", RECORD("/w/a/b.c") RECORD("/w/a-b.c") RECORD("/w/B.c"), "/w", ".",
     "B.c 1:1\na-b.c 1:1\na/b.c 1:1\n"},
    {"a path with blanks", RECORD("/w/a b.c"), "/w", ".", "a b.c 1:1\n"},
};

static void is_accepted(void **state)
{
    const struct accepted_row *row = *state;
    struct coverage coverage = {0};
    struct buffer shown = {0};
    struct fault fault = {""};
    if (!read_copy(row->text, strlen(row->text), row->root, row->sources, &coverage, &fault)) {
        fail_msg("%s", fault.text);
    }
    show(&coverage, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    coverage_free(&coverage);
}

struct refused_row {
    const char *name, *text;
    size_t size;
    const char *words;
};

#define TEXT(literal) (literal), sizeof(literal) - 1

static const struct refused_row refused[] = {
    {"cut behind a line", TEXT("SF:/w/a.c\nDA:1,1\n"), "line 2: the last record has no end"},
    {"cut in a line", TEXT("SF:/w/a.c\nDA:1"), "line 2: DA is not followed by"},
    {"cut in its end", TEXT("SF:/w/a.c\nDA:1,1\nend_of_rec"), "line 3: this is no line of"},
    {"no hits", TEXT("SF:/w/a.c\nDA:1,\nend_of_record\n"), "line 2: DA"},
    {"hits that are no number", TEXT("SF:/w/a.c\nDA:1,x\nend_of_record\n"), "line 2: DA"},
    {"hits with something behind", TEXT("SF:/w/a.c\nDA:1,1x\nend_of_record\n"), "line 2: DA"},
    {"line 0", TEXT("SF:/w/a.c\nDA:0,1\nend_of_record\n"), "line 2: DA"},
    {"a line below 0", TEXT("SF:/w/a.c\nDA:-1,1\nend_of_record\n"), "line 2: DA"},
    {"a line beyond any file", TEXT("SF:/w/a.c\nDA:2147483648,1\nend_of_record\n"), "line 2: DA"},
    {"a line of no file", TEXT("\nDA:1,1\n"), "line 2: a line of no file"},
    {"the end of none", TEXT("end_of_record\n"), "line 1: the end of no record"},
    {"one within another", TEXT("SF:/w/a.c\nSF:/w/b.c\n"), "line 2: the record before has no end"},
    {"no path", TEXT("SF:\n"), "line 1: no path"},
    {"a NUL in a path", TEXT("SF:/w/a\0.c\n"), "line 1: byte 0x00 (a control"},
    {"colours", TEXT("TN:\n\x1b[32mSF:/w/a.c\nend_of_record\n"),
     "line 2: byte 0x1b (an escape, as of colours) may not stand there"},
    {"colours in a path", TEXT("SF:/w/\x1b[1ma.c\nend_of_record\n"), "line 1: byte 0x1b"},
    {"colours in a line", TEXT("SF:/w/a.c\nDA:\x1b[1m1,1\nend_of_record\n"), "line 2: byte 0x1b"},
    {"a page", TEXT("<html>\n"), "line 1: this is no line of"},
    {"of another source, and wrong", TEXT("SF:/usr/a.c\nDA:x\nend_of_record\n"), "line 2: DA"},
};

/* And what was read before it is as it was. */
static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    struct coverage coverage = {0};
    struct buffer shown = {0};
    struct fault fault = {""};
    assert_true(coverage_read(geninfo, strlen(geninfo), "/w", ".", &coverage, &fault));
    assert_false(read_copy(row->text, row->size, "/w", ".", &coverage, &fault));
    if (strstr(fault.text, row->words) != fault.text) {
        fail_msg("expected \"%s\", got \"%s\"", row->words, fault.text);
    }
    show(&coverage, &shown);
    assert_string_equal(shown.data, "a.c 3:0 4:0 6:1 9:1 10:0 12:6 13:5 15:1\nb.h 1:5 2:5\n");
    buffer_free(&shown);
    coverage_free(&coverage);
}

static void several_files_add_up(void **state)
{
    struct coverage coverage = {0};
    struct buffer shown = {0};
    struct fault fault = {""};
    (void)state;
    assert_true(coverage_read(geninfo, strlen(geninfo), "/w", ".", &coverage, &fault));
    assert_true(coverage_read(llvm_cov, strlen(llvm_cov), "/w", ".", &coverage, &fault));
    show(&coverage, &shown);
    assert_string_equal(shown.data,
                        "a.c 3:0 4:0 5:0 6:1 7:1 8:1 9:1 10:0 11:0 12:6 13:5 14:5 15:1 16:1\n"
                        "b.h 1:5 2:5 3:5\n");
    struct coverage_sum sum = coverage_total(&coverage);
    assert_int_equal(sum.lines, 17);
    assert_int_equal(sum.covered, 12);
    assert_int_equal(coverage_permille(sum), 705);
    buffer_free(&shown);
    coverage_free(&coverage);
}

static void a_file_is_found_by_its_path(void **state)
{
    static const char text[] =
        RECORD("/w/a.c") RECORD("/w/b.c") RECORD("/w/c.c") RECORD("/w/d.c") RECORD("/w/e.c");
    struct coverage coverage = {0}, none = {0};
    struct fault fault = {""};
    (void)state;
    assert_true(coverage_read(text, strlen(text), "/w", ".", &coverage, &fault));
    for (size_t i = 0; i < coverage.count; i++) {
        assert_ptr_equal(coverage_of(&coverage, coverage.files[i].path), &coverage.files[i]);
    }
    assert_null(coverage_of(&coverage, "a"));
    assert_null(coverage_of(&coverage, "bb.c"));
    assert_null(coverage_of(&coverage, "f.c"));
    assert_null(coverage_of(&none, "a.c"));
    coverage_free(&coverage);
}

struct elsewhere_row {
    const char *name, *text, *first, *second;
};

static const struct elsewhere_row elsewhere[] = {
    {"of a container", RECORD("/src/lib/a.c") RECORD("/src/lib/b.c") RECORD("/src/c.c"),
     "/src/lib/a.c", "/src/lib/b.c"},
    {"one", RECORD("/src/lib/a.c") RECORD("/w/src/b.c") RECORD("/src/lib/a.c"), "/src/lib/a.c", ""},
    {"of another directory", RECORD("/w/unit/a.c"), "/w/unit/a.c", ""},
    {"none", RECORD("/w/src/a.c"), "", ""},
    {"none at all", "", "", ""},
};

/* Two paths that are left out are kept, also of a second file. */
static void elsewhere_is(void **state)
{
    const struct elsewhere_row *row = *state;
    struct coverage coverage = {0};
    struct fault fault = {""};
    for (int i = 0; i < 2; i++) {
        assert_true(read_copy(row->text, strlen(row->text), "/w", "src", &coverage, &fault));
        assert_string_equal(coverage.elsewhere[0], row->first);
        assert_string_equal(coverage.elsewhere[1], row->second);
    }
    coverage_free(&coverage);
}

struct permille_row {
    const char *name;
    struct coverage_sum sum;
    unsigned permille;
};

static const struct permille_row permille[] = {
    {"no lines", {0, 0}, 1000},
    {"none", {7, 0}, 0},
    {"all", {7, 7}, 1000},
    {"all but one of many", {100000, 99999}, 999},
    {"85.65 %", {2000, 1713}, 856},
    {"one of three", {3, 1}, 333},
    {"just enough", {20, 17}, 850},
    {"just not enough", {1000000, 849999}, 849},
    {"millions", {9000000, 9000000}, 1000},
};

static void permille_is(void **state)
{
    const struct permille_row *row = *state;
    assert_int_equal(coverage_permille(row->sum), row->permille);
}

struct source_row {
    const char *name, *path, *sources;
    bool is_one;
};

static const struct source_row source[] = {
    {"all", "a.c", ".", true},
    {"all, with a slash", "x/a.c", "./", true},
    {"none named", "a.c", "", false},
    {"blanks alone", "a.c", " \t ", false},
    {"below", "src/x/a.c", "src", true},
    {"below, with a slash", "src/x/a.c", "src/", true},
    {"below, from here", "src/x/a.c", "./src", true},
    {"below two", "src/x/a.c", "src/x", true},
    {"beside", "src/y/a.c", "src/x", false},
    {"the second of two", "lib/a.c", "src\tlib", true},
    {"the file itself", "main.c", "src main.c", true},
    {"a longer name", "srcs/a.c", "src", false},
    {"a shorter name", "sr/a.c", "src", false},
    {"in the middle", "x/src/a.c", "src", false},
};

static void source_is(void **state)
{
    const struct source_row *row = *state;
    assert_int_equal(coverage_is_source(row->path, row->sources), row->is_one);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(accepted) + COUNT(refused) + COUNT(permille) + COUNT(source) +
                            COUNT(elsewhere) + 2];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(several_files_add_up),
        cmocka_unit_test(a_file_is_found_by_its_path),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, accepted, is_accepted);
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, elsewhere, elsewhere_is);
    ADD_ROWS(tests, count, permille, permille_is);
    ADD_ROWS(tests, count, source, source_is);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
