/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/git.h"
#include "triage/environment.h"
#include "triage/ground.h"

/* A project, its targets, its state and a home, all below one directory, which is not in /tmp:
 * there every target may write. */
struct world {
    struct scratch scratch;
    struct ground ground;
    char paths[4][PATH_SIZE];
};

static const char *const files[] = {
    "home/.netrc",
    "home/.ssh/id",
    "home/.config/gh/hosts.yml",
    "home/.config/tool/readable",
    "home/.profile",
    "home/.config/git/config",
    "home/.config/git/credentials",
    "home/.tools/bin/llvm-symbolizer",
    "home/.tools/lib/lib.so",
    "home/.tools/share/key",
    "home/.libraries/lib.so",
    "home/.cache/deep/out/target",
    "home/notes",
    "source/parse.c",
    "source/sub/parse.c",
    "source/.git/config",
    "source/.git/objects/pack/pack",
    "source/.git/modules/a/b/config",
    "source/.git/modules/a/b/objects/pack",
    "state/vigil.sqlite",
    "state/scratch/other/vigil-run-x/file",
    "state/controls/1/target",
    "out/target",
    "corpus/target/seed",
    "issues/0001.md",
    "report/index.html",
    "token",
    "key.json",
    "temp/step.sh",
    "temp/git-credentials-1.config",
    "temp/_runner_file_commands/env",
    "temp/_runner_file_commands/output",
    "suppressions",
};

static struct world *world; /* of all rows */

static int world_make(void **state)
{
    struct fault fault;
    (void)state;
    world = calloc(1, sizeof *world);
    assert_non_null(world);
    struct scratch *scratch = &world->scratch;
    (void)snprintf(scratch->directory, sizeof scratch->directory, "/var/tmp/vigil-test-XXXXXX");
    assert_non_null(mkdtemp(scratch->directory));
    for (size_t i = 0; i < COUNT(files); i++) {
        char above[PATH_SIZE];
        const char *path = scratch_path(scratch, files[i]);
        assert_true(path_make(above, &fault, "%.*s", (int)(strrchr(path, '/') - path), path));
        assert_true(files_make_directory(above, &fault));
        assert_true(files_scribble(scratch_path(scratch, files[i]), "x", 1, &fault));
    }
    static const char *const names[] = {"state", "source", "token", "issues"};
    for (size_t i = 0; i < COUNT(names); i++) {
        memcpy(world->paths[i], scratch_path(scratch, names[i]), PATH_SIZE);
    }
    world->ground = (struct ground){.state = world->paths[0],
                                    .source = world->paths[1],
                                    .token_file = world->paths[2],
                                    .tracker = world->paths[3]};
    static const struct {
        const char *variable, *below;
    } variables[] = {{"HOME", "home"},
                     {"PATH", "home/.tools/bin"},
                     {"LD_LIBRARY_PATH", "home/.libraries"},
                     {"RUNNER_TEMP", "temp"},
                     {"GITHUB_ENV", "temp/_runner_file_commands/env"}};
    for (size_t i = 0; i < COUNT(variables); i++) {
        const char *path = scratch_path(scratch, variables[i].below);
        char both[2 * PATH_SIZE];
        bool list = strcmp(variables[i].variable, "PATH") == 0;
        (void)snprintf(both, sizeof both, "%s%s", path, list ? ":/usr/bin:/bin" : "");
        assert_int_equal(setenv(variables[i].variable, both, 1), 0);
    }
    struct buffer program = {0};
    assert_true(files_read(VIGIL_BUILD "/deeds", (size_t)64 << 20, &program, &fault));
    assert_true(
        files_scribble(scratch_path(scratch, "out/deeds"), program.data, program.size, &fault));
    buffer_free(&program);
    assert_int_equal(chmod(scratch->path, 0755), 0);
    assert_true(files_scribble(scratch_path(scratch, "out/deeds.data"), "x", 1, &fault));
    return 0;
}

static int world_free(void **state)
{
    struct fault fault;
    (void)state;
    bool gone = files_remove_tree(world->scratch.directory, &fault);
    free(world);
    return gone ? 0 : -1;
}

struct rule_row {
    const char *name; /* the path */
    enum confine_access targets, builds;
};

