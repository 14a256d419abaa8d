/* SPDX-License-Identifier: MIT */
/* `vigil queue`, `vigil assign`, and changes that pass or do not, for a week of them:
 *     queue_commands add|remove|check TRACKER HEAD WHEN
 *     queue_commands duty|queue|assign OPTION... */
#include <stdio.h>
#include <string.h>

#include "changes.h"
#include "duty/duty.h"
#include "queue/queue.h"

static int put(const char *what, const char *word, const char *head, const char *when)
{
    struct fault fault = {""};
    const struct tracker_options options = {.word = word, .label = "vigil"};
    const struct verdict report = change_report(head, when);
    struct queue *queue = queue_open(&options, &fault);
    enum tracker_outcome outcome = queue == NULL              ? TRACKER_REFUSED
                                   : strcmp(what, "add") == 0 ? queue->add(queue, &report, &fault)
                                   : strcmp(what, "check") == 0
                                       ? queue->check(queue, &report, &change_standing, &fault)
                                       : queue->remove(queue, head, &fault);
    if (queue != NULL) {
        queue->close(queue);
    }
    (void)fprintf(stderr, "%s%s", fault.text, fault.text[0] == '\0' ? "" : "\n");
    return outcome == TRACKER_DONE ? 0 : 2;
}

int main(int count, char **arguments)
{
    const char *command = count > 1 ? arguments[1] : "";
    if (strcmp(command, "duty") == 0) {
        return command_run(&duty_command, count - 1, arguments + 1);
    }
    if (strcmp(command, "queue") == 0) {
        return command_run(&queue_command, count - 1, arguments + 1);
    }
    if (strcmp(command, "assign") == 0) {
        return command_run(&assign_command, count - 1, arguments + 1);
    }
    return count == 5 ? put(command, arguments[2], arguments[3], arguments[4]) : 2;
}
