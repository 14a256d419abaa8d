/* examples.h -- pure: test rows marked as examples, the zone that each shows, and waivers */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_EXAMPLES_H
#define VIGIL_CHANGE_EXAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "tokens.h"

/*
 *     {{"India", EXAMPLE("2024-07-11T06:44:00+05:30")}, 1720660440},
 *     {"2024-03-10T02:30:00", "America/New_York", 1710055800},      // example: in the gap
 *
 * A row is a braced initialiser within another one (in Rust also a tuple within an array), the
 * outermost such that holds the mark: the word EXAMPLE, or a comment that begins with "example"
 * within the row, or behind it on its last line, or on the line before it.
 */
struct example_row {
    unsigned line, last; /* of the head's file */
    char *text;          /* its tokens, a blank between them; hostile */
    char zone[128];      /* what it is an example of: "+05:30", "America/New_York", "EST5EDT"; "UTC"
                            for Z, -00:00, +00:00 and the names of UTC; "" where none of its strings says
                            one */
    bool is_new;         /* no marked row of the base's file has these tokens */
};

struct example_rows {
    struct example_row *list;
    size_t count;
};

/*
 * The marked rows of `head`; `base` may be NULL. libfuseau reads what a string literal (or
 * several in a row, as one) says; of a row's literals the first of the highest rank counts:
 *
 * - a zone: an RFC 9557 one in brackets, the name of one of the system's (or the built-in)
 *   database, a POSIX TZ string with rules;
 * - an offset: alone, or at the end of a text that begins with a digit, so that the row of a
 *   refused timestamp has one too;
 * - a POSIX TZ string without rules: the lowest, as the name of a row may look like one ("step1").
 *
 * False when memory ran out. To be freed in any case.
 */
bool example_rows_find(enum language language, const char *base, size_t base_size, const char *head,
                       size_t head_size, struct example_rows *rows);
void example_rows_free(struct example_rows *rows);

/* How many different zones the new rows of `count` files show, counted up to 64. */
size_t example_rows_zones(const struct example_rows *rows, size_t count);

enum waiver {
    WAIVER_NONE,           /* no line of the message is about examples */
    WAIVER_GIVEN,          /* they are not needed, for this reason */
    WAIVER_WITHOUT_REASON, /* a line is about them, and says no reason: no waiver */
};

/*
 * Whether a commit's message waives examples: a line, in whatever case,
 *
 *     Time-examples: not needed, because only a parameter has another name
 *
 * A line that four blanks or a tab indent is a quotation, and "<reason>" is none.
 *
 * `reason`, what stands behind "because" without blanks and full stops at its end, is set where the
 * waiver is given; it points into the message and is hostile.
 */
enum waiver waiver_read(const char *message, size_t size, struct span *reason);

#endif
