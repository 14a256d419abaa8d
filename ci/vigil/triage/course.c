/* SPDX-License-Identifier: MIT */
#include "course.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "artifacts.h"
#include "base/files.h"
#include "base/inert.h"
#include "base/process.h"
#include "crash/sanlog_reason.h"
#include "culprit.h"

#define INPUT_LIMIT ((size_t)64 << 20)

/* Deaths that came from outside, and starts in a row that failed, after which the target is given
 * up. */
#define STRAYS_MOST 10
#define STARTS_MOST 5

/* How often the seeds and the corpus are run to find what ends the process. */
#define SEARCHES_MOST 16

/* For a search in a campaign without a share: the whole corpus may have to be run. */
#define SEARCH_SECONDS 600.0

/* Runs that end at a seed before all seeds are searched; and how often that is done. */
#define CRASHED_SEEDS 2
#define SWEEPS_MOST   3

bool course_hand_over(struct course *course, const char *path,
                      const struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    struct buffer input = {0};
    bool taken = false;
    if (files_read(path, INPUT_LIMIT, &input, &campaign->fault)) {
        const struct artifact artifact = {
            .input = {input.data == NULL ? "" : input.data, input.size},
            .log = {outcome->output, outcome->output_size}};
        (void)exclusion_take_out(&course->seeds, path, artifact.input.text, input.size);
        (void)exclusion_take_out(&course->corpus, path, artifact.input.text, input.size);
        campaign->crashes++;
        taken = campaign->found(campaign->context, &artifact);
    }
    buffer_free(&input);
    return taken;
}

/* What the process says of its end: the crash that its log tells of, or the reason (sanlog_reason).
 */
static void add_reason(const struct campaign *campaign, const struct process_outcome *outcome,
                       struct buffer *into)
{
    struct sanlog_report report;
    if (sanlog_read(outcome->output, outcome->output_size, &report)) {
        struct signature signature;
        ignore_mark(campaign->target->ignore, &report);
        signature_make(&report, campaign->target->name, &signature);
        buffer_text(into, signature.title);
    } else {
        (void)sanlog_reason(outcome->output, outcome->output_size, into);
    }
}

/* Sets `fault` for a target that does not start or breaks off. */
static void explain(struct campaign *campaign, const struct process_outcome *outcome,
                    const char *when)
{
    struct buffer words = {0};
    add_reason(campaign, outcome, &words);
    const char *how = outcome->end == PROCESS_TIMED_OUT   ? "hung and was killed"
                      : outcome->end == PROCESS_TOO_LARGE ? "was killed for its memory, by signal"
                      : outcome->end == PROCESS_TOO_MANY
                          ? "was killed for its number of processes, by signal"
                      : outcome->end == PROCESS_SIGNALLED ? "was killed by signal"
                                                          : "ended with status";
    char number[16] = "";
    if (outcome->end != PROCESS_TIMED_OUT) {
        (void)snprintf(number, sizeof number, " %d", outcome->status);
    }
    fault_set(&campaign->fault, "%s: %s%s %s%s%s%s", campaign->target->name, how, number, when,
              words.size > 0 ? " (" : "", words.size > 0 ? words.data : "",
              words.size > 0 ? ")" : "");
    buffer_free(&words);
}

bool course_give_up(struct campaign *campaign, enum campaign_end end,
                    const struct process_outcome *outcome, const char *when)
{
    campaign->end = end;
    explain(campaign, outcome, when);
    return false;
}

static bool take_culprit(void *context, const char *path, const struct replay *replay)
{
    const struct process_outcome alone = {.output = replay->crash.log.data,
                                          .output_size = replay->crash.log.size};
    (void)course_hand_over(context, path, &alone);
    return !process_interrupted();
}

/* Runs the seeds and the corpus, to find the inputs that end a run. They are handed over and taken
 * out, so that the rest is fuzzed. Returns how many there were. */
static size_t find_culprits(struct course *course, double seconds)
{
    struct campaign *campaign = course->campaign;
    const char *directories[] = {campaign->seeds, campaign->corpus};
    if (campaign->search_most > 0) {
        seconds = fmin(seconds, campaign->search_most - campaign->searched);
    }
    (void)artifacts_remove_links(campaign->corpus, &campaign->planted, &campaign->fault);
    double began = process_clock();
    size_t found = culprits_find(campaign->target, directories, 2, seconds, take_culprit, course);
    campaign->searched += process_clock() - began;
    return found;
}

void course_take_seed(struct course *course)
{
    const struct campaign *campaign = course->campaign;
    if (++course->crashed_seeds >= CRASHED_SEEDS && course->sweeps < SWEEPS_MOST) {
        course->sweeps++;
        course->crashed_seeds = 0;
        (void)find_culprits(course,
                            campaign->share > 0 ? 60 + campaign->share / 2 : SEARCH_SECONDS);
    }
}