#define NO CONFINE_HIDDEN
#define RD CONFINE_READ
#define WR CONFINE_WRITE

static const struct rule_row rules[] = {
    {"home/.netrc", NO, NO},
    {"home/.ssh/id", NO, NO},
    {"home/.config/gh/hosts.yml", NO, NO},
    {"home/.config/tool/readable", NO, WR},
    {"home/.profile", NO, RD},
    {"home/.config/git/config", NO, RD},
    {"home/.config/git/credentials", NO, NO},
    {"/proc/self/exe", RD, RD},
    {"home/.tools/bin/llvm-symbolizer", RD, RD},
    {"home/.tools/lib/lib.so", RD, WR},
    {"home/.tools/share/key", NO, WR},
    {"home/.libraries/lib.so", RD, WR},
    {"home/notes", RD, WR},
    {"source/parse.c", RD, RD},
    {"source/.git/config", NO, NO},
    {"source/.git/objects/pack/pack", NO, RD},
    {"source/.git/modules/a/b/config", NO, NO},
    {"source/.git/modules/a/b/objects/pack", NO, RD},
    {"state/vigil.sqlite", NO, NO},
    {"state/scratch/other/vigil-run-x/file", NO, NO},
    {"issues/0001.md", NO, NO},
    {"token", NO, NO},
    {"temp/step.sh", NO, RD},
    {"temp/git-credentials-1.config", NO, NO},
    {"temp/_runner_file_commands/env", NO, NO},
    {"temp/_runner_file_commands/output", NO, NO},
    {"/usr/bin", RD, WR},
    {"/etc/passwd", RD, WR},
    {"/tmp", WR, WR},
    {"/var/tmp", WR, WR},
    {"/dev/null", WR, WR},
    {"/dev/urandom", RD, WR},
    {"/dev/tty", NO, WR},
    {"/dev/pts", NO, WR},
};

static void is_granted_so(void **state)
{
    const struct rule_row *row = *state;
    struct confinement targets, builds;
    struct fault fault = {""};
    char real[PATH_SIZE];
    const char *path = row->name[0] == '/' ? row->name : scratch_path(&world->scratch, row->name);
    assert_true(ground_for_targets(&world->ground, &targets, &fault));
    assert_true(ground_for_builds(&world->ground, &builds, &fault));
    if (realpath(path, real) != NULL) { /* a machine may lack a device */
        assert_int_equal(confine_find(&targets, real), row->targets);
        assert_int_equal(confine_find(&builds, real), row->builds);
    }
    confine_free(&targets);
    confine_free(&builds);
}

/* What a project keeps beneath a dot is its own to read. */
static void what_is_named_is_shown(void **state)
{
    (void)state;
    struct confinement targets;
    struct fault fault = {""};
    char out[PATH_SIZE], options[PATH_SIZE + 64];
    memcpy(out, scratch_path(&world->scratch, "home/.cache/deep/out"), PATH_SIZE);
    struct ground ground = world->ground;
    ground.targets = out;
    (void)snprintf(options, sizeof options, "detect_leaks=0:suppressions='%s'",
                   scratch_path(&world->scratch, "home/.config/tool/readable"));
    assert_int_equal(setenv("ASAN_OPTIONS", options, 1), 0);
    assert_true(ground_for_targets(&ground, &targets, &fault));
    assert_int_equal(unsetenv("ASAN_OPTIONS"), 0);
    assert_int_equal(
        confine_find(&targets, scratch_path(&world->scratch, "home/.cache/deep/out/target")), RD);
    assert_int_equal(
        confine_find(&targets, scratch_path(&world->scratch, "home/.config/tool/readable")), RD);
    assert_int_equal(confine_find(&targets, scratch_path(&world->scratch, "home/.cache")), NO);
    confine_free(&targets);
}

struct deed_row {
    const char *name, *below; /* the deed, and a path for it; NULL: none */
    bool ordinary;            /* comes off within the walls too */
};

