/* SPDX-License-Identifier: MIT */
/* The GitHub tracker on bad days: github/faults.mjs plays each, and a row says how it ends. */
#include "scratch.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "base/http.h"
#include "base/process.h"
#include "tracker/github/server.h"
#include "tracker/tracker.h"

#define TOKEN "ghp_vigilTestToken0123456789"

static const char faults[] = VIGIL_GITHUB "/faults.mjs";
static struct server server;

struct told {
    unsigned count;
    char words[2048];
};

static void complain(void *context, const struct fault *fault)
{
    struct told *told = context;
    size_t used = strlen(told->words);
    told->count++;
    (void)snprintf(told->words + used, sizeof told->words - used, "%s\n", fault->text);
}

static struct tracker *open_at(const char *url, struct told *told)
{
    struct fault fault = {""};
    const struct tracker_options options = {
        .label = "vigil", .complain = complain, .context = told};
    assert_int_equal(setenv("GITHUB_API_URL", url, 1), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    struct tracker *tracker = tracker_github_open("octo/repo", &options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
    }
    return tracker;
}

static struct tracker *open_day(const char *day, struct told *told)
{
    char url[128];
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/%s", server.port, day);
    return open_at(url, told);
}

/* How many requests of that day would have changed something. */
static unsigned long count_writes(const char *day)
{
    static const char *const headers[] = {NULL};
    char url[128];
    long status = 0;
    struct fault fault = {""};
    struct buffer answer = {0};
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/%s/writes", server.port, day);
    struct http *http = http_open(&fault);
    const struct http_request request = {
        .method = "GET", .url = url, .bearer = "none", .headers = headers};
    assert_true(http_send(http, &request, &status, &answer, &fault));
    unsigned long count = strtoul(answer.data, NULL, 10);
    buffer_free(&answer);
    http_close(http);
    return count;
}

/* Does something, and adds what is then to be seen: "1 open crash:…\n" for each issue of a list. */
typedef enum tracker_outcome act(struct tracker *tracker, struct buffer *seen, struct fault *fault);

static bool take(void *context, const struct tracker_issue *issue)
{
    buffer_format(context, "%u%s%s %s;", (unsigned)issue->number, issue->open ? "" : " closed",
                  issue->declined ? " declined" : "", issue->marker);
    return true;
}

static enum tracker_outcome list(struct tracker *tracker, struct buffer *seen, struct fault *fault)
{
    return tracker->list(tracker, take, seen, fault);
}

static bool take_one(void *context, const struct tracker_issue *issue)
{
    return take(context, issue) && false;
}

static enum tracker_outcome list_one(struct tracker *tracker, struct buffer *seen,
                                     struct fault *fault)
{
    return tracker->list(tracker, take_one, seen, fault);
}

static const struct tracker_draft draft = {.title = "abort in f",
                                           .body = "<!-- vigil:crash:0000000000000001 -->\n",
                                           .marker = "crash:0000000000000001",
                                           .labels = {"severity-low"},
                                           .label_count = 1,
                                           .assignee = "amy"};

static enum tracker_outcome create(struct tracker *tracker, struct buffer *seen,
                                   struct fault *fault)
{
    uint64_t number = 0;
    enum tracker_outcome outcome = tracker->create(tracker, &draft, &number, fault);
    buffer_format(seen, "%u", (unsigned)number);
    return outcome;
}

static enum tracker_outcome edit(struct tracker *tracker, struct buffer *seen, struct fault *fault)
{
    (void)seen;
    return tracker->edit(tracker, 5, &draft, fault);
}

static enum tracker_outcome close_it(struct tracker *tracker, struct buffer *seen,
                                     struct fault *fault)
{
    (void)seen;
    return tracker->set_open(tracker, 5, false, fault);
}

static enum tracker_outcome open_it(struct tracker *tracker, struct buffer *seen,
                                    struct fault *fault)
{
    (void)seen;
    return tracker->set_open(tracker, 5, true, fault);
}

static enum tracker_outcome comment(struct tracker *tracker, struct buffer *seen,
                                    struct fault *fault)
{
    (void)seen;
    return tracker->comment(tracker, 5, "fixed:1", "It is mended.\n", fault);
}

static enum tracker_outcome author(struct tracker *tracker, struct buffer *seen,
                                   struct fault *fault)
{
    char handle[64] = "stale";
    enum tracker_outcome outcome = tracker->author(tracker, "abc", handle, fault);
    buffer_text(seen, handle);
    return outcome;
}

struct day_row {
    const char *name, *day;
    act *act;
    enum tracker_outcome outcome;
    double least, most; /* that `wait` may be */
    const char *words;  /* in the fault, or in what was seen when it is done */
    unsigned writes;    /* that reached the server */
    const char *complaint;
    const char *seconds; /* VIGIL_HTTP_SECONDS */
};

#define DONE    TRACKER_DONE
#define LATER   TRACKER_LATER
#define REFUSED TRACKER_REFUSED
#define GONE    TRACKER_GONE

static const struct day_row days[] = {
    {"list: a calm day", "calm", list, DONE, 0, 0, "5 crash:0000000000000005;", 0, NULL, NULL},
    {"list: what is sent along", "headers", list, DONE, 0, 0, "", 0, NULL, NULL},
    {"list: what is asked for", "query", list, DONE, 0, 0, "", 0, NULL, NULL},
    {"list: whose issue is whose", "mixed", list, DONE, 0, 0,
     "4 closed digest;5 declined crash:0000000000000005;"
     "6 closed declined crash:0000000000000006;",
     0, NULL, NULL},
    {"list: three pages", "three-pages", list, DONE, 0, 0,
     "1 crash:0000000000000001;2 crash:0000000000000002;3 crash:0000000000000003;", 0, NULL, NULL},
    {"list: stopped on the first of them", "three-pages", list_one, DONE, 0, 0,
     "1 crash:0000000000000001;", 0, NULL, NULL},
    {"list: the next page is elsewhere", "link-elsewhere", list, LATER, 0, 0,
     "the answer's next page is on another server", 0, NULL, NULL},
    {"list: the next page is at another port", "link-other-port", list, LATER, 0, 0,
     "the answer's next page is on another server", 0, NULL, NULL},
    {"list: the next page's address names a user", "link-with-user", list, LATER, 0, 0,
     "the answer's next page is on another server", 0, NULL, NULL},
    {"list: pages without end", "link-without-end", list, LATER, 0, 0,
     "a list of more than 1000 pages", 0, NULL, NULL},
    {"list: a page that leads to itself", "link-to-itself", list, LATER, 0, 0,
     "a list whose next page is one that was read already", 0, NULL, NULL},
    {"list: pages in a circle", "link-in-a-circle", list, LATER, 0, 0,
     "a list whose next page is one that was read already", 0, NULL, NULL},
    {"list: pages behind nothing", "link-behind-nothing", list, LATER, 0, 0,
     "a list that goes on behind a page with nothing on it", 0, NULL, NULL},
    {"list: more issues than are taken", "too-many-issues", list, LATER, 0, 0,
     "a list of more than 100000 issues", 0, NULL, NULL},
    {"comment: a page that leads to itself", "link-to-itself", comment, LATER, 0, 0,
     "issue 5: a list whose next page is one that was read already", 0, NULL, NULL},

    {"401", "bad-token", list, REFUSED, 0, 0, "401, the token is not accepted: Bad credentials", 0,
     NULL, NULL},
    {"401 for a new issue", "bad-token", create, REFUSED, 0, 0, "401, the token", 1, NULL, NULL},
    {"403: the limit is reached, until", "limit-reset", list, LATER, 28, 31,
     "403, too many requests for now: API rate limit exceeded", 0, NULL, NULL},
    {"403: until a moment that is over", "limit-reset-past", list, LATER, 1, 1,
     "403, too many requests", 0, NULL, NULL},
    {"403: until the end of time", "limit-reset-absurd", list, LATER, 86400, 86400,
     "403, too many requests", 0, NULL, NULL},
    {"403: until a word", "limit-reset-odd", list, LATER, 60, 60, "403, too many requests", 0, NULL,
     NULL},
    {"403: the limit is reached, for 17 s", "limit-retry-after", edit, LATER, 17, 17,
     "issue 5: 403, too many requests", 1, NULL, NULL},
    {"403: the secondary limit, in words only", "limit-secondary", create, LATER, 60, 60,
     "secondary rate limit", 1, NULL, NULL},
    {"403: the token", "forbidden", create, REFUSED, 0, 0,
     "403, the token may not do this: Resource not accessible by integration", 1, NULL, NULL},
    {"404: the repository", "no-repository", list, REFUSED, 0, 0,
     "404, no such repository, or the token may not see it", 0, NULL, NULL},
    {"404: the repository, asked for an issue", "no-repository", edit, REFUSED, 0, 0,
     "404, no such repository", 1, NULL, NULL},
    {"404: an issue", "no-issue", edit, GONE, 0, 0, "issue 5: it is no more", 1, NULL, NULL},
    {"404: an issue that is to be closed", "no-issue", close_it, GONE, 0, 0, "it is no more", 0,
     NULL, NULL},
    {"404: an issue that is to have a comment", "no-issue", comment, GONE, 0, 0, "it is no more", 0,
     NULL, NULL},
    {"404: an issue that may only be read", "issue-read-only", edit, REFUSED, 0, 0,
     "issue 5: 404, the token may read it but not change it", 1, NULL, NULL},
    {"404: an issue, and then a server in trouble", "no-issue-and-then-500", close_it, LATER, 0, 0,
     "status 500", 0, NULL, NULL},
    {"410: an issue", "issue-deleted", close_it, GONE, 0, 0, "issue 5: it is no more", 0, NULL,
     NULL},
    {"410: issues are disabled", "issues-disabled", create, REFUSED, 0, 0,
     "410, issues are disabled", 1, NULL, NULL},
    {"410: issues are disabled, asked for one", "issues-disabled", close_it, REFUSED, 0, 0,
     "issues are disabled", 0, NULL, NULL},
    {"301: an issue", "issue-moved", edit, GONE, 0, 0, "issue 5: it is no more", 1, NULL, NULL},
    {"301: the repository", "301", list, REFUSED, 0, 0,
     "moved, and a redirect is not followed: https://elsewhere.example/\\x9b31m", 0, NULL, NULL},
    {"302", "302", create, REFUSED, 0, 0, "not followed: https://elsewhere.example/a", 1, NULL,
     NULL},
    {"307", "307", create, REFUSED, 0, 0, "not followed: https://elsewhere.example/a", 1, NULL,
     NULL},
    {"308", "308", list, REFUSED, 0, 0, "not followed: https://elsewhere.example/a", 0, NULL, NULL},
    {"422", "invalid", edit, REFUSED, 0, 0,
     "status 422: Validation Failed (title: missing_field, and a sentence)", 1, NULL, NULL},
    {"422: five hundred reasons", "invalid-many", edit, REFUSED, 0, 0, "Validation Failed (f0: xxx",
     1, NULL, NULL},
    {"429: for 7 s", "too-many-7", list, LATER, 7, 7, "429, too many requests for now: slow down",
     0, NULL, NULL},
    {"429: until a date", "too-many-date", list, LATER, 37, 41, "429, too many", 0, NULL, NULL},
    {"429: for no time", "too-many-now", list, LATER, 0, 0, "429, too many", 0, NULL, NULL},
    {"429: for a time it does not say", "too-many", list, LATER, 60, 60, "429, too many", 0, NULL,
     NULL},
    {"429: for thirty years", "too-many-absurd", list, LATER, 0, 86400, "429, too many", 0, NULL,
     NULL},
    {"418", "teapot", list, REFUSED, 0, 0, "status 418: short and stout", 0, NULL, NULL},
    {"500", "500", list, LATER, 0, 0, "status 500: Server Error", 0, NULL, NULL},
    {"500 for a new issue", "500", create, LATER, 0, 0, "status 500: Server Error", 1, NULL, NULL},
    {"502, in HTML", "502", list, LATER, 0, 0, "octo/repo: status 502", 0, NULL, NULL},
    {"503: for 9 s", "503", comment, LATER, 9, 9, "issue 5: status 503: down for a while", 0, NULL,
     NULL},

    {"reset", "reset", list, LATER, 0, 0, "no answer: ", 0, NULL, NULL},
    {"reset half-way", "reset-half-way", list, LATER, 0, 0, "no answer: ", 0, NULL, NULL},
    {"reset once it was done: sent once", "reset-after-create", create, LATER, 0, 0,
     "no answer: ", 1, NULL, NULL},
    {"done and half answered: sent once", "create-half-answered", create, LATER, 0, 0,
     "no answer: ", 1, NULL, NULL},
    {"slow-loris", "slow-loris", list, LATER, 0, 0, "no answer: Operation timed out", 0, NULL, "1"},
    {"silence", "silence", list, LATER, 0, 0, "no answer: Operation t", 0, NULL, "1"},
    {"1 GB", "one-gigabyte", list, LATER, 0, 0, "no answer: an answer of more than 16 MiB", 0, NULL,
     NULL},
    {"1 GB of 500", "one-gigabyte-of-500", create, LATER, 0, 0, "more than 16 MiB", 1, NULL, NULL},
    {"no JSON", "no-json", list, LATER, 0, 0, "the answer is no JSON (line 1", 0, NULL, NULL},
    {"no JSON for a new issue", "no-json", create, LATER, 0, 0, "the answer is no JSON", 1, NULL,
     NULL},
    {"no body", "no-body", list, LATER, 0, 0, "the answer is no JSON", 0, NULL, NULL},
    {"JSON cut short", "cut-json", list, LATER, 0, 0, "the answer is no JSON", 0, NULL, NULL},
    {"a million brackets", "deep-json", list, LATER, 0, 0, "the answer is no JSON", 0, NULL, NULL},
    {"no list", "no-list", list, LATER, 0, 0, "the answer is no list of issues", 0, NULL, NULL},
    {"no list of comments", "no-list", comment, LATER, 0, 0, "is no list of comments", 0, NULL,
     NULL},
    {"a number in quotes", "no-number", list, LATER, 0, 0, "an issue without a number", 0, NULL,
     NULL},
    {"a list for an issue", "no-issue-but-a-list", close_it, LATER, 0, 0,
     "issue 5: the answer has an issue without a number", 0, NULL, NULL},
    {"204 for a new issue", "no-content", create, LATER, 0, 0, "the answer is no JSON", 1, NULL,
     NULL},
    {"a server that repeats the token", "echo", list, REFUSED, 0, 0,
     "(the answer repeats the token, and is not shown)", 0, NULL, NULL},
    {"a redirect that repeats the token", "echo-in-location", list, REFUSED, 0, 0,
     "not followed: (the answer repeats the token, and is not shown)", 0, NULL, NULL},
    {"a message that would act", "hostile", list, REFUSED, 0, 0, "\\x1b[31m@everyone\\x0d\\x0a", 0,
     NULL, NULL},

    {"create: a calm day", "calm", create, DONE, 0, 0, "9", 1, NULL, NULL},
    {"create: the label is dropped", "label-dropped", create, DONE, 0, 0, "9", 1,
     "issue 9: filed, but the token may not label it", NULL},
    {"create: the assignee is refused", "assignee-refused", create, DONE, 0, 0, "9", 2,
     "issue 9: filed, but GitHub does not assign it to: amy", NULL},
    {"create: the assignee is dropped", "assignee-dropped", create, DONE, 0, 0, "9", 1,
     "issue 9: filed, but GitHub does not assign it to: amy", NULL},
    {"create: refused, and not for the assignee", "invalid", create, REFUSED, 0, 0,
     "status 422: Validation Failed (title", 2, NULL, NULL},
    {"edit: a calm day", "calm", edit, DONE, 0, 0, "", 1, NULL, NULL},
    {"close: a calm day", "calm", close_it, DONE, 0, 0, "", 1, NULL, NULL},
    {"open: it is so already", "calm", open_it, DONE, 0, 0, "", 0, NULL, NULL},
    {"close: a person did, for another reason", "closed-by-a-person", close_it, DONE, 0, 0, "", 0,
     NULL, NULL},
    {"open: what a person closed", "closed-by-a-person", open_it, DONE, 0, 0, "", 1, NULL, NULL},
    {"comment: a calm day", "calm", comment, DONE, 0, 0, "", 1, NULL, NULL},
    {"comment: it is there, on the second page", "commented-on-page-two", comment, DONE, 0, 0, "",
     0, NULL, NULL},
    {"author: known", "author", author, DONE, 0, 0, "amy", 0, NULL, NULL},
    {"author: no account", "author-unknown", author, DONE, 0, 0, "", 0, NULL, NULL},
    {"author: no such commit", "no-commit", author, DONE, 0, 0, "", 0, NULL, NULL},
    {"author: an empty repository", "empty-repository", author, DONE, 0, 0, "", 0, NULL, NULL},
    {"author: 404", "no-repository", author, DONE, 0, 0, "", 0, NULL, NULL},
    {"author: 500", "500", author, LATER, 0, 0, "status 500", 0, NULL, NULL},
};

static void holds(const char *what, const char *text, const char *words)
{
    if (strstr(text, words) == NULL) {
        fail_msg("%s does not say \"%s\": %s", what, words, text);
    }
}

static void is_made_of_it(const struct day_row *row, const struct tracker *tracker,
                          enum tracker_outcome outcome, const char *seen, const char *fault)
{
    if (outcome != row->outcome) {
        fail_msg("outcome %d, not %d: %s", outcome, row->outcome, fault);
    }
    if (outcome == TRACKER_DONE) {
        assert_string_equal(seen, row->words);
    } else {
        holds("the fault", fault, row->words);
        assert_int_equal(strncmp(fault, "github:octo/repo", 16), 0);
        assert_true(strlen(fault) < 500);
    }
    if (tracker->wait < row->least || tracker->wait > row->most) {
        fail_msg("wait is %g, not from %g to %g", tracker->wait, row->least, row->most);
    }
}

static void that_day(void **state)
{
    const struct day_row *row = *state;
    struct told told = {0};
    struct fault fault = {""};
    struct buffer seen = {0};
    buffer_text(&seen, "");
    if (row->seconds != NULL) {
        assert_int_equal(setenv("VIGIL_HTTP_SECONDS", row->seconds, 1), 0);
    }
    unsigned long before = count_writes(row->day);
    struct tracker *tracker = open_day(row->day, &told);
    enum tracker_outcome outcome = row->act(tracker, &seen, &fault);
    (void)unsetenv("VIGIL_HTTP_SECONDS");
    is_made_of_it(row, tracker, outcome, seen.data, fault.text);
    tracker->close(tracker);
    assert_int_equal(count_writes(row->day) - before, row->writes);
    holds("the complaint", told.words, row->complaint == NULL ? "" : row->complaint);
    assert_int_equal(told.count, row->complaint == NULL ? 0 : 1);
    assert_null(strstr(fault.text, TOKEN));
    assert_null(strstr(told.words, TOKEN));
    buffer_free(&seen);
}

/* When a connection that was used before dies under a request, libcurl would send it again. */
static void a_change_is_sent_once_after_a_list_too(void **state)
{
    struct told told = {0};
    struct fault fault = {""};
    struct buffer seen = {0};
    (void)state;
    unsigned long before = count_writes("reset-after-create");
    struct tracker *tracker = open_day("reset-after-create", &told);
    assert_int_equal(list(tracker, &seen, &fault), TRACKER_DONE);
    assert_int_equal(create(tracker, &seen, &fault), TRACKER_LATER);
    tracker->close(tracker);
    assert_int_equal(count_writes("reset-after-create") - before, 1);
    buffer_free(&seen);
}

static void expect_no_answer(const char *url, const char *words)
{
    struct told told = {0};
    struct fault fault = {""};
    struct tracker *tracker = open_at(url, &told);
    assert_int_equal(list(tracker, NULL, &fault), TRACKER_LATER);
    holds("the fault", fault.text, words);
    tracker->close(tracker);
}

static void a_refused_connection_is_for_later(void **state)
{
    char url[64];
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    (void)state;
    int taken = socket(AF_INET, SOCK_STREAM, 0); /* bound, and never listened on */
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(taken, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&address, &size), 0);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u", ntohs(address.sin_port));
    expect_no_answer(url, "github:octo/repo: no answer: ");
    (void)close(taken);
}

