/* SPDX-License-Identifier: MIT */
#include "campaign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"
#include "base/inert.h"
#include "base/process.h"
#include "base/span.h"
#include "environment.h"
#include "replay.h"
#include "seeds.h"

#define QUICK_SECONDS 1.0
#define QUICK_RUNS    100
#define INPUT_LIMIT   ((size_t)64 << 20)

/* One run, while its output is read. */
struct run {
    struct campaign *campaign;
    struct campaign_figures said;
    uint64_t executions_before;
    double elapsed_before, started;
    char line[1024];
    size_t line_size;
};

const char *campaign_end_name(enum campaign_end end)
{
    static const char *const names[] = {
        [CAMPAIGN_FINISHED] = "finished",       [CAMPAIGN_STUCK] = "crashed at once, every time",
        [CAMPAIGN_INTERRUPTED] = "interrupted", [CAMPAIGN_NOT_STARTED] = "did not start",
        [CAMPAIGN_BROKEN] = "broke off",
    };
    return names[end];
}

static void field(struct span line, const char *name, uint64_t *value)
{
    size_t at = span_find(line, name);
    if (at < line.size) {
        span_skip(&line, at + strlen(name));
        (void)span_take_digits(&line, value);
    }
}

static void raise_to(uint64_t *value, uint64_t seen)
{
    *value = seen > *value ? seen : *value;
}

bool campaign_line(struct campaign_figures *figures, const char *text, size_t size)
{
    struct span line = {text, size < 1024 ? size : 1024};
    uint64_t executions = 0;
    if (span_take(&line, "stat::number_of_executed_units: ")) {
        (void)span_take_digits(&line, &executions);
        raise_to(&figures->executions, executions);
        return true;
    }
    if (!span_take(&line, "#") || !span_take_digits(&line, &executions) ||
        !span_take(&line, "\t")) {
        return false;
    }
    raise_to(&figures->executions, executions);
    field(line, " cov: ", &figures->edges);
    field(line, " corp: ", &figures->corpus);
    field(line, " exec/s: ", &figures->exec_per_second);
    return true;
}

static void take_line(struct run *run)
{
    struct campaign *campaign = run->campaign;
    bool read = campaign_line(&run->said, run->line, run->line_size);
    run->line_size = 0;
    if (!read) {
        return;
    }
    campaign->executions = run->executions_before + run->said.executions;
    if (run->said.edges > campaign->edges) {
        campaign->edges = run->said.edges;
    }
    if (run->said.corpus > 0) {
        campaign->corpus_inputs = run->said.corpus;
    }
}

static bool listen(void *context, const char *text, size_t size)
{
    struct run *run = context;
    struct campaign *campaign = run->campaign;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n') {
            take_line(run);
        } else if (run->line_size < sizeof run->line) {
            run->line[run->line_size++] = text[i];
        }
    }
    campaign->elapsed = run->elapsed_before + process_clock() - run->started;
    if (campaign->progress != NULL) {
        campaign->progress(campaign->context, campaign);
    }
    /* libFuzzer's own limit is in whole seconds, too coarse for a short share. Until it has run an
     * input it may not handle the signal yet, and would be killed. */
    return campaign->share > 0 && campaign->elapsed >= campaign->share &&
           campaign->executions > run->executions_before;
}

/* Room for the arguments that are made for a run. */
struct arguments {
    char timeout[32], time_limit[48], seed[32], dictionary[PATH_SIZE + 8], prefix[PATH_SIZE + 32];
    char *list[OPTIONS_MOST + 16];
};

/* Every flag vigil needs comes after the target's own, since libFuzzer takes the last. */
static void compose(const struct campaign *campaign, double remaining, struct arguments *made)
{
    const struct target *target = campaign->target;
    size_t at = replay_flags(target, made->list, 0, made->timeout);
    /* libFuzzer goes on until more than so many whole seconds are over; 0 is no limit. */
    (void)snprintf(made->time_limit, sizeof made->time_limit, "-max_total_time=%.0f",
                   remaining < 2 ? 1 : remaining - 1);
    (void)snprintf(made->prefix, sizeof made->prefix, "-artifact_prefix=%s/artifacts/",
                   campaign->work);
    (void)snprintf(made->dictionary, sizeof made->dictionary, "-dict=%s", target->dictionary);
    made->list[at++] = made->time_limit;
    made->list[at++] = made->prefix;
    if (campaign->share <= 0) {
        made->list[at++] = (char *)"-runs=0";
    }
    if (campaign->seed != 0) {
        (void)snprintf(made->seed, sizeof made->seed, "-seed=%u",
                       (unsigned)(campaign->seed + campaign->runs - 1));
        made->list[at++] = made->seed;
    }
    if (campaign->print_coverage) {
        made->list[at++] = (char *)"-print_coverage=1";
    }
    made->list[at++] = (char *)"-print_final_stats=1";
    made->list[at++] = (char *)"-print_funcs=0";
    made->list[at++] = (char *)"-handle_usr1=1";
    if (target->dictionary[0] != '\0') {
        made->list[at++] = made->dictionary;
    }
    made->list[at++] = (char *)(uintptr_t)campaign->corpus;
    made->list[at++] = (char *)(uintptr_t)campaign->seeds;
    made->list[at] = NULL;
}

