/* SPDX-License-Identifier: MIT */
#include "named.h"
#include "scratch.h"

#include <grp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/landlock.h"
#include "base/process.h"

/* What there is for an intruder: S is the scratch directory, with everything in it. */
struct place {
    struct scratch *scratch;
    struct confinement rules;
};

static const char *at(struct place *place, const char *name)
{
    return scratch_path(place->scratch, name);
}

static void put(struct place *place, const char *name)
{
    struct fault fault;
    assert_true(files_scribble(at(place, name), "canary\n", 7, &fault));
}

static void make(struct place *place, const char *name)
{
    struct fault fault;
    assert_true(files_make_directory(at(place, name), &fault));
}

static void add(struct place *place, enum confine_access access, const char *name)
{
    assert_true(confine_add(&place->rules, access, at(place, name)));
}

static int enter(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    struct buffer program = {0};
    struct fault fault;
    assert_non_null(place);
    assert_int_equal(scratch_make((void **)&place->scratch), 0);
    assert_int_equal(chmod(place->scratch->directory, 0755), 0);
    static const char *const directories[] = {"state/place", "closed", "read",
                                              "write",       "other",  "nest/above"};
    for (size_t i = 0; i < COUNT(directories); i++) {
        make(place, directories[i]);
    }
    static const char *const all[] = {"state/secret", "state/input",  "state/cut",
                                      "state/gone",   "state/linked", "state/place/file",
                                      "read/file",    "read/cut",     "read/gone",
                                      "read/replace", "write/file",   "write/cut",
                                      "write/gone",   "write/from",   "write/link",
                                      "token",        "closed/file",  "nest/above/secret"};
    for (size_t i = 0; i < COUNT(all); i++) {
        put(place, all[i]);
    }
    /* Also where an ordinary user does not come to the directory of the build. */
    assert_true(files_read(VIGIL_BUILD "/intruder", (size_t)64 << 20, &program, &fault));
    assert_true(files_scribble(at(place, "intruder"), program.data, program.size, &fault));
    assert_int_equal(chmod(at(place, "intruder"), 0755), 0);
    buffer_free(&program);
    assert_true(confine_add(&place->rules, CONFINE_READ, "/"));
    add(place, CONFINE_HIDDEN, "state");
    add(place, CONFINE_WRITE, "state/place");
    add(place, CONFINE_READ, "state/input");
    add(place, CONFINE_HIDDEN, "token");
    add(place, CONFINE_HIDDEN, "closed");
    add(place, CONFINE_WRITE, "write");
    add(place, CONFINE_WRITE, "other");
    add(place, CONFINE_WRITE, "nest");
    add(place, CONFINE_HIDDEN, "nest/above/secret");
    *state = place;
    return 0;
}

static int leave(void **state)
{
    struct place *place = *state;
    void *scratch = place->scratch;
    confine_pretend(CONFINE_FILES | CONFINE_SIGNALS | CONFINE_PROCESSES);
    confine_free(&place->rules);
    free(place);
    return scratch_remove(&scratch);
}

/* The words of an attempt: "S/" is the scratch directory, "@" this process. */
static void spell(struct place *place, const char *words, struct buffer *into)
{
    for (const char *at_word = words; *at_word != '\0'; at_word++) {
        bool begins = at_word == words || at_word[-1] == ' ';
        if (begins && strncmp(at_word, "S/", 2) == 0) {
            buffer_text(into, place->scratch->directory);
        } else if (*at_word == '@') {
            buffer_format(into, "%ld", (long)getpid());
        } else {
            buffer_add(into, at_word, 1);
        }
    }
}

#define ATTEMPTS_MOST 64

static struct process_outcome run(struct place *place, const char *how, const char *const *attempts,
                                  size_t count, const struct process_limits *limits)
{
    struct buffer spelt[ATTEMPTS_MOST] = {{0}};
    char *arguments[ATTEMPTS_MOST + 3] = {NULL}, program[128], way[8];
    struct process_outcome outcome;
    struct fault fault = {""};
    (void)snprintf(program, sizeof program, "%s/intruder", place->scratch->directory);
    (void)snprintf(way, sizeof way, "%s", how);
    arguments[0] = program;
    arguments[1] = way;
    for (size_t i = 0; i < count; i++) {
        spell(place, attempts[i], &spelt[i]);
        arguments[i + 2] = spelt[i].data;
    }
    const struct process_request request = {.arguments = arguments,
                                            .seconds = 15,
                                            .confinement = &place->rules,
                                            .limits = *limits,
                                            .head_bytes = 512,
                                            .tail_bytes = 512};
    if (!process_run(&request, &outcome, &fault)) {
        fail_msg("%s", fault.text);
    }
    for (size_t i = 0; i < count; i++) {
        buffer_free(&spelt[i]);
    }
    return outcome;
}

