/* SPDX-License-Identifier: MIT */
#include "filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/files.h"
#include "duty/duty.h"
#include "filing_crash.h"
#include "filing_issue.h"
#include "options.h"
#include "verdict/verdict_read.h"

#define VERDICT_LIMIT ((size_t)32 << 20)

void filing_trouble(struct filing *filing, const char *about, const struct fault *fault)
{
    char text[700];
    (void)snprintf(text, sizeof text, "%s%s%s", about, about[0] == '\0' ? "" : ": ", fault->text);
    filing->status = queue_complain(text);
}

void filing_say(struct filing *filing, const char *words, const char *about)
{
    struct buffer line = {0};
    buffer_format(&line, "%s: %s\n", words, about);
    int printed = queue_print(&line);
    filing->status = printed == 0 ? filing->status : printed;
    buffer_free(&line);
}

/* Each is looked at on its own: what is wrong with one keeps no other from being filed. */
static void file_one(struct filing *filing, struct verdict_crash *told)
{
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    struct target *target = calloc(1, sizeof *target);
    if (crash == NULL || target == NULL) {
        fault_set(&fault, "out of memory");
        filing_trouble(filing, told->id, &fault);
    } else if (filing_load(filing->options->directory, told, target, crash, &fault)) {
        filing_issue(filing, told, crash);
    } else {
        filing_trouble(filing, "a crash is refused, and not filed", &fault);
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

static bool has_new(const struct verdict *report)
{
    for (size_t i = 0; i < report->crash_count; i++) {
        if (is_new(report, i)) {
            return true;
        }
    }
    return false;
}

static void link_issue(struct filing *filing, size_t i, struct verdict_crash *told)
{
    if (told->issue != 0) {
        filing->tracker->link(filing->tracker, told->issue, filing->links[i]);
        told->issue_link = filing->links[i];
    }
}

/* `told` is the report's own list, which then says what became of each. */
static void file_crashes(struct filing *filing, struct verdict_crash *told)
{
    struct fault fault = {""};
    if (!has_new(filing->report)) {
        return;
    }
    if (filing_look(filing, &fault) != TRACKER_DONE) {
        filing_trouble(filing, "no crash is filed", &fault);
        return;
    }
    for (size_t i = 0; i < filing->report->crash_count; i++) {
        if (is_new(filing->report, i)) {
            file_one(filing, &told[i]);
            link_issue(filing, i, &told[i]);
        }
    }
}

static void tell_check(struct filing *filing)
{
    struct fault fault = {""};
    if (filing->queue->check(filing->queue, filing->report, &fault) != TRACKER_DONE) {
        filing_trouble(filing, "the check run is not told", &fault);
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
        filing_say(filing, in ? "waits for a reviewer" : "does not wait for a reviewer",
                   report->head);
    } else if (outcome == TRACKER_GONE) {
        filing_say(filing, "not queued", fault.text);
    } else {
        filing_trouble(filing, "the queue is not told", &fault);
    }
}

/* A rota that cannot be used costs no issue: it is addressed to nobody. */
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
        filing_trouble(filing, "issues are addressed to nobody", &fault);
        filing->duty.reviewer = NULL;
    }
}

/* GitHub's token can be had once only: the queue asks by the tracker's connection. */
static bool open_both(struct filing *filing, struct fault *fault)
{
    const struct filing_options *options = filing->options;
    struct tracker_options queue = options->tracker;
    filing->tracker = tracker_open(&options->tracker, fault);
    if (filing->tracker == NULL) {
        return false;
    }
    queue.word = options->queue == NULL ? queue.word : options->queue;
    filing->queue = strncmp(queue.word, "github:", 7) == 0
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
        filing_trouble(filing, "",
                       fault.text[0] == '\0' ? &(struct fault){"out of memory"} : &fault);
    } else {
        if (report->crash_count > 0) {
            memcpy(told, report->crashes, report->crash_count * sizeof *told);
        }
        report->crashes = told;
        filing->report = report;
        find_addressee(filing);
        file_crashes(filing, told);
        tell_check(filing);
        tell_queue(filing);
    }
    if (filing->queue != NULL) {
        filing->queue->close(filing->queue);
    }
    if (filing->tracker != NULL) {
        filing->tracker->close(filing->tracker);
    }
    rota_free(&filing->rota);
    free(filing->known.list);
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
                  filing_is_file(path, false, fault) &&
                  files_read(path, VERDICT_LIMIT, &text, fault);
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
    if (read_verdict(options, &read, &fault)) {
        file_report(&filing, &read.verdict);
    } else {
        filing_trouble(&filing, "", &fault);
    }
    verdict_read_free(&read);
    return filing.status;
}