static const struct deed_row deeds[] = {
    {"libfuzzer", NULL, true},
    {"temporary", NULL, true},
    {"home", NULL, true},
    {"memory", NULL, true},
    {"child", NULL, true},
    {"thread", NULL, true},
    {"loopback", NULL, true},
    {"signals", NULL, true},
    {"library", NULL, true},
    {"user", NULL, true},
    {"address", NULL, true},
    {"local-time", NULL, true},
    {"devices", NULL, true},
    {"itself", NULL, true},
    {"beside", NULL, true},
    {"reads", "source/sub/parse.c", true}, /* as a library in a build tree */
    {"reads", "home/.libraries/lib.so", true},
    {"reads", "home/notes", true},
    {"reads", "corpus/target/seed", true}, /* what the run was given */
    {"writes", "corpus/target/new", true},
    {"reads", "token", false},
    {"reads", "home/.netrc", false},
    {"reads", "source/.git/config", false},
    {"reads", "state/vigil.sqlite", false},
    {"reads", "state/scratch/other/vigil-run-x/file", false},
    {"reads", "temp/_runner_file_commands/env", false},
    {"writes", "state/vigil.sqlite", false},
    {"writes", "state/new", false},
    {"writes", "source/parse.c", false},
    {"writes", "home/new", false},
    {"writes", "out/deeds", false},
};

static int run(const char *deed, const char *operand, const struct process_limits *limits,
               struct process_outcome *outcome)
{
    struct target target = {.name = "deeds"};
    struct confinement confinement;
    struct fault fault = {""};
    char out[PATH_SIZE], corpus[PATH_SIZE];
    memcpy(out, scratch_path(&world->scratch, "out"), PATH_SIZE);
    memcpy(corpus, scratch_path(&world->scratch, "corpus/target"), PATH_SIZE);
    struct ground ground = world->ground;
    ground.targets = out;
    assert_true(path_make(target.path, &fault, "%s/deeds", out));
    assert_true(path_make(target.scratch, &fault, "%s/scratch/deeds", world->paths[0]));
    assert_true(ground_for_targets(&ground, &confinement, &fault));
    target.confinement = &confinement;
    if (limits != NULL) {
        (void)snprintf(target.options.flags[target.options.flag_count++],
                       sizeof target.options.flags[0], "-rss_limit_mb=%u",
                       (unsigned)(limits->resident_bytes >> 21));
    }
    const struct environment_path paths[] = {{CONFINE_WRITE, corpus}, {.path = NULL}};
    char *arguments[] = {target.path, (char *)(uintptr_t)deed, (char *)(uintptr_t)operand, NULL};
    struct process_request request = {
        .arguments = arguments, .seconds = 30, .head_bytes = 4096, .tail_bytes = 4096};
    assert_true(environment_run(&target, paths, &request, outcome, &fault));
    confine_free(&confinement);
    return outcome->status;
}

/* Where a program has no mounts of its own, nothing new can be made next to what is kept from it
 * (rules.h), and /tmp holds what a checkout in /tmp holds. */
static bool is_narrow(const char *deed)
{
    return (confine_walls() & CONFINE_PROCESSES) == 0 && strncmp(VIGIL_BUILD, "/tmp/", 5) == 0 &&
           (strcmp(deed, "libfuzzer") == 0 || strcmp(deed, "temporary") == 0);
}

static void comes_off_so(void **state)
{
    const struct deed_row *row = *state;
    struct process_outcome outcome;
    char path[PATH_SIZE] = "";
    if (row->below != NULL) {
        memcpy(path, scratch_path(&world->scratch, row->below), PATH_SIZE);
    }
    int status = run(row->name, row->below == NULL ? NULL : path, NULL, &outcome);
    if (outcome.end != PROCESS_EXITED || (row->ordinary && status != 0 && !is_narrow(row->name))) {
        fail_msg("%s %s: %d %d: %s", row->name, path, (int)outcome.end, status, outcome.output);
    }
    /* Where the machine has no wall, nothing is kept from it but by chance. */
    if (!row->ordinary && (confine_walls() & CONFINE_FILES) != 0) {
        if (status != 1) {
            fail_msg("%s %s came off", row->name, path);
        }
    }
    process_outcome_free(&outcome);
}

static void what_grows_is_ended(void **state)
{
    (void)state;
    struct process_outcome outcome;
    const struct process_limits limits = {.resident_bytes = (uint64_t)128 << 20};
    (void)run("large", NULL, &limits, &outcome);
    assert_int_equal(outcome.end, PROCESS_TOO_LARGE);
    assert_non_null(strstr(outcome.output, "vigil: killed, since"));
    process_outcome_free(&outcome);
}

