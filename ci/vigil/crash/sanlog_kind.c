/* SPDX-License-Identifier: MIT */
#include "sanlog_kind.h"

#include <stdio.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct wording {
    const char *words, *kind;
};

static const struct wording fatal[] = {
    {"attempting double-free", "double-free"},
    {"attempting free on address which was not malloc", "bad-free"},
    {"requested allocation size", "allocation-size-too-big"},
    {"calloc parameters overflow", "allocation-size-too-big"},
    {"reallocarray parameters overflow", "allocation-size-too-big"},
    {"pvalloc parameters overflow", "allocation-size-too-big"},
    {"allocator is out of memory", "out-of-memory"},
    {"specified RSS limit exceeded", "out-of-memory"},
    {"hard rss limit exhausted", "out-of-memory"},
    {"attempting to call malloc_usable_size", "bad-malloc-usable-size"},
    {"bad parameters to __sanitizer_annotate_contiguous_container", "bad-container-annotation"},
    {"signal-unsafe call inside of a signal", "signal-unsafe-call"},
    {"invalid allocation alignment", "invalid-allocation-alignment"},
    {"invalid alignment requested", "invalid-allocation-alignment"},
    {"detected memory leaks", "memory-leak"},
    {"inconsistent shadow results", "inconsistent-shadow-results"},
    {"timeout after", "timeout"},
    {"out-of-memory", "out-of-memory"},
    {"fuzz target exited", "unexpected-exit"},
    {"fuzz target overwrites its const input", "overwrites-const-input"},
    {"SEGV", "segv"},
    {"ABRT", "abort"},
    {"FPE", "arithmetic-exception"},
    {"ILL", "illegal-instruction"},
    {"BUS", "bus-error"},
    {"TRAP", "trap"},
    {"SYS", "killed-by-sigsys"},
    /* Windows */
    {"access-violation", "segv"},
    {"breakpoint", "trap"},
    {"int-divide-by-zero", "arithmetic-exception"},
};

static const struct wording undefined[] = {
    {"failed during indirect function call", "cfi-indirect-call"},
    {"failed during indirect call", "cfi-indirect-call"},
    {"failed during base-to-derived cast", "cfi-derived-cast"},
    {"failed during cast to unrelated type", "cfi-unrelated-cast"},
    {"pointer to member function call", "cfi-member-call"},
    {"failed during non-virtual call", "cfi-non-virtual-call"},
    {"failed during virtual call", "cfi-virtual-call"},
    {"control flow integrity check for type", "cfi-check"},
    {"unsigned integer overflow", "unsigned-integer-overflow"},
    {"signed integer overflow", "signed-integer-overflow"},
    {"negation of", "signed-integer-overflow"},
    {"division of", "signed-integer-overflow"},
    {"division by zero", "division-by-zero"},
    {"shift exponent", "invalid-shift"},
    {"left shift of", "invalid-shift"},
    {"out of bounds for type", "index-out-of-bounds"},
    {"non-zero offset", "null-pointer-arithmetic"},
    {"offset to null pointer", "null-pointer-arithmetic"},
    {"offset from null pointer", "null-pointer-arithmetic"},
    {"null pointer passed as argument", "null-argument"},
    {"null pointer returned", "null-return"},
    {"null pointer", "null-pointer-use"},
    {"misaligned address", "misaligned-address"},
    {"assumption of", "misaligned-address"},
    {"assumption is violated", "assumption-violation"},
    {"insufficient space", "object-too-small"},
    {"is not a valid value for", "invalid-value"},
    {"outside the range of representable values", "float-cast-overflow"},
    {"implicit conversion", "implicit-conversion"},
    {"pointer index expression", "pointer-overflow"},
    {"addition of unsigned offset", "pointer-overflow"},
    {"subtraction of unsigned offset", "pointer-overflow"},
    {"unreachable program point", "unreachable"},
    {"end of a value-returning function", "missing-return"},
    {"variable length array bound", "bad-array-bound"},
    {"through pointer to incorrect function type", "function-type-mismatch"},
    {"passing zero to", "invalid-builtin"},
    {"which does not point to an object of type", "wrong-dynamic-type"},
};

