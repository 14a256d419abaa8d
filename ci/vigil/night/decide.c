/* SPDX-License-Identifier: MIT */
#include "decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/process.h"
#include "describe.h"
#include "tracker/issue.h"

const struct target *decide_target(const struct decide *decide, const char *name)
{
    for (size_t i = 0; i < decide->targets->count; i++) {
        if (strcmp(decide->targets->targets[i].name, name) == 0) {
            return &decide->targets->targets[i];
        }
    }
    return NULL;
}

/* An advisory is made where the settings ask for it and the tracker has a place for one. */
static bool wants_advisory(const struct decide *decide)
{
    return decide->settings->advisory && decide->ledger->outbox->tracker->advise != NULL;
}

bool decide_withholds(const struct decide *decide, bool is_security)
{
    return is_security &&
           (wants_advisory(decide) ||
            tracker_withholds(decide->ledger->outbox->tracker, decide->settings->withhold));
}

/* What is to be done about each crash. */

/* A crash's variants taken together. */
struct whole {
    const struct ledger *ledger;
    struct decide_crash *crash;
    bool any_studied, any_put_off, all_gone, best_seen, half, bare;
};

/* Whether the variant shows the crash better than the best so far: one that was studied, one that
 * was seen tonight, one that comes more often. */
static bool is_better(const struct whole *whole, const struct store_variant *variant, bool seen)
{
    const struct store_variant *best = &whole->crash->variant;
    if (!best->studied || !variant->studied) {
        return !best->studied;
    }
    return seen != whole->best_seen ? seen : variant->reproducibility < best->reproducibility;
}

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct whole *whole = context;
    struct decide_crash *crash = whole->crash;
    const struct ledger_tally *tally = ledger_tally(whole->ledger, variant->id);
    if (tally != NULL) {
        crash->times += tally->times;
        crash->ran =
            (tally->gone || variant->half) && tally->ran > crash->ran ? tally->ran : crash->ran;
        if (crash->why[0] == '\0') {
            memcpy(crash->why, tally->why, sizeof crash->why);
        }
    }
    bool seen = tally != NULL && tally->times > 0;
    crash->ways++;
    /* Not before it is shown with the other input, which may have failed. */
    whole->half = whole->half || (variant->half && seen && !tally->gone && !tally->clean);
    whole->all_gone = whole->all_gone && ledger_is_gone(tally);
    whole->any_studied = whole->any_studied || variant->studied;
    whole->any_put_off = whole->any_put_off || (tally != NULL && tally->put_off);
    whole->bare = whole->bare || (variant->bare && variant->studied);
    if (is_better(whole, variant, seen)) {
        crash->variant = *variant;
        whole->best_seen = seen;
    }
    return true;
}

/* How it may be filed: one that was not studied for want of time as what its replays so far, and
 * its report, make of it. What the kernel killed once is no crash before a replay shows it. */
static enum reproducibility rate(const struct store_variant *variant)
{
    if (variant->studied) {
        return variant->reproducibility;
    }
    if (strcmp(variant->signature.kind, "killed-by-sigkill") == 0 ||
        variant->signature.class == CLASS_EXHAUSTION) {
        return UNCONFIRMED;
    }
    return variant->reproduced >= variant->replays - variant->reproduced ? REPRODUCIBLE : FLAKY;
}

static bool sum_up(const struct ledger *ledger, struct decide_crash *crash, struct fault *fault)
{
    struct whole whole = {.ledger = ledger, .crash = crash, .all_gone = true};
    const struct store_crash *known = &crash->known;
    if (!store_each_variant(ledger->store, known->id, take_variant, &whole, fault)) {
        return false;
    }
    /* A crash of which nothing was studied yet, for want of time, is filed with what is known; one
     * whose study was cut short with the night waits for the next. */
    bool unknown = !whole.any_studied && (!whole.any_put_off || process_interrupted());
    crash->life = (struct lifecycle_crash){
        .severity = known->severity,
        .reproducibility = rate(&crash->variant),
        .seen = known->seen,
        .gone = whole.all_gone,
        .half = whole.half,
        .studied = whole.bare,
        .pending = known->pending || unknown,
        .filed = known->issue > 0,
        .open = known->open,
        .declined = known->declined,
        .mended = known->mended,
        .nights = known->nights,
    };
    return true;
}

