/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "crash/sanlog.h"
#include "crash/signature.h"

#define HEADER  "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602\n"
#define ENTRY   "    #9 0x9 in LLVMFuzzerTestOneInput /src/fuzz/t.c:9:9\n"
#define TIMEOUT "==7== ERROR: libFuzzer: timeout after 2 seconds\n"

/* The sides of a race as TSan reports them: the later access first. */
#define RACE(later, earlier)                                                                       \
    "WARNING: ThreadSanitizer: data race (pid=7)\n"                                                \
    "  Read of size 8 at 0x55 by main thread:\n"                                                   \
    "    #0 " later " /src/a.c:2:1 (t+0x1)\n    #1 main /src/a.c:9:9 (t+0x2)\n\n"                  \
    "  Previous write of size 8 at 0x55 by thread T1:\n"                                           \
    "    #0 memcpy <null> (t+0x3)\n    #1 " earlier " /src/a.c:3:1 (t+0x4)\n\n"                    \
    "  Location is global 'count'\n\n  Thread T1 created by main thread at:\n"                     \
    "    #0 pthread_create <null> (t+0x5)\n    #1 start /src/a.c:8:9 (t+0x6)\n"
#define LOCKS(one, other)                                                                          \
    "WARNING: ThreadSanitizer: lock-order-inversion (potential deadlock) (pid=7)\n"                \
    "  Mutex M1 acquired here while holding mutex M0 in main thread:\n"                            \
    "    #0 pthread_mutex_lock <null> (t+0x1)\n    #1 " one " /src/a.c:2:1 (t+0x2)\n"              \
    "    #2 main /src/a.c:9:9 (t+0x3)\n\n  Mutex M0 previously acquired by the same thread "       \
    "here:\n"                                                                                      \
    "    #0 pthread_mutex_lock <null> (t+0x1)\n    #1 lock_first /src/a.c:1:1 (t+0x4)\n\n"         \
    "  Mutex M0 acquired here while holding mutex M1 in main thread:\n"                            \
    "    #0 pthread_mutex_lock <null> (t+0x1)\n    #1 " other " /src/a.c:3:1 (t+0x5)\n"            \
    "    #2 main /src/a.c:9:9 (t+0x6)\n\nSUMMARY: ThreadSanitizer: lock-order-inversion\n"

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
    {"no symbols: module and offset, and no address",
     HEADER "    #0 0x1  (/out/t+0x11)\n    #1 0x2  (/out/t+0x22)\n",
     "heap-buffer-overflow|target:target|t+0x11|t+0x22"},
    {"no symbols: three frames, none of libc's or the sanitizer's",
     HEADER "    #0 0x1  (/lib/libasan.so.8+0x1)\n    #1 0x2  (/out/t+0x22)\n"
            "    #2 0x3  (/lib/libc.so.6+0x3)\n    #3 0x4  (/out/lib/libonion.so+0x33)\n"
            "    #4 0x5  (/out/t+0x44)\n    #5 0x6  (/out/t+0x55)\n",
     "heap-buffer-overflow|target:target|t+0x22|libonion.so+0x33|t+0x44"},
    {"no symbols: what libFuzzer's handler printed before the signal is left out",
     "==7== ERROR: libFuzzer: deadly signal\n"
     "    #0 0x1  (/out/t+0x11)\n    #1 0x2  (/out/t+0x12)\n    #2 0x3  (/lib/libc.so.6+0x3)\n"
     "    #3 0x4  (/lib/libc.so.6+0x4)\n    #4 0x5  (/out/t+0x44)\n    #5 0x6  (/out/t+0x55)\n",
     "deadly-signal|target:target|t+0x44|t+0x55"},
    {"no symbols: an alarm strikes anywhere",
     TIMEOUT "    #0 0x1  (/out/t+0x11)\n    #1 0x2  (/out/t+0x12)\n", "timeout|target:target"},
    {"no symbols: the depth of a recursion does not count",
     "==7==ERROR: AddressSanitizer: stack-overflow on address 0x7ff\n"
     "    #0 0x1  (/out/t+0x1f)\n    #1 0x2  (/out/t+0x33)\n    #2 0x3  (/out/t+0x22)\n"
     "    #3 0x2  (/out/t+0x33)\n    #4 0x3  (/out/t+0x22)\n",
     "stack-overflow|target:target|t+0x22|t+0x33"},
    {"symbols, and one library without: as ever",
     HEADER "    #0 0x1  (/out/libonion.so+0x11)\n    #1 0x2 in a /src/a.c:1:1\n" ENTRY,
     "heap-buffer-overflow|a"},
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
    {"a race by both its sides, whichever ran first", RACE("read_bare", "add_locked"),
     "data-race|add_locked|read_bare|main"},
    {"a race by both its sides, and the other ran first", RACE("add_locked", "read_bare"),
     "data-race|add_locked|read_bare|main"},
    {"two locks in two orders, reported in one", LOCKS("early", "late"),
     "lock-order-inversion|early|late|main"},
    {"two locks in two orders, reported in the other", LOCKS("late", "early"),
     "lock-order-inversion|early|late|main"},
    {"a jump to nowhere by the function that jumped",
     "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x4141 (pc 0x4141 bp 0x1 sp 0x2 T0)\n"
     "    #0 0x4141  (<unknown module>)\n    #1 0x2 in call_hook /src/a.c:2:2\n" ENTRY,
     "wild-jump|call_hook"},
    {"a name that was cut is no name",
     HEADER "    #0 0x1 in a /src/a.c:1:1\n    #1 0x2 in parse_of", "heap-buffer-overflow|a"},
    {"a static function of the runtime",
     HEADER "    #0 0x1 in MemcmpInterceptorCommon(void*, int) (/out/t+0x1)\n"
            "    #1 0x2 in same /src/a.c:1:1\n" ENTRY,
     "heap-buffer-overflow|same"},
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
    enum crash_class class;
    bool security;
};

