/* SPDX-License-Identifier: MIT */
/* A queue of pull requests against a server that keeps what it is told, and its check runs against
 * one that counts annotations as GitHub does. */
#include "rows.h"

#include <jansson.h>

#include "base/http.h"
#include "changes.h"
#include "tracker/github/server.h"

#define OCTO         "ghp_vigilTestToken0123456789"
#define EVE          "ghp_eve"
#define ADA          "ghp_ada"
#define NOON         "2026-11-25T12:00:00Z"
#define NOON_SECONDS 1795608000

static const char start_emulate[] = VIGIL_GITHUB "/start-emulate";
static const char checks[] = VIGIL_QUEUE "/checks.mjs";
static struct server emulate, checker;
static char api[64], base[65], tree[65];

static struct queue *open_at(const char *url, const char *label)
{
    struct fault fault = {""};
    const struct tracker_options options = {.word = "github:octo/repo", .label = label};
    assert_int_equal(setenv("GITHUB_API_URL", url, 1), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", OCTO, 1), 0);
    struct queue *queue = queue_open(&options, &fault);
    if (queue == NULL) {
        fail_msg("%s", fault.text);
    }
    return queue;
}

static json_t *get(const char *url, const char *method, const char *token, const char *body)
{
    static const char *const headers[] = {"Content-Type: application/json", NULL};
    long status = 0;
    struct fault fault = {""};
    struct buffer answer = {0};
    struct http *http = http_open(&fault);
    const struct http_request request = {
        .method = method, .url = url, .bearer = token, .headers = headers, .body = body};
    if (!http_send(http, &request, &status, &answer, &fault) || status >= 300) {
        fail_msg("%s %s: %ld %s", method, url, status, fault.text);
    }
    http_close(http);
    json_t *root = answer.size == 0 ? json_null()
                                    : json_loadb(answer.data, answer.size, JSON_DECODE_ANY, NULL);
    buffer_free(&answer);
    assert_non_null(root);
    return root;
}

/* What a person does by other means; the answer is the caller's to release. */
static json_t *person(const char *token, const char *method, const char *path, const char *body)
{
    char url[512];
    (void)snprintf(url, sizeof url, "%s/repos/octo/repo%s", api, path);
    return get(url, method, token, body);
}

static void person_does(const char *token, const char *method, const char *path, const char *body)
{
    json_decref(person(token, method, path, body));
}

struct pull {
    unsigned number;
    char head[65];
};

static void copy(char head[65], const json_t *text)
{
    assert_true(json_is_string(text) && json_string_length(text) < 65);
    (void)snprintf(head, 65, "%s", json_string_value(text));
}

/* A pull request of Eve's with a head of its own. */
static struct pull make_pull(const char *title)
{
    static unsigned made;
    struct pull pull = {0};
    char body[512];
    (void)snprintf(body, sizeof body, "{\"message\":\"m%u\",\"tree\":\"%s\",\"parents\":[\"%s\"]}",
                   ++made, tree, base);
    json_t *commit = person(OCTO, "POST", "/git/commits", body);
    copy(pull.head, json_object_get(commit, "sha"));
    json_decref(commit);
    (void)snprintf(body, sizeof body, "{\"ref\":\"refs/heads/b%u\",\"sha\":\"%s\"}", made,
                   pull.head);
    person_does(OCTO, "POST", "/git/refs", body);
    (void)snprintf(body, sizeof body, "{\"title\":\"%s\",\"head\":\"b%u\",\"base\":\"main\"}",
                   title, made);
    json_t *opened = person(EVE, "POST", "/pulls", body);
    pull.number = (unsigned)json_integer_value(json_object_get(opened, "number"));
    json_decref(opened);
    assert_true(pull.number > 0);
    return pull;
}

static char *path_of(const char *kind, const struct pull *pull, const char *rest)
{
    static char path[128];
    (void)snprintf(path, sizeof path, "/%s/%u%s", kind, pull->number, rest);
    return path;
}

struct seen {
    struct queue_entry entries[8];
    size_t count;
};

static bool take(void *context, const struct queue_entry *entry)
{
    struct seen *seen = context;
    assert_true(seen->count < COUNT(seen->entries));
    seen->entries[seen->count++] = *entry;
    return true;
}

static void done(enum tracker_outcome outcome, const struct fault *fault)
{
    if (outcome != TRACKER_DONE) {
        fail_msg("outcome %d: %s", outcome, fault->text);
    }
}

static struct seen list(struct queue *queue)
{
    struct seen seen = {.count = 0};
    struct fault fault = {""};
    done(queue->list(queue, take, &seen, &fault), &fault);
    return seen;
}

static void add(struct queue *queue, const char *head)
{
    struct fault fault = {""};
    const struct verdict report = change_report(head, NOON);
    done(queue->add(queue, &report, &fault), &fault);
}

static size_t comments_on(const struct pull *pull, char *first, size_t room)
{
    json_t *comments = person(OCTO, "GET", path_of("issues", pull, "/comments"), NULL);
    size_t count = json_array_size(comments);
    const char *body = json_string_value(json_object_get(json_array_get(comments, 0), "body"));
    (void)snprintf(first, room, "%s", body == NULL ? "" : body);
    json_decref(comments);
    return count;
}

static void what_is_added_waits_once(void **state)
{
    char body[4096];
    struct queue *queue = open_at(api, "once added");
    struct pull pull = make_pull("read @octo's `TZ`");
    (void)state;
    assert_int_equal(list(queue).count, 0);
    add(queue, pull.head);
    add(queue, pull.head);
    struct seen seen = list(queue);
    assert_int_equal(seen.count, 1);
    const struct queue_entry *entry = &seen.entries[0];
    assert_string_equal(entry->head, pull.head);
    assert_int_equal(entry->number, pull.number);
    assert_string_equal(entry->title, "read \\x40octo's \\x60TZ\\x60");
    assert_string_equal(entry->author, "eve");
    assert_int_equal(entry->since, NOON_SECONDS);
    assert_int_equal(entry->notes, 2);
    assert_int_equal(entry->asked_at, 0);
    assert_non_null(strstr(entry->link, "/octo/repo/pull/"));
    assert_int_equal(comments_on(&pull, body, sizeof body), 1);
    assert_non_null(strstr(body, "`src/day.c:3`"));
    assert_non_null(strstr(body, "Not each local day has so many. Count dates."));
    assert_null(strstr(body, "<!-- vigil:asked"));
    queue->close(queue);
}

static void removed_is_gone_and_comes_back(void **state)
{
    struct fault fault = {""};
    struct queue *queue = open_at(api, "removed");
    struct pull pull = make_pull("b");
    (void)state;
    done(queue->remove(queue, pull.head, &fault), &fault);
    add(queue, pull.head);
    done(queue->remove(queue, pull.head, &fault), &fault);
    done(queue->remove(queue, pull.head, &fault), &fault);
    assert_int_equal(list(queue).count, 0);
    add(queue, pull.head);
    assert_int_equal(list(queue).count, 1);
    done(queue->remove(queue, HEAD_A, &fault), &fault);
    queue->close(queue);
}

static void one_is_asked_once(void **state)
{
    char body[4096];
    struct fault fault = {""};
    struct queue *queue = open_at(api, "asked");
    struct pull pull = make_pull("c");
    (void)state;
    add(queue, pull.head);
    struct queue_entry entry = list(queue).entries[0];
    done(queue->ask(queue, &entry, "ada", NOON_SECONDS + 60, &fault), &fault);
    done(queue->ask(queue, &entry, "Ada", NOON_SECONDS + 90, &fault), &fault);
    entry = list(queue).entries[0];
    assert_string_equal(entry.asked[0], "ada");
    assert_int_equal(entry.asked[1][0], 0);
    assert_int_equal(entry.asked_at, NOON_SECONDS + 60);
    assert_int_equal(comments_on(&pull, body, sizeof body), 1);
    assert_non_null(strstr(body, "<!-- vigil:asked:ada:1795608060 -->\nThis change passed"));
    add(queue, pull.head);
    assert_string_equal(list(queue).entries[0].asked[0], "ada");
    queue->close(queue);
}

/* The cut is between the comment and the request, or between the request and the comment. */
static void one_who_was_cut_short(void **state)
{
    char body[512];
    struct fault fault = {""};
    struct queue *queue = open_at(api, "cut");
    struct pull pull = make_pull("d");
    (void)state;
    (void)snprintf(body, sizeof body,
                   "{\"body\":\"<!-- vigil:queue:%s:%d:0 -->\\n<!-- vigil:asking:ada:%d -->\\n\"}",
                   pull.head, NOON_SECONDS, NOON_SECONDS + 5);
    person_does(OCTO, "POST", path_of("issues", &pull, "/comments"), body);
    person_does(OCTO, "POST", path_of("issues", &pull, "/labels"), "{\"labels\":[\"cut\"]}");
    struct queue_entry entry = list(queue).entries[0];
    assert_int_equal(entry.asked[0][0], 0);
    person_does(OCTO, "POST", path_of("pulls", &pull, "/requested_reviewers"),
                "{\"reviewers\":[\"ada\"]}");
    entry = list(queue).entries[0];
    assert_string_equal(entry.asked[0], "ada");
    assert_int_equal(entry.asked_at, NOON_SECONDS + 5);
    done(queue->ask(queue, &entry, "ada", NOON_SECONDS + 9, &fault), &fault);
    assert_int_equal(list(queue).entries[0].asked[1][0], 0);
    queue->close(queue);
}

static void a_new_head_is_another_entry(void **state)
{
    char body[4096];
    struct fault fault = {""};
    struct queue *queue = open_at(api, "moved");
    struct pull pull = make_pull("e");
    (void)state;
    add(queue, pull.head);
    struct queue_entry former = list(queue).entries[0];
    person_does(OCTO, "PUT", path_of("pulls", &pull, "/update-branch"), "{}");
    assert_int_equal(list(queue).count, 0);
    const struct verdict report = change_report(pull.head, NOON);
    assert_int_equal(queue->add(queue, &report, &fault), TRACKER_GONE);
    json_t *now = person(OCTO, "GET", path_of("pulls", &pull, ""), NULL);
    copy(pull.head, json_object_get(json_object_get(now, "head"), "sha"));
    json_decref(now);
    assert_string_not_equal(pull.head, former.head);
    add(queue, pull.head);
    struct seen seen = list(queue);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.entries[0].head, pull.head);
    assert_int_equal(comments_on(&pull, body, sizeof body), 1);
    assert_int_equal(queue->ask(queue, &former, "ada", NOON_SECONDS, &fault), TRACKER_GONE);
    queue->close(queue);
}

