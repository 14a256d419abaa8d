/* SPDX-License-Identifier: MIT */
#include "stack.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const exact[] = {
    /* the allocator */
    "malloc", "calloc", "realloc", "reallocarray", "free", "cfree", "memalign", "posix_memalign",
    "aligned_alloc", "valloc", "pvalloc", "strdup", "strndup", "_int_malloc", "_int_free",
    "malloc_printerr", "malloc_consolidate", "unlink_chunk", "sysmalloc",
    /* libc on memory and strings, as the interceptors show them */
    "memcpy", "memmove", "memset", "memcmp", "memchr", "memrchr", "memmem", "mempcpy", "bcmp",
    "bzero", "bcopy", "strlen", "strnlen", "strcpy", "strncpy", "strcat", "strncat", "strcmp",
    "strncmp", "strcasecmp", "strncasecmp", "strchr", "strrchr", "strstr", "strcasestr", "strspn",
    "strcspn", "strpbrk", "strtok", "strtok_r", "stpcpy", "strtol", "strtoll", "strtoul",
    "strtoull", "strtod", "atoi", "atol", "atoll", "printf", "fprintf", "sprintf", "snprintf",
    "vprintf", "vfprintf", "vsprintf", "vsnprintf", "printf_common", "scanf_common", "sscanf",
    "vsscanf", "qsort", "qsort_r", "bsearch", "sleep", "usleep", "nanosleep", "clock_nanosleep",
    "read", "write", "pread", "fread", "fwrite", "pause", "MemcmpInterceptorCommon", "CharCmpX",
    "StrstrCheck", "StrcasestrCheck", "read_iovec", "write_iovec", "read_msghdr", "write_msghdr",
    /* how a program ends and begins */
    "abort", "raise", "gsignal", "kill", "tgkill", "exit", "_exit", "_Exit", "start_thread",
    "clone", "clone3", "_start", "killpg", "syscall", "_dl_relocate_static_pie", "call_init",
    "__run_exit_handlers",
    /* the fuzzer's side of a target */
    "LLVMFuzzerTestOneInput", "LLVMFuzzerInitialize", "LLVMFuzzerRunDriver",
    "LLVMFuzzerCustomMutator", "LLVMFuzzerCustomCrossOver"};

/* Prefixes reserved to the implementation, or to the tool that owns the namespace. */
static const char *const prefixes[] = {
    "__asan_",       "__asan::",        "__sanitizer_",   "__sanitizer::",
    "__ubsan_",      "__ubsan::",       "__lsan_",        "__lsan::",
    "__msan_",       "__msan::",        "__tsan_",        "__tsan::",
    "__hwasan",      "__interceptor",   "___interceptor", "__interception::",
    "__sancov",      "fuzzer::",        "__libc_",        "__GI_",
    "__pthread_",    "___pthread_",     "pthread_",       "__assert",
    "__fortify_",    "__stack_chk_",    "__chk_",         "__cxa_",
    "__gxx_",        "__cxxabiv1::",    "__gnu_cxx::",    "std::",
    "operator new",  "operator delete", "_Unwind_",       "_IO_",
    "__restore_rt",  "__isoc99_",       "__mem",          "__str",
    "__cxx_global_", "_GLOBAL__",       "_sub_I_",        "asan.module_"};

/* Base names of the libraries beneath us, each followed by ".so" or "-2.36.so". */
static const char *const modules[] = {
    "libc",    "libpthread", "libm",     "ld-linux-x86-64", "ld-linux",  "ld-linux-aarch64",
    "libasan", "libubsan",   "liblsan",  "libtsan",         "libhwasan", "libstdc++",
    "libc++",  "libc++abi",  "libgcc_s", "libdl",           "librt",     "linux-vdso"};

/* Directories whose files are never the project's, wherever its build put them. */
static const char *const directories[] = {"/compiler-rt/", "/libsanitizer/", "/sysdeps/",
                                          "/usr/include/", "/libstdc++-v3/", "/glibc-"};