static void a_host_that_has_no_address_is_for_later(void **state)
{
    (void)state;
    assert_int_equal(setenv("VIGIL_HTTP_SECONDS", "5", 1), 0);
    expect_no_answer("https://vigil.invalid", "github:octo/repo: no answer: ");
    (void)unsetenv("VIGIL_HTTP_SECONDS");
}

/* Else the token would go to the proxy, and in the clear. */
static void no_proxy_is_asked_for_this_machine(void **state)
{
    struct told told = {0};
    struct fault fault = {""};
    struct buffer seen = {0};
    (void)state;
    assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
    struct tracker *tracker = open_day("calm", &told);
    assert_int_equal(list(tracker, &seen, &fault), TRACKER_DONE);
    tracker->close(tracker);
    (void)unsetenv("http_proxy");
    buffer_free(&seen);
}

static void an_interrupt_ends_the_waiting(void **state)
{
    (void)state;
    process_interrupt();
    char url[64];
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/silence", server.port);
    expect_no_answer(url, "no answer: interrupted");
}

struct tls_row {
    const char *name, *certified, *variable; /* the host in the certificate; where its CA stands */
    enum tracker_outcome outcome;
    const char *words;
};

static const struct tls_row tls[] = {
    {"TLS: a certificate that nobody signed", "IP:127.0.0.1", "VIGIL_NONE", LATER, "certificate"},
    {"TLS: its CA in CURL_CA_BUNDLE", "IP:127.0.0.1", "CURL_CA_BUNDLE", DONE, ""},
    {"TLS: its CA in SSL_CERT_FILE", "IP:127.0.0.1", "SSL_CERT_FILE", DONE, ""},
    {"TLS: another host's certificate", "DNS:other.example", "CURL_CA_BUNDLE", LATER, "127.0.0.1"},
};

