/* SPDX-License-Identifier: MIT */
#include "herald.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const kinds[] = {
    "abort", "trap", "illegal-instruction", "uncaught-exception", "segv", "null-dereference"};

/* In small letters; a "v" before one of them (vfatal) is that of vprintf. */
static const char *const words[] = {
    "abort",   "aborts",  "assert", "asserts",     "assertion",     "bail",
    "die",     "dies",    "fail",   "fails",       "failed",        "fatal",
    "fatally", "failure", "panic",  "panics",      "rethrow",       "terminate",
    "throw",   "throws",  "logger", "unreachable", "unimplemented", "logmessage"};

/* These end a name of two words at most: my_check, ensure. A longer one (check_header_length, or
 * zone_name_check) tells what is checked, so it is the function that broke. */
static const char *const checks[] = {"assume", "check",     "demand",  "ensure",
                                     "expect", "invariant", "require", "verify"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

bool herald_kind(const char *kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (strcmp(kind, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_check(const char *text, size_t size)
{
    for (size_t i = 0; i < COUNT(checks); i++) {
        if (strlen(checks[i]) == size && strncasecmp(text, checks[i], size) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_word(const char *text, size_t size)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        size_t length = strlen(words[i]);
        bool plain = size == length && strncasecmp(text, words[i], length) == 0;
        bool variadic = size == length + 1 && tolower((unsigned char)text[0]) == 'v' &&
                        strncasecmp(text + 1, words[i], length) == 0;
        if (plain || variadic) {
            return true;
        }
    }
    return false;
}

/* Where the word at `at` ends: before "_", before a capital that follows a small letter, and before
 * whatever is no letter. */
static size_t word_end(const char *name, size_t size, size_t at)
{
    size_t end = at;
    while (end < size && isalpha((unsigned char)name[end]) &&
           (end == at || !isupper((unsigned char)name[end]) ||
            isupper((unsigned char)name[end - 1]))) {
        end++;
    }
    return end;
}

bool herald_is(const char *name, size_t size)
{
    size_t last = 0, count = 0; /* where the word before began; how many */
    bool check = false;         /* the last word is of those */
    for (size_t at = 0; at < size;) {
        size_t end = word_end(name, size, at);
        /* "LogMessage" is two words. */
        if (end > at && (is_word(name + at, end - at) || is_word(name + last, end - last))) {
            return true;
        }
        /* A namespace or a class begins the name anew. */
        count = at < size && name[at] == ':' ? 0 : count + (end > at);
        check = end > at ? is_check(name + at, end - at) : check && count > 0;
        last = end > at ? at : end + 1;
        at = end > at ? end : end + 1;
    }
    return check && count <= 2;
}

size_t herald_skip(const char *kind, const char *stack)
{
    size_t at = 0;
    while (herald_kind(kind)) {
        size_t size = strcspn(stack + at, "|");
        if (stack[at + size] == '\0') {
            return herald_is(stack + at, size) ? 0 : at;
        }
        if (!herald_is(stack + at, size)) {
            return at;
        }
        at += size + 1;
    }
    return 0;
}
