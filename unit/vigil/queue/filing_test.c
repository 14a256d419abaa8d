/* SPDX-License-Identifier: MIT */
/* A verdict filed from what somebody else's machine wrote: once, and nothing of a crash whose files
 * are not what they must be. */
#include "scratch.h"

#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/http.h"
#include "queue/filing.h"
#include "tracker/github/server.h"
#include "verdict/sample.h"
#include "verdict/write.h"

#define HEAD  "1111111111111111111111111111111111111111"
#define TOKEN "ghp_vigilTestToken0123456789"

static const char start_emulate[] = VIGIL_GITHUB "/start-emulate";
static const char rota[] = "[reviewer Ada]\nhandle = octo\nzone = UTC\nhours = 00:00-24:00\n"
                           "days = Mon-Sun\n";

struct place {
    struct scratch *scratch;
    struct verdict_sample sample;
    char id[17], tracker[128], verdict[128], rota[128];
    struct signature signature;
};

/* One new crash, whose report is a real one. */
static void make_crash(struct place *place, struct buffer *log)
{
    static struct sanlog_report report;
    struct fault fault;
    assert_true(files_read(VIGIL_LOGS "/heap_read.clang-address.txt", 1 << 20, log, &fault));
    assert_true(sanlog_read(log->data, log->size, &report));
    struct verdict_crash *crash = &place->sample.crashes[0];
    signature_make(&report, crash->target, &place->signature);
    memcpy(place->id, place->signature.id, sizeof place->id);
    static char directory[32];
    (void)snprintf(directory, sizeof directory, "crashes/%s", place->id);
    memcpy(crash->id, place->id, sizeof crash->id);
    crash->directory = directory;
    crash->fate = VERDICT_CRASH_NEW;
    crash->issue = 0;
    crash->issue_link = "";
    place->sample.verdict.crash_count = 1;
}

static void put(struct place *place, const char *name, const char *text)
{
    char path[128];
    (void)snprintf(path, sizeof path, "verdict/crashes/%s/%s", place->id, name);
    scratch_write(place->scratch, path, text);
}

static void write_verdict(struct place *place)
{
    struct fault fault = {""};
    if (!verdict_write(&place->sample.verdict, place->verdict, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static void lay(struct place *place, enum verdict_sample_kind kind, const char *head)
{
    char path[256];
    struct fault fault;
    struct buffer log = {0};
    verdict_sample_make(kind, 0, &place->sample);
    place->sample.verdict.head = head;
    (void)snprintf(place->verdict, sizeof place->verdict, "%s/verdict", place->scratch->directory);
    (void)snprintf(place->tracker, sizeof place->tracker, "local:%s/issues",
                   place->scratch->directory);
    scratch_write(place->scratch, "rota.ini", rota);
    (void)snprintf(place->rota, sizeof place->rota, "%s/rota.ini", place->scratch->directory);
    if (kind == VERDICT_SAMPLE_BLOCKED) {
        make_crash(place, &log);
        (void)snprintf(path, sizeof path, "%s/crashes/%s", place->verdict, place->id);
        assert_true(files_make_directory(path, &fault));
        put(place, "report.txt", log.data);
        put(place, "input", "2024-07-11T");
        put(place, "minimized", "2024-");
    }
    assert_true(files_make_directory(place->verdict, &fault));
    write_verdict(place);
    buffer_free(&log);
}

static struct place *begin(void **state, enum verdict_sample_kind kind, const char *head)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place->scratch = *state;
    lay(place, kind, head);
    return place;
}

static void end(struct place *place)
{
    verdict_sample_free(&place->sample);
    free(place);
}

static struct filing_options options_of(const struct place *place, const char *head)
{
    return (struct filing_options){.directory = place->verdict,
                                   .head = head,
                                   .tracker = {.word = place->tracker, .label = "vigil"},
                                   .state = place->scratch->directory,
                                   .issues = 10,
                                   .rota = place->rota};
}

static int file_it(const struct place *place, const char *head)
{
    const struct filing_options options = options_of(place, head);
    return filing(&options);
}

static size_t count_of(const struct buffer *text, const char *words)
{
    size_t count = 0;
    for (const char *at = text->data; at != NULL && (at = strstr(at, words)) != NULL; at++) {
        count++;
    }
    return count;
}

static struct buffer read_issue(const struct place *place, const char *name)
{
    struct fault fault;
    struct buffer text = {0};
    assert_true(files_read(scratch_path(place->scratch, name), 1 << 22, &text, &fault));
    return text;
}

static bool exists(const struct place *place, const char *name)
{
    return access(scratch_path(place->scratch, name), F_OK) == 0;
}

static void a_new_crash_is_filed_once(void **state)
{
    char marker[64];
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, HEAD);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(file_it(place, HEAD), 0);
    }
    assert_false(exists(place, "issues/0002.md"));
    struct buffer issue = read_issue(place, "issues/0001.md");
    (void)snprintf(marker, sizeof marker, "<!-- vigil:change:%s:111111111111 -->", place->id);
    assert_int_equal(count_of(&issue, marker), 1);
    assert_int_equal(count_of(&issue, "crash:"), 0);
    assert_int_equal(count_of(&issue, "title: 'In change 111111111111, not merged: heap-"), 1);
    assert_int_equal(count_of(&issue, "<!-- vigil:gate:" HEAD " -->"), 1);
    assert_int_equal(count_of(&issue, "assignee: 'octo'"), 1);
    assert_int_equal(count_of(&issue, "severity-"), 1);
    buffer_free(&issue);
    assert_false(exists(place, "issues/queue/" HEAD ".json"));
    end(place);
}

