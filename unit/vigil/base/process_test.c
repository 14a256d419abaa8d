/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"

/* Behind them every run is, or none. */
static struct confinement rules;
static const struct confinement *walls;

static struct process_outcome run_shell(const char *script, double seconds, size_t head,
                                        size_t tail)
{
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c", (char *)(uintptr_t)script, NULL};
    struct process_request request = {.arguments = arguments,
                                      .seconds = seconds,
                                      .confinement = walls,
                                      .head_bytes = head,
                                      .tail_bytes = tail};
    struct process_outcome outcome;
    struct fault fault;
    if (!process_run(&request, &outcome, &fault)) {
        fail_msg("%s", fault.text);
    }
    return outcome;
}

struct end_row {
    const char *name, *script;
    enum process_end end;
    int status;
    const char *output;
};

static const struct end_row ends[] = {
    {"status and both outputs", "echo out; echo err >&2; exit 7", PROCESS_EXITED, 7, "out\nerr\n"},
    {"a signal", "kill -9 $$", PROCESS_SIGNALLED, SIGKILL, ""},
    {"standard input is empty", "cat; echo end", PROCESS_EXITED, 0, "end\n"},
    /* Not by a listing, which opens descriptors of its own. */
    {"no descriptor of ours",
     "for fd in 3 4 5 6 7 8 9 10 11 12; do [ ! -e /proc/$$/fd/$fd ] || echo $fd; done; echo end",
     PROCESS_EXITED, 0, "end\n"},
    {"no core", "ulimit -c", PROCESS_EXITED, 0, "0\n"},
};

static void ends_so(void **state)
{
    const struct end_row *row = *state;
    struct process_outcome outcome = run_shell(row->script, 10, 4096, 4096);
    assert_int_equal(outcome.end, row->end);
    assert_int_equal(outcome.status, row->status);
    assert_string_equal(outcome.output, row->output);
    process_outcome_free(&outcome);
}

static void its_time_is_limited(void **state)
{
    (void)state;
    struct process_outcome outcome = run_shell("sleep 60", 0.2, 64, 64);
    assert_int_equal(outcome.end, PROCESS_TIMED_OUT);
    assert_true(outcome.seconds >= 0.2 && outcome.seconds < 2);
    process_outcome_free(&outcome);
}

/* Asks the child to end once an "r" was heard. */
static bool hear(void *context, const char *text, size_t size)
{
    bool *ready = context;
    *ready = *ready || memchr(text, 'r', size) != NULL;
    return *ready;
}

static void one_of_which_it_was_enough_is_asked_once_to_end(void **state)
{
    (void)state;
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c",
                         (char *)"n=0; trap 'n=1; echo asked' USR1; echo r; "
                                 "while [ $n -eq 0 ]; do sleep 0.05; done; sleep 0.3; exit 7",
                         NULL};
    bool ready = false;
    struct process_request request = {.arguments = arguments,
                                      .seconds = 10,
                                      .confinement = walls,
                                      .head_bytes = 64,
                                      .tail_bytes = 64,
                                      .listener = hear,
                                      .context = &ready};
    struct process_outcome outcome;
    struct fault fault;
    assert_true(process_run(&request, &outcome, &fault));
    assert_int_equal(outcome.end, PROCESS_EXITED);
    assert_int_equal(outcome.status, 7);
    assert_string_equal(outcome.output, "r\nasked\n");
    process_outcome_free(&outcome);
}

static void one_that_ignores_sigterm_is_killed(void **state)
{
    (void)state;
    struct process_outcome outcome =
        run_shell("trap '' TERM; while :; do sleep 1; done", 0.2, 64, 64);
    assert_int_equal(outcome.end, PROCESS_TIMED_OUT);
    assert_true(outcome.seconds >= 2 && outcome.seconds < 5);
    process_outcome_free(&outcome);
}

/* Whether the process is gone, or dead and not yet reaped by whoever adopted it. */
static bool is_gone(pid_t pid)
{
    char path[64], line[256] = "";
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return true;
    }
    bool dead = fgets(line, sizeof line, file) == NULL || strstr(line, ") Z ") != NULL ||
                strstr(line, ") X ") != NULL;
    (void)fclose(file);
    return dead;
}