static const struct severity_row severities[] = {
    {"a write beyond the heap", HEADER "WRITE of size 1 at 0x602 thread T0\n", SEVERITY_HIGH,
     CLASS_MEMORY, true},
    {"a read beyond the heap", HEADER "READ of size 1 at 0x602 thread T0\n", SEVERITY_MEDIUM,
     CLASS_MEMORY, true},
    {"an access beyond the heap, and the log cut before it says which", HEADER, SEVERITY_MEDIUM,
     CLASS_MEMORY, true},
    {"a use after free, though it only reads",
     "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x602\nREAD of size 1 at\n",
     SEVERITY_HIGH, CLASS_MEMORY, true},
    {"an assertion", "t: t.c:3: f: Assertion `x' failed.\n", SEVERITY_LOW, CLASS_FUNCTIONAL, false},
    {"an abort, though ASan reports it", "==7==ERROR: AddressSanitizer: ABRT on unknown address\n",
     SEVERITY_LOW, CLASS_FUNCTIONAL, false},
    {"a timeout", TIMEOUT, SEVERITY_LOW, CLASS_EXHAUSTION, false},
    {"an integer overflow", "a.c:3:5: runtime error: signed integer overflow: 1 + 2\n",
     SEVERITY_LOW, CLASS_FUNCTIONAL, false},
    {"an index that UBSan refused",
     "a.c:3:5: runtime error: index 12 out of bounds for type 'int [12]'\n", SEVERITY_MEDIUM,
     CLASS_MEMORY, true},
    {"a null dereference that writes",
     "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x1)\n"
     "==7==The signal is caused by a WRITE memory access.\n"
     "==7==Hint: address points to the zero page.\n",
     SEVERITY_LOW, CLASS_MEMORY, false},
    {"a leak", "==7==ERROR: LeakSanitizer: detected memory leaks\n", SEVERITY_LOW, CLASS_LEAK,
     false},
    {"a race", "WARNING: ThreadSanitizer: data race (pid=7)\n", SEVERITY_MEDIUM, CLASS_RACE, false},
    {"a lock order, by the tool", "WARNING: ThreadSanitizer: lock-order-inversion (pid=7)\n",
     SEVERITY_LOW, CLASS_RACE, false},
    {"an overlap, whichever function it was",
     "==7==ERROR: AddressSanitizer: strncat-param-overlap: memory ranges overlap\n",
     SEVERITY_MEDIUM, CLASS_MEMORY, true},
    {"a wording that is new to us, and no access",
     "==7==ERROR: AddressSanitizer: something-new on address 0x602\n", SEVERITY_MEDIUM,
     CLASS_MEMORY, true},
    {"a wording that is new to us, of a race",
     "WARNING: ThreadSanitizer: something new (pid=7)\n  Write of size 8 at 0x55 by thread T1:\n",
     SEVERITY_LOW, CLASS_RACE, false},
    {"a wording that is new to us, by the tool",
     "==7==ERROR: AddressSanitizer: something-new on address 0x602\nWRITE of size 1 at\n",
     SEVERITY_HIGH, CLASS_MEMORY, true},
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
    assert_string_equal(signature_class_name(signature.class), signature_class_name(row->class));
    assert_int_equal(signature_is_security(&signature), row->security);
}

