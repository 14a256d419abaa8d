/* SPDX-License-Identifier: MIT */
#include "../scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/span.h"
#include "triage/environment.h"

/* The options of a sanitizer as its runtime takes them: the last of each name. */
struct value_row {
    const char *name;
    const char *variable, *callers; /* in vigil's environment */
    unsigned kind;                  /* of target_options_sanitizers */
    const char *targets;
    const char *option, *value; /* NULL: it is not set */
};

static const struct value_row values[] = {
    {"where reports go", "ASAN_OPTIONS", "log_path=/away", 0, "log_path=/far", "log_path",
     "stderr"},
    {"no name is added to it", "ASAN_OPTIONS", "log_exe_name=1", 0, "", "log_exe_name", "0"},
    {"nor the system's log", "ASAN_OPTIONS", "log_to_syslog=1", 0, "", "log_to_syslog", "0"},
    {"form of a stack", "ASAN_OPTIONS", "stack_trace_format='%n: %p'", 0, "", "stack_trace_format",
     "DEFAULT"},
    {"whole paths", "UBSAN_OPTIONS", "strip_path_prefix=/src", 4, "", "strip_path_prefix", ""},
    {"frames that were inlined", "MSAN_OPTIONS", "symbolize_inline_frames=0", 2, "",
     "symbolize_inline_frames", "1"},
    {"places as they are read here", "TSAN_OPTIONS", "symbolize_vs_style=1", 3, "",
     "symbolize_vs_style", "0"},
    {"no token behind a stack", "ASAN_OPTIONS", "dedup_token_length=3", 0, "", "dedup_token_length",
     "0"},
    {"no map of modules", "TSAN_OPTIONS", "print_module_map=2", 3, "", "print_module_map", "0"},
    {"symbols", "LSAN_OPTIONS", "symbolize=0", 1, "symbolize=0", "symbolize", "1"},
    {"a debug trap", "ASAN_OPTIONS", "handle_sigtrap=0", 0, "", "handle_sigtrap", "1"},
    {"a debug trap without ASan", "UBSAN_OPTIONS", "", 4, "", "handle_sigtrap", "1"},
    {"a crash that is only handled", "ASAN_OPTIONS", "handle_segv=0:handle_abort=0", 0, "",
     "handle_abort", "1"},
    {"leaks are ASan's to look for", "ASAN_OPTIONS", "", 0, "", "detect_leaks", NULL},
    {"not where the caller says so", "ASAN_OPTIONS", "detect_leaks=0", 0, "", "detect_leaks", "0"},
    {"nor where the target does", "ASAN_OPTIONS", "detect_leaks=1", 0, "detect_leaks=0",
     "detect_leaks", "0"},
    {"nor where LSan's say so", "LSAN_OPTIONS", "detect_leaks=0", 1, "", "detect_leaks", "0"},
    {"what is the caller's stays", "ASAN_OPTIONS", "redzone=64 quarantine_size_mb=\"8\"", 0,
     "max_redzone=128", "quarantine_size_mb", "8"},
    {"what is the target's stays", "ASAN_OPTIONS", "redzone=64", 0, "redzone=128", "redzone",
     "128"},
    {"a list that ends oddly", "ASAN_OPTIONS", ":, redzone=64:=:'", 0, "", "redzone", "64"},
    {"a file named from here", "LSAN_OPTIONS", "suppressions=known", 1, "", "suppressions",
     "HERE/known"},
    {"in quotes", "LSAN_OPTIONS", "suppressions=\"known\"", 1, "", "suppressions", "HERE/known"},
    {"one that is not here", "LSAN_OPTIONS", "suppressions=absent", 1, "", "suppressions",
     "absent"},
    {"one that is beside the target", "LSAN_OPTIONS", "", 1, "suppressions=known", "suppressions",
     "known"},
    {"which symbolizer", "ASAN_OPTIONS", "external_symbolizer_path=/bin/false", 0, "",
     "external_symbolizer_path", "HERE/llvm-symbolizer"},
    {"HWASan", "HWASAN_OPTIONS", "log_path=/away", 5, "", "log_path", "stderr"},
    {"RTSan", "RTSAN_OPTIONS", "halt_on_error=0", 5, "", "halt_on_error", "1"},
    {"NSan", "NSAN_OPTIONS", "color=always", 5, "", "color", "never"},
    {"TySan", "TYSAN_OPTIONS", "exitcode=0", 5, "", "exitcode", "77"},
};

static const char *find_entry(const struct environment *environment, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < environment->count; i++) {
        const char *entry = environment->entries[i];
        if (strncmp(entry, name, strlen(name)) == 0 && entry[strlen(name)] == '=') {
            assert_null(found); /* not twice */
            found = entry + strlen(name) + 1;
        }
    }
    return found;
}

