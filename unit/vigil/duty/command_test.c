/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <fcntl.h>
#include <unistd.h>

#include <jansson.h>

#include "duty/duty.h"

#define TWO                                                                                        \
    "[window]\ndays = Mon-Sat\n[reviewer Asha]\nhandle = asha-k\nzone = Asia/Kolkata\n"            \
    "hours = 10:00-19:00\ndays = Mon-Sat\n"                                                        \
    "[reviewer Zo\xc3\xab]\nhandle = z\nzone = Europe/Berlin\nhours = 07:00-16:00\ndays = "        \
    "Mon-Sat\n"

static int turned(int descriptor, const char *path)
{
    int kept = dup(descriptor), file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(kept >= 0 && file >= 0 && dup2(file, descriptor) == descriptor);
    close(file);
    return kept;
}

static void turn_back(int descriptor, int kept)
{
    assert_true(dup2(kept, descriptor) == descriptor);
    close(kept);
}

static void read_file(struct scratch *scratch, const char *name, struct buffer *into)
{
    struct fault fault;
    assert_true(files_read(scratch_path(scratch, name), 1 << 20, into, &fault));
}

struct run {
    struct buffer out, err;
    int status;
};

/* Runs "duty" with the arguments, which NULL ends; both streams are caught in files. */
static struct run run(struct scratch *scratch, const char *const *arguments)
{
    struct run run = {.status = -1};
    char *copy[12] = {(char *)(uintptr_t) "duty"};
    int count = 1;
    for (; arguments[count - 1] != NULL; count++) {
        copy[count] = (char *)(uintptr_t)arguments[count - 1];
    }
    (void)fflush(stdout);
    (void)fflush(stderr);
    int out = turned(STDOUT_FILENO, scratch_path(scratch, "out"));
    int err = turned(STDERR_FILENO, scratch_path(scratch, "err"));
    run.status = command_run(&duty_command, count, copy);
    (void)fflush(stdout);
    turn_back(STDOUT_FILENO, out);
    turn_back(STDERR_FILENO, err);
    read_file(scratch, "out", &run.out);
    read_file(scratch, "err", &run.err);
    return run;
}

static void release(struct run *run)
{
    buffer_free(&run->out);
    buffer_free(&run->err);
}

struct said_row {
    const char *name, *file;
    const char *arguments[8]; /* after --rota FILE */
    int status;
    const char *out, *err; /* whole; in `err`, PATH stands for the rota's path */
};