struct worth_row {
    const char *name; /* the kind */
    enum sanlog_tool tool;
    enum sanlog_access access;
    enum severity severity;
    enum crash_class class;
};

static const struct worth_row worths[] = {
    {"tag-mismatch", SANLOG_HWASAN, SANLOG_WRITE, SEVERITY_HIGH, CLASS_MEMORY},
    {"tag-mismatch", SANLOG_HWASAN, SANLOG_READ, SEVERITY_MEDIUM, CLASS_MEMORY},
    {"allocation-tail-overwritten", SANLOG_HWASAN, SANLOG_ACCESS_NONE, SEVERITY_HIGH, CLASS_MEMORY},
    {"something-new", SANLOG_HWASAN, SANLOG_WRITE, SEVERITY_HIGH, CLASS_MEMORY},
    {"cfi-indirect-call", SANLOG_UBSAN, SANLOG_ACCESS_NONE, SEVERITY_HIGH, CLASS_MEMORY},
    {"cfi-virtual-call", SANLOG_UBSAN, SANLOG_ACCESS_NONE, SEVERITY_HIGH, CLASS_MEMORY},
    {"cfi-derived-cast", SANLOG_UBSAN, SANLOG_ACCESS_NONE, SEVERITY_HIGH, CLASS_MEMORY},
    {"null-pointer-use", SANLOG_UBSAN, SANLOG_WRITE, SEVERITY_LOW, CLASS_MEMORY},
    {"null-dereference", SANLOG_ASAN, SANLOG_WRITE, SEVERITY_LOW, CLASS_MEMORY},
    {"sanitizer-check-failed", SANLOG_ASAN, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"killed-by-sigsys", SANLOG_VIGIL, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"killed-by-sigsys", SANLOG_ASAN, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"unexpected-exit", SANLOG_VIGIL, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"trap", SANLOG_VIGIL, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"panic", SANLOG_RUST, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"check-failure", SANLOG_MSAN, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"heap-use-after-free", SANLOG_GWP_ASAN, SANLOG_READ, SEVERITY_HIGH, CLASS_MEMORY},
    {"heap-buffer-overflow", SANLOG_VALGRIND, SANLOG_READ, SEVERITY_MEDIUM, CLASS_MEMORY},
    {"use-of-uninitialized-value", SANLOG_VALGRIND, SANLOG_ACCESS_NONE, SEVERITY_MEDIUM,
     CLASS_MEMORY},
    {"memory-leak", SANLOG_VALGRIND, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_LEAK},
    {"memory-param-overlap", SANLOG_VALGRIND, SANLOG_ACCESS_NONE, SEVERITY_MEDIUM, CLASS_MEMORY},
    {"heap-corruption", SANLOG_SCUDO, SANLOG_ACCESS_NONE, SEVERITY_HIGH, CLASS_MEMORY},
    {"unsafe-library-call", SANLOG_RTSAN, SANLOG_ACCESS_NONE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"type-aliasing-violation", SANLOG_TYSAN, SANLOG_WRITE, SEVERITY_LOW, CLASS_FUNCTIONAL},
    {"inconsistent-shadow-results", SANLOG_NSAN, SANLOG_ACCESS_NONE, SEVERITY_LOW,
     CLASS_FUNCTIONAL},
};

