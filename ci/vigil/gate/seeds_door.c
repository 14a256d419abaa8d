/* SPDX-License-Identifier: MIT */
/* Each target runs its seeds, on both commits: does it start, and does it still reach as much? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "store/kept.h"
#include "triage/companions.h"
#include "triage/seed_folder.h"
#include "triage/target.h"
#include "work.h"

#define LOG_MOST         ((size_t)64 << 20)
#define PATIENCE_SECONDS 300.0 /* for all seeds of a target */

static const struct target *find(const struct target_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->targets[i].name, name) == 0) {
            return &list->targets[i];
        }
    }
    return NULL;
}

static bool add_files(struct file_list *files, struct fault *fault, const char *top,
                      const char *below, const char *name)
{
    char directory[PATH_SIZE];
    return path_make(directory, fault, "%s/%s%s", top, below, name) &&
           files_list(directory, files, fault);
}

/* Adds the inputs of known crashes; of some no input was kept. */
static bool add_known(const struct gate *gate, const char *target, struct file_list *files,
                      struct fault *fault)
{
    for (size_t i = 0; i < gate->known_count; i++) {
        const struct store_variant *known = &gate->known[i];
        char directory[PATH_SIZE];
        struct fault ignored;
        if (strcmp(known->target, target) == 0 &&
            path_make(directory, &ignored, "%s/crashes/%s", gate->state, known->id) &&
            !kept_list(directory, target, files, fault)) {
            return false;
        }
    }
    return true;
}

/* The commit's seeds and regressions, what nights have learnt, and inputs known to crash. */
static bool list_seeds(const struct gate *gate, const char *target, struct file_list *files,
                       struct fault *fault)
{
    char corpus[PATH_SIZE];
    return path_make(corpus, fault, "%s/%s/", gate->tree.path, gate->settings.gate.corpus) &&
           add_files(files, fault, corpus, "", target) &&
           add_files(files, fault, corpus, "regressions/", target) &&
           add_files(files, fault, gate->state, "corpus/", target) &&
           add_known(gate, target, files, fault);
}

static bool fill(const struct file_list *files, const struct target *target, const char *seeds,
                 struct fault *fault)
{
    struct seed_folder folder = {.folder = seeds, .files = files, .archive = target->seeds};
    return seed_folder_gather(&folder, fault);
}

bool gate_pass_over(void *context, const struct artifact *artifact)
{
    (void)context;
    (void)artifact;
    return true;
}

/* A campaign without a share of time runs every seed once, and again without those that crash. */
static void run(struct campaign *campaign, const struct target *target, const char *work,
                const char *seeds, char *corpus)
{
    campaign->target = target;
    campaign->work = work;
    campaign->seeds = seeds;
    campaign->corpus = corpus;
    campaign->seed = 1;
    campaign->patience = PATIENCE_SECONDS;
    campaign_run(campaign);
}

static void read_functions(struct gate *gate, struct gate_probe *probe)
{
    char path[PATH_SIZE];
    struct buffer log = {0};
    struct fault ignored;
    if (path_make(path, &ignored, "%s/last.log", probe->work) &&
        files_read(path, LOG_MOST, &log, &ignored)) {
        (void)affected_read(log.data, log.size, gate->tree.path, &probe->functions);
    }
    buffer_free(&log);
}

static void probe_head(struct gate *gate, struct gate_probe *probe)
{
    struct gate_finder finder = {gate, probe->target, probe->work, 0};
    char corpus[PATH_SIZE];
    if (!path_make(corpus, &probe->campaign.fault, "%s/corpus", probe->work)) {
        return;
    }
    probe->campaign.found = gate_found;
    probe->campaign.print_coverage = true;
    probe->campaign.context = &finder;
    run(&probe->campaign, probe->target, probe->work, probe->seeds, corpus);
    probe->campaign.corpus = NULL;
    probe->campaign.context = NULL;
    read_functions(gate, probe);
}

/* Base runs head's seeds, so that edges compare; its own archive where head's cannot be read. */
static bool fill_base(const struct gate_probe *probe, const struct file_list *files,
                      const char *seeds, struct fault *fault)
{
    return fill(files, probe->target, seeds, fault) ||
           (files_remove_tree(seeds, fault) && fill(files, probe->base, seeds, fault));
}

