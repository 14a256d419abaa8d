/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "list.h"

#define GRACE_SECONDS 2.0

static atomic_bool interrupted;

void process_interrupt(void)
{
    atomic_store(&interrupted, true);
}

bool process_interrupted(void)
{
    return atomic_load(&interrupted);
}

static void on_signal(int number)
{
    (void)number;
    process_interrupt();
}

void process_catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        (void)sigaction(signals[i], &action, NULL);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

double process_clock(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Keeps the head and the tail of any amount of output. */
struct capture {
    struct buffer head;
    size_t head_limit;
    char *tail; /* a ring */
    size_t tail_limit, tail_at, tail_used;
    uint64_t dropped;
};

static bool capture_start(struct capture *capture, size_t head_limit, size_t tail_limit)
{
    *capture = (struct capture){.head_limit = head_limit, .tail_limit = tail_limit};
    capture->tail = malloc(tail_limit + 1);
    return capture->tail != NULL;
}

static void add_to_tail(struct capture *capture, const char *text, size_t size)
{
    size_t limit = capture->tail_limit;
    if (size > limit) {
        capture->dropped += size - limit;
        text += size - limit;
        size = limit;
    }
    size_t room = limit - capture->tail_used;
    capture->dropped += size > room ? size - room : 0;
    size_t first = size < limit - capture->tail_at ? size : limit - capture->tail_at;
    memcpy(capture->tail + capture->tail_at, text, first);
    memcpy(capture->tail, text + first, size - first);
    capture->tail_at = limit == 0 ? 0 : (capture->tail_at + size) % limit;
    capture->tail_used = size > room ? limit : capture->tail_used + size;
}

static void capture_add(struct capture *capture, const char *text, size_t size)
{
    size_t room = capture->head_limit - capture->head.size;
    size_t first = size < room ? size : room;
    buffer_add(&capture->head, text, first);
    if (size > first) {
        add_to_tail(capture, text + first, size - first);
    }
}

/* Head, "\n[… 12 bytes left out …]\n" where some were, tail. The caller frees it. */
static bool capture_finish(struct capture *capture, char **text, size_t *size)
{
    struct buffer all = capture->head;
    capture->head = (struct buffer){0};
    if (capture->dropped > 0) {
        buffer_format(&all, "\n[… %llu bytes left out …]\n", (unsigned long long)capture->dropped);
    }
    bool full = capture->tail_used == capture->tail_limit;
    size_t oldest = full ? capture->tail_at : 0;
    buffer_add(&all, capture->tail + oldest, capture->tail_used - oldest);
    buffer_add(&all, capture->tail, oldest);
    if (all.failed) {
        buffer_free(&all);
        return false;
    }
    *text = all.data;
    *size = all.size;
    return true;
}

static void capture_free(struct capture *capture)
{
    buffer_free(&capture->head);
    free(capture->tail);
    capture->tail = NULL;
}

struct child {
    pid_t pid;
    int output;      /* the end of its pipe that vigil reads */
    int wait_status; /* set once it is reaped */
    bool dead;
};

/* In the child, between fork and exec: only calls that are safe when other threads hold locks. */
static void become(const struct process_request *request, pid_t parent, int null, int output,
                   int report)
{
    sigset_t none;
    sigemptyset(&none);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    const struct rlimit none_at_all = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none_at_all);
    if (request->memory_bytes > 0) {
        const struct rlimit memory = {request->memory_bytes, request->memory_bytes};
        (void)setrlimit(RLIMIT_AS, &memory);
    }
    /* exec closes vigil's own descriptors anyway; this is for those that vigil inherited. */
    (void)close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (getppid() == parent && dup2(null, 0) == 0 && dup2(output, 1) == 1 && dup2(output, 2) == 2) {
        char *const *environment = request->environment;
        (void)execve(request->arguments[0], request->arguments,
                     environment == NULL ? environ : environment);
    }
    int error = errno;
    (void)!write(report, &error, sizeof error);
    _exit(127);
}

static void close_all(int descriptors[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (descriptors[i] >= 0) {
            close(descriptors[i]);
        }
    }
}

/* exec closes the report pipe; if exec fails, errno comes through the pipe instead. */
static bool exec_failed(int report, int *error)
{
    ssize_t got;
    do {
        got = read(report, error, sizeof *error);
    } while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof *error;
}

