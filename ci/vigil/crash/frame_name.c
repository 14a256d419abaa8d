/* SPDX-License-Identifier: MIT */
#include "frame_name.h"

#include <stdio.h>
#include <string.h>

#include "base/span.h"

#define NAME_SIZE 256

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_hexadecimal(char letter)
{
    return letter != '\0' && strchr("0123456789abcdef", letter) != NULL;
}

static size_t hexadecimal(const char *text)
{
    size_t size = 0;
    while (is_hexadecimal(text[size])) {
        size++;
    }
    return size;
}

/* Where rustc's older mangling put a hash at the end of a name: "::h0123456789abcdef". The size
 * where it did not. */
static size_t rust_hash(const char *name, size_t size)
{
    size_t length = strlen("::h0123456789abcdef");
    bool there = size > length && starts(name + size - length, "::h") &&
                 hexadecimal(name + size - length + 3) == 16;
    return there ? size - length : size;
}

/* The length of the newer mangling's "[846817f741e54dfd]" at text[0]; 0 where it is not. */
static size_t rust_crate(const char *text)
{
    size_t length = text[0] == '[' ? hexadecimal(text + 1) : 0;
    return length >= 8 && length <= 16 && text[length + 1] == ']' ? length + 2 : 0;
}

static bool is_rust(const char *function, const char *file)
{
    size_t size = strlen(function);
    if (text_ends(file, ".rs") || rust_hash(function, size) < size || starts(function, "_$LT$") ||
        (function[0] == '<' && strstr(function, "::") != NULL)) {
        return true;
    }
    for (const char *at = strchr(function, '['); at != NULL; at = strchr(at + 1, '[')) {
        if (rust_crate(at) > 0 && at > function) {
            return true;
        }
    }
    return false;
}

/* "runtime.gopanic", but not what a C compiler makes of a function `runtime`: "runtime.part.0". */
static bool of_runtime(const char *function)
{
    static const char *const added[] = {"part.", "cold",      "constprop.", "isra.",
                                        "llvm.", "lto_priv.", "localalias"};
    if (!starts(function, "runtime.") && !starts(function, "runtime/")) {
        return false;
    }
    for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
        if (starts(function + strlen("runtime."), added[i])) {
            return false;
        }
    }
    return true;
}

/* Where the path of the package ends and the name begins in "example.com/onion.(*Layer).Peel". */
static const char *go_package(const char *function)
{
    size_t end = strcspn(function, "([ ");
    const char *start = function;
    for (size_t i = 0; i < end; i++) {
        start = function[i] == '/' ? function + i + 1 : start;
    }
    return start;
}

static bool is_go(const char *function, const char *file)
{
    const char *package = go_package(function);
    bool path = package > function && strchr(package, '.') != NULL &&
                strcspn(function, " <:~") >= strcspn(function, "([");
    return text_ends(file, ".go") || of_runtime(function) || path;
}