/* A stranger can neither review nor say what vigil says, and a review of an earlier head is none.
 */
static void whose_word_counts(void **state)
{
    char body[512];
    struct queue *queue = open_at(api, "word");
    struct pull pull = make_pull("f");
    (void)state;
    (void)snprintf(body, sizeof body, "{\"body\":\"<!-- vigil:queue:%s:1:0 -->\\n\"}", pull.head);
    person_does(EVE, "POST", path_of("issues", &pull, "/comments"), body);
    add(queue, pull.head);
    assert_int_equal(list(queue).entries[0].since, NOON_SECONDS);
    person_does("ghp_amy", "POST", path_of("pulls", &pull, "/reviews"), "{\"event\":\"APPROVE\"}");
    person_does(ADA, "POST", path_of("pulls", &pull, "/reviews"),
                "{\"event\":\"APPROVE\",\"commit_id\":\"" HEAD_A "\"}");
    assert_false(list(queue).entries[0].reviewed);
    person_does(ADA, "POST", path_of("pulls", &pull, "/reviews"), "{\"event\":\"COMMENT\"}");
    assert_true(list(queue).entries[0].reviewed);
    queue->close(queue);
}

/* Nor does another app: who queued the change, and who was asked, is what vigil itself wrote. */
static void a_collaborator_does_not_speak_for_vigil(void **state)
{
    char body[512];
    struct queue *queue = open_at(api, "speaks");
    struct pull pull = make_pull("h");
    (void)state;
    (void)snprintf(body, sizeof body,
                   "{\"body\":\"<!-- vigil:queue:%s:1:0 -->\\n<!-- vigil:asked:ada:5 -->\\n\"}",
                   pull.head);
    person_does(ADA, "POST", path_of("issues", &pull, "/comments"), body);
    person_does(OCTO, "POST", path_of("issues", &pull, "/labels"), "{\"labels\":[\"speaks\"]}");
    assert_int_equal(list(queue).count, 0);
    (void)snprintf(body, sizeof body, "{\"body\":\"> <!-- vigil:queue:%s:1:0 -->\\n\"}", pull.head);
    person_does(OCTO, "POST", path_of("issues", &pull, "/comments"), body);
    assert_int_equal(list(queue).count, 0);
    add(queue, pull.head);
    assert_int_equal(list(queue).entries[0].since, NOON_SECONDS);
    assert_int_equal(list(queue).entries[0].asked[0][0], 0);
    queue->close(queue);
}