static void what_it_left_running_dies_with_it(void **state)
{
    (void)state;
    struct process_outcome outcome = run_shell("sleep 60 & echo $!", 10, 64, 64);
    pid_t left = (pid_t)strtol(outcome.output, NULL, 10);
    assert_true(left > 0);
    assert_true(outcome.seconds < 5);
    bool gone = false;
    for (int i = 0; i < 100 && !gone; i++) {
        gone = is_gone(left);
        (void)usleep(10000);
    }
    assert_true(gone);
    process_outcome_free(&outcome);
}

static void of_much_output_head_and_tail_are_kept(void **state)
{
    (void)state;
    struct process_outcome outcome =
        run_shell("echo first; head -c 3000000 /dev/zero; echo last", 20, 6, 5);
    assert_int_equal(outcome.dropped, 3000000);
    assert_string_equal(outcome.output, "first\n\n[… 3000000 bytes left out …]\nlast\n");
    process_outcome_free(&outcome);
}

struct output_row {
    const char *name, *script;
    size_t head, tail;
    const char *output;
};

static const struct output_row outputs[] = {
    {"it fits exactly", "printf 12345678", 4, 4, "12345678"},
    {"one byte too many", "printf 123456789", 4, 4, "1234\n[… 1 bytes left out …]\n6789"},
    {"no tail is kept", "printf 12345", 4, 0, "1234\n[… 1 bytes left out …]\n"},
    {"no head is kept", "printf 12345", 0, 4, "\n[… 1 bytes left out …]\n2345"},
};

static void is_captured(void **state)
{
    const struct output_row *row = *state;
    struct process_outcome outcome = run_shell(row->script, 10, row->head, row->tail);
    assert_string_equal(outcome.output, row->output);
    process_outcome_free(&outcome);
}

static void its_memory_is_limited(void **state)
{
    (void)state;
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c", (char *)"ulimit -v", NULL};
    struct process_request request = {.arguments = arguments,
                                      .seconds = 10,
                                      .confinement = walls,
                                      .limits = {.address_bytes = (uint64_t)64 << 20},
                                      .head_bytes = 64};
    struct process_outcome outcome;
    struct fault fault;
    assert_true(process_run(&request, &outcome, &fault));
    assert_string_equal(outcome.output, "65536\n");
    process_outcome_free(&outcome);
}

