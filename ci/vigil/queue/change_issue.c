/* SPDX-License-Identifier: MIT */
#include "change_issue.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/git.h"
#include "base/list.h"
#include "base/span.h"

#define GIT_SECONDS 60.0

void change_mark_write(const char *id, const char *name, char marker[TRACKER_MARKER_SIZE])
{
    (void)snprintf(marker, TRACKER_MARKER_SIZE, "change:%.16s:%.23s", id, name);
}

static bool take_hex(struct span *text, size_t least, size_t most, char *into)
{
    size_t size = 0;
    while (size < text->size && text->text[size] != '\0' &&
           strchr("0123456789abcdef", text->text[size]) != NULL) {
        size++;
    }
    if (size < least || size > most) {
        return false;
    }
    span_copy(into, most + 1, (struct span){text->text, size});
    span_skip(text, size);
    return true;
}

bool change_mark_read(const char *marker, struct change_mark *mark)
{
    struct span text = {marker, strlen(marker)};
    return span_take(&text, "change:") && take_hex(&text, 16, 16, mark->id) &&
           span_take(&text, ":") && take_hex(&text, 1, sizeof mark->name - 1, mark->name) &&
           text.size == 0;
}

bool change_known_add(void *known, const struct tracker_issue *issue)
{
    struct change_known *all = known;
    struct tracker_issue *added = list_add(&all->list, &all->count, sizeof *added);
    if (added != NULL) {
        *added = *issue;
    }
    return added != NULL;
}

const struct tracker_issue *change_known_find(const struct change_known *known, const char *marker)
{
    for (size_t i = 0; i < known->count; i++) {
        if (strcmp(known->list[i].marker, marker) == 0) {
            return &known->list[i];
        }
    }
    return NULL;
}

static bool is_ancestor(const char *source, const char *commit, const char *of)
{
    struct fault ignored;
    const char *const words[] = {"merge-base", "--is-ancestor", commit, of, NULL};
    return git_run(source, words, GIT_SECONDS, NULL, &ignored);
}

/* A commit that the repository does not know is not said to be nowhere: another one may have it. */
static bool is_nowhere(const char *source, const char *commit)
{
    struct fault ignored;
    struct buffer refs = {0};
    const char *const words[] = {"for-each-ref", "--count=1", "--contains", commit, NULL};
    bool nowhere = git_run(source, words, GIT_SECONDS, &refs, &ignored) && refs.size == 0;
    buffer_free(&refs);
    return nowhere;
}

/* What became of a change, and whether the verdict is on a later state of it. */
struct course {
    enum queue_fate fate;
    bool judged;
};

static enum tracker_outcome look(const struct change_sweep *sweep, const char *name,
                                 struct course *course, struct fault *fault)
{
    const struct verdict *report = sweep->report;
    enum tracker_outcome outcome = TRACKER_DONE;
    *course = (struct course){QUEUE_OPEN, report != NULL && strcmp(name, sweep->name) == 0};
    if (!course->judged) {
        outcome = sweep->queue->fate(sweep->queue, name, &course->fate, fault);
    }
    if (!course->judged && report != NULL && sweep->source[0] != '\0') {
        if (is_ancestor(sweep->source, name, report->base)) {
            course->fate = QUEUE_MERGED;
        } else if (is_ancestor(sweep->source, name, report->head)) {
            course->judged = true;
        } else if (is_nowhere(sweep->source, name)) {
            course->fate = QUEUE_CLOSED;
        }
    }
    return outcome;
}

/* Whether the gate looked for crashes in all targets that it was to look at, and this one is not
 * among what it saw, new or not. */
