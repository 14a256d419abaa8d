/* SPDX-License-Identifier: MIT */
#include "decide_say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tracker/issue.h"

/* Whom a new issue is addressed to; empty for nobody. */
static const struct rota_reviewer *addressee(const struct decide *decide)
{
    static const struct rota_reviewer nobody;
    const struct duty *duty = decide->addressee;
    return duty == NULL || duty->reviewer == NULL ? &nobody : duty->reviewer;
}

/* One action with the memory that its words need. */
struct saying {
    struct store_action action;
    struct buffer body, labels;
    char title[320];
};

struct speech {
    struct decide *decide;
    const struct decide_crash *crashes;
    size_t count;
    char now[32];
    struct saying *sayings; /* room for one a crash, and the digest's */
    size_t said;
};

static struct saying *begin(struct speech *speech, enum store_verb verb, const char *crash)
{
    struct saying *saying = &speech->sayings[speech->said];
    memset(saying, 0, sizeof *saying);
    saying->action = (struct store_action){.verb = verb,
                                           .title = "",
                                           .target = "",
                                           .signature = "",
                                           .seen = speech->now,
                                           .labels = "",
                                           .assignee = "",
                                           .body = ""};
    (void)snprintf(saying->action.crash, sizeof saying->action.crash, "%s", crash);
    return saying;
}

static bool finish(struct speech *speech, struct saying *saying, struct fault *fault)
{
    speech->said++; /* to be freed, also when it failed */
    if (saying->body.failed || saying->labels.failed) {
        return fault_set(fault, "out of memory");
    }
    if (saying->body.size > 0) {
        saying->action.body = saying->body.data;
    }
    if (saying->labels.size > 0) {
        saying->action.labels = saying->labels.data;
    }
    return true;
}

/* The target as it is tonight; one that is no more is known by its name alone. */
static void find_target(const struct decide *decide, const char *name, struct target *target)
{
    memset(target, 0, sizeof *target);
    for (size_t i = 0; i < decide->targets->count; i++) {
        if (strcmp(decide->targets->targets[i].name, name) == 0) {
            *target = decide->targets->targets[i];
            return;
        }
    }
    (void)snprintf(target->name, sizeof target->name, "%s", name);
    (void)snprintf(target->path, sizeof target->path, "%s", name);
    target_options_defaults(&target->options);
}

static void describe_issue(struct speech *speech, const struct decide_crash *about,
                           const struct crash *crash, const char *directory, struct saying *saying)
{
    const struct decide *decide = speech->decide;
    const struct tracker *tracker = decide->ledger->outbox->tracker;
    const char *labels[TRACKER_LABELS_MOST] = {0};
    const struct rota_reviewer *reviewer = addressee(decide);
    char date[16] = "";
    struct store_action *action = &saying->action;
    if (reviewer->handle[0] != '\0') {
        duty_write_date(decide->addressee->day, date);
    }
    (void)snprintf(action->marker, sizeof action->marker, "crash:%s", about->known.id);
    issue_body(
        crash,
        &(struct issue_facts){
            .marker = action->marker,
            .directory = directory,
            .seen = about->known.first_seen,
            .nights = about->known.nights,
            .revision = about->known.revision,
            .first_bad = about->known.first_bad,
            .handle = about->known.handle,
            .duty_handle = reviewer->handle,
            .duty_name = reviewer->name,
            .duty_date = date,
            .mentions = tracker->mentions,
            .withheld = decide->settings->withhold && signature_is_security(&crash->signature),
            .limit = tracker->body_limit,
        },
        &saying->body);
    size_t count = issue_labels(&crash->signature, labels);
    for (size_t i = 0; i < count; i++) {
        buffer_format(&saying->labels, "%s\n", labels[i]);
    }
    (void)snprintf(saying->title, sizeof saying->title, "%s", crash->signature.title);
    action->title = saying->title;
    action->target = about->variant.target;
    action->signature = about->variant.signature.key;
    action->seen = about->known.first_seen;
    action->assignee = reviewer->handle;
}

static bool describe_crash(struct speech *speech, const struct decide_crash *about,
                           struct target *target, struct crash *crash, struct fault *fault)
{
    struct decide *decide = speech->decide;
    char directory[PATH_SIZE];
    find_target(decide, about->variant.target, target);
    if (!ledger_directory(decide->ledger, about->variant.id, directory, fault) ||
        !triage_load(target, directory, &about->variant.signature, crash, fault)) {
        return false;
    }
    crash->replays = about->variant.replays;
    crash->reproduced = about->variant.reproduced;
    crash->reproducibility = about->variant.reproducibility;
    struct saying *saying = begin(speech, STORE_FILE, about->known.id);
    describe_issue(speech, about, crash, directory, saying);
    return finish(speech, saying, fault);
}

static bool say_file(struct speech *speech, const struct decide_crash *about, struct fault *fault)
{
    struct crash *crash = calloc(1, sizeof *crash);
    struct target *target = calloc(1, sizeof *target);
    bool done = false;
    if (crash == NULL || target == NULL) {
        fault_set(fault, "out of memory");
    } else {
        done = describe_crash(speech, about, target, crash, fault);
        crash_free(crash);
    }
    free(crash);
    free(target);
    return done;
}

/* "2026-11-24T02:00:00Z" -> "20261124T020000Z": no two nights begin in one second, for the lock. */
static void compact(const char *when, char text[32])
{
    size_t used = 0;
    for (; *when != '\0' && used < 31; when++) {
        if (*when != '-' && *when != ':') {
            text[used++] = *when;
        }
    }
    text[used] = '\0';
}