/* As in a container that allows less than is asked for. */
static void a_limit_that_is_narrower_stays(void **state)
{
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c", (char *)"ulimit -f", NULL};
    struct process_request request = {.arguments = arguments,
                                      .seconds = 10,
                                      .confinement = walls,
                                      .limits = {.file_bytes = (uint64_t)64 << 20},
                                      .head_bytes = 64};
    struct process_outcome outcome;
    struct fault fault;
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit less = {1 << 20, 1 << 20};
        process_prepare();
        bool well = setrlimit(RLIMIT_FSIZE, &less) == 0 &&
                    process_run(&request, &outcome, &fault) &&
                    strcmp(outcome.output, "2048\n") == 0;
        _exit(well ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void one_that_cannot_be_started_is_a_fault(void **state)
{
    (void)state;
    char *arguments[] = {(char *)"/nonexistent/program", NULL};
    struct process_request request = {.arguments = arguments, .seconds = 10, .confinement = walls};
    struct process_outcome outcome;
    struct fault fault;
    assert_false(process_run(&request, &outcome, &fault));
    assert_string_equal(fault.text,
                        "/nonexistent/program: cannot be started: No such file or directory");
}

/* Signals that vigil ignores or blocks would be ignored or blocked in the child as well. */
static void no_signal_is_ignored_or_blocked_in_it(void **state)
{
    sigset_t all;
    (void)state;
    (void)sigfillset(&all);
    (void)signal(SIGTTOU, SIG_IGN);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(sigprocmask(SIG_SETMASK, &all, NULL), 0);
    struct process_outcome outcome =
        run_shell("grep -E 'Sig(Ign|Blk)' /proc/self/status", 10, 99, 0);
    assert_string_equal(outcome.output, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    process_outcome_free(&outcome);
    process_prepare();
}

/* From a parent that ignores SIGCHLD: the kernel reaps the child, and nobody knows how it ended. */
static void one_that_something_else_reaps_is_a_fault(void **state)
{
    (void)state;
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c", (char *)"exit 7", NULL};
    struct process_request request = {.arguments = arguments, .seconds = 5, .head_bytes = 64};
    struct process_outcome outcome;
    struct fault fault = {""};
    (void)signal(SIGCHLD, SIG_IGN);
    double began = process_clock();
    assert_false(process_run(&request, &outcome, &fault));
    assert_true(process_clock() - began < 4);
    assert_string_equal(fault.text,
                        "/bin/sh: how it ended is not known: something else waited for it");
    process_prepare();
    outcome = run_shell("exit 7", 5, 64, 64);
    assert_int_equal(outcome.status, 7);
    process_outcome_free(&outcome);
}

/* nohup says that it is to outlive its terminal, by ignoring this signal. */
static void a_hangup_that_is_ignored_stays_so(void **state)
{
    struct sigaction before, after;
    (void)state;
    assert_int_equal(sigaction(SIGHUP, NULL, &before), 0);
    (void)signal(SIGHUP, SIG_IGN);
    process_catch_signals();
    assert_int_equal(sigaction(SIGHUP, NULL, &after), 0);
    assert_true(after.sa_handler == SIG_IGN);
    (void)signal(SIGHUP, SIG_DFL);
    process_catch_signals();
    assert_int_equal(sigaction(SIGHUP, NULL, &after), 0);
    assert_true(after.sa_handler != SIG_IGN && after.sa_handler != SIG_DFL);
    assert_int_equal(sigaction(SIGHUP, &before, NULL), 0);
}

static void it_works_in_the_directory_it_is_given(void **state)
{
    (void)state;
    char *arguments[] = {(char *)"/bin/pwd", NULL};
    struct process_request request = {.arguments = arguments,
                                      .directory = "/proc",
                                      .seconds = 5,
                                      .confinement = walls,
                                      .head_bytes = 64};
    struct process_outcome outcome;
    struct fault fault;
    assert_true(process_run(&request, &outcome, &fault));
    assert_string_equal(outcome.output, "/proc\n");
    process_outcome_free(&outcome);
    request.directory = "/nonexistent";
    assert_false(process_run(&request, &outcome, &fault));
    assert_string_equal(fault.text, "/bin/pwd: cannot be started: No such file or directory");
}

/* One that runs under another vigil has that one's mark before its own. */
static void it_has_a_mark_of_its_own(void **state)
{
    struct process_outcome one, other;
    (void)state;
    assert_int_equal(setenv("VIGIL_RUN", "outer-000001", 1), 0);
    one = run_shell("env | grep -c ^VIGIL_RUN=; echo $VIGIL_RUN", 10, 128, 0);
    other = run_shell("env | grep -c ^VIGIL_RUN=; echo $VIGIL_RUN", 10, 128, 0);
    assert_int_equal(unsetenv("VIGIL_RUN"), 0);
    assert_ptr_equal(strstr(one.output, "1\nouter-000001/"), one.output);
    assert_int_equal(one.output_size, other.output_size);
    assert_string_not_equal(one.output, other.output);
    process_outcome_free(&one);
    process_outcome_free(&other);
}

/* After each entry a NULL ends the list, so that a child can be given it; entries are copies. */
static void an_environment_grows(void **state)
{
    struct environment environment = {0};
    char entry[32];
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        (void)snprintf(entry, sizeof entry, "NAME%u=value %u", i, i);
        assert_true(environ_add(&environment, entry));
        assert_int_equal(environment.count, i + 1);
        assert_null(environment.entries[i + 1]);
    }
    assert_string_equal(environment.entries[0], "NAME0=value 0");
    assert_string_equal(environment.entries[39], "NAME39=value 39");
    environ_free(&environment);
    assert_null(environment.entries);
    assert_int_equal(environment.count, 0);
}

/* Last of all, since nothing takes an interrupt back. */
static void an_interrupt_ends_it(void **state)
{
    (void)state;
    process_interrupt();
    struct process_outcome outcome = run_shell("sleep 60", 30, 64, 64);
    assert_int_equal(outcome.end, PROCESS_INTERRUPTED);
    assert_true(outcome.seconds < 5);
    process_outcome_free(&outcome);
}

#define LANES 4

static void *run_some(void *argument)
{
    unsigned *wrong = argument;
    for (unsigned i = 0; i < 6; i++) {
        struct process_outcome outcome = run_shell("echo here; exit 3", 20, 64, 64);
        *wrong += outcome.end != PROCESS_EXITED || outcome.status != 3 ||
                  strcmp(outcome.output, "here\n") != 0;
        process_outcome_free(&outcome);
    }
    return NULL;
}

static atomic_bool enough;

static void *allocate(void *argument)
{
    void *some[32];
    while (!atomic_load(&enough)) {
        for (size_t i = 0; i < COUNT(some); i++) {
            some[i] = malloc((size_t)16 << (i % 12));
        }
        for (size_t i = 0; i < COUNT(some); i++) {
            free(some[i]);
        }
    }
    return argument;
}

/* Threads share the rules; and what is copied of a process while another thread has the locks of
 * its memory cannot allocate. */
static void many_run_at_a_time(void **state)
{
    pthread_t threads[LANES], busy;
    unsigned wrong[LANES] = {0};
    (void)state;
    assert_true(confine_add(&rules, CONFINE_WRITE, "/tmp"));
    assert_int_equal(pthread_create(&busy, NULL, allocate, NULL), 0);
    for (unsigned i = 0; i < LANES; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, run_some, &wrong[i]), 0);
    }
    for (unsigned i = 0; i < LANES; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(wrong[i], 0);
    }
    atomic_store(&enough, true);
    assert_int_equal(pthread_join(busy, NULL), 0);
}

