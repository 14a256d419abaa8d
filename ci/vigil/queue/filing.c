/* SPDX-License-Identifier: MIT */
#include "filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/command.h"
#include "base/files.h"
#include "base/inert.h"
#include "change_issue.h"
#include "duty/duty.h"
#include "evidence.h"
#include "lock.h"
#include "tracker/issue.h"
#include "triage/target.h"
#include "verdict/verdict.h"
#include "verdict/verdict_read.h"

#define VERDICT_LIMIT ((size_t)32 << 20)
#define WORDS_MOST    300

struct filing {
    const struct filing_options *options;
    const struct verdict *report;
    struct tracker *tracker;
    struct queue *queue;
    struct ignore ignore;
    bool local;                 /* the queue is */
    struct queue_change change; /* whose it is */
    struct change_known known;  /* issues that were there before, and those that are filed */
    const struct verdict_crash **unfiled;
    size_t unfiled_count;
    char (*links)[600]; /* one a crash */
    struct rota rota;
    struct duty duty; /* whom issues are addressed to; reviewer NULL: nobody */
    int status;
};

/* Tells of it on standard error; the exit status is 2 from then on. */
static void trouble(struct filing *filing, const char *about, const struct fault *fault)
{
    char text[700];
    (void)snprintf(text, sizeof text, "%s%s%s", about, about[0] == '\0' ? "" : ": ", fault->text);
    filing->status = command_complain(text);
}

/* Prints a line on standard output. */
static void say(struct filing *filing, const char *words, const char *about)
{
    struct buffer line = {0};
    buffer_format(&line, "%s: %s\n", words, about);
    int printed = command_print(&line);
    filing->status = printed == 0 ? filing->status : printed;
    buffer_free(&line);
}

static enum tracker_outcome create(const struct filing *filing, const struct crash *crash,
                                   const char *marker, const char *directory, uint64_t *number,
                                   struct fault *fault)
{
    static const struct rota_reviewer nobody;
    const struct rota_reviewer *reviewer =
        filing->duty.reviewer == NULL ? &nobody : filing->duty.reviewer;
    struct buffer body = {0}, title = {0};
    const char *labels[TRACKER_LABELS_MOST] = {0};
    char date[16] = "";
    if (filing->duty.reviewer != NULL) {
        duty_write_date(filing->duty.day, date);
    }
    bool local = strncmp(filing->change.name, filing->report->head, 12) == 0;
    buffer_format(&title, "In %s %s, not merged: %s", local ? "change" : "pull request",
                  filing->change.name, crash->signature.title);
    issue_body(crash,
               &(struct issue_facts){
                   .marker = marker,
                   .directory = directory,
                   .seen = filing->report->when,
                   .revision = filing->report->head,
                   .first_bad = "",
                   .handle = "",
                   .duty_handle = reviewer->handle,
                   .duty_name = reviewer->name,
                   .duty_date = date,
                   .mentions = filing->tracker->mentions,
                   .withheld = signature_is_security(&crash->signature) &&
                               tracker_withholds(filing->tracker, filing->options->withhold),
                   .limit = filing->tracker->body_limit,
               },
               &body);
    struct tracker_draft draft = {.title = title.data,
                                  .body = body.data,
                                  .marker = marker,
                                  .label_count = issue_labels(&crash->signature, labels),
                                  .assignee = reviewer->handle,
                                  .target = crash->target->name,
                                  .signature = "", /* by which a local tracker knows main's */
                                  .seen = filing->report->when};
    memcpy(draft.labels, labels, sizeof labels);
    enum tracker_outcome outcome = TRACKER_LATER;
    if (body.failed || body.data == NULL || title.failed) {
        fault_set(fault, "out of memory");
    } else {
        outcome = filing->tracker->create(filing->tracker, &draft, number, fault);
    }
    buffer_free(&title);
    buffer_free(&body);
    return outcome;
}

/* The hidden marker holds the head, so that each change is told of once. */
static enum tracker_outcome tell(const struct filing *filing, const struct verdict_crash *told,
                                 uint64_t number, struct fault *fault)
{
    const struct verdict *report = filing->report;
    char marker[TRACKER_MARKER_SIZE + 16];
    struct buffer text = {0};
    (void)snprintf(marker, sizeof marker, "gate:%.40s", report->head);
    buffer_format(&text, "A change that is not merged crashes so: `%s`, ", report->head);
    inert_code(&text, report->subject, strnlen(report->subject, WORDS_MOST));
    buffer_format(&text, ", against `%s`; %u of %u replays crashed.\n", report->base,
                  told->reproduced, told->replays);
    enum tracker_outcome outcome = TRACKER_LATER;
    if (text.failed) {
        fault_set(fault, "out of memory");
    } else {
        outcome = filing->tracker->comment(filing->tracker, number, marker, text.data, fault);
    }
    buffer_free(&text);
    return outcome;
}

