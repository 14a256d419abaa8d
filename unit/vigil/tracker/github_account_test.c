/* SPDX-License-Identifier: MIT */
/* Whose words are believed: github/faults.mjs has issues, comments and advisories of vigil's, who
 * is `vigil-bot` there, and of others. */
#include "rows.h"

#include "base/http.h"
#include "tracker/github/server.h"
#include "tracker/tracker.h"

#define TOKEN "ghp_vigilTestToken0123456789"

#define DONE    TRACKER_DONE
#define LATER   TRACKER_LATER
#define REFUSED TRACKER_REFUSED
#define GONE    TRACKER_GONE

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

struct opening {
    const char *day, *account; /* account: the settings' */
    bool workflow, unfiled;
};

static struct tracker *open_day(const struct opening *opening, struct told *told)
{
    char url[128];
    struct fault fault = {""};
    const struct tracker_options options = {.label = "vigil",
                                            .account = opening->account,
                                            .unfiled = opening->unfiled,
                                            .complain = complain,
                                            .context = told};
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/%s", server.port, opening->day);
    assert_int_equal(setenv("GITHUB_API_URL", url, 1), 0);
    assert_int_equal(
        opening->workflow ? setenv("GITHUB_ACTIONS", "true", 1) : unsetenv("GITHUB_ACTIONS"), 0);
    /* Where nothing is to be filed there is no token either. */
    assert_int_equal(opening->unfiled ? unsetenv("GITHUB_TOKEN") : setenv("GITHUB_TOKEN", TOKEN, 1),
                     0);
    struct tracker *tracker = tracker_github_open("octo/repo", &options, &fault);
    if (tracker == NULL) {
        fail_msg("%s", fault.text);
    }
    return tracker;
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

static void holds(const char *what, const char *text, const char *words)
{
    if (strstr(text, words) == NULL) {
        fail_msg("%s does not say \"%s\": %s", what, words, text);
    }
}

/* Does something, and adds what is then to be seen. */
typedef enum tracker_outcome act(struct tracker *tracker, struct buffer *seen, struct fault *fault);

static bool take(void *context, const struct tracker_issue *issue)
{
    buffer_format(context, "%u%s;", (unsigned)issue->number, issue->declined ? " declined" : "");
    return true;
}

static enum tracker_outcome list(struct tracker *tracker, struct buffer *seen, struct fault *fault)
{
    return tracker->list(tracker, take, seen, fault);
}

static enum tracker_outcome look(struct tracker *tracker, struct buffer *seen, struct fault *fault)
{
    struct tracker_issue issue;
    enum tracker_outcome outcome = tracker->look(tracker, 5, &issue, fault);
    if (outcome == TRACKER_DONE) {
        buffer_format(seen, "%s%s", issue.marker, issue.declined ? " declined" : "");
    }
    return outcome;
}

static enum tracker_outcome open_it(struct tracker *tracker, struct buffer *seen,
                                    struct fault *fault)
{
    (void)seen;
    return tracker->set_open(tracker, 5, true, fault);
}

static const struct tracker_draft draft = {.title = "abort in f",
                                           .body = "<!-- vigil:crash:0000000000000001 -->\n",
                                           .marker = "crash:0000000000000001",
                                           .labels = {"severity-high"},
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

static enum tracker_outcome create_two(struct tracker *tracker, struct buffer *seen,
                                       struct fault *fault)
{
    enum tracker_outcome outcome = create(tracker, seen, fault);
    return outcome == TRACKER_DONE ? create(tracker, seen, fault) : outcome;
}

static enum tracker_outcome comment(struct tracker *tracker, struct buffer *seen,
                                    struct fault *fault)
{
    (void)seen;
    return tracker->comment(tracker, 5, "fixed:1", "It is mended.\n", fault);
}

static enum tracker_outcome report_night(struct tracker *tracker, struct buffer *seen,
                                         struct fault *fault)
{
    (void)seen;
    return tracker->comment(tracker, 5, "night:2026-12-24", "Nothing crashed.\n", fault);
}

static enum tracker_outcome report_change(struct tracker *tracker, struct buffer *seen,
                                          struct fault *fault)
{
    (void)seen;
    return tracker->comment(tracker, 5, "gate:1111111111111111111111111111111111111111",
                            "A change crashes so.\n", fault);
}

static const struct tracker_draft unmarked = {.title = "abort in f",
                                              .body = "\n<!-- vigil:crash:0000000000000001 -->\n",
                                              .marker = "crash:0000000000000001",
                                              .assignee = ""};

static enum tracker_outcome create_unmarked(struct tracker *tracker, struct buffer *seen,
                                            struct fault *fault)
{
    uint64_t number = 0;
    (void)seen;
    return tracker->create(tracker, &unmarked, &number, fault);
}

static enum tracker_outcome edit_unmarked(struct tracker *tracker, struct buffer *seen,
                                          struct fault *fault)
{
    (void)seen;
    return tracker->edit(tracker, 5, &unmarked, fault);
}

static enum tracker_outcome advise_unmarked(struct tracker *tracker, struct buffer *seen,
                                            struct fault *fault)
{
    char name[TRACKER_ADVISORY_SIZE];
    (void)seen;
    return tracker->advise(tracker, &unmarked, name, fault);
}

static enum tracker_outcome edit(struct tracker *tracker, struct buffer *seen, struct fault *fault)
{
    (void)seen;
    return tracker->edit(tracker, 5, &draft, fault);
}

static enum tracker_outcome author(struct tracker *tracker, struct buffer *seen,
                                   struct fault *fault)
{
    char handle[64];
    (void)seen;
    return tracker->author(tracker, "abc", handle, fault);
}

static enum tracker_outcome advise(struct tracker *tracker, struct buffer *seen,
                                   struct fault *fault)
{
    char name[TRACKER_ADVISORY_SIZE] = "stale";
    enum tracker_outcome outcome = tracker->advise(tracker, &draft, name, fault);
    buffer_text(seen, outcome == TRACKER_DONE ? name : "");
    return outcome;
}

struct row {
    const char *name;
    struct opening opening;
    act *act;
    enum tracker_outcome outcome;
    const char *words; /* in the fault, or what was seen when it is done */
    unsigned writes;   /* that reached the server */
    const char *complaint;
};

static const struct row rows[] = {
    {"account: the token's owner", {.day = "whose-is-it"}, list, DONE, "5;", 0, NULL},
    {"account: as the settings say",
     {.day = "whose-is-it", .account = "our-app[bot]"},
     list,
     DONE,
     "7;",
     0,
     NULL},
    {"account: two of them",
     {.day = "whose-is-it", .account = " OUR-APP[bot]  vigil-bot "},
     list,
     DONE,
     "5;7;",
     0,
     NULL},
    {"account: as the settings say, and nobody is asked",
     {.day = "user-500", .account = "vigil-bot"},
     list,
     DONE,
     "5;",
     0,
     NULL},
    {"account: an app's", {.day = "user-of-an-app"}, list, DONE, "7;", 0, NULL},
    {"account: an app's, in a workflow",
     {.day = "user-of-an-app", .workflow = true},
     list,
     DONE,
     "7;",
     0,
     NULL},
    {"account: a workflow's",
     {.day = "user-of-an-app-unsaid", .workflow = true},
     list,
     DONE,
     "8;",
     0,
     NULL},
    {"account: a workflow's, and GraphQL refuses",
     {.day = "user-of-an-app-refused", .workflow = true},
     list,
     DONE,
     "8;",
     0,
     NULL},
    {"account: an app's, and nobody says whose",
     {.day = "user-of-an-app-unsaid"},
     list,
     REFUSED,
     "[tracker] account has to",
     0,
     NULL},
    {"account: nor for a new issue",
     {.day = "user-of-an-app-unsaid"},
     create,
     REFUSED,
     "[tracker] account has to",
     0,
     NULL},
    {"account: nor for a comment",
     {.day = "user-of-an-app-unsaid"},
     comment,
     REFUSED,
     "[tracker] account has to",
     0,
     NULL},
    {"account: a server in trouble", {.day = "user-500"}, list, LATER, "status 500", 0, NULL},
    {"account: in trouble, for a comment", {.day = "user-500"}, comment, LATER, "500", 0, NULL},
    {"account: in trouble, in a workflow",
     {.day = "user-500", .workflow = true},
     list,
     LATER,
     "status 500",
     0,
     NULL},
    {"account: too many requests", {.day = "user-limited"}, list, LATER, "too many", 0, NULL},
    {"account: too many, in a workflow",
     {.day = "user-limited", .workflow = true},
     list,
     LATER,
     "too many",
     0,
     NULL},
    {"account: GraphQL in trouble",
     {.day = "user-of-an-app-500", .workflow = true},
     list,
     LATER,
     "status 500",
     0,
     NULL},
    {"account: GraphQL has too many requests",
     {.day = "user-of-an-app-limited", .workflow = true},
     list,
     LATER,
     "does not say whose the token is",
     0,
     NULL},
    {"account: a token that is not good", {.day = "user-bad-token"}, list, REFUSED, "401", 0, NULL},
    {"account: an odd answer", {.day = "user-odd"}, list, LATER, "the answer is no user", 0, NULL},

    {"issue: our own", {.day = "calm"}, look, DONE, "crash:0000000000000005", 0, NULL},
    {"issue: another's that bears our marker",
     {.day = "of-another"},
     look,
     GONE,
     "issue 5: another account wrote it",
     0,
     "another account wrote it (if"},
    {"issue: another's is not opened",
     {.day = "of-another"},
     open_it,
     GONE,
     "another account wrote it",
     0,
     "account must say so): eve"},
    {"issue: filed under another name, it is the last",
     {.day = "filed-as-another"},
     create_two,
     REFUSED,
     "nothing more is written",
     1,
     "issue 9: written under a name that [tracker] account does not have"},
    {"issue: filed under one of our names",
     {.day = "filed-as-another", .account = "our-app[bot] vigil-bot"},
     create_two,
     DONE,
     "99",
     2,
     NULL},

    {"declined: not by a reader", {.day = "closed-by-a-reader"}, list, DONE, "5;6;5;6;", 0, NULL},
    {"declined: not by a reader, looked at alone",
     {.day = "closed-by-a-reader"},
     look,
     DONE,
     "crash:0000000000000005",
     0,
     NULL},
    {"declined: not by somebody who is no collaborator",
     {.day = "closed-by-nobody-known"},
     look,
     DONE,
     "crash:0000000000000005",
     0,
     NULL},
    {"declined: by whoever may triage",
     {.day = "closed-by-a-triager"},
     list,
     DONE,
     "5 declined;6 declined;5 declined;6 declined;",
     0,
     NULL},
    {"declined: by a role of the company's own",
     {.day = "closed-by-one-of-a-role-of-ours"},
     look,
     DONE,
     "crash:0000000000000005 declined",
     0,
     NULL},
    {"declined: not by a lesser one",
     {.day = "closed-by-one-of-a-lesser-role"},
     look,
     DONE,
     "crash:0000000000000005",
     0,
     NULL},
    {"declined: by whoever may write",
     {.day = "closed-by-a-writer"},
     look,
     DONE,
     "crash:0000000000000005 declined",
     0,
     NULL},
    {"declined: where the token may not ask",
     {.day = "closed-and-not-to-be-asked"},
     look,
     DONE,
     "crash:0000000000000005 declined",
     0,
     NULL},
    {"declined: not known yet", {.day = "closed-and-500"}, list, LATER, "status 500", 0, NULL},
    {"declined: not known yet, looked at alone",
     {.day = "closed-and-500"},
     look,
     LATER,
     "status 500",
     0,
     NULL},
    {"declined: an odd answer",
     {.day = "closed-and-odd"},
     look,
     LATER,
     "what somebody may do",
     0,
     NULL},
    {"declined: by an app",
     {.day = "closed-by-a-bot"},
     look,
     DONE,
     "crash:0000000000000005 declined",
     0,
     NULL},
    {"declined: by a label, whoever closed it",
     {.day = "closed-by-a-reader-and-labelled"},
     look,
     DONE,
     "crash:0000000000000005 declined",
     0,
     NULL},

    {"comment: our own is there", {.day = "commented-on-page-two"}, comment, DONE, "", 0, NULL},
    {"comment: a stranger's says nothing",
     {.day = "commented-by-a-stranger"},
     comment,
     DONE,
     "",
     1,
     NULL},
    {"comment: nobody's says nothing", {.day = "commented-by-nobody"}, comment, DONE, "", 1, NULL},
    {"comment: another app's says nothing",
     {.day = "commented-by-a-bot"},
     comment,
     DONE,
     "",
     1,
     NULL},
    {"comment: what we quote says nothing", {.day = "quoted"}, comment, DONE, "", 1, NULL},
    {"comment: nor what we say of it", {.day = "quoted-below"}, comment, DONE, "", 1, NULL},
    {"comment: nor what stands in code", {.day = "in-code"}, comment, DONE, "", 1, NULL},
    {"comment: five years of a stranger's nights",
     {.day = "five-years"},
     report_night,
     DONE,
     "",
     1,
     NULL},

    {"comment: a stranger's change",
     {.day = "gated-by-a-stranger"},
     report_change,
     DONE,
     "",
     1,
     NULL},

    {"marker: no issue without it in front",
     {.day = "calm"},
     create_unmarked,
     REFUSED,
     "does not begin with its marker",
     0,
     NULL},
    {"marker: nor a changed one",
     {.day = "calm"},
     edit_unmarked,
     REFUSED,
     "does not begin with its marker",
     0,
     NULL},
    {"marker: nor an advisory",
     {.day = "calm"},
     advise_unmarked,
     REFUSED,
     "does not begin with its marker",
     0,
     NULL},

    {"advisory: made", {.day = "calm"}, advise, DONE, "GHSA-made-made-made", 1, NULL},
    {"advisory: it is there",
     {.day = "advisory-there"},
     advise,
     DONE,
     "GHSA-aaaa-bbbb-cccc",
     0,
     NULL},
    {"advisory: it is there, and GitHub names no author",
     {.day = "advisory-of-an-app"},
     advise,
     DONE,
     "GHSA-aaaa-bbbb-cccc",
     0,
     NULL},
    {"advisory: a stranger's report is none of ours",
     {.day = "advisory-reported"},
     advise,
     DONE,
     "GHSA-made-made-made",
     1,
     NULL},
    {"advisory: nor is one whose author is gone",
     {.day = "advisory-reported-by-nobody"},
     advise,
     DONE,
     "GHSA-made-made-made",
     1,
     NULL},
    {"advisory: what is quoted says nothing",
     {.day = "advisory-quoted"},
     advise,
     DONE,
     "GHSA-made-made-made",
     1,
     NULL},
    {"advisory: the token may not",
     {.day = "advisory-forbidden"},
     advise,
     REFUSED,
     "403, the token may not do this",
     1,
     NULL},
    {"advisory: there is no such thing",
     {.day = "advisory-absent"},
     advise,
     REFUSED,
     "404",
     1,
     NULL},
    {"advisory: a server in trouble",
     {.day = "advisory-500"},
     advise,
     LATER,
     "status 500",
     1,
     NULL},
    {"advisory: a name that is none",
     {.day = "advisory-odd"},
     advise,
     LATER,
     "the answer is no advisory",
     1,
     NULL},

#define UNFILED(on)                                                                                \
    {                                                                                              \
        .day = (on), .unfiled = true                                                               \
    }
    {"unfiled: list", UNFILED("calm"), list, LATER, "left to `vigil file`", 0, NULL},
    {"unfiled: look", UNFILED("calm"), look, LATER, "left to `vigil file`", 0, NULL},
    {"unfiled: create", UNFILED("calm"), create, LATER, "left to `vigil file`", 0, NULL},
    {"unfiled: edit", UNFILED("calm"), edit, LATER, "issue 5: left to `vigil file`", 0, NULL},
    {"unfiled: open", UNFILED("calm"), open_it, LATER, "left to `vigil file`", 0, NULL},
    {"unfiled: comment", UNFILED("calm"), comment, LATER, "left to `vigil file`", 0, NULL},
    {"unfiled: author", UNFILED("calm"), author, LATER, "left to `vigil file`", 0, NULL},
    {"unfiled: advise", UNFILED("calm"), advise, LATER, "left to `vigil file`", 0, NULL},
};

static void is_as_said(void **state)
{
    const struct row *row = *state;
    struct told told = {0};
    struct fault fault = {""};
    struct buffer seen = {0};
    buffer_text(&seen, "");
    unsigned long before = count_writes(row->opening.day);
    struct tracker *tracker = open_day(&row->opening, &told);
    enum tracker_outcome outcome = row->act(tracker, &seen, &fault);
    tracker->close(tracker);
    if (outcome != row->outcome) {
        fail_msg("outcome %d, not %d: %s", outcome, row->outcome, fault.text);
    }
    if (outcome == TRACKER_DONE) {
        assert_string_equal(seen.data, row->words);
    } else {
        holds("the fault", fault.text, row->words);
        assert_int_equal(strncmp(fault.text, "github:octo/repo", 16), 0);
    }
    assert_int_equal(count_writes(row->opening.day) - before, row->writes);
    holds("the complaint", told.words, row->complaint == NULL ? "" : row->complaint);
    assert_int_equal(told.count, row->complaint == NULL ? 0 : 1);
    buffer_free(&seen);
}

struct withheld_row {
    const char *name;
    struct opening opening;
    enum settings_withhold setting;
    bool withheld;
};

static const struct withheld_row withheld[] = {
    {"withheld: where it is public", {.day = "public"}, WITHHOLD_PUBLIC, true},
    {"withheld: not where it is private", {.day = "calm"}, WITHHOLD_PUBLIC, false},
    {"withheld: not where it is internal", {.day = "internal"}, WITHHOLD_PUBLIC, false},
    {"withheld: not where an older server says private",
     {.day = "private-of-old"},
     WITHHOLD_PUBLIC,
     false},
    {"withheld: where it does not say", {.day = "says-nothing"}, WITHHOLD_PUBLIC, true},
    {"withheld: where it says two things", {.day = "says-two-things"}, WITHHOLD_PUBLIC, true},
    {"withheld: where the server is in trouble", {.day = "500"}, WITHHOLD_PUBLIC, true},
    {"withheld: where it may not be seen", {.day = "no-repository"}, WITHHOLD_PUBLIC, true},
    {"withheld: where nothing is asked", UNFILED("calm"), WITHHOLD_PUBLIC, true},
    {"withheld: as is said, in private", {.day = "calm"}, WITHHOLD_YES, true},
    {"withheld: as is said, in public", {.day = "public"}, WITHHOLD_NO, false},
    {"withheld: as is said, unfiled", UNFILED("calm"), WITHHOLD_NO, false},
};

static void is_withheld(void **state)
{
    const struct withheld_row *row = *state;
    struct told told = {0};
    struct tracker *tracker = open_day(&row->opening, &told);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tracker_withholds(tracker, row->setting), row->withheld);
    }
    assert_int_equal(told.count, 0);
    tracker->close(tracker);
}

