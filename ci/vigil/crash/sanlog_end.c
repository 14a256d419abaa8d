/* SPDX-License-Identifier: MIT */
#include "sanlog_end.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define HEADER "==0==ERROR: vigil: "
#define EXITED "the target ended the process with status "
#define KILLED "the target was killed by "

/* A log that was cut does not end in a newline: the header begins a line all the same. */
static void begin(struct buffer *into)
{
    if (into->size > 0 && into->data[into->size - 1] != '\n') {
        buffer_text(into, "\n");
    }
    buffer_text(into, HEADER);
}

static void end(struct buffer *into, uint64_t inputs, unsigned times, unsigned runs)
{
    if (inputs > 0) {
        buffer_format(into, ", after at least %llu input%s", (unsigned long long)inputs,
                      inputs == 1 ? "" : "s");
    }
    if (runs > 0) {
        buffer_format(into, ", in %u of %u run%s", times, runs, runs == 1 ? "" : "s");
    }
    buffer_text(into, "\n");
}

void sanlog_end_exited(struct buffer *into, int status, uint64_t inputs, unsigned times,
                       unsigned runs)
{
    begin(into);
    buffer_format(into, EXITED "%d", status);
    end(into, inputs, times, runs);
}

void sanlog_end_signalled(struct buffer *into, int signal, uint64_t inputs, unsigned times,
                          unsigned runs)
{
    const char *name = sigabbrev_np(signal);
    begin(into);
    if (name != NULL) {
        buffer_format(into, KILLED "SIG%s", name);
    } else {
        buffer_format(into, KILLED "signal %d", signal);
    }
    end(into, inputs, times, runs);
}

bool sanlog_end_kind(char *kind, size_t room, struct span message)
{
    if (span_take(&message, EXITED)) {
        (void)snprintf(kind, room, "unexpected-exit");
        return true;
    }
    if (!span_take(&message, KILLED)) {
        return false;
    }
    size_t size = span_find(message, ",");
    if (size == strlen("SIGTRAP") && span_take(&message, "SIGTRAP")) {
        (void)snprintf(kind, room, "trap");
        return true;
    }
    (void)snprintf(kind, room, "killed-by-");
    for (size_t used = strlen(kind); used < room - 1 && size > 0; used++, size--) {
        unsigned char letter = (unsigned char)message.text[0];
        kind[used] = (char)(isalnum(letter) ? tolower(letter) : '-');
        kind[used + 1] = '\0';
        span_skip(&message, 1);
    }
    return true;
}
