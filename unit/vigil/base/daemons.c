/* SPDX-License-Identifier: MIT */
/*
 * Leaves processes behind in the ways that programs know, or waits for one that others must not
 * have taken for left behind:
 *
 *     daemons fork|setsid|double|bare|chain|storm NAME     starts them and ends
 *     daemons stay NAME                                    starts one and lingers itself
 *     daemons live|live-bare NAME                          status 0: its daemon lived to answer
 *
 * Each process is called NAME in /proc, and ends by itself after 20 seconds.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define STORM 300

static const char *program, *name;

static void linger(void)
{
    for (;;) {
        (void)pause();
    }
}

static void nap(long milliseconds)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000}, NULL);
}

/* True in the child, which has its own clock: alarm is not inherited. */
static bool child(bool session)
{
    if (fork() != 0) {
        return false;
    }
    (void)alarm(20);
    if (session) {
        (void)setsid();
    }
    return true;
}

static void become_daemon(void)
{
    if (child(true)) {
        if (child(false)) {
            linger();
        }
        _exit(0);
    }
}

/* Without an environment, so that nothing says whose it is. */
static void become_bare(const char *how)
{
    char *arguments[] = {(char *)(size_t)program, (char *)(size_t)how, (char *)(size_t)name, NULL};
    char *environment[] = {NULL};
    (void)execve(program, arguments, environment);
    _exit(1);
}

/* Each starts another one in a session of its own, as long as there are not enough, and lingers. */
static void storm(void)
{
    int *count =
        mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    while (count != MAP_FAILED && __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST) < STORM) {
        if (!child(true)) {
            nap(2);
        }
    }
}

static int live(bool bare)
{
    int answer[2];
    char said = '\0';
    if (pipe(answer) != 0) {
        return 2;
    }
    if (child(true)) {
        if (child(false)) {
            (void)dup2(answer[1], 9);
            if (bare) {
                become_bare("answer");
            }
            nap(300);
            _exit(write(9, "x", 1) == 1 ? 0 : 1);
        }
        _exit(0);
    }
    (void)close(answer[1]);
    return read(answer[0], &said, 1) == 1 && said == 'x' ? 0 : 1;
}

int main(int count, char **arguments)
{
    const char *how = count > 2 ? arguments[1] : "";
    program = arguments[0];
    name = count > 2 ? arguments[2] : "";
    (void)alarm(20);
    (void)prctl(PR_SET_NAME, name);
    if (strcmp(how, "linger") == 0) {
        linger();
    } else if (strcmp(how, "answer") == 0) {
        nap(300);
        return write(9, "x", 1) == 1 ? 0 : 1;
    } else if (strncmp(how, "live", 4) == 0) {
        return live(how[4] != '\0');
    } else if (strcmp(how, "fork") == 0 || strcmp(how, "setsid") == 0) {
        if (child(how[0] == 's')) {
            linger();
        }
    } else if (strcmp(how, "double") == 0 || strcmp(how, "stay") == 0) {
        become_daemon();
        if (how[0] == 's') {
            linger();
        }
    } else if (strcmp(how, "bare") == 0) {
        if (child(true)) {
            become_bare("linger");
        }
    } else if (strcmp(how, "chain") == 0) {
        for (int i = 0; i < 20 && child(true); i++) {}
        if (getsid(0) == getpid()) {
            linger();
        }
        nap(50); /* while the chain grows */
    } else if (strcmp(how, "storm") == 0) {
        if (child(true)) {
            storm();
            linger();
        }
        nap(30);
    } else {
        return 2;
    }
    return 0;
}