static void make_certificate(struct scratch *scratch, const char *host, char key[PATH_SIZE],
                             char certificate[PATH_SIZE])
{
    char alternative[64];
    struct fault fault;
    struct process_outcome outcome;
    (void)snprintf(key, PATH_SIZE, "%s/key", scratch->directory);
    (void)snprintf(certificate, PATH_SIZE, "%s/certificate", scratch->directory);
    (void)snprintf(alternative, sizeof alternative, "subjectAltName=%s", host);
    const char *const arguments[] = {"/usr/bin/env",
                                     "openssl",
                                     "req",
                                     "-x509",
                                     "-newkey",
                                     "ec",
                                     "-pkeyopt",
                                     "ec_paramgen_curve:P-256",
                                     "-nodes",
                                     "-days",
                                     "2",
                                     "-subj",
                                     "/CN=vigil test",
                                     "-addext",
                                     alternative,
                                     "-keyout",
                                     key,
                                     "-out",
                                     certificate,
                                     NULL};
    const struct process_request request = {
        .arguments = (char *const *)(uintptr_t)arguments, .seconds = 60, .tail_bytes = 1000};
    assert_true(process_run(&request, &outcome, &fault));
    if (outcome.end != PROCESS_EXITED || outcome.status != 0) {
        fail_msg("%s", outcome.output);
    }
    process_outcome_free(&outcome);
}

