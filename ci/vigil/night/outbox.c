/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/list.h"
#include "base/process.h"
#include "report/comment.h"

#define TRIES         5
#define FAILURES_MOST 3 /* in a row: then the server or the token fails, not the issue */

static void complain(struct outbox *outbox, const struct fault *fault)
{
    outbox->complain(outbox->context, fault);
}

/* Waits before another try, as long as the tracker asks for, or 1, 2, 4, … seconds. False when
 * there is no time for that. */
static bool wait_for(struct outbox *outbox, unsigned tries)
{
    double seconds =
        outbox->tracker->wait > 0 ? outbox->tracker->wait : (double)(1u << (tries < 6 ? tries : 6));
    if (tries + 1 >= TRIES || seconds > outbox->patience) {
        return false;
    }
    outbox->patience -= seconds;
    double until = process_clock() + seconds;
    while (process_clock() < until && !process_interrupted()) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    }
    return !process_interrupted();
}

static bool take_issue(void *context, const struct tracker_issue *issue)
{
    struct outbox *outbox = context;
    struct tracker_issue *taken = list_add(&outbox->issues, &outbox->count, sizeof *taken);
    if (taken != NULL) {
        *taken = *issue;
    }
    return taken != NULL;
}

void outbox_free(struct outbox *outbox)
{
    free(outbox->issues);
    outbox->issues = NULL;
    outbox->count = 0;
}

static enum tracker_outcome list(struct outbox *outbox, struct fault *fault)
{
    struct tracker *tracker = outbox->tracker;
    outbox_free(outbox);
    tracker->wait = 0;
    enum tracker_outcome outcome = tracker->list(tracker, take_issue, outbox, fault);
    outbox->listed = outcome == TRACKER_DONE;
    return outcome;
}

const struct tracker_issue *outbox_find(const struct outbox *outbox, const char *marker)
{
    const struct tracker_issue *found = NULL;
    for (size_t i = 0; i < outbox->count; i++) {
        const struct tracker_issue *issue = &outbox->issues[i];
        if (strcmp(issue->marker, marker) == 0 &&
            (found == NULL || (issue->open && !found->open))) {
            found = issue;
        }
    }
    return found;
}

static struct tracker_issue *find_number(const struct outbox *outbox, uint64_t number)
{
    for (size_t i = 0; i < outbox->count; i++) {
        if (outbox->issues[i].number == number) {
            return &outbox->issues[i];
        }
    }
    return NULL;
}

static void crash_marker(const char *id, char marker[TRACKER_MARKER_SIZE])
{
    (void)snprintf(marker, TRACKER_MARKER_SIZE, "crash:%s", id);
}

const struct tracker_issue *outbox_find_crash(const struct outbox *outbox, const char *id)
{
    char marker[TRACKER_MARKER_SIZE];
    crash_marker(id, marker);
    return outbox_find(outbox, marker);
}

/* Looks for a crash's issue that no listing shows: a person took its label away, or deleted it. */
static bool look_closer(struct outbox *outbox, const struct store_crash *crash, struct fault *fault)
{
    char marker[TRACKER_MARKER_SIZE];
    struct tracker_issue issue;
    struct tracker *tracker = outbox->tracker;
    enum tracker_outcome outcome = tracker->look(tracker, crash->issue, &issue, fault);
    crash_marker(crash->id, marker);
    if (outcome == TRACKER_DONE && issue.marker[0] != '\0' && strcmp(issue.marker, marker) != 0) {
        outcome = TRACKER_GONE; /* its number was given to another issue */
    }
    switch (outcome) {
    case TRACKER_DONE:
        issue.number = crash->issue;
        return store_set_issue(outbox->store, crash->id, &issue, fault);
    case TRACKER_GONE:
        return store_set_issue(outbox->store, crash->id, &(struct tracker_issue){0}, fault);
    default:
        complain(outbox, fault); /* what was known of the issue stands */
        return true;
    }
}

/* Whether the store knows all that the tracker says. */
static bool is_known(const struct store_crash *crash, const struct tracker_issue *issue)
{
    return crash->issue == issue->number && crash->open == issue->open &&
           crash->declined == issue->declined && crash->triaged == issue->triaged;
}

