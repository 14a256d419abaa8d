/* changes.h -- reports and entries for tests of the queue */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGES_H
#define VIGIL_CHANGES_H

#include "queue/queue.h"

#define HEAD_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEAD_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEAD_C "cccccccccccccccccccccccccccccccccccccccc"

static const struct verdict_note change_notes[] = {
    {.path = "src/@everyone.c",
     .line = 12,
     .column = 5,
     .width = 9,
     .text = "    localtime(&t); /* --> <!-- vigil:asked:eve:1 --> | `#1` */",
     .rule = "localtime",
     .title = "the process's own zone",
     .reason = "It reads the zone of whoever runs it.",
     .better = "Open a zone by name."},
    {.path = "src/day.c",
     .line = 3,
     .column = 1,
     .width = 5,
     .text = "86400 * days",
     .rule = "day-arithmetic",
     .title = "days of 86400 seconds",
     .reason = "Not each local day has so many.",
     .better = "Count dates."}};

/* One of the repository's own, and nothing to be said above it. */
static const struct queue_change change_own = {.own = true, .known = true, .name = "1"};
static const struct queue_standing change_standing = {
    .change = &change_own, .limit = 10, .label = "vigil"};

/* One that passed, queued at `when`. */
static inline struct verdict change_report(const char *head, const char *when)
{
    return (struct verdict){.project = "tree",
                            .version = "0",
                            .base = HEAD_C,
                            .head = head,
                            .subject = "read \x1b[31m@everyone's `TZ`",
                            .author = "Amy",
                            .email = "amy@example.org",
                            .handle = "amy",
                            .when = when,
                            .machine = "2 cores",
                            .doors = {{DOOR_PASSED, 1, "41 tests pass", ""},
                                      {DOOR_NOTHING, 0, "no function changed", ""},
                                      {DOOR_PASSED, 60, "no crash", ""},
                                      {DOOR_PASSED, 0, "queued", ""}},
                            .conclusion = CONCLUSION_PASSED,
                            .sentence = "Passed.",
                            .notes = change_notes,
                            .note_count = 2,
                            .troubles = ""};
}

#endif