#define HEAD_2 "2222222222222222222222222222222222222222"

static void file_of_main(const struct place *place, const char *state)
{
    char text[512];
    (void)snprintf(text, sizeof text,
                   "---\nnumber: 1\nstate: %s\nlabels: [vigil]\nmarker: 'crash:%s'\n---\n\n"
                   "<!-- vigil:crash:%s -->\nof a night\n",
                   state, place->id, place->id);
    scratch_write(place->scratch, "issues/0001.md", text);
}

/* Where the main branch has an issue of the crash it is told of each head, and stays as it is. */
static void main_is_told_of_each_head(void **state)
{
    struct fault fault;
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, HEAD);
    assert_true(files_make_directory(scratch_path(place->scratch, "issues"), &fault));
    file_of_main(place, "closed");
    assert_int_equal(file_it(place, HEAD), 0);
    place->sample.verdict.head = HEAD_2;
    write_verdict(place);
    assert_int_equal(file_it(place, HEAD_2), 0);
    assert_int_equal(file_it(place, HEAD_2), 0);
    assert_false(exists(place, "issues/0002.md"));
    struct buffer issue = read_issue(place, "issues/0001.md");
    assert_int_equal(count_of(&issue, "<!-- vigil:gate:"), 2);
    assert_int_equal(count_of(&issue, "state: closed"), 1);
    buffer_free(&issue);
    end(place);
}

static void another_change_has_its_own(void **state)
{
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, HEAD);
    assert_int_equal(file_it(place, HEAD), 0);
    place->sample.verdict.head = HEAD_2;
    write_verdict(place);
    assert_int_equal(file_it(place, HEAD_2), 0);
    assert_true(exists(place, "issues/0002.md"));
    assert_false(exists(place, "issues/0003.md"));
    end(place);
}

/* A verdict on the same change closes its issue, if the gate looked for crashes and saw another or
 * none; and one that has the crash opens it again, unless a person declined it. */
static void set_state(const struct place *place, const char *from, const char *to)
{
    struct fault fault;
    struct buffer text = read_issue(place, "issues/0001.md"), edited = {0};
    char *at = strstr(text.data, from);
    assert_non_null(at);
    buffer_add(&edited, text.data, (size_t)(at - text.data));
    buffer_text(&edited, to);
    buffer_text(&edited, at + strlen(from));
    assert_true(files_write(scratch_path(place->scratch, "issues/0001.md"), edited.data,
                            edited.size, &fault));
    buffer_free(&edited);
    buffer_free(&text);
}

static bool is_open(const struct place *place)
{
    struct buffer text = read_issue(place, "issues/0001.md");
    bool open = count_of(&text, "state: open") == 1;
    buffer_free(&text);
    return open;
}