/* The crash's issue: the main branch's, which then needs none of the change, or the change's. */
static const struct tracker_issue *find_issue(const struct filing *filing, const char *id,
                                              char marker[TRACKER_MARKER_SIZE])
{
    (void)snprintf(marker, TRACKER_MARKER_SIZE, "crash:%s", id);
    const struct tracker_issue *found = change_known_find(&filing->known, marker);
    if (found == NULL) {
        change_mark_write(id, filing->change.name, marker);
        found = change_known_find(&filing->known, marker);
    }
    return found;
}

/* A crash of the change that is back after a verdict without it opens its issue again. What main's
 * issue is, main decides; and what a person declined stays so. */
static enum tracker_outcome open_again(const struct filing *filing,
                                       const struct tracker_issue *found, struct fault *fault)
{
    struct change_mark mark;
    bool again = !found->open && !found->declined && change_mark_read(found->marker, &mark);
    return again ? filing->tracker->set_open(filing->tracker, found->number, true, fault)
                 : TRACKER_DONE;
}

/* Files the crash, unless its issue is there; says in either case which change it came with;
 * told->issue becomes the issue's number. */
static void file_issue(struct filing *filing, struct verdict_crash *told, const struct crash *crash)
{
    struct tracker_issue made = {.open = true};
    struct fault fault = {""};
    enum tracker_outcome outcome = TRACKER_DONE;
    const struct tracker_issue *found = find_issue(filing, crash->signature.id, made.marker);
    bool there = found != NULL;
    if (there) {
        made.number = found->number;
        outcome = open_again(filing, found, &fault);
    } else {
        outcome = create(filing, crash, made.marker, told->directory, &made.number, &fault);
        if (outcome == TRACKER_DONE && !change_known_add(&filing->known, &made)) {
            fault_set(&fault, "out of memory");
            outcome = TRACKER_LATER;
        }
    }
    told->issue = made.number;
    if (outcome == TRACKER_DONE) {
        say(filing, there ? "has an issue already" : "filed", crash->signature.title);
        outcome = tell(filing, told, told->issue, &fault);
    }
    if (outcome != TRACKER_DONE) {
        trouble(filing, crash->signature.title, &fault);
    }
}

/* Each crash is looked at on its own: what is wrong with one keeps no other from being filed. */
static void file_one(struct filing *filing, struct verdict_crash *told)
{
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    struct target *target = calloc(1, sizeof *target);
    if (crash == NULL || target == NULL) {
        fault_set(&fault, "out of memory");
        trouble(filing, told->id, &fault);
        free(crash);
        free(target);
        return;
    }
    target->ignore = &filing->ignore;
    if (evidence_load(filing->options->directory, told, target, crash, &fault)) {
        file_issue(filing, told, crash);
    } else {
        trouble(filing, "a crash is refused, and not filed", &fault);
    }
    crash_free(crash);
    free(crash);
    free(target);
}

static int by_severity(const void *left, const void *right)
{
    const struct verdict_crash *one = *(struct verdict_crash *const *)left;
    const struct verdict_crash *other = *(struct verdict_crash *const *)right;
    return one->severity != other->severity ? (one->severity < other->severity ? 1 : -1)
                                            : (one > other) - (one < other);
}

/* The new crashes of the verdict, the gravest first. NULL where memory ran out. */
static struct verdict_crash **sort_new(struct verdict_crash *told, size_t total, size_t *count)
{
    struct verdict_crash **sorted = calloc(total + 1, sizeof(struct verdict_crash *));
    *count = 0;
    for (size_t i = 0; sorted != NULL && i < total; i++) {
        if (told[i].fate == VERDICT_CRASH_NEW) {
            sorted[(*count)++] = &told[i];
        }
    }
    if (*count > 0) {
        qsort(sorted, *count, sizeof(struct verdict_crash *), by_severity);
    }
    return sorted;
}

/* Those that have an issue of the change's own count among the most that a verdict may have, so
 * that a second run on it files no more. What is over it is left in `unfiled`. */
