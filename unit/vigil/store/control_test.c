/* SPDX-License-Identifier: MIT */
#include "../triage/specimen.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/control.h"
#include "triage/companions.h"
#include "triage/verify.h"

/* A target in a directory of its own, with options and a dictionary. */
static struct target make_target(struct scratch *scratch, const char *program, const char *options)
{
    struct target target = {.name = "t"};
    struct fault fault;
    assert_true(files_make_directory(scratch_path(scratch, "out"), &fault));
    scratch_write(scratch, "out/t", program);
    scratch_write(scratch, "out/t.dict", "\"word\"\n");
    scratch_write(scratch, "out/t.options", options);
    assert_true(path_make(target.dictionary, &fault, "%s/out/t.dict", scratch->directory));
    assert_true(
        target_options_read(scratch_path(scratch, "out/t.options"), &target.options, &fault));
    assert_true(path_make(target.path, &fault, "%s", scratch_path(scratch, "out/t")));
    return target;
}

static void keep(struct scratch *scratch, const struct target *target, char id[CONTROL_ID_SIZE])
{
    struct fault fault = {""};
    if (!control_keep(scratch->directory, target, id, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static size_t files_below(struct scratch *scratch, const char *name)
{
    struct file_list list = {0};
    struct fault fault;
    assert_true(files_list(scratch_path(scratch, name), &list, &fault));
    size_t count = list.count;
    files_list_free(&list);
    return count;
}

/* By all controls, whose contents are shared. */
static size_t files_kept(struct scratch *scratch)
{
    return files_below(scratch, "controls") - files_below(scratch, "controls/blobs");
}

static void what_is_kept_is_found(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", "[libfuzzer]\ntimeout = 7\n"), control;
    char id[CONTROL_ID_SIZE];
    keep(scratch, &target, id);
    assert_int_equal(strspn(id, "0123456789abcdef"), CONTROL_ID_SIZE - 1);
    target.options.timeout_seconds = 25;
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_string_equal(control.name, "t");
    assert_int_equal(control.options.timeout_seconds, 7);
    assert_true(companions_same_target(&control, &target));
    assert_int_equal(access(control.path, X_OK), 0);
    assert_true(files_equal(control.dictionary, "\"word\"\n", 7));
    assert_string_not_equal(control.path, target.path);
    assert_int_equal(files_kept(scratch), 3);
}

static void a_build_is_kept_once(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", "");
    char id[CONTROL_ID_SIZE], again[CONTROL_ID_SIZE], name[64];
    struct stat before, after;
    keep(scratch, &target, id);
    (void)snprintf(name, sizeof name, "controls/%s/t", id);
    assert_int_equal(stat(scratch_path(scratch, name), &before), 0);
    keep(scratch, &target, again);
    assert_int_equal(stat(scratch_path(scratch, name), &after), 0);
    assert_string_equal(id, again);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(files_kept(scratch), 3);
}

static void one_program_under_two_names_is_two_targets(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), other = target, control;
    char first[CONTROL_ID_SIZE], second[CONTROL_ID_SIZE];
    memcpy(other.name, "u", 2);
    keep(scratch, &target, first);
    keep(scratch, &other, second);
    assert_string_not_equal(first, second);
    assert_true(control_find(scratch->directory, second, &other, &control));
    assert_false(control_find(scratch->directory, second, &target, &control));
}

struct build_row {
    const char *name, *program, *options;
    bool same_id, same_program;
};

/* Beside "program", with no options. */
static const struct build_row builds[] = {
    {"nothing changed", "program", "", true, true},
    {"another program", "pr0gram", "", false, false},
    {"a longer program", "program ", "", false, false},
    {"other options", "program", "[libfuzzer]\ntimeout = 9\n", false, true},
    {"its end became its options", "program[libfuzzer]\n", "", false, false},
};

static void is_told_apart(void **state)
{
    const struct build_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    char first[CONTROL_ID_SIZE], second[CONTROL_ID_SIZE];
    struct target target = make_target(scratch, "program", ""), control;
    keep(scratch, &target, first);
    target = make_target(scratch, row->program, row->options);
    keep(scratch, &target, second);
    assert_int_equal(strcmp(first, second) == 0, row->same_id);
    assert_true(control_find(scratch->directory, first, &target, &control));
    assert_int_equal(companions_same_target(&control, &target), row->same_program);
    assert_int_equal(scratch_remove(&made), 0);
}

static void options_and_dictionary_may_be_absent(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), control;
    char id[CONTROL_ID_SIZE];
    assert_int_equal(unlink(scratch_path(scratch, "out/t.options")), 0);
    target.dictionary[0] = '\0';
    keep(scratch, &target, id);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_string_equal(control.dictionary, "");
    assert_int_equal(control.options.timeout_seconds, 25);
    assert_int_equal(files_kept(scratch), 1);
}

static void a_dictionary_of_another_name_is_kept(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", "[libfuzzer]\ndict = words\n"), control;
    struct fault fault;
    char id[CONTROL_ID_SIZE];
    scratch_write(scratch, "out/words", "\"w\"\n");
    assert_true(path_make(target.dictionary, &fault, "%s", scratch_path(scratch, "out/words")));
    keep(scratch, &target, id);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_true(files_equal(control.dictionary, "\"w\"\n", 4));
}

static void one_that_is_not_there_is_not_found(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), control;
    assert_false(control_find(scratch->directory, "0123456789abcdef", &target, &control));
    assert_false(companions_same_target(&control, &target));
}