static int intrude(struct place *place, const char *words)
{
    struct process_outcome outcome = run(place, "one", &words, 1, &(struct process_limits){0});
    int status = outcome.end == PROCESS_EXITED ? outcome.status : -1;
    process_outcome_free(&outcome);
    return status;
}

/* What each wall holds back; a row names all walls of which one is enough. */
struct attack_row {
    const char *name, *words;
    unsigned walls;
    bool certain; /* without these walls it does come off, whatever else the machine refuses */
};

#define MOUNTS CONFINE_PROCESSES

static const struct attack_row attacks[] = {
    {"reads what is hidden", "read S/state/secret", CONFINE_FILES, true},
    {"reads a hidden file", "read S/token", CONFINE_FILES, true},
    {"lists what is hidden", "list S/closed", CONFINE_FILES, true},
    {"adds to what is hidden", "append S/state/secret", CONFINE_FILES, true},
    {"makes what is hidden", "make S/state/new", CONFINE_FILES, true},
    {"cuts what is hidden", "cut S/state/cut", CONFINE_FILES, true},
    {"removes what is hidden", "remove S/state/gone", CONFINE_FILES, true},
    {"changes the mode of what is hidden", "mode S/state/secret", MOUNTS, true},
    {"changes the mode of a hidden directory", "mode S/state", MOUNTS, true},
    {"dates what is hidden", "date S/state/secret", MOUNTS, true},
    {"moves what is hidden", "rename S/closed S/write/closed", CONFINE_FILES, true},
    {"moves what stands above what is hidden", "rename S/nest/above S/nest/moved", CONFINE_FILES,
     true},
    {"links what is hidden", "link S/state/linked S/write/linked", CONFINE_FILES, true},
    {"adds to what it may read", "append S/read/file", CONFINE_FILES, true},
    {"adds to its input", "append S/state/input", CONFINE_FILES, true},
    {"makes a file where it may read", "make S/read/new", CONFINE_FILES, true},
    {"cuts what it may read", "cut S/read/cut", CONFINE_FILES, true},
    {"removes what it may read", "remove S/read/gone", CONFINE_FILES, true},
    {"changes the mode of what it may read", "mode S/read/file", MOUNTS, true},
    {"replaces what it may read", "rename S/write/gone S/read/replace", CONFINE_FILES, true},
    {"signals vigil", "signal @", CONFINE_SIGNALS, true},
    {"traces vigil", "trace @", CONFINE_FILES, false},
    {"reads vigil's memory", "peek @", CONFINE_FILES, false},
    {"reads vigil's environment", "read /proc/@/environ", CONFINE_FILES, false},
    {"reads vigil's memory as a file", "read /proc/@/mem", CONFINE_FILES, false},
    {"reads vigil's map", "read /proc/@/maps", CONFINE_FILES, false},
    {"sees what vigil has open", "look /proc/@/fd/0", CONFINE_FILES, false},
    {"looks through vigil's root", "list /proc/@/root", CONFINE_FILES, false},
    {"sees vigil", "read /proc/@/stat", CONFINE_PROCESSES, true},
    {"reads the environment of its first process", "read /proc/1/environ", CONFINE_FILES, false},
    {"changes what the kernel does", "append /proc/sys/kernel/core_pattern", CONFINE_FILES, false},
};

/* Each set of walls that a machine may grant. */
static const unsigned grants[] = {
    CONFINE_FILES | CONFINE_SIGNALS | CONFINE_PROCESSES,
    CONFINE_FILES | CONFINE_SIGNALS,
    CONFINE_FILES,
    CONFINE_PROCESSES,
    0,
};

struct right_row {
    const char *name, *words;
};

static const struct right_row rights[] = {
    {"reads what it may read", "read S/read/file"},
    {"lists what it may read", "list S/read"},
    {"reads its input", "read S/state/input"},
    {"adds to what it may write", "append S/write/file"},
    {"makes a file where it may write", "make S/write/new"},
    {"makes a file in its place in what is hidden", "make S/state/place/new"},
    {"changes the mode of what it may write", "mode S/write/file"},
    {"cuts what it may write", "cut S/write/cut"},
    {"renames in a directory", "rename S/write/from S/write/to"},
    {"links in a directory", "link S/write/link S/write/other"},
    {"removes what it may write", "remove S/write/file"},
    {"traces, reads and kills its own child", "own-child"},
    {"reads its own memory", "read /proc/self/maps"},
    {"lists what it has open", "list /proc/self/fd"},
    {"writes to /dev/null", "append /dev/null"},
};

