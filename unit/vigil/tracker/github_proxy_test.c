/* SPDX-License-Identifier: MIT */
/* No one module: the GitHub tracker behind a proxy that breaks connections. Whoever looks before
 * trying again loses nothing and doubles nothing. */
#include "scratch.h"

#include "tracker/github/server.h"
#include "tracker/tracker.h"

#define TOKEN  "ghp_vigilTestToken0123456789"
#define ISSUES 20

static const char start_emulate[] = VIGIL_GITHUB "/start-emulate";
static const char proxy_script[] = VIGIL_GITHUB "/proxy.mjs";
static struct server server;

static void complain(void *context, const struct fault *fault)
{
    (void)context;
    fail_msg("%s", fault->text);
}

static struct tracker *open_at(unsigned port, const char *label)
{
    char api[64];
    struct fault fault = {""};
    const struct tracker_options options = {.label = label, .complain = complain};
    (void)snprintf(api, sizeof api, "http://127.0.0.1:%u", port);
    assert_int_equal(setenv("GITHUB_API_URL", api, 1), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    struct tracker *tracker = tracker_github_open("octo/repo", &options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
    }
    return tracker;
}

/* How often each issue is there, open and closed, and its number. */
struct census {
    unsigned open[ISSUES], closed[ISSUES];
    uint64_t number[ISSUES];
};

static bool take(void *context, const struct tracker_issue *issue)
{
    struct census *census = context;
    unsigned long which = strtoul(issue->marker + strlen("crash:"), NULL, 10);
    assert_true(which < ISSUES);
    census->open[which] += issue->open ? 1 : 0;
    census->closed[which] += issue->open ? 0 : 1;
    census->number[which] = issue->number;
    return true;
}

/* Asked again until it is answered; a proxy that never lets anything through would show here. */
static void count(struct tracker *tracker, struct census *census)
{
    struct fault fault = {""};
    enum tracker_outcome outcome = TRACKER_LATER;
    for (unsigned tries = 0; outcome == TRACKER_LATER && tries < 100; tries++) {
        *census = (struct census){0};
        outcome = tracker->list(tracker, take, census, &fault);
    }
    if (outcome != TRACKER_DONE) {
        fail_msg("%s", fault.text);
    }
}

static enum tracker_outcome file(struct tracker *tracker, unsigned which)
{
    char marker[32], body[128];
    uint64_t number;
    struct fault fault = {""};
    (void)snprintf(marker, sizeof marker, "crash:%u", which);
    (void)snprintf(body, sizeof body, "<!-- vigil:%s -->\n\nIt broke.\n", marker);
    const struct tracker_draft draft = {
        .title = "abort in f", .body = body, .marker = marker, .assignee = ""};
    return tracker->create(tracker, &draft, &number, &fault);
}

static uint64_t file_once(struct tracker *tracker, unsigned which)
{
    struct census census;
    for (unsigned tries = 0; tries < 100; tries++) {
        count(tracker, &census);
        if (census.number[which] != 0) {
            return census.number[which];
        }
        enum tracker_outcome outcome = file(tracker, which);
        assert_true(outcome == TRACKER_DONE || outcome == TRACKER_LATER);
    }
    fail_msg("issue %u could not be filed in 100 tries", which);
    return 0;
}

static void close_once(struct tracker *tracker, uint64_t number)
{
    struct fault fault = {""};
    enum tracker_outcome outcome = TRACKER_LATER;
    for (unsigned tries = 0; outcome == TRACKER_LATER && tries < 100; tries++) {
        outcome = tracker->comment(tracker, number, "fixed:1", "It is mended.\n", &fault);
        if (outcome == TRACKER_DONE) {
            outcome = tracker->set_open(tracker, number, false, &fault);
        }
    }
    if (outcome != TRACKER_DONE) {
        fail_msg("%s", fault.text);
    }
}

struct night_row {
    const char *name, *label, *seed;
    const char *fault; /* the one that does the harm; NULL: all of them */
};

static const struct night_row nights[] = {
    {"all faults, seed 1", "one", "1", NULL},
    {"all faults, seed 2", "two", "2", NULL},
    {"all faults, seed 3", "three", "3", NULL},
    {"done, and then reset", "reset", "4", "done-and-reset"},
    {"done, and half answered", "half", "5", "done-and-half"},
    {"done, and the answer cut", "cut", "6", "cut-json"},
};

static void start_proxy(struct server *proxy, const struct night_row *row, const char *log)
{
    char upstream[64];
    (void)snprintf(upstream, sizeof upstream, "http://127.0.0.1:%u", server.port);
    const char *const arguments[] = {VIGIL_NODE,
                                     proxy_script,
                                     "--upstream",
                                     upstream,
                                     "--seed",
                                     row->seed,
                                     "--log",
                                     log,
                                     "--delay",
                                     "20",
                                     "--probability",
                                     "0.3",
                                     "--only",
                                     row->fault == NULL ? "" : row->fault,
                                     NULL};
    server_start(proxy, arguments);
}

/* The log has a line for each harm: without it the night proves nothing. */
static void harm_was_done(const char *log, const char *fault)
{
    struct fault why;
    struct buffer text = {0};
    char words[64];
    assert_true(files_read(log, 1 << 24, &text, &why));
    (void)snprintf(words, sizeof words, "POST /repos/octo/repo/issues %s 201\n",
                   fault == NULL ? "done-and-500" : fault);
    assert_non_null(strstr(text.data, words));
    buffer_free(&text);
}

static void nothing_is_lost_or_doubled(void **state)
{
    const struct night_row *row = *state;
    struct scratch *scratch = NULL;
    struct server proxy = {0};
    struct census census;
    assert_int_equal(scratch_make((void **)&scratch), 0);
    start_proxy(&proxy, row, scratch_path(scratch, "log"));
    struct tracker *tracker = open_at(proxy.port, row->label);
    for (unsigned i = 0; i < ISSUES; i++) {
        uint64_t number = file_once(tracker, i);
        if (i % 2 == 0) {
            close_once(tracker, number);
        }
    }
    tracker->close(tracker);
    server_stop(&proxy);
    tracker = open_at(server.port, row->label);
    count(tracker, &census);
    tracker->close(tracker);
    for (unsigned i = 0; i < ISSUES; i++) {
        assert_int_equal(census.open[i], i % 2);
        assert_int_equal(census.closed[i], 1 - i % 2);
    }
    harm_was_done(scratch_path(scratch, "log"), row->fault);
    assert_int_equal(scratch_remove((void **)&scratch), 0);
}

static int start(void **state)
{
    static const char *const arguments[] = {start_emulate, VIGIL_BUILD, "octo/repo", TOKEN, NULL};
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
    struct CMUnitTest tests[COUNT(nights)];
    size_t added = 0;
    ADD_ROWS(tests, added, nights, nothing_is_lost_or_doubled);
    return cmocka_run_group_tests_name("tracker_github_proxy", tests, start, stop);
}
