/* SPDX-License-Identifier: MIT */
#include "first_bad.h"

#include <stdio.h>
#include <string.h>

#include "base/process.h"
#include "base/progress.h"
#include "first_bad_build.h"
#include "first_bad_line.h"
#include "replay.h"

/* A commit is good when none of so many replays crashed; of more, as long as they are quick, since
 * a crash that comes every second time would pass three in one of eight commits. */
#define REPLAYS       3
#define REPLAYS_QUICK 6
#define QUICK_SECONDS 1.0

struct question {
    struct first_bad_builder builder;
    struct first_bad_line line;
    const struct target *target;
    const char *input;
    const struct signature *signature;
    char known_bad[COMMIT_ID_SIZE]; /* the merge whose branch is looked through */
    struct fault fault;
    bool failed; /* it is not a commit's answer that stopped us, but `fault` */
};

static bool late(const struct question *question)
{
    return process_interrupted() || process_clock() >= question->builder.deadline;
}

/* A crash of another kind may stand before the one that is looked for: nothing is known then. Nor
 * is it when the target of then cannot be run. */
static enum bisect_answer replay_once(const struct question *question, const struct target *old)
{
    struct replay replay;
    struct fault ignored;
    char *files[] = {(char *)(uintptr_t)question->input};
    enum bisect_answer answer = BISECT_UNBUILDABLE;
    if (replay_run(old, files, 1, &replay, &ignored)) {
        bool same = replay.crashed && signature_similar(&replay.signature, question->signature);
        answer = same ? BISECT_BAD : replay.crashed ? BISECT_UNBUILDABLE : BISECT_GOOD;
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

/* The target of then, with the options of today: those of then may lack what makes it crash. */
static enum bisect_answer ask_target(struct question *question, const char *out)
{
    struct target_list list;
    enum bisect_answer answer = BISECT_NO_TARGET;
    if (!targets_find(out, &list, &question->fault)) {
        question->failed = true;
        return BISECT_STOP;
    }
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.targets[i].name, question->target->name) == 0) {
            struct target old = *question->target;
            memcpy(old.path, list.targets[i].path, sizeof old.path);
            answer = replay_often(question, &old);
        }
    }
    targets_free(&list);
    return answer;
}

static enum bisect_answer ask_commit(struct question *question, const char *commit)
{
    char out[PATH_SIZE];
    enum first_bad_build outcome;
    if (late(question)) {
        return BISECT_STOP;
    }
    if (!first_bad_build(&question->builder, commit, out, &outcome, &question->fault)) {
        question->failed = true;
        return BISECT_STOP;
    }
    switch (outcome) {
    case FIRST_BAD_BUILD_DONE:
        return ask_target(question, out);
    case FIRST_BAD_BUILD_FAILED:
        return BISECT_UNBUILDABLE;
    default:
        return BISECT_STOP;
    }
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

/* From places in the line to commits. */
static bool translate(struct question *question, const struct bisect *result,
                      struct first_bad_answer *answer, struct fault *fault)
{
    const struct first_bad_line *line = &question->line;
    bool tip = result->end == BISECT_NOT_AT_TIP || result->end == BISECT_CANNOT;
    size_t bad = tip ? 0 : result->bad;
    answer->end = result->end;
    answer->bad = (struct commit){0};
    (void)snprintf(answer->good, sizeof answer->good, "%s",
                   result->good < line->count ? line->ids[result->good] : "");
    return bad >= line->count ||
           commit_describe(question->builder.history->source, line->ids[bad], &answer->bad, fault);
}

static bool search(struct question *question, struct first_bad_answer *answer, struct fault *fault)
{
    struct bisect result;
    bisect_run(question->line.count, ask, question, &result);
    if (question->failed) {
        *fault = question->fault;
        return false;
    }
    return translate(question, &result, answer, fault);
}

/* Where a merge is the first bad commit, what it brought in is looked through in the same way, as
 * long as that names one; else the merge itself is the answer, and a true one. */
static bool search_branches(struct question *question, struct first_bad_answer *answer,
                            struct fault *fault)
{
    bool done = true, again = true;
    while (done && again && answer->end == BISECT_FOUND) {
        struct first_bad_answer branch = {.end = BISECT_CANNOT};
        memcpy(question->known_bad, answer->bad.id, sizeof question->known_bad);
        first_bad_line_free(&question->line);
        done = first_bad_line_branch(question->builder.history->source, answer->bad.id,
                                     &question->line, fault);
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

bool first_bad_find(const struct first_bad *history, const struct target *target, const char *input,
                    const struct signature *signature, struct first_bad_answer *answer,
                    struct fault *fault)
{
    double started = process_clock();
    struct question question = {
        .builder = {.history = history,
                    .target = target->name,
                    .deadline = started + history->budget},
        .target = target,
        .input = input,
        .signature = signature,
    };
    *answer = (struct first_bad_answer){.end = BISECT_CANNOT};
    bool done = first_bad_line_main(history->source, &question.line, fault) &&
                first_bad_build_start(&question.builder, fault);
    if (done) {
        done = search(&question, answer, fault) && search_branches(&question, answer, fault);
        first_bad_build_end(&question.builder);
    }
    first_bad_line_free(&question.line);
    answer->builds = question.builder.builds;
    answer->seconds = process_clock() - started;
    return done;
}

/* "1a2b3c4d5e6f (tzif: trust the count)" */
static const char *name(const struct commit *commit, char text[300])
{
    (void)snprintf(text, 300, "%.12s (%s)", commit->id, commit->subject);
    return text;
}

static void out_of_budget(const struct first_bad_answer *answer, const char *bad, char *text,
                          size_t room)
{
    char spent[80];
    (void)snprintf(spent, sizeof spent, "%.0f s and %u build%s", answer->seconds, answer->builds,
                   answer->builds == 1 ? "" : "s");
    if (answer->bad.id[0] == '\0') {
        (void)snprintf(text, room,
                       "Not found in %s: they were over before the newest commit was judged.",
                       spent);
    } else if (answer->good[0] == '\0') {
        (void)snprintf(text, room, "Not found in %s: %s crashes already.", spent, bad);
    } else {
        (void)snprintf(text, room,
                       "Not found in %s: it lies between %.12s, which does not crash, and %s, "
                       "which does.",
                       spent, answer->good, bad);
    }
}

static void range(const struct first_bad_answer *answer, const char *bad, char *text, size_t room)
{
    if (answer->good[0] == '\0') {
        (void)snprintf(text, room,
                       "Not found: %s crashes, and of the older commits that were tried none can "
                       "be built and judged.",
                       bad);
    } else {
        (void)snprintf(text, room,
                       "The first bad commit lies between %.12s, which does not crash, and %s, "
                       "which does: none between them can be built and judged.",
                       answer->good, bad);
    }
}

void first_bad_sentence(const struct first_bad_answer *answer, char *text, size_t room)
{
    char commit[300];
    const char *bad = name(&answer->bad, commit);
    switch (answer->end) {
    case BISECT_FOUND:
        (void)snprintf(text, room, "The first bad commit is %s.", bad);
        break;
    case BISECT_RANGE:
        range(answer, bad, text, room);
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
        out_of_budget(answer, bad, text, room);
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
