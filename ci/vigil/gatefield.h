/* gatefield.h -- (private to gateout_json and gateread) what verdict.json holds, field by field */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEFIELD_H
#define VIGIL_GATEFIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One table writes and reads, so that neither has a field that the other lacks. */
enum gatefield_kind {
    GATEFIELD_LINE,     /* const char *: inert, on one line (safetext_line) */
    GATEFIELD_LINES,    /* const char *: inert, with its lines (safetext_lines) */
    GATEFIELD_TITLE,    /* const char *: inert as a title is (safetext_title) */
    GATEFIELD_ARRAY,    /* char[most + 1]: as GATEFIELD_LINE */
    GATEFIELD_UNSIGNED, /* unsigned */
    GATEFIELD_UINT32,
    GATEFIELD_UINT64,
    GATEFIELD_INT64,
    GATEFIELD_SIZE,    /* size_t */
    GATEFIELD_SECONDS, /* double: written to the millisecond */
    GATEFIELD_FLAG,    /* bool */
    GATEFIELD_WORD,    /* an enum: `word` names its values, of which there are `most` + 1 */
    GATEFIELD_OBJECT,  /* a struct of `shape` */
    GATEFIELD_LIST,    /* const T *, and beside it at `count` a size_t; T is of `shape` */
};

/* Which texts of that kind; of all others any is. */
typedef bool gatefield_allowed(const char *text);

struct gateshape;
struct gatefield {
    const char *name;
    enum gatefield_kind kind;
    size_t offset, count;
    uint64_t least, most;       /* of a number; `most` bytes of a text, items of a list */
    gatefield_allowed *allowed; /* NULL: any */
    const char *wanted;         /* what `allowed` allows, for a fault: "16 hex digits" */
    const char *(*word)(unsigned value);
    const struct gateshape *shape;
};

struct gateshape {
    const struct gatefield *fields;
    size_t count, size; /* of fields; of the struct that they are in */
};

extern const struct gateshape gatefield_report;

/* Greatest value of a double of seconds: 31 years. */
#define GATEFIELD_SECONDS_MOST 1e9

#endif
