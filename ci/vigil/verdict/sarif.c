/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0 as GitHub's code scanning takes it: every result needs a physical location, or the
 * whole file is refused. So a crash of which no line of the project is known lies in its report,
 * with the target as logical location, and never in a runtime's header. */
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "part.h"
#include "sarif.h"

#define SOURCE_ROOT "%SRCROOT%"
#define OUTPUT_ROOT "VIGILOUT" /* verdict_write's directory */
#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* A location as it was given by `file`, perhaps with a region; both are taken. */
static json_t *location(json_t *file, json_t *region, const char *name, const char *kind)
{
    json_t *made = json_pack("{s:{s:o}}", "physicalLocation", "artifactLocation", file);
    json_t *physical = json_object_get(made, "physicalLocation");
    int failed = region == NULL ? 0 : json_object_set_new(physical, "region", region);
    if (name[0] != '\0') {
        failed |= json_object_set_new(
            made, "logicalLocations",
            json_pack("[{s:o, s:s}]", "fullyQualifiedName", sarif_text(name), "kind", kind));
    }
    if (made == NULL || failed != 0) {
        json_decref(made);
        return NULL;
    }
    return made;
}

static json_t *crash_location(const struct verdict_crash *crash)
{
    if (crash->path[0] != '\0') {
        return location(
            sarif_artifact(crash->path, SOURCE_ROOT),
            json_pack("{s:I}", "startLine", (json_int_t)(crash->line > 0 ? crash->line : 1)),
            crash->function, "function");
    }
    char report[128];
    (void)snprintf(report, sizeof report, "%.64s/report.txt",
                   crash->directory[0] == '\0' ? "crashes" : crash->directory);
    return location(sarif_artifact(report, OUTPUT_ROOT), json_pack("{s:i}", "startLine", 1),
                    crash->target, "module");
}

static json_t *crash_message(const struct verdict_crash *crash)
{
    const char *where = crash->path[0] == '\0' ? " No line of the project's own is known."
                        : crash->line == 0     ? " Which line of the file is not known."
                                               : "";
    return sarif_message_of("%s: %s. Found by the fuzz target %s, %u of %u replays. %s%s",
                            verdict_fate_title(crash->fate), crash->title, crash->target,
                            crash->reproduced, crash->replays, crash->why, where);
}

/* Whether base has it is not known of one that was not confirmed. */
static json_t *crash_result(const struct verdict_crash *crash)
{
    bool blocks = verdict_blocks(crash), confirmed = crash->fate != VERDICT_CRASH_UNCONFIRMED;
    char line_hash[32];
    (void)snprintf(line_hash, sizeof line_hash, "%.16s:1", crash->id);
    json_t *made =
        json_pack("{s:s, s:s, s:o, s:[o], s:{s:s, s:s}, s:{s:s, s:o, s:o}}", "ruleId",
                  sarif_crash_rule(crash->class), "level",
                  blocks      ? "error"
                  : confirmed ? "note"
                              : "warning",
                  "message", crash_message(crash), "locations", crash_location(crash),
                  "partialFingerprints", "primaryLocationLineHash", line_hash, "vigilSignature/v1",
                  crash->id, "properties", "fate", verdict_crash_fate_name(crash->fate), "command",
                  sarif_text(crash->command), "key", sarif_text(crash->key));
    if (made != NULL && confirmed) {
        (void)json_object_set_new(made, "baselineState", json_string(blocks ? "new" : "unchanged"));
    }
    return made;
}

/* Of equal lines each gets a number, as GitHub's own fingerprints have it. */
static json_t *fingerprint(const char *rule, const char *path, const char *text, uint64_t *hashes,
                           size_t at)
{
    char words[48];
    size_t number = 1;
    hashes[at] = fnv_add_text(fnv_add_text(fnv_add_text(FNV_START, rule), path), text);
    for (size_t i = 0; i < at; i++) {
        number += hashes[i] == hashes[at];
    }
    (void)snprintf(words, sizeof words, "%016llx:%zu", (unsigned long long)hashes[at], number);
    return json_pack("{s:s}", "primaryLocationLineHash", words);
}

static json_t *uncovered_result(const struct verdict_line *line, uint64_t *hashes, size_t at)
{
    json_t *region =
        json_pack("{s:I, s:{s:o}}", "startLine", (json_int_t)(line->line > 0 ? line->line : 1),
                  "snippet", "text", sarif_text(line->text));
    return json_pack("{s:s, s:s, s:s, s:o, s:[o], s:o}", "ruleId", SARIF_UNCOVERED, "level",
                     "warning", "baselineState", "new", "message",
                     sarif_message("No test runs this line, which the change has new."),
                     "locations", location(sarif_artifact(line->path, SOURCE_ROOT), region, "", ""),
                     "partialFingerprints",
                     fingerprint(SARIF_UNCOVERED, line->path, line->text, hashes, at));
}