/* Whether base's program need not be run, since it is the same as head's, and that ran well. */
static bool is_same(const struct gate_probe *probe)
{
    return probe->target->fault.text[0] == '\0' && probe->base->fault.text[0] == '\0' &&
           probe->campaign.end == CAMPAIGN_FINISHED && probe->campaign.crashes == 0 &&
           companions_same_target(probe->target, probe->base);
}

static void probe_base(struct gate_probe *probe, const struct file_list *files)
{
    char work[PATH_SIZE], seeds[PATH_SIZE], corpus[PATH_SIZE];
    struct campaign *campaign = &probe->base_campaign;
    if (probe->base != NULL && is_same(probe)) {
        campaign->edges = probe->campaign.edges;
        campaign->end = CAMPAIGN_FINISHED;
        return;
    }
    if (probe->base == NULL || !path_make(work, &campaign->fault, "%s/base", probe->work) ||
        !path_make(seeds, &campaign->fault, "%s/seeds", work) ||
        !path_make(corpus, &campaign->fault, "%s/corpus", work) ||
        !fill_base(probe, files, seeds, &campaign->fault)) {
        return;
    }
    campaign->found = gate_pass_over;
    run(campaign, probe->base, work, seeds, corpus);
    campaign->corpus = campaign->seeds = campaign->work = NULL;
}

static void probe_one(void *context, size_t number)
{
    struct gate *gate = context;
    struct gate_probe *probe = &gate->probes[number];
    struct file_list files = {0};
    struct fault *fault = &probe->campaign.fault;
    *fault = probe->target->fault;
    probe->campaign.end = CAMPAIGN_NOT_STARTED;
    if (fault->text[0] == '\0' &&
        path_make(probe->work, fault, "%s/%s", gate->work, probe->target->name) &&
        path_make(probe->seeds, fault, "%s/seeds", probe->work) &&
        list_seeds(gate, probe->target->name, &files, fault) &&
        fill(&files, probe->target, probe->seeds, fault)) {
        probe_head(gate, probe);
    }
    probe_base(probe, &files);
    files_list_free(&files);
    probe->ended = campaign_end_name(probe->campaign.end);
    probe->edges = probe->campaign.edges;
    probe->ran = probe->campaign.executions > 0;
}

/* Whether the name is one of the words, which have blanks between them. */
static bool is_among(const char *words, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = strstr(words, name); at != NULL; at = strstr(at + 1, name)) {
        if ((at == words || at[-1] == ' ') && (at[size] == '\0' || at[size] == ' ')) {
            return true;
        }
    }
    return false;
}

static void judge_dropped(struct gate *gate)
{
    for (size_t i = 0; i < gate->base.targets.count; i++) {
        const char *name = gate->base.targets.targets[i].name;
        if (find(&gate->head.targets, name) == NULL &&
            !is_among(gate->settings.gate.retired, name)) {
            gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                      "The fuzz target %s is gone; where that is meant, `retired = %s` says so.",
                      name, name);
        }
    }
    if (gate->head.targets.count == 0) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "The build left no fuzz target.");
    }
}

/* Returns whether head's target runs. */
static bool judge_probe(struct gate *gate, const struct gate_probe *probe)
{
    const struct campaign *head = &probe->campaign, *base = &probe->base_campaign;
    /* One that crashes on whatever it is given runs; the third door says how. */
    bool stuck = head->end == CAMPAIGN_STUCK && head->crashes > 0;
    bool fails =
        !stuck && (head->end != CAMPAIGN_FINISHED || (head->executions == 0 && head->crashes == 0));
    bool base_runs = probe->base != NULL && base->end == CAMPAIGN_FINISHED && base->edges > 0;
    if (head->end == CAMPAIGN_INTERRUPTED) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "Interrupted while the targets ran their seeds.");
    } else if (fails) {
        gate_shut(gate, DOOR_TEST, base_runs ? DOOR_BLOCKED : DOOR_COULD_NOT,
                  "The fuzz target %s does not run its seeds%s: %s.", probe->target->name,
                  base_runs ? ", as it does on base" : "",
                  head->fault.text[0] != '\0' ? head->fault.text : probe->ended);
    } else if (!stuck && base_runs && head->edges * 2 < base->edges) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED,
                  "The fuzz target %s sees %llu edges on its seeds; on base it sees %llu, more "
                  "than twice as many.",
                  probe->target->name, (unsigned long long)head->edges,
                  (unsigned long long)base->edges);
    }
    return !fails;
}