static void file_sorted(struct filing *filing, struct verdict_crash *told,
                        struct verdict_crash **sorted, size_t count)
{
    char marker[TRACKER_MARKER_SIZE];
    size_t own = 0;
    for (size_t i = 0; i < count; i++) {
        change_mark_write(sorted[i]->id, filing->change.name, marker);
        own += change_known_find(&filing->known, marker) != NULL ? 1 : 0;
    }
    for (size_t i = 0; i < count; i++) {
        bool there = find_issue(filing, sorted[i]->id, marker) != NULL;
        if (!there && own >= filing->options->issues) {
            filing->unfiled[filing->unfiled_count++] = sorted[i];
            continue;
        }
        file_one(filing, sorted[i]);
        if (sorted[i]->issue != 0) {
            char *link = filing->links[sorted[i] - told];
            own += there ? 0 : 1;
            filing->tracker->link(filing->tracker, sorted[i]->issue, link);
            sorted[i]->issue_link = link;
        }
    }
    if (filing->unfiled_count > 0) {
        struct buffer many = {0};
        buffer_format(&many, "%zu of %zu new crashes, %u issues a verdict at most",
                      filing->unfiled_count, count, filing->options->issues);
        say(filing, "not filed", many.failed ? "" : many.data);
        buffer_free(&many);
    }
}

/* `told` is the report's own list, which then says what became of each. A fork's crashes are filed
 * by nobody: they stand in the check run. */
static void file_crashes(struct filing *filing, struct verdict_crash *told)
{
    struct fault fault = {""};
    size_t count;
    struct verdict_crash **sorted = sort_new(told, filing->report->crash_count, &count);
    filing->unfiled = calloc(count + 1, sizeof(struct verdict_crash *));
    if (sorted == NULL || filing->unfiled == NULL) {
        fault_set(&fault, "out of memory");
        trouble(filing, "no crash is filed", &fault);
    } else if (filing->change.own) {
        file_sorted(filing, told, sorted, count);
    } else if (count > 0) {
        say(filing, "no issue for its crashes, a fork's verdict files none", filing->report->head);
    }
    free(sorted);
}

static void say_swept(void *context, const char *words, const char *about)
{
    say(context, words, about);
}

static void sweep(struct filing *filing)
{
    const struct settings *settings = filing->options->settings;
    struct fault fault = {""};
    struct change_sweep sweeping = {.tracker = filing->tracker,
                                    .queue = filing->queue,
                                    .known = &filing->known,
                                    .report = filing->change.own ? filing->report : NULL,
                                    .name = filing->change.name,
                                    .source =
                                        filing->local && settings != NULL ? settings->source : "",
                                    .say = say_swept,
                                    .context = filing};
    if (change_sweep(&sweeping, &fault) != TRACKER_DONE) {
        trouble(filing, "not all issues of changes are looked through", &fault);
    }
}

/* A pull request that has another head meanwhile, or is closed, waits for nobody. */
static void tell_queue(struct filing *filing)
{
    struct fault fault = {""};
    const struct verdict *report = filing->report;
    if (!filing->change.own) {
        say(filing,
            filing->change.known ? "a fork's change, it waits once a maintainer gives it the label"
                                 : "not queued, no open pull request has this head",
            report->head);
        return;
    }
    bool in = report->conclusion == CONCLUSION_PASSED;
    enum tracker_outcome outcome = in ? filing->queue->add(filing->queue, report, &fault)
                                      : filing->queue->remove(filing->queue, report->head, &fault);
    if (outcome == TRACKER_DONE) {
        say(filing, in ? "waits for a reviewer" : "does not wait for a reviewer", report->head);
    } else if (outcome == TRACKER_GONE) {
        say(filing, "not queued", fault.text);
    } else {
        trouble(filing, "the queue is not told", &fault);
    }
}

/* A rota that cannot be used keeps no issue from being filed: it is then addressed to nobody. */
static void find_addressee(struct filing *filing)
{
    const char *path = filing->options->rota;
    struct fault fault = {""};
    rota_defaults(&filing->rota);
    if (path == NULL || path[0] == '\0') {
        return;
    }
    if (!rota_read(path, &filing->rota, &fault) ||
        !duty_addressee(&filing->rota, duty_date(&filing->rota, (int64_t)time(NULL)), &filing->duty,
                        &fault)) {
        trouble(filing, "issues are addressed to nobody", &fault);
        filing->duty.reviewer = NULL;
    }
}

