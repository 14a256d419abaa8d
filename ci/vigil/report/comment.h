/* comment.h -- pure: what a night says to the tracker, as one comment */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_COMMENT_H
#define VIGIL_REPORT_COMMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "report.h"

/* Text is hostile unless said otherwise. */
struct night_comment {
    const char *date;                   /* the UTC date, "2026-11-25"; ours */
    const char *sentence;               /* the report's */
    const char *handle;                 /* of the reviewer on duty; "": nobody is */
    const char *name;                   /* the reviewer's */
    const char *hours;                  /* the window on the reviewer's clock, "11:30-15:30"; "" */
    const char *zone;                   /* the reviewer's, "Asia/Kolkata"; unused without hours */
    const char *duty_date;              /* on which the reviewer is on duty; ours */
    const struct report_crash *crashes; /* in the order in which they are to be read */
    size_t crash_count;
    const struct report_target *targets;
    size_t target_count;
    const char *troubles; /* a line each; "" */
    const char *notes;    /* likewise; NULL is "" */
    bool mentions;        /* "@handle" and "#12" notify and link in this tracker, as in GitHub's */
    size_t limit;         /* bytes; the comment is never longer. NIGHT_COMMENT_LEAST or more */
};

/* Sentence, duty and date fit in this, however long they are. */
#define NIGHT_COMMENT_LEAST 8192

/*
 * The Markdown comment of one date: the outcome; who is on duty, and is told; what is new, back,
 * mended and flaky, a line each with its issue; the targets that did not run; what could not be
 * done, what else is to be known, and the date. Nothing in it notifies or links but the handle and
 * the numbers of our own issues. Where the limit leaves no room, the last lines give way, and a
 * line says how many.
 */
void night_comment(const struct night_comment *night, struct buffer *into);

/* Adds the comment with the numbers of the issues that are filed since it was written, of crashes
 * that `waits` was set for. `number` says which issue is that of the crash with this id; 0: there
 * is none yet. */
typedef uint64_t night_comment_number(void *context, const char *crash);
void night_comment_fill(const char *comment, night_comment_number *number, void *context,
                        bool mentions, struct buffer *into);

#endif
