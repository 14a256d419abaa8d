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
    {"no time at all", "[libfuzzer]\ntimeout = 0\n", ":2: timeout must be a number"},
    {"a flag that is vigil's", "[libfuzzer]\nruns = 1\n", ":2: runs is vigil's to set"},
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
    struct CMUnitTest tests[COUNT(refused) + COUNT(files) + 5] = {
        SCRATCH_TEST(a_link_that_leads_nowhere_is_told_of),
        SCRATCH_TEST(all_of_a_file_is_taken),
        SCRATCH_TEST(no_file_is_no_fault),
        SCRATCH_TEST(more_flags_than_fit_are_refused),
        SCRATCH_TEST(a_program_that_is_cut_is_inspected),
    };
    size_t count = 5;
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, files, becomes);
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
