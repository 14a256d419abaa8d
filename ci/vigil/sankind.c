/* SPDX-License-Identifier: MIT */
#include "sankind.h"

#include <stdio.h>
#include <string.h>

struct wording {
    const char *words, *kind;
};

static const struct wording fatal[] = {
    {"attempting double-free", "double-free"},
    {"attempting free on address which was not malloc", "bad-free"},
    {"requested allocation size", "allocation-size-too-big"},
    {"calloc parameters overflow", "allocation-size-too-big"},
    {"allocator is out of memory", "out-of-memory"},
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
    {"division by zero", "division-by-zero"},
    {"shift exponent", "invalid-shift"},
    {"left shift of", "invalid-shift"},
    {"out of bounds for type", "index-out-of-bounds"},
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

static const struct wording abort_reasons[] = {
    {"*** stack smashing detected ***", "stack-smashing"},
    {"*** buffer overflow detected ***", "fortified-overflow"},
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
    size_t length = strlen(words);
    for (size_t i = 0; length <= size && i <= size - length; i++) {
        if (memcmp(text + i, words, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool begins(const char *text, size_t size, const char *words)
{
    size_t length = strlen(words);
    return length <= size && memcmp(text, words, length) == 0;
}

static void name(char kind[SANKIND_SIZE], const char *text)
{
    (void)snprintf(kind, SANKIND_SIZE, "%s", text);
}

/* The wording up to what varies: a parenthesis, a colon, " on ", or a word with a digit in it. */
static void slug(char kind[SANKIND_SIZE], const char *message, size_t size)
{
    size_t used = 0, word = 0;
    for (size_t i = 0; i < size && used < SANKIND_SIZE - 1; i++) {
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

void sankind_fatal(char kind[SANKIND_SIZE], const char *message, size_t size)
{
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        if (begins(message, size, fatal[i].words)) {
            name(kind, fatal[i].kind);
            return;
        }
    }
    slug(kind, message, size);
}

void sankind_undefined(char kind[SANKIND_SIZE], const char *message, size_t size)
{
    for (size_t i = 0; i < sizeof undefined / sizeof *undefined; i++) {
        if (contains(message, size, undefined[i].words)) {
            name(kind, undefined[i].kind);
            return;
        }
    }
    name(kind, "undefined-behavior");
}

bool sankind_abort_reason(char kind[SANKIND_SIZE], const char *line, size_t size)
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