static void a_program_that_is_not_there_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", "");
    struct fault fault = {""};
    char id[CONTROL_ID_SIZE];
    assert_int_equal(unlink(target.path), 0);
    assert_false(control_keep(scratch->directory, &target, id, &fault));
    assert_non_null(strstr(fault.text, "No such file"));
    assert_int_equal(files_kept(scratch), 0);
}

static void a_full_disk_leaves_nothing(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "a program of more than 16 bytes", "");
    struct fault fault = {""};
    struct rlimit before;
    char id[CONTROL_ID_SIZE];
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit full = {16, before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
    bool kept = control_keep(scratch->directory, &target, id, &fault);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(kept);
    assert_non_null(strstr(fault.text, "cannot copy"));
    assert_int_equal(files_kept(scratch), 0);
    keep(scratch, &target, id);
    assert_int_equal(files_kept(scratch), 3);
}

/* What lies beside a target. */

static void put_beside(struct scratch *scratch, const char *name, const char *text)
{
    char path[PATH_SIZE];
    struct fault fault;
    assert_true(path_make(path, &fault, "%s/out/%s", scratch->directory, name));
    *strrchr(path, '/') = '\0';
    assert_true(files_make_directory(path, &fault));
    assert_true(path_make(path, &fault, "out/%s", name));
    scratch_write(scratch, path, text);
}

static void companions_are_kept_where_they_lay(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), control;
    char id[CONTROL_ID_SIZE], path[PATH_SIZE], leads[64] = "";
    struct fault fault;
    put_beside(scratch, "lib/deep/libdemo.so.1", "library");
    put_beside(scratch, "table.dat", "table");
    put_beside(scratch, "t_seed_corpus.zip", "seeds");
    put_beside(scratch, "CMakeFiles/rules", "rubbish");
    assert_int_equal(symlink("deep/libdemo.so.1", scratch_path(scratch, "out/lib/libdemo.so")), 0);
    keep(scratch, &target, id);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_true(companions_same_target(&control, &target));
    assert_int_equal(files_kept(scratch), 6); /* the link is listed as what it leads to */
    assert_true(
        path_make(path, &fault, "%s/controls/%s/lib/deep/libdemo.so.1", scratch->directory, id));
    assert_true(files_equal(path, "library", 7));
    assert_true(path_make(path, &fault, "%s/controls/%s/lib/libdemo.so", scratch->directory, id));
    assert_true(readlink(path, leads, sizeof leads - 1) > 0);
    assert_string_equal(leads, "../lib/deep/libdemo.so.1");
    assert_true(files_equal(path, "library", 7));
}

static void a_companion_that_changed_makes_another_build(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), control;
    char ids[4][CONTROL_ID_SIZE];
    keep(scratch, &target, ids[0]);
    put_beside(scratch, "table.dat", "table");
    keep(scratch, &target, ids[1]);
    put_beside(scratch, "table.dat", "other");
    keep(scratch, &target, ids[2]);
    put_beside(scratch, "crash-0123456789abcdef0123456789abcdef01234567", "an artifact");
    keep(scratch, &target, ids[3]);
    assert_string_not_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[1], ids[2]);
    assert_string_equal(ids[2], ids[3]);
    assert_true(control_find(scratch->directory, ids[1], &target, &control));
    assert_false(companions_same_target(&control, &target));
    assert_true(control_find(scratch->directory, ids[2], &target, &control));
    assert_true(companions_same_target(&control, &target));
}

/* The program, the options and the dictionary of three controls are three contents, not nine. */
static void each_content_is_kept_once(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", "");
    static const char *const tables[] = {"a table", "another", "a third"};
    char ids[3][CONTROL_ID_SIZE];
    for (int i = 0; i < 3; i++) {
        put_beside(scratch, "table.dat", tables[i]);
        keep(scratch, &target, ids[i]);
    }
    assert_int_equal(files_kept(scratch), 12);
    assert_int_equal(files_below(scratch, "controls/blobs"), 6);
}

