/* SPDX-License-Identifier: MIT */
/* No one module: the life of an issue, from filed to closed, on a server that answers as GitHub
 * does and keeps what it is told. */
#include "rows.h"

#include "base/http.h"
#include "tracker/github/server.h"
#include "tracker/tracker.h"

#define TOKEN "ghp_vigilTestToken0123456789"

static const char start_emulate[] = VIGIL_GITHUB "/start-emulate";
static struct server server;
static char api[64];

struct told {
    unsigned count;
    char words[2048];
};

static void complain(void *context, const struct fault *fault)
{
    struct told *told = context;
    told->count++;
    (void)snprintf(told->words, sizeof told->words, "%s", fault->text);
}

static struct told told;

/* Each test has a label of its own, and so sees its own issues only. */
static struct tracker *open_labelled(const char *label)
{
    struct fault fault = {""};
    const struct tracker_options options = {.label = label, .complain = complain, .context = &told};
    assert_int_equal(setenv("GITHUB_API_URL", api, 1), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    struct tracker *tracker = tracker_github_open("octo/repo", &options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
    }
    told = (struct told){0};
    return tracker;
}

static void done(enum tracker_outcome outcome, const struct fault *fault)
{
    if (outcome != TRACKER_DONE) {
        fail_msg("outcome %d: %s", outcome, fault->text);
    }
}

/* What a person does by other means; the answer is the caller's to free. */
static struct buffer person(const char *method, const char *path, const char *body)
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
        fail_msg("%s %s: %ld %s %s", method, path, status, fault.text, answer.data);
    }
    http_close(http);
    return answer;
}

static void person_does(const char *method, const char *path, const char *body)
{
    struct buffer answer = person(method, path, body);
    buffer_free(&answer);
}

static uint64_t create(struct tracker *tracker, const char *marker, const char *assignee)
{
    char body[128];
    uint64_t number = 0;
    struct fault fault = {""};
    (void)snprintf(body, sizeof body, "<!-- vigil:%s -->\n\nIt broke.\n", marker);
    const struct tracker_draft draft = {.title = "abort in f",
                                        .body = body,
                                        .marker = marker,
                                        .labels = {"severity-low"},
                                        .label_count = 1,
                                        .assignee = assignee};
    done(tracker->create(tracker, &draft, &number, &fault), &fault);
    assert_true(number > 0);
    return number;
}

static bool take(void *context, const struct tracker_issue *issue)
{
    buffer_format(context, "%s%s%s%s;", issue->marker, issue->open ? "" : " closed",
                  issue->triaged ? " triaged" : "", issue->declined ? " declined" : "");
    return true;
}

static void expect_listed(struct tracker *tracker, const char *expected)
{
    struct fault fault = {""};
    struct buffer seen = {0};
    buffer_text(&seen, "");
    done(tracker->list(tracker, take, &seen, &fault), &fault);
    assert_string_equal(seen.data, expected);
    buffer_free(&seen);
}

static unsigned count_in(const char *path, const char *words)
{
    unsigned count = 0;
    struct buffer answer = person("GET", path, NULL);
    for (const char *at = answer.data; (at = strstr(at, words)) != NULL; at++) {
        count++;
    }
    buffer_free(&answer);
    return count;
}

static const char *issue_path(char path[64], uint64_t number, const char *rest)
{
    (void)snprintf(path, 64, "/issues/%u%s", (unsigned)number, rest);
    return path;
}

static void what_is_created_is_listed_by_another(void **state)
{
    (void)state;
    struct tracker *tracker = open_labelled("first");
    expect_listed(tracker, "");
    (void)create(tracker, "crash:0123456789abcdef", "");
    (void)create(tracker, "digest", "amy");
    tracker->close(tracker);
    tracker = open_labelled("first");
    expect_listed(tracker, "crash:0123456789abcdef;digest;");
    assert_int_equal(told.count, 0);
    tracker->close(tracker);
}

static void a_comment_asked_for_twice_is_there_once(void **state)
{
    char path[64];
    struct fault fault = {""};
    struct tracker *tracker = open_labelled("commented");
    (void)state;
    uint64_t number = create(tracker, "crash:a", "");
    for (unsigned i = 0; i < 2; i++) {
        done(tracker->comment(tracker, number, "fixed:7", "Mended.\n", &fault), &fault);
    }
    assert_int_equal(count_in(issue_path(path, number, "/comments"), "Mended."), 1);
    done(tracker->comment(tracker, number, "fixed:8", "Mended.\n", &fault), &fault);
    assert_int_equal(count_in(issue_path(path, number, "/comments"), "Mended."), 2);
    tracker->close(tracker);
}

