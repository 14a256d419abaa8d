/* SPDX-License-Identifier: MIT */
#include "cattribute.h"

#include <string.h>

/* With or without "__" around it. */
static bool is_harmless(const struct ctoken *token)
{
    static const char *const words[] = {"unused",
                                        "maybe_unused",
                                        "used",
                                        "nodiscard",
                                        "warn_unused_result",
                                        "noinline",
                                        "always_inline",
                                        "flatten",
                                        "hot",
                                        "cold",
                                        "pure",
                                        "const",
                                        "malloc",
                                        "returns_nonnull",
                                        "nonnull",
                                        "format",
                                        "printf",
                                        "scanf",
                                        "format_arg",
                                        "access",
                                        "read_only",
                                        "write_only",
                                        "deprecated",
                                        "noreturn",
                                        "fallthrough",
                                        "leaf",
                                        "nothrow",
                                        "gnu",
                                        "clang",
                                        "visibility",
                                        "artificial",
                                        "gnu_inline",
                                        "no_sanitize",
                                        "nonstring",
                                        "unavailable",
                                        "sentinel",
                                        "alloc_size",
                                        "read_write",
                                        "reproducible",
                                        "unsequenced"};
    char spelt[64];
    size_t size = ctoken_copy(token, spelt, sizeof spelt);
    bool marked = size > 4 && size < sizeof spelt && memcmp(spelt, "__", 2) == 0 &&
                  memcmp(spelt + size - 2, "__", 2) == 0;
    if (marked) {
        spelt[size - 2] = '\0';
    }
    size_t i = 0;
    while (i < sizeof words / sizeof *words && strcmp(words[i], marked ? spelt + 2 : spelt) != 0) {
        i++;
    }
    return i < sizeof words / sizeof *words;
}

size_t cattribute_over(const struct tokens *source, size_t at, size_t end)
{
    const struct ctoken *tokens = source->tokens;
    bool gnu = ctoken_is(&tokens[at], "__attribute__") || ctoken_is(&tokens[at], "__attribute");
    size_t first = gnu ? at + 1 : at, depth = 0;
    if (end - first < 2 || !ctoken_is(&tokens[first], gnu ? "(" : "[") ||
        !ctoken_is(&tokens[first + 1], gnu ? "(" : "[")) {
        return at;
    }
    for (size_t i = first; i < end; i++) {
        if (tokens[i].kind == CTOKEN_WORD && !is_harmless(&tokens[i])) {
            return at;
        }
        depth += ctoken_is(&tokens[i], "(") || ctoken_is(&tokens[i], "[");
        depth -= ctoken_is(&tokens[i], ")") || ctoken_is(&tokens[i], "]");
        if (depth == 0) {
            return i + 1;
        }
    }
    return at;
}
