/* issue.h -- pure: what an issue, a comment and the digest say */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_ISSUE_H
#define VIGIL_TRACKER_ISSUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "triage/triage.h"

/* What is known of a crash beside the crash itself. Text is hostile unless it is vigil's own. */
struct issue_facts {
    const char *marker;      /* "crash:0123456789abcdef"; vigil's own */
    const char *directory;   /* holds input, minimized and report.txt */
    const char *seen;        /* RFC 3339, UTC; vigil's own */
    unsigned nights;         /* on how many it was seen; 0: not to be said */
    const char *revision;    /* of the sources, "" when unknown; hex digits, perhaps "-dirty" */
    const char *first_bad;   /* a sentence of first_bad_sentence; "" when it was not looked for */
    const char *handle;      /* of that commit's author; "" when unknown */
    const char *duty_handle; /* of whom it is addressed to; "" or NULL: nobody is on duty */
    const char *duty_name;   /* and that person's name */
    const char *duty_date;   /* in UTC, when that person is on duty; vigil's own */
    bool mentions;           /* "@handle" is wanted: the tracker has it tell the person */
    bool withheld;           /* the body shows neither the input nor what it can be made from */
    size_t limit;            /* bytes; the body is never longer. ISSUE_BODY_LEAST or more */
};

/* Marker, facts and directory fit in this, whatever the crash. */
#define ISSUE_BODY_LEAST 8192

/*
 * The Markdown a reviewer must understand within a minute: what broke, whose it is, the command
 * that shows it again, the stack, the sanitizer's report, the input as hexdump and as text, where
 * it is known with a mark below each byte that the crash depends on. All that came from the target
 * is inert (inert.h) and bounded. Where the limit leaves no room, the report goes first, then the
 * input, then the stack, and a line says so; marker and facts stay, and the command where it is not
 * itself longer than the limit.
 */
void issue_body(const struct crash *crash, const struct issue_facts *facts, struct buffer *into);

/* "severity-high", "memory", "security": labels, without the one common to all. At most
 * TRACKER_LABELS_MOST - 1; static storage. Returns how many. */
size_t issue_labels(const struct signature *signature, const char *labels[]);

/* Comments: the crash is gone, and it is back. Revisions are "" when unknown. */
struct issue_change {
    /* Fixed: the revision that crashed last, and when. Returned: the revision that last did not
     * crash, and when; the time is "" where it was never mended. */
    const char *former, *former_seen;
    const char *tip, *now; /* the revision of this night, and when it was seen */
    unsigned replays;      /* of which none crashed, or of which `reproduced` did */
    unsigned reproduced;
};
void issue_fixed(const struct issue_change *change, struct buffer *into);
void issue_returned(const struct issue_change *change, struct buffer *into);

/* The one issue for the crashes that the night's limit kept from having their own. */
struct issue_digest_line {
    const char *title, *target, *severity, *signature, *directory;
};
void issue_digest(const struct issue_digest_line *lines, size_t count, unsigned limit,
                  size_t body_limit, struct buffer *into);

/* "@handle" where `wanted` and it is a handle; else the text, inert even in a table's cell. */
void issue_mention(struct buffer *into, const char *handle, bool wanted);

/* Inline code, of at most so many bytes of the text; as a part of a line, or as a cell of a table.
 */
#define ISSUE_WORD 80
#define ISSUE_TEXT 300
void issue_code(struct buffer *into, const char *text, size_t most);
void issue_cell(struct buffer *into, const char *text, size_t most);

#endif