static void worth_is(void **state)
{
    const struct worth_row *row = *state;
    static struct sanlog_report report;
    report = (struct sanlog_report){.tool = row->tool, .access = row->access};
    (void)snprintf(report.kind, sizeof report.kind, "%s", row->name);
    assert_string_equal(signature_severity_name(severity_of(&report)),
                        signature_severity_name(row->severity));
    assert_string_equal(signature_class_name(severity_class(&report)),
                        signature_class_name(row->class));
}

struct stack_row {
    const char *name, *log, *stack;
};

static const struct stack_row stacks[] = {
    {"every own frame, a recursion folded",
     HEADER "    #0 0x1 in free (/out/t+0x1)\n    #1 0x2 in a /src/a.c:1:1\n"
            "    #2 0x2 in b /src/a.c:2:2\n    #3 0x1 in a /src/a.c:1:1\n"
            "    #4 0x3 in c /src/a.c:3:3\n    #5 0x3 in d /src/a.c:3:3\n" ENTRY,
     "a|b|c|d"},
    {"a timeout's whole, though its key has one frame",
     TIMEOUT "    #0 0x1 in leaf /src/a.c:1:1\n    #1 0x3 in outer /src/a.c:3:3\n" ENTRY,
     "leaf|outer"},
    {"none", HEADER "    #0 0x1 in memcpy (/out/t+0x1)\n" ENTRY, ""},
    {"a name that holds the mark between names", HEADER "    #0 0x1 in f|g /src/a.c:1:1\n" ENTRY,
     "f\\x7cg"},
};

static void stack_is(void **state)
{
    const struct stack_row *row = *state;
    static struct sanlog_report report;
    struct signature signature;
    assert_true(sanlog_read(row->log, strlen(row->log), &report));
    signature_make(&report, "target", &signature);
    assert_string_equal(signature.stack, row->stack);
    assert_string_equal(signature.kind, report.kind);
}

/* What a database keeps of a signature. */
struct kept {
    enum crash_class class;
    const char *kind, *key, *stack;
};

struct similar_row {
    const char *name;
    struct kept left, right;
    bool similar;
};

#define HEAP   CLASS_MEMORY, "heap-buffer-overflow"
#define ASSERT CLASS_FUNCTIONAL, "assertion-failure"
#define OOM    CLASS_EXHAUSTION, "out-of-memory"

