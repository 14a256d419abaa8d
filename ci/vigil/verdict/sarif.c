/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0 as GitHub's code scanning takes it. Every result needs a physical location, or the
 * whole file is refused. So a crash of which no line of the project is known is placed in its
 * report, with the target as logical location, and never in a runtime's header. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "fields.h"
#include "markdown.h"
#include "write.h"

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define SOURCE_ROOT "%SRCROOT%"
#define OUTPUT_ROOT "VIGILOUT" /* verdict_write's directory */
#define TEXT_MOST   4000
#define LINES_MOST  5000 /* results of a kind: GitHub refuses a file of more than 25,000 in all */

/* Ids of rules; a crash's is its class's. */
#define UNCOVERED "uncovered-line"
#define TIME      "time-" /* and a time-sensitive rule's id: "time-localtime" */

/* All functions below that return JSON return NULL when memory ran out, and JSON with a NULL in it
 * becomes NULL. */

static json_t *string(struct buffer *text)
{
    json_t *made = text->failed ? NULL : json_stringn(text->data, text->size);
    buffer_free(text);
    return made;
}

/* Hostile text, inert, on one line. */
static json_t *line(const char *text)
{
    struct buffer inert = {0};
    field_line(&inert, text, TEXT_MOST);
    return string(&inert);
}

/* {"text": …}: hostile text, inert, without the brackets of which SARIF would make a link or a
 * placeholder (s. 3.11.5 and 3.11.6). */
static json_t *message(const char *text)
{
    struct buffer inert = {0}, made = {0};
    field_line(&inert, text, TEXT_MOST);
    buffer_text(&made, "");
    for (size_t i = 0; i < inert.size; i++) {
        if (strchr("[]{}", inert.data[i]) != NULL) {
            inert_escape(&made, (unsigned char)inert.data[i]);
        } else {
            buffer_add(&made, inert.data + i, 1);
        }
    }
    made.failed = made.failed || inert.failed;
    buffer_free(&inert);
    return json_pack("{s:o}", "text", string(&made));
}

/* A message composed as printf does. */
static __attribute__((format(printf, 1, 2))) json_t *message_of(const char *format, ...)
{
    char *text = NULL;
    va_list values;
    va_start(values, format);
    int size = vasprintf(&text, format, values);
    va_end(values);
    json_t *made = size < 0 ? NULL : message(text);
    if (size >= 0) {
        free(text);
    }
    return made;
}

/* A relative reference (RFC 3986 s. 4.2) to a file below that base. */
static json_t *artifact(const char *path, const char *base)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-._~/";
    struct buffer uri = {0};
    buffer_text(&uri, "");
    for (const char *at = path; *at != '\0' && uri.size < TEXT_MOST; at++) {
        if (strchr(plain, *at) != NULL) {
            buffer_add(&uri, at, 1);
        } else {
            buffer_format(&uri, "%%%02X", (unsigned char)*at);
        }
    }
    return json_pack("{s:o, s:s}", "uri", string(&uri), "uriBaseId", base);
}

static const struct {
    const char *id, *title, *full, *help, *tag, *severity;
} crash_rules[] = {
    [CLASS_MEMORY] = {"crash-memory", "A fuzz target breaks memory",
                      "Memory that is not the program's own, or that was not written yet, is used.",
                      "Run the command that the gate shows: it prints the sanitizer's report. Then "
                      "mend the read or write that its stack names.",
                      "security", "7.5"},
    [CLASS_FUNCTIONAL] = {"crash-functional", "A fuzz target breaks a promise",
                          "An assertion fails, the program aborts, or arithmetic has no answer.",
                          "Run the command that the gate shows: it prints which promise broke, "
                          "and where.",
                          "correctness", NULL},
    [CLASS_LEAK] = {"crash-leak", "A fuzz target leaks memory",
                    "Memory is taken and not given back.",
                    "Run the command that the gate shows: it prints where the memory was taken.",
                    "correctness", NULL},
    [CLASS_RACE] = {"crash-race", "A fuzz target has a data race",
                    "Two threads use the same memory at once, and one of them writes.",
                    "Run the command that the gate shows: it prints both sides of the race.",
                    "correctness", NULL},
    [CLASS_EXHAUSTION] = {"crash-exhaustion", "A fuzz target takes too long or too much memory",
                          "An input of a few bytes takes more time or memory than is allowed.",
                          "Run the command that the gate shows, and look for what grows faster "
                          "than the input.",
                          "performance", NULL},
};

static json_t *properties(const char *tag, const char *problem, const char *severity)
{
    json_t *made = json_pack("{s:[s, s], s:s, s:s}", "tags", "fuzzing", tag, "precision",
                             "very-high", "problem.severity", problem);
    if (made != NULL && severity != NULL) {
        (void)json_object_set_new(made, "security-severity", json_string(severity));
    }
    return made;
}

static json_t *crash_rule(enum crash_class class)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:{s:s}, s:o}", "id", crash_rules[class].id,
                     "shortDescription", message(crash_rules[class].title), "fullDescription",
                     message(crash_rules[class].full), "help", message(crash_rules[class].help),
                     "defaultConfiguration", "level", "error", "properties",
                     properties(crash_rules[class].tag, "error", crash_rules[class].severity));
}