bool outbox_look(struct outbox *outbox)
{
    struct fault fault = {""};
    struct store_crash *crashes = NULL;
    size_t count = 0;
    enum tracker_outcome outcome;
    unsigned tries = 0;
    do {
        outcome = list(outbox, &fault);
    } while (outcome == TRACKER_LATER && wait_for(outbox, tries++));
    bool done =
        outcome == TRACKER_DONE && store_list_crashes(outbox->store, 0, &crashes, &count, &fault);
    for (size_t i = 0; done && i < count; i++) {
        const struct tracker_issue *issue = outbox_find_crash(outbox, crashes[i].id);
        done = issue != NULL ? is_known(&crashes[i], issue) ||
                                   store_set_issue(outbox->store, crashes[i].id, issue, &fault)
                             : crashes[i].issue == 0 || look_closer(outbox, &crashes[i], &fault);
    }
    free(crashes);
    if (!done) {
        complain(outbox, &fault);
    }
    return done;
}

/* What came of an action: the issue's number and state. */
struct result {
    uint64_t number;
    bool open;
};

static enum tracker_outcome file(struct outbox *outbox, const struct tracker_draft *draft,
                                 struct result *result, struct fault *fault)
{
    const struct tracker_issue *there = outbox_find(outbox, draft->marker);
    if (there != NULL) {
        *result = (struct result){there->number, there->open};
        return TRACKER_DONE;
    }
    struct tracker_issue filed = {.open = true};
    enum tracker_outcome outcome =
        outbox->tracker->create(outbox->tracker, draft, &filed.number, fault);
    outbox->made = outcome == TRACKER_DONE || outcome == TRACKER_LATER;
    if (outcome == TRACKER_DONE) {
        (void)memccpy(filed.marker, draft->marker, '\0', sizeof filed.marker - 1);
        *result = (struct result){filed.number, true};
        outbox->listed = take_issue(outbox, &filed) && outbox->listed;
    }
    return outcome;
}

/* What a refused advisory is worth to whoever reads of the night. */
static void note_refusal(struct outbox *outbox, const struct fault *why)
{
    struct fault fault;
    outbox->unadvised = true;
    fault_set(
        &fault,
        "security = advisory: no draft advisory can be made, so that the report of a security "
        "crash is on this machine alone: %.400s",
        why->text);
    if (outbox->note != NULL) {
        outbox->note(outbox->context, &fault);
    }
}

/* Files a crash of which an advisory tells the maintainers all, and the issue everybody little. The
 * advisory comes first, and is found by its marker where it is there already: so a kill between the
 * two leaves neither an issue that does not name it nor a second advisory. */
static enum tracker_outcome file_beside_advisory(struct outbox *outbox, const char *advisory,
                                                 const struct tracker_draft *draft,
                                                 struct result *result, struct fault *fault)
{
    struct tracker *tracker = outbox->tracker;
    struct tracker_draft whole = *draft, little = *draft;
    struct buffer body = {0};
    char name[TRACKER_ADVISORY_SIZE] = "";
    enum tracker_outcome outcome = TRACKER_DONE;
    if (outbox_find(outbox, draft->marker) != NULL || tracker->advise == NULL ||
        outbox->unadvised) {
        return file(outbox, draft, result, fault);
    }
    whole.body = advisory;
    outcome = tracker->advise(tracker, &whole, name, fault);
    if (outcome == TRACKER_REFUSED) {
        note_refusal(outbox, fault);
        return file(outbox, draft, result, fault);
    }
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
    buffer_format(&body,
                  "%s\n## Advisory\n\nMaintainers find the whole report in the draft advisory "
                  "`%s`.\n",
                  draft->body, name);
    little.body = body.data;
    outcome = TRACKER_LATER;
    if (body.failed) {
        fault_set(fault, "out of memory: an issue is not filed");
    } else {
        outcome = file(outbox, &little, result, fault);
    }
    buffer_free(&body);
    return outcome;
}

/* Opens or closes an issue, and notes it in what was listed: who asks for the issue later tonight
 * must not hear how it was. */
