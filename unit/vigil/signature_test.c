/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "sanlog.h"
#include "signature.h"

#define HEADER  "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602\n"
#define ENTRY   "    #9 0x9 in LLVMFuzzerTestOneInput /src/fuzz/t.c:9:9\n"
#define TIMEOUT "==7== ERROR: libFuzzer: timeout after 2 seconds\n"

struct key_row {
    const char *name, *log, *key;
};

static const struct key_row keys[] = {
    {"three own frames and no more",
     HEADER "READ of size 1 at 0x602 thread T0\n"
            "    #0 0x1 in a /src/a.c:1:1\n    #1 0x2 in b /src/a.c:2:2\n"
            "    #2 0x3 in c /src/a.c:3:3\n    #3 0x4 in d /src/a.c:4:4\n" ENTRY,
     "heap-buffer-overflow READ 1|a|b|c"},
    {"the size that memcpy was asked for is the input's",
     HEADER "WRITE of size 37 at 0x602 thread T0\n"
            "    #0 0x1 in __asan_memcpy (/out/t+0x1)\n    #1 0x2 in copy /src/a.c:2:2\n" ENTRY,
     "heap-buffer-overflow WRITE|copy"},
    {"a user's free_zone and mainloop stay, free does not",
     HEADER "    #0 0x1 in free (/out/t+0x1)\n    #1 0x2 in free_zone /src/a.c:2:2\n"
            "    #2 0x3 in mainloop /src/a.c:3:3\n" ENTRY,
     "heap-buffer-overflow|free_zone|mainloop"},
    {"recursion of any depth is one key",
     HEADER "    #0 0x1 in a /src/a.c:1:1\n    #1 0x2 in b /src/a.c:2:2\n"
            "    #2 0x1 in a /src/a.c:1:1\n    #3 0x2 in b /src/a.c:2:2\n"
            "    #4 0x3 in c /src/a.c:3:3\n" ENTRY,
     "heap-buffer-overflow|a|b|c"},
    {"what compilers add to a name is dropped",
     HEADER "    #0 0x1 in parse.part.0 /src/a.c:1\n"
            "    #1 0x2 in int zone::read<int, char>(char const*) const /src/z.cc:2:2\n"
            "    #2 0x3 in (anonymous namespace)::f(int) /src/z.cc:3:3\n" ENTRY,
     "heap-buffer-overflow|parse|zone::read|f"},
    {"no own frame: the target stands for them", HEADER "    #0 0x1 in memcpy (/out/t+0x1)\n" ENTRY,
     "heap-buffer-overflow|target:target"},
    {"no symbols: no address gets in",
     HEADER "    #0 0x1  (/out/t+0x11)\n    #1 0x2  (/out/t+0x22)\n",
     "heap-buffer-overflow|target:target"},
    {"libc by its files",
     "==7== ERROR: libFuzzer: deadly signal\n"
     "    #0 0x1 in helper nptl/./nptl/pthread_kill.c:44:76\n"
     "    #1 0x2 in other ./stdlib/./stdlib/abort.c:79:7\n"
     "    #2 0x3 in stdlib /src/stdlib/abort.c:3:3\n" ENTRY,
     "deadly-signal|stdlib"},
    {"a module named like the project's",
     HEADER "    #0 0x1 in a (libcivil.so+0x1)\n"
            "    #1 0x2 in b (libc.so.6+0x2)\n",
     "heap-buffer-overflow|a"},
    {"main is the program's own where no fuzzer is",
     HEADER "    #0 0x1 in a /src/a.c:1:1\n    #1 0x2 in main /src/a.c:2:2\n",
     "heap-buffer-overflow|a|main"},
    {"main is the fuzzer's beyond the entry",
     HEADER "    #0 0x1 in a /src/a.c:1:1\n    #1 0x2 in LLVMFuzzerTestOneInput /src/t.c:2:2\n"
            "    #2 0x3 in main (/out/t+0x3)\n",
     "heap-buffer-overflow|a"},
    {"a timeout is named by what the target called",
     TIMEOUT "    #0 0x1 in leaf /src/a.c:1:1\n    #1 0x2 in middle /src/a.c:2:2\n"
             "    #2 0x3 in outer /src/a.c:3:3\n" ENTRY,
     "timeout|target:target|outer"},
    {"wherever its alarm strikes",
     TIMEOUT "    #0 0x1 in another /src/a.c:7:1\n    #1 0x3 in outer /src/a.c:5:3\n" ENTRY,
     "timeout|target:target|outer"},
    {"a stack overflow by its cycle, in order of names",
     "==7==ERROR: AddressSanitizer: stack-overflow on address 0x7ff\n"
     "    #0 0x1 in helper /src/a.c:1:1\n    #1 0x2 in odd /src/a.c:2:2\n"
     "    #2 0x3 in even /src/a.c:3:3\n    #3 0x2 in odd /src/a.c:2:2\n"
     "    #4 0x3 in even /src/a.c:3:3\n",
     "stack-overflow|even|odd"},
    {"a hostile name is inert", HEADER "    #0 0x1 in f`@you`\x1b[2J#1 /src/a.c:1:1\n" ENTRY,
     "heap-buffer-overflow|f\\x60"},
};

static void key_is(void **state)
{
    const struct key_row *row = *state;
    static struct sanlog_report report;
    struct signature signature;
    size_t size = strlen(row->log);
    char *log = exact_copy(row->log, size);
    assert_true(sanlog_read(log, size, &report));
    signature_make(&report, "target", &signature);
    assert_string_equal(signature.key, row->key);
    free(log);
}

struct severity_row {
    const char *name, *log;
    enum severity severity;
};

static const struct severity_row severities[] = {
    {"a write beyond the heap", HEADER "WRITE of size 1 at 0x602 thread T0\n", SEVERITY_HIGH},
    {"a read beyond the heap", HEADER "READ of size 1 at 0x602 thread T0\n", SEVERITY_MEDIUM},
    {"a use after free, though it only reads",
     "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x602\nREAD of size 1 at\n",
     SEVERITY_HIGH},
    {"an assertion", "t: t.c:3: f: Assertion `x' failed.\n", SEVERITY_LOW},
    {"a timeout", TIMEOUT, SEVERITY_LOW},
    {"an integer overflow", "a.c:3:5: runtime error: signed integer overflow: 1 + 2\n",
     SEVERITY_LOW},
    {"a null dereference that writes",
     "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x1)\n"
     "==7==The signal is caused by a WRITE memory access.\n"
     "==7==Hint: address points to the zero page.\n",
     SEVERITY_LOW},
};

static void severity_is(void **state)
{
    const struct severity_row *row = *state;
    static struct sanlog_report report;
    struct signature signature;
    assert_true(sanlog_read(row->log, strlen(row->log), &report));
    signature_make(&report, "target", &signature);
    assert_string_equal(signature_severity_name(signature.severity),
                        signature_severity_name(row->severity));
}

int main(void)
{
    struct CMUnitTest tests[COUNT(keys) + COUNT(severities)];
    size_t count = 0;
    ADD_ROWS(tests, count, keys, key_is);
    ADD_ROWS(tests, count, severities, severity_is);
    return cmocka_run_group_tests_name("signature", tests, NULL, NULL);
}
