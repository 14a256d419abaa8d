/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "issue.h"
#include "progress.h"

void ledger_now(char text[32])
{
    time_t now = time(NULL);
    struct tm fields;
    if (gmtime_r(&now, &fields) == NULL || strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &fields) == 0) {
        memcpy(text, "1970-01-01T00:00:00Z", 21);
    }
}

static void add_trouble(struct ledger *ledger, const struct fault *fault)
{
    progress_say("vigil: %s", fault->text);
    buffer_format(&ledger->troubles, "%s\n", fault->text);
}

void ledger_trouble(struct ledger *ledger, const struct fault *fault)
{
    (void)pthread_mutex_lock(&ledger->lock);
    add_trouble(ledger, fault);
    (void)pthread_mutex_unlock(&ledger->lock);
}

static struct ledger_line *line_of(struct ledger *ledger, const char *id)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->lines[i].id, id) == 0) {
            return &ledger->lines[i];
        }
    }
    return NULL;
}

static struct ledger_line *add_line(struct ledger *ledger, const struct signature *signature,
                                    const char *target)
{
    struct ledger_line *lines = realloc(ledger->lines, (ledger->count + 1) * sizeof *ledger->lines);
    if (lines == NULL) {
        add_trouble(ledger, &(struct fault){"out of memory: a crash is missing in the summary"});
        return NULL;
    }
    ledger->lines = lines;
    struct ledger_line *line = &lines[ledger->count++];
    memset(line, 0, sizeof *line);
    memcpy(line->id, signature->id, sizeof line->id);
    memcpy(line->title, signature->title, sizeof line->title);
    (void)snprintf(line->target, sizeof line->target, "%s", target);
    (void)snprintf(line->severity, sizeof line->severity, "%s",
                   signature_severity_name(signature->severity));
    return line;
}

/* Its first sighting this night; the others only count. */
static bool first_sighting(struct ledger *ledger, const struct signature *signature,
                           const struct store_crash *known, bool open, const char *target,
                           struct fault *fault)
{
    struct ledger_line *line = add_line(ledger, signature, target);
    char now[32];
    ledger_now(now);
    if (line != NULL) {
        line->issue = known->issue;
        line->open = open;
        line->times = 1;
    }
    progress_say("%s: %s: seen again (issue %u)", target, signature->title, known->issue);
    return store_add_sighting(ledger->store, ledger->night, signature->id, target, now, fault) &&
           ledger->tracker->seen(ledger->tracker, known->issue, now, fault);
}

static bool sighted(struct ledger *ledger, const struct signature *signature, const char *target,
                    struct fault *fault)
{
    struct ledger_line *line = line_of(ledger, signature->id);
    if (line != NULL) {
        line->times++;
        return true;
    }
    struct store_crash known;
    bool found = false, open = false;
    if (!store_find_crash(ledger->store, signature->key, &known, &found, fault) || !found ||
        known.issue == 0) {
        return false;
    }
    unsigned issue = known.issue;
    enum tracker_answer answer =
        ledger->tracker->find(ledger->tracker, signature->key, &issue, &open, fault);
    if (answer != TRACKER_FOUND || issue != known.issue) {
        return false;
    }
    (void)first_sighting(ledger, signature, &known, open, target, fault);
    return true;
}