static void judge(struct place *place, size_t crashes, enum door_state fuzz)
{
    struct verdict *verdict = &place->sample.verdict;
    verdict->crash_count = crashes;
    verdict->doors[DOOR_FUZZ].state = crashes > 0 ? DOOR_BLOCKED : fuzz;
    for (size_t i = 0; i < verdict->target_count; i++) {
        place->sample.targets[i].ran = fuzz != DOOR_COULD_NOT;
    }
    write_verdict(place);
    assert_int_equal(file_it(place, HEAD), 0);
}

static void an_issue_ends_with_its_crash(void **state)
{
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, HEAD);
    judge(place, 1, DOOR_BLOCKED);
    judge(place, 0, DOOR_NOT_REACHED);
    assert_true(is_open(place));
    judge(place, 0, DOOR_COULD_NOT);
    assert_true(is_open(place));
    judge(place, 0, DOOR_PASSED);
    assert_false(is_open(place));
    judge(place, 1, DOOR_BLOCKED);
    assert_true(is_open(place));
    set_state(place, "state: open", "state: closed");
    set_state(place, "labels: [vigil", "labels: [wontfix, vigil");
    judge(place, 1, DOOR_BLOCKED);
    assert_false(is_open(place));
    set_state(place, "state: closed", "state: open");
    judge(place, 0, DOOR_PASSED);
    assert_true(is_open(place));
    assert_false(exists(place, "issues/0002.md"));
    end(place);
}

static void the_input_of_a_security_crash_is_withheld(void **state)
{
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, HEAD);
    struct filing_options options = options_of(place, HEAD);
    assert_true(signature_is_security(&place->signature));
    options.withhold = WITHHOLD_YES;
    options.rota = "";
    assert_int_equal(filing(&options), 0);
    struct buffer issue = read_issue(place, "issues/0001.md");
    assert_int_equal(count_of(&issue, "2024-\n"), 0);
    assert_int_equal(count_of(&issue, "32 30 32 34"), 0);
    assert_int_equal(count_of(&issue, "assignee:"), 0);
    buffer_free(&issue);
    end(place);
}

static void what_passed_is_queued_and_leaves_again(void **state)
{
    struct place *place = begin(state, VERDICT_SAMPLE_PASSED, HEAD);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(file_it(place, HEAD), 0);
    }
    assert_true(exists(place, "issues/queue/" HEAD ".json"));
    assert_false(exists(place, "issues/0001.md"));
    verdict_sample_free(&place->sample);
    lay(place, VERDICT_SAMPLE_BLOCKED, HEAD);
    assert_int_equal(file_it(place, HEAD), 0);
    assert_false(exists(place, "issues/queue/" HEAD ".json"));
    end(place);
}

static void another_head_says_nothing(void **state)
{
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, HEAD);
    assert_int_equal(file_it(place, "2222222222222222222222222222222222222222"), 2);
    assert_false(exists(place, "issues"));
    end(place);
}

static char *crash_path(const struct place *place, const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/crashes/%s%s%s", place->verdict, place->id,
                   name[0] == '\0' ? "" : "/", name);
    return path;
}

static void turn_into_link(const char *path, const char *to)
{
    struct fault fault;
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        assert_true(files_remove_tree(path, &fault));
    } else {
        (void)unlink(path);
    }
    assert_int_equal(symlink(to, path), 0);
}

static void no_input(struct place *place)
{
    assert_int_equal(unlink(crash_path(place, "input")), 0);
}

static void no_report(struct place *place)
{
    assert_int_equal(unlink(crash_path(place, "report.txt")), 0);
}

static void input_is_a_link(struct place *place)
{
    turn_into_link(crash_path(place, "input"), "/etc/passwd");
}

static void minimized_is_a_link(struct place *place)
{
    turn_into_link(crash_path(place, "minimized"), "input");
}

static void marks_are_a_link(struct place *place)
{
    turn_into_link(crash_path(place, "marks"), "/etc/passwd");
}

static void input_is_a_pipe(struct place *place)
{
    no_input(place);
    assert_int_equal(mkfifo(crash_path(place, "input"), 0600), 0);
}

static void input_is_a_directory(struct place *place)
{
    no_input(place);
    assert_int_equal(mkdir(crash_path(place, "input"), 0700), 0);
}