/* Of each attempt under each grant: '0' it came off, '1' it did not. */
static char attacked[COUNT(grants)][COUNT(attacks)], left[COUNT(grants)][COUNT(rights)];

static void try_all(const char *const *attempts, size_t count, unsigned grant, char *results)
{
    void *state;
    assert_int_equal(enter(&state), 0);
    struct place *place = state;
    assert_true(confine_add(&place->rules, CONFINE_WRITE, "/dev/null"));
    confine_pretend(grant);
    struct process_outcome outcome =
        run(place, "each", attempts, count, &(struct process_limits){0});
    assert_int_equal(outcome.end, PROCESS_EXITED);
    assert_int_equal(outcome.output_size, count);
    memcpy(results, outcome.output, count);
    process_outcome_free(&outcome);
    (void)leave(&state);
}

static int try_everything(void **state)
{
    const char *attempts[ATTEMPTS_MOST];
    (void)state;
    for (size_t i = 0; i < COUNT(grants); i++) {
        for (size_t j = 0; j < COUNT(attacks); j++) {
            attempts[j] = attacks[j].words;
        }
        try_all(attempts, COUNT(attacks), grants[i], attacked[i]);
        for (size_t j = 0; j < COUNT(rights); j++) {
            attempts[j] = rights[j].words;
        }
        try_all(attempts, COUNT(rights), grants[i], left[i]);
    }
    return 0;
}

static void is_held(void **state)
{
    const struct attack_row *row = *state;
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        unsigned walls = confine_walls();
        bool held = (walls & row->walls) != 0;
        bool doubtful = strncmp(row->words, "cut ", 4) == 0 &&
                        landlock_version() < LANDLOCK_TRUNCATE && (walls & CONFINE_PROCESSES) == 0;
        char could = attacked[i][row - attacks];
        if (!doubtful && (held || row->certain) && could != (held ? '1' : '0')) {
            fail_msg("with the walls %u it %s", walls, could == '0' ? "could" : "could not");
        }
    }
}

static void is_left(void **state)
{
    const struct right_row *row = *state;
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        if (left[i][row - rights] != '0') {
            fail_msg("with the walls %u it could not", confine_walls());
        }
    }
}

/* A build may write everywhere but to this and that, and rename from one directory to another. */
static void all_but_this_may_be_written(void **state)
{
    struct place *place = *state;
    assert_true(confine_add(&place->rules, CONFINE_WRITE, "/"));
    add(place, CONFINE_READ, "read");
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        bool held =
            (confine_walls() & CONFINE_PROCESSES) != 0 ||
            ((confine_walls() & CONFINE_FILES) != 0 && landlock_version() >= LANDLOCK_REFER);
        assert_int_equal(intrude(place, "append S/read/file"), held ? 1 : 0);
        assert_int_equal(intrude(place, "read S/state/secret"), held ? 1 : 0);
        assert_int_equal(intrude(place, "rename S/write/file S/other/file"), 0);
        assert_int_equal(intrude(place, "rename S/other/file S/write/file"), 0);
    }
}

/* Other processes of ours are counted by their number outside; the targets' files are named for the
 * one they have inside. */
static bool hear_number(void *context, const char *text, size_t size)
{
    long *parent = context;
    char line[64] = "", path[64], ignored[64];
    if (size == 0 || size > 32 || *parent != 0) {
        return false;
    }
    memcpy(line, text, size);
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", strtol(line, NULL, 10));
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%*d %63s %*c %ld", ignored, parent) != 2) {
        *parent = -1;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return false;
}

static void it_has_the_number_of_a_child_of_ours(void **state)
{
    struct place *place = *state;
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c", (char *)"echo $$; sleep 0.2", NULL};
    long parent = 0;
    const struct process_request request = {.arguments = arguments,
                                            .seconds = 15,
                                            .confinement = &place->rules,
                                            .listener = hear_number,
                                            .context = &parent};
    struct process_outcome outcome;
    struct fault fault;
    assert_true(process_run(&request, &outcome, &fault));
    process_outcome_free(&outcome);
    assert_int_equal(parent, getpid());
}

