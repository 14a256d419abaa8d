/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include "triage/inspect.h"
#include "triage/target.h"

struct refused_row {
    const char *name, *file, *fault; /* after "t.options" */
};

static const struct refused_row refused[] = {
    {"a section of no engine", "[libfuzer]\nmax_len = 4\n", ":2: [libfuzer] is no section"},
    {"no number of seconds", "[libfuzzer]\n\n# why\ntimeout = soon\n",
     ":4: timeout must be a number"},
    {"a name that is no flag", "[libfuzzer]\nmax-len = 1\n", ":2: \"max-len\" is no flag"},
    {"a dictionary elsewhere", "[libfuzzer]\ndict = ../x.dict\n", ":2: dict must name a file"},
    {"no name and no value", "[libfuzzer]\nmax_len = 4\nwhat\n", ":3: neither [section] nor"},
    {"a section that does not close", "[libfuzzer\n", ":1: neither [section] nor"},
    {"a control character", "[libfuzzer]\nmax_len = 4\x01\n", ":2: the value of max_len"},
};

static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    struct target_options options;
    struct fault fault;
    scratch_write(scratch, "t.options", row->file);
    assert_false(target_options_read(scratch_path(scratch, "t.options"), &options, &fault));
    const char *said = strstr(fault.text, "t.options");
    if (said == NULL || strncmp(said + 9, row->fault, strlen(row->fault)) != 0) {
        fail_msg("the fault reads \"%s\", not \"…%s\"", fault.text, row->fault);
    }
    assert_int_equal(scratch_remove(&made), 0);
}

/* What a file asks for and does not get; it is no fault, since the file may be for other fuzzers.
 */
struct passed_row {
    const char *name, *file, *told; /* "": all is taken */
    const char *taken; /* the flags, or the options of the first sanitizer that has some */
};

static const struct passed_row passed[] = {
    {"what is the target's",
     "[libfuzzer]\nmax_len = 64\nrss_limit_mb = 4096\ntimeout = 5\nclose_fd_mask = 3\n"
     "detect_leaks = 0\nonly_ascii = 1\nlen_control = 0\n",
     "",
     "-max_len=64 -rss_limit_mb=4096 -timeout=5 -close_fd_mask=3 -detect_leaks=0 -only_ascii=1 "
     "-len_control=0 "},
    {"a flag that is vigil's", "[libfuzzer]\nruns = 1\n",
     "t.options:2: runs is vigil's to set: ", ""},
    {"one that ends a run", "[libfuzzer]\nmax_len = 4\nstop_file = /etc/passwd\n",
     "t.options:3: stop_file is vigil's to set: it could end a run before its time\n",
     "-max_len=4 "},
    {"two of them", "[libfuzzer]\nexit_on_time = 1\nfork = 1\n", "t.options:3: fork is", ""},
    {"many of them",
     "[libfuzzer]\n"
     "exit_on_time = 1\nmax_total_time = 1\nruns = 1\nstop_file = x\nexit_on_item = x\n"
     "exit_on_src_pos = x\nhandle_int = 0\nhandle_term = 0\nhandle_usr1 = 0\n"
     "handle_usr2 = 0\nexit_on_time = 1\nmax_total_time = 1\nruns = 1\nstop_file = x\n",
     "before its time\nmore of it is vigil's to set, or left as it is\n", ""},
    {"no time at all", "[libfuzzer]\ntimeout = 0\n",
     "t.options:2: timeout is left as it is: a timeout is from", ""},
    {"a day for one input", "[libfuzzer]\ntimeout = 86400\n", "t.options:2: timeout is left", ""},
    {"no limit of memory", "[libfuzzer]\nrss_limit_mb = 0\n", "t.options:2: rss_limit_mb is left",
     ""},
    {"an absurd one", "[libfuzzer]\nrss_limit_mb = -1\n", "t.options:2: rss_limit_mb is left", ""},
    {"an absurd length", "[libfuzzer]\nmax_len = 99999999999\n", "t.options:2: max_len is left",
     ""},
    {"a sanitizer's", "[asan]\nredzone = 64\nlog_path = /dev/null\n",
     "t.options:3: log_path is vigil's to set: ", "redzone=64"},
    {"one that sleeps", "[asan]\nsleep_before_init = 100000\n", "t.options:2: sleep_before_init is",
     ""},
    {"one that waits for ever", "[tsan]\nstop_on_start = 1\n", "t.options:2: stop_on_start is", ""},
    {"one that reports nothing", "[msan]\nreport_umrs = 0\n", "t.options:2: report_umrs is", ""},
    {"a file of further options", "[ubsan]\ninclude = /tmp/x\n", "t.options:2: include is", ""},
    {"one within another's value", "[asan]\nredzone = 64:sleep_before_init=9\n",
     "t.options:2: redzone is left as it is: its value could hold", ""},
    {"… behind a blank", "[asan]\nredzone = 64 help=1\n", "t.options:2: redzone is left", ""},
    {"for other engines", "[AFL]\nstop_file = x\n", "", ""},
    {"of other sanitizers", "[ubsan]\nreport_umrs = 0\n", "", "report_umrs=0"},
};

