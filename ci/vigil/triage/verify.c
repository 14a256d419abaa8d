/* SPDX-License-Identifier: MIT */
#include "verify.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "companions.h"
#include "environment.h"

/* Where another crash came so often instead of ours, more replays will not get past it. */
#define OTHERS_ENOUGH 3

/* Stands in a key in place of own functions (signature.h). */
#define NAMELESS "|target:"

#define PROGRAM_LIMIT ((size_t)1 << 30)

/* How often a target is asked that cannot be started. */
#define STARTS_MOST 3

/* With "help=1" in its variable each runtime lists its options; then libFuzzer, with -help=1, lists
 * its flags. No input is run. False, with a fault, where it cannot be started. */
static bool ask_for_help(const struct target *target, struct process_outcome *outcome,
                         struct fault *fault)
{
    struct target asked = *target;
    for (size_t i = 0; i < sizeof asked.options.sanitizers / sizeof *asked.options.sanitizers;
         i++) {
        (void)snprintf(asked.options.sanitizers[i], sizeof asked.options.sanitizers[i], "help=1");
    }
    char *arguments[] = {(char *)(uintptr_t)target->path, (char *)(uintptr_t) "-help=1", NULL};
    struct process_request request = {
        .arguments = arguments, .seconds = 60, .head_bytes = 1 << 20, .tail_bytes = 1 << 16};
    bool ran = environment_run(&asked, NULL, &request, outcome, fault);
    for (unsigned tries = 1; !ran && tries < STARTS_MOST && !process_interrupted(); tries++) {
        fault->text[0] = '\0';
        ran = environment_run(&asked, NULL, &request, outcome, fault);
    }
    return ran;
}

/*
 * Clang links UBSan's runtime to every libFuzzer target, checked or not, so finding the runtime
 * proves nothing. Only checked code has descriptions of the types that its reports name: two
 * numbers of 16 bits, for the kind of type and its width, then the quoted name, which begins at
 * `quote`.
 */
static bool is_type_description(struct span program, size_t quote)
{
    uint16_t kind, info;
    if (quote < sizeof kind + sizeof info) {
        return false;
    }
    memcpy(&kind, program.text + quote - 4, sizeof kind);
    memcpy(&info, program.text + quote - 2, sizeof info);
    bool integer = kind == 0 && info >= 6 && info <= 15; /* twice log2 of the width, and the sign */
    bool floating = kind == 1 && info >= 16 && info <= 128 && info % 16 == 0;
    if (!integer && !floating && !(kind == 0xffff && info == 0)) {
        return false;
    }
    size_t end = quote + 1, quotes = 0;
    while (end < program.size && program.text[end] >= ' ' && program.text[end] <= '~') {
        quotes += program.text[end++] == '\'';
    }
    return end < program.size && program.text[end] == '\0' && quotes > 0 && end > quote + 2;
}

static bool describes_types(const char *path)
{
    struct buffer content = {0};
    struct fault ignored;
    bool found = false;
    if (files_read(path, PROGRAM_LIMIT, &content, &ignored)) {
        struct span program = {content.data, content.size}, rest = program;
        while (!found && rest.size > 0) {
            span_skip(&rest, span_find(rest, "'"));
            found = rest.size > 0 && is_type_description(program, program.size - rest.size);
            span_skip(&rest, 1);
        }
    }
    buffer_free(&content);
    return found;
}

