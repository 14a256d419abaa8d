/* SPDX-License-Identifier: MIT */
/* The third door: the targets that the change can affect are fuzzed, most where the change is. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "base/process.h"
#include "base/progress.h"
#include "gate.h"
#include "work.h"

/* One process at a time for one target. A target has several lanes where there are more cores than
 * targets. */
struct lane {
    struct gate_probe *probe;
    struct campaign campaign; /* of the lane's own thread, until all lanes have ended */
    struct gate_finder finder;
    char work[PATH_SIZE], corpus[PATH_SIZE];
    double share;
    /* The campaign's figures, for whichever thread shows where all lanes stand. */
    atomic_ullong executions, edges;
    atomic_uint crashes;
};

struct gate_lanes {
    struct lane *list;
    size_t count;
    double began;
};

/* `context` is the finder of the lane whose campaign this is. */
static void show(void *context, const struct campaign *campaign)
{
    const struct gate_finder *finder = context;
    const struct gate_lanes *lanes = finder->gate->lanes;
    struct lane *own = &lanes->list[finder->lane];
    atomic_store(&own->executions, campaign->executions);
    atomic_store(&own->edges, campaign->edges);
    atomic_store(&own->crashes, campaign->crashes);
    uint64_t executions = 0, edges = 0;
    unsigned crashes = 0;
    for (size_t i = 0; i < lanes->count; i++) {
        executions += atomic_load(&lanes->list[i].executions);
        edges += atomic_load(&lanes->list[i].edges);
        crashes += atomic_load(&lanes->list[i].crashes);
    }
    progress_status(&(struct progress){"fuzzing", process_clock() - lanes->began,
                                       finder->gate->options->fuzz_seconds, executions, edges,
                                       crashes});
}

static void fuzz_lane(void *context, size_t number)
{
    struct gate *gate = context;
    struct lane *lane = &gate->lanes->list[number];
    struct campaign *campaign = &lane->campaign;
    const char *name = lane->probe->target->name;
    if (process_interrupted() ||
        !path_make(lane->work, &campaign->fault, "%s/%s/lane%zu", gate->work, name, number) ||
        !path_make(lane->corpus, &campaign->fault, "%s/corpus", lane->work)) {
        campaign->end = CAMPAIGN_INTERRUPTED;
        return;
    }
    lane->finder = (struct gate_finder){gate, lane->probe->target, lane->work, number};
    campaign->target = lane->probe->target;
    campaign->corpus = lane->corpus;
    campaign->seeds = lane->probe->seeds;
    campaign->work = lane->work;
    campaign->share = lane->share;
    campaign->seed = gate->verdict.seed + (uint32_t)number;
    campaign->found = gate_found;
    campaign->progress = show;
    campaign->context = &lane->finder;
    campaign_run(campaign);
}

/* Shares the time of all cores out by weight. No share is longer than the time that the fuzzing
 * takes; what a target would have beyond that goes to the others. */
static void share_out(const struct gate *gate, size_t *wanted, size_t count)
{
    double whole = gate->options->fuzz_seconds, left = whole * gate->jobs;
    bool given = true;
    for (size_t i = 0; i < count; i++) {
        gate->probes[wanted[i]].share = 0;
    }
    while (given) {
        unsigned weights = 0;
        for (size_t i = 0; i < count; i++) {
            weights += gate->probes[wanted[i]].share > 0 ? 0 : gate->affected[wanted[i]].weight;
        }
        given = false;
        for (size_t i = 0; weights > 0 && !given && i < count; i++) {
            double part = left * gate->affected[wanted[i]].weight / weights;
            if (gate->probes[wanted[i]].share <= 0 && part >= whole) {
                gate->probes[wanted[i]].share = whole;
                left -= whole;
                given = true;
            }
        }
        for (size_t i = 0; weights > 0 && !given && i < count; i++) {
            struct gate_probe *probe = &gate->probes[wanted[i]];
            probe->share =
                probe->share > 0 ? probe->share : left * gate->affected[wanted[i]].weight / weights;
        }
    }
}

static int longest_first(const void *left, const void *right)
{
    const struct lane *one = left, *other = right;
    return one->share > other->share ? -1 : one->share < other->share;
}

/* Lanes begin longest first, each on the core that is free first. If the last lane ended too late
 * that way, all are shortened in proportion. */
static void fit(const struct gate *gate, struct gate_lanes *lanes)
{
    double ends[256] = {0}, latest = 0;
    unsigned cores = gate->jobs < 256 ? gate->jobs : 256;
    for (size_t i = 0; i < lanes->count; i++) {
        unsigned first = 0;
        for (unsigned k = 1; k < cores; k++) {
            first = ends[k] < ends[first] ? k : first;
        }
        ends[first] += lanes->list[i].share;
        latest = ends[first] > latest ? ends[first] : latest;
    }
    double scale = latest > gate->options->fuzz_seconds ? gate->options->fuzz_seconds / latest : 1;
    for (size_t i = 0; i < lanes->count; i++) {
        lanes->list[i].share *= scale;
        lanes->list[i].probe->share = lanes->list[i].share;
    }
}

