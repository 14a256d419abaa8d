/* definitions.c -- definitions lie in their text and in its order, none within a function, and a
 * text has not changed from itself. An input is lines of ctags, an empty line, then the text. */
/* SPDX-License-Identifier: MIT */
#include "change/definitions.h"
#include "base/span.h"
#include "change/change.h"
#include "fuzz.h"

/* The text is read in each language: the file number in a line of ctags says which. */
#define TEXTS 5

static void check_definition(const struct definitions *all, const struct definition *definition)
{
    const struct ctoken *tokens = all->source.tokens;
    fuzz_require(memchr(definition->name, '\0', sizeof definition->name) != NULL,
                 "a name without end");
    fuzz_require(definition->begin < definition->end && definition->end <= all->source.count,
                 "%s: tokens %zu to %zu of %zu", definition->name, definition->begin,
                 definition->end, all->source.count);
    fuzz_require(definition->first == tokens[definition->begin].line &&
                     definition->last == tokens[definition->end - 1].last_line &&
                     definition->first <= definition->last,
                 "%s: lines %u to %u", definition->name, definition->first, definition->last);
}

static void check_order(const struct definitions *all)
{
    size_t behind = 0; /* the functions so far */
    for (size_t i = 0; i < all->count; i++) {
        const struct definition *now = &all->list[i];
        check_definition(all, now);
        fuzz_require(i == 0 || all->list[i - 1].begin <= now->begin, "%s is out of order",
                     now->name);
        fuzz_require(now->kind == DEFINITION_MACRO || now->begin >= behind || now->end > behind,
                     "%s is in a function", now->name);
        if (now->kind == DEFINITION_FUNCTION && now->end > behind) {
            behind = now->end;
        }
    }
}

static void check_unchanged(const struct definitions *one, const struct definitions *other)
{
    const struct change_file file = {"x", "x", NULL, NULL, 0, 0};
    const struct change_sides sides = {*one, *other};
    struct change_units units;
    if (change_find(&file, &sides, 1, &units)) {
        fuzz_require(units.count == 0, "%s changed, of %zu",
                     units.count == 0 ? "" : units.list[0].name, units.count);
    }
    fuzz_require(!change_is_declared(&sides), "something between the definitions changed");
    change_units_free(&units);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t empty = span_find((struct span){(const char *)data, size}, "\n\n");
    size_t lines = empty < size ? empty + 1 : size, begin = empty < size ? empty + 2 : size;
    char *json = fuzz_copy((const char *)data, lines);
    char *text = fuzz_copy((const char *)data + begin, size - begin);
    const struct tags_text texts[TEXTS] = {{LANGUAGE_C, text, size - begin},
                                           {LANGUAGE_CPP, text, size - begin},
                                           {LANGUAGE_RUST, text, size - begin},
                                           {LANGUAGE_GO, text, size - begin},
                                           {LANGUAGE_JAVA, text, size - begin}};
    struct definitions one[TEXTS], other[TEXTS];
    struct fault fault = {""};
    bool read = definitions_read(json, lines, texts, TEXTS, one, &fault);
    bool again = definitions_read(json, lines, texts, TEXTS, other, &fault);
    fuzz_require(read == again && (read || fault.text[0] != '\0'), "refused, and not said why");
    for (size_t i = 0; i < TEXTS; i++) {
        if (read) {
            check_order(&one[i]);
            check_unchanged(&one[i], &other[i]);
        }
        definitions_free(&one[i]);
        definitions_free(&other[i]);
    }
    fuzz_release(json);
    fuzz_release(text);
    return 0;
}
