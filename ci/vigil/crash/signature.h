/* signature.h -- one name for all crashes that have one cause */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SIGNATURE_H
#define VIGIL_CRASH_SIGNATURE_H

#include <stdbool.h>

#include "sanlog.h"
#include "severity.h"

#define SIGNATURE_STACK_SIZE 4200
#define SIGNATURE_APART_SIZE 300

/*
 * The key is the kind, the access, and the three own functions nearest the crash:
 *
 *     heap-buffer-overflow READ 1|read_field|parse_offset|parse
 *
 * - No line number, no address, no input and, but for want of symbols, no build goes into it, so
 * two inputs that break the same thing have the same key, tonight and after the next commit.
 * - Own is what stack.h says. A function that stands in the stack more than once counts once, so
 *   recursion of any depth is one key; for a stack overflow, where the depth decides which function
 *   of a cycle is on top, the functions of the cycle are put in order of their names.
 * - The size of an access counts where an instruction of the project made it. Where memcpy or its
 *   like did, the size is whatever the input asked for, and stays out.
 * - The kind is part of it: a memory error never merges with an assertion.
 * - What a condition or a panic said, and the file, are no part of it: they tell apart what has one
 *   key (signature_same), and the later of two such crashes has them behind "|@" in its key.
 * - Where functions of the project's own that end the program for others (herald.h) take all three
 *   places, they are left out.
 * - The two sides of a data race, or of two locks taken in two orders, come in turns, in an order
 *   that does not depend on which of them ran first (stack.h); a race has no access.
 * - Where no own frame is left (a crash in LLVMFuzzerTestOneInput itself) the target stands
 *   instead: `abort|target:offset`. Where that is for want of symbols, module and offset of the
 *   three frames nearest the crash follow: `segv|target:offset|offset+0x12ab|offset+0x11f0`. Such a
 *   key lasts as long as the build does: with symbols it would last.
 * - The alarm of a timeout, and the last allocation before the limit, strike anywhere, so the top
 *   of those stacks is chance. Their key is the target and the own function that
 *   LLVMFuzzerTestOneInput called: `timeout|target:tzif|fuseau_tzif_read`. So two slow loops
 *   beneath one call are one issue until the first is mended. The alternative is worse: one loop
 *   would be filed every night under another name.
 */
struct signature {
    char key[2048];
    char title[280]; /* "heap-buffer-overflow READ 1 in read_field", or with what a condition or a
                        panic said: "assertion-failure: index < size in peel"; inert */
    char id[17];     /* sixteen hex digits of the key, for a directory's name */
    enum severity severity;
    enum crash_class class;
    char kind[48];                    /* "heap-buffer-overflow" */
    char stack[SIGNATURE_STACK_SIZE]; /* every own frame, folded, innermost first, 32 at most:
                                         "read_field|parse_offset|parse" */
    /* Where it broke: these tell apart what has one key (signature.c), and are no part of it. */
    char message[200]; /* report.message, inert, with its values masked: "index N < size N"; "" */
    char file[64];     /* of the innermost own frame that is no herald, its base name: "parse.c";
                                         "" unknown */
    unsigned line;     /* there; 0 unknown */
};

/* `target` names the program that crashed. */
void signature_make(const struct sanlog_report *report, const char *target,
                    struct signature *signature);

/* Whether the target was not symbolised, so that the key is of this build alone: its readers have
 * to be told. */
bool signature_lacks_symbols(const struct sanlog_report *report);

/* Sets `id` from `key`: for a key that was written down. */
void signature_identify(struct signature *signature);

/*
 * Whether the two have one key and nothing tells them apart. Two that have one key are two where
 * both have a message and these differ (two conditions in one function), or both have a file and
 * these differ (a static `work` in each of two targets' files). The second of two such crashes is
 * given a key of its own by signature_tell_apart, and is known by it: one of the two keys may bear
 * that mark, and the other's message and file have to be what it says. Symmetric.
 */
bool signature_same(const struct signature *left, const struct signature *right);

/* Adds to the key "|@" with the file and the message, and renews the id; for the later of two
 * crashes with equal keys that are not the same. Nothing where it was done, or where the signature
 * has neither. No name in a key holds "|@". */
void signature_tell_apart(struct signature *signature);

/*
 * Whether two signatures of one build broke at one place: the same kind at the same line of the
 * same own function, reached in two ways. Those are one crash; what else has that kind and line
 * shows when the first is mended. The access does not count, nor the callers.
 *
 * Never, where both have messages and these differ: a helper of the project's own that ends the
 * program stands at one line for all conditions. Where such a helper left no message, the function
 * that called it counts, and the line of the call (herald.h). Never for leaks, races and
 * exhaustion, nor for a stack overflow: where memory was allocated, where one side of a race stood,
 * and where an alarm struck or the stack ended is not where the fault lies.
 */
bool signature_one_place(const struct signature *left, const struct signature *right);

/*
 * Whether the two are one crash across builds, that is, one issue; needs class, kind, key and
 * stack, and message and file where they are known. Symmetric, but not transitive: so a crash is
 * compared with the signature that an issue was filed with.
 *
 * Never, where the classes differ: ClusterFuzz keeps security bugs and functional ones apart
 * (cron/grouper.py), and so are leaks, races and exhaustion kept here. Never, where both have
 * messages and these differ, or both have files of the innermost own frame and these differ; nor
 * where heralds (herald.h) ended the program for two functions. Else they are one where
 *
 * 1. the keys are equal; or
 * 2. two of the three frames of each key are the same, in the same order: ClusterFuzz's
 *    CrashComparer (crash_analysis/crash_comparer.py, SAME_FRAMES_THRESHOLD); or
 * 3. the kinds and the innermost frames are equal, and frame by frame the names are alike by more
 *    than 0.8 on average: CrashComparer's second measure (COMPARE_THRESHOLD). Two names are alike
 *    by the share of the letters of both that no edit touches (Levenshtein), and frames beyond the
 *    shorter key do not count, as there. The innermost frame has to be equal here and need not be
 *    there, where read_date and read_time of one caller are one; or
 * 4. the kinds are equal and the whole own stacks are less than 0.3 apart, as casr clusters them
 *    (libcasr/src/stacktrace.rs, similarity and THRESHOLD; likeness.c has the formula and names
 *    its paper). casr's stacks reach down to main, ours end at the target. Among fewer than
 *    three frames a single common caller would suffice, so stacks that short have to be equal.
 *
 * Only 1 holds for exhaustion, since chance chose the stack (ClusterFuzz leaves timeouts and
 * out-of-memory out of its grouping by variants for that), and where a key names a target instead
 * of frames, since then there is nothing to compare.
 */
bool signature_similar(const struct signature *left, const struct signature *right);

/* Whether it may be of use to an attacker, and its issue gets the label "security": the class is
 * memory and the severity not low. Reads no other fields. */
bool signature_is_security(const struct signature *signature);

/* "memory". Static storage. */
const char *signature_class_name(enum crash_class class);

/* The class of that name; false, and *class untouched, where there is none. */
bool signature_class_read(const char *name, enum crash_class *class);

/* "high". Static storage. */
const char *signature_severity_name(enum severity severity);

/* Whether the kind comes of time or memory running out: such an input is costly to replay. */
bool signature_is_exhaustion(const struct sanlog_report *report);

#endif
