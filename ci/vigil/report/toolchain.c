/* SPDX-License-Identifier: MIT */
#include "toolchain.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"

/* One of the two texts, as it is read. */
struct side {
    const char *name;
    struct span text;
    unsigned line;
    bool found; /* the versions found, not those locked */
};

static bool complain(const struct side *side, const char *what, struct fault *fault)
{
    return fault_set(fault, "%s, line %u: %s", side->name, side->line, what);
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t';
}

static struct span take_word(struct span *line)
{
    while (line->size > 0 && is_blank(line->text[0])) {
        span_skip(line, 1);
    }
    struct span word = {line->text, 0};
    while (word.size < line->size && !is_blank(line->text[word.size])) {
        word.size++;
    }
    span_skip(line, word.size);
    return word;
}

/* The item of that name, added where there is none; NULL when memory ran out. */
static struct toolchain_item *item_of(struct toolchain *toolchain, struct span name)
{
    struct toolchain_item item = {0};
    span_copy(item.name, sizeof item.name, name);
    for (size_t i = 0; i < toolchain->count; i++) {
        if (strcmp(toolchain->items[i].name, item.name) == 0) {
            return &toolchain->items[i];
        }
    }
    struct toolchain_item *added =
        list_add(&toolchain->items, &toolchain->count, sizeof *toolchain->items);
    if (added != NULL) {
        *added = item;
    }
    return added;
}

static bool take_item(struct toolchain *toolchain, const struct side *side, struct span name,
                      struct span version, struct fault *fault)
{
    if (version.size == 0) {
        return complain(side, "no version", fault);
    }
    const size_t name_room = sizeof toolchain->items->name;
    if (name.size >= name_room || version.size >= sizeof toolchain->items->found) {
        return complain(side, "too long", fault);
    }
    struct toolchain_item *item = item_of(toolchain, name);
    if (item == NULL) {
        return complain(side, "out of memory", fault);
    }
    char *into = side->found ? item->found : item->locked;
    if (into[0] != '\0') {
        return complain(side, "a name that stood there before", fault);
    }
    span_copy(into, sizeof item->found, version);
    return true;
}

static bool take_side(struct toolchain *toolchain, struct side *side, struct fault *fault)
{
    struct span line;
    bool done = true;
    while (done && span_take_line(&side->text, &line)) {
        side->line++;
        struct span name = take_word(&line), version = take_word(&line);
        if (name.size > 0 && name.text[0] != '#') {
            done = take_word(&line).size == 0
                       ? take_item(toolchain, side, name, version, fault)
                       : complain(side, "more than a name and a version", fault);
        }
    }
    return done;
}

static int by_name(const void *left, const void *right)
{
    const struct toolchain_item *one = left, *other = right;
    return strcmp(one->name, other->name);
}

bool toolchain_compare(const char *locked, size_t locked_size, const char *found, size_t found_size,
                       struct toolchain *toolchain, struct fault *fault)
{
    struct side sides[] = {{"locked", {locked, locked_size}, 0, false},
                           {"found", {found, found_size}, 0, true}};
    *toolchain = (struct toolchain){0};
    if (!take_side(toolchain, &sides[0], fault) || !take_side(toolchain, &sides[1], fault)) {
        return false;
    }
    if (toolchain->count > 0) {
        qsort(toolchain->items, toolchain->count, sizeof *toolchain->items, by_name);
    }
    for (size_t i = 0; i < toolchain->count; i++) {
        const struct toolchain_item *item = &toolchain->items[i];
        toolchain->mismatches += strcmp(item->locked, item->found) != 0;
    }
    return true;
}

void toolchain_free(struct toolchain *toolchain)
{
    free(toolchain->items);
    *toolchain = (struct toolchain){0};
}
