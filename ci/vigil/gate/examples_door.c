/* SPDX-License-Identifier: MIT */
/* The second door: a change to how time is read or written shows two examples from two zones. */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "change/examples.h"
#include "work.h"

#define WANTED 2

static const char form[] =
    "An example is a row of a unit test's table, marked with the word EXAMPLE or with a comment\n"
    "that begins with \"example\", whose strings say a zone or an offset:\n"
    "\n"
    "    {{\"India\", EXAMPLE(\"2024-07-11T06:44:00+05:30\")}, 1720660440},\n"
    "    {\"2024-03-10T02:30:00\", \"America/New_York\", 1710055800}, /* example: in the gap */\n"
    "\n"
    "Where none is needed (a rename, say), a line in the message of any commit of the change says\n"
    "why, and the reviewer is shown it:\n"
    "\n"
    "    Time-examples: not needed, because only a parameter has another name\n";

struct rows {
    struct gate *gate;
    struct verdict_unit *list;
    size_t count;
};

static void add(struct rows *rows, const char *path, const struct example_row *row)
{
    struct verdict_unit *added = list_add(&rows->list, &rows->count, sizeof *added);
    if (added != NULL) {
        *added = (struct verdict_unit){
            path, arena_copy(&rows->gate->arena, row->zone, strlen(row->zone)), row->line};
    } else {
        gate_shut(rows->gate, DOOR_EXAMPLES, DOOR_COULD_NOT, "Out of memory.");
    }
}

static void find_rows(struct rows *rows, size_t i, struct example_rows *found)
{
    const struct gate *gate = rows->gate;
    const struct change_file *file = &gate->commits.files[i];
    if (file->head == NULL || gate->settings.gate.examples[0] == '\0' ||
        !coverage_is_source(file->head_path, gate->settings.gate.examples)) {
        return;
    }
    if (!example_rows_find(gate->commits.sides[i].head.language, file->base, file->base_size,
                           file->head, file->head_size, found)) {
        gate_shut(rows->gate, DOOR_EXAMPLES, DOOR_COULD_NOT, "Out of memory.");
    }
    for (size_t k = 0; k < found->count; k++) {
        if (found->list[k].is_new) {
            add(rows, file->head_path, &found->list[k]);
        }
    }
}

static void tell(struct gate *gate, const struct rows *rows, size_t found)
{
    const struct verdict_unit *unit = &gate->verdict.units[0];
    const char *more = gate->verdict.unit_count > 1 ? " and more" : "";
    if (rows->count == 0) {
        gate_shut(gate, DOOR_EXAMPLES, DOOR_BLOCKED,
                  "%s (%s:%u)%s changed, and no example of it is new: two are wanted, from two "
                  "zones or offsets.",
                  unit->name, unit->path, unit->line, more);
    } else {
        gate_shut(gate, DOOR_EXAMPLES, DOOR_BLOCKED,
                  "%s (%s:%u)%s changed, and the %zu new example%s of it show%s %s%s: two zones or "
                  "offsets are wanted.",
                  unit->name, unit->path, unit->line, more, rows->count,
                  rows->count == 1 ? "" : "s", rows->count == 1 ? "s" : "",
                  found == 0 ? "no zone" : "only ", found == 0 ? "" : rows->list[0].name);
    }
    if (gate->commits.waiver == WAIVER_WITHOUT_REASON) {
        const char *text = arena_format(
            &gate->arena,
            "Commit %.12s has a line \"Time-examples:\" that gives no reason, and so it "
            "waives none.\n\n",
            gate->commits.waived_by);
        gate_detail(gate, DOOR_EXAMPLES, text, strlen(text));
    }
    gate_detail(gate, DOOR_EXAMPLES, form, sizeof form - 1);
}

static void waive(struct gate *gate)
{
    gate->waived = true;
    const struct verdict_unit *unit = &gate->verdict.units[0];
    gate->verdict.doors[DOOR_EXAMPLES].sentence = arena_format(
        &gate->arena,
        "%s (%s:%u)%s changed without examples, which commit %.12s says are not needed, because "
        "%s.",
        unit->name, unit->path, unit->line, gate->verdict.unit_count > 1 ? " and more" : "",
        gate->commits.waived_by, gate->commits.reason);
}

static void list_units(struct gate *gate)
{
    const struct change_units *units = &gate->units;
    struct verdict_unit *list = arena_array(&gate->arena, units->count, sizeof *list);
    gate->verdict.units = list;
    for (size_t i = 0; list != NULL && i < units->count; i++) {
        const struct change_unit *unit = &units->list[i];
        if (coverage_is_source(unit->path, gate->settings.gate.sources)) {
            list[gate->verdict.unit_count++] =
                (struct verdict_unit){unit->path, unit->name, unit->first};
        }
    }
}

/* Returns how many zones the new rows show. */
static size_t find_all_rows(struct rows *rows)
{
    size_t count = rows->gate->commits.diff.count, zones = 0;
    struct example_rows *found = calloc(count + 1, sizeof *found);
    if (found == NULL) {
        gate_shut(rows->gate, DOOR_EXAMPLES, DOOR_COULD_NOT, "Out of memory.");
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        find_rows(rows, i, &found[i]);
    }
    zones = example_rows_zones(found, count);
    for (size_t i = 0; i < count; i++) {
        example_rows_free(&found[i]);
    }
    free(found);
    return zones;
}

void gate_examples(struct gate *gate)
{
    struct rows rows = {.gate = gate};
    list_units(gate);
    size_t found = find_all_rows(&rows);
    struct verdict_unit *kept = arena_array(&gate->arena, rows.count, sizeof *kept);
    if (kept != NULL && rows.count > 0) {
        memcpy(kept, rows.list, rows.count * sizeof *kept);
        gate->verdict.examples = kept;
        gate->verdict.example_count = rows.count;
    }
    struct door_result *door = &gate->verdict.doors[DOOR_EXAMPLES];
    if (gate->settings.gate.examples[0] == '\0') {
        door->state = DOOR_NOTHING;
        door->sentence = "This project asks for no examples.";
    } else if (gate->verdict.unit_count == 0) {
        door->state = DOOR_NOTHING;
        door->sentence = "No definition of the sources changed: no example is asked for.";
    } else if (found < WANTED && gate->commits.waiver == WAIVER_GIVEN) {
        waive(gate);
    } else if (found < WANTED) {
        tell(gate, &rows, found);
    } else {
        door->sentence = arena_format(
            &gate->arena, "%zu definition%s changed, with %zu example%s from %zu zones.",
            gate->verdict.unit_count, gate->verdict.unit_count == 1 ? "" : "s", rows.count,
            rows.count == 1 ? "" : "s", found);
    }
    free(rows.list);
}
