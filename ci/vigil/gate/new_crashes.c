/* SPDX-License-Identifier: MIT */
/* Which of the crashes are new: each is studied, then its input is run by base's build. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/list.h"
#include "base/process.h"
#include "base/progress.h"
#include "gate.h"
#include "store/kept.h"
#include "triage/replay.h"
#include "triage/verify.h"
#include "work.h"

#define STUDIED_MOST     20
#define MINIMISE_SECONDS 10.0
#define RUN_SECONDS      10.0
#define WAY_FRAMES       4
#define WAYS_TOLD        10

/* Whether two crashes of head's build are one: nothing tells them apart, or they broke at one
 * place, reached in two ways. What else breaks there shows when the first is mended. */
static bool is_one(const struct crash *left, const struct crash *right)
{
    return signature_same(&left->signature, &right->signature) ||
           signature_one_place(&left->signature, &right->signature);
}

/* Whether such a crash was found before. Other ways to one place are kept until it is known which
 * of them are new: one may be on base, and another not. */
static bool is_found(const struct gate *gate, const struct crash *crash)
{
    for (size_t i = 0; i < gate->find_count; i++) {
        const struct crash *found = &gate->finds[i].crash;
        if (found->target == crash->target &&
            signature_same(&found->signature, &crash->signature)) {
            return true;
        }
    }
    return false;
}

/* Gives the crash a key of its own where one of the first `count` finds has the same, and is not
 * the same. */
static void tell_apart(const struct gate *gate, size_t count, struct crash *crash)
{
    for (size_t i = 0; i < count; i++) {
        const struct signature *found = &gate->finds[i].crash.signature;
        if (strcmp(found->key, crash->signature.key) == 0 &&
            !signature_same(found, &crash->signature)) {
            signature_tell_apart(&crash->signature);
            return;
        }
    }
}

bool gate_found(void *context, const struct artifact *artifact)
{
    const struct gate_finder *finder = context;
    struct gate *gate = finder->gate;
    struct crash crash;
    struct fault fault = {""};
    bool named = triage_name(finder->target, artifact, finder->work, &crash, &fault);
    (void)pthread_mutex_lock(&gate->lock);
    bool fresh = named && !is_found(gate, &crash);
    if (fresh) {
        tell_apart(gate, gate->find_count, &crash);
    }
    struct gate_find *find = fresh ? list_add(&gate->finds, &gate->find_count, sizeof *find) : NULL;
    if (find != NULL) {
        *find = (struct gate_find){.crash = crash, .shown = {.why = "", .directory = ""}};
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

static const struct gate_probe *probe_of(const struct gate *gate, const struct target *target)
{
    for (size_t i = 0; i < gate->probe_count; i++) {
        if (gate->probes[i].target == target) {
            return &gate->probes[i];
        }
    }
    return NULL;
}

/* Base's target of that name, or NULL. */
static const struct target *base_of(const struct gate *gate, const struct target *target)
{
    const struct gate_probe *probe = probe_of(gate, target);
    return probe == NULL ? NULL : probe->base;
}

/* Where no input shows that the target ends the process, base is fuzzed for a while to see whether
 * it does so too. */
static void ask_base_to_run(struct gate *gate, struct gate_find *find,
                            const struct gate_probe *probe)
{
    char work[PATH_SIZE], corpus[PATH_SIZE];
    struct fault fault = {""};
    const char *commit = gate->commits.base.id;
    struct campaign *campaign = calloc(1, sizeof *campaign);
    if (campaign == NULL || !path_make(work, &fault, "%s/left", probe->work) ||
        !path_make(corpus, &fault, "%s/corpus", work)) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED, "base cannot be asked: out of memory");
        free(campaign);
        return;
    }
    *campaign = (struct campaign){.target = probe->base,
                                  .corpus = corpus,
                                  .seeds = probe->seeds,
                                  .work = work,
                                  .share = fmin(gate->options->fuzz_seconds, RUN_SECONDS),
                                  .seed = gate->verdict.seed,
                                  .found = gate_pass_over};
    campaign_run(campaign);
    if (campaign->left > 0) {
        set_fate(find, VERDICT_CRASH_ON_BASE,
                 arena_format(&gate->arena, "base %.12s ends the process too", commit));
    } else if (campaign->end != CAMPAIGN_FINISHED) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED,
                 arena_format(&gate->arena, "base %.12s cannot be asked: %s%s%s", commit,
                              campaign_end_name(campaign->end),
                              campaign->fault.text[0] == '\0' ? "" : ": ", campaign->fault.text));
    } else {
        set_fate(find, VERDICT_CRASH_NEW,
                 arena_format(&gate->arena, "base %.12s runs %llu inputs in %.0f s and does not",
                              commit, (unsigned long long)campaign->executions, campaign->elapsed));
    }
    free(campaign);
}

/* Whether base crashes so too, as far as a single replay can tell. */
static bool is_on_base(const struct gate *gate, const struct crash *crash)
{
    const struct target *base = base_of(gate, crash->target);
    struct replay replay = {0};
    struct fault ignored;
    bool same = base != NULL && base->fault.text[0] == '\0' &&
                replay_input(base, gate->work, &crash->input, INFINITY, &replay, &ignored) &&
                replay.crashed && signature_similar(&replay.crash.signature, &crash->signature);
    replay_free(&replay);
    replay_input_end(gate->work);
    return same;
}