static const struct similar_row similars[] = {
    {"the same key", {HEAP, "h READ 1|a|b|c", "a|b|c|d"}, {HEAP, "h READ 1|a|b|c", "a|b|c"}, true},
    {"the same key, and another class", {HEAP, "k|a|b", "a|b"}, {ASSERT, "k|a|b", "a|b"}, false},
    {"two of three frames, the first differs",
     {HEAP, "h READ 1|x|b|c", "x|b|c"},
     {HEAP, "h READ 1|y|b|c", "y|b|c"},
     true},
    {"two of three frames, one between them",
     {HEAP, "h READ 1|a|x|b", "a|x|b"},
     {CLASS_MEMORY, "segv", "segv READ|a|b|y", "a|b|y"},
     true},
    {"two of three frames in another order", {HEAP, "h|a|b", "a|b"}, {HEAP, "h|b|a", "b|a"}, false},
    {"one of three frames", {HEAP, "h|a|x|y", "a|x|y"}, {HEAP, "h|a|v|w", "a|v|w"}, false},
    {"two of three frames, a memory error and an assertion",
     {HEAP, "h READ 1|a|b|c", "a|b|c"},
     {ASSERT, "assertion-failure|a|b|c", "a|b|c"},
     false},
    {"one helper ended two functions of one caller",
     {CLASS_FUNCTIONAL, "abort", "abort|die|read_date|parse", "die|read_date|parse"},
     {CLASS_FUNCTIONAL, "abort", "abort|die|read_time|parse", "die|read_time|parse"},
     false},
    {"one helper ended one function, beneath two callers",
     {CLASS_FUNCTIONAL, "abort", "abort|die|read_date|parse", "die|read_date|parse"},
     {CLASS_FUNCTIONAL, "abort", "abort|die|read_date|scan", "die|read_date|scan"},
     true},
    {"names that look alike are two, whatever their letters",
     {ASSERT, "a|read_date|parse", "read_date|parse"},
     {ASSERT, "a|read_time|parse", "read_time|parse"},
     false},
    {"stacks alike below other top frames",
     {HEAP, "h|x|y|a", "x|y|a|b|c|d|e|f|g|h|i|j|k|l|m"},
     {HEAP, "h|v|w|a", "v|w|a|b|c|d|e|f|g|h|i|j|k|l|m"},
     true},
    {"stacks alike, of two kinds",
     {HEAP, "h|x|y|a", "x|y|a|b|c|d|e|f|g|h|i|j|k|l|m"},
     {CLASS_MEMORY, "segv", "s|v|w|a", "v|w|a|b|c|d|e|f|g|h|i|j|k|l|m"},
     false},
    {"stacks not alike enough: one frame deeper each time, four times",
     {HEAP, "h|a|b|c", "a|b|c|d"},
     {HEAP, "h|w|x|y", "w|x|y|z|a|b|c|d"},
     false},
    {"a short stack, wholly the same, and another access",
     {HEAP, "h READ 1|a", "a"},
     {HEAP, "h WRITE 1|a", "a"},
     true},
    {"a short stack is not made like by its caller",
     {HEAP, "h|a", "a"},
     {HEAP, "h|x|a", "x|a"},
     false},
    {"out of memory: chance chose the stack",
     {OOM, "o|target:t|a", "x|b|c|a"},
     {OOM, "o|target:t|e", "x|b|c|e"},
     false},
    {"out of memory beneath one call",
     {OOM, "o|target:t|a", "x|a"},
     {OOM, "o|target:t|a", "y|a"},
     true},
    {"one target, two accesses, and nothing known",
     {HEAP, "h READ|target:t", ""},
     {HEAP, "h WRITE|target:t", ""},
     false},
    {"a namespace is no target",
     {HEAP, "h READ|target::f|g", "target::f|g"},
     {HEAP, "h WRITE|target::f|g", "target::f|g"},
     true},
};

static void rebuild(const struct kept *kept, struct signature *signature)
{
    memset(signature, 0, sizeof *signature);
    signature->class = kept->class;
    (void)snprintf(signature->kind, sizeof signature->kind, "%s", kept->kind);
    (void)snprintf(signature->key, sizeof signature->key, "%s", kept->key);
    (void)snprintf(signature->stack, sizeof signature->stack, "%s", kept->stack);
}

static void similar_is(void **state)
{
    const struct similar_row *row = *state;
    static struct signature left, right;
    rebuild(&row->left, &left);
    rebuild(&row->right, &right);
    assert_int_equal(signature_similar(&left, &right), row->similar);
    assert_int_equal(signature_similar(&right, &left), row->similar);
    assert_true(signature_similar(&left, &left) && signature_similar(&right, &right));
}

/* A report with one own frame or two, made by hand. */
struct spot {
    const char *kind, *message, *function, *file;
    unsigned line;
    const char *caller;
};