/* What makes the words does not wait for who sends them. */
static void unfiled_it_is_as_with_a_token(void **state)
{
    struct told told = {0};
    char links[2][600];
    (void)state;
    struct tracker *one = open_day(&(struct opening){.day = "calm"}, &told);
    struct tracker *other = open_day(&(struct opening){.day = "calm", .unfiled = true}, &told);
    one->link(one, 12, links[0]);
    other->link(other, 12, links[1]);
    assert_string_equal(links[0], links[1]);
    assert_string_equal(one->place, other->place);
    assert_int_equal(one->body_limit, other->body_limit);
    assert_true(one->mentions && other->mentions);
    one->close(one);
    other->close(other);
}

struct refused_row {
    const char *name, *account;
};

static const struct refused_row refused[] = {
    {"open: no login", "our bot @amy"},
    {"open: half an app", "our-app[bot"},
    {"open: names between commas", "amy,eve"},
    {"open: more names than there is room for",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
};

static void is_not_opened(void **state)
{
    const struct refused_row *row = *state;
    struct fault fault = {""};
    const struct tracker_options options = {.label = "vigil", .account = row->account};
    assert_int_equal(setenv("GITHUB_API_URL", "http://127.0.0.1:1", 1), 0);
    assert_int_equal(setenv("GITHUB_TOKEN", TOKEN, 1), 0);
    assert_null(tracker_github_open("octo/repo", &options, &fault));
    holds("the fault", fault.text, "[tracker] account: ");
    assert_null(getenv("GITHUB_TOKEN"));
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
    struct CMUnitTest tests[COUNT(rows) + COUNT(withheld) + COUNT(refused) + 1] = {
        cmocka_unit_test(unfiled_it_is_as_with_a_token),
    };
    size_t count = 1;
    ADD_ROWS(tests, count, rows, is_as_said);
    ADD_ROWS(tests, count, withheld, is_withheld);
    ADD_ROWS(tests, count, refused, is_not_opened);
    return cmocka_run_group_tests_name("github_account", tests, start, stop);
}
