/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/inert.h"
#include "base/process.h"
#include "base/progress.h"
#include "place.h"
#include "queue/filing.h"
#include "triage/replay.h"
#include "verdict/write.h"
#include "work.h"

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
    gate->report.targets = list;
    gate->report.target_count = list == NULL ? 0 : gate->probe_count;
}

/* From where a person has it: the files are found below the output directory. */
static const char *command_of(struct gate *gate, const struct gate_find *find)
{
    char file[PATH_SIZE];
    struct buffer command = {0};
    struct fault ignored;
    if (path_make(file, &ignored, "%s/%s/minimized", gate->out, find->directory)) {
        replay_command(find->crash.target, file, &command);
    }
    return arena_take(&gate->arena, &command);
}

static struct verdict_crash crash_of(struct gate *gate, const struct gate_find *find)
{
    const struct crash *crash = &find->crash;
    struct gate_place place;
    gate_place_find(gate->tree.path, &crash->report, &place);
    struct verdict_crash made = {.title = crash->signature.title,
                                 .target = crash->target->name,
                                 .key = crash->signature.key,
                                 .severity = crash->signature.severity,
                                 .class = crash->signature.class,
                                 .fate = find->fate,
                                 .replays = crash->replays,
                                 .reproduced = crash->reproduced,
                                 .path = arena_copy(&gate->arena, place.path, strlen(place.path)),
                                 .line = place.line,
                                 .function = arena_format(&gate->arena, "%s", place.function),
                                 .why = find->why,
                                 .command = command_of(gate, find),
                                 .directory = find->directory,
                                 .report = crash->log.size == 0 ? "" : crash->log.data,
                                 .issue_link = ""};
    memcpy(made.id, crash->signature.id, sizeof made.id);
    return made;
}

static void list_crashes(struct gate *gate)
{
    struct verdict_crash *list = arena_array(&gate->arena, gate->find_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < gate->find_count; i++) {
        list[i] = crash_of(gate, &gate->finds[i]);
    }
    gate->report.crashes = list;
    gate->report.crash_count = list == NULL ? 0 : gate->find_count;
}

/* The first door that is shut for the gravest reason. */
static int gravest(const struct verdict *report)
{
    int could_not = -1;
    for (int i = 0; i < DOORS; i++) {
        if (report->doors[i].state == DOOR_BLOCKED) {
            return i;
        }
        if (report->doors[i].state == DOOR_COULD_NOT && could_not < 0) {
            could_not = i;
        }
    }
    return could_not;
}

static void judge(struct gate *gate)
{
    struct verdict *report = &gate->report;
    int door = gravest(report);
    if (door < 0) {
        report->verdict = CONCLUSION_PASSED;
        report->sentence = arena_format(
            &gate->arena, "Passed: %zu tests, %s%s%s%s", report->test_count,
            report->doors[DOOR_FUZZ].sentence, gate->waived ? " Examples are waived, because " : "",
            gate->waived ? gate->commits.reason : "", gate->waived ? "." : "");
        return;
    }
    bool blocked = report->doors[door].state == DOOR_BLOCKED;
    report->verdict = blocked ? CONCLUSION_BLOCKED : CONCLUSION_COULD_NOT;
    report->sentence = arena_format(&gate->arena, "%s: %s", blocked ? "Blocked" : "Could not judge",
                                    report->doors[door].sentence);
}

static void print(const struct gate *gate)
{
    struct buffer text = {0};
    bool colour = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == NULL;
    verdict_text(&gate->report, colour, &text);
    if (text.size > 0) {
        (void)fwrite(text.data, 1, text.size, stdout);
    }
    (void)printf("Result: %s/verdict.json\n", gate->out);
    (void)fflush(stdout);
    buffer_free(&text);
}

/* A change from a fork has no token: then a workflow that is trusted says it, from the verdict. */
static bool can_file(const struct gate *gate)
{
    const struct settings *settings = &gate->settings;
    bool github = strncmp(settings->tracker, "github:", 7) == 0;
    const char *token = getenv("GITHUB_TOKEN");
    if (gate->options->unfiled) {
        return false;
    }
    if (github && settings->token_file[0] == '\0' && (token == NULL || token[0] == '\0')) {
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
                    .token_file = settings->token_file[0] == '\0' ? NULL : settings->token_file},
        .queue = strncmp(word, "local:", 6) == 0 ? queue : NULL,
        .withhold = settings->withhold,
        .rota = settings->rota};
    return filing(&options);
}

int gate_conclude(struct gate *gate)
{
    struct verdict *report = &gate->report;
    struct fault fault = {""};
    if (process_interrupted()) {
        gate_shut(gate, DOOR_FUZZ, DOOR_COULD_NOT, "Interrupted: the gate was cut short.");
    }
    list_targets(gate);
    list_crashes(gate);
    judge(gate);
    report->troubles = gate->troubles.size == 0 ? "" : gate->troubles.data;
    report->stages = gate->stages.list;
    report->stage_count = gate->stages.count;
    report->seconds = process_clock() - gate->began;
    bool written = !gate->arena.failed ? verdict_write(report, gate->out, &fault)
                                       : fault_set(&fault, "out of memory");
    print(gate);
    if (!written) {
        progress_say("gate: %s", fault.text);
        return CONCLUSION_COULD_NOT;
    }
    int filed = process_interrupted() ? 0 : file(gate);
    gate_side_sweep(&gate->tree, gate->commits.base.id, gate->commits.head.id);
    return filed != 0 && report->verdict == CONCLUSION_PASSED ? CONCLUSION_COULD_NOT
                                                              : (int)report->verdict;
}
