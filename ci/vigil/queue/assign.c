/* SPDX-License-Identifier: MIT */
#include "assign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/command.h"
#include "change_issue.h"
#include "show.h"

struct desk {
    const struct duty *duty;
    unsigned load[ROTA_SEATS_MOST]; /* of each seat: entries that its holder was asked for */
    int64_t now;
};

static bool was_asked(const struct queue_entry *entry, const char *handle)
{
    for (size_t i = 0; i < QUEUE_ASKED_MOST && entry->asked[i][0] != '\0'; i++) {
        if (strcasecmp(entry->asked[i], handle) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_author(const struct queue_entry *entry, const char *handle)
{
    return strcasecmp(entry->author, handle) == 0;
}

/* The seat whose holder may be asked and was asked for the fewest; else duty->seated. */
static size_t lightest(const struct desk *desk, const struct queue_entry *entry)
{
    size_t found = desk->duty->seated;
    for (size_t seat = 0; seat < desk->duty->seated; seat++) {
        const char *handle = desk->duty->seats[seat]->handle;
        if (!was_asked(entry, handle) && !is_author(entry, handle) &&
            (found == desk->duty->seated || desk->load[seat] < desk->load[found])) {
            found = seat;
        }
    }
    return found;
}

/* "asha is its author; jonas was asked already" */
static void say_nobody(const struct desk *desk, const struct queue_entry *entry, char why[200])
{
    size_t used = 0;
    (void)snprintf(why, 200, "nobody is on duty");
    for (size_t seat = 0; seat < desk->duty->seated && used < 120; seat++) {
        const char *handle = desk->duty->seats[seat]->handle;
        int size = snprintf(why + used, 200 - used, "%s%s %s", seat == 0 ? "" : "; ", handle,
                            is_author(entry, handle) ? "is its author" : "was asked already");
        used += size > 0 ? (size_t)size : 0;
    }
}

static void give(struct desk *desk, const struct queue_entry *entry, struct assign_answer *answer)
{
    size_t asked = 0, seat = lightest(desk, entry);
    while (asked < QUEUE_ASKED_MOST && entry->asked[asked][0] != '\0') {
        asked++;
    }
    if (entry->reviewed) {
        (void)snprintf(answer->why, sizeof answer->why, "reviewed: it waits for its author");
    } else if (asked > 0 && desk->now - entry->asked_at < ASSIGN_DAY) {
        (void)snprintf(answer->why, sizeof answer->why, "%s was asked less than a day ago",
                       entry->asked[asked - 1]);
    } else if (asked == QUEUE_ASKED_MOST) {
        (void)snprintf(answer->why, sizeof answer->why, "%d people were asked already",
                       QUEUE_ASKED_MOST);
    } else if (seat == desk->duty->seated) {
        say_nobody(desk, entry, answer->why);
    } else {
        answer->reviewer = desk->duty->seats[seat];
        desk->load[seat]++;
    }
}

bool assign_open(const struct rota *rota, int64_t now, struct duty *duty)
{
    struct fault nobody;
    (void)duty_addressee(rota, duty_date(rota, now), duty, &nobody);
    return now >= duty->start;
}

void assign(const struct queue_entry *entries, size_t count, const struct rota *rota, int64_t now,
            struct assign_answer *answers)
{
    struct duty duty;
    bool open = assign_open(rota, now, &duty);
    struct desk desk = {.duty = &duty, .now = now};
    for (size_t seat = 0; seat < duty.seated; seat++) {
        for (size_t i = 0; i < count; i++) {
            desk.load[seat] += was_asked(&entries[i], duty.seats[seat]->handle) ? 1 : 0;
        }
    }
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct assign_answer){.why = "outside the window",
                                            .long_wait = !entries[i].reviewed &&
                                                         now - entries[i].since > ASSIGN_DAY};
        if (open) {
            answers[i].why[0] = '\0';
            give(&desk, &entries[i], &answers[i]);
        }
    }
}

static bool take(void *context, const struct queue_entry *entry)
{
    return queue_list_add(context, entry);
}

/* A change that does not wait any more needs nobody. */
static bool ask(struct queue *queue, const struct queue_entry *entry, const char *handle,
                int64_t now, struct buffer *into)
{
    struct fault fault = {""};
    enum tracker_outcome outcome = queue->ask(queue, entry, handle, now, &fault);
    if (outcome == TRACKER_DONE) {
        buffer_format(into, "asked %s for ", handle);
        queue_write_change(entry, into);
        buffer_format(into, " (%u time-sensitive line%s)\n", entry->notes,
                      entry->notes == 1 ? "" : "s");
        return true;
    }
    (void)command_complain(fault.text);
    if (outcome != TRACKER_GONE) {
        buffer_format(into, "could not ask %s for ", handle);
        queue_write_change(entry, into);
        buffer_text(into, "\n");
    }
    return outcome == TRACKER_GONE;
}

static void say_long(const struct queue_entry *entry, int64_t now, struct buffer *into)
{
    int64_t hours = (now - entry->since) / 3600;
    buffer_format(into, "waits for over a day (%lld hours): ", (long long)hours);
    queue_write_change(entry, into);
    buffer_text(into,
                entry->asked[0][0] == '\0' ? "; nobody was asked before" : "; asked before: ");
    queue_write_asked(entry, into);
    buffer_text(into, "\n");
}

/* Each line is printed before the next change is asked for: a run that is cut short has said what
 * it did. */
static int ask_all(struct queue *queue, const struct queue_list *list,
                   const struct assign_answer *answers, int64_t now)
{
    int status = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct queue_entry *entry = &list->entries[i];
        struct buffer said = {0};
        bool asked = true;
        if (answers[i].reviewer != NULL) {
            asked = ask(queue, entry, answers[i].reviewer->handle, now, &said);
        } else {
            buffer_text(&said, "nobody for ");
            queue_write_change(entry, &said);
            buffer_format(&said, ": %s\n", answers[i].why);
        }
        if (answers[i].long_wait) {
            say_long(entry, now, &said);
            status = status == 0 ? 1 : status;
        }
        bool printed = command_print(&said) == 0;
        status = asked && printed ? status : 2;
        buffer_free(&said);
    }
    return status;
}

