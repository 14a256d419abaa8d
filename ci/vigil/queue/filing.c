/* SPDX-License-Identifier: MIT */
#include "filing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/command.h"
#include "base/files.h"
#include "base/inert.h"
#include "base/list.h"
#include "duty/duty.h"
#include "store/kept.h"
#include "tracker/issue.h"
#include "triage/target.h"
#include "verdict/verdict.h"
#include "verdict/verdict_read.h"

#define VERDICT_LIMIT ((size_t)32 << 20)
#define REPORT_LIMIT  ((size_t)64 << 20)
#define WORDS_MOST    300

struct filing {
    const struct filing_options *options;
    const struct verdict *report;
    struct tracker *tracker;
    struct queue *queue;
    struct ignore ignore;
    struct tracker_issue *known; /* issues that were there before */
    size_t known_count;
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

/* Whether it is a regular file, and no link to one. Absent is a fault unless `may_lack`. */
static bool is_file(const char *path, bool may_lack, struct fault *fault)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return (may_lack && errno == ENOENT) || fault_errno(fault, "%.500s", path);
    }
    return S_ISREG(status.st_mode) || fault_set(fault, "%.500s: no regular file", path);
}

static bool is_directory(const char *path, struct fault *fault)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return fault_errno(fault, "%.500s", path);
    }
    return S_ISDIR(status.st_mode) || fault_set(fault, "%.500s: no directory", path);
}

/* Whoever wrote the files has finished, so what is checked here is what is read afterwards. */
static bool are_plain(const char *top, const char *directory, struct fault *fault)
{
    char path[PATH_SIZE];
    if (!path_make(path, fault, "%s/crashes", top) || !is_directory(path, fault) ||
        !is_directory(directory, fault)) {
        return false;
    }
    /* What no input shows has a count of runs instead of inputs (kept.h). */
    bool inputless = path_make(path, fault, "%s/runs", directory) && access(path, F_OK) == 0;
    const struct {
        const char *name;
        bool may_lack;
    } files[] = {{"report.txt", false},
                 {"runs", true},
                 {"marks", true},
                 {"input", inputless},
                 {"minimized", inputless}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!path_make(path, fault, "%s/%s", directory, files[i].name) ||
            !is_file(path, files[i].may_lack, fault)) {
            return false;
        }
    }
    return true;
}

/* Names a target as targets_find does: only such names can stand in a command as they are. */
static bool name_target(const char *name, struct target *target, struct fault *fault)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-";
    size_t size = strlen(name);
    if (size == 0 || size >= sizeof target->name || strspn(name, plain) != size || name[0] == '-' ||
        name[0] == '.') {
        return fault_set(fault, "its target has a name that no target has");
    }
    memcpy(target->name, name, size + 1);
    memcpy(target->path, name, size + 1);
    target_options_defaults(&target->options);
    return true;
}

static bool find_signature(const char *directory, const struct verdict_crash *told,
                           const struct target *target, struct signature *signature,
                           struct fault *fault)
{
    char path[PATH_SIZE];
    struct sanlog_report report;
    struct buffer log = {0};
    bool read = path_make(path, fault, "%s/report.txt", directory) &&
                files_read(path, REPORT_LIMIT, &log, fault);
    bool tells = read && (sanlog_read(log.size > 0 ? log.data : "", log.size, &report) ||
                          fault_set(fault, "%.500s: tells of no crash", path));
    buffer_free(&log);
    if (!tells) {
        return false;
    }
    ignore_mark(target->ignore, &report);
    signature_make(&report, told->target, signature);
    if (strcmp(signature->id, told->id) != 0) {
        signature_tell_apart(signature); /* where the gate found two crashes of one key */
    }
    return strcmp(signature->id, told->id) == 0 ||
           fault_set(fault, "%.500s: is of another crash, %s", path, signature->id);
}

/*
 * A crash from DIRECTORY/crashes/ID, which somebody else's machine wrote: directories and regular
 * files only, no links; a report that tells of a crash whose signature has this ID. *target is
 * filled in by its name alone. False, with a fault, otherwise. *crash is to be freed in any case.
 */
static bool load(const char *directory, const struct verdict_crash *told, struct target *target,
                 struct crash *crash, struct fault *fault)
{
    char path[PATH_SIZE];
    struct signature signature;
    memset(crash, 0, sizeof *crash);
    if (told->directory[0] == '\0') {
        return fault_set(fault, "the verdict has no files of it");
    }
    if (!path_make(path, fault, "%s/%s", directory, told->directory) ||
        !are_plain(directory, path, fault) || !name_target(told->target, target, fault) ||
        !find_signature(path, told, target, &signature, fault) ||
        !kept_read(target, path, &signature, crash, fault)) {
        return false;
    }
    crash->replays = told->replays;
    crash->reproduced = told->reproduced;
    crash->reproducibility = 2 * told->reproduced >= told->replays ? REPRODUCIBLE : FLAKY;
    return true;
}

static bool take(void *context, const struct tracker_issue *issue)
{
    struct filing *filing = context;
    struct tracker_issue *added = list_add(&filing->known, &filing->known_count, sizeof *added);
    if (added != NULL) {
        *added = *issue;
    }
    return added != NULL;
}

