/* SPDX-License-Identifier: MIT */
/* The runs of a campaign, one after the other. */
#include "campaign.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "artifacts.h"
#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "course.h"
#include "crash.h"
#include "environment.h"
#include "replay.h"

#define QUICK_SECONDS 1.0
#define QUICK_RUNS    100

/* Beyond the share, for a corpus that takes longer: a share that is short does not end a run of the
 * corpus that is under way, but nothing may take for ever. */
#define CORPUS_SECONDS 600.0

/* One run, while its output is read. */
struct run {
    struct campaign *campaign;
    struct campaign_figures said;
    uint64_t executions_before;
    double elapsed_before, started;
    bool begun;    /* libFuzzer has read its flags, and what follows are inputs */
    bool loaded;   /* … and all that were there have run */
    bool finished; /* … and has said its last */
    bool nothing;  /* … or that no input was worth keeping */
    bool asked;    /* vigil ended it, since the share is over */
    bool bidden;   /* libFuzzer ended since a signal asked it to: SIGUSR1 or SIGUSR2 */
    char line[1024];
    size_t line_size;
};

/* "WARNING: unrecognized flag '-x=1'; use -help=1 …". Flags that vigil gives to every target are no
 * news: an older libFuzzer does without. */
static void take_warning(struct campaign *campaign, struct span line)
{
    const struct target_options *options = &campaign->target->options;
    size_t used = strlen(campaign->unknown_flags);
    if (!span_take(&line, "WARNING: unrecognized flag '")) {
        return;
    }
    line.size = span_find(line, "'");
    for (size_t i = 0; i < options->flag_count; i++) {
        const char *flag = options->flags[i];
        if (span_is(line, flag) && strstr(campaign->unknown_flags, flag) == NULL &&
            used + strlen(flag) + 3 < sizeof campaign->unknown_flags) {
            (void)snprintf(campaign->unknown_flags + used, sizeof campaign->unknown_flags - used,
                           "%s%s", used > 0 ? ", " : "", flag);
        }
    }
}