static void a_comment_is_found_behind_a_hundred_others(void **state)
{
    char path[64];
    struct fault fault = {""};
    struct tracker *tracker = open_labelled("talked-of");
    (void)state;
    uint64_t number = create(tracker, "crash:b", "");
    for (unsigned i = 0; i < 101; i++) {
        person_does("POST", issue_path(path, number, "/comments"), "{\"body\":\"me too\"}");
    }
    for (unsigned i = 0; i < 2; i++) {
        done(tracker->comment(tracker, number, "fixed:7", "Mended.\n", &fault), &fault);
    }
    assert_int_equal(count_in(issue_path(path, number, "/comments?per_page=100&page=2"), "Mended."),
                     1);
    tracker->close(tracker);
}

static void it_is_closed_and_comes_back(void **state)
{
    char path[64];
    struct fault fault = {""};
    struct tracker *tracker = open_labelled("back");
    (void)state;
    uint64_t number = create(tracker, "crash:c", "");
    for (unsigned i = 0; i < 2; i++) {
        done(tracker->set_open(tracker, number, false, &fault), &fault);
    }
    expect_listed(tracker, "crash:c closed;");
    assert_int_equal(count_in(issue_path(path, number, ""), "\"state_reason\":\"completed\""), 1);
    assert_int_equal(count_in(issue_path(path, number, "/events"), "\"event\":\"closed\""), 1);
    done(tracker->set_open(tracker, number, true, &fault), &fault);
    expect_listed(tracker, "crash:c;");
    assert_int_equal(count_in(issue_path(path, number, ""), "\"state_reason\":\"reopened\""), 1);
    tracker->close(tracker);
}

static void an_edit_leaves_what_a_person_changed(void **state)
{
    char path[64];
    struct fault fault = {""};
    const struct tracker_draft draft = {.title = "another title",
                                        .body = "<!-- vigil:crash:d -->\nanother body\n",
                                        .marker = "crash:d",
                                        .labels = {"severity-high"},
                                        .label_count = 1,
                                        .assignee = ""};
    struct tracker *tracker = open_labelled("edited");
    (void)state;
    uint64_t number = create(tracker, "crash:d", "");
    person_does("POST", issue_path(path, number, "/labels"), "{\"labels\":[\"mine\"]}");
    person_does("PATCH", issue_path(path, number, ""), "{\"assignees\":[\"amy\"]}");
    done(tracker->edit(tracker, number, &draft, &fault), &fault);
    (void)issue_path(path, number, "");
    assert_int_equal(count_in(path, "\"title\":\"another title\""), 1);
    assert_int_equal(count_in(path, "another body"), 1);
    assert_int_equal(count_in(path, "\"name\":\"mine\""), 1);
    assert_int_equal(count_in(path, "\"name\":\"severity-low\""), 1);
    assert_true(count_in(path, "\"login\":\"amy\"") >= 1);
    expect_listed(tracker, "crash:d;");
    tracker->close(tracker);
}

static void what_a_person_declines_is_declined(void **state)
{
    char path[64];
    struct fault fault = {""};
    struct tracker *tracker = open_labelled("declined");
    (void)state;
    uint64_t labelled = create(tracker, "crash:e", ""), closed = create(tracker, "crash:f", "");
    person_does("POST", issue_path(path, labelled, "/labels"), "{\"labels\":[\"WontFix\"]}");
    person_does("PATCH", issue_path(path, closed, ""),
                "{\"state\":\"closed\",\"state_reason\":\"not_planned\"}");
    expect_listed(tracker, "crash:e declined;crash:f closed declined;");
    done(tracker->set_open(tracker, closed, false, &fault), &fault);
    expect_listed(tracker, "crash:e declined;crash:f closed declined;");
    tracker->close(tracker);
}

static void what_a_person_triaged_is_triaged(void **state)
{
    char path[64];
    struct fault fault = {""};
    struct tracker_issue issue;
    struct tracker *tracker = open_labelled("triage");
    (void)state;
    uint64_t number = create(tracker, "crash:g", "");
    expect_listed(tracker, "crash:g;");
    person_does("POST", issue_path(path, number, "/labels"), "{\"labels\":[\"Triaged\"]}");
    expect_listed(tracker, "crash:g triaged;");
    done(tracker->look(tracker, number, &issue, &fault), &fault);
    assert_true(issue.triaged && issue.open && !issue.declined);
    tracker->close(tracker);
}