static json_t *uncovered_rule(void)
{
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:{s:s}, s:o}", "id", UNCOVERED, "shortDescription",
        message("A changed line that no test runs"), "fullDescription",
        message("The change has this line, and no unit test executes it."), "help",
        message("Add a row to the unit tests that reaches the line, or take the line out."),
        "defaultConfiguration", "level", "warning", "properties",
        properties("coverage", "warning", NULL));
}

/* Help on a rule, as plain text and as Markdown with the better way set off. */
static json_t *time_help(const struct verdict_note *note)
{
    struct buffer markdown = {0};
    verdict_prose(&markdown, note->reason, 2000);
    buffer_text(&markdown, "\n\n**Better:** ");
    verdict_prose(&markdown, note->better, 2000);
    json_t *help = message_of("%s Better: %s", note->reason, note->better);
    if (help != NULL && json_object_set_new(help, "markdown", string(&markdown)) != 0) {
        json_decref(help);
        return NULL;
    }
    return help;
}

static json_t *time_rule(const struct verdict_note *note)
{
    char id[128];
    (void)snprintf(id, sizeof id, TIME "%s", note->rule);
    return json_pack("{s:o, s:o, s:o, s:o, s:{s:s}, s:o}", "id", line(id), "shortDescription",
                     message(note->title), "fullDescription", message(note->reason), "help",
                     time_help(note), "defaultConfiguration", "level", "note", "properties",
                     properties("time", "recommendation", NULL));
}

/* Every rule, those of the verdict's time-sensitive lines among them, each once. */
static json_t *rules(const struct verdict *verdict)
{
    json_t *list = json_array();
    int failed = 0;
    for (int class = CLASS_MEMORY; class <= CLASS_EXHAUSTION; class ++) {
        failed |= json_array_append_new(list, crash_rule((enum crash_class) class));
    }
    failed |= json_array_append_new(list, uncovered_rule());
    for (size_t i = 0; i < verdict->note_count && i < LINES_MOST; i++) {
        if (verdict_is_first_of_rule(verdict, i)) {
            failed |= json_array_append_new(list, time_rule(&verdict->notes[i]));
        }
    }
    if (failed != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

/* A location in that file, of that region where there is one; both are taken over. */
static json_t *location(json_t *file, json_t *region, const char *name, const char *kind)
{
    json_t *made = json_pack("{s:{s:o}}", "physicalLocation", "artifactLocation", file);
    json_t *physical = json_object_get(made, "physicalLocation");
    int failed = region == NULL ? 0 : json_object_set_new(physical, "region", region);
    if (name[0] != '\0') {
        failed |= json_object_set_new(
            made, "logicalLocations",
            json_pack("[{s:o, s:s}]", "fullyQualifiedName", line(name), "kind", kind));
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
            artifact(crash->path, SOURCE_ROOT),
            json_pack("{s:I}", "startLine", (json_int_t)(crash->line > 0 ? crash->line : 1)),
            crash->function, "function");
    }
    char file[128];
    (void)snprintf(file, sizeof file, "%.64s/report.txt",
                   crash->directory[0] == '\0' ? "crashes" : crash->directory);
    return location(artifact(file, OUTPUT_ROOT), json_pack("{s:i}", "startLine", 1), crash->target,
                    "module");
}

static json_t *crash_message(const struct verdict_crash *crash)
{
    const char *where = crash->path[0] == '\0' ? " No line of the project's own is known."
                        : crash->line == 0     ? " Which line of the file is not known."
                                               : "";
    return message_of("%s: %s. Found by the fuzz target %s, %u of %u replays. %s%s",
                      verdict_fate_title(crash->fate), crash->title, crash->target,
                      crash->reproduced, crash->replays, crash->why, where);
}

/* Has no baselineState where the crash was not confirmed: nobody knows whether base has it. */
static json_t *crash_result(const struct verdict_crash *crash)
{
    bool blocks = verdict_blocks(crash), confirmed = crash->fate != VERDICT_CRASH_UNCONFIRMED;
    char line_hash[32];
    (void)snprintf(line_hash, sizeof line_hash, "%.16s:1", crash->id);
    json_t *made =
        json_pack("{s:s, s:s, s:o, s:[o], s:{s:s, s:s}, s:{s:s, s:o, s:o}}", "ruleId",
                  crash_rules[crash->class].id, "level",
                  blocks      ? "error"
                  : confirmed ? "note"
                              : "warning",
                  "message", crash_message(crash), "locations", crash_location(crash),
                  "partialFingerprints", "primaryLocationLineHash", line_hash, "vigilSignature/v1",
                  crash->id, "properties", "fate", verdict_crash_fate_name(crash->fate), "command",
                  line(crash->command), "key", line(crash->key));
    if (made != NULL && confirmed) {
        (void)json_object_set_new(made, "baselineState", json_string(blocks ? "new" : "unchanged"));
    }
    return made;
}

/* Equal lines are numbered, as in GitHub's own fingerprints. */
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

static json_t *uncovered_result(const struct verdict_line *uncovered, uint64_t *hashes, size_t at)
{
    json_t *region = json_pack("{s:I, s:{s:o}}", "startLine",
                               (json_int_t)(uncovered->line > 0 ? uncovered->line : 1), "snippet",
                               "text", line(uncovered->text));
    return json_pack("{s:s, s:s, s:s, s:o, s:[o], s:o}", "ruleId", UNCOVERED, "level", "warning",
                     "baselineState", "new", "message",
                     message("No test runs this line, which the change has new."), "locations",
                     location(artifact(uncovered->path, SOURCE_ROOT), region, "", ""),
                     "partialFingerprints",
                     fingerprint(UNCOVERED, uncovered->path, uncovered->text, hashes, at));
}

/* SARIF counts columns in characters, and we count them in bytes. */
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
                     "snippet", "text", line(note->text));
}