static const struct said_row said[] = {
    {"a week",
     TWO,
     {"--at", "2026-03-27", "--days", "4"},
     0,
     "date        day  reviewer  handle  local_start                local_end\n"
     "2026-03-27  Fri  Zo\xc3\xab       z       2026-03-27T07:00:00+01:00  "
     "2026-03-27T11:00:00+01:00\n"
     "2026-03-28  Sat  Asha      asha-k  2026-03-28T11:30:00+05:30  2026-03-28T15:30:00+05:30\n"
     "2026-03-29  Sun  -         -       -                          -\n"
     "2026-03-30  Mon  Zo\xc3\xab       z       2026-03-30T08:00:00+02:00  "
     "2026-03-30T12:00:00+02:00\n",
     ""},
    {"two seats",
     "[window]\nreviewers = 2\n[reviewer A]\nhandle = a\nzone = UTC\nhours = 00:00-24:00\n"
     "days = Fri-Sat\n[reviewer B]\nhandle = b\nzone = UTC\nhours = 00:00-24:00\ndays = Fri, Sun\n",
     {"--at", "2026-03-27", "--days", "2"},
     0,
     "date        day  seat  reviewer  handle  local_start                local_end\n"
     "2026-03-27  Fri  1     A         a       2026-03-27T06:00:00+00:00  "
     "2026-03-27T10:00:00+00:00\n"
     "2026-03-27  Fri  2     B         b       2026-03-27T06:00:00+00:00  "
     "2026-03-27T10:00:00+00:00\n"
     "2026-03-28  Sat  1     A         a       2026-03-28T06:00:00+00:00  "
     "2026-03-28T10:00:00+00:00\n",
     ""},
    {"the date of an instant is UTC's",
     TWO,
     {"--at", "2026-03-28T01:30:00+05:30", "--days", "1"},
     0,
     "date        day  reviewer  handle  local_start                local_end\n"
     "2026-03-27  Fri  Zo\xc3\xab       z       2026-03-27T07:00:00+01:00  "
     "2026-03-27T11:00:00+01:00\n",
     ""},
    {"a year that is covered",
     TWO,
     {"--check", "--at", "2026-11-25"},
     0,
     "PATH: from 2026-11-25 to 2027-11-25 somebody may be on duty in every window\n",
     ""},
    {"dates with nobody",
     TWO "leave = 2026-12-24/2026-12-26, 2027-01-01\n[reviewer Cy]\nhandle = cy\nzone = UTC\n"
         "hours = 12:00-20:00\ndays = Mon\n",
     {"--check", "--at", "2026-11-25"},
     2,
     "",
     "vigil: PATH:14: Cy never may be on duty from 2026-11-25 to 2027-11-25: outside their "
     "hours\n"},
    {"nobody, and each one's reason",
     "[reviewer A]\nhandle = a\nzone = UTC\nhours = 06:00-10:00\ndays = Mon-Fri\n"
     "leave = 2026-12-24/2027-01-01\n"
     "[reviewer B]\nhandle = b\nzone = UTC\nhours = 06:00-10:00\ndays = Sat-Wed\n",
     {"--check", "--at", "2026-11-25"},
     2,
     "",
     "vigil: PATH: nobody may be on duty on 2026-12-24, nor on 3 more dates to 2027-11-25; not "
     "their working day: B; on leave: A\n"},
    {"a date that has nobody",
     "[reviewer A]\nhandle = a\nzone = UTC\nhours = 06:00-10:00\ndays = Mon-Fri\n",
     {"--at", "2026-11-27"},
     2,
     "",
     "vigil: PATH: nobody may be on duty on 2026-11-28, nor on 1 more date to 2026-12-03; not "
     "their working day: A\n"},
    {"a fault of the file",
     "[window]\nstart = 6\n",
     {NULL},
     2,
     "",
     "vigil: PATH:2: start must read like 06:00, not \"6\"\n"},
    {"what would act on a terminal",
     "[window]\nstart = \x1b[2J\n",
     {NULL},
     2,
     "",
     "vigil: PATH:2: start must read like 06:00, not \"\"\n"},
    {"a date that is none",
     TWO,
     {"--at", "2026-02-30"},
     2,
     "",
     "vigil: --at, byte 8: this month has no such day\n  2026-02-30\n"
     "          ^\n"},
    {"a timestamp that ends early",
     TWO,
     {"--at", "2026-02-28T06:00"},
     2,
     "",
     "vigil: --at, byte 16: the text ends here, too soon\n  2026-02-28T06:00\n"
     "                  ^\n"},
    {"beyond the calendar",
     TWO,
     {"--at", "9999-12-26"},
     2,
     "",
     "vigil: dates go beyond the years 0000-9999\n"},
    {"before the calendar",
     TWO,
     {"--at", "0000-01-01T00:00:00+01:00"},
     2,
     "",
     "vigil: dates go beyond the years 0000-9999\n"},
    {"no days",
     TWO,
     {"--days", "0"},
     2,
     "",
     "vigil: --days must be a number from 1 to 3660, not \"0\"\nTry 'vigil duty --help'.\n"},
    {"too many days",
     TWO,
     {"--days", "3661"},
     2,
     "",
     "vigil: --days must be a number from 1 to 3660, not \"3661\"\nTry 'vigil duty --help'.\n"},
    {"days that are no number",
     TWO,
     {"--days", "7d"},
     2,
     "",
     "vigil: --days must be a number from 1 to 3660, not \"7d\"\nTry 'vigil duty --help'.\n"},
    {"a word too many",
     TWO,
     {"today"},
     2,
     "",
     "vigil: duty takes no \"today\"\nTry 'vigil duty --help'.\n"},
    {"a check as JSON",
     TWO,
     {"--check", "--json"},
     2,
     "",
     "vigil: --check takes no --json\nTry 'vigil duty --help'.\n"},
    {"a check of days",
     TWO,
     {"--check", "--days", "7"},
     2,
     "",
     "vigil: --check takes no --days\nTry 'vigil duty --help'.\n"},
};

/* The text with the path in place of PATH. */
static void expect(const struct buffer *got, const char *text, const char *path)
{
    struct buffer expected = {0};
    const char *place = strstr(text, "PATH");
    buffer_add(&expected, text, place == NULL ? strlen(text) : (size_t)(place - text));
    if (place != NULL) {
        buffer_text(&expected, path);
        buffer_text(&expected, place + 4);
    }
    assert_string_equal(got->data, expected.data);
    buffer_free(&expected);
}