static void make_spot(const struct spot *spot, struct signature *signature)
{
    static struct sanlog_report report;
    report = (struct sanlog_report){.tool = SANLOG_ASAN};
    (void)snprintf(report.kind, sizeof report.kind, "%s", spot->kind);
    (void)snprintf(report.message, sizeof report.message, "%s", spot->message);
    const char *functions[] = {spot->function, spot->caller};
    for (size_t i = 0; i < COUNT(functions) && functions[i][0] != '\0'; i++) {
        struct sanlog_frame *frame = &report.frames[report.frame_count++];
        (void)snprintf(frame->function, sizeof frame->function, "%s", functions[i]);
        (void)snprintf(frame->file, sizeof frame->file, "/src/%s", i == 0 ? spot->file : "c.c");
        frame->line = i == 0 ? spot->line : 77;
    }
    signature_make(&report, "target", signature);
}

struct pair_row {
    const char *name;
    struct spot left, right;
    bool same, one_place, similar;
};

#define OVER   "heap-buffer-overflow", ""
#define CHECKS "assertion-failure"

static const struct pair_row pairs[] = {
    {"one line reached in two ways is one place",
     {OVER, "put_digit", "a.c", 7, "short_form"},
     {OVER, "put_digit", "a.c", 7, "long_form"},
     false,
     true,
     true},
    {"two lines of one function, reached in two ways",
     {OVER, "put_digit", "a.c", 7, "short_form"},
     {OVER, "put_digit", "a.c", 9, "out"},
     false,
     false,
     false},
    {"two lines of one function, reached in one way: one key",
     {OVER, "put_digit", "a.c", 7, "out"},
     {OVER, "put_digit", "a.c", 9, "out"},
     true,
     false,
     true},
    {"one line, two kinds",
     {OVER, "put_digit", "a.c", 7, "out"},
     {"heap-use-after-free", "", "put_digit", "a.c", 7, "out"},
     false,
     false,
     true},
    {"a static function of one name in two files",
     {OVER, "work", "a.c", 7, ""},
     {OVER, "work", "b.c", 7, ""},
     false,
     false,
     false},
    {"a static function of one name in two files, two frames in common",
     {OVER, "work", "a.c", 7, "outer"},
     {OVER, "work", "b.c", 7, "outer"},
     false,
     false,
     false},
    {"one file in two trees",
     {OVER, "work", "one/a.c", 7, ""},
     {OVER, "work", "two/a.c", 7, ""},
     true,
     true,
     true},
    {"a file that is not known tells nothing apart",
     {OVER, "work", "a.c", 7, ""},
     {OVER, "work", "", 0, ""},
     true,
     false,
     true},
    {"two conditions in one function",
     {CHECKS, "n < 100", "f", "a.c", 7, "g"},
     {CHECKS, "n < 200", "f", "a.c", 8, "g"},
     false,
     false,
     false},
    {"two conditions that a helper of the project's reports",
     {CHECKS, "p != q", "my_assert_fail", "a.c", 7, "g"},
     {CHECKS, "n < 200", "my_assert_fail", "a.c", 7, "h"},
     false,
     false,
     false},
    {"one condition and two values",
     {CHECKS, "n < size (4 vs. 3)", "f", "a.c", 7, "g"},
     {CHECKS, "n < size (17 vs. 0)", "f", "a.c", 7, "g"},
     true,
     true,
     true},
    {"two functions that a helper of the project's ended, without a message",
     {"abort", "", "pk_die", "a.c", 7, "read_size"},
     {"abort", "", "pk_die", "a.c", 7, "read_kind"},
     false,
     false,
     false},
    {"two lines of one function that such a helper ended, with one key",
     {"abort", "", "panic", "a.c", 7, "read_size"},
     {"abort", "", "panic", "a.c", 9, "read_size"},
     true,
     true,
     true},
    {"one abort reached in two ways is one place",
     {"abort", "", "put_digit", "a.c", 7, "short_form"},
     {"abort", "", "put_digit", "a.c", 7, "long_form"},
     false,
     true,
     true},
    {"a helper's own fault of memory is its own",
     {OVER, "die", "a.c", 7, "short_form"},
     {OVER, "die", "a.c", 7, "long_form"},
     false,
     true,
     true},
    {"a message that one log lost",
     {CHECKS, "n < 100", "f", "a.c", 7, "short_form"},
     {CHECKS, "", "f", "a.c", 7, "long_form"},
     false,
     true,
     true},
    {"a leak is allocated at one line for all",
     {"memory-leak", "", "make_node", "a.c", 7, "list"},
     {"memory-leak", "", "make_node", "a.c", 7, "string"},
     false,
     false,
     false},
    {"an alarm rings anywhere",
     {"timeout", "", "leaf", "a.c", 7, "f"},
     {"timeout", "", "leaf", "a.c", 7, "g"},
     true,
     false,
     true},
    {"names that look alike beneath one caller",
     {OVER, "read_date", "a.c", 7, "parse"},
     {OVER, "read_time", "a.c", 9, "parse"},
     false,
     false,
     false},
    {"no own frame is no place", {OVER, "", "", 0, ""}, {OVER, "", "", 0, ""}, true, false, true},
};

