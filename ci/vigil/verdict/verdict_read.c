/* SPDX-License-Identifier: MIT */
#include "verdict_read.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "fields.h"

#define DOCUMENT_MOST ((size_t)32 * 1024 * 1024)
#define PLACE_SIZE    128 /* "crashes[12].issue_link": names and numbers are ours */

/* The head of a block, which holds the items of one list: a link to the block before it. */
union block {
    union block *before;
    max_align_t aligned;
};

struct reader {
    struct verdict_read *read;
    struct fault *fault;
};

static void *take_memory(struct reader *reader, size_t count, size_t size)
{
    union block *block = calloc(1, sizeof *block + count * size);
    if (block == NULL) {
        fault_set(reader->fault, "out of memory");
        return NULL;
    }
    block->before = reader->read->memory;
    reader->read->memory = block;
    return block + 1;
}

void verdict_read_free(struct verdict_read *read)
{
    for (union block *block = read->memory, *before; block != NULL; block = before) {
        before = block->before;
        free(block);
    }
    json_decref(read->document);
    *read = (struct verdict_read){0};
}

static bool refuse(struct reader *reader, const char *place, const char *why)
{
    return fault_set(reader->fault, "%s: %s", place, why);
}

/* Whether verdict_json would write it as it stands. */
static bool is_inert(const struct field *field, const char *text, size_t size)
{
    struct buffer inert = {0};
    if (field->kind == FIELD_TITLE) {
        return field_is_title(text, size);
    }
    if (field->kind == FIELD_LINES) {
        inert_lines(&inert, text, size);
    } else {
        inert_line(&inert, text, size);
    }
    bool same =
        !inert.failed && inert.size == size && (size == 0 || memcmp(inert.data, text, size) == 0);
    buffer_free(&inert);
    return same;
}

static bool read_text(struct reader *reader, const struct field *field, const char *place,
                      const json_t *value, void *into)
{
    const char *text = json_string_value(value);
    size_t size = json_string_length(value);
    if (text == NULL) {
        return refuse(reader, place, "no text");
    }
    if (size > field->most) {
        return refuse(reader, place, "too long a text");
    }
    if (!is_inert(field, text, size)) {
        return refuse(reader, place, "a text that is not inert");
    }
    if (field->allowed != NULL && !field->allowed(text)) {
        return fault_set(reader->fault, "%s: not %s", place, field->wanted);
    }
    if (field->kind == FIELD_ARRAY) {
        memcpy(into, text, size + 1);
    } else {
        memcpy(into, &text, sizeof text);
    }
    return true;
}

static void set_integer(const struct field *field, uint64_t value, void *into)
{
    unsigned small = (unsigned)value;
    uint32_t seed = (uint32_t)value;
    size_t size = (size_t)value;
    switch (field->kind) {
    case FIELD_UNSIGNED:
        memcpy(into, &small, sizeof small);
        break;
    case FIELD_UINT32:
        memcpy(into, &seed, sizeof seed);
        break;
    case FIELD_SIZE:
        memcpy(into, &size, sizeof size);
        break;
    default: /* an int64_t that is not negative has the bytes of a uint64_t */
        memcpy(into, &value, sizeof value);
    }
}

static bool read_integer(struct reader *reader, const struct field *field, const char *place,
                         const json_t *value, void *into)
{
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value)) {
        return refuse(reader, place, "no integer");
    }
    if (number < 0 || (uint64_t)number < field->least || (uint64_t)number > field->most) {
        return fault_set(reader->fault, "%s: %lld is not between %llu and %llu", place,
                         (long long)number, (unsigned long long)field->least,
                         (unsigned long long)field->most);
    }
    set_integer(field, (uint64_t)number, into);
    return true;
}

static bool read_seconds(struct reader *reader, const char *place, const json_t *value, void *into)
{
    double seconds = json_real_value(value);
    if (!json_is_real(value)) {
        return refuse(reader, place, "no number of seconds");
    }
    if (!(seconds >= 0 && seconds <= FIELD_SECONDS_MOST)) {
        return refuse(reader, place, "seconds out of range");
    }
    memcpy(into, &seconds, sizeof seconds);
    return true;
}

static bool read_flag(struct reader *reader, const char *place, const json_t *value, void *into)
{
    bool flag = json_is_true(value);
    memcpy(into, &flag, sizeof flag);
    return json_is_boolean(value) || refuse(reader, place, "neither true nor false");
}

