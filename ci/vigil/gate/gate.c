/* SPDX-License-Identifier: MIT */
#include "gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "base/progress.h"
#include "base/summary.h"
#include "base/token.h"
#include "crash/stack.h"
#include "queue/filing.h"
#include "triage/replay.h"
#include "verdict/write.h"
#include "work.h"

/* The path of such a file from the root on. */
static bool is_below(const char *root, const char *asked, char path[PATH_SIZE])
{
    char real[PATH_SIZE];
    bool below = files_is_below(root, asked, real);
    if (below) {
        (void)snprintf(path, PATH_SIZE, "%s", real + strlen(root) + 1);
    }
    return below;
}

/* A path in a stack may be relative to where the compiler ran, and one that was too long for a
 * frame lacks its beginning. */
static bool locate(const char *root, const char *named, char path[PATH_SIZE])
{
    char asked[PATH_SIZE];
    struct fault ignored;
    if (named[0] == '/') {
        return is_below(root, named, path);
    }
    for (const char *rest = named; rest != NULL && rest[0] != '\0';) {
        if (path_make(asked, &ignored, "%s/%s", root, rest) && is_below(root, asked, path)) {
            return true;
        }
        rest = strchr(rest, '/');
        rest = rest == NULL ? NULL : rest + 1;
    }
    return false;
}

/* The frame nearest the crash that is of the project's own code and whose file is below root; where
 * there is none, the target's own entry. A stack is hostile text: frames whose file lies elsewhere
 * are passed over. NULL: there is no such frame. */
static const struct sanlog_frame *place_of(const char *root, const struct sanlog_report *report,
                                           char path[PATH_SIZE])
{
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        bool entry = stack_is_entry(frame);
        if ((entry || stack_is_own(frame)) && frame->line > 0 && locate(root, frame->file, path)) {
            return frame;
        }
        if (entry) {
            break;
        }
    }
    return NULL;
}

static void list_targets(struct gate *gate)
{
    struct verdict_target *list = arena_array(&gate->arena, gate->probe_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < gate->probe_count; i++) {
        const struct gate_probe *probe = &gate->probes[i];
        const struct affected_target *affected = gate->affected == NULL ? NULL : &gate->affected[i];
        list[i] = (struct verdict_target){.name = probe->target->name,
                                          .affected = affected != NULL && affected->affected,
                                          .why = affected == NULL ? "" : affected->why,
                                          .base_edges = probe->base_campaign.edges,
                                          .edges = probe->campaign.edges,
                                          .replayed = probe->campaign.executions,
                                          .executions = probe->executions,
                                          .seconds = probe->fuzzed,
                                          .share = probe->share,
                                          .ran = probe->ran,
                                          .ended = probe->ended};
    }
    gate->verdict.targets = list;
    gate->verdict.target_count = list == NULL ? 0 : gate->probe_count;
}

/* Completes what is known of each crash to what people are shown. */
static void list_crashes(struct gate *gate)
{
    struct arena *arena = &gate->arena;
    struct verdict_crash *list = arena_array(arena, gate->find_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < gate->find_count; i++) {
        const struct crash *crash = &gate->finds[i].crash;
        struct verdict_crash *shown = &list[i];
        struct buffer command = {0};
        char path[PATH_SIZE];
        struct fault ignored;
        *shown = gate->finds[i].shown;
        memcpy(shown->id, crash->signature.id, sizeof shown->id);
        shown->title = crash->signature.title;
        shown->target = crash->target->name;
        shown->key = crash->signature.key;
        shown->severity = crash->signature.severity;
        shown->class = crash->signature.class;
        shown->replays = crash->replays;
        shown->reproduced = crash->reproduced;
        shown->report = crash->log.size == 0 ? "" : crash->log.data;
        shown->path = shown->function = shown->issue_link = "";
        const struct sanlog_frame *frame = place_of(gate->tree.path, &crash->report, path);
        if (frame != NULL) {
            shown->path = arena_copy(arena, path, strlen(path));
            shown->line = frame->line;
            shown->function = arena_format(arena, "%s", frame->function);
        }
        /* The command is for those who have the output directory, which holds the crash's files. */
        if (path_make(path, &ignored, "%s/%s/minimized", gate->out, shown->directory)) {
            replay_command(crash->target, path, &command);
        }
        shown->command = arena_take(arena, &command);
    }
    gate->verdict.crashes = list;
    gate->verdict.crash_count = list == NULL ? 0 : gate->find_count;
}

static void judge(struct gate *gate)
{
    struct verdict *verdict = &gate->verdict;
    int door = verdict_deciding_door(verdict);
    if (door < 0) {
        verdict->conclusion = CONCLUSION_PASSED;
        verdict->sentence =
            arena_format(&gate->arena, "Passed: %zu tests, %s%s%s%s", verdict->test_count,
                         verdict->doors[DOOR_FUZZ].sentence,
                         gate->waived ? " Examples are waived, because " : "",
                         gate->waived ? gate->commits.reason : "", gate->waived ? "." : "");
        return;
    }
    bool blocked = verdict->doors[door].state == DOOR_BLOCKED;
    verdict->conclusion = blocked ? CONCLUSION_BLOCKED : CONCLUSION_COULD_NOT;
    verdict->sentence =
        arena_format(&gate->arena, "%s: %s", blocked ? "Blocked" : "Could not judge",
                     verdict->doors[door].sentence);
}

