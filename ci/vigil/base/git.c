/* SPDX-License-Identifier: MIT */
#include "git.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handed.h"
#include "list.h"
#include "span.h"

#define OUTPUT_MOST ((size_t)256 << 20)

/* The user's variables that say how git is to behave, not where; they are passed on. */
static const char *const kept[] = {
    "GIT_CONFIG_GLOBAL=", "GIT_CONFIG_SYSTEM=", "GIT_CONFIG_NOSYSTEM=", "GIT_EXEC_PATH="};

static const char *const dropped[] = {"GIT_", "MAKEFLAGS=", "MAKELEVEL=", "MFLAGS="};

static bool begins_with_any(const char *entry, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(entry, words[i], strlen(words[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_replaced(const char *entry, const char *const *more)
{
    size_t size = strcspn(entry, "=") + 1;
    for (; *more != NULL; more++) {
        if (strncmp(entry, *more, size) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_passed(const char *entry, const char *const *more)
{
    return (begins_with_any(entry, kept, sizeof kept / sizeof *kept) ||
            !begins_with_any(entry, dropped, sizeof dropped / sizeof *dropped)) &&
           !handed_is_withheld(entry) && !is_replaced(entry, more);
}

static bool add_all(struct environment *environment, const char *const *entries)
{
    bool done = true;
    for (; done && *entries != NULL; entries++) {
        done = environ_add(environment, *entries);
    }
    return done;
}

/* Nobody is there to answer a prompt, nothing is to be fetched unasked, what a repository holds is
 * not replaced by what somebody would rather see, and no trace is kept. */
static const char *const ours[] = {"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
                                   "GIT_NO_LAZY_FETCH=1", NULL};

static const char *const answers_alone[] = {
    "GIT_NO_REPLACE_OBJECTS=1", "GIT_ATTR_NOSYSTEM=1", "GIT_TRACE2=0",
    "GIT_TRACE2_EVENT=0",       "GIT_TRACE2_PERF=0",   NULL};

/* Trees are laid out in repositories of vigil's own, for builds that anybody can repeat: nothing
 * that the user has configured has a say, filters and line ends neither. */
static const char *const users_settings_left_out[] = {
    "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_CONFIG_NOSYSTEM=1", NULL};

/* Work trees are compared without what stands in home: a filter there is a program, and a build
 * that has run may have put it there to be run by vigil, outside of its walls. Those of the
 * repository and of the system, which no build can write to, are heeded. Where only home has a
 * filter, a file that was touched may count as changed. */
static const char *const home_left_out[] = {"GIT_CONFIG_GLOBAL=/dev/null", NULL};

/* What git is run for. */
enum purpose {
    BUILDS = 1,   /* by a build */
    READS = 2,    /* to be told of commits */
    COMPARES = 4, /* to hold the user's own work tree against its index */
    LAYS_OUT = 8, /* to write a tree */
    ASKED = READS | COMPARES | LAYS_OUT,
    ALWAYS = BUILDS | ASKED,
};

/*
 * What the user may have set otherwise, globally or in the repository, and would change an answer
 * or have something run. The user's own settings are read all the same, and these win: whose
 * repositories are trusted (safe.directory), how files are on this machine (core.fileMode and its
 * like), and, where the work tree is compared, the filters and line ends that the repository says
 * it was written with.
 */
static const struct setting {
    unsigned purposes;
    const char *key, *value;
} settings[] = {
    /* The user's hooks are not meant for vigil. */
    {ALWAYS, "core.hooksPath", "/dev/null"},
    {ALWAYS, "core.fsmonitor", "false"},
    {ALWAYS, "gc.auto", "0"},
    {ASKED, "maintenance.auto", "false"},
    /* A repository that vigil made may belong to somebody else where a file system says so. */
    {LAYS_OUT, "safe.directory", "*"},
    /* Whether it is trusted was asked with home's settings by then, as commits were read. */
    {COMPARES, "safe.directory", "*"},
    {READS | LAYS_OUT, "core.attributesFile", "/dev/null"},
    {LAYS_OUT, "core.autocrlf", "false"},
    {LAYS_OUT, "core.sparseCheckout", "false"},
    {LAYS_OUT, "init.defaultBranch", "main"},
    {ASKED, "submodule.recurse", "false"},
    {ASKED, "core.quotePath", "false"},
    {ASKED, "core.pager", "cat"},
    {ASKED, "core.bigFileThreshold", "512m"},
    {ASKED, "core.useReplaceRefs", "false"},
    {ASKED, "color.ui", "false"},
    {ASKED, "i18n.logOutputEncoding", "UTF-8"},
    {ASKED, "diff.noprefix", "false"},
    {ASKED, "diff.mnemonicPrefix", "false"},
    {ASKED, "diff.srcPrefix", "a/"},
    {ASKED, "diff.dstPrefix", "b/"},
    {ASKED, "diff.relative", "false"},
    {ASKED, "diff.renames", "true"},
    {ASKED, "diff.renameLimit", "1000"},
    {ASKED, "diff.algorithm", "myers"},
    {ASKED, "diff.indentHeuristic", "true"},
    {ASKED, "diff.context", "3"},
    {ASKED, "diff.interHunkContext", "0"},
    {ASKED, "diff.suppressBlankEmpty", "false"},
    {ASKED, "diff.orderFile", "/dev/null"},
    {ASKED, "diff.submodule", "short"},
    {ASKED, "diff.ignoreSubmodules", "none"},
    {ASKED, "diff.colorMoved", "no"},
    {ASKED, "diff.colorMovedWS", "no"},
    {ASKED, "diff.wsErrorHighlight", "none"},
    {ASKED, "log.showSignature", "false"},
    {ASKED, "log.follow", "false"},
    {ASKED, "log.decorate", "no"},
    {ASKED, "log.mailmap", "false"},
    {ASKED, "log.showRoot", "true"},
    {ASKED, "log.date", "default"},
    {ASKED, "format.pretty", "medium"},
    {ASKED, "format.notes", "false"},
    {ASKED, "status.branch", "false"},
    {ASKED, "status.short", "false"},
    {ASKED, "status.showStash", "false"},
    {ASKED, "status.renames", "true"},
    {ASKED, "status.relativePaths", "true"},
    {ASKED, "status.submoduleSummary", "false"},
};

/* What no setting says, since a driver that attributes name may be called anything. It can still
 * say what stands behind the "@@" of a hunk, which nobody reads, and that a file is binary
 * (--text). */
static const struct verb {
    const char *name;
    enum purpose purpose;
    const char *flags[6];
} verbs[] = {
    {"diff",
     READS,
     {"--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "--diff-algorithm=myers"}},
    {"log", READS, {"--no-ext-diff", "--no-textconv", "--no-color", "--no-notes"}},
    {"status", COMPARES, {NULL}},
    {"init", LAYS_OUT, {NULL}},
    {"read-tree", LAYS_OUT, {NULL}},
    {"checkout", LAYS_OUT, {NULL}},
    {"clean", LAYS_OUT, {NULL}},
    {"update-index", LAYS_OUT, {NULL}},
    {"checkout-index", LAYS_OUT, {NULL}},
    {"", READS, {NULL}}, /* any other */
};

static bool add_settings(struct environment *environment, enum purpose purpose)
{
    char entry[96];
    unsigned count = 0;
    bool done = true;
    for (size_t i = 0; done && i < sizeof settings / sizeof *settings; i++) {
        if ((settings[i].purposes & purpose) != 0) {
            (void)snprintf(entry, sizeof entry, "GIT_CONFIG_KEY_%u=%s", count, settings[i].key);
            done = environ_add(environment, entry);
            (void)snprintf(entry, sizeof entry, "GIT_CONFIG_VALUE_%u=%s", count, settings[i].value);
            done = done && environ_add(environment, entry);
            count++;
        }
    }
    (void)snprintf(entry, sizeof entry, "GIT_CONFIG_COUNT=%u", count);
    return done && environ_add(environment, entry);
}

static bool make_environment(const char *const *more, enum purpose purpose,
                             struct environment *environment)
{
    static const char *const nothing[] = {NULL};
    const char *const *instead = purpose == LAYS_OUT   ? users_settings_left_out
                                 : purpose == COMPARES ? home_left_out
                                                       : nothing;
    bool done = true;
    *environment = (struct environment){0};
    for (char *const *entry = environ; done && *entry != NULL; entry++) {
        done = !is_passed(*entry, more) || is_replaced(*entry, instead) ||
               environ_add(environment, *entry);
    }
    done = done && add_all(environment, ours) && add_settings(environment, purpose) &&
           (purpose == BUILDS || add_all(environment, answers_alone)) &&
           add_all(environment, instead) && add_all(environment, more);
    if (!done) {
        environ_free(environment);
    }
    return done;
}

bool git_environment(const char *const *more, struct environment *environment)
{
    return make_environment(more, BUILDS, environment);
}

/* Sets the fault: how git ended, and the last line it printed, which says what was wrong. */
static void explain(const struct process_outcome *outcome, const char *directory, const char *verb,
                    struct fault *fault)
{
    struct span said = {outcome->output, outcome->output_size};
    while (said.size > 0 && said.text[said.size - 1] == '\n') {
        said.size--;
    }
    size_t line = span_find_last(said, "\n");
    span_skip(&said, line < said.size ? line + 1 : 0);
    const char *how = outcome->end == PROCESS_TIMED_OUT     ? "took too long"
                      : outcome->end == PROCESS_INTERRUPTED ? "was interrupted"
                                                            : "failed";
    int size = said.size < 300 ? (int)said.size : 300;
    fault_set(fault, "%.200s: git %s %s%s%.*s", directory, verb, how, size > 0 ? ": " : "", size,
              said.text);
}

static bool add_word(const char ***words, size_t *count, const char *word)
{
    const char **added = list_add(words, count, sizeof *added);
    if (added != NULL) {
        *added = word;
    }
    return added != NULL;
}

static const struct verb *verb_of(const char *word)
{
    const struct verb *verb = verbs;
    while (verb->name[0] != '\0' && strcmp(verb->name, word) != 0) {
        verb++;
    }
    return verb;
}

/* Through sh, which finds git and keeps git's warnings apart from its answer. False when memory ran
 * out. */
static bool make_arguments(const char *directory, const char *const *words, bool answers,
                           const char ***arguments)
{
    const char *const first[] = {
        "/bin/sh", "-c", answers ? "exec git \"$@\" 2>/dev/null" : "exec git \"$@\"",
        "git",     "-C", directory,
        words[0]};
    const struct verb *verb = verb_of(words[0]);
    size_t count = 0;
    bool done = true;
    for (size_t i = 0; done && i < sizeof first / sizeof *first; i++) {
        done = add_word(arguments, &count, first[i]);
    }
    for (size_t i = 0; done && verb->flags[i] != NULL; i++) {
        done = add_word(arguments, &count, verb->flags[i]);
    }
    for (words++; done && *words != NULL; words++) {
        done = add_word(arguments, &count, *words);
    }
    return done && add_word(arguments, &count, NULL);
}

bool git_run(const char *directory, const char *const *words, double seconds, struct buffer *output,
             struct fault *fault)
{
    static const char *const nothing[] = {NULL};
    const char **arguments = NULL;
    struct environment environment = {0};
    struct process_outcome outcome;
    if (!make_arguments(directory, words, output != NULL, &arguments) ||
        !make_environment(nothing, verb_of(words[0])->purpose, &environment)) {
        free(arguments);
        return fault_set(fault, "%s: out of memory", directory);
    }
    struct process_request request = {.arguments = (char *const *)(uintptr_t)arguments,
                                      .environment = environment.entries,
                                      .seconds = seconds,
                                      .head_bytes = output == NULL ? 4096 : OUTPUT_MOST,
                                      .tail_bytes = output == NULL ? 4096 : 0};
    bool done = process_run(&request, &outcome, fault);
    environ_free(&environment);
    free(arguments);
    if (!done) {
        return false;
    }
    done = outcome.end == PROCESS_EXITED && outcome.status == 0 && outcome.dropped == 0;
    if (!done) {
        explain(&outcome, directory, words[0], fault);
    } else if (output != NULL) {
        buffer_add(output, outcome.output, outcome.output_size);
    }
    process_outcome_free(&outcome);
    return done &&
           (output == NULL || !output->failed || fault_set(fault, "%s: out of memory", directory));
}

bool git_line(const char *directory, const char *const *words, char *line, size_t room,
              struct fault *fault)
{
    struct buffer output = {0};
    struct fault ignored;
    fault = fault == NULL ? &ignored : fault;
    bool done = git_run(directory, words, 60, &output, fault);
    line[0] = '\0';
    if (done && output.data != NULL) {
        struct span span = {output.data, output.size};
        span.size = span_find(span, "\n");
        span_copy(line, room, span);
        done = span.size < room ||
               fault_set(fault, "%s: git %s: too long an answer", directory, words[0]);
    }
    buffer_free(&output);
    return done;
}