/* A draft is not for review yet, and one that is closed is not any more. */
static void only_what_is_open_waits(void **state)
{
    struct queue *queue = open_at(api, "open");
    struct pull pull = make_pull("g");
    (void)state;
    add(queue, pull.head);
    person_does(OCTO, "PATCH", path_of("pulls", &pull, ""), "{\"draft\":true}");
    assert_int_equal(list(queue).count, 0);
    person_does(OCTO, "PATCH", path_of("pulls", &pull, ""), "{\"draft\":false}");
    assert_int_equal(list(queue).count, 1);
    person_does(OCTO, "PATCH", path_of("pulls", &pull, ""), "{\"state\":\"closed\"}");
    assert_int_equal(list(queue).count, 0);
    queue->close(queue);
}

struct check_row {
    const char *name, *day;
    enum conclusion verdict;
    size_t notes;
    unsigned first, times; /* how many of the calls are not done; how many calls there are */
    const char *runs;      /* name, conclusion, annotations, of how many different lines */
    unsigned writes;
};

static const struct check_row check_rows[] = {
    {"passed", "passed", CONCLUSION_PASSED, 2, 0, 3, "vigil gate success 2 2", 1},
    {"blocked", "blocked", CONCLUSION_BLOCKED, 0, 0, 2, "vigil gate failure 0 0", 1},
    {"could not decide", "could-not", CONCLUSION_COULD_NOT, 1, 0, 2,
     "vigil gate action_required 1 1", 1},
    {"as many as fit in a request", "fifty", CONCLUSION_PASSED, 50, 0, 2,
     "vigil gate success 50 50", 1},
    {"one more", "fifty-one", CONCLUSION_PASSED, 51, 0, 2, "vigil gate success 51 51", 2},
    {"three requests", "three", CONCLUSION_PASSED, 120, 0, 2, "vigil gate success 120 120", 3},
    {"more than are told", "many", CONCLUSION_PASSED, 400, 0, 2, "vigil gate success 300 300", 6},
    {"the first answer is lost", "first-lost", CONCLUSION_PASSED, 120, 1, 3,
     "vigil gate success 120 120", 3},
    {"the second request is refused", "second-refused", CONCLUSION_PASSED, 120, 1, 3,
     "vigil gate success 120 120", 4},
};

