/* SPDX-License-Identifier: MIT */
/* Frames that are nobody's fault, and names. nobody/LIBRARY.txt has a frame for each word that
 * nobody_data.h knows of that library: a line "TITLE: …", a blank line, the log. */
#include "rows.h"

#include "base/buffer.h"
#include "base/files.h"
#include "crash/frame_name.h"
#include "crash/ignore.h"
#include "crash/nobody.h"
#include "crash/signature.h"
#include "crash/stack.h"

static const char mark[] = "TITLE: ";

static struct sanlog_report report;

static void read_log(const char *path, char title[280])
{
    struct buffer text = {0};
    struct fault fault;
    if (!files_read(path, 1 << 20, &text, &fault)) {
        fail_msg("%s", fault.text);
    }
    char *end = strstr(text.data, "\n\n");
    assert_non_null(end);
    *end = '\0';
    assert_memory_equal(text.data, mark, sizeof mark - 1);
    (void)snprintf(title, 280, "%s", text.data + sizeof mark - 1);
    assert_true(sanlog_read(end + 2, text.size - (size_t)(end + 2 - text.data), &report));
    buffer_free(&text);
}

static void reads_as_its_title(void **state)
{
    struct signature signature;
    char title[280];
    read_log(*state, title);
    signature_make(&report, "target", &signature);
    assert_string_equal(signature.title, title);
}

static bool stands_in_report(enum nobody_part part, const char *word, size_t size)
{
    for (size_t i = 0; i < report.frame_count; i++) {
        const struct sanlog_frame *frame = &report.frames[i];
        char name[STACK_NAME_SIZE];
        stack_function_name(frame, name);
        struct frame_language language = frame_language(frame->function, frame->file);
        const struct nobody_frame about = {.name = name,
                                           .function = frame->function,
                                           .file = frame->file,
                                           .module = frame->module,
                                           .rust = language.rust,
                                           .go = language.go};
        if (nobody_fits(part, word, size, &about)) {
            assert_true(nobody_is(&about)); /* which looks words up by an index */
            return true;
        }
    }
    return false;
}

static void every_word_has_a_frame(void **state)
{
    (void)state;
    size_t count;
    const struct nobody_group *groups = nobody_groups(&count);
    for (size_t i = 0; i < count; i++) {
        char path[PATH_SIZE], title[280];
        (void)snprintf(path, sizeof path, VIGIL_NOBODY "/%s.txt", groups[i].library);
        read_log(path, title);
        for (const char *word = groups[i].words; *word != '\0'; word += strspn(word, " ")) {
            size_t size = strcspn(word, " ");
            if (!stands_in_report(groups[i].part, word, size)) {
                fail_msg("%s has no frame for %.*s", path, (int)size, word);
            }
            word += size;
        }
    }
}

struct own_row {
    const char *name, *function, *file, *module;
    bool own;
};

static const struct own_row owns[] = {
    {"free and free_zone", "free_zone", "", "", true},
    {"a namespace that a library uses too", "logging::parse_line(int)", "/src/a.cc", "", true},
    {"another", "google::parse(int)", "/src/a.cc", "", true},
    {"core and alloc of a program in C++", "core::parse(int)", "/src/a.cc", "", true},
    {"core of Rust's", "core::parse::h0123456789abcdef", "", "", false},
    {"core of Rust's, inlined", "next", "/rustc/0a1b/library/core/src/iter/mod.rs", "", false},
    {"an iterator of Rust's by its type",
     "<core::iter::adapters::map::Map<I,F> as core::iter::traits::iterator::Iterator>::fold::"
     "h0123456789abcdef",
     "", "", false},
    {"a crate that is a dependency", "serde::de::next", "/root/.cargo/registry/src/serde/de.rs", "",
     true},
    {"a method of a type of the project's, which a trait of Rust's asked for",
     "<onion::Layer as core::ops::drop::Drop>::drop::h0123456789abcdef", "", "", true},
    {"a function that a libc may have, in a file of the project's", "fgets", "/src/fgets.c", "",
     true},
    {"the same without a file: an interceptor", "fgets", "", "kettle", false},
    {"a function of C's named runtime", "runtime.part.0", "/src/a.c", "", true},
    {"panic of a kernel's", "panic", "/src/kernel/panic.c", "", true},
    {"panic of Go's", "panic", "/usr/local/go/src/runtime/panic.go", "", false},
    {"a package of the project's named like one of Go's", "example.com/onion/strings.Cut",
     "/src/strings/cut.go", "", true},
    {"the directory internal of a project in Go", "example.com/onion/internal/x.F",
     "/src/internal/x.go", "", true},
    {"main of a program in Go", "main.Parse", "/src/main.go", "", true},
    {"a header of libstdc++'s", "_M_check",
     "/usr/bin/../lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/bits/basic_string.h", "",
     false},
    {"a header of libc++'s", "operator[]", "/opt/llvm/bin/../include/c++/v1/vector", "", false},
    {"a file from its own tree on", "operator()", "base/logging.cc", "", false},
    {"a file of the project's whose name ends likewise", "f", "database/logging.cc", "", true},
    {"a module for a name", "libpthread.so.0", "", "", false},
    {"a header of the project's", "peel", "/src/include/onion.hpp", "", true},
    {"a lambda within a library's", "std::__invoke_impl<void, f()::{lambda()#1}&>", "", "", false},
    {"an assembler's function without a name", "", "/src/stir_fast.S", "", true},
    {"nothing but a module", "", "", "kettle", false},
};