/* What is filed already counts against the night's limit, and so does what waits: nights of which
 * nothing is filed must not add up to a flood. */
static bool count_filed(struct decide *decide, struct fault *fault)
{
    struct store_waiting waiting;
    const struct ledger *ledger = decide->ledger;
    if (!decide->begun) {
        decide->begun = store_count_waiting(ledger->store, &waiting, fault);
        decide->filed = decide->begun ? ledger->outbox->filed + waiting.filings : 0;
        decide->spare = ledger->outbox->spare;
    }
    return decide->begun;
}

static bool ask_lifecycle(struct decide *decide, struct decide_crash *crashes, size_t count,
                          struct fault *fault)
{
    struct lifecycle_crash *lives = calloc(count + 1, sizeof *lives);
    unsigned spare = decide->ledger->outbox->spare - decide->spare;
    bool done = true;
    if (lives == NULL) {
        return fault_set(fault, "out of memory");
    }
    for (size_t i = 0; done && i < count; i++) {
        done = sum_up(decide->ledger, &crashes[i], fault);
        crashes[i].life.rests = decide->afterwards && crashes[i].known.digested && spare == 0;
        lives[i] = crashes[i].life;
    }
    /* Where the database was lost, a night that may not ask decides to file what has its issue. */
    unsigned most = decide->settings->issues + spare;
    if (done) {
        lifecycle_decide(lives, count, decide->filed < most ? most - decide->filed : 0);
    }
    for (size_t i = 0; done && i < count; i++) {
        crashes[i].life = lives[i];
        decide->filed += lives[i].step == LIFECYCLE_FILE;
    }
    free(lives);
    return done;
}

/* The words for the tracker. They are composed first, since that needs files; then everything is
 * written in one transaction. */

/* One action with the memory that its words need. */
struct message {
    struct store_action action;
    struct buffer body, labels, advisory;
    char title[320];
};

struct messages {
    struct decide *decide;
    const struct decide_crash *crashes;
    size_t crash_count;
    char now[CLOCK_SIZE];
    struct message *list; /* room for one a crash, and the digest's */
    size_t count;
};

static struct message *begin(struct messages *messages, enum store_verb verb, const char *crash)
{
    struct message *message = &messages->list[messages->count];
    message->action = (struct store_action){.verb = verb, .seen = messages->now};
    (void)snprintf(message->action.crash, sizeof message->action.crash, "%s", crash);
    return message;
}

static void free_words(struct message *message)
{
    buffer_free(&message->body);
    buffer_free(&message->labels);
    buffer_free(&message->advisory);
}

/* Takes the message among those to be posted, unless a part of it could not be composed. */
static bool finish(struct messages *messages, struct message *message, struct fault *fault)
{
    if (message->body.failed || message->labels.failed || message->advisory.failed) {
        free_words(message);
        return fault_set(fault, "%s: not composed: out of memory, or the store cannot be read",
                         message->action.marker);
    }
    message->action.body = message->body.data;
    message->action.labels = message->labels.data;
    message->action.advisory = message->advisory.data;
    messages->count++;
    return true;
}

static struct message *describe_issue(struct messages *messages, const struct decide_crash *about,
                                      const struct crash *crash, const char *directory)
{
    const struct store_crash *known = &about->known;
    struct message *message = begin(messages, STORE_FILE, known->id);
    struct store_action *action = &message->action;
    (void)snprintf(action->marker, sizeof action->marker, "crash:%s", known->id);
    bool is_security = signature_is_security(&crash->signature);
    struct describe describe = {
        .ledger = messages->decide->ledger,
        .known = known,
        .variant = &about->variant,
        .crash = crash,
        .directory = directory,
        .marker = action->marker,
        .addressee = messages->decide->addressee,
        .withhold = decide_withholds(messages->decide, is_security),
    };
    describe_body(&describe, &message->body);
    if (is_security && wants_advisory(messages->decide)) {
        describe.withhold = false;
        describe_body(&describe, &message->advisory);
    }
    describe_labels(crash, &message->labels);
    (void)snprintf(message->title, sizeof message->title, "%s", crash->signature.title);
    action->title = message->title;
    action->target = about->variant.target;
    action->signature = about->variant.signature.key;
    action->seen = known->first_seen;
    action->assignee = describe_addressee(messages->decide->addressee)->handle;
    return message;
}

