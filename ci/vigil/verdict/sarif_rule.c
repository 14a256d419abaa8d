/* SPDX-License-Identifier: MIT */
#include "sarif.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/inert.h"
#include "fields_text.h"
#include "markdown_prose.h"
#include "part.h"

#define TEXT_MOST 4000

static json_t *string(struct buffer *text)
{
    json_t *made = text->failed ? NULL : json_stringn(text->data, text->size);
    buffer_free(text);
    return made;
}

json_t *sarif_text(const char *text)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    inert_line(&inert, text, strlen(text));
    field_shorten(&inert, TEXT_MOST);
    return string(&inert);
}

json_t *sarif_message(const char *text)
{
    struct buffer inert = {0}, message = {0};
    inert_line(&inert, text, strlen(text));
    field_shorten(&inert, TEXT_MOST);
    buffer_text(&message, "");
    for (size_t i = 0; i < inert.size; i++) {
        if (strchr("[]{}", inert.data[i]) != NULL) {
            inert_escape(&message, (unsigned char)inert.data[i]);
        } else {
            buffer_add(&message, inert.data + i, 1);
        }
    }
    message.failed = message.failed || inert.failed;
    buffer_free(&inert);
    return json_pack("{s:o}", "text", string(&message));
}

json_t *sarif_message_of(const char *format, ...)
{
    char *text = NULL;
    va_list values;
    va_start(values, format);
    int size = vasprintf(&text, format, values);
    va_end(values);
    json_t *made = size < 0 ? NULL : sarif_message(text);
    if (size >= 0) {
        free(text);
    }
    return made;
}

json_t *sarif_artifact(const char *path, const char *base)
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

const char *sarif_crash_rule(enum crash_class class)
{
    return crash_rules[class].id;
}

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
                     "shortDescription", sarif_message(crash_rules[class].title), "fullDescription",
                     sarif_message(crash_rules[class].full), "help",
                     sarif_message(crash_rules[class].help), "defaultConfiguration", "level",
                     "error", "properties",
                     properties(crash_rules[class].tag, "error", crash_rules[class].severity));
}

static json_t *uncovered_rule(void)
{
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:{s:s}, s:o}", "id", SARIF_UNCOVERED, "shortDescription",
        sarif_message("A changed line that no test runs"), "fullDescription",
        sarif_message("The change has this line, and no unit test executes it."), "help",
        sarif_message("Add a row to the unit tests that reaches the line, or take the line out."),
        "defaultConfiguration", "level", "warning", "properties",
        properties("coverage", "warning", NULL));
}

/* Plain, and as Markdown with the better way set off. */
static json_t *time_help(const struct verdict_note *note)
{
    struct buffer markdown = {0};
    verdict_prose(&markdown, note->reason, 2000);
    buffer_text(&markdown, "\n\n**Better:** ");
    verdict_prose(&markdown, note->better, 2000);
    json_t *help = sarif_message_of("%s Better: %s", note->reason, note->better);
    if (help != NULL && json_object_set_new(help, "markdown", string(&markdown)) != 0) {
        json_decref(help);
        return NULL;
    }
    return help;
}

static json_t *time_rule(const struct verdict_note *note)
{
    char id[128];
    (void)snprintf(id, sizeof id, SARIF_TIME "%s", note->rule);
    return json_pack("{s:o, s:o, s:o, s:o, s:{s:s}, s:o}", "id", sarif_text(id), "shortDescription",
                     sarif_message(note->title), "fullDescription", sarif_message(note->reason),
                     "help", time_help(note), "defaultConfiguration", "level", "note", "properties",
                     properties("time", "recommendation", NULL));
}

json_t *sarif_rules(const struct verdict *report)
{
    json_t *rules = json_array();
    int failed = 0;
    for (int class = CLASS_MEMORY; class <= CLASS_EXHAUSTION; class ++) {
        failed |= json_array_append_new(rules, crash_rule((enum crash_class) class));
    }
    failed |= json_array_append_new(rules, uncovered_rule());
    for (size_t i = 0; i < report->note_count && i < SARIF_LINES_MOST; i++) {
        if (verdict_is_first_of_rule(report, i)) {
            failed |= json_array_append_new(rules, time_rule(&report->notes[i]));
        }
    }
    if (failed != 0) {
        json_decref(rules);
        return NULL;
    }
    return rules;
}