static bool say_turn(struct speech *speech, const struct decide_crash *about, bool open,
                     struct fault *fault)
{
    struct saying *saying = begin(speech, open ? STORE_REOPEN : STORE_CLOSE, about->known.id);
    char when[32];
    compact(speech->now, when);
    (void)snprintf(saying->action.marker, sizeof saying->action.marker, "%s:%s:%s",
                   open ? "back" : "mended", about->known.id, when);
    saying->action.number = about->known.issue;
    struct issue_change change = {
        .former = open ? about->known.good_revision : about->known.revision,
        .former_seen = open ? about->known.good_seen : about->known.last_seen,
        .tip = speech->decide->ledger->revision,
        .now = speech->now,
        .replays = open ? about->variant.replays : about->ran,
        .reproduced = open ? about->variant.reproduced : 0,
    };
    if (open) {
        issue_returned(&change, &saying->body);
    } else {
        issue_fixed(&change, &saying->body);
    }
    return finish(speech, saying, fault);
}

static bool is_digested(const struct decide_crash *crash)
{
    return crash->life.step == LIFECYCLE_DIGEST;
}

/* As after the night that lost its database it may be, with nothing to stand in it. */
static bool is_digest_open(const struct outbox *outbox)
{
    const struct tracker_issue *digest = outbox_find(outbox, "digest");
    return outbox->listed && digest != NULL && digest->open;
}

/* The digest is written anew when something came or went. */
static bool say_digest(struct speech *speech, struct fault *fault)
{
    struct issue_digest_line *lines = calloc(speech->count + 1, sizeof *lines);
    char(*directories)[PATH_SIZE] = calloc(speech->count + 1, sizeof *directories);
    size_t count = 0;
    bool changed = false, done = lines != NULL && directories != NULL;
    for (size_t i = 0; done && i < speech->count; i++) {
        const struct decide_crash *crash = &speech->crashes[i];
        changed = changed || is_digested(crash) != crash->known.digested;
        if (is_digested(crash)) {
            done = ledger_directory(speech->decide->ledger, crash->variant.id, directories[count],
                                    fault);
            lines[count] =
                (struct issue_digest_line){crash->known.title, crash->known.target,
                                           signature_severity_name(crash->known.severity),
                                           crash->variant.signature.key, directories[count]};
            count++;
        }
    }
    if (done && (changed || (count == 0 && is_digest_open(speech->decide->ledger->outbox)))) {
        struct saying *saying = begin(speech, count > 0 ? STORE_DIGEST : STORE_DIGEST_CLOSE, "");
        (void)snprintf(saying->action.marker, sizeof saying->action.marker, "digest");
        (void)snprintf(saying->title, sizeof saying->title,
                       "%zu more crashes wait for an issue of their own", count);
        saying->action.title = saying->title;
        saying->action.assignee = addressee(speech->decide)->handle;
        issue_digest(lines, count, speech->decide->settings->issues,
                     speech->decide->ledger->outbox->tracker->body_limit, &saying->body);
        done = finish(speech, saying, fault);
    }
    free(lines);
    free(directories);
    return done;
}

static bool compose(struct speech *speech, struct fault *fault)
{
    bool done = true;
    for (size_t i = 0; done && i < speech->count; i++) {
        const struct decide_crash *crash = &speech->crashes[i];
        switch (crash->life.step) {
        case LIFECYCLE_FILE:
            /* One whose files a person removed must not keep the others from being filed. */
            if (!say_file(speech, crash, fault)) {
                ledger_trouble(speech->decide->ledger, fault);
            }
            break;
        case LIFECYCLE_CLOSE:
        case LIFECYCLE_REOPEN:
            done = say_turn(speech, crash, crash->life.step == LIFECYCLE_REOPEN, fault);
            break;
        case LIFECYCLE_NOTHING:
        case LIFECYCLE_DIGEST:
        case LIFECYCLE_FORGET:
        case LIFECYCLE_WAIT:
            break;
        }
    }
    return done && say_digest(speech, fault);
}

static bool post(void *context, struct fault *fault)
{
    struct speech *speech = context;
    const struct ledger *ledger = speech->decide->ledger;
    bool done = true;
    for (size_t i = 0; done && i < speech->said; i++) {
        done = store_post(ledger->store, ledger->night, &speech->sayings[i].action, fault);
    }
    for (size_t i = 0; done && i < speech->count; i++) {
        const struct decide_crash *crash = &speech->crashes[i];
        enum lifecycle_step step = crash->life.step;
        if (is_digested(crash) != crash->known.digested) {
            done = store_set_digested(ledger->store, crash->known.id, is_digested(crash), fault);
        }
        if (done && (step == LIFECYCLE_CLOSE || step == LIFECYCLE_FORGET)) {
            done = store_set_mended(ledger->store, crash->known.id, ledger->revision, speech->now,
                                    fault);
        } else if (done && step == LIFECYCLE_REOPEN) {
            done = store_set_mended(ledger->store, crash->known.id, "", "", fault);
        }
    }
    return done;
}

bool decide_say(struct decide *decide, const struct decide_crash *crashes, size_t count,
                struct fault *fault)
{
    struct speech speech = {.decide = decide, .crashes = crashes, .count = count};
    clock_now(speech.now);
    speech.sayings = calloc(count + 1, sizeof *speech.sayings);
    if (speech.sayings == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done =
        compose(&speech, fault) && store_transaction(decide->ledger->store, post, &speech, fault);
    for (size_t i = 0; i < speech.said; i++) {
        buffer_free(&speech.sayings[i].body);
        buffer_free(&speech.sayings[i].labels);
    }
    free(speech.sayings);
    return done;
}
