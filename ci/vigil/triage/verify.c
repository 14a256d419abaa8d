/* SPDX-License-Identifier: MIT */
#include "verify.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/process.h"
#include "control.h"

/* Where another crash stands before ours this often, more replays will not get past it. */
#define OTHERS_ENOUGH 3

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

static bool unsure(struct verify *verify, const char *why)
{
    (void)snprintf(verify->why, sizeof verify->why, "%.299s", why);
    return false;
}

static bool replay_input(const struct target *target, const struct verify *verify,
                         struct replay *replay, struct fault *fault)
{
    char *files[] = {(char *)(uintptr_t)verify->input};
    return replay_run(target, files, 1, replay, fault);
}

/* A tip that starts and then cannot run the input: that is told, but it is no answer. False where
 * it cannot even be started, or we are to stop. */
static bool nothing_said(struct verify *verify, enum verify_answer *answer, struct fault *fault)
{
    if (verify->replay.log == NULL || process_interrupted()) {
        return false;
    }
    (void)unsure(verify, fault->text);
    fault->text[0] = '\0';
    *answer = VERIFY_UNSURE;
    return true;
}

static bool is_it(const struct verify *verify, const struct replay *replay)
{
    return replay->crashed && signature_similar(&replay->signature, verify->signature);
}

/* VERIFY_GONE here only means that nothing crashed. A witness of another crash is kept while it is
 * asked whether ours comes too. */
static bool ask_tip(struct verify *verify, enum verify_answer *answer, struct fault *fault)
{
    unsigned others = 0;
    *answer = VERIFY_GONE;
    while (verify->ran < verify->replays && others < OTHERS_ENOUGH) {
        struct replay next;
        bool ran = replay_input(verify->tip, verify, &next, fault);
        bool crashed = ran && next.crashed, same = ran && is_it(verify, &next);
        if (same || !ran || *answer == VERIFY_GONE) {
            replay_free(&verify->replay);
            verify->replay = next;
        } else {
            replay_free(&next);
        }
        if (!ran) {
            return nothing_said(verify, answer, fault);
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

/* With no name of its own in the stack (the symbolizer is gone, or debugging symbols stood beside
 * the program) a crash of the same kind, of this input, is as near as one can come. */
static bool is_control_crash(const struct verify *verify, const struct replay *replay)
{
    const char *nameless = "|target:";
    return is_it(verify, replay) || (strcmp(replay->report.kind, verify->signature->kind) == 0 &&
                                     (strstr(replay->signature.key, nameless) != NULL ||
                                      strstr(verify->signature->key, nameless) != NULL));
}

/* True when the control crashes as it did. Else *why says what it does instead. */
static bool control_crashes(const struct verify *verify, const struct target *control,
                            const char **why)
{
    *why = "the build that crashed does not crash tonight either";
    for (unsigned i = 0; i < verify->replays; i++) {
        struct fault ignored;
        struct replay next;
        bool ran = replay_input(control, verify, &next, &ignored);
        bool crashed = ran && next.crashed, same = crashed && is_control_crash(verify, &next);
        replay_free(&next);
        if (same) {
            return true;
        }
        if (!ran) {
            *why = "the build that crashed does not run tonight";
            return false;
        }
        if (crashed) {
            *why = "the build that crashed crashes otherwise tonight";
        }
    }
    return false;
}

/* A build that crashes less, because its options now say so, is not mended: so the control runs
 * under the tip's. */
static bool ask_control(struct verify *verify)
{
    struct target tonight = *verify->control;
    const char *why, *ignored;
    tonight.options = verify->tip->options;
    if (control_crashes(verify, &tonight, &why)) {
        return true;
    }
    if (!process_interrupted() && control_crashes(verify, verify->control, &ignored)) {
        why = "the build that crashed does so no more under the target's present options";
    }
    return unsure(verify, why);
}

/* Whether that nothing crashed means that it is gone. */
static bool is_believed(struct verify *verify)
{
    char why[64];
    if (!verify_has_tool(verify->tip, verify->tool)) {
        const char *name = sanlog_tool_name(verify->tool);
        (void)snprintf(why, sizeof why, "the tip was built without %s",
                       verify->tool == SANLOG_LIBC ? "libFuzzer" : name);
        return unsure(verify, why);
    }
    if (verify->control == NULL) {
        return unsure(verify, "the build that crashed is lost");
    }
    /* Of one program and one input, silence says that the crash is rare, not that it is mended. */
    if (control_is_same(verify->control, verify->tip)) {
        return unsure(verify, "the tip is the very build that crashed");
    }
    return ask_control(verify);
}

bool verify_run(struct verify *verify, enum verify_answer *answer, struct fault *fault)
{
    memset(&verify->replay, 0, sizeof verify->replay);
    verify->ran = 0;
    verify->why[0] = '\0';
    if (!ask_tip(verify, answer, fault)) {
        return false;
    }
    if (*answer == VERIFY_GONE && !is_believed(verify)) {
        *answer = VERIFY_UNSURE;
    }
    return !process_interrupted() || fault_set(fault, "%s: interrupted", verify->tip->name);
}