static void is_passed_over(void **state)
{
    const struct passed_row *row = *state;
    void *made = NULL;
    struct target_options options;
    struct fault fault = {""};
    char taken[400] = "";
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    scratch_write(scratch, "t.options", row->file);
    if (!target_options_read(scratch_path(scratch, "t.options"), &options, &fault)) {
        fail_msg("%s", fault.text);
    }
    if (row->told[0] == '\0' ? options.passed_over[0] != '\0'
                             : strstr(options.passed_over, row->told) == NULL) {
        fail_msg("told: \"%s\"", options.passed_over);
    }
    for (size_t i = 0; i < options.flag_count; i++) {
        (void)snprintf(taken + strlen(taken), sizeof taken - strlen(taken), "%s ",
                       options.flags[i]);
    }
    for (size_t i = 0; i < OPTIONS_SANITIZERS; i++) {
        (void)snprintf(taken + strlen(taken), sizeof taken - strlen(taken), "%s",
                       options.sanitizers[i]);
    }
    assert_string_equal(taken, row->taken);
    assert_int_equal(options.timeout_seconds, strstr(row->taken, "-timeout=5") != NULL ? 5 : 25);
    assert_int_equal(scratch_remove(&made), 0);
}

static void all_of_a_file_is_taken(void **state)
{
    struct scratch *scratch = *state;
    struct target_options options;
    struct fault fault;
    scratch_write(scratch, "t.options",
                  "[libfuzzer]\nmax_len = 64\ntimeout = 7\ndict = t.dict\nonly_ascii = 1\n"
                  "[asan]\ndetect_leaks = 0\nredzone = 64\n[AFL]\nanything-goes = 1\n");
    if (!target_options_read(scratch_path(scratch, "t.options"), &options, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_int_equal(options.flag_count, 3);
    assert_string_equal(options.flags[0], "-max_len=64");
    assert_string_equal(options.flags[1], "-timeout=7");
    assert_string_equal(options.flags[2], "-only_ascii=1");
    assert_int_equal(options.timeout_seconds, 7);
    assert_string_equal(options.dictionary, "t.dict");
    assert_string_equal(options.sanitizers[0], "detect_leaks=0:redzone=64");
    assert_string_equal(options.sanitizers[4], "");
}

static void no_file_is_no_fault(void **state)
{
    struct target_options options;
    struct fault fault;
    assert_true(target_options_read(scratch_path(*state, "none"), &options, &fault));
    assert_int_equal(options.timeout_seconds, 25);
    assert_int_equal(options.flag_count, 0);
}

static void more_flags_than_fit_are_refused(void **state)
{
    struct buffer text = {0};
    struct target_options options;
    struct fault fault;
    buffer_text(&text, "[libfuzzer]\n");
    for (int i = 0; i < 60; i++) {
        buffer_format(&text, "flag_%d = 1\n", i);
    }
    scratch_write(*state, "t.options", text.data);
    assert_false(target_options_read(scratch_path(*state, "t.options"), &options, &fault));
    assert_non_null(strstr(fault.text, ":50: more than 48 flags"));
    buffer_free(&text);
}

/* A file in a directory of targets, and what becomes of it. */
enum file_fate { PASSED, TAKEN, UNTAKEN };
struct file_row {
    const char *name, *file;
    const char *content; /* after the head of an ELF file, where it is one */
    int elf;             /* ET_EXEC, ET_DYN, ET_REL; -1: a program without an entry; 0: no ELF */
    mode_t mode;
    enum file_fate fate;
};

#define ENTRY "LLVMFuzzerTestOneInput"
#define WORDS "LLVMFuzzerCustomMutator libFuzzer: "

static const struct file_row files[] = {
    {"a program with the entry", "parse", ENTRY, ET_DYN, 0755, TAKEN},
    {"one that is not position-independent", "parse", ENTRY, ET_EXEC, 0755, TAKEN},
    {"a script that names the entry", "parse", "#!/bin/sh\n# " ENTRY, 0, 0755, TAKEN},
    {"one that runs libFuzzer's driver", "parse", "LLVMFuzzerRunDriver", ET_DYN, 0755, TAKEN},
    {"a stripped program by its name", "parse_fuzzer", WORDS, ET_DYN, 0755, TAKEN},
    {"by another of these names", "parse_fuzz_test", "", ET_DYN, 0755, TAKEN},
    {"a script by such a name", "parse_fuzzer", "#!/bin/sh\n", 0, 0755, PASSED},
    {"a stripped program by another name", "parse", WORDS, ET_DYN, 0755, UNTAKEN},
    {"a name with @", "a@b", ENTRY, ET_DYN, 0755, UNTAKEN},
    {"a name with a blank", "a b", ENTRY, ET_DYN, 0755, UNTAKEN},
    {"a name with a comma", "a,b", ENTRY, ET_DYN, 0755, UNTAKEN},
    {"a name that is not ASCII", "p\xc3\xa4rse_fuzzer", WORDS, ET_DYN, 0755, UNTAKEN},
    {"a name that a command would take for a flag", "-parse", ENTRY, ET_DYN, 0755, UNTAKEN},
    {"it may not be executed", "parse", ENTRY " " WORDS, ET_DYN, 0644, UNTAKEN},
    {"a hidden file", ".parse", ENTRY, ET_DYN, 0755, PASSED},
    {"an object file", "parse.o", ENTRY, ET_REL, 0644, PASSED},
    {"a library", "libparse.so", ENTRY, ET_DYN, 0755, PASSED},
    {"a library with a version", "libparse.so.3", ENTRY, ET_DYN, 0755, PASSED},
    {"a library by another name", "plugin", ENTRY, -1, 0755, PASSED},
    {"a tool", "llvm-symbolizer", "", ET_DYN, 0755, PASSED},
    {"a script", "run.sh", "#!/bin/sh\n", 0, 0755, PASSED},
    {"a wrapper in Python", "parse.py", "import sys\n", 0, 0755, PASSED},
    {"data that names the entry", "notes.txt", ENTRY, 0, 0644, PASSED},
    {"a seed archive", "parse_seed_corpus.zip", "PK", 0, 0644, PASSED},
    {"nothing", "empty", "", 0, 0755, PASSED},
    {"a head that is cut", "cut", "\177ELF", 0, 0755, PASSED},
};

static void write_file(struct scratch *scratch, const struct file_row *row)
{
    struct buffer text = {0};
    struct fault fault;
    Elf64_Ehdr head = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                       .e_type = (Elf64_Half)(row->elf == -1 ? ET_DYN : row->elf),
                       .e_entry = row->elf == -1 ? 0 : 0x1000};
    if (row->elf != 0) {
        buffer_add(&text, &head, sizeof head);
    }
    buffer_text(&text, row->content);
    assert_true(files_write(scratch_path(scratch, row->file), text.data, text.size, &fault));
    assert_int_equal(chmod(scratch_path(scratch, row->file), row->mode), 0);
    buffer_free(&text);
}

static void becomes(void **state)
{
    const struct file_row *row = *state;
    void *made = NULL;
    struct target_list list;
    struct fault fault;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    write_file(scratch, row);
    assert_true(targets_find(scratch->directory, &list, &fault));
    assert_int_equal(list.count, row->fate == TAKEN);
    assert_int_equal(list.untaken.size > 0, row->fate == UNTAKEN);
    targets_free(&list);
    assert_int_equal(scratch_remove(&made), 0);
}

/* As a build leaves one that was cut short. */
static void a_link_that_leads_nowhere_is_told_of(void **state)
{
    struct scratch *scratch = *state;
    struct target_list list;
    struct fault fault;
    assert_int_equal(symlink("nowhere", scratch_path(scratch, "parse_fuzzer")), 0);
    assert_int_equal(symlink("nowhere", scratch_path(scratch, "notes.txt")), 0);
    assert_int_equal(mkdir(scratch_path(scratch, "other_fuzzer"), 0755), 0);
    assert_true(targets_find(scratch->directory, &list, &fault));
    assert_int_equal(list.count, 0);
    assert_string_equal(list.untaken.data,
                        "parse_fuzzer: looks like a target and is not taken: it cannot be read\n");
    targets_free(&list);
}

/* However it is cut, nothing beyond its end is read. */
static void a_program_that_is_cut_is_inspected(void **state)
{
    struct scratch *scratch = *state;
    struct buffer whole = {0};
    struct fault fault;
    struct inspected found;
    assert_true(files_read("/proc/self/exe", SIZE_MAX, &whole, &fault));
    assert_true(files_write(scratch_path(scratch, "whole"), whole.data, whole.size, &fault));
    inspect_file(scratch_path(scratch, "whole"), &found);
    assert_true(found.readable && found.elf && found.program && found.symbols);
    for (size_t size = 0; size < whole.size; size = size < 100 ? size + 1 : size * 2) {
        assert_true(files_scribble(scratch_path(scratch, "cut"), whole.data, size, &fault));
        inspect_file(scratch_path(scratch, "cut"), &found);
        assert_int_equal(found.elf, size > 4);
    }
    buffer_free(&whole);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + COUNT(passed) + COUNT(files) + 5] = {
        SCRATCH_TEST(a_link_that_leads_nowhere_is_told_of),
        SCRATCH_TEST(all_of_a_file_is_taken),
        SCRATCH_TEST(no_file_is_no_fault),
        SCRATCH_TEST(more_flags_than_fit_are_refused),
        SCRATCH_TEST(a_program_that_is_cut_is_inspected),
    };
    size_t count = 5;
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, passed, is_passed_over);
    ADD_ROWS(tests, count, files, becomes);
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
