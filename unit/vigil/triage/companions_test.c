/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "triage/companions.h"

/* Makes the file, and the folders above it; one whose text holds the entry's name is a target. */
static void put(struct scratch *scratch, const char *name, const char *text, mode_t mode)
{
    char path[PATH_SIZE];
    struct fault fault;
    assert_true(path_make(path, &fault, "%s/%s", scratch->directory, name));
    *strrchr(path, '/') = '\0';
    assert_true(files_make_directory(path, &fault));
    assert_true(files_scribble(scratch_path(scratch, name), text, strlen(text), &fault));
    assert_int_equal(chmod(scratch_path(scratch, name), mode), 0);
}

#define ENTRY "LLVMFuzzerTestOneInput"

static struct target target_in(struct scratch *scratch, const char *name)
{
    struct target target = {.name = ""};
    struct fault fault;
    (void)snprintf(target.name, sizeof target.name, "%s", name);
    assert_true(path_make(target.path, &fault, "%s/%s", scratch->directory, name));
    put(scratch, name, ENTRY, 0755);
    return target;
}

static void find(const struct target *target, struct companions *found)
{
    struct fault fault = {""};
    if (!companions_find(target, found, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static bool is_in(const struct companions *found, const char *path)
{
    for (size_t i = 0; i < found->count; i++) {
        if (strcmp(found->list[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

struct file_row {
    const char *name; /* of the file, and of the test */
    const char *text;
    mode_t mode;
    bool belongs;
};

/* Beside "t", which is looked at, and "u", another target. */
static const struct file_row files[] = {
    {"table.dat", "table", 0644, true},
    {"lib/libdemo.so", "library", 0755, true},
    {"lib/libcalls.so.1", "it calls " ENTRY, 0755, true},
    {"data/deep/er/words", "w", 0644, true},
    {"llvm-symbolizer", "program", 0755, true},
    {"helper", "a program that t starts", 0755, true},
    {"ut.options", "not named after u", 0644, true},
    {"words.dict", "of no target", 0644, true},
    {"conf.d/settings", "a folder is no file of dependencies", 0644, true},
    {"core/units", "nor is it a core dump", 0644, true},
    {"crash-course.txt", "nor is this an artifact", 0644, true},
    {"empty", "", 0644, true},
    {"t.options", "", 0644, false}, /* what `struct target` names */
    {"t.dict", "", 0644, false},
    {"t_seed_corpus.zip", "PK", 0644, false},
    {"t.labels", "parser", 0644, false},
    {"t.owners", "a@b", 0644, false},
    {"u.options", "", 0644, false},
    {"u.dict", "", 0644, false},
    {"u_seed_corpus.zip", "PK", 0644, false},
    {"v", ENTRY, 0755, false},
    {"bin/v", ENTRY, 0755, false},
    {"CMakeFiles/rules.ninja", "r", 0644, false},
    {"sub/CMakeFiles/x", "r", 0644, false},
    {"build.ninja", "b", 0644, false},
    {"sub/parse.c.o", "o", 0644, false},
    {"libparse.a", "a", 0644, false},
    {"build.log", "the time it took", 0644, false},
    {"default.profraw", "p", 0644, false},
    {"core", "dump", 0600, false},
    {"crash-da39a3ee5e6b4b0d3255bfef95601890afd80709", "a", 0644, false},
    {".git/HEAD", "ref", 0644, false},
    {".hidden", "h", 0644, false},
    {"sub/.hidden", "h", 0644, false},
    {"night/vigil.sqlite", "a state directory", 0644, false},
    {"night/crashes/0123456789abcdef/input", "i", 0644, false},
};

static void belongs_or_not(void **state)
{
    const struct file_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target target = target_in(scratch, "t");
    struct companions found;
    put(scratch, "u", ENTRY, 0755);
    put(scratch, "night/vigil.sqlite", "", 0644);
    put(scratch, row->name, row->text, row->mode);
    find(&target, &found);
    assert_int_equal(is_in(&found, row->name), row->belongs);
    assert_int_equal(found.count, row->belongs);
    assert_int_equal(found.bytes, row->belongs ? strlen(row->text) : 0);
    assert_false(found.cut);
    companions_free(&found);
    assert_int_equal(scratch_remove(&made), 0);
}

static void a_state_in_the_directory_itself_is_left_out(void **state)
{
    struct scratch *scratch = *state;
    struct target target = target_in(scratch, "t");
    struct companions found;
    put(scratch, "vigil.sqlite", "", 0644);
    put(scratch, "vigil.sqlite-wal", "", 0644);
    put(scratch, "controls/0123456789abcdef/t", "t", 0755);
    put(scratch, "corpus/t/one", "1", 0644);
    put(scratch, "lib/libdemo.so", "library", 0755);
    find(&target, &found);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.list[0].path, "lib/libdemo.so");
    assert_true(found.list[0].program);
    companions_free(&found);
}

static void the_dictionary_of_another_name_is_its_own(void **state)
{
    struct scratch *scratch = *state;
    struct target target = target_in(scratch, "t");
    struct companions found;
    struct fault fault;
    put(scratch, "words", "w", 0644);
    assert_true(path_make(target.dictionary, &fault, "%s/words", scratch->directory));
    find(&target, &found);
    assert_int_equal(found.count, 0);
    companions_free(&found);
}

struct link_row {
    const char *name, *link, *to;
    const char *leads; /* what is kept of it; "": the file itself; NULL: nothing */
};

/* "lib/libdemo.so.1" lies in the directory, "out" beside it. */
static const struct link_row links[] = {
    {"link: beside its file", "lib/libdemo.so", "libdemo.so.1", "../lib/libdemo.so.1"},
    {"link: from the top", "libdemo.so", "lib/libdemo.so.1", "lib/libdemo.so.1"},
    {"link: to a folder", "libs", "lib", "lib"},
    {"link: out and in again", "libdemo.so", "../in/lib/libdemo.so.1", "lib/libdemo.so.1"},
    {"link: to a file elsewhere", "words", "../out/words", ""},
    {"link: to a folder elsewhere", "elsewhere", "../out", NULL},
    {"link: to nothing", "words", "nowhere", NULL},
    {"link: to itself", "loop", "loop", NULL},
};

static void is_kept_as_a_link(void **state)
{
    const struct link_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target target = target_in(scratch, "in/t");
    struct companions found;
    char path[PATH_SIZE];
    struct fault fault;
    memcpy(target.name, "t", 2);
    put(scratch, "in/lib/libdemo.so.1", "library", 0755);
    put(scratch, "out/words", "words", 0644);
    assert_true(path_make(path, &fault, "%s/in/%s", scratch->directory, row->link));
    assert_int_equal(symlink(row->to, path), 0);
    find(&target, &found);
    assert_int_equal(is_in(&found, row->link), row->leads != NULL);
    assert_int_equal(found.count, row->leads != NULL ? 2 : 1);
    for (size_t i = 0; i < found.count; i++) {
        const struct companion *companion = &found.list[i];
        if (strcmp(companion->path, row->link) == 0) {
            assert_string_equal(companion->leads == NULL ? "" : companion->leads, row->leads);
        }
    }
    companions_free(&found);
    assert_int_equal(scratch_remove(&made), 0);
}

/* What is too much is cut to what a program cannot start without. */
static void too_many_are_cut(void **state)
{
    struct scratch *scratch = *state;
    struct target target = target_in(scratch, "t");
    struct companions found;
    char name[32];
    struct fault fault;
    put(scratch, "lib/libdemo.so", "library", 0755);
    put(scratch, "data/0", "0", 0644);
    for (unsigned i = 1; i <= COMPANIONS_MOST; i++) {
        (void)snprintf(name, sizeof name, "data/%u", i);
        assert_true(files_scribble(scratch_path(scratch, name), "", 0, &fault));
    }
    find(&target, &found);
    assert_true(found.cut);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.list[0].path, "lib/libdemo.so");
    assert_int_equal(found.bytes, 7);
    companions_free(&found);
}

static void too_large_ones_are_cut(void **state)
{
    struct scratch *scratch = *state;
    struct target target = target_in(scratch, "t");
    struct companions found;
    put(scratch, "table", "", 0644);
    assert_int_equal(truncate(scratch_path(scratch, "table"), (off_t)COMPANIONS_BYTES_MOST), 0);
    find(&target, &found);
    assert_false(found.cut);
    companions_free(&found);
    put(scratch, "llvm-symbolizer", "s", 0755);
    find(&target, &found);
    assert_true(found.cut);
    assert_int_equal(found.count, 1);
    companions_free(&found);
    assert_int_equal(
        truncate(scratch_path(scratch, "llvm-symbolizer"), (off_t)COMPANIONS_BYTES_MOST + 1), 0);
    find(&target, &found);
    assert_true(found.cut);
    assert_int_equal(found.count, 0);
    companions_free(&found);
}

struct same_row {
    const char *name, *file, *text;
    mode_t mode;
    bool same;
};

/* In the one "table" with the bytes "table"; in the other this. */
static const struct same_row pairs[] = {
    {"same: the same", "table", "table", 0644, true},
    {"same: other bytes", "table", "tabla", 0644, false},
    {"same: more bytes", "table", "table ", 0644, false},
    {"same: another name", "tables", "table", 0644, false},
    {"same: it may be executed", "table", "table", 0755, false},
};

static void are_the_same_or_not(void **state)
{
    const struct same_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target one = target_in(scratch, "one/t"), other = target_in(scratch, "other/t");
    char path[PATH_SIZE];
    struct fault fault;
    memcpy(one.name, "t", 2);
    memcpy(other.name, "t", 2);
    put(scratch, "one/table", "table", 0644);
    assert_true(path_make(path, &fault, "other/%s", row->file));
    put(scratch, path, row->text, row->mode);
    assert_int_equal(companions_same_target(&one, &other), row->same);
    assert_int_equal(companions_same_target(&other, &one), row->same);
    put(scratch, "other/t", ENTRY " of another build", 0755);
    assert_false(companions_same_target(&one, &other));
    assert_int_equal(scratch_remove(&made), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(files) + COUNT(links) + COUNT(pairs) + 4] = {
        SCRATCH_TEST(a_state_in_the_directory_itself_is_left_out),
        SCRATCH_TEST(the_dictionary_of_another_name_is_its_own),
        SCRATCH_TEST(too_many_are_cut),
        SCRATCH_TEST(too_large_ones_are_cut),
    };
    size_t count = 4;
    ADD_ROWS(tests, count, files, belongs_or_not);
    ADD_ROWS(tests, count, links, is_kept_as_a_link);
    ADD_ROWS(tests, count, pairs, are_the_same_or_not);
    return cmocka_run_group_tests_name("companions", tests, NULL, NULL);
}
