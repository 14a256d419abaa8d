/* SPDX-License-Identifier: MIT */
#include "confine.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enclose.h"
#include "landlock.h"
#include "orphans.h"

static unsigned granted;
static pthread_once_t tried = PTHREAD_ONCE_INIT;
static atomic_uint pretended = CONFINE_FILES | CONFINE_SIGNALS | CONFINE_PROCESSES;

/* Whether a child of ours can do it. */
static bool can(bool (*what)(void))
{
    char mark[ORPHANS_MARK_SIZE];
    int status = 1;
    pid_t child = orphans_fork(orphans_mark(mark));
    if (child == 0) {
        _exit(what() ? 0 : 1);
    }
    return child > 0 && orphans_wait(child, &status) && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

static bool enter_nothing(void)
{
    const struct confinement nothing = {0};
    int ruleset = landlock_ruleset(&nothing, (struct landlock_wish){.files = true});
    return ruleset >= 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && landlock_enter(ruleset);
}

static struct mounts mounts_of_nothing;

/* Its last process ends well, and so do the others then. */
static bool enclose_nothing(void)
{
    const struct confinement nothing = {0};
    bool own_user;
    return enclose(&nothing, &mounts_of_nothing, &own_user);
}

static void try_all(void)
{
    if (landlock_version() > LANDLOCK_NONE && can(enter_nothing)) {
        granted |= CONFINE_FILES;
        granted |= landlock_version() >= LANDLOCK_SCOPE ? CONFINE_SIGNALS : 0U;
    }
    const struct confinement nothing = {0};
    bool ready = mounts_prepare(&nothing, &mounts_of_nothing);
    granted |= ready && can(enclose_nothing) ? CONFINE_PROCESSES : 0U;
    mounts_free(&mounts_of_nothing);
}

/* Those that are tried for, each by itself: a PID namespace is a wall to signals as well, and what
 * is mounted in it one to files. */
static unsigned separate_walls(void)
{
    (void)pthread_once(&tried, try_all);
    return granted & atomic_load(&pretended);
}

unsigned confine_walls(void)
{
    unsigned walls = separate_walls();
    return (walls & CONFINE_PROCESSES) != 0 ? walls | CONFINE_SIGNALS | CONFINE_FILES : walls;
}

void confine_pretend(unsigned walls)
{
    atomic_store(&pretended, walls);
}

struct lack {
    unsigned wall;
    const char *what, *why;
};

static const struct lack lacks[] = {
    {CONFINE_FILES,
     "read and write all files that vigil may, its state among them, and read the memory and "
     "environment of its processes",
     "no Landlock, which Linux has from 5.13 on"},
    {CONFINE_SIGNALS, "send signals to vigil",
     "no Landlock as of Linux 6.12, and no PID namespace"},
    {CONFINE_PROCESSES,
     "see all processes, lower vigil's limits so that it fails, leave some running that vigil has "
     "to "
     "look for, change the mode of files that they may not write, and call whoever listens on a "
     "socket",
     "no PID namespace with a /proc and mounts of its own"},
};

void confine_lacks(struct buffer *into)
{
    unsigned walls = confine_walls(), version = landlock_version();
    bool landlocked = (walls & (CONFINE_FILES | CONFINE_PROCESSES)) == CONFINE_FILES;
    struct lack missing[5];
    size_t count = 0;
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++) {
        if ((walls & lacks[i].wall) == 0) {
            missing[count++] = lacks[i];
        }
    }
    if (landlocked && version < LANDLOCK_REFER) {
        missing[count++] =
            (struct lack){0, "write wherever vigil may when they are builds or tests",
                          "Landlock as before Linux 5.19"};
    }
    if (landlocked && version < LANDLOCK_TRUNCATE) {
        missing[count++] = (struct lack){0, "cut files short that they may not write",
                                         "Landlock as before Linux 6.2"};
    }
    for (size_t i = 0; i < count; i++) {
        buffer_format(into, "%s%s (%s)",
                      i == 0 ? "targets are not wholly walled in on this machine. They may "
                             : "; they may ",
                      missing[i].what, missing[i].why);
    }
}

bool confine_prepare(const struct confinement *confinement, struct confine_ready *ready)
{
    *ready = (struct confine_ready){.walls = separate_walls(), .ruleset = -1};
    bool enclosed = (ready->walls & CONFINE_PROCESSES) != 0;
    ready->ruleset =
        landlock_ruleset(confinement, (struct landlock_wish){
                                          .files = (ready->walls & CONFINE_FILES) != 0,
                                          .signals = (ready->walls & CONFINE_SIGNALS) != 0,
                                          .covered = enclosed,
                                      });
    return (ready->ruleset >= 0 || errno == ENOSYS) &&
           (!enclosed || mounts_prepare(confinement, &ready->mounts));
}

void confine_release(struct confine_ready *ready)
{
    int error = errno;
    if (ready->ruleset >= 0) {
        (void)close(ready->ruleset);
    }
    mounts_free(&ready->mounts);
    ready->ruleset = -1;
    errno = error;
}

bool confine_enter(const struct confinement *confinement, struct confine_ready *ready,
                   unsigned processes)
{
    bool enclosed = (ready->walls & CONFINE_PROCESSES) != 0, own_user = false;
    if (enclosed && !enclose(confinement, &ready->mounts, &own_user)) {
        return false;
    }
    /* In each user namespace by themselves since Linux 5.14. */
    if (own_user && processes > 0 && landlock_version() >= LANDLOCK_REFER) {
        const struct rlimit most = {2 * (rlim_t)processes, 2 * (rlim_t)processes};
        (void)setrlimit(RLIMIT_NPROC, &most);
    }
    if (enclosed && ready->ruleset >= 0) {
        landlock_grant(ready->ruleset, confinement, "/proc");
    }
    enclose_drop_rights();
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           (ready->ruleset < 0 || landlock_enter(ready->ruleset));
}
