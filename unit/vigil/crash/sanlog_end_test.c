/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <signal.h>

#include "crash/sanlog.h"
#include "crash/sanlog_end.h"
#include "crash/sanlog_reason.h"

#define LSAN                                                                                       \
    "==7==LeakSanitizer has encountered a fatal error.\n"                                          \
    "==7==HINT: For debugging, try setting environment variable LSAN_OPTIONS=verbosity=1\n"        \
    "==7==HINT: LeakSanitizer does not work under ptrace (strace, gdb, etc)\n"
#define SHADOW                                                                                     \
    "Shadow memory range interleaves with an existing memory mapping. ASan cannot proceed "        \
    "correctly. ABORTING."
#define STARTED "INFO: Running with entropic power schedule (0xFF, 100).\nINFO: Seed: 7\n"

static const struct reason_row {
    const char *name, *log, *reason; /* NULL: none */
} reasons[] = {
    {"nothing at all", "", NULL},
    {"nothing but signs", "=====\n\n\t\n---\n", NULL},
    {"nothing but what libFuzzer informs of", STARTED, NULL},
    {"the last line that says something", "one\ntwo\n====\n\n", "two"},
    {"a line without an end", "one\ntwo", "two"},
    {"no ptrace for LeakSanitizer", STARTED LSAN "MS: 0 ; base unit: 00\n",
     "LeakSanitizer has encountered a fatal error. HINT: LeakSanitizer does not work under ptrace "
     "(strace, gdb, etc)"},
    {"LeakSanitizer without its hint", "==7==LeakSanitizer has encountered a fatal error.\n",
     "LeakSanitizer has encountered a fatal error."},
    {"memory laid out where the shadow goes",
     "==7==" SHADOW "\n==7==ASan shadow was supposed to be located in the [0x00007fff7000-0x1] "
     "range.\n==7==Process memory map follows:\n\t0x000000400000-0x000000500000\t/out/t\n"
     "==7==End of process memory map.\n",
     SHADOW},
    {"no room for the shadow",
     "==7==ERROR: AddressSanitizer failed to allocate 0xdfff0001000 (15392894357504) bytes at "
     "address 2008fff7000 (errno: 12)\n==7==ReserveShadowMemoryRange failed while trying to map "
     "0xdfff0001000 bytes. Perhaps you're using ulimit -v\n",
     "ReserveShadowMemoryRange failed while trying to map 0xdfff0001000 bytes. Perhaps you're "
     "using ulimit -v"},
    {"a memory map that TSan cannot work with",
     "FATAL: ThreadSanitizer: unexpected memory mapping 0x5500-0x5600\n",
     "FATAL: ThreadSanitizer: unexpected memory mapping 0x5500-0x5600"},
    {"a runtime that comes too late",
     "==7==ASan runtime does not come first in initial library list; you should either link "
     "runtime to your application or manually preload it with LD_PRELOAD.\n",
     "ASan runtime does not come first in initial library list; you should either link runtime to "
     "your application or manually preload it with LD_PRELOAD."},
    {"a library that is missing",
     "./t: error while loading shared libraries: libpot.so.3: cannot open shared object file: No "
     "such file or directory\n",
     "./t: error while loading shared libraries: libpot.so.3: cannot open shared object file: No "
     "such file or directory"},
    {"musl's loader",
     "Error loading shared library libpot.so.3: No such file or directory (needed by ./t)\n"
     "Error relocating ./t: stir: symbol not found\n",
     "Error loading shared library libpot.so.3: No such file or directory (needed by ./t)"},
    {"a symbol that is missing", "./t: symbol lookup error: ./t: undefined symbol: stir\n",
     "./t: symbol lookup error: ./t: undefined symbol: stir"},
    {"a libc that is too old",
     "./t: /lib/libc.so.6: version `GLIBC_2.99' not found (required by ./t)\n",
     "./t: /lib/libc.so.6: version `GLIBC_2.99' not found (required by ./t)"},
    {"a corpus folder that is missing",
     STARTED "ERROR: The required directory \"/corpus\" does not exist\nbye\n",
     "ERROR: The required directory \"/corpus\" does not exist"},
    {"a dictionary that is broken", "ParseDictionaryFile: error in line 3\n\t\tabc\n",
     "ParseDictionaryFile: error in line 3"},
    {"a data file that is missing", "starting\ncannot open tz.dat: No such file\nbye\n",
     "cannot open tz.dat: No such file"},
    {"its first ERROR line", "starting\nERROR: no zone\nERROR: giving up\nbye\n", "ERROR: no zone"},
    {"a loader's line before an ERROR line",
     "ERROR: no zone\n./t: error while loading shared libraries: libpot.so.3: x\n",
     "./t: error while loading shared libraries: libpot.so.3: x"},
    {"an exception nobody caught",
     "terminate called after throwing an instance of 'std::runtime_error'\n  what():  no zone\n",
     "terminate called after throwing an instance of 'std::runtime_error' what(): no zone"},
    {"a panic of Rust", "thread 'main' panicked at src/x.rs:3:5:\nno zone\nnote: run with\n",
     "thread 'main' panicked at src/x.rs:3:5: no zone"},
    {"an older panic of Rust", "thread 'main' panicked at 'no zone', src/x.rs:3:5\nnote: run\n",
     "thread 'main' panicked at 'no zone', src/x.rs:3:5"},
    {"a panic of Go", "panic: no zone\n\ngoroutine 1 [running]:\nmain.main()\n", "panic: no zone"},
    {"colours", "\x1b[1m\x1b[31mFATAL: no zone\x1b[0m\r\nbye\r\n", "FATAL: no zone"},
    {"a tab is a blank", "\tFATAL:\tno\t\tzone\n", "FATAL: no zone"},
    {"what would move a cursor is inert", "FATAL: \x07\x9b\n", "FATAL: \\x07\\x9b"},
};

