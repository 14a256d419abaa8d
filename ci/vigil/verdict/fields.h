/* fields.h -- (private to verdict_json and verdict_read) what verdict.json holds, field by field */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_FIELDS_H
#define VIGIL_VERDICT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One table writes and reads, so that neither has a field that the other lacks. */
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

/* Which texts of that kind; of all others any is. */
typedef bool field_allowed(const char *text);

struct gateshape;
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset, count;
    uint64_t least, most;   /* of a number; `most` bytes of a text, items of a list */
    field_allowed *allowed; /* NULL: any */
    const char *wanted;     /* what `allowed` allows, for a fault: "16 hex digits" */
    const char *(*word)(unsigned value);
    const struct gateshape *shape;
};

struct gateshape {
    const struct field *fields;
    size_t count, size; /* of fields; of the struct that they are in */
};

extern const struct gateshape field_report;

/* Greatest value of a double of seconds: 31 years. */
#define FIELD_SECONDS_MOST 1e9

#endif
