/* SPDX-License-Identifier: MIT */
#include "endings.h"

#include <signal.h>
#include <string.h>

#include "crash/sanlog_end.h"

struct ending *endings_add(struct endings *endings, const struct process_outcome *outcome,
                           uint64_t inputs)
{
    bool signalled = process_signalled(outcome);
    size_t at = 0;
    while (at < endings->count && (endings->list[at].signalled != signalled ||
                                   endings->list[at].status != outcome->status)) {
        at++;
    }
    if (at == ENDINGS_MOST) {
        return NULL;
    }
    struct ending *ending = &endings->list[at];
    if (at == endings->count) {
        *ending = (struct ending){.signalled = signalled, .status = outcome->status};
        buffer_add(&ending->log, outcome->output, outcome->output_size);
        endings->count++;
    }
    ending->times++;
    ending->inputs = inputs > ending->inputs ? inputs : ending->inputs;
    return ending;
}

void endings_free(struct endings *endings)
{
    for (size_t i = 0; i < endings->count; i++) {
        buffer_free(&endings->list[i].log);
    }
    memset(endings, 0, sizeof *endings);
}

bool ending_is_stray(const struct ending *ending)
{
    static const int outside[] = {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPWR, SIGSTOP};
    for (size_t i = 0; ending->signalled && i < sizeof outside / sizeof *outside; i++) {
        if (ending->status == outside[i]) {
            return true;
        }
    }
    return false;
}

void ending_report(const struct ending *ending, unsigned runs, struct buffer *into)
{
    const struct buffer *log = &ending->log;
    buffer_add(into, log->data == NULL ? "" : log->data, log->size);
    if (log->data != NULL && log->size > 0 && log->data[log->size - 1] != '\n') {
        buffer_text(into, "\n");
    }
    if (ending->signalled) {
        sanlog_end_signalled(into, ending->status, ending->inputs, ending->times, runs);
    } else {
        sanlog_end_exited(into, ending->status, ending->inputs, ending->times, runs);
    }
}

void ending_words(const struct ending *ending, struct buffer *into)
{
    buffer_format(into, ending->signalled ? "was killed by signal %d" : "left with status %d",
                  ending->status);
}

void ending_times(unsigned times, struct buffer *into)
{
    if (times == 1) {
        buffer_text(into, "once");
    } else if (times == 2) {
        buffer_text(into, "twice");
    } else {
        buffer_format(into, "%u times", times);
    }
}