static void over_tls(void **state)
{
    const struct tls_row *row = *state;
    struct scratch *scratch = NULL;
    char key[PATH_SIZE], certificate[PATH_SIZE], url[128];
    struct server secure = {0};
    struct told told = {0};
    struct fault fault = {""};
    struct buffer seen = {0};
    assert_int_equal(scratch_make((void **)&scratch), 0);
    make_certificate(scratch, row->certified, key, certificate);
    const char *const arguments[] = {VIGIL_NODE, faults, key, certificate, NULL};
    server_start(&secure, arguments);
    (void)snprintf(url, sizeof url, "https://127.0.0.1:%u/calm", secure.port);
    assert_int_equal(setenv(row->variable, certificate, 1), 0);
    struct tracker *tracker = open_at(url, &told);
    (void)unsetenv(row->variable);
    enum tracker_outcome outcome = list(tracker, &seen, &fault);
    tracker->close(tracker);
    server_stop(&secure);
    assert_int_equal(scratch_remove((void **)&scratch), 0);
    assert_int_equal(outcome, row->outcome);
    holds("the fault", fault.text, row->words);
    buffer_free(&seen);
}

struct place_row {
    const char *name, *repository, *label, *seconds, *words;
};

static const struct place_row refused[] = {
    {"open: no label", "octo/repo", "", NULL, "a label on GitHub has 1 to 50 bytes"},
    {"open: two labels", "octo/repo", "a,b", NULL, "a label on GitHub has 1 to 50 bytes"},
    {"open: no repository", "octo", "vigil", NULL, "github:octo: must be github:OWNER/REPO"},
    {"open: more seconds than the default", "octo/repo", "vigil", "61", "a number from 1 to 60"},
    {"open: no seconds", "octo/repo", "vigil", "0", "VIGIL_HTTP_SECONDS must be"},
};