static void compare(struct gate *gate, struct gate_find *find)
{
    const struct crash *crash = &find->crash;
    const struct target *base = base_of(gate, crash->target);
    char input[PATH_SIZE];
    struct fault fault = {""};
    if (is_known(gate, &crash->signature)) {
        set_fate(find, VERDICT_CRASH_KNOWN, "a night on the main branch found it before");
    } else if (!gate->unbuilt && gate->base.build.end != GATE_RUN_DONE) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED, "base was not built and cannot be asked");
    } else if (crash->reproduced == 0 || crash->reproducibility == UNCONFIRMED) {
        set_fate(find, VERDICT_CRASH_UNCONFIRMED,
                 crash->signature.class == CLASS_EXHAUSTION
                     ? "with twice the limit it does not fail, so it may be the machine"
                     : arena_format(&gate->arena, "it came once, and in none of %u replays",
                                    crash->replays));
    } else if (base == NULL) {
        set_fate(find, VERDICT_CRASH_NEW, "base has no such target");
    } else if (crash->inputless) {
        ask_base_to_run(gate, find, probe_of(gate, crash->target));
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
    if (report == NULL) {
        return fault_set(fault, "out of memory");
    }
    *report = crash->report;
    crash->log = (struct buffer){0};
    bool done = triage_confirm(crash, gate->work, fault);
    struct signature signature;
    ignore_mark(crash->target->ignore, &crash->report);
    signature_make(&crash->report, crash->target->name, &signature);
    if (done && crash->log.size > 0 && signature_same(&signature, &crash->signature)) {
        buffer_free(&log);
    } else {
        buffer_free(&crash->log);
        crash->log = log;
        crash->report = *report;
    }
    free(report);
    return done;
}

static void study(struct gate *gate, struct gate_find *find)
{
    struct triage_options options = {.replays = gate->settings.replays,
                                     .minimise_seconds = MINIMISE_SECONDS};
    struct fault fault = {""};
    if (gate->settings.minimise < options.minimise_seconds) {
        options.minimise_seconds = gate->settings.minimise;
    }
    progress_say("gate: %s: %s", find->crash.target->name, find->crash.signature.title);
    bool done = triage_study(&find->crash, &options, gate->work, &fault);
    tell_apart(gate, (size_t)(find - gate->finds), &find->crash); /* a study names it anew */
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

/* "read_field < parse_date < parse (in target date)" */
static void describe_way(const struct crash *crash, struct buffer *into)
{
    const char *stack = crash->signature.stack;
    for (int i = 0; i < WAY_FRAMES && *stack != '\0'; i++) {
        size_t size = strcspn(stack, "|");
        buffer_text(into, i == 0 ? "" : " < ");
        buffer_add(into, stack, size);
        stack += size + (stack[size] == '|');
    }
    buffer_format(into, "%s(in target %s)", crash->signature.stack[0] == '\0' ? "" : " ",
                  crash->target->name);
}

/* Makes find number `i` a way of find number `of`. */
static void join(struct gate *gate, size_t of, size_t i)
{
    struct gate_find *find = &gate->finds[of], *way = &gate->finds[i];
    way->dropped = true;
    if (signature_same(&find->crash.signature, &way->crash.signature) &&
        find->crash.target == way->crash.target) {
        return; /* a study has shown that it is the same in every way */
    }
    if (find->way_count++ < WAYS_TOLD) {
        buffer_text(&find->ways, find->way_count > 1 ? ", " : "");
        describe_way(&way->crash, &find->ways);
    }
}

/* The first of the finds before number `i` that is one crash with it, and has the fate; `i` where
 * there is none. */
static size_t first_of(const struct gate *gate, size_t i, enum verdict_crash_fate fate)
{
    for (size_t k = 0; k < i; k++) {
        const struct gate_find *find = &gate->finds[k];
        if (!find->dropped && find->shown.fate == fate &&
            is_one(&find->crash, &gate->finds[i].crash)) {
            return k;
        }
    }
    return i;
}

/* Leaves one of the finds that are one crash, which tells of the ways it was reached in. */
static void drop_ways(struct gate *gate)
{
    size_t kept = 0;
    for (size_t i = 0; i < gate->find_count; i++) {
        size_t of = gate->finds[i].dropped ? i : first_of(gate, i, gate->finds[i].shown.fate);
        if (of < i) {
            join(gate, of, i);
        }
    }
    for (size_t i = 0; i < gate->find_count; i++) {
        struct gate_find *find = &gate->finds[i];
        if (find->dropped) {
            gate_find_free(find);
            continue;
        }
        if (find->way_count > 0 && !find->ways.failed) {
            find->shown.why =
                arena_format(&gate->arena, "%s; %zu more way%s there: %s%s", find->shown.why,
                             find->way_count, find->way_count == 1 ? " leads" : "s lead",
                             find->ways.data, find->way_count > WAYS_TOLD ? ", …" : "");
        }
        gate->finds[kept++] = *find;
    }
    gate->find_count = kept;
}

void gate_find_free(struct gate_find *find)
{
    crash_free(&find->crash);
    buffer_free(&find->ways);
}

void gate_new_crashes(struct gate *gate)
{
    size_t studied = 0;
    for (size_t i = 0; i < gate->find_count; i++) {
        size_t of = first_of(gate, i, VERDICT_CRASH_NEW);
        if (of < i && !is_on_base(gate, &gate->finds[i].crash)) {
            join(gate, of, i); /* as new as the other: it need not be studied */
        } else if (process_interrupted()) {
            set_fate(&gate->finds[i], VERDICT_CRASH_UNCONFIRMED, "the gate was interrupted");
        } else if (studied++ >= STUDIED_MOST) {
            set_fate(&gate->finds[i], VERDICT_CRASH_UNCONFIRMED,
                     "there were too many to look at each");
        } else {
            study(gate, &gate->finds[i]);
        }
    }
    drop_ways(gate);
    if (gate->find_count > 0) {
        qsort(gate->finds, gate->find_count, sizeof *gate->finds, gravest_first);
    }
}