static void is_told_once(void **state)
{
    const struct check_row *row = *state;
    char url[128];
    struct verdict_note *notes = calloc(row->notes + 1, sizeof *notes);
    assert_non_null(notes);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/%s", checker.port, row->day);
    struct queue *queue = open_at(url, "vigil");
    struct verdict report = change_report(HEAD_A, NOON);
    for (size_t i = 0; i < row->notes; i++) {
        notes[i] = change_notes[1];
        notes[i].line = (unsigned)i + 1;
    }
    report.notes = notes;
    report.note_count = row->notes;
    report.conclusion = row->verdict;
    for (unsigned i = 0; i < row->times; i++) {
        struct fault fault = {""};
        enum tracker_outcome outcome = queue->check(queue, &report, &change_standing, &fault);
        assert_int_equal(outcome, i < row->first ? TRACKER_LATER : TRACKER_DONE);
    }
    queue->close(queue);
    free(notes);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/%s/runs", checker.port, row->day);
    json_t *told = get(url, "GET", "none", NULL);
    const json_t *runs = json_object_get(told, "runs");
    assert_int_equal(json_array_size(runs), 1);
    assert_string_equal(json_string_value(json_array_get(runs, 0)), row->runs);
    assert_int_equal(json_integer_value(json_object_get(told, "writes")), row->writes);
    json_decref(told);
}