static void reason_is(void **state)
{
    const struct reason_row *row = *state;
    struct buffer said = {0};
    char *copy = exact_copy(row->log, strlen(row->log));
    bool any = sanlog_reason(copy, strlen(row->log), &said);
    free(copy);
    assert_int_equal(any, row->reason != NULL);
    assert_string_equal(said.data == NULL ? "" : said.data, row->reason == NULL ? "" : row->reason);
    buffer_free(&said);
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    struct buffer log = {0}, said = {0};
    for (int i = 0; i < 9000; i++) {
        buffer_text(&log, "é");
    }
    assert_true(sanlog_reason(log.data, log.size, &said));
    assert_in_range(said.size, 300, 400);
    assert_null(strstr(said.data, "\\x"));
    buffer_free(&log);
    buffer_free(&said);
}

static const struct end_row {
    const char *name, *before;
    int status, signal;
    uint64_t inputs;
    unsigned times, runs;
    const char *line, *kind;
} ends[] = {
    {"a status of 0", "", 0, 0, 0, 0, 0, "the target ended the process with status 0",
     "unexpected-exit"},
    {"a status, inputs and runs", "", 77, 0, 12, 3, 5,
     "the target ended the process with status 77, after at least 12 inputs, in 3 of 5 runs",
     "unexpected-exit"},
    {"one input, one run", "", 1, 0, 1, 1, 1,
     "the target ended the process with status 1, after at least 1 input, in 1 of 1 run",
     "unexpected-exit"},
    {"a signal", "", 0, SIGSYS, 0, 0, 0, "the target was killed by SIGSYS", "killed-by-sigsys"},
    {"a signal that has a kind", "", 0, SIGTRAP, 0, 0, 0, "the target was killed by SIGTRAP",
     "trap"},
    {"a signal and inputs", "", 0, SIGKILL, 9, 0, 0,
     "the target was killed by SIGKILL, after at least 9 inputs", "killed-by-sigkill"},
    {"a signal without a name", "", 0, 60, 0, 0, 0, "the target was killed by signal 60",
     "killed-by-signal-60"},
    {"after a line without an end", "Running: seed", 0, SIGSYS, 0, 0, 0,
     "the target was killed by SIGSYS", "killed-by-sigsys"},
};

static void end_is_read_back(void **state)
{
    static struct sanlog_report report;
    const struct end_row *row = *state;
    struct buffer log = {0};
    char expected[200];
    buffer_text(&log, row->before);
    if (row->signal != 0) {
        sanlog_end_signalled(&log, row->signal, row->inputs, row->times, row->runs);
    } else {
        sanlog_end_exited(&log, row->status, row->inputs, row->times, row->runs);
    }
    (void)snprintf(expected, sizeof expected, "%s%s==0==ERROR: vigil: %s\n", row->before,
                   row->before[0] != '\0' ? "\n" : "", row->line);
    assert_string_equal(log.data, expected);
    assert_true(sanlog_read(log.data, log.size, &report));
    assert_int_equal(report.tool, SANLOG_VIGIL);
    assert_string_equal(sanlog_tool_name(report.tool), "vigil");
    assert_string_equal(report.kind, row->kind);
    assert_int_equal(report.frame_count, 0);
    assert_int_equal(report.offset, row->before[0] != '\0' ? strlen(row->before) + 1 : 0);
    buffer_free(&log);
}

#define KILLED "==0==ERROR: vigil: the target was killed by SIGABRT\n"

/* Whatever else in the log tells of a crash tells more. */
static const struct beside_row {
    const char *name, *log, *kind; /* "": no crash */
} besides[] = {
    {"a fatal report", "==7== ERROR: libFuzzer: timeout after 2 seconds\n" KILLED, "timeout"},
    {"a fatal report after it", KILLED "==7==ERROR: AddressSanitizer: SEGV on unknown address\n",
     "segv"},
    {"an assertion", "t: t.c:3: f: Assertion `x' failed.\n" KILLED, "assertion-failure"},
    {"undefined behaviour", "t.c:3:5: runtime error: division by zero\n" KILLED,
     "division-by-zero"},
    {"a header that says something else", "==0==ERROR: vigil: nothing\n", ""},
    {"a header that is quoted", "> " KILLED, ""},
};

static void end_counts_last(void **state)
{
    static struct sanlog_report report;
    const struct beside_row *row = *state;
    assert_int_equal(sanlog_read(row->log, strlen(row->log), &report), row->kind[0] != '\0');
    assert_string_equal(report.kind, row->kind);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(reasons) + COUNT(ends) + COUNT(besides) + 1];
    size_t count = 0;
    ADD_ROWS(tests, count, reasons, reason_is);
    ADD_ROWS(tests, count, ends, end_is_read_back);
    ADD_ROWS(tests, count, besides, end_counts_last);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(long_lines_are_cut);
    return _cmocka_run_group_tests("sanlog_end", tests, count, NULL, NULL);
}