/* The value behind the last "NAME=", without its quotes; false where there is none. */
static bool last_value(const char *list, const char *name, char value[PATH_SIZE])
{
    const char *last = NULL;
    for (const char *at = list; (at = strstr(at, name)) != NULL; at++) {
        bool starts = at == list || strchr(": ,", at[-1]) != NULL;
        last = starts && at[strlen(name)] == '=' ? at + strlen(name) + 1 : last;
    }
    if (last == NULL) {
        return false;
    }
    bool quoted = *last == '\'' || *last == '"';
    size_t size = quoted ? strcspn(last + 1, "'\"") : strcspn(last, ": ,");
    (void)snprintf(value, PATH_SIZE, "%.*s", (int)size, last + quoted);
    return true;
}

/* In a directory with a program, a symbolizer and a list of suppressions, where vigil was started.
 */
static struct scratch *start_here(void **state, struct target *target)
{
    assert_int_equal(scratch_make(state), 0);
    struct scratch *scratch = *state;
    *target = (struct target){.name = "target"};
    scratch_write(scratch, "known", "leak:known\n");
    scratch_write(scratch, "llvm-symbolizer", "#!/bin/false\n");
    assert_int_equal(chmod(scratch_path(scratch, "llvm-symbolizer"), 0700), 0);
    (void)snprintf(target->path, sizeof target->path, "%s/target", scratch->directory);
    assert_int_equal(chdir(scratch->directory), 0);
    return scratch;
}

static void leave(void **state)
{
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(scratch_remove(state), 0);
}

static void is_what_the_runtime_takes(void **state)
{
    const struct value_row *row = *state;
    void *made = NULL;
    static struct target target;
    struct environment environment;
    struct scratch *scratch = start_here(&made, &target);
    char value[PATH_SIZE] = "", expected[PATH_SIZE];
    if (row->kind < 5) {
        (void)snprintf(target.options.sanitizers[row->kind], sizeof target.options.sanitizers[0],
                       "%s", row->targets);
    }
    assert_int_equal(setenv(row->variable, row->callers, 1), 0);
    assert_true(environment_make(&target, "/scratch", &environment));
    assert_int_equal(unsetenv(row->variable), 0);
    const char *list = find_entry(&environment, row->variable);
    assert_non_null(list);
    bool found = last_value(list, row->option, value);
    assert_int_equal(found, row->value != NULL);
    if (row->value != NULL) {
        bool here = strncmp(row->value, "HERE", 4) == 0;
        (void)snprintf(expected, sizeof expected, "%s%s", here ? scratch->directory : "",
                       row->value + (here ? 4 : 0));
        assert_string_equal(value, expected);
    }
    environ_free(&environment);
    leave(&made);
}

struct entry_row {
    const char *name;
    const char *variable, *callers;
    const char *expected; /* NULL: the target has no such variable */
};

static const struct entry_row entries[] = {
    {"a home of its own", "HOME", "/root", "/scratch/home"},
    {"a place for temporary files", "TMPDIR", "/var/tmp", "/scratch/tmp"},
    {"by its other names too", "TEMP", "/var/tmp", NULL},
    {"no configuration of the caller's", "XDG_CONFIG_HOME", "/root/.config", NULL},
    {"nor a cache", "XDG_CACHE_HOME", "/root/.cache", NULL},
    {"not where vigil was started", "PWD", "/src", NULL},
    {"libraries found from there", "LD_LIBRARY_PATH", "inner:/usr/lib:absent",
     "HERE/inner:/usr/lib:absent"},
    {"libraries in no order", "LD_LIBRARY_PATH", ":inner:", ":HERE/inner:"},
    {"no language", "LC_ALL", "fr_FR.UTF-8", "C"},
    {"no token", "GITHUB_TOKEN", "secret", NULL},
    {"what else there is", "SPECIMEN", "kept", "kept"},
};

static void is_what_the_target_finds(void **state)
{
    const struct entry_row *row = *state;
    void *made = NULL;
    static struct target target;
    struct environment environment;
    struct scratch *scratch = start_here(&made, &target);
    const char *before = getenv(row->variable);
    char *kept = before == NULL ? NULL : strdup(before), expected[PATH_SIZE] = "";
    assert_int_equal(mkdir("inner", 0700), 0);
    assert_int_equal(setenv(row->variable, row->callers, 1), 0);
    assert_true(environment_make(&target, "/scratch", &environment));
    assert_int_equal(kept == NULL ? unsetenv(row->variable) : setenv(row->variable, kept, 1), 0);
    free(kept);
    const char *found = find_entry(&environment, row->variable);
    assert_int_equal(found != NULL, row->expected != NULL);
    if (row->expected != NULL) {
        const char *here = strstr(row->expected, "HERE");
        size_t head = here == NULL ? strlen(row->expected) : (size_t)(here - row->expected);
        (void)snprintf(expected, sizeof expected, "%.*s%s%s", (int)head, row->expected,
                       here == NULL ? "" : scratch->directory, here == NULL ? "" : here + 4);
        assert_string_equal(found, expected);
    }
    environ_free(&environment);
    leave(&made);
}

struct setting_row {
    const char *name;
    const char *variable, *callers, *targets; /* the target's are ASan's */
    const char *expected;
};