static bool run_process(struct campaign *campaign, struct run *run, struct process_outcome *outcome)
{
    struct arguments arguments;
    double remaining = campaign->share - campaign->elapsed;
    compose(campaign, remaining, &arguments);
    /* libFuzzer ends by itself, at the latest when its alarm for a hanging input has rung. */
    double grace = campaign->patience > 0 ? campaign->patience
                                          : 15 + 2.0 * campaign->target->options.timeout_seconds;
    struct process_request request = {.arguments = arguments.list,
                                      .seconds = remaining + grace,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 20,
                                      .listener = listen,
                                      .context = run};
    run->started = process_clock();
    return environment_run(campaign->target, &request, outcome, &campaign->fault);
}

bool campaign_is_finding(const char *path)
{
    static const char *const prefixes[] = {"crash-", "timeout-", "oom-", "leak-"};
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false; /* slow-unit-… is no finding: slow is not wrong */
}

/* False where the finding was not taken in: then its file is still needed. */
static bool hand_over(struct campaign *campaign, const char *path,
                      const struct process_outcome *outcome)
{
    struct buffer input = {0};
    bool taken = false;
    if (files_read(path, INPUT_LIMIT, &input, &campaign->fault)) {
        const struct artifact artifact = {
            .input = {input.data == NULL ? "" : input.data, input.size},
            .log = {outcome->output, outcome->output_size}};
        (void)seeds_exclude(campaign->seeds, input.data, input.size);
        (void)seeds_exclude(campaign->corpus, input.data, input.size);
        campaign->crashes++;
        taken = campaign->found(campaign->context, &artifact);
    }
    buffer_free(&input);
    return taken;
}

static bool list_artifacts(struct campaign *campaign, struct file_list *files)
{
    char directory[PATH_SIZE];
    return path_make(directory, &campaign->fault, "%s/artifacts", campaign->work) &&
           files_list(directory, files, &campaign->fault);
}

/* Hands over what the run left; returns how many findings it was. Those in `before` are of an
 * earlier run, which could not keep them, and do not go with this run's log. */
static size_t collect(struct campaign *campaign, const struct file_list *before,
                      const struct process_outcome *outcome)
{
    struct file_list files = {0};
    size_t findings = 0;
    if (list_artifacts(campaign, &files)) {
        for (size_t i = 0; i < files.count; i++) {
            const char *path = files.paths[i];
            size_t old = 0;
            while (old < before->count && strcmp(before->paths[old], path) != 0) {
                old++;
            }
            if (old < before->count) {
                continue;
            }
            bool is_finding = campaign_is_finding(path);
            findings += is_finding;
            if (!is_finding || hand_over(campaign, path, outcome)) {
                (void)unlink(path);
            }
        }
    }
    files_list_free(&files);
    return findings;
}

/* Sets `fault` for a target that does not start or breaks off. */
static void explain(struct campaign *campaign, const struct process_outcome *outcome)
{
    struct sanlog_report report;
    struct buffer words = {0};
    if (sanlog_read(outcome->output, outcome->output_size, &report)) {
        struct signature signature;
        signature_make(&report, campaign->target->name, &signature);
        buffer_text(&words, signature.title);
    } else { /* the last line that is not empty */
        struct span line = {outcome->output, outcome->output_size};
        while (line.size > 0 &&
               (line.text[line.size - 1] == '\n' || line.text[line.size - 1] == ' ')) {
            line.size--;
        }
        size_t newline = span_find_last(line, "\n");
        span_skip(&line, newline < line.size ? newline + 1 : 0);
        inert_line(&words, line.text, line.size < 200 ? line.size : 200);
    }
    const char *how = outcome->end == PROCESS_TIMED_OUT   ? "hung and was killed"
                      : outcome->end == PROCESS_SIGNALLED ? "was killed by signal"
                                                          : "ended with status";
    char number[16] = "";
    if (outcome->end != PROCESS_TIMED_OUT) {
        (void)snprintf(number, sizeof number, " %d", outcome->status);
    }
    fault_set(&campaign->fault, "%s: %s%s %s%s%s%s", campaign->target->name, how, number,
              campaign->executions == 0 ? "before it ran an input" : "and left no input",
              words.size > 0 ? " (" : "", words.size > 0 ? words.data : "",
              words.size > 0 ? ")" : "");
    buffer_free(&words);
}

