/* SPDX-License-Identifier: MIT */
/* Which of the crashes are new: each is studied, then its input is run by base's build. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/list.h"
#include "base/process.h"
#include "base/progress.h"
#include "store/kept.h"
#include "triage/replay.h"
#include "triage/verify.h"
#include "work.h"

#define STUDIED_MOST     20
#define MINIMISE_SECONDS 10.0

/* Whether the crash is one of the first `count` finds. */
static bool is_found(const struct gate *gate, size_t count, const struct crash *crash)
{
    for (size_t i = 0; i < count; i++) {
        const struct crash *found = &gate->finds[i].crash;
        if (found->target == crash->target &&
            signature_same(&found->signature, &crash->signature)) {
            return true;
        }
    }
    return false;
}

bool gate_found(void *context, const struct artifact *artifact)
{
    const struct gate_finder *finder = context;
    struct gate *gate = finder->gate;
    struct crash crash;
    struct fault fault = {""};
    bool named = triage_name(finder->target, artifact, finder->work, &crash, &fault);
    (void)pthread_mutex_lock(&gate->lock);
    bool fresh = named && !is_found(gate, gate->find_count, &crash);
    struct gate_find *find = fresh ? list_add(&gate->finds, &gate->find_count, sizeof *find) : NULL;
    if (find != NULL) {
        *find = (struct gate_find){crash, {.why = "", .directory = ""}};
    } else if (fresh || !named) {
        /* Something crashed, and no more is known of it: the door cannot stay open. */
        gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT, "A crash of %s cannot be read: %s.",
                  finder->target->name, named ? "out of memory" : fault.text);
    }
    (void)pthread_mutex_unlock(&gate->lock);
    if (find == NULL) {
        crash_free(&crash);
    }
    return true;
}

static bool is_known(const struct gate *gate, const struct signature *signature)
{
    for (size_t i = 0; i < gate->known_count; i++) {
        if (signature_similar(&gate->known[i].signature, signature)) {
            return true;
        }
    }
    return false;
}

static void set_fate(struct gate_find *find, enum verdict_crash_fate fate, const char *why)
{
    find->shown.fate = fate;
    find->shown.why = why;
}

/* Replays with the limits under which the crash was confirmed on head: twice the usual where it ran
 * out of time or memory. */
static bool replay_base(const struct target *base, const struct crash *crash, const char *input,
                        struct replay *replay, struct fault *fault)
{
    struct target twice;
    char *files[] = {(char *)(uintptr_t)input};
    const struct target *target = base;
    if (crash->signature.class == CLASS_EXHAUSTION) {
        if (!replay_twice_the_limits(base, &twice, fault)) {
            return false;
        }
        target = &twice;
    }
    return replay_run(target, files, 1, replay, fault);
}

/* Runs the input on base, as often as it takes where the crash depends on chance. */
static void ask_base(struct gate *gate, struct gate_find *find, const struct target *base,
                     const char *input)
{
    const struct crash *crash = &find->crash;
    const char *commit = gate->commits.base.id;
    unsigned times = crash->signature.class == CLASS_EXHAUSTION
                         ? 1
                         : verify_replays(crash->replays, crash->reproduced);
    const char *other = NULL;
    for (unsigned i = 0; i < times; i++) {
        struct replay replay = {0};
        struct fault fault = {""};
        bool ran = replay_base(base, crash, input, &replay, &fault);
        bool same =
            ran && replay.crashed && signature_similar(&replay.crash.signature, &crash->signature);
        if (ran && replay.crashed && !same) {
            other = arena_format(&gate->arena, "%s", replay.crash.signature.title);
        }
        replay_free(&replay);
        if (!ran) {
            set_fate(
                find, VERDICT_CRASH_UNCONFIRMED,
                arena_format(&gate->arena, "base %.12s cannot be asked: %s", commit, fault.text));
            return;
        }
        if (same) {
            set_fate(find, VERDICT_CRASH_ON_BASE,
                     arena_format(&gate->arena, "base %.12s crashes on this input in the same way",
                                  commit));
            return;
        }
    }
    set_fate(find, VERDICT_CRASH_NEW,
             other == NULL
                 ? arena_format(&gate->arena,
                                "base %.12s runs this input %u time%s without a crash", commit,
                                times, times == 1 ? "" : "s")
                 : arena_format(&gate->arena, "base %.12s crashes on this input in another way: %s",
                                commit, other));
}

