/* SPDX-License-Identifier: MIT */
/* Whether head's targets are others than base's where the change says they should be. Both commits
 * are built in clean trees, but a build may take a library from elsewhere; then base would be
 * compared with itself, and every crash that the change brings would pass. */
#include <string.h>

#include "change/tokens.h"
#include "triage/companions.h"
#include "work.h"

/* Whether every target of head's that base has is base's, byte for byte, and there is one. */
static bool are_same(const struct gate *gate)
{
    bool any = false;
    for (size_t i = 0; i < gate->probe_count; i++) {
        const struct gate_probe *probe = &gate->probes[i];
        if (probe->base == NULL || !companions_same_target(probe->target, probe->base)) {
            return false;
        }
        any = true;
    }
    return any;
}

/* Whether a target is known to have a function of this name in this file; name "": any. */
static bool is_linked(const struct gate *gate, const char *path, const char *name)
{
    for (size_t i = 0; i < gate->probe_count; i++) {
        if (affected_has(&gate->probes[i].functions, path, name)) {
            return true;
        }
    }
    return false;
}

/* Whether nothing is known of what the targets link: they have no symbols, or another root. */
static bool is_unknown(const struct gate *gate)
{
    for (size_t i = 0; i < gate->probe_count; i++) {
        if (gate->probes[i].functions.count > 0) {
            return false;
        }
    }
    return true;
}

/* Whether the two words are one name and its new name, wherever either stands. */
static bool is_renamed(const struct tokens *base, const struct tokens *head, size_t at)
{
    for (size_t i = 0; i < base->count; i++) {
        if (ctoken_same(&base->tokens[i], &base->tokens[at]) !=
            ctoken_same(&head->tokens[i], &head->tokens[at])) {
            return false;
        }
    }
    return true;
}

/* Whether only names differ, which a compiler may leave no trace of. */
static bool has_new_names_alone(const struct change_file *file, enum language language)
{
    struct tokens base = {0}, head = {0};
    bool alone = file->base != NULL && file->head != NULL &&
                 tokens_read(file->base, file->base_size, language, false, &base) &&
                 tokens_read(file->head, file->head_size, language, false, &head) &&
                 base.count == head.count;
    for (size_t i = 0; alone && i < base.count; i++) {
        alone = ctoken_same(&base.tokens[i], &head.tokens[i]) ||
                (base.tokens[i].kind == CTOKEN_WORD && head.tokens[i].kind == CTOKEN_WORD &&
                 is_renamed(&base, &head, i));
    }
    tokens_free(&base);
    tokens_free(&head);
    return alone;
}

static bool is_file_of_names(const struct gate *gate, const char *path)
{
    for (size_t i = 0; i < gate->commits.diff.count; i++) {
        const struct change_file *file = &gate->commits.files[i];
        if (file->head != NULL && strcmp(file->head_path, path) == 0) {
            return has_new_names_alone(file, gate->commits.sides[i].head.language);
        }
    }
    return false;
}

void gate_compare_targets(struct gate *gate)
{
    const struct change_unit *changed = NULL, *maybe = NULL;
    if (gate->unbuilt || gate->base.build.end != GATE_RUN_DONE || !are_same(gate)) {
        return;
    }
    for (size_t i = 0; changed == NULL && i < gate->units.count; i++) {
        const struct change_unit *unit = &gate->units.list[i];
        if (is_linked(gate, unit->path, unit->name)) {
            maybe = maybe == NULL ? unit : maybe;
            changed = is_file_of_names(gate, unit->path) ? NULL : unit;
        } else if (maybe == NULL &&
                   (is_linked(gate, unit->path, "") ||
                    (is_unknown(gate) &&
                     coverage_is_source(unit->path, gate->settings.gate.sources)))) {
            maybe = unit;
        }
    }
    if (changed != NULL) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "No fuzz target differs from base's, although the change is to %s (%s:%u), which "
                  "is in one: does the build take a library from outside of its tree?",
                  changed->name, changed->path, changed->first);
    } else if (maybe != NULL) {
        struct fault fault;
        (void)fault_set(&fault,
                        "no fuzz target differs from base's, although the change touches %s "
                        "(%s:%u): it may be in none, or leave no trace",
                        maybe->name, maybe->path, maybe->first);
        gate_trouble(gate, &fault);
    }
}
