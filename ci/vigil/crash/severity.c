/* SPDX-License-Identifier: MIT */
#include "severity.h"

#include <stdbool.h>
#include <string.h>

enum worth {
    LOW = SEVERITY_LOW,
    MEDIUM = SEVERITY_MEDIUM,
    HIGH = SEVERITY_HIGH,
    BY_ACCESS /* a write is high, all else medium */
};

struct row {
    const char *kind;
    enum crash_class class;
    enum worth worth;
};

/* A crash is as severe as what someone who chooses the input gains: writing memory (high), reading
 * it (medium), or ending the program (low). A null pointer only ends it, since the first page is
 * never mapped. */
static const struct row table[] = {
    {"heap-buffer-overflow", CLASS_MEMORY, BY_ACCESS},
    {"stack-buffer-overflow", CLASS_MEMORY, BY_ACCESS},
    {"stack-buffer-underflow", CLASS_MEMORY, BY_ACCESS},
    {"dynamic-stack-buffer-overflow", CLASS_MEMORY, BY_ACCESS},
    {"global-buffer-overflow", CLASS_MEMORY, BY_ACCESS},
    {"container-overflow", CLASS_MEMORY, BY_ACCESS},
    {"intra-object-overflow", CLASS_MEMORY, BY_ACCESS},
    {"use-after-poison", CLASS_MEMORY, BY_ACCESS},
    {"unknown-crash", CLASS_MEMORY, BY_ACCESS},
    {"segv", CLASS_MEMORY, BY_ACCESS},
    {"bus-error", CLASS_MEMORY, BY_ACCESS},
    {"heap-use-after-free", CLASS_MEMORY, HIGH},
    {"stack-use-after-return", CLASS_MEMORY, HIGH},
    {"stack-use-after-scope", CLASS_MEMORY, HIGH},
    {"double-free", CLASS_MEMORY, HIGH},
    {"bad-free", CLASS_MEMORY, HIGH},
    {"alloc-dealloc-mismatch", CLASS_MEMORY, HIGH},
    {"new-delete-type-mismatch", CLASS_MEMORY, HIGH},
    {"negative-size-param", CLASS_MEMORY, HIGH},
    {"heap-corruption", CLASS_MEMORY, HIGH},
    {"stack-smashing", CLASS_MEMORY, HIGH},
    {"fortified-overflow", CLASS_MEMORY, HIGH},
    {"wild-jump", CLASS_MEMORY, HIGH},
    {"format-string-write", CLASS_MEMORY, HIGH},
    {"bad-longjmp", CLASS_MEMORY, HIGH},
    {"wrong-dynamic-type", CLASS_MEMORY, HIGH},
    {"function-type-mismatch", CLASS_MEMORY, HIGH},
    {"use-of-uninitialized-value", CLASS_MEMORY, MEDIUM},
    {"tag-mismatch", CLASS_MEMORY, BY_ACCESS}, /* HWASan's overflow or use after free */
    {"allocation-tail-overwritten", CLASS_MEMORY, HIGH},
    {"bad-realloc", CLASS_MEMORY, HIGH},
    {"invalid-free", CLASS_MEMORY, HIGH},
    {"cfi-check", CLASS_MEMORY, HIGH}, /* a call or a cast that an attacker may have led astray */
    {"cfi-indirect-call", CLASS_MEMORY, HIGH},
    {"cfi-virtual-call", CLASS_MEMORY, HIGH},
    {"cfi-non-virtual-call", CLASS_MEMORY, HIGH},
    {"cfi-member-call", CLASS_MEMORY, HIGH},
    {"cfi-derived-cast", CLASS_MEMORY, HIGH},
    {"cfi-unrelated-cast", CLASS_MEMORY, HIGH},
    {"index-out-of-bounds", CLASS_MEMORY, MEDIUM},
    {"object-too-small", CLASS_MEMORY, MEDIUM},
    {"bad-malloc-usable-size", CLASS_MEMORY, MEDIUM},
    {"bad-container-annotation", CLASS_MEMORY, MEDIUM},
    {"type-mismatch", CLASS_MEMORY, MEDIUM},
    {"bad-array-bound", CLASS_MEMORY, MEDIUM},
    {"-param-overlap", CLASS_MEMORY, MEDIUM},
    {"null-dereference", CLASS_MEMORY, LOW},
    {"null-pointer-use", CLASS_MEMORY, LOW},
    {"null-call", CLASS_MEMORY, LOW},
    {"abort", CLASS_FUNCTIONAL, LOW}, /* this and the signals below: whichever tool says so */
    {"assertion-failure", CLASS_FUNCTIONAL, LOW},
    {"check-failure", CLASS_FUNCTIONAL, LOW},
    {"fatal-message", CLASS_FUNCTIONAL, LOW},
    {"panic", CLASS_FUNCTIONAL, LOW},
    {"unexpected-exit", CLASS_FUNCTIONAL, LOW},
    {"killed-by-", CLASS_FUNCTIONAL, LOW},
    {"deadly-signal", CLASS_FUNCTIONAL, LOW},
    {"sanitizer-check-failed", CLASS_FUNCTIONAL, LOW}, /* the sanitizer's own promise broke */
    {"uncaught-exception", CLASS_FUNCTIONAL, LOW},
    {"arithmetic-exception", CLASS_FUNCTIONAL, LOW},
    {"illegal-instruction", CLASS_FUNCTIONAL, LOW},
    {"trap", CLASS_FUNCTIONAL, LOW},
    {"pointer-overflow", CLASS_FUNCTIONAL, MEDIUM},
    {"stack-overflow", CLASS_FUNCTIONAL, LOW},
    {"allocation-size-too-big", CLASS_FUNCTIONAL, LOW},
    {"invalid-allocation-alignment", CLASS_FUNCTIONAL, LOW},
    {"initialization-order-fiasco", CLASS_FUNCTIONAL, LOW},
    {"odr-violation", CLASS_FUNCTIONAL, LOW},
    {"memory-leak", CLASS_LEAK, LOW},
    {"thread-leak", CLASS_LEAK, LOW},
    {"data-race", CLASS_RACE, MEDIUM},
    {"data-race-on-vptr", CLASS_RACE, MEDIUM},
    {"timeout", CLASS_EXHAUSTION, LOW},
    {"out-of-memory", CLASS_EXHAUSTION, LOW},
};