/* Two contents with one hash: a blob whose content is not what its name says stands for one. */
static void a_hash_alone_is_not_believed(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), control;
    struct file_list blobs = {0};
    struct fault fault;
    char id[CONTROL_ID_SIZE], path[PATH_SIZE];
    keep(scratch, &target, id);
    assert_true(files_remove_tree(scratch_path(scratch, "controls"), &fault));
    put_beside(scratch, "table.dat", "table");
    keep(scratch, &target, id);
    assert_true(files_list(scratch_path(scratch, "controls/blobs"), &blobs, &fault));
    for (size_t i = 0; i < blobs.count; i++) { /* a new file, so that the control keeps the old */
        assert_true(files_write(blobs.paths[i], "other", 5, &fault));
    }
    files_list_free(&blobs);
    assert_true(path_make(path, &fault, "%s/controls/%s", scratch->directory, id));
    assert_true(files_remove_tree(path, &fault));
    keep(scratch, &target, id);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_true(companions_same_target(&control, &target));
}

/* A control of a vigil that kept no companions, and no content but in it. */
static void one_of_an_older_state_is_found(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "program", ""), control;
    struct fault fault;
    char id[CONTROL_ID_SIZE];
    keep(scratch, &target, id); /* without companions the id is what it was */
    assert_true(files_remove_tree(scratch_path(scratch, "controls"), &fault));
    char path[PATH_SIZE];
    assert_true(path_make(path, &fault, "%s/controls/%s", scratch->directory, id));
    assert_true(files_make_directory(path, &fault));
    assert_true(path_make(path, &fault, "controls/%s/t", id));
    scratch_write(scratch, path, "program");
    assert_int_equal(chmod(scratch_path(scratch, path), 0755), 0);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_true(companions_same_target(&control, &target));
    keep(scratch, &target, id);
    assert_int_equal(files_kept(scratch), 1);
}

/* $ORIGIN is where the program lies, not where the link does. */
static void a_program_that_is_a_link_stays_one(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "", ""), control;
    char id[CONTROL_ID_SIZE], real[PATH_SIZE];
    put_beside(scratch, "bin/t", "LLVMFuzzerTestOneInput");
    put_beside(scratch, "bin/libt.so", "library");
    assert_int_equal(chmod(scratch_path(scratch, "out/bin/t"), 0755), 0);
    assert_int_equal(unlink(scratch_path(scratch, "out/t")), 0);
    assert_int_equal(symlink("bin/t", scratch_path(scratch, "out/t")), 0);
    keep(scratch, &target, id);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_true(companions_same_target(&control, &target));
    assert_non_null(realpath(control.path, real));
    (void)snprintf(strrchr(real, '/'), 16, "/libt.so");
    assert_true(files_equal(real, "library", 7));
}

struct mended_row {
    const char *name, *crashes, *mended; /* specimens */
    bool table;
};

static const struct mended_row mended_rows[] = {
    {"beside: a library was mended", "withlib/withlib", "withlib_mended/withlib", false},
    {"beside: a program that reads a table", "table/table", "table_mended/table", true},
};

static struct target specimen_in(const char *path)
{
    struct target target = specimen(path);
    (void)snprintf(target.name, sizeof target.name, "%s", strchr(path, '/') + 1);
    return target;
}

static void is_seen_to_be_mended(void **state)
{
    const struct mended_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target target = specimen_in(row->crashes), tip = specimen_in(row->mended), control;
    char id[CONTROL_ID_SIZE], path[PATH_SIZE];
    struct fault fault = {""};
    struct replay replay;
    if (row->table) {
        const char *const folders[] = {"table", "table_mended"};
        for (size_t i = 0; i < COUNT(folders); i++) {
            assert_true(path_make(path, &fault, VIGIL_SPECIMENS "/%s/table.dat", folders[i]));
            assert_true(files_write(path, "0123456789abcdef", 16, &fault));
        }
    }
    scratch_write(scratch, "input", "L\x07");
    assert_true(path_make(path, &fault, "%s/input", scratch->directory));
    char *files[] = {path};
    assert_true(replay_run(&target, files, 1, &replay, &fault));
    assert_true(replay.crashed);
    keep(scratch, &target, id);
    assert_true(control_find(scratch->directory, id, &target, &control));
    assert_false(companions_same_target(&control, &tip));
    struct verify verify = {.tip = &tip,
                            .control = &control,
                            .input = path,
                            .signature = &replay.crash.signature,
                            .tool = SANLOG_ASAN,
                            .replays = 2};
    enum verify_answer answer = VERIFY_UNSURE;
    assert_true(verify_run(&verify, &answer, &fault));
    assert_string_equal(verify.why, "");
    assert_int_equal(answer, VERIFY_GONE);
    replay_free(&verify.replay);
    replay_free(&replay);
    assert_int_equal(scratch_remove(&made), 0);
}