static enum tracker_outcome set_open(struct outbox *outbox, uint64_t number, bool open,
                                     struct fault *fault)
{
    struct tracker *tracker = outbox->tracker;
    enum tracker_outcome outcome = tracker->set_open(tracker, number, open, fault);
    struct tracker_issue *listed = find_number(outbox, number);
    if (outcome == TRACKER_DONE && listed != NULL) {
        listed->open = open;
    }
    return outcome;
}

/* Finds an issue of which there is one, whatever its crash: by its marker or, where a person took
 * that away, by its number as the store has it. Its number is 0 where there is none. */
static enum tracker_outcome find_only(struct outbox *outbox, const char *marker,
                                      enum store_verb one, enum store_verb other,
                                      struct tracker_issue *found, struct fault *fault)
{
    const struct tracker_issue *there = outbox_find(outbox, marker);
    uint64_t number = 0;
    *found = (struct tracker_issue){0};
    if (there != NULL) {
        *found = *there;
        return TRACKER_DONE;
    }
    if (!store_last_issue(outbox->store, one, other, &number, fault)) {
        return TRACKER_LATER;
    }
    if (number == 0) {
        return TRACKER_DONE;
    }
    enum tracker_outcome outcome = outbox->tracker->look(outbox->tracker, number, found, fault);
    bool others = found->marker[0] != '\0' && strcmp(found->marker, marker) != 0;
    found->number = outcome == TRACKER_DONE && !others ? number : 0;
    return outcome == TRACKER_GONE ? TRACKER_DONE : outcome;
}

/* The digest, which a person may have declined: then it is kept up and left closed. One that was
 * deleted since the listing is filed anew. */
static enum tracker_outcome rewrite(struct outbox *outbox, const struct tracker_draft *draft,
                                    struct result *result, struct fault *fault)
{
    struct tracker *tracker = outbox->tracker;
    struct tracker_issue there;
    enum tracker_outcome outcome =
        find_only(outbox, draft->marker, STORE_DIGEST, STORE_DIGEST_CLOSE, &there, fault);
    if (outcome != TRACKER_DONE || there.number == 0) {
        return outcome == TRACKER_DONE ? file(outbox, draft, result, fault) : outcome;
    }
    *result = (struct result){there.number, !there.declined};
    outcome = tracker->edit(tracker, there.number, draft, fault);
    if (outcome == TRACKER_DONE && !there.declined) {
        outcome = set_open(outbox, there.number, true, fault);
    }
    return outcome == TRACKER_GONE ? TRACKER_LATER : outcome;
}

/* Finds the issue of the action's crash by its number, so that nothing is said on another: by now
 * the number may be another issue's, since the crash's was deleted and a directory of issues gives
 * a free number away again; and one that is not listed may be a person's own, whatever the store
 * says. */
static enum tracker_outcome find_own(struct outbox *outbox, const struct store_action *action,
                                     struct tracker_issue *own, struct fault *fault)
{
    char marker[TRACKER_MARKER_SIZE];
    const struct tracker_issue *there = find_number(outbox, action->number);
    enum tracker_outcome outcome = TRACKER_DONE;
    if (there != NULL) {
        *own = *there;
    } else {
        *own = (struct tracker_issue){0};
        outcome = outbox->tracker->look(outbox->tracker, action->number, own, fault);
    }
    crash_marker(action->crash, marker);
    bool taken = own->marker[0] != '\0' && strcmp(own->marker, marker) != 0;
    return outcome == TRACKER_DONE && taken ? TRACKER_GONE : outcome;
}

/* Closes or opens the issue of a crash, with a comment. One that a person declined since this was
 * decided is not opened again. */
static enum tracker_outcome turn(struct outbox *outbox, const struct store_action *action,
                                 bool open, struct result *result, struct fault *fault)
{
    struct tracker *tracker = outbox->tracker;
    struct tracker_issue own;
    enum tracker_outcome outcome = find_own(outbox, action, &own, fault);
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
    *result = (struct result){action->number, open};
    if (open && own.declined) {
        result->open = own.open;
        return TRACKER_DONE;
    }
    outcome = tracker->comment(tracker, action->number, action->marker, action->body, fault);
    return outcome == TRACKER_DONE ? set_open(outbox, action->number, open, fault) : outcome;
}

