/* issue.h -- pure: what an issue, a comment and the digest say */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_ISSUE_H
#define VIGIL_TRACKER_ISSUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/span.h"
#include "triage/triage.h"

/* Another way to the same crash: other functions, or another input. */
struct issue_way {
    const char *title, *target; /* as its signature and its first sighting have them; hostile */
    const char *stack;          /* its own frames, innermost first, folded: signature.stack */
    const char *directory;      /* holds its input */
    struct span input;          /* the least that takes this way */
};

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
    const char *targets;     /* all that showed it, a name a line; "" or NULL: the crash's alone */
    const struct issue_way *ways; /* but the crash's own */
    size_t way_count;
    const char *corpus; /* where no input shows it, and `replays` and `reproduced` count runs of
                           the target: the corpus that these ran on; else NULL */
    size_t limit;       /* bytes; the body is never longer. ISSUE_BODY_LEAST or more */
};

/* Marker, facts and directory fit in this, whatever the crash. */
#define ISSUE_BODY_LEAST 8192

/*
 * The Markdown a reviewer must understand within a minute: what broke, whose it is, the command
 * that shows it again, the stack, the other ways to it, the sanitizer's report, the input as
 * hexdump and as text, where it is known with a mark below each byte that the crash depends on. All
 * that came from the target is inert (inert.h) and bounded. Where the limit leaves no room, the
 * report goes first, then the input, the other ways, the stack, and a line says so; marker and
 * facts stay, and the command where it is not itself longer than the limit.
 */
void issue_body(const struct crash *crash, const struct issue_facts *facts, struct buffer *into);

/* "severity-high", "memory", "security": labels, without the one common to all. At most
 * ISSUE_LABELS_MOST; static storage. Returns how many. */
#define ISSUE_LABELS_MOST 3
size_t issue_labels(const struct signature *signature, const char *labels[ISSUE_LABELS_MOST]);

/*
 * Adds the labels of a TARGET.labels, which ClusterFuzz reads too: one a line, blanks around it
 * dropped, empty lines passed over. Each is made inert, has no comma or bracket (a list of labels
 * would be cut there), is cut to ISSUE_LABEL_SIZE bytes, which GitHub's limit is, and is followed
 * by a newline. At most `most` are added, none twice, none that `into` has on a line, and none that
 * would be taken for a person's decision or for a severity ("wontfix", "duplicate", "invalid",
 * "triaged", "severity-…").
 */
#define ISSUE_LABEL_SIZE 50
void issue_add_labels(const char *text, size_t size, size_t most, struct buffer *into);

/* Comments: the crash is gone, and it is back. Revisions are "" when unknown. */
struct issue_change {
    /* Fixed: the revision that crashed last, and when. Returned: the revision that last did not
     * crash, and when; the time is "" where it was never mended. */
    const char *former, *former_seen;
    const char *tip, *now; /* the revision of this night, and when it was seen */
    unsigned replays;      /* of which none crashed, or of which `reproduced` did */
    unsigned reproduced;
    bool inputless;     /* no input shows it: `replays` counts runs of the target */
    unsigned ways_left; /* Fixed: other ways to the same place still crash, and get an issue of
                           their own */
};
void issue_fixed(const struct issue_change *change, struct buffer *into);
void issue_returned(const struct issue_change *change, struct buffer *into);

/* A comment that shows the crash anew: the input that the issue shows runs clean now, and another
 * still crashes so. */
struct issue_half {
    const struct crash *crash; /* of the other input, minimised, with its log and its replays */
    const char *directory;     /* holds it */
    const char *tip, *now;     /* the revision of this night, "" when unknown, and the time */
    unsigned ran;              /* how often the former input ran clean; 0: not known */
    bool withheld;             /* as in issue_facts */
    size_t limit;              /* bytes; ISSUE_BODY_LEAST or more */
};
void issue_half_fixed(const struct issue_half *half, struct buffer *into);

/* A comment: the crash was filed before there was time to study it, and this is what that showed;
 * `ran` and `withheld` as above. */
void issue_studied(const struct issue_half *study, const char *first_bad, struct buffer *into);

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
