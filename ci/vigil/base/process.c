/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "capture.h"
#include "list.h"
#include "orphans.h"
#include "usage.h"

#define GRACE_SECONDS 2.0
#define REAP_SECONDS  1.0
#define LOOK_SECONDS  1.0

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

static void dispose(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

/* What is inherited, and would be from a parent that ignores or blocks them: then children would
 * vanish before vigil has asked how they ended, or a signal never arrive. */
static const int usual[] = {SIGCHLD, SIGALRM, SIGUSR1, SIGUSR2, SIGTERM};

/* Each of them is an error of the call that met it: a reader that is gone, a terminal that others
 * write to, a limit on the size of files. */
static const int told_otherwise[] = {SIGPIPE, SIGTTOU, SIGXFSZ};

void process_prepare(void)
{
    sigset_t none;
    sigemptyset(&none);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        dispose(usual[i], SIG_DFL, 0);
    }
    for (size_t i = 0; i < sizeof told_otherwise / sizeof *told_otherwise; i++) {
        dispose(told_otherwise[i], SIG_IGN, 0);
    }
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    orphans_begin();
}

void process_guard(void)
{
    orphans_guard();
}

void process_finish(void)
{
    orphans_kill();
    orphans_dismiss();
}

void process_catch_signals(void)
{
    struct sigaction hangup;
    dispose(SIGINT, on_signal, SA_RESTART);
    dispose(SIGTERM, on_signal, SA_RESTART);
    /* Who ignores it, as nohup does, means that vigil is to outlive the terminal. */
    if (sigaction(SIGHUP, NULL, &hangup) != 0 || hangup.sa_handler != SIG_IGN) {
        dispose(SIGHUP, on_signal, SA_RESTART);
    }
}