static void print(const struct gate *gate)
{
    struct buffer text = {0};
    bool colour = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == NULL;
    verdict_text(&gate->verdict, colour, &text);
    if (text.size > 0) {
        (void)fwrite(text.data, 1, text.size, stdout);
    }
    (void)printf("Result: %s/verdict.json\n", gate->out);
    (void)fflush(stdout);
    buffer_free(&text);
}

/* A change that comes from a fork is judged without a token: a workflow that is trusted files its
 * verdict later. */
static bool can_file(const struct gate *gate)
{
    const struct settings *settings = &gate->settings;
    bool github = strncmp(settings->tracker, "github:", 7) == 0;
    if (gate->options->unfiled) {
        return false;
    }
    if (github && settings->token_file[0] == '\0' && !token_is_taken()) {
        (void)printf("Nothing is filed: there is no token here. `vigil file --verdict %s` does it "
                     "where there is one.\n",
                     gate->out);
        return false;
    }
    return true;
}

static int file(const struct gate *gate)
{
    const struct settings *settings = &gate->settings;
    char word[PATH_SIZE], queue[PATH_SIZE];
    struct fault fault = {""};
    if (!can_file(gate)) {
        return 0;
    }
    if ((settings->tracker[0] == '\0' ? !path_make(word, &fault, "local:%s/issues", gate->state)
                                      : !path_make(word, &fault, "%s", settings->tracker)) ||
        !path_make(queue, &fault, "local:%s", gate->state)) {
        progress_say("gate: %s", fault.text);
        return 2;
    }
    struct filing_options options = {
        .directory = gate->out,
        .head = gate->commits.head.id,
        .tracker = {.word = word,
                    .label = settings->label,
                    .token_file = settings->token_file[0] == '\0' ? NULL : settings->token_file,
                    .account = settings->account},
        .queue = strncmp(word, "local:", 6) == 0 ? queue : NULL,
        .withhold = settings->withhold,
        .ignore = gate->settings.ignore,
        .rota = settings->rota,
        .state = gate->state,
        .issues = settings->issues,
        .config = gate->options->config,
        .settings = settings};
    return filing(&options);
}

static bool add_to_summary(const struct gate *gate, struct fault *fault)
{
    struct buffer text = {0};
    if (gate->options->summary == NULL) {
        return true;
    }
    verdict_markdown(&gate->verdict, VERDICT_MARKDOWN_MOST, &text);
    bool added = summary_add(gate->options->summary, &text, fault);
    buffer_free(&text);
    return added;
}

/* The verdict, written, printed and filed. Returns the exit status. */
static int conclude(struct gate *gate)
{
    struct verdict *verdict = &gate->verdict;
    struct fault fault = {""};
    if (process_interrupted()) {
        gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT, "Interrupted: the gate was cut short.");
    }
    list_targets(gate);
    list_crashes(gate);
    judge(gate);
    verdict->troubles = gate->troubles.size == 0 ? "" : gate->troubles.data;
    verdict->stages = gate->stages.list;
    verdict->stage_count = gate->stages.count;
    verdict->seconds = process_clock() - gate->began;
    bool written = !gate->arena.failed
                       ? verdict_write(verdict, gate->out, &fault) && add_to_summary(gate, &fault)
                       : fault_set(&fault, "out of memory");
    print(gate);
    if (!written) {
        progress_say("gate: %s", fault.text);
        return CONCLUSION_COULD_NOT;
    }
    int filed = process_interrupted() ? 0 : file(gate);
    gate_side_sweep(&gate->tree, gate->commits.base.id, gate->commits.head.id);
    return filed != 0 && verdict->conclusion == CONCLUSION_PASSED ? CONCLUSION_COULD_NOT
                                                                  : (int)verdict->conclusion;
}

/* Whatever one door says, the next is asked too: an author is told of all that is wrong. */
static void ask(struct gate *gate, enum door door, void (*body)(struct gate *))
{
    double began = process_clock();
    body(gate);
    gate->verdict.doors[door].seconds = process_clock() - began;
}

int gate(const struct gate_options *options)
{
    struct gate gate = {.options = options};
    struct fault fault = {""};
    int status = CONCLUSION_COULD_NOT;
    if (gate_begin(&gate, &fault)) {
        ask(&gate, DOOR_TEST, gate_test);
        ask(&gate, DOOR_EXAMPLES, gate_examples);
        ask(&gate, DOOR_FUZZ, gate_fuzz);
        ask(&gate, DOOR_REVIEW, gate_review);
        status = conclude(&gate);
    } else {
        progress_say("gate: could not judge: %s", fault.text);
    }
    gate_end(&gate);
    return status;
}