/* Whether another run is worth it after this one; if not, `end` says why. */
static bool conclude(struct campaign *campaign, const struct file_list *before,
                     const struct process_outcome *outcome)
{
    bool counted = campaign->executions > 0;
    size_t findings = collect(campaign, before, outcome);
    char path[PATH_SIZE];
    struct fault ignored;
    if (path_make(path, &ignored, "%s/last.log", campaign->work)) {
        (void)files_scribble(path, outcome->output, outcome->output_size, &ignored);
    }
    if (outcome->end == PROCESS_INTERRUPTED || process_interrupted()) {
        campaign->end = CAMPAIGN_INTERRUPTED;
    } else if (findings == 0 && !counted) {
        campaign->end = CAMPAIGN_NOT_STARTED;
        explain(campaign, outcome);
    } else if (findings == 0 && (outcome->end != PROCESS_EXITED || outcome->status != 0)) {
        campaign->end = CAMPAIGN_BROKEN;
        explain(campaign, outcome);
    } else {
        return true;
    }
    return false;
}

/* 50 ms, 100 ms, … 2 s, in steps that notice an interrupt. */
static void pause_after(struct campaign *campaign, unsigned quick_runs)
{
    double seconds = quick_runs > 6 ? 2.0 : 0.05 * (double)(1u << (quick_runs - 1));
    double left = campaign->share - campaign->elapsed, until;
    seconds = seconds < left ? seconds : left;
    campaign->elapsed += seconds > 0 ? seconds : 0;
    until = process_clock() + seconds;
    while (process_clock() < until && !process_interrupted()) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
}

/* Makes one run; whether another is to follow. */
static bool run_once(struct campaign *campaign, unsigned *quick_runs)
{
    struct run run = {.campaign = campaign,
                      .executions_before = campaign->executions,
                      .elapsed_before = campaign->elapsed};
    struct process_outcome outcome = {0};
    struct file_list before = {0};
    campaign->runs++;
    if (!list_artifacts(campaign, &before) || !run_process(campaign, &run, &outcome)) {
        campaign->end = CAMPAIGN_NOT_STARTED;
        files_list_free(&before);
        return false;
    }
    campaign->elapsed = run.elapsed_before + outcome.seconds;
    bool goes_on = conclude(campaign, &before, &outcome);
    files_list_free(&before);
    *quick_runs = outcome.seconds < QUICK_SECONDS ? *quick_runs + 1 : 0;
    process_outcome_free(&outcome);
    if (goes_on && *quick_runs >= QUICK_RUNS) {
        campaign->end = CAMPAIGN_STUCK;
        return false;
    }
    if (goes_on && *quick_runs > 0) {
        pause_after(campaign, *quick_runs);
    }
    return goes_on;
}

void campaign_run(struct campaign *campaign)
{
    char artifacts[PATH_SIZE];
    unsigned quick_runs = 0;
    if (!path_make(artifacts, &campaign->fault, "%s/artifacts", campaign->work) ||
        !files_make_directory(artifacts, &campaign->fault) ||
        !files_make_directory(campaign->corpus, &campaign->fault)) {
        campaign->end = CAMPAIGN_NOT_STARTED;
        return;
    }
    campaign->end = CAMPAIGN_FINISHED;
    for (bool again = true; again;) {
        unsigned crashes_before = campaign->crashes;
        if (process_interrupted()) {
            campaign->end = CAMPAIGN_INTERRUPTED;
            return;
        }
        again = run_once(campaign, &quick_runs);
        /* Where the corpus is only run, the inputs after one that crashed are still to be run. */
        again = again && (campaign->share <= 0 ? campaign->crashes > crashes_before
                                               : campaign->share - campaign->elapsed >= 0.5);
    }
}
