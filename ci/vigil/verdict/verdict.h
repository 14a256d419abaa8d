/* verdict.h -- what one gate came to, from which every output is made */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_VERDICT_H
#define VIGIL_VERDICT_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/stages.h"
#include "coverage.h"
#include "crash/signature.h"

struct buffer;

enum conclusion {
    CONCLUSION_PASSED = 0,
    CONCLUSION_BLOCKED = 1,
    CONCLUSION_COULD_NOT = 2 /* something was not examined, and nothing that was found blocks */
};

enum door { DOOR_TEST, DOOR_EXAMPLES, DOOR_FUZZ, DOOR_REVIEW, DOORS };

enum door_state {
    DOOR_PASSED,
    DOOR_BLOCKED,
    DOOR_COULD_NOT,
    DOOR_NOTHING,    /* passed: nothing in this change is for this door */
    DOOR_NOT_REACHED /* an earlier door is shut */
};

/* Texts below are hostile unless said otherwise: they may quote the project, its tests and its
 * targets. */
struct door_result {
    enum door_state state;
    double seconds;
    const char *sentence; /* why the door stands so: "2 of 41 tests fail: …" */
    const char *details;  /* lines that help: the end of a log, the form of an example; or "" */
};

enum test_state { TEST_PASSED, TEST_FAILED, TEST_SKIPPED };
struct verdict_test {
    /* class: "" where there is none, or where it is the suite or the test's own name; message: why
     * it failed; may be many lines. */
    const char *suite, *class, *name, *message;
    enum test_state state;
    double seconds;
};

/* Executable lines: of the sources in both commits, and of the changed lines in them. */
struct verdict_coverage {
    bool known, base_known;
    struct coverage_sum head, base, changed;
    unsigned required; /* permille */
};

/* A line of a file of the head; the first is 1. */
struct verdict_line {
    const char *path;
    unsigned line;
    const char *text; /* the line, without its newline */
};

/* A definition that changed, or an example row that is new or changed. */
struct verdict_unit {
    const char *path, *name; /* name: an example row's is its zone */
    unsigned line;
};

struct verdict_target {
    const char *name;
    bool affected;                 /* by the change, so it was to be fuzzed */
    const char *why;               /* "covers 2 of the changed functions"; ours */
    uint64_t base_edges, edges;    /* of either build on the same corpus; 0: not known */
    uint64_t replayed, executions; /* inputs run before the fuzzing, and by it */
    double seconds, share;
    bool ran;          /* it executed an input */
    const char *ended; /* campaign_end_name, "not run", "deleted", "does not start" */
};

enum verdict_crash_fate {
    VERDICT_CRASH_NEW,        /* base's build does not crash in this way: this blocks */
    VERDICT_CRASH_ON_BASE,    /* base's build crashes in the same way */
    VERDICT_CRASH_KNOWN,      /* a night on the main branch found it before */
    VERDICT_CRASH_UNCONFIRMED /* no replay crashed, or base's build could not be run */
};

/* A crash as it is shown to people. */
struct verdict_crash {
    char id[17];       /* ours */
    const char *title; /* inert for Markdown and terminal (inert_title), not for HTML and XML */
    const char *target;
    const char *key; /* the signature's */
    enum severity severity;
    enum crash_class class;
    enum verdict_crash_fate fate;
    unsigned replays, reproduced;
    /* The frame of the project's own code nearest the crash: its file from the top of the tree, ""
     * unknown; the line in it, 0 unknown. */
    const char *path;
    unsigned line;
    const char *function;
    const char *why;     /* why it has this fate: "base d34db33 runs this input without a crash" */
    const char *command; /* a command that reproduces it; "" */
    /* "crashes/ID" below the output directory, where input, minimized and report.txt are; "" */
    const char *directory;
    const char *report; /* the sanitizer's; may be many lines; "" */
    uint64_t issue;     /* 0: none was filed yet */
    const char *issue_link;
};

/* A time-sensitive line among the changed ones. */
struct verdict_note {
    const char *path;
    unsigned line, column, width;
    const char *text;                           /* the line */
    const char *rule, *title, *reason, *better; /* change/sensitive.h's */
};

struct verdict {
    const char *project, *version;        /* the latter vigil's own */
    const char *base, *head;              /* commit ids, hex; ours */
    const char *subject, *author, *email; /* of head */
    const char *handle;                   /* of the author (base/handle.h); "" unknown */
    const char *when;                     /* the gate began: RFC 3339, in UTC; ours */
    const char *machine;                  /* "2 cores"; ours */
    uint32_t seed;                        /* of the fuzzing */
    double fuzz_seconds, seconds;         /* of fuzzing, asked for; of the whole gate */
    enum conclusion conclusion;
    const char *sentence; /* for a person: "Blocked: a new crash, heap-buffer-overflow …" */
    struct door_result doors[DOORS];
    const struct verdict_test *tests;
    size_t test_count;
    struct verdict_coverage coverage;
    const struct coverage *lines;         /* of head; NULL: not known; not in verdict.json */
    const struct verdict_line *uncovered; /* changed lines that no test ran */
    size_t uncovered_count;
    const struct verdict_unit *units; /* definitions that changed */
    size_t unit_count;
    const struct verdict_unit *examples; /* rows that are new or changed */
    size_t example_count;
    const struct verdict_target *targets;
    size_t target_count;
    const struct verdict_crash *crashes; /* new first */
    size_t crash_count;
    const struct verdict_note *notes;
    size_t note_count;
    const struct stage *stages;
    size_t stage_count;
    const char *troubles; /* a line each; "" */
};

/* "passed", "build and test". Static storage. */
const char *conclusion_name(enum conclusion conclusion);
const char *door_name(enum door door);
const char *door_state_name(enum door_state state);
const char *verdict_crash_fate_name(enum verdict_crash_fate fate);
/* "New crash", for a person. Static storage. */
const char *verdict_fate_title(enum verdict_crash_fate fate);

bool verdict_blocks(const struct verdict_crash *crash);
bool verdict_is_shut(const struct door_result *door);

/* The target was to be fuzzed, and did not execute an input. */
bool verdict_is_missing(const struct verdict_target *target);

/* The target reaches less than half of the edges that base's build does, on the same corpus. */
bool verdict_is_collapsed(const struct verdict_target *target);

/* The door that decides: the first that is blocked, else the first that could not judge; -1: every
 * door is open. */
int verdict_deciding_door(const struct verdict *verdict);

/* "Class.name", or "name" where it has no class. */
void verdict_test_name(struct buffer *into, const struct verdict_test *test);

size_t verdict_failed_tests(const struct verdict *verdict);

/* Whether no earlier note is of the same rule as this one. */
bool verdict_is_first_of_rule(const struct verdict *verdict, size_t note);

/* "parsers/offset.c:88", hostile as the path is; "" where the path is "". */
void verdict_place(struct buffer *into, const char *path, unsigned line);

/* "10 of 10 replays" */
void verdict_replays(struct buffer *into, const struct verdict_crash *crash);

#endif
