/* SPDX-License-Identifier: MIT */
#include "affected.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"
#include "verdict/coverage.h"

#define WEIGHT_OF_THE_CHANGE 4

/* "COVERED_FUNC: hits: 172 edges: 25/42 parse_offset /src/offset.c:135", after its first word. */
static bool read_line(struct span line, const char *root, struct affected_function *function)
{
    size_t edges = span_find(line, "edges: ");
    span_skip(&line, edges);
    if (!span_take(&line, "edges: ")) {
        return false;
    }
    span_skip(&line, span_find(line, " ") + 1);
    /* A C++ name has blanks in it, a path may: the path begins at the last " /". */
    size_t path = span_find_last(line, " /");
    struct span name = {line.text, path};
    span_skip(&line, path + 1);
    struct span file = {line.text, span_find_last(line, ":")};
    span_copy(function->name, sizeof function->name, name);
    if (!span_take(&file, root) || !span_take(&file, "/")) {
        return false;
    }
    span_copy(function->file, sizeof function->file, file);
    return name.size > 0 && file.size > 0 && file.size < sizeof function->file;
}

bool affected_read(const char *text, size_t size, const char *root,
                   struct affected_functions *functions)
{
    struct span rest = {text, size}, line;
    while (span_take_line(&rest, &line)) {
        struct affected_function function = {.covered = span_take(&line, "COVERED_FUNC: ")}, *added;
        if ((function.covered || span_take(&line, "UNCOVERED_FUNC: ")) &&
            read_line(line, root, &function)) {
            added = list_add(&functions->list, &functions->count, sizeof *added);
            if (added == NULL) {
                return false;
            }
            *added = function;
        }
    }
    return true;
}

void affected_free(struct affected_functions *functions)
{
    free(functions->list);
    *functions = (struct affected_functions){0};
}

/* Whether the function that is printed as "int n::(anonymous namespace)::Clock<int>::read(char)" is
 * the definition "Clock::read": template arguments, parameters and what it is in may be missing,
 * and Rust's "::h0123456789abcdef". */
static bool is_called(const char *printed, const char *name)
{
    static const char unnamed[] = "(anonymous namespace)::";
    char plain[sizeof((struct affected_function *)NULL)->name];
    size_t used = 0, depth = 0, size = strlen(name);
    while (*printed != '\0' && used + 1 < sizeof plain) {
        if (strncmp(printed, unnamed, sizeof unnamed - 1) == 0) {
            printed += sizeof unnamed - 1;
            continue;
        }
        if (*printed == '(' && depth == 0) {
            break;
        }
        depth += *printed == '<';
        if (depth == 0) {
            plain[used++] = *printed;
        }
        depth -= *printed == '>' && depth > 0;
        printed++;
    }
    if (used > 19 && memcmp(plain + used - 19, "::h", 3) == 0) {
        used -= 19;
    }
    return used >= size && memcmp(plain + used - size, name, size) == 0 &&
           (used == size || plain[used - size - 1] == ':' || plain[used - size - 1] == ' ');
}

enum hit { HIT_NONE, HIT_FILE, HIT_LINKED, HIT_COVERED };

static enum hit hit(const struct affected_functions *functions, const char *file, const char *name)
{
    enum hit best = HIT_NONE;
    for (size_t i = 0; i < functions->count && best < HIT_COVERED; i++) {
        const struct affected_function *function = &functions->list[i];
        if (strcmp(function->file, file) == 0) {
            bool named = strcmp(function->name, name) == 0 ||
                         (name[0] != '\0' && is_called(function->name, name));
            enum hit here = !named ? HIT_FILE : function->covered ? HIT_COVERED : HIT_LINKED;
            best = here > best ? here : best;
        }
    }
    return best;
}

bool affected_has(const struct affected_functions *functions, const char *file, const char *name)
{
    return hit(functions, file, name) > (name[0] == '\0' ? HIT_NONE : HIT_FILE);
}

/* Whether the file is one that no other file includes or imports. */
static bool is_unit(const char *path)
{
    static const char *const endings[] = {".c", ".cc", ".cpp", ".cxx", ".c++", ".C"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (text_ends(path, endings[i])) {
            return true;
        }
    }
    return false;
}

static void affect_all(struct affected_target *targets, size_t count, const char *why)
{
    for (size_t i = 0; i < count; i++) {
        if (!targets[i].affected) {
            targets[i].affected = true;
            targets[i].why = why;
        }
    }
}

