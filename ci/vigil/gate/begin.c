/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/git.h"
#include "base/list.h"
#include "base/private.h"
#include "base/process.h"
#include "base/progress.h"
#include "definitions.h"
#include "gate.h"
#include "triage/ground.h"
#include "work.h"

static bool absolute(const char *given, char path[PATH_SIZE], struct fault *fault)
{
    if (!files_make_directory(given, fault)) {
        return false;
    }
    char *real = realpath(given, NULL);
    bool done = real == NULL ? fault_errno(fault, "%s: cannot be found", given)
                             : path_make(path, fault, "%s", real);
    free(real);
    return done;
}

static bool check_settings(const struct gate *gate, struct fault *fault)
{
    const struct settings *settings = &gate->settings;
    const char *missing = settings->source[0] == '\0'      ? "source in [project]"
                          : settings->build[0] == '\0'     ? "build in [project]"
                          : settings->gate.test[0] == '\0' ? "test in [gate]"
                                                           : NULL;
    return missing == NULL ||
           fault_set(fault, "%s: no %s, and a gate needs it",
                     gate->options->config[0] == '\0' ? "no settings file" : gate->options->config,
                     missing);
}

static bool find_top(struct gate *gate, struct fault *fault)
{
    static const char *const words[] = {"rev-parse", "--show-toplevel", NULL};
    char top[PATH_SIZE];
    return (git_line(gate->settings.source, words, top, sizeof top, fault) &&
            path_make(gate->settings.source, fault, "%s", top)) ||
           fault_set(fault, "%s is in no git repository with a work tree", gate->settings.source);
}

static bool find_change(struct gate *gate, struct fault *fault)
{
    struct gate_commits *commits = &gate->commits;
    size_t count = commits->diff.count;
    char directory[PATH_SIZE];
    if (!path_make(directory, fault, "%s/definitions", gate->work) ||
        !gate_definitions_find(commits, directory, fault)) {
        return false;
    }
    gate->declared = calloc(count + 1, sizeof *gate->declared);
    if (gate->declared == NULL ||
        !change_find(commits->files, commits->sides, count, &gate->units)) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        gate->declared[i] = commits->files[i].base != NULL && commits->files[i].head != NULL &&
                            change_is_declared(&commits->sides[i]);
    }
    return true;
}

struct loading {
    struct gate *gate;
    bool failed;
};

static bool take_known(void *context, const struct store_variant *variant)
{
    struct loading *loading = context;
    struct gate *gate = loading->gate;
    if (variant->mended) {
        return true;
    }
    struct store_variant *known = list_add(&gate->known, &gate->known_count, sizeof *known);
    loading->failed = known == NULL;
    if (known != NULL) {
        *known = *variant;
    }
    return known != NULL;
}

/* What nights know. The store is only read, so a night that is under way is no hindrance. */
static bool load_known(struct gate *gate, struct fault *fault)
{
    char path[PATH_SIZE];
    struct loading loading = {.gate = gate};
    if (!path_make(path, fault, "%s/vigil.sqlite", gate->state)) {
        return false;
    }
    if (access(path, F_OK) != 0) {
        return true;
    }
    struct store *store = store_open(path, fault);
    bool done = store != NULL && store_each_variant(store, NULL, take_known, &loading, fault);
    store_close(store);
    return done && (!loading.failed || fault_set(fault, "out of memory"));
}

/* A commit has the same seed on every machine, and another commit another seed. */
static uint32_t seed_of(const char *commit)
{
    char digits[9] = "";
    memcpy(digits, commit, 8);
    uint32_t seed = (uint32_t)strtoul(digits, NULL, 16);
    return seed == 0 ? 1 : seed;
}