static void a_file_that_grows_is_ended(void **state)
{
    (void)state;
    struct process_outcome outcome;
    (void)run("file", NULL, NULL, &outcome);
    assert_int_equal(outcome.end, PROCESS_SIGNALLED);
    assert_int_equal(outcome.status, SIGXFSZ);
    process_outcome_free(&outcome);
}

/* Vigil would read for it, and file as an input, what it may not read itself. */
static void no_link_is_left_for_vigil_to_follow(void **state)
{
    (void)state;
    struct process_outcome outcome;
    struct stat status;
    char path[PATH_SIZE];
    memcpy(path, scratch_path(&world->scratch, "corpus/target/crash-1"), PATH_SIZE);
    assert_int_equal(run("links", path, NULL, &outcome), 0);
    assert_int_not_equal(lstat(path, &status), 0);
    process_outcome_free(&outcome);
}

static void links_to_what_is_hidden_go(void **state)
{
    (void)state;
    struct confinement builds;
    struct fault fault = {""};
    static const struct {
        const char *name, *to;
        bool stays;
    } links[] = {{"out/a.dict", "token", false},
                 {"out/deep/b.options", "home/.netrc", false},
                 {"out/c.so", "out/target", true},
                 {"out/d", "source/parse.c", true},
                 {"out/e", "nowhere", true}};
    char to[PATH_SIZE];
    struct stat status;
    assert_true(files_make_directory(scratch_path(&world->scratch, "out/deep"), &fault));
    for (size_t i = 0; i < COUNT(links); i++) {
        memcpy(to, scratch_path(&world->scratch, links[i].to), PATH_SIZE);
        assert_int_equal(symlink(to, scratch_path(&world->scratch, links[i].name)), 0);
    }
    assert_true(ground_for_builds(&world->ground, &builds, &fault));
    ground_sweep(&builds, scratch_path(&world->scratch, "out"));
    for (size_t i = 0; i < COUNT(links); i++) {
        assert_int_equal(lstat(scratch_path(&world->scratch, links[i].name), &status) == 0,
                         links[i].stays);
    }
    ground_sweep(NULL, scratch_path(&world->scratch, "out"));
    assert_int_not_equal(lstat(scratch_path(&world->scratch, "out/c.so"), &status), 0);
    scratch_holds(&world->scratch, "out/target", "x");
    scratch_holds(&world->scratch, "token", "x");
    confine_free(&builds);
}

struct limit_row {
    const char *name; /* the target's flag */
    uint64_t megabytes;
};

static const struct limit_row limits_of[] = {
    {"-close_fd_mask=1", 4096}, {"-rss_limit_mb=100", 200}, {"-rss_limit_mb=3000", 6000}};

static void has_twice_of_what_libfuzzer_grants(void **state)
{
    const struct limit_row *row = *state;
    static struct target target;
    struct process_limits limits;
    target.options.flag_count = 1;
    (void)snprintf(target.options.flags[0], sizeof target.options.flags[0], "%s", row->name);
    ground_limits_of_target(&target, &limits);
    uint64_t machine =
        (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGE_SIZE) / 10 * 9;
    assert_true(
        limits.resident_bytes == row->megabytes << 20 ||
        (limits.resident_bytes <= row->megabytes << 20 && limits.resident_bytes >= machine / 2));
    assert_int_equal(limits.processes, 512);
    assert_true(limits.file_bytes == (uint64_t)1 << 30);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rules) + COUNT(deeds) + COUNT(limits_of) + 5];
    const struct CMUnitTest others[] = {cmocka_unit_test(what_is_named_is_shown),
                                        cmocka_unit_test(what_grows_is_ended),
                                        cmocka_unit_test(a_file_that_grows_is_ended),
                                        cmocka_unit_test(no_link_is_left_for_vigil_to_follow),
                                        cmocka_unit_test(links_to_what_is_hidden_go)};
    size_t count = 0;
    ADD_ROWS(tests, count, rules, is_granted_so);
    ADD_ROWS(tests, count, deeds, comes_off_so);
    ADD_ROWS(tests, count, limits_of, has_twice_of_what_libfuzzer_grants);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("ground", tests, world_make, world_free);
}