/* What the minimal runtime prints after "ubsan: ", and nothing else: no place, no stack. */
static const struct wording minimal[] = {
    {"add-overflow", "signed-integer-overflow"},
    {"sub-overflow", "signed-integer-overflow"},
    {"mul-overflow", "signed-integer-overflow"},
    {"negate-overflow", "signed-integer-overflow"},
    {"divrem-overflow", "division-by-zero"},
    {"shift-out-of-bounds", "invalid-shift"},
    {"out-of-bounds", "index-out-of-bounds"},
    {"type-mismatch", "type-mismatch"}, /* null, misaligned or too small: which is not said */
    {"alignment-assumption", "misaligned-address"},
    {"builtin-unreachable", "unreachable"},
    {"missing-return", "missing-return"},
    {"vla-bound-not-positive", "bad-array-bound"},
    {"float-cast-overflow", "float-cast-overflow"},
    {"load-invalid-value", "invalid-value"},
    {"invalid-builtin", "invalid-builtin"},
    {"function-type-mismatch", "function-type-mismatch"},
    {"implicit-conversion", "implicit-conversion"},
    {"nonnull-arg", "null-argument"},
    {"nonnull-return", "null-return"},
    {"nullability-arg", "null-argument"},
    {"nullability-return", "null-return"},
    {"pointer-overflow", "pointer-overflow"},
};

/* GWP-ASan's line after its header. */
static const struct wording guarded[] = {
    {"Use After Free ", "heap-use-after-free"},
    {"Use after free ", "heap-use-after-free"},
    {"Double Free ", "double-free"},
    {"Double free ", "double-free"},
    {"Invalid (Wild) Free ", "bad-free"},
    {"Invalid (wild) free ", "bad-free"},
    {"Buffer Overflow ", "heap-buffer-overflow"},
    {"Buffer overflow ", "heap-buffer-overflow"},
    {"Buffer Underflow ", "heap-buffer-overflow"},
    {"Buffer underflow ", "heap-buffer-overflow"},
};

static const struct wording abort_reasons[] = {
    {"*** stack smashing detected ***", "stack-smashing"},
    {"*** buffer overflow detected ***", "fortified-overflow"},
    {"*** bit out of range 0 - FD_SETSIZE on fd_set ***", "fortified-overflow"},
    {"*** %n in writable segment", "format-string-write"},
    {"*** invalid %N$ use detected ***", "format-string-write"},
    {"*** longjmp causes uninitialized stack frame ***", "bad-longjmp"},
    {"Fatal glibc error: malloc assertion failure", "heap-corruption"},
    {"Fatal glibc error: ", "assertion-failure"},
    {"free(): ", "heap-corruption"},
    {"malloc(): ", "heap-corruption"},
    {"realloc(): ", "heap-corruption"},
    {"double free or corruption", "heap-corruption"},
    {"munmap_chunk(): ", "heap-corruption"},
    {"corrupted size vs. prev_size", "heap-corruption"},
    {"terminate called ", "uncaught-exception"},
    {"libc++abi: terminating", "uncaught-exception"},
    {"libc++abi.dylib: terminating", "uncaught-exception"},
    /* the hardened allocator of LLVM and Android; what follows may be libFuzzer's stack */
    {"Scudo ERROR: invalid chunk state", "double-free"},
    {"Scudo ERROR: corrupted chunk header", "heap-corruption"},
    {"Scudo ERROR: race on chunk header", "heap-corruption"},
    {"Scudo ERROR: misaligned pointer", "bad-free"},
    {"Scudo ERROR: allocation type mismatch", "alloc-dealloc-mismatch"},
    {"Scudo ERROR: invalid sized delete", "new-delete-type-mismatch"},
    {"Scudo ERROR: requested allocation size", "allocation-size-too-big"},
    {"Scudo ERROR: calloc parameters overflow", "allocation-size-too-big"},
    {"Scudo ERROR: reallocarray parameters overflow", "allocation-size-too-big"},
    {"Scudo ERROR: pvalloc parameters overflow", "allocation-size-too-big"},
    {"Scudo ERROR: invalid allocation alignment", "invalid-allocation-alignment"},
    {"Scudo ERROR: invalid aligned allocation", "invalid-allocation-alignment"},
    {"Scudo ERROR: invalid alignment requested", "invalid-allocation-alignment"},
    {"Scudo ERROR: out of memory", "out-of-memory"},
    {"Scudo ERROR: internal map failure", "out-of-memory"},
    {"Scudo ERROR: ", "heap-corruption"},
    {"Scudo OOM: ", "out-of-memory"},
};