static void affect(struct affected_target *target, enum hit how)
{
    target->affected = true;
    target->covers += how == HIT_COVERED;
    target->links += how == HIT_LINKED || how == HIT_FILE;
    if (how == HIT_COVERED) {
        target->why = "its seeds run what changed";
        target->weight = WEIGHT_OF_THE_CHANGE;
    } else if (target->covers == 0) {
        target->why = how == HIT_LINKED ? "what changed is linked into it"
                                        : "a file that changed is linked into it";
    }
}

static bool is_outside(const char *path, const struct affected_places *places)
{
    enum language language = language_of(path);
    bool header = language_is_c(language) && !is_unit(path);
    return !coverage_is_source(path, places->sources) &&
           ((language != LANGUAGE_NONE && !header) ||
            (places->examples[0] != '\0' && coverage_is_source(path, places->examples)));
}

/* A definition without a name is found by its file alone. */
static void judge_unit(struct affected_target *targets, size_t count, const char *path,
                       const char *name, const struct affected_places *places)
{
    bool linked = false;
    for (size_t i = 0; i < count; i++) {
        enum hit how = hit(&targets[i].functions, path, name);
        if (how != HIT_NONE) {
            affect(&targets[i], how);
            linked = true;
        }
    }
    if (!linked && !is_outside(path, places)) {
        affect_all(targets, count, "what changed may be in any target");
    }
}

/* "corpus/NAME/…", "corpus/NAME.dict", "corpus/regressions/NAME/…" */
static bool is_of(const char *path, const struct affected_places *places, const char *name)
{
    struct span rest = {path, strlen(path)};
    if (!span_take(&rest, places->corpus) || !span_take(&rest, "/")) {
        return false;
    }
    (void)span_take(&rest, "regressions/");
    return span_take(&rest, name) && rest.size > 0 && (rest.text[0] == '/' || rest.text[0] == '.');
}

bool affected_is_for_people(const char *path)
{
    static const char *const endings[] = {".md", ".rst", ".1", ".3", ".5", ".7", ".png"};
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (text_ends(name, endings[i])) {
            return true;
        }
    }
    return strcmp(name, "LICENSE") == 0 || strcmp(name, "COPYING") == 0;
}

static void judge_file(struct affected_target *targets, size_t count, const char *path,
                       const struct affected_places *places)
{
    bool is_seed = false;
    for (size_t i = 0; i < count; i++) {
        if (is_of(path, places, targets[i].name)) {
            targets[i].affected = is_seed = true;
            targets[i].weight = WEIGHT_OF_THE_CHANGE;
            targets[i].why = "its seeds changed";
        }
    }
    if (!is_seed && language_of(path) == LANGUAGE_NONE && !affected_is_for_people(path)) {
        affect_all(targets, count, "a file that changed may be in any target");
    }
}

static void judge_declared(struct affected_target *targets, size_t count, const char *path,
                           const struct affected_places *places)
{
    if (is_unit(path)) {
        judge_unit(targets, count, path, "", places);
    } else if (!is_outside(path, places)) {
        affect_all(targets, count, "a declaration that changed may be in any target");
    }
}

void affected_judge(struct affected_target *targets, size_t count, const struct diff *diff,
                    const bool *declared, const struct change_units *units,
                    const struct affected_places *places)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        targets[i].affected = targets[i].is_new;
        targets[i].weight = targets[i].is_new ? WEIGHT_OF_THE_CHANGE : 1;
        targets[i].covers = targets[i].links = 0;
        targets[i].why = targets[i].is_new ? "it is new" : "";
    }
    for (size_t i = 0; i < units->count; i++) {
        judge_unit(targets, count, units->list[i].path, units->list[i].name, places);
    }
    for (size_t i = 0; i < diff->count; i++) {
        judge_file(targets, count, diff->files[i].head, places);
        if (declared[i]) {
            judge_declared(targets, count, diff->files[i].head, places);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (units->count > 0 && targets[i].functions.count == 0 && !targets[i].affected) {
            targets[i].affected = true;
            targets[i].why = "what it links is not known";
        }
        any = any || targets[i].affected;
    }
    if (!any) {
        affect_all(targets, count, "the change is in no target; each has an equal share");
    }
}