static bool read_word(struct reader *reader, const struct field *field, const char *place,
                      const json_t *value, void *into)
{
    const char *text = json_string_value(value);
    for (unsigned word = 0; text != NULL && word <= field->most; word++) {
        if (strcmp(text, field->word(word)) == 0) {
            memcpy(into, &word, sizeof word);
            return true;
        }
    }
    return refuse(reader, place, "none of the words that may stand here");
}

static bool read_object(struct reader *reader, const struct field_shape *shape, const char *place,
                        const json_t *object, void *into);

static bool read_list(struct reader *reader, const struct field *field, const char *place,
                      const json_t *value, void *into)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value)) {
        return refuse(reader, place, "no list");
    }
    if (count > field->most) {
        return refuse(reader, place, "too long a list");
    }
    char *items = take_memory(reader, count, field->shape->size);
    for (size_t i = 0; items != NULL && i < count; i++) {
        char item[PLACE_SIZE];
        (void)snprintf(item, sizeof item, "%.80s[%zu]", place, i);
        if (!read_object(reader, field->shape, item, json_array_get(value, i),
                         items + i * field->shape->size)) {
            return false;
        }
    }
    memcpy((char *)into + field->offset, &items, sizeof items);
    memcpy((char *)into + field->count, &count, sizeof count);
    return items != NULL;
}

static bool read_field(struct reader *reader, const struct field *field, const char *place,
                       const json_t *value, void *into)
{
    char *at = (char *)into + field->offset;
    switch (field->kind) {
    case FIELD_LINE:
    case FIELD_LINES:
    case FIELD_TITLE:
    case FIELD_ARRAY:
        return read_text(reader, field, place, value, at);
    case FIELD_SECONDS:
        return read_seconds(reader, place, value, at);
    case FIELD_FLAG:
        return read_flag(reader, place, value, at);
    case FIELD_WORD:
        return read_word(reader, field, place, value, at);
    case FIELD_OBJECT:
        return read_object(reader, field->shape, place, value, at);
    case FIELD_LIST:
        return read_list(reader, field, place, value, into);
    default:
        return read_integer(reader, field, place, value, at);
    }
}

/* Refuses a name that no field has. The name is hostile, and as long as it pleases. */
static bool only_known(struct reader *reader, const struct field_shape *shape, const char *place,
                       const json_t *object)
{
    /* Jansson's iterator wants an object that is not const, and leaves it as it is. */
    json_t *iterated = (json_t *)(uintptr_t)object, *value;
    const char *name;
    json_object_foreach(iterated, name, value)
    {
        size_t at = 0;
        while (at < shape->count && strcmp(shape->fields[at].name, name) != 0) {
            at++;
        }
        if (at == shape->count) {
            struct buffer inert = {0};
            inert_line(&inert, name, strnlen(name, 60));
            (void)fault_set(reader->fault, "%s%s%s: no such field", place,
                            place[0] == '\0' ? "" : ".", inert.data == NULL ? "" : inert.data);
            buffer_free(&inert);
            return false;
        }
    }
    return true;
}

static bool read_object(struct reader *reader, const struct field_shape *shape, const char *place,
                        const json_t *object, void *into)
{
    if (!json_is_object(object)) {
        return refuse(reader, place[0] == '\0' ? "the document" : place, "no object");
    }
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const json_t *value = json_object_get(object, field->name);
        char inner[PLACE_SIZE];
        (void)snprintf(inner, sizeof inner, "%.80s%s%s", place, place[0] == '\0' ? "" : ".",
                       field->name);
        if (value == NULL) {
            return refuse(reader, inner, "missing");
        }
        if (!read_field(reader, field, inner, value, into)) {
            return false;
        }
    }
    return only_known(reader, shape, place, object);
}

/* Whether each count of covered lines is a part of lines that are known. */
static bool sums(const struct verdict *verdict, struct fault *fault)
{
    const struct verdict_coverage *coverage = &verdict->coverage;
    const struct {
        const char *name;
        struct coverage_sum sum;
        bool known;
    } all[] = {{"head", coverage->head, coverage->known},
               {"base", coverage->base, coverage->base_known},
               {"changed", coverage->changed, coverage->known}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].sum.covered > all[i].sum.lines) {
            return fault_set(fault, "coverage.%s.covered: more than there are lines", all[i].name);
        }
        if (!all[i].known && all[i].sum.lines > 0) {
            return fault_set(fault, "coverage.%s.lines: of a coverage that is not known",
                             all[i].name);
        }
    }
    return true;
}