static bool start(const struct process_request *request, struct child *child, struct fault *fault)
{
    const char *program = request->arguments[0];
    enum { READ_OUTPUT, WRITE_OUTPUT, READ_REPORT, WRITE_REPORT, NULL_INPUT, COUNT };
    int fd[COUNT] = {-1, -1, -1, -1, -1};
    if (pipe2(fd + READ_OUTPUT, O_CLOEXEC) != 0 || pipe2(fd + READ_REPORT, O_CLOEXEC) != 0 ||
        (fd[NULL_INPUT] = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) {
        fault_errno(fault, "%s: cannot be started", program);
        close_all(fd, COUNT);
        return false;
    }
    pid_t parent = getpid();
    child->pid = fork();
    if (child->pid == 0) {
        become(request, parent, fd[NULL_INPUT], fd[WRITE_OUTPUT], fd[WRITE_REPORT]);
    }
    int error = errno;
    bool started = child->pid > 0;
    if (started) {
        (void)setpgid(child->pid, child->pid);
        close(fd[WRITE_REPORT]);
        fd[WRITE_REPORT] = -1;
        started = !exec_failed(fd[READ_REPORT], &error);
        if (!started) {
            (void)waitpid(child->pid, NULL, 0);
        }
    }
    if (started) {
        child->output = fd[READ_OUTPUT];
        fd[READ_OUTPUT] = -1;
        (void)fcntl(child->output, F_SETFL, O_NONBLOCK);
    }
    close_all(fd, COUNT);
    errno = error;
    return started || fault_errno(fault, "%s: cannot be started", program);
}

/* Reads what is there. False once every writer has closed the pipe. */
static bool drain(int output, const struct process_request *request, struct capture *capture)
{
    char chunk[65536];
    for (unsigned rounds = 0; rounds < 64; rounds++) {
        ssize_t got = read(output, chunk, sizeof chunk);
        if (got < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        if (got == 0) {
            return false;
        }
        capture_add(capture, chunk, (size_t)got);
        if (request->listener != NULL) {
            (void)request->listener(request->context, chunk, (size_t)got);
        }
    }
    return true; /* a child that never stops printing must not keep the caller from the clock */
}

/* Leaves a dead child unreaped, so that no other process can get its number yet. */
static void look_whether_dead(struct child *child)
{
    siginfo_t info = {0};
    if (!child->dead && waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0) {
        child->dead = info.si_pid == child->pid;
    }
}

/* Returns when the child is dead. Sets `end` when vigil ended it. */
static void watch(const struct process_request *request, struct child *child, double started,
                  struct capture *capture, enum process_end *end)
{
    double deadline = started + request->seconds, kill_at = 0;
    bool open = true, asked = false;
    while (!child->dead) {
        struct pollfd poll_output = {.fd = open ? child->output : -1, .events = POLLIN};
        (void)poll(&poll_output, 1, open ? 50 : 5);
        open = open && drain(child->output, request, capture);
        look_whether_dead(child);
        bool enough = request->listener != NULL && request->listener(request->context, "", 0);
        if (!child->dead && enough && !asked) {
            (void)kill(child->pid, SIGUSR1);
            asked = true;
        }
        double now = process_clock();
        bool late = now >= deadline;
        if (!child->dead && kill_at == 0 && (late || process_interrupted())) {
            *end = late ? PROCESS_TIMED_OUT : PROCESS_INTERRUPTED;
            (void)kill(-child->pid, SIGTERM);
            kill_at = now + GRACE_SECONDS;
        } else if (!child->dead && kill_at != 0 && now >= kill_at) {
            (void)kill(-child->pid, SIGKILL);
        }
    }
    /* Kills whatever the child started and left behind. */
    (void)kill(-child->pid, SIGKILL);
    (void)waitpid(child->pid, &child->wait_status, 0);
    (void)drain(child->output, request, capture);
    close(child->output);
}

bool process_run(const struct process_request *request, struct process_outcome *outcome,
                 struct fault *fault)
{
    struct child child = {0};
    struct capture capture = {0};
    *outcome = (struct process_outcome){0};
    if (!capture_start(&capture, request->head_bytes, request->tail_bytes)) {
        return fault_set(fault, "%s: out of memory for its output", request->arguments[0]);
    }
    double started = process_clock();
    if (!start(request, &child, fault)) {
        capture_free(&capture);
        return false;
    }
    enum process_end end = PROCESS_EXITED;
    watch(request, &child, started, &capture, &end);
    outcome->seconds = process_clock() - started;
    outcome->end = end;
    if (end == PROCESS_EXITED && WIFSIGNALED(child.wait_status)) {
        outcome->end = PROCESS_SIGNALLED;
        outcome->status = WTERMSIG(child.wait_status);
    } else if (WIFEXITED(child.wait_status)) {
        outcome->status = WEXITSTATUS(child.wait_status);
    }
    outcome->dropped = capture.dropped;
    bool done = capture_finish(&capture, &outcome->output, &outcome->output_size);
    capture_free(&capture);
    return done || fault_set(fault, "%s: out of memory for its output", request->arguments[0]);
}

void process_outcome_free(struct process_outcome *outcome)
{
    free(outcome->output);
    *outcome = (struct process_outcome){0};
}

bool environ_add(struct environment *environment, const char *entry)
{
    /* The NULL at the end is an item of the list. The new entry takes its place. */
    size_t held = environment->entries == NULL ? 0 : environment->count + 1;
    if ((held == 0 &&
         list_add(&environment->entries, &held, sizeof *environment->entries) == NULL) ||
        list_add(&environment->entries, &held, sizeof *environment->entries) == NULL) {
        return false;
    }
    char *copy = strdup(entry);
    environment->entries[environment->count] = copy;
    environment->count += copy == NULL ? 0 : 1;
    return copy != NULL;
}

void environ_free(struct environment *environment)
{
    for (size_t i = 0; i < environment->count; i++) {
        free(environment->entries[i]);
    }
    free(environment->entries);
    *environment = (struct environment){0};
}
