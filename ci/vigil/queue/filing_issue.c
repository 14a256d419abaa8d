/* SPDX-License-Identifier: MIT */
#include "filing_issue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "tracker/issue.h"

#define WORDS_MOST 300

static bool take(void *context, const struct tracker_issue *issue)
{
    struct known *known = context;
    struct tracker_issue *grown = realloc(known->list, (known->count + 1) * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    known->list = grown;
    grown[known->count++] = *issue;
    return true;
}

static uint64_t number_of(const struct known *known, const char *marker)
{
    for (size_t i = 0; i < known->count; i++) {
        if (strcmp(known->list[i].marker, marker) == 0) {
            return known->list[i].number;
        }
    }
    return 0;
}

enum tracker_outcome filing_look(struct filing *filing, struct fault *fault)
{
    return filing->tracker->list(filing->tracker, take, &filing->known, fault);
}

static void compose(const struct filing *filing, const struct crash *crash, const char *marker,
                    const char *directory, struct buffer *body)
{
    char date[16] = "";
    const struct rota_reviewer *reviewer = filing->duty.reviewer;
    if (reviewer != NULL) {
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
            .duty_handle = reviewer == NULL ? "" : reviewer->handle,
            .duty_name = reviewer == NULL ? "" : reviewer->name,
            .duty_date = date,
            .mentions = filing->tracker->mentions,
            .withheld = filing->options->withhold && signature_is_security(&crash->signature),
            .limit = filing->tracker->body_limit,
        },
        body);
}

static enum tracker_outcome create(const struct filing *filing, const struct crash *crash,
                                   const char *marker, const char *directory, uint64_t *number,
                                   struct fault *fault)
{
    struct buffer body = {0};
    const char *labels[TRACKER_LABELS_MOST] = {0};
    compose(filing, crash, marker, directory, &body);
    const struct rota_reviewer *reviewer = filing->duty.reviewer;
    struct tracker_draft draft = {.title = crash->signature.title,
                                  .body = body.data,
                                  .marker = marker,
                                  .label_count = issue_labels(&crash->signature, labels),
                                  .assignee = reviewer == NULL ? "" : reviewer->handle,
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

/* The hidden marker has the head, so that it is told once a change. */
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

void filing_issue(struct filing *filing, struct verdict_crash *told, const struct crash *crash)
{
    char marker[TRACKER_MARKER_SIZE];
    struct fault fault = {""};
    (void)snprintf(marker, sizeof marker, "crash:%s", crash->signature.id);
    told->issue = number_of(&filing->known, marker);
    bool there = told->issue != 0;
    enum tracker_outcome outcome =
        there ? TRACKER_DONE : create(filing, crash, marker, told->directory, &told->issue, &fault);
    if (outcome == TRACKER_DONE) {
        filing_say(filing, there ? "has an issue already" : "filed", crash->signature.title);
        outcome = tell(filing, told, told->issue, &fault);
    }
    if (outcome != TRACKER_DONE) {
        filing_trouble(filing, crash->signature.title, &fault);
    }
}
