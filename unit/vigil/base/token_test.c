/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/process.h"
#include "base/token.h"

#define TOKEN "ghp_vigilTestToken0123456789"

struct file_row {
    const char *name, *content;
    mode_t mode;
    const char *token; /* NULL: the file is refused, */
    const char *words; /* with these words */
};

static const struct file_row files[] = {
    {"a line", TOKEN "\n", 0600, TOKEN, NULL},
    {"no line end", TOKEN, 0600, TOKEN, NULL},
    {"a line end of two bytes", TOKEN "\r\n", 0400, TOKEN, NULL},
    {"the group may read it", TOKEN "\n", 0640, TOKEN, NULL},
    {"others may read it", TOKEN "\n", 0644, NULL, "open to others (mode 0644)"},
    {"others may write it", TOKEN "\n", 0602, NULL, "open to others (mode 0602)"},
    {"the group may write it", TOKEN "\n", 0660, NULL, "open to others (mode 0660)"},
    {"empty", "", 0600, NULL, "empty"},
    {"an empty line", "\n", 0600, NULL, "empty"},
    {"two lines", TOKEN "\nghp_2\n", 0600, NULL, "holds a control character"},
    {"a header of its own", TOKEN "\r\nHost: x", 0600, NULL, "holds a control character"},
    {"an escape", "\x1b[31m" TOKEN, 0600, NULL, "holds a control character"},
    {"a space before", " " TOKEN, 0600, NULL, "holds a space or a sign beyond ASCII"},
    {"a sign beyond ASCII", TOKEN "\xc3\xa9", 0600, NULL, "holds a space or a sign beyond ASCII"},
};

static void from_a_file(void **state)
{
    const struct file_row *row = *state;
    struct scratch *scratch = NULL;
    struct fault fault = {""};
    assert_int_equal(scratch_make((void **)&scratch), 0);
    scratch_write(scratch, "token", row->content);
    assert_int_equal(chmod(scratch_path(scratch, "token"), row->mode), 0);
    struct token *token = token_open(scratch->path, &fault);
    if (row->token != NULL && token == NULL) {
        fail_msg("%s", fault.text);
    }
    if (row->token != NULL) {
        assert_string_equal(token_text(token), row->token);
    } else {
        assert_null(token);
        assert_non_null(strstr(fault.text, row->words));
        assert_null(strstr(fault.text, "ghp_"));
    }
    token_close(token);
    assert_int_equal(scratch_remove((void **)&scratch), 0);
}

static void refused_file(struct scratch *scratch, const char *words)
{
    struct fault fault = {""};
    assert_null(token_open(scratch->path, &fault));
    assert_non_null(strstr(fault.text, words));
}

static void what_is_no_file_is_refused(void **state)
{
    struct scratch *scratch = *state;
    (void)scratch_path(scratch, "absent");
    refused_file(scratch, "absent: cannot open: No such file or directory");
    assert_int_equal(mkfifo(scratch_path(scratch, "pipe"), 0600), 0);
    refused_file(scratch, "pipe: no regular file");
    (void)scratch_path(scratch, ".");
    refused_file(scratch, "no regular file");
}

static void a_nul_or_a_kilobyte_is_no_token(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault;
    static char much[1024];
    memset(much, 'a', sizeof much);
    assert_true(files_write(scratch_path(scratch, "token"), "gh\0p_", 5, &fault));
    assert_int_equal(chmod(scratch->path, 0600), 0);
    refused_file(scratch, "holds a control character");
    assert_true(files_write(scratch->path, much, sizeof much, &fault));
    assert_int_equal(chmod(scratch->path, 0600), 0);
    refused_file(scratch, "longer than any token");
}

static void without_one_there_is_none(void **state)
{
    struct fault fault = {""};
    (void)state;
    (void)unsetenv("GITHUB_TOKEN");
    assert_null(token_open(NULL, &fault));
    assert_non_null(strstr(fault.text, "GITHUB_TOKEN is not set"));
    assert_int_equal(setenv("GITHUB_TOKEN", "ghp_a b", 1), 0);
    assert_null(token_open(NULL, &fault));
    assert_non_null(strstr(fault.text, "GITHUB_TOKEN: holds a space"));
    assert_null(strstr(fault.text, "ghp_"));
    assert_null(getenv("GITHUB_TOKEN"));
}