bool verify_has_tool(const struct target *target, enum sanlog_tool tool, bool *has,
                     struct fault *fault)
{
    /* The words that show that a tool is there. ASan brings LSan along without saying so. */
    static const char *const lists[] = {
        [SANLOG_LIBC] = "Flags: (strictly in form -flag=value)",
        [SANLOG_LIBFUZZER] = "Flags: (strictly in form -flag=value)",
        [SANLOG_ASAN] = "Available flags for AddressSanitizer:",
        [SANLOG_LSAN] = "Available flags for LeakSanitizer:",
        [SANLOG_MSAN] = "Available flags for MemorySanitizer:",
        [SANLOG_TSAN] = "Available flags for ThreadSanitizer:",
        [SANLOG_UBSAN] = "Available flags for ",
    };
    struct process_outcome outcome;
    bool known = (size_t)tool < sizeof lists / sizeof *lists && lists[tool] != NULL;
    *has = false;
    if (!known) {
        return true;
    }
    if (!ask_for_help(target, &outcome, fault)) {
        return false;
    }
    struct span output = {outcome.output, outcome.output_size};
    bool shown = span_find(output, lists[tool]) < output.size ||
                 (tool == SANLOG_LSAN && span_find(output, lists[SANLOG_ASAN]) < output.size);
    *has = shown && (tool != SANLOG_UBSAN || describes_types(target->path));
    process_outcome_free(&outcome);
    return true;
}

unsigned verify_replays(unsigned replays, unsigned reproduced)
{
    double missed = replays == 0 ? 1 : 1 - (double)reproduced / (double)replays, silent = 1;
    unsigned count = 0;
    while (count < 100 && (count < 10 || silent > 0.001)) {
        silent *= missed;
        count++;
    }
    return count;
}

static double seconds_left(const struct verify *verify)
{
    return verify->deadline > 0 ? verify->deadline - process_clock() : INFINITY;
}

static bool replay_file(const struct target *target, const struct verify *verify,
                        struct replay *replay, struct fault *fault)
{
    char *files[] = {(char *)(uintptr_t)verify->input};
    return replay_run_within(target, files, 1, seconds_left(verify), replay, fault);
}

/* The time was over before a no could be believed. */
static bool break_off(struct verify *verify, enum verify_answer *answer, struct fault *fault)
{
    (void)snprintf(verify->why, sizeof verify->why, VERIFY_NO_TIME);
    fault->text[0] = '\0';
    *answer = VERIFY_UNSURE;
    return true;
}

/* The signature without what tells apart crashes of one key: message, file, and what they added to
 * the key. */
static struct signature bare(const struct signature *signature)
{
    struct signature plain = *signature;
    char *apart = strstr(plain.key, "|@");
    if (apart != NULL) {
        *apart = '\0';
    }
    plain.message[0] = plain.file[0] = '\0';
    plain.line = 0;
    return plain;
}

/* Whether the own functions of both keys are the same; false where a key names none. */
static bool same_functions(const struct signature *left, const struct signature *right)
{
    const char *ours = strchr(left->key, '|'), *theirs = strchr(right->key, '|');
    return ours != NULL && theirs != NULL && strstr(ours, NAMELESS) != ours &&
           strcmp(ours, theirs) == 0;
}

static bool is_same_crash(const struct verify *verify, const struct replay *replay)
{
    if (!replay->crashed) {
        return false;
    }
    struct signature known = bare(verify->signature), seen = bare(&replay->crash.signature);
    return signature_similar(&seen, &known) ||
           (seen.class == known.class && same_functions(&seen, &known));
}

/* VERIFY_GONE means here only that nothing crashed. The first replay that crashes otherwise is kept
 * as a witness while further ones look for our crash. */
static bool ask_tip(struct verify *verify, enum verify_answer *answer, struct fault *fault)
{
    unsigned others = 0;
    *answer = VERIFY_GONE;
    while (verify->ran < verify->replays && others < OTHERS_ENOUGH) {
        struct replay next;
        if (seconds_left(verify) <= 0) {
            return *answer == VERIFY_OTHER || break_off(verify, answer, fault);
        }
        bool ran = replay_file(verify->tip, verify, &next, fault);
        if (!ran && seconds_left(verify) <= 0 && !process_interrupted()) {
            replay_free(&next);
            fault->text[0] = '\0';
            return *answer == VERIFY_OTHER || break_off(verify, answer, fault);
        }
        bool crashed = ran && next.crashed, same = ran && is_same_crash(verify, &next);
        if (same || !ran || *answer == VERIFY_GONE) {
            replay_free(&verify->replay);
            verify->replay = next;
        } else {
            replay_free(&next);
        }
        if (!ran) {
            /* A tip that cannot even be started is a fault; one that starts and then cannot run the
             * input says nothing, and `why` tells of it. */
            if (next.crash.log.data == NULL || process_interrupted()) {
                return false;
            }
            (void)snprintf(verify->why, sizeof verify->why, "%.299s", fault->text);
            fault->text[0] = '\0';
            *answer = VERIFY_UNSURE;
            return true;
        }
        verify->ran++;
        if (same) {
            *answer = VERIFY_CRASHES;
            return true;
        }
        if (crashed) {
            *answer = VERIFY_OTHER;
            others++;
        }
    }
    return true;
}

