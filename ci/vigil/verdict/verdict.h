/* outcome.h -- one gate's result, from which every output is made */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_VERDICT_H
#define VIGIL_VERDICT_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/stages.h"
#include "coverage.h"
#include "crash/signature.h"

enum conclusion {
    CONCLUSION_PASSED = 0,
    CONCLUSION_BLOCKED = 1,
    CONCLUSION_COULD_NOT = 2 /* something was not looked at, and nothing found blocks */
};

enum door { DOOR_TEST, DOOR_EXAMPLES, DOOR_FUZZ, DOOR_REVIEW, DOORS };

enum door_state {
    DOOR_PASSED,
    DOOR_BLOCKED,
    DOOR_COULD_NOT,
    DOOR_NOTHING,    /* passed: this change asks nothing of it */
    DOOR_NOT_REACHED /* a door before it is shut */
};

/* Text here is hostile unless said otherwise: it may quote the project, its tests and targets. */
struct door_result {
    enum door_state state;
    double seconds;
    const char *sentence; /* why, in one: "2 of 41 tests fail: …" */
    const char *details;  /* lines, "" or what helps: the end of a log, the form of an example */
};

enum test_state { TEST_PASSED, TEST_FAILED, TEST_SKIPPED };
struct verdict_test {
    const char *suite, *name, *message; /* message: of one that failed; may be many lines */
    enum test_state state;
    double seconds;
};

/* Executable lines. */
struct verdict_coverage {
    bool known, base_known;
    struct coverage_sum head, base, changed; /* of the sources; of the changed lines in them */
    unsigned required;                       /* permille */
};

/* A line of a file of the head, from 1 on. */
struct verdict_line {
    const char *path;
    unsigned line;
    const char *text; /* the line, without its newline */
};

/* A definition that changed, or an example row that is new or changed. */
struct verdict_unit {
    const char *path, *name; /* of a row: its zone */
    unsigned line;
};

struct verdict_target {
    const char *name;
    bool affected;                 /* and was fuzzed, or was to be */
    const char *why;               /* "covers 2 of the changed functions"; ours */
    uint64_t base_edges, edges;    /* on the same corpus; 0: not known */
    uint64_t replayed, executions; /* inputs run before, and in, the fuzzing */
    double seconds, share;
    bool ran;          /* it executed an input */
    const char *ended; /* campaign_end_name, "not run", "deleted", "does not start" */
};

enum verdict_crash_fate {
    VERDICT_CRASH_NEW,        /* base does not have it: blocks */
    VERDICT_CRASH_ON_BASE,    /* base's build crashes too */
    VERDICT_CRASH_KNOWN,      /* a night on the main branch found it before */
    VERDICT_CRASH_UNCONFIRMED /* it came, and does not come again; or base cannot be asked */
};

struct verdict_crash {
    char id[17];       /* ours */
    const char *title; /* inert for Markdown and terminal (inert_title), not for HTML and XML */
    const char *target;
    const char *key; /* the signature's */
    enum severity severity;
    enum crash_class class;
    enum verdict_crash_fate fate;
    unsigned replays, reproduced;
    const char *path; /* of the project's own frame nearest the crash, from the top; "" unknown */
    unsigned line;    /* in it; 0 unknown */
    const char *function;
    const char *why; /* a sentence on its fate: "base d34db33 runs this input without a crash" */
    const char *command; /* that shows it again; "" */
    const char
        *directory;     /* "crashes/ID" below the output directory: input, minimized, report.txt */
    const char *report; /* the sanitizer's; may be many lines; "" */
    uint64_t issue;     /* 0: not filed (yet) */
    const char *issue_link;
};

/* A time-sensitive line among the changed ones. */
struct verdict_note {
    const char *path;
    unsigned line, column, width;
    const char *text;                           /* the line */
    const char *rule, *title, *reason, *better; /* sensitive.h's */
};

struct verdict {
    const char *project, *version;        /* hostile; vigil's own */
    const char *base, *head;              /* commit ids, hex; ours */
    const char *subject, *author, *email; /* of head; hostile */
    const char *handle;                   /* of the author, "" unknown: handle.h's */
    const char *when;                     /* RFC 3339, UTC: when it began; ours */
    const char *machine;                  /* "2 cores"; ours */
    uint32_t seed;                        /* of the fuzzing */
    double fuzz_seconds, seconds;         /* asked for; the whole gate's */
    enum conclusion verdict;
    const char *sentence; /* the verdict in one: "Blocked: a new crash, heap-buffer-overflow …" */
    struct door_result doors[DOORS];
    const struct verdict_test *tests;
    size_t test_count;
    struct verdict_coverage coverage;
    const struct coverage *lines;         /* of the head; NULL where not known; not in the JSON */
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
const char *conclusion_name(enum conclusion verdict);
const char *door_name(enum door door);
const char *door_state_name(enum door_state state);
const char *verdict_crash_fate_name(enum verdict_crash_fate fate);

#endif
