/* SPDX-License-Identifier: MIT */
/* A night's end: what it came to, for everybody who is to know. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/summary.h"
#include "gather.h"
#include "night.h"
#include "report/comment.h"
#include "report/outcome.h"
#include "report/publish.h"
#include "unfiled.h"
#include "work.h"

#define DUTY_DAYS 7

/* Sets what the report needs and gather.h does not find. */
static struct gather prepare(struct night *night, const struct duty *duty)
{
    const struct settings *settings = &night->options->settings;
    const struct ledger *ledger = &night->ledger;
    struct gather gather = {.decide = &night->decide, .parts = night->parts, .date = night->date};
    gather.report = (struct report){
        .project = settings->name[0] == '\0' ? "vigil" : settings->name,
        .revision = ledger->revision,
        .version = VIGIL_VERSION,
        .issues = night->outbox.tracker->place,
        .budget = night->options->budget,
        .troubles = ledger->troubles.data == NULL ? "" : ledger->troubles.data,
        .notes = ledger->notes.data == NULL ? "" : ledger->notes.data,
        .duty = duty,
        .toolchain = night->toolchain_known ? &night->toolchain : NULL,
        .stages = night->stages.list,
        .stage_count = night->stages.count,
    };
    return gather;
}

/* Adds what came up since the report was begun. */
static void refresh(struct night *night, struct gather *gather)
{
    const struct ledger *ledger = &night->ledger;
    gather->report.troubles = ledger->troubles.data == NULL ? "" : ledger->troubles.data;
    gather->report.notes = ledger->notes.data == NULL ? "" : ledger->notes.data;
    gather->report.stages = night->stages.list;
    gather->report.stage_count = night->stages.count;
    gather_outcome(gather);
}

static void trouble(struct night *night, struct gather *gather, const struct fault *fault)
{
    ledger_trouble(&night->ledger, fault);
    refresh(night, gather);
}

void night_observe(struct night *night)
{
    struct fault fault = {""};
    struct gather gather = prepare(night, NULL);
    if (!gather_report(&gather, false, &fault) ||
        !observe_write(&night->observe, &gather.report, false, &fault)) {
        ledger_trouble(&night->ledger, &fault);
    }
    gather_free(&gather);
}

/* Finds who has the review window from tonight's date on. A later day on which nobody has it is
 * told of on standard error, and is no trouble of this night's. */
static size_t find_duty(const struct night *night, struct duty days[DUTY_DAYS])
{
    struct fault fault;
    if (night->rota.count == 0) {
        return 0;
    }
    if (!duty_from(&night->rota, night->day, DUTY_DAYS, days, &fault)) {
        progress_say("vigil: %s", fault.text);
    }
    return DUTY_DAYS;
}

/* "11:30-15:30", by the reviewer's clock. */
static void write_hours(const struct duty *duty, char hours[16])
{
    char start[40], end[40];
    duty_local(duty->reviewer, duty->start, start);
    duty_local(duty->reviewer, duty->end, end);
    (void)snprintf(hours, 16, "%.5s-%.5s", start + 11, end + 11);
}

static void write_comment(const struct night *night, const struct report *report,
                          struct buffer *into)
{
    const struct duty *duty = &night->addressee;
    const struct tracker *tracker = night->outbox.tracker;
    char hours[16] = "", date[16] = "";
    struct night_comment comment = {.date = night->date,
                                    .sentence = report->sentence,
                                    .handle = "",
                                    .name = "",
                                    .hours = hours,
                                    .zone = "",
                                    .duty_date = date,
                                    .crashes = report->crashes,
                                    .crash_count = report->crash_count,
                                    .targets = report->targets,
                                    .target_count = report->target_count,
                                    .troubles = report->troubles,
                                    .notes = report->notes,
                                    .mentions = tracker->mentions,
                                    .limit = tracker->body_limit};
    if (duty->reviewer != NULL) {
        comment.handle = duty->reviewer->handle;
        comment.name = duty->reviewer->name;
        comment.zone = duty->reviewer->zone;
        write_hours(duty, hours);
        duty_write_date(duty->day, date);
    }
    night_comment(&comment, into);
}

/* A comment on the issue of all nights, for whoever is on duty; none without a rota, since nobody
 * is. */
static void announce(struct night *night, struct gather *gather)
{
    struct fault fault = {""};
    struct buffer text = {0};
    struct ledger *ledger = &night->ledger;
    struct store_action action = {.verb = STORE_NIGHT, .seen = night->started};
    if (night->rota.count == 0) {
        return;
    }
    (void)snprintf(action.marker, sizeof action.marker, "night:%s", night->date);
    write_comment(night, &gather->report, &text);
    action.body = text.data;
    bool posted = !text.failed || fault_set(&fault, "out of memory");
    if (!posted || !store_post(ledger->store, ledger->night, &action, &fault)) {
        trouble(night, gather, &fault);
    } else if (!night->options->unfiled && !outbox_send(&night->outbox)) {
        refresh(night, gather);
    }
    buffer_free(&text);
}

static bool tell_store(struct night *night, struct gather *gather, const char *ended,
                       struct fault *fault)
{
    const struct report *report = &gather->report;
    int64_t late = stages_now() / 1000000000 - duty_window(&night->rota, night->day);
    struct store_end end = {.when = ended,
                            .status = (int)report->outcome,
                            .whole = !process_interrupted(),
                            .late = late > 0 ? (double)late : 0,
                            .untriaged = gather->untriaged_seconds,
                            .filed = report->filings.filed};
    memcpy(end.open, gather->open, sizeof end.open);
    for (size_t i = 0; i < report->crash_count; i++) {
        end.found += outcome_is_finding(&report->crashes[i]);
    }
    return store_end_night(night->ledger.store, night->ledger.night, &end, fault) &&
           gather_nights(gather, fault);
}

