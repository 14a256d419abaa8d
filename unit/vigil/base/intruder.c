/* SPDX-License-Identifier: MIT */
/*
 * Tries what a program behind walls is not to do, or is to be able to do. Of an attempt it says by
 * its status whether it came off: 0 it did, 1 it did not, 2 there is no such attempt.
 *
 *     intruder one ATTEMPT         by itself
 *     intruder each ATTEMPT…       by a child each, and prints a digit for each
 *
 * An attempt is some words, with blanks between:
 *
 *     read|list|look|append|make|cut|mode|date|remove FILE
 *     rename|link FROM TO
 *     signal|trace|peek PID
 *     call SOCKET
 *     shout                     sends everybody a signal that is ignored unless waited for
 *     own-child                 traces, reads and kills a child of its own
 *     crowd N                   N processes of its own, which linger
 *     eat MEGABYTES             so much memory, a piece at a time, and lingers
 *     daemon NAME               leaves a daemon without environment, called NAME, and ends
 *     stay NAME                 as well, and lingers itself
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char canary[16] = "canary";

static bool read_byte(const char *path)
{
    char byte;
    int file = open(path, O_RDONLY);
    return file >= 0 && read(file, &byte, 1) == 1;
}

static bool list(const char *path)
{
    DIR *entries = opendir(path);
    bool any = false;
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        any = any || entry->d_name[0] != '.';
    }
    return any;
}

static bool append(const char *path, int flags)
{
    int file = open(path, O_WRONLY | O_APPEND | flags, 0644);
    return file >= 0 && write(file, "x", 1) == 1;
}

static bool peek(pid_t pid)
{
    char byte;
    struct iovec here = {&byte, 1}, there = {canary, 1};
    /* EFAULT: nothing is at this address in another program, but it was looked. */
    return process_vm_readv(pid, &here, 1, &there, 1, 0) == 1 || errno == EFAULT;
}

static bool trace(pid_t pid)
{
    int status;
    return ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0 && waitpid(pid, &status, 0) == pid &&
           ptrace(PTRACE_DETACH, pid, NULL, NULL) == 0;
}

static bool own_child(void)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        (void)pause();
        _exit(0);
    }
    return child > 0 && peek(child) && trace(child) && kill(child, SIGKILL) == 0 &&
           waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

static void linger(void)
{
    (void)alarm(20);
    for (;;) {
        (void)pause();
    }
}

static void crowd(int count)
{
    for (int i = 0; i < count; i++) {
        if (fork() == 0) {
            linger();
        }
    }
    linger();
}

static void eat(int megabytes)
{
    for (int i = 0; i < megabytes; i++) {
        volatile char *piece = malloc(1 << 20);
        for (size_t at = 0; piece != NULL && at < 1 << 20; at += 1024) {
            piece[at] = 1;
        }
    }
    linger();
}

/* By a program without an environment, two parents and a session away. */
static void leave_daemon(const char *program, const char *name)
{
    char words[64];
    char *arguments[] = {(char *)(size_t)program, (char *)(size_t) "one", words, NULL};
    char *environment[] = {NULL};
    (void)snprintf(words, sizeof words, "linger %.15s", name);
    if (fork() == 0) {
        (void)setsid();
        if (fork() == 0) {
            (void)execve(program, arguments, environment);
        }
        _exit(0);
    }
    (void)usleep(100000);
}

static bool call(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int end = socket(AF_UNIX, SOCK_STREAM, 0);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
    return end >= 0 && connect(end, (struct sockaddr *)&address, sizeof address) == 0;
}

static int try_file(const char *how, const char *path)
{
    return strcmp(how, "read") == 0     ? read_byte(path)
           : strcmp(how, "list") == 0   ? list(path)
           : strcmp(how, "look") == 0   ? readlink(path, canary, sizeof canary) > 0
           : strcmp(how, "append") == 0 ? append(path, 0)
           : strcmp(how, "make") == 0   ? append(path, O_CREAT | O_EXCL)
           : strcmp(how, "call") == 0   ? call(path)
           : strcmp(how, "cut") == 0    ? truncate(path, 0) == 0
           : strcmp(how, "mode") == 0   ? chmod(path, 0700) == 0
           : strcmp(how, "date") == 0   ? utimensat(AT_FDCWD, path, NULL, 0) == 0
           : strcmp(how, "remove") == 0 ? unlink(path) == 0
                                        : -1;
}

static int try_process(const char *how, pid_t pid)
{
    return strcmp(how, "signal") == 0  ? kill(pid, 0) == 0
           : strcmp(how, "trace") == 0 ? trace(pid)
           : strcmp(how, "peek") == 0  ? peek(pid)
                                       : -1;
}

static int attempt(const char *program, char *words)
{
    const char *how = strtok(words, " "), *what = strtok(NULL, " "), *to = strtok(NULL, " ");
    int number = what == NULL ? 0 : atoi(what), could = -1;
    if (strcmp(how, "own-child") == 0) {
        could = own_child();
    } else if (strcmp(how, "shout") == 0) {
        could = kill(-1, SIGURG) == 0;
    } else if (what == NULL) {
        could = -1;
    } else if (strcmp(how, "crowd") == 0) {
        crowd(number);
    } else if (strcmp(how, "eat") == 0) {
        eat(number);
    } else if (strcmp(how, "linger") == 0) {
        (void)prctl(PR_SET_NAME, what);
        linger();
    } else if (strcmp(how, "daemon") == 0 || strcmp(how, "stay") == 0) {
        leave_daemon(program, what);
        if (how[0] == 's') {
            linger();
        }
        could = 1;
    } else if (to != NULL) {
        could = strcmp(how, "rename") == 0 ? rename(what, to) == 0
                : strcmp(how, "link") == 0 ? link(what, to) == 0
                                           : -1;
    } else {
        could = try_file(how, what);
        could = could < 0 ? try_process(how, number) : could;
    }
    return could < 0 ? 2 : could == 0;
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "one") == 0) {
        return attempt(arguments[0], arguments[2]);
    }
    for (int i = 2; i < count; i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0) {
            _exit(attempt(arguments[0], arguments[i]));
        }
        (void)waitpid(child, &status, 0);
        (void)putchar(WIFEXITED(status) ? '0' + WEXITSTATUS(status) : '-');
    }
    return count < 3 ? 2 : 0;
}