/* "2026-11-24T02:00:00Z" -> "20261124T020000Z": the lock sees to it that no two nights begin in one
 * second. */
static void compact(const char *when, char text[CLOCK_SIZE])
{
    size_t used = 0;
    for (; *when != '\0' && used < CLOCK_SIZE - 1; when++) {
        if (*when != '-' && *when != ':') {
            text[used++] = *when;
        }
    }
    text[used] = '\0';
}

/* A comment on the crash's issue, of a marker that no other night gives: "WHAT:ID:WHEN". */
static struct message *begin_comment(struct messages *messages, const struct decide_crash *about,
                                     const char *what)
{
    char when[CLOCK_SIZE];
    const struct store_crash *known = &about->known;
    struct message *message = begin(messages, STORE_COMMENT, known->id);
    compact(messages->now, when);
    (void)snprintf(message->action.marker, sizeof message->action.marker, "%s:%s:%s", what,
                   known->id, when);
    message->action.number = known->issue;
    return message;
}

/* What such a comment shows of the crash. */
static struct issue_half shown(const struct messages *messages, const struct crash *crash,
                               const char *directory)
{
    const struct decide *decide = messages->decide;
    return (struct issue_half){
        .crash = crash,
        .directory = directory,
        .tip = decide->ledger->revision,
        .now = messages->now,
        .withheld = decide_withholds(decide, signature_is_security(&crash->signature)),
        .limit = decide->ledger->outbox->tracker->body_limit,
    };
}

static struct message *describe_half(struct messages *messages, const struct decide_crash *about,
                                     const struct crash *crash, const char *directory)
{
    struct message *message = begin_comment(messages, about, "half");
    char *marker = message->action.marker;
    size_t used = strlen(marker);
    /* One that is told of by another input is told of again. */
    uint64_t hash = fnv_add(FNV_START, crash->minimised.data, crash->minimised.size);
    (void)snprintf(marker + used, sizeof message->action.marker - used, ":%08x",
                   (unsigned)(hash >> 32));
    struct issue_half half = shown(messages, crash, directory);
    half.ran = about->ran;
    issue_half_fixed(&half, &message->body);
    return message;
}

static struct message *describe_study(struct messages *messages, const struct decide_crash *about,
                                      const struct crash *crash, const char *directory)
{
    struct message *message = begin_comment(messages, about, "studied");
    struct issue_half study = shown(messages, crash, directory);
    issue_studied(&study, about->known.first_bad, &message->body);
    return message;
}

/* Composes what shows the crash itself, as `describe` does, from its files. */
typedef struct message *describe_crash(struct messages *messages, const struct decide_crash *about,
                                       const struct crash *crash, const char *directory);
static bool show(struct messages *messages, const struct decide_crash *about,
                 describe_crash *describe, struct fault *fault)
{
    char directory[PATH_SIZE];
    const struct decide *decide = messages->decide;
    const char *name = about->variant.target;
    struct crash *crash = calloc(1, sizeof *crash);
    struct target *gone = calloc(1, sizeof *gone);
    bool done = false;
    if (crash == NULL || gone == NULL) {
        (void)fault_set(fault, "out of memory");
    } else {
        /* The target as it is tonight; where there is none any more, only its name is known. */
        const struct target *target = decide_target(decide, name);
        (void)snprintf(gone->name, sizeof gone->name, "%s", name);
        (void)snprintf(gone->path, sizeof gone->path, "%s", name);
        target_options_defaults(&gone->options);
        done = ledger_load(decide->ledger, &about->variant, target == NULL ? gone : target, crash,
                           directory, fault) &&
               finish(messages, describe(messages, about, crash, directory), fault);
        crash_free(crash);
    }
    free(crash);
    free(gone);
    return done;
}

