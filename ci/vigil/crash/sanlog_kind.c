/* SPDX-License-Identifier: MIT */
#include "sanlog_kind.h"

#include <stdio.h>
#include <string.h>

#include "base/span.h"

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
};

static const struct wording undefined[] = {
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
    {"type-mismatch", "type-mismatch"}, /* null, misaligned or too small: it does not say */
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
};

static bool contains(const char *text, size_t size, const char *words)
{
    return span_find((struct span){text, size}, words) < size;
}

static bool begins(const char *text, size_t size, const char *words)
{
    size_t length = strlen(words);
    return length <= size && memcmp(text, words, length) == 0;
}

static void name(char kind[SANLOG_KIND_SIZE], const char *text)
{
    (void)snprintf(kind, SANLOG_KIND_SIZE, "%s", text);
}

/* The wording up to what varies: a parenthesis, a colon, " on ", or a word with a digit in it. */
static void slug(char kind[SANLOG_KIND_SIZE], const char *message, size_t size)
{
    size_t used = 0, word = 0;
    for (size_t i = 0; i < size && used < SANLOG_KIND_SIZE - 1; i++) {
        char letter = message[i];
        if (letter >= 'A' && letter <= 'Z') {
            letter = (char)(letter | 0x20);
        }
        if ((letter >= 'a' && letter <= 'z') || letter == '-') {
            kind[used++] = letter;
        } else if (letter == ' ' && !begins(message + i, size - i, " on ")) {
            word = used;
            kind[used++] = '-';
        } else {
            used = letter >= '0' && letter <= '9' ? word : used;
            break;
        }
    }
    while (used > 0 && kind[used - 1] == '-') {
        used--;
    }
    kind[used] = '\0';
    if (used == 0) {
        name(kind, "unknown-crash");
    }
}

void sanlog_kind_fatal(char kind[SANLOG_KIND_SIZE], const char *message, size_t size)
{
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        if (begins(message, size, fatal[i].words)) {
            name(kind, fatal[i].kind);
            return;
        }
    }
    slug(kind, message, size);
}

void sanlog_kind_undefined(char kind[SANLOG_KIND_SIZE], const char *message, size_t size)
{
    for (size_t i = 0; i < sizeof undefined / sizeof *undefined; i++) {
        if (contains(message, size, undefined[i].words)) {
            /* "negation of 3 cannot be represented in type 'unsigned int'" */
            bool without_sign = contains(message, size, "'unsigned ");
            bool overflow = strcmp(undefined[i].kind, "signed-integer-overflow") == 0;
            name(kind, overflow && without_sign ? "unsigned-integer-overflow" : undefined[i].kind);
            return;
        }
    }
    name(kind, "undefined-behavior");
}

bool sanlog_kind_minimal(char kind[SANLOG_KIND_SIZE], const char *line, size_t size)
{
    static const char mark[] = "ubsan: ", place[] = " by 0x";
    if (!begins(line, size, mark)) {
        return false;
    }
    line += sizeof mark - 1;
    size -= sizeof mark - 1;
    for (size_t i = 0; i < sizeof minimal / sizeof *minimal; i++) {
        size_t length = strlen(minimal[i].words);
        if (begins(line, size, minimal[i].words) &&
            (length == size || begins(line + length, size - length, place))) {
            name(kind, minimal[i].kind);
            return true;
        }
    }
    return false;
}

bool sanlog_kind_abort_reason(char kind[SANLOG_KIND_SIZE], const char *line, size_t size)
{
    if (contains(line, size, ": Assertion `") && contains(line, size, "' failed.")) {
        name(kind, "assertion-failure");
        return true;
    }
    for (size_t i = 0; i < sizeof abort_reasons / sizeof *abort_reasons; i++) {
        if (begins(line, size, abort_reasons[i].words)) {
            name(kind, abort_reasons[i].kind);
            return true;
        }
    }
    return false;
}