/* The number of the issue that was there before with this marker; 0 where there was none. */
static uint64_t number_of(const struct filing *filing, const char *marker)
{
    for (size_t i = 0; i < filing->known_count; i++) {
        if (strcmp(filing->known[i].marker, marker) == 0) {
            return filing->known[i].number;
        }
    }
    return 0;
}

static enum tracker_outcome create(const struct filing *filing, const struct crash *crash,
                                   const char *marker, const char *directory, uint64_t *number,
                                   struct fault *fault)
{
    static const struct rota_reviewer nobody;
    const struct rota_reviewer *reviewer =
        filing->duty.reviewer == NULL ? &nobody : filing->duty.reviewer;
    struct buffer body = {0};
    const char *labels[TRACKER_LABELS_MOST] = {0};
    char date[16] = "";
    if (filing->duty.reviewer != NULL) {
        duty_write_date(filing->duty.day, date);
    }
    issue_body(
        crash,
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
            .withheld = filing->options->withhold && signature_is_security(&crash->signature),
            .limit = filing->tracker->body_limit,
        },
        &body);
    struct tracker_draft draft = {.title = crash->signature.title,
                                  .body = body.data,
                                  .marker = marker,
                                  .label_count = issue_labels(&crash->signature, labels),
                                  .assignee = reviewer->handle,
                                  .target = crash->target->name,
                                  .signature = crash->signature.key,
                                  .seen = filing->report->when};
    memcpy(draft.labels, labels, sizeof labels);
    enum tracker_outcome outcome = TRACKER_LATER;
    if (body.failed || body.data == NULL) {
        fault_set(fault, "out of memory");
    } else {
        outcome = filing->tracker->create(filing->tracker, &draft, number, fault);
    }
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

/* Files the crash, unless its issue is there; says in either case which change it came with;
 * told->issue becomes the issue's number. */
static void file_issue(struct filing *filing, struct verdict_crash *told, const struct crash *crash)
{
    char marker[TRACKER_MARKER_SIZE];
    struct fault fault = {""};
    (void)snprintf(marker, sizeof marker, "crash:%s", crash->signature.id);
    told->issue = number_of(filing, marker);
    bool there = told->issue != 0;
    enum tracker_outcome outcome =
        there ? TRACKER_DONE : create(filing, crash, marker, told->directory, &told->issue, &fault);
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
    if (load(filing->options->directory, told, target, crash, &fault)) {
        file_issue(filing, told, crash);
    } else {
        trouble(filing, "a crash is refused, and not filed", &fault);
    }
    if (crash != NULL) {
        crash_free(crash);
    }
    free(crash);
    free(target);
}

static bool is_new(const struct verdict *report, size_t i)
{
    return report->crashes[i].fate == VERDICT_CRASH_NEW;
}

/* `told` is the report's own list, which then says what became of each. */
static void file_crashes(struct filing *filing, struct verdict_crash *told)
{
    struct fault fault = {""};
    size_t count = filing->report->crash_count, first = 0;
    while (first < count && !is_new(filing->report, first)) {
        first++;
    }
    if (first == count) {
        return;
    }
    if (filing->tracker->list(filing->tracker, take, filing, &fault) != TRACKER_DONE) {
        trouble(filing, "no crash is filed", &fault);
        return;
    }
    for (size_t i = first; i < count; i++) {
        if (is_new(filing->report, i)) {
            file_one(filing, &told[i]);
            if (told[i].issue != 0) {
                filing->tracker->link(filing->tracker, told[i].issue, filing->links[i]);
                told[i].issue_link = filing->links[i];
            }
        }
    }
}

/* A pull request that has another head meanwhile, or is closed, waits for nobody. */
static void tell_queue(struct filing *filing)
{
    struct fault fault = {""};
    const struct verdict *report = filing->report;
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
    filing->queue = tracker_kind(queue.word, &place, fault) == TRACKER_GITHUB
                        ? queue_github_beside(filing->tracker, fault)
                        : queue_open(&queue, fault);
    return filing->queue != NULL;
}

static void file_report(struct filing *filing, struct verdict *report)
{
    struct fault fault = {""};
    struct verdict_crash *told = calloc(report->crash_count + 1, sizeof *told);
    filing->links = calloc(report->crash_count + 1, sizeof *filing->links);
    if (told == NULL || filing->links == NULL || !open_both(filing, &fault)) {
        trouble(filing, "", fault.text[0] == '\0' ? &(struct fault){"out of memory"} : &fault);
    } else {
        if (report->crash_count > 0) {
            memcpy(told, report->crashes, report->crash_count * sizeof *told);
        }
        report->crashes = told;
        filing->report = report;
        find_addressee(filing);
        file_crashes(filing, told);
        if (filing->queue->check(filing->queue, report, &fault) != TRACKER_DONE) {
            trouble(filing, "the check run is not told", &fault);
        }
        tell_queue(filing);
    }
    if (filing->queue != NULL) {
        filing->queue->close(filing->queue);
    }
    if (filing->tracker != NULL) {
        filing->tracker->close(filing->tracker);
    }
    rota_free(&filing->rota);
    free(filing->known);
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
                  is_file(path, false, fault) && files_read(path, VERDICT_LIMIT, &text, fault);
    bool done = loaded && (verdict_read(text.size > 0 ? text.data : "", text.size, read, &why) ||
                           fault_set(fault, "%.300s: %.290s", path, why.text));
    buffer_free(&text);
    if (done && options->head != NULL && strcmp(options->head, read->verdict.head) != 0) {
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