static bool make_lanes(struct gate *gate, struct gate_lanes *lanes)
{
    size_t *wanted = calloc(gate->probe_count + 1, sizeof *wanted), count = 0;
    lanes->list = calloc(gate->probe_count + gate->jobs, sizeof *lanes->list);
    if (wanted == NULL || lanes->list == NULL) {
        free(wanted);
        return false;
    }
    for (size_t i = 0; i < gate->probe_count; i++) {
        if (gate->affected[i].affected) {
            wanted[count++] = i;
        }
    }
    share_out(gate, wanted, count);
    for (size_t i = 0; count > 0 && (i < count || i < gate->jobs); i++) {
        struct gate_probe *probe = &gate->probes[wanted[i % count]];
        struct lane *lane = &lanes->list[lanes->count++];
        lane->probe = probe;
        lane->share = probe->share;
        lane->campaign.end = CAMPAIGN_INTERRUPTED; /* until it has run */
    }
    free(wanted);
    qsort(lanes->list, lanes->count, sizeof *lanes->list, longest_first);
    fit(gate, lanes);
    return lanes->count > 0;
}

static bool find_affected(struct gate *gate)
{
    const struct settings_gate *settings = &gate->settings.gate;
    struct affected_places places = {settings->sources, settings->corpus, settings->examples};
    gate->affected = calloc(gate->probe_count + 1, sizeof *gate->affected);
    if (gate->affected == NULL) {
        return false;
    }
    for (size_t i = 0; i < gate->probe_count; i++) {
        gate->affected[i] = (struct affected_target){.name = gate->probes[i].target->name,
                                                     .functions = gate->probes[i].functions,
                                                     .is_new = gate->probes[i].base == NULL};
    }
    affected_judge(gate->affected, gate->probe_count, &gate->commits.diff, gate->declared,
                   &gate->units, &places);
    return true;
}

static void judge_lane(struct gate *gate, const struct lane *lane)
{
    struct gate_probe *probe = lane->probe;
    const struct campaign *campaign = &lane->campaign;
    bool stuck = campaign->end == CAMPAIGN_STUCK;
    probe->fuzzed += campaign->elapsed;
    probe->executions += campaign->executions;
    probe->edges = campaign->edges > probe->edges ? campaign->edges : probe->edges;
    if (campaign->end != CAMPAIGN_FINISHED) {
        probe->ended = campaign_end_name(campaign->end);
    }
    if (campaign->executions == 0 && campaign->crashes == 0) {
        gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT, "%s executed no input: %s.", probe->target->name,
                  campaign->fault.text[0] != '\0' ? campaign->fault.text : probe->ended);
    } else if (campaign->end != CAMPAIGN_FINISHED && !stuck) {
        gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT, "%s was not fuzzed for its share: %s.",
                  probe->target->name,
                  campaign->fault.text[0] != '\0' ? campaign->fault.text : probe->ended);
    }
}

static void fuzz_all(struct gate *gate)
{
    struct gate_lanes lanes = {.began = process_clock()};
    if (!find_affected(gate) || !make_lanes(gate, &lanes)) {
        gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT, "There is no target to fuzz.");
    } else {
        gate->lanes = &lanes;
        parallel_each(lanes.count, gate->jobs, fuzz_lane, gate);
        gate->lanes = NULL;
        progress_end();
        for (size_t i = 0; i < lanes.count; i++) {
            judge_lane(gate, &lanes.list[i]);
        }
    }
    free(lanes.list);
}

static void tell_finds(struct gate *gate)
{
    size_t fresh = 0;
    for (size_t i = 0; i < gate->find_count; i++) {
        fresh += gate->finds[i].shown.fate == VERDICT_CRASH_NEW;
    }
    for (size_t i = 0; i < gate->find_count; i++) {
        const struct gate_find *find = &gate->finds[i];
        if (find->shown.fate == VERDICT_CRASH_NEW) {
            gate_shut(gate, DOOR_FUZZ, DOOR_BLOCKED, "%s crash: %s, in target %s; %s.",
                      fresh == 1 ? "A new" : "New", find->crash.signature.title,
                      find->crash.target->name, find->shown.why);
        } else if (find->shown.fate == VERDICT_CRASH_UNCONFIRMED) {
            gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT,
                      "%s, in target %s, is not known to be new: %s.", find->crash.signature.title,
                      find->crash.target->name, find->shown.why);
        }
    }
}

static void tell_clean(struct gate *gate)
{
    uint64_t executions = 0;
    size_t targets = 0;
    for (size_t i = 0; i < gate->probe_count; i++) {
        executions += gate->probes[i].executions;
        targets += gate->affected[i].affected;
    }
    gate->verdict.doors[DOOR_FUZZ].sentence = arena_format(
        &gate->arena, "%zu of %zu targets, %llu inputs in %.0f s (seed %u), no new crash%s.",
        targets, gate->probe_count, (unsigned long long)executions, gate->options->fuzz_seconds,
        gate->verdict.seed, gate->find_count == 0 ? "" : "; what crashed is known");
}

void gate_fuzz(struct gate *gate)
{
    struct door_result *door = &gate->verdict.doors[DOOR_FUZZ];
    /* Lines that no test runs and examples that are missing say nothing of the targets: an author
     * is told in one go of these and of what crashes. */
    if (gate->fit) {
        size_t stage = stages_begin(&gate->stages, "fuzz", "");
        fuzz_all(gate);
        stages_end(&gate->stages, stage);
    } else {
        door->state = DOOR_NOT_REACHED;
        door->sentence = "What was built does not run as it should.";
    }
    /* The first door ran the seeds, so there may be crashes although nothing was fuzzed. */
    size_t stage = stages_begin(&gate->stages, "judge", "");
    gate_new_crashes(gate);
    stages_end(&gate->stages, stage);
    tell_finds(gate);
    if (gate_is_open(gate, DOOR_FUZZ)) {
        tell_clean(gate);
    }
}