/* The link leads to what would be right. */
static void directory_is_a_link(struct place *place)
{
    char from[256], to[256];
    (void)snprintf(from, sizeof from, "%s", crash_path(place, ""));
    (void)snprintf(to, sizeof to, "%s/elsewhere", place->scratch->directory);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(symlink(to, from), 0);
}

static void crashes_is_a_link(struct place *place)
{
    char from[256], to[256];
    (void)snprintf(from, sizeof from, "%s/crashes", place->verdict);
    (void)snprintf(to, sizeof to, "%s/elsewhere", place->scratch->directory);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(symlink(to, from), 0);
}

static void report_of_another(struct place *place)
{
    struct fault fault;
    struct buffer log = {0};
    assert_true(files_read(VIGIL_LOGS "/abort.clang-address.txt", 1 << 20, &log, &fault));
    put(place, "report.txt", log.data);
    buffer_free(&log);
}

static void report_of_nothing(struct place *place)
{
    put(place, "report.txt", "all is well\n");
}

static void no_files(struct place *place)
{
    place->sample.crashes[0].directory = "";
    write_verdict(place);
}

static void another_target(struct place *place)
{
    place->sample.crashes[0].target = "a b; rm -rf .";
    write_verdict(place);
}

struct refused_row {
    const char *name;
    void (*spoil)(struct place *place);
};

static const struct refused_row refused[] = {
    {"no input", no_input},
    {"no report", no_report},
    {"an input that is a link", input_is_a_link},
    {"a link to what lies beside it", minimized_is_a_link},
    {"marks that are a link", marks_are_a_link},
    {"an input that is a pipe", input_is_a_pipe},
    {"an input that is a directory", input_is_a_directory},
    {"a directory that is a link", directory_is_a_link},
    {"crashes that is a link", crashes_is_a_link},
    {"another crash's report", report_of_another},
    {"a report of nothing", report_of_nothing},
    {"no files", no_files},
    {"a target whose name is a command", another_target},
};

/* Nothing is said of the crash; that the change does not wait is said all the same. */
static void is_refused(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct place *place = begin(&made, VERDICT_SAMPLE_BLOCKED, HEAD);
    row->spoil(place);
    assert_int_equal(file_it(place, HEAD), 2);
    assert_false(exists(place, "issues/0001.md"));
    end(place);
    assert_int_equal(scratch_remove(&made), 0);
}

static char *verdict_path(const struct place *place)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/verdict.json", place->verdict);
    return path;
}

static void no_verdict(struct place *place)
{
    assert_int_equal(unlink(verdict_path(place)), 0);
}

static void verdict_is_a_link(struct place *place)
{
    char to[256];
    (void)snprintf(to, sizeof to, "%s/verdict.json", place->scratch->directory);
    assert_int_equal(rename(verdict_path(place), to), 0);
    assert_int_equal(symlink(to, verdict_path(place)), 0);
}

static void verdict_is_cut(struct place *place)
{
    assert_int_equal(truncate(verdict_path(place), 100), 0);
}

static void verdict_is_empty(struct place *place)
{
    assert_int_equal(truncate(verdict_path(place), 0), 0);
}

static const struct refused_row no_verdicts[] = {
    {"no verdict", no_verdict},
    {"a verdict that is a link", verdict_is_a_link},
    {"a verdict that is cut", verdict_is_cut},
    {"a verdict that is empty", verdict_is_empty},
};

static void says_nothing(void **state)
{
    const struct refused_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    struct place *place = begin(&made, VERDICT_SAMPLE_PASSED, HEAD);
    row->spoil(place);
    assert_int_equal(file_it(place, HEAD), 2);
    assert_false(exists(place, "issues"));
    end(place);
    assert_int_equal(scratch_remove(&made), 0);
}

static struct server server;
static char api[64];

static json_t *ask(const char *method, const char *path, const char *body)
{
    static const char *const headers[] = {"Content-Type: application/json", NULL};
    char url[256];
    long status = 0;
    struct fault fault = {""};
    struct buffer answer = {0};
    (void)snprintf(url, sizeof url, "%s/repos/octo/repo%s", api, path);
    struct http *http = http_open(&fault);
    const struct http_request request = {
        .method = method, .url = url, .bearer = TOKEN, .headers = headers, .body = body};
    if (!http_send(http, &request, &status, &answer, &fault) || status >= 300) {
        fail_msg("%s: %ld %s", url, status, fault.text);
    }
    http_close(http);
    json_t *root = json_loadb(answer.data, answer.size, 0, NULL);
    buffer_free(&answer);
    assert_non_null(root);
    return root;
}