static void what_is_missing_is_said(void **state)
{
    (void)state;
    static const struct {
        unsigned walls;
        const char *says;
    } rows[] = {
        {CONFINE_FILES | CONFINE_SIGNALS, "see all processes"},
        {CONFINE_FILES | CONFINE_SIGNALS, "lower vigil's limits"},
        {CONFINE_FILES, "send signals to vigil"},
        {0, "read and write all files that vigil may"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buffer text = {0};
        confine_pretend(rows[i].walls);
        confine_lacks(&text);
        assert_non_null(text.data);
        assert_non_null(strstr(text.data, rows[i].says));
        assert_null(strchr(text.data, '\n'));
        buffer_free(&text);
    }
}

static struct process_outcome run_limited(struct place *place, const char *words,
                                          const struct process_limits *limits)
{
    return run(place, "one", &words, 1, limits);
}

/* With a PID namespace and without. */
static void its_processes_are_counted(void **state)
{
    for (size_t i = 0; i < 2; i++) {
        confine_pretend(grants[i]);
        struct process_outcome outcome =
            run_limited(*state, "crowd 300", &(struct process_limits){.processes = 200});
        assert_int_equal(outcome.end, PROCESS_TOO_MANY);
        assert_int_equal(outcome.status, SIGKILL);
        assert_true(process_signalled(&outcome));
        assert_non_null(strstr(outcome.output, "more than 200 processes and threads\n"));
        assert_true(outcome.seconds < 10);
        process_outcome_free(&outcome);
    }
}

static void its_memory_is_counted(void **state)
{
    for (size_t i = 0; i < 2; i++) {
        confine_pretend(grants[i]);
        struct process_outcome outcome = run_limited(
            *state, "eat 80", &(struct process_limits){.resident_bytes = (uint64_t)40 << 20});
        assert_int_equal(outcome.end, PROCESS_TOO_LARGE);
        assert_non_null(strstr(outcome.output, "more than 40 MB of memory\n"));
        process_outcome_free(&outcome);
    }
}

/* One more byte than it may write is a signal, which ends it. */
static void its_files_are_limited(void **state)
{
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        struct process_outcome outcome =
            run_limited(*state, "append S/write/file", &(struct process_limits){.file_bytes = 7});
        assert_int_equal(outcome.end, PROCESS_SIGNALLED);
        assert_int_equal(outcome.status, SIGXFSZ);
        process_outcome_free(&outcome);
    }
}

/* Without a mark, a parent or a session. */
static void nothing_outlives_it(void **state)
{
    char name[16], words[32];
    call(name, "daemon");
    (void)snprintf(words, sizeof words, "daemon %s", name);
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        assert_int_equal(intrude(*state, words), 0);
        assert_int_equal(count_named(name), 0);
    }
}

/* Nor vigil, when that is killed by what nobody can catch; without a PID namespace the guard of
 * orphans.h finds no mark on such a one. */
static void nothing_outlives_a_killed_vigil(void **state)
{
    char name[16], words[32];
    call(name, "killed");
    (void)snprintf(words, sizeof words, "stay %s", name);
    if ((confine_walls() & CONFINE_PROCESSES) == 0) {
        struct buffer text = {0};
        confine_lacks(&text);
        assert_non_null(strstr(text.data, "leave some running"));
        buffer_free(&text);
        return;
    }
    pid_t vigil = fork();
    if (vigil == 0) {
        process_prepare();
        (void)intrude(*state, words);
        _exit(1);
    }
    for (unsigned i = 0; i < 2000 && count_named(name) == 0; i++) {
        (void)usleep(5000);
    }
    assert_int_equal(count_named(name), 1);
    assert_int_equal(kill(vigil, SIGKILL), 0);
    assert_int_equal(waitpid(vigil, NULL, 0), vigil);
    for (unsigned i = 0; i < 2000 && count_named(name) > 0; i++) {
        (void)usleep(5000);
    }
    assert_int_equal(count_named(name), 0);
}

/* As an agent that holds keys. Landlock knows no rule on sockets. */
static void nobody_is_called_who_listens_outside(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char directory[] = "/tmp/ssh-XXXXXX", words[128];
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_non_null(mkdtemp(directory));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/agent", directory);
    (void)snprintf(words, sizeof words, "call %s", address.sun_path);
    assert_int_equal(bind(end, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(end, 5), 0);
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        bool held = (confine_walls() & CONFINE_PROCESSES) != 0;
        assert_int_equal(intrude(*state, words), held ? 1 : 0);
    }
    (void)close(end);
    assert_int_equal(unlink(address.sun_path), 0);
    assert_int_equal(rmdir(directory), 0);
}