bool course_take_ending(struct course *course, uint64_t inputs,
                        const struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    struct sanlog_report report;
    bool reported = (process_signalled(outcome) || outcome->status != 0) &&
                    sanlog_read(outcome->output, outcome->output_size, &report);
    struct ending *ending = endings_add(&course->endings, outcome, inputs);
    if (ending == NULL) {
        return course_give_up(campaign, CAMPAIGN_BROKEN, outcome, "and left no input");
    }
    campaign->left += !ending_is_stray(ending);
    if (!ending->sought && course->searches < SEARCHES_MOST) {
        course->searches++;
        double share = course->campaign->share;
        if (find_culprits(course, 10 + (share > 0 ? share / 10 : SEARCH_SECONDS)) > 0) {
            ending->times--; /* this one is told of with its input */
            campaign->left -= !ending_is_stray(ending);
            return true;
        }
        ending->sought = true;
    }
    ending->reported = ending->reported || reported;
    if (ending->reported) {
        explain(campaign, outcome, "and left no input");
    }
    if ((ending_is_stray(ending) || ending->reported) && ++course->strays >= STRAYS_MOST) {
        return course_give_up(campaign, CAMPAIGN_BROKEN, outcome, "and left no input");
    }
    return true;
}

bool course_take_failed_start(struct course *course, const struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    course->failed_starts++;
    if (++course->failed_in_a_row >= STARTS_MOST || outcome->end == PROCESS_TIMED_OUT) {
        return course_give_up(campaign,
                              campaign->executions > 0 ? CAMPAIGN_BROKEN : CAMPAIGN_NOT_STARTED,
                              outcome, "before it ran an input");
    }
    course->why_not_started.size = 0;
    add_reason(campaign, outcome, &course->why_not_started);
    explain(campaign, outcome, "before it ran an input");
    course->start = campaign->fault;
    campaign->fault.text[0] = '\0';
    return true;
}

bool course_take_no_process(struct course *course)
{
    struct campaign *campaign = course->campaign;
    course->failed_starts++;
    if (++course->failed_in_a_row >= STARTS_MOST) {
        campaign->end = campaign->executions > 0 ? CAMPAIGN_BROKEN : CAMPAIGN_NOT_STARTED;
        return false;
    }
    course->why_not_started.size = 0;
    inert_line(&course->why_not_started, campaign->fault.text, strlen(campaign->fault.text));
    course->start = campaign->fault;
    campaign->fault.text[0] = '\0';
    return true;
}

/* How often a run ended without an input that shows it: what the target did itself is handed over,
 * and so is what ended half of the runs, wherever it comes from. */
static void hand_over_endings(struct course *course)
{
    struct campaign *campaign = course->campaign;
    for (size_t i = 0; i < course->endings.count; i++) {
        const struct ending *ending = &course->endings.list[i];
        bool often = ending->times >= 3 && ending->times >= campaign->runs - ending->times;
        if (ending->times == 0 || ending->reported || (ending_is_stray(ending) && !often)) {
            continue;
        }
        struct buffer log = {0};
        ending_report(ending, campaign->runs, &log);
        if (!log.failed) {
            const struct artifact artifact = {.input = {"", 0},
                                              .log = {log.data, log.size},
                                              .runs = campaign->runs,
                                              .times = ending->times};
            campaign->crashes += ending->times;
            (void)campaign->found(campaign->context, &artifact);
        } else {
            fault_set(&campaign->fault, "%s: out of memory", campaign->target->name);
        }
        buffer_free(&log);
    }
}

/* What the campaign went on after: "killed by signal 9 twice". */
static void write_note(struct course *course)
{
    struct buffer words = {0};
    for (size_t i = 0; i < course->endings.count; i++) {
        const struct ending *ending = &course->endings.list[i];
        if (ending->times > 0) {
            buffer_text(&words, words.size > 0 ? ", " : "");
            ending_words(ending, &words);
            buffer_text(&words, " ");
            ending_times(ending->times, &words);
        }
    }
    if (course->failed_starts > 0) {
        buffer_format(&words, "%sdid not start ", words.size > 0 ? ", " : "");
        ending_times(course->failed_starts, &words);
        if (course->why_not_started.size > 0) {
            buffer_format(&words, " (%s)", course->why_not_started.data);
        }
    }
    if (words.size > 0 && !words.failed) {
        (void)snprintf(course->campaign->note, sizeof course->campaign->note, "%.380s; went on",
                       words.data);
    }
    buffer_free(&words);
}

/* A share that was used up without an edge or an input was no look at the target. */
static void find_blind(struct campaign *campaign)
{
    if (campaign->end != CAMPAIGN_FINISHED || campaign->crashes > 0 ||
        (campaign->edges > 0 && campaign->corpus_inputs > 0)) {
        return;
    }
    campaign->end = CAMPAIGN_BLIND;
    fault_set(&campaign->fault,
              "%s: looked at nothing: %llu executions, %llu edges, %llu inputs in the corpus: the "
              "input function returns another value than 0, or the target is not instrumented",
              campaign->target->name, (unsigned long long)campaign->executions,
              (unsigned long long)campaign->edges, (unsigned long long)campaign->corpus_inputs);
}

void course_end(struct course *course)
{
    struct campaign *campaign = course->campaign;
    /* The share was used up by starts that failed. */
    if (campaign->end == CAMPAIGN_FINISHED && campaign->executions == 0 && campaign->crashes == 0 &&
        course->failed_in_a_row > 0) {
        campaign->end = CAMPAIGN_NOT_STARTED;
        campaign->fault = course->start;
    }
    if (campaign->end != CAMPAIGN_NOT_STARTED) {
        write_note(course);
        hand_over_endings(course);
        find_blind(campaign);
    }
    exclusion_free(&course->seeds);
    exclusion_free(&course->corpus);
    endings_free(&course->endings);
    buffer_free(&course->why_not_started);
}
