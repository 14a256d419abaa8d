/* SPDX-License-Identifier: MIT */
#include "orphans.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "list.h"
#include "processes.h"
#include "secret.h"

#define VARIABLE       "VIGIL_RUN="
#define GIVE_UP_AFTER  5.0
#define GAVE_UP_ONCE   0.1 /* what could not be killed is not to hold up every run after it */
#define QUIET          0.3
#define REAPED_AT_ONCE 4096
#define ENVIRON_MOST   ((size_t)4 << 20)
#define NO_RUN         UINT64_MAX

struct live {
    pid_t pid;
    uint64_t run;
};

/* All of it under the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct live *live;
static size_t live_count;
static uint64_t last_run;
static char token[20];    /* this vigil's: 16 digits and a "-" */
static pid_t token_owner; /* a copy of this process, as fork makes it, draws one of its own */
static bool reaps_all;    /* nothing else in this process waits for a child */
static bool all_are_ours; /* nor had it children before: also those without a mark are vigil's */
static double patience = GIVE_UP_AFTER;
static pid_t guard; /* 0: there is none */
static int leash = -1;

static bool is_live_pid(pid_t pid)
{
    if (pid == guard) {
        return true;
    }
    for (size_t i = 0; i < live_count; i++) {
        if (live[i].pid == pid) {
            return true;
        }
    }
    return false;
}

static bool is_live_run(uint64_t run)
{
    for (size_t i = 0; i < live_count; i++) {
        if (live[i].run == run) {
            return true;
        }
    }
    return false;
}

/* Whether an orphan of this run is to die; NO_RUN: nothing says whose it is. */
static bool is_condemned(uint64_t run)
{
    return run == NO_RUN ? all_are_ours && live_count == 0 : !is_live_run(run);
}

static bool has_children(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

void orphans_begin(void)
{
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    reaps_all = true;
    /* To the first process of a container come the orphans of everybody in it. */
    all_are_ours = !has_children() && getpid() != 1;
}

static void draw_token_once(void)
{
    uint64_t number;
    if (token_owner == getpid()) {
        return;
    }
    token_owner = getpid();
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != (ssize_t)sizeof number) {
        struct timespec now;
        (void)clock_gettime(CLOCK_REALTIME, &now);
        number = ((uint64_t)now.tv_sec << 32 | (uint64_t)now.tv_nsec) ^ (uint64_t)getpid() << 40;
    }
    (void)snprintf(token, sizeof token, "%016" PRIx64 "-", number);
}

uint64_t orphans_mark(char mark[ORPHANS_MARK_SIZE])
{
    const char *outer = getenv("VIGIL_RUN");
    (void)pthread_mutex_lock(&lock);
    draw_token_once();
    uint64_t run = ++last_run;
    int size = snprintf(mark, ORPHANS_MARK_SIZE, VARIABLE "%s%s%s%06" PRIu64,
                        outer == NULL ? "" : outer, outer == NULL ? "" : "/", token, run);
    if (size >= ORPHANS_MARK_SIZE) {
        (void)snprintf(mark, ORPHANS_MARK_SIZE, VARIABLE "%s%06" PRIu64, token, run);
    }
    (void)pthread_mutex_unlock(&lock);
    return run;
}

pid_t orphans_fork(uint64_t run)
{
    (void)pthread_mutex_lock(&lock);
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    struct live *entry = list_add(&live, &live_count, sizeof *entry);
    pid_t pid = entry == NULL ? -1 : fork();
    int error = entry == NULL ? ENOMEM : errno;
    if (pid == 0) {
        return 0;
    }
    if (pid > 0) {
        *entry = (struct live){pid, run};
    } else if (entry != NULL) {
        live_count--;
    }
    (void)pthread_mutex_unlock(&lock);
    errno = error;
    return pid;
}

bool orphans_wait(pid_t child, int *status)
{
    (void)pthread_mutex_lock(&lock);
    pid_t reaped;
    do {
        reaped = waitpid(child, status, 0);
    } while (reaped < 0 && errno == EINTR);
    for (size_t i = 0; i < live_count; i++) {
        if (live[i].pid == child) {
            live[i] = live[--live_count];
            break;
        }
    }
    (void)pthread_mutex_unlock(&lock);
    return reaped == child;
}

static void reap_the_dead(void)
{
    for (unsigned i = 0; reaps_all && i < REAPED_AT_ONCE; i++) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) {
            return;
        }
        guard = info.si_pid == guard ? 0 : guard; /* somebody killed it */
        if (is_live_pid(info.si_pid)) {
            return; /* one that another thread is about to reap hides the others for a moment */
        }
        (void)waitpid(info.si_pid, NULL, WNOHANG);
    }
}