/* Columns count characters there, bytes here. */
static unsigned column_of(const struct verdict_note *note, unsigned bytes)
{
    unsigned column = 1;
    for (unsigned i = 0; i < bytes && note->text[i] != '\0'; i++) {
        column += ((unsigned char)note->text[i] & 0xc0) != 0x80 ? 1 : 0;
    }
    return column;
}

static json_t *note_region(const struct verdict_note *note)
{
    unsigned before = note->column > 0 ? note->column - 1 : 0;
    unsigned start = column_of(note, before), end = column_of(note, before + note->width);
    return json_pack("{s:I, s:I, s:I, s:{s:o}}", "startLine",
                     (json_int_t)(note->line > 0 ? note->line : 1), "startColumn",
                     (json_int_t)start, "endColumn", (json_int_t)(end > start ? end : start + 1),
                     "snippet", "text", sarif_text(note->text));
}

static json_t *note_result(const struct verdict_note *note, uint64_t *hashes, size_t at)
{
    char rule[128];
    (void)snprintf(rule, sizeof rule, SARIF_TIME "%s", note->rule);
    return json_pack("{s:o, s:s, s:s, s:o, s:[o], s:o}", "ruleId", sarif_text(rule), "level",
                     "note", "baselineState", "new", "message",
                     sarif_message_of("%s: %s Better: %s", note->title, note->reason, note->better),
                     "locations",
                     location(sarif_artifact(note->path, SOURCE_ROOT), note_region(note), "", ""),
                     "partialFingerprints", fingerprint(rule, note->path, note->text, hashes, at));
}

static json_t *results(const struct verdict *report, uint64_t *hashes)
{
    json_t *list = json_array();
    int failed = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        failed |= json_array_append_new(list, crash_result(&report->crashes[i]));
    }
    for (size_t i = 0; i < report->uncovered_count && i < SARIF_LINES_MOST; i++) {
        failed |= json_array_append_new(list, uncovered_result(&report->uncovered[i], hashes, i));
    }
    for (size_t i = 0; i < report->note_count && i < SARIF_LINES_MOST; i++) {
        failed |= json_array_append_new(list, note_result(&report->notes[i], hashes, i));
    }
    if (failed != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *notifications(const struct verdict *report)
{
    json_t *list = json_array();
    int failed = 0;
    for (int number = 0; number < DOORS; number++) {
        const struct door_result *door = &report->doors[number];
        if (verdict_is_shut(door)) {
            failed |= json_array_append_new(
                list, json_pack("{s:s, s:o}", "level", "error", "message",
                                sarif_message_of("%s: %s. %s", door_name((enum door)number),
                                                 door_state_name(door->state), door->sentence)));
        }
    }
    if (report->uncovered_count > SARIF_LINES_MOST || report->note_count > SARIF_LINES_MOST) {
        failed |= json_array_append_new(
            list, json_pack("{s:s, s:o}", "level", "warning", "message",
                            sarif_message_of("Of %zu lines that no test runs and %zu "
                                             "time-sensitive ones, %d each are results here.",
                                             report->uncovered_count, report->note_count,
                                             SARIF_LINES_MOST)));
    }
    if (failed != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *run(const struct verdict *report, uint64_t *hashes)
{
    return json_pack(
        "{s:{s:{s:s, s:o, s:o}}, s:{s:s}, s:s, s:{s:{s:o}, s:{s:o}}, s:[{s:b, s:o, s:o}], s:o, "
        "s:{s:o, s:o, s:s, s:o}}",
        "tool", "driver", "name", "vigil", "version", sarif_text(report->version), "rules",
        sarif_rules(report), "automationDetails", "id", "vigil-gate/", "columnKind",
        "unicodeCodePoints", "originalUriBaseIds", SOURCE_ROOT, "description",
        sarif_message("The top of the project."), OUTPUT_ROOT, "description",
        sarif_message("The output directory of the gate."), "invocations", "executionSuccessful",
        (int)(report->verdict != CONCLUSION_COULD_NOT), "startTimeUtc", sarif_text(report->when),
        "toolExecutionNotifications", notifications(report), "results", results(report, hashes),
        "properties", "base", sarif_text(report->base), "head", sarif_text(report->head), "verdict",
        conclusion_name(report->verdict), "sentence", sarif_text(report->sentence));
}

static int add(const char *piece, size_t size, void *into)
{
    buffer_add(into, piece, size);
    return 0;
}

bool verdict_sarif(const struct verdict *report, struct buffer *into, struct fault *fault)
{
    uint64_t *hashes = calloc(SARIF_LINES_MOST, sizeof *hashes);
    json_t *document = hashes == NULL ? NULL
                                      : json_pack("{s:s, s:s, s:[o]}", "$schema", SCHEMA, "version",
                                                  "2.1.0", "runs", run(report, hashes));
    bool done = document != NULL && json_dump_callback(document, add, into, JSON_INDENT(1)) == 0;
    buffer_text(into, "\n");
    json_decref(document);
    free(hashes);
    return (done && !into->failed) || fault_set(fault, "vigil.sarif: out of memory");
}