static void of_many_issues_all_are_listed(void **state)
{
    struct buffer expected = {0};
    struct tracker *tracker = open_labelled("many of them");
    (void)state;
    for (unsigned i = 0; i < 205; i++) {
        char marker[32];
        (void)snprintf(marker, sizeof marker, "crash:%016u", i);
        (void)create(tracker, marker, "");
        buffer_format(&expected, "%s;", marker);
    }
    expect_listed(tracker, expected.data);
    buffer_free(&expected);
    tracker->close(tracker);
}

/* "sha":"…" of the first commit. */
static void read_sha(char sha[41])
{
    static const char key[] = "\"sha\":\"";
    struct buffer answer = person("GET", "/commits", NULL);
    const char *at = strstr(answer.data, key);
    assert_non_null(at);
    (void)snprintf(sha, 41, "%.40s", at + sizeof key - 1);
    buffer_free(&answer);
}

static void what_people_file_is_theirs(void **state)
{
    char sha[41], branch[128];
    struct tracker *tracker = open_labelled("theirs");
    (void)state;
    (void)create(tracker, "crash:1", "");
    person_does("POST", "/issues", "{\"title\":\"hm\",\"body\":\"hm\",\"labels\":[\"theirs\"]}");
    person_does("POST", "/issues", "{\"title\":\"hm\",\"labels\":[\"theirs\"]}");
    person_does("POST", "/issues", "{\"title\":\"hm\",\"body\":\"<!-- vigil:crash:2 -->\"}");
    read_sha(sha);
    (void)snprintf(branch, sizeof branch, "{\"ref\":\"refs/heads/fix\",\"sha\":\"%s\"}", sha);
    person_does("POST", "/git/refs", branch);
    person_does("PUT", "/contents/a.c",
                "{\"message\":\"m\",\"content\":\"YQ==\",\"branch\":\"fix\"}");
    person_does("POST", "/pulls",
                "{\"title\":\"fix\",\"head\":\"fix\",\"base\":\"main\","
                "\"body\":\"<!-- vigil:crash:3 -->\"}");
    expect_listed(tracker, "crash:1;");
    tracker->close(tracker);
}

static void an_unknown_assignee_does_not_cost_the_issue(void **state)
{
    struct tracker *tracker = open_labelled("assigned");
    (void)state;
    (void)create(tracker, "crash:4", "nobody-here");
    assert_non_null(strstr(told.words, "GitHub does not assign it to: nobody-here"));
    expect_listed(tracker, "crash:4;");
    tracker->close(tracker);
}

static void the_author_of_a_commit_is_known(void **state)
{
    char sha[41], handle[64];
    struct fault fault = {""};
    struct tracker *tracker = open_labelled("author");
    (void)state;
    read_sha(sha);
    done(tracker->author(tracker, sha, handle, &fault), &fault);
    assert_string_equal(handle, "octo");
    done(tracker->author(tracker, "0000000000000000000000000000000000000000", handle, &fault),
         &fault);
    assert_string_equal(handle, "");
    tracker->close(tracker);
}

static void an_issue_that_never_was_is_gone(void **state)
{
    struct fault fault = {""};
    struct tracker *tracker = open_labelled("gone");
    (void)state;
    assert_int_equal(tracker->set_open(tracker, 999999, false, &fault), TRACKER_GONE);
    assert_int_equal(tracker->comment(tracker, 999999, "fixed:1", "x", &fault), TRACKER_GONE);
    tracker->close(tracker);
}

static int start(void **state)
{
    static const char *const arguments[] = {start_emulate, VIGIL_BUILD, "octo/repo", TOKEN, NULL};
    (void)state;
    server_start(&server, arguments);
    (void)snprintf(api, sizeof api, "http://127.0.0.1:%u", server.port);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(&server);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_created_is_listed_by_another),
        cmocka_unit_test(a_comment_asked_for_twice_is_there_once),
        cmocka_unit_test(a_comment_is_found_behind_a_hundred_others),
        cmocka_unit_test(it_is_closed_and_comes_back),
        cmocka_unit_test(an_edit_leaves_what_a_person_changed),
        cmocka_unit_test(what_a_person_declines_is_declined),
        cmocka_unit_test(what_a_person_triaged_is_triaged),
        cmocka_unit_test(of_many_issues_all_are_listed),
        cmocka_unit_test(what_people_file_is_theirs),
        cmocka_unit_test(an_unknown_assignee_does_not_cost_the_issue),
        cmocka_unit_test(the_author_of_a_commit_is_known),
        cmocka_unit_test(an_issue_that_never_was_is_gone),
    };
    return cmocka_run_group_tests_name("tracker_github_life", tests, start, stop);
}
