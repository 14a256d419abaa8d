/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <sys/stat.h>
#include <unistd.h>

#include "gate/definitions.h"
#include "scratch.h"

/* Names as a hostile project may have them: none is ever that of a file that ctags is given. */
static const struct change_file files[] = {
    {"--help.c", "--help.c", "int f(void) { return 1; }", "int f(void) { return 2; }", 25, 25},
    {"a b\n../../x.cc", "a b\n../../x.cc", "", "struct A { int g() { return 1; } };", 0, 35},
    {"$(id).rs", NULL, "fn h() {}", NULL, 9, 0},
    {NULL, "%s%n.go", NULL, "package x\n\nfunc K() {\n}\n", 0, 24},
    {"README", "x.c", "int f(void) { return 1; }", "int f(void) { return 1; }", 25, 25},
    {NULL, NULL, NULL, NULL, 0, 0}, /* in no language that is read */
    {NULL, "nul.go", NULL, "package x\n\n// \0\nfunc K() {\n}\n", 0, 29},
};
static const char *const names[][2] = {{"f", "f"}, {"", "A::g"}, {"h", ""}, {"", "K"},
                                       {"", "f"},  {"", ""},     {"", "K"}};

static bool find(struct scratch *scratch, struct change_sides *sides, struct fault *fault)
{
    struct change_file copies[COUNT(files)];
    struct gate_commits commits = {.diff = {NULL, COUNT(files)}, .files = copies, .sides = sides};
    char directory[PATH_SIZE];
    memcpy(copies, files, sizeof files);
    (void)snprintf(directory, sizeof directory, "%s/definitions", scratch->directory);
    bool found = gate_definitions_find(&commits, directory, fault);
    assert_int_equal(access(directory, F_OK), -1);
    return found;
}

static void free_sides(struct change_sides *sides)
{
    for (size_t i = 0; i < COUNT(files); i++) {
        definitions_free(&sides[i].base);
        definitions_free(&sides[i].head);
    }
}

static void has_name(const struct definitions *definitions, const char *name)
{
    assert_int_equal(definitions->count, name[0] != '\0');
    if (name[0] != '\0') {
        assert_string_equal(definitions->list[0].name, name);
    }
}

static void all_languages_are_read(void **state)
{
    struct change_sides sides[COUNT(files)] = {0};
    struct fault fault = {""};
    if (!find(*state, sides, &fault)) {
        fail_msg("%s", fault.text);
    }
    for (size_t i = 0; i < COUNT(files); i++) {
        has_name(&sides[i].base, names[i][0]);
        has_name(&sides[i].head, names[i][1]);
    }
    free_sides(sides);
}

/* Whatever somebody, or a project, tells ctags elsewhere. */
static void no_options_are_read_from_files(void **state)
{
    struct scratch *scratch = *state;
    char before[PATH_SIZE], home[PATH_SIZE];
    (void)snprintf(home, sizeof home, "%s", getenv("HOME") == NULL ? "" : getenv("HOME"));
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(mkdir(scratch_path(scratch, ".ctags.d"), 0777), 0);
    scratch_write(scratch, ".ctags.d/all.ctags", "--languages=-all\n");
    scratch_write(scratch, ".ctags", "--languages=-all\n");
    assert_int_equal(setenv("HOME", scratch->directory, 1) | chdir(scratch->directory), 0);
    all_languages_are_read(state);
    assert_int_equal(setenv("HOME", home, 1) | chdir(before), 0);
}

/* What stands in the place of ctags; NULL: nothing. */
struct broken_row {
    const char *name, *script, *says;
};

static const struct broken_row broken[] = {
    {"none", NULL, "apt-get install universal-ctags"},
    {"one that knows no JSON",
     "echo 'ctags: Notice: none'; echo 'ctags: Unknown option: --output-format'; exit 1",
     "ctags failed (ctags: Unknown option: --output-format): install universal-ctags"},
    {"one with little memory", "echo \"$(ulimit -v)\"; exit 1", "ctags failed (2097152)"},
    {"one that has not enough", "echo 'ctags: out of memory'; exit 1",
     "ctags failed (ctags: out of memory), of which it has 2 GB"},
    {"one that dies", "kill -9 $$", "ctags failed (it said nothing)"},
    {"one that writes nothing", "exit 0", "tags: "},
    {"one that tells of nothing",
     "while [ $# -gt 1 ]; do [ \"$1\" != -f ] || : >\"$2\"; shift; done",
     "ctags finds no definition in a file of C that has one: install universal-ctags"},
    {"one that knows C alone", "PATH=/usr/bin:/bin; exec ctags \"$@\" --languages=C,C++",
     "ctags finds no definition in a file of Rust that has one"},
    {"one that writes what is no JSON",
     "while [ $# -gt 1 ]; do [ \"$1\" != -f ] || echo 'f x.c /^f/' >\"$2\"; shift; done",
     "line 1 of what ctags wrote is not as it writes one"},
};

static void is_a_fault(void **state)
{
    const struct broken_row *row = *state;
    struct change_sides sides[COUNT(files)] = {0};
    struct fault fault = {""};
    void *made = NULL;
    char path[PATH_SIZE], before[PATH_SIZE];
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    if (scratch == NULL) {
        return;
    }
    if (row->script != NULL) {
        (void)snprintf(path, sizeof path, "#!/bin/sh\n%s\n", row->script);
        scratch_write(scratch, "ctags", path);
        assert_int_equal(chmod(scratch_path(scratch, "ctags"), 0755), 0);
    }
    (void)snprintf(before, sizeof before, "%s", getenv("PATH") == NULL ? "" : getenv("PATH"));
    assert_int_equal(setenv("PATH", scratch->directory, 1), 0);
    bool found = find(scratch, sides, &fault);
    assert_int_equal(setenv("PATH", before, 1), 0);
    assert_false(found);
    if (strstr(fault.text, row->says) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", fault.text, row->says);
    }
    free_sides(sides);
    assert_int_equal(scratch_remove(&made), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(broken) + 2] = {SCRATCH_TEST(all_languages_are_read),
                                                  SCRATCH_TEST(no_options_are_read_from_files)};
    size_t count = 2;
    ADD_ROWS(tests, count, broken, is_a_fault);
    return cmocka_run_group_tests_name("definitions", tests, NULL, NULL);
}