static void begin_verdict(struct gate *gate)
{
    struct verdict *verdict = &gate->verdict;
    const struct gate_commits *commits = &gate->commits;
    char now[32];
    clock_now(now);
    *verdict = (struct verdict){.project = gate->settings.name,
                                .version = VIGIL_VERSION,
                                .base = commits->base.id,
                                .head = commits->head.id,
                                .subject = commits->head.subject,
                                .author = commits->head.author,
                                .email = commits->head.email,
                                .handle = commits->handle,
                                .when = arena_copy(&gate->arena, now, strlen(now)),
                                .fuzz_seconds = gate->options->fuzz_seconds,
                                .seed = seed_of(commits->head.id),
                                .sentence = "",
                                .troubles = ""};
    verdict->machine =
        arena_format(&gate->arena, "%u target%s at a time", gate->jobs, gate->jobs == 1 ? "" : "s");
    for (int i = 0; i < DOORS; i++) {
        verdict->doors[i].sentence = verdict->doors[i].details = "";
    }
}

static bool make_places(struct gate *gate, struct fault *fault)
{
    char out[PATH_SIZE];
    return private_directory(gate->options->state, fault) &&
           absolute(gate->options->state, gate->state, fault) &&
           gate_tree_take(gate->state, &gate->tree, fault) &&
           path_make(gate->work, fault, "%s/work", gate->tree.slot) &&
           files_remove_tree(gate->work, fault) && files_make_directory(gate->work, fault) &&
           (gate->options->out == NULL ? path_make(out, fault, "%s/verdict", gate->tree.slot)
                                       : path_make(out, fault, "%s", gate->options->out)) &&
           absolute(out, gate->out, fault) && path_make(out, fault, "%s/crashes", gate->out) &&
           files_remove_tree(out, fault);
}

/* What programs of the change may touch. */
static bool make_grounds(struct gate *gate, struct fault *fault)
{
    const struct settings *settings = &gate->settings;
    const bool local = strncmp(settings->tracker, "local:", 6) == 0;
    const struct ground ground = {.state = gate->state,
                                  .source = settings->source,
                                  .token_file = settings->token_file,
                                  .tracker = local ? settings->tracker + 6 : NULL,
                                  .out = gate->out};
    bool done = ground_for_targets(&ground, &gate->target_ground, fault) &&
                ground_for_builds(&ground, &gate->build_ground, fault);
    gate->tree.ground = &gate->build_ground;
    (void)ground_tell(&ground, NULL);
    return done;
}

bool gate_begin(struct gate *gate, struct fault *fault)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    (void)pthread_mutex_init(&gate->lock, NULL);
    (void)pthread_mutex_init(&gate->stages.lock, NULL);
    gate->began = process_clock();
    gate->tree.lock = -1;
    gate->settings = gate->options->settings;
    gate->jobs = gate->options->jobs > 0 ? gate->options->jobs : cores > 0 ? (unsigned)cores : 1;
    bool done = check_settings(gate, fault) &&
                ignore_compile(gate->settings.ignore, &gate->ignore, fault) &&
                find_top(gate, fault) &&
                gate_commits_find(gate->settings.source, gate->options->base, gate->options->head,
                                  &gate->commits, fault) &&
                make_places(gate, fault) && make_grounds(gate, fault) && find_change(gate, fault) &&
                load_known(gate, fault);
    begin_verdict(gate);
    if (done && gate->commits.dirty && gate->options->head == NULL) {
        progress_say("gate: the work tree has changes that no commit holds; they are not judged");
    }
    return done;
}

void gate_end(struct gate *gate)
{
    struct fault ignored;
    for (size_t i = 0; i < gate->find_count; i++) {
        gate_find_free(&gate->finds[i]);
    }
    for (size_t i = 0; i < gate->probe_count; i++) {
        affected_free(&gate->probes[i].functions);
        confine_free(&gate->probes[i].ground);
    }
    free(gate->finds);
    free(gate->probes);
    free(gate->affected);
    free(gate->known);
    free(gate->uncovered);
    free(gate->notes);
    free(gate->declared);
    change_units_free(&gate->units);
    ignore_free(&gate->ignore);
    confine_free(&gate->target_ground);
    confine_free(&gate->build_ground);
    gate_side_free(&gate->base);
    gate_side_free(&gate->head);
    gate_commits_free(&gate->commits);
    buffer_free(&gate->troubles);
    stages_free(&gate->stages);
    arena_free(&gate->arena);
    if (gate->work[0] != '\0') {
        (void)files_remove_tree(gate->work, &ignored);
    }
    gate_tree_leave(&gate->tree);
}
