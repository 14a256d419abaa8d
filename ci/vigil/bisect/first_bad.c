/* SPDX-License-Identifier: MIT */
#include "first_bad.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/git.h"
#include "base/list.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/span.h"
#include "build.h"
#include "triage/replay.h"

/* A commit is good when none of so many replays crashed. Quick ones are made more often, since a
 * crash that comes every second time would be missed by three replays at one of eight commits. */
#define REPLAYS       3
#define REPLAYS_QUICK 6
#define QUICK_SECONDS 1.0

/* The commits among which the first bad one is looked for, from the newest to the oldest, each the
 * first parent of the one before it. */
struct line {
    char (*ids)[COMMIT_ID_SIZE];
    size_t count;
};

static bool add_id(struct line *line, struct span id)
{
    static const char digits[] = "0123456789abcdef";
    if ((id.size != 40 && id.size != 64) || strspn(id.text, digits) < id.size) {
        return false;
    }
    char *added = list_add(&line->ids, &line->count, sizeof *line->ids);
    if (added != NULL) {
        span_copy(added, COMMIT_ID_SIZE, id);
    }
    return added != NULL;
}

/* Adds `from` and its first parents, but those that `without` (or NULL) excludes; in a shallow
 * clone those that are there. */
static bool read_line(const char *source, const char *from, const char *without, struct line *line,
                      struct fault *fault)
{
    const char *const words[] = {"rev-list", "--first-parent", from, without, NULL};
    struct buffer output = {0};
    bool done = git_run(source, words, 120, &output, fault);
    for (struct span rest = {output.data, output.size}; done && rest.size > 0;) {
        struct span id = {rest.text, span_find(rest, "\n")};
        done = add_id(line, id) || fault_set(fault, "%s: git rev-list: cannot be read", source);
        span_skip(&rest, id.size + 1);
    }
    buffer_free(&output);
    return done;
}

/*
 * Of a merge: itself, then what it brought in, that is, its second parent and the first parents
 * from there, down to the first commit that the merge's first parent has as well, which is
 * included. Where `merge` is not one, or there is no such commit, an empty line.
 */
static bool read_branch(const char *source, const char *merge, struct line *line,
                        struct fault *fault)
{
    char second[COMMIT_ID_SIZE], fork[COMMIT_ID_SIZE], without[COMMIT_ID_SIZE + 8];
    free(line->ids);
    *line = (struct line){0};
    commit_ancestor(source, merge, "^2", second);
    if (second[0] == '\0') {
        return true;
    }
    (void)snprintf(without, sizeof without, "^%s^1", merge);
    struct span first = {merge, strlen(merge)};
    if (!add_id(line, first)) {
        return fault_set(fault, "%s: out of memory", source);
    }
    if (!read_line(source, second, without, line, fault)) {
        return false;
    }
    commit_ancestor(source, line->ids[line->count - 1], "^1", fork);
    struct span last = {fork, strlen(fork)};
    if (line->count < 2 || !add_id(line, last)) {
        line->count = 0;
    }
    return true;
}

struct question {
    struct builder builder;
    struct line line;
    const struct target *target;
    const char *input;
    const struct signature *signature;
    char known_bad[COMMIT_ID_SIZE]; /* the merge whose branch is looked through */
    bool failed;                    /* no commit's answer stopped the search, but `fault` did */
    struct fault fault;
};

static bool late(const struct question *question)
{
    return process_interrupted() || process_clock() >= question->builder.deadline;
}

/* Where the old target crashes otherwise, nothing is known: the other crash may come before the one
 * that is looked for. Nor is anything known where the old target cannot be run. */
static enum bisect_answer replay_once(const struct question *question, const struct target *old)
{
    struct replay replay;
    struct fault ignored;
    char *files[] = {(char *)(uintptr_t)question->input};
    enum bisect_answer answer = BISECT_UNBUILDABLE;
    if (replay_run(old, files, 1, &replay, &ignored)) {
        const struct signature *signature = &replay.crash.signature;
        answer = !replay.crashed                                     ? BISECT_GOOD
                 : signature_similar(signature, question->signature) ? BISECT_BAD
                                                                     : BISECT_UNBUILDABLE;
    }
    replay_free(&replay);
    return answer;
}