static void own_is(void **state)
{
    const struct own_row *row = *state;
    struct sanlog_frame frame = {.line = 1};
    (void)snprintf(frame.function, sizeof frame.function, "%s", row->function);
    (void)snprintf(frame.file, sizeof frame.file, "%s", row->file);
    (void)snprintf(frame.module, sizeof frame.module, "%s", row->module);
    assert_int_equal(stack_is_own(&frame), row->own);
}

struct name_row {
    const char *name, *file, *expected;
};

static const struct name_row names[] = {
    {"parse.part.0", "/src/a.c", "parse"},
    {"runtime.cold", "/src/a.c", "runtime"},
    {"int zone::read<int, char>(char const*) const", "/src/z.cc", "zone::read"},
    {"(anonymous namespace)::f(int)", "", "f"},
    {"zone::operator<(zone const&) const", "", "zone::operator<"},
    {"peel(int)::$_0::operator()(int) const", "", "peel"},
    {"onion::$_12::operator()(int) const", "", "onion"},
    {"peel::{lambda(int)#1}::operator()", "", "peel"},
    {"peel()::'lambda0'(int)::operator()(int) const", "", "peel"},
    {"peel::'lambda'(int)::operator()", "", "peel"},
    {"onion::peel::h0123456789abcdef", "", "onion::peel"},
    {"onion::peel::h0123456789abcde", "", "onion::peel::h0123456789abcde"},
    {"onion::peel::{{closure}}::{{closure}}::h0123456789abcdef", "", "onion::peel"},
    {"onion::peel::{closure#0}::{closure#2}", "/src/onion.rs", "onion::peel"},
    {"onion[846817f741e54dfd]::peel::{closure#0}", "", "onion::peel"},
    {"<onion[846817f741e54dfd]::Layer as core[1f2e3d4c5b6a7988]::ops::drop::Drop>::drop", "",
     "onion::Layer::drop"},
    {"<onion::Layer<T>>::peel::<u8>", "/src/onion.rs", "onion::Layer::peel"},
    {"<&mut onion::Layer<T> as core::fmt::Debug>::fmt::h0123456789abcdef", "", "onion::Layer::fmt"},
    {"<alloc::boxed::Box<dyn for<'a, 'b> core::ops::function::Fn<(&'a std::panic::PanicHook", "",
     "alloc::boxed::Box"},
    {"core::result::Result$LT$T$C$E$GT$::unwrap::h0123456789abcdef", "",
     "core::result::Result::unwrap"},
    {"onion::{impl#3}::drop", "/src/onion.rs", "onion::drop"},
    {"_$LT$onion..Layer$u20$as$u20$core..ops..drop..Drop$GT$::drop::h0123456789abcdef", "",
     "onion::Layer::drop"},
    {"onion::peel::_$u7b$$u7b$closure$u7d$$u7d$::h0123456789abcdef", "", "onion::peel"},
    {"main.Parse", "/src/main.go", "main.Parse"},
    {"main.Parse.func1", "/src/main.go", "main.Parse"},
    {"main.Parse.func1.2", "/src/main.go", "main.Parse"},
    {"main.Parse.func2.gowrap1", "/src/main.go", "main.Parse"},
    {"example.com/onion/v2.(*Layer).Peel", "", "v2.(*Layer).Peel"},
    {"example.com/onion.(*Layer).Peel-fm", "", "onion.(*Layer).Peel"},
    {"example.com/onion.Peel[go.shape.int]", "", "onion.Peel"},
    {"example.com/onion.Peel(0xc000012345, 0x4)", "", "onion.Peel"},
    {"runtime.raise.abi0", "", "runtime.raise"},
};