static bool lacks(const struct verdict *report, const char *id)
{
    enum door_state state = report->doors[DOOR_FUZZ].state;
    bool seen = false;
    for (size_t i = 0; i < report->target_count; i++) {
        if (verdict_is_missing(&report->targets[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < report->crash_count; i++) {
        seen = seen || strcmp(report->crashes[i].id, id) == 0;
    }
    return !seen && (state == DOOR_PASSED || state == DOOR_BLOCKED || state == DOOR_NOTHING);
}

/* The comment first: an issue that is closed was told why. */
static enum tracker_outcome end(const struct change_sweep *sweep, const struct tracker_issue *issue,
                                const char *marker, const struct buffer *why, const char *words,
                                struct fault *fault)
{
    char about[32];
    enum tracker_outcome outcome = TRACKER_LATER;
    if (why->failed) {
        fault_set(fault, "out of memory");
    } else {
        outcome = sweep->tracker->comment(sweep->tracker, issue->number, marker, why->data, fault);
    }
    if (outcome == TRACKER_DONE && words != NULL) {
        outcome = sweep->tracker->set_open(sweep->tracker, issue->number, false, fault);
    }
    if (outcome == TRACKER_DONE && words != NULL) {
        (void)snprintf(about, sizeof about, "issue %" PRIu64, issue->number);
        sweep->say(sweep->context, words, about);
    }
    return outcome;
}

static enum tracker_outcome merged(const struct change_sweep *sweep,
                                   const struct tracker_issue *issue,
                                   const struct change_mark *mark, struct fault *fault)
{
    char marker[TRACKER_MARKER_SIZE];
    struct buffer why = {0};
    (void)snprintf(marker, sizeof marker, "crash:%s", mark->id);
    const struct tracker_issue *main = change_known_find(sweep->known, marker);
    enum tracker_outcome outcome = TRACKER_DONE;
    if (main == NULL) {
        (void)snprintf(marker, sizeof marker, "merged:%s", mark->name);
        buffer_text(&why, "The change was merged, and its last verdict still had this crash. This "
                          "issue stays open until a night finds the crash on the main branch and "
                          "files it, or a person closes it.\n");
        outcome = end(sweep, issue, marker, &why, NULL, fault);
    } else {
        struct buffer other = {0};
        (void)snprintf(marker, sizeof marker, "from:%s", mark->name);
        buffer_format(&other,
                      "This crash came with a change that was merged with it: issue #%" PRIu64
                      " was filed for that change.\n",
                      issue->number);
        outcome = end(sweep, main, marker, &other, NULL, fault);
        buffer_free(&other);
        (void)snprintf(marker, sizeof marker, "main:%" PRIu64, main->number);
        buffer_format(&why,
                      "The change was merged with this crash, and the main branch has it now: it "
                      "goes on in issue #%" PRIu64 ".\n",
                      main->number);
        outcome = outcome == TRACKER_DONE ? end(sweep, issue, marker, &why,
                                                "closed, the main branch has an issue of it", fault)
                                          : outcome;
    }
    buffer_free(&why);
    return outcome;
}

static enum tracker_outcome settle(const struct change_sweep *sweep,
                                   const struct tracker_issue *issue,
                                   const struct change_mark *mark, const struct course *course,
                                   struct fault *fault)
{
    char marker[TRACKER_MARKER_SIZE];
    struct buffer why = {0};
    enum tracker_outcome outcome = TRACKER_DONE;
    if (course->judged && lacks(sweep->report, mark->id)) {
        (void)snprintf(marker, sizeof marker, "lacks:%.40s", sweep->report->head);
        buffer_format(&why,
                      "The change does not crash so any more: the gate looked at `%.64s` and did "
                      "not see it.\n",
                      sweep->report->head);
        outcome = end(sweep, issue, marker, &why, "closed, its change lacks the crash", fault);
    } else if (course->fate == QUEUE_CLOSED) {
        (void)snprintf(marker, sizeof marker, "closed:%s", mark->name);
        buffer_text(&why, "The change was given up, and its crash with it: the main branch never "
                          "had it.\n");
        outcome = end(sweep, issue, marker, &why, "closed, its change was given up", fault);
    } else if (course->fate == QUEUE_MERGED) {
        outcome = merged(sweep, issue, mark, fault);
    }
    buffer_free(&why);
    return outcome;
}

enum tracker_outcome change_sweep(const struct change_sweep *sweep, struct fault *fault)
{
    enum tracker_outcome answer = TRACKER_DONE;
    char last[sizeof(struct change_mark)] = "";
    struct course course = {QUEUE_OPEN, false};
    for (size_t i = 0; i < sweep->known->count; i++) {
        const struct tracker_issue *issue = &sweep->known->list[i];
        struct change_mark mark;
        struct fault why = {""};
        enum tracker_outcome outcome = TRACKER_DONE;
        if (!issue->open || issue->declined || !change_mark_read(issue->marker, &mark)) {
            continue;
        }
        if (strcmp(last, mark.name) != 0) { /* issues of one change stand together, mostly */
            outcome = look(sweep, mark.name, &course, &why);
            (void)snprintf(last, sizeof last, "%s", outcome == TRACKER_DONE ? mark.name : "");
        }
        if (outcome == TRACKER_DONE) {
            outcome = settle(sweep, issue, &mark, &course, &why);
        }
        /* An issue that a person deleted meanwhile is at its end too. */
        if (outcome != TRACKER_DONE && outcome != TRACKER_GONE && answer == TRACKER_DONE) {
            answer = outcome;
            *fault = why;
        }
    }
    return answer;
}