static json_t *get(const char *path)
{
    return ask("GET", path, NULL);
}

/* A commit of its own, on a branch of the repository. */
static void make_head(char head[65])
{
    char body[512];
    json_t *branch = get("/branches/main");
    const char *base = json_string_value(json_object_get(json_object_get(branch, "commit"), "sha"));
    (void)snprintf(body, sizeof body, "/git/commits/%s", base);
    json_t *commit = get(body);
    const json_t *tree = json_object_get(json_object_get(commit, "tree"), "sha");
    (void)snprintf(body, sizeof body, "{\"message\":\"m\",\"tree\":\"%s\",\"parents\":[\"%s\"]}",
                   json_string_value(tree), base);
    json_t *made = ask("POST", "/git/commits", body);
    (void)snprintf(head, 65, "%s", json_string_value(json_object_get(made, "sha")));
    (void)snprintf(body, sizeof body, "{\"ref\":\"refs/heads/own\",\"sha\":\"%s\"}", head);
    json_decref(ask("POST", "/git/refs", body));
    json_decref(made);
    json_decref(commit);
    json_decref(branch);
}

/* The token is in the environment once, and serves issues, check run and queue. As long as no pull
 * request has the head nobody knows whose it is, and there is the check run alone. */
static void on_the_server_too(void **state)
{
    static const char *const arguments[] = {start_emulate, VIGIL_BUILD, "octo/repo", TOKEN, NULL};
    char path[128], head[65];
    server_start(&server, arguments);
    (void)snprintf(api, sizeof api, "http://127.0.0.1:%u", server.port);
    make_head(head);
    struct place *place = begin(state, VERDICT_SAMPLE_BLOCKED, head);
    (void)snprintf(place->tracker, sizeof place->tracker, "github:octo/repo");
    for (int i = 0; i < 4; i++) {
        assert_int_equal(setenv("GITHUB_API_URL", api, 1), 0);
        assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
        assert_int_equal(file_it(place, head), 0);
        json_t *listed = get("/issues?state=all&labels=vigil");
        assert_int_equal(json_array_size(listed), i == 0 ? 0 : 1);
        json_decref(listed);
        if (i == 0) {
            json_decref(
                ask("POST", "/pulls", "{\"title\":\"t\",\"head\":\"own\",\"base\":\"main\"}"));
        }
    }
    json_t *issues = get("/issues?state=all&labels=vigil");
    json_t *comments = get("/issues/2/comments");
    (void)snprintf(path, sizeof path, "/commits/%s/check-runs", head);
    json_t *runs = get(path);
    const json_t *run = json_array_get(json_object_get(runs, "check_runs"), 0);
    const json_t *summary = json_object_get(json_object_get(run, "output"), "summary");
    assert_int_equal(json_array_size(issues), 1);
    assert_int_equal(json_array_size(comments), 1);
    assert_string_equal(json_string_value(json_object_get(run, "conclusion")), "failure");
    json_t *told = get(path);
    assert_non_null(summary);
    json_decref(told);
    json_decref(issues);
    json_decref(comments);
    json_decref(runs);
    end(place);
}

static int stop(void **state)
{
    (void)state;
    server_stop(&server);
    return 0;
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refused) + COUNT(no_verdicts) + 8] = {
        SCRATCH_TEST(a_new_crash_is_filed_once),
        SCRATCH_TEST(main_is_told_of_each_head),
        SCRATCH_TEST(another_change_has_its_own),
        SCRATCH_TEST(an_issue_ends_with_its_crash),
        SCRATCH_TEST(the_input_of_a_security_crash_is_withheld),
        SCRATCH_TEST(what_passed_is_queued_and_leaves_again),
        SCRATCH_TEST(another_head_says_nothing),
        SCRATCH_TEST(on_the_server_too),
    };
    size_t count = 8;
    ADD_ROWS(tests, count, refused, is_refused);
    ADD_ROWS(tests, count, no_verdicts, says_nothing);
    return cmocka_run_group_tests_name("filing", tests, NULL, stop);
}