static void while_it_is_open_there_is_no_core(void **state)
{
    struct fault fault = {""};
    struct rlimit before, now;
    (void)state;
    int dumpable = prctl(PR_GET_DUMPABLE);
    assert_int_equal(getrlimit(RLIMIT_CORE, &before), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    struct token *token = token_open(NULL, &fault);
    assert_non_null(token);
    assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
    assert_int_equal(getrlimit(RLIMIT_CORE, &now), 0);
    assert_int_equal(now.rlim_cur, 0);
    token_close(token);
    assert_int_equal(prctl(PR_GET_DUMPABLE), dumpable);
    assert_int_equal(getrlimit(RLIMIT_CORE, &now), 0);
    assert_int_equal(now.rlim_cur, before.rlim_cur);
}

static void what_repeats_it_is_recognised(void **state)
{
    struct fault fault = {""};
    (void)state;
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    struct token *token = token_open(NULL, &fault);
    assert_non_null(token);
    assert_true(token_shows(token, "Bearer " TOKEN "."));
    assert_false(token_shows(token, "Bearer ghp_"));
    token_close(token);
}

static bool is_named(const char *path)
{
    bool is = false;
    for (const char *const *named = token_named(); *named != NULL; named++) {
        is = is || strcmp(*named, path) == 0;
    }
    return is;
}

/* As a night and a gate do it, before anything else. */
static void what_is_taken_is_opened_later(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    scratch_write(scratch, "key.json", "{}");
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    assert_int_equal(setenv("NPM_TOKEN", "npm_x", 1), 0);
    assert_int_equal(setenv("SERVICE_CREDENTIALS", scratch->path, 1), 0);
    assert_int_equal(setenv("OTEL_EXPORTER_OTLP_HEADERS", "key=x", 1), 0);
    assert_false(token_is_taken());
    token_take(NULL);
    assert_true(token_is_taken());
    assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
    assert_null(getenv("GITHUB_TOKEN"));
    assert_null(getenv("NPM_TOKEN"));
    assert_null(getenv("SERVICE_CREDENTIALS"));
    assert_non_null(getenv("OTEL_EXPORTER_OTLP_HEADERS")); /* observe_open's */
    assert_true(is_named(scratch->path));
    assert_false(is_named("npm_x"));
    for (unsigned i = 0; i < 2; i++) {
        struct token *token = token_open(NULL, &fault);
        assert_non_null(token);
        assert_string_equal(token_text(token), TOKEN);
        token_close(token);
    }
    assert_null(token_open(scratch_path(scratch, "another"), &fault));
    token_forget();
    assert_false(token_is_taken());
    assert_null(token_open(NULL, &fault));
    assert_non_null(strstr(fault.text, "GITHUB_TOKEN is not set"));
    (void)unsetenv("OTEL_EXPORTER_OTLP_HEADERS");
}

/* Whoever may change the file in between changes nothing. */
static void what_is_taken_from_a_file_stays(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    scratch_write(scratch, "token", TOKEN "\n");
    assert_int_equal(chmod(scratch->path, 0600), 0);
    token_take(scratch->path);
    scratch_write(scratch, "token", "ghp_somebodyElses\n");
    struct token *token = token_open(scratch->path, &fault);
    assert_non_null(token);
    assert_string_equal(token_text(token), TOKEN);
    token_close(token);
    token_forget();
}

static void why_none_was_taken_is_told_when_it_is_opened(void **state)
{
    struct scratch *scratch = *state;
    struct fault fault = {""};
    scratch_write(scratch, "token", TOKEN "\n"); /* others may read it */
    token_take(scratch->path);
    assert_false(token_is_taken());
    assert_null(token_open(scratch->path, &fault));
    assert_non_null(strstr(fault.text, "open to others"));
    token_forget();
}

static char *self;

/* This program once more, started with tokens in its environment: it opens one, and lets a child
 * look for them wherever a target could. */
static int hold(void)
{
    char *arguments[] = {(char *)"/bin/sh", (char *)"-c",
                         (char *)"env; cat /proc/$PPID/environ /proc/$PPID/cmdline; "
                                 "echo the end",
                         NULL};
    const struct process_request request = {
        .arguments = arguments, .seconds = 30, .head_bytes = 1 << 20};
    struct process_outcome outcome;
    struct fault fault = {""};
    struct token *token = token_open(NULL, &fault);
    bool right = token != NULL && strcmp(token_text(token), TOKEN) == 0 &&
                 process_run(&request, &outcome, &fault);
    if (right) {
        (void)fwrite(outcome.output, 1, outcome.output_size, stdout);
        process_outcome_free(&outcome);
    }
    token_close(token);
    return right ? 0 : 1;
}

static void a_child_sees_it_nowhere(void **state)
{
    char *arguments[] = {self, (char *)"hold", NULL};
    char *environment[] = {(char *)"PATH=/usr/bin:/bin",
                           (char *)"GITHUB_TOKEN=" TOKEN,
                           (char *)"GH_TOKEN=ghp_other",
                           (char *)"ACTIONS_RUNTIME_TOKEN=ghp_runtime",
                           (char *)"ACTIONS_ID_TOKEN_REQUEST_TOKEN=ghp_request",
                           (char *)"VIGIL_CANARY=it sings",
                           NULL};
    const struct process_request request = {
        .arguments = arguments, .environment = environment, .seconds = 60, .head_bytes = 1 << 20};
    struct process_outcome outcome;
    struct fault fault;
    (void)state;
    assert_true(process_run(&request, &outcome, &fault));
    assert_int_equal(outcome.end, PROCESS_EXITED);
    assert_int_equal(outcome.status, 0);
    assert_non_null(memmem(outcome.output, outcome.output_size, "VIGIL_CANARY=it sings\n", 22));
    assert_non_null(memmem(outcome.output, outcome.output_size, "the end", 7));
    assert_null(memmem(outcome.output, outcome.output_size, "ghp_", 4));
    process_outcome_free(&outcome);
}

int main(int count, char *arguments[])
{
    struct CMUnitTest tests[COUNT(files) + 9];
    const struct CMUnitTest others[] = {
        SCRATCH_TEST(what_is_no_file_is_refused),
        SCRATCH_TEST(a_nul_or_a_kilobyte_is_no_token),
        cmocka_unit_test(without_one_there_is_none),
        cmocka_unit_test(while_it_is_open_there_is_no_core),
        cmocka_unit_test(what_repeats_it_is_recognised),
        SCRATCH_TEST(what_is_taken_is_opened_later),
        SCRATCH_TEST(what_is_taken_from_a_file_stays),
        SCRATCH_TEST(why_none_was_taken_is_told_when_it_is_opened),
        cmocka_unit_test(a_child_sees_it_nowhere),
    };
    if (count > 1) {
        return hold();
    }
    size_t added = 0;
    self = arguments[0];
    ADD_ROWS(tests, added, files, from_a_file);
    memcpy(tests + added, others, sizeof others);
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
