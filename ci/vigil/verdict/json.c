/* SPDX-License-Identifier: MIT */
#include "write.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "fields.h"

static json_t *string(struct buffer *text)
{
    json_t *made = text->failed ? NULL : json_stringn(text->data, text->size);
    buffer_free(text);
    return made;
}

/* Cuts a title that is too long, but not within "\x40", so that the rest is still a title. */
static json_t *title(const char *text, size_t most)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    if (field_is_title(text, strlen(text))) {
        buffer_text(&inert, text);
    } else {
        inert_title(&inert, text, strlen(text));
    }
    size_t size = inert.size < most ? inert.size : most;
    while (!inert.failed && !field_is_title(inert.data, size)) {
        size--;
    }
    inert.size = size;
    return string(&inert);
}

static json_t *text(const struct field *field, const void *at)
{
    struct buffer inert = {0};
    const char *words = at;
    if (field->kind != FIELD_ARRAY) {
        memcpy(&words, at, sizeof words);
    }
    words = words == NULL ? "" : words;
    if (field->kind == FIELD_TITLE) {
        return title(words, (size_t)field->most);
    }
    if (field->kind == FIELD_LINES) {
        field_lines(&inert, words, (size_t)field->most);
    } else {
        field_line(&inert, words, (size_t)field->most);
    }
    return string(&inert);
}

/* A number of seconds, kept between 0 and the most that a reader accepts. */
static json_t *seconds(const void *at)
{
    double value;
    memcpy(&value, at, sizeof value);
    double held = value > 0 ? fmin(value, FIELD_SECONDS_MOST) : 0; /* also of NaN */
    return json_real(round(held * 1000) / 1000);
}

static json_t *integer(const struct field *field, const void *at)
{
    uint64_t value = 0;
    unsigned small;
    uint32_t seed;
    size_t size;
    int64_t whole;
    switch (field->kind) {
    case FIELD_UNSIGNED:
        memcpy(&small, at, sizeof small);
        value = small;
        break;
    case FIELD_UINT32:
        memcpy(&seed, at, sizeof seed);
        value = seed;
        break;
    case FIELD_SIZE:
        memcpy(&size, at, sizeof size);
        value = size;
        break;
    case FIELD_INT64:
        memcpy(&whole, at, sizeof whole);
        value = whole > 0 ? (uint64_t)whole : 0;
        break;
    default:
        memcpy(&value, at, sizeof value);
    }
    return json_integer((json_int_t)(value < field->most ? value : field->most));
}

static json_t *object(const struct field_shape *shape, const void *of);

static json_t *list(const struct field *field, const void *of)
{
    const char *items;
    size_t count;
    memcpy(&items, (const char *)of + field->offset, sizeof items);
    memcpy(&count, (const char *)of + field->count, sizeof count);
    json_t *array = json_array();
    for (size_t i = 0; i < count && i < field->most; i++) {
        if (json_array_append_new(array, object(field->shape, items + i * field->shape->size)) !=
            0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *value(const struct field *field, const void *of)
{
    const char *at = (const char *)of + field->offset;
    unsigned word;
    bool flag;
    switch (field->kind) {
    case FIELD_LINE:
    case FIELD_LINES:
    case FIELD_TITLE:
    case FIELD_ARRAY:
        return text(field, at);
    case FIELD_SECONDS:
        return seconds(at);
    case FIELD_FLAG:
        memcpy(&flag, at, sizeof flag);
        return json_boolean(flag);
    case FIELD_WORD:
        memcpy(&word, at, sizeof word);
        return json_string(field->word(word));
    case FIELD_OBJECT:
        return object(field->shape, at);
    case FIELD_LIST:
        return list(field, of);
    default:
        return integer(field, at);
    }
}

static json_t *object(const struct field_shape *shape, const void *of)
{
    json_t *made = json_object();
    for (size_t i = 0; i < shape->count; i++) {
        if (json_object_set_new(made, shape->fields[i].name, value(&shape->fields[i], of)) != 0) {
            json_decref(made);
            return NULL;
        }
    }
    return made;
}

/* A list that is cut is named among the troubles, where a person will read of it. */
static void tell_of_long_lists(const struct verdict *verdict, struct buffer *troubles)
{
    for (size_t i = 0; i < field_verdict.count; i++) {
        const struct field *field = &field_verdict.fields[i];
        size_t count = 0;
        if (field->kind == FIELD_LIST) {
            memcpy(&count, (const char *)verdict + field->count, sizeof count);
        }
        if (count > field->most) {
            buffer_format(troubles, "%s: only the first %llu of %zu are written here\n",
                          field->name, (unsigned long long)field->most, count);
        }
    }
    buffer_text(troubles, verdict->troubles);
}

static int add(const char *piece, size_t size, void *into)
{
    buffer_add(into, piece, size);
    return 0;
}

bool verdict_json(const struct verdict *verdict, struct buffer *into, struct fault *fault)
{
    struct verdict told = *verdict;
    struct buffer troubles = {0};
    tell_of_long_lists(verdict, &troubles);
    told.troubles = troubles.failed ? "" : troubles.data;
    json_t *document = object(&field_verdict, &told);
    /* With 15 digits a number of milliseconds is read and written as the same digits again. */
    bool done =
        document != NULL && !troubles.failed &&
        json_dump_callback(document, add, into, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0;
    buffer_text(into, "\n");
    json_decref(document);
    buffer_free(&troubles);
    return (done && !into->failed) || fault_set(fault, "verdict.json: out of memory");
}