int assign_run(struct queue *queue, const struct rota *rota, int64_t now)
{
    struct fault fault = {""};
    struct queue_list list = {0};
    enum tracker_outcome outcome = queue->list(queue, take, &list, &fault);
    int status = outcome == TRACKER_DONE ? 0 : command_complain(fault.text);
    struct assign_answer *answers = calloc(list.count + 1, sizeof *answers);
    if (answers == NULL) {
        status = command_complain("out of memory");
    } else {
        assign(list.entries, list.count, rota, now, answers);
        int given = ask_all(queue, &list, answers, now);
        status = given > status ? given : status;
    }
    if (list.count == 0 && status == 0) {
        status = command_print(&(struct buffer){.data = (char[]){"nothing waits\n"}, .size = 14});
    }
    free(answers);
    queue_list_free(&list);
    return status;
}

static void say_swept(void *context, const char *words, const char *about)
{
    int *status = context;
    struct buffer line = {0};
    buffer_format(&line, "%s: %s\n", words, about);
    *status = command_print(&line) == 0 ? *status : 2;
    buffer_free(&line);
}

int assign_sweep(struct queue *queue, struct tracker *tracker)
{
    int status = 0;
    struct fault fault = {""};
    struct change_known known = {0};
    struct change_sweep sweep = {.tracker = tracker,
                                 .queue = queue,
                                 .known = &known,
                                 .name = "",
                                 .source = "",
                                 .say = say_swept,
                                 .context = &status};
    enum tracker_outcome outcome = tracker->list(tracker, change_known_add, &known, &fault);
    if (outcome == TRACKER_DONE) {
        outcome = change_sweep(&sweep, &fault);
    }
    if (outcome != TRACKER_DONE) {
        status = command_complain(fault.text);
    }
    free(known.list);
    return status;
}
