/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "crash/herald.h"

struct row {
    const char *name;
    const char *kind, *stack, *left; /* of the stack */
};

static const struct row rows[] = {
    {"one", "abort", "die|read_size|parse", "read_size|parse"},
    {"words of a name", "abort", "my_check_failed|read_size", "read_size"},
    {"a capital begins a word", "trap", "xassertFail|readSize", "readSize"},
    {"capitals", "abort", "MY_FATAL|read_size", "read_size"},
    {"variadic", "abort", "pk_die|pk_vfatal|pk_fatal|read_size", "read_size"},
    {"a class", "abort", "kit::LogMessage::Flush|kit::LogMessage::~LogMessage|f", "f"},
    {"a destructor", "abort", "~FatalStream|f", "f"},
    {"an exception is thrown by one", "uncaught-exception", "throw_range|f", "f"},
    {"part of a word", "abort", "diet_plan|failover|f", "diet_plan|failover|f"},
    {"a fault that is named", "abort", "old_bug|f", "old_bug|f"},
    {"behind a function", "abort", "f|die|g", "f|die|g"},
    {"nothing else", "abort", "die|vdie", "die|vdie"},
    {"nothing", "abort", "", ""},
    {"a fault of memory", "heap-use-after-free", "die|f", "die|f"},
    {"one that writes to nowhere", "segv", "assert_failed|f", "f"},
    {"a check of everything", "trap", "my_check|f", "f"},
    {"a check of everything, in a namespace", "trap", "kit::base::ensure|f", "f"},
    {"a check of something", "trap", "check_header|f", "check_header|f"},
    {"a check of something, named last", "trap", "zone_name_check|f", "zone_name_check|f"},
    {"a namespace is no check", "abort", "check::read|f", "check::read|f"},
};

static void skips(void **state)
{
    const struct row *row = *state;
    assert_string_equal(row->stack + herald_skip(row->kind, row->stack), row->left);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    size_t count = 0;
    ADD_ROWS(tests, count, rows, skips);
    return cmocka_run_group_tests_name("herald", tests, NULL, NULL);
}