/* One row stands for all functions: "memcpy-param-overlap", "strcat-param-overlap"; and one for all
 * signals that end a target and no sanitizer catches: "killed-by-sigkill". */
static bool is_kind(const char *kind, const char *of_row)
{
    size_t size = strlen(kind), length = strlen(of_row);
    if (strcmp(of_row, "killed-by-") == 0) {
        return strncmp(kind, of_row, length) == 0;
    }
    bool any_function = strcmp(of_row, "-param-overlap") == 0 && size > length;
    return strcmp(any_function ? kind + size - length : kind, of_row) == 0;
}

static const struct row *find(const char *kind)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (is_kind(kind, table[i].kind)) {
            return &table[i];
        }
    }
    return NULL;
}

enum crash_class severity_class(const struct sanlog_report *report)
{
    const struct row *found = find(report->kind);
    if (found != NULL) {
        return found->class;
    }
    switch (report->tool) {
    case SANLOG_ASAN:
    case SANLOG_MSAN:
    case SANLOG_HWASAN:
    case SANLOG_GWP_ASAN:
    case SANLOG_SCUDO:
    case SANLOG_VALGRIND:
        return CLASS_MEMORY;
    case SANLOG_LSAN:
        return CLASS_LEAK;
    case SANLOG_TSAN:
        return CLASS_RACE;
    default:
        return CLASS_FUNCTIONAL;
    }
}

enum severity severity_of(const struct sanlog_report *report)
{
    const struct row *found = find(report->kind);
    enum worth worth = found != NULL                            ? found->worth
                       : severity_class(report) == CLASS_MEMORY ? BY_ACCESS
                                                                : LOW;
    enum severity by_access = report->access == SANLOG_WRITE ? SEVERITY_HIGH : SEVERITY_MEDIUM;
    return worth == BY_ACCESS ? by_access : (enum severity)worth;
}
