/* SPDX-License-Identifier: MIT */
/*
 * Runs a program as on a machine that grants less.
 * usage: canary_launch [no-landlock] [no-namespaces] [no-privileges] PROGRAM ARGUMENT…
 *
 * no-landlock: the kernel knows no Landlock. no-namespaces: none can be made, as a container's
 * filter of system calls has it. no-privileges: of root's capabilities those are gone that a
 * container's root has not either.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REFUSE(error)  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define CALL           BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define ARGUMENT       BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]))
#define UNLESS(k, far) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), 0, (far))
#define NAMESPACES     (CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS)

static int filter(struct sock_filter *list, size_t count)
{
    struct sock_fprog program = {.len = (unsigned short)count, .filter = list};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                   prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0
               ? 0
               : -1;
}

static int no_landlock(void)
{
    struct sock_filter list[] = {CALL, UNLESS(SYS_landlock_create_ruleset, 1), REFUSE(ENOSYS),
                                 BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    return filter(list, sizeof list / sizeof *list);
}

/* clone3 hides its flags from a filter, so that a container's refuses it altogether. */
static int no_namespaces(void)
{
    struct sock_filter list[] = {
        CALL,           UNLESS(SYS_clone3, 1),
        REFUSE(ENOSYS), UNLESS(SYS_unshare, 1),
        REFUSE(EPERM),  UNLESS(SYS_clone, 3),
        ARGUMENT,       BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1),
        REFUSE(EPERM),  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    return filter(list, sizeof list / sizeof *list);
}

static int no_privileges(void)
{
    static const int gone[] = {CAP_SYS_ADMIN, CAP_SYS_PTRACE, CAP_SYS_RESOURCE, CAP_SYS_MODULE,
                               CAP_DAC_READ_SEARCH};
    int status = 0;
    for (size_t i = 0; status == 0 && i < sizeof gone / sizeof *gone; i++) {
        status = prctl(PR_CAPBSET_DROP, gone[i], 0, 0, 0);
    }
    return status;
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        int (*body)(void);
    } kinds[] = {{"no-landlock", no_landlock},
                 {"no-namespaces", no_namespaces},
                 {"no-privileges", no_privileges}};
    int at = 1;
    for (; at < count; at++) {
        size_t i = 0;
        while (i < sizeof kinds / sizeof *kinds && strcmp(arguments[at], kinds[i].name) != 0) {
            i++;
        }
        if (i == sizeof kinds / sizeof *kinds) {
            break;
        }
        if (kinds[i].body() != 0) {
            perror(kinds[i].name);
            return 126;
        }
    }
    if (at < count) {
        (void)execvp(arguments[at], arguments + at);
        perror(arguments[at]);
    }
    return 127;
}
