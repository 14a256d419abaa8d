/* fields.h -- (private) what verdict.json holds, field by field, and which texts may stand there */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_FIELDS_H
#define VIGIL_VERDICT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* One table serves the writer and the reader, so that neither has a field that the other lacks. */
enum field_kind {
    FIELD_LINE,     /* const char *: inert, on one line (inert_line) */
    FIELD_LINES,    /* const char *: inert, with its lines (inert_lines) */
    FIELD_TITLE,    /* const char *: inert as a title is (inert_title) */
    FIELD_ARRAY,    /* char[most + 1]: as FIELD_LINE */
    FIELD_UNSIGNED, /* unsigned */
    FIELD_UINT32,
    FIELD_UINT64,
    FIELD_INT64,
    FIELD_SIZE,    /* size_t */
    FIELD_SECONDS, /* double: written to the millisecond */
    FIELD_FLAG,    /* bool */
    FIELD_WORD,    /* an enum: `word` names its values, of which there are `most` + 1 */
    FIELD_OBJECT,  /* a struct of `shape` */
    FIELD_LIST,    /* const T *, and beside it at `count` a size_t; T is of `shape` */
};

/* Whether a text of its kind may stand in the field. */
typedef bool field_allowed(const char *text);

struct field_shape;
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset, count;
    uint64_t least, most;   /* of a number; `most` bytes of a text, items of a list */
    field_allowed *allowed; /* NULL: any text may */
    const char *wanted;     /* what `allowed` allows, for a fault: "16 hex digits" */
    const char *(*word)(unsigned value);
    const struct field_shape *shape;
};

struct field_shape {
    const struct field *fields;
    size_t count, size; /* of fields; of the struct that they are in */
};

extern const struct field_shape field_verdict;

/* Greatest value of a double of seconds: 31 years. */
#define FIELD_SECONDS_MOST 1e9

/* "" or an address without any character that could end it in Markdown. */
bool field_is_link(const char *text);

/* Whether the text may be one that inert_title made. */
bool field_is_title(const char *text, size_t size);

/* Adds the text to an empty buffer: inert on one line, or with its lines, in at most so many bytes.
 * Of a longer text the beginning is there, and how much more there was; the result is never longer,
 * so that to do it again changes nothing. */
void field_line(struct buffer *into, const char *text, size_t most);
void field_lines(struct buffer *into, const char *text, size_t most);

#endif