static void pair_is(void **state)
{
    const struct pair_row *row = *state;
    static struct signature left, right;
    make_spot(&row->left, &left);
    make_spot(&row->right, &right);
    assert_int_equal(signature_same(&left, &right), row->same);
    assert_int_equal(signature_same(&right, &left), row->same);
    assert_int_equal(signature_one_place(&left, &right), row->one_place);
    assert_int_equal(signature_one_place(&right, &left), row->one_place);
    assert_int_equal(signature_similar(&left, &right), row->similar);
    assert_int_equal(signature_similar(&right, &left), row->similar);
    assert_true(signature_same(&left, &left) && signature_same(&right, &right));
}

/* The second of two crashes with one key is known by a key of its own, and found again by it. */
static void told_apart(void **state)
{
    (void)state;
    static struct signature first, second, again;
    make_spot(&(struct spot){CHECKS, "n < 100", "f", "a.c", 7, "g"}, &first);
    make_spot(&(struct spot){CHECKS, "n | m", "f", "a.c", 8, "g"}, &second);
    again = second;
    assert_string_equal(first.key, second.key);
    signature_tell_apart(&second);
    assert_string_equal(second.key, "assertion-failure|f|g|@a.c: n \\x7c m");
    assert_string_not_equal(first.id, second.id);
    assert_true(signature_same(&second, &again) && signature_same(&again, &second));
    assert_false(signature_same(&second, &first) || signature_same(&first, &second));
    assert_false(signature_similar(&second, &first) || signature_similar(&first, &second));
    struct signature once = second;
    signature_tell_apart(&second);
    assert_string_equal(second.key, once.key);
    make_spot(&(struct spot){"abort", "", "", "", 0, ""}, &first);
    signature_tell_apart(&first);
    assert_string_equal(first.key, "abort|target:target");
}

struct message_row {
    const char *name, *kind, *message, *masked, *title;
};