double process_clock(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct child {
    pid_t pid;
    uint64_t run;
    bool enclosed;
    int output;      /* the end of its pipe that vigil reads */
    int handle;      /* readable once it is dead; -1 where the kernel has no such thing */
    int wait_status; /* set once it is reaped */
    bool dead;
    bool gone; /* and reaped by something else: how it ended is not known */
};

/* What the child has of vigil, besides the request. */
struct birth {
    char **environment;
    pid_t parent;
    int null, output, report;
    struct confine_ready walls;
};

/* One that holds already, and allows less, stays. */
static bool limit(__rlimit_resource_t resource, uint64_t most)
{
    struct rlimit held;
    const struct rlimit both = {most, most};
    return most == 0 || (getrlimit(resource, &held) == 0 && held.rlim_max < most) ||
           setrlimit(resource, &both) == 0;
}

/* In the program's own process, last of all: in a copy of vigil, which may be larger than the
 * program is ever to be, nothing could be allocated under them. */
static bool set_limits(const struct process_limits *limits)
{
    return limit(RLIMIT_AS, limits->address_bytes) && limit(RLIMIT_FSIZE, limits->file_bytes);
}

/* In the child, between fork and exec: only calls that are safe when other threads hold locks. */
static void become(const struct process_request *request, struct birth *birth)
{
    sigset_t none;
    sigemptyset(&none);
    /* exec takes away handlers, but not that a signal is ignored. */
    for (int number = 1; number < NSIG; number++) {
        (void)signal(number, SIG_DFL);
    }
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    /* Who has vigil's terminal could type into it. */
    (void)(request->confinement == NULL ? setpgid(0, 0) : setsid());
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    const struct rlimit none_at_all = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none_at_all);
    /* exec closes vigil's own descriptors anyway; this is for those that vigil inherited. */
    (void)close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (getppid() == birth->parent &&
        (request->confinement == NULL ||
         confine_enter(request->confinement, &birth->walls, request->limits.processes)) &&
        set_limits(&request->limits) && dup2(birth->null, 0) == 0 && dup2(birth->output, 1) == 1 &&
        dup2(birth->output, 2) == 2 &&
        (request->directory == NULL || chdir(request->directory) == 0)) {
        (void)execve(request->arguments[0], request->arguments, birth->environment);
    }
    int error = errno;
    (void)!write(birth->report, &error, sizeof error);
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

/* The entries of the child's environment, with the mark of this run for any other; not copies. */
static char **marked(const struct process_request *request, char *mark)
{
    char *const *given = request->environment == NULL ? environ : request->environment;
    size_t count = 0, kept = 0;
    while (given[count] != NULL) {
        count++;
    }
    char **entries = calloc(count + 2, sizeof *entries);
    for (size_t i = 0; entries != NULL && i < count; i++) {
        if (strncmp(given[i], mark, strcspn(mark, "=") + 1) != 0) {
            entries[kept++] = given[i];
        }
    }
    if (entries != NULL) {
        entries[kept] = mark;
    }
    return entries;
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
    char mark[ORPHANS_MARK_SIZE];
    child->run = orphans_mark(mark);
    char **environment = marked(request, mark);
    struct birth birth = {.environment = environment,
                          .parent = getpid(),
                          .null = fd[NULL_INPUT],
                          .output = fd[WRITE_OUTPUT],
                          .report = fd[WRITE_REPORT],
                          .walls = {.ruleset = -1}};
    bool ready = environment != NULL && (request->confinement == NULL ||
                                         confine_prepare(request->confinement, &birth.walls));
    child->pid = ready ? orphans_fork(child->run) : -1;
    if (child->pid == 0) {
        become(request, &birth);
    }
    int error = environment == NULL ? ENOMEM : errno;
    free(environment);
    child->enclosed = (birth.walls.walls & CONFINE_PROCESSES) != 0;
    confine_release(&birth.walls);
    bool started = child->pid > 0;
    if (started) {
        close(fd[WRITE_REPORT]);
        fd[WRITE_REPORT] = -1;
        started = !exec_failed(fd[READ_REPORT], &error);
        if (!started) {
            (void)orphans_wait(child->pid, &child->wait_status);
        }
    }
    if (started) {
        child->output = fd[READ_OUTPUT];
        fd[READ_OUTPUT] = -1;
        (void)fcntl(child->output, F_SETFL, O_NONBLOCK);
        child->handle = (int)syscall(SYS_pidfd_open, child->pid, 0);
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

/* Leaves a dead child unreaped, so that no other process can get its number yet. One that something
 * else has reaped is gone, and its number may be anybody's. */
static void look_whether_dead(struct child *child)
{
    siginfo_t info = {0};
    if (child->dead) {
        return;
    }
    if (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0) {
        child->dead = info.si_pid == child->pid;
    } else {
        child->dead = child->gone = errno == ECHILD;
    }
}

/* When the run was last measured, and how many tasks the whole machine is to have to be worth a
 * look before the second is over: a bomb that forks is a great many by then.
 */
struct look {
    double at;
    unsigned alarming;
};

/* Whether the run is over one of its limits; then `end` says of which. */
static bool is_over(const struct process_limits *limits, const struct child *child,
                    struct look *look, enum process_end *end)
{
    struct usage usage;
    double now = process_clock();
    unsigned tasks = limits->processes == 0 ? 0 : usage_tasks_of_all();
    bool due = (limits->processes != 0 || limits->resident_bytes != 0) &&
               (now - look->at >= LOOK_SECONDS || tasks > look->alarming);
    if (!due) {
        return false;
    }
    usage_read(child->pid, child->run, child->enclosed, &usage);
    *look = (struct look){now, tasks + limits->processes - usage.tasks};
    bool many = limits->processes != 0 && usage.tasks > limits->processes;
    bool large = limits->resident_bytes != 0 && usage.bytes > limits->resident_bytes;
    *end = many ? PROCESS_TOO_MANY : large ? PROCESS_TOO_LARGE : *end;
    return many || large;
}

/* Returns when the child is dead. Sets `end` when vigil ended it. */
static void watch(const struct process_request *request, struct child *child, double started,
                  struct capture *capture, enum process_end *end)
{
    double deadline = started + request->seconds, kill_at = 0, reap_at = started + REAP_SECONDS;
    struct look look = {started, usage_tasks_of_all() + request->limits.processes};
    bool open = true, asked = false;
    while (!child->dead) {
        struct pollfd either[] = {{.fd = open ? child->output : -1, .events = POLLIN},
                                  {.fd = child->handle, .events = POLLIN}};
        (void)poll(either, 2, open || child->handle >= 0 ? 50 : 5);
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
        } else if (!child->dead && kill_at == 0 && is_over(&request->limits, child, &look, end)) {
            (void)kill(-child->pid, SIGKILL);
            kill_at = now;
        }
        if (now >= reap_at) {
            orphans_reap();
            reap_at = now + REAP_SECONDS;
        }
    }
    /* Kills whatever the child started and left behind: first its group, at once, then what took a
     * group of its own. */
    if (!child->gone) {
        (void)kill(-child->pid, SIGKILL);
    }
    child->gone = !orphans_wait(child->pid, &child->wait_status);
    orphans_kill();
    (void)drain(child->output, request, capture);
    close(child->output);
    if (child->handle >= 0) {
        close(child->handle);
    }
}

/* The last line of what it printed, as it were, says why it ended so suddenly. */
static void add_reason(const struct process_limits *limits, enum process_end end,
                       struct capture *capture)
{
    struct buffer line = {0};
    if (end == PROCESS_TOO_LARGE) {
        buffer_format(
            &line, "\nvigil: killed, since its processes had more than %" PRIu64 " MB of memory\n",
            limits->resident_bytes >> 20);
    } else if (end == PROCESS_TOO_MANY) {
        buffer_format(&line, "\nvigil: killed, since it had more than %u processes and threads\n",
                      limits->processes);
    }
    if (line.size > 0) {
        capture_add(capture, line.data, line.size);
    }
    buffer_free(&line);
}

bool process_signalled(const struct process_outcome *outcome)
{
    return outcome->end == PROCESS_SIGNALLED || outcome->end == PROCESS_TOO_LARGE ||
           outcome->end == PROCESS_TOO_MANY;
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
    add_reason(&request->limits, end, &capture);
    if (process_signalled(outcome)) {
        outcome->status = SIGKILL;
    } else if (end == PROCESS_EXITED && WIFSIGNALED(child.wait_status)) {
        outcome->end = PROCESS_SIGNALLED;
        outcome->status = WTERMSIG(child.wait_status);
    } else if (WIFEXITED(child.wait_status)) {
        outcome->status = WEXITSTATUS(child.wait_status);
    }
    outcome->dropped = capture.dropped;
    bool done = capture_finish(&capture, &outcome->output, &outcome->output_size);
    capture_free(&capture);
    if (done && child.gone) {
        process_outcome_free(outcome);
        return fault_set(fault, "%s: how it ended is not known: something else waited for it",
                         request->arguments[0]);
    }
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