static int raise_walls(void **state)
{
    (void)state;
    walls = &rules;
    return confine_add(&rules, CONFINE_READ, "/") ? 0 : -1;
}

static int tear_down_walls(void **state)
{
    (void)state;
    walls = NULL;
    confine_free(&rules);
    return 0;
}

/* How a program ends, what it prints and what is sent to it passes through its walls. */
static int run_behind_walls(void)
{
    struct CMUnitTest tests[COUNT(ends) + COUNT(outputs) + 9];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(its_time_is_limited),
        cmocka_unit_test(one_of_which_it_was_enough_is_asked_once_to_end),
        cmocka_unit_test(one_that_ignores_sigterm_is_killed),
        cmocka_unit_test(its_memory_is_limited),
        cmocka_unit_test(a_limit_that_is_narrower_stays),
        cmocka_unit_test(one_that_cannot_be_started_is_a_fault),
        cmocka_unit_test(no_signal_is_ignored_or_blocked_in_it),
        cmocka_unit_test(it_works_in_the_directory_it_is_given),
        cmocka_unit_test(many_run_at_a_time),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, ends, ends_so);
    ADD_ROWS(tests, count, outputs, is_captured);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("process behind walls", tests, raise_walls, tear_down_walls);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(ends) + COUNT(outputs) + 15];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(its_time_is_limited),
        cmocka_unit_test(one_of_which_it_was_enough_is_asked_once_to_end),
        cmocka_unit_test(one_that_ignores_sigterm_is_killed),
        cmocka_unit_test(what_it_left_running_dies_with_it),
        cmocka_unit_test(of_much_output_head_and_tail_are_kept),
        cmocka_unit_test(its_memory_is_limited),
        cmocka_unit_test(a_limit_that_is_narrower_stays),
        cmocka_unit_test(one_that_cannot_be_started_is_a_fault),
        cmocka_unit_test(no_signal_is_ignored_or_blocked_in_it),
        cmocka_unit_test(one_that_something_else_reaps_is_a_fault),
        cmocka_unit_test(a_hangup_that_is_ignored_stays_so),
        cmocka_unit_test(it_works_in_the_directory_it_is_given),
        cmocka_unit_test(it_has_a_mark_of_its_own),
        cmocka_unit_test(an_environment_grows),
        cmocka_unit_test(an_interrupt_ends_it),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, ends, ends_so);
    ADD_ROWS(tests, count, outputs, is_captured);
    memcpy(tests + count, others, sizeof others);
    int failed = run_behind_walls();
    return failed + cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
