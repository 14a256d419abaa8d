/* SPDX-License-Identifier: MIT */
/*
 * Runs a program on a machine that grants less, as the seccomp filters of containers do:
 *
 *     refuse [landlock] [namespaces] -- PROGRAM ARGUMENT…
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif

#define ANSWER(number)       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (number))
#define CALL                 BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define IS_NOT(number, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, (skip))
#define ALLOW                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static struct sock_filter landlock[] = {CALL, IS_NOT(SYS_landlock_create_ruleset, 1),
                                        ANSWER(ENOSYS), ALLOW};

/* clone3's flags cannot be looked at, so containers have none; glibc then calls clone. */
static struct sock_filter namespaces[] = {
    CALL, IS_NOT(SYS_clone3, 1), ANSWER(ENOSYS), IS_NOT(SYS_unshare, 1), ANSWER(EPERM), ALLOW};

static int install(struct sock_filter *filter, unsigned short size)
{
    const struct sock_fprog program = {size, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
               ? prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0)
               : -1;
}

int main(int count, char **arguments)
{
    int at = 1, done = 0;
    for (; at < count && strcmp(arguments[at], "--") != 0 && done == 0; at++) {
        done = strcmp(arguments[at], "landlock") == 0
                   ? install(landlock, sizeof landlock / sizeof *landlock)
                   : install(namespaces, sizeof namespaces / sizeof *namespaces);
    }
    if (done == 0 && at + 1 < count) {
        (void)execvp(arguments[at + 1], arguments + at + 1);
    }
    perror("refuse");
    return 2;
}