static void is_not_opened(void **state)
{
    const struct place_row *row = *state;
    struct fault fault = {""};
    const struct tracker_options options = {.label = row->label};
    assert_int_equal(setenv("GITHUB_API_URL", "http://127.0.0.1:1", 1), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    if (row->seconds != NULL) {
        assert_int_equal(setenv("VIGIL_HTTP_SECONDS", row->seconds, 1), 0);
    }
    assert_null(tracker_github_open(row->repository, &options, &fault));
    (void)unsetenv("VIGIL_HTTP_SECONDS");
    holds("the fault", fault.text, row->words);
    assert_null(getenv("GITHUB_TOKEN"));
}

/* The link is made of the settings, so that it is there before any answer is. */
static void an_issue_is_linked_to(void **state)
{
    struct told told = {0};
    char link[600];
    (void)state;
    struct tracker *tracker = open_at("https://git.example.org/api/v3", &told);
    tracker->link(tracker, 12, link);
    assert_string_equal(link, "https://git.example.org/octo/repo/issues/12");
    tracker->link(tracker, 0, link);
    assert_string_equal(link, "");
    tracker->close(tracker);
}

static int start(void **state)
{
    static const char *const arguments[] = {VIGIL_NODE, faults, NULL};
    (void)state;
    server_start(&server, arguments);
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
    struct CMUnitTest tests[COUNT(days) + COUNT(tls) + COUNT(refused) + 6];
    const struct CMUnitTest others[] = {
        cmocka_unit_test(an_issue_is_linked_to),
        cmocka_unit_test(a_change_is_sent_once_after_a_list_too),
        cmocka_unit_test(a_refused_connection_is_for_later),
        cmocka_unit_test(a_host_that_has_no_address_is_for_later),
        cmocka_unit_test(no_proxy_is_asked_for_this_machine),
        cmocka_unit_test(an_interrupt_ends_the_waiting), /* last: nothing takes it back */
    };
    size_t count = 0;
    ADD_ROWS(tests, count, days, that_day);
    ADD_ROWS(tests, count, tls, over_tls);
    ADD_ROWS(tests, count, refused, is_not_opened);
    memcpy(tests + count, others, sizeof others);
    return cmocka_run_group_tests_name("tracker_github", tests, start, stop);
}