static bool show_pages(struct night *night, const struct gather *gather, struct fault *fault)
{
    char work[PATH_SIZE];
    struct fault undrawn = {""};
    bool shown = path_make(work, fault, "%s/work", night->state) &&
                 files_make_directory(work, fault) &&
                 publish(&gather->report, night->report, work, &undrawn, fault);
    if (undrawn.text[0] != '\0') {
        progress_say("vigil: no plots: %s", undrawn.text);
    }
    return shown;
}

static bool show_text(const struct night *night, const struct report *report, struct fault *fault)
{
    struct buffer text = {0};
    report_text(report, &text);
    buffer_format(&text, "Page: %s/%s.html\n", night->report, night->date);
    progress_end();
    bool shown = (!text.failed || fault_set(fault, "out of memory")) &&
                 ((fputs(text.data, stdout) >= 0 && fflush(stdout) == 0) ||
                  fault_errno(fault, "standard output"));
    buffer_free(&text);
    return shown;
}

/* One place could not show the night: that is a trouble, which is told in the store and in the
 * places that come next. */
static void admit(struct night *night, struct gather *gather, const char *ended,
                  const struct fault *fault)
{
    struct fault ignored;
    trouble(night, gather, fault);
    (void)tell_store(night, gather, ended, &ignored);
}

/* "5 new issues, 2 to be closed and 1 comment wait for `vigil file`"; nothing where nothing does.
 */
static void write_waiting(const struct store_waiting *waiting, struct buffer *into)
{
    const struct {
        unsigned count;
        const char *one, *many;
    } parts[] = {{waiting->filings, "new issue", "new issues"},
                 {waiting->closings, "to be closed", "to be closed"},
                 {waiting->reopenings, "to be opened again", "to be opened again"},
                 {waiting->others, "comment or digest", "comments and the like"}};
    unsigned all = 0, left = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        left += parts[i].count > 0;
        all += parts[i].count;
    }
    for (size_t i = 0, said = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count > 0) {
            const char *between = said == 0 ? "" : said + 1 == left ? " and " : ", ";
            buffer_format(into, "%s%u %s", between, parts[i].count,
                          parts[i].count == 1 ? parts[i].one : parts[i].many);
            said++;
        }
    }
    buffer_text(into, all == 0   ? ""
                      : all == 1 ? " waits for `vigil file`"
                                 : " wait for `vigil file`");
}

/* What an unfiled night leaves to `vigil file` is no trouble. Another night does so itself. */
static void leave(struct night *night, struct gather *gather)
{
    struct fault fault = {""};
    struct buffer text = {0};
    struct store_waiting waiting;
    struct ledger *ledger = &night->ledger;
    if (!(night->options->unfiled ? unfiled_note(night->state, ledger->night, &fault)
                                  : unfiled_forget(night->state, &fault))) {
        ledger_trouble(ledger, &fault);
    }
    if (night->options->unfiled) {
        if (!store_count_waiting(ledger->store, &waiting, &fault)) {
            ledger_trouble(ledger, &fault);
        } else {
            write_waiting(&waiting, &text);
        }
        if (text.size > 0 && !text.failed) {
            (void)fault_set(&fault, "%s", text.data);
            ledger_note(ledger, &fault);
        }
        /* The comment that tells of the night waits, too. */
        if (!store_count_filings(ledger->store, ledger->night, &gather->report.filings, &fault)) {
            ledger_trouble(ledger, &fault);
        }
    }
    buffer_free(&text);
}

static bool add_to_summary(const struct night *night, const struct report *report,
                           struct fault *fault)
{
    struct buffer text = {0};
    if (night->options->summary == NULL) {
        return true;
    }
    report_markdown(report, &text);
    bool added = summary_add(night->options->summary, &text, fault);
    buffer_free(&text);
    return added;
}

static void show(struct night *night, struct gather *gather)
{
    char ended[CLOCK_SIZE];
    struct fault fault = {""};
    clock_now(ended);
    /* Pages before the rest: what cannot be written there is a trouble that the rest tells of. */
    if (!tell_store(night, gather, ended, &fault) || !show_pages(night, gather, &fault)) {
        admit(night, gather, ended, &fault);
    }
    if (!observe_write(&night->observe, &gather->report, true, &fault)) {
        admit(night, gather, ended, &fault);
    }
    if (!add_to_summary(night, &gather->report, &fault)) {
        admit(night, gather, ended, &fault);
    }
    if (!show_text(night, &gather->report, &fault)) {
        admit(night, gather, ended, &fault);
    }
}

int night_conclude(struct night *night)
{
    struct duty days[DUTY_DAYS] = {0};
    struct fault fault = {""};
    size_t day_count = find_duty(night, days);
    struct gather gather = prepare(night, days);
    gather.report.duty_count = day_count;
    size_t stage = stages_begin(&night->stages, "report", "");
    if (!store_check(night->ledger.store, &fault)) {
        ledger_trouble(&night->ledger, &fault);
        fault.text[0] = '\0';
    }
    if (!gather_report(&gather, true, &fault)) {
        trouble(night, &gather, &fault);
    }
    announce(night, &gather);
    leave(night, &gather);
    stages_end(&night->stages, stage);
    refresh(night, &gather);
    show(night, &gather);
    int status = (int)gather.report.outcome;
    gather_free(&gather);
    return status;
}