void orphans_reap(void)
{
    (void)pthread_mutex_lock(&lock);
    reap_the_dead();
    (void)pthread_mutex_unlock(&lock);
}

/* The run in the process's environment, as it was when the program was executed. */
static uint64_t read_mark(pid_t pid)
{
    char path[PATH_SIZE];
    struct buffer text = {0};
    struct fault ignored;
    uint64_t run = NO_RUN;
    if (token[0] != '\0' && path_make(path, &ignored, "/proc/%ld/environ", (long)pid)) {
        (void)files_read(path, ENVIRON_MOST, &text, &ignored);
        const char *mark =
            text.size == 0 ? NULL : memmem(text.data, text.size, token, strlen(token));
        run = mark == NULL ? NO_RUN : strtoull(mark + strlen(token), NULL, 10);
    }
    buffer_free(&text);
    return run;
}

uint64_t orphans_run_of(pid_t pid)
{
    return read_mark(pid);
}

/* The child of vigil that the process descends from; NULL: it is none of vigil's. */
static const struct process *find_ancestor(const struct processes *table,
                                           const struct process *process, pid_t self)
{
    for (size_t steps = 0; process != NULL && process->parent != self; steps++) {
        process = steps < table->count ? processes_find(table, process->parent) : NULL;
    }
    return process;
}

/* Whether an ended run left it behind. Its own mark counts, or else that of its nearest ancestor.
 */
static bool is_left_behind(const struct processes *table, const struct process *process, pid_t self)
{
    const struct process *ancestor = find_ancestor(table, process, self);
    if (ancestor == NULL || is_live_pid(ancestor->pid)) {
        return false;
    }
    uint64_t run = read_mark(process->pid);
    while (run == NO_RUN && process != ancestor) {
        process = processes_find(table, process->parent);
        run = read_mark(process->pid);
    }
    return is_condemned(run);
}

/* Those that were told to die: a zombie has no environment that would say whose it was. */
struct killed {
    pid_t *pids;
    size_t count;
};

/* Deals with an orphan; whether another look is needed, since it may have started others, or what
 * it had started is about to become vigil's child. */
static bool deal_with(const struct process *process, bool left_behind, pid_t self,
                      struct killed *killed)
{
    bool child = process->parent == self, dead = process->state == 'Z';
    if (process->ending && !dead) {
        return child;
    }
    if (dead && child && reaps_all && waitpid(process->pid, NULL, WNOHANG) == process->pid) {
        return true;
    }
    /* A dead first thread whose others live on looks like a zombie, and can be killed. */
    if (!left_behind || (dead && !child) || !processes_kill(process)) {
        return false;
    }
    pid_t *added = list_add(&killed->pids, &killed->count, sizeof *added);
    if (added != NULL) {
        *added = process->pid;
    }
    return true;
}

/* Whether it has ended since it was read: then it may have started another one after that. */
static bool has_passed(const struct process *process)
{
    struct process now;
    return !process->ending && (!processes_read_one(process->pid, &now) ||
                                now.started != process->started || now.ending);
}

static size_t kill_once(struct killed *killed)
{
    struct processes table;
    size_t found = 0;
    pid_t self = getpid();
    processes_read(&table);
    for (size_t i = 0; i < table.count; i++) {
        const struct process *process = &table.list[i];
        bool orphan = process->parent == self && !is_live_pid(process->pid);
        bool left_behind = is_left_behind(&table, process, self);
        bool again = ((orphan && process->ending) || left_behind) &&
                     deal_with(process, left_behind, self, killed);
        found += again || (orphan && has_passed(process));
    }
    free(table.list);
    return found;
}

/* Reaps what has died of them; returns how many have not. */
static size_t reap_killed(struct killed *killed)
{
    size_t left = 0;
    for (size_t i = 0; i < killed->count; i++) {
        pid_t pid = killed->pids[i];
        bool gone = is_live_pid(pid) || waitpid(pid, NULL, WNOHANG) == pid ||
                    (kill(pid, 0) != 0 && errno == ESRCH);
        if (!gone) {
            killed->pids[left++] = pid;
        }
    }
    killed->count = left;
    return left;
}