static const struct message_row messages[] = {
    {"a condition as it stands", CHECKS, "index < size", "index < size",
     "assertion-failure: index < size in f"},
    {"a number in a condition", CHECKS, "d[1]<200", "d[1]< 200", NULL},
    {"a string in a condition", CHECKS, "!\"unknown state\"", "!'unknown state'", NULL},
    {"an alternative", CHECKS, "a||b->c != 'x'", "a or b->c != 'x'", NULL},
    {"a check's values", CHECKS, "have < room (4 vs. 3)", "have < room (N vs. N)", NULL},
    {"GLib's values", CHECKS, "(have == room): (4 == 3)", "(have == room): (N == N)", NULL},
    {"a condition in parentheses", CHECKS, " (have < room) ", "have < room", NULL},
    {"what a check adds of its own", CHECKS, "ok at byte 17 of \"abc", "ok at byte N of '...'",
     NULL},
    {"a panic's values", "panic", "index out of bounds: the len is 0 but the index is 4",
     "index out of bounds: the len is N but the index is N", NULL},
    {"an address and an identifier", "panic", "no utf8 at 0x7ffd10 in v2_read",
     "no utf8 at N in v2_read", NULL},
    {"names in quotes stay, values do not", "panic",
     "called `Result::unwrap()` on an `Err` value: Utf8Error { valid_up_to: 3 }",
     "called 'Result::unwrap()' on an 'Err' value: Utf8Error ...", NULL},
    {"a value in quotes", "panic", "can't read 'zone' of \"Mars\"", "can't read '...' of '...'",
     NULL},
    {"more than one line", "panic", "one\n  left: 3\n right: 4", "one left: N right: N", NULL},
    {"no tag, no link, no image, no comment, no table", CHECKS,
     "a<b> && !<img> <!-- [x](http://y) ![z] a[i](x) -- > --> | #1 @you",
     "a< b> && !< img> < !-- \\x5bx\\x5d(http:/\\x2fy) \\x21[z] a[i] (x) -- > --\\x3e "
     "\\x7c \\x23N \\x40you",
     NULL},
    {"bytes that are no letters", CHECKS, "a\x1b[2J\xff`", "a\\x1b\\x5b2J\\xff'...'", NULL},
};

static void message_is(void **state)
{
    const struct message_row *row = *state;
    static struct signature signature;
    make_spot(&(struct spot){row->kind, row->message, "f", "a.c", 7, ""}, &signature);
    assert_string_equal(signature.message, row->masked);
    assert_string_equal(signature.file, "a.c");
    assert_int_equal(signature.line, 7);
    if (row->title != NULL) {
        assert_string_equal(signature.title, row->title);
    }
}

/* However long a message is and wherever it is cut, no escape is cut in two. */
static void a_long_message_is_cut(void **state)
{
    (void)state;
    static struct signature signature;
    char message[250];
    for (size_t size = 1; size < sizeof message; size++) {
        for (size_t i = 0; i < size; i++) {
            message[i] = i % 3 == 0 ? 'a' : '@';
        }
        message[size] = '\0';
        make_spot(&(struct spot){CHECKS, message, "f", "a.c", 7, ""}, &signature);
        assert_true(strlen(signature.message) < sizeof signature.message);
        for (const char *at = strchr(signature.message, '\\'); at != NULL;
             at = strchr(at + 1, '\\')) {
            assert_memory_equal(at, "\\x40", 4);
        }
        assert_non_null(strstr(signature.title, " in f"));
    }
}

static void class_names_read_back(void **state)
{
    (void)state;
    for (enum crash_class class = CLASS_MEMORY; class <= CLASS_EXHAUSTION; class ++) {
        enum crash_class read = CLASS_MEMORY;
        assert_true(signature_class_read(signature_class_name(class), &read));
        assert_int_equal(read, class);
    }
    enum crash_class untouched = CLASS_RACE;
    assert_false(signature_class_read("", &untouched) || signature_class_read("mem", &untouched));
    assert_int_equal(untouched, CLASS_RACE);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(keys) + COUNT(severities) + COUNT(stacks) + COUNT(similars) +
                            COUNT(pairs) + COUNT(messages) + COUNT(worths) + 3] = {
        cmocka_unit_test(class_names_read_back), cmocka_unit_test(told_apart),
        cmocka_unit_test(a_long_message_is_cut)};
    size_t count = 3;
    ADD_ROWS(tests, count, keys, key_is);
    ADD_ROWS(tests, count, severities, severity_is);
    ADD_ROWS(tests, count, stacks, stack_is);
    ADD_ROWS(tests, count, similars, similar_is);
    ADD_ROWS(tests, count, pairs, pair_is);
    ADD_ROWS(tests, count, worths, worth_is);
    ADD_ROWS(tests, count, messages, message_is);
    return cmocka_run_group_tests_name("signature", tests, NULL, NULL);
}