/* GitHub's token can be read once only, so the queue uses the tracker's connection. */
static bool open_both(struct filing *filing, struct fault *fault)
{
    const struct filing_options *options = filing->options;
    struct tracker_options queue = options->tracker;
    const char *place;
    filing->tracker = tracker_open(&options->tracker, fault);
    if (filing->tracker == NULL) {
        return false;
    }
    queue.word = options->queue == NULL ? queue.word : options->queue;
    enum tracker_kind kind = tracker_kind(queue.word, &place, fault);
    filing->local = kind == TRACKER_LOCAL;
    filing->queue = kind == TRACKER_GITHUB ? queue_github_beside(filing->tracker, fault)
                                           : queue_open(&queue, fault);
    return filing->queue != NULL;
}

/* All that is said, once it is known whose change it is and what is there already. */
static void speak(struct filing *filing, struct verdict_crash *told)
{
    const struct filing_options *options = filing->options;
    struct fault fault = {""};
    find_addressee(filing);
    if (filing->tracker->list(filing->tracker, change_known_add, &filing->known, &fault) !=
        TRACKER_DONE) {
        trouble(filing, "no crash is filed", &fault);
    } else {
        file_crashes(filing, told);
        sweep(filing);
    }
    const struct queue_standing standing = {.change = &filing->change,
                                            .unfiled = filing->unfiled,
                                            .unfiled_count = filing->unfiled_count,
                                            .limit = options->issues,
                                            .label = options->tracker.label};
    if (filing->queue->check(filing->queue, filing->report, &standing, &fault) != TRACKER_DONE) {
        trouble(filing, "the check run is not told", &fault);
    }
    tell_queue(filing);
}

/* Under the lock, from before it is asked what is there until all is said. */
static void speak_alone(struct filing *filing, struct verdict_crash *told)
{
    struct guard guard = {.paths = {0}};
    struct fault fault = {""};
    int lock = queue_lock(filing->options->state, &fault);
    if (lock < 0) {
        trouble(filing, "nothing is filed", &fault);
        return;
    }
    if (guard_make(filing->options->config, filing->options->settings, &guard, &fault) &&
        filing->queue->change(filing->queue, filing->report->head, &guard, &filing->change,
                              &fault) == TRACKER_DONE) {
        speak(filing, told);
    } else {
        trouble(filing, "nothing is filed, for it is not known whose change it is", &fault);
    }
    guard_free(&guard);
    (void)close(lock);
}

static void file_report(struct filing *filing, struct verdict *report)
{
    struct fault fault = {""};
    struct verdict_crash *told = calloc(report->crash_count + 1, sizeof *told);
    filing->links = calloc(report->crash_count + 1, sizeof *filing->links);
    if (told == NULL || filing->links == NULL) {
        fault_set(&fault, "out of memory");
        trouble(filing, "", &fault);
    } else if (!open_both(filing, &fault)) {
        trouble(filing, "", &fault);
    } else {
        if (report->crash_count > 0) {
            memcpy(told, report->crashes, report->crash_count * sizeof *told);
        }
        report->crashes = told;
        filing->report = report;
        speak_alone(filing, told);
    }
    if (filing->queue != NULL) {
        filing->queue->close(filing->queue);
    }
    if (filing->tracker != NULL) {
        filing->tracker->close(filing->tracker);
    }
    rota_free(&filing->rota);
    free(filing->known.list);
    free(filing->unfiled);
    free(filing->links);
    free(told);
}

static bool read_verdict(const struct filing_options *options, struct verdict_read *read,
                         struct fault *fault)
{
    char path[PATH_SIZE];
    struct fault why = {""};
    struct buffer text = {0};
    bool loaded = path_make(path, fault, "%s/verdict.json", options->directory) &&
                  evidence_is_file(path, false, fault) &&
                  files_read(path, VERDICT_LIMIT, &text, fault);
    bool done = loaded && (verdict_read(text.size > 0 ? text.data : "", text.size, read, &why) ||
                           fault_set(fault, "%.300s: %.290s", path, why.text));
    buffer_free(&text);
    if (done && strcmp(options->head, read->verdict.head) != 0) {
        done = fault_set(fault, "%.300s: is a verdict on %.64s, not on %.64s", path,
                         read->verdict.head, options->head);
    }
    return done;
}

int filing(const struct filing_options *options)
{
    struct verdict_read read = {.document = NULL};
    struct filing filing = {.options = options};
    struct fault fault = {""};
    if (ignore_compile(options->ignore == NULL ? "" : options->ignore, &filing.ignore, &fault) &&
        read_verdict(options, &read, &fault)) {
        file_report(&filing, &read.verdict);
    } else {
        trouble(&filing, "", &fault);
    }
    verdict_read_free(&read);
    ignore_free(&filing.ignore);
    return filing.status;
}