static void compare(struct gate *gate, struct gate_find *find)
{
    const struct crash *crash = &find->crash;
    const struct target *base = NULL;
    for (size_t i = 0; i < gate->probe_count; i++) {
        base = gate->probes[i].target == crash->target ? gate->probes[i].base : base;
    }
    char input[PATH_SIZE];
    struct fault fault = {""};
    if (is_known(gate, &crash->signature)) {
        set_fate(find, VERDICT_CRASH_KNOWN, "a night on the main branch found it before");
    } else if (!gate->unbuilt && gate->base.built != GATE_RUN_DONE) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED, "base was not built and cannot be asked");
    } else if (crash->reproduced == 0 || crash->reproducibility == UNCONFIRMED) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED,
                 crash->signature.class == CLASS_EXHAUSTION
                     ? "with twice the limit it does not fail, so it may be the machine"
                     : arena_format(&gate->arena, "it came once, and in none of %u replays",
                                    crash->replays));
    } else if (base == NULL) {
        set_fate(find, VERDICT_CRASH_NEW, "base has no such target");
    } else if (!path_make(input, &fault, "%s/%s/input", gate->out, find->shown.directory)) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED, arena_format(&gate->arena, "%s", fault.text));
    } else {
        ask_base(gate, find, base, input);
    }
}

/* OUT/crashes/ID. */
static bool write_find(struct gate *gate, struct gate_find *find, struct fault *fault)
{
    char directory[PATH_SIZE];
    find->shown.directory = arena_format(&gate->arena, "crashes/%s", find->crash.signature.id);
    return path_make(directory, fault, "%s/%s", gate->out, find->shown.directory) &&
           kept_write(&find->crash, directory, fault);
}

/* Replays a crash that ran out of time or memory with twice the limits. Where the replay fails in
 * another way, the log that named the crash stays its evidence. */
static bool confirm(const struct gate *gate, struct crash *crash, struct fault *fault)
{
    struct buffer log = crash->log;
    struct sanlog_report *report = malloc(sizeof *report);
    struct signature signature;
    crash->log = (struct buffer){0};
    bool done = report != NULL && triage_confirm(crash, gate->work, fault);
    bool same =
        done && crash->log.size > 0 && sanlog_read(crash->log.data, crash->log.size, report);
    if (same) {
        signature_make(report, crash->target->name, &signature);
        same = signature_same(&signature, &crash->signature);
    }
    buffer_free(same ? &log : &crash->log);
    crash->log = same ? crash->log : log;
    free(report);
    return done;
}

static void study(struct gate *gate, struct gate_find *find)
{
    struct triage_options options = {gate->settings.replays, MINIMISE_SECONDS};
    struct fault fault = {""};
    if (gate->settings.minimise < options.minimise_seconds) {
        options.minimise_seconds = gate->settings.minimise;
    }
    progress_say("gate: %s: %s", find->crash.target->name, find->crash.signature.title);
    bool done = triage_study(&find->crash, &options, gate->work, &fault);
    if (done && find->crash.signature.class == CLASS_EXHAUSTION) {
        done = confirm(gate, &find->crash, &fault);
    }
    if (!done || !write_find(gate, find, &fault)) {
        gate_trouble(gate, &fault);
    }
    compare(gate, find);
}

static int gravest_first(const void *left, const void *right)
{
    const struct gate_find *one = left, *other = right;
    if (one->shown.fate != other->shown.fate) {
        return one->shown.fate < other->shown.fate ? -1 : 1;
    }
    if (one->crash.signature.severity != other->crash.signature.severity) {
        return one->crash.signature.severity > other->crash.signature.severity ? -1 : 1;
    }
    return strcmp(one->crash.signature.key, other->crash.signature.key);
}

/* A study may show that two finds are one crash. */
static void drop_twins(struct gate *gate)
{
    size_t kept = 0;
    for (size_t i = 0; i < gate->find_count; i++) {
        if (is_found(gate, kept, &gate->finds[i].crash)) {
            crash_free(&gate->finds[i].crash);
        } else {
            gate->finds[kept++] = gate->finds[i];
        }
    }
    gate->find_count = kept;
}

void gate_new_crashes(struct gate *gate)
{
    for (size_t i = 0; i < gate->find_count; i++) {
        if (process_interrupted()) {
            set_fate(&gate->finds[i], VERDICT_CRASH_UNCONFIRMED, "the gate was interrupted");
        } else if (i >= STUDIED_MOST) {
            set_fate(&gate->finds[i], VERDICT_CRASH_UNCONFIRMED,
                     "there were too many to look at each");
        } else {
            study(gate, &gate->finds[i]);
        }
    }
    drop_twins(gate);
    if (gate->find_count > 0) {
        qsort(gate->finds, gate->find_count, sizeof *gate->finds, gravest_first);
    }
}
