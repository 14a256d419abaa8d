/* SPDX-License-Identifier: MIT */
#include "enclose.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mounts.h"

/* As fork(2), for one that starts no threads and calls exec. */
static pid_t fork_into(uint64_t namespaces, pid_t number)
{
    struct clone_args arguments = {.flags = namespaces,
                                   .exit_signal = SIGCHLD,
                                   .set_tid = number == 0 ? 0 : (uint64_t)(uintptr_t)&number,
                                   .set_tid_size = number == 0 ? 0 : 1};
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

static void take_signals(sigset_t *taken)
{
    (void)sigemptyset(taken);
    (void)sigaddset(taken, SIGCHLD);
    (void)sigaddset(taken, SIGTERM);
    (void)sigaddset(taken, SIGUSR1);
    (void)sigprocmask(SIG_SETMASK, taken, NULL);
}

/* Leaves nothing open but this one, as number 0: nobody who reads what the program or vigil prints
 * waits for us. */
static void keep_only(int descriptor)
{
    (void)dup2(descriptor, 0);
    (void)close_range(1, ~0U, 0);
}

/* The child outside: ends as the program did, of which the first process inside tells. */
static _Noreturn void stay_outside(pid_t first, const sigset_t *taken, int told)
{
    int status = SIGKILL, ended = 0;
    keep_only(told);
    (void)prctl(PR_SET_NAME, "vigil-outside");
    while (waitpid(first, &ended, WNOHANG) == 0) {
        /* SIGTERM went to the whole group, and thus to the first process as well. */
        if (sigwaitinfo(taken, NULL) == SIGUSR1) {
            (void)kill(first, SIGUSR1);
        }
    }
    if (read(0, &status, sizeof status) != (ssize_t)sizeof status) {
        status = ended; /* it was killed itself */
    }
    if (WIFSIGNALED(status)) {
        sigset_t none;
        (void)sigemptyset(&none);
        (void)signal(WTERMSIG(status), SIG_DFL);
        (void)sigprocmask(SIG_SETMASK, &none, NULL);
        (void)kill(getpid(), WTERMSIG(status));
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 127);
}

/* The first process inside, once there is the program's. */
static _Noreturn void stay_first(pid_t program, const sigset_t *taken, int tell)
{
    int status, signal_taken;
    pid_t ended;
    keep_only(tell);
    (void)prctl(PR_SET_NAME, "vigil-first");
    for (;;) {
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended == program) {
                (void)!write(0, &status, sizeof status);
                _exit(0);
            }
        }
        signal_taken = sigwaitinfo(taken, NULL);
        if (signal_taken == SIGTERM) {
            (void)kill(-program, SIGTERM);
        } else if (signal_taken == SIGUSR1) {
            (void)kill(program, SIGUSR1);
        }
    }
}

static bool write_text(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool done = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
    int error = errno;
    if (file >= 0) {
        (void)close(file);
    }
    errno = error;
    return done;
}

/* The same user and group inside as outside. While vigil holds a secret its copies are not dumpable
 * either, and then their files in /proc are root's. */
static bool map_user(unsigned user, unsigned group)
{
    char users[64], groups[64];
    (void)snprintf(users, sizeof users, "%u %u 1\n", user, user);
    (void)snprintf(groups, sizeof groups, "%u %u 1\n", group, group);
    (void)prctl(PR_SET_DUMPABLE, 1);
    return write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/uid_map", users) &&
           write_text("/proc/self/gid_map", groups);
}

/* What the program starts has the numbers that follow, and not 2 in every run. Where the kernel
 * does not let us say so, only the program's own is as outside. */
static void number_from(pid_t last)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%ld", (long)last);
    (void)write_text("/proc/sys/kernel/ns_last_pid", text);
}

/* In the first process. Its parent's number cannot be asked for, which is of another namespace;
 * that it is dead is seen by its end of the pipe. */
static bool die_with_child(int tell)
{
    struct pollfd end = {.fd = tell, .events = 0};
    (void)prctl(PR_SET_DUMPABLE, 0); /* not for the program to look into */
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && poll(&end, 1, 0) == 0;
}

bool enclose(const struct confinement *confinement, struct mounts *mounts, bool *own_user)
{
    uint64_t namespaces = CLONE_NEWPID | CLONE_NEWNS;
    unsigned user = geteuid(), group = getegid();
    pid_t outside = getpid();
    int told[2];
    sigset_t taken, none;
    *own_user = false;
    if (pipe2(told, O_CLOEXEC) != 0) {
        return false;
    }
    take_signals(&taken);
    pid_t first = fork_into(namespaces, 0);
    if (first < 0 && errno == EPERM) {
        *own_user = true;
        first = fork_into(namespaces | CLONE_NEWUSER, 0);
    }
    if (first != 0) {
        (void)close(told[1]);
        if (first > 0) {
            stay_outside(first, &taken, told[0]);
        }
        return false;
    }
    (void)close(told[0]);
    if ((*own_user && !map_user(user, group)) || !mounts_make(confinement, mounts) ||
        !die_with_child(told[1])) {
        return false;
    }
    number_from(outside);
    mounts_protect_machine();
    pid_t program = fork_into(0, outside);
    if (program != 0) {
        if (program > 0) {
            stay_first(program, &taken, told[1]);
        }
        return false;
    }
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setsid();
    return true;
}

static const unsigned needless[] = {
    CAP_DAC_READ_SEARCH, CAP_LINUX_IMMUTABLE, CAP_NET_ADMIN,     CAP_SYS_MODULE,
    CAP_SYS_RAWIO,       CAP_SYS_PTRACE,      CAP_SYS_PACCT,     CAP_SYS_ADMIN,
    CAP_SYS_BOOT,        CAP_SYS_NICE,        CAP_SYS_RESOURCE,  CAP_SYS_TIME,
    CAP_SYS_TTY_CONFIG,  CAP_MKNOD,           CAP_AUDIT_CONTROL, CAP_MAC_OVERRIDE,
    CAP_MAC_ADMIN,       CAP_SYSLOG,          CAP_WAKE_ALARM,    CAP_BLOCK_SUSPEND,
    CAP_AUDIT_READ,      38 /* PERFMON */,    39 /* BPF */,      40 /* CHECKPOINT_RESTORE */
};

void enclose_drop_rights(void)
{
    for (size_t i = 0; i < sizeof needless / sizeof *needless; i++) {
        (void)prctl(PR_CAPBSET_DROP, needless[i], 0, 0, 0);
    }
    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}