static bool close_or_reopen(struct messages *messages, const struct decide_crash *about, bool open,
                            struct fault *fault)
{
    const struct store_crash *known = &about->known;
    struct message *message = begin(messages, open ? STORE_REOPEN : STORE_CLOSE, known->id);
    char when[CLOCK_SIZE];
    compact(messages->now, when);
    (void)snprintf(message->action.marker, sizeof message->action.marker, "%s:%s:%s",
                   open ? "back" : "mended", known->id, when);
    message->action.number = known->issue;
    struct issue_change change = {
        .former = open ? known->good_revision : known->revision,
        .former_seen = open ? known->good_seen : known->last_seen,
        .tip = messages->decide->ledger->revision,
        .now = messages->now,
        .replays = open ? about->variant.replays : about->ran,
        .reproduced = open ? about->variant.reproduced : 0,
        .inputless = about->variant.inputless,
        .ways_left = known->rest[0] != '\0',
    };
    if (open) {
        issue_returned(&change, &message->body);
    } else {
        issue_fixed(&change, &message->body);
    }
    return finish(messages, message, fault);
}

static bool is_digested(const struct decide_crash *crash)
{
    return crash->life.step == LIFECYCLE_DIGEST;
}

/* The digest is written anew when a crash came into it or left it. It may also be open with nothing
 * to list, after a night that lost its database; then it is closed. */
static bool digest(struct messages *messages, struct fault *fault)
{
    const struct ledger *ledger = messages->decide->ledger;
    const struct tracker_issue *issue = outbox_find(ledger->outbox, "digest");
    bool is_open = ledger->outbox->listed && issue != NULL && issue->open;
    struct issue_digest_line *lines = calloc(messages->crash_count + 1, sizeof *lines);
    char(*directories)[PATH_SIZE] = calloc(messages->crash_count + 1, sizeof *directories);
    size_t count = 0;
    bool changed = false, done = lines != NULL && directories != NULL;
    for (size_t i = 0; done && i < messages->crash_count; i++) {
        const struct decide_crash *crash = &messages->crashes[i];
        changed = changed || is_digested(crash) != crash->known.digested;
        if (is_digested(crash)) {
            done = ledger_directory(ledger, crash->variant.id, directories[count], fault);
            lines[count] =
                (struct issue_digest_line){crash->known.title, crash->known.target,
                                           signature_severity_name(crash->known.severity),
                                           crash->variant.signature.key, directories[count]};
            count++;
        }
    }
    if (done && (changed || (count == 0 && is_open))) {
        struct message *message =
            begin(messages, count > 0 ? STORE_DIGEST : STORE_DIGEST_CLOSE, "");
        (void)snprintf(message->action.marker, sizeof message->action.marker, "digest");
        (void)snprintf(message->title, sizeof message->title,
                       "%zu more crashes wait for an issue of their own", count);
        message->action.title = message->title;
        message->action.assignee = describe_addressee(messages->decide->addressee)->handle;
        issue_digest(lines, count, messages->decide->settings->issues,
                     ledger->outbox->tracker->body_limit, &message->body);
        done = finish(messages, message, fault);
    }
    free(lines);
    free(directories);
    return done;
}

static bool compose(struct messages *messages, struct fault *fault)
{
    bool done = true;
    for (size_t i = 0; done && i < messages->crash_count; i++) {
        const struct decide_crash *crash = &messages->crashes[i];
        switch (crash->life.step) {
        case LIFECYCLE_FILE:
            /* A crash whose files a person removed must not keep the others from being filed. */
            if (!show(messages, crash, describe_issue, fault)) {
                ledger_trouble(messages->decide->ledger, fault);
                fault->text[0] = '\0';
            }
            break;
        case LIFECYCLE_CLOSE:
        case LIFECYCLE_REOPEN:
            done = close_or_reopen(messages, crash, crash->life.step == LIFECYCLE_REOPEN, fault);
            break;
        case LIFECYCLE_HALF:
        case LIFECYCLE_STUDY:
            /* Nor may such files keep the others from being told of. */
            if (!show(messages, crash,
                      crash->life.step == LIFECYCLE_HALF ? describe_half : describe_study, fault)) {
                ledger_trouble(messages->decide->ledger, fault);
                fault->text[0] = '\0';
            }
            break;
        case LIFECYCLE_NOTHING:
        case LIFECYCLE_DIGEST:
        case LIFECYCLE_FORGET:
        case LIFECYCLE_WAIT:
            break;
        }
    }
    return done && digest(messages, fault);
}