static enum bisect_answer replay_often(const struct question *question, const struct target *old)
{
    enum bisect_answer answer = BISECT_GOOD;
    double quick = process_clock() + QUICK_SECONDS;
    for (unsigned i = 0; i < REPLAYS || (i < REPLAYS_QUICK && process_clock() < quick); i++) {
        if (late(question)) {
            return BISECT_STOP;
        }
        enum bisect_answer once = replay_once(question, old);
        if (once == BISECT_BAD) {
            return once;
        }
        answer = once == BISECT_GOOD ? answer : once;
    }
    return late(question) ? BISECT_STOP : answer;
}

/* As replay_often, on what the old target may touch: beside the ground of today's its checkout,
 * where it may find its libraries and data. */
static enum bisect_answer replay_on_ground(struct question *question, struct target *old)
{
    const struct confinement *todays = old->confinement;
    char checkout[PATH_SIZE];
    struct fault ignored;
    struct confinement ground = {0};
    if (todays == NULL) {
        return replay_often(question, old);
    }
    bool done = confine_copy(todays, &ground) &&
                path_make(checkout, &ignored, "%s/checkout", question->builder.work) &&
                confine_add(&ground, CONFINE_READ, checkout);
    old->confinement = &ground;
    enum bisect_answer answer = done ? replay_often(question, old) : BISECT_UNBUILDABLE;
    old->confinement = todays;
    confine_free(&ground);
    return answer;
}

static enum bisect_answer ask_commit(struct question *question, const char *commit)
{
    char out[PATH_SIZE];
    enum build_outcome outcome = BUILD_STOPPED;
    struct target_list list = {0};
    if (late(question)) {
        return BISECT_STOP;
    }
    question->failed = !build_commit(&question->builder, commit, out, &outcome, &question->fault) ||
                       (outcome == BUILD_DONE && !targets_find(out, &list, &question->fault));
    enum bisect_answer answer = question->failed || outcome == BUILD_STOPPED ? BISECT_STOP
                                : outcome == BUILD_FAILED                    ? BISECT_UNBUILDABLE
                                                                             : BISECT_NO_TARGET;
    for (size_t i = 0; answer != BISECT_STOP && i < list.count; i++) {
        if (strcmp(list.targets[i].name, question->target->name) == 0) {
            /* With today's options: the old ones may lack what makes the target crash. */
            struct target old = *question->target;
            memcpy(old.path, list.targets[i].path, sizeof old.path);
            answer = replay_on_ground(question, &old);
        }
    }
    targets_free(&list);
    return answer;
}

static enum bisect_answer ask(void *context, size_t commit)
{
    static const char *const words[] = {[BISECT_BAD] = "crashes",
                                        [BISECT_GOOD] = "does not crash",
                                        [BISECT_NO_TARGET] = "has no such target",
                                        [BISECT_UNBUILDABLE] = "cannot be built or judged",
                                        [BISECT_STOP] = "was not finished"};
    struct question *question = context;
    const char *id = question->line.ids[commit], *name = question->target->name;
    if (strcmp(id, question->known_bad) == 0) {
        return BISECT_BAD;
    }
    progress_say("%s: bisecting: commit %.12s builds", name, id);
    enum bisect_answer answer = ask_commit(question, id);
    progress_say("%s: bisecting: commit %.12s %s", name, id, words[answer]);
    return answer;
}

/* Searches the line, and puts the commits that it finds into the answer. */
static bool search(struct question *question, struct first_bad_answer *answer, struct fault *fault)
{
    const struct line *line = &question->line;
    struct bisect result;
    bisect_run(line->count, ask, question, &result);
    if (question->failed) {
        *fault = question->fault;
        return false;
    }
    bool tip = result.end == BISECT_NOT_AT_TIP || result.end == BISECT_CANNOT;
    size_t bad = tip ? 0 : result.bad;
    *answer = (struct first_bad_answer){.end = result.end};
    if (result.good < line->count) {
        memcpy(answer->good, line->ids[result.good], sizeof answer->good);
    }
    return bad >= line->count ||
           commit_describe(question->builder.source, line->ids[bad], &answer->bad, fault);
}

