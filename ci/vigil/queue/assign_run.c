/* SPDX-License-Identifier: MIT */
#include "assign_run.h"

#include <stdlib.h>

#include "assign.h"
#include "base/command.h"
#include "show.h"

static bool take(void *context, const struct queue_entry *entry)
{
    return queue_list_add(context, entry);
}

static void say_asked(const struct queue_entry *entry, const char *handle, struct buffer *into)
{
    buffer_format(into, "asked %s for ", handle);
    queue_write_change(entry, into);
    buffer_format(into, " (%u time-sensitive line%s)\n", entry->notes,
                  entry->notes == 1 ? "" : "s");
}

/* One that is gone meanwhile needs nobody. */
static bool ask(struct queue *queue, const struct queue_entry *entry, const char *handle,
                int64_t now, struct buffer *into)
{
    struct fault fault = {""};
    enum tracker_outcome outcome = queue->ask(queue, entry, handle, now, &fault);
    if (outcome == TRACKER_DONE) {
        say_asked(entry, handle, into);
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

static void say_waiting(const struct queue_entry *entry, const struct assign_answer *answer,
                        struct buffer *into)
{
    buffer_text(into, "nobody for ");
    queue_write_change(entry, into);
    buffer_format(into, ": %s\n", answer->why);
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

/* Each line is out before the next change is asked for: who is cut short has said what was done. */
static int give(struct queue *queue, const struct queue_list *list,
                const struct assign_answer *answers, int64_t now)
{
    int status = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct buffer said = {0};
        bool asked = true;
        if (answers[i].reviewer != NULL) {
            asked = ask(queue, &list->entries[i], answers[i].reviewer->handle, now, &said);
        } else {
            say_waiting(&list->entries[i], &answers[i], &said);
        }
        if (answers[i].long_wait) {
            say_long(&list->entries[i], now, &said);
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
        int given = give(queue, &list, answers, now);
        status = given > status ? given : status;
    }
    if (list.count == 0 && status == 0) {
        status = command_print(&(struct buffer){.data = (char[]){"nothing waits\n"}, .size = 14});
    }
    free(answers);
    queue_list_free(&list);
    return status;
}
