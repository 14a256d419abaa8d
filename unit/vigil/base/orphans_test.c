/* SPDX-License-Identifier: MIT */
#include "named.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "base/orphans.h"
#include "base/process.h"

/* Runs daemons.c in one of its ways. */
static int run(const char *how, const char *name)
{
    char *arguments[] = {(char *)VIGIL_BUILD "/daemons", (char *)(uintptr_t)how,
                         (char *)(uintptr_t)name, NULL};
    const struct process_request request = {
        .arguments = arguments, .seconds = 15, .head_bytes = 64, .tail_bytes = 64};
    struct process_outcome outcome = {0};
    struct fault fault = {""};
    bool ran = process_run(&request, &outcome, &fault);
    int status = ran && outcome.end == PROCESS_EXITED ? outcome.status : -1;
    process_outcome_free(&outcome);
    return status;
}

/* Where other runs go on, one that was killed may take a moment to vanish. */
static bool vanishes(const char *name)
{
    bool gone = false;
    for (unsigned i = 0; i < 500 && !gone; i++) {
        orphans_reap();
        gone = count_named(name) == 0;
        (void)usleep(gone ? 0 : 10000);
    }
    return gone;
}

static bool has_children(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

struct way_row {
    const char *name;
};

static const struct way_row ways[] = {{"fork"}, {"setsid"}, {"double"}, {"bare"}, {"chain"}};

/* When the run is over, not a while later. */
static void dies_with_its_run(void **state)
{
    const struct way_row *row = *state;
    char name[16];
    call(name, row->name);
    assert_int_equal(run(row->name, name), 0);
    assert_int_equal(count_named(name), 0);
    assert_false(has_children());
}

static void a_storm_of_processes_dies(void **state)
{
    char name[16];
    (void)state;
    call(name, "storm");
    assert_int_equal(run("storm", name), 0);
    assert_int_equal(count_named(name), 0);
    assert_false(has_children());
}

#define LANES 6

struct lane {
    pthread_t thread;
    unsigned number;
    atomic_uint *bad;
};

static void *work(void *argument)
{
    struct lane *lane = argument;
    char name[16], what[8];
    for (unsigned i = 0; i < 8; i++) {
        const struct way_row *row = &ways[(lane->number + i) % COUNT(ways)];
        (void)snprintf(what, sizeof what, "%u-%u", lane->number % 10, i % 10);
        call(name, what);
        /* A bare one may wait until no run is left. */
        bool well = run(row->name, name) == 0 && (strcmp(row->name, "bare") == 0 || vanishes(name));
        atomic_fetch_add(lane->bad, well ? 0 : 1);
    }
    return NULL;
}

/* Daemons of runs that go on are left alone, with a mark and without. */
static void *watch_live(void *argument)
{
    struct lane *lane = argument;
    for (unsigned i = 0; i < 2; i++) {
        int status = run(lane->number % 2 == 0 ? "live" : "live-bare", "live");
        atomic_fetch_add(lane->bad, status == 0 ? 0 : 1);
    }
    return NULL;
}

static void each_run_has_its_own(void **state)
{
    struct lane lanes[LANES];
    atomic_uint bad;
    (void)state;
    atomic_init(&bad, 0);
    for (unsigned i = 0; i < LANES; i++) {
        lanes[i] = (struct lane){.number = i, .bad = &bad};
        assert_int_equal(
            pthread_create(&lanes[i].thread, NULL, i < 2 ? watch_live : work, &lanes[i]), 0);
    }
    for (unsigned i = 0; i < LANES; i++) {
        assert_int_equal(pthread_join(lanes[i].thread, NULL), 0);
    }
    process_finish();
    assert_int_equal(atomic_load(&bad), 0);
    assert_false(has_children());
}

/* As of `server & exec vigil …`: vigil did not start it. */
static void children_it_was_born_with_are_left_alone(void **state)
{
    char name[16];
    (void)state;
    call(name, "guest");
    pid_t child = fork();
    if (child == 0) {
        (void)alarm(20);
        (void)pause();
        _exit(0);
    }
    process_prepare();
    assert_int_equal(run("double", name), 0);
    assert_true(vanishes(name));
    process_finish();
    assert_int_equal(kill(child, 0), 0);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    process_prepare();
}

/* When vigil itself is killed by what nobody can catch. */
static void a_guard_kills_what_a_killed_vigil_leaves(void **state)
{
    char name[16];
    (void)state;
    call(name, "killed");
    pid_t vigil = fork();
    if (vigil == 0) {
        process_prepare();
        process_guard();
        _exit(run("stay", name));
    }
    for (unsigned i = 0; i < 1000 && count_named(name) < 2; i++) {
        (void)usleep(5000);
    }
    assert_true(count_named(name) >= 2);
    assert_int_equal(kill(vigil, SIGKILL), 0);
    assert_int_equal(waitpid(vigil, NULL, 0), vigil);
    assert_true(vanishes(name));
}

/* Nobody who waits for the end of vigil's output waits for the guard. */
static void a_guard_is_sent_away(void **state)
{
    char name[16];
    (void)state;
    call(name, "guarded");
    process_guard();
    assert_int_equal(run("double", name), 0);
    assert_int_equal(count_named(name), 0);
    process_finish();
    assert_false(has_children());
}

int main(void)
{
    struct CMUnitTest tests[COUNT(ways) + 5];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(a_storm_of_processes_dies),
        cmocka_unit_test(each_run_has_its_own),
        cmocka_unit_test(a_guard_kills_what_a_killed_vigil_leaves),
        cmocka_unit_test(a_guard_is_sent_away),
        cmocka_unit_test(children_it_was_born_with_are_left_alone),
    };
    size_t count = 0;
    process_prepare();
    ADD_ROWS(tests, count, ways, dies_with_its_run);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("orphans", tests, NULL, NULL);
}
