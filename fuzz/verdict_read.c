/* verdict_read.c -- an accepted verdict is written as it was read, its conclusion fits its
 * doors, and it is shown inert; a refusal is one line */
/* SPDX-License-Identifier: MIT */
#include "verdict/verdict_read.h"
#include "base/inert.h"
#include "fuzz.h"
#include "verdict/write.h"

#define MARKDOWN_MOST ((size_t)4096)

/* One line, which no terminal acts on. */
static void check_fault(const struct fault *fault)
{
    struct buffer inert = {0};
    inert_line(&inert, fault->text, strlen(fault->text));
    fuzz_require(inert.size > 0 && strcmp(inert.data, fault->text) == 0,
                 "refused with \"%s\", which is not inert", fault->text);
    buffer_free(&inert);
}

static void write(const struct verdict *verdict, struct buffer *into)
{
    struct fault fault = {""};
    fuzz_require(verdict_json(verdict, into, &fault), "cannot be written: %s", fault.text);
}

static void check_round_trip(const struct verdict *verdict)
{
    struct buffer once = {0}, twice = {0};
    struct verdict_read again;
    struct fault fault = {""};
    write(verdict, &once);
    fuzz_require(verdict_read(once.data, once.size, &again, &fault), "written, and refused: %s\n%s",
                 fault.text, once.data);
    write(&again.verdict, &twice);
    fuzz_require(once.size == twice.size && memcmp(once.data, twice.data, once.size) == 0,
                 "written as:\n%s\nand then as:\n%s", once.data, twice.data);
    verdict_read_free(&again);
    buffer_free(&once);
    buffer_free(&twice);
}

/* In words of its own: what a gate may not say. */
static void check_verdict(const struct verdict *verdict)
{
    size_t shut = 0, blocked = 0, made = 0;
    for (size_t i = 0; i < DOORS; i++) {
        enum door_state state = verdict->doors[i].state;
        blocked += state == DOOR_BLOCKED;
        shut += state != DOOR_PASSED && state != DOOR_NOTHING;
    }
    for (size_t i = 0; i < verdict->crash_count; i++) {
        made += verdict->crashes[i].fate == VERDICT_CRASH_NEW;
    }
    fuzz_require((verdict->conclusion == CONCLUSION_PASSED) == (shut == 0),
                 "%s with %zu doors shut", conclusion_name(verdict->conclusion), shut);
    fuzz_require((verdict->conclusion == CONCLUSION_BLOCKED) == (blocked > 0),
                 "%s with %zu doors blocked", conclusion_name(verdict->conclusion), blocked);
    fuzz_require(made == 0 || verdict->conclusion == CONCLUSION_BLOCKED, "%s with %zu new crashes",
                 conclusion_name(verdict->conclusion), made);
}

static void check_shown(const struct verdict *verdict)
{
    struct buffer shown = {0}, markdown = {0}, rest = {0};
    struct fault fault = {""};
    verdict_text(verdict, false, &shown);
    for (size_t i = 0; i < shown.size; i++) {
        unsigned char letter = (unsigned char)shown.data[i];
        fuzz_require((letter >= ' ' && letter != 0x7f) || letter == '\n' || letter == '\t',
                     "control %02x at %zu of what a terminal gets", letter, i);
    }
    verdict_markdown(verdict, MARKDOWN_MOST, &markdown);
    fuzz_require(markdown.size <= MARKDOWN_MOST, "%zu bytes of Markdown", markdown.size);
    fuzz_require(verdict_junit(verdict, &rest, &fault) && verdict_sarif(verdict, &rest, &fault) &&
                     verdict_cobertura(verdict, &rest, &fault),
                 "%s", fault.text);
    buffer_free(&shown);
    buffer_free(&markdown);
    buffer_free(&rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy((const char *)data, size);
    struct verdict_read read;
    struct fault fault = {""};
    if (verdict_read(text, size, &read, &fault)) {
        check_round_trip(&read.verdict);
        check_verdict(&read.verdict);
        check_shown(&read.verdict);
    } else {
        check_fault(&fault);
    }
    verdict_read_free(&read);
    fuzz_release(text);
    return 0;
}