/* Returns how many of head's targets run. */
static size_t judge_probes(struct gate *gate)
{
    size_t run = 0, told = 0;
    for (size_t i = 0; i < gate->probe_count; i++) {
        const struct gate_probe *probe = &gate->probes[i];
        bool interrupted = probe->campaign.end == CAMPAIGN_INTERRUPTED;
        /* Once is enough. */
        run += interrupted && told > 0 ? 0 : judge_probe(gate, probe);
        told += interrupted;
    }
    return run;
}

/* Targets work in directories beneath the gate's own, never where somebody started the gate. */
static bool give_scratch(const struct gate *gate, struct target_list *targets, struct fault *fault)
{
    bool done = true;
    for (size_t i = 0; done && i < targets->count; i++) {
        struct target *target = &targets->targets[i];
        done = path_make(target->scratch, fault, "%s/scratch/%s", gate->work, target->name) &&
               files_make_directory(target->scratch, fault);
        target->confinement = &gate->target_ground;
    }
    return done;
}

/* The seeds are links to those of the commit, and to inputs that nights have left in vigil's own
 * directory (list_seeds): those of this target it may read. In the tree a target may find data and
 * libraries as well. */
static bool make_ground(const struct gate *gate, const char *target, struct confinement *ground)
{
    char path[PATH_SIZE];
    struct fault ignored;
    bool done = confine_copy(&gate->target_ground, ground) &&
                confine_add(ground, CONFINE_READ, gate->tree.path) &&
                path_make(path, &ignored, "%s/corpus/%s", gate->state, target) &&
                confine_add(ground, CONFINE_READ, path);
    for (size_t i = 0; done && i < gate->known_count; i++) {
        const struct store_variant *known = &gate->known[i];
        done = strcmp(known->target, target) != 0 ||
               (path_make(path, &ignored, "%s/crashes/%s", gate->state, known->id) &&
                confine_add(ground, CONFINE_READ, path));
    }
    return done;
}

static bool give_ground(struct gate *gate)
{
    struct target_list *lists[] = {&gate->head.targets, &gate->base.targets};
    bool done = true;
    for (size_t i = 0; done && i < gate->probe_count; i++) {
        struct gate_probe *probe = &gate->probes[i];
        done = make_ground(gate, probe->target->name, &probe->ground);
        for (size_t k = 0; done && k < 2; k++) {
            for (size_t j = 0; j < lists[k]->count; j++) {
                struct target *target = &lists[k]->targets[j];
                if (strcmp(target->name, probe->target->name) == 0) {
                    target->confinement = &probe->ground;
                }
            }
        }
    }
    return done;
}

bool gate_seeds(struct gate *gate)
{
    const struct target_list *targets = &gate->head.targets;
    struct fault fault = {""};
    judge_dropped(gate);
    if (!give_scratch(gate, &gate->base.targets, &fault) ||
        !give_scratch(gate, &gate->head.targets, &fault)) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "%s", fault.text);
        return false;
    }
    gate->probes = calloc(targets->count + 1, sizeof *gate->probes);
    if (gate->probes == NULL) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "Out of memory.");
        return false;
    }
    gate->probe_count = targets->count;
    for (size_t i = 0; i < targets->count; i++) {
        gate->probes[i].target = &targets->targets[i];
        /* Until it has run. */
        gate->probes[i].campaign.end = gate->probes[i].base_campaign.end = CAMPAIGN_INTERRUPTED;
        gate->probes[i].ended = campaign_end_name(CAMPAIGN_INTERRUPTED);
        gate->probes[i].base =
            find(gate->unbuilt ? targets : &gate->base.targets, targets->targets[i].name);
    }
    if (!give_ground(gate)) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "Out of memory.");
        return false;
    }
    parallel_each(gate->probe_count, gate->jobs, probe_one, gate);
    return judge_probes(gate) == gate->probe_count && gate->probe_count > 0;
}
