/* process.h -- a child bounded in time, memory and output */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_PROCESS_H
#define VIGIL_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "confine.h"
#include "fault.h"

/* For all processes of a run together, but where it is said otherwise; 0: no limit. */
struct process_limits {
    uint64_t resident_bytes; /* of memory that is theirs alone; over it the run is killed, and ends
                                as PROCESS_TOO_LARGE. Looked at about once a second */
    uint64_t address_bytes;  /* each process's address space (RLIMIT_AS). ASan maps terabytes and
                                cannot live with one */
    uint64_t file_bytes;     /* each file's size (RLIMIT_FSIZE) */
    unsigned processes; /* how many there may be, threads counted; over it the run is killed, and
                           ends as PROCESS_TOO_MANY */
};

/* Called with each piece of output as it comes, also with the pieces that are not kept; and with no
 * bytes some twenty times a second, so that progress can be shown of a child that is silent. True
 * asks the child to end: it gets one SIGUSR1, on which libFuzzer prints its final figures and
 * exits.
 */
typedef bool process_listener(void *context, const char *text, size_t size);

struct process_request {
    char *const *arguments;   /* arguments[0] is the program's path; NULL ends them */
    char *const *environment; /* "NAME=value"; NULL ends them; NULL itself: vigil's own */
    const char *directory;    /* where it works; every path it is given is absolute then. NULL:
                                 where vigil does */
    double seconds;           /* after them SIGTERM to the whole group, 2 s later SIGKILL */
    const struct confinement *confinement; /* what it may touch; NULL: what vigil may */
    struct process_limits limits;
    size_t head_bytes; /* so many first bytes of the output are kept … */
    size_t tail_bytes; /* … and so many last ones, where a crash is reported */
    process_listener *listener;
    void *context;
};

enum process_end {
    PROCESS_EXITED,      /* status: the exit status */
    PROCESS_SIGNALLED,   /* status: the signal that killed it */
    PROCESS_TIMED_OUT,   /* we killed it: its seconds were over */
    PROCESS_INTERRUPTED, /* we killed it: process_interrupt was called */
    PROCESS_TOO_LARGE,   /* we killed it: limits.resident_bytes */
    PROCESS_TOO_MANY,    /* we killed it: limits.processes */
};

struct process_outcome {
    enum process_end end;
    int status; /* 0 where we killed it for its time or an interrupt; SIGKILL for a limit, of which
                   a line at the end of `output` tells then */
    double seconds; /* that it took, on the monotonic clock */
    char *output;   /* standard output and error as they came, and a NUL */
    size_t output_size;
    uint64_t dropped; /* bytes left out between head and tail; a line in `output` tells of them */
};

/*
 * Runs the child to its end. False, with a fault, when it could not be started, or something else
 * has waited for it, so that nobody knows how it ended. It has its own process group, an empty
 * standard input, no signal ignored or blocked, none of vigil's descriptors and no core file, and
 * it dies when vigil does.
 *
 * Whatever it started is dead when this returns: its group, which is killed whole, and what left
 * the group for a session of its own (orphans.h). A build that starts a server to serve the next
 * build as well (ccache's, Gradle's) has to start another one then. May be called from several
 * threads.
 */
bool process_run(const struct process_request *request, struct process_outcome *outcome,
                 struct fault *fault);

/* Whether a signal killed it, be it one of vigil's since it was too large. */
bool process_signalled(const struct process_outcome *outcome);

void process_outcome_free(struct process_outcome *outcome);

/* The environment of a child, built entry by entry: "NAME=value" each. Starts as {0}; once there is
 * an entry, NULL ends them. */
struct environment {
    char **entries;
    size_t count; /* without the NULL */
};

/* Adds a copy of the entry. False when memory ran out. */
bool environ_add(struct environment *environment, const char *entry);
void environ_free(struct environment *environment);

/* For main, before anything else, in every command: what vigil relies on, whatever its parent left.
 * A parent may ignore SIGCHLD, and then the kernel reaps vigil's children; SIGPIPE would end vigil
 * where a write is to fail; a blocked SIGTERM would never arrive. */
void process_prepare(void);

/* For a command that runs what is hostile, before there is a thread: another process watches this
 * one, and if it is killed by SIGKILL, kills what it had started. */
void process_guard(void);

/* For main, last of all: nothing that vigil started is left. */
void process_finish(void);

/* Lets SIGINT, SIGTERM and SIGHUP end every child and be seen by process_interrupted. A SIGHUP that
 * is ignored, as under nohup, stays so. */
void process_catch_signals(void);

/* What those signals do. Safe in a signal handler. */
void process_interrupt(void);
bool process_interrupted(void);

/* Seconds on the monotonic clock. */
double process_clock(void);

#endif