static enum tracker_outcome retire(struct outbox *outbox, const char *marker, struct result *result,
                                   struct fault *fault)
{
    struct tracker_issue there;
    enum tracker_outcome outcome =
        find_only(outbox, marker, STORE_DIGEST, STORE_DIGEST_CLOSE, &there, fault);
    *result = (struct result){there.number, false};
    return outcome == TRACKER_DONE && there.number > 0
               ? set_open(outbox, there.number, false, fault)
               : outcome;
}

static uint64_t number_of_crash(void *context, const char *crash)
{
    const struct tracker_issue *issue = outbox_find_crash(context, crash);
    return issue == NULL ? 0 : issue->number;
}

/* A comment on the one issue of all nights, which is filed where there is none: by the first night,
 * or after a person deleted it, even if that was after the issues were listed. So a night's comment
 * is not lost with the issue. */
static enum tracker_outcome report(struct outbox *outbox, const struct store_action *action,
                                   struct result *result, struct fault *fault)
{
    struct tracker *tracker = outbox->tracker;
    struct tracker_issue there;
    enum tracker_outcome outcome =
        find_only(outbox, "nights", STORE_NIGHT, STORE_NIGHT, &there, fault);
    if (outcome != TRACKER_DONE || there.declined) {
        return outcome; /* declined: a person wants no more of them */
    }
    *result = (struct result){there.number, there.open};
    struct tracker_draft nights = {.title = "Nights of fuzzing",
                                   .body = "<!-- vigil:nights -->\n\nWhat each night came to, a "
                                           "comment a night. The label `wontfix` ends it.\n",
                                   .marker = "nights",
                                   .seen = action->seen,
                                   .assignee = ""};
    if (there.number == 0) {
        outcome = file(outbox, &nights, result, fault);
    }
    struct buffer body = {0};
    night_comment_fill(action->body, number_of_crash, outbox, tracker->mentions, &body);
    if (outcome == TRACKER_DONE && body.failed) {
        outcome = TRACKER_LATER;
        (void)fault_set(fault, "out of memory");
    }
    if (outcome == TRACKER_DONE) {
        outcome = tracker->comment(tracker, result->number, action->marker, body.data, fault);
    }
    buffer_free(&body);
    return outcome == TRACKER_GONE ? TRACKER_LATER : outcome;
}

/* A comment on a crash's issue, which stays as it is. */
static enum tracker_outcome say(struct outbox *outbox, const struct store_action *action,
                                struct result *result, struct fault *fault)
{
    struct tracker_issue own;
    enum tracker_outcome outcome = find_own(outbox, action, &own, fault);
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
    *result = (struct result){action->number, own.open};
    return outbox->tracker->comment(outbox->tracker, action->number, action->marker, action->body,
                                    fault);
}

static enum tracker_outcome carry_out(struct outbox *outbox, const struct store_action *action,
                                      const struct tracker_draft *draft, struct result *result,
                                      struct fault *fault)
{
    outbox->tracker->wait = 0;
    switch (action->verb) {
    case STORE_FILE:
        return action->advisory[0] == '\0'
                   ? file(outbox, draft, result, fault)
                   : file_beside_advisory(outbox, action->advisory, draft, result, fault);
    case STORE_CLOSE:
        return turn(outbox, action, false, result, fault);
    case STORE_REOPEN:
        return turn(outbox, action, true, result, fault);
    case STORE_DIGEST:
        return rewrite(outbox, draft, result, fault);
    case STORE_NIGHT:
        return report(outbox, action, result, fault);
    case STORE_COMMENT:
        return say(outbox, action, result, fault);
    case STORE_DIGEST_CLOSE:
        break;
    }
    return retire(outbox, action->marker, result, fault);
}

/* Tries until there is an answer, or no patience is left. Before each further try the tracker is
 * listed, to see whether the one before was done. */
