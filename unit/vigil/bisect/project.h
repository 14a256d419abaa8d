/* project.h -- a git repository, a crash in it, and what its history is asked, for a test */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_PROJECT_H
#define VIGIL_PROJECT_H

#include "scratch.h"

#include <unistd.h>

#include "base/process.h"
#include "bisect/first_bad.h"
#include "triage/replay.h"

struct project {
    struct scratch *scratch;
    char repository[PATH_SIZE], input[PATH_SIZE];
    struct first_bad settings;
    struct target target;
    struct signature signature;
};

/* Leaves out the git settings of the person who runs the test. */
static inline int project_no_settings(void **state)
{
    (void)state;
    return setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1) | setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
}

/* By sh, in the scratch directory; its output is to be freed. */
static inline char *project_shell(struct project *project, const char *script, const char *argument)
{
    struct fault fault;
    struct process_outcome outcome;
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)"cd \"$1\" && eval \"$2\"",
                         (char *)"sh",
                         project->scratch->directory,
                         (char *)(uintptr_t)script,
                         (char *)(uintptr_t)argument,
                         NULL};
    struct process_request request = {.arguments = arguments, .seconds = 60, .head_bytes = 1 << 20};
    if (!process_run(&request, &outcome, &fault)) {
        fail_msg("%s", fault.text);
    }
    if (outcome.end != PROCESS_EXITED || outcome.status != 0) {
        fail_msg("%s: status %d: %s", script, outcome.status, outcome.output);
    }
    return outcome.output;
}

static inline void project_do(struct project *project, const char *script)
{
    free(project_shell(project, script, NULL));
}

/* The crash, as today's target in the directory today/ shows it. */
static inline void project_crash(struct project *project)
{
    struct fault fault;
    struct replay replay;
    struct target_list list;
    char *files[] = {project->input};
    scratch_write(project->scratch, "the input", "a x");
    (void)snprintf(project->input, PATH_SIZE, "%s", project->scratch->path);
    assert_true(targets_find(scratch_path(project->scratch, "today"), &list, &fault));
    assert_int_equal(list.count, 1);
    project->target = list.targets[0];
    targets_free(&list);
    if (!replay_run(&project->target, files, 1, &replay, &fault)) {
        fail_msg("%s", fault.text);
    }
    assert_true(replay.crashed);
    project->signature = replay.crash.signature;
    replay_free(&replay);
}

/* For a repository that the test makes itself, at "a repository". */
static inline void project_start(struct project *project, struct scratch *scratch)
{
    *project = (struct project){.scratch = scratch, .settings = {.budget = 60}};
    (void)snprintf(project->repository, PATH_SIZE, "%s/a repository", scratch->directory);
    (void)snprintf(project->settings.source, PATH_SIZE, "%s", project->repository);
    (void)snprintf(project->settings.work, PATH_SIZE, "%s/our work", scratch->directory);
    (void)snprintf(project->settings.build, sizeof project->settings.build, "sh ./build.sh");
}

/* A commit a letter, the newest first. */
static inline void project_make(struct project *project, struct scratch *scratch, const char *kinds)
{
    struct buffer script = {0};
    project_start(project, scratch);
    buffer_text(&script, VIGIL_HISTORY_REPOSITORY " 'a repository'");
    for (; *kinds != '\0'; kinds++) {
        buffer_format(&script, " %c", *kinds);
    }
    assert_false(script.failed);
    project_do(project, script.data);
    buffer_free(&script);
    project_crash(project);
}

static inline struct first_bad_answer project_ask(struct project *project)
{
    struct fault fault;
    struct first_bad_answer answer;
    if (!first_bad_find(&project->settings, &project->target, project->input, &project->signature,
                        &answer, &fault)) {
        fail_msg("%s", fault.text);
    }
    return answer;
}

/* The subject of a commit; "" of none. */
static inline void project_is_commit(struct project *project, const char *id, const char *subject)
{
    char *said =
        id[0] == '\0'
            ? NULL
            : project_shell(project, "git -C 'a repository' log -1 --format=%s \"$3\"", id);
    if (said != NULL) {
        said[strcspn(said, "\n")] = '\0';
    }
    assert_string_equal(said == NULL ? "" : said, subject);
    free(said);
}

#endif