static bool is_wanted(void *context, const char *id)
{
    return strcmp(id, context) == 0;
}

static void what_nobody_wants_is_swept(void **state)
{
    struct scratch *scratch = *state;
    char first[CONTROL_ID_SIZE], second[CONTROL_ID_SIZE];
    struct target target = make_target(scratch, "program", ""), control;
    struct fault fault = {""};
    assert_true(control_sweep(scratch->directory, is_wanted, first, &fault)); /* nothing there */
    keep(scratch, &target, first);
    target = make_target(scratch, "another", "");
    keep(scratch, &target, second);
    assert_true(files_make_directory(scratch_path(scratch, "controls/new.a1B2c3"), &fault));
    scratch_write(scratch, "controls/new.a1B2c3/t", "prog");
    assert_true(control_sweep(scratch->directory, is_wanted, second, &fault));
    assert_false(control_find(scratch->directory, first, &target, &control));
    assert_true(control_find(scratch->directory, second, &target, &control));
    assert_int_equal(files_kept(scratch), 3);
    assert_int_equal(files_below(scratch, "controls/blobs"), 3);
    assert_true(control_sweep(scratch->directory, is_wanted, first, &fault));
    assert_int_equal(files_below(scratch, "controls"), 0);
}

/* A program large enough for a kill to come in the midst of its copy. */
static void write_large(const struct target *target)
{
    struct buffer large = {0};
    struct fault fault;
    for (unsigned i = 0; i < 200000; i++) {
        buffer_format(&large, "%08x program ", i);
    }
    assert_false(large.failed);
    assert_true(files_write(target->path, large.data, large.size, &fault));
    buffer_free(&large);
}

static void killed_after(useconds_t microseconds, struct scratch *scratch,
                         const struct target *target)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char id[CONTROL_ID_SIZE];
        struct fault fault;
        _exit(control_keep(scratch->directory, target, id, &fault) ? 0 : 1);
    }
    (void)usleep(microseconds);
    (void)kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void a_kill_leaves_all_or_nothing(void **state)
{
    struct scratch *scratch = *state;
    struct target target = make_target(scratch, "", ""), control;
    struct fault fault = {""};
    char id[CONTROL_ID_SIZE];
    write_large(&target);
    keep(scratch, &target, id);
    for (useconds_t i = 0; i < 60; i++) {
        assert_true(files_remove_tree(scratch_path(scratch, "controls"), &fault));
        killed_after(i * 500, scratch, &target);
        if (control_find(scratch->directory, id, &target, &control)) {
            assert_true(companions_same_target(&control, &target));
            assert_int_equal(access(control.dictionary, R_OK), 0);
        }
    }
    killed_after(1000, scratch, &target);
    keep(scratch, &target, id);
    assert_true(control_sweep(scratch->directory, is_wanted, id, &fault));
    assert_int_equal(files_kept(scratch), 3);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(builds) + COUNT(mended_rows) + 16] = {
        SCRATCH_TEST(companions_are_kept_where_they_lay),
        SCRATCH_TEST(a_companion_that_changed_makes_another_build),
        SCRATCH_TEST(each_content_is_kept_once),
        SCRATCH_TEST(a_hash_alone_is_not_believed),
        SCRATCH_TEST(one_of_an_older_state_is_found),
        SCRATCH_TEST(a_program_that_is_a_link_stays_one),
        SCRATCH_TEST(what_is_kept_is_found),
        SCRATCH_TEST(a_build_is_kept_once),
        SCRATCH_TEST(one_program_under_two_names_is_two_targets),
        SCRATCH_TEST(options_and_dictionary_may_be_absent),
        SCRATCH_TEST(a_dictionary_of_another_name_is_kept),
        SCRATCH_TEST(one_that_is_not_there_is_not_found),
        SCRATCH_TEST(a_program_that_is_not_there_is_a_fault),
        SCRATCH_TEST(a_full_disk_leaves_nothing),
        SCRATCH_TEST(what_nobody_wants_is_swept),
        SCRATCH_TEST(a_kill_leaves_all_or_nothing),
    };
    size_t count = 16;
    ADD_ROWS(tests, count, builds, is_told_apart);
    ADD_ROWS(tests, count, mended_rows, is_seen_to_be_mended);
    return cmocka_run_group_tests_name("control", tests, NULL, NULL);
}