static void name_is(void **state)
{
    const struct name_row *row = *state;
    char name[STACK_NAME_SIZE];
    frame_name(row->name, row->file, name, sizeof name);
    assert_string_equal(name, row->expected);
}

/* However a name is cut, and whatever is in it, nothing beyond it is read or written. */
static void any_name_is_read(void **state)
{
    (void)state;
    static const char letters[] = "a::<>()[]{}$_.LTu20 h0*&@#/";
    for (unsigned seed = 1; seed < 20000; seed++) {
        char text[128], name[STACK_NAME_SIZE];
        size_t size = seed % sizeof text;
        for (size_t i = 0, next = seed; i < size; i++) {
            next = next * 1103515245 + 12345;
            text[i] = letters[(next >> 16) % (sizeof letters - 1)];
        }
        text[size] = '\0';
        char *copy = exact_copy(text, size + 1);
        frame_name(copy, seed % 3 == 0 ? "a.rs" : seed % 3 == 1 ? "a.go" : "", name, sizeof name);
        free(copy);
    }
}

struct ignore_row {
    const char *name, *lines, *title;
};

static const struct ignore_row ignores[] = {
    {"nothing", "", "abort: x < y in my_fail"},
    {"a function by its whole name", "^my_fail$\n", "abort: x < y in onion::check"},
    {"two, one by its arguments", "^my_fail$\n^onion::check\\(int\\)$\n", "abort: x < y in peel"},
    {"by files", "/support/", "abort: x < y in peel"},
    {"one that fits nothing", "^my_fai$\n", "abort: x < y in my_fail"},
    {"all", ".", "abort: x < y in target target"},
};

static void ignored_is(void **state)
{
    const struct ignore_row *row = *state;
    static const struct sanlog_frame frames[] = {
        {.function = "my_fail", .file = "/src/support/a.c"},
        {.function = "onion::check(int)", .file = "/src/support/b.cc"},
        {.function = "peel", .file = "/src/peel.c"}};
    struct ignore ignore = {0};
    struct signature signature;
    struct fault fault;
    report = (struct sanlog_report){.tool = SANLOG_ASAN, .kind = "abort", .message = "x < y"};
    memcpy(report.frames, frames, sizeof frames);
    report.frame_count = COUNT(frames);
    assert_true(ignore_compile(row->lines, &ignore, &fault));
    ignore_mark(&ignore, &report);
    ignore_free(&ignore);
    signature_make(&report, "target", &signature);
    assert_string_equal(signature.title, row->title);
}

static void a_broken_expression_is_refused(void **state)
{
    (void)state;
    struct ignore ignore = {0};
    struct fault fault = {""};
    assert_false(ignore_compile("^fine$\n^(my_fail$\n", &ignore, &fault));
    assert_non_null(strstr(fault.text, "^(my_fail$"));
    ignore_free(&ignore);
    ignore_mark(NULL, &report);
}

int main(void)
{
    struct fault fault;
    struct file_list logs = {0};
    if (!files_list(VIGIL_NOBODY, &logs, &fault)) {
        (void)fprintf(stderr, "%s\n", fault.text);
        return 1;
    }
    struct CMUnitTest *tests =
        calloc(logs.count + COUNT(owns) + COUNT(names) + COUNT(ignores) + 3, sizeof *tests);
    if (tests == NULL) {
        return 1;
    }
    size_t count = 0;
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(every_word_has_a_frame);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(any_name_is_read);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_broken_expression_is_refused);
    for (size_t i = 0; i < logs.count; i++) {
        const char *base = strrchr(logs.paths[i], '/') + 1;
        tests[count++] = (struct CMUnitTest){base, reads_as_its_title, NULL, NULL, logs.paths[i]};
    }
    ADD_ROWS(tests, count, owns, own_is);
    ADD_ROWS(tests, count, names, name_is);
    ADD_ROWS(tests, count, ignores, ignored_is);
    int failed = _cmocka_run_group_tests("stack", tests, count, NULL, NULL);
    free(tests);
    files_list_free(&logs);
    return failed;
}