static const struct setting_row settings[] = {
    {"what a person types", "ASAN_OPTIONS", "", "",
     "ASAN_OPTIONS=handle_abort=1:handle_sigtrap=1:allocator_may_return_null=1 "},
    {"no leaks, by the target", "ASAN_OPTIONS", "", "detect_leaks=0",
     "ASAN_OPTIONS=detect_leaks=0:handle_abort=1:handle_sigtrap=1:allocator_may_return_null=1 "},
    {"no leaks, by the caller", "ASAN_OPTIONS", "detect_leaks=false", "",
     "ASAN_OPTIONS=handle_abort=1:handle_sigtrap=1:allocator_may_return_null=1:detect_leaks=0 "},
    {"no leaks, by LSan's", "LSAN_OPTIONS", "detect_leaks=no", "redzone=64",
     "ASAN_OPTIONS=redzone=64:handle_abort=1:handle_sigtrap=1:allocator_may_return_null=1:detect_"
     "leaks=0 "},
    {"the target has the last word", "ASAN_OPTIONS", "detect_leaks=0", "detect_leaks=1",
     "ASAN_OPTIONS=detect_leaks=1:handle_abort=1:handle_sigtrap=1:allocator_may_return_null=1 "},
};

static void is_what_a_person_types(void **state)
{
    const struct setting_row *row = *state;
    static struct target_options options;
    struct buffer text = {0};
    memset(&options, 0, sizeof options);
    (void)snprintf(options.sanitizers[0], sizeof options.sanitizers[0], "%s", row->targets);
    assert_int_equal(setenv(row->variable, row->callers, 1), 0);
    environment_setting(&options, 0, &text);
    assert_int_equal(unsetenv(row->variable), 0);
    assert_string_equal(text.data, row->expected);
    buffer_free(&text);
}

/* What a shell does as a target; to be freed. */
static char *run(struct target *target, const char *script)
{
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c", (char *)(uintptr_t)script, NULL};
    struct process_request request = {
        .arguments = arguments, .seconds = 10, .head_bytes = 4096, .tail_bytes = 64};
    struct process_outcome outcome;
    struct fault fault;
    if (!environment_run(target, NULL, &request, &outcome, &fault)) {
        fail_msg("%s", fault.text);
    }
    return outcome.output;
}

static void it_runs_where_it_can_harm_nothing(void **state)
{
    void *made = NULL;
    static struct target target;
    (void)state;
    struct scratch *scratch = start_here(&made, &target);
    char places[PATH_SIZE];
    struct file_list left = {0};
    struct fault fault;
    scratch_write(scratch, "README.md", "read me");
    (void)snprintf(target.scratch, sizeof target.scratch, "%s/places", scratch->directory);
    char *said = run(
        &target, "ls -A; pwd; rm -f README.md; i=0; while [ $i -lt 50 ]; do "
                 "echo x >dump-$i; echo x >\"$HOME/.$i\"; echo x >\"$TMPDIR/$i\"; i=$((i+1)); "
                 "done; mkdir -p \"$HOME/.config/deep\"; chmod 0 \"$HOME/.config\" .; echo end");
    (void)snprintf(places, sizeof places, "%s/places/vigil-run-", scratch->directory);
    assert_ptr_equal(strstr(said, places), said); /* it was empty */
    assert_non_null(strstr(said, "/work\nend\n"));
    free(said);
    scratch_holds(scratch, "README.md", "read me");
    assert_true(files_list(scratch_path(scratch, "places"), &left, &fault));
    assert_int_equal(left.count, 0);
    assert_int_equal(rmdir(scratch->path), 0); /* nor is a directory left */
    leave(&made);
}

/* As two lanes run one target. */
static void each_run_has_a_place_of_its_own(void **state)
{
    static struct target target = {.name = "target", .path = "/target"};
    (void)state;
    char *one = run(&target, "pwd"), *other = run(&target, "pwd");
    assert_string_not_equal(one, other);
    free(one);
    free(other);
}

static void places_of_a_killed_night_are_swept(void **state)
{
    struct scratch *scratch = *state;
    struct target targets[2] = {{.name = "one"}, {.name = "other"}};
    struct target_list list = {.targets = targets, .count = 2};
    struct fault fault;
    char path[PATH_SIZE];
    assert_true(
        files_make_directory(scratch_path(scratch, "places/vigil-run-ABCDEF/home"), &fault));
    assert_true(files_make_directory(scratch_path(scratch, "places/one/vigil-run-ABCDEF"), &fault));
    assert_true(path_make(path, &fault, "%s/places", scratch->directory));
    assert_true(environment_work_beneath(&list, path, &fault));
    assert_string_equal(targets[1].scratch, scratch_path(scratch, "places/other"));
    assert_int_equal(rmdir(targets[0].scratch), 0);
    assert_int_equal(rmdir(targets[1].scratch), 0);
    assert_int_equal(rmdir(path), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(values) + COUNT(entries) + COUNT(settings) + 3];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(it_runs_where_it_can_harm_nothing),
        cmocka_unit_test(each_run_has_a_place_of_its_own),
        SCRATCH_TEST(places_of_a_killed_night_are_swept),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, values, is_what_the_runtime_takes);
    ADD_ROWS(tests, count, entries, is_what_the_target_finds);
    ADD_ROWS(tests, count, settings, is_what_a_person_types);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("environment", tests, NULL, NULL);
}