/* The functions of libFuzzer that call a target: beyond them every frame is the fuzzer's. */
static const char *const drivers[] = {"fuzzer::Fuzzer::ExecuteCallback", "fuzzer::Fuzzer::RunOne",
                                      "fuzzer::Fuzzer::Loop", "fuzzer::RunOneTest",
                                      "fuzzer::FuzzerDriver"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool starts_any(const char *text, const char *const *words, size_t count)
{
    size_t i = 0;
    while (i < count && !starts(text, words[i])) {
        i++;
    }
    return i < count;
}

static bool runtime_function(const char *name)
{
    for (size_t i = 0; i < COUNT(exact); i++) {
        if (strcmp(name, exact[i]) == 0) {
            return true;
        }
    }
    return starts_any(name, prefixes, COUNT(prefixes));
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* A distribution's glibc names its files relative to its own tree, the directory twice:
 * "nptl/./nptl/pthread_kill.c", "./csu/../csu/libc-start.c". No project names its files so. */
static bool glibc_file(const char *file)
{
    file += starts(file, "./") ? 2 : 0;
    size_t size = strcspn(file, "/");
    const char *rest = file + size;
    rest += starts(rest, "/./") ? 3 : starts(rest, "/../") ? 4 : 0;
    return rest > file + size && strncmp(rest, file, size) == 0 && rest[size] == '/';
}

static bool runtime_file(const char *file)
{
    for (size_t i = 0; i < COUNT(directories); i++) {
        if (strstr(file, directories[i]) != NULL) {
            return true;
        }
    }
    /* The file of libFuzzer's main, for a libFuzzer built from a tree with another name. */
    return glibc_file(file) || strcmp(base_name(file), "FuzzerMain.cpp") == 0;
}

static bool runtime_module(const char *module)
{
    for (size_t i = 0; i < COUNT(modules); i++) {
        const char *rest = module + strlen(modules[i]);
        if (starts(module, modules[i]) &&
            (starts(rest, ".so") || (rest[0] == '-' && rest[1] >= '0' && rest[1] <= '9'))) {
            return true;
        }
    }
    return false;
}

bool stack_is_entry(const struct sanlog_frame *frame)
{
    return starts_any(frame->function, drivers, COUNT(drivers)) ||
           strcmp(frame->function, "LLVMFuzzerTestOneInput") == 0;
}

bool stack_is_own(const struct sanlog_frame *frame)
{
    if (frame->function[0] == '\0' && frame->file[0] == '\0') {
        return false;
    }
    char name[STACK_NAME_SIZE];
    stack_function_name(frame, name);
    /* The full name counts too: "std::sort<…>", "operator new(unsigned long)". */
    return !runtime_function(name) && !runtime_function(frame->function) &&
           !runtime_file(frame->file) && !runtime_module(frame->module);
}

size_t stack_count(const struct sanlog_report *report)
{
    size_t count = 0;
    while (count < report->frame_count && !stack_is_entry(&report->frames[count])) {
        count++;
    }
    return count;
}

void stack_mark_own(const struct sanlog_report *report, bool own[SANLOG_FRAMES])
{
    bool beyond = false;
    for (size_t i = 0; i < report->frame_count; i++) {
        bool begins = i == 0 || i == report->second;
        beyond = (beyond && !begins) || stack_is_entry(&report->frames[i]);
        own[i] = !beyond && stack_is_own(&report->frames[i]);
    }
}

static bool ends(const char *name, size_t used, const char *word)
{
    size_t length = strlen(word);
    return used >= length && memcmp(name + used - length, word, length) == 0;
}

/* Past the template arguments that open at text[0]; NULL when they never close. */
static const char *after_arguments(const char *text)
{
    size_t depth = 0;
    for (; *text != '\0'; text++) {
        if (*text == '<') {
            depth++;
        } else if (*text == '>' && --depth == 0) {
            return text + 1;
        }
    }
    return NULL;
}

static void plain_name(const char *text, char name[STACK_NAME_SIZE])
{
    static const char unnamed[] = "(anonymous namespace)::";
    size_t used = 0;
    while (text != NULL && *text != '\0' && used < STACK_NAME_SIZE - 1) {
        bool is_operator = ends(name, used, "operator");
        if (starts(text, unnamed)) {
            text += sizeof unnamed - 1;
        } else if (!is_operator && *text == '<') {
            text = after_arguments(text);
        } else if (!is_operator && *text == ' ') {
            used = 0; /* what stood before is a return type */
            text++;
        } else if (!is_operator && used > 0 && strchr("(.[@", *text) != NULL) {
            break;
        } else {
            name[used++] = *text++;
        }
    }
    name[used] = '\0';
}

void stack_function_name(const struct sanlog_frame *frame, char name[STACK_NAME_SIZE])
{
    plain_name(frame->function, name);
    if (name[0] == '\0') {
        const char *known = frame->function[0] != '\0' ? frame->function : base_name(frame->file);
        (void)snprintf(name, STACK_NAME_SIZE, "%s", known);
    }
}

/* One of a report's two stacks, as a range of its frames. */
struct side {
    const struct sanlog_report *report;
    const bool *own;
    size_t next, end;
};

/* The next own function of the side; false at its end. */
static bool take(struct side *side, char name[STACK_NAME_SIZE])
{
    for (; side->next < side->end; side->next++) {
        if (side->own[side->next]) {
            stack_function_name(&side->report->frames[side->next++], name);
            return true;
        }
    }
    return false;
}

/* As strcmp, of the sides' names one after the other. */
static int compare(struct side left, struct side right)
{
    char ours[STACK_NAME_SIZE], theirs[STACK_NAME_SIZE];
    for (;;) {
        bool more = take(&left, ours), others = take(&right, theirs);
        int order = more && others ? strcmp(ours, theirs) : (int)more - (int)others;
        if (order != 0 || !more) {
            return order;
        }
    }
}

void stack_read(const struct sanlog_report *report, struct own_stack *stack)
{
    size_t middle = report->second > 0 ? report->second : report->frame_count;
    bool own[SANLOG_FRAMES] = {false};
    stack_mark_own(report, own);
    struct side first = {report, own, 0, middle};
    struct side second = {report, own, middle, report->frame_count};
    bool turned = report->second > 0 && compare(first, second) > 0;
    struct side sides[] = {turned ? second : first, turned ? first : second};
    memset(stack, 0, sizeof *stack);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < 2; i++) {
            char name[STACK_NAME_SIZE];
            if (!take(&sides[i], name)) {
                continue;
            }
            more = true;
            size_t at = 0;
            while (at < stack->count && strcmp(stack->name[at], name) != 0) {
                at++;
            }
            if (at < STACK_FRAMES) {
                memcpy(stack->name[at], name, STACK_NAME_SIZE);
                stack->times[at]++;
                stack->count += at == stack->count;
            }
        }
    }
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

void stack_keep_cycle(struct own_stack *stack)
{
    size_t kept = 0;
    for (size_t i = 0; i < stack->count; i++) {
        if (stack->times[i] > 1) {
            memmove(stack->name[kept++], stack->name[i], sizeof stack->name[i]);
        }
    }
    if (kept > 0) {
        stack->count = kept;
        qsort(stack->name, kept, sizeof stack->name[0], by_name);
    }
}

void stack_keep_entry(const struct sanlog_report *report, struct own_stack *stack)
{
    size_t entry = stack_count(report);
    stack->count = 0;
    for (size_t i = entry < report->frame_count ? entry : 0; i > 0; i--) {
        if (stack_is_own(&report->frames[i - 1])) {
            stack_function_name(&report->frames[i - 1], stack->name[0]);
            stack->times[0] = 1;
            stack->count = 1;
            return;
        }
    }
}
