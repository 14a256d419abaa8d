/* SPDX-License-Identifier: MIT */
/* The last door: what a person is to look at. */
#include <string.h>

#include "base/list.h"
#include "change/sensitive.h"
#include "gate.h"
#include "work.h"

static bool is_new_line(void *context, unsigned line)
{
    return diff_has_line(context, line);
}

static void find_notes(struct gate *gate)
{
    for (size_t i = 0; i < gate->commits.diff.count; i++) {
        const struct change_file *file = &gate->commits.files[i];
        struct sensitive_lines lines = {0};
        enum language language = gate->commits.sides[i].head.language;
        if (!language_is_c(language) ||
            !sensitive_find(file->head, file->head_size, language, is_new_line,
                            &gate->commits.diff.files[i], &lines)) {
            lines.count = 0;
        }
        for (size_t k = 0; k < lines.count; k++) {
            const struct sensitive_line *line = &lines.list[k];
            struct verdict_note *note =
                list_add(&gate->notes, &gate->verdict.note_count, sizeof *note);
            if (note == NULL) {
                gate->arena.failed = true;
                break;
            }
            *note = (struct verdict_note){file->head_path,
                                          line->line,
                                          line->column,
                                          line->width,
                                          gate_line(gate, i, line->line),
                                          line->rule->id,
                                          line->rule->title,
                                          line->rule->reason,
                                          line->rule->better};
        }
        sensitive_free(&lines);
    }
    gate->verdict.notes = gate->notes;
}

/* Tells a person where the change is to the gate's own settings. */
static void tell_of_settings(struct gate *gate)
{
    const char *config = gate->options->config;
    for (size_t i = 0; config[0] != '\0' && i < gate->commits.diff.count; i++) {
        const char *path = gate->commits.diff.files[i].head;
        size_t size = strlen(path), length = strlen(config);
        if (length >= size && strcmp(config + length - size, path) == 0 &&
            (length == size || config[length - size - 1] == '/')) {
            const char *text = arena_format(
                &gate->arena, "It changes %s, which says what the gate asks: look at that first.\n",
                path);
            gate_detail(gate, DOOR_REVIEW, text, strlen(text));
        }
    }
}

void gate_review(struct gate *gate)
{
    struct door_result *door = &gate->verdict.doors[DOOR_REVIEW];
    find_notes(gate);
    tell_of_settings(gate);
    size_t notes = gate->verdict.note_count;
    const char *what = notes == 0
                           ? ""
                           : arena_format(&gate->arena,
                                          " %zu line%s of it read%s time in a way that breaks "
                                          "quietly.",
                                          notes, notes == 1 ? "" : "s", notes == 1 ? "s" : "");
    bool passed = true;
    for (int i = 0; i < DOOR_REVIEW; i++) {
        passed = passed && gate_is_open(gate, (enum door)i);
    }
    door->state = passed ? DOOR_PASSED : DOOR_NOT_REACHED;
    door->sentence =
        arena_format(&gate->arena, "%s%s",
                     passed ? "It waits for a person now." : "A door before it is shut.", what);
}