static enum tracker_outcome attempt(struct outbox *outbox, const struct store_action *action,
                                    struct result *result, struct fault *fault)
{
    struct tracker_draft draft = {.title = action->title,
                                  .body = action->body,
                                  .marker = action->marker,
                                  .target = action->target,
                                  .signature = action->signature,
                                  .seen = action->seen,
                                  .assignee = action->assignee};
    char *labels = strdup(action->labels);
    if (labels == NULL) {
        (void)fault_set(fault, "out of memory");
        return TRACKER_LATER;
    }
    char *rest = NULL;
    for (char *label = strtok_r(labels, "\n", &rest);
         label != NULL && draft.label_count < TRACKER_LABELS_MOST;
         label = strtok_r(NULL, "\n", &rest)) {
        draft.labels[draft.label_count++] = label;
    }
    enum tracker_outcome outcome;
    unsigned tries = 0;
    do {
        outcome = outbox->listed ? TRACKER_DONE : list(outbox, fault);
        if (outcome == TRACKER_DONE) {
            outcome = carry_out(outbox, action, &draft, result, fault);
            outbox->listed = outbox->listed && outcome == TRACKER_DONE;
        }
    } while (outcome == TRACKER_LATER && wait_for(outbox, tries++));
    free(labels);
    return outcome;
}

/* Whether the action is settled: done, or without an issue to do it to. */
static bool send_one(struct outbox *outbox, const struct store_action *action)
{
    struct fault fault = {""};
    struct result result = {0};
    /* An older vigil posted what it had no memory to compose. Without its marker an issue would not
     * be known again. It is dropped: what is still to be said is composed anew. */
    bool whole = store_action_is_whole(action);
    outbox->made = false;
    enum tracker_outcome outcome = whole ? attempt(outbox, action, &result, &fault) : TRACKER_GONE;
    outbox->filed += action->verb == STORE_FILE && outbox->made;
    outbox->spare += action->verb == STORE_FILE && !outbox->made && outcome == TRACKER_DONE;
    if (outcome == TRACKER_GONE) {
        /* A person deleted the issue. Should the crash be seen again, it gets another. */
        result = (struct result){whole ? 0 : action->number, false};
    } else if (outcome != TRACKER_DONE) {
        struct fault another;
        complain(outbox, &fault);
        if (!store_note_try(outbox->store, action->id, fault.text, &another)) {
            complain(outbox, &another);
        }
        return false;
    }
    if (!store_settle(outbox->store, action, result.number, result.open, &fault)) {
        complain(outbox, &fault);
        return false;
    }
    if (outbox->settled != NULL) {
        outbox->settled(outbox->context, action, result.number);
    }
    return true;
}

/* Whether it would be an issue more than may be filed. */
static bool is_beyond(const struct outbox *outbox, const struct store_action *action)
{
    return action->verb == STORE_FILE && outbox->most > 0 && outbox->filed >= outbox->most &&
           outbox_find(outbox, action->marker) == NULL;
}

static void complain_of_beyond(struct outbox *outbox, unsigned count)
{
    struct fault fault;
    (void)fault_set(&fault,
                    "%u new %s not filed: no more than %u are in one night ([night] issues)", count,
                    count == 1 ? "issue is" : "issues are", outbox->most);
    complain(outbox, &fault);
}

bool outbox_send(struct outbox *outbox)
{
    struct store_action action;
    struct fault fault = {""};
    bool found = true, all = true;
    unsigned failures = 0, beyond = 0;
    for (int64_t after = 0; found && failures < FAILURES_MOST;) {
        if (!store_next_action(outbox->store, after, &action, &found, &fault)) {
            complain(outbox, &fault);
            return false;
        }
        if (found && is_beyond(outbox, &action)) {
            after = action.id;
            store_action_free(&action);
            beyond++;
        } else if (found) {
            bool settled = send_one(outbox, &action);
            after = action.id;
            store_action_free(&action);
            all = all && settled;
            failures = settled ? 0 : failures + 1;
        }
    }
    if (beyond > 0) {
        complain_of_beyond(outbox, beyond);
    }
    return all && beyond == 0 && !found;
}