static void is_said(void **state)
{
    const struct said_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    char path[PATH_SIZE];
    scratch_write(scratch, "rota.ini", row->file);
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "rota.ini"));
    const char *arguments[11] = {"--rota", path};
    for (size_t i = 0; i < 8 && row->arguments[i] != NULL; i++) {
        arguments[2 + i] = row->arguments[i];
    }
    struct run got = run(scratch, arguments);
    expect(&got.err, row->err, path);
    expect(&got.out, row->out, path);
    assert_int_equal(got.status, row->status);
    release(&got);
    assert_int_equal(scratch_remove(&made), 0);
}

static const char *member(const json_t *rows, size_t index, const char *name)
{
    const json_t *value = json_object_get(json_array_get(rows, index), name);
    assert_non_null(value);
    return json_is_null(value) ? "null" : json_string_value(value);
}

static void json_has_the_same(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_SIZE];
    scratch_write(scratch, "rota.ini", TWO);
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "rota.ini"));
    const char *const arguments[] = {"--rota", path, "--at",   "2026-03-27",
                                     "--days", "3",  "--json", NULL};
    struct run got = run(scratch, arguments);
    assert_int_equal(got.status, 0);
    assert_int_equal(got.err.size, 0);
    json_t *rows = json_loadb(got.out.data, got.out.size, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(rows), 3);
    assert_int_equal(json_object_size(json_array_get(rows, 0)), 6);
    assert_string_equal(member(rows, 0, "date"), "2026-03-27");
    assert_string_equal(member(rows, 0, "reviewer"), "Zo\xc3\xab");
    assert_string_equal(member(rows, 0, "handle"), "z");
    assert_string_equal(member(rows, 0, "local_start"), "2026-03-27T07:00:00+01:00");
    assert_string_equal(member(rows, 0, "local_end"), "2026-03-27T11:00:00+01:00");
    const json_t *seats = json_object_get(json_array_get(rows, 0), "seats");
    assert_int_equal(json_array_size(seats), 1);
    assert_int_equal(json_object_size(json_array_get(seats, 0)), 4);
    assert_string_equal(member(seats, 0, "reviewer"), "Zo\xc3\xab");
    assert_string_equal(member(seats, 0, "local_end"), "2026-03-27T11:00:00+01:00");
    assert_int_equal(json_object_size(json_array_get(rows, 2)), 6);
    assert_int_equal(json_array_size(json_object_get(json_array_get(rows, 2), "seats")), 0);
    assert_string_equal(member(rows, 2, "date"), "2026-03-29");
    assert_string_equal(member(rows, 2, "reviewer"), "null");
    assert_string_equal(member(rows, 2, "handle"), "null");
    assert_string_equal(member(rows, 2, "local_start"), "null");
    assert_string_equal(member(rows, 2, "local_end"), "null");
    json_decref(rows);
    release(&got);
}

/* This project's rota has somebody for every window of the year from now, and of later years. */
static void our_own_rota_is_covered(void **state)
{
    const char *const at[] = {NULL, "2026-11-25", "2027-11-25", "2028-02-29"};
    for (size_t i = 0; i < COUNT(at); i++) {
        const char *const arguments[] = {
            "--rota", VIGIL_ROTA, "--check", at[i] == NULL ? NULL : "--at", at[i], NULL};
        struct run got = run(*state, arguments);
        if (got.status != 0) {
            fail_msg("%s", got.err.data);
        }
        release(&got);
    }
}

static void help_is_no_fault(void **state)
{
    static const char *const arguments[] = {"--help", NULL};
    struct run got = run(*state, arguments);
    assert_int_equal(got.status, 0);
    assert_int_equal(strncmp(got.out.data, "usage: vigil duty ", 18), 0);
    assert_int_equal(got.err.size, 0);
    release(&got);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(said) + 3] = {
        SCRATCH_TEST(json_has_the_same),
        SCRATCH_TEST(our_own_rota_is_covered),
        SCRATCH_TEST(help_is_no_fault),
    };
    size_t count = 3;
    ADD_ROWS(tests, count, said, is_said);
    return cmocka_run_group_tests_name("duty_command", tests, NULL, NULL);
}