static bool post(void *context, struct fault *fault)
{
    struct messages *messages = context;
    const struct ledger *ledger = messages->decide->ledger;
    bool done = true;
    for (size_t i = 0; done && i < messages->count; i++) {
        enum store_verb verb = messages->list[i].action.verb;
        if (verb == STORE_DIGEST || verb == STORE_DIGEST_CLOSE) {
            done = store_withdraw(ledger->store, STORE_DIGEST, STORE_DIGEST_CLOSE, fault);
        }
        done = done && store_post(ledger->store, ledger->night, &messages->list[i].action, fault);
    }
    for (size_t i = 0; done && i < messages->crash_count; i++) {
        const struct decide_crash *crash = &messages->crashes[i];
        enum lifecycle_step step = crash->life.step;
        if (is_digested(crash) != crash->known.digested) {
            done = store_set_digested(ledger->store, crash->known.id, is_digested(crash), fault);
        }
        if (done &&
            (step == LIFECYCLE_FILE || step == LIFECYCLE_CLOSE || step == LIFECYCLE_REOPEN ||
             step == LIFECYCLE_HALF || step == LIFECYCLE_STUDY)) {
            done = store_set_told(ledger->store, crash->known.id, fault);
        }
        if (done && step == LIFECYCLE_FILE && !crash->variant.studied) {
            done = store_set_bare(ledger->store, crash->variant.id, fault);
        }
        if (done && (step == LIFECYCLE_CLOSE || step == LIFECYCLE_FORGET)) {
            done = store_set_mended(ledger->store, crash->known.id, ledger->revision, messages->now,
                                    fault);
        } else if (done && step == LIFECYCLE_REOPEN) {
            done = store_set_mended(ledger->store, crash->known.id, "", "", fault);
        }
    }
    return done;
}

static bool say(struct decide *decide, const struct decide_crash *crashes, size_t count,
                struct fault *fault)
{
    struct messages messages = {.decide = decide, .crashes = crashes, .crash_count = count};
    clock_now(messages.now);
    messages.list = calloc(count + 1, sizeof *messages.list);
    if (messages.list == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done = compose(&messages, fault) &&
                store_transaction(decide->ledger->store, post, &messages, fault);
    for (size_t i = 0; i < messages.count; i++) {
        free_words(&messages.list[i]);
    }
    free(messages.list);
    return done;
}

/* Keeps the crashes that this night saw, or did something about, or could not tell whether they are
 * mended; and those that an earlier call kept. A crash that the earlier call found new or returned
 * stays so: after it was filed, lifecycle.h only says that it is known. */
static void keep_news(struct decide *decide, struct decide_crash *crashes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct decide_crash *crash = &crashes[i];
        bool is_news =
            crash->known.seen || crash->life.step != LIFECYCLE_NOTHING || crash->why[0] != '\0';
        for (size_t j = 0; j < decide->count; j++) {
            const struct decide_crash *former = &decide->crashes[j];
            if (strcmp(former->known.id, crash->known.id) == 0) {
                enum lifecycle_fate fate = former->life.fate;
                bool says_more = fate == FATE_NEW || fate == FATE_RETURNED;
                crash->life.fate = says_more ? fate : crash->life.fate;
                is_news = true;
            }
        }
        if (is_news && kept++ != i) {
            crashes[kept - 1] = *crash;
        }
    }
    free(decide->crashes);
    decide->crashes = crashes;
    decide->count = kept;
}

bool decide_run(struct decide *decide)
{
    struct ledger *ledger = decide->ledger;
    struct fault fault = {""};
    struct store_crash *known = NULL;
    struct decide_crash *crashes = NULL;
    size_t count = 0;
    bool done = (decide->afterwards || ledger_regroup(ledger, &fault)) &&
                count_filed(decide, &fault) &&
                store_list_crashes(ledger->store, ledger->night, &known, &count, &fault);
    if (done && (crashes = calloc(count + 1, sizeof *crashes)) == NULL) {
        (void)fault_set(&fault, "out of memory");
        done = false;
    }
    for (size_t i = 0; done && i < count; i++) {
        crashes[i].known = known[i];
    }
    free(known);
    done = done && ask_lifecycle(decide, crashes, count, &fault) &&
           say(decide, crashes, count, &fault);
    if (done) {
        keep_news(decide, crashes, count);
    } else {
        free(crashes);
        ledger_trouble(ledger, &fault);
    }
    return done;
}

void decide_free(struct decide *decide)
{
    free(decide->crashes);
    decide->crashes = NULL;
    decide->count = 0;
}