static bool crashes(const struct verdict *verdict, struct fault *fault)
{
    bool old = false;
    for (size_t i = 0; i < verdict->crash_count; i++) {
        const struct verdict_crash *crash = &verdict->crashes[i];
        if (crash->reproduced > crash->replays) {
            return fault_set(fault, "crashes[%zu].reproduced: more often than it was replayed", i);
        }
        if (crash->directory[0] != '\0' && strcmp(crash->directory + 8, crash->id) != 0) {
            return fault_set(fault, "crashes[%zu].directory: another crash's", i);
        }
        if (crash->path[0] == '\0' && crash->line > 0) {
            return fault_set(fault, "crashes[%zu].line: of a file that is not known", i);
        }
        if (old && verdict_blocks(crash)) {
            return fault_set(fault, "crashes[%zu].fate: a new one behind one that is not", i);
        }
        if (verdict_blocks(crash) && verdict->doors[DOOR_FUZZ].state != DOOR_BLOCKED) {
            return fault_set(fault, "doors.fuzz.state: not blocked, and crashes[%zu] is new", i);
        }
        old = !verdict_blocks(crash);
    }
    return true;
}

/* A door is not reached only where one before it is shut. */
static bool doors(const struct verdict *verdict, struct fault *fault)
{
    static const char *const keys[] = {"test", "examples", "fuzz", "review"};
    bool shut = false;
    for (size_t i = 0; i < DOORS; i++) {
        if (verdict->doors[i].state == DOOR_NOT_REACHED && !shut) {
            return fault_set(fault, "doors.%s.state: not reached, and no door before it is shut",
                             keys[i]);
        }
        shut = shut || verdict_is_shut(&verdict->doors[i]);
    }
    if (verdict->doors[DOOR_TEST].state == DOOR_PASSED && verdict_failed_tests(verdict) > 0) {
        return fault_set(fault, "doors.test.state: passed, and a test fails");
    }
    return true;
}

/* Whether the fuzzing can have passed: every target that was to run ran, and at least one did. */
static bool fuzzed(const struct verdict *verdict, struct fault *fault)
{
    size_t ran = 0;
    for (size_t i = 0; i < verdict->target_count; i++) {
        if (verdict_is_missing(&verdict->targets[i])) {
            return fault_set(fault, "targets[%zu].ran: it did not, and doors.fuzz is passed", i);
        }
        ran += verdict->targets[i].ran;
    }
    return ran > 0 || fault_set(fault, "targets: none ran, and doors.fuzz is passed");
}

static bool conclusion(const struct verdict *verdict, struct fault *fault)
{
    int door = verdict_deciding_door(verdict);
    enum conclusion right = door < 0                                     ? CONCLUSION_PASSED
                            : verdict->doors[door].state == DOOR_BLOCKED ? CONCLUSION_BLOCKED
                                                                         : CONCLUSION_COULD_NOT;
    return verdict->conclusion == right ||
           fault_set(fault, "verdict: %s, and by its doors it is %s",
                     conclusion_name(verdict->conclusion), conclusion_name(right));
}

/* Whether the parts of a verdict bear it out; the fault names the field that says otherwise. */
static bool is_consistent(const struct verdict *verdict, struct fault *fault)
{
    return sums(verdict, fault) && doors(verdict, fault) && crashes(verdict, fault) &&
           (verdict->doors[DOOR_FUZZ].state != DOOR_PASSED || fuzzed(verdict, fault)) &&
           conclusion(verdict, fault);
}

bool verdict_read(const char *text, size_t size, struct verdict_read *read, struct fault *fault)
{
    json_error_t error;
    struct reader reader = {read, fault};
    *read = (struct verdict_read){0};
    if (size > DOCUMENT_MOST) {
        return fault_set(fault, "the document: more than %zu bytes", DOCUMENT_MOST);
    }
    read->document = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (read->document == NULL) {
        return fault_set(fault, "the document: no JSON (line %d, column %d)", error.line,
                         error.column);
    }
    return read_object(&reader, &field_verdict, "", read->document, &read->verdict) &&
           is_consistent(&read->verdict, fault);
}