/* Nobody is told whether any of them got it; so we look. */
static void a_signal_to_everybody_does_not_come_out(void **state)
{
    sigset_t urgent, pending;
    (void)sigemptyset(&urgent);
    (void)sigaddset(&urgent, SIGURG);
    assert_int_equal(sigprocmask(SIG_BLOCK, &urgent, NULL), 0);
    for (size_t i = 0; i < COUNT(grants); i++) {
        confine_pretend(grants[i]);
        if ((confine_walls() & CONFINE_SIGNALS) != 0) {
            (void)intrude(*state, "shout");
            assert_int_equal(sigpending(&pending), 0);
            assert_int_equal(sigismember(&pending, SIGURG), 0);
        }
    }
    assert_int_equal(sigprocmask(SIG_UNBLOCK, &urgent, NULL), 0);
}

struct refusal_row {
    const char *name, *refused;
    unsigned walls; /* that are left at most */
};

static const struct refusal_row refusals[] = {
    {"a kernel without Landlock", "landlock", CONFINE_FILES | CONFINE_SIGNALS | CONFINE_PROCESSES},
    {"a container without namespaces", "namespaces", CONFINE_FILES | CONFINE_SIGNALS},
    {"neither", "landlock namespaces", 0},
};

/* What a machine grants is found out, and what it does not is said. */
static void is_found_out(void **state)
{
    const struct refusal_row *row = *state;
    char command[PATH_SIZE];
    unsigned walls = 99;
    int first = 0;
    (void)snprintf(command, sizeof command, "exec %s/refuse %s -- %s/base_confine_test walls",
                   VIGIL_BUILD, row->refused, VIGIL_BUILD);
    FILE *said = popen(command, "r");
    assert_non_null(said);
    assert_int_equal(fscanf(said, "%u%*1[\n]", &walls), 1);
    first = fgetc(said);
    assert_int_equal(pclose(said), 0);
    assert_int_equal(walls & ~row->walls, 0);
    unsigned all = CONFINE_FILES | CONFINE_SIGNALS | CONFINE_PROCESSES;
    assert_true((walls == all) == (first == EOF));
    if (strstr(row->refused, "landlock") == NULL) {
        assert_int_equal(walls & CONFINE_FILES, landlock_version() > 0 ? CONFINE_FILES : 0);
    }
}

static int say_walls(void)
{
    struct buffer text = {0};
    confine_lacks(&text);
    (void)printf("%u\n%s", confine_walls(), text.data == NULL ? "" : text.data);
    buffer_free(&text);
    return 0;
}

static int run_all(const char *name)
{
    struct CMUnitTest tests[COUNT(attacks) + COUNT(rights) + 10];
    const struct CMUnitTest others[] = {
        cmocka_unit_test_setup_teardown(nobody_is_called_who_listens_outside, enter, leave),
        cmocka_unit_test_setup_teardown(a_signal_to_everybody_does_not_come_out, enter, leave),
        cmocka_unit_test_setup_teardown(all_but_this_may_be_written, enter, leave),
        cmocka_unit_test_setup_teardown(it_has_the_number_of_a_child_of_ours, enter, leave),
        cmocka_unit_test_setup_teardown(what_is_missing_is_said, enter, leave),
        cmocka_unit_test_setup_teardown(its_processes_are_counted, enter, leave),
        cmocka_unit_test_setup_teardown(its_files_are_limited, enter, leave),
        cmocka_unit_test_setup_teardown(nothing_outlives_it, enter, leave),
        cmocka_unit_test_setup_teardown(nothing_outlives_a_killed_vigil, enter, leave),
        cmocka_unit_test_setup_teardown(its_memory_is_counted, enter, leave),
    };
    size_t count = 0;
    ADD_ROWS(tests, count, attacks, is_held);
    ADD_ROWS(tests, count, rights, is_left);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name(name, tests, try_everything, NULL);
}

/* Root is any user as well. */
static int run_as_nobody(void)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        bool done = setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0;
        process_prepare();
        _exit(done ? run_all("confine as a user") : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

int main(int count, char **arguments)
{
    (void)arguments;
    if (count > 1) {
        return say_walls();
    }
    struct CMUnitTest found[COUNT(refusals)];
    size_t rows = 0;
    int failed = geteuid() == 0 ? run_as_nobody() : 0;
    ADD_ROWS(found, rows, refusals, is_found_out);
    failed += cmocka_run_group_tests_name("confine elsewhere", found, NULL, NULL);
    process_prepare();
    return failed + run_all("confine");
}