/* Whether one of a thread's children, as this file lists them, is an orphan that is to die. */
static bool lists_condemned(const char *path)
{
    struct buffer text = {0};
    struct fault ignored;
    bool found = !files_read(path, ENVIRON_MOST, &text, &ignored); /* a kernel without this file */
    char *at = text.data;
    while (!found && at != NULL && at[strspn(at, " \n")] != '\0') {
        pid_t pid = (pid_t)strtol(at, &at, 10);
        /* One that ends says no more whose it was, and what it has started may not be listed yet.
         */
        struct process process;
        found =
            pid > 0 && !is_live_pid(pid) &&
            (is_condemned(read_mark(pid)) || !processes_read_one(pid, &process) || process.ending);
        at = pid > 0 ? at : NULL;
    }
    buffer_free(&text);
    return found;
}

/* A look that costs little, since most runs leave nothing. */
static bool may_have_orphans(void)
{
    DIR *threads = has_children() ? opendir("/proc/self/task") : NULL;
    bool found = false;
    for (struct dirent *entry; !found && threads != NULL && (entry = readdir(threads)) != NULL;) {
        char path[PATH_SIZE];
        struct fault ignored;
        found = entry->d_name[0] != '.' &&
                path_make(path, &ignored, "/proc/self/task/%s/children", entry->d_name) &&
                lists_condemned(path);
    }
    if (threads != NULL) {
        (void)closedir(threads);
    }
    return found;
}

static double now_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void orphans_kill(void)
{
    double began = now_seconds();
    struct timespec pause = {.tv_nsec = 500000};
    struct killed killed = {0};
    for (bool done = false; !done;) {
        (void)pthread_mutex_lock(&lock);
        reap_the_dead();
        size_t left = may_have_orphans() ? kill_once(&killed) : 0;
        left += reap_killed(&killed);
        bool gives_up = left > 0 && now_seconds() - began >= patience;
        done = left == 0 || gives_up;
        patience = gives_up ? GAVE_UP_ONCE : done ? GIVE_UP_AFTER : patience;
        (void)pthread_mutex_unlock(&lock);
        if (!done) {
            (void)nanosleep(&pause, NULL);
            pause.tv_nsec = pause.tv_nsec < 10000000 ? pause.tv_nsec * 2 : pause.tv_nsec;
        }
    }
    free(killed.pids);
}

/* Whether the process has a mark, or descends from one that has. */
static bool is_marked(const struct processes *table, const struct process *process)
{
    bool marked = false;
    for (size_t steps = 0; process != NULL && !marked && steps <= table->count; steps++) {
        marked = read_mark(process->pid) != NO_RUN;
        process = processes_find(table, process->parent);
    }
    return marked;
}

/* In the guard, when vigil is gone. */
static void kill_marked(void)
{
    double began = now_seconds(), seen = began;
    /* For a while after the last one: it may have started another one as it was looked at. */
    while (now_seconds() - seen < QUIET && now_seconds() - began < GIVE_UP_AFTER) {
        struct processes table;
        size_t found = 0;
        processes_read(&table);
        for (size_t i = 0; i < table.count; i++) {
            const struct process *process = &table.list[i];
            found += process->state != 'Z' && process->pid != getpid() &&
                     is_marked(&table, process) && processes_kill(process);
        }
        free(table.list);
        seen = found > 0 ? now_seconds() : seen;
        (void)nanosleep(&(struct timespec){.tv_nsec = found > 0 ? 1000000 : 50000000}, NULL);
    }
}

/* The guard holds nothing open but its end of the leash, so that nobody who reads vigil's output
 * waits for it. */
static void keep_guard(int end)
{
    char said;
    ssize_t got;
    (void)setsid();
    secret_forget_all(); /* it has a copy of vigil's environment, and of what vigil is yet to read
                          */
    (void)prctl(PR_SET_NAME, "vigil-guard");
    (void)chdir("/");
    (void)dup2(end, 0);
    (void)close_range(1, ~0U, 0);
    do {
        got = read(0, &said, 1);
    } while (got < 0 && errno == EINTR);
    if (got == 0) {
        kill_marked();
    }
    _exit(0);
}

void orphans_guard(void)
{
    int ends[2];
    if (guard != 0 || pipe2(ends, O_CLOEXEC) != 0) {
        return;
    }
    draw_token_once();
    guard = fork();
    if (guard == 0) {
        keep_guard(ends[0]);
    }
    guard = guard < 0 ? 0 : guard;
    leash = ends[1];
    (void)close(ends[0]);
}

void orphans_dismiss(void)
{
    if (leash >= 0) {
        (void)!write(leash, "", 1);
        (void)close(leash);
        leash = -1;
    }
    if (guard > 0) {
        (void)waitpid(guard, NULL, 0);
        guard = 0;
    }
}