/* Where a stack names no own function (the symbolizer is gone, or debugging symbols stood beside
 * the program), a crash of the same kind on this input is as near as one can come. */
static bool is_control_crash(const struct verify *verify, const struct replay *replay)
{
    return is_same_crash(verify, replay) ||
           (strcmp(replay->crash.report.kind, verify->signature->kind) == 0 &&
            (strstr(replay->crash.signature.key, NAMELESS) != NULL ||
             strstr(verify->signature->key, NAMELESS) != NULL));
}

/* True when the control crashes as before. Else *why says what it does instead. */
static bool control_crashes(const struct verify *verify, const struct target *control,
                            const char **why)
{
    *why = "the build that crashed does not crash tonight either";
    for (unsigned i = 0; i < verify->replays; i++) {
        struct fault ignored;
        struct replay next;
        if (seconds_left(verify) <= 0) {
            *why = VERIFY_NO_TIME;
            return false;
        }
        bool ran = replay_file(control, verify, &next, &ignored);
        bool crashed = ran && next.crashed, same = crashed && is_control_crash(verify, &next);
        replay_free(&next);
        if (same) {
            return true;
        }
        if (!ran) {
            *why = seconds_left(verify) <= 0 ? VERIFY_NO_TIME
                                             : "the build that crashed does not run tonight";
            return false;
        }
        if (crashed) {
            *why = "the build that crashed crashes otherwise tonight";
        }
    }
    return false;
}

/* Why the silence of the tip does not prove that the crash is gone; NULL: it does. `has_tool`: what
 * verify_has_tool says of it. */
static const char *doubt(const struct verify *verify, bool has_tool, char text[64])
{
    if (!has_tool) {
        (void)snprintf(text, 64, "the tip was built without %s",
                       verify->tool == SANLOG_LIBC ? "libFuzzer" : sanlog_tool_name(verify->tool));
        return text;
    }
    if (verify->control == NULL) {
        return "the build that crashed is lost";
    }
    /* Where the program is the same, silence says that the crash is rare, not that it is mended. */
    if (companions_same_target(verify->control, verify->tip)) {
        return "the tip is the very build that crashed";
    }
    /* The control runs under the tip's options: a tip that no longer crashes only because its
     * options now say so is not mended. */
    struct target tonight = *verify->control;
    const char *why, *ignored;
    tonight.options = verify->tip->options;
    if (control_crashes(verify, &tonight, &why)) {
        return NULL;
    }
    return !process_interrupted() && control_crashes(verify, verify->control, &ignored)
               ? "the build that crashed does so no more under the target's present options"
               : why;
}

bool verify_run(struct verify *verify, enum verify_answer *answer, struct fault *fault)
{
    char text[64];
    memset(&verify->replay, 0, sizeof verify->replay);
    verify->ran = 0;
    verify->why[0] = '\0';
    if (!ask_tip(verify, answer, fault)) {
        return false;
    }
    bool silent = *answer == VERIFY_GONE && !verify->beside, has_tool = false;
    if (silent && !verify_has_tool(verify->tip, verify->tool, &has_tool, fault)) {
        return false;
    }
    const char *why = silent ? doubt(verify, has_tool, text) : NULL;
    if (why != NULL) {
        *answer = VERIFY_UNSURE;
        (void)snprintf(verify->why, sizeof verify->why, "%s", why);
    }
    return !process_interrupted() || fault_set(fault, "%s: interrupted", verify->tip->name);
}