typedef bool fits(struct span text, const char *words);

static bool begins(struct span text, const char *words)
{
    return span_take(&text, words);
}

static bool holds(struct span text, const char *words)
{
    return span_find(text, words) < text.size;
}

/* Sets the kind by the first row of the table whose words fit the text; false where none do. */
static bool look_up(char kind[SANLOG_KIND_SIZE], const struct wording *table, size_t count,
                    struct span text, fits *fit)
{
    for (size_t i = 0; i < count; i++) {
        if (fit(text, table[i].words)) {
            (void)snprintf(kind, SANLOG_KIND_SIZE, "%s", table[i].kind);
            return true;
        }
    }
    return false;
}

/* The wording up to what varies: a parenthesis, a colon, " on ", or a word with a digit in it. */
static void slug(char kind[SANLOG_KIND_SIZE], struct span message)
{
    size_t used = 0, word = 0;
    for (; message.size > 0 && used < SANLOG_KIND_SIZE - 1; span_skip(&message, 1)) {
        char letter = message.text[0];
        if (letter >= 'A' && letter <= 'Z') {
            letter = (char)(letter | 0x20);
        }
        if ((letter >= 'a' && letter <= 'z') || letter == '-') {
            kind[used++] = letter;
        } else if (letter == ' ' && !begins(message, " on ")) {
            word = used;
            kind[used++] = '-';
        } else {
            used = span_is_digit(letter) ? word : used;
            break;
        }
    }
    while (used > 0 && kind[used - 1] == '-') {
        used--;
    }
    (void)snprintf(kind + used, SANLOG_KIND_SIZE - used, "%s", used == 0 ? "unknown-crash" : "");
}

void sanlog_kind_fatal(char kind[SANLOG_KIND_SIZE], struct span message)
{
    if (!look_up(kind, fatal, COUNT(fatal), message, begins)) {
        slug(kind, message);
    }
}

void sanlog_kind_undefined(char kind[SANLOG_KIND_SIZE], struct span message)
{
    if (!look_up(kind, undefined, COUNT(undefined), message, holds)) {
        (void)snprintf(kind, SANLOG_KIND_SIZE, "undefined-behavior");
    }
    /* "negation of 3 cannot be represented in type 'unsigned int'" */
    if (strcmp(kind, "signed-integer-overflow") == 0 && holds(message, "'unsigned ")) {
        (void)snprintf(kind, SANLOG_KIND_SIZE, "unsigned-integer-overflow");
    }
}

bool sanlog_kind_minimal(char kind[SANLOG_KIND_SIZE], struct span line)
{
    if (!span_take(&line, "ubsan: ")) {
        return false;
    }
    line.size = span_find(line, " by 0x");
    return look_up(kind, minimal, COUNT(minimal), line, span_is);
}

bool sanlog_kind_guarded(char kind[SANLOG_KIND_SIZE], struct span line)
{
    return look_up(kind, guarded, COUNT(guarded), line, begins);
}

bool sanlog_kind_abort_reason(char kind[SANLOG_KIND_SIZE], struct span line)
{
    return look_up(kind, abort_reasons, COUNT(abort_reasons), line, begins);
}

const char *sanlog_kind_abort_mark(size_t i)
{
    return i < COUNT(abort_reasons) ? abort_reasons[i].words : NULL;
}