static void another_verdict_is_another_run(void **state)
{
    static const enum conclusion verdicts[] = {CONCLUSION_BLOCKED, CONCLUSION_BLOCKED,
                                               CONCLUSION_PASSED, CONCLUSION_PASSED,
                                               CONCLUSION_BLOCKED};
    static const char *const wanted[] = {"vigil gate failure 1 1", "vigil gate success 0 0",
                                         "vigil gate failure 1 1"};
    char url[128];
    (void)state;
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/another", checker.port);
    struct queue *queue = open_at(url, "vigil");
    struct verdict report = change_report(HEAD_A, NOON);
    for (size_t i = 0; i < COUNT(verdicts); i++) {
        struct fault fault = {""};
        report.conclusion = verdicts[i];
        report.note_count = verdicts[i] == CONCLUSION_BLOCKED ? 1 : 0;
        assert_int_equal(queue->check(queue, &report, &change_standing, &fault), TRACKER_DONE);
    }
    queue->close(queue);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/another/runs", checker.port);
    json_t *told = get(url, "GET", "none", NULL);
    const json_t *runs = json_object_get(told, "runs");
    assert_int_equal(json_array_size(runs), COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_string_equal(json_string_value(json_array_get(runs, i)), wanted[i]);
    }
    json_decref(told);
}

/* Another app's run says nothing, even where it bears our mark. */
static void anothers_run_is_none_of_ours(void **state)
{
    char url[128];
    (void)state;
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/of-another", checker.port);
    struct queue *queue = open_at(url, "vigil");
    const struct verdict report = change_report(HEAD_A, NOON);
    for (size_t i = 0; i < 2; i++) {
        struct fault fault = {""};
        assert_int_equal(queue->check(queue, &report, &change_standing, &fault), TRACKER_DONE);
    }
    queue->close(queue);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/of-another/runs", checker.port);
    json_t *told = get(url, "GET", "none", NULL);
    assert_int_equal(json_array_size(json_object_get(told, "runs")), 2);
    json_decref(told);
}

static int start(void **state)
{
    const char *const arguments[] = {start_emulate, VIGIL_BUILD, "octo/repo",
                                     OCTO "," EVE "=eve," ADA "=ada,ghp_amy=amy", NULL};
    const char *const checks_arguments[] = {VIGIL_NODE, checks, NULL};
    (void)state;
    server_start(&emulate, arguments);
    server_start(&checker, checks_arguments);
    (void)snprintf(api, sizeof api, "http://127.0.0.1:%u", emulate.port);
    json_t *branch = person(OCTO, "GET", "/branches/main", NULL);
    copy(base, json_object_get(json_object_get(branch, "commit"), "sha"));
    json_decref(branch);
    char path[128];
    (void)snprintf(path, sizeof path, "/git/commits/%s", base);
    json_t *commit = person(OCTO, "GET", path, NULL);
    copy(tree, json_object_get(json_object_get(commit, "tree"), "sha"));
    json_decref(commit);
    person_does(OCTO, "PUT", "/collaborators/ada", "{\"permission\":\"push\"}");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(&emulate);
    server_stop(&checker);
    return 0;
}

int main(void)
{
    struct CMUnitTest tests[COUNT(check_rows) + 10] = {
        cmocka_unit_test(anothers_run_is_none_of_ours),
        cmocka_unit_test(a_collaborator_does_not_speak_for_vigil),
        cmocka_unit_test(another_verdict_is_another_run),
        cmocka_unit_test(what_is_added_waits_once),
        cmocka_unit_test(removed_is_gone_and_comes_back),
        cmocka_unit_test(one_is_asked_once),
        cmocka_unit_test(one_who_was_cut_short),
        cmocka_unit_test(a_new_head_is_another_entry),
        cmocka_unit_test(whose_word_counts),
        cmocka_unit_test(only_what_is_open_waits),
    };
    size_t count = 10;
    ADD_ROWS(tests, count, check_rows, is_told_once);
    return cmocka_run_group_tests_name("queue_github", tests, start, stop);
}