static void take_line(struct run *run)
{
    struct campaign *campaign = run->campaign;
    struct span line = {run->line, run->line_size};
    bool read = campaign_line(&run->said, run->line, run->line_size);
    run->line_size = 0;
    run->begun = run->begun || read || span_take(&line, "INFO: Seed: ");
    run->loaded = run->loaded || (read && span_find(line, "INITED") < line.size);
    run->finished = run->finished || campaign_line_is_last(line.text, line.size);
    run->nothing = run->nothing || span_take(&line, "ERROR: no interesting inputs were found");
    run->bidden = run->bidden || span_take(&line, "INFO: signal received, trying to exit");
    take_warning(campaign, line);
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
    bool enough = campaign->share > 0 && campaign->elapsed >= campaign->share &&
                  campaign->executions > run->executions_before;
    run->asked = run->asked || enough;
    return enough;
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
    /* libFuzzer goes on until more than so many whole seconds are over; 0 is no limit. It is to end
     * by itself, well before the signal at the end of the share, on which it leaves without running
     * what the target does at its exit. What is left of the share is another run. */
    (void)snprintf(made->time_limit, sizeof made->time_limit, "-max_total_time=%.0f",
                   remaining < 3 ? 1 : floor(remaining) - 2);
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

/* How long a run may go on beyond the share. libFuzzer ends by itself, at the latest when its alarm
 * for a hanging input has rung; but first it runs all seeds and the corpus to the end, be the share
 * over or 0, each of which may take as long as an input may. They are counted once. */
static double grace(struct course *course)
{
    const struct campaign *campaign = course->campaign;
    size_t seeds = 0, corpus = 0;
    struct fault ignored;
    if (campaign->patience > 0) {
        return campaign->patience;
    }
    if (course->corpus_seconds <= 0) {
        (void)(files_count(campaign->seeds, &seeds, &ignored) &&
               files_count(campaign->corpus, &corpus, &ignored));
        course->corpus_seconds =
            (double)(seeds + corpus) * campaign->target->options.timeout_seconds;
    }
    double most = campaign->share > 0 && course->corpus_seconds > CORPUS_SECONDS
                      ? CORPUS_SECONDS
                      : course->corpus_seconds;
    return 15 + 2.0 * campaign->target->options.timeout_seconds + most;
}

static bool run_process(struct course *course, struct run *run, struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    struct arguments arguments;
    double remaining = campaign->share - campaign->elapsed;
    compose(campaign, remaining, &arguments);
    struct process_request request = {.arguments = arguments.list,
                                      .seconds = remaining + grace(course),
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 20,
                                      .listener = listen,
                                      .context = run};
    char artifacts[PATH_SIZE];
    const struct environment_path paths[] = {{CONFINE_WRITE, campaign->corpus},
                                             {CONFINE_READ, campaign->seeds},
                                             {CONFINE_WRITE, artifacts},
                                             {.path = NULL}};
    run->started = process_clock();
    return path_make(artifacts, &campaign->fault, "%s/artifacts", campaign->work) &&
           environment_run(campaign->target, paths, &request, outcome, &campaign->fault);
}

static bool list_artifacts(struct campaign *campaign, struct file_list *files)
{
    char directory[PATH_SIZE];
    return path_make(directory, &campaign->fault, "%s/artifacts", campaign->work) &&
           files_list(directory, files, &campaign->fault);
}

/* Hands over what the run left; returns how many findings it was. Those in `before` are of an
 * earlier run, which could not keep them, and do not go with this run's log. A finding that the log
 * does not name is believed where libFuzzer may have been killed before it named the finding. */
static size_t collect(struct course *course, const struct run *run, const struct file_list *before,
                      const struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    struct artifacts artifacts = {.planted = 0};
    const struct span log = {outcome->output, outcome->output_size};
    char directory[PATH_SIZE];
    size_t findings = 0;
    bool orderly = run->finished && outcome->end == PROCESS_EXITED && outcome->status == 0;
    if (path_make(directory, &campaign->fault, "%s/artifacts", campaign->work) &&
        artifacts_list(directory, log, before, ARTIFACTS_A_RUN, orderly ? 0 : 1, &artifacts,
                       &campaign->fault)) {
        for (size_t i = 0; i < artifacts.found.count; i++) {
            const char *path = artifacts.found.paths[i];
            findings++;
            if (course_hand_over(course, path, outcome)) {
                (void)unlink(path);
            }
        }
    }
    campaign->planted += artifacts.planted;
    artifacts_free(&artifacts);
    return findings;
}

/* Whether another run is worth it after this one; if not, `end` says why. */
static bool conclude(struct course *course, const struct run *run, const struct file_list *before,
                     const struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    size_t findings = collect(course, run, before, outcome);
    char path[PATH_SIZE];
    struct fault ignored;
    if (path_make(path, &ignored, "%s/last.log", campaign->work)) {
        (void)files_scribble(path, outcome->output, outcome->output_size, &ignored);
    }
    if (outcome->end == PROCESS_INTERRUPTED || process_interrupted()) {
        campaign->end = CAMPAIGN_INTERRUPTED;
        return false;
    }
    if (findings == 0 && !run->begun) {
        return course_take_failed_start(course, outcome);
    }
    course->failed_in_a_row = 0;
    if (findings > 0 && !run->loaded) {
        course_take_seed(course);
    }
    if (findings == 0 && run->nothing) {
        return false; /* more of it would show no more */
    }
    /* A target that signals itself makes libFuzzer end in good order, long before the time. */
    bool finished = run->finished && (run->asked || !run->bidden);
    if (findings > 0 || (outcome->end == PROCESS_EXITED && outcome->status == 0 && finished)) {
        return true;
    }
    if (outcome->end == PROCESS_TIMED_OUT) {
        return course_give_up(campaign, CAMPAIGN_BROKEN, outcome, "and left no input");
    }
    return course_take_ending(course, run->said.executions, outcome);
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
static bool run_once(struct course *course)
{
    struct campaign *campaign = course->campaign;
    struct run run = {.campaign = campaign,
                      .executions_before = campaign->executions,
                      .elapsed_before = campaign->elapsed};
    struct process_outcome outcome = {0};
    struct file_list before = {0};
    campaign->runs++;
    if (!list_artifacts(campaign, &before)) {
        campaign->end = CAMPAIGN_NOT_STARTED;
        return false;
    }
    bool goes_on;
    if (run_process(course, &run, &outcome)) {
        campaign->elapsed = run.elapsed_before + outcome.seconds;
        goes_on = conclude(course, &run, &before, &outcome);
    } else {
        goes_on = course_take_no_process(course);
    }
    files_list_free(&before);
    course->quick_runs = outcome.seconds < QUICK_SECONDS ? course->quick_runs + 1 : 0;
    process_outcome_free(&outcome);
    if (goes_on && course->quick_runs >= QUICK_RUNS) {
        campaign->end = CAMPAIGN_STUCK;
        return false;
    }
    if (goes_on && course->quick_runs > 0) {
        pause_after(campaign, course->quick_runs);
    }
    return goes_on;
}

static void run_all(struct course *course)
{
    struct campaign *campaign = course->campaign;
    campaign->end = CAMPAIGN_FINISHED;
    for (bool again = true; again;) {
        unsigned crashes_before = campaign->crashes, failed_before = course->failed_starts;
        unsigned strays_before = course->strays;
        if (process_interrupted()) {
            campaign->end = CAMPAIGN_INTERRUPTED;
            return;
        }
        again = run_once(course);
        /* Where the corpus is only run, the inputs after one that crashed are still to be run. */
        bool unfinished = campaign->crashes > crashes_before ||
                          course->failed_starts > failed_before || course->strays > strays_before;
        again = again &&
                (campaign->share <= 0 ? unfinished : campaign->share - campaign->elapsed >= 0.5);
    }
}

void campaign_run(struct campaign *campaign)
{
    char artifacts[PATH_SIZE];
    struct course course = {.campaign = campaign,
                            .seeds = {.directory = campaign->seeds},
                            .corpus = {.directory = campaign->corpus}};
    if (!path_make(artifacts, &campaign->fault, "%s/artifacts", campaign->work) ||
        !files_make_directory(artifacts, &campaign->fault) ||
        !files_make_directory(campaign->corpus, &campaign->fault) ||
        !artifacts_remove_links(campaign->corpus, &campaign->planted, &campaign->fault)) {
        campaign->end = CAMPAIGN_NOT_STARTED;
        return;
    }
    run_all(&course);
    (void)artifacts_remove_links(campaign->corpus, &campaign->planted, &campaign->fault);
    course_end(&course);
}