static json_t *note_result(const struct verdict_note *note, uint64_t *hashes, size_t at)
{
    char rule[128];
    (void)snprintf(rule, sizeof rule, TIME "%s", note->rule);
    return json_pack(
        "{s:o, s:s, s:s, s:o, s:[o], s:o}", "ruleId", line(rule), "level", "note", "baselineState",
        "new", "message", message_of("%s: %s Better: %s", note->title, note->reason, note->better),
        "locations", location(artifact(note->path, SOURCE_ROOT), note_region(note), "", ""),
        "partialFingerprints", fingerprint(rule, note->path, note->text, hashes, at));
}

static json_t *results(const struct verdict *verdict, uint64_t *hashes)
{
    json_t *list = json_array();
    int failed = 0;
    for (size_t i = 0; i < verdict->crash_count; i++) {
        failed |= json_array_append_new(list, crash_result(&verdict->crashes[i]));
    }
    for (size_t i = 0; i < verdict->uncovered_count && i < LINES_MOST; i++) {
        failed |= json_array_append_new(list, uncovered_result(&verdict->uncovered[i], hashes, i));
    }
    for (size_t i = 0; i < verdict->note_count && i < LINES_MOST; i++) {
        failed |= json_array_append_new(list, note_result(&verdict->notes[i], hashes, i));
    }
    if (failed != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *notifications(const struct verdict *verdict)
{
    json_t *list = json_array();
    int failed = 0;
    for (int number = 0; number < DOORS; number++) {
        const struct door_result *door = &verdict->doors[number];
        if (verdict_is_shut(door)) {
            failed |= json_array_append_new(
                list, json_pack("{s:s, s:o}", "level", "error", "message",
                                message_of("%s: %s. %s", door_name((enum door)number),
                                           door_state_name(door->state), door->sentence)));
        }
    }
    if (verdict->uncovered_count > LINES_MOST || verdict->note_count > LINES_MOST) {
        failed |= json_array_append_new(
            list, json_pack("{s:s, s:o}", "level", "warning", "message",
                            message_of("Of %zu lines that no test runs and %zu "
                                       "time-sensitive ones, %d each are results here.",
                                       verdict->uncovered_count, verdict->note_count, LINES_MOST)));
    }
    if (failed != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *run(const struct verdict *verdict, uint64_t *hashes)
{
    return json_pack(
        "{s:{s:{s:s, s:o, s:o}}, s:{s:s}, s:s, s:{s:{s:o}, s:{s:o}}, s:[{s:b, s:o, s:o}], s:o, "
        "s:{s:o, s:o, s:s, s:o}}",
        "tool", "driver", "name", "vigil", "version", line(verdict->version), "rules",
        rules(verdict), "automationDetails", "id", "vigil-gate/", "columnKind", "unicodeCodePoints",
        "originalUriBaseIds", SOURCE_ROOT, "description", message("The top of the project."),
        OUTPUT_ROOT, "description", message("The output directory of the gate."), "invocations",
        "executionSuccessful", (int)(verdict->conclusion != CONCLUSION_COULD_NOT), "startTimeUtc",
        line(verdict->when), "toolExecutionNotifications", notifications(verdict), "results",
        results(verdict, hashes), "properties", "base", line(verdict->base), "head",
        line(verdict->head), "verdict", conclusion_name(verdict->conclusion), "sentence",
        line(verdict->sentence));
}

static int add(const char *piece, size_t size, void *into)
{
    buffer_add(into, piece, size);
    return 0;
}

bool verdict_sarif(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    uint64_t *hashes = calloc(LINES_MOST, sizeof *hashes);
    json_t *document = hashes == NULL ? NULL
                                      : json_pack("{s:s, s:s, s:[o]}", "$schema", SCHEMA, "version",
                                                  "2.1.0", "runs", run(verdict, hashes));
    bool done = document != NULL && json_dump_callback(document, add, into, JSON_INDENT(1)) == 0;
    buffer_text(into, "\n");
    json_decref(document);
    free(hashes);
    return (done && !into->failed) || fault_set(fault, "vigil.sarif: out of memory");
}
