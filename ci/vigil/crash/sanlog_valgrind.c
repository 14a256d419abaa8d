/* SPDX-License-Identifier: MIT */
#include "sanlog_valgrind.h"

#include <string.h>

#include "sanlog_line.h"
#include "sanlog_stack.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define LEAKED       " are definitely lost in loss record "
#define SYSCALL      "Syscall param "

static const struct {
    const char *words, *kind; /* NULL: what is said of the address decides */
    enum sanlog_access access;
} errors[] = {
    {"Invalid read of size ", NULL, SANLOG_READ},
    {"Invalid write of size ", NULL, SANLOG_WRITE},
    {"Invalid free() ", "bad-free", SANLOG_ACCESS_NONE},
    {"Mismatched free() ", "alloc-dealloc-mismatch", SANLOG_ACCESS_NONE},
    {"Mismatched new/", "alloc-dealloc-mismatch", SANLOG_ACCESS_NONE},
    {"Conditional jump or move depends on uninitialised value", "use-of-uninitialized-value",
     SANLOG_ACCESS_NONE},
    {"Use of uninitialised value of size ", "use-of-uninitialized-value", SANLOG_ACCESS_NONE},
    {"Jump to the invalid address stated on the next line", "wild-jump", SANLOG_ACCESS_NONE},
    {"Source and destination overlap in memcpy", "memcpy-param-overlap", SANLOG_ACCESS_NONE},
    {"Source and destination overlap in strcpy", "strcpy-param-overlap", SANLOG_ACCESS_NONE},
    {"Source and destination overlap in ", "memory-param-overlap", SANLOG_ACCESS_NONE},
    {"Stack overflow in thread ", "stack-overflow", SANLOG_ACCESS_NONE},
    {"Process terminating with default action of signal 11 ", "segv", SANLOG_ACCESS_NONE},
    {"Process terminating with default action of signal 6 ", "abort", SANLOG_ACCESS_NONE},
    {"Process terminating with default action of signal 8 ", "arithmetic-exception",
     SANLOG_ACCESS_NONE},
    {"Process terminating with default action of signal 4 ", "illegal-instruction",
     SANLOG_ACCESS_NONE},
    {"Process terminating with default action of signal 7 ", "bus-error", SANLOG_ACCESS_NONE},
    {"Process terminating with default action of signal 5 ", "trap", SANLOG_ACCESS_NONE},
};

/* What stands after the stack, "Address 0x4a is …", or before it where a signal ended the program.
 */
static const struct {
    const char *words, *kind;
} addresses[] = {
    {" bytes after a block of size ", "heap-buffer-overflow"},
    {" bytes before a block of size ", "heap-buffer-overflow"},
    {" free'd", "heap-use-after-free"},
    {" bytes inside a block of size ", "heap-buffer-overflow"},
    {" inside an unallocated block of size ", "heap-buffer-overflow"},
    {" bytes inside data symbol ", "global-buffer-overflow"},
    {"'s stack", "stack-buffer-overflow"},
};

static bool says(struct span line, const char *words)
{
    return span_find(line, words) < line.size;
}

static void set_kind(struct sanlog_report *report, const char *kind)
{
    span_copy(report->kind, sizeof report->kind, (struct span){kind, strlen(kind)});
}

static bool take_number(struct span *line)
{
    return span_take(line, "==") && span_take_digits(line, NULL) && span_take(line, "== ");
}

/* The line about the address, until the report ends at a line without words. False where there is
 * none. */
static bool find_address(struct span after, struct span *address)
{
    struct span line;
    while (sanlog_line_take(&after, &line) && take_number(&line)) {
        while (span_take(&line, " ")) {}
        *address = line;
        if (span_take(&line, "Address 0x") || span_take(&line, "Access not within ")) {
            return true;
        }
    }
    return false;
}

/* Whether the address lies in the first page: "Address 0x18 is not stack'd, …". */
static bool is_low(struct span address)
{
    size_t at = span_find(address, "0x"), digits = 0;
    span_skip(&address, at + 2);
    while (digits < address.size && strchr(" \t\n", address.text[digits]) == NULL) {
        digits++;
    }
    return digits > 0 && digits <= 3;
}

static const char *kind_of_address(struct span address, const char *otherwise)
{
    if (says(address, " is not stack'd, malloc'd or ")) {
        return is_low(address) ? "null-dereference" : otherwise;
    }
    for (size_t i = 0; i < COUNT(addresses); i++) {
        if (says(address, addresses[i].words)) {
            return addresses[i].kind;
        }
    }
    return otherwise;
}

static bool leak(struct span line)
{
    return says(line, LEAKED) && (says(line, " bytes in ") || says(line, ") bytes in "));
}

/* "Syscall param write(buf) points to uninitialised byte(s)" */
static const char *syscall_kind(struct span line)
{
    if (!span_take(&line, SYSCALL)) {
        return NULL;
    }
    return says(line, "uninitialised")   ? "use-of-uninitialized-value"
           : says(line, "unaddressable") ? ""
                                         : NULL;
}

/* A signal's report says where the access led before its stack; others have the stack at once. */
static bool stack_follows(struct span after)
{
    struct span line, rest = after;
    for (int i = 0; i < 3; i++) {
        if (sanlog_stack_follows(rest)) {
            return true;
        }
        if (!sanlog_line_take(&rest, &line) || !take_number(&line)) {
            return false;
        }
    }
    return false;
}

bool sanlog_valgrind_header(struct span line, struct span after, struct sanlog_report *report)
{
    if (!take_number(&line) || !stack_follows(after)) {
        return false;
    }
    struct span address = {"", 0};
    bool known = false;
    const char *kind = syscall_kind(line);
    if (kind != NULL) {
        known = true;
    } else if (leak(line)) {
        known = true;
        kind = "memory-leak";
    }
    for (size_t i = 0; !known && i < COUNT(errors); i++) {
        if (span_take(&line, errors[i].words)) {
            known = true;
            kind = errors[i].kind == NULL ? "" : errors[i].kind;
            report->access = errors[i].access;
            if (report->access != SANLOG_ACCESS_NONE) {
                (void)span_take_digits(&line, &report->access_size);
            }
        }
    }
    if (!known) {
        return false;
    }
    bool about = find_address(after, &address);
    if (kind[0] == '\0') {
        kind = about ? kind_of_address(address, "unknown-crash") : "unknown-crash";
    } else if (about && strcmp(kind, "segv") == 0 && is_low(address)) {
        kind = "null-dereference";
    } else if (about && strcmp(kind, "bad-free") == 0 && says(address, " free'd")) {
        kind = "double-free";
    }
    report->tool = SANLOG_VALGRIND;
    set_kind(report, kind);
    return true;
}

const char *sanlog_valgrind_mark(size_t i)
{
    static const char *const others[] = {LEAKED, SYSCALL};
    return i < COUNT(errors)                   ? errors[i].words
           : i < COUNT(errors) + COUNT(others) ? others[i - COUNT(errors)]
                                               : NULL;
}