/* Where the first bad commit is a merge, what it brought in is searched in the same way; where that
 * names no commit, the merge itself remains the answer, and a true one. */
static bool search_branches(struct question *question, struct first_bad_answer *answer,
                            struct fault *fault)
{
    bool done = true, again = true;
    while (done && again && answer->end == BISECT_FOUND) {
        struct first_bad_answer branch = {.end = BISECT_CANNOT};
        memcpy(question->known_bad, answer->bad.id, sizeof question->known_bad);
        done = read_branch(question->builder.source, answer->bad.id, &question->line, fault);
        if (done && question->line.count > 0) {
            done = search(question, &branch, fault);
        }
        again = branch.end == BISECT_FOUND && strcmp(branch.bad.id, answer->bad.id) != 0;
        if (again) {
            *answer = branch;
        }
    }
    return done;
}

bool first_bad_find(const struct first_bad *settings, const struct target *target,
                    const char *input, const struct signature *signature,
                    struct first_bad_answer *answer, struct fault *fault)
{
    double started = process_clock();
    struct question question = {
        .builder = {.source = settings->source,
                    .line = settings->build,
                    .target = target->name,
                    .ground = settings->ground,
                    .deadline = started + settings->budget},
        .target = target,
        .input = input,
        .signature = signature,
    };
    *answer = (struct first_bad_answer){.end = BISECT_CANNOT};
    bool done = read_line(settings->source, "HEAD", NULL, &question.line, fault) &&
                build_start(&question.builder, settings->work, fault);
    if (done) {
        done = search(&question, answer, fault) && search_branches(&question, answer, fault);
        build_end(&question.builder);
    }
    free(question.line.ids);
    answer->builds = question.builder.builds;
    answer->seconds = process_clock() - started;
    return done;
}

void first_bad_sentence(const struct first_bad_answer *answer, char *text, size_t room)
{
    char bad[300], spent[80];
    const char *good = answer->good;
    (void)snprintf(bad, sizeof bad, "%.12s (%s)", answer->bad.id, answer->bad.subject);
    (void)snprintf(spent, sizeof spent, "%.0f s and %u build%s", answer->seconds, answer->builds,
                   answer->builds == 1 ? "" : "s");
    switch (answer->end) {
    case BISECT_FOUND:
        (void)snprintf(text, room, "The first bad commit is %s.", bad);
        break;
    case BISECT_RANGE:
        if (good[0] == '\0') {
            (void)snprintf(text, room,
                           "Not found: %s crashes, and of the older commits that were tried none "
                           "can be built and judged.",
                           bad);
        } else {
            (void)snprintf(text, room,
                           "The first bad commit lies between %.12s, which does not crash, and %s, "
                           "which does: none between them can be built and judged.",
                           good, bad);
        }
        break;
    case BISECT_PREDATES_TARGET:
        (void)snprintf(text, room,
                       "It predates the target: %s crashes, and the commit before it does not "
                       "build this target.",
                       bad);
        break;
    case BISECT_PREDATES_HISTORY:
        (void)snprintf(text, room,
                       "It predates the history: %s, the oldest commit there is, crashes.", bad);
        break;
    case BISECT_OUT_OF_BUDGET:
        if (answer->bad.id[0] == '\0') {
            (void)snprintf(text, room,
                           "Not found in %s: they were over before the newest commit was judged.",
                           spent);
        } else if (good[0] == '\0') {
            (void)snprintf(text, room, "Not found in %s: %s crashes already.", spent, bad);
        } else {
            (void)snprintf(text, room,
                           "Not found in %s: it lies between %.12s, which does not crash, and %s, "
                           "which does.",
                           spent, good, bad);
        }
        break;
    case BISECT_NOT_AT_TIP:
        (void)snprintf(text, room,
                       "Not found: the newest commit, %s, was built anew and does not crash.", bad);
        break;
    case BISECT_CANNOT:
        (void)snprintf(text, room, "Not found: the newest commit, %s, cannot be built and judged.",
                       bad);
        break;
    }
}