bool ledger_sighted(struct ledger *ledger, const struct signature *signature, const char *target)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    bool answer = sighted(ledger, signature, target, &fault);
    if (fault.text[0] != '\0') {
        add_trouble(ledger, &fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
    return answer;
}

static bool keep_file(const char *directory, const char *name, const struct buffer *content,
                      struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_write(path, content->data == NULL ? "" : content->data, content->size, fault);
}

static bool keep(const struct ledger *ledger, const struct crash *crash, char directory[PATH_SIZE],
                 struct fault *fault)
{
    return path_make(directory, fault, "%s/crashes/%s", ledger->state, crash->signature.id) &&
           files_make_directory(directory, fault) &&
           keep_file(directory, "input", &crash->input, fault) &&
           keep_file(directory, "minimized", &crash->minimised, fault) &&
           keep_file(directory, "report.txt", &crash->log, fault);
}

bool ledger_kept_input(const struct ledger *ledger, const char *id, char path[PATH_SIZE],
                       struct fault *fault)
{
    return path_make(path, fault, "%s/crashes/%s/minimized", ledger->state, id);
}

static bool file(struct ledger *ledger, const struct crash *crash, const char *directory,
                 const char *now, unsigned *number, struct fault *fault)
{
    struct buffer body = {0};
    issue_body(crash, directory, now, &body);
    struct tracker_issue issue = {
        .title = crash->signature.title,
        .target = crash->target->name,
        .signature = crash->signature.key,
        .severity = signature_severity_name(crash->signature.severity),
        .body = body.data,
        .seen = now,
    };
    bool done = body.failed ? fault_set(fault, "out of memory: an issue is not filed")
                            : ledger->tracker->file(ledger->tracker, &issue, number, fault);
    buffer_free(&body);
    return done;
}

/* Whether the tracker has it; if not, it gets it. */
static bool file_once(struct ledger *ledger, const struct crash *crash, const char *directory,
                      struct ledger_line *line, const char *now, struct fault *fault)
{
    unsigned number = 0;
    bool open = true;
    switch (ledger->tracker->find(ledger->tracker, crash->signature.key, &number, &open, fault)) {
    case TRACKER_FAILED:
        return false;
    case TRACKER_NONE:
        line->is_new = true;
        if (!file(ledger, crash, directory, now, &number, fault)) {
            return false;
        }
        progress_say("%s: %s: new (issue %u)", crash->target->name, crash->signature.title, number);
        break;
    case TRACKER_FOUND:
        progress_say("%s: %s: seen again (issue %u)", crash->target->name, crash->signature.title,
                     number);
        if (!ledger->tracker->seen(ledger->tracker, number, now, fault)) {
            return false;
        }
        break;
    }
    line->issue = number;
    line->open = open;
    return true;
}

static bool remember(struct ledger *ledger, const struct crash *crash, unsigned issue,
                     const char *now, struct fault *fault)
{
    struct store_crash known = {.issue = issue};
    memcpy(known.id, crash->signature.id, sizeof known.id);
    memcpy(known.signature, crash->signature.key, sizeof known.signature);
    memcpy(known.title, crash->signature.title, sizeof known.title);
    (void)snprintf(known.target, sizeof known.target, "%s", crash->target->name);
    (void)snprintf(known.severity, sizeof known.severity, "%s",
                   signature_severity_name(crash->signature.severity));
    (void)snprintf(known.first_seen, sizeof known.first_seen, "%s", now);
    (void)snprintf(known.last_seen, sizeof known.last_seen, "%s", now);
    return store_put_crash(ledger->store, &known, fault);
}

static bool enter(struct ledger *ledger, const struct crash *crash, struct fault *fault)
{
    char directory[PATH_SIZE], now[32];
    struct ledger_line *line = line_of(ledger, crash->signature.id);
    if (line != NULL) {
        line->times++; /* another target was quicker */
        return true;
    }
    line = add_line(ledger, &crash->signature, crash->target->name);
    if (line == NULL) {
        return true;
    }
    line->times = 1;
    ledger_now(now);
    return keep(ledger, crash, directory, fault) && remember(ledger, crash, 0, now, fault) &&
           file_once(ledger, crash, directory, line, now, fault) &&
           remember(ledger, crash, line->issue, now, fault) &&
           store_add_sighting(ledger->store, ledger->night, crash->signature.id,
                              crash->target->name, now, fault);
}

void ledger_enter(struct ledger *ledger, const struct crash *crash)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    if (!enter(ledger, crash, &fault)) {
        add_trouble(ledger, &fault);
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}