struct frame_language frame_language(const char *function, const char *file)
{
    bool rust = is_rust(function, file);
    return (struct frame_language){.rust = rust, .go = !rust && is_go(function, file)};
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

/* A lambda is the function's that it stands in: compilers number it anew with each one before it.
 * "peel::$_0::operator()", "peel::'lambda'", "peel::{lambda". */
static void cut_lambda(char *name)
{
    static const char *const marks[] = {"::$_", "::'lambda", "::{lambda", "::{unnamed",
                                        "::{closure"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char *at = strstr(name, marks[i]);
        if (at != NULL && at > name) {
            *at = '\0';
        }
    }
}

static void c_name(const char *text, char *name, size_t room)
{
    static const char unnamed[] = "(anonymous namespace)::";
    size_t used = 0;
    while (text != NULL && *text != '\0' && used < room - 1) {
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
    cut_lambda(name);
}

/* "_$LT$onion..Layer$u20$as…" is what a demangler of C++ leaves of a name of Rust's. */
static void rust_unescape(const char *text, char into[NAME_SIZE])
{
    static const char *const marks[][2] = {
        {"$LT$", "<"},  {"$GT$", ">"},   {"$u20$", " "}, {"$u7b$", "{"}, {"$u7d$", "}"},
        {"$RF$", "&"},  {"$BP$", "*"},   {"$C$", ","},   {"$LP$", "("},  {"$RP$", ")"},
        {"$SP$", "@"},  {"$u5b$", "["},  {"$u5d$", "]"}, {"$u27$", "'"}, {"$u3b$", ";"},
        {"$u2b$", "+"}, {"$u22$", "\""}, {"..", "::"}};
    size_t used = 0;
    bool begins = true; /* a part of the path: a "_" before a mark is the mangling's */
    while (*text != '\0' && used < NAME_SIZE - 3) {
        size_t i = 0, count = sizeof marks / sizeof *marks;
        text += begins && text[0] == '_' && text[1] == '$' ? 1 : 0;
        i = text[0] == '$' || text[0] == '.' ? 0 : count; /* no mark begins otherwise */
        while (i < count && !starts(text, marks[i][0])) {
            i++;
        }
        const char *put = i < count ? marks[i][1] : text;
        size_t size = i < count ? strlen(put) : 1;
        memcpy(into + used, put, size);
        used += size;
        text += i < count ? strlen(marks[i][0]) : 1;
        begins = used >= 2 && into[used - 1] == ':' && into[used - 2] == ':';
    }
    into[used] = '\0';
}

/* The type in "<onion::Layer<T> as Drop>::drop": its first letter; *size of them. */
static const char *self_type(const char *text, const char *end, size_t *size)
{
    text++;
    for (bool more = true; more;) {
        more = false;
        static const char *const before[] = {"&", "*", "mut ", "const ", "dyn ", "("};
        for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
            if (starts(text, before[i])) {
                text += strlen(before[i]);
                more = true;
            }
        }
    }
    struct span inside = {text, text < end ? (size_t)(end - 1 - text) : 0};
    size_t depth = 0;
    for (*size = 0; *size < inside.size; (*size)++) {
        struct span rest = {inside.text + *size, inside.size - *size};
        depth += rest.text[0] == '<';
        depth -= rest.text[0] == '>' && depth > 0;
        if (depth == 0 && (span_take(&rest, " as ") || rest.text[0] == ')')) {
            break;
        }
    }
    return text;
}

/* Takes one piece of a name of Rust's that is no part of what stays; NULL where it is. */
static const char *skip_rust(const char *text)
{
    static const char *const parts[] = {"::{{closure}}", "::{closure", "::{impl#",
                                        "::{{impl}}",    "::{shim:",   "::{{vtable.shim}}"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (starts(text, parts[i])) {
            text += strlen("::{");
            text += strcspn(text, "}");
            text += *text == '}';
            return text + (*text == '}');
        }
    }
    if (starts(text, "::<")) {
        return after_arguments(text + 2);
    }
    size_t crate = rust_crate(text);
    return crate > 0 ? text + crate : NULL;
}

/* Adds the name of a type without its arguments and the hashes of crates. */
static size_t add_type(const char *type, size_t size, char *name, size_t used, size_t room)
{
    for (size_t i = 0; i < size && type[i] != '<' && used < room - 1;) {
        size_t crate = rust_crate(type + i);
        if (crate == 0) {
            name[used++] = type[i];
        }
        i += crate > 0 ? crate : 1;
    }
    return used;
}

static void rust_name(const char *function, char *name, size_t room)
{
    char plain[NAME_SIZE];
    rust_unescape(function, plain);
    plain[rust_hash(plain, strlen(plain))] = '\0';
    size_t used = 0;
    for (const char *text = plain; text != NULL && *text != '\0' && used < room - 1;) {
        const char *rest = skip_rust(text);
        if (rest != NULL) {
            text = rest;
        } else if (*text == '<') {
            rest = after_arguments(text);
            size_t size = 0;
            const char *type =
                self_type(text, rest != NULL ? rest : text + strlen(text) + 1, &size);
            used = used == 0 ? add_type(type, size, name, used, room) : used;
            text = rest;
        } else if (strchr("( ", *text) != NULL) {
            break;
        } else {
            name[used++] = *text++;
        }
    }
    while (used > 0 && name[used - 1] == ':') {
        used--;
    }
    name[used] = '\0';
}

/* Whether the name ends in ".WORD", or ".WORD" and digits; then that is cut off. */
static bool cut_go_part(char *name, const char *word)
{
    size_t size = strlen(name), end = size, length = strlen(word);
    while (end > 0 && span_is_digit(name[end - 1])) {
        end--;
    }
    bool there = end > length && memcmp(name + end - length, word, length) == 0 &&
                 name[end - length - 1] == '.' && end - length - 1 > 0;
    if (there) {
        name[end - length - 1] = '\0';
    }
    return there;
}

static void go_name(const char *function, char *name, size_t room)
{
    static const char *const parts[] = {"func", "gowrap", "deferwrap", "abi", "abiinternal", ""};
    size_t used = 0, depth = 0;
    for (const char *text = go_package(function); *text != '\0' && used < room - 1; text++) {
        depth += *text == '[';
        if (depth == 0 && *text == '(' && (text[1] != '*' || used == 0 || name[used - 1] != '.')) {
            break; /* the arguments, as a panic's own stack has them */
        }
        if (depth == 0) {
            name[used++] = *text;
        }
        depth -= *text == ']' && depth > 0;
    }
    name[used] = '\0';
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t size = strlen(name);
        if (size > 3 && strcmp(name + size - 3, "-fm") == 0) {
            name[size - 3] = '\0';
        }
        if (cut_go_part(name, parts[i])) {
            i = (size_t)-1; /* another may stand before it: "Peel.func1.2" */
        }
    }
}

void frame_name(const char *function, const char *file, char *into, size_t room)
{
    struct frame_language language = frame_language(function, file);
    if (language.rust) {
        rust_name(function, into, room);
    } else if (language.go) {
        go_name(function, into, room);
    } else {
        c_name(function, into, room);
    }
}
