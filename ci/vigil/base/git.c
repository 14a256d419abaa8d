/* SPDX-License-Identifier: MIT */
#include "git.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "span.h"

#define OUTPUT_MOST ((size_t)256 << 20)

/* The user's variables that say how git is to behave, not where; they are passed on. */
static const char *const kept[] = {
    "GIT_CONFIG_GLOBAL=", "GIT_CONFIG_SYSTEM=", "GIT_CONFIG_NOSYSTEM=", "GIT_EXEC_PATH="};

static const char *const dropped[] = {"GIT_", "MAKEFLAGS=", "MAKELEVEL=", "MFLAGS="};

static const char *const secret[] = {"TOKEN",  "SECRET",     "PASSWORD",
                                     "PASSWD", "CREDENTIAL", "API_KEY"};

static bool begins_with_any(const char *entry, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(entry, words[i], strlen(words[i])) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_secret(const char *entry)
{
    char name[256] = "";
    size_t size = strcspn(entry, "=");
    memcpy(name, entry, size < sizeof name ? size : sizeof name - 1);
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++) {
        if (strcasestr(name, secret[i]) != NULL) {
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
           !is_secret(entry) && !is_replaced(entry, more);
}

static bool add_all(struct environment *environment, const char *const *entries)
{
    bool done = true;
    for (; done && *entries != NULL; entries++) {
        done = environ_add(environment, *entries);
    }
    return done;
}

/* Nobody is there to answer a prompt, nothing is to be fetched unasked, and the user's hooks are
 * not meant for vigil. */
static const char *const ours[] = {"GIT_TERMINAL_PROMPT=0",
                                   "GIT_OPTIONAL_LOCKS=0",
                                   "GIT_NO_LAZY_FETCH=1",
                                   "GIT_CONFIG_COUNT=3",
                                   "GIT_CONFIG_KEY_0=core.hooksPath",
                                   "GIT_CONFIG_VALUE_0=/dev/null",
                                   "GIT_CONFIG_KEY_1=core.fsmonitor",
                                   "GIT_CONFIG_VALUE_1=false",
                                   "GIT_CONFIG_KEY_2=gc.auto",
                                   "GIT_CONFIG_VALUE_2=0",
                                   NULL};

bool git_environment(const char *const *more, struct environment *environment)
{
    bool done = true;
    *environment = (struct environment){0};
    for (char *const *entry = environ; done && *entry != NULL; entry++) {
        done = !is_passed(*entry, more) || environ_add(environment, *entry);
    }
    done = done && add_all(environment, ours) && add_all(environment, more);
    if (!done) {
        environ_free(environment);
    }
    return done;
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

bool git_run(const char *directory, const char *const *words, double seconds, struct buffer *output,
             struct fault *fault)
{
    /* Through sh, which finds git and keeps git's warnings apart from its answer. */
    const char *arguments[41] = {
        "/bin/sh", "-c", output == NULL ? "exec git \"$@\"" : "exec git \"$@\" 2>/dev/null",
        "git",     "-C", directory};
    static const char *const nothing[] = {NULL};
    struct environment environment;
    struct process_outcome outcome;
    for (size_t count = 6; words[count - 6] != NULL && count < 40; count++) {
        arguments[count] = words[count - 6];
    }
    if (!git_environment(nothing, &environment)) {
        return fault_set(fault, "%s: out of memory", directory);
    }
    struct process_request request = {.arguments = (char *const *)(uintptr_t)arguments,
                                      .environment = environment.entries,
                                      .seconds = seconds,
                                      .head_bytes = output == NULL ? 4096 : OUTPUT_MOST,
                                      .tail_bytes = output == NULL ? 4096 : 0};
    bool done = process_run(&request, &outcome, fault);
    environ_free(&environment);
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
