/* SPDX-License-Identifier: MIT */
#include "course.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/inert.h"
#include "crash/sanlog_reason.h"
#include "culprit.h"
#include "seeds.h"

#define INPUT_LIMIT ((size_t)64 << 20)

/* Deaths that came from outside, and starts in a row that failed, after which the target is given
 * up. */
#define STRAYS_MOST 10
#define STARTS_MOST 5

/* How often the seeds and the corpus are run to find what ends the process. */
#define SEARCHES_MOST 16

/* For a search in a campaign without a share: the whole corpus may have to be run. */
#define SEARCH_SECONDS 600.0

bool course_hand_over(struct campaign *campaign, const char *path,
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

/* Runs the seeds and the corpus, to find the input that ended the run. It is handed over and taken
 * out, so that the rest is fuzzed. */
static bool find_culprit(struct course *course)
{
    struct campaign *campaign = course->campaign;
    const char *directories[] = {campaign->seeds, campaign->corpus};
    char path[PATH_SIZE];
    struct replay replay;
    bool found = culprit_find(campaign->target, directories, 2,
                              10 + (campaign->share > 0 ? campaign->share / 10 : SEARCH_SECONDS),
                              path, &replay);
    if (found) {
        const struct process_outcome alone = {.output = replay.crash.log.data,
                                              .output_size = replay.crash.log.size};
        (void)course_hand_over(campaign, path, &alone);
    }
    replay_free(&replay);
    return found;
}

bool course_take_ending(struct course *course, uint64_t inputs,
                        const struct process_outcome *outcome)
{
    struct campaign *campaign = course->campaign;
    struct sanlog_report report;
    bool reported = (outcome->end == PROCESS_SIGNALLED || outcome->status != 0) &&
                    sanlog_read(outcome->output, outcome->output_size, &report);
    struct ending *ending = endings_add(&course->endings, outcome, inputs);
    if (ending == NULL) {
        return course_give_up(campaign, CAMPAIGN_BROKEN, outcome, "and left no input");
    }
    campaign->left += !ending_is_stray(ending);
    if (!ending->sought && course->searches < SEARCHES_MOST) {
        course->searches++;
        if (find_culprit(course)) {
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
    endings_free(&course->endings);
    buffer_free(&course->why_not_started);
}
